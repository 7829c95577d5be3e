"""The graph -> CSV files for Neo4j's import, and the line that imports them."""

from __future__ import annotations

from collections.abc import Iterable

from kg.exporters.tables import ARRAY, BOOLEAN, DATETIME, INTEGER, NUMBER, STRING, csv_file, tables
from kg.rdf.network import NODE_KINDS
from kg.rdf.properties import KINDS
from kg.rdf.store import Store

# the name of a table -> the label of its nodes
LABELS: dict[str, str] = {KINDS[kind].several: kind.capitalize() for kind in NODE_KINDS}
TYPES: dict[str, str] = {
    STRING: "string", INTEGER: "long", NUMBER: "double", BOOLEAN: "boolean", DATETIME: "datetime", ARRAY: "string[]",
}  # fmt: skip
ARRAYS = "\x1f"  # between the items of a list: the unit separator of ASCII, which no text has a use for
README = """\
Import this folder into a new database of Neo4j 5 or later, which must not be running, from within the folder:

{command}

Each thing is a node with the label of its kind ({labels}) and its IRI as `iri`;
each edge is a relationship of its kind: {kinds}.
"""


def export(store: Store) -> dict[str, bytes]:
    """Return the graph as CSV with the headers of ``neo4j-admin database import``, and ``README.txt`` with its line."""
    *nodes, edges = tables(store)
    files = {}
    for table in nodes:
        heads = ["iri:ID", *(f"{name}:{TYPES[type]}" for name, type in list(table.columns.items())[1:])]
        files[f"{table.name}.csv"] = _file(heads, table.rows)
    rows = [(source, target, kind.upper(), weight) for source, target, kind, weight in edges.rows]
    files["edges.csv"] = _file([":START_ID", ":END_ID", ":TYPE", "weight:double"], rows)
    kinds = sorted({kind for _, _, kind, _ in rows})
    about = README.format(
        command=command(), labels=", ".join(LABELS[table.name] for table in nodes), kinds=", ".join(kinds) or "none"
    )
    return {**files, "README.txt": about.encode()}


def command() -> str:
    """Return the line that imports the files."""
    nodes = [f"--nodes={label}={name}.csv" for name, label in LABELS.items()]
    options = ["--multiline-fields=true", "--array-delimiter=U+001F", "--id-type=string"]
    return " \\\n    ".join(["neo4j-admin database import full neo4j", *options, *nodes, "--relationships=edges.csv"])


def _file(heads: list[str], rows: Iterable[tuple[object, ...]]) -> bytes:
    return csv_file(heads, rows, array=lambda texts: ARRAYS.join(text.replace(ARRAYS, " ") for text in texts), end="\n")
