"""Records -> entities: each thing once, whatever the order of the files and however often they are given."""

from __future__ import annotations

import json
import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import sources
from kg.codes import CLAIMED
from kg.entities.merge import Entities, merge
from kg.identity import canonical_url, slug
from kg.model import Article, Image, Provider, Reading, Rejected, SourceFile, Topic, Warned
from kg.sources.site import Site


def read(path: str, kind: str = "article", **fields: Any) -> Reading:
    """What a file with these fields says; `webUrl` is that of the path if none is given."""
    if kind == "article":
        fields = {"webUrl": f"https://a.example/{path}", **fields}
    return sources.read_bytes(f"---\n{json.dumps(fields)}\n---\n".encode(), path, kind=kind)


def only(entities: Entities) -> Article:
    (article,) = entities.articles
    return article


def links(entities: Entities) -> set[tuple[str, str]]:
    return {(link.source, link.target) for link in entities.related}


# -- articles --------------------------------------------------------------------------------------------------------

A, B, C, D = (f"https://a.example/{name}" for name in "abcd")


def test_nothing_gives_nothing() -> None:
    assert merge([]) == Entities()


def test_one_address_in_two_files_is_one_article() -> None:
    one = read(
        "1.md", webUrl="http://www.a.example/a/?fbclid=1", topics=["Ships"], tags=["x"], images=["https://m.example/1"]
    )
    two = read("2.md", webUrl=A, topics=["Sea"], tags=["y"], images=["https://m.example/2"])
    article = only(merge([two, one]))
    assert (article.key, article.url, article.full) == (A, "http://www.a.example/a/?fbclid=1", True)
    assert (article.topics, article.tags, article.keywords) == (("Sea", "Ships"), (), ("x", "y"))
    assert [image.url for image in article.images] == ["https://m.example/1", "https://m.example/2"]
    assert [origin.path for origin in article.origins] == ["1.md", "2.md"]


def test_its_own_file_wins_over_a_later_stub() -> None:
    own = read("z.md", webUrl=A, title="Own", date="2020-01-01")
    stub = {"webUrl": A, "title": "Stub", "date": "2021-01-01", "type": "video", "quality": 7}
    article = next(a for a in merge([read("b", webUrl=B, related=[stub]), own]).articles if a.key == A)
    assert (article.title, article.kind, article.full) == ("Own", "article", True)
    assert article.published is not None
    assert article.published.year == 2020
    assert article.quality == 7  # what its own file leaves open


def test_among_equals_the_later_date_wins_then_the_path() -> None:
    late, early = (
        read(path, webUrl=A, title=path, date=date) for path, date in (("z", "2020-02-02"), ("a", "2020-02-01"))
    )
    undated, other = read("0", webUrl=A, title="0"), read("y", webUrl=A, title="y", date="2020-02-02")
    assert only(merge([early, late, undated])).title == "z"
    assert only(merge([early, undated])).title == "a"
    assert only(merge([early, late, other])).title == "y"


def test_what_the_best_leaves_open_is_filled_from_the_next() -> None:
    best = read("1", webUrl=A, date="2020-03-03")
    next_best = read("2", webUrl=A, date="2020-03-02", title="Two", published=False)
    last = read(
        "3", webUrl=A, date="2020-03-01", title="Three", published=True, excerpt="Three", ampUrl="https://x.example"
    )
    article = only(merge([last, best, next_best]))
    assert (article.title, article.excerpt, article.is_published) == ("Two", "Three", False)
    assert article.amp_url == "https://x.example"


def test_a_stub_that_only_lists_name_is_not_full_and_comes_from_them_all() -> None:
    entities = merge([read("b", related=[A]), read("c", related=[{"url": A, "title": "A"}])])
    article = entities.articles[0]
    assert (article.key, article.full, article.title) == (A, False, "A")
    assert [origin.path for origin in article.origins] == ["b", "c"]
    assert links(entities) == {(B, A), (C, A)}


def test_an_article_with_a_file_comes_from_it_and_from_lists_that_add_something() -> None:
    own = read("a", title="A")
    plain, adding = read("b", related=[{"url": A, "title": "Else"}]), read("c", related=[{"url": A, "excerpt": "More"}])
    assert [origin.path for origin in merge([own, plain, adding]).articles[0].origins] == ["a", "c"]


