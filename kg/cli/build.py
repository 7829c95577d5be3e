"""kg build: sources -> an output folder."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.output import OUTPUT, config_option, viewer_option
from kg.folder import OutputFolder, write_whole
from kg.identity import DEFAULT_BASE
from kg.words import count

if TYPE_CHECKING:
    from kg.build.progress import Stages

ENDINGS = (signal.SIGINT, signal.SIGTERM)
BLAS_THREADS = "OPENBLAS_NUM_THREADS"  # in the environment: of the library that NumPy multiplies matrices with
M_MXFAST = 1  # a parameter of glibc's malloc, by its number in malloc.h: up to which size what is freed goes into bins
MOST_SHOWN = 10  # rejected files and warnings on the terminal; the report has all


@click.command()
@click.argument("source", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help=f"Folder to write, as a whole.  [default: {OUTPUT}]"
)
@click.option("--base", help=f"IRI that all IRIs of the graph begin with.  [default: {DEFAULT_BASE}]")
@config_option
@click.option("--drafts", is_flag=True, help="Read drafts too, whatever the settings say.")
@click.option("--jobs", type=click.IntRange(1), help="Processes that read files.  [default: the number of cores]")
@click.option("--log", is_flag=True, help="Write a plain line for each stage to stderr, and draw no bar.")
@click.option("--anew", is_flag=True, help="Take nothing over from the last build.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the output is not what a build gives now.")
@click.option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="File to write what took how long to (cProfile, this process); python -m pstats reads it.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if anything was rejected.")
@click.option("--formats", help="Comma-separated; see kg export --help.  [default: turtle,html]")
@click.option(
    "--organizations",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Turtle or CSV (name, aliases, url) of organizations to look for, beside the built-in ones.",
)
@click.option(
    "--organizations-from",
    type=click.Choice(["gazetteer", "spacy"]),
    default="gazetteer",
    show_default=True,
    help="What finds their names; spacy needs the extra kg-news[spacy].",
)
@viewer_option
@click.option(
    "--merges",
    type=click.Path(path_type=Path),
    multiple=True,
    help="File that pins what is one thing, or forbids it, beside the merges.yaml of SOURCE.",
)
@click.option(
    "--stories",
    type=click.Path(path_type=Path),
    multiple=True,
    help="File that joins, parts and names stories, beside the stories.yaml of SOURCE.",
)
def build(  # noqa: PLR0913 - a parameter an option
    source: tuple[Path, ...],
    output: Path | None,
    base: str | None,
    config: Path | None,
    formats: str | None,
    organizations: tuple[Path, ...],
    viewer: str,
    *,
    anew: bool,
    check: bool,
    log: bool,
    profile: Path | None,
    strict: bool,
    **options: Any,
) -> None:
    """Build the graph of SOURCE: files, folders or whole sites.

    Also - for standard input, an archive (tar, zip), or REPO@REVISION for what git has of a folder. What [build] in the
    kg.toml of the working directory (or in that of --config) says counts where no option does.
    """
    from kg import exporters, settings
    from kg.build import pipeline
    from kg.build.progress import Stages

    # only the map of the page multiplies matrices; threads that wait for some take a tenth of the time of a small build
    os.environ.setdefault(BLAS_THREADS, "1")
    _without_bins()
    stages = Stages(watched=True, logged=log)
    usual = settings.load(config).build
    output = output or Path(usual.output or OUTPUT)
    chosen = formats.split(",") if formats is not None else usual.formats or pipeline.DEFAULT_FORMATS
    options |= {
        "output": output,
        "base": base or usual.base or DEFAULT_BASE,
        "config": config,
        "formats": exporters.viewed(chosen, viewer=viewer),
        "organizations": organizations or tuple(map(Path, usual.organizations)),
        "progress": stages,
    }
    with _stoppable(output), _profiled(profile):
        if check:
            sys.exit(_checked(pipeline.stale(source, **options), output))
        built = pipeline.build(source, **options, anew=anew)
    _summary(OutputFolder(built.folder), stages)
    if strict and built.rejected:
        sys.exit(1)


def _checked(stale: list[str], output: Path) -> int:
    """Say on stderr whether an output is current, and return the exit code."""
    for line in stale:
        click.echo(f"stale: {line}", err=True)
    if not stale:
        click.echo(f"{output} is current", err=True)
    return 1 if stale else 0


@contextmanager
def _stoppable(output: Path) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end a build in order: nothing is left beside the output folder, which stays as it was."""

    def stop(number: int, _: object) -> None:
        for other in ENDINGS:
            signal.signal(other, signal.SIG_IGN)  # what is half written is being deleted
        raise _StoppedError(number)

    before = {number: signal.signal(number, stop) for number in ENDINGS}
    try:
        yield
    except _StoppedError as stopped:
        click.echo(f"kg: stopped; {output} is as it was", err=True)
        sys.exit(128 + stopped.number)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _profiled(path: Path | None) -> Iterator[None]:
    """Write what Python did while this lasts, and how long it took, where a path is given; after an error, too."""
    if path is None:
        yield
        return
    import cProfile
    import marshal

    profile = cProfile.Profile()
    try:
        with profile:
            yield
    finally:
        profile.create_stats()
        write_whole(path, marshal.dumps(profile.stats), parents=True)  # as pstats reads it
        click.echo(f"profile: {path}; python -m pstats {path} shows it", err=True)


