"""kg query --why: the rows of an answer -> texts with the files and lines that each comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import words
from kg.cli.output import as_csv, as_json

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph
    from kg.provenance import Provenance
    from kg.provenance.why import Reason, Row

MOST_SHOWN = 5  # sources of a triple in a table; JSON and CSV have all
INDENT = "    "


def with_reasons(
    graph: KnowledgeGraph, query: str, form: str, *, files: Iterable[Path], parameters: Mapping[str, list[str]]
) -> str:
    """Return the answer to a query with what each row comes from, as a text for people, CSV or JSON.

    Raises:
        UsageError: another form.
    """
    if form not in ("table", "csv", "json"):
        raise click.UsageError("--why has the formats table, csv and json")
    rows = graph.why(query, files=files, **parameters)
    if form == "json":
        return as_json([_document(row) for row in rows])
    if form == "csv":
        names = [*rows[0].values] if rows else []
        return as_csv([*names, "why"], ([*row.values.values(), _places(row)] for row in rows))
    return "\n".join(map(_drawn, rows)) or "no rows\n"


def _places(row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{s.path}:{s.line}" for reason in row.reasons for s in reason.sources))


def _document(row: Row) -> dict[str, object]:
    return {"row": row.values, "why": row.reasons, **({"note": row.note} if row.note else {})}


def _drawn(row: Row) -> str:
    values = "   ".join(f"{name}: {_text(value)}" for name, value in row.values.items())
    lines = [values]
    lines += [f"{INDENT}{line}" for reason in row.reasons for line in drawn(reason, most=MOST_SHOWN)]
    lines += [f"{INDENT}{row.note}"] if row.note else []
    return "\n".join(lines) + "\n"


def drawn(reason: Reason, *, most: int | None = None) -> list[str]:
    """Return a triple and its sources as lines; no more sources than `most`."""
    shown = reason.sources if most is None else reason.sources[:most]
    more = len(reason.sources) - len(shown)
    lines = [_short(reason.triple), *(f"{INDENT}{source}" for source in shown)]
    return [*lines, f"{INDENT}and {more:,} more"] if more else lines


def reasons_of(known: Provenance, triple: object) -> list[Reason]:
    """Return the triples that are meant, each with its sources."""
    from kg.provenance.why import Reason

    return [Reason(str(found), known.of(found)) for found in known.match(known.pattern(triple))]


def _text(value: object) -> str:
    if value is None:
        return "-"
    text = words.moment(value) if isinstance(value, datetime) else str(value)
    return _short(f"<{text}>").strip("<>") if "://" in text else text


def _short(triple: str) -> str:
    """Return a triple with the prefixes of kg, where they fit."""
    from kg.rdf.properties import prefixed

    return re.sub("<([^>]*)>", lambda iri: iri[0] if prefixed(iri[1]) == iri[1] else prefixed(iri[1]), triple)
