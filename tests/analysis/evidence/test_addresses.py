"""What people call an article -> the article."""

from __future__ import annotations

import pytest

import kg
from kg.analysis import evidence
from kg.analysis.evidence import addresses
from kg.errors import UsageError
from kg.folder import OutputFolder
from kg.identity import article_id

FERRY = "https://tern-times.example/ferry-aground"
ID = article_id(FERRY)


@pytest.fixture(scope="module", params=["with records", "without"])
def gathered(town: kg.KnowledgeGraph, request: pytest.FixtureRequest) -> tuple[evidence.Evidence, kg.KnowledgeGraph]:
    folder = OutputFolder(town.folder) if request.param == "with records" else None
    return evidence.gather(town._store, folder=folder), town


def chosen(gathered: tuple[evidence.Evidence, kg.KnowledgeGraph], called: str) -> str:
    found, _ = gathered
    return found.articles[addresses.find_article(found, called)].url or ""


@pytest.mark.parametrize(
    "called",
    [
        FERRY,
        "http://www.tern-times.example:80/x/../ferry-aground/?fbclid=q&utm_source=mail#top",
        "tern-times.example/ferry-aground",
        "https://amp.tern-times.example/ferry-aground",
        "//amp.tern-times.example/ferry-aground/",
        f"https://kg-news.example/article/{ID}",
        f"  https://kg-news.example/article/{ID.upper()}\n",
        f"https://another-base.example/article/{ID}",
        ID,
        ID.upper(),
        ID[:7],
    ],
)
def test_an_article_goes_by_many_names(gathered: tuple[evidence.Evidence, kg.KnowledgeGraph], called: str) -> None:
    assert chosen(gathered, called) == "https://www.tern-times.example/ferry-aground?utm_source=feed"


def test_a_stub_is_an_article_too(gathered: tuple[evidence.Evidence, kg.KnowledgeGraph]) -> None:
    assert chosen(gathered, "post.example/captain-questioned") == "https://post.example/captain-questioned"


def test_an_unknown_one_is_named_with_the_nearest(gathered: tuple[evidence.Evidence, kg.KnowledgeGraph]) -> None:
    with pytest.raises(UsageError) as error:
        chosen(gathered, "https://tern-times.example/museum-paints")
    first, *nearest = str(error.value).splitlines()
    assert first == "no article 'https://tern-times.example/museum-paints' in this graph; the nearest are"
    assert len(nearest) == 2 * addresses.MOST_NAMED
    assert nearest[1].strip().startswith("https://tern-times.example/museum")
    assert nearest[3].strip().startswith("https://tern-times.example/museum")


@pytest.mark.parametrize("called", ["captain questioned", "Captain Questioned Overnight"])
def test_a_headline_is_no_address_but_leads_to_one(
    gathered: tuple[evidence.Evidence, kg.KnowledgeGraph], called: str
) -> None:
    with pytest.raises(UsageError, match=r"the nearest are\n  [0-9a-f]{16}  Captain questioned overnight\n"):
        chosen(gathered, called)


@pytest.mark.parametrize("called", ["", "   ", "q", "///", "\x00", "ftp://x", "zzzz zzzz", "https://"])
def test_what_is_like_nothing_is_an_error_too(
    gathered: tuple[evidence.Evidence, kg.KnowledgeGraph], called: str
) -> None:
    with pytest.raises(UsageError, match="no article"):
        chosen(gathered, called)


def test_the_beginning_of_several_ids_names_them(gathered: tuple[evidence.Evidence, kg.KnowledgeGraph]) -> None:
    ids = sorted(article.key.rsplit("/", 1)[-1] for article in gathered[0].articles)
    digits = [id[0] for id in ids]
    shared = next(digit for digit in digits if digits.count(digit) > 1)
    with pytest.raises(UsageError) as error:
        chosen(gathered, shared)
    assert f"{digits.count(shared)} articles have an id that begins with {shared}:" in str(error.value)
    assert next(id for id in ids if id[0] == shared) in str(error.value)
