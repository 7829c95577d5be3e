"""Articles -> weighted pairs: text, time, topics and organizations, curated links, reports and copies."""

from __future__ import annotations

import math
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from kg.model import Article, RelatedLink
from kg.stories import similarity
from kg.stories.incidents import OTHER_NAMES_ALONE
from kg.stories.similarity import (
    HALF_DAYS,
    LISTED,
    LISTED_TOGETHER,
    NEAR_DAYS,
    ORGANIZATIONS,
    TOPICS,
    WINDOW_DAYS,
    columns,
    fade,
)
from kg.stories.vectors import vectors
from weighted_pairs import Pair, pairs, rows

DAY = datetime(2021, 3, 4, tzinfo=UTC)
FERRY = "Ferry runs aground off the northern harbor"
TUGS = "Tugs pull the ferry off a sandbank near the harbor"
MUSEUM = "Museum buys a painting that was thought lost"
WORDS = "ferry harbor tugs museum painting volcano ash flights orchard blossom mayor budget".split()


def article(
    number: int,
    title: str | None = None,
    *,
    day: float | None = 0,
    excerpt: str | None = None,
    topics: tuple[str, ...] = (),
    mentions: tuple[str, ...] = (),
) -> Article:
    published = None if day is None else DAY + timedelta(days=day)
    key = f"https://a.example/{number}"
    return Article(
        key=key, url=key, title=title, excerpt=excerpt, published=published, topics=topics, mentions=mentions
    )


def link(source: int, target: int, *, listed: bool = False) -> RelatedLink:
    return RelatedLink(source=f"https://a.example/{source}", target=f"https://a.example/{target}", listed=listed)


corpora = st.lists(
    st.tuples(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), st.none() | st.floats(0, 40)), max_size=9
).map(lambda drawn: [article(i, title, day=day) for i, (title, day) in enumerate(drawn)])
ends = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=12)


def weights(found: list[Pair]) -> dict[tuple[int, int], float]:
    return {(pair.a, pair.b): pair.weight for pair in found}


# text


@pytest.mark.parametrize(
    "articles",
    [
        [],
        [article(0, FERRY)],
        [article(0), article(1)],
        [article(0, "", excerpt=""), article(1, "the and of", day=None)],
        [article(0, "!!!"), article(1, "???", day=None)],
        [article(0, "!!!", excerpt="..."), article(1, "???", excerpt="---")],
    ],
)
def test_nothing_to_compare_gives_no_pairs(articles: list[Article]) -> None:
    assert pairs(articles, []) == []


def test_what_shares_words_is_a_pair_and_what_shares_none_is_not() -> None:
    (pair,) = pairs([article(0, FERRY), article(1, TUGS), article(2, MUSEUM)], [])
    assert (pair.a, pair.b) == (0, 1)
    assert 0.1 < pair.text < 0.9
    assert pair == Pair(0, 1, pair.text, pair.text, 0.0, listed=False, listed_together=False)


def test_the_same_headline_is_wholly_alike() -> None:
    found = pairs([article(i, FERRY) for i in range(4)], [])
    assert weights(found) == {(a, b): 1.0 for a in range(4) for b in range(a + 1, 4)}


@given(corpora)
@settings(deadline=None, max_examples=50)
def test_the_text_of_a_pair_is_the_cosine_of_its_vectors(articles: list[Article]) -> None:
    """All pairs within the window are there, and no other."""
    found = vectors(sorted(articles, key=lambda article: article.key))
    matrix = csr_matrix((found.value, found.column, found.starts), shape=(found.height, found.width))
    cosines = (matrix @ matrix.T).toarray()
    expected = {}
    for a, one in enumerate(articles):
        for b, other in enumerate(articles[a + 1 :], a + 1):
            near = not (one.published and other.published) or (
                abs(one.published - other.published) <= timedelta(days=WINDOW_DAYS)
            )
            if near and cosines[a, b] >= similarity.LEAST_TEXT:
                expected[a, b] = cosines[a, b]
    assert {(pair.a, pair.b): pair.text for pair in pairs(articles, [])} == pytest.approx(expected, abs=1e-6)


def test_an_article_has_a_limited_number_of_neighbours_and_keeps_the_nearest() -> None:
    many = [article(i, f"ferry {WORDS[1 + i % 11]}" + "!" * i) for i in range(400)]
    found = columns(many, [])
    neighbours = np.bincount(found.a, minlength=400) + np.bincount(found.b, minlength=400)
    assert len(found.a) <= 400 * similarity.MOST_NEIGHBOURS
    assert neighbours.min() >= similarity.MOST_NEIGHBOURS - 1
    same = {(a, b) for a in range(400) for b in range(a + 11, 400, 11)}  # that share all words, not one
    kept = set(zip(found.a.tolist(), found.b.tolist(), strict=True))
    assert len(same & kept) > 0.99 * len(same)
    assert len(kept) > len(same)


