"""SPARQL results -> Python rows, frames, graphs, and texts: a table, CSV, JSON, Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from kg import words
from kg.errors import QueryError, UsageError
from kg.query import graphs, pages, values
from kg.query.tables import GAP, address, table
from kg.rdf.literals import Bindings
from kg.rdf.properties import prefixed
from kg.rdf.store import Result, Store, Term, answering, turtle

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import polars as pl
    from rdflib import Graph

    from kg.exporters.inline import Frame

__all__ = ["GAP", "TEXT_FORMATS", "Answer", "table"]

TEXT_FORMATS = ("table", "csv", "json", "turtle")
TRIPLE = ("subject", "predicate", "object")
DRAWN = frozenset(("gexf", "graphml", "html"))  # formats that need the classes and the labels of the things too
TITLED = {"headline": "url"}  # cells of the one column open the address that the other has
NUMBERS = (int, float, Decimal)
Item = TypeVar("Item")
PAGE_HEIGHT = 640  # of an inline drawing, in pixels


class Answer:
    """The answer to a SPARQL query: rows (SELECT), triples (CONSTRUCT, DESCRIBE) or a truth value (ASK).

    Iterating gives a dict for each row: IRIs as `str`, literals as Python values (numbers, dates, `timedelta`), None
    where nothing is bound; of triples the keys are subject, predicate and object. ``bool(answer)`` is the truth value,
    or whether there are rows.

    Args:
        result: what `kg.rdf.store.Store.query` returns, or triples.
        limit: how many rows, or triples, to take at most; `cut` says whether there were more.
        source: the graph that was asked; gives drawings their labels.

    Attributes:
        columns: the names of the columns.
        is_graph: whether it is made of triples.
        source: as given.
        cut: whether there are more rows than were taken.
    """

    def __init__(self, result: Result, *, limit: int | None = None, source: Store | None = None) -> None:
        self.columns: tuple[str, ...] = TRIPLE
        self.cut = False
        self.is_graph = False
        self.source = source
        self._truth: bool | None = None
        self._terms: list[values.Row] = []
        if limit is not None and limit < 1:
            raise QueryError(f"a limit of {limit} rows: give 1 or more")
        with answering():
            self._take(result, limit)

    def _take(self, result: Result, limit: int | None) -> None:
        """Take all that a query gives; it is worked out only now."""
        if isinstance(result, ox.QueryBoolean):
            self.columns, self._truth = ("answer",), bool(result)
        elif isinstance(result, ox.QuerySolutions):
            self.columns = tuple(variable.value for variable in result.variables)
            self._terms = [tuple(solution) for solution in self._first(result, limit)]
        else:
            self.is_graph = True
            triples = set(self._first(dict.fromkeys(result) if limit else result, limit))
            self._terms = [tuple(triple) for triple in sorted(triples, key=str)]

    def _first(self, result: Iterable[Item], limit: int | None) -> list[Item]:
        if limit is None:
            return list(result)
        found = list(islice(result, limit + 1))
        self.cut = len(found) > limit
        return found[:limit]

    @classmethod
    def of(cls, columns: Sequence[str], rows: Iterable[values.Row], *, cut: bool = False) -> Answer:
        """Return an answer of these rows of Oxigraph's terms."""
        answer = cls(())
        answer.is_graph = False
        answer.columns, answer._terms, answer.cut = tuple(columns), list(rows), cut
        return answer

    def only(self, *columns: str) -> Answer:
        """Return the answer with these of its columns, in this order."""
        places = [self.columns.index(name) for name in columns]
        return Answer.of(columns, [tuple(row[place] for place in places) for row in self._terms], cut=self.cut)

    def __iter__(self) -> Iterator[Bindings]:
        return iter(self.records())

    def __len__(self) -> int:
        return 1 if self._truth is not None else len(self._terms)

    def __bool__(self) -> bool:
        return self._truth if self._truth is not None else bool(self._terms)

    def __repr__(self) -> str:
        more = f"... cut: these are the first {len(self):,} rows\n" if self.cut else ""
        return self.to_text("table") + more

    def _repr_html_(self) -> str:
        """Return what a notebook shows: a table to sort and filter, or a drawing of triples."""
        from kg.exporters.inline import Frame

        if self.is_graph and self._terms:
            return self.show()._repr_html_()
        records = self.records(prefixed=True)[: pages.MOST_SHOWN]
        rows = [
            [(*cell, _is_number(value)) for cell, value in zip(self._cells(record), record.values(), strict=True)]
            for record in records
        ]
        more = "cut at the limit" if self.cut else f"of {len(self):,}" if len(rows) < len(self) else ""
        page = pages.page(self.columns, rows, more=more)
        return Frame(page, height=pages.height(len(rows)), title="answer")._repr_html_()

    @property
    def triples(self) -> list[ox.Triple]:
        """The triples, sorted, each once.

        Raises:
            QueryError: the answer is none of triples.
        """
        if not self.is_graph:
            raise QueryError("only CONSTRUCT and DESCRIBE give triples; ask for table, csv or json")
        return [ox.Triple(*row) for row in self._terms]  # type: ignore[arg-type]  # three terms

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as tuples of Python values, in the order of `columns`."""
        return [tuple(record.values()) for record in self.records()]

    def records(self, *, prefixed: bool = False) -> list[Bindings]:
        """Return the rows as dicts.

        Args:
            prefixed: give IRIs as prefixed names (``schema:name``) where a prefix of kg fits.
        """
        if self._truth is not None:
            return [{"answer": self._truth}]
        show = _short if prefixed else values.python
        return [{name: show(term) for name, term in zip(self.columns, row, strict=True)} for row in self._terms]

    def pandas(self, *, prefixed: bool = False) -> pd.DataFrame:
        """Return the rows as a `pandas.DataFrame`: times in UTC, whole numbers nullable, decimals as floats.

        Args:
            prefixed: give IRIs as prefixed names.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise UsageError("pandas is not installed: pip install 'kg-news[pandas]'") from error
        return pd.DataFrame(self._frame(prefixed=prefixed), columns=[*self.columns]).convert_dtypes()

    def polars(self, *, prefixed: bool = False) -> pl.DataFrame:
        """Return the rows as a `polars.DataFrame`: times in UTC, decimals as floats.

        Args:
            prefixed: give IRIs as prefixed names.

        Raises:
            UsageError: polars is not installed.
        """
        try:
            import polars as pl
        except ImportError as error:
            raise UsageError("polars is not installed: pip install 'kg-news[polars]'") from error
        return pl.DataFrame(
            [pl.Series(name, column, strict=False) for name, column in self._frame(prefixed=prefixed).items()]
        )

    def _frame(self, *, prefixed: bool) -> dict[str, list[object]]:
        """Return the columns as lists; one in which kinds of values mix is of texts."""
        records = self.records(prefixed=prefixed)
        return {name: _column([record[name] for record in records]) for name in self.columns}

    def rdflib(self) -> Graph:
        """Return the triples as an `rdflib.Graph`.

        Raises:
            QueryError: the answer is none of triples.
        """
        return graphs.store_of(self.triples).rdflib()

    def networkx(self) -> nx.MultiDiGraph[str]:
        """Return the triples as a `networkx.MultiDiGraph`; see `kg.query.graphs.network`.

        Raises:
            QueryError: the answer is none of triples.
        """
        return graphs.network(self.triples, self.source)

    def show(self, *, height: int = PAGE_HEIGHT) -> Frame:
        """Draw the triples inline in a notebook, offline, by pyvis.

        Args:
            height: of the drawing, in pixels.

        Raises:
            QueryError: the answer is none of triples.
        """
        from kg.exporters.html import pyvis
        from kg.exporters.inline import Frame

        page = pyvis.export(graphs.store_of(graphs.drawable(self.triples, self.source)))
        return Frame(page, height=height)

    def export(self, *formats: str, to: str | Path) -> list[Path]:
        """Write the triples as ``graph.<extension>`` in one or more formats, and return the paths.

        Drawings (html, gexf, graphml) also have the classes and labels that the graph knows of the things in them.

        Args:
            formats: as `kg.KnowledgeGraph.export` takes them.
            to: the folder.

        Raises:
            QueryError: the answer is none of triples.
            UsageError: an unknown format, or a folder that cannot be written.
        """
        from kg import exporters

        paths = []
        for name in exporters.known(formats):
            triples = graphs.drawable(self.triples, self.source) if name in DRAWN else self.triples
            paths += exporters.write(graphs.store_of(triples), [name], folder=Path(to))
        return paths

    def to_text(self, format: str = "table", *, width: int | None = None, links: bool = False) -> str:
        """Return the answer as text.

        Args:
            format: table, csv, json (SPARQL 1.1 Query Results) or turtle (for triples only).
            width: of a table, in columns of the terminal; as wide as it needs if None.
            links: whether addresses in a table can be clicked (OSC 8).

        Raises:
            QueryError: the answer has no such form.
        """
        if format == "turtle":
            return turtle(self.triples).decode()
        if format == "table":
            return self._table(width, links=links)
        if format not in TEXT_FORMATS:
            raise QueryError(f"no format {format!r}; there are {', '.join(TEXT_FORMATS)}")
        if self.is_graph:
            raise QueryError(f"triples have no {format} form; ask for turtle or table")
        if self._truth is not None:
            word = str(self._truth).lower()
            return f'{{"head":{{}},"boolean":{word}}}\n' if format == "json" else f"answer\r\n{word}\r\n"
        document = values.as_json(self.columns, self._terms)
        if format == "json":
            return document.decode() + "\n"
        parsed = ox.parse_query_results(document, ox.QueryResultsFormat.JSON)
        return (parsed.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode()

    def _table(self, width: int | None, *, links: bool) -> str:
        rows = [self._cells(record) for record in self.records(prefixed=True)]
        cells = [[text for text, _ in row] for row in rows]
        opened = [[address for _, address in row] for row in rows] if links else None
        return table(self.columns, cells, width=width, links=opened)

    def _cells(self, record: Bindings) -> list[tuple[str, str | None]]:
        """Return the cells of a row, each with the address that it opens."""
        texts = {name: _shown(value) for name, value in record.items()}
        return [(text, address(texts.get(TITLED.get(name, name), text))) for name, text in texts.items()]


def _is_number(value: object) -> bool:
    return isinstance(value, NUMBERS) and not isinstance(value, bool)


def _short(term: Term | None) -> object:
    value = values.python(term)
    return prefixed(value) if isinstance(term, ox.NamedNode) else value


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return words.moment(value) if isinstance(value, datetime) else str(value)


def _column(found: list[Any]) -> list[object]:
    numbers = [float(value) if isinstance(value, Decimal) else value for value in found]
    kinds = {type(value) for value in numbers if value is not None}
    if kinds <= {int, float} or len(kinds) < 2:
        return [float(value) if value is not None and float in kinds else value for value in numbers]
    return [None if value is None else _shown(value) for value in found]
