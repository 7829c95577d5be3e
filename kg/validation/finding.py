"""A fault that was noticed (a draft) -> a finding: code, place to the character, what is there, what should be."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from kg.codes import (
    BROKEN_URL,
    CLAIMED,
    CODES,
    DANGLING,
    DUPLICATE_KEY,
    MISSPELT_KEY,
    MIXED_VINTAGES,
    NO_IDENTITY,
    SELF_RELATION,
    UNREAD_ADDRESS,
)
from kg.identity import canonical_url
from kg.model import Article, Origin, Reading
from kg.sources import InputFile
from kg.sources.fields import FIELDS
from kg.sources.frontmatter import MAX_BYTES
from kg.sources.tree import MAPPING, SCALAR, SEQUENCE, Node
from kg.validation.document import Document

LONGEST_TEXT = 200  # characters of what is quoted
MOST_TO_LOCATE = 1 << 20  # findings that are looked up in their files; of others only the line is known
OF_KEYS = frozenset((MISSPELT_KEY, DUPLICATE_KEY, MIXED_VINTAGES))  # what is wrong is the key, not its value
OF_ITEMS = frozenset((SELF_RELATION, DANGLING, BROKEN_URL))  # what is wrong with an item of a list is its address


class Draft(msgspec.Struct, frozen=True):
    """A fault as it is noticed: the place of a mapping, and the fields that lead from there to the value.

    `item` is the item of the list that is meant, where the last field is a list. Without fields, the place is that of
    the fault itself, `key` the key on its line that is meant, and `column` its column, where they are known.
    """

    code: str
    origin: Origin
    message: str
    fields: tuple[str, ...] = ()
    item: str | None = None
    column: int = 0
    key: str = ""
    mend: str = ""
    replacement: str = ""


class Own(NamedTuple):
    """An article that is a file's own, and its line."""

    reading: Reading
    article: Article
    line: int


