"""The body of a Markdown file -> its first paragraph, and the links that it lists."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from kg.identity import canonical_url
from kg.sources.values import as_prose, plain

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST_EXCERPT = 600  # characters
FEWEST_WORDS = 2  # of a link's text that can be a title: "here" is none
FEWEST_LETTERS = 6  # of one in a script without blanks
LONGEST_TITLE = 300  # characters; no title is longer

_LIQUID = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL)  # what programs put in, and comments
_CODE = re.compile(r"^(?:import|export)\s.*$", re.MULTILINE)  # of MDX
_QUIET = ("image", "html_inline", "code_inline")  # parts of a paragraph that are no text of it


class BodyLink(NamedTuple):
    """A link of a body: its address, its text, the text of what stands around it, the heading above, its line."""

    url: str
    text: str
    around: str
    heading: str
    line: int

    @property
    def title(self) -> str | None:
        """The text, if it can be the title of what is linked."""
        words = self.text.split()
        long = len(words) >= FEWEST_WORDS or (not self.text.isascii() and len(self.text) >= FEWEST_LETTERS)
        return self.text if long and len(self.text) <= LONGEST_TITLE and canonical_url(self.text) is None else None


class Body:
    """What stands below front matter, as Markdown; parsed when it is first asked for.

    Args:
        text: all of it.
        line: the number of its first line in the file.
    """

    def __init__(self, text: str, *, line: int = 1) -> None:
        self.text = text
        self.line = line

    @functools.cached_property
    def _tokens(self) -> list[Token]:
        # what is taken out keeps its lines, so that the numbers of those below stay
        text = _LIQUID.sub(lambda match: "\n" * match[0].count("\n"), _CODE.sub("", self.text))
        return _parser().parse(text)

    @property
    def heading(self) -> str | None:
        """The text of the first heading."""
        return next((text for text in map(_heading, self._blocks()) if text), None)

    @property
    def excerpt(self) -> str | None:
        """The first paragraph that is a text, not all of it if it is long."""
        for kind, inline in self._blocks():
            if kind == "paragraph" and (text := as_prose(_text(inline.children or ()))) and any(map(str.isalpha, text)):
                return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT].rpartition(' ')[0]}\u2026"
        return None

    @property
    def links(self) -> tuple[BodyLink, ...]:
        """The links to absolute addresses, each address once: the first that has a title, or else the first."""
        found: dict[str, BodyLink] = {}
        heading = ""
        for block in self._blocks():
            heading = _heading(block) or heading
            for link in _links(block[1], heading, self.line):
                key = canonical_url(link.url)
                if key is not None and (key not in found or (found[key].title is None and link.title is not None)):
                    found[key] = link
        return tuple(found.values())

    def line_of(self, text: str) -> int | None:
        """Return the line of the heading or paragraph that a title or an excerpt was taken from; None if of none."""
        begins = text.removesuffix("\u2026")
        for _, inline in self._blocks():
            found = _text(inline.children or ())
            for form in (plain(found), as_prose(found) or ""):
                if inline.map and form and (form == text or (begins != text and form.startswith(begins))):
                    return self.line + inline.map[0]
        return None

    def _blocks(self) -> Iterator[tuple[str, Token]]:
        """Yield what each text stands in (heading, paragraph, ...), and the text."""
        kind = ""
        for token in self._tokens:
            if token.type == "inline":
                yield kind, token
            elif token.nesting > 0:
                kind = token.type.removesuffix("_open")


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": 20}).enable(["table"])


def _heading(block: tuple[str, Token]) -> str:
    kind, inline = block
    return plain(_text(inline.children or ())) if kind == "heading" else ""


def _text(parts: Iterable[Token]) -> str:
    """Return the text of the parts of a paragraph."""
    return "".join(
        " " if part.type in ("softbreak", "hardbreak") else "" if part.type in _QUIET[:2] else part.content
        for part in parts
    )


def _links(inline: Token, heading: str, line: int) -> Iterator[BodyLink]:
    """Yield the links of a text; `line` is the number of the body's first."""
    parts = inline.children or []
    at = line + (inline.map[0] if inline.map else 0)
    around = as_prose(_text(parts)) or ""
    opened: tuple[str, int, int] | None = None
    for place, part in enumerate(parts):
        if part.type in ("softbreak", "hardbreak"):
            at += 1
        elif part.type == "link_open":
            opened = str(part.attrs.get("href", "")), place, at
        elif part.type == "link_close" and opened is not None:
            url, start, where = opened
            text = plain(_text(parts[start:place]))
            yield BodyLink(url, text, around, heading, where)
            opened = None
