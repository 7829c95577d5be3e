"""Stories -> which providers cover what others cover, who leads, and what each has missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.analysis import coverage
from kg.analysis.coverage import Carried, Coverage
from kg.errors import UsageError
from kg.model import Article, Story

NOON = datetime(2021, 3, 4, 12, tzinfo=UTC)
GraphOf = Callable[..., kg.KnowledgeGraph]


def of(*stories: Mapping[str, float | None], more: str = "") -> Coverage:
    """Return the coverage of stories that name, by provider, the hour of its first article."""
    carried = [
        Carried(
            story=Story(id=f"{i:016x}", label=f"story {i}", members=("x",) * len(hours), first="x"),
            providers={p: None if h is None else NOON + timedelta(hours=h) for p, h in sorted(hours.items())},
        )
        for i, hours in enumerate(stories)
    ]
    domains = sorted({domain for hours in stories for domain in hours} | set(more))
    return Coverage(
        carried=tuple(c for c in carried if len(c.providers) > 1),
        names={domain: domain.upper() for domain in domains},
        articles=dict.fromkeys(domains, 1),
    )


def article(name: str, hours: float | None, by: str | None) -> Article:
    key = f"https://{by or 'nobody.example'}/{name}"
    published = None if hours is None else NOON + timedelta(hours=hours)
    return Article(key=key, url=key, title=name, published=published, provider=by)


def test_a_graph_says_who_carried_which_story_and_when_first(graph_of: GraphOf) -> None:
    one = [article("a", 1, "tern"), article("b", 0, "tern"), article("c", None, "gull"), article("d", 3, None)]
    single = [article("e", 0, "tern"), article("f", 1, "tern")]
    read = graph_of(one, single, alone=[article("g", 0, "auk")], names={"gull": "Gull", "new": "New"}).coverage
    (carried,) = read.carried
    assert carried.story.label == "the story of a"
    assert carried.providers == {"gull": None, "tern": NOON}
    assert read.names == {"auk": "auk", "gull": "Gull", "new": "New", "tern": "tern"}
    assert read.articles == {"auk": 1, "gull": 1, "new": 0, "tern": 4}


def test_an_unknown_date_does_not_hide_a_known_one(graph_of: GraphOf) -> None:
    members = [article("a", 2, "tern"), article("b", None, "tern"), article("c", 1, "gull")]
    (carried,) = graph_of(members).coverage.carried
    assert carried.providers["tern"] == NOON + timedelta(hours=2)


def test_lift_is_shared_over_expected() -> None:
    read = of(*[{"a": 0, "b": 1}] * 3, *[{"a": 0, "c": 1}] * 3, *[{"c": 0, "d": 1}] * 4)
    network = coverage.network(read)
    # a carried 6 of 10 stories and b 3: by chance they would share 1.8
    assert network.edges["a", "b"]["shared"] == 3
    assert network.edges["a", "b"]["expected"] == 1.8
    assert network.edges["a", "b"]["lift"] == 1.667
    assert network.edges["c", "a"]["lift"] == round(3 / (6 * 7 / 10), 3)
    assert set(network.edges) == {("a", "b"), ("a", "c"), ("c", "d")}
    assert network.nodes["a"] == {"name": "A", "articles": 1, "stories": 6}


def test_who_is_everywhere_is_close_to_nobody() -> None:
    read = of(*[{"wire": 0, "a": 1, "b": 2}] * 3, *[{"wire": 0, "c": 1}] * 5)
    network = coverage.network(read)
    assert [network.edges["wire", other]["lift"] for other in "abc"] == [1.0, 1.0, 1.0]
    assert [peer.domain for peer in coverage.peers(read, "a")] == ["b"]
    assert coverage.peers(read, "wire") == ()


def test_pairs_that_share_few_stories_have_no_edge() -> None:
    read = of(*[{"a": 0, "b": 1}] * 2, *[{"c": 0, "d": 1}] * 3, more="e")
    assert set(coverage.network(read).edges) == {("c", "d")}
    assert set(coverage.network(read, least=2).edges) == {("a", "b"), ("c", "d")}
    assert set(coverage.network(read)) == set("abcde")


def test_an_edge_says_who_leads() -> None:
    read = of({"a": 5, "b": 1}, {"a": 0, "b": 2}, {"a": 9, "b": 3}, {"a": 1, "b": 1}, {"a": None, "b": 1})
    edge = coverage.network(read).edges["a", "b"]
    assert {name: edge[name] for name in ("leader", "ahead", "behind", "lead_hours", "p", "shared")} == {
        "leader": "b",
        "ahead": 2,
        "behind": 1,
        "lead_hours": 2.0,
        "p": 1.0,
        "shared": 5,
    }


def test_who_leads_comes_before_who_follows() -> None:
    read = of(*[{"a": 5, "b": 1, "c": 1}] * 3, *[{"d": 0, "e": 0}] * 3)
    found = [(lead.domain, lead.follower.domain, lead.follower.ahead) for lead in coverage.leads(read)]
    assert found == [("b", "a", 3), ("b", "c", 0), ("c", "a", 3), ("d", "e", 0)]
    assert coverage.leads(read)[0].name == "B"
    assert coverage.leads(read)[0].follower.name == "A"


def test_a_provider_and_its_peer_see_the_same_from_two_sides() -> None:
    read = of({"a": 0, "b": 1}, {"a": 0, "b": 7}, {"a": 3, "b": 0}, {"c": 0, "d": 1})
    (ours,), (theirs,) = coverage.peers(read, "a"), coverage.peers(read, "b")
    assert (ours.domain, ours.ahead, ours.behind, ours.lead_hours) == ("b", 2, 1, 1.0)
    assert (theirs.domain, theirs.ahead, theirs.behind, theirs.lead_hours) == ("a", 1, 2, -1.0)
    assert (ours.shared, ours.expected, ours.lift) == (theirs.shared, theirs.expected, theirs.lift) == (3, 2.25, 1.333)


def test_a_lead_of_nothing_is_nought_from_both_sides() -> None:
    read = of(*[{"a": 0, "b": 0}] * 3, {"c": 0, "d": 0})
    assert [str(peer.lead_hours) for side in "ab" for peer in coverage.peers(read, side)] == ["0.0", "0.0"]


def test_peers_without_dates_have_no_lead() -> None:
    read = of(*[{"a": None, "b": 0}] * 3, {"c": 0, "d": 0})
    (peer,) = coverage.peers(read, "a")
    assert (peer.lead_hours, peer.ahead, peer.behind, peer.p) == (None, 0, 0, 1.0)


def test_the_closest_peers_come_first_and_are_not_too_many() -> None:
    read = of(*[{"a": 0, "b": 0}] * 3, *[{"a": 0, "c": 0}] * 3, *[{"c": 0, "d": 0}] * 9, *[{"e": 0, "d": 0}] * 9)
    assert [peer.domain for peer in coverage.peers(read, "a", least=1)] == ["b"]
    many = of(*[{"a": 0, **{f"p{i:02}": 0 for i in range(15)}}] * 3, {"x": 0, "y": 0})
    assert [peer.domain for peer in coverage.peers(many, "a")] == [f"p{i:02}" for i in range(10)]
    assert len(coverage.peers(many, "a", most=12)) == 12


def test_standings_count_firsts_against_chance() -> None:
    read = of({"a": 0, "b": 2}, {"a": 4, "b": 0, "c": 1}, {"a": 0, "b": 0}, {"a": None, "b": 1}, more="z")
    a, b, c, z = (next(s for s in coverage.standings(read) if s.domain == domain) for domain in "abcz")
    assert (a.stories, a.timed, a.first, a.by_chance, a.lag_hours) == (4, 3, 2, 1.333, 0.0)
    assert (b.stories, b.timed, b.first, b.by_chance, b.lag_hours) == (4, 3, 2, 1.333, 0.0)
    assert (c.stories, c.timed, c.first, c.by_chance, c.lag_hours) == (1, 1, 0, 0.333, 1.0)
    assert (z.stories, z.timed, z.first, z.by_chance, z.lag_hours) == (0, 0, 0, 0.0, None)
    assert [s.domain for s in coverage.standings(read)] == ["a", "b", "c", "z"]


def test_a_story_of_two_where_one_has_no_date_was_no_race() -> None:
    standing = coverage.standings(of({"a": 0, "b": None}))[0]
    assert (standing.stories, standing.timed, standing.first) == (1, 0, 0)


def test_missed_is_what_two_peers_carried_the_largest_first() -> None:
    shared = [{"a": 0, "b": 0, "c": 0, "d": 0}] * 3
    rest = [{"x": 0, "y": 0}] * 20
    read = of(*shared, {"b": 0, "c": 0}, {"b": 0, "c": 0, "d": 0}, {"b": 0, "c": 0, "x": 0}, {"b": 0, "x": 0}, *rest)
    missed = coverage.missed(read, "a")
    assert [(item.story.label, item.peers, item.providers) for item in missed] == [
        ("story 4", ("d", "c", "b"), 3),
        ("story 5", ("c", "b"), 3),
        ("story 3", ("c", "b"), 2),
    ]
    assert [item.story.label for item in coverage.missed(read, "a", least=3)] == ["story 4"]
    assert coverage.missed(read, "x") == ()


def test_a_graph_without_stories_says_nothing(graph_of: GraphOf) -> None:
    read = graph_of(alone=[article("a", 0, "tern")]).coverage
    assert coverage.network(read).number_of_edges() == 0
    assert (coverage.leads(read), coverage.peers(read, "tern"), coverage.missed(read, "tern")) == ((), (), ())
    assert [(s.domain, s.articles, s.stories) for s in coverage.standings(read)] == [("tern", 1, 0)]


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("tern-times.example", "tern-times.example"),
        (" WWW.Tern-Times.example", "tern-times.example"),
        ("Tern Times", "tern-times.example"),
        ("tern times", "tern-times.example"),
        ("nobody.example", "nobody.example"),
    ],
)
def test_a_provider_is_known_by_its_domain_or_its_name(harbor: kg.KnowledgeGraph, name: str, domain: str) -> None:
    assert coverage.find_provider(harbor.coverage, name) == domain


def test_a_domain_with_www_is_found_without() -> None:
    read = Coverage(carried=(), names={"www.auk.example": "Auk"}, articles={"www.auk.example": 1})
    assert coverage.find_provider(read, "auk.example") == "www.auk.example"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("terntimes.example", "no provider is known as terntimes.example; there are tern-times.example"),
        ("qqq", "no provider is known as qqq; kg providers lists them"),
        ("Auk", "several providers are known as Auk; there are auk.a, auk.b"),
    ],
)
def test_an_unknown_provider_is_an_error_that_says_which_are_close(name: str, message: str) -> None:
    names = {"tern-times.example": "Tern Times", "auk.a": "Auk", "auk.b": "Auk"}
    with pytest.raises(UsageError, match=message):
        coverage.find_provider(Coverage(carried=(), names=names, articles=dict.fromkeys(names, 1)), name)


@pytest.mark.parametrize(
    ("ahead", "behind", "p"), [(0, 0, 1.0), (1, 0, 1.0), (6, 0, 0.03125), (0, 6, 0.03125), (4, 2, 0.6875)]
)
def test_the_sign_test(ahead: int, behind: int, p: float) -> None:
    assert coverage.sign_test(ahead, behind) == p


@given(st.integers(0, 40), st.integers(0, 40))
def test_the_sign_test_adds_up_what_is_as_uneven(ahead: int, behind: int) -> None:
    total = ahead + behind
    uneven = sum(comb(total, k) for k in range(total + 1) if abs(2 * k - total) >= abs(ahead - behind))
    assert coverage.sign_test(ahead, behind) == pytest.approx(uneven / 2**total)


hours = st.none() | st.integers(0, 5)


@given(st.lists(st.dictionaries(st.sampled_from("abcdef"), hours, min_size=2), max_size=12))
def test_lift_agrees_with_counting_pair_by_pair(stories: list[dict[str, float | None]]) -> None:
    read = of(*stories, more="abcdef")
    network = coverage.network(read, least=1)
    for one, other in combinations("abcdef", 2):
        both = sum(one in s and other in s for s in stories)
        assert network.has_edge(one, other) == (both > 0)
        if both:
            expected = sum(one in s for s in stories) * sum(other in s for s in stories) / len(stories)
            assert network.edges[one, other]["lift"] == pytest.approx(both / expected, abs=1e-3)
            edge = network.edges[one, other]
            assert edge["ahead"] >= edge["behind"]
            assert edge["ahead"] + edge["behind"] <= both
    assert sum(s.first for s in coverage.standings(read)) >= round(sum(s.by_chance for s in coverage.standings(read)))
