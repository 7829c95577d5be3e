"""Two articles of a graph -> what speaks for their being in one story."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import msgspec

from kg.analysis.archive import iri_id
from kg.analysis.evidence import Evidence, Headline, Place, gather, headline, hours_between, one_report, row_of
from kg.analysis.evidence.texts import cosine, shared_words
from kg.folder import OutputFolder
from kg.rdf.store import Store

MOST_WORDS = 6  # that two articles share


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A related list that names an article or two (IRIs), and where; no places if they are not on record."""

    owner: Headline
    items: tuple[str, ...]
    places: tuple[Place, ...] = ()


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What speaks for two articles being in one story.

    `weight` (0 to 1) is what all of it came to, None if nothing counted; `text` is the similarity that counted in it,
    `likeness` that of all words, counted or not, `words` are those that both have, the most telling first. `listings`
    are the related lists of the one that name the other, and those of others that name both. `copies` are those of the
    two that have the very words of another report, in whose place they are weighed; `same_words` is whether these are
    the words of the other, `one_report` whether the graph calls both copies of one report, or one a copy of the other.
    """

    a: Headline
    b: Headline
    weight: float | None = None
    text: float = 0.0
    likeness: float = 0.0
    hours: float | None = None
    words: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    copies: tuple[str, ...] = ()
    same_words: bool = False
    one_report: bool = False

    @property
    def places(self) -> tuple[tuple[str, int], ...]:
        """Where the related lists name them: paths and lines."""
        return tuple((place.path, place.line) for listing in self.listings for place in listing.places)

    def reasons(self, article: str) -> tuple[str, ...]:
        """Return what speaks for the one of the two (its IRI) being with the other, in words."""
        other = self.b if self.a.article == article else self.a
        found = [f"weight {self.weight:.2f} with {other.url}" if self.weight is not None else f"with {other.url}"]
        if self.text:
            found.append(f"text {self.text:.2f}: {', '.join(self.words[:MOST_WORDS])}")
        if self.organizations:
            found.append(f"organizations: {', '.join(self.organizations)}")
        if self.topics:
            found.append(f"topics: {', '.join(self.topics)}")
        if self.hours is not None:
            found.append(f"{self.hours:.1f} hours apart")
        return tuple(found)


def link(evidence: Evidence, a: int, b: int) -> Link:
    """Return what speaks for two articles, given by their places."""
    one, other = evidence.articles[a], evidence.articles[b]
    row = row_of(evidence, a, b)
    return Link(
        a=headline(evidence, a),
        b=headline(evidence, b),
        weight=None if row is None else evidence.weight[row],
        text=0.0 if row is None else float(evidence.pairs.text[row]),
        likeness=cosine(evidence.texts, a, b),
        hours=hours_between(one, other),
        words=shared_words(evidence.texts, a, b),
        organizations=tuple(sorted({*one.mentions} & {*other.mentions})),
        topics=tuple(sorted({*one.topics} & {*other.topics})),
        listings=_listings(evidence, one.key, other.key),
        copies=tuple(evidence.articles[end].key for end in (a, b) if evidence.report[end] != end),
        same_words=evidence.report[a] == evidence.report[b],
        one_report=one_report(evidence, a, b),
    )


def strongest(store: Store, *, folder: OutputFolder | None = None) -> Callable[[str, Iterable[str]], Link | None]:
    """Return what finds the link of an article (its IRI) to the one of some others that it weighs most with.

    It finds None if nothing that counts joins it to any of them. What speaks for links is gathered when it is first
    asked.

    Args:
        store: of the graph.
        folder: the output folder that it lies in, which says where links were stated; without it no lines are known.
    """
    gathered = cache(lambda: gather(store, folder=folder))

    def found(article: str, others: Iterable[str]) -> Link | None:
        evidence = gathered()
        one = evidence.place[article]
        rows = [(row_of(evidence, one, evidence.place[other]), evidence.place[other]) for other in others]
        best = max(((evidence.weight[row], -place) for row, place in rows if row is not None), default=None)
        return None if best is None else link(evidence, one, -best[1])

    return found


def places(evidence: Evidence, owner: str, item: str) -> tuple[Place, ...]:
    """Return where the related list of one article (an IRI) names another."""
    known = evidence.records.places if evidence.records else {}
    return known.get((iri_id(owner), iri_id(item)), ())


def _listings(evidence: Evidence, one: str, other: str) -> tuple[Listing, ...]:
    ends = ((one, other), (other, one))
    lists = [(owner, (item,)) for owner, item in ends if item in evidence.targets[owner]]
    both = sorted(evidence.owners[one] & evidence.owners[other])
    return tuple(_listing(evidence, owner, items) for owner, items in (*lists, *((o, (one, other)) for o in both)))


def _listing(evidence: Evidence, owner: str, items: tuple[str, ...]) -> Listing:
    return Listing(
        owner=headline(evidence, evidence.place[owner]),
        items=items,
        places=tuple(place for item in items for place in places(evidence, owner, item)),
    )
