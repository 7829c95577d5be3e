"""An article -> the organizations that it mentions."""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import article_iri, organization_iri
from kg.model import Article
from kg.rdf.terms import Triple
from kg.rdf.vocab import SCHEMA


def extract(article: Article) -> Iterator[Triple]:
    """Yield a triple for each organization that title or excerpt names."""
    for slug in article.mentions:
        yield article_iri(article.key), SCHEMA.mentions, organization_iri(slug)
