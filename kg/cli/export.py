"""kg export: a graph -> files."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.faces import graph_option


@click.command()
@graph_option
@click.argument("format", nargs=-1, required=True)
@click.option("--to", type=click.Path(path_type=Path), help="Folder to write into.  [default: that of the graph]")
def export(folder: Path, format: tuple[str, ...], to: Path | None) -> None:
    """Write the graph as FORMAT: turtle, ntriples, jsonld, graphml, gexf, html."""
    from kg import graph

    for path in graph.open(folder).export(*format, to=to):
        click.echo(path)
