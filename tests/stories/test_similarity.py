"""Articles -> weighted pairs: text, curated links, time."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article, RelatedLink
from kg.stories import similarity
from kg.stories.similarity import Pair, fade, pairs

DAY = datetime(2021, 3, 4, tzinfo=UTC)
FERRY = "Ferry runs aground off the northern harbor"
TUGS = "Tugs pull the ferry off a sandbank near the harbor"
MUSEUM = "Museum buys a painting that was thought lost"
WORDS = "ferry harbor tugs museum painting volcano ash flights orchard blossom mayor budget".split()


def article(number: int, title: str | None = None, *, day: float | None = 0, excerpt: str | None = None) -> Article:
    published = None if day is None else DAY + timedelta(days=day)
    key = f"https://a.example/{number}"
    return Article(key=key, url=key, title=title, excerpt=excerpt, published=published)


def link(source: int, target: int) -> RelatedLink:
    return RelatedLink(source=f"https://a.example/{source}", target=f"https://a.example/{target}")


articles_strategy = st.lists(
    st.tuples(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), st.none() | st.floats(0, 40)), max_size=9
).map(lambda drawn: [article(i, title, day=day) for i, (title, day) in enumerate(drawn)])


def weights(found: list[Pair]) -> dict[tuple[int, int], float]:
    return {(pair.a, pair.b): pair.weight for pair in found}


@pytest.mark.parametrize(
    "articles",
    [
        [],
        [article(0, FERRY)],
        [article(0), article(1)],
        [article(0, "", excerpt=""), article(1, "the and of", day=None)],
        [article(0, "!!!"), article(1, "???", day=None)],
    ],
)
def test_nothing_to_compare_gives_no_pairs(articles: list[Article]) -> None:
    assert pairs(articles, []) == []


def test_what_shares_words_is_a_pair_and_what_shares_none_is_not() -> None:
    (pair,) = pairs([article(0, FERRY), article(1, TUGS), article(2, MUSEUM)], [])
    assert (pair.a, pair.b) == (0, 1)
    assert 0.1 < pair.text < 0.9
    assert pair == Pair(0, 1, pair.text, pair.text, 0.0, listed=False, listed_together=False)


def test_the_same_text_is_wholly_alike() -> None:
    found = pairs([article(i, FERRY, excerpt=TUGS) for i in range(4)], [])
    assert weights(found) == {(a, b): 1.0 for a in range(4) for b in range(a + 1, 4)}


@pytest.mark.parametrize("text", ["渡轮 搁浅 港口", "جنحت العبارة قرب الميناء", "Фёрри сел на мель"])
def test_other_scripts_are_compared_too(text: str) -> None:
    assert weights(pairs([article(0, text), article(1, text), article(2, FERRY)], [])) == {(0, 1): 1.0}


def test_the_cosine_is_that_of_tf_idf() -> None:
    found = pairs([article(0, "ferry harbor"), article(1, "ferry tugs"), article(2, "museum")], [])
    ferry, rest = math.log(4 / 3) + 1, math.log(4 / 2) + 1
    assert found[0].text == pytest.approx(ferry**2 / (ferry**2 + rest**2), abs=1e-6)
    assert len(found) == 1


def test_the_excerpt_counts_as_the_title_does() -> None:
    split = pairs([article(0, "Ferry aground", excerpt="Harbor closed"), article(1, "Harbor ferry")], [])
    joined = pairs([article(0, "Ferry aground harbor closed"), article(1, "Harbor ferry")], [])
    assert weights(split) == weights(joined)


@pytest.mark.parametrize(
    ("hours", "left"),
    [(math.nan, 1.0), (0, 1.0), (24, 1.0), (48, math.exp(-1 / 7)), (192, math.exp(-1)), (24 * 366, math.exp(-365 / 7))],
)
def test_time_takes_nothing_for_a_day_and_then_more_and_more(hours: float, left: float) -> None:
    assert fade(np.array([hours])) == pytest.approx([left])


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_what_is_further_apart_fades_more(one: float, other: float) -> None:
    nearer, further = fade(np.array(sorted((one, other))))
    assert 0 <= further <= nearer <= 1


def test_a_pair_is_weighed_by_its_text_and_its_time() -> None:
    (pair,) = pairs([article(0, FERRY), article(1, FERRY, day=5)], [])
    assert (pair.text, pair.hours) == (1.0, 120.0)
    assert pair.weight == pytest.approx(math.exp(-4 / 7), abs=1e-6)


def test_an_unknown_date_counts_neither_for_nor_against() -> None:
    (pair,) = pairs([article(0, FERRY, day=None), article(1, FERRY, day=100)], [])
    assert (pair.weight, pair.hours) == (1.0, None)
    assert weights(pairs([article(0, FERRY, day=None), article(1, FERRY, day=None)], [])) == {(0, 1): 1.0}


@pytest.mark.parametrize(("day", "compared"), [(14.0, True), (14.1, False), (300, False)])
def test_text_is_compared_within_two_weeks_only(day: float, compared: bool) -> None:
    assert bool(pairs([article(0, FERRY), article(1, FERRY, day=day)], [])) is compared


def test_a_link_holds_beyond_the_window_but_fades() -> None:
    (pair,) = pairs([article(0, FERRY), article(1, FERRY, day=15)], [link(0, 1)])
    assert pair.text == 0.0
    assert pair.weight == pytest.approx(0.6 * math.exp(-2), abs=1e-6)


@pytest.mark.parametrize("size", [2, 3, 5])
def test_the_size_of_blocks_does_not_show(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    articles = [
        article(i, " ".join(WORDS[j % len(WORDS)] for j in (i, 2 * i, i + 3)), day=None if i % 7 == 0 else 1.5 * i)
        for i in range(40)
    ]
    whole = pairs(articles, [])
    monkeypatch.setattr(similarity, "BLOCK", size)
    assert pairs(articles, []) == whole
    assert len(whole) > 50


def test_a_related_link_raises_a_pair_by_more_than_a_common_list_does() -> None:
    articles = [article(i, title) for i, title in enumerate([FERRY, MUSEUM, "Orchard blossom"])]
    found = {(p.a, p.b): p for p in pairs(articles, [link(0, 1), link(0, 2)])}
    assert found[0, 1] == Pair(0, 1, 0.6, 0.0, 0.0, listed=True, listed_together=False)
    assert found[0, 2] == Pair(0, 2, 0.6, 0.0, 0.0, listed=True, listed_together=False)
    assert found[1, 2] == Pair(1, 2, 0.4, 0.0, 0.0, listed=False, listed_together=True)


def test_a_link_counts_the_same_in_both_directions_and_once() -> None:
    articles = [article(0, FERRY), article(1, TUGS)]
    once = pairs(articles, [link(0, 1)])
    assert pairs(articles, [link(1, 0)]) == pairs(articles, [link(0, 1), link(1, 0)]) == once


def test_a_link_to_an_article_that_is_not_there_is_passed_over() -> None:
    assert pairs([article(0, FERRY), article(1, MUSEUM)], [link(0, 99), link(99, 1)]) == []


@given(articles_strategy, st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=12))
@settings(deadline=None)
def test_a_related_link_raises_and_never_lowers(articles: list[Article], ends: list[tuple[int, int]]) -> None:
    links = [link(a, b) for a, b in ends if a != b]
    without, with_links = weights(pairs(articles, [])), weights(pairs(articles, links))
    assert without.keys() <= with_links.keys()
    assert all(with_links[pair] >= weight for pair, weight in without.items())
    assert all(0 <= weight <= 1 for weight in with_links.values())


@given(articles_strategy)
@settings(deadline=None)
def test_pairs_are_sorted_and_each_there_once(articles: list[Article]) -> None:
    found = [(pair.a, pair.b) for pair in pairs(articles, [])]
    assert found == sorted(set(found))
    assert all(a < b for a, b in found)
