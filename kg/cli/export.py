"""kg export: a graph -> files."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import columns, graph_option, viewer_option


@click.command()
@graph_option
@click.argument("format", nargs=-1)
@click.option("--to", type=click.Path(path_type=Path), help="Folder to write into.  [default: that of the graph]")
@click.option("--list", "listed", is_flag=True, help="Say what formats there are, and what each is for.")
@click.option("--picture", metavar="map|timeline|coverage", help="What svg and png show.  [default: map]")
@click.option("--story", metavar="ID", help="The story of the timeline.  [default: the largest]")
@viewer_option
def export(
    folder: Path,
    format: tuple[str, ...],
    to: Path | None,
    picture: str | None,
    story: str | None,
    viewer: str,
    *,
    listed: bool,
) -> None:
    """Write the graph in each FORMAT: turtle, html, csv, site, ...; --list names them all.

    A format of one file is graph.<extension>, one of several the folder graph-<format>; their paths go to stdout.
    """
    from kg import graph
    from kg.exporters import viewed

    if listed:
        return _list()
    if not format:
        raise click.UsageError("name a format; kg export --list says what there is")
    names = viewed(format, viewer=viewer)
    for path in graph.open(folder).export(*names, to=to, picture=picture, story=story):
        click.echo(path)
    return None


def _list() -> None:
    """Print a line for each format: name, what is written, what it is for, the extra that it needs, who offers it."""
    from kg import exporters

    rows = []
    for name, format in exporters.catalogue().items():
        if isinstance(format, Exception):
            rows.append((name, "-", f"cannot be used: {format}"))
            continue
        needs = f" (needs kg-news[{format.extra.name}])" if format.extra else ""
        offered = "" if format.origin == "kg" else f" (from {format.origin})"
        written = format.path(name) if format.extension else f"{format.path(name)}/"
        rows.append((name, written, format.purpose + needs + offered))
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    for name, written, purpose in rows:
        line = f"{name:{first}}  {written:{second}}  {purpose}"
        width = columns()
        if width is None:
            click.echo(line)
        else:
            click.echo(click.wrap_text(line, width, subsequent_indent=" " * (first + second + 4)))
