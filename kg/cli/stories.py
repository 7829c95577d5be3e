"""kg stories: the stories of a graph, or one of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.faces import columns, graph_option, write

if TYPE_CHECKING:
    from kg.model import Story

TIMELINE = """
SELECT ?published ?provider ?headline ?url WHERE {{
  VALUES ?article {{ {members} }}
  ?article schema:url ?url .
  OPTIONAL {{ ?article schema:datePublished ?published }}
  OPTIONAL {{ ?article schema:publisher/schema:name ?provider }}
  OPTIONAL {{ ?article schema:headline ?headline }}
}}
ORDER BY (!BOUND(?published)) ?published ?url"""


@click.command()
@graph_option
@click.argument("id", required=False)
def stories(folder: Path, id: str | None) -> None:
    """List the stories, or show one with its articles in order of time."""
    from kg.graph import KnowledgeGraph
    from kg.results import table

    graph = KnowledgeGraph.open(folder)
    if id is not None:
        story = _chosen(graph.stories, id)
        members = " ".join(f"<{member}>" for member in story.members)
        write(f"{story.label}\n{story.id}  {_span(story)}  cohesion {story.cohesion:.2f}\n\n")
        write(graph.query(TIMELINE.format(members=members)).to_text("table", width=columns()))
        return
    rows = [(story.id, str(len(story.members)), _span(story), story.label) for story in graph.stories]
    write(table(("story", "articles", "span", "label"), rows, width=columns()))


def _chosen(stories: tuple[Story, ...], id: str) -> Story:
    wanted = id.rsplit("/", 1)[-1].lower()
    found = [story for story in stories if story.id.startswith(wanted)]
    if len(found) != 1:
        how = "no story" if not found else f"{len(found)} stories"
        raise click.UsageError(f"{how} with the id {id}; kg stories lists them")
    return found[0]


def _span(story: Story) -> str:
    if story.start is None or story.end is None:
        return ""
    first, last = f"{story.start:%Y-%m-%d}", f"{story.end:%Y-%m-%d}"
    return first if first == last else f"{first} to {last}"
