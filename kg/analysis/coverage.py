"""The stories of a graph -> which providers cover what others cover, who leads, and what each has missed.

All of it counts stories that two providers or more carried, and a provider once a story, by its first article there.
A syndicated copy counts as coverage, for its readers had the story. With dates as providers give them: some state
when an article was last changed.
"""

from __future__ import annotations

import difflib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import permutations
from statistics import median
from typing import TYPE_CHECKING

import msgspec

from kg.analysis.figures import HOUR, PLACES
from kg.errors import UsageError
from kg.identity import domain_key
from kg.model import Story
from kg.rdf.store import Store

if TYPE_CHECKING:
    import networkx

LEAST_SHARED = 3  # stories of two providers, or nothing is said of the pair
MOST_PEERS = 10  # of one provider
LEAST_PEERS = 2  # that carried a story which a provider missed
NUMBERS = ("shared", "expected", "lift", "ahead", "behind", "lead_hours", "p")  # of a pair, on its edge
CLOSE = 0.6  # how alike a misspelt domain must be to be suggested

PROVIDERS = """
SELECT ?domain ?name (COUNT(?article) AS ?articles) WHERE {
  ?provider a schema:NewsMediaOrganization ; kg:domain ?domain ; schema:name ?name .
  OPTIONAL { ?article schema:publisher ?provider }
}
GROUP BY ?provider ?domain ?name"""
CARRIED = """
SELECT ?first ?domain ?published WHERE {
  ?story a kg:Story ; kg:firstArticle ?first ; schema:hasPart ?article .
  ?article schema:publisher/kg:domain ?domain .
  OPTIONAL { ?article schema:datePublished ?published }
}"""


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """A story that two providers or more carried, and when each of them first did; None where that is unknown."""

    story: Story
    providers: dict[str, datetime | None]


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted: the stories that two providers or more carried, and the name and articles of each provider."""

    carried: tuple[Carried, ...]
    names: dict[str, str]
    articles: dict[str, int]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a provider stands among all.

    `stories` were carried by another provider too. In `timed` of them its own date and that of another are known; of
    these it was `first` in so many (a tie counts for each), where `by_chance` is to be expected if all providers of a
    story were equally fast. `lag_hours` is the median of how far it was behind the first; None if none was timed.
    """

    domain: str
    name: str
    articles: int
    stories: int
    timed: int
    first: int
    by_chance: float
    lag_hours: float | None


class Peer(msgspec.Struct, frozen=True, kw_only=True):
    """What one provider is to another.

    They share so many stories, where `expected` would be if they chose independently; `lift` is the one by the other.
    The provider was `ahead` in so many of them, the peer in `behind`; at the same moment, or without dates, in the
    rest. `lead_hours` is the median of how far the provider was ahead, less than 0 if the peer was. `p` is how often
    so uneven a count would come by chance (the sign test, two-sided).
    """

    domain: str
    name: str
    shared: int
    expected: float
    lift: float
    ahead: int
    behind: int
    lead_hours: float | None
    p: float


class Lead(msgspec.Struct, frozen=True, kw_only=True):
    """Two providers that share stories: the one that is more often ahead, and what the follower is to it.

    If both are ahead equally often, the leader is the one whose domain sorts first.
    """

    domain: str
    name: str
    follower: Peer


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    """A story that peers of a provider carried (by domain, the closest first) and it did not."""

    story: Story
    peers: tuple[str, ...]
    providers: int


def read_coverage(store: Store, stories: Iterable[Story]) -> Coverage:
    """Return what a graph says of its providers, for the functions below; `kg.KnowledgeGraph.coverage` has it.

    Args:
        store: of the graph.
        stories: of two articles or more that it holds; see `kg.analysis.archive.stories`.
    """
    providers: dict[str, dict[str, datetime | None]] = defaultdict(dict)
    for row in store.rows(CARRIED):
        carriers, domain = providers[row["first"]], row["domain"]
        carriers[domain] = min(filter(None, (carriers.get(domain), row["published"])), default=None)
    rows = sorted((row["domain"], row["name"], row["articles"]) for row in store.rows(PROVIDERS))
    return Coverage(
        carried=tuple(
            Carried(story=story, providers=dict(sorted(providers[story.first].items())))
            for story in stories
            if len(providers[story.first]) > 1
        ),
        names={domain: name for domain, name, _ in rows},
        articles={domain: articles for domain, _, articles in rows},
    )