# -- addresses -------------------------------------------------------------------------------------------------------

AMP = "https://a.example/amp/a"  # of a form that could be another page's


def test_an_article_under_the_amp_address_of_another_is_that_other() -> None:
    own = read("a", title="A", ampWebUrl=AMP)
    listing = read("b", related=[{"url": f"http://{AMP[8:]}#x", "title": "Stub"}])
    entities = merge([listing, own])
    assert [(a.key, a.title) for a in entities.articles] == [(A, "A"), (B, None)]
    assert links(entities) == {(B, A)}


def test_an_article_with_a_file_of_its_own_is_taken_over_by_none() -> None:
    own = read("a", title="A", ampWebUrl=AMP, publishedDateTime="2021-03-04T08:00:00Z")
    later = read("b", webUrl=AMP, title="A on AMP", publishedDateTime="2021-03-05T08:00:00Z")
    for readings in ([own, later], [later, own]):
        entities = merge(readings)
        assert [(a.title, a.url) for a in entities.articles] == [("A", A), ("A on AMP", AMP)]
        (warned,) = entities.warned
        assert (warned.code, warned.origin.path, warned.origin.line) == (CLAIMED, "a", 2)
        assert "it has a file of its own: they stay two" in warned.message


def test_a_file_under_the_cdn_amp_address_of_a_stub_stays_what_it_is() -> None:
    entities = merge(
        [read("b", related=[{"url": A, "cdnAmpWebUrl": AMP}]), read("c", webUrl=AMP, title="Own", related=[D])]
    )
    assert [(a.key, a.title, a.full) for a in entities.articles] == [
        (A, None, False),
        (AMP, "Own", True),
        (B, None, True),
        (D, None, False),
    ]
    assert links(entities) == {(B, A), (AMP, D)}


@pytest.mark.parametrize(
    ("claimed", "believed"),
    [
        ("https://news.a.co.uk/1", True),
        ("https://a.co.uk/1", True),
        ("https://b.co.uk/1", False),
        ("https://jroe.github.io/1", False),
        ("https://other.example/1", False),
    ],
)
def test_only_its_own_publisher_says_what_else_an_article_goes_by(claimed: str, believed: bool) -> None:
    listing = read("x", related=[{"url": claimed, "title": "Theirs"}])
    entities = merge([read("a", webUrl="https://www.a.co.uk/a", title="Ours", ampWebUrl=claimed), listing])
    assert len(entities.articles) == (2 if believed else 3)
    assert [warned.code for warned in entities.warned] == ([] if believed else [CLAIMED])


def test_hosts_below_a_platform_are_not_of_one_publisher() -> None:
    listing = read("x", related=[{"url": "https://victim.github.io/1", "title": "Theirs"}])
    entities = merge([read("a", webUrl="https://evil.github.io/a", ampWebUrl="https://victim.github.io/1"), listing])
    assert len(entities.articles) == 3


def test_an_amp_address_that_nobody_goes_by_is_only_a_fact() -> None:
    article = only(merge([read("a", ampWebUrl=AMP)]))
    assert (article.key, article.amp_url, article.aliases) == (A, AMP, (AMP,))


def test_two_articles_that_share_an_amp_address_stay_two() -> None:
    assert [a.key for a in merge([read("a", ampWebUrl=AMP), read("b", ampWebUrl=AMP)]).articles] == [A, B]


def test_of_two_that_claim_an_address_the_one_with_a_file_has_it_then_the_first() -> None:
    named = read("c", related=[{"url": AMP, "title": "Named"}])
    both = [read("b", ampWebUrl=AMP), read("d", related=[{"url": A, "ampWebUrl": AMP}]), named]
    assert {a.key: a.title for a in merge(both).articles} == {A: None, B: "Named", C: None, D: None}
    full = [read("a", ampWebUrl=AMP), read("b", ampWebUrl=AMP), named]
    assert {a.key: a.title for a in merge(full).articles} == {A: "Named", B: None, C: None}


