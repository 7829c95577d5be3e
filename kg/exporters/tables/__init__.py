"""The graph -> tables: a table for each kind of thing, one for the edges, and what their columns hold.

A column has one type. Those of the properties that kg itself writes are always there, so that an empty table has its
columns too; what other extractors add comes after them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec

from kg.rdf.literals import utc_text
from kg.rdf.network import NODE_KINDS, Attributes, parts
from kg.rdf.properties import KINDS, literals_of
from kg.rdf.store import Store
from kg.rdf.vocab import XSD

STRING, INTEGER, NUMBER, BOOLEAN, DATETIME, ARRAY = "string", "integer", "number", "boolean", "datetime", "array"
EDGES = {"source": STRING, "target": STRING, "kind": STRING, "weight": NUMBER}
LARGEST = 2**63  # of whole numbers: what fits 64 bits
_TYPES: dict[type, str] = {
    str: STRING, bool: BOOLEAN, int: INTEGER, float: NUMBER, Decimal: NUMBER, datetime: DATETIME, list: ARRAY,
}  # fmt: skip
_OF_DATATYPES: dict[str, str] = {
    XSD.string: STRING, XSD.anyURI: STRING, XSD.integer: INTEGER, XSD.decimal: NUMBER, XSD.boolean: BOOLEAN,
    XSD.dateTime: DATETIME,
}  # fmt: skip


class Table(msgspec.Struct, frozen=True):
    """A table: its name, its columns with the type of each, and its rows; what is not known is None.

    Texts are str, arrays lists of str, numbers int and float, times aware and in UTC.
    """

    name: str
    columns: dict[str, str]
    rows: list[tuple[Any, ...]]


def tables(store: Store) -> list[Table]:
    """Return the tables of a graph, each sorted: articles, providers, topics, organizations, images, stories, edges."""
    found = parts(store)
    by_kind: dict[str, list[tuple[str, Attributes]]] = {kind: [] for kind in NODE_KINDS}
    for iri, values in sorted(found.nodes.items()):
        by_kind[values["kind"]].append((iri, values))
    story = {target: source for source, target, key in reversed(found.edges) if key == "part"}
    nodes = [_table(kind, rows, story) for kind, rows in by_kind.items()]
    edges = [(source, target, key, 1.0) for source, target, key in found.edges]
    return [*nodes, Table("edges", dict(EDGES), edges)]


def _table(kind: str, things: Sequence[tuple[str, Attributes]], story: Mapping[str, str]) -> Table:
    usual = {each.name: ARRAY if each.many else _OF_DATATYPES[each.value] for each in literals_of(kind)}
    others = sorted({key for _, values in things for key in values} - {*usual, "kind", "label"})
    columns = {key: _type(usual.get(key), (values.get(key) for _, values in things)) for key in (*usual, *others)}
    rows = [
        (iri, str(values["label"]), *(_cell(values.get(key), type) for key, type in columns.items()))
        for iri, values in things
    ]
    columns = {"iri": STRING, "label": STRING, **{_free(key): type for key, type in columns.items()}}
    if kind == "article":  # the story that it is in, to group by
        columns["story"] = STRING
        rows = [(*row, story.get(str(row[0]))) for row in rows]
    return Table(KINDS[kind].several, columns, rows)


def _free(key: str) -> str:
    return f"{key}_" if key in ("iri", "label", "story") else key


def _type(usual: str | None, values: Iterable[object]) -> str:
    """Return the type of a column: the usual one if all values fit it, else what all of them are, else texts."""
    found = {_of(value) for value in values if value is not None}
    if ARRAY in found or usual == ARRAY:
        return ARRAY
    if usual is not None and found <= {usual} | ({INTEGER} if usual == NUMBER else set()):
        return usual
    if found == {INTEGER, NUMBER}:
        return NUMBER
    return found.pop() if len(found) == 1 else STRING


def _of(value: object) -> str:
    if type(value) is int and not -LARGEST <= value < LARGEST:
        return STRING
    if isinstance(value, datetime) and _utc(value) is None:
        return STRING
    return _TYPES.get(type(value), STRING)


def _cell(value: Any, type: str) -> object:
    if value is None:
        return None
    if type == ARRAY:
        return [text(item) for item in (value if isinstance(value, list) else [value])]
    if type == NUMBER:
        return float(value)
    if type == DATETIME:
        return _utc(value)
    return text(value) if type == STRING else value


def csv_file(
    heads: Iterable[str],
    rows: Iterable[tuple[object, ...]],
    *,
    array: Callable[[list[str]], str],
    end: str = "\r\n",
) -> bytes:
    """Return rows as CSV in UTF-8.

    Args:
        heads: the names of the columns.
        rows: of a table.
        array: makes a text of a list.
        end: of a line.
    """

    def cell(value: object) -> object:
        if isinstance(value, list):
            return array(value)
        return text(value) if isinstance(value, bool | datetime) else value

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end)
    writer.writerow(heads)
    writer.writerows(map(cell, row) for row in rows)
    return out.getvalue().encode()


def text(value: object) -> str:
    """Return a value as a text: times in ISO 8601, truth values as RDF has them.

    >>> text(True), text(7)
    ('true', '7')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        moment = _utc(value)
        return value.isoformat() if moment is None else utc_text(moment)
    return str(value)


def _utc(value: datetime) -> datetime | None:
    """Return a time in UTC; None for one without a zone, or at the end of the calendar."""
    try:
        return value.astimezone(UTC) if value.tzinfo is not None else None
    except OverflowError:
        return None
