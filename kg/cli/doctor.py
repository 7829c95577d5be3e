"""kg doctor: sources -> what they hold."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import format_option, printable, write_result


@click.command()
@click.argument("source", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option("text", "json")
def doctor(source: tuple[Path, ...], form: str) -> None:
    """Say what SOURCE holds: keys, types, vintages, coverage, dates, oddities, and names that could be read."""
    from kg import sources
    from kg.sources.opening import opened
    from kg.validation import survey

    with opened(source) as paths:
        for remark in paths.remarks:
            click.echo(remark, err=True)
        found = survey.survey(sources.find(paths))
    write_result(form, found, text=lambda: printable(survey.text(found).splitlines()))
