"""Articles -> stories, and the network that they are found on."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from found_stories import find
from kg.analysis.network import article_network
from kg.identity import article_id
from kg.model import Article, Organization, RelatedLink, Story
from kg.stories.similarity import columns, fade
from kg.stories.vectors import MOST_HEADED
from weighted_pairs import weights_of

DAY = datetime(2021, 3, 4, tzinfo=UTC)
SKYLARK = "Ferry Skylark runs aground off Port Ellery"
TUGS = "Tugs pull the ferry Skylark off a sandbank near Port Ellery"
MUSEUM = "Museum buys a painting that was thought lost"
WORDS = "ferry harbor tugs museum painting volcano ash flights orchard blossom mayor budget".split()


def article(
    name: object,
    title: str | None = None,
    *,
    day: float | None = 0,
    topics: tuple[str, ...] = (),
    mentions: tuple[str, ...] = (),
    excerpt: str | None = None,
) -> Article:
    published = None if day is None else DAY + timedelta(days=day)
    key = f"https://a.example/{name}"
    return Article(
        key=key,
        url=f"{key}?as=given",
        title=title,
        excerpt=excerpt,
        published=published,
        topics=topics,
        mentions=mentions,
    )


def link(source: Article, target: Article) -> RelatedLink:
    return RelatedLink(source=source.key, target=target.key)


def members(stories: tuple[Story, ...]) -> list[set[str]]:
    return [{key.rsplit("/", 1)[-1] for key in story.members} for story in stories]


corpora = st.lists(
    st.tuples(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), st.none() | st.integers(0, 30)), max_size=12
).map(lambda drawn: [article(i, title, day=day) for i, (title, day) in enumerate(drawn)])


def test_nothing_has_no_stories() -> None:
    assert find([], []) == ((), ())


def test_one_article_stands_alone() -> None:
    only = article("a", SKYLARK)
    (found, alone) = find([only], [])
    assert found == ()
    assert alone == (
        Story(
            id=article_id(only.key),
            label=SKYLARK,
            members=(only.key,),
            first=only.key,
            start=DAY,
            end=DAY,
            cohesion=1.0,
            title=SKYLARK,
        ),
    )


def test_articles_on_one_event_are_one_story_and_the_rest_stand_alone() -> None:
    (found, alone) = find([article("a", SKYLARK), article("b", TUGS, day=1), article("c", MUSEUM)], [])
    assert members(found) == [{"a", "b"}]
    assert members(alone) == [{"c"}]


def test_the_id_is_the_16_hex_of_the_earliest_article() -> None:
    articles = [article("late", SKYLARK, day=2), article("early", TUGS), article("undated", SKYLARK, day=None)]
    ((story,), _) = find(articles, [])
    assert story.id == hashlib.sha256(b"https://a.example/early").hexdigest()[:16]
    assert story.first == "https://a.example/early"


def test_members_are_in_order_of_time_the_undated_last() -> None:
    days = {"d": 2, "c": None, "b": 0.5, "a": None, "f": 0.5}
    ((story,), _) = find([article(name, SKYLARK, day=day) for name, day in days.items()], [])
    assert [key[-1] for key in story.members] == ["b", "f", "d", "a", "c"]
    assert (story.start, story.end) == (DAY + timedelta(days=0.5), DAY + timedelta(days=2))


def test_a_story_without_dates_has_no_span_and_goes_by_its_first_key() -> None:
    ((story,), _) = find([article(name, SKYLARK, day=None) for name in "cab"], [])
    assert (story.first, story.start, story.end) == ("https://a.example/a", None, None)
    assert story.id == article_id("https://a.example/a")


def test_the_same_title_a_year_later_is_another_story() -> None:
    (found, alone) = find([article("a", SKYLARK), article("b", SKYLARK, day=1), article("c", SKYLARK, day=366)], [])
    assert members(found) == [{"a", "b"}]
    assert members(alone) == [{"c"}]


def test_articles_of_one_title_are_one_story_until_it_is_a_standing_head() -> None:
    (found, alone) = find([article(i, SKYLARK) for i in range(MOST_HEADED)], [])
    assert [len(story.members) for story in found] == [MOST_HEADED]
    assert (alone, found[0].cohesion) == ((), 1.0)
    assert find([article(i, SKYLARK) for i in range(MOST_HEADED + 1)], [])[0] == ()


def test_a_curated_link_joins_what_shares_no_word() -> None:
    one, other = article("a", "Skylark afloat"), article("b", "What passengers saw")
    assert find([one, other], [])[0] == ()
    assert members(find([one, other], [link(one, other)])[0]) == [{"a", "b"}]


@pytest.mark.parametrize(
    "texts",
    [
        ("渡轮 云雀 搁浅", "渡轮 云雀 获救"),
        ("جنحت العبارة قنبرة", "تعويم العبارة قنبرة"),
        ("!!!", "???"),
        (None, None),
        ("", ""),
    ],
)
def test_any_script_and_no_text_at_all_are_taken(texts: tuple[str | None, str | None]) -> None:
    (found, alone) = find([article(i, text, day=None) for i, text in enumerate(texts)], [])
    assert sum(len(story.members) for story in found + alone) == 2
    assert all(story.label for story in found + alone)
    assert bool(found) is bool(texts[0] and texts[0][0].isalpha())


def test_an_article_without_a_title_is_labelled_by_its_address() -> None:
    assert find([article("a")], [])[1][0].label == "https://a.example/a?as=given"


def test_a_topic_of_half_of_the_articles_with_topics_is_the_story_s() -> None:
    topics = [("Shipping", "Sea  Rescue"), ("shipping",), ("Shipping", "Budget"), ("sea rescue",), (), ()]
    ((story,), _) = find([article(i, SKYLARK, topics=names) for i, names in enumerate(topics)], [])
    assert story.topics == ("sea-rescue", "shipping")


def test_an_organization_that_two_articles_and_a_fifth_of_them_mention_is_the_story_s() -> None:
    mentions = [("port-co", "tug-co"), ("port-co",), ("tug-co",), ("bay-co",), ("bay-co",), *[()] * 5]
    ((story,), _) = find([article(i, SKYLARK, mentions=slugs) for i, slugs in enumerate(mentions)], [])
    assert story.organizations == ("bay-co", "port-co", "tug-co")
    ((story,), _) = find([article(i, SKYLARK, mentions=slugs) for i, slugs in enumerate([*mentions, ("port-co",)])], [])
    assert story.organizations == ("port-co",)
    ((story,), _) = find([article("a", SKYLARK, mentions=("port-co",)), article("b", SKYLARK)], [])
    assert story.organizations == ()


def test_the_names_of_organizations_do_not_change_what_belongs_together() -> None:
    articles = [article("a", SKYLARK, mentions=("port-co",)), article("b", TUGS, mentions=("port-co",))]
    (named,), _ = find(articles, [], [Organization(slug="port-co", name="Port Company")])
    (plain,), _ = find(articles, [])
    assert (named.id, named.members, named.cohesion) == (plain.id, plain.members, plain.cohesion)


def test_cohesion_is_the_mean_weight_of_all_pairs() -> None:
    articles = [article("a", SKYLARK), article("b", TUGS, day=2), article("c", SKYLARK, day=3)]
    ((story,), _) = find(articles, [])
    edges = article_network(articles, []).edges
    assert len(edges) == 3
    assert story.cohesion == pytest.approx(sum(edges[edge]["weight"] for edge in edges) / 3)


def linked(articles: Sequence[Article], chance: random.Random) -> list[RelatedLink]:
    return [link(a, b) for a in articles for b in articles if a is not b and chance.random() < 0.05]


@given(corpora, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_the_order_of_articles_and_links_does_not_show(articles: list[Article], chance: random.Random) -> None:
    links = linked(articles, chance)
    shuffled = chance.sample(articles, len(articles)), chance.sample(links, len(links))
    assert find(*shuffled) == find(articles, links)


@given(corpora, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=25)
def test_a_link_that_is_stated_twice_counts_once(articles: list[Article], chance: random.Random) -> None:
    links = linked(articles, chance)
    assert find(articles, [*links, *links]) == find(articles, links)


@given(corpora, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_every_article_is_in_one_story(articles: list[Article], chance: random.Random) -> None:
    found, alone = find(articles, linked(articles, chance))
    keys = [key for story in found + alone for key in story.members]
    assert sorted(keys) == sorted(article.key for article in articles)
    assert all(len(story.members) > 1 for story in found)
    assert all(len(story.members) == 1 for story in alone)
    for stories in (found, alone):
        assert [story.id for story in stories] == sorted({article_id(story.first) for story in stories})
    assert all(0 <= story.cohesion <= 1 for story in found)


@given(corpora, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_a_story_is_known_by_its_earliest_article_and_told_in_order(
    articles: list[Article], chance: random.Random
) -> None:
    published = {article.key: article.published for article in articles}
    for stories in find(articles, linked(articles, chance)):
        for story in stories:
            dated = [(published[key], key) for key in story.members if published[key]]
            undated = [key for key in story.members if not published[key]]
            assert list(story.members) == [key for _, key in sorted(dated)] + sorted(undated)
            assert story.first == story.members[0]
            assert story.id == article_id(story.first)
            assert (story.start, story.end) == ((min(dated)[0], max(dated)[0]) if dated else (None, None))


@given(corpora, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_the_network_has_the_weights_that_clustering_used(articles: list[Article], chance: random.Random) -> None:
    links = linked(articles, chance)
    ordered = sorted(articles, key=lambda article: article_id(article.key))
    network = article_network(ordered, links)
    weights = weights_of(columns(ordered, links))
    assert list(network) == [article.key for article in ordered]
    edges = {frozenset(edge): network.edges[edge]["weight"] for edge in network.edges}
    assert edges == {frozenset((ordered[a].key, ordered[b].key)): weight for (a, b), weight in weights.items()}


def test_an_edge_carries_its_evidence() -> None:
    articles = [
        article("a", SKYLARK, topics=("Shipping", "Sea Rescue"), mentions=("port-co",)),
        article("b", TUGS, day=2, topics=("sea rescue", "Tides"), mentions=("port-co", "tug-co")),
        article("c", MUSEUM, day=None),
        article("d", "Budget"),
    ]
    network = article_network(articles, [link(articles[0], articles[2]), link(articles[0], articles[1])])
    assert set(network) == {article.key for article in articles}
    assert network.nodes[articles[0].key] == {"label": SKYLARK}
    edge = network.edges[articles[0].key, articles[1].key]
    assert edge == {
        "weight": edge["weight"],
        "related": True,
        "listed_together": False,
        "text": edge["text"],
        "topics": ["sea-rescue"],
        "organizations": ["port-co"],
        "hours": 48.0,
    }
    assert 0 < edge["text"] < 1
    assert edge["text"] * fade(np.array([48.0]))[0] < edge["weight"] < 1  # for the link
    undated = network.edges[articles[0].key, articles[2].key]
    assert (undated["weight"], undated["text"], undated["hours"], undated["topics"]) == (0.6, 0.0, None, [])
    assert network.edges[articles[1].key, articles[2].key]["listed_together"] is True
    assert not network[articles[3].key]


def test_what_an_issue_lists_is_no_story() -> None:
    issue = Article(key="path:issues/1.md", title="The week in links", full=True)
    words = ("Dredger returns", "Hail flattens barley", "Pilots ask for light", "Crane driver wins")
    listed = [Article(key=f"https://a.example/{n}", title=title) for n, title in enumerate(words)]
    links = [RelatedLink(source=issue.key, target=article.key, listed=True) for article in listed]
    together, alone = find([issue, *listed], links)
    assert not together
    assert len(alone) == 5
