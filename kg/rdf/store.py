"""Lines of N-Triples -> the embedded Oxigraph store, SPARQL over it, and the rdflib view of it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import GraphError, QueryError
from kg.rdf.literals import READERS, Bindings, typed_value
from kg.rdf.ntriples import lines_of, pieces
from kg.rdf.vocab import PREFIXES

if TYPE_CHECKING:
    import rdflib

PIECE, PIECES = 1 << 24, 6  # bytes to load at a time, or a sixth: what is loaded waits in memory to be sorted
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Functions = dict[ox.NamedNode, Callable[..., Term | None]]
Result = ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]  # of SELECT, ASK, CONSTRUCT and DESCRIBE
INVALID = "the query is not valid SPARQL"
LONGEST_HINT = 200  # the parser may list every character that it could have gone on with
OF_ROCKSDB = re.compile(r"\d+\.(?:sst|log)|CURRENT|IDENTITY|(?:MANIFEST|OPTIONS)-\d+")  # its files, but for its own log
_PLACE = re.compile(r"error at (\d+):(\d+): ?")


def loaded(ntriples: bytes, folder: str | None = None) -> ox.Store:
    """Return a store of lines whose terms `kg.rdf.ntriples` has checked: to check again would cost half as much."""
    store = ox.Store(folder)
    for piece in pieces(ntriples, max(PIECE, len(ntriples) // PIECES)):
        store.bulk_load(piece, ox.RdfFormat.N_TRIPLES, lenient=True)
    if folder is not None:
        store.flush()
    return store


def turtle(triples: Iterable[ox.Triple] | Iterable[ox.Quad]) -> bytes:
    """Return triples as Turtle 1.1 in UTF-8: prefixes sorted, triples in their order, a blank line between subjects."""
    text = ox.serialize(triples, None, ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    # it escapes line ends within texts, so that a line that begins with < begins a subject
    return with_sorted_prefixes(text, gap=b"\n").replace(b" .\n<", b" .\n\n<")


def text_of(term: Term) -> str:
    """Return the text of a term: an IRI, what a literal says, a triple as N-Triples has it.

    >>> text_of(ox.Literal("Wired")), text_of(ox.NamedNode("https://wired.example/"))
    ('Wired', 'https://wired.example/')
    """
    return str(term) if isinstance(term, ox.Triple) else term.value


def value_of(term: Term | None, *, readers: Mapping[str | None, Callable[[str], object]] = READERS) -> Any:
    """Return a term as Python has it: an IRI as `str`, a literal as `typed_value` reads it, None for none."""
    if isinstance(term, ox.Literal):
        return typed_value(term.value, term.datatype.value, readers=readers)
    return None if term is None else text_of(term)


def with_sorted_prefixes(text: bytes, *, gap: bytes = b"") -> bytes:
    """Return Turtle or TriG with its prefixes sorted, which Oxigraph writes in the order of a hash, and a gap below."""
    end = 0
    while text.startswith(b"@prefix ", end):
        end = text.index(b"\n", end) + 1
    head = sorted(text[:end].splitlines(keepends=True))
    return b"".join((*head, gap if end < len(text) else b"", memoryview(text)[end:]))


@contextmanager
def answering() -> Iterator[None]:
    """Raise what Oxigraph says of a query, while it is asked or its result is read, as a `QueryError`."""
    try:
        yield
    except SyntaxError as error:
        raise _invalid(str(error).strip()) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error


def _invalid(message: str) -> QueryError:
    """Return the error for what the parser says: ``error at LINE:COLUMN: expected ...``."""
    match = _PLACE.match(message)
    place, hint = (match[0], message[match.end() :]) if match else ("", message)
    if len(hint.removeprefix("expected ")) > LONGEST_HINT:
        hint = ""
    said = f"{place}{hint}".rstrip(": ")
    line, column = (int(match[1]), int(match[2])) if match else (None, None)
    return QueryError(f"{INVALID}: {said} (line:column)", line=line, column=column, hint=hint)


def in_words(error: QueryError) -> str:
    r"""Return what is wrong with a query, with line and column in words.

    >>> in_words(QueryError("not valid", line=2, column=5, hint='expected one of "."'))
    'the query is not valid SPARQL at line 2, column 5 (2:5): expected one of "."'
    """
    if error.line is None:
        return str(error)
    hint = f": {error.hint}" if error.hint else ""
    place = f"line {error.line}, column {error.column} ({error.line}:{error.column})"
    return f"{INVALID} at {place}{hint}"


class Store:
    """A set of triples that can be asked in SPARQL.

    Args:
        store: the Oxigraph store that holds them, or will when it is asked for. What is made of their text is at hand
            at once; who asks the store waits.
        ntriples: the same triples as `ntriples` gives them, if they are at hand; else they are read when needed.
    """

    url: str | None = None  # of the endpoint, where the triples are elsewhere

    def __init__(self, store: ox.Store | Future[ox.Store], *, ntriples: bytes | None = None) -> None:
        self._made = store
        self._ntriples = ntriples

    @property
    def _store(self) -> ox.Store:
        if isinstance(self._made, Future):
            self._made = self._made.result()
        return self._made

    @classmethod
    def load(cls, lines: Iterable[str], *, folder: str | os.PathLike[str] | None = None) -> Store:
        """Return a store of these lines, in memory or on disk.

        Args:
            lines: checked N-Triples, each with its line end, in any order; doubles are passed over.
            folder: where to keep it; it must not exist yet.
        """
        ntriples = b"".join(map(str.encode, sorted(set(lines))))
        return cls(loaded(ntriples, None if folder is None else str(folder)), ntriples=ntriples)

    @classmethod
    def open(cls, folder: str | os.PathLike[str], *, ntriples: bytes | None = None) -> Store:
        """Return the store that a folder holds, opened for reading only.

        Args:
            folder: the store's own folder.
            ntriples: what it holds, if that is at hand.

        Raises:
            GraphError: there is none, or it is damaged.
        """
        if not Path(folder).is_dir():
            raise GraphError(
                f"no graph in {Path(folder).parent}: build one with kg build SOURCE -o {Path(folder).parent}"
            )
        try:
            return cls(ox.Store.read_only(str(folder)), ntriples=ntriples)
        except (OSError, RuntimeError, ValueError) as error:
            raise GraphError(f"the store {folder} cannot be opened ({error}); build the graph again") from error

    def __len__(self) -> int:
        return len(self._store)

    @property
    def ntriples(self) -> bytes:
        """All triples as canonical N-Triples in UTF-8, a line each, sorted."""
        if self._ntriples is None:
            dump = self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
            self._ntriples = b"".join(sorted(lines_of(dump or b"")))
        return self._ntriples

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of `ntriples`, each with its line end."""
        return tuple(line.decode() for line in lines_of(self.ntriples))

    def triples(self) -> Iterator[ox.Quad]:
        """Return all triples, sorted, one by one: quads of the default graph, the fastest that pyoxigraph gives."""
        return ox.parse(self.ntriples, ox.RdfFormat.N_TRIPLES, lenient=True)

    def statements(self) -> Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]:
        """Yield subject and predicate IRI, and the object, sorted."""
        for subject, predicate, object, _ in self.triples():
            yield subject.value, predicate.value, object

    def query(
        self,
        query: str,
        *,
        values: Mapping[str, Term] | None = None,
        default_graphs: Iterable[str] | None = None,
        named_graphs: Iterable[str] | None = None,
        base: str | None = None,
        functions: Functions | None = None,
    ) -> Result:
        """Ask in SPARQL 1.1; the prefixes of kg need no declaration.

        Args:
            query: the query.
            values: terms in the place of variables, by their names; a SELECT has these among its columns.
            default_graphs: IRIs of the graphs that are asked; the store's own default graph if None.
            named_graphs: IRIs of those that ``GRAPH`` reaches; all that the store has if None.
            base: that relative IRIs in the query are resolved against; they are an error if None.
            functions: further functions that it may use, by their IRIs; they take terms and give one, or None.

        Returns:
            Rows (SELECT), a truth value (ASK) or triples (CONSTRUCT, DESCRIBE); rows and triples are worked out while
            they are read (within `answering`, if an error shall be one of ours).

        Raises:
            QueryError: the query is wrong; says where.
        """
        with answering():
            return self._store.query(
                query,
                base_iri=base,
                prefixes=PREFIXES,
                default_graph=None if default_graphs is None else [ox.NamedNode(iri) for iri in default_graphs],
                named_graphs=None if named_graphs is None else [ox.NamedNode(iri) for iri in named_graphs],
                substitutions={ox.Variable(name): term for name, term in (values or {}).items()},
                custom_functions=functions,
            )

    def select(
        self, query: str, *, values: Mapping[str, Term] | None = None, functions: Functions | None = None
    ) -> ox.QuerySolutions:
        """Return the rows of a SELECT; see `query`."""
        found = self.query(query, values=values, functions=functions)
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError("only SELECT gives rows")
        return found

    def rows(self, query: str) -> Iterator[Bindings]:
        """Yield the rows of a SELECT as Python values: literals by their datatypes, IRIs as texts, None where unbound.

        Raises:
            QueryError: the query is wrong; says where.
        """
        solutions = self.select(query)
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield {name: value_of(term) for name, term in zip(names, solution, strict=True)}

    def construct(self, query: str, *, values: Mapping[str, Term] | None = None) -> Iterable[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE; see `query`."""
        found = self.query(query, values=values)
        if isinstance(found, ox.QuerySolutions | ox.QueryBoolean):
            raise QueryError("only CONSTRUCT and DESCRIBE give triples")
        return found

    def rdflib(self) -> rdflib.Graph:
        """Return an `rdflib.Graph` over the same store: nothing is copied, and queries run at full speed."""
        from kg.rdf.view import rdflib_graph

        return rdflib_graph(self._store)
