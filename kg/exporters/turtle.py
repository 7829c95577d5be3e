"""The graph -> Turtle, sorted: the same graph is the same file."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from kg.rdf.lines import of_subjects, place
from kg.rdf.store import Store, turtle
from kg.rdf.vocab import PREFIXES

BETWEEN = b"\n\n"  # two subjects; line ends within texts are escaped
_PREFIXED = tuple(f"<{prefix}".encode() for prefix in PREFIXES.values())


def export(store: Store) -> bytes:
    """Return the graph as Turtle 1.1 in UTF-8, subjects and their triples in the order of their IRIs."""
    return turtle(store.triples())


def renew(last: bytes, store: Store, subjects: Sequence[bytes]) -> bytes:
    """Return what `export` would, made of the file of another graph: only some subjects are written again.

    Args:
        last: the Turtle of the other graph.
        store: the graph.
        subjects: of which the two say not the same, as they stand in N-Triples, sorted.
    """
    ntriples = store.ntriples
    at = last.find(BETWEEN) + len(BETWEEN)
    if not ntriples or at < len(BETWEEN):  # of no triples there are no prefixes
        return export(store)
    # a subject that is written with a prefix does not stand apart
    if any(map(_is_prefixed, subjects)) or any(_begins(ntriples, prefix) for prefix in _PREFIXED):
        return export(store)
    said = turtle(ox.parse(b"".join(of_subjects(ntriples, subjects)), ox.RdfFormat.N_TRIPLES, lenient=True))
    fresh = {_subject(block): block + BETWEEN for block in said.rstrip(b"\n").split(BETWEEN)[1:]}
    view, start = memoryview(last), 0
    parts: list[bytes | memoryview] = []
    for subject in subjects:
        at = _place(last, subject, start=at)
        parts += (*_blocks(view, start, at), fresh.get(subject, b""))
        start = at = _end(last, at) if last.startswith(subject, at) else at
    parts += _blocks(view, start, len(last) + 1)
    while not parts[-1]:
        parts.pop()
    return b"".join((*parts[:-1], parts[-1][:-1]))  # no line is empty behind the last block


def _blocks(view: memoryview, start: int, stop: int) -> tuple[bytes | memoryview, ...]:
    """Return some blocks of a text, each with what stands between it and the next; the last has but half of that."""
    return view[start:stop], b"\n" if start <= len(view) < stop else b""


def _end(text: bytes, start: int) -> int:
    """Return where the block ends that begins here, with what stands between it and the next."""
    end = text.find(BETWEEN, start)
    return end + len(BETWEEN) if end >= 0 else len(text) + 1


def _subject(block: bytes, start: int = 0) -> bytes:
    return block[start : block.index(b">", start) + 1]


def _place(text: bytes, subject: bytes, *, start: int) -> int:
    """Return where the first block begins that is not of an earlier subject; they are sorted from `start` on."""
    low, high = start, len(text) + 1  # both where a block begins, or all have ended
    while low < high:
        middle = text.rfind(BETWEEN, low, (low + high) // 2) + len(BETWEEN)
        middle = low if middle < len(BETWEEN) else middle
        if _subject(text, middle) < subject:
            low = _end(text, middle)
        else:
            high = middle
    return low


def _is_prefixed(subject: bytes) -> bool:
    return subject.startswith(_PREFIXED)


def _begins(ntriples: bytes, prefix: bytes) -> bool:
    """Say whether a subject begins so."""
    return ntriples.startswith(prefix, place(ntriples, prefix))
