"""A story of a graph -> its key figures: who was first, how far behind the others were, bursts, copies, links."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise

import msgspec

from kg import html, words
from kg.errors import UsageError
from kg.model import Story
from kg.rdf.literals import Bindings
from kg.rdf.store import Store
from kg.rdf.vocab import KG

BURST_RATE = 2.0  # how many times the story's own rate a burst has (Kleinberg's s)
BURST_COST = 1.0  # what beginning one costs, in units of the logarithm of the number of gaps (Kleinberg's gamma)
HOUR = timedelta(hours=1)
PLACES = 3  # of hours, in decimals: 4 seconds

MEMBERS = """
SELECT ?article ?url ?headline ?published ?domain ?name ?copy_of WHERE {{
  ?story a kg:Story ; kg:firstArticle <{first}> ; schema:hasPart ?article .
  OPTIONAL {{ ?article schema:url ?address }}
  BIND(COALESCE(?address, STR(?article)) AS ?url)
  OPTIONAL {{ ?article schema:headline ?headline }}
  OPTIONAL {{ ?article schema:datePublished ?published }}
  OPTIONAL {{ ?article schema:publisher/kg:domain ?domain }}
  OPTIONAL {{ ?article schema:publisher/schema:name ?name }}
  OPTIONAL {{ ?article <{copy_of}> ?copy_of }}
}}"""
# the triples of a story: its articles, what they are about, and the links between them
STORY_GRAPH = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  ?story kg:firstArticle <{first}> .
  {{ ?s kg:firstArticle <{first}> }}
  UNION {{ ?story schema:hasPart ?s }}
  UNION {{ ?story schema:hasPart/(schema:publisher|schema:about|schema:mentions) ?s }}
  ?s ?p ?o
  FILTER(isLiteral(?o)
    || ?p IN (rdf:type, schema:hasPart, kg:firstArticle, schema:publisher, schema:about, schema:mentions)
    || (?p IN (kg:related, kg:copyOf) && EXISTS {{ ?story schema:hasPart ?o }}))
}}"""
LINKS = """
SELECT (COUNT(*) AS ?links) WHERE {{
  ?story a kg:Story ; kg:firstArticle <{first}> ; schema:hasPart ?from, ?to .
  ?from kg:related ?to
}}"""


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An article in the timeline of a story.

    `url` is the IRI where there is no address. `lag_hours` is how far it is behind the earliest article, None where the
    date is unknown. `copy_of` is the IRI of the earliest article of the story with the same text, if this one is a
    syndicated copy of it.
    """

    article: str
    url: str
    headline: str | None = None
    published: datetime | None = None
    domain: str | None = None
    name: str | None = None
    lag_hours: float | None = None
    copy_of: str | None = None


class Carrier(msgspec.Struct, frozen=True, kw_only=True):
    """A provider in a story: how far its first article was behind the earliest (hours), and how many it has."""

    domain: str
    name: str
    lag_hours: float | None
    articles: int
    copies: int


class Burst(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which reports came closer together than the story's mean, and how many came."""

    start: datetime
    end: datetime
    reports: int

    @property
    def hours(self) -> float:
        """From its first report to its last."""
        return _hours(self.start, self.end)


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The key figures of a story.

    `timeline` is in the order of the story's members, `providers` in order of their first article, both with the
    undated last. A report is an article that is not a copy. `links` counts the related links from member to member.
    """

    story: Story
    timeline: tuple[TimelineEntry, ...]
    providers: tuple[Carrier, ...]
    bursts: tuple[Burst, ...]
    links: int

    def _repr_html_(self) -> str:
        """Return the card that a notebook shows: label, span, and the articles in order of time."""
        first = " and ".join(carrier.name for carrier in self.first)
        facts = (
            words.span(self.story.start, self.story.end, form="long"),
            words.count(self.reports, "report"),
            words.count(self.copies, "copy") if self.copies else "",
            words.count(len(self.providers), "provider") + (f", {first} first" if first else ""),
            f"story {self.story.id}",
        )
        return html.card(
            self.story.name,
            facts,
            head=("published", "after", "provider", "article"),
            rows=list(map(_row, self.timeline)),
        )

    @property
    def first(self) -> tuple[Carrier, ...]:
        """The provider of the earliest article; several if they published at the same moment, none without dates."""
        return tuple(carrier for carrier in self.providers if carrier.lag_hours == 0)

    @property
    def span_hours(self) -> float | None:
        """Hours from the earliest article to the latest; None without dates."""
        return max((entry.lag_hours for entry in self.timeline if entry.lag_hours is not None), default=None)

    @property
    def copies(self) -> int:
        """The number of syndicated copies."""
        return sum(entry.copy_of is not None for entry in self.timeline)

    @property
    def reports(self) -> int:
        """The number of articles that are not copies."""
        return len(self.timeline) - self.copies

    @property
    def undated(self) -> int:
        """The number of articles whose date is unknown."""
        return sum(entry.published is None for entry in self.timeline)


def _row(entry: TimelineEntry) -> tuple[html.Cell, ...]:
    after = "" if entry.lag_hours is None else f"{entry.lag_hours:.1f} h"
    headline = f"{entry.headline or entry.url}{' (a copy)' if entry.copy_of else ''}"
    address = None if entry.url == entry.article else entry.url
    return words.moment(entry.published, form="long"), after, entry.name or entry.domain or "", (headline, address)


def figures(store: Store, story: Story) -> Figures:
    """Return the key figures of one story.

    Args:
        store: of the graph.
        story: one of its stories; `find_story` finds it by its id.
    """
    rows = {row["article"]: row for row in store.rows(MEMBERS.format(first=story.first, copy_of=KG.copyOf))}
    (counted,) = store.rows(LINKS.format(first=story.first))
    timeline = _timeline(story, rows)
    moments = [entry.published for entry in timeline if entry.published is not None and entry.copy_of is None]
    return Figures(
        story=story,
        timeline=timeline,
        providers=_providers(timeline),
        bursts=bursts(moments),
        links=counted["links"],
    )


def find_story(stories: Sequence[Story], id: str) -> Story:
    """Return the story that is meant by an id, the beginning of one, or an IRI.

    Raises:
        UsageError: no story has this id, or several do.
    """
    wanted = id.rsplit("/", 1)[-1].lower()
    found = [story for story in stories if story.id.startswith(wanted)]
    if len(found) != 1:
        how = "no story" if not found else f"{len(found)} stories"
        raise UsageError(f"{how} with the id {id}; kg stories lists them")
    return found[0]


def bursts(moments: Sequence[datetime]) -> tuple[Burst, ...]:
    """Return the times in which reports came clearly closer together than on the mean of all.

    The automaton of two states of J. Kleinberg, 'Bursty and hierarchical structure in streams' (KDD 2002), section 2:
    gaps between reports are drawn at the story's own rate or at `BURST_RATE` times it, entering the faster state costs
    `BURST_COST` times the logarithm of the number of gaps, leaving it is free, and the cheapest course of states is
    taken. So two or three reports never make a burst by themselves, nor do reports that come at an even pace.

    Args:
        moments: when the reports were published, sorted.

    >>> from datetime import UTC, datetime, timedelta
    >>> day = datetime(2020, 6, 11, tzinfo=UTC)
    >>> [(burst.hours, burst.reports) for burst in bursts([day + timedelta(hours=h) for h in (0, 20, 21, 22, 23, 60)])]
    [(3.0, 4)]
    """
    gaps = [_hours(one, other) for one, other in pairwise(moments)]
    total = sum(gaps)
    if not total:
        return ()
    enter = BURST_COST * math.log(len(gaps))
    calm, fast = 0.0, enter  # the cost of the cheapest course that ends in either state; all relative to calm
    came_from: list[tuple[bool, bool]] = []  # for each gap, whether the best course to calm, to fast, was fast before
    for gap in gaps:
        to_calm, to_fast = fast < calm, fast < calm + enter
        came_from.append((to_calm, to_fast))
        dearer = (BURST_RATE - 1) * len(gaps) / total * gap - math.log(BURST_RATE)
        calm, fast = min(calm, fast), min(fast, calm + enter) + dearer
    state = fast < calm
    states = [state]
    for before in reversed(came_from[1:]):
        state = before[state]
        states.append(state)
    return _runs(moments, states[::-1])


def _runs(moments: Sequence[datetime], fast: Sequence[bool]) -> tuple[Burst, ...]:
    """Return the runs of fast gaps, from the report before the first to the one after the last."""
    runs = [list(gaps) for quick, gaps in groupby(range(len(fast)), key=fast.__getitem__) if quick]
    return tuple(Burst(start=moments[g[0]], end=moments[g[-1] + 1], reports=len(g) + 1) for g in runs)


def _timeline(story: Story, rows: Mapping[str, Bindings]) -> tuple[TimelineEntry, ...]:
    entries = []
    for iri in story.members:
        published, copy_of = rows[iri]["published"], rows[iri]["copy_of"]
        lag = None if story.start is None or published is None else _hours(story.start, published)
        known = {"lag_hours": lag, "copy_of": copy_of if copy_of in rows else None}
        entries.append(TimelineEntry(**rows[iri] | known))
    return tuple(entries)


def _providers(timeline: Sequence[TimelineEntry]) -> tuple[Carrier, ...]:
    articles: dict[tuple[str, str], list[TimelineEntry]] = defaultdict(list)
    for entry in timeline:
        if entry.domain is not None and entry.name is not None:
            articles[entry.domain, entry.name].append(entry)
    carriers = [
        Carrier(
            domain=domain,
            name=name,
            lag_hours=min((entry.lag_hours for entry in entries if entry.lag_hours is not None), default=None),
            articles=len(entries),
            copies=sum(entry.copy_of is not None for entry in entries),
        )
        for (domain, name), entries in articles.items()
    ]
    return tuple(sorted(carriers, key=lambda c: (c.lag_hours is None, c.lag_hours or 0.0, c.domain)))


def _hours(start: datetime, end: datetime) -> float:
    return round((end - start) / HOUR, PLACES)
