r"""Plain front matter -> the reading of an article, in one pass over its keys; None where anything is not plain.

The bytes of a file are cut into the article's own part and the items of its list of related ones. An article stands in
the lists of those around it, in the same words, and one provider has many articles: what says the same in the same
words is read once. Nothing here counts lines but those that items begin on: where there is something to warn of, the
article's own part is read again with its lines, and a file with an odd item goes to `kg.sources.articles` as a whole.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from kg.codes import SELF_RELATION
from kg.identity import canonical_url
from kg.model import Article, Provider, Reading, SourceFile
from kg.sources import articles, usual
from kg.sources.fields import ALIASES, Fields, Reader
from kg.sources.frontmatter import is_clean
from kg.sources.lines import ENTRY, LONGEST, is_plain, list_at_top, scan
from kg.sources.tree import Mapping
from kg.sources.usual import OddError

FIRST_LINE = 2  # of front matter, after that with the dashes
BEGINNING = b"---\n"
BLANK = (b"\n", b" ")  # what a first line begins with that is no key: an article begins on a later one
RELATED = ALIASES["related"][0].encode()
MOST_STUBS = 1 << 13  # that are remembered by their text

_CLOSING = re.compile(rb"\n---$", re.MULTILINE)


class _Known(NamedTuple):
    """The record of an article, that of its provider if any, and how many lines its text has."""

    article: Article
    providers: tuple[Provider, ...]
    lines: int = 0


def read(data: bytes, file: SourceFile) -> Reading | None:
    """Return what the file of an article says; None if its front matter is not plain, or an item has something odd.

    Args:
        data: the whole file.
        file: its path and hash.
    """
    if not data.startswith(BEGINNING) or data.startswith(BLANK, len(BEGINNING)) or len(data) > LONGEST:
        return None
    start, end, items = list_at_top(data, RELATED)
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
            reader.warn(line, articles.SELF_RELATED, code=SELF_RELATION)
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
        fields, providers = Fields(node, reader), list[Provider]()
        url = fields.address("url")
        key = canonical_url(url) if url else None
        if url is None or key is None or fields.raw("related") is not None:
            raise
        own = articles.article(reader, fields, key, url, providers, full=True)
        return _Known(own, tuple(providers))


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
    values = usual.values(ENTRY.findall(_decoded(front)))
    url = values.pop("url", None)
    key = canonical_url(url) if url else None
    if key is None:
        raise OddError
    provider: Provider | None = values.get("provider")
    if provider is not None:
        values["provider"] = provider.domain
    aliases = {_alias(values[name]) for name in ("amp_url", "cdn_amp_url") if name in values} - {key}
    article = Article(key=key, url=url, full=full, aliases=tuple(sorted(aliases)), **values)
    return _Known(article, () if provider is None else (provider,))


def _alias(url: str) -> str:
    alias = canonical_url(url)
    if alias is None:
        raise OddError
    return alias


def _decoded(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise OddError from error
    if not is_plain(data):
        raise OddError
    return text
