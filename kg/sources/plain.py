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

import msgspec

from kg.codes import SELF_RELATION
from kg.identity import canonical_url
from kg.model import Article, Provider, Reading, SourceFile
from kg.sources.articles import DRAFTS, SELF_RELATED, article_of
from kg.sources.body import Body
from kg.sources.dated_paths import date_in_path
from kg.sources.fields import Field, fields_of, meant_key
from kg.sources.frontmatter import LINE_END, is_clean
from kg.sources.lines import ENTRY, LONGEST, Entry, is_plain, list_at_top, scalar, scan, scan_lines
from kg.sources.mappings import MOST_KEYS, Fields, Keys, Reader, keys_of
from kg.sources.pages import is_of_site, name_of
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
CHECKED = frozenset(("url", "published", "updated", "amp_url", "cdn_amp_url", "quality", "heat"))
LONGEST_KNOWN = 40  # characters of a text that is remembered
DEEP = " " * 13  # what is set in less is nested less deep than `kg.sources.tree.MAX_DEPTH`

Take = Callable[[str], object]
Given = tuple[str, int, object]

IN_DRAFTS = re.compile(rf"(?:{'|'.join(map(re.escape, DRAFTS))})/")
_CLOSING = re.compile(rb"\n---$", re.MULTILINE)


class _Known(NamedTuple):
    """The record of an article, that of its provider if any, and how many lines its text has."""

    article: Article
    providers: tuple[Provider, ...]
    lines: int = 0


class Taker(NamedTuple):
    """What takes the value of a key for one attribute.

    `suits` tells whether a value is one of its field, `sure` says that the key is always its, `is_checked` that it is
    so of this field alone, and that reading a text finds what does not suit. `by_lines` reads some
    lines below the key without a tree of them, `of_tree` all others.
    """

    attribute: str
    rank: int
    sure: bool
    is_checked: bool
    suits: Callable[[object], bool]
    of_text: Take
    by_lines: Take | None
    of_tree: Take


class Takes(NamedTuple):
    """What takes the values of a key, and what some of them gave before: texts, and lines below the key.

    `alone` is what takes any text, where nothing else may (its attribute, rank, and what takes a text); most texts are
    of such keys, and no two the same.
    """

    takers: tuple[Taker, ...]
    known: dict[str, list[Given]]
    known_lines: dict[str, list[Given]]
    alone: tuple[str, int, Take] | None = None


def _nothing(value: object) -> bool:  # noqa: ARG001 - as all that tell what suits
    return False


# of a key that others are read below, in another way
HELD = (Taker("", 0, True, False, _nothing, str, None, str),)  # noqa: FBT003 - in the order of its fields


def read_plain_article(data: bytes, file: SourceFile, site: Site = NO_SITE) -> Reading | None:
    """Return what the file of an article says; None if its front matter is not plain, or an item has something odd.

    Args:
        data: the whole file.
        file: its path and hash.
        site: that it is a file of.
    """
    is_apart = site.terms or site.vocabulary or site.body_links or IN_DRAFTS.search(file.path)
    is_begun = data.startswith(BEGINNING) and not data.startswith(BLANK, len(BEGINNING))
    if is_apart or not is_begun or len(data) > LONGEST:
        return None
    start, end, items = list_at_top(data, RELATED.encode())
    closing = _CLOSING.search(data, max(end, len(BEGINNING)) - 1)
    if closing is None or not is_clean(data[closing.start() :]):
        return None
    before, after = data[len(BEGINNING) : start], data[max(end, len(BEGINNING)) : closing.start() + 1]
    reader = Reader(file, site)
    rest = data[closing.end() :]
    body = "" if rest.isspace() else LINE_END.sub("\n", rest.decode())
    try:
        own = _own(before, data.count(b"\n", start, end), after, reader)
    except OddError:
        return None
    dated_by_name = own.article.published is None and date_in_path(file.path)
    if dated_by_name or (site.url and is_of_site(own.article.url or "", site)):
        return None
    if own.article.title is None or (own.article.excerpt is None and body):
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
        below = lines and not lines.isspace()
        if odd or (below and (quoted or other)):
            raise OddError
        several, known, known_lines, alone = takers.get(key) or _of_key(key, takers)
        if below:
            given = known_lines.get(lines) or _of_lines(several, known_lines, lines)
        else:
            value = quoted or (scalar(other) if other else None)
            if not value or not several or value.isspace():
                continue
            if alone is not None:
                attribute, rank, of_text = alone
                result = of_text(value)
                if attribute not in ranks or rank < ranks[attribute]:
                    ranks[attribute] = rank
                    found[attribute] = result
                continue
            given = known.get(value) or _of_text(several, known, value)
        for attribute, rank, result in given:
            if attribute not in ranks or rank < ranks[attribute]:  # the first of its keys that suits wins
                ranks[attribute] = rank
                found[attribute] = result
    if not _OF_READING.isdisjoint(found):
        if found.get("draft"):
            raise OddError
        found = {attribute: value for attribute, value in found.items() if attribute not in _OF_READING}
    return found


