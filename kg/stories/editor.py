"""Clusters + an editor's decisions -> the clusters that the editor has, and a word on each decision that does not fit.

What is parted is held apart while the members of a story go to the one or the other by what joins them most: as a tree
of greatest weight is grown (Kruskal 1956), but no join is made that would bring parted articles together, and what is
joined comes first. So members that nobody speaks of stay with what they are most alike to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from kg.codes import CONTRADICTORY_DECISION, UNUSED_DECISION
from kg.identity import canonical_url, path_key
from kg.model import Article, Origin, Record, Warned

if TYPE_CHECKING:
    from kg.stories.similarity import Columns

JOIN, PART, TITLE = "join", "part", "title"
SAID = {JOIN: "joined", PART: "parted", TITLE: "named"}
MOST_QUOTED = 3  # addresses in a sentence


class Decision(Record, frozen=True):
    """What an editor decided: that articles are of one story (`verb` join), that no two are (part), or its `title`.

    `names` are addresses of articles, as the file has them, or paths of articles that have none.
    """

    verb: str
    names: tuple[str, ...]
    origin: Origin
    title: str = ""

    def __str__(self) -> str:
        """Return it as a sentence."""
        more = len(self.names) - MOST_QUOTED
        names = ", ".join(self.names[:MOST_QUOTED]) + (f" and {more:,} more" if more > 0 else "")
        return f"{SAID[self.verb]} by {self.origin.path}:{self.origin.line}: {names}"


class Decided(msgspec.Struct, frozen=True):
    """The clusters as an editor has them; of each, by its first item, what was decided and how it is called.

    `odd` has a word on each decision that does not fit, or not any more.
    """

    groups: list[list[int]]
    said: Mapping[int, tuple[str, ...]] = {}
    titles: Mapping[int, str] = {}
    odd: tuple[Warned, ...] = ()


class _Roots:
    """Sets of items that grow together (union-find), each with what in it is parted from others."""

    def __init__(self, items: Iterable[int], parted: Mapping[int, set[int]]) -> None:
        self.root = {item: item for item in items}
        self.parted = {item: set(parted.get(item, ())) for item in self.root}

    def of(self, item: int) -> int:
        while self.root[item] != item:
            self.root[item] = item = self.root[self.root[item]]
        return item

    def may_join(self, one: int, other: int) -> bool:
        one, other = self.of(one), self.of(other)
        return one == other or self.parted[one].isdisjoint(self.parted[other])

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.of(one), self.of(other)))
        if first != second:
            self.root[second] = first
            self.parted[first] |= self.parted[second]


def obeyed(
    groups: Sequence[Sequence[int]], articles: Sequence[Article], pairs: Columns, decisions: Sequence[Decision]
) -> Decided:
    """Return clusters as an editor has them.

    Args:
        groups: the clusters that were found: places of articles.
        articles: all of them.
        pairs: the weighted pairs of the articles, which say with whom those stay that no decision speaks of.
        decisions: of the editor, in the order of their files; of two that cannot both be obeyed a part counts before a
            join, and the first title of a story.
    """
    if not decisions:
        return Decided([list(group) for group in groups])
    named, odd = _named(articles, decisions)
    before = {place: number for number, group in enumerate(groups) for place in group}
    parted: dict[int, set[int]] = defaultdict(set)
    for number, (decision, places) in enumerate(named):
        if decision.verb == PART:
            for place in places:
                parted[place].add(number)
    joins, contradictions = _joins(named, parted)
    odd += contradictions
    linked = _Roots(range(len(groups)), {})
    for _, places in joins:
        for place in places[1:]:
            linked.join(before[places[0]], before[place])
    touched = {linked.of(before[place]) for _, places in named for place in places}
    after = _grown(groups, [g for g in range(len(groups)) if linked.of(g) in touched], pairs, parted, joins)
    of = {place: group[0] for group in after for place in group}
    said, unused = _said(named, joins, before, of, linked)
    odd += unused
    titles = _titles(named, of, after, said, odd)
    order = {decision.origin: number for number, decision in enumerate(decisions)}
    odd.sort(key=lambda word: order[word.origin])
    return Decided(after, {place: tuple(texts) for place, texts in said.items()}, titles, tuple(odd))


def _said(
    named: Sequence[tuple[Decision, list[int]]],
    joins: Sequence[tuple[Decision, list[int]]],
    before: Mapping[int, int],
    of: Mapping[int, int],
    linked: _Roots,
) -> tuple[dict[int, list[str]], list[Warned]]:
    """Return which decisions changed each cluster, by its first item, and a word on those that changed nothing.

    Args:
        named: the articles of each decision.
        joins: those that are obeyed.
        before: the number of the cluster of each article as it was found.
        of: the first item of its cluster now.
        linked: the numbers of clusters that joins bring together.
    """
    said: dict[int, list[str]] = defaultdict(list)
    odd = []
    for decision, places in named:
        if decision.verb == JOIN and (decision, places) in joins:
            if len({before[place] for place in places}) > 1:
                said[of[places[0]]].append(str(decision))
            else:
                odd.append(_unused(decision, "these are of one story without it"))
        elif decision.verb == PART:
            where = {place: linked.of(before[place]) for place in places}
            counts = Counter(where.values())
            held = dict.fromkeys(of[place] for place in places if counts[where[place]] > 1)
            for first in held:
                said[first].append(str(decision))
            odd += [] if held else [_unused(decision, "no two of these are of one story")]
    return said, odd


def _named(
    articles: Sequence[Article], decisions: Sequence[Decision]
) -> tuple[list[tuple[Decision, list[int]]], list[Warned]]:
    """Return the places of the articles that each decision names, and a word on those that there are not."""
    known = {alias: place for place, article in enumerate(articles) for alias in article.aliases}
    known |= {article.key: place for place, article in enumerate(articles)}
    named, odd = [], []
    for decision in decisions:
        found = {name: known.get(canonical_url(name) or path_key(name), known.get(name)) for name in decision.names}
        missing = [name for name, place in found.items() if place is None]
        if missing:
            odd.append(_unused(decision, f"no article has the address {', '.join(missing[:MOST_QUOTED])}"))
        places = list(dict.fromkeys(place for place in found.values() if place is not None))
        if len(places) >= (1 if decision.verb == TITLE else 2):
            named.append((decision, places))
        elif not missing:
            odd.append(_unused(decision, "it names one article only"))
    return named, odd


def _joins(
    named: Sequence[tuple[Decision, list[int]]], parted: Mapping[int, set[int]]
) -> tuple[list[tuple[Decision, list[int]]], list[Warned]]:
    """Return the joins that can be obeyed, and a word on those that join what is parted."""
    roots = _Roots(dict.fromkeys(place for _, places in named for place in places), parted)
    held, odd = [], []
    for decision, places in named:
        if decision.verb != JOIN:
            continue
        ends = list(dict.fromkeys(roots.of(place) for place in places))
        seen: set[int] = set()
        clash: set[int] = set()
        for end in ends:
            clash |= seen & roots.parted[end]
            seen |= roots.parted[end]
        if clash:
            other = named[min(clash)][0].origin
            message = f"joins what {other.path}:{other.line} parts: it is not obeyed; delete one of the two"
            odd.append(Warned(origin=decision.origin, message=message, code=CONTRADICTORY_DECISION))
            continue
        for place in places[1:]:
            roots.join(places[0], place)
        held.append((decision, places))
    return held, odd


def _grown(
    groups: Sequence[Sequence[int]],
    touched: Sequence[int],
    pairs: Columns,
    parted: Mapping[int, set[int]],
    joins: Sequence[tuple[Decision, list[int]]],
) -> list[list[int]]:
    """Return all clusters, those that decisions touch grown anew: what is joined, then by weight, nothing parted."""
    import numpy as np

    label = np.full(len(pairs.report), -1, dtype=np.int64)
    for number in touched:
        label[list(groups[number])] = number
    rows = np.flatnonzero((label[pairs.a] >= 0) & (label[pairs.a] == label[pairs.b]))
    rows = rows[np.lexsort((pairs.b[rows], pairs.a[rows], -pairs.weight[rows]))]
    roots = _Roots(sorted(place for number in touched for place in groups[number]), parted)
    for _, places in joins:
        for place in places[1:]:
            roots.join(places[0], place)
    for one, other in zip(pairs.a[rows].tolist(), pairs.b[rows].tolist(), strict=True):
        if roots.may_join(one, other):
            roots.join(one, other)
    grown: dict[int, list[int]] = defaultdict(list)
    for place in roots.root:
        grown[roots.of(place)].append(place)
    skip = set(touched)
    rest = [list(group) for number, group in enumerate(groups) if number not in skip]
    return sorted([*rest, *map(sorted, grown.values())])


def _titles(
    named: Sequence[tuple[Decision, list[int]]],
    of: Mapping[int, int],
    groups: Sequence[Sequence[int]],
    said: dict[int, list[str]],
    odd: list[Warned],
) -> dict[int, str]:
    """Return the titles that are given to clusters, by their first items."""
    sizes = {group[0]: len(group) for group in groups}
    titles: dict[int, tuple[str, Origin]] = {}
    for decision, places in named:
        if not decision.title:
            continue
        ends = {of[place] for place in places}
        first = of[places[0]]
        if len(ends) > 1 or sizes[first] == 1:
            why = "these are not of one story" if len(ends) > 1 else "the article is of no story"
            if decision.verb == TITLE:
                odd.append(_unused(decision, why))
        elif first in titles and titles[first][0] != decision.title:
            other = titles[first][1]
            message = (
                f"names the story that {other.path}:{other.line} has named: it is not obeyed; delete one of the two"
            )
            odd.append(Warned(origin=decision.origin, message=message, code=CONTRADICTORY_DECISION))
        else:
            titles.setdefault(first, (decision.title, decision.origin))
            if str(decision) not in said[first]:
                said[first].append(str(decision))
    return {first: title for first, (title, _) in titles.items()}


def _unused(decision: Decision, why: str) -> Warned:
    message = f"{decision.verb}: {why}; correct or delete it"
    return Warned(origin=decision.origin, message=message, code=UNUSED_DECISION)
