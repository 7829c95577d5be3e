"""A story -> who was first, how far behind the others were, bursts, copies, links."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.analysis.figures import Burst, Carrier, bursts, find_story
from kg.errors import UsageError
from kg.identity import DEFAULT_BASE, article_id, article_iri
from kg.model import Article

NOON = datetime(2021, 3, 4, 12, tzinfo=UTC)
GraphOf = Callable[..., kg.KnowledgeGraph]


def article(name: str, hours: float | None = 0.0, *, by: str | None = None) -> Article:
    key = f"https://{by or 'nobody.example'}/{name}"
    published = None if hours is None else NOON + timedelta(hours=hours)
    return Article(key=key, url=f"{key}?as=given", title=name, published=published, provider=by)


def at(*hours: float) -> list[datetime]:
    return [NOON + timedelta(hours=h) for h in hours]


def iri(one: Article) -> str:
    return DEFAULT_BASE + article_iri(one.key)


def test_the_first_the_lags_and_the_span(graph_of: GraphOf) -> None:
    ferry = [
        article("a", 0, by="tern.example"),
        article("b", 1.5, by="gull.example"),
        article("c", 30, by="tern.example"),
    ]
    found = graph_of(ferry, names={"tern.example": "Tern Times"}).story(article_id(ferry[0].key))
    assert found.story.label == "the story of a"
    assert [(e.headline, e.lag_hours, e.domain, e.name) for e in found.timeline] == [
        ("a", 0.0, "tern.example", "Tern Times"),
        ("b", 1.5, "gull.example", "gull.example"),
        ("c", 30.0, "tern.example", "Tern Times"),
    ]
    assert found.timeline[0].url == "https://tern.example/a?as=given"
    assert found.timeline[1].published == NOON + timedelta(hours=1.5)
    assert found.providers == (
        Carrier(domain="tern.example", name="Tern Times", lag_hours=0.0, articles=2, copies=0),
        Carrier(domain="gull.example", name="gull.example", lag_hours=1.5, articles=1, copies=0),
    )
    assert [carrier.domain for carrier in found.first] == ["tern.example"]
    assert (found.span_hours, found.reports, found.copies, found.undated) == (30.0, 3, 0, 0)


def test_two_at_the_same_moment_are_both_first(graph_of: GraphOf) -> None:
    story = [article("a", by="tern.example"), article("b", by="gull.example"), article("c", 1, by="auk.example")]
    found = graph_of(story).story(article_id(story[0].key))
    assert [carrier.domain for carrier in found.first] == ["gull.example", "tern.example"]


def test_an_unknown_date_has_no_lag_and_is_last(graph_of: GraphOf) -> None:
    story = [article("a", by="tern.example"), article("b", 2, by="gull.example"), article("c", None, by="auk.example")]
    found = graph_of(story).story(article_id(story[0].key))
    assert [entry.lag_hours for entry in found.timeline] == [0.0, 2.0, None]
    assert [(carrier.domain, carrier.lag_hours) for carrier in found.providers][-1] == ("auk.example", None)
    assert (found.undated, found.span_hours) == (1, 2.0)


def test_without_dates_nobody_was_first(graph_of: GraphOf) -> None:
    story = [article("a", None, by="tern.example"), article("b", None, by="gull.example")]
    found = graph_of(story).story(article_id(story[0].key))
    assert (found.first, found.span_hours, found.bursts, found.undated) == ((), None, (), 2)


def test_without_providers_there_is_a_timeline_all_the_same(graph_of: GraphOf) -> None:
    story = [article("a"), article("b", 5)]
    found = graph_of(story).story(article_id(story[0].key))
    assert (found.providers, found.first) == ((), ())
    assert [(entry.domain, entry.name, entry.lag_hours) for entry in found.timeline] == [
        (None, None, 0.0),
        (None, None, 5.0),
    ]


def test_a_copy_is_named_and_is_no_report(graph_of: GraphOf) -> None:
    wire, copy, own = (
        article("a", by="wire.example"),
        article("b", 1, by="gull.example"),
        article("c", 2, by="auk.example"),
    )
    graph = graph_of([wire, copy, own], copies={copy.key: wire.key})
    found = graph.story(article_id(wire.key))
    assert [entry.copy_of for entry in found.timeline] == [None, iri(wire), None]
    assert [(carrier.domain, carrier.copies) for carrier in found.providers] == [
        ("wire.example", 0),
        ("gull.example", 1),
        ("auk.example", 0),
    ]
    assert (found.reports, found.copies) == (2, 1)


def test_a_copy_of_an_article_elsewhere_is_a_report_here(graph_of: GraphOf) -> None:
    story, other = [article("a"), article("b", 1)], article("z", -9)
    found = graph_of(story, alone=[other], copies={story[1].key: other.key}).story(article_id(story[0].key))
    assert (found.reports, found.copies) == (2, 0)


def test_copies_make_no_burst(graph_of: GraphOf) -> None:
    hours = [0, 20, 20.1, 20.2, 20.3, 60]
    story = [article(f"a{i}", h) for i, h in enumerate(hours)]
    graph = graph_of(story)
    assert [burst.reports for burst in graph.story(article_id(story[0].key)).bursts] == [4]
    copied = graph_of(story, copies={copy.key: story[1].key for copy in story[2:5]})
    assert copied.story(article_id(story[0].key)).bursts == ()


def test_links_are_counted_from_member_to_member(graph_of: GraphOf) -> None:
    story, other = [article("a"), article("b"), article("c")], article("z")
    a, b, c = story
    graph = graph_of(story, alone=[other], links=[(a, b), (b, a), (a, c), (a, other), (other, c)])
    assert graph.story(article_id(a.key)).links == 3
    assert graph_of(story).story(article_id(a.key)).links == 0


def test_one_story_is_not_taken_for_another(graph_of: GraphOf) -> None:
    one, other = [article("a"), article("b", 1)], [article("c", 2), article("d", 4), article("e", 6)]
    graph = graph_of(one, other, links=[(other[0], other[1])])
    assert [entry.headline for entry in graph.story(article_id(one[0].key)).timeline] == ["a", "b"]
    assert graph.story(article_id(one[0].key)).links == 0
    assert graph.story(article_id(other[0].key)).span_hours == 4.0


def test_a_graph_that_was_built_has_figures(harbor: kg.KnowledgeGraph) -> None:
    found = harbor.story("fded")
    assert found.story == harbor.stories[0]
    assert tuple(entry.article for entry in found.timeline) == found.story.members
    assert [carrier.name for carrier in found.first] == ["Harbor Post"]
    assert [entry.lag_hours for entry in found.timeline] == [0.0, 2.583, 13.5, None]
    assert found.links == 3


@pytest.mark.parametrize(
    "id", ["fded6a3d388c2666", "fded", "FDED", "story/fded", f"{DEFAULT_BASE}story/fded6a3d388c2666"]
)
def test_a_story_is_found_by_the_start_of_its_id(harbor: kg.KnowledgeGraph, id: str) -> None:
    assert find_story(harbor.stories, id) == harbor.stories[0]


@pytest.mark.parametrize("id", ["0000", "fded6a3d388c26660", "x"])
def test_no_such_story_is_an_error(harbor: kg.KnowledgeGraph, id: str) -> None:
    with pytest.raises(UsageError, match=f"no story with the id {id}; kg stories lists them"):
        harbor.story(id)


def test_two_stories_of_that_beginning_are_an_error(graph_of: GraphOf) -> None:
    with pytest.raises(UsageError, match="2 stories with the id"):
        graph_of([article("a"), article("b")], [article("c"), article("d")]).story("")


@pytest.mark.parametrize(
    "hours",
    [[], [0], [0, 1], [0, 0], [0, 0, 0, 0], [0, 1, 2, 3, 4, 5], [0, 1, 30]],
    ids=["none", "one", "two", "two at once", "all at once", "evenly", "three"],
)
def test_what_is_no_burst(hours: list[float]) -> None:
    assert bursts(at(*hours)) == ()


def test_bursts_begin_and_end_with_a_report() -> None:
    hours = [0, 24, 24.5, 25, 25.2, 25.5, 48, 72, 72.2, 72.4, 72.6, 72.8, 120]
    assert bursts(at(*hours)) == (
        Burst(start=NOON + timedelta(hours=24), end=NOON + timedelta(hours=25.5), reports=5),
        Burst(start=NOON + timedelta(hours=72), end=NOON + timedelta(hours=72.8), reports=5),
    )
    assert bursts(at(*hours))[0].hours == 1.5


def test_a_burst_at_the_start_and_one_at_the_end() -> None:
    found = bursts(at(0, 0, 0, 0, 40, 80, 80, 80, 80))
    assert [(burst.start, burst.hours, burst.reports) for burst in found] == [
        (NOON, 0.0, 4),
        (NOON + timedelta(hours=80), 0.0, 4),
    ]


def _cost(gaps: Sequence[float], fast: tuple[bool, ...]) -> float:
    """What Kleinberg's automaton pays for a course of states, written as the paper has it."""
    rate = len(gaps) / sum(gaps)
    total, before = 0.0, False
    for gap, state in zip(gaps, fast, strict=True):
        of_state = 2 * rate if state else rate
        total += -math.log(of_state * math.exp(-of_state * gap))
        total += math.log(len(gaps)) if state and not before else 0.0
        before = state
    return total


@given(st.lists(st.integers(0, 100), min_size=1, max_size=9).filter(any))
def test_the_course_of_states_is_the_cheapest_there_is(gaps: list[int]) -> None:
    found = bursts(at(*accumulate(gaps, initial=0)))
    inside = [
        any(b.start <= NOON + timedelta(hours=s) and NOON + timedelta(hours=s + gap) <= b.end for b in found)
        for s, gap in zip(accumulate(gaps, initial=0), gaps, strict=False)
    ]
    best = min(_cost(gaps, course) for course in product([False, True], repeat=len(gaps)))
    assert _cost(gaps, tuple(inside)) == pytest.approx(best)
