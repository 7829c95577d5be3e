"""Many files -> records, many articles -> mentions: what `sources` and `entities` do, shared among processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from kg import sources
from kg.build.workers import ALONE, Workers
from kg.entities import organizations
from kg.entities.merge import Entities
from kg.entities.organizations.entries import GazetteerEntry
from kg.entities.organizations.gazetteer import Gazetteer, gazetteer
from kg.model import Article, Provider, Reading
from kg.sources import records

CHUNK = 1 << 12  # files that a worker reads at a time, at most: they are handed back with what they share said once

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Article]).decode


def read_files(files: Iterable[sources.InputFile], *, workers: Workers = ALONE) -> Iterator[Reading]:
    """Yield what each file says, in the order of the files; of many, workers read a share.

    They hand back packed bytes, not pickled objects.

    Args:
        files: to read.
        workers: that may help. The result is the same.
    """
    files = list(files)
    if not workers.help(len(files)):
        yield from map(sources.read_file, files)
        return
    size = min(CHUNK, -(-len(files) // (2 * workers.jobs)))
    chunks = [files[start : start + size] for start in range(0, len(files), size)]
    own = -(-len(chunks) // workers.jobs)  # are read here meanwhile: to hand back what was read takes time
    rest = range(own, len(chunks))
    # workers take turns, so that each goes through a stretch of its own: a story's articles lie near each other, and a
    # worker remembers the stubs that it has read
    stretch = -(-len(rest) // (workers.jobs - 1))
    turns = sorted(rest, key=lambda chunk: ((chunk - own) % stretch, chunk))
    packed = {chunk: workers.submit(_read_chunk, chunks[chunk]) for chunk in turns}
    yield from map(sources.read_file, chain.from_iterable(chunks[:own]))
    for chunk in rest:
        yield from records.unpack(packed.pop(chunk).result())


def find_organizations(
    entities: Entities,
    known: organizations.Known,
    *,
    each: Callable[[Iterable[Article]], Iterable[Article]] = iter,
    workers: Workers = ALONE,
) -> Entities:
    """Return the entities with the organizations that their articles mention; of many articles, workers take a share.

    Args:
        entities: as for `kg.entities.organizations.find`.
        known: the organizations to look for.
        each: counts the articles as they are gone through.
        workers: that may help. The result is the same.
    """

    def mentions(articles: Sequence[Article], names: Gazetteer) -> Iterator[tuple[str, ...]]:
        size = -(-len(articles) // workers.jobs) if workers.help(len(articles)) else max(1, len(articles))
        shares = [articles[start : start + size] for start in range(size, len(articles), size)]
        given = [workers.submit(_mentions, _encode(share), known.layers, entities.providers) for share in shares]
        own = organizations.mentions_of(articles[:size], names)
        found = chain(own, chain.from_iterable(share.result() for share in given))
        return (slugs for slugs, _ in zip(found, each(articles), strict=True))

    return organizations.find(entities, known, mentions=mentions)


def _read_chunk(files: list[sources.InputFile]) -> bytes:
    return records.pack(map(sources.read_file, files))


def _mentions(
    articles: bytes, layers: Sequence[Sequence[GazetteerEntry]], providers: Sequence[Provider]
) -> list[tuple[str, ...]]:
    return [*organizations.mentions_of(_decode(articles), gazetteer(layers, providers))]
