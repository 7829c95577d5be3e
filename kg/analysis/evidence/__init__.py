"""A graph -> what speaks for each pair of its articles: what explanations and suspects are read from.

The weights are worked out anew by `kg.stories.similarity` on the articles that the graph holds, so that they are those
that its stories were found with; the lines of the related links come from the records beside the store.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime

import msgspec

from kg.analysis import archive
from kg.analysis.evidence import texts
from kg.analysis.evidence.texts import StemmedTexts
from kg.analysis.figures import HOUR, PLACES
from kg.entities import pins
from kg.entities.merge import merge
from kg.folder import OutputFolder
from kg.identity import article_id
from kg.model import Article, Story
from kg.rdf.store import Store
from kg.sources.records import has_records, read_records
from kg.stories import furniture
from kg.stories.similarity import Columns, columns

PROVIDERS = """
SELECT ?article ?name ?domain WHERE {
  ?article schema:publisher ?provider . ?provider schema:name ?name ; kg:domain ?domain
}"""


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """An article as people know it, and the id of the story that it is in; None if it stands alone."""

    article: str
    url: str
    title: str | None = None
    provider: str | None = None
    published: datetime | None = None
    story: str | None = None

    @property
    def quoted(self) -> str:
        """The title in quotation marks, or the address where there is none."""
        return f"“{self.title}”" if self.title else self.url


class Place(msgspec.Struct, frozen=True):
    """A line of a source file."""

    path: str
    line: int


class Records(msgspec.Struct, frozen=True):
    """What the files said, by the ids of articles.

    `places` has where each related link was stated, `aliases` the article that an AMP address stands for, `files` the
    path of the file that a full article has of its own.
    """

    places: dict[tuple[str, str], tuple[Place, ...]]
    aliases: dict[str, str]
    files: dict[str, str]


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The articles of a graph, sorted by IRI, the pairs that anything speaks for, and the stories that they gave.

    Articles go by their places. `near` has, for each article, the rows of its pairs by their other ends; `weight` and
    `plain` (without related links) are those of `pairs`, as lists; `carried` is how many articles each report stands
    for (0 for a copy); `groups` has all articles of each one's story (itself if it stands alone), `originals` the
    copies that the graph names, `targets` and `owners` the related links by either end.
    """

    articles: list[Article]
    place: dict[str, int]
    pairs: Columns
    near: list[dict[int, int]]
    weight: list[float]
    plain: list[float]
    report: list[int]
    carried: list[int]
    groups: list[tuple[int, ...]]
    originals: dict[str, str]
    stories: tuple[Story, ...]
    story: dict[str, Story]
    targets: dict[str, frozenset[str]]
    owners: dict[str, frozenset[str]]
    providers: dict[str, tuple[str, str]]
    texts: StemmedTexts
    records: Records | None


def gather(store: Store, *, folder: OutputFolder | None = None) -> Evidence:
    """Return what the articles of a graph say of each other.

    Args:
        store: of the graph.
        folder: the output folder that it lies in, which says where things were stated; without it no lines are known.

    Raises:
        GraphError: the records are damaged.
    """
    articles, related = archive.articles(store.rows)
    stories = archive.stories(store.rows)
    place = {article.key: index for index, article in enumerate(articles)}
    found = columns(furniture.cleaned(articles), related)
    curated = [link for link in related if not link.listed]
    report: list[int] = found.report.tolist()
    counts = Counter(report)
    groups: list[tuple[int, ...]] = [(index,) for index in range(len(articles))]
    for story in stories:
        group = tuple(sorted(place[member] for member in story.members))
        for index in group:
            groups[index] = group
    rows = [(row["article"], row["name"], row["domain"]) for row in store.rows(PROVIDERS)]
    return Evidence(
        articles=articles,
        place=place,
        pairs=found,
        near=_near(found, len(articles)),
        weight=found.weight.tolist(),
        plain=found.plain.tolist(),
        report=report,
        carried=[counts[index] for index in range(len(articles))],
        groups=groups,
        originals=dict(copy for story in stories for copy in story.copies),
        stories=stories,
        story={member: story for story in stories for member in story.members},
        targets=_ends((link.source, link.target) for link in curated),
        owners=_ends((link.target, link.source) for link in curated),
        providers={article: (name, domain) for article, name, domain in sorted(rows, reverse=True)},
        texts=texts.read_texts(articles),
        records=_records(folder),
    )


def row_of(evidence: Evidence, a: int, b: int) -> int | None:
    """Return the row of the pair that two articles are weighed by: their own, or that of the reports they copy."""
    one, other = evidence.report[a], evidence.report[b]
    return evidence.near[a].get(b) if one == other else evidence.near[one].get(other)


def one_report(evidence: Evidence, a: int, b: int) -> bool:
    """Return whether two articles are copies of one report, or the one is a copy of the other."""
    one, other = (evidence.originals.get(key, key) for key in (evidence.articles[a].key, evidence.articles[b].key))
    return one == other or evidence.report[a] == evidence.report[b]


def headline(evidence: Evidence, index: int) -> Headline:
    """Return an article as people know it."""
    article = evidence.articles[index]
    story = evidence.story.get(article.key)
    return Headline(
        article=article.key,
        url=article.url or article.key,
        title=article.title,
        provider=evidence.providers.get(article.key, (None, None))[0],
        published=article.published,
        story=story.id if story else None,
    )


def hours_between(one: Article, other: Article) -> float | None:
    """Return the hours between two articles, None where a date is unknown."""
    if one.published is None or other.published is None:
        return None
    return round(abs(one.published - other.published) / HOUR, PLACES)


def reports(evidence: Evidence, items: Iterable[int]) -> list[int]:
    """Return the reports that some articles are, or are copies of, sorted."""
    return sorted({evidence.report[item] for item in items})


def _near(found: Columns, count: int) -> list[dict[int, int]]:
    near: list[dict[int, int]] = [{} for _ in range(count)]
    for row, (a, b) in enumerate(zip(found.a.tolist(), found.b.tolist(), strict=True)):
        near[a][b] = near[b][a] = row
    return near


def _records(folder: OutputFolder | None) -> Records | None:
    if folder is None or not has_records(folder.records):
        return None
    readings = pins.obeyed(read_records(folder.records), pins.read_pins(folder.pins))
    entities = merge(readings)
    aliases = {article_id(alias): article_id(a.key) for a in reversed(entities.articles) for alias in a.aliases}
    files: dict[str, str] = {}
    for reading in reversed(readings):  # so that the path that sorts first wins
        for article in reading.articles:
            if article.full:
                files[aliases.get(article_id(article.key), article_id(article.key))] = reading.file.path
    return Records(
        places={
            (article_id(link.source), article_id(link.target)): tuple(Place(o.path, o.line) for o in link.origins)
            for link in entities.related
        },
        aliases=aliases,
        files=files,
    )


def _ends(ends: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for one, other in ends:
        found[one] |= {other}
    return found
