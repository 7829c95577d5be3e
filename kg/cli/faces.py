"""What the commands share: the option that names the graph, and how results are written."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

graph_option = click.option(
    "-g", "--graph", "folder", type=click.Path(path_type=Path), default="output", help="Output folder of a build."
)


def columns() -> int | None:
    """Return the width of the terminal; None where there is none, for then nothing has to fit."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def write(text: str) -> None:
    """Write a result to stdout as it is."""
    click.echo(text, nl=False)
