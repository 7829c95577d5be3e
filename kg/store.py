"""Lines of N-Triples -> the embedded Oxigraph store, SPARQL over it, and the rdflib view of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import GraphError, QueryError
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import rdflib

LONGEST_HINT = 200  # the parser may list every character that it could have gone on with


def turtle(triples: Iterable[ox.Triple]) -> bytes:
    """Return triples as Turtle 1.1 in UTF-8: prefixes sorted, triples in their order, a blank line between subjects."""
    text = ox.serialize(triples, None, ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    # Oxigraph writes the prefixes in the order of a hash, on a line each
    end = 0
    while text.startswith(b"@prefix ", end):
        end = text.index(b"\n", end) + 1
    # it escapes line ends within texts, so that a line that begins with < begins a subject
    body = text[end:].replace(b" .\n<", b" .\n\n<")
    return b"".join(sorted(text[:end].splitlines(keepends=True))) + (b"\n" + body if body else b"")


class Store:
    """A set of triples that can be asked in SPARQL.

    Args:
        store: the Oxigraph store that holds them.
        lines: the same triples as sorted lines of N-Triples, if they are at hand; else they are read when needed.
    """

    def __init__(self, store: ox.Store, *, lines: tuple[str, ...] | None = None) -> None:
        self._store = store
        self._lines = lines

    @classmethod
    def load(cls, lines: Iterable[str], *, folder: str | os.PathLike[str] | None = None) -> Store:
        """Return a store of these lines, in memory or on disk.

        Args:
            lines: checked N-Triples, each with its line end, in any order; doubles are passed over.
            folder: where to keep it; it must not exist yet.
        """
        ordered = tuple(sorted(set(lines)))
        store = ox.Store(None if folder is None else str(folder))
        # every term was checked by kg.ntriples; checking again would cost half as much as loading
        store.bulk_load("".join(ordered).encode(), ox.RdfFormat.N_TRIPLES, lenient=True)
        if folder is not None:
            store.flush()
        return cls(store, lines=ordered)

    @classmethod
    def open(cls, folder: str | os.PathLike[str], *, lines: tuple[str, ...] | None = None) -> Store:
        """Return the store that a folder holds, opened for reading only.

        Args:
            folder: the store's own folder.
            lines: what it holds, if that is at hand.

        Raises:
            GraphError: there is none, or it is damaged.
        """
        if not Path(folder).is_dir():
            raise GraphError(
                f"no graph in {Path(folder).parent}: build one with kg build SOURCE -o {Path(folder).parent}"
            )
        try:
            return cls(ox.Store.read_only(str(folder)), lines=lines)
        except (OSError, ValueError) as error:
            raise GraphError(f"the store {folder} cannot be opened ({error}); build the graph again") from error

    def __len__(self) -> int:
        return len(self._store)

    @property
    def lines(self) -> tuple[str, ...]:
        """All triples as sorted lines of canonical N-Triples."""
        if self._lines is None:
            dump = self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
            # bytes end a line at its end only, texts at U+2028 and the like too
            self._lines = tuple(sorted(line.decode() for line in (dump or b"").splitlines(keepends=True)))
        return self._lines

    def triples(self) -> Iterator[ox.Triple]:
        """Return all triples, sorted, one by one."""
        return (quad.triple for quad in ox.parse("".join(self.lines).encode(), ox.RdfFormat.N_TRIPLES, lenient=True))

    def statements(self) -> Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]:
        """Yield subject and predicate IRI, and the object, of all triples, sorted."""
        triple: Any
        for triple in self.triples():
            yield triple.subject.value, triple.predicate.value, triple.object

    def query(self, query: str) -> Any:
        """Ask in SPARQL 1.1; the prefixes of kg need no declaration.

        Returns:
            pyoxigraph's ``QuerySolutions`` (SELECT), ``QueryTriples`` (CONSTRUCT, DESCRIBE) or ``QueryBoolean`` (ASK).

        Raises:
            QueryError: the query is wrong; says where.
        """
        try:
            return self._store.query(query, prefixes=PREFIXES)
        except (SyntaxError, ValueError) as error:
            where, _, expected = str(error).strip().partition(": expected ")
            hint = f": expected {expected}" if 0 < len(expected) <= LONGEST_HINT else ""
            raise QueryError(f"the query is not valid SPARQL: {where}{hint} (line:column)") from error

    def rdflib(self) -> rdflib.Graph:
        """Return an `rdflib.Graph` over the same store: nothing is copied, and queries run at full speed."""
        from kg.rdfview import rdflib_graph

        return rdflib_graph(self._store)
