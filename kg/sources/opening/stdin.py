"""Standard input -> a file in a folder, whose ending says what its bytes are."""

from __future__ import annotations

import csv
import itertools
import json
import re
import sys
from pathlib import Path

from kg.errors import UsageError
from kg.sources.dialects import begins_with_front_matter
from kg.sources.opening.archives import MAGIC

NAME = "stdin"
MOST_BYTES = 1 << 30
HEAD = 1 << 20  # bytes that are looked at
BLOCK = 1 << 16
ROWS_LOOKED_AT = 20  # of a table
DELIMITERS = {"\t": ".tsv", ",": ".csv", ";": ".csv", "|": ".csv"}
LONGEST_NAME = 60  # characters of the name of a column
MARKDOWN = ".md"
_DECLARATIONS = re.compile(  # before the root of a feed
    r"(?:\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE(?!\s+(?:html|NETSCAPE)\b)[^>\[]*(?:\[[^\]]*\]\s*)?>)*",
    re.DOTALL | re.IGNORECASE,
)
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF|opml|channel)\b")
_PAGE = re.compile(r"<(?:!DOCTYPE\s|html\b|head\b|title\b|meta\b|body\b)", re.IGNORECASE)
_RST = re.compile(r"(?:\S[^\n]*\n([=#~*^+-])\1{2,}[ \t]*\n\s*)?:[\w -]+:(?:\s|$)|\.\. \w")
_ARRAY = re.compile(r'\[\s*[\[{"\d\]-]')  # of JSON, not a link of Markdown
_END_OF_OBJECT = re.compile(r"^\}[ \t]*$\s*", re.MULTILINE)


def write(folder: Path) -> Path:
    """Write what comes on standard input into a folder, and return the file.

    Raises:
        UsageError: nothing comes, or too much.
    """
    if sys.stdin is None:
        raise UsageError("-: there is no standard input")
    part = folder / NAME
    size = 0
    with part.open("xb") as file:
        while block := sys.stdin.buffer.read(BLOCK):
            size += len(block)
            if size > MOST_BYTES:
                raise UsageError(f"-: more than {MOST_BYTES:,} bytes; write them to a file, and name it")
            file.write(block)
    if not size:
        raise UsageError("-: nothing came on standard input")
    with part.open("rb") as file:
        head = file.read(HEAD)
    return part.rename(folder / f"{NAME}{ending(head, whole=size <= HEAD)}")


def ending(head: bytes, *, whole: bool = True) -> str:
    r"""Return what the name of a file ends with that begins with these bytes.

    Args:
        head: its first bytes.
        whole: whether these are all.

    >>> ending(b"---\ntitle: x"), ending(b"url,title\nhttps://a.example/1,One"), ending(b'[{"url": "x"}]')
    ('.md', '.csv', '.json')
    """
    for at, magic, found in MAGIC:
        if head.startswith(magic, at):
            return found
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if is_wide else "utf-8", "replace").lstrip("\ufeff")
    if not whole:
        text = text.rpartition("\n")[0] or text
    return _of_text(text.lstrip(), whole=whole)


def _of_text(text: str, *, whole: bool) -> str:
    first = text[:1]
    if first == "<":
        return _of_markup(text)
    if first == "{":
        return _of_json(text, whole=whole)
    if first == "[":
        return ".json" if _ARRAY.match(text) else MARKDOWN
    if _RST.match(text):
        return ".rst"
    return MARKDOWN if begins_with_front_matter(text, NAME) else _of_table(text)


def _of_markup(text: str) -> str:
    """Return the ending of a page (or of bookmarks), of a feed, or of Markdown that merely begins with a tag."""
    declared = _DECLARATIONS.match(text)
    root = text[declared.end() :] if declared else text
    if _PAGE.match(root):
        return ".html"
    return ".xml" if text.startswith("<?xml") or _FEED.match(root) else MARKDOWN


def _of_json(text: str, *, whole: bool) -> str:
    """Return whether JSON is one document, a line for each row, or the front matter of a text."""
    line, _, rest = text.partition("\n")
    rest = rest.lstrip()
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        end = _END_OF_OBJECT.search(text)
        after = text[end.end() : end.end() + 1] if end else ""
        return MARKDOWN if after and after not in ',]}"{' else ".json"
    if rest.startswith("{"):
        return ".jsonl"
    return MARKDOWN if rest else ".json" if whole else ".jsonl"


def _of_table(text: str) -> str:
    """Return the ending of a table, whose rows have as many cells as its first one has names; or that of Markdown."""
    lines = text.splitlines(keepends=True)
    for delimiter, found in DELIMITERS.items():
        try:
            rows = [*itertools.islice(csv.reader(lines, delimiter=delimiter, strict=True), ROWS_LOOKED_AT)]
        except csv.Error:
            continue
        names = [name.strip() for name in rows[0]] if rows else []
        fit = len(rows) > 1 and bool(rows[1]) and all(len(row) == len(names) for row in rows if row)
        if fit and len({*names}) == len(names) > 1 and all(0 < len(name) <= LONGEST_NAME for name in names):
            return found
    return MARKDOWN
