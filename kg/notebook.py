"""Lines and cells of a notebook -> a graph built, asked and drawn: ``%load_ext kg``.

::

    %load_ext kg
    %kg build ../examples            the graph at hand is this one now, and `graph` in the notebook
    %kg ask lags --story dd9d        a saved question
    %%sparql --limit 20 --as rows    a query in a cell, its answer kept as `rows`
    SELECT ?headline WHERE { ?a schema:headline ?headline }

``%%kg`` is the same as ``%%sparql``. No server is needed: the cells ask the graph in this process.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from kg import graph as graphs
from kg.errors import KGError, UsageError
from kg.graph import KnowledgeGraph, build
from kg.query import questions
from kg.rdf import vocab

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

NAME = "graph"  # what a notebook calls the graph at hand
OPTIONS = {"timeout": float, "limit": int, "as": str, "output": str, "formats": str, "base": str, "jobs": int}
SHORT = {"o": "output"}
Options = dict[str, Any]  # of a line: what is given is of the type that `OPTIONS` has for it
CELLS = ("kg", "sparql")
USE = "%kg build PATH [-o FOLDER]; then open FOLDER, stories, story ID, ask NAME, search WORDS, explain A B, show"
KEYWORDS = """ASK BIND CONSTRUCT COUNT DESCRIBE DISTINCT EXISTS FILTER GROUP HAVING LIMIT MINUS OFFSET OPTIONAL
ORDER REGEX SELECT UNION VALUES WHERE CONTAINS LCASE STRSTARTS SAMPLE GROUP_CONCAT""".split()
_WORD = re.compile(r"[\w:?-]*$")


class Magics:
    """The magics of a notebook, and the graph that they are about.

    Args:
        shell: the notebook's IPython.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._graph: KnowledgeGraph | None = None

    @property
    def graph(self) -> KnowledgeGraph:
        """The graph at hand: the one that the notebook calls `graph`, else the last one of ``%kg``, else `output`."""
        named = self._shell.user_ns.get(NAME)
        if isinstance(named, KnowledgeGraph):
            return named
        if self._graph is None:
            self._graph = graphs.open()
        return self._graph

    def line(self, text: str) -> object:
        """Do what a line ``%kg ...`` says, and return what it gives.

        Raises:
            UsageError: there is no such thing to do.
            KGError: what doing it raises.
        """
        verb, words, options = _parsed(text)
        if verb not in VERBS:
            raise UsageError(f"no %kg {verb}; use {USE}" if verb else f"use {USE}")
        name = options.pop("as", None)
        return self._kept(VERBS[verb](self, words, options), name)

    def cell(self, text: str, query: str) -> object:
        """Ask the query of a cell; the line above it may have --limit, --timeout, --as and parameters."""
        _, _, options = _parsed(f"- {text}")
        name = options.pop("as", None)
        return self._kept(self.graph.ask(query, **options), name)

    def adopt(self, found: KnowledgeGraph) -> KnowledgeGraph:
        """Make this the graph at hand."""
        self._graph = self._shell.user_ns[NAME] = found
        return found

    def _kept(self, value: object, name: str | None) -> object:
        if name is None:
            return value
        self._shell.user_ns[name] = value
        return None


def _build(magics: Magics, words: list[str], options: Options) -> KnowledgeGraph:
    given: Options = {name: options[name] for name in ("output", "base", "jobs") if name in options}
    if "formats" in options:
        given["formats"] = options["formats"].split(",")
    return magics.adopt(build(words, **given))


def _ask(magics: Magics, words: list[str], options: Options) -> object:
    return magics.graph.ask(" ".join(words), **options)


def _explain(magics: Magics, words: list[str], _: Options) -> object:
    if len(words) != 2:
        raise UsageError("name two articles: %kg explain A B")
    return magics.graph.explain(*words)


def _story(magics: Magics, words: list[str], _: Options) -> object:
    if len(words) != 1:
        raise UsageError("name a story: %kg story ID; %kg stories lists them")
    return magics.graph.story(words[0])


