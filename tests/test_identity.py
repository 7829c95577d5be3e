"""What a thing is -> its one name."""

from __future__ import annotations

import hashlib
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.errors import IdentityError
from kg.identity import (
    DEFAULT_BASE,
    TOPICS,
    VERSION,
    absolute,
    article_id,
    article_iri,
    canonical_url,
    checked_base,
    domain_key,
    image_iri,
    path_key,
    person_iri,
    place_iri,
    provider_iri,
    slug,
    source_iri,
    story_iri,
    topic_iri,
)
from web_addresses import urls


def test_the_rules_have_a_version() -> None:
    assert VERSION == 2


# -- IRIs ------------------------------------------------------------------------------------------------------------


def test_an_article_is_known_by_the_hash_of_its_canonical_url() -> None:
    key = "https://wired.com/story/x"
    assert article_id(key) == hashlib.sha256(key.encode()).hexdigest()[:16] == "db552837e7ab7fae"
    assert article_iri(key) == "article/db552837e7ab7fae"
    assert absolute(article_iri(key), base=DEFAULT_BASE) == "https://kg-news.example/article/db552837e7ab7fae"


def test_stories_sources_and_the_scheme_of_topics_have_their_places() -> None:
    assert story_iri("0123456789abcdef") == "story/0123456789abcdef"
    assert source_iri("0123456789abcdef" + "0" * 48) == "source/0123456789abcdef"
    assert TOPICS == "topics"


@pytest.mark.parametrize(
    ("domain", "key", "iri"),
    [
        ("Wired.com", "wired.com", "provider/wired.com"),
        (" BBC.co.uk\n", "bbc.co.uk", "provider/bbc.co.uk"),
        ("a example", "aexample", "provider/aexample"),
        ("Bücher.example", "bücher.example", "provider/bücher.example"),
        ("a.example/<b>?c#d%e", "a.example/<b>?c#d%e", "provider/a.example/%3Cb%3E%3Fc%23d%25e"),
        ("../../.b/a..", "../../.b/a..", "provider/%2E%2E/%2E%2E/.b/a.."),
    ],
)
def test_a_provider_is_known_by_its_domain_in_lower_case(domain: str, key: str, iri: str) -> None:
    assert (domain_key(domain), provider_iri(domain)) == (key, iri)


@pytest.mark.parametrize(
    ("name", "known_as", "iri"),
    [
        ("  Computer   Vision ", "computer-vision", "topic/computer-vision"),
        ("AI", "ai", "topic/ai"),
        ("C++", "c++", "topic/c++"),
        ("C#", "c#", "topic/c%23"),
        ("100 %", "100-%", "topic/100-%25"),
        ("Straße", "strasse", "topic/strasse"),
        ("\uff21\uff29", "ai", "topic/ai"),
        ("日本", "日本", "topic/日本"),
        ("TCP/IP", "tcp/ip", "topic/tcp%2Fip"),
        ("../article/x", "../article/x", "topic/%2E%2E%2Farticle%2Fx"),
        ("No\u00a0Break", "no-break", "topic/no-break"),
        ("ß\u0301", "s\u015b", "topic/s\u015b"),
    ],
)
def test_a_topic_is_known_by_its_name_with_case_and_spaces_folded(name: str, known_as: str, iri: str) -> None:
    assert (slug(name), topic_iri(name)) == (known_as, iri)


@pytest.mark.parametrize(
    ("name", "person", "place"),
    [
        ("Jane  Roe", "person/jane-roe", "place/jane-roe"),
        ("São Tomé / Príncipe", "person/são-tomé-%2F-príncipe", "place/são-tomé-%2F-príncipe"),
        ("..", "person/%2E%2E", "place/%2E%2E"),
    ],
)
def test_a_person_and_a_place_are_known_by_their_names(name: str, person: str, place: str) -> None:
    assert (person_iri(name), place_iri(name)) == (person, place)


def test_an_article_without_an_address_is_known_by_its_path() -> None:
    assert path_key("_posts/2016-01-21-x.md") == "path:_posts/2016-01-21-x.md"
    assert article_id(path_key("a.md")) == hashlib.sha256(b"path:a.md").hexdigest()[:16]
    assert canonical_url(path_key("a.md")) is None


@given(st.text())
@example("\u00df\u0301")
@example("\u0130\u0323")
@example("\u1fb3\u0345")
def test_a_slug_is_its_own_slug(name: str) -> None:
    known_as = slug(name)
    assert slug(known_as) == known_as
    assert topic_iri(known_as) == topic_iri(name)
    assert known_as.split() in ([], [known_as])


