"""What the commands share: the option that names the graph, and how results are written."""

from __future__ import annotations

import csv
import functools
import io
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

if TYPE_CHECKING:
    from kg.sources import InputFile

OUTPUT = "output"  # folder that a build writes


def _usual_folder() -> str:
    """Return what a command asks where -g says nothing: the output folder of the settings that it is given."""
    config = click.get_current_context().params.get("config")
    return str(output_folder(config if isinstance(config, Path) else None))  # where it is not given: a sign of click's


# the default is called when a command runs, not for --help: that reads no settings
graph_option = click.option(
    "-g",
    "--graph",
    "folder",
    type=click.Path(path_type=Path),
    default=_usual_folder,
    help="Output folder of a build.  [default: [build] output of kg.toml, else output]",
)
asked_option = click.option(
    "-g",
    "--graph",
    "folder",
    default=_usual_folder,
    help="Output folder of a build, or https://... of a SPARQL endpoint.  [default: [build] output of kg.toml, else "
    "output]",
)
pulled_option = click.option(
    "-o",
    "--output",
    "to",
    type=click.Path(path_type=Path),
    default=_usual_folder,
    help="Folder to write.  [default: [build] output of kg.toml, else output]",
)
config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="Settings, in place of the kg.toml of SOURCE and of the working directory.",
)
viewer_option = click.option(
    "--viewer",
    type=click.Choice(["sigma", "pyvis"]),
    default="sigma",
    show_default=True,
    help="What draws graph.html; for small graphs and notebooks: pyvis.",
)
to_option = click.option(
    "-o", "--to", type=click.Path(path_type=Path, dir_okay=False), help="File to write; else stdout."
)
Command = Callable[..., object]
Rows = tuple[Sequence[str], Iterable[Iterable[object]]]  # the names of columns, and what they hold


def format_option(*forms: str) -> Callable[[Command], Command]:
    """Return the option that says in which of these forms a result is written, the first by default."""
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], show_default=True)


def source_files(
    source: Iterable[Path], *, config: Path | None = None, without: Path | None = None, drafts: bool = False
) -> list[InputFile]:
    """Return the files of sources as a build finds them: without those of its output folder, pins and decisions.

    Args:
        source: files and folders.
        config: settings in place of those that the sources and the working directory have.
        without: the output folder; that of the settings, or the usual one, if None.
        drafts: whether to read drafts.
    """
    from kg import sources
    from kg.entities import decisions, pins

    folder = without if without is not None else output_folder(config)
    files = sources.find(source, without=folder, config=config, drafts=drafts)
    return [file for file in decisions.without_decisions(files) if file.path != pins.NAME]


def output_folder(config: Path | None = None) -> Path:
    """Return the folder that a build writes where nothing says otherwise."""
    from kg import settings

    return Path(settings.load(config).build.output or OUTPUT)


def columns() -> int | None:
    """Return the width of the terminal; None where there is none, for then nothing has to fit."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def clickable() -> bool:
    """Return whether what goes to stdout may hold links (OSC 8): terminals that do not know them pass over them."""
    return sys.stdout.isatty() and os.environ.get("TERM") not in ("dumb", "linux")


def write(text: str) -> None:
    """Write a result to stdout as it is."""
    click.echo(text, nl=False)


def write_result(form: str, document: object, *, text: Callable[[], str], csv: Rows = ((), ())) -> None:
    """Write a result to stdout: `document` as JSON, `csv` (names and rows), or a text, as was asked for."""
    write(as_json(document) if form == "json" else as_csv(*csv) if form == "csv" else text())


def printable(lines: Iterable[str]) -> str:
    """Return lines as a text that cannot steer a terminal, whatever a hostile file holds."""
    from kg.validation import formats

    return "".join(f"{formats.printable(line)}\n" for line in lines)


def picked(record: msgspec.Struct, names: Iterable[str]) -> dict[str, object]:
    """Return these attributes of a record, by their names."""
    return {name: getattr(record, name) for name in names}


def wrapped(text: str, *, hanging: int = 0) -> str:
    """Return text with lines that fit the terminal; what goes on below is indented by so many columns more."""
    width = columns()
    if width is None:
        return text
    lines = text.split("\n")
    indents = [" " * (len(line) - len(line.lstrip(" ")) + hanging) for line in lines]
    fill = functools.partial(textwrap.fill, width=width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(fill(line, subsequent_indent=indent) for line, indent in zip(lines, indents, strict=True))


def as_csv(names: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV (RFC 4180); times are ISO 8601 in UTC, several texts in one cell, None is empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows(map(_cell, row) for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    from kg.rdf.literals import utc_text

    if isinstance(value, datetime):
        return utc_text(value)
    return " ".join(value) if isinstance(value, tuple) else value


def as_json(value: object) -> str:
    """Return records, or what is made of them, as JSON to read; times are ISO 8601 in UTC."""
    return msgspec.json.format(msgspec.json.encode(_plain(value)), indent=2).decode() + "\n"


def _plain(value: object) -> object:
    """Return a value with its records as dicts, those too that are packed as arrays elsewhere."""
    if isinstance(value, msgspec.Struct):
        value = msgspec.structs.asdict(value)
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value  # an IRI is a text
