"""Tables -> the description of their files: a Data Package with Table Schemas (Frictionless, v1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from kg.exporters.tables import Table
from kg.rdf.properties import EDGE_KEYS, PROPERTIES

NAME = "datapackage.json"
# what the column of a table holds, where its name does not say it
MEANINGS: dict[str, str] = {
    **{each.name: each.meaning for each in PROPERTIES.values() if each.meaning},
    "iri": "what the thing goes by in the graph", "label": "what it is called",
    "story": "the IRI of the story that the article is in", "source": "the IRI of the thing that the edge starts from",
    "target": "the IRI of the thing that it leads to", "weight": "1 where the graph says none",
    "kind": " or ".join(", ".join(EDGE_KEYS.values()).rsplit(", ", 1)),
}  # fmt: skip


def package(tables: Sequence[Table], files: Mapping[str, bytes], *, extension: str, media: str) -> bytes:
    """Return the description of the tables as JSON in UTF-8.

    Args:
        tables: what was written.
        files: the bytes of each by name.
        extension: of the files.
        media: their media type.
    """
    document = {
        "profile": "tabular-data-package" if extension == "csv" else "data-package",
        "name": "kg",
        "title": "A knowledge graph of news: its things and what links them",
        "resources": [_resource(table, files[f"{table.name}.{extension}"], extension, media) for table in tables],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(table: Table, data: bytes, extension: str, media: str) -> dict[str, object]:
    fields = [
        {"name": name, "type": type, **({"description": MEANINGS[name]} if name in MEANINGS else {})}
        for name, type in table.columns.items()
    ]
    key = {} if table.name == "edges" else {"primaryKey": "iri"}
    return {
        "profile": "tabular-data-resource" if extension == "csv" else "data-resource",
        "name": table.name,
        "path": f"{table.name}.{extension}",
        "format": extension,
        "mediatype": media,
        **({"encoding": "utf-8"} if extension == "csv" else {}),
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {"fields": fields, "missingValues": [""], **key},
    }
