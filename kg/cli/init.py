"""kg init: a site -> the kg.toml that says what kg cannot know of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import output_folder, printable, write

if TYPE_CHECKING:
    from kg.model import Reading
    from kg.sources import InputFile
    from kg.validation.kg_toml import Entry
    from kg.validation.preview import Figures

NO_ANSWER = "-"  # leaves a question open


@click.command()
@click.argument("site", type=click.Path(path_type=Path))
@click.option("--stdout", "to_stdout", is_flag=True, help="Write it to standard output, and no file.")
def init(site: Path, to_stdout: bool) -> None:  # noqa: FBT001 - click gives options by name
    """Write kg.toml into the folder SITE, from what its files hold, and show what would be built before and after.

    What is sure is set, all else stands there as a comment. At a terminal it asks where two answers are possible. A
    kg.toml that is there is not touched: exit code 2; --stdout shows what would be written all the same.
    """
    from kg import settings
    from kg.errors import UsageError
    from kg.sources.account import account
    from kg.validation import kg_toml, preview, proposal, readings_of, survey

    target = site / settings.FILE
    if not site.is_dir():
        raise UsageError(f"{site} is no folder; name the folder of the site")
    if os.path.lexists(target) and not to_stdout:
        raise UsageError(f"{target} is there already, and stays as it is; --stdout shows what would be written")
    before = preview.with_settings("", site, without=output_folder())
    readings = readings_of(before)
    found = survey.survey(before, readings, with_findings=False)
    entries = proposal.propose(found, before, readings)
    if sys.stdin.isatty() and sys.stderr.isatty():
        entries = tuple(_asked(entries))
    entries, after = _as_good(entries, site, before, readings)
    more = proposal.with_addresses(entries, account(*after).unread)
    if more != entries:  # keys that hold the address in half of those that have none now
        entries, after = _as_good(more, site, *after)
    text = kg_toml.toml(entries)
    click.echo(printable(_shown((before, readings), after)), err=True, nl=False)
    if to_stdout:
        write(text)
        return
    _write_new(target, text.encode())
    click.echo(f"{target} is written: read it, and correct what is wrong; kg build {site}", err=True)


def _asked(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Ask where the answer is not sure; what is left open stays as it was."""
    import msgspec

    for entry in entries:
        if not entry.question:
            yield entry
            continue
        is_yes_or_no = entry.question.endswith("(y/n)")
        usual = entry.value[0] if isinstance(entry.value, tuple) and entry.sure else NO_ANSWER
        answer = click.prompt(
            f"{entry.question} ({NO_ANSWER} leaves it open)", default=usual, err=True, show_default=usual != NO_ANSWER
        ).strip()
        if answer == NO_ANSWER or (is_yes_or_no and not answer.lower().startswith("y")):
            yield msgspec.structs.replace(entry, sure=False)
        elif is_yes_or_no:
            yield msgspec.structs.replace(entry, sure=True)
        else:
            value = (answer,) if isinstance(entry.value, tuple) else answer
            yield msgspec.structs.replace(entry, value=value, sure=True)


def _as_good(
    entries: tuple[Entry, ...], site: Path, before: Sequence[InputFile], readings: Sequence[Reading]
) -> tuple[tuple[Entry, ...], tuple[list[InputFile], list[Reading]]]:
    """Return the entries, and what is read with them; those by which something would be lost are comments."""
    import msgspec

    from kg.errors import UsageError
    from kg.validation import kg_toml, preview, readings_of

    least = preview.figures(before, readings)

    def tried(some: tuple[Entry, ...]) -> tuple[list[InputFile], list[Reading]] | None:
        try:
            files = preview.with_settings(kg_toml.toml(some), site, without=output_folder())
        except UsageError as error:
            click.echo(f"kg: {error}", err=True)
            return None
        found = files, readings_of(files)
        return found if preview.is_as_good(preview.figures(*found), least) else None

    after = tried(entries)
    if after is not None:
        return entries, after
    kept = tuple(msgspec.structs.replace(entry, sure=False) for entry in entries)
    after = [*before], [*readings]
    for place, entry in enumerate(entries):
        if entry.sure:
            some = (*kept[:place], entry, *kept[place + 1 :])
            found = tried(some)
            kept, after = (some, found) if found is not None else (kept, after)
    return kept, after


def _shown(
    before: tuple[Sequence[InputFile], Sequence[Reading]], after: tuple[Sequence[InputFile], Sequence[Reading]]
) -> Iterator[str]:
    """Yield what would be built before and after, and some articles as they would look."""
    from kg.validation import preview

    figures: tuple[Figures, Figures] = (preview.figures(*before), preview.figures(*after))
    width = max(len(name) for name, _ in figures[0].rows)
    yield f"{'What would be built':<{width}}  {'before':>9}  {'with it':>9}"
    for (name, one), (_, other) in zip(figures[0].rows, figures[1].rows, strict=True):
        yield f"{name:<{width}}  {one:>9,}  {other:>9,}"
    shown = list(preview.examples(after[1]))
    if shown:
        yield ""
        yield "Articles as they would look"
    for article in shown:
        said = preview.looks(article)
        widest = max(len(name) for name, _ in said)
        yield from (
            f"{'- ' if place == 0 else '  '}{name:<{widest}}  {value}" for place, (name, value) in enumerate(said)
        )
    yield ""


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that was not there: it is whole, or not there.

    Raises:
        UsageError: it cannot be written, or has come to be there meanwhile.
    """
    import tempfile

    from kg.errors import UsageError
    from kg.folder import umask

    try:
        handle, fresh = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with open(handle, "wb") as file:
                file.write(data)
            os.chmod(fresh, 0o666 & ~umask())
            _put(fresh, path)
        finally:
            if os.path.lexists(fresh):
                os.unlink(fresh)
    except FileExistsError as error:
        raise UsageError(f"{path} has come to be there meanwhile, and stays as it is") from error
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}; --stdout shows it") from error


def _put(fresh: str, path: Path) -> None:
    """Give a file its name, if nothing has it; a system without hard links renames it."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(str(path)) from None
        os.rename(fresh, path)
