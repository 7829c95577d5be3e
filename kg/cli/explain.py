"""kg explain: two articles -> why they are, or are not, in one story."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import format_option, graph_option, wrapped, write_result


@click.command()
@graph_option
@click.argument("a")
@click.argument("b")
@format_option("text", "json")
def explain(folder: Path, a: str, b: str, form: str) -> None:
    """Say why the articles A and B are, or are not, in one story.

    An article goes by its address (an AMP address does, too), its IRI, or the beginning of its id. The answer has the
    evidence between the two, the strongest way from the one to the other, and the link without which they would part;
    or how much their stories have in common, how much it takes, and what is missing.
    """
    from kg import graph

    found = graph.open(folder).explain(a, b)
    write_result(form, found, text=lambda: wrapped(str(found), hanging=2))