# time


@pytest.mark.parametrize(
    ("hours", "left"),
    [
        (math.nan, 1.0),
        (0, 1.0),
        (24 * HALF_DAYS, 1 / 2),
        (24 * 2 * HALF_DAYS, 1 / 3),
        (24 * 99 * HALF_DAYS, 1 / 100),
    ],
)
def test_time_takes_a_half_and_then_ever_less_of_what_is_left(hours: float, left: float) -> None:
    assert fade(np.array([hours])) == pytest.approx([left])


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_what_is_further_apart_fades_more(one: float, other: float) -> None:
    nearer, further = fade(np.array(sorted((one, other))))
    assert 0 <= further <= nearer <= 1


def test_a_pair_is_weighed_by_its_text_and_its_time() -> None:
    (pair,) = pairs([article(0, FERRY), article(1, FERRY, day=5)], [])
    assert (pair.text, pair.hours) == (1.0, 120.0)
    assert pair.weight == pytest.approx(1 / (1 + 5 / HALF_DAYS), abs=1e-6)


def test_an_unknown_date_counts_neither_for_nor_against() -> None:
    (pair,) = pairs([article(0, FERRY, day=None), article(1, FERRY, day=100)], [])
    assert (pair.weight, pair.hours) == (1.0, None)
    assert weights(pairs([article(0, FERRY, day=None), article(1, FERRY, day=None)], [])) == {(0, 1): 1.0}


@pytest.mark.parametrize(("day", "compared"), [(WINDOW_DAYS, True), (WINDOW_DAYS + 0.1, False), (300, False)])
def test_text_is_compared_within_the_window_only(day: float, compared: bool) -> None:
    assert bool(pairs([article(0, FERRY), article(1, FERRY, day=day)], [])) is compared


@pytest.mark.parametrize("size", [1, 3, 1024])
def test_text_is_compared_with_a_limited_number_of_articles_before_it(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(similarity, "MOST_COMPARED", 4)
    monkeypatch.setattr(similarity, "BLOCK", size)
    dated = [article(i, f"{FERRY} {WORDS[i]}", day=i * NEAR_DAYS / 3) for i in range(12)]
    found = columns([*dated, article(12, f"{FERRY} again", day=None)], [])
    pairs = list(zip(found.a.tolist(), found.b.tolist(), strict=True))
    assert Counter(b - a for a, b in pairs if b < 12) == {near: 12 - near for near in (1, 2, 3, 4)}
    assert sum(b == 12 for _, b in pairs) == 12  # nobody knows what stands near what has no date


def test_text_of_the_same_days_is_compared_however_much_of_it_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similarity, "MOST_COMPARED", 1)
    found = columns([article(i, f"{FERRY} {WORDS[i]}", day=i * NEAR_DAYS / 3) for i in range(12)], [])
    assert Counter((found.b - found.a).tolist()) == {near: 12 - near for near in (1, 2, 3)}


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


def test_dates_at_the_ends_of_time_are_taken() -> None:
    ends = [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
    articles = [Article(key=f"k{i}", url=f"k{i}", title=FERRY, published=when) for i, when in enumerate(ends)]
    assert pairs(articles, []) == []


# topics and organizations


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        (("Shipping",), ("shipping ",), 1.0),
        (("Shipping",), ("Budget",), -1.0),
        (("Shipping",), (), 0.0),
        ((), (), 0.0),
    ],
)
@pytest.mark.parametrize("same_organizations", [None, True, False])
def test_topics_and_organizations_move_a_pair_up_or_down(
    one: tuple[str, ...], other: tuple[str, ...], agreement: float, same_organizations: bool | None
) -> None:
    mentions = {None: ((), ("port-co",)), True: (("port-co",), ("port-co",)), False: (("port-co",), ("tug-co",))}
    first, second = mentions[same_organizations]
    moved = 1 + TOPICS * agreement + ORGANIZATIONS * {None: 0, True: 1, False: -1}[same_organizations]
    rest = [article(2, MUSEUM), article(3, "Orchard")]
    (pair,) = pairs(
        [article(0, FERRY, topics=one, mentions=first), article(1, TUGS, topics=other, mentions=second), *rest], []
    )
    assert pair.weight == pytest.approx(pair.text * moved, abs=2e-6)


def test_a_rare_topic_that_both_have_speaks_louder_than_a_common_one() -> None:
    def weight(shared: str, own: str) -> float:
        pair = [article(0, FERRY, topics=(shared, f"{own} 0")), article(1, TUGS, topics=(shared, f"{own} 1"))]
        rest = [article(i, WORDS[i], topics=("common",)) for i in range(3, 9)]
        return weights(pairs([*pair, article(2, topics=("rare",)), *rest], []))[0, 1]

    assert weight("rare", "own") > weight("common", "own")


