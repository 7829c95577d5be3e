"""The graph -> CSV: a file for each kind of thing, one for the edges, and their schema."""

from __future__ import annotations

import json
from functools import partial

from kg.exporters.tables import csv_file, schema, tables
from kg.rdf.store import Store


def export(store: Store) -> dict[str, bytes]:
    """Return the graph as CSV (RFC 4180) in UTF-8 with ``datapackage.json``.

    Lists are JSON, times ISO 8601 in UTC; what is not known is empty.
    """
    found = tables(store)
    array = partial(json.dumps, ensure_ascii=False)
    files = {f"{table.name}.csv": csv_file(table.columns, table.rows, array=array) for table in found}
    return {**files, schema.NAME: schema.package(found, files, extension="csv", media="text/csv")}