def test_an_amp_address_of_a_known_form_takes_over_no_article_that_has_the_address() -> None:
    of_a = "https://amp.a.example/a"
    pages = [read("a", title="A"), read("b", title="B", ampWebUrl=of_a), read("d", title="D", ampWebUrl=of_a)]
    assert [(a.key, a.title) for a in merge(pages).articles] == [(A, "A"), (B, "B"), (D, "D")]
    nobody = [read("b", title="B", ampWebUrl=of_a), read("c", related=[{"url": of_a, "title": "A"}])]
    assert [a.key for a in merge(nobody).articles] == [B, C]


def test_a_chain_of_amp_addresses_has_one_end() -> None:
    listed = [{"url": A, "ampWebUrl": B}, {"url": B, "ampWebUrl": C}, {"url": C, "title": "C"}]
    assert [(a.key, a.title) for a in merge([read("d", related=listed)]).articles] == [(A, "C"), (D, None)]


def test_addresses_that_claim_each_other_are_the_first_of_them() -> None:
    listed = [{"url": B, "ampWebUrl": C}, {"url": C, "ampWebUrl": D}, {"url": D, "ampWebUrl": B}]
    entities = merge([read("a", related=listed)])
    assert [a.key for a in entities.articles] == [A, B]
    assert links(entities) == {(A, B)}


def test_a_link_to_its_own_amp_address_is_dropped_with_a_word() -> None:
    reading = read("a", ampWebUrl=AMP, related=[AMP])
    entities = merge([reading])
    assert entities.related == ()
    (warned,) = entities.warned
    assert warned.origin.path == "a"
    assert warned.message == f"related to itself: {AMP} is the same article under another address: the link is dropped"


def test_a_link_that_two_files_state_is_one_from_both() -> None:
    (link,) = merge([read("1", webUrl=A, related=[B, B]), read("2", webUrl=f"{A}#x", related=[B])]).related
    assert [origin.path for origin in link.origins] == ["1", "2"]


# -- providers, topics, images ---------------------------------------------------------------------------------------


def provider(path: str, name: str | None, domain: str = "p.example", **more: Any) -> Reading:
    return read(path, provider={"name": name, "domain": domain, **more})


def test_a_provider_goes_by_the_most_frequent_of_its_names_then_by_the_first() -> None:
    three = [provider("1", "Old"), provider("2", "New"), provider("3", "New", "P.example"), provider("4", None)]
    assert merge(three).providers == (Provider(domain="p.example", name="New", other_names=("Old",)),)
    assert merge(three[:2]).providers == (Provider(domain="p.example", name="New", other_names=("Old",)),)
    assert merge(three[3:]).providers == (Provider(domain="p.example"),)


def test_two_domains_with_one_name_are_two_providers() -> None:
    found = merge([provider("1", "Same"), provider("2", "Same", "q.example")]).providers
    assert [(p.domain, p.name) for p in found] == [("p.example", "Same"), ("q.example", "Same")]


def test_a_file_of_organizations_adds_to_a_provider() -> None:
    logo: dict[str, Any] = {"images": ["https://m.example/logo"]}
    file = read("_", "organization", domain="p.example", name="Old", otherNames=["Older", "New"], description="Short")
    longer = read("__", "organization", domain="P.example", description="The longest word on it", images=["/l.png"])
    (found,) = merge([provider("1", "New", **logo), provider("2", "New"), file, longer]).providers
    assert (found.name, found.other_names, found.description) == ("New", ("Old", "Older"), "The longest word on it")
    assert [image.iri for image in found.images] == ["https://m.example/logo", "image/l.png"]


def test_a_topic_goes_by_the_most_frequent_of_its_spellings_then_by_the_first() -> None:
    entities = merge([read("1", topics=["ai"]), read("2", topics=["AI", "Sea"]), read("3", topics=["AI"])])
    assert entities.topics == (Topic(slug="ai", name="AI"), Topic(slug="sea", name="Sea"))
    assert merge([read("1", topics=["ai"]), read("2", topics=["AI"])]).topics == (Topic(slug="ai", name="AI"),)