def test_topics_and_organizations_alone_make_no_pair() -> None:
    alike: dict[str, Any] = {"topics": ("Shipping",), "mentions": ("port-co",)}
    assert pairs([article(0, FERRY, **alike), article(1, MUSEUM, **alike)], []) == []


def test_a_weight_is_never_above_one() -> None:
    alike: dict[str, Any] = {"topics": ("Shipping",), "mentions": ("port-co",)}
    (pair,) = pairs([article(0, FERRY, **alike), article(1, FERRY, **alike)], [link(0, 1)])
    assert pair.weight == 1.0


# curated links


def test_a_related_link_raises_a_pair_by_more_than_a_common_list_does() -> None:
    articles = [article(i, title) for i, title in enumerate([FERRY, MUSEUM, "Orchard blossom"])]
    found = {(p.a, p.b): p for p in pairs(articles, [link(0, 1), link(0, 2)])}
    assert found[0, 1] == Pair(0, 1, LISTED, 0.0, 0.0, listed=True, listed_together=False)
    assert found[0, 2] == Pair(0, 2, LISTED, 0.0, 0.0, listed=True, listed_together=False)
    assert found[1, 2] == Pair(1, 2, LISTED_TOGETHER, 0.0, 0.0, listed=False, listed_together=True)


def test_a_link_and_a_common_list_and_words_add_up_as_doubts_do() -> None:
    articles = [article(0, FERRY), article(1, TUGS), article(2, MUSEUM)]
    found = {(p.a, p.b): p for p in pairs(articles, [link(0, 1), link(2, 0), link(2, 1)])}
    pair = found[0, 1]
    assert (pair.listed, pair.listed_together) == (True, True)
    doubt = (1 - pair.text) * (1 - LISTED) * (1 - LISTED_TOGETHER)
    assert pair.weight == pytest.approx(1 - doubt, abs=2e-6)


def test_a_link_holds_beyond_the_window_but_fades() -> None:
    day = WINDOW_DAYS + 1
    (pair,) = pairs([article(0, FERRY), article(1, FERRY, day=day)], [link(0, 1)])
    assert pair.text == 0.0
    assert pair.weight == pytest.approx(LISTED / (1 + day / HALF_DAYS), abs=1e-6)
    assert pairs([article(0, FERRY), article(1, MUSEUM, day=day)], []) == []


def test_an_undated_article_is_near_to_one_year_only() -> None:
    articles = [*(article(i, FERRY, day=365 * i) for i in range(3)), article(3, FERRY, day=None)]
    found = columns(articles, [])
    near = {pair: weight for pair, weight in weights(rows(found)).items() if weight > 0.1}
    assert near == {(0, 3): 1.0}
    assert found.lender.tolist() == [0, 1, 2, 0]
    assert all(pair.hours is None for pair in rows(found))  # no day is made up


def test_what_an_issue_lists_is_not_like_it_for_its_text() -> None:
    articles = [article(0, FERRY), article(1, TUGS), article(2, f"{FERRY}, and more of the week")]
    listing = link(2, 0, listed=True)
    plain, listed = weights(pairs(articles, [])), weights(pairs(articles, [listing]))
    assert listed[0, 2] == listed[1, 2] == 0.0 < plain[1, 2] < plain[0, 2]
    assert listed[0, 1] == plain[0, 1]
    assert weights(pairs(articles, [listing, link(2, 0)]))[0, 2] == pytest.approx(LISTED)  # an editor's word holds


def test_what_differs_weighs_against_a_pair_and_not_in_its_surroundings() -> None:
    towns = ["Arden", "Corby"]
    articles = [
        article(i, f"Fire closes the old mill in {town}", excerpt=f"Nobody was hurt in {town}.")
        for i, town in enumerate(towns)
    ]
    found = columns(articles, [])
    assert found.kept.tolist() == [OTHER_NAMES_ALONE]
    assert found.weight.tolist() == pytest.approx((found.plain * OTHER_NAMES_ALONE).tolist(), abs=1e-6)
    assert found.plain.tolist() == found.text.tolist()


def test_the_weight_without_links_is_kept_apart() -> None:
    articles = [article(0, FERRY, day=2), article(1, TUGS), article(2, MUSEUM)]
    linked, without = columns(articles, [link(0, 1), link(0, 2)]), columns(articles, [])
    assert dict(zip(linked.a.tolist(), linked.plain.tolist(), strict=True))[1] == 0.0  # of 1 and 2, listed together
    assert linked.plain[0] == without.plain[0] == without.weight[0] < linked.weight[0]


