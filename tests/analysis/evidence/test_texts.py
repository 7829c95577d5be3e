"""The words that two articles share, as people write them, and how alike their texts are."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.evidence import texts
from kg.model import Article
from kg.stories.words import stems

WORDS = "ferry harbor Skylark tugs museum painting the of Amazon".split()
documents = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=2, max_size=6)


def read(*titles: str | None) -> texts.StemmedTexts:
    return texts.read_texts([Article(key=str(i), url=str(i), title=title) for i, title in enumerate(titles)])


def test_shared_words_are_written_as_people_write_them() -> None:
    found = read("Ferry Skylark Runs Aground", "the ferry Skylark ran on", "museum")
    assert set(texts.shared_words(found, 0, 1)) == {"ferry", "Skylark"}, "small where it is small anywhere"
    assert texts.shared_words(found, 0, 2) == ()


def test_title_and_excerpt_are_read() -> None:
    one = Article(key="a", url="a", title="Ferry", excerpt="A sandbank.")
    other = Article(key="b", url="b", title="Sandbank", excerpt="The ferry.")
    assert set(texts.shared_words(texts.read_texts([one, other]), 0, 1)) == {"ferry", "sandbank"}


def test_the_most_telling_come_first_and_no_more_than_six() -> None:
    common = ["ferry"] * 9
    found = read(
        "ferry tugs one alpha beta gamma delta epsilon zeta", "ferry tugs zeta epsilon delta gamma beta", *common
    )
    shared = texts.shared_words(found, 0, 1)
    assert len(shared) == texts.MOST_WORDS
    assert "ferry" not in shared, "a word of all tells least"
    assert texts.shared_words(read("ferry ferry tugs", "ferry ferry tugs", *common), 0, 1)[0] == "tugs"


def test_the_forms_of_a_word_are_one_word() -> None:
    assert texts.shared_words(read("Stores closing", "The store closes"), 0, 1) == ("closes", "store")


@pytest.mark.parametrize("title", [None, "", "the and of", "!!!"])
def test_without_words_nothing_is_alike(title: str | None) -> None:
    found = read(title, "ferry")
    assert texts.cosine(found, 0, 1) == 0.0
    assert texts.cosine(found, 0, 0) == 0.0
    assert texts.shared_words(found, 0, 1) == ()


def test_the_cosine_is_that_of_tf_idf() -> None:
    found = read("ferry harbor harbor", "ferry tugs", "museum")
    ferry, rest = math.log(4 / 3) + 1, math.log(4 / 2) + 1
    one = math.hypot(ferry, rest * (1 + math.log(2)))
    other = math.hypot(ferry, rest)
    assert texts.cosine(found, 0, 1) == pytest.approx(ferry**2 / (one * other), abs=1e-6)


@given(documents)
def test_likeness_is_symmetric_between_0_and_1_and_has_shared_words_for_a_reason(drawn: list[str]) -> None:
    found = read(*drawn)
    alike = texts.cosine(found, 0, 1)
    assert alike == texts.cosine(found, 1, 0)
    assert 0.0 <= alike <= 1.0
    shared = texts.shared_words(found, 0, 1)
    assert bool(shared) == (alike > 0) == bool(set(stems(drawn[0])) & set(stems(drawn[1])))
    assert shared == texts.shared_words(found, 1, 0)
