"""HTML in a body -> blocks as those of Markdown are: headings, paragraphs and items, each with its parts and its line.

Tags are looked for one after the other from the top, and each is short: the time is that of one way through the text,
whatever is in it. Nothing is fetched and nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from kg.sources.values import HTML_TAGS

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST_TAG = 1 << 14  # characters
MOST_TAGS = 1 << 16
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# elements at which a text begins and ends (HTML Living Standard, 15.3 "Flow content"), and what a text in them is
KINDS = {
    **dict.fromkeys(HEADINGS, "heading"),
    **dict.fromkeys("p div section article main blockquote body center details address td".split(), "paragraph"),
    **dict.fromkeys(
        "li ul ol dl dt dd table thead tbody tfoot tr th caption figure figcaption summary hr header form".split(),
        "item",
    ),
}
# elements in which no text of the article stands: programs, menus, code; as are components, which begin large
PASSED_OVER = frozenset(
    "script style nav footer template pre code select svg head noscript textarea button iframe object".split()
)
STRUCK = frozenset("s del strike".split())  # what is struck out

_BEGIN = ("link_open", "s_open")  # parts that a text may begin with
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_REST = re.compile(rf"""(?: [^<>"'] | "[^"]{{0,{LONGEST_TAG}}}+" | '[^']{{0,{LONGEST_TAG}}}+' )*+ >""", re.VERBOSE)
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++)))?+""")


def blocks(text: str, *, line: int = 0) -> Iterator[tuple[str, Token]]:
    """Yield what each text of HTML stands in (heading, paragraph, item), and the text with its links.

    Args:
        text: HTML, without comments.
        line: the number of its first line, of which blocks are counted.

    >>> [(kind, block.content) for kind, block in blocks("<h2>Ice</h2><ul><li><a href='https://a.example/1'>Locks</a>")]
    [('heading', 'Ice'), ('item', 'Locks')]
    """
    block = _Block("paragraph", line)
    endless: set[str] = set()
    at = 0
    for _ in range(MOST_TAGS):
        opening = _NAME.search(text, at)
        rest = _REST.match(text, opening.end()) if opening else None
        end = rest.end() if rest else opening.end() if opening else len(text)
        start = opening.start() if opening else len(text)
        block.add(text[at:start])
        if opening is None:
            break
        name, closes = opening[2].lower(), bool(opening[1])
        tag_text = text[opening.end() : end] if rest else ""
        line_ends = text.count("\n", start, end)
        at = end
        is_component = opening[2][0].isupper() and name not in HTML_TAGS
        if (name in PASSED_OVER or is_component) and not closes and name not in endless:
            closing = re.compile(rf"</{name}\b", re.IGNORECASE).search(text, end)
            if closing is None:
                endless.add(name)
            else:
                at = closing.start()
                line_ends += text.count("\n", end, at)
        if name in KINDS:
            if (made := block.made()) is not None:
                yield block.kind, made
            block = _Block("paragraph" if closes else KINDS[name], block.at + line_ends)
            continue
        block.tag(name, tag_text, closes=closes)
        block.at += line_ends
    if (made := block.made()) is not None:
        yield block.kind, made


class _Block:
    """A text that is read: what it stands in, its parts so far, and the line that is reached."""

    def __init__(self, kind: str, line: int) -> None:
        self.kind = kind
        self.at = line
        self.parts: list[Token] = []
        self._is_link = False
        self._struck = 0
        self._first: int | None = None  # line

    def add(self, text: str) -> None:
        """Add a text, with a break where a line ends."""
        for number, piece in enumerate(text.split("\n")):
            if number:
                self._part("softbreak")
                self.at += 1
            if piece:
                self._first = self.at if self._first is None and not piece.isspace() else self._first
                self._part("text", unescape(piece))

    def tag(self, name: str, rest: str, *, closes: bool) -> None:
        """Add what a tag means for the text that it stands in."""
        if name == "br":
            self._part("break")
        elif name == "a" and self._is_link:
            self._part("link_close")  # there is no link in a link: another one ends it
            self._is_link = False
        elif name in STRUCK and (not closes or self._struck):
            self._struck += -1 if closes else 1
            self._part("s_close" if closes else "s_open", nesting=-1 if closes else 1)
        if name == "a" and not closes:
            self._first = self.at if self._first is None else self._first
            self._part("link_open", href=href_of(rest))
            self._is_link = True

    def made(self) -> Token | None:
        """Return the block; None if there is nothing in it."""
        if self._is_link:
            self._part("link_close")
        if self._first is None:
            return None
        block = _token("inline")
        kept = next(n for n, part in enumerate(self.parts) if part.type in _BEGIN or part.content.strip())
        block.children = self.parts[kept:]
        block.content = "".join(part.content or " " * part.type.endswith("break") for part in block.children).strip()
        block.map = [self._first, self.at + 1]
        return block

    def _part(self, kind: str, content: str = "", *, nesting: int = 0, href: str = "") -> None:
        part = _token(kind, nesting)
        part.content = content
        if href:
            part.attrs["href"] = href
        self.parts.append(part)


def href_of(attributes: str) -> str:
    """Return where a link leads, by what stands in its tag.

    >>> href_of(' class="x" href="https://a.example/?a=1&amp;b=2"'), href_of(" name=top")
    ('https://a.example/?a=1&b=2', '')
    """
    found = (match for match in _ATTRIBUTE.finditer(attributes[:LONGEST_TAG]) if match[1].lower() == "href")
    first = next(found, None)
    return "" if first is None else unescape(first[2] or first[3] or first[4] or "").strip()


def _token(kind: str, nesting: int = 0) -> Token:
    from markdown_it.token import Token

    return Token(kind, "", nesting)  # type: ignore[arg-type]  # -1, 0 or 1, which its type spells out
