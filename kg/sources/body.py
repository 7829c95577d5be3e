"""The body of a Markdown file -> its first paragraph, and the links that it lists."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from kg.identity import canonical_url
from kg.sources.tables.row import first_paragraph
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
_BARE = re.compile(r"https?://[^\s<>\"'`]{3,2000}", re.IGNORECASE)  # an address that is no link
_AFTER = ".,;:!?)]}*_~\u3002\uff0c\u3001\uff09"  # what stands behind one and is no part of it
_HTML = re.compile(r"<(?:p|div|article|section|blockquote|span|em|strong|a)\b", re.IGNORECASE)  # a text in HTML
ORIGINAL = frozenset(  # what read-later tools call the link to what was read (Omnivore, Matter, Instapaper, ...)
    ("read original", "view original", "open original", "original", "original article", "original link")
)
HASHTAG = re.compile(r"#[^\W\d_]")
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
        for kind, block in self._blocks(html=True):
            if kind not in ("paragraph", "html"):
                continue
            text = as_prose(_of_block(kind, block))
            if text and any(map(str.isalpha, text)) and not _is_label(text, block):
                return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT].rpartition(' ')[0]}\u2026"
        return None

    @property
    def original(self) -> str | None:
        """The address that a link to the original leads to, where it is all that a paragraph has."""
        for kind, block in self._blocks():
            links = [*_links(block, "", 0)] if kind == "paragraph" and "](" in block.content else ()
            if len(links) == 1 and links[0].text == links[0].around and links[0].text.casefold() in ORIGINAL:
                return links[0].url
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
        for kind, block in self._blocks(html=True):
            found = _of_block(kind, block)
            for form in (plain(found), as_prose(found) or ""):
                if block.map and form and (form == text or (begins != text and form.startswith(begins))):
                    return self.line + block.map[0]
        return None

    def _blocks(self, *, html: bool = False) -> Iterator[tuple[str, Token]]:
        """Yield what each text stands in (heading, paragraph, ...), and the text; on demand, blocks of HTML too."""
        kind = ""
        for token in self._tokens:
            if token.type == "inline":
                yield kind, token
            elif token.type == "html_block" and html:
                yield "html", token
            elif token.nesting > 0:
                kind = token.type.removesuffix("_open")


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": 20}).enable(["table", "strikethrough"])


def _heading(block: tuple[str, Token]) -> str:
    kind, inline = block
    return plain(_text(inline.children or ())) if kind == "heading" else ""


def _is_label(text: str, block: Token) -> bool:
    """Return whether a paragraph is no sentence: hashtags alone, or one link alone."""
    return all(map(HASHTAG.match, text.split())) or [link.text for link in _links(block, "", 0)] == [text]


def _of_block(kind: str, block: Token) -> str:
    """Return the text of a block; of one of HTML its first paragraph, unless it is a program's."""
    if kind != "html":
        return _text(block.children or ())
    return first_paragraph(block.content) if _HTML.match(block.content.lstrip()) else ""


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
    struck = 0
    for place, part in enumerate(parts):
        if part.type in ("softbreak", "hardbreak"):
            at += 1
        elif part.type in ("s_open", "s_close"):  # what is struck out is listed no more
            struck += part.nesting
        elif struck:
            continue
        elif part.type == "text" and opened is None and "://" in part.content:
            for bare in _BARE.finditer(part.content):
                yield BodyLink(bare[0].rstrip(_AFTER), "", around, heading, at)
        elif part.type == "link_open":
            opened = str(part.attrs.get("href", "")), place, at
        elif part.type == "link_close" and opened is not None:
            url, start, where = opened
            text = plain(_text(parts[start:place]))
            yield BodyLink(url, text, around, heading, where)
            opened = None
