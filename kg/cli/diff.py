"""kg diff: two graphs -> what is different."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.output import format_option, to_option, write


@click.command(short_help="Say what is different between two graphs.")
@click.argument("old")
@click.argument("new")
@click.argument("path", required=False)
@click.option("--git", is_flag=True, help="OLD and NEW are revisions of the git repository that the folder PATH is in.")
@format_option("text", "json", "html", "patch")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many of a kind, as text.")
@click.option("--check", is_flag=True, help="Exit with 1 if there is a difference.")
@to_option
def diff(
    old: str, new: str, path: str | None, form: str, limit: int, to: Path | None, *, git: bool, check: bool
) -> None:
    """Say what is different between two graphs: articles by field, providers, topics, people, organizations, stories.

    OLD and NEW are output folders, files of RDF (.ttl, .nt, .jsonld ...), or FOLDER@REVISION: a folder of articles at a
    revision of its git repository.
    """
    from kg.analysis.diff import difference, page, texts
    from kg.build import snapshots
    from kg.folder import write_whole

    if git != (path is not None):
        raise click.UsageError("--git takes two revisions and a folder: kg diff --git REV1 REV2 PATH")
    if git:
        folder = Path(path or ".")
        sides = snapshots.at_revision(folder, old), snapshots.at_revision(folder, new)
    else:
        sides = snapshots.read(old), snapshots.read(new)
    found = difference(*sides)
    writers = {"json": texts.as_json, "html": page.page, "patch": texts.patch}
    written = writers[form](found) if form in writers else texts.text(found, limit=limit)
    if to is None:
        write(written)
    else:
        write_whole(to, written.encode())
    sys.exit(1 if check and found else 0)
