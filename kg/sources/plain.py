r"""Plain front matter -> the reading of an article, in one pass over its keys; None where anything is not plain.

The bytes of a file are cut into the article's own part and the items of its list of related ones. An article stands in
the lists of those around it, in the same words, and one provider has many articles: what says the same in the same
words is read once. Nothing here counts lines but those that items begin on: where there is something to warn of, the
article's own part is read again with its lines, and a file with an odd item goes to `kg.sources.articles` as a whole.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from kg.codes import SELF_RELATION
from kg.identity import canonical_url
from kg.model import Article, Provider, Reading, SourceFile
from kg.sources.articles import DRAFTS, SELF_RELATED, article_of, is_of_site, name_of
from kg.sources.body import Body
from kg.sources.dates import date_in_path
from kg.sources.fields import MOST_KEYS, Field, Fields, Keys, Reader, fields_of, keys_of, meant_key
from kg.sources.frontmatter import LINE_END, is_clean
from kg.sources.lines import ENTRY, LONGEST, Entry, is_plain, list_at_top, scalar, scan, scan_lines
from kg.sources.site import NO_SITE, Site
from kg.sources.tree import Mapping
from kg.sources.types import OddError, Type, is_text
from kg.words import folded

FIRST_LINE = 2  # of front matter, after that with the dashes
BEGINNING = b"---\n"
BLANK = (b"\n", b" ")  # what a first line begins with that is no key: an article begins on a later one
RELATED = "related"
MOST_STUBS = 1 << 13  # that are remembered by their text
MOST_SPELLINGS = 1 << 12  # of keys that are remembered, of a site
MOST_BELOW = 1 << 12  # texts below keys that are remembered, of each field
DEEP = " " * 13  # what is set in less is nested less deep than `kg.sources.tree.MAX_DEPTH`

Take = Callable[[str], object]

_CLOSING = re.compile(rb"\n---$", re.MULTILINE)


class _Known(NamedTuple):
    """The record of an article, that of its provider if any, and how many lines its text has."""

    article: Article
    providers: tuple[Provider, ...]
    lines: int = 0


class Taker(NamedTuple):
    """What takes the value of a key for one attribute.

    `suits` tells whether a value is one of its field, `sure` says that the key is always its.
    """

    attribute: str
    rank: int
    sure: bool
    suits: Callable[[object], bool]
    of_text: Take
    of_lines: Take


def _nothing(value: object) -> bool:  # noqa: ARG001 - as all that tell what suits
    return False


HELD = (Taker("", 0, True, _nothing, str, str),)  # noqa: FBT003 # of a key that others are read below, in another way


def read_plain_article(data: bytes, file: SourceFile, site: Site = NO_SITE) -> Reading | None:
    """Return what the file of an article says; None if its front matter is not plain, or an item has something odd.

    Args:
        data: the whole file.
        file: its path and hash.
        site: that it is a file of.
    """
    is_apart = site.terms or site.vocabulary or site.body_links or not DRAFTS.isdisjoint(file.path.split("/")[:-1])
    is_begun = data.startswith(BEGINNING) and not data.startswith(BLANK, len(BEGINNING))
    if is_apart or not is_begun or len(data) > LONGEST:
        return None
    start, end, items = list_at_top(data, RELATED.encode())
    closing = _CLOSING.search(data, max(end, len(BEGINNING)) - 1)
    if closing is None or not is_clean(data[closing.start() :]):
        return None
    before, after = data[len(BEGINNING) : start], data[max(end, len(BEGINNING)) : closing.start() + 1]
    reader = Reader(file, site)
    body = LINE_END.sub("\n", data[closing.end() :].decode())
    try:
        own = _own(before, data.count(b"\n", start, end), after, reader)
    except OddError:
        return None
    dated_by_name = own.article.published is None and date_in_path(file.path)
    if dated_by_name or is_of_site(own.article.url or "", site):
        return None
    if own.article.title is None or (own.article.excerpt is None and not body.isspace()):
        own = own._replace(article=_completed(own.article, Body(body), file.path))
    line = FIRST_LINE + before.count(b"\n")
    listed, lines, providers = [own.article], [FIRST_LINE], [*own.providers]
    for item in items:
        known = _known_stub(item, site)
        if known is None:
            return None
        if known.article.key == own.article.key:
            reader.warn(line, SELF_RELATED, key=RELATED, code=SELF_RELATION)
        else:
            providers += known.providers
            listed.append(known.article)
            lines.append(line)
        line += known.lines
    return Reading(
        file=file,
        articles=tuple(listed),
        lines=tuple(lines),
        providers=tuple(providers),
        warned=tuple(reader.warned),
        text=body.strip(),
    )


def _completed(article: Article, body: Body, path: str) -> Article:
    """Return an article with what its file's body and name say, where its front matter does not."""
    title = article.title or body.heading or name_of(path, own=False)
    return msgspec.structs.replace(article, title=title, excerpt=article.excerpt or body.excerpt)


