"""kg explain: two articles -> why they are, or are not, in one story."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kg.cli.output import as_json, graph_option, wrapped, write

if TYPE_CHECKING:
    from kg.analysis.evidence.explanation import Explanation


@click.command()
@graph_option
@click.argument("a")
@click.argument("b")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def explain(folder: Path, a: str, b: str, form: str) -> None:
    """Say why the articles A and B are, or are not, in one story.

    An article goes by its address (an AMP address does, too), its IRI, or the beginning of its id. The answer has the
    evidence between the two, the strongest way from the one to the other, and the link without which they would part;
    or how much their stories have in common, how much it takes, and what is missing.
    """
    from kg import graph

    found = graph.open(folder).explain(a, b)
    write(as_json(_document(found)) if form == "json" else wrapped(str(found), hanging=2))


def _document(explanation: Explanation) -> dict[str, object]:
    """Return an explanation with its stories as objects; records are packed as arrays."""
    return {**_fields(explanation), "stories": [story and _fields(story) for story in explanation.stories]}


def _fields(record: msgspec.Struct) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__}
