"""kg validate: sources -> what is wrong with them, to the line and column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kg.cli.faces import write
from kg.codes import CODES, SEVERITIES

if TYPE_CHECKING:
    from kg.sources import Found
    from kg.validation import Finding
    from kg.validation.settings import Settings


@click.command()
@click.argument("source", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text", show_default=True
)
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="Least severity for exit code 1.  [default: warning]")
@click.option("--ignore", "ignored", multiple=True, metavar="CODE", help="Do not report this code; may be repeated.")
@click.option("--exclude", "excluded", multiple=True, metavar="GLOB", help="Report nothing of files like this.")
@click.option("--config", type=click.Path(path_type=Path), help="Settings.  [default: kg.toml, or pyproject.toml]")
@click.option("--baseline", type=click.Path(path_type=Path), help="What was found before, and does not count.")
@click.option("--write-baseline", is_flag=True, help="Write what is found now as the baseline.")
@click.option("--codes", "listed", is_flag=True, help="List the codes.")
@click.pass_context
def validate(  # noqa: PLR0913 - a parameter an option
    context: click.Context,
    source: tuple[Path, ...],
    form: str,
    fail_on: str | None,
    ignored: tuple[str, ...],
    excluded: tuple[str, ...],
    config: Path | None,
    baseline: Path | None,
    *,
    write_baseline: bool,
    listed: bool,
) -> None:
    """Find what is wrong with SOURCE: files, folders or whole sites.

    Exit code 0: nothing as grave as --fail-on; 1: something; 2: wrong usage.
    """
    from kg import sources, validation
    from kg.reports import distribution_version
    from kg.validation import formats, settings

    if listed:
        for code in CODES.values():
            click.echo(f"{code.code}  {code.severity:8} {code.name:24} {code.title}")
        return
    if not source:
        raise click.UsageError("name a file, a folder or a site")
    chosen = _chosen(settings.load(config), fail_on, ignored, excluded, baseline)
    files = sources.find(source)
    findings = chosen.kept(validation.check(files))
    if write_baseline:
        path = Path(chosen.baseline or settings.BASELINE)
        path.write_text(settings.write_baseline(findings), encoding="utf-8")
        click.echo(f"{path}: {len(findings):,} findings that no longer count", err=True)
        return
    findings = _new(findings, chosen)
    write(formats.FORMATS[form](findings, version=distribution_version()))
    click.echo(formats.summary(findings, files=_read(files)), err=True)
    if chosen.fails(findings):
        context.exit(1)


def _chosen(
    found: Settings, fail_on: str | None, ignored: Sequence[str], excluded: Sequence[str], baseline: Path | None
) -> Settings:
    """Return the settings with what the command line says beside or instead."""
    from kg.validation.settings import known_codes

    codes = known_codes(code for text in ignored for code in text.replace(",", " ").split())
    return msgspec.structs.replace(
        found,
        ignore=(*found.ignore, *codes),
        exclude=(*found.exclude, *excluded),
        fail_on=fail_on or found.fail_on,
        baseline=found.baseline if baseline is None else str(baseline),
    )


def _new(findings: list[Finding], chosen: Settings) -> list[Finding]:
    """Return the findings that are not in the baseline, and say on stderr if some of that are mended."""
    from kg.validation.settings import without_baseline

    if chosen.baseline is None:
        return findings
    left, gone = without_baseline(findings, Path(chosen.baseline))
    if gone:
        click.echo(f"{chosen.baseline}: {gone:,} findings are gone; write it anew with --write-baseline", err=True)
    return left


def _read(files: Sequence[Found]) -> int:
    return sum(file.kind != "other" for file in files)