def _without_bins() -> None:
    """Let this process keep no bins of small pieces of freed memory; for a process that ends soon.

    glibc goes through all of them whenever something large is freed. Loading the store frees a million: without bins it
    is 3 % less time of a build of 10,000 articles, and the same memory. Other libraries of C than glibc do as they do.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(M_MXFAST, 0)


class _StoppedError(BaseException):
    """A signal asked for the end; nothing on the way should take it for an error of its own."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _summary(folder: OutputFolder, stages: Stages) -> None:
    """Say on stderr what a build made, and what it could not take; its folder is the result, on stdout."""
    from kg.sources import account
    from kg.sources.articles import NO_ADDRESS_GIVEN  # of which the account says how many there are

    report = folder.read_report()
    counts = report["counts"]
    for part, text in (("rejected", "reason"), ("warnings", "message")):
        found = _classes([item for item in report[part] if item[text] != NO_ADDRESS_GIVEN], text)
        for item, others in found[:MOST_SHOWN]:
            more = f" (and {count(others, 'other')} like it)" if others else ""
            click.echo(f"{part.removesuffix('s')}: {item['path']}:{item['line']}: {item[text]}{more}", err=True)
        rest = sum(1 + others for _, others in found[MOST_SHOWN:])
        if rest:
            click.echo(f"... and {rest:,} more {part}: see {folder.report}", err=True)
    files = account.of_report(report)
    for line in files.lines():
        click.echo(line, err=True)
    click.echo(
        f"{files.summary()}; "
        f"articles: {counts['articles']:,}, {counts['stubs']:,} of them stubs; providers: {counts['providers']:,}; "
        f"topics: {counts['topics']:,}; organizations: {counts['organizations']:,}; "
        f"stories: {counts['stories']:,}; triples: {counts['triples']:,}; in {sum(stages.seconds.values()):.1f} s; "
        f"sha256 of the output: {report['sha256']}",
        err=True,
    )
    if stages.changed:
        _history(report["history"])
    click.echo(folder.path)


def _classes(items: list[dict[str, Any]], text: str) -> list[tuple[dict[str, Any], int]]:
    """Return the first item of each class, with the number of the others: of one class are those that say the same."""
    from kg.validation.formats import MANY, shape

    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        groups.setdefault(shape(item[text], item["path"]), []).append(item)
    found: list[tuple[dict[str, Any], int]] = []
    for group in groups.values():
        found += [(group[0], len(group) - 1)] if len(group) >= MANY else [(item, 0) for item in group]
    return found


def _history(history: dict[str, Any]) -> None:
    """Say on stderr what became of the stories of the last build, if anything did."""
    if "skipped" in history:
        click.echo(f"stories are not compared with those of the last build: {history['skipped']}", err=True)
    elif any(history["counts"].values()):
        changes = ", ".join(f"{number:,} {what}" for what, number in history["counts"].items() if number)
        click.echo(f"stories since the last build: {changes}", err=True)