def test_the_name_that_the_taxonomy_has_wins() -> None:
    articles = [read("1", topics=["deep  SEA"]), read("2", topics=["Deep sea"]), read("3", topics=["Deep sea"])]
    file = read("t.md", "topic", name="Deep Sea", parent="Ocean", keywords=["trench"], shortname="Sea", hashtags="#x")
    assert merge([*articles, file]).topics == (
        Topic(
            slug="deep-sea", name="Deep Sea", short_name="Sea", parent="Ocean", keywords=("trench",), hashtags=("#x",)
        ),
        Topic(slug="ocean", name="Ocean"),
    )


def test_two_files_on_one_topic_are_joined() -> None:
    one = read("1.md", "topic", name="Sea", keywords=["b"], hashtags="#b")
    two = read("2.md", "topic", name="sea", keywords=["a", "b"], hashtags="#a", parent="Sea")
    assert merge([two, one]).topics == (Topic(slug="sea", name="Sea", keywords=("a", "b"), hashtags=("#a", "#b")),)


def test_an_image_is_known_by_its_fullest_description() -> None:
    url = "https://m.example/1"
    full = {"url": url, "width": 5, "height": 4, "title": "It"}
    readings = [
        read("1", images=[url]),
        read("2", images=[full]),
        provider("3", "P", images=[{"url": url, "width": 9}]),
    ]
    assert merge(readings).images == (Image(url=url, iri=url, width=5, height=4, caption="It"),)


def test_the_address_of_an_edition_is_worse_than_the_page_and_one_with_a_tracker_is_not() -> None:
    phone = read("1.md", webUrl="https://m.a.example/a", title="Phone", date="2021-01-01")
    page = read("2.md", webUrl=f"{A}?utm_source=x", title="Page", date="2020-01-01")
    third = read("3.md", webUrl=A, title="Third", date="2019-01-01")
    article = only(merge([phone, page, third]))
    assert (article.key, article.title, article.url) == (A, "Page", f"{A}?utm_source=x")


# -- files -----------------------------------------------------------------------------------------------------------


def test_files_of_the_same_bytes_count_once_under_the_shortest_path_with_a_word() -> None:
    readings = [read(path, webUrl=A, provider={"name": "P", "domain": "p.example"}) for path in ("b/x", "a/xyz", "a/x")]
    entities = merge(readings)
    assert entities.files == (readings[2].file,)
    assert [origin.path for origin in only(entities).origins] == ["a/x"]
    assert [(warned.origin.path, warned.message) for warned in entities.warned] == [
        ("a/xyz", "the same bytes as a/x: counted once; delete one of them"),
        ("b/x", "the same bytes as a/x: counted once; delete one of them"),
    ]


def test_files_of_the_same_bytes_that_are_known_by_their_paths_are_two_articles() -> None:
    readings = [read(path, webUrl="", title="This week") for path in ("2016-01-21-x.md", "2016-01-28-x.md")]
    entities = merge(readings)
    assert [(a.key, a.published and a.published.day) for a in entities.articles] == [
        ("path:2016-01-21-x.md", 21),
        ("path:2016-01-28-x.md", 28),
    ]
    assert {warned.code for warned in entities.warned} == {"KG030"}, "which is no word on copies"


def test_files_of_the_same_bytes_that_have_their_addresses_from_their_paths_are_two_articles() -> None:
    site = Site(generator="jekyll", url="https://my-site.example", permalink="pretty")
    data = b"---\nlayout: post\ntitle: This week\n---\n"
    readings = [sources.read_bytes(data, f"_posts/2016-01-{n}-x.md", site=site) for n in (21, 28)]
    entities = merge(readings)
    assert [a.url for a in entities.articles] == [f"https://my-site.example/2016/01/{n}/x/" for n in (21, 28)]
    assert entities.warned == ()


def test_a_file_that_is_left_out_is_no_copy_of_an_article() -> None:
    data = f"---\nwebUrl: {A}\n---\n".encode()
    readings = [sources.read_bytes(data, path) for path in ("_drafts/x.md", "_posts/2016-01-21-x.md")]
    assert readings[0].left_out
    assert only(merge(readings)).key == A