def network(coverage: Coverage, *, least: int = LEAST_SHARED) -> networkx.Graph[str]:
    """Return the co-coverage network: which providers cover the same stories more often than chance would have it.

    The lift of two providers is ``shared / expected`` with ``expected = stories of the one * stories of the other /
    all stories``: how many they would share if they chose independently ('interest' in S. Brin and others, 'Dynamic
    itemset counting and implication rules for market basket data', SIGMOD 1997). 1 is chance; large providers, which
    share much with everybody, do not stand out for that.

    Args:
        coverage: what `read_coverage` returned.
        least: pairs that share fewer stories have no edge, for their lift says little.

    Returns:
        An undirected `networkx.Graph`; nodes are domains with ``name``, ``articles`` and ``stories``; edges have
        ``shared``, ``expected`` and ``lift``, and, of the one of the two that is more often ahead (``leader``), what
        `Peer` says of the other: ``ahead``, ``behind``, ``lead_hours`` and ``p``.
    """
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    for domain, carried in _stories(coverage).items():
        graph.add_node(domain, name=coverage.names[domain], articles=coverage.articles[domain], stories=len(carried))
    for lead in leads(coverage, least=least):
        numbers = {name: getattr(lead.follower, name) for name in NUMBERS}
        graph.add_edge(lead.domain, lead.follower.domain, leader=lead.domain, **numbers)
    return graph


def standings(coverage: Coverage) -> tuple[Standing, ...]:
    """Return how each provider stands, those with the most stories first; then by articles and domain."""
    stories = _stories(coverage)
    found = (_standing(domain, stories[domain], coverage) for domain in coverage.names)
    return tuple(sorted(found, key=lambda s: (-s.stories, -s.articles, s.domain)))


def peers(coverage: Coverage, domain: str, *, least: int = LEAST_SHARED, most: int = MOST_PEERS) -> tuple[Peer, ...]:
    """Return the providers that a provider has the highest lift with (above 1), and which of the two tends to be first.

    Args:
        coverage: what `read_coverage` returned.
        domain: of the provider; `find_provider` finds it.
        least: stories that they share.
        most: so many are returned.
    """
    stories = _stories(coverage)
    found = (peer for one, peer in _peers(stories[domain], stories, coverage, least=least) if one == domain)
    closest = sorted((peer for peer in found if peer.lift > 1), key=lambda p: (-p.lift, -p.shared, p.domain))
    return tuple(closest[:most])


def leads(coverage: Coverage, *, least: int = LEAST_SHARED) -> tuple[Lead, ...]:
    """Return all pairs of providers that share stories, the one that leads before the one that follows.

    Sorted by lift. The `p` of a pair is for that pair alone: of a hundred pairs without any lead five are below .05.

    Args:
        coverage: what `read_coverage` returned.
        least: stories that they share.
    """
    found = [
        Lead(domain=domain, name=coverage.names[domain], follower=peer)
        for domain, peer in _peers(coverage.carried, _stories(coverage), coverage, least=least)
        if peer.ahead > peer.behind or (peer.ahead == peer.behind and domain < peer.domain)
    ]
    return tuple(sorted(found, key=lambda x: (-x.follower.lift, -x.follower.shared, x.domain, x.follower.domain)))


