r"""Plain front matter -> the reading of an article, in one pass over its keys; None where anything is not plain.

The bytes of a file are cut into the article's own part and the items of its list of related ones. An article stands in
the lists of those around it, in the same words, and one provider has many articles: what says the same in the same
words is read once. Nothing here counts lines but those that items begin on: where there is something to warn of, the
article's own part is read again with its lines, and a file with an odd item goes to `kg.sources.articles` as a whole.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from kg.codes import SELF_RELATION
from kg.identity import canonical_url
from kg.model import Article, Provider, Reading, SourceFile
from kg.sources.articles import SELF_RELATED, article_of
from kg.sources.fields import FIELDS, Field, Fields, Reader, fields_of, meant_key
from kg.sources.frontmatter import is_clean
from kg.sources.lines import ENTRY, LONGEST, Entry, is_plain, list_at_top, scalar, scan, scan_lines
from kg.sources.tree import Mapping
from kg.sources.types import OddError

FIRST_LINE = 2  # of front matter, after that with the dashes
BEGINNING = b"---\n"
BLANK = (b"\n", b" ")  # what a first line begins with that is no key: an article begins on a later one
RELATED = FIELDS["related"].keys[0]
MOST_STUBS = 1 << 13  # that are remembered by their text
MOST_BELOW = 1 << 12  # texts below keys that are remembered, of each field
DEEP = " " * 13  # what is set in less is nested less deep than `kg.sources.tree.MAX_DEPTH`
UNREAD = ""  # the attribute of keys that nobody reads

Take = Callable[[str], object]

_CLOSING = re.compile(rb"\n---$", re.MULTILINE)


_KEYS = frozenset(key for field in FIELDS.values() for key in field.keys)


class _Known(NamedTuple):
    """The record of an article, that of its provider if any, and how many lines its text has."""

    article: Article
    providers: tuple[Provider, ...]
    lines: int = 0


def read_plain_article(data: bytes, file: SourceFile) -> Reading | None:
    """Return what the file of an article says; None if its front matter is not plain, or an item has something odd.

    Args:
        data: the whole file.
        file: its path and hash.
    """
    if not data.startswith(BEGINNING) or data.startswith(BLANK, len(BEGINNING)) or len(data) > LONGEST:
        return None
    start, end, items = list_at_top(data, RELATED.encode())
    closing = _CLOSING.search(data, max(end, len(BEGINNING)) - 1)
    if closing is None or not is_clean(data[closing.start() :]):
        return None
    before, after = data[len(BEGINNING) : start], data[max(end, len(BEGINNING)) : closing.start() + 1]
    reader = Reader(file)
    try:
        own = _own(before, data.count(b"\n", start, end), after, reader)
    except OddError:
        return None
    line = FIRST_LINE + before.count(b"\n")
    listed, lines, providers = [own.article], [FIRST_LINE], [*own.providers]
    for item in items:
        known = _known_stub(item)
        if known is None:
            return None
        providers += known.providers
        if known.article.key == own.article.key:
            reader.warn(line, SELF_RELATED, key=RELATED, code=SELF_RELATION)
        else:
            listed.append(known.article)
            lines.append(line)
        line += known.lines
    return Reading(
        file=file,
        articles=tuple(listed),
        lines=tuple(lines),
        providers=tuple(providers),
        warned=tuple(reader.warned),
    )


def _own(before: bytes, gap: int, after: bytes, reader: Reader) -> _Known:
    """Return what an article says of itself, before and after a gap of some lines."""
    try:
        return _article(before + after, full=True)
    except OddError:  # once more, with the lines
        node = scan(_decoded(before + b"\n" * gap + after), first_line=FIRST_LINE)
        if not isinstance(node, Mapping):
            raise
        fields = Fields(node, reader)
        url = fields.value("url")
        key = canonical_url(url) if url else None
        if key is None or fields.raw("related") is not None:
            raise
        return _Known(*article_of(fields.values("article"), key, full=True))


@functools.lru_cache(maxsize=MOST_STUBS)
def _known_stub(item: bytes) -> _Known | None:
    """Return what the text of one related item gives in any file; None if it is not plain, or something is odd."""
    try:
        return _article(set_out(item), full=False)._replace(lines=item.count(b"\n") + 1)
    except OddError:
        return None


def set_out(item: bytes) -> bytes:
    r"""Return the mapping that an item of a list is, as if it stood at the very left; nothing if its lines do not fit.

    >>> set_out(b"  - a: 1\n    b:\n      c: 2")
    b'a: 1\nb:\n  c: 2\n'
    """
    indent = item.index(b"-") + 2
    inner = item[indent:] + b"\n"
    outer = b"\n" + b" " * indent
    # each line is set in, or empty
    if inner.count(outer) != inner.count(b"\n") - inner.count(b"\n\n") - 1:
        return b""
    return inner.replace(outer, b"\n")


def _article(front: bytes, *, full: bool) -> _Known:
    values = values_of(ENTRY.findall(_decoded(front)))
    key = canonical_url(values.get("url") or "")
    if key is None:
        raise OddError
    return _Known(*article_of(values, key, full=full))


def _decoded(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise OddError from error
    if not is_plain(data):
        raise OddError
    return text


def values_of(entries: Sequence[Entry]) -> dict[str, object]:
    """Return what the fields of an article that are there give for its attributes, as `Fields.values` does.

    Args:
        entries: as `kg.sources.lines.ENTRY` finds them.

    Raises:
        OddError: there is something odd about them, or something to say of a value.
    """
    found: dict[str, object] = {}
    ranks: dict[str, int] = {}
    if len({entry[0] for entry in entries}) < len(entries):  # of doubles, libyaml's way keeps account
        raise OddError
    for key, quoted, other, lines, odd in entries:
        if odd:
            raise OddError
        attribute, rank, of_text, of_lines = _TAKEN.get(key) or _unread(key)
        if lines and not lines.isspace():
            if quoted or other:
                raise OddError
            value = of_lines(lines)
        else:
            text = quoted or (scalar(other) if other else None)
            if not text or text.isspace():
                continue
            value = of_text(text)
        if attribute not in ranks or rank < ranks[attribute]:  # the first of its keys that has a value wins
            ranks[attribute], found[attribute] = rank, value
    found.pop(UNREAD, None)
    return found


def _unread(key: str) -> tuple[str, int, Take, Take]:
    if key not in _KEYS and meant_key(key):
        raise OddError
    return UNREAD, 0, str, _below


@functools.lru_cache(maxsize=MOST_BELOW)
def _below(lines: str) -> object:
    """Return the tree of what stands below a key."""
    node: Any = None if DEEP in lines else scan_lines(f"_:\n{lines}", first_line=0)
    if node is None:
        raise OddError(lines)
    return node["_"]


def _by_type(field: Field, value: object) -> object:
    """Return what the type of a field reads from a value, if it has no word to say."""
    node = Mapping(1)
    node[field.keys[0]] = value
    fields = Fields(node)
    found = fields.value(field.name)
    if fields.reader.warned:
        raise OddError
    return found


def _takes(field: Field) -> tuple[Take, Take]:
    """Return what takes a text after a key of a field, and what takes the lines below it, each of these once."""

    def of_text(text: str) -> object:
        return _by_type(field, text)

    @functools.lru_cache(maxsize=MOST_BELOW)
    def of_lines(lines: str) -> object:
        value = field.type.of_lines(lines) if field.type.of_lines else None
        return _by_type(field, _below(lines)) if value is None else value

    return field.type.of_text or of_text, of_lines


def _taken() -> dict[str, tuple[str, int, Take, Take]]:
    """Return of each key of an article the attribute that it fills, its rank in its field, and what takes its value."""

    def odd(text: str) -> object:
        raise OddError(text)

    taken: dict[str, tuple[str, int, Take, Take]] = {}
    for attribute, field in {**fields_of("article"), **fields_of("reading")}.items():
        takes = _takes(field)
        for rank, key in enumerate(field.keys):
            # a key of two fields is left to `Fields`
            taken[key] = (attribute, rank, odd, odd) if key in taken else (attribute, rank, *takes)
    return taken


_TAKEN = _taken()
