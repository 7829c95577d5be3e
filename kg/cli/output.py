"""What the commands share: the option that names the graph, and how results are written."""

from __future__ import annotations

import csv
import functools
import io
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import click

graph_option = click.option(
    "-g", "--graph", "folder", type=click.Path(path_type=Path), default="output", help="Output folder of a build."
)
asked_option = click.option(
    "-g", "--graph", "folder", default="output", help="Output folder of a build, or https://... of a SPARQL endpoint."
)

viewer_option = click.option(
    "--viewer",
    type=click.Choice(["sigma", "pyvis"]),
    default="sigma",
    show_default=True,
    help="What draws graph.html; for small graphs and notebooks: pyvis.",
)


def columns() -> int | None:
    """Return the width of the terminal; None where there is none, for then nothing has to fit."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def clickable() -> bool:
    """Return whether what goes to stdout may hold links (OSC 8): terminals that do not know them pass over them."""
    return sys.stdout.isatty() and os.environ.get("TERM") not in ("dumb", "linux")


def write(text: str) -> None:
    """Write a result to stdout as it is."""
    click.echo(text, nl=False)


def wrapped(text: str, *, hanging: int = 0) -> str:
    """Return text with lines that fit the terminal; what goes on below is indented by so many columns more."""
    width = columns()
    if width is None:
        return text
    lines = text.split("\n")
    indents = [" " * (len(line) - len(line.lstrip(" ")) + hanging) for line in lines]
    fill = functools.partial(textwrap.fill, width=width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(fill(line, subsequent_indent=indent) for line, indent in zip(lines, indents, strict=True))


def as_csv(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV (RFC 4180); times are ISO 8601 in UTC, None is empty."""
    from kg.rdf.literals import utc_text

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([utc_text(cell) if isinstance(cell, datetime) else cell for cell in row] for row in rows)
    return text.getvalue()


def as_json(value: object) -> str:
    """Return records, or what is made of them, as JSON to read; times are ISO 8601 in UTC."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"
