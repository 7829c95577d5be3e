"""Text -> words."""

# ruff: noqa: RUF001 - the marks of other scripts are meant

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.stories.words import STOP_WORDS, stems, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("... — !", []),
        ("Amazon’s U.S. police-contracts: AT&T", ["Amazon", "U.S", "police", "contracts", "AT&T"]),
        ("the girls' boats and James's", ["the", "girls", "boats", "and", "James"]),
        ("snake_case 5G covid-19", ["snake", "case", "5G", "covid", "19"]),
        ("Größe naïve Ελλάδα", ["Größe", "naïve", "Ελλάδα"]),
        ("渡轮搁浅，乘客获救", ["渡轮搁浅", "乘客获救"]),
        ("جنحت العبارة قرب الميناء", ["جنحت", "العبارة", "قرب", "الميناء"]),
    ],
)
def test_words_are_what_stands_between_marks_and_spaces(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The police were selling their recognition systems", ["polic", "sell", "recognit", "system"]),
        ("FERRIES ferry Ferry's", ["ferri", "ferri", "ferri"]),
        ("a I x 7", []),
        ("It is what it was, and they said so", []),
        ("渡轮搁浅", ["渡轮搁浅"]),
    ],
)
def test_stems_are_of_telling_words_only(text: str, words: list[str]) -> None:
    assert stems(text) == words


@given(st.text())
def test_any_text_has_words_and_stems(text: str) -> None:
    assert all(tokens(text))
    assert len(stems(text)) <= len(tokens(text))


def test_stop_words_are_small_words() -> None:
    assert all(word == word.lower() and word.isalpha() for word in STOP_WORDS)
    assert {"the", "and", "says", "new"} <= STOP_WORDS
    assert not {"police", "ferry", "amazon"} & STOP_WORDS
