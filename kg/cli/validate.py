"""kg validate: sources -> what is wrong with them, to the line and column."""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kg.cli.output import config_option, format_option, graph_option, printable, source_files, write
from kg.codes import CODES, SEVERITIES

if TYPE_CHECKING:
    from kg.settings import Validate
    from kg.sources import InputFile
    from kg.sources.account import Account
    from kg.validation import Finding


@click.command()
@click.argument("source", nargs=-1, type=click.Path(path_type=Path))
@format_option("text", "json", "sarif", "github")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="Least severity for exit code 1.  [default: warning]")
@click.option("--ignore", "ignored", multiple=True, metavar="CODE", help="Do not report this code; may be repeated.")
@click.option("--exclude", "excluded", multiple=True, metavar="GLOB", help="Report nothing of files like this.")
@config_option
@click.option("--every", is_flag=True, help="Show each finding, not classes of many by their first.")
@click.option("--baseline", type=click.Path(path_type=Path), help="What was found before, and does not count.")
@click.option("--write-baseline", is_flag=True, help="Write what is found now as the baseline.")
@click.option("--fix", is_flag=True, help="Show as a diff what is safe to mend, ask, and write it.")
@click.option("--yes", is_flag=True, help="With --fix: write without asking.")
@click.option("--diff", is_flag=True, help="With --fix: only show the diff.")
@click.option("--shacl", is_flag=True, help="Hold the graph of a build against its shapes (extra kg-news[shacl]).")
@graph_option
@click.option("--full", is_flag=True, help="With --shacl: the whole graph, whatever its size.")
@click.option("--seed", type=int, default=0, show_default=True, help="With --shacl: another one is another sample.")
@click.option("--codes", "listed", is_flag=True, help="List the codes.")
@click.pass_context
def validate(  # noqa: PLR0912, PLR0913, PLR0917 - a parameter an option, and what each says
    context: click.Context,
    source: tuple[Path, ...],
    form: str,
    fail_on: str | None,
    ignored: tuple[str, ...],
    excluded: tuple[str, ...],
    config: Path | None,
    baseline: Path | None,
    folder: Path,
    seed: int,
    *,
    shacl: bool,
    full: bool,
    every: bool,
    write_baseline: bool,
    fix: bool,
    yes: bool,
    diff: bool,
    listed: bool,
) -> None:
    """Find what is wrong with SOURCE: files, folders or whole sites; with --shacl, with the graph of a build.

    Exit code 0: nothing as grave as --fail-on; 1: something; 2: wrong usage. With --fix, what is left counts.
    """
    from kg import settings, validation
    from kg.build.report import distribution_version
    from kg.sources.opening import Opened, opened
    from kg.validation import baseline as baselines
    from kg.validation import formats

    if listed:
        for code in CODES.values():
            click.echo(f"{code.code}  {code.severity:8} {code.name:24} {code.title}")
        return
    if not source and not shacl:
        raise click.UsageError("name a file, a folder or a site")
    if full and not shacl:
        raise click.UsageError("--full goes with --shacl")
    chosen = _chosen(settings.load(config).validate, fail_on, ignored, excluded, baseline)
    if (yes or diff) and not fix:
        raise click.UsageError("--yes and --diff go with --fix")
    with opened(source, without=folder) if source else nullcontext(Opened()) as paths:
        for remark in paths.remarks:
            click.echo(remark, err=True)
        files = source_files(paths, config=config, without=folder)
        if fix and not paths.is_lasting:
            raise click.UsageError("--fix mends files and folders, but no archive, no revision, and not what - reads")
        if fix:
            _fix(files, chosen, ask=not yes, only_show=diff)
        findings, account = _found(files, source)
        if shacl:
            findings = sorted([*findings, *_shapes(folder, files, full=full, seed=seed)], key=validation.order)
        findings = [msgspec.structs.replace(finding, file=paths.shown(finding.file)) for finding in findings]
    findings = baselines.kept(findings, chosen)
    if write_baseline:
        path = Path(chosen.baseline or baselines.BASELINE)
        path.write_text(baselines.write_baseline(findings), encoding="utf-8")
        click.echo(f"{path}: {len(findings):,} findings that no longer count", err=True)
        return
    findings = _new(findings, chosen)
    if not fix:  # stdout has the diff
        text = functools.partial(formats.text, every=every)
        write((text if form == "text" else formats.FORMATS[form])(findings, version=distribution_version()))
    for line in account.lines():
        click.echo(line, err=True)
    click.echo(formats.summary(findings, files=account.summary()), err=True)
    if baselines.fails(findings, chosen):
        context.exit(1)


