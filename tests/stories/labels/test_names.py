"""A corpus -> the names in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article
from kg.stories.labels import names
from kg.stories.labels.names import form, key, known_by, learn, written
from kg.stories.languages import JOINTS, STARTS
from kg.stories.texts import chunked
from kg.stories.words import pieces


def article(number: int, title: str | None, excerpt: str | None = None) -> Article:
    key = f"https://a.example/{number}"
    return Article(key=key, url=key, title=title, excerpt=excerpt)


def names_of(*excerpts: str) -> frozenset[str]:
    return learn([article(number, None, text) for number, text in enumerate(excerpts)]).names


def test_names_are_learned_from_running_text() -> None:
    names = names_of(
        "Late on Monday the Skylark hit a sandbank; its owner Norvik Lines is silent.",
        "Nobody on the bridge of the Skylark saw the sandbank, says Norvik.",
    )
    assert names == {"skylark", "norvik"}


def test_headlines_in_title_case_and_in_capitals_teach_no_names() -> None:
    assert names_of(*["A Big Storm Hits Southern Coast And Harbors"] * 5) == frozenset()
    assert names_of(*["A BIG STORM HITS SOUTHERN COAST AND HARBORS"] * 5) == frozenset()


def test_german_nouns_are_no_names() -> None:
    assert (
        names_of("Wie die Regierung sagt, fährt die Fähre nicht, und der Hafen ist zu, weil es so ist.") == frozenset()
    )


def test_scripts_without_capitals_teach_no_names() -> None:
    assert names_of("جنحت العبارة قرب الميناء صباح اليوم", "渡轮 搁浅 乘客 获救") == frozenset()


def test_the_first_word_of_a_sentence_teaches_no_name() -> None:
    assert names_of("Storms hit the coast. Harbors are closed. “Ships wait outside.” So: Ferries too!") == frozenset()


def test_the_dot_of_an_abbreviation_ends_no_sentence() -> None:
    assert names_of("it was said that Gov. Fisk and W. Elmen met, but Mr. Grall did not go there") == {
        "fisk",
        "elmen",
        "grall",
    }


def test_a_word_that_is_mostly_written_small_is_no_name() -> None:
    assert "apple" not in names_of("we ate an Apple and an apple", "they sell the apple", "an apple a day")
    assert "apple" in names_of("he said that Apple and again Apple grows and Apple wins as of now, and so it is")


@pytest.mark.parametrize("word", ["Monday", "March", "The", "New", "State", "Company", "Mr", "Of", "5G", "2020", "I"])
def test_words_that_stand_before_names_are_none(word: str) -> None:
    assert names_of(f"it was on {word} that they came, and {word} again") == frozenset()


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("it was the Bank of Elmen that fell", {"bank of elmen"}),
        ("so the Department of Health and Safety rules", {"health and safety", "department of health"}),
        ("he met Ursula von der Leyen in the town", {"ursula von der leyen"}),
        ("they have come to live in New Elmen or else in St. Grall now", {"new elmen", "st. grall"}),
        ("so it was said that Johnson & Johnson wins them all", {"johnson & johnson"}),
        ("then Rolls-Royce gave it up", {"rolls royce"}),
        ("Rolls-Royce gave it up", {"rolls royce"}),
        ("it said that Fisk, Grall and Elmen won", set()),
        ("he saw Roy Horn of Elmen there, as Roy and Horn said", {"roy horn"}),
    ],
)
def test_several_words_are_a_name_where_running_text_has_them_side_by_side(text: str, phrases: set[str]) -> None:
    found = learn([article(0, None, text)]).phrases
    assert phrases <= found
    assert bool(phrases) == bool(found)
    assert not any(phrase.startswith("horn of") for phrase in found)


def test_a_word_is_known_by_its_stem_and_an_acronym_by_its_letters() -> None:
    assert key("Ferries") == key("ferry")
    assert key("U.S.") == key("US") == key("U.S") != key("us")
    assert key("F.B.I.") == key("FBI")
    assert written("E.U.") == "EU"
    assert written("N.C.") == "N.C."
    assert known_by("Johnson & Johnson") == ("johnson", "&", "johnson")
    assert form(["Rolls-", "Royce", "US", "line-"]) == "Rolls-Royce U.S. line"


def runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the runs of words that one text capitalises, read word by word."""
    found: list[list[str]] = []
    last = begins = -1  # the place of the last word of the run, and of the mark that a sentence begins behind
    for place, word in enumerate(words):
        if word == word.lower():
            if not word.islower() and word != "&" and word[-1] not in names._WITHIN:
                begins = place
            continue
        lower = written(word).lower()
        compound = word[-1] == "-" and not words[place + 1].islower()
        if (place == begins + 1 and not compound) or (lower in names.NO_NAMES and lower not in STARTS):
            continue
        between = words[last + 1 : place]
        by_and = between == ["and"] and bool(found) and "of" in found[-1]
        if found and len(between) <= 2 and (JOINTS.issuperset(between) or by_and):
            found[-1] += [*between, lower]
        else:
            found.append([lower])
        last = place
    return [tuple(run) for run in found]


WORDS = "Ida Elmen and of the & New Mr Bank - , . : U.S. 7 渡轮 Rolls-Royce's rolls-Royce it".split()


@given(st.lists(st.lists(st.sampled_from(WORDS)).map(" ".join), max_size=4))
@settings(deadline=None)
def test_the_runs_of_all_texts_are_those_of_each(drawn: list[str]) -> None:
    words = chunked(drawn).words(pieces)
    expected = Counter(run for text in drawn for run in runs(pieces(text)))
    assert names._runs(words.word, words.text, words.forms) == expected
