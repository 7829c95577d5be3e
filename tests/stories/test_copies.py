"""The articles of a story -> its copies: one report, several carriers."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from found_stories import find
from kg.model import Article
from kg.stories.copies import COPY, WITHIN_HOURS, copies
from kg.stories.similarity import columns
from weighted_pairs import rows

DAY = datetime(2021, 3, 4, tzinfo=UTC)
TITLE = "Ferry Skylark runs aground off Port Ellery with ninety on board"
EXCERPT = "The ferry Skylark ran onto a sandbank near Port Ellery before dawn; ninety passengers waited for the tide."
OTHER_TITLE = "Tide may free stranded ferry, says harbor master"
OTHER_EXCERPT = (
    "Tugs stand by the Skylark off Port Ellery until the flood in the evening, harbor master Ida Brandt said."
)


def article(
    name: str,
    *,
    hours: float | None = 0,
    provider: str | None = None,
    title: str | None = TITLE,
    excerpt: str | None = EXCERPT,
) -> Article:
    published = None if hours is None else DAY + timedelta(hours=hours)
    key = f"https://{name}.example/1"
    provider = provider or f"{name}.example"
    return Article(key=key, url=key, title=title, excerpt=excerpt, published=published, provider=provider)


# fill the corpus, so that the words of the event are rarer than others
REST = [
    article(
        f"z{i}", hours=i, title=f"{word} budget vote", excerpt=f"The {word} council met on its budget, {word} said."
    )
    for i, word in enumerate(["Museum", "Orchard", "Volcano", "Library", "Railway", "Hospital"])
]


def copied(*articles: Article) -> dict[str, str]:
    """Return the name of each copy, and of its report."""
    found, _ = find([*articles, *REST], [])
    return {copy[8]: report[8] for story in found for copy, report in story.copies}


def test_a_wire_report_at_three_providers_within_hours_is_one_report_and_two_copies() -> None:
    wire = [
        article("c", hours=5, title=f"UPDATE: {TITLE}"),
        article("a"),
        article("b", hours=2, excerpt=f"(Harbor Wire) {EXCERPT}"),
    ]
    own = article("d", hours=1, title=OTHER_TITLE, excerpt=OTHER_EXCERPT)
    assert copied(*wire, own) == {"b": "a", "c": "a"}


def test_what_drifts_from_carrier_to_carrier_is_held_against_the_report_and_not_the_last_copy() -> None:
    added = [
        "",
        " The crew wept.",
        " Salvage teams from Oban wait.",
        " Insurers fret over the keel.",
        " Anglers sold tea and buns.",
        " A choir sang psalms.",
    ]
    carriers = [
        article(name, hours=hour, excerpt=EXCERPT + "".join(added[: hour + 1])) for hour, name in enumerate("abcdef")
    ]
    found = columns(sorted(carriers, key=lambda carrier: carrier.key), [])
    assert {(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)} <= {(p.a, p.b) for p in rows(found) if p.text >= COPY}
    assert copied(*carriers) == dict.fromkeys(copied(*carriers), "a")
    assert 1 <= len(copied(*carriers)) < 5


@pytest.mark.parametrize(
    ("today", "same"),
    [
        ("Harbor county reports 412 new cases of Marlow fever", True),
        ("Harbor county reports 387 new cases of Marlow fever", False),
        ("Harbor county reports new cases of Marlow fever", False),
        ("Harbor county reports 1,412 new cases of Marlow fever", False),
    ],
)
def test_the_case_count_of_yesterday_is_no_copy(today: str, same: bool) -> None:
    said = "Health officials of Harbor county gave the figures of Marlow fever at noon, with wards filling up."
    reports = [
        article("a", title="Harbor county reports 412 new cases of Marlow fever", excerpt=said),
        article("b", title=today, excerpt=said, hours=23),
    ]
    assert copied(*reports) == ({"b": "a"} if same else {})


@pytest.mark.parametrize(("hours", "same"), [(WITHIN_HOURS, True), (WITHIN_HOURS + 1, False), (None, True)])
def test_a_copy_follows_within_two_days_or_at_an_unknown_time(hours: float | None, same: bool) -> None:
    later = article("b", hours=hours, excerpt=f"(Wire) {EXCERPT}")
    assert copied(article("a"), later) == ({"b": "a"} if same else {})


def test_nearly_the_same_words_at_one_provider_are_a_second_report_and_the_very_same_a_copy() -> None:
    first = article("a", provider="bay.example")
    assert copied(first, article("b", hours=1, provider="bay.example", excerpt=f"(Wire) {EXCERPT}")) == {}
    assert copied(first, article("b", hours=1, provider="bay.example", title=TITLE.upper())) == {"b": "a"}


def test_the_very_same_words_are_a_copy_whatever_the_numbers() -> None:
    same: dict[str, Any] = {"title": f"{TITLE}: 90", "excerpt": EXCERPT}
    assert copied(article("a", **same), article("b", hours=3, **same)) == {"b": "a"}


@pytest.mark.parametrize("missing", ["title", "excerpt"])
def test_a_headline_or_an_excerpt_alone_tells_no_copy(missing: str) -> None:
    found, _ = find([article(name, **{missing: None}) for name in "ab"] + REST, [])
    assert [(len(story.members), story.copies) for story in found if story.first[8] == "a"] == [(2, ())]


def test_an_undated_article_is_a_copy_of_the_dated_and_of_two_undated_the_later_key() -> None:
    assert copied(article("a", hours=None), article("b", hours=2)) == {"a": "b"}
    assert copied(article("b", hours=None), article("a", hours=None)) == {"b": "a"}


def test_the_same_event_in_other_words_is_no_copy() -> None:
    found, _ = find([article("a"), article("b", hours=2, title=OTHER_TITLE, excerpt=OTHER_EXCERPT), *REST], [])
    assert [len(story.members) for story in found if story.first[8] == "a"] == [2]
    assert all(story.copies == () for story in found)


def test_copies_are_looked_for_within_a_cluster_only() -> None:
    both = [article("a"), article("b", hours=2)]
    pairs = columns(both, [])
    assert copies(both, pairs, [[0, 1]]) == {1: 0}
    assert copies(both, pairs, [[0], [1]]) == {}


@given(
    st.lists(
        st.tuples(
            st.sampled_from([TITLE, f"UPDATE: {TITLE}", f"{TITLE} 7", OTHER_TITLE]),
            st.sampled_from([EXCERPT, f"(Wire) {EXCERPT}", OTHER_EXCERPT, None]),
            st.none() | st.integers(0, 60),
            st.sampled_from(["bay.example", "quay.example", None]),
        ),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
@settings(deadline=None, max_examples=50)
def test_a_copy_has_one_report_of_its_story_that_came_before_it(
    drawn: list[tuple[str, str | None, int | None, str | None]], chance: random.Random
) -> None:
    articles = [
        article(chr(97 + i), title=title, excerpt=excerpt, hours=hours, provider=provider)
        for i, (title, excerpt, hours, provider) in enumerate(drawn)
    ]
    found, alone = find(articles, [])
    assert all(story.copies == () for story in alone)
    for story in found:
        reports = dict(story.copies)
        assert len(reports) == len(story.copies)
        assert not set(reports) & set(reports.values())
        assert {*reports, *reports.values()} <= set(story.members)
        assert all(story.members.index(report) < story.members.index(copy) for copy, report in story.copies)
    assert find(chance.sample(articles, len(articles)), []) == (found, alone)
