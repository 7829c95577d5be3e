"""The front matter of an article -> its record, and one for each article, provider and image that it names."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from kg import sources
from kg.model import Article, Image, Origin, Provider, Reading, Reference, RelatedLink, SourceFile
from kg.sources import articles, plain

PATH = "_news/x.md"


def read(front: str) -> Reading:
    return sources.read_bytes(f"---\n{front.strip()}\n---\n".encode(), PATH)


def words(reading: Reading) -> list[tuple[int, str]]:
    return [(warned.origin.line, warned.message) for warned in reading.warned]


def rejection(front: str) -> tuple[int, str]:
    reading = read(front)
    assert (reading.articles, reading.related) == ((), ())
    (rejected,) = reading.rejected
    assert rejected.origin.path == PATH
    return rejected.origin.line, rejected.reason


FULL = """
title: "Ferry &amp; pier"
excerpt: "<p>The pier is closed.</p>"
publishedDateTime: 2021-04-05T08:00:00+02:00
lastModified: 2021-04-06
webUrl: "https://www.pier.example/Ferry/"
ampWebUrl: "https://amp.pier.example/ferry"
cdnAmpWebUrl: "https://www.pier.example/ferry-cdn"
type: video
quality: 70
heat: 3
published: yes
provider:
  name: The Pier
  domain: Pier.example
  images: [https://m.example/logo.png]
topics: [Ferries, Harbours]
tags: [boat]
images:
  - url: https://m.example/pier.jpg
    width: 800
secured: "b3BhcXVl"
featuredContent: "<iframe>"
related:
  - title: Another
    webUrl: https://other.example/1
"""


def test_an_article_is_read_with_all_its_fields() -> None:
    reading = read(FULL)
    sha256 = hashlib.sha256(f"---\n{FULL.strip()}\n---\n".encode()).hexdigest()
    assert reading.file == SourceFile(path=PATH, sha256=sha256)
    assert reading.articles == (
        Article(
            key="https://pier.example/Ferry",
            url="https://www.pier.example/Ferry/",
            title="Ferry & pier",
            excerpt="The pier is closed.",
            published=datetime(2021, 4, 5, 6, tzinfo=UTC),
            updated=datetime(2021, 4, 6, tzinfo=UTC),
            kind="video",
            quality=70,
            heat=3,
            is_published=True,
            provider="pier.example",
            topics=("Ferries", "Harbours"),
            tags=("boat",),
            images=(Image(url="https://m.example/pier.jpg", iri="https://m.example/pier.jpg", width=800),),
            amp_url="https://amp.pier.example/ferry",
            cdn_amp_url="https://www.pier.example/ferry-cdn",
            aliases=("https://pier.example/ferry", "https://pier.example/ferry-cdn"),
            full=True,
        ),
        Article(
            key="https://other.example/1",
            url="https://other.example/1",
            title="Another",
        ),
    )
    assert reading.lines == (2, 25)
    logo = Image(url="https://m.example/logo.png", iri="https://m.example/logo.png")
    assert reading.providers == (Provider(domain="pier.example", name="The Pier", images=(logo,)),)
    link = RelatedLink(
        source="https://pier.example/Ferry",
        target="https://other.example/1",
        origins=(Origin(path=PATH, line=25, sha256=sha256),),
    )
    assert reading.related == (link,)
    assert (reading.topics, reading.rejected, reading.warned) == ((), (), ())


def test_what_is_sealed_and_what_is_markup_are_in_no_record() -> None:
    assert "b3BhcXVl" not in repr(read(FULL))
    assert "iframe" not in repr(read(FULL))


@pytest.mark.parametrize(
    ("front", "url"),
    [
        ("webUrl: https://a.example/1\noriginalUrl: https://a.example/2", "https://a.example/1"),
        ("webUrl: ''\noriginalUrl: https://a.example/2", "https://a.example/2"),
        ("originalUrl: https://a.example/2\nurl: https://a.example/4", "https://a.example/2"),
        ("sourceUrl: https://a.example/3", "https://a.example/3"),
        ("url: //a.example/4", "//a.example/4"),
    ],
)
def test_the_address_is_the_web_url_else_the_original_url_else_an_older_name(front: str, url: str) -> None:
    (article,) = read(front).articles
    assert (article.url, article.full) == (url, True)


ADVICE = "put texts with special characters in quotes"
NO_URL = "nothing says what the file is about: no address, no title, no date; add webUrl, or a title"


@pytest.mark.parametrize(
    ("front", "line", "reason"),
    [
        ("quality: 5", 2, NO_URL),
        ("title: ''\nwebUrl: ''\noriginalUrl: ~", 2, NO_URL),
        ("title: x\nwebUrl: /story/1", 3, "'/story/1' is not an absolute http(s) address; write it in full"),
        ("title: x\nurl: javascript:alert(1)", 3,
         "'javascript:alert(1)' is not an absolute http(s) address; write it in full"),
        ("webUrl: mailto:a@a.example", 2, "'mailto:a@a.example' is not an absolute http(s) address; write it in full"),
        ("webUrl: https://", 2, "'https://' is not an absolute http(s) address; write it in full"),
        ("webUrl: @a", 2, "'@a' is not an absolute http(s) address; write it in full"),
        ('webUrl: "a', 2, f"not valid YAML: found unexpected end of stream while scanning a quoted scalar; {ADVICE}"),
    ],
)  # fmt: skip
def test_an_article_without_a_usable_address_is_rejected_with_file_and_line(front: str, line: int, reason: str) -> None:
    assert rejection(front) == (line, reason)


@pytest.mark.parametrize("key", ["layout", "permalink"])
def test_a_key_of_the_program_that_makes_the_site_hides_no_article(key: str) -> None:
    (article,) = read(f"{key}: x\ntitle: About the bridge").articles
    assert (article.key, article.url, article.full) == (f"path:{PATH}", None, True)
    (article,) = read(f"{key}: x\nwebUrl: https://a.example/1").articles
    assert article.key == "https://a.example/1"


@pytest.mark.parametrize("name", ["about", "Contact", "index", "404", "search"])
def test_a_page_of_the_site_is_no_article_unless_it_has_an_address_or_a_date(name: str) -> None:
    def read_page(more: str) -> Reading:
        return sources.read_bytes(f"---\nlayout: page\ntitle: Of us\n{more}---\n".encode(), f"{name}.md")

    assert (read_page("").articles, read_page("").left_out) == ((), "a page of the site")
    assert len(read_page("webUrl: https://a.example/1\n").articles) == 1
    assert len(read_page("date: 2020-06-11\n").articles) == 1


@pytest.mark.parametrize(
    ("value", "expected"), [("false", False), ("true", True), ("no", False), ("~", None), ("soon", None)]
)
def test_an_article_that_is_not_published_is_read_all_the_same(value: str, expected: bool | None) -> None:
    (article,) = read(f"webUrl: https://a.example/1\npublished: {value}").articles
    assert article.is_published is expected


@pytest.mark.parametrize("trap", "NO 010 12:30:45 1e3 0x1F yes ~x 1_000".split())
def test_titles_providers_and_topics_that_yaml_would_resolve_stay_texts(trap: str) -> None:
    reading = read(
        f"webUrl: https://a.example/1\ntitle: {trap}\nprovider: {{name: {trap}, domain: a.example}}\ntopics: [{trap}]"
    )
    assert (reading.articles[0].title, reading.articles[0].topics) == (trap, (trap,))
    assert reading.providers[0].name == trap


def test_an_unknown_type_is_an_article_and_a_misspelt_one_has_a_word() -> None:
    for kind in ("Podcast", "post", "[a, b]"):  # which other sites call so, and mean other things
        reading = read(f"webUrl: https://a.example/1\ntype: {kind}")
        assert (reading.articles[0].kind, reading.warned) == ("article", ())
    reading = read("webUrl: https://a.example/1\ntype: Videos")
    assert reading.articles[0].kind == "article"
    assert words(reading) == [(3, "type 'videos' is none of article, video: taken as article")]
    assert read("webUrl: https://a.example/1\ntype: Video").articles[0].kind == "video"


def test_the_amp_addresses_are_other_names_unless_they_are_its_own_or_none() -> None:
    own, nothing = read("webUrl: https://a.example/1\nampUrl: http://www.a.example/1/\ncdnAmpUrl: none").articles[0], ()
    assert (own.amp_url, own.cdn_amp_url, own.aliases) == ("http://www.a.example/1/", "none", nothing)


# -- related ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "related", ["related: ~", "related:", "related: []", "related: ''", "relatedArticles: ~", "x: y"]
)
def test_no_related_articles(related: str) -> None:
    reading = read(f"webUrl: https://a.example/1\n{related}")
    assert (len(reading.articles), reading.related, reading.warned) == (1, (), ())


@pytest.mark.parametrize(
    "related",
    [
        "related: [http://b.example/2#top]",
        "related: http://b.example/2#top",
        "related: {url: http://b.example/2#top}",
        "related:\n  - url: http://b.example/2#top",
        "related:\n  -\n  - webUrl: ''\n    originalUrl: http://b.example/2#top",
        "relatedArticles:\n  - sourceUrl: http://b.example/2#top",
    ],
)
def test_a_related_item_is_an_address_or_a_mapping_with_one(related: str) -> None:
    reading = read(f"webUrl: https://a.example/1\n{related}")
    (_, stub) = reading.articles
    assert (stub.key, stub.url, stub.full) == ("https://b.example/2", "http://b.example/2#top", False)
    assert [(link.source, link.target) for link in reading.related] == [("https://a.example/1", "https://b.example/2")]
    assert reading.warned == ()


@pytest.mark.parametrize(
    "item", ["{webUrl: ''}", "{title: x}", "mailto:x@b.example", "www.b.example/x", "[a, b]", "''"]
)
def test_a_related_item_without_a_usable_address_is_left_out_with_a_word(item: str) -> None:
    reading = read(f"webUrl: https://a.example/1\nrelated:\n  - https://b.example/2\n  - {item}")
    assert [article.key for article in reading.articles] == ["https://a.example/1", "https://b.example/2"]
    assert words(reading) == [(5, "the related item has no absolute http(s) webUrl: left out; add its webUrl")]


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("text", "text"), ("The pier", "The pier"), ("/2", "/2"), ("_news/y.md", "_news/y.md"),
        ('"[[The pier|of it]]"', "The pier"), ('"[[harbors/The pier#Now]]"', "harbors/The pier"),
        ("[[The pier]]", "The pier"), ("{slug: the-pier}", "the-pier"), ("{url: /2/, title: x}", "/2/"),
        ("'Harbors: the pier'", "Harbors: the pier"),
    ],
)  # fmt: skip
def test_a_related_item_without_an_address_names_a_file_of_the_site(item: str, name: str) -> None:
    reading = read(f"webUrl: https://a.example/1\nrelated:\n  - https://b.example/2\n  - {item}")
    assert len(reading.articles) == 2
    assert reading.references == (Reference(source="https://a.example/1", name=name, line=5),)
    assert reading.warned == ()


@pytest.mark.parametrize("self", ["https://a.example/1", "{webUrl: 'http://www.A.example/1/?utm_source=x#y'}"])
def test_an_article_that_is_related_to_itself_is_not(self: str) -> None:
    reading = read(f"webUrl: https://a.example/1\nrelated:\n  - {self}")
    assert (len(reading.articles), reading.related) == (1, ())
    assert words(reading) == [(4, "the article is related to itself: the link is dropped; delete it")]


# -- providers -------------------------------------------------------------------------------------------------------


def test_the_provider_of_a_related_item_is_read_too() -> None:
    reading = read(
        "webUrl: https://a.example/1\nrelated: [{url: https://b.example/2, provider: {name: B, domain: B.Example}}]"
    )
    assert reading.providers == (Provider(domain="b.example", name="B"),)
    assert reading.articles[1].provider == "b.example"


@pytest.mark.parametrize("key", ["provider: NO", "source: NO", "publisher: NO", "site-name: NO"])
def test_a_provider_that_is_only_named_has_the_host_of_the_article(key: str) -> None:
    reading = read(f"webUrl: https://m.a.example:8080?q=1\n{key}")
    assert reading.providers == (Provider(domain="a.example", name="NO"),)
    assert (reading.articles[0].provider, reading.warned) == ("a.example", ())


@pytest.mark.parametrize("provider", ["{name: NO}", "{name: NO, domain: ''}"])
def test_a_provider_without_a_domain_has_that_of_the_article_with_a_word(provider: str) -> None:
    reading = read(f"webUrl: https://www.a.example?q=1\nprovider: {provider}")
    assert reading.providers == (Provider(domain="a.example", name="NO"),)
    message = "the provider 'NO' has no domain: taken from the article's address"
    assert words(reading) == [(3, message)]


def test_a_provider_may_have_only_a_domain() -> None:
    assert read("webUrl: https://a.example/1\nprovider: {domain: B.example}").providers == (
        Provider(domain="b.example"),
    )


@pytest.mark.parametrize("provider", ["~", "{}", "{name: ''}", "''"])
def test_an_empty_provider_is_none(provider: str) -> None:
    reading = read(f"webUrl: https://a.example/1\nprovider: {provider}")
    assert (reading.articles[0].provider, reading.providers, reading.warned) == (None, (), ())


def test_a_provider_that_is_a_list_is_left_out_with_a_word() -> None:
    reading = read("webUrl: https://a.example/1\nprovider: [A, B]")
    assert (reading.articles[0].provider, reading.providers) == (None, ())
    assert words(reading) == [(3, "provider is a list, not a mapping with name and domain: left out")]


# -- stubs that are known by their text --------------------------------------------------------------------------------

STUB = '  - title: "Shut"\n    webUrl: https://b.example/shut\n    provider:\n      name: B\n      domain: b.example\n'
ODD = "  - title: Odd\n    webUrl: https://b.example/odd\n    publishedDateTime: soon\n"


@pytest.mark.parametrize(
    "rest",
    [
        "related:\n" + STUB,
        "related:\n" + STUB + "\n\n" + STUB.replace("shut", "open") + "quality: 5\n",
        "related:\n" + STUB.replace("\n  ", "\n").removeprefix("  "),
        "related:\n" + STUB + ODD,
        "related:\n" + STUB + "  - \n",
        "related:\n" + STUB + "  - https://c.example/plain\n",
        "related:\n" + STUB + "  - title: without an address\n",
        "related:\n" + STUB.replace("https://b.example/shut", "https://a.example/1"),
        "related:\n" + STUB + "relatedArticles:\n" + STUB.replace("shut", "open"),
        "related:\n" + STUB + "related:\n" + STUB.replace("shut", "open"),
        "related:\n" + STUB + "title: [a]\n",
        "related:\n" + STUB + "excerpt: >\n  folded\n  text\n",
        "relatedArticles:\n" + STUB,
        "quality: much\nrelated:\n" + STUB,
    ],
)
def test_a_stub_that_is_known_by_its_text_is_read_as_the_first_time(rest: str) -> None:
    text = f"---\nwebUrl: https://a.example/1\n{rest}---\n"
    file = SourceFile(path="x.md", sha256="ab")
    plain._known_stub.cache_clear()
    first, again = (plain.read_plain_article(text.encode(), file) for _ in range(2))
    assert first == again
    assert first in (None, articles.read_article(text, file))


def test_the_same_stub_in_many_files_is_read_once() -> None:
    plain._known_stub.cache_clear()
    for n in range(5):
        text = f"---\nwebUrl: https://a.example/{n}\nrelated:\n{STUB}---\n"
        reading = plain.read_plain_article(text.encode(), SourceFile(path=f"{n}.md", sha256="ab"))
        assert reading is not None
        assert reading.related[0].origins == (Origin(path=f"{n}.md", line=4, sha256="ab"),)
        assert [provider.name for provider in reading.providers] == ["B"]
    assert plain._known_stub.cache_info().misses == 1
