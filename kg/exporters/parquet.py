"""The graph -> Parquet: a file for each kind of thing, one for the edges, and their schema."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from kg.exporters.tables import ARRAY, BOOLEAN, DATETIME, INTEGER, NUMBER, STRING, Table, schema, tables
from kg.rdf.store import Store

if TYPE_CHECKING:
    import pyarrow

MEDIA = "application/vnd.apache.parquet"


def export(store: Store) -> dict[str, bytes]:
    """Return the graph as Parquet with ``datapackage.json``: lists are lists of texts, times are in UTC."""
    import pyarrow

    types = {
        STRING: pyarrow.string(),
        INTEGER: pyarrow.int64(),
        NUMBER: pyarrow.float64(),
        BOOLEAN: pyarrow.bool_(),
        DATETIME: pyarrow.timestamp("us", tz="UTC"),
        ARRAY: pyarrow.list_(pyarrow.string()),
    }
    found = tables(store)
    files = {f"{table.name}.parquet": _file(table, types) for table in found}
    return {**files, schema.NAME: schema.package(found, files, extension="parquet", media=MEDIA)}


def _file(table: Table, types: dict[str, pyarrow.DataType]) -> bytes:
    import pyarrow
    from pyarrow import parquet

    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    arrays = [pyarrow.array(column, types[type]) for column, type in zip(columns, table.columns.values(), strict=True)]
    out = io.BytesIO()
    parquet.write_table(pyarrow.table(arrays, names=list(table.columns)), out, compression="zstd")
    return out.getvalue()
