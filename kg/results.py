"""SPARQL results -> Python rows, and texts: a table, CSV, JSON, Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.literals import python_value
from kg.store import turtle
from kg.vocab import PREFIXES

_JSON = ox.QueryResultsFormat.JSON
GAP = "   "  # between the columns of a table
TEXT_FORMATS = ("table", "csv", "json", "turtle")


class Answer:
    """The answer to a SPARQL query: rows (SELECT), triples (CONSTRUCT, DESCRIBE) or a truth value (ASK).

    Iterating gives a dict for each row: IRIs as `str`, literals as Python values, None where nothing is bound; of
    triples the keys are subject, predicate and object. ``bool(answer)`` is the truth value, or whether there are rows.
    """

    def __init__(self, result: Any) -> None:
        try:
            self._read(result)
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error

    def _read(self, result: Any) -> None:
        """Take all that a query gives; it is worked out only now."""
        self.columns: tuple[str, ...] = ("subject", "predicate", "object")
        self._truth: bool | None = None
        self._triples: list[ox.Triple] | None = None
        self._json = b""
        if isinstance(result, ox.QueryTriples):
            self._triples = sorted(set(result), key=str)
            self._rows = [(t.subject, t.predicate, t.object) for t in self._triples]
            return
        self._json = result.serialize(format=_JSON)
        parsed = ox.parse_query_results(self._json, _JSON)
        if isinstance(parsed, ox.QueryBoolean):
            self._truth = bool(parsed)
            self.columns, self._rows = ("answer",), []
        else:
            self.columns = tuple(variable.value for variable in parsed.variables)
            self._rows = [tuple(solution) for solution in parsed]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        if self._truth is not None:
            yield {"answer": self._truth}
        for row in self._rows:
            yield {name: _value(term) for name, term in zip(self.columns, row, strict=True)}

    def __len__(self) -> int:
        return 1 if self._truth is not None else len(self._rows)

    def __bool__(self) -> bool:
        return self._truth if self._truth is not None else bool(self._rows)

    def __repr__(self) -> str:
        return self.to_text("table")

    @property
    def is_graph(self) -> bool:
        """Whether the answer is made of triples."""
        return self._triples is not None

    def to_text(self, format: str = "table", *, width: int | None = None) -> str:
        """Return the answer as text.

        Args:
            format: table, csv, json (SPARQL 1.1 Query Results) or turtle (for triples only).
            width: of a table, in columns of the terminal; as wide as it needs if None.

        Raises:
            QueryError: the answer has no such form.
        """
        if format == "turtle":
            if self._triples is None:
                raise QueryError("only CONSTRUCT and DESCRIBE give triples; ask for table, csv or json")
            return turtle(self._triples).decode()
        if format == "table":
            return table(self.columns, [[_shown(value) for value in row.values()] for row in self], width=width)
        if format not in TEXT_FORMATS:
            raise QueryError(f"no format {format!r}; there are {', '.join(TEXT_FORMATS)}")
        if self._triples is not None:
            raise QueryError(f"triples have no {format} form; ask for turtle or table")
        if format == "json":
            return self._json.decode() + "\n"
        if self._truth is not None:
            return f"answer\r\n{str(self._truth).lower()}\r\n"
        parsed = ox.parse_query_results(self._json, _JSON)
        return (parsed.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode()


def _value(term: Any) -> Any:
    if isinstance(term, ox.Literal):
        return python_value(term)
    return None if term is None else str(getattr(term, "value", term))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = value.strftime("%Y-%m-%d %H:%M") if hasattr(value, "strftime") else str(value)
    prefix = next((p for p, space in PREFIXES.items() if text.startswith(space) and len(text) > len(space)), None)
    return f"{prefix}:{text.removeprefix(PREFIXES[prefix])}" if prefix else text


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, width: int | None = None) -> str:
    """Return a plain table; what does not fit `width` is wrapped within its column."""
    from rich.cells import cell_len, set_cell_size

    lines = [[" ".join(cell.split("\n")) for cell in row] for row in ([*columns], *rows)]
    sizes = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    total = sum(sizes) + len(GAP) * (len(sizes) - 1)
    if width is not None and total > width:
        return _wrapped(columns, lines[1:], width=width)
    head, *body = (GAP.join(map(set_cell_size, row, sizes)).rstrip() + "\n" for row in lines)
    return head + "─" * total + "\n" + "".join(body)


def _wrapped(columns: Sequence[str], rows: Iterable[Sequence[str]], *, width: int) -> str:
    """Return a table that is no wider than this; rich decides which column gives way."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        drawn.add_column(name, overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    console = Console(width=width, color_system=None, highlight=False)
    with console.capture() as capture:
        console.print(drawn)
    return "\n".join(line.rstrip() for line in capture.get().removesuffix("\n").split("\n")) + "\n"
