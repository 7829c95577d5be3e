"""kg doctor: sources -> what they hold."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import config_option, format_option, printable, source_files, write_result


@click.command()
@click.argument("source", nargs=-1, required=True, type=click.Path(path_type=Path))
@config_option
@format_option("text", "json")
def doctor(source: tuple[Path, ...], config: Path | None, form: str) -> None:
    """Say what SOURCE holds: keys and what reads them, coverage, dates, oddities, and what kg.toml could say."""
    import msgspec

    from kg import validation
    from kg.sources.opening import opened
    from kg.validation import kg_toml, proposal, survey, wording

    with opened(source) as paths:
        for remark in paths.remarks:
            click.echo(remark, err=True)
        files = source_files(paths, config=config)
        readings = validation.readings_of(files)
        found = survey.survey(files, readings)
        lines = kg_toml.suggestions(proposal.propose(found, files, readings))
    found = msgspec.structs.replace(found, suggestions=lines)
    write_result(form, found, text=lambda: printable(wording.text(found).splitlines()))
