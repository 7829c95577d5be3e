"""kg publish, kg pull: a graph -> a named graph in a SPARQL store, and back."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import graph_option, pulled_option

NAME = click.option("--name", "graph", help="IRI of the named graph.")
QUERY = click.option("--query", help="Address for queries, where it is not the one usual beside URL.")


@click.command()
@graph_option
@click.argument("url")
@NAME
@QUERY
def publish(folder: Path, url: str, graph: str | None, query: str | None) -> None:
    """Put the graph into the SPARQL store at URL, one named graph a build.

    URL is that of the Graph Store Protocol: .../store of Oxigraph, .../sparql-graph-crud-auth of Virtuoso, .../data
    of Fuseki. User and password come from KG_USER and KG_PASSWORD, or netrc.
    After an error the next try goes on where this
    one ended; in the end the triples are counted there.
    """
    from kg.build.publish import publish as put
    from kg.folder import OutputFolder
    from kg.rdf.store import Store

    store = Store.open(OutputFolder(folder).store)

    def told(done: int, total: int) -> None:
        click.echo(f"kg: piece {done} of {total}", err=True)

    done = put(store, url, folder=folder, graph=graph, query=query, progress=told)
    click.echo(f"{done.triples:,} triples in {done.graph}", err=True)
    click.echo(done.graph)


@click.command()
@click.argument("url")
@pulled_option
@NAME
@QUERY
def pull(url: str, to: Path, graph: str | None, query: str | None) -> None:
    """Fetch a graph of kg from the SPARQL store at URL into an output folder."""
    from kg.build.publish import pull as get

    click.echo(get(url, to=to, graph=graph, query=query))