@given(st.text(min_size=1), st.text(min_size=1))
def test_different_slugs_have_different_iris(one: str, other: str) -> None:
    assert (topic_iri(one) == topic_iri(other)) is (slug(one) == slug(other))
    assert (provider_iri(one) == provider_iri(other)) is (domain_key(one) == domain_key(other))


@given(st.text())
@example("%")
@example("a%zz")
@example("\ufdd0\ue000\U000e0001\U0010ffff")
@settings(max_examples=300)
def test_every_minted_iri_is_valid(text: str) -> None:
    for iri in (topic_iri(text), person_iri(text), place_iri(text), provider_iri(text), article_iri(text)):
        assert NamedNode(absolute(iri, base=DEFAULT_BASE)).value == DEFAULT_BASE + iri


@pytest.mark.parametrize(
    ("url", "iri"),
    [
        ("https://m.example/a.jpg", "https://m.example/a.jpg"),
        (" https://m.example/a.jpg ", "https://m.example/a.jpg"),
        ("http://www.m.example/A.jpg?x=1&utm_source=y", "http://www.m.example/A.jpg?x=1&utm_source=y"),
        ("https://m.example/é%20%2f", "https://m.example/é%20%2f"),
        ("https://m.example/a b|c.jpg", "https://m.example/a%20b%7Cc.jpg"),
        ("https://m.example/100%.jpg", "https://m.example/100%25.jpg"),
        ("https://m.example/a.jpg#x y", "https://m.example/a.jpg"),
        ("//m.example/a.jpg", "https://m.example/a.jpg"),
        ("https://m.example:٣٣/a.jpg", None),
        ("/assets/a b.jpg", "image/assets/a%20b.jpg"),
        ("assets/a.jpg?v=1#x", "image/assets/a.jpg?v=1"),
        ("../article/./a.jpg", "image/article/a.jpg"),
        ("../..", None),
        ("javascript:alert(1)", None),
        ("data:image/png;base64,eA==", None),
        ("mailto:a@a.example", None),
        ("", None),
        ("/", None),
    ],
)
def test_an_image_goes_by_its_address_and_one_of_the_site_by_its_path(url: str, iri: str | None) -> None:
    assert image_iri(url) == iri


@given(urls)
@example("https://m.example:\u0663\u0663/x")
@settings(max_examples=500)
def test_an_image_iri_is_always_valid(url: str) -> None:
    iri = image_iri(url)
    if iri is not None:
        assert iri.startswith(("http://", "https://", "image/"))
        assert NamedNode(absolute(iri, base=DEFAULT_BASE)).value.endswith(iri)
        assert iri.startswith("image/") or image_iri(iri) == iri


@pytest.mark.parametrize(
    "url",
    ["https://" + "www." * 250_000 + "a.example", "https://a.example/" + "%" * 500_000,
     "https://a.example/" + "a/../" * 200_000, "https://a.example/?" + "&" * 1_000_000,
     "https://" + "a." * 250_000 + "example"],
    ids=["www", "percent", "dots", "ands", "labels"],
)  # fmt: skip
def test_the_image_of_an_address_of_a_megabyte_takes_no_time(url: str) -> None:
    start = time.process_time()
    image_iri(url)
    assert time.process_time() - start < 1.5


# -- bases -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "checked"),
    [
        (DEFAULT_BASE, "https://kg-news.example/"),
        ("https://n.example", "https://n.example/"),
        ("http://n.example:8080/graph", "http://n.example:8080/graph/"),
        ("https://n.example/graph#", "https://n.example/graph#"),
        ("https://n.example/grün/", "https://n.example/grün/"),
    ],
)
def test_a_base_ends_in_a_slash_or_a_hash(base: str, checked: str) -> None:
    assert checked_base(base) == checked
    assert NamedNode(absolute(topic_iri("ai"), base=checked)).value == f"{checked}topic/ai"


@pytest.mark.parametrize(
    "base",
    ["", "n.example", "/graph/", "urn:x:", "ftp://n.example/", "https://", "https://n.example/a b/", "https://n.example:٣/",
     "https://n.example/<", "https://n.example/%zz/", "https://n.example/#a#", "file:///x/"],
)  # fmt: skip
def test_a_base_that_is_no_absolute_web_iri_is_refused_by_name(base: str) -> None:
    with pytest.raises(IdentityError, match="is not an absolute http") as caught:
        checked_base(base)
    assert repr(base) in str(caught.value)


def test_an_iri_with_a_scheme_needs_no_base() -> None:
    assert absolute("https://a.example/x", base=DEFAULT_BASE) == "https://a.example/x"
    assert absolute("urn:x", base=DEFAULT_BASE) == "urn:x"
    assert absolute("topic/a:b", base=DEFAULT_BASE) == "https://kg-news.example/topic/a:b"
