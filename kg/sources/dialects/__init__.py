"""The text of a file -> what stands above its body, as a tree, in whichever way the site writes it.

YAML ``---``, TOML ``+++`` and JSON (`fences`), lines of keys and values (`headers`), what a saved web page says of
itself (`page`); of Markdown without any of these, its first heading (`headings`). What else it is, `naming` names.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from kg.errors import SourceError
from kg.sources import json
from kg.sources.dialects import fences, headers, page, toml
from kg.sources.dialects.comments import Odd
from kg.sources.dialects.headings import Heading, after_modules, first_heading, plain_heading
from kg.sources.dialects.lenient import Change
from kg.sources.dialects.naming import MARKDOWN, export_of_posts, no_front_matter, other_than_text, what_it_is
from kg.sources.dialects.places import nodes_of
from kg.sources.frontmatter import YAML, parse
from kg.sources.tree import Mapping, Node

__all__ = [
    "NONE", "FrontMatter", "Heading", "Odd", "begins_with_front_matter", "changes", "content", "first_heading",
    "front_matter", "no_front_matter", "nodes", "plain_heading", "what_it_is", "with_items",
]  # fmt: skip

NONE = "none"  # the dialect of a text that has no front matter
HEADER_LINES = 2000  # in which headers and fields are looked for
MOST_COMMENTS = 5  # before the front matter

_BLANK = re.compile(r"\s*")
_COMMENT_BEGINS = re.compile(r"<!--|/\*")
_COMMENT_ENDS = {"<!--": "-->", "/*": "*/"}
Lines = Callable[..., headers.Block | None]
OF_LINES: tuple[tuple[str, Lines], ...] = (
    ("directives", headers.directives),
    ("org", headers.keywords),
    ("rest", headers.fields),
    ("definitions", headers.definitions),
    ("properties", headers.properties),
    ("kirby", headers.kirby),
    ("headers", headers.headers),
    ("items", headers.items),
)


class FrontMatter(msgspec.Struct, frozen=True, kw_only=True):
    """What stands above the body of a file.

    Attributes:
        tree: keys and values, with their lines; without front matter, ``title`` from the first heading, if any.
        dialect: yaml, toml, json, headers, kirby, rest (AsciiDoc too), directives (Nikola), org, definitions
            (Franklin), properties (Logseq), items (below a heading Metadata), html, or `NONE`.
        body: the text below.
        body_line: the number of its first line in the file.
        heading: of a text without front matter, its first heading.
        odd: what is to be said of it.
    """

    tree: Mapping
    dialect: str
    body: str
    body_line: int
    heading: Heading | None = None
    odd: tuple[Odd, ...] = ()


def front_matter(text: str, path: str) -> FrontMatter:
    r"""Return what stands above the body of a file, in any dialect, and the body.

    A text without front matter is one of dialect `NONE`; `no_front_matter` makes the error of it.

    Args:
        text: of the whole file, decoded by `kg.sources.frontmatter.decode`.
        path: of the file; its ending tells Markdown from reST, MDX and web pages.

    Raises:
        SourceError: there is front matter, and it is not closed, or not what its dialect is; or the file is a web page
            without metadata, or nothing that a text is written in.

    >>> found = front_matter("+++\ntitle = 'A'\n+++\nText.\n", "x.md")
    >>> found.tree, found.dialect, found.body, found.body_line
    ({'title': 'A'}, 'toml', 'Text.\n', 4)
    """
    found = _found(text, path)
    if found is not None:
        return found
    if other_than_text(text, is_markdown=path.lower().endswith(MARKDOWN)):
        raise no_front_matter(text, path)
    return _without(text, path)


def with_items(found: FrontMatter, path: str) -> FrontMatter:
    """Return what stands above a body with what stands below a heading Metadata in it, where the first lacks it.

    Read-later tools write it there, below front matter of their own.

    Args:
        found: what `front_matter` returns.
        path: of the file; only Markdown has such a heading.
    """
    if found.dialect in ("items", NONE) or headers.HEADING not in found.body or not path.lower().endswith(MARKDOWN):
        return found
    lines = found.body.split("\n", headers.LINES_BEFORE_ITEMS)[: headers.LINES_BEFORE_ITEMS]
    below = headers.items(lines, 0, first_line=found.body_line)
    if below is None:
        return found
    end = sum(len(line) + 1 for line in lines[: below.end])
    more = _titled(below.tree, found.body[:end], found.body_line)
    made = Mapping(found.tree.line)
    made.update({**more, **found.tree})
    made.lines = {**more.lines, **found.tree.lines}
    made.doubles = found.tree.doubles
    return msgspec.structs.replace(found, tree=made, body=found.body[end:], body_line=found.body_line + below.end)


def _titled(tree: Mapping, text: str, line: int) -> Mapping:
    """Return the items of a text with its first heading as the title, unless that is the heading of the items."""
    heading = first_heading(text, first_line=line)
    is_titled = any(key.casefold() == headers.FULL_TITLE for key in tree)
    if heading is None or is_titled or headers.METADATA.fullmatch(f"# {heading.text}"):
        return tree
    return headers.with_title(tree, heading.text, heading.line)


def begins_with_front_matter(text: str, path: str) -> bool:
    r"""Return whether a file begins with front matter, headers, directives or metadata, well written or not.

    >>> begins_with_front_matter("Title: A\nDate: 2020-06-11\n\nText.", "a.txt")
    True
    """
    try:
        return _found(text, path) is not None
    except SourceError:
        return True


def content(text: str, path: str) -> object:
    """Return what a file holds: its front matter; or all of it, if it is data by its name, or YAML without a fence.

    Raises:
        SourceError: it is not what its name or its first line says.
    """
    lower = path.lower()
    if lower.endswith(YAML):
        return parse(text)
    if lower.endswith(".json"):
        return json.parse_json(text)
    if lower.endswith(".toml"):
        return toml.parse_toml(text)
    found = _found(text, path)
    if found is not None:
        return found.tree
    return _without(text, path).tree if lower.endswith(MARKDOWN) and first_heading(text, first_line=1) else parse(text)


def nodes(text: str, path: str) -> tuple[Node | None, str]:
    """Return the nodes of what `content` returns, with their places in the text, and the dialect they are in.

    Nothing is refused: there are as many nodes as can be read, and none (None) where nothing can.
    """
    lower = path.lower()
    if lower.endswith(".json"):
        return json.nodes(text), fences.JSON
    if lower.endswith(".toml"):
        return toml.nodes(text), fences.TOML
    try:
        fenced = _whole(text) if lower.endswith(YAML) else _fenced(text)
        if fenced is not None:
            return fences.nodes_of(fenced), fenced.dialect
        found = _found(text, path)
    except SourceError:
        return None, NONE
    return (None, NONE) if found is None else (nodes_of(found.tree, text), found.dialect)


def changes(text: str, path: str) -> list[Change]:
    """Return what was put right in the YAML of a file before it could be read; nothing of other dialects."""
    try:
        fenced = _whole(text) if path.lower().endswith(YAML) else _fenced(text)
    except SourceError:
        return []
    made = fences.changes_of(fenced) if fenced is not None and fenced.dialect == fences.YAML else []
    return [c._replace(start=c.start + fenced.start, end=c.end + fenced.start) for c in made] if fenced else []


def _whole(text: str) -> fences.Fenced:
    return fences.Fenced(fences.YAML, text, 0, 1, len(text))


def _found(text: str, path: str) -> FrontMatter | None:
    """Return the front matter of a file; None if it has none.

    Raises:
        SourceError: it has some, which cannot be read.
    """
    fenced = _fenced(text)
    if fenced is not None:
        tree, end, odd = fences.tree_of(fenced)
        return _made(tree, fenced.dialect, text, end, path, odd)
    export = export_of_posts(text)
    if export is not None:
        raise export
    if page.is_page(text):
        said = page.metadata(text)
        return None if said is None else _made(said[0], "html", text, said[1], path)
    start, _ = _past_blank(text, 0)
    comment = _comment(text, start)
    if comment is not None:
        return _of_comment(text, path, *comment)
    line = text.count("\n", 0, start) + 1
    lines = text[start:].split("\n", HEADER_LINES)[:HEADER_LINES]
    return _of_lines(text, path, lines, line, start)


def _fenced(text: str) -> fences.Fenced | None:
    """Return the front matter between fences that a file begins with, blank lines and comments apart."""
    at, line = _past_blank(text, 0)
    for _ in range(MOST_COMMENTS):
        found = fences.find(text, at, line)
        comment = None if found is not None else _comment(text, at)
        if found is not None or comment is None:
            return found
        at, line = _past_blank(text, comment[1], line + text.count("\n", at, comment[1]))
    return None


def _past_blank(text: str, at: int, line: int = 1) -> tuple[int, int]:
    """Return the beginning of the first line that is not blank, and its number."""
    blank = _BLANK.match(text, at)
    end = at if blank is None else blank.end()
    begins = text.rfind("\n", at, end) + 1
    start = begins if begins > at else at
    return start, line + text.count("\n", at, start)


def _comment(text: str, at: int) -> tuple[int, int] | None:
    """Return where a comment begins and ends that stands at a place."""
    opening = _COMMENT_BEGINS.match(text, at)
    if opening is None:
        return None
    closing = _COMMENT_ENDS[opening[0]]
    end = text.find(closing, opening.end())
    return None if end < 0 else (at, end + len(closing))


def _of_comment(text: str, path: str, start: int, end: int) -> FrontMatter | None:
    """Return the keys and values that stand in a comment (Nikola, Phile, Pico)."""
    opening = 4 if text.startswith("<!--", start) else 2
    inner = text[start + opening : end].removesuffix("-->").removesuffix("*/")
    lines = [line.strip() for line in inner.split("\n")[:HEADER_LINES]]
    begins = next((number for number, line in enumerate(lines) if line), None)
    if begins is None:
        return None
    line = text.count("\n", 0, start) + 1
    for dialect, read in (("directives", headers.directives), ("headers", headers.headers)):
        found = read(lines, begins, first_line=line)
        if found is not None and not any(lines[found.end :]):
            return _made(found.tree, dialect, text, end, path)
    return None


def _of_lines(text: str, path: str, lines: list[str], line: int, start: int) -> FrontMatter | None:
    for dialect, read in OF_LINES:
        found = read(lines, 0, first_line=line)
        if found is not None:
            end = start + sum(len(text) + 1 for text in lines[: found.end])
            tree = _titled(found.tree, text[start:end], line) if dialect == "items" else found.tree
            return _made(tree, dialect, text, min(end, len(text)), path)
    return None


def _made(tree: Mapping, dialect: str, text: str, end: int, path: str, odd: tuple[Odd, ...] = ()) -> FrontMatter:
    end = after_modules(text, end, path)
    line = text.count("\n", 0, end) + 1
    return FrontMatter(tree=tree, dialect=dialect, body=text[end:], body_line=line, odd=odd)


def _without(text: str, path: str) -> FrontMatter:
    """Return a text without front matter; what its first heading says is its title."""
    start = after_modules(text, 0, path)
    start, line = _past_blank(text, start, text.count("\n", 0, start) + 1)
    body = text[start:]
    heading = first_heading(body, first_line=line)
    tree = Mapping(line)
    if heading is not None and heading.text:
        tree.lines["title"] = heading.line
        tree["title"] = heading.text
        if heading.line == line:
            line += body.count("\n", 0, heading.end)
            body = body[heading.end :]
    return FrontMatter(tree=tree, dialect=NONE, body=body, body_line=line, heading=heading)