def own_articles(reading: Reading) -> list[Own]:
    """Return the articles that are a file's own."""
    return [Own(reading, article, line) for article, line in reading.own]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One fault of one file. Lines and columns are 1-based and count characters; `end_column` is the one after it.

    `path` is relative to the source, as it is in the graph; `file` can be opened from the current folder. `text` is
    what stands there, `source` the whole line; `replacement` is the value that should stand there, where that is sure.
    """

    code: str
    name: str
    severity: str
    path: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    message: str
    expected: str
    mend: str
    fixable: bool = False
    replacement: str = ""
    source: str = ""


class Files:
    """The files of a run, opened again to show a place; one at a time.

    Args:
        files: as `kg.sources.find` gives them.
        changed: what some of them hold now, by location.
    """

    def __init__(self, files: Iterable[InputFile], *, changed: Mapping[str, bytes] = {}) -> None:
        self._changed = changed
        self._last: Document | None = None
        self._locations: dict[str, list[str]] = defaultdict(list)
        for file in files:
            self._locations[file.path].append(file.location)

    def open(self, path: str, sha256: str) -> tuple[str, Document | None]:
        """Return where a file is, and the file; None if it is gone, has changed or cannot be read."""
        locations = self._locations.get(path, [])
        for location in locations:
            data = self._changed.get(location) or contents(location)
            if data is not None and (not sha256 or hashlib.sha256(data).hexdigest() == sha256):
                key = (path, hashlib.sha256(data).hexdigest())
                if self._last is None or (self._last.path, self._last.sha256) != key:
                    self._last = Document(data, path)
                return location, self._last
        return (locations[0] if locations else path), None


def contents(location: str, *, most: int = MAX_BYTES) -> bytes | None:
    """Return the bytes of a regular file that has no more of them than `most`, None for any other."""
    try:
        if not os.path.isfile(location) or os.path.getsize(location) > most:
            return None
        with open(location, "rb") as file:
            return file.read()
    except OSError:
        return None


def located(drafts: Iterable[Draft], files: Files) -> list[Finding]:
    """Return the findings that drafts are of, sorted by file and place.

    Args:
        drafts: in any order.
        files: where the files are.
    """
    by_file: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_file[draft.origin.path, draft.origin.sha256].append(draft)
    found: list[Finding] = []
    for path, sha256 in sorted(by_file):
        group = sorted(by_file[path, sha256], key=lambda draft: (draft.origin.line, draft.code, draft.message))
        location, document = files.open(path, sha256) if len(found) < MOST_TO_LOCATE else (path, None)
        found += (finding(draft, document, shown(location)) for draft in group)
    return sorted(set(found), key=order)


def order(found: Finding) -> tuple[str, str, int, int, str, str]:
    """Return what findings are sorted by."""
    return (found.path, found.file, found.line, found.column, found.code, found.message)


def shown(location: str) -> str:
    """Return a path as it is shown: from the current folder if it is in it.

    >>> shown("/nowhere/else/x.md")
    '/nowhere/else/x.md'
    """
    if not os.path.isabs(location):
        return location
    relative = os.path.relpath(location)
    return location if relative.startswith("..") else relative.replace(os.sep, "/")


def finding(draft: Draft, document: Document | None, file: str) -> Finding:
    """Return the finding of a draft, with its place in the document if there is one."""
    code = CODES[draft.code]
    (line, column), text, source = (draft.origin.line, draft.column or 1), "", ""
    end_line, end_column = line, column
    if document is not None:
        start, end = _span(draft, document)
        (line, column), (end_line, end_column) = document.place(start), document.place(end)
        text, source = document.text[start:end][:LONGEST_TEXT], document.line(line)[: 4 * LONGEST_TEXT]
    return Finding(
        code=code.code,
        name=code.name,
        severity=code.severity,
        path=draft.origin.path,
        file=file,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        text=text,
        message=draft.message,
        expected=code.expected,
        mend=draft.mend or code.mend,
        fixable=code.fixable,
        replacement=draft.replacement,
        source=source,
    )


def _span(draft: Draft, document: Document) -> tuple[int, int]:  # noqa: PLR0911 - a place each
    """Return where in the text the value (or key) begins and ends that a draft means."""
    if draft.fields:
        node = node_of(draft, document)
        if node is not None:
            return node.start, _end(node, document)
    if draft.column:
        start = min(document.start_of(draft.origin.line) + draft.column - 1, len(document.text))
        return start, min(start + 1, len(document.text)) if document.text[start : start + 1] != "\n" else start
    if draft.code in OF_KEYS:
        return _key_span(draft, document)
    if draft.code == CLAIMED and (claim := _claim(draft, document)) is not None:
        return claim.start, _end(claim, document)
    if draft.code == UNREAD_ADDRESS:
        named = draft.key.replace("[]", "").rpartition(".")[2]
        keys = (key for node in document.nodes() for key, _ in node.entries if key is not None)
        found = next((key for key in keys if key.value == named), None)
        return (found.start, found.end) if found is not None else _line_span(draft.origin.line, document)
    if draft.code == NO_IDENTITY:
        return _line_span(draft.origin.line, document)
    node = _address_at(draft, document) if draft.code in OF_ITEMS else None
    node = node or document.at_line(draft.origin.line)
    if node is not None:
        return node.start, _end(node, document)
    return _line_span(draft.origin.line, document)


def _address_at(draft: Draft, document: Document) -> Node | None:
    """Return the address of the list's item that stands on the line of a draft."""
    item = document.mapping_at(draft.origin.line)
    pair = item.get(*FIELDS["url"].keys) if item is not None and item is not document.root else None
    return None if pair is None else pair[1]


def _claim(draft: Draft, document: Document) -> Node | None:
    """Return the address beside that of the article that a draft begins with."""
    article = document.mapping_at(draft.origin.line)
    if article is None or article.kind != MAPPING:
        return None
    pairs = (document.entry_of(article, FIELDS[field].keys) for field in ("amp_url", "cdn_amp_url"))
    claims = (pair[1] for pair in pairs if pair is not None and pair[1].kind == SCALAR)
    claimed = draft.message.partition(" ")[0]
    return next((claim for claim in claims if canonical_url(claim.value) == claimed), None)


def _key_span(draft: Draft, document: Document) -> tuple[int, int]:
    """Return the key that a draft means, on its line."""
    key = document.key_at(draft.origin.line, draft.key)
    if key is not None:
        return key.start, key.end
    return _line_span(draft.origin.line, document)


def _line_span(number: int, document: Document) -> tuple[int, int]:
    start, line = document.start_of(number), document.line(number)
    return start + (len(line) - len(line.lstrip()) if line.strip() else 0), start + len(line.rstrip())


def node_of(draft: Draft, document: Document) -> Node | None:
    """Return the node that the fields of a draft lead to: the value, or its key where that is a list or a mapping."""
    node = document.mapping_at(draft.origin.line)
    target = None
    for field in draft.fields:
        pair = document.entry_of(node, FIELDS[field].keys) if node is not None and node.kind == MAPPING else None
        if pair is None:
            break
        key, node = pair
        target = node if node.kind == SCALAR else key
        if draft.item is not None and node.kind == SEQUENCE:
            target = document.item_of(node, draft.item) or target
    return target


def _end(node: Node, document: Document) -> int:
    """Return where a node ends, or its first line if it has several."""
    newline = document.text.find("\n", node.start, node.end)
    return newline if newline >= 0 else node.end
