"""kg stories: the stories or storylines of a graph, or one story with its key figures."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import words
from kg.cli.output import columns, format_option, graph_option, picked, write_result

if TYPE_CHECKING:
    from kg.analysis.figures import Figures, TimelineEntry
    from kg.graph import KnowledgeGraph

CARRIERS = """
SELECT ?first (COUNT(DISTINCT ?provider) AS ?providers) WHERE {
  ?story a kg:Story ; kg:firstArticle ?first ; schema:hasPart ?article .
  OPTIONAL { ?article schema:publisher ?provider }
}
GROUP BY ?first"""
LIST = ("title", "articles", "providers", "span", "story")
NARROW = ("title", "articles", "begins", "story")  # where not all of it fits: titles need the room
LIST_CSV = (
    "story", "title", "articles", "providers", "start", "end", "cohesion", "confidence", "series", "label",
)  # fmt: skip
STORYLINES = ("title", "stories", "articles", "span", "storyline")
NARROW_STORYLINES = ("title", "stories", "begins", "storyline")
STORYLINES_CSV = ("storyline", "title", "stories", "articles", "start", "end")
STORYLINE_JSON = ("id", "title", "stories", "start", "end")
STORY_JSON = (
    "id", "title", "label", "members", "first", "start", "end", "topics", "organizations", "cohesion", "confidence",
    "doubts", "series", "decided",
)  # fmt: skip
FIGURES_JSON = ("reports", "copies", "undated", "links", "bursts", "providers", "timeline")
TIMELINE = ("published", "lag", "provider", "headline", "url")
TIMELINE_CSV = {  # the names of columns -> the attributes of an entry
    "published": "published", "lag_hours": "lag_hours", "domain": "domain", "provider": "name",
    "headline": "headline", "url": "url", "article": "article", "copy_of": "copy_of",
}  # fmt: skip
DIGITS = 8  # of an id where there is little room, or as many as tell it from the others
MARGIN = 12  # of the figures, in columns
LINE = 120  # columns that running text is wrapped at where there is no terminal
_NO_BREAK = "\N{NO-BREAK SPACE}"
Listed = tuple[Sequence[str], Sequence[Sequence[str]]]  # the columns of a table, and its rows
COPY = "└ copy"  # instead of the headline, under the report that it is a copy of


@click.command()
@graph_option
@click.argument("id", required=False)
@click.option("--storylines", is_flag=True, help="List the storylines, which are stories that go on in each other.")
@format_option("table", "csv", "json")
def stories(folder: Path, id: str | None, form: str, *, storylines: bool) -> None:
    """List the stories, or show the one with this ID: its key figures, and its articles in order of time.

    The lag of an article is the time from the earliest article of the story to it. Syndicated copies stand under the
    report that they are copies of.
    """
    from kg import graph as graphs

    graph = graphs.open(folder)
    if storylines and id is not None:
        raise click.UsageError("--storylines lists all storylines; leave the id out")
    if storylines:
        _list_storylines(graph, form)
    elif id is None:
        _list(graph, form)
    else:
        figures = graph.story(id)
        rows = (picked(entry, TIMELINE_CSV.values()).values() for entry in figures.timeline)
        write_result(form, _document(figures), csv=([*TIMELINE_CSV], rows), text=lambda: _shown(figures))


def _list(graph: KnowledgeGraph, form: str) -> None:
    providers = {row["first"]: row["providers"] for row in graph.query(CARRIERS)}
    document = [{**picked(story, STORY_JSON), "providers": providers[story.first]} for story in graph.stories]
    csv = (
        (
            s.id,
            s.title,
            len(s.members),
            providers[s.first],
            s.start,
            s.end,
            f"{s.cohesion:.3f}",
            f"{s.confidence:.3f}",
            str(s.series).lower(),
            s.label,
        )
        for s in graph.stories
    )
    short = _short([s.id for s in graph.stories])
    names = [f"{s.name} (series)" if s.series else s.name for s in graph.stories]
    rows = [
        (name, str(len(s.members)), str(providers[s.first]), words.span(s.start, s.end, form="iso"), s.id)
        for name, s in zip(names, graph.stories, strict=True)
    ]
    narrow = [
        (name, str(len(s.members)), words.span(s.start, s.start, form="iso"), short[s.id])
        for name, s in zip(names, graph.stories, strict=True)
    ]
    write_result(form, document, csv=(LIST_CSV, csv), text=lambda: _fitting((LIST, rows), (NARROW, narrow)))


def _list_storylines(graph: KnowledgeGraph, form: str) -> None:
    sizes = {story.id: len(story.members) for story in graph.stories}
    found = [(line, sum(sizes[story] for story in line.stories)) for line in graph.storylines]
    document = [{**picked(line, STORYLINE_JSON), "articles": articles} for line, articles in found]
    csv = ((s.id, s.title, len(s.stories), articles, s.start, s.end) for s, articles in found)
    rows = [
        (s.title, str(len(s.stories)), str(articles), words.span(s.start, s.end, form="iso"), s.id)
        for s, articles in found
    ]
    short = _short([s.id for s, _ in found])
    narrow = [(s.title, str(len(s.stories)), words.span(s.start, s.start, form="iso"), short[s.id]) for s, _ in found]
    text = partial(_fitting, (STORYLINES, rows), (NARROW_STORYLINES, narrow))
    write_result(form, document, csv=(STORYLINES_CSV, csv), text=text)


def _fitting(wide: Listed, narrow: Listed) -> str:
    """Return the wide table, or where the terminal has no room for it the narrow one."""
    from kg.query.tables import table

    drawn, width = table(*wide), columns()
    if width is None or len(drawn.splitlines()[1]) <= width:
        return drawn
    return table(*narrow, width=width)


def _short(ids: Sequence[str]) -> dict[str, str]:
    """Return of each id as many digits as tell it from the others, eight at least."""
    many = next((n for n in range(DIGITS, 64) if len({id[:n] for id in ids}) == len(ids)), 64)
    return {id: id[:many] for id in ids}


def _shown(figures: Figures) -> str:
    from kg.query.tables import table

    facts = "".join(_wrapped(name, items) for name, items in _facts(figures))
    rows = [
        (words.moment(e.published), _lag(e.lag_hours), e.name or "", COPY if e.copy_of else e.headline or "", e.url)
        for e in _folded(figures.timeline)
    ]
    drawn, width = table(TIMELINE, rows), columns()
    if width is not None and len(drawn.splitlines()[1]) > width:  # broken addresses are of no use; CSV has them whole
        drawn = table(TIMELINE[:-1], [row[:-1] for row in rows], width=width)
    return f"{figures.story.name}\n\n{facts}\n{drawn}"


def _wrapped(name: str, items: Sequence[str]) -> str:
    """Return items as running text with its name in the margin, broken between items where that can be."""
    text = textwrap.fill(
        ", ".join(item.replace(" ", _NO_BREAK) for item in items),
        width=max(columns() or LINE, 2 * MARGIN),
        initial_indent=name.ljust(MARGIN),
        subsequent_indent=" " * MARGIN,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return text.replace(_NO_BREAK, " ") + "\n"


def _facts(figures: Figures) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines above the timeline: the name of each, and its items."""
    story = figures.story
    yield "story", [story.id, f"cohesion {story.cohesion:.2f}"]
    if story.label != story.name:
        yield "label", [story.label]
    if story.start and story.end and figures.span_hours is not None:
        length = [words.duration(figures.span_hours)] if figures.span_hours else []
        yield "span", [f"{words.moment(story.start)} to {words.moment(story.end)} UTC", *length]
    counts = {"copies of others": figures.copies, "without a date": figures.undated}
    yield "articles", [str(len(figures.timeline)), *(f"{what}: {number}" for what, number in counts.items() if number)]
    if figures.providers:
        yield "providers", [str(len(figures.providers))]
        yield "in order", [f"{carrier.name} ({_lag(carrier.lag_hours) or 'no date'})" for carrier in figures.providers]
    for burst in figures.bursts:
        how_long = f"within {words.duration(burst.hours)}" if burst.hours else "at once"
        yield "burst", [f"{burst.reports} reports {how_long}, from {words.moment(burst.start)} on"]
    links = words.count(figures.links, "related link") if figures.links else "no related links"
    yield "links", [f"{links} between these articles"]
    for text in story.decided:
        yield "decided", [text]


def _folded(timeline: tuple[TimelineEntry, ...]) -> Iterator[TimelineEntry]:
    """Yield the articles in order of time, but copies right after the report that they are copies of."""
    copies: dict[str, list[TimelineEntry]] = defaultdict(list)
    for entry in timeline:
        if entry.copy_of:
            copies[entry.copy_of].append(entry)
    for entry in timeline:
        if not entry.copy_of:
            yield entry
            yield from copies[entry.article]


def _document(figures: Figures) -> dict[str, object]:
    return {
        **picked(figures.story, STORY_JSON),
        "span_hours": figures.span_hours,
        "articles": len(figures.timeline),
        **picked(figures, FIGURES_JSON),
    }


def _lag(hours: float | None) -> str:
    if hours is None:
        return ""
    return f"+{words.duration(hours)}" if hours else "first"
