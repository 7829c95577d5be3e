"""Pairs with an issue -> those for which nothing speaks but what the issue repeats."""

from __future__ import annotations

import numpy as np

from kg.model import Article, RelatedLink
from kg.stories import listings


def link(source: str, target: str) -> RelatedLink:
    return RelatedLink(source=source, target=target, listed=True)


def repeated(
    pairs: dict[tuple[int, int], float], lists: list[tuple[int, int]], count: int
) -> dict[tuple[int, int], bool]:
    known = sorted(pairs)
    a, b = np.array(known, dtype=np.int64).reshape(-1, 2).T
    owner, item = np.array(lists, dtype=np.int64).reshape(-1, 2).T
    text = np.array([pairs[pair] for pair in known])
    found = listings.repeated(a, b, text, owner=owner, item=item, count=count)
    return dict(zip(known, found.tolist(), strict=True))


def test_an_issue_repeats_what_it_lists_and_what_that_is_like() -> None:
    pairs = {(0, 1): 0.9, (0, 2): 0.4, (0, 3): 0.4, (1, 2): 0.5, (1, 3): 0.2}
    found = repeated(pairs, [(0, 1)], 4)
    assert found == {(0, 1): True, (0, 2): True, (0, 3): False, (1, 2): False, (1, 3): False}


def test_the_nearest_of_a_list_counts_and_in_either_order() -> None:
    pairs = {(0, 4): 0.4, (1, 4): 0.2, (2, 4): 0.4, (0, 1): 0.1, (0, 2): 0.6, (3, 4): 0.3}
    found = repeated(pairs, [(4, 1), (4, 2)], 5)
    assert {pair for pair, repeats in found.items() if repeats} == {(1, 4), (2, 4), (0, 4)}


def test_two_issues_that_list_the_same_are_not_alike_for_it() -> None:
    pairs = {(0, 1): 0.5, (0, 2): 0.6, (1, 2): 0.6}
    assert repeated(pairs, [(0, 2), (1, 2)], 3) == dict.fromkeys(pairs, True)
    assert repeated({**pairs, (0, 1): 0.7}, [(0, 2), (1, 2)], 3)[0, 1] is False


def test_without_lists_nothing_is_repeated() -> None:
    assert repeated({(0, 1): 0.5}, [], 2) == {(0, 1): False}


def test_links_lead_from_place_to_place() -> None:
    articles = [Article(key=key) for key in "abc"]
    links = [link("c", "a"), link("a", "b"), link("c", "a"), link("a", "a"), link("a", "gone"), link("gone", "b")]
    owner, item = listings.ends(articles, links)
    assert list(zip(owner.tolist(), item.tolist(), strict=True)) == [(0, 1), (2, 0)]
    assert [len(end) for end in listings.ends(articles, [])] == [0, 0]