def _own(before: bytes, gap: int, after: bytes, reader: Reader) -> _Known:
    """Return what an article says of itself, before and after a gap of some lines."""
    try:
        return _article(before + after, reader.keys.site, full=True)
    except OddError:  # once more, with the lines
        node = scan(_decoded(before + b"\n" * gap + after), first_line=FIRST_LINE)
        if not isinstance(node, Mapping):
            raise
        fields = Fields(node, reader)
        url = fields.value("url")
        key = canonical_url(url) if url else None
        if key is None or fields.raw("related") is not None or fields.value("is_draft"):
            raise
        return _Known(*article_of(fields.values("article"), key, full=True))


@functools.lru_cache(maxsize=MOST_STUBS)
def _known_stub(item: bytes, site: Site) -> _Known | None:
    """Return what the text of one related item gives in any file; None if it is not plain, or something is odd."""
    try:
        return _article(set_out(item), site, full=False)._replace(lines=item.count(b"\n") + 1)
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


def _article(front: bytes, site: Site, *, full: bool) -> _Known:
    values = values_of(ENTRY.findall(_decoded(front)), site)
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


def values_of(entries: Sequence[Entry], site: Site = NO_SITE) -> dict[str, object]:
    """Return what the fields of an article that are there give for its attributes, as `Fields.values` does.

    Args:
        entries: as `kg.sources.lines.ENTRY` finds them.
        site: whose keys they are.

    Raises:
        OddError: there is something odd about them, or something to say of a value.
    """
    found: dict[str, object] = {}
    ranks: dict[str, int] = {}
    takers = _takers(site)
    if len(entries) > MOST_KEYS or len({entry[0] for entry in entries}) < len(entries):
        raise OddError  # of doubles, libyaml's way keeps account
    for key, quoted, other, lines, odd in entries:
        if odd or ((quoted or other) and lines and not lines.isspace()):
            raise OddError
        takes = takers.get(key)
        if takes is None:
            takes = _of_key(key, takers)
        below = bool(lines) and not lines.isspace()
        value = lines if below else quoted or (scalar(other) if other else None) or ""
        if not value or value.isspace():
            continue
        suited = _suited(takes, _below(value) if below else value)
        if not suited and any(taker.sure for taker in takes):
            raise OddError
        for taker in suited:
            if taker.rank < ranks.get(taker.attribute, taker.rank + 1):  # the first of its keys that suits wins
                ranks[taker.attribute] = taker.rank
                found[taker.attribute] = (taker.of_lines if below else taker.of_text)(value)
    for attribute in _OF_READING:
        if found.pop(attribute, None) and attribute == "draft":
            raise OddError
    return found


def _suited(takes: Iterable[Taker], value: object) -> list[Taker]:
    """Return what takes a value, of what may."""
    return [taker for taker in takes if (taker.suits is is_text and isinstance(value, str)) or taker.suits(value)]


def _of_key(key: str, takers: dict[str, tuple[Taker, ...]]) -> tuple[Taker, ...]:
    """Return what takes the values of a key that is spelt in a way that was not seen before; it is remembered."""
    takes = takers.get(folded(key))
    if takes is None:
        if meant_key(key):
            raise OddError
        takes = ()
    if len(takers) < MOST_SPELLINGS:
        takers[key] = takes
    return takes


@functools.lru_cache(maxsize=MOST_BELOW)
def _below(lines: str) -> object:
    """Return the tree of what stands below a key."""
    node: Any = None if DEEP in lines else scan_lines(f"_:\n{lines}", first_line=0)
    if node is None:
        raise OddError(lines)
    return node["_"]


_OF_READING = tuple(fields_of("reading"))


@functools.lru_cache(maxsize=1 << 8)
def _takers(site: Site) -> dict[str, tuple[Taker, ...]]:
    """Return what takes the values of each key of an article, by the key in any spelling; more of these are added."""
    known = keys_of(site)
    fields = {field.name: (name, field) for name, field in {**fields_of("article"), **fields_of("reading")}.items()}
    made = {name: _takes(field, known.types[name], known) for name, (_, field) in fields.items()}
    found: dict[str, tuple[Taker, ...]] = {}
    for key in known.folded:
        found[key] = tuple(
            Taker(fields[use.field][0], use.rank, use.sure, known.types[use.field].suits, *made[use.field])
            for use in known.uses(key)
            if use.field in fields
        )
    return found | dict.fromkeys(known.held, HELD)


def _takes(field: Field, type: Type, keys: Keys) -> tuple[Take, Take]:
    """Return what takes a text after a key of a field, and what takes the lines below it, each of these once."""

    def by_type(value: object) -> object:
        """Return what the type reads from a value, if it has no word to say."""
        fields = Fields.of_one(field.name, value, Reader(site=keys.site))
        found = fields.value(field.name)
        if fields.reader.warned:
            raise OddError
        return found

    @functools.lru_cache(maxsize=MOST_BELOW)
    def of_lines(lines: str) -> object:
        value = type.of_lines(lines) if type.of_lines else None
        return by_type(_below(lines)) if value is None else value

    return type.of_text or by_type, of_lines
