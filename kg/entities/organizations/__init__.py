"""Titles and excerpts -> the organizations that articles mention."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from kg.entities.merge import Entities
from kg.entities.organizations import entries, spans
from kg.entities.organizations.entries import GazetteerEntry
from kg.entities.organizations.gazetteer import Gazetteer, gazetteer
from kg.entities.organizations.rules import mentions as mentions_of_article
from kg.errors import UsageError
from kg.model import Article, Organization

__all__ = ["FINDERS", "Known", "find", "known", "mentions_of"]

FINDERS = ("gazetteer", "spacy")  # what finds names: the gazetteer alone, or a model too


class Known(msgspec.Struct, frozen=True):
    """The organizations that a build knows: layers of entries, the first of which is believed; and a further finder.

    `files` are where the layers come from.
    """

    layers: tuple[tuple[GazetteerEntry, ...], ...]
    propose: spans.Propose | None = None
    files: tuple[Path, ...] = ()

    @property
    def finder(self) -> str:
        """What finds names, one of `FINDERS`."""
        return FINDERS[0] if self.propose is None else FINDERS[1]


def known(files: Iterable[Path], *, finder: str = FINDERS[0]) -> Known:
    """Return the organizations that files describe.

    Args:
        files: Turtle or CSV (`kg.entities.organizations.entries`); where two speak of one name, the first is believed.
        finder: gazetteer, or spacy to have a model propose names that no file has.

    Raises:
        UsageError: a file cannot be read, the finder is unknown, or what it needs is not installed.
    """
    if finder not in FINDERS:
        raise UsageError(f"organizations are found by {' or '.join(FINDERS)}, not by {finder!r}")
    files = tuple(files)
    layers = tuple(tuple(entries.read_entries(path)) for path in files)
    return Known(layers, spans.load() if finder == "spacy" else None, files)


def find(
    entities: Entities,
    known: Known,
    *,
    mentions: Callable[[Sequence[Article], Gazetteer], Iterable[tuple[str, ...]]] | None = None,
) -> Entities:
    """Return the entities with the organizations that their articles mention; only those, so that graphs stay small.

    The result depends on the articles and providers alone, not on their order.

    Args:
        entities: merged; their providers are organizations as well.
        known: as `known` returns it.
        mentions: does what `mentions_of` does, in another way: in several processes, say.

    >>> from kg.entities.merge import merge
    >>> find(merge([]), Known(())).organizations
    ()
    """
    names = gazetteer(known.layers, entities.providers)
    found = [*(mentions or mentions_of)(entities.articles, names)]
    organizations = {entry.organization.slug: entry.organization for entry in names.entries}
    if known.propose is not None:
        found = _with_proposals(entities.articles, found, organizations, names, known.propose)
    articles = (
        msgspec.structs.replace(article, mentions=slugs) if slugs else article
        for article, slugs in zip(entities.articles, found, strict=True)
    )
    described = {one.slug: one for one in entities.organizations}  # which files describe
    described |= {slug: organizations[slug] for slug in set().union(*found)}
    each = tuple(described[slug] for slug in sorted(described))
    return msgspec.structs.replace(entities, articles=tuple(articles), organizations=each)


def mentions_of(articles: Iterable[Article], names: Gazetteer) -> Iterator[tuple[str, ...]]:
    """Yield the slugs of the organizations that each article mentions, by a gazetteer."""
    for article in articles:
        yield mentions_of_article(article, names)


def _with_proposals(
    articles: Sequence[Article],
    found: Sequence[tuple[str, ...]],
    organizations: dict[str, Organization],
    names: Gazetteer,
    propose: spans.Propose,
) -> list[tuple[str, ...]]:
    """Return the mentions with those that a model proposes, and add these to the organizations.

    What the gazetteer knows is left to its rules. A proposal counts if `spans.FEWEST` articles have it.
    """
    proposed = spans.proposals(articles, propose, known=names)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for forms in proposed:
        for slug, form in forms.items():
            written[slug][form] += 1
    kept = {slug for slug, forms in written.items() if forms.total() >= spans.FEWEST and slug not in organizations}
    for slug in kept:
        name = min(written[slug], key=lambda form: (-written[slug][form], form))
        organizations[slug] = Organization(slug=slug, name=name)
    return [tuple(sorted({*slugs, *(kept & forms.keys())})) for slugs, forms in zip(found, proposed, strict=True)]
