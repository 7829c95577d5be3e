"""The graph -> CSV: a file for each kind of thing, one for the edges, and their schema."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

from kg.exporters.tables import Table, schema, tables, text
from kg.rdf.store import Store


def export(store: Store) -> dict[str, bytes]:
    """Return the graph as CSV (RFC 4180) in UTF-8 with ``datapackage.json``.

    Lists are JSON, times ISO 8601 in UTC; what is not known is empty.
    """
    found = tables(store)
    files = {f"{table.name}.csv": _file(table) for table in found}
    return {**files, schema.NAME: schema.package(found, files, extension="csv", media="text/csv")}


def _file(table: Table) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return out.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return text(value) if isinstance(value, bool | datetime) else value
