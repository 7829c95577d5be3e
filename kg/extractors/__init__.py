"""Entities -> triples: the built-in ones (`kg.extractors.things`), and a door for those of other packages.

An extractor is a generator function that takes one entity and yields triples of light terms. The annotation of its
first parameter says which entities it reads::

    def extract(article: Article) -> Iterator[Triple]:
        yield article_iri(article.key), IRI("https://example.org/words"), integer(len((article.title or "").split()))

A package offers one under the entry point group ``kg.extractors``; its name must not be taken.
"""

from __future__ import annotations

import typing
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from kg.errors import ExtractorError, KGError
from kg.extractors import things
from kg.model import Record
from kg.rdf.terms import Triple

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "kg.extractors"
Extract = Callable[[typing.Any], Iterable[Triple]]

BUILT_IN: dict[str, Extract] = {
    "articles": things.of_article,
    "providers": things.of_provider,
    "topics": things.of_topic,
    "organizations": things.of_organization,
    "people": things.of_person,
    "related": things.of_related,
    "images": things.of_image,
    "sources": things.of_source,
    "stories": things.of_story,
    "storylines": things.of_storyline,
}


class Extractor(msgspec.Struct, frozen=True):
    """A named extractor, the type of entity that it reads, and where it comes from."""

    name: str
    entity: type[Record]
    extract: Extract
    origin: str = "kg"


def load(offered: Iterable[EntryPoint] | None = None) -> tuple[Extractor, ...]:
    """Return the built-in extractors and those of installed packages, sorted by name.

    Args:
        offered: entry points to take instead of the installed ones.

    Raises:
        ExtractorError: two claim one name, one cannot be loaded, or one does not say what it reads.

    >>> [extractor.name for extractor in load(offered=())][:3]
    ['articles', 'images', 'organizations']
    """
    from importlib import metadata

    found = {name: _extractor(name, function, origin="kg") for name, function in BUILT_IN.items()}
    points = metadata.entry_points(group=GROUP) if offered is None else offered
    for point in sorted(points, key=lambda p: (p.name, p.value)):
        origin = f"{point.dist.name} ({point.value})" if point.dist else point.value
        if point.name in found:
            raise ExtractorError(
                f"two extractors claim the name {point.name!r}: {found[point.name].origin} and {origin}; rename one"
            )
        try:
            function = point.load()
        except Exception as error:
            raise ExtractorError(f"the extractor {point.name!r} of {origin} cannot be loaded: {error}") from error
        found[point.name] = _extractor(point.name, function, origin=origin)
    return tuple(found[name] for name in sorted(found))


def extract(entities: Iterable[Record], *, extractors: Sequence[Extractor]) -> Iterator[list[Triple]]:
    """Yield the triples of each entity, those of all extractors that read its type, without doubles.

    Raises:
        ExtractorError: an extractor broke; names it and the entity.
    """
    readers: dict[type[Record], list[Extractor]] = defaultdict(list)
    for extractor in extractors:
        readers[extractor.entity].append(extractor)
    # the built-in ones say nothing twice, which would take a third of the time to make sure of
    others = {extractor.entity for extractor in extractors if BUILT_IN.get(extractor.name) is not extractor.extract}
    for entity in entities:
        triples: list[Triple] = []
        own = type(entity) not in others
        for extractor in readers[type(entity)]:
            try:
                triples += extractor.extract(entity) if own else dict.fromkeys(extractor.extract(entity))
            except KGError:
                raise
            except Exception as error:
                raise ExtractorError(
                    f"the extractor {extractor.name!r} of {extractor.origin} broke on {entity!r:.200}: "
                    f"{type(error).__name__}: {error}"
                ) from error
        yield triples if own else list(dict.fromkeys(triples))


def _extractor(name: str, function: Extract, *, origin: str) -> Extractor:
    try:
        hints = typing.get_type_hints(function)
        entity = next(hint for parameter, hint in hints.items() if parameter != "return")
    except Exception as error:
        why = str(error) or "annotate its first parameter, as in (article: Article)"
        raise ExtractorError(f"the extractor {name!r} of {origin} does not say what it reads: {why}") from error
    if not (isinstance(entity, type) and issubclass(entity, Record)):
        raise ExtractorError(f"the extractor {name!r} of {origin} reads {entity!r}, which is no record of kg.model")
    return Extractor(name, entity, function, origin)
