"""kg export: a graph -> files."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.faces import graph_option, viewer_option


@click.command()
@graph_option
@click.argument("format", nargs=-1, required=True)
@click.option("--to", type=click.Path(path_type=Path), help="Folder to write into.  [default: that of the graph]")
@viewer_option
def export(folder: Path, format: tuple[str, ...], to: Path | None, viewer: str) -> None:
    """Write the graph as FORMAT: turtle, ntriples, jsonld, graphml, gexf, html."""
    from kg import graph
    from kg.exporters import viewed

    for path in graph.open(folder).export(*viewed(format, viewer=viewer), to=to):
        click.echo(path)
