"""A file without front matter -> what it is, in words: a web page, an image, a table, Markdown, a program."""

from __future__ import annotations

import re
from posixpath import splitext

from kg.codes import NO_FRONT_MATTER, NO_IDENTITY
from kg.errors import SourceError
from kg.sources.dialects.page import is_page
from kg.words import count

# how texts begin that are no articles
BEGINNINGS: tuple[tuple[str, str], ...] = (
    (r"version https://git-lfs\.github\.com/spec/", "a pointer of Git LFS: its contents are elsewhere (git lfs pull)"),
    (r"<(?:\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<?rss\b", "a feed (RSS)"),
    (r"(?:<\?xml[^>]*>\s*)?<feed\b", "a feed (Atom)"),
    (r"(?:<\?xml[^>]*>\s*)?<rdf:RDF\b", "a feed or another file of RDF"),
    (r"(?:<\?xml[^>]*>\s*)?<opml\b", "a list of feeds (OPML)"),
    (r"(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg\b", "an image (SVG)"),
    (r"(?:<\?xml[^>]*>\s*)?<(?:urlset|sitemapindex)\b", "a map of a site (sitemap)"),
    (r"<!DOCTYPE NETSCAPE-Bookmark-file", "bookmarks of a browser"),
    (r"<\?php", "a program (PHP)"),
    (r"<\?xml", "XML"),
    (r"#!", "a program"),
    (r"BEGIN:V(?:CARD|CALENDAR)", "a calendar or a list of addresses"),
    (r"\{\s*\"[^\"\n]*\"\s*:|\[\s*(?:\{\s*[\"}]|\"[^\"\n]*\"\s*[,\]])", "JSON"),
    (r"diff --git |--- \S+\n\+\+\+ ", "a patch"),
    (r"<<<<<<< ", "a file with a conflict of versions that is not resolved"),
    (r"From \S+ .*\d\d:\d\d", "a mailbox"),
)
MARKDOWN = (".md", ".markdown", ".mdx", ".mdown")
BY_ENDING = {
    ".rst": "reStructuredText without metadata", ".org": "Org without keywords",
    ".adoc": "AsciiDoc without attributes", ".ipynb": "a notebook",
}  # fmt: skip
SEPARATORS = {",": "a CSV table", "\t": "a table (TSV)", ";": "a CSV table (with semicolons)"}
ROWS = 5  # that a table shows itself by
FIRST = 4096  # characters that show what a file is
SHOWN = 40  # characters

EXPORT = (
    "the file is an export of Movable Type or TypePad, with {}, and is not read: import it into "
    "WordPress and name the export of that, or write each entry into a file of its own with front matter"
)
_EXPORT = re.compile(
    r"\s*((?:AUTHOR|TITLE|BASENAME|UNIQUE URL|STATUS|DATE): "
    r"(?:[^\n]*\n(?:[A-Z][A-Z ]{2,30}:[^\n]*\n){0,100}?))-{5}[ ]*\n"
    r"(?:EXTENDED )?(?:BODY|EXCERPT|KEYWORDS|COMMENT|PING):[ ]*\n"
)
_EXPORT_ENDS = re.compile(r"^-{8}[ ]*$", re.MULTILINE)
_BEGINNINGS = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), name) for pattern, name in BEGINNINGS)


def other_than_text(text: str, *, is_markdown: bool) -> str | None:
    """Return what a file is that no one reads as a text: a web page, a table, a program; None if it may be a text.

    Args:
        text: of the whole file, decoded.
        is_markdown: whether it is called so; then rows with commas are no table.
    """
    head = text[:FIRST].lstrip()
    known = next((name for pattern, name in _BEGINNINGS if pattern.match(head)), None)
    if known is None and is_page(head):
        known = "a web page without metadata"
    return _table(head) if known is None and not is_markdown else known


def what_it_is(text: str, path: str) -> str:
    r"""Return what a text is in which no front matter was found.

    Args:
        text: of the whole file, decoded.
        path: of the file, for what only its ending tells.

    >>> what_it_is("a,b\n1,2\n3,4\n", "x.txt"), what_it_is("# Heading\n\nText.\n", "x.md")
    ('a CSV table', 'Markdown without front matter')
    """
    ending = splitext(path)[1].lower()
    known = other_than_text(text, is_markdown=ending in MARKDOWN)
    usual = "Markdown without front matter" if ending in MARKDOWN else "a text without front matter"
    return known or BY_ENDING.get(ending, usual)


def _table(head: str) -> str | None:
    """Return which kind of table a text is, if its first rows have the same number of columns."""
    rows = [row for row in head.split("\n")[: ROWS + 1] if row.strip()][:ROWS]
    if len(rows) < 2 or rows[0].startswith(("#", "-", "*", ">", "|")):
        return None
    for separator, name in SEPARATORS.items():
        counts = {row.count(separator) for row in rows}
        if len(counts) == 1 and counts != {0} and f"{separator} " not in rows[0]:
            return name
    return None


def export_of_posts(text: str) -> SourceError | None:
    r"""Return the error that a text is an export of Movable Type, which TypePad and others write too; None if not.

    Its form: https://movabletype.org/documentation/appendices/import-export-format.html

    >>> export_of_posts("AUTHOR: Jo\nTITLE: A pier\n-----\nBODY:\nText.\n-----\n--------\n").reason[:45]
    'the file is an export of Movable Type or Type'
    """
    found = _EXPORT.match(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start(1)) + 1
    return SourceError(EXPORT.format(count(len(_EXPORT_ENDS.findall(text)) or 1, "entry")), line=line, code=NO_IDENTITY)


def no_front_matter(text: str, path: str) -> SourceError:
    """Return the error that a file has no front matter, which names what it is."""
    first = text.lstrip().partition("\n")[0].strip()
    line = text[: len(text) - len(text.lstrip())].count("\n") + 1
    shown = first if len(first) <= SHOWN else f"{first[:SHOWN]}..."
    name = what_it_is(text, path)
    reason = f"the file begins with {shown}: it is {name}; begin it with front matter (---), or move it elsewhere"
    return SourceError(reason, line=line, code=NO_FRONT_MATTER)