def missed(coverage: Coverage, domain: str, *, least: int = LEAST_PEERS) -> tuple[Missed, ...]:
    """Return the stories that at least so many of a provider's peers carried and it did not, the largest first.

    Largest by peers, then by providers, then by articles.
    """
    closest = [peer.domain for peer in peers(coverage, domain)]
    found = (
        Missed(
            story=carried.story,
            peers=tuple(peer for peer in closest if peer in carried.providers),
            providers=len(carried.providers),
        )
        for carried in coverage.carried
        if domain not in carried.providers
    )
    return tuple(
        sorted(
            (item for item in found if len(item.peers) >= least),
            key=lambda m: (-len(m.peers), -m.providers, -len(m.story.members), m.story.id),
        )
    )


def find_provider(coverage: Coverage, name: str) -> str:
    """Return the domain of the provider that is meant by a domain or by a name that only one provider has.

    Raises:
        UsageError: there is none, or several; says which are close.
    """
    domain = domain_key(name)
    for candidate in (domain, domain.removeprefix("www."), f"www.{domain}"):
        if candidate in coverage.names:
            return candidate
    named = [other for other, text in coverage.names.items() if text.casefold() == name.strip().casefold()]
    if len(named) == 1:
        return named[0]
    close = named or difflib.get_close_matches(domain, sorted(coverage.names), cutoff=CLOSE)
    hint = f"; there are {', '.join(sorted(close))}" if close else "; kg providers lists them"
    raise UsageError(f"{'several providers are' if named else 'no provider is'} known as {name}{hint}")


def sign_test(ahead: int, behind: int) -> float:
    """Return how likely a fair coin is to fall at least as unevenly as this (two-sided, exact).

    The sign test: W. J. Dixon and A. M. Mood, 'The statistical sign test', JASA 41 (1946).

    >>> sign_test(5, 0), sign_test(3, 2)
    (0.0625, 1.0)
    """
    total = ahead + behind
    tail = sum(math.comb(total, k) for k in range(max(ahead, behind), total + 1))
    return float(min(1.0, 2 * tail / 2**total))


def _stories(coverage: Coverage) -> dict[str, list[Carried]]:
    """Return the stories of each provider that others carried too."""
    found: dict[str, list[Carried]] = {domain: [] for domain in coverage.names}
    for carried in coverage.carried:
        for domain in carried.providers:
            found[domain].append(carried)
    return found


def _standing(domain: str, stories: Sequence[Carried], coverage: Coverage) -> Standing:
    lags: list[float] = []
    by_chance = 0.0
    for carried in stories:
        moments = [moment for moment in carried.providers.values() if moment is not None]
        own = carried.providers[domain]
        if own is not None and len(moments) > 1:
            lags.append((own - min(moments)) / HOUR)
            by_chance += 1 / len(moments)
    return Standing(
        domain=domain,
        name=coverage.names[domain],
        articles=coverage.articles[domain],
        stories=len(stories),
        timed=len(lags),
        first=lags.count(0.0),
        by_chance=round(by_chance, PLACES),
        lag_hours=round(median(lags), PLACES) if lags else None,
    )


def _peers(
    shared: Iterable[Carried], stories: Mapping[str, Sequence[Carried]], coverage: Coverage, *, least: int
) -> Iterator[tuple[str, Peer]]:
    """Yield each provider with each that shares so many of some stories with it."""
    leads: dict[tuple[str, str], list[float | None]] = defaultdict(list)
    for carried in shared:
        for (one, own), (other, theirs) in permutations(carried.providers.items(), 2):
            leads[one, other].append(None if own is None or theirs is None else (theirs - own) / HOUR)
    for (domain, other), lead in leads.items():
        if len(lead) >= least:
            hours = [hour for hour in lead if hour is not None]
            expected = len(stories[domain]) * len(stories[other]) / len(coverage.carried)
            ahead, behind = sum(hour > 0 for hour in hours), sum(hour < 0 for hour in hours)
            yield (
                domain,
                Peer(
                    domain=other,
                    name=coverage.names[other],
                    shared=len(lead),
                    expected=round(expected, PLACES),
                    lift=round(len(lead) / expected, PLACES),
                    ahead=ahead,
                    behind=behind,
                    lead_hours=round(median(hours), PLACES) if hours else None,
                    p=round(sign_test(ahead, behind), 4),
                ),
            )
