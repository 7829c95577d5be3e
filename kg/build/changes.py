"""The last build and this one -> the lines that go and come: only what changed is said again.

What the last build made of the files is not kept, for the records are: to merge them once more takes half the time that
it would take to write all entities and to read them again. What cannot be had from the records alone, or takes longer,
lies in a file beside the state: the organizations that each article mentions, the stories, and the text of the graph.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from operator import attrgetter
from pathlib import Path

import msgspec

from kg.entities import organizations
from kg.entities.merge import Entities, Merged, merged
from kg.extractors import Extractor, extract
from kg.folder import OutputFolder
from kg.model import Reading, Record, Story
from kg.rdf.lines import Change, InconsistentError, change, changed
from kg.rdf.loading import piece_size
from kg.rdf.ntriples import Writer

NAME = "last-build.bin"  # in the folder of the store
FORMAT = 1  # of what lies in it
LEVEL = 1  # of zlib
TRIPLES = 4  # of an entity, about
WORN = 0.25  # of the lines may have gone since the store was loaded; it keeps the texts that nothing names any more
DAMAGED = (OSError, EOFError, ValueError, zlib.error, msgspec.MsgspecError, RecursionError)
KEYS: dict[str, Callable[[Record], object]] = {  # what the entities of each kind are known by
    "articles": attrgetter("key"),
    "providers": attrgetter("domain"),
    "topics": attrgetter("slug"),
    "images": attrgetter("iri"),
    "related": attrgetter("source", "target"),
    "organizations": attrgetter("slug"),
    "files": attrgetter("path", "sha256"),
}


class _Left(msgspec.Struct, array_like=True):
    """What lies in the file: `mentions` are in the order of the articles; see `Text` and `Before`."""

    mentions: list[tuple[str, ...]]
    stories: tuple[Story, ...]
    again: dict[str, int]
    gone: int
    text: bytes


class Text(msgspec.Struct, frozen=True):
    """The text of a graph: its sorted lines, how often lines come again, and how many went since the store was loaded.

    `change` is what became of the text of the last build, None if that is not known; `worn` says that so much has gone
    from the store that it is better loaded anew. `packed` is the text for the next build, where another thread
    compresses it: after it has loaded the store, when a build takes the most memory.
    """

    ntriples: bytes
    again: Mapping[str, int]
    gone: int = 0
    change: Change | None = None
    worn: bool = False
    packed: Future[bytes] | None = None


class Before(msgspec.Struct, frozen=True):
    """What the last build made of the files: entities with their mentions, stories, and the text of the graph.

    `merged` are the entities as they were before their mentions were found.
    """

    entities: Entities
    stories: tuple[Story, ...]
    text: Text
    merged: Merged


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[int, _Left]).decode


def recall(
    folder: Path, readings: Iterable[Reading], known: organizations.Known, *, say: Callable[[str], None]
) -> Before | None:
    """Return what the last build made of the files, None if that cannot be had.

    Args:
        folder: the output folder.
        readings: what the files said then.
        known: the organizations that were looked for.
        say: is told if something is damaged.
    """
    try:
        number, left = _decode((OutputFolder(folder).store / NAME).read_bytes())
        if number != FORMAT:
            return None
        with ThreadPoolExecutor(1) as thread:
            ntriples = thread.submit(zlib.decompress, left.text)
            last = merged(readings)
            entities = organizations.recalled(last.entities, known, left.mentions)
            text = Text(ntriples.result(), left.again, left.gone)
    except DAMAGED as error:
        say(f"what the last build left is damaged ({error}): everything is made anew")
        return None
    return Before(entities, left.stories, text, last)


def keep(entities: Entities, stories: Sequence[Story], text: Text, folder: Path) -> None:
    """Leave what `recall` reads.

    Args:
        entities: of this build.
        stories: those of two articles or more.
        text: of the graph.
        folder: the output folder.
    """
    mentions = [article.mentions for article in entities.articles]
    packed = compressed(text.ntriples) if text.packed is None else text.packed.result()
    left = _Left(mentions, tuple(stories), dict(text.again), text.gone, packed)
    (OutputFolder(folder).store / NAME).write_bytes(_encode((FORMAT, left)))


def text(
    entities: Entities,
    stories: Sequence[Story],
    *,
    before: Before | None,
    extractors: Sequence[Extractor],
    base: str,
    say: Callable[[str], None],
    load: Callable[[bytes], None],
    each: Callable[[Iterable[Record]], Iterable[Record]] = iter,
) -> Text:
    """Return the text of the graph; what did not change is taken from that of the last build.

    Args:
        entities: of this build.
        stories: those of two articles or more.
        before: what the last build made of the files, if that is known.
        extractors: that say what there is to say of an entity.
        base: of the IRIs.
        say: is told if what the last build left does not hold.
        load: is given the lines in parts, while others are made, if nothing is taken from the last build.
        each: counts the entities as they are gone through.
    """
    if before is not None:
        gone, come = differing(before, entities, stories)
        try:
            step, again = change(
                before.text.ntriples,
                before.text.again,
                before=_lines(gone, extractors, base),
                after=_lines(come, extractors, base),
            )
        except InconsistentError as error:
            say(f"what the last build left does not hold ({error}): everything is made anew")
        else:
            lines = changed(before.text.ntriples, step) if step != Change() else before.text.ntriples
            gone_by = before.text.gone + len(step.gone)
            worn = gone_by > WORN * lines.count(b"\n")
            return Text(lines, again, 0 if worn else gone_by, step, worn)
    often: dict[str, int] = {}
    triples = extract(each(chain(entities.in_order(), stories)), extractors=extractors)
    parts = piece_size(TRIPLES * size(entities, stories))
    return Text(Writer(base).text(triples, again=often, part=load, size=parts), often)


def compressed(ntriples: bytes) -> bytes:
    """Return the text of a graph as `keep` keeps it."""
    return zlib.compress(ntriples, LEVEL)


def size(entities: Entities, stories: Sequence[Story]) -> int:
    """Return how many entities there are."""
    return sum(len(getattr(entities, kind)) for kind in KEYS) + len(stories)


def differing(before: Before, entities: Entities, stories: Sequence[Story]) -> tuple[list[Record], list[Record]]:
    """Return the entities and stories that are not as they were: those of the last build, and those of this one."""
    gone: list[Record] = []
    come: list[Record] = []
    for kind, key in KEYS.items():
        _compare(getattr(before.entities, kind), getattr(entities, kind), key, gone, come)
    _compare(before.stories, stories, attrgetter("id"), gone, come)
    return gone, come


def _compare(
    before: Sequence[Record],
    after: Sequence[Record],
    key: Callable[[Record], object],
    gone: list[Record],
    come: list[Record],
) -> None:
    old = {key(record): record for record in before}
    for record in after:
        other = old.pop(key(record), None)
        if other is not record and other != record:
            come.append(record)
            if other is not None:
                gone.append(other)
    gone += old.values()


def _lines(entities: Iterable[Record], extractors: Sequence[Extractor], base: str) -> list[str]:
    writer = Writer(base)
    return [line for triples in extract(entities, extractors=extractors) for line in writer.lines(triples)]
