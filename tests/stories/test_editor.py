"""What an editor decides: parted and joined clusters, and what does not fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.codes import CONTRADICTORY_DECISION, UNUSED_DECISION
from kg.model import Article, Origin
from kg.stories.editor import JOIN, PART, TITLE, Decided, Decision, obeyed
from weighted_pairs import columns_of

COUNT = 6
ARTICLES = [Article(key=f"https://a.example/{n}", url=f"https://a.example/{n}", title=str(n)) for n in range(COUNT)]


CHAIN = columns_of({(0, 1): 0.9, (1, 2): 0.3, (2, 3): 0.8, (4, 5): 0.5}, report=range(COUNT))


def decision(verb: str, *places: int, line: int = 1, title: str = "") -> Decision:
    names = tuple(ARTICLES[place].key if place < COUNT else "https://gone.example/" for place in places)
    return Decision(verb=verb, names=names, origin=Origin(path="stories.yaml", line=line), title=title)


def after(*decisions: Decision) -> Decided:
    return obeyed([[0, 1, 2, 3], [4, 5]], ARTICLES, CHAIN, decisions)


def test_without_a_decision_all_is_as_it_was() -> None:
    assert after() == Decided([[0, 1, 2, 3], [4, 5]])


def test_what_is_parted_takes_along_what_joins_it_most() -> None:
    found = after(decision(PART, 0, 3))
    assert found.groups == [[0, 1], [2, 3], [4, 5]]
    assert found.said.keys() == {0, 2}
    assert not found.odd


def test_what_is_joined_is_one_with_all_that_is_with_it() -> None:
    found = after(decision(JOIN, 3, 5, title="The ferry"))
    assert found.groups == [[0, 1, 2, 3, 4, 5]]
    assert found.titles == {0: "The ferry"}
    assert found.said == {0: ("joined by stories.yaml:1: https://a.example/3, https://a.example/5",)}


def test_a_part_counts_in_what_a_join_brings_together() -> None:
    found = after(decision(JOIN, 0, 4), decision(PART, 3, 5, line=2))
    assert all(not {3, 5} <= set(group) for group in found.groups)
    assert any({0, 4} <= set(group) for group in found.groups)
    assert not found.odd


def test_what_does_not_fit_is_told() -> None:
    found = after(
        decision(JOIN, 0, 1, line=1),
        decision(PART, 0, 4, line=2),
        decision(JOIN, 0, 9, line=3),
        decision(TITLE, 0, 4, line=4, title="Two"),
        decision(TITLE, 4, line=5, title="One"),
        decision(TITLE, 5, line=6, title="Other"),
    )
    assert found.groups == [[0, 1, 2, 3], [4, 5]]
    assert [(word.origin.line, word.code) for word in found.odd] == [
        *((line, UNUSED_DECISION) for line in (1, 2, 3, 4)),
        (6, CONTRADICTORY_DECISION),
    ]
    assert found.titles == {4: "One"}


def test_a_join_of_what_is_parted_is_not_obeyed() -> None:
    found = after(decision(PART, 0, 4, line=1), decision(JOIN, 0, 4, line=2))
    assert found.groups == [[0, 1, 2, 3], [4, 5]]
    assert (2, CONTRADICTORY_DECISION) in [(word.origin.line, word.code) for word in found.odd]


@given(
    st.lists(st.tuples(st.sampled_from([JOIN, PART]), st.sets(st.integers(0, COUNT - 1), min_size=2)), max_size=6),
    st.lists(st.integers(0, 2), min_size=COUNT, max_size=COUNT),
)
def test_parts_always_hold_and_nothing_is_lost(said: list[tuple[str, set[int]]], labels: list[int]) -> None:
    groups = [[n for n in range(COUNT) if labels[n] == label] for label in sorted(set(labels), key=labels.index)]
    decisions = [decision(verb, *sorted(places), line=line) for line, (verb, places) in enumerate(said)]
    near = {(a, b): (a * 7 + b) % 10 / 10 for a in range(COUNT) for b in range(a + 1, COUNT)}
    every = columns_of(near, report=range(COUNT))
    found = obeyed(groups, ARTICLES, every, decisions)
    assert sorted(place for group in found.groups for place in group) == list(range(COUNT))
    refused = {word.origin.line for word in found.odd if word.code == CONTRADICTORY_DECISION}
    for line, (verb, places) in enumerate(said):
        together = [places & set(group) for group in found.groups]
        if verb == PART:
            assert max(map(len, together)) < 2
        elif line not in refused:
            assert places in together
