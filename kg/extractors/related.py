"""A related link -> one triple from article to article."""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import article_iri
from kg.model import RelatedLink
from kg.rdf.terms import Triple
from kg.rdf.vocab import KG


def extract(link: RelatedLink) -> Iterator[Triple]:
    """Yield the triple of a curated link."""
    yield article_iri(link.source), KG.related, article_iri(link.target)
