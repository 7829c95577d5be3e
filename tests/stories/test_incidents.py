"""Pairs of articles -> in what names and numbers they differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article
from kg.stories.incidents import (
    OTHER_NAMES,
    OTHER_NAMES_ALONE,
    OTHER_NUMBERS,
    Difference,
    difference,
    differing,
    slots,
)

# running text that tells what is a name
TOLD = "The police of Marin met those of Lauderdale. Both heard Ms Rossi, and later Mr Weber, on roads and fires."


def article(number: int, title: str, excerpt: str | None = None) -> Article:
    return Article(key=f"https://a.example/{number}", title=title, excerpt=excerpt)


def of(*texts: str | tuple[str, str]) -> Difference:
    """Return in what the first two articles differ, in a corpus whose names are told by a third."""
    told = [article(i, *([text] if isinstance(text, str) else text)) for i, text in enumerate(texts)]
    return difference(slots([*told, article(9, "On roads", TOLD)]), 0, 1)


def kept(titles: Sequence[str]) -> float:
    found = slots([*(article(i, title) for i, title in enumerate(titles)), article(9, "On roads", TOLD)])
    return float(differing(found, np.array([0]), np.array([1])).kept[0])


@pytest.mark.parametrize(
    ("one", "other", "names", "numbers"),
    [
        ("14th death in Marin county", "40 deaths in Lauderdale county", (("Marin",), ("Lauderdale",)), ("14", "40")),
        ("Rossi held for theft", "Police arrest Weber", (("Rossi",), ("Weber",)), None),
        ("Rossi held for theft", "Theft: police hold a woman", None, None),  # the other names nobody
        ("Rossi held for theft", "Rossi arrested", None, None),
        ("Rossi meets Weber", "Weber speaks", None, None),  # the one says more, which is no other
        ("Toll in Marin rises to 40", "Toll in Marin at 38", None, ("40", "38")),
        ("Toll in Marin rises to 1,200", "Marin: 1.200 dead", None, None),
        ("Toll rises to 40", "Toll rises again", None, None),
        ("Toll rises to 40 of 90", "40 dead", None, None),  # one number is enough
    ],
)
def test_two_articles_differ_where_either_has_what_the_other_has_not(
    one: str, other: str, names: tuple[tuple[str, ...], tuple[str, ...]] | None, numbers: tuple[str, str] | None
) -> None:
    found = of(one, other)
    assert found.names == (names or ((), ()))
    assert found.numbers == (((numbers[0],), (numbers[1],)) if numbers else ((), ()))


def test_a_name_that_the_excerpt_of_the_other_has_is_no_other_name() -> None:
    one, other = ("Fire in Marin", "It burns."), ("Rossi leads the fight", "She came to Marin.")
    assert of(one, other).names == ((), ())
    assert of(one, (other[0], "She came.")).names == (("Marin",), ("Rossi",))


def test_a_name_is_the_same_in_every_case_of_it() -> None:
    told = article(9, "Drogi", "Wczoraj w Krakowie, potem pod Krakowem, i znowu ulice Krakowa, a dalej Gdynia.")
    pair = [article(0, "Pożar w Krakowie"), article(1, "Strażacy z Krakowa gaszą")]
    assert difference(slots([*pair, told]), 0, 1) == Difference()


def test_titles_that_are_one_but_for_a_name_differ_most() -> None:
    alone = kept(["Fire closes mill in Marin", "Fire closes mill in Lauderdale"])
    names = kept(["Fire closes mill in Marin", "Smoke over the roads of Lauderdale"])
    numbers = kept(["Toll in Marin at 40", "Marin counts 38 dead"])
    assert (alone, names, numbers) == (OTHER_NAMES_ALONE, OTHER_NAMES, OTHER_NUMBERS)
    assert kept(["Toll in Marin at 40", "Lauderdale counts 38 dead"]) == pytest.approx(OTHER_NAMES * OTHER_NUMBERS)
    assert alone < names < numbers < 1.0 == kept(["Fire closes mill", "Fire closes a mill"])


def test_titles_in_running_text_tell_names_where_there_are_no_excerpts() -> None:
    titles = ["Fire closes the mill in Arden", "Fire closes the mill in Corby"]
    assert of(*titles).alone
    assert of(*titles).names == (("Arden",), ("Corby",))
    large = ["Fire Closes The Mill In Arden", "Smoke Closes The Mill In Arden"]  # every word is written large
    assert of(*large) == Difference()


words = st.sampled_from(
    ["fire", "Marin", "Weber", "mill", "14", "40", "3.5", "the", "東京", "火事", "!", ".", "O'Neil"]
)
texts = st.lists(words, max_size=6).map(" ".join)


@given(st.lists(st.tuples(texts, st.none() | texts), min_size=2, max_size=6))
def test_the_words_of_a_difference_are_those_of_the_columns(drawn: list[tuple[str, str | None]]) -> None:
    articles = [article(i, *texts) for i, texts in enumerate(drawn)]
    found = slots(articles)
    a, b = np.triu_indices(len(articles), 1)
    columns = differing(found, a, b)
    turned = differing(found, b, a)
    assert columns.kept.tolist() == turned.kept.tolist()
    for row, (one, other) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        said = difference(found, one, other)
        assert bool(said.names[0]) == bool(said.names[1]) == bool(columns.names[row] or columns.names_alone[row])
        assert bool(said.numbers[0]) == bool(said.numbers[1]) == bool(columns.numbers[row])
        assert (columns.kept[row] < 1) == (said != Difference())


@pytest.mark.parametrize("articles", [[], [article(0, "")], [article(0, "!!!"), article(1, "...")]])
def test_what_says_nothing_does_not_differ(articles: list[Article]) -> None:
    a, b = np.triu_indices(len(articles), 1)
    assert differing(slots(articles), a, b).kept.tolist() == [1.0] * len(a)
