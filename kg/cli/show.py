"""kg show: one file -> what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import config_option, format_option, printable, write_result
from kg.identity import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.validation.outcome import Outcome


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="IRI that all IRIs of the graph begin with.")
@config_option
@format_option("text", "json")
def show(file: Path, base: str, config: Path | None, form: str) -> None:
    """Say what becomes of FILE: its keys and who reads them, its records, its triples, and what is wrong with it.

    The first answer to why something is not in the graph. A file that is skipped or rejected says why, and what to do.
    """
    from kg import sources
    from kg.identity import checked_base
    from kg.validation.outcome import outcome

    base = checked_base(base)
    found = outcome(sources.input_file(file, config=config), base=base)
    write_result(form, found, text=lambda: printable(_text(found, base)))


def _text(found: Outcome, base: str) -> Iterator[str]:
    """Yield the lines of what is to be read."""
    from kg.validation import formats
    from kg.validation.outcome import MOST_ROWS

    yield f"{found.file}: {found.status}{f': {found.why}' if found.why else f' as {found.kind}'}"
    if found.path != found.file:
        yield f"It is {found.path} in the graph."
    if found.address:
        yield f"{found.address[:1].upper()}{found.address[1:]}."
    if found.rows > MOST_ROWS:
        yield f"It has {found.rows:,} articles, of which the first {MOST_ROWS} are shown."
    if found.keys:
        yield from ("", "Keys: line, key, read as, value")
        rows = [
            (str(key.line), key.key, key.field or f"({key.note or 'nothing reads it'})", key.value)
            for key in found.keys
        ]
        yield from _aligned(rows)
    if found.records:
        yield from ("", "Records")
        for record in found.records:
            line = f", line {record['line']}" if "line" in record else ""
            yield f"  {record['record']}{line}"
            said = [(name, _said(value)) for name, value in record.items() if name not in ("record", "line")]
            yield from (f"  {row}" for row in _aligned(said))
    if found.things:
        yield from ("", "Things and their triples, where no other file says more")
        for thing in found.things:
            yield f"  {thing.iri.removeprefix(base)}"
            yield from (f"    {_short(triple, base)}" for triple in thing.triples)
    yield from ("", "Findings" if found.findings else "Findings: none")
    if found.findings:
        yield from formats.text(found.findings).rstrip("\n").split("\n")


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _said(value: object) -> str:
    """Return the value of an attribute as a text on one line."""
    from kg.rdf.literals import utc_text

    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, dict):
        return " ".join(f"{name}={_said(item)}" for name, item in value.items())
    return utc_text(value) if isinstance(value, datetime) else str(value)


def _short(triple: str, base: str) -> str:
    """Return the predicate and the object of a triple, IRIs with their prefix or without the base."""
    predicate, _, rest = triple.partition(" ")[2].removesuffix(" .").partition(" ")
    literal, quote, datatype = rest.rpartition('"')
    kind = f"{datatype[:2]}{_name(datatype[2:], base)}" if datatype.startswith("^^") else datatype
    return f"{_name(predicate, base)} {f'{literal}{quote}{kind}' if quote else _name(rest, base)}"


def _name(iri: str, base: str) -> str:
    from kg.rdf.properties import prefixed

    absolute = iri.strip("<>")
    short = prefixed(absolute)
    return short if short != absolute else absolute.removeprefix(base)
