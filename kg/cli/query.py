"""kg query: a question -> rows, or a graph."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.faces import columns, graph_option, write


@click.command()
@graph_option
@click.argument("query", required=False)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "turtle"]), help="Default: table, or turtle."
)
@click.option("--list", "listed", is_flag=True, help="List the saved questions.")
def query(folder: Path, query: str | None, form: str | None, *, listed: bool) -> None:
    """Ask in SPARQL: QUERY is a query, a FILE.rq or the name of a saved question."""
    from kg.graph import KnowledgeGraph
    from kg.questions import saved

    if listed:
        for question in saved().values():
            click.echo(f"{question.name:24} {question.title}")
        return
    if query is None:
        raise click.UsageError("give a query, a FILE.rq or the name of a saved question (kg query --list)")
    answer = open_graph(folder).query(query)
    write(answer.to_text(form or ("turtle" if answer.is_graph else "table"), width=columns()))
