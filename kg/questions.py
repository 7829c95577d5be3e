"""Saved questions: the names of `ontology/queries/*.rq` -> their SPARQL."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from kg.errors import QueryError

_NAME = re.compile(r"[A-Za-z0-9_-]+")


class Question(msgspec.Struct, frozen=True):
    """A saved question: its name, what it asks (the first line of its file), and its SPARQL."""

    name: str
    title: str
    query: str


def ontology() -> Path:
    """Return the folder of the ontology: beside the package in a checkout, inside of it once installed."""
    package = Path(__file__).resolve().parent
    inside = package / "ontology"
    return inside if inside.is_dir() else package.parent / "ontology"


def saved() -> dict[str, Question]:
    """Return the saved questions by name, sorted.

    >>> "providers" in saved()
    True
    """
    found = {}
    for path in sorted((ontology() / "queries").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        found[path.stem] = Question(path.stem, text.partition("\n")[0].lstrip("# ").rstrip(), text)
    return found


def resolve(query: str) -> str:
    """Return the SPARQL that is meant: of a saved question by its name, of a file by its path, else the text itself.

    Raises:
        QueryError: a name that no saved question has, or a file that cannot be read.
    """
    query = query.strip()
    if query.endswith(".rq") and "\n" not in query:
        try:
            return Path(query).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{query} cannot be read: {error}") from error
    if _NAME.fullmatch(query):
        questions = saved()
        if query not in questions:
            raise QueryError(f"no saved question {query!r}; there are {', '.join(questions)}")
        return questions[query].query
    return query
