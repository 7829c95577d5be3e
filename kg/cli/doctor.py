"""kg doctor: sources -> what they hold."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import as_json, write


@click.command()
@click.argument("source", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def doctor(source: tuple[Path, ...], form: str) -> None:
    """Say what SOURCE holds: keys, types, vintages, coverage, dates, oddities, and names that could be read."""
    from kg import sources
    from kg.validation import formats, survey

    found = survey.survey(sources.find(source))
    if form == "json":
        write(as_json(found))
    else:
        write("".join(f"{formats.printable(line)}\n" for line in survey.text(found).splitlines()))
