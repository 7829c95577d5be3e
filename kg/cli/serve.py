"""kg serve: a graph -> a SPARQL endpoint and pages, over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg import server
from kg.cli.output import graph_option


@click.command()
@graph_option
@click.option("--host", default=server.HOST, show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=server.PORT,
    show_default=True,
    help="Port to listen on; 0: a free one.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=server.TIMEOUT,
    show_default=True,
    help="Seconds that a query may take.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1024),
    default=server.LIMIT,
    show_default=True,
    help="MiB that an answer may have.",
)
@click.option("--workers", type=click.IntRange(1, 64), help="Queries at a time; as many as cores, four at most.")
@click.option("--allow-service", is_flag=True, help="Let queries ask other endpoints (SERVICE).")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="A site whose pages may read answers; more than once.")
@click.option("--public", is_flag=True, help="Let any site's pages read answers, and take any name of a host.")
def serve(
    folder: Path, host: str, port: int, *, allow_service: bool, cors: tuple[str, ...], public: bool, **limits: Any
) -> None:
    """Serve a graph: a read-only SPARQL endpoint at /sparql, a query page, the map, a page for each thing.

    With KG_SERVE_TOKEN in the environment, each request must have that token.
    """
    server.serve(
        folder,
        host=host,
        port=port,
        limits=server.Limits(service=allow_service, **limits),
        cors=cors,
        public=public,
        ready=lambda address: click.echo(f"{folder}: {address}", err=True),
    )
