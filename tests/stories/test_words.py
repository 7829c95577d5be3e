"""Text -> words."""

# ruff: noqa: RUF001 - the marks of other scripts are meant

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.stories.words import STOP_WORDS, pieces, stems, tokens


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Ferry runs aground!", ["Ferry", "runs", "aground", "!"]),
        ("Gov. Li, of St. Elmen.", ["Gov", "Li", ",", "of", "St", "Elmen", "."]),
        ("the U.S. and the F.B.I.", ["the", "U.S.", "and", "the", "F.B.I."]),
        ("Coca-Cola's T-Mobile", ["Coca-", "Cola", "T-Mobile"]),
        ("COVID-19 stay-at-home US-led U.S.-led", ["COVID-19", "stay-at-home", "US", "-", "led", "U.S.", "-", "led"]),
        ("virus-related UPDATE 1-Elmen", ["virus", "-", "related", "UPDATE", "1", "-", "Elmen"]),
        ("“Ships” (two) — gone… A & B", ["“", "Ships", "”", "(", "two", ")", "—", "gone", "…", "A", "&", "B"]),
        ("the end.The start of example.com", ["the", "end", ".", "The", "start", "of", "example.com"]),
        ("渡轮搁浅，乘客获救", ["渡轮搁浅", "乘客获救"]),
    ],
)
def test_pieces_are_words_and_the_marks_between_them(text: str, found: list[str]) -> None:
    assert pieces(text) == found


@given(st.text())
def test_any_text_has_words_and_stems(text: str) -> None:
    assert all(tokens(text))
    assert all(pieces(text))
    assert len(stems(text)) <= len(tokens(text))


def test_stop_words_are_small_words() -> None:
    assert all(word == word.lower() and word.isalpha() for word in STOP_WORDS)
    assert {"the", "and", "says", "new"} <= STOP_WORDS
    assert not {"police", "ferry", "amazon"} & STOP_WORDS