def _found(files: Sequence[InputFile], source: Sequence[Path]) -> tuple[list[Finding], Account]:
    """Return the findings of files, one if nothing in them can be read among them, and what became of the files."""
    from kg import validation
    from kg.sources import account

    readings = validation.readings_of(files)
    became = account.account(files, readings)
    findings = validation.findings_of(files, readings)
    if source:
        findings += validation.nothing_read(became, readings, ", ".join(map(str, source)))
    return findings, became


def _chosen(
    found: Validate, fail_on: str | None, ignored: Sequence[str], excluded: Sequence[str], baseline: Path | None
) -> Validate:
    """Return the settings with what the command line says beside or instead."""
    from kg.settings import known_codes

    codes = known_codes(code for text in ignored for code in text.replace(",", " ").split())
    return msgspec.structs.replace(
        found,
        ignore=(*found.ignore, *codes),
        exclude=(*found.exclude, *excluded),
        fail_on=fail_on or found.fail_on,
        baseline=found.baseline if baseline is None else str(baseline),
    )


def _shapes(folder: Path, files: Sequence[InputFile], *, full: bool, seed: int) -> list[Finding]:
    """Return where the graph of a build breaks its contract, and say on stderr how much was looked at."""
    from kg import validation
    from kg.validation import shapes

    checked = shapes.check(folder, full=full, seed=seed)
    part = f"a sample of {checked.things:,} things (--full: all)" if checked.sampled else "all of it"
    click.echo(f"{folder}: {checked.triples:,} triples, {part} held against the shapes", err=True)
    return validation.located(checked.drafts, validation.Files(files))


def _fix(files: Sequence[InputFile], chosen: Validate, *, ask: bool, only_show: bool) -> None:
    """Show what is safe to mend as a diff on stdout, and write it if that is wanted."""
    from kg import validation
    from kg.validation import mending
    from kg.validation.baseline import kept, without_baseline
    from kg.validation.finding import contents, shown

    def check(changed: Mapping[str, bytes]) -> list[Finding]:
        findings = kept(validation.check(files, changed=changed), chosen)
        return findings if chosen.baseline is None else without_baseline(findings, Path(chosen.baseline))[0]

    before = {}
    after = mending.mend(files, check)
    for location in sorted(after):
        before[location] = contents(location) or b""
        text = mending.diff(before[location], after[location], shown(location))
        steered = sys.stdout.isatty()  # by what a hostile file holds, if that came to a terminal as it is
        write(printable(text.split("\n")[:-1]) if steered else text)
    if not after:
        click.echo("nothing that is safe to mend", err=True)
    elif only_show or (ask and not (sys.stdin.isatty() and click.confirm(f"Write {len(after):,} files?", err=True))):
        click.echo(f"{len(after):,} files could be mended; nothing was written (--yes writes)", err=True)
    else:
        _write(before, after)


def _write(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Write what was mended, each file in one step."""
    from kg.errors import UsageError
    from kg.validation import mending
    from kg.validation.finding import shown

    written = 0
    for location in sorted(after):
        try:
            done = mending.write(location, before[location], after[location])
        except OSError as error:
            raise UsageError(f"{shown(location)}: cannot be written: {error.strerror}; check who may write") from error
        written += done
        if not done:
            click.echo(f"{shown(location)}: has changed meanwhile, and was left as it is", err=True)
    click.echo(f"{written:,} files mended", err=True)


def _new(findings: list[Finding], chosen: Validate) -> list[Finding]:
    """Return the findings that are not in the baseline, and say on stderr if some of that are mended."""
    from kg.validation.baseline import without_baseline

    if chosen.baseline is None:
        return findings
    left, gone = without_baseline(findings, Path(chosen.baseline))
    if gone:
        click.echo(f"{chosen.baseline}: {gone:,} findings are gone; write it anew with --write-baseline", err=True)
    return left
