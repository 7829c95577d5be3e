"""argv -> the same calls that Python has: build, query, stories, export."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import KGError
from kg.identity import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph
    from kg.model import Story

MOST_SHOWN = 10  # rejected files and warnings on the terminal; the report has all
TIMELINE = """
SELECT ?published ?provider ?headline ?url WHERE {{
  VALUES ?article {{ {members} }}
  ?article schema:url ?url .
  OPTIONAL {{ ?article schema:datePublished ?published }}
  OPTIONAL {{ ?article schema:publisher/schema:name ?provider }}
  OPTIONAL {{ ?article schema:headline ?headline }}
}}
ORDER BY (!BOUND(?published)) ?published ?url"""

_graph = click.option(
    "-g", "--graph", "folder", type=click.Path(path_type=Path), default="output", help="Output folder of a build."
)


class _Commands(click.Group):
    """Turn the errors that kg raises on purpose into a message on stderr and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KGError as error:
            click.echo(f"kg: {error}", err=True)
            ctx.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="kg-news", prog_name="kg")
def main() -> None:
    """Turn curated news in front matter into a knowledge graph that you can explore, ask and trust."""


@main.command()
@click.argument("source", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default="output", help="Folder to write, as a whole.")
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="IRI that all IRIs of the graph begin with.")
@click.option("--jobs", type=click.IntRange(1), help="Processes that read files.  [default: the number of cores]")
@click.option("--strict", is_flag=True, help="Exit with 1 if anything was rejected.")
@click.option("--formats", default="turtle,html", show_default=True, help="Comma-separated; see kg export --help.")
def build(source: tuple[Path, ...], output: Path, base: str, jobs: int | None, formats: str, *, strict: bool) -> None:
    """Build the graph of SOURCE: files, folders or whole sites."""
    from kg import pipeline
    from kg.progress import Stages

    stages = Stages(watched=True)
    graph = pipeline.build(source, output=output, base=base, jobs=jobs, formats=formats.split(","), progress=stages)
    _summary(graph, stages.seconds)
    if strict and graph.report["rejected"]:
        sys.exit(1)


@main.command()
@_graph
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
    answer = KnowledgeGraph.open(folder).query(query)
    _write(answer.to_text(form or ("turtle" if answer.is_graph else "table"), width=_columns()))


@main.command()
@_graph
@click.argument("id", required=False)
def stories(folder: Path, id: str | None) -> None:
    """List the stories, or show one with its articles in order of time."""
    from kg.graph import KnowledgeGraph
    from kg.results import table

    graph = KnowledgeGraph.open(folder)
    if id is not None:
        story = _chosen(graph.stories, id)
        members = " ".join(f"<{member}>" for member in story.members)
        _write(f"{story.label}\n{story.id}  {_span(story)}  cohesion {story.cohesion:.2f}\n\n")
        _write(graph.query(TIMELINE.format(members=members)).to_text("table", width=_columns()))
        return
    rows = [(story.id, str(len(story.members)), _span(story), story.label) for story in graph.stories]
    _write(table(("story", "articles", "span", "label"), rows, width=_columns()))


@main.command()
@_graph
@click.argument("format", nargs=-1, required=True)
@click.option("--to", type=click.Path(path_type=Path), help="Folder to write into.  [default: that of the graph]")
def export(folder: Path, format: tuple[str, ...], to: Path | None) -> None:
    """Write the graph as FORMAT: turtle, ntriples, jsonld, graphml, gexf, html."""
    from kg.graph import KnowledgeGraph

    for path in KnowledgeGraph.open(folder).export(*format, to=to):
        click.echo(path)


def _summary(graph: KnowledgeGraph, seconds: dict[str, float]) -> None:
    """Say on stderr what a build made, and what it could not take; its folder is the result, on stdout."""
    report = graph.report
    counts = report["counts"]
    for part, text in (("rejected", "reason"), ("warnings", "message")):
        found = report[part]
        for item in found[:MOST_SHOWN]:
            click.echo(f"{part.removesuffix('s')}: {item['path']}:{item['line']}: {item[text]}", err=True)
        if len(found) > MOST_SHOWN:
            click.echo(f"... and {len(found) - MOST_SHOWN:,} more {part}: see {graph.folder / 'report.json'}", err=True)
    files = counts["files"]
    click.echo(
        f"files: {files['read']:,} read, {files['rejected']:,} rejected, {files['not_read_yet']:,} not read yet; "
        f"articles: {counts['articles']:,}, {counts['stubs']:,} of them stubs; providers: {counts['providers']:,}; "
        f"topics: {counts['topics']:,}; stories: {counts['stories']:,}; triples: {counts['triples']:,}; "
        f"in {sum(seconds.values()):.1f} s",
        err=True,
    )
    click.echo(graph.folder)


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


def _columns() -> int | None:
    """Return the width of the terminal; None where there is none, for then nothing has to fit."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _write(text: str) -> None:
    click.echo(text, nl=False)
