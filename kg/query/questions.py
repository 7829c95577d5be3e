"""Saved questions: `ontology/queries/*.rq`, and a user's own -> SPARQL with its parameters bound.

A question is a file of SPARQL that any engine can run as it is. Its comments say what it is::

    # Who was first in each story?
    # A row a story, the oldest first.
    # ?story (story): only this one
    SELECT ... WHERE { VALUES ?story { UNDEF } ... }

The first line is the title, a line ``# ?name (kind): text`` declares a parameter, the other lines up to the first that
is no comment tell more. The default of a parameter is what its ``VALUES`` block holds: a term, UNDEF where every value
goes, or nothing where one must be given. To bind it is to put other terms into that block (`kg.query.parameters`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from kg.errors import QueryError
from kg.query.parameters import KINDS, block, terms
from kg.rdf import ontology
from kg.rdf.store import Store

FOLDERS = "KG_QUERIES"  # in the environment: folders of questions of one's own, as PATH has them
RESERVED = frozenset(
    ("format", "graph", "help", "limit", "list", "queries", "question", "timeout")
)  # options of `kg query`
UNBOUND = "UNDEF"
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_DECLARED = re.compile(r"\?(\w+)\s+\((\w+)\):\s*(.*)")


class Parameter(msgspec.Struct, frozen=True):
    """A parameter of a question: its name, kind (of `KINDS`), what it does, and its default as SPARQL has it.

    The default is UNDEF where all values go, and empty where a value must be given.
    """

    name: str
    kind: str
    text: str
    default: str


class Question(msgspec.Struct, frozen=True):
    """A saved question: its name, what it asks, its SPARQL, what its comments tell, and its parameters."""

    name: str
    title: str
    query: str
    text: str = ""
    parameters: tuple[Parameter, ...] = ()


def saved(own: Iterable[str | os.PathLike[str]] = ()) -> dict[str, Question]:
    """Return the saved questions by name, sorted.

    Args:
        own: folders of questions beside those that come along; the environment variable KG_QUERIES names more. Where
            two have one name, the folder that comes first here wins, and those that come along are last.

    Raises:
        QueryError: a folder is none, or a question cannot be read or declares a parameter wrongly.

    >>> "providers" in saved()
    True
    >>> [parameter.kind for parameter in saved()["first-reports"].parameters]
    ['story', 'provider', 'since', 'until']
    """
    folders = [*map(Path, own), *(Path(name) for name in os.environ.get(FOLDERS, "").split(os.pathsep) if name)]
    for folder in folders:
        if not folder.is_dir():
            raise QueryError(f"{folder} is no folder of questions; name one that holds files NAME.rq")
    found: dict[str, Path] = {}
    for folder in (*folders, ontology.folder() / "queries"):
        for path in folder.glob("*.rq"):
            found.setdefault(path.stem, path)
    return {name: read_question(found[name]) for name in sorted(found)}


def read_question(path: Path) -> Question:
    """Return the question that a file holds.

    Raises:
        QueryError: the file cannot be read, or declares a parameter of no known kind, or one that it has no place for.
    """
    try:
        query = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read: {error}") from error
    head = []
    for line in query.splitlines():
        if not line.startswith("#"):
            break
        head.append(line.lstrip("#").strip())
    declared = [match for line in head[1:] if (match := _DECLARED.fullmatch(line))]
    text = (line for line in head[1:] if not _DECLARED.fullmatch(line))
    parameters = tuple(_parameter(path, query, *match.groups()) for match in declared)
    return Question(path.stem, head[0] if head else path.stem, query, " ".join(filter(None, text)), parameters)


def find(query: str, *, own: Iterable[str | os.PathLike[str]] = ()) -> Question:
    """Return the question that is meant: a saved one by its name, a file by its path, else the text itself.

    Args:
        query: what was asked.
        own: further folders, as `saved` takes them.

    Raises:
        QueryError: a name that no saved question has, or a file that cannot be read.
    """
    query = query.strip()
    if query.endswith(".rq") and "\n" not in query:
        return read_question(Path(query))
    if not _NAME.fullmatch(query):
        return Question("", "", query)
    questions = saved(own)
    if query not in questions:
        raise QueryError(f"no saved question {query!r}; there are {', '.join(questions)}")
    return questions[query]


def bind(question: Question, values: Mapping[str, object], *, store: Store) -> str:
    """Return the SPARQL of a question with parameters bound.

    Args:
        question: as `find` returns it.
        values: by the names of parameters; a list or tuple stands for each of its values, None for the default. What a
            value may be says `kg.query.parameters.KINDS`.
        store: where stories, articles, providers, topics and organizations are looked up.

    Raises:
        QueryError: an unknown parameter, a value that is not of its kind or not in the graph, or one that is missing.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    name = question.name or "the query"
    bound: dict[str, str] = {}
    if unknown := sorted(values.keys() - known.keys()):
        raise QueryError(f"{name} has no parameter {unknown[0]!r}; it has {', '.join(known) or 'none'}")
    for parameter in question.parameters:
        value = values.get(parameter.name)
        if value is not None:
            found = terms(parameter.kind, value, name=parameter.name, store=store)
            bound[parameter.name] = " ".join(map(str, found))
        elif not parameter.default:
            raise QueryError(f"{name} needs {parameter.name} ({parameter.kind}): {parameter.text}")
    if not bound:
        return question.query
    # all at once: what is bound is never looked into for a further place
    return block(*bound).sub(lambda match: f"{match[1]}{{ {bound[match[2]]} }}", question.query)


def _parameter(path: Path, query: str, name: str, kind: str, text: str) -> Parameter:
    places = [match[3].strip() for match in block(name).finditer(query)]
    if kind not in KINDS:
        raise QueryError(f"{path}: no kind {kind!r} of parameters; there are {', '.join(KINDS)}")
    if name in RESERVED:
        raise QueryError(f"{path}: a parameter cannot be called {name}, as an option of kg query is")
    if not places:
        raise QueryError(f"{path}: ?{name} has no place in the query; write VALUES ?{name} {{ UNDEF }} where it counts")
    return Parameter(name, kind, text, places[0])