def test_files_that_are_rejected_count_each_and_say_no_more() -> None:
    readings = [sources.read_bytes(b"---\nnot closed", path) for path in ("b", "a")]
    entities = merge(readings)
    assert [rejected.origin.path for rejected in entities.rejected] == ["a", "b"]
    assert (entities.files, entities.warned) == ((), ())


def test_only_files_that_articles_come_from_are_in_the_graph() -> None:
    article = read("a", ampWebUrl=AMP)
    same_bytes = msgspec.structs.replace(article.file, path="o")
    rejected = Reading(file=same_bytes, rejected=(Rejected(origin=article.origin(1), reason="no domain"),))
    files = merge(
        [rejected, article, read("t.md", "topic", name="T"), read("p", "organization", domain="p.example")]
    ).files
    assert files == (article.file,)


def test_entities_come_in_order_kind_by_kind_and_links_with_their_article() -> None:
    entities = merge([provider("b", "P", images=["https://m.example/1"]), read("a", related=[B], topics=["T"])])
    kinds = [type(entity).__name__ for entity in entities.in_order()]
    assert kinds == [
        "Article", "RelatedLink", "Article", "Provider", "Provider", "Topic", "Image", "SourceFile", "SourceFile",
    ]  # fmt: skip


def test_a_link_of_no_article_is_an_entity_too() -> None:
    entities = merge([read("a", related=[B]), read("b", webUrl=C, related=[B])])
    fewer = msgspec.structs.replace(entities, articles=entities.articles[1:])
    all_of_it = [*fewer.articles, *fewer.related, *fewer.providers, *fewer.files]
    assert sorted(map(repr, fewer.in_order())) == sorted(map(repr, all_of_it))


# -- properties ------------------------------------------------------------------------------------------------------

URLS = st.sampled_from([A, f"http://www.{A[8:]}/?utm_x=1", B, C, AMP, f"{AMP}?fbclid=2", "https://b.example/x?q=1"])
WORDS = st.sampled_from(["AI", "ai", "Deep Sea", "deep  sea", "C++", "NO", "\u00df\u0301"])
IMAGES = st.fixed_dictionaries(
    {"url": st.sampled_from(["https://m.example/1", "https://m.example/a b", "https://m.example/a%20b", "/l.png"])},
    optional={"width": st.integers(0, 2), "height": st.integers(0, 2), "title": WORDS},
)
STUB = {
    "title": WORDS,
    "excerpt": WORDS,
    "publishedDateTime": st.sampled_from(["2020-06-11T01:00:00Z", "2020-06-11T03:00:00+02:00", "2020-06-12", "never"]),
    "type": st.sampled_from(["article", "video", "song"]),
    "quality": st.integers(0, 2),
    "published": st.booleans(),
    "ampWebUrl": URLS,
    "cdnAmpWebUrl": URLS,
    "provider": st.fixed_dictionaries(
        {"name": WORDS}, optional={"domain": st.sampled_from(["p.example", "Q.example"])}
    ),
    "topics": st.lists(WORDS, max_size=2),
    "tags": st.lists(WORDS, max_size=2) | st.just("AI, deep sea"),
    "categories": WORDS,
    "keywords": st.lists(WORDS, max_size=2),
    "author": st.sampled_from(["Jane Roe", "jane  roe", "By Jane Roe and Joe Doe", "[[people/Jane Roe]]"]),
    "lang": st.sampled_from(["en", "en_us", "zh-hans"]),
    "updated": st.sampled_from(["2020-06-13", "2020-06-14T01:00:00Z"]),
    "source": URLS | st.sampled_from(["Harbor Ledger", "q.example"]),
    "external-url": URLS,
    "images": st.lists(IMAGES, max_size=2),
}
STUBS = st.fixed_dictionaries({"webUrl": URLS}, optional=STUB)
ARTICLES = st.fixed_dictionaries(
    {}, optional={**STUB, "webUrl": URLS, "heat": st.integers(-1, 1), "related": st.lists(STUBS | URLS, max_size=3)}
).map(lambda fields: ("article", fields))
ORGANIZATIONS = st.fixed_dictionaries(
    {"domain": st.sampled_from(["p.example", "q.example"])},
    optional={
        "name": WORDS,
        "otherNames": st.lists(WORDS, max_size=2),
        "description": WORDS,
        "images": st.lists(IMAGES),
    },
).map(lambda fields: ("organization", fields))
TOPICS = st.fixed_dictionaries(
    {"name": WORDS}, optional={"parent": WORDS, "shortname": WORDS, "keywords": st.lists(WORDS), "hashtags": WORDS}
).map(lambda fields: ("topic", fields))