def _of_text(takers: tuple[Taker, ...], known: dict[str, list[Given]], value: str) -> list[Given]:
    """Return what a text gives; of a short one, which others may have too, it is remembered."""
    given = [
        (taker.attribute, taker.rank, taker.of_text(value))
        for taker in takers
        if taker.suits is is_text or taker.is_checked or taker.suits(value)
    ]
    if not given and any(taker.sure for taker in takers):
        raise OddError
    if len(value) <= LONGEST_KNOWN and len(known) < MOST_BELOW:
        known[value] = given
    return given


def _of_lines(takers: tuple[Taker, ...], known: dict[str, list[Given]], lines: str) -> list[Given]:
    """Return what the lines below a key give, which is remembered."""
    given: list[Given] = []
    for taker in takers:
        result = taker.by_lines(lines) if taker.by_lines else None
        if result is not None or taker.suits(_below(lines)):
            given.append((taker.attribute, taker.rank, taker.of_tree(lines) if result is None else result))
    if not given and (_below(lines) is None or any(taker.sure for taker in takers)):
        raise OddError
    if len(known) < MOST_BELOW:
        known[lines] = given
    return given


def _of_key(key: str, takers: dict[str, Takes]) -> Takes:
    """Return what takes the values of a key that is spelt in a way that was not seen before; it is remembered."""
    takes = takers.get(folded(key))
    if takes is None:
        if meant_key(key):
            raise OddError
        takes = Takes((), {}, {})
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


_OF_READING = frozenset(fields_of("reading"))


@functools.lru_cache(maxsize=1 << 8)
def _takers(site: Site) -> dict[str, Takes]:
    """Return what takes the values of each key of an article, by the key in any spelling; more of these are added."""
    known = keys_of(site)
    fields = {field.name: (name, field) for name, field in {**fields_of("article"), **fields_of("reading")}.items()}
    made = {name: _takes(field, known.types[name], known) for name, (_, field) in fields.items()}
    found: dict[str, tuple[Taker, ...]] = {}
    for key in known.folded:
        uses = [use for use in known.uses(key) if use.field in fields]
        found[key] = tuple(
            Taker(
                fields[use.field][0],
                use.rank,
                use.sure,
                use.sure and len(uses) == 1 and use.field in CHECKED,
                known.types[use.field].suits,
                *made[use.field],
            )
            for use in uses
        )
    found |= dict.fromkeys(known.held, HELD)
    return {key: Takes(takers, {}, {}, _alone(takers)) for key, takers in found.items()}


def _alone(takers: tuple[Taker, ...]) -> tuple[str, int, Take] | None:
    """Return what takes any text, if nothing else may: its attribute, its rank, and how it does."""
    first = takers[0] if len(takers) == 1 else None
    if first is None or not (first.suits is is_text or first.is_checked):
        return None
    return first.attribute, first.rank, first.of_text


def _takes(field: Field, type: Type, keys: Keys) -> tuple[Take, Take | None, Take]:
    """Return what takes a text after a key of a field, lines below it without their tree, and such by their tree."""

    def by_type(value: object) -> object:
        """Return what the type reads from a value, if it has no word to say."""
        fields = Fields.of_one(field.name, value, Reader(site=keys.site))
        found = fields.value(field.name)
        if fields.reader.warned:
            raise OddError
        return found

    return type.of_text or by_type, type.of_lines, lambda lines: by_type(_below(lines))