VERBS: dict[str, Callable[[Magics, list[str], Options], object]] = {
    "ask": _ask,
    "build": _build,
    "explain": _explain,
    "open": lambda magics, words, _: magics.adopt(graphs.open(*words[:1])),
    "query": _ask,
    "search": lambda magics, words, options: magics.graph.search(" ".join(words), **options),
    "show": lambda magics, words, _: (magics.graph.story(words[0]) if words else magics.graph).show(),
    "stories": lambda magics, *_: magics.graph.ask("stories"),
    "story": _story,
}


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Give a notebook the magics of kg; called by ``%load_ext kg``."""
    magics = Magics(shell)

    def magic(text: str, cell: str | None = None) -> object:
        """Do a line or a cell; of an error that kg raises on purpose, show the words and no traceback."""
        try:
            return magics.line(text) if cell is None else magics.cell(text, cell)
        except KGError as error:
            from IPython.core.error import UsageError as Shown

            raise Shown(str(error)) from None

    register: Any = shell.register_magic_function  # its types speak of methods
    register(magic, "line_cell", "kg")
    register(magic, "cell", "sparql")
    completer = getattr(shell, "Completer", None)
    if completer is not None:
        completer.custom_matchers.append(_matcher())


def completions(text: str) -> list[str]:
    r"""Return what the last word of a cell's text could become: prefixed terms, variables, questions, keywords.

    Args:
        text: of the cell, up to the cursor.

    >>> completions("%%sparql\nSELECT * { ?a schema:headl")
    ['schema:headline']
    >>> completions("%kg ask first-r")
    ['first-reports']
    """
    word = _word(text)
    first = text.split(None, 1)[0] if text.split() else ""
    if first == "%kg" and "\n" not in text:
        words = text.split()
        known: Iterable[str] = VERBS if len(words) + (not word) <= 2 else ()
        if len(words) > 1 and words[1] in ("ask", "query"):
            known = questions.saved()
    elif first in [f"%%{name}" for name in CELLS]:
        known = [*_terms(), *KEYWORDS, *re.findall(r"\?\w+", text[: len(text) - len(word)])]
    else:
        return []
    lowered = word.lower()
    return sorted({name for name in known if name.lower().startswith(lowered) and name != word})


def _parsed(text: str) -> tuple[str, list[str], Options]:
    """Return the verb, the words and the options of a line."""
    try:
        parts = shlex.split(text)
    except ValueError as error:
        raise UsageError(f"{text!r}: {error}") from error
    verb, words, options = (parts[0] if parts else ""), [], {}
    rest = iter(parts[1:])
    for part in rest:
        if not re.match(r"--?[a-z]", part):
            words.append(part)
            continue
        name, equals, value = part.lstrip("-").partition("=")
        name = SHORT.get(name, name)
        value = value if equals else next(rest, "")
        try:
            options[name] = OPTIONS.get(name, str)(value)
        except ValueError as error:
            raise UsageError(f"--{name} {value}: {error}") from error
    return verb, words, options


def _word(text: str) -> str:
    match = _WORD.search(text)
    return match[0] if match else ""


def _terms() -> list[str]:
    """Return the prefixes, and the terms that kg writes as prefixed names."""
    spaces = [(name, getattr(vocab, name.upper(), None)) for name in vocab.PREFIXES]
    terms = [f"{name}:{term}" for name, space in spaces for term in vars(space or object) if not term.startswith("_")]
    return [*(f"{name}:" for name in vocab.PREFIXES), *terms]


def _matcher() -> object:
    from IPython.core.completer import CompletionContext, SimpleCompletion, context_matcher

    @context_matcher(identifier="kg")  # type: ignore[untyped-decorator] # IPython's own has no types
    def match(context: CompletionContext) -> dict[str, object]:
        lines = context.full_text.split("\n")
        text = "\n".join([*lines[: context.cursor_line], lines[context.cursor_line][: context.cursor_position]])
        found = completions(text)
        return {
            "completions": [SimpleCompletion(name, type="kg") for name in found],
            "suppress": bool(found),
            "matched_fragment": _word(text),
        }

    return match