def test_a_link_counts_the_same_in_both_directions_and_once() -> None:
    articles = [article(0, FERRY), article(1, TUGS)]
    once = pairs(articles, [link(0, 1)])
    assert pairs(articles, [link(1, 0)]) == pairs(articles, [link(0, 1), link(1, 0), link(0, 1)]) == once


def test_a_link_to_an_article_that_is_not_there_or_to_itself_is_passed_over() -> None:
    assert pairs([article(0, FERRY), article(1, MUSEUM)], [link(0, 99), link(99, 1), link(1, 1)]) == []


@given(corpora, ends)
@settings(deadline=None, max_examples=50)
def test_a_related_link_raises_and_never_lowers(articles: list[Article], drawn: list[tuple[int, int]]) -> None:
    links = [link(a, b) for a, b in drawn if a != b]
    without, with_links = weights(pairs(articles, [])), weights(pairs(articles, links))
    assert without.keys() <= with_links.keys()
    assert all(with_links[pair] >= weight for pair, weight in without.items())
    assert all(0 <= weight <= 1 for weight in with_links.values())


# reports and their copies


def wire(number: int, *, day: float | None = 0, title: str = FERRY) -> Article:
    return article(number, title, excerpt=TUGS, day=day)


def test_the_same_words_within_a_day_are_one_report_and_only_that_is_compared() -> None:
    found = columns([wire(0, day=0.5), wire(1), article(2, TUGS), wire(3, day=0.9)], [])
    assert found.report.tolist() == [1, 1, 2, 1]
    assert [(pair.a, pair.b) for pair in rows(found)] == [(0, 1), (1, 2), (1, 3)]
    assert [pair.text for pair in rows(found) if pair.b != 2] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("days", "report"),
    [
        ((0, 1.0), [0, 0]),
        ((0, 1.1), [0, 1]),
        ((0, 0.8, 1.6, 2.4), [0, 0, 2, 2]),  # a chain of days is no report of a week
        ((None, None), [0, 0]),
        ((None, 3), [1, 1]),
    ],
)
def test_what_is_a_report(days: tuple[float | None, ...], report: list[int]) -> None:
    assert columns([wire(i, day=day) for i, day in enumerate(days)], []).report.tolist() == report


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Ferry: aground!", "Tugs came."), ("FERRY aground", "tugs came"), True),
        (("Ferry aground", "Tugs came"), ("Ferry aground", "Tugs left"), False),
        (("Ferry aground", "Tugs came"), ("Ferry afloat", "Tugs came"), False),
        (("Ferry aground", None), ("Ferry aground", None), False),  # a headline alone may be that of every day
        ((None, "Tugs came"), (None, "Tugs came"), False),
        (("...", "!!!"), ("???", "—"), False),  # no words are not the same words
        (("...", "Tugs came"), ("???", "Tugs came"), False),
    ],
)
def test_a_report_is_known_by_all_its_words(
    one: tuple[str | None, str | None], other: tuple[str | None, str | None], same: bool
) -> None:
    both = [article(i, title, excerpt=excerpt) for i, (title, excerpt) in enumerate((one, other))]
    assert columns(both, []).report.tolist() == ([0, 0] if same else [0, 1])


def test_a_link_to_a_copy_is_one_to_its_report() -> None:
    articles = [wire(0), wire(1, day=0.1), article(2, MUSEUM), article(3, "Orchard")]
    found = {(p.a, p.b): p for p in pairs(articles, [link(2, 1), link(3, 0), link(1, 0)])}
    assert {pair for pair, evidence in found.items() if evidence.listed} == {(0, 2), (0, 3)}
    assert found[0, 1].weight == pytest.approx(1 / (1 + 0.1 / HALF_DAYS), abs=1e-6)


# order


@given(corpora, ends, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_the_order_of_articles_does_not_show(
    articles: list[Article], drawn: list[tuple[int, int]], chance: random.Random
) -> None:
    links = [link(a, b) for a, b in drawn]
    shuffled = chance.sample(articles, len(articles))

    def by_key(ordered: list[Article]) -> dict[frozenset[str], float]:
        return {frozenset((ordered[p.a].key, ordered[p.b].key)): p.weight for p in pairs(ordered, links)}

    assert by_key(shuffled) == pytest.approx(by_key(articles), abs=2e-6)


@given(corpora, ends)
@settings(deadline=None, max_examples=50)
def test_pairs_are_sorted_and_each_there_once(articles: list[Article], drawn: list[tuple[int, int]]) -> None:
    found = [(pair.a, pair.b) for pair in pairs(articles, [link(a, b) for a, b in drawn])]
    assert found == sorted(set(found))
    assert all(a < b for a, b in found)
