"""The tables of words that tell nothing."""

from __future__ import annotations

import itertools

import pytest

from kg.stories import languages
from kg.stories.words import STOP_WORDS, pieces

TABLES = {
    name: getattr(languages, name)
    for name in "ABBREVIATIONS CALENDAR ENDINGS FILLERS GENERIC OPENERS STARTS TITLES VERBS".split()
} | {f"STOP_WORDS {name}": table for name, table in languages.STOP_WORDS.items()}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_holds_small_words(name: str) -> None:
    assert all(word == word.lower().strip() and word for word in TABLES[name])


def test_a_word_of_a_headline_is_of_one_kind() -> None:
    for one, other in itertools.combinations([languages.FILLERS, languages.OPENERS, languages.GENERIC], 2):
        assert not one & other


def test_fillers_are_verbs_in_all_their_forms_but_not_what_tells() -> None:
    assert {"urge", "urges", "urged", "urging", "deny", "denies", "denied", "stopped", "stopping"} <= languages.FILLERS
    telling = "police ferry imports election relations learning hearing strike merger layoffs vaccine budget trial"
    assert not set(telling.split()) & (languages.FILLERS | STOP_WORDS)


def test_what_says_one_thing_has_one_form() -> None:
    for name, shown in languages.SAME.items():
        assert name == name.lower()
        assert languages.SAME.get(shown.lower(), shown) == shown
        assert pieces(shown)
