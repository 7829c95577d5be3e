"""A model's proposals -> organizations, beside the gazetteer."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator

import msgspec
import pytest

from kg.entities import organizations
from kg.entities.merge import Entities
from kg.entities.organizations import spans
from kg.errors import UsageError
from kg.model import Article
from kg.rdf import ontology

INSTALLED = importlib.util.find_spec("spacy") and importlib.util.find_spec(spans.MODEL)
TITLES = (
    "Harbor Savings Bank lends to IBM Credit",
    "Strike at Harbor Savings Bank in Boise",
    "Acme Works shuts",
    "IBM Credit comes to Boise",
)


def entities() -> Entities:
    urls = [f"https://paper.example/{number}" for number in range(len(TITLES))]
    return Entities(articles=tuple(Article(key=u, url=u, title=t) for u, t in zip(urls, TITLES, strict=True)))


def propose(texts: Iterable[str]) -> Iterator[list[str]]:
    words = ("the Harbor Savings Bank", "Harbor Savings Bank's", "IBM Credit", "Boise", "Acme Works")
    return ([word for word in words if word.removeprefix("the ").removesuffix("'s") in text] for text in texts)


def known() -> organizations.Known:
    return organizations.known([ontology.folder() / "organizations.ttl"])


def test_a_name_that_several_articles_have_is_an_organization() -> None:
    found = organizations.find(entities(), msgspec.structs.replace(known(), propose=propose))
    assert [article.mentions for article in found.articles] == [
        ("harbor-savings-bank", "ibm"), ("harbor-savings-bank",), (), ("ibm",),
    ]  # fmt: skip
    assert [(one.slug, one.name) for one in found.organizations] == [
        ("harbor-savings-bank", "Harbor Savings Bank"), ("ibm", "IBM"),
    ]  # fmt: skip


@pytest.mark.skipif(bool(INSTALLED), reason="spaCy is installed")
def test_without_spacy_the_extra_is_named() -> None:
    with pytest.raises(UsageError, match=r"kg-news\[spacy\]"):
        organizations.known([], finder="spacy")


@pytest.mark.filterwarnings("default")  # those of spaCy and what it brings are not ours
@pytest.mark.skipif(not INSTALLED, reason="spaCy and its model are not installed: pip install 'kg-news[spacy]'")
def test_the_real_model_finds_what_no_gazetteer_has() -> None:
    titles = ("The Oregon Health Authority said on Friday that two people died.", "He works for IBM in Boise.")
    articles = tuple(
        Article(key=f"{number}", url=f"https://paper.example/{number}", title=title)
        for number, title in enumerate((titles[0], f"{titles[0]} It rained.", titles[1]))
    )
    found = organizations.find(
        Entities(articles=articles), organizations.known([ontology.folder() / "organizations.ttl"], finder="spacy")
    )
    assert [one.slug for one in found.organizations] == ["ibm", "oregon-health-authority"]
