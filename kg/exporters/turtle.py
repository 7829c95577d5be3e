"""The graph -> Turtle, sorted: the same graph is the same file."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from kg.lines import of_subjects, place
from kg.store import Store, turtle
from kg.vocab import PREFIXES

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
    # a subject that is written with a prefix does not stand apart
    if not ntriples or any(map(_is_prefixed, subjects)) or any(_begins(ntriples, prefix) for prefix in _PREFIXED):
        return export(store)
    head, *blocks = last.rstrip(b"\n").split(BETWEEN)
    found = {block[: block.index(b">") + 1]: block for block in blocks}
    for subject in subjects:
        found.pop(subject, None)
    said = turtle(ox.parse(b"".join(of_subjects(ntriples, subjects)), ox.RdfFormat.N_TRIPLES, lenient=True))
    _, *blocks = said.rstrip(b"\n").split(BETWEEN)
    found |= {block[: block.index(b">") + 1]: block for block in blocks}
    return BETWEEN.join([head, *(found[subject] for subject in sorted(found))]) + b"\n"


def _is_prefixed(subject: bytes) -> bool:
    return subject.startswith(_PREFIXED)


def _begins(ntriples: bytes, prefix: bytes) -> bool:
    """Say whether a subject begins so."""
    return ntriples.startswith(prefix, place(ntriples, prefix))