@st.composite
def sites(draw: st.DrawFn) -> list[Reading]:
    files = draw(st.lists(ARTICLES | ORGANIZATIONS | TOPICS, max_size=6))
    paths = draw(st.permutations([f"{'x' * (n % 3)}{n}.md" for n in range(len(files))]))
    return [
        sources.read_bytes(f"---\n{json.dumps(fields)}\n---\n".encode(), path, kind=kind)
        for path, (kind, fields) in zip(paths, files, strict=True)
    ]


@given(sites(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=250)
def test_the_order_of_the_files_and_how_often_they_are_given_never_shows(
    site: list[Reading], dice: random.Random
) -> None:
    entities = merge(site)
    shuffled = [*site, *dice.choices(site, k=len(site))] if site else []
    dice.shuffle(shuffled)
    assert merge(shuffled) == entities
    assert merge(iter(site + site)) == entities


@given(sites())
@settings(deadline=None, max_examples=100)
def test_copies_of_files_change_nothing_but_the_warnings(site: list[Reading]) -> None:
    taken = [reading for reading in site if not reading.rejected]
    copies = [_moved(reading, f"copies/{reading.file.path}") for reading in taken]
    entities, doubled = merge(taken), merge(copies + taken)
    assert msgspec.structs.replace(doubled, warned=()) == msgspec.structs.replace(entities, warned=())
    assert len(doubled.warned) == len(entities.warned) + len(copies)


def _moved(reading: Reading, path: str) -> Reading:
    """What the file would have said under another path."""
    packed = json.loads(msgspec.json.encode(reading))

    def move(node: Any) -> Any:
        if isinstance(node, list):
            return [path if item == reading.file.path else move(item) for item in node]
        return node

    return msgspec.json.decode(json.dumps(move(packed)), type=Reading)


@given(sites())
@settings(deadline=None, max_examples=150)
def test_every_thing_is_there_once_and_every_link_leads_somewhere(site: list[Reading]) -> None:
    entities = merge(site)
    keys = [article.key for article in entities.articles]
    assert keys == sorted(set(keys))
    assert all((article.url is None) == article.key.startswith("path:") for article in entities.articles)
    said = {article.key for reading in site for article in reading.articles}
    assert set(keys) <= said
    gone = said - set(keys)  # only what somebody claims as an AMP address
    assert gone <= {alias for reading in site for article in reading.articles for alias in article.aliases}
    assert all(canonical_url(key) == key for key in keys if not key.startswith("path:"))
    for link in entities.related:
        assert link.source != link.target
        assert {link.source, link.target} <= set(keys)
    domains = [provider.domain for provider in entities.providers]
    assert domains == sorted(set(domains))
    assert {article.provider for article in entities.articles} - {None} <= set(domains)
    slugs = [topic.slug for topic in entities.topics]
    assert slugs == sorted(set(slugs))
    assert {slug(name) for article in entities.articles for name in article.topics} <= set(slugs)
    people = [person.slug for person in entities.people]
    assert people == sorted(set(people))
    assert {slug(name) for article in entities.articles for name in article.authors} == set(people)
    for article in entities.articles:
        assert not article.topics or not {slug(name) for name in article.topics} & {slug(n) for n in article.keywords}
        assert article.provider is not None or article.url is None
    iris = [image.iri for image in entities.images]
    assert iris == sorted(set(iris))
    assert {image.iri for article in entities.articles for image in article.images} <= set(iris)
    files = {file.sha256 for file in entities.files}
    assert {origin.sha256 for article in entities.articles for origin in article.origins} <= files
    assert all(isinstance(warned, Warned) for warned in entities.warned)
    assert all(isinstance(file, SourceFile) for file in entities.files)
