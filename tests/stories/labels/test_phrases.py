"""A text -> its telling phrases."""

from __future__ import annotations

import pytest

from kg.model import Article
from kg.stories.labels.counts import story_words
from kg.stories.labels.names import learn
from kg.stories.labels.phrases import find_phrases, is_dull


def phrases_of(title: str, *, corpus: str = "") -> list[str]:
    """Return the phrases of a title, which two articles have so that its words are shared."""
    both = [Article(key=f"https://a.example/{at}", url=f"https://a.example/{at}", title=title) for at in range(2)]
    other = Article(key="https://a.example/2", url="https://a.example/2", excerpt=corpus or title.lower())
    found = find_phrases(story_words([both], learn([*both, other])))
    return [found.things[which][1] for text, which in zip(found.text, found.which, strict=True) if text == 0]


@pytest.mark.parametrize(
    ("title", "phrases"),
    [
        ("Police halt the facial recognition", ["police", "facial", "facial recognition", "recognition"]),
        (
            "Facial-recognition row",
            ["facial-recognition", "facial-recognition row", "recognition", "recognition row", "row"],
        ),
        ("Hiring freeze", ["hiring freeze", "freeze"]),  # what opens a phrase is none
        ("Quickly growing debt", ["debt"]),
        ("The vessel was badly damaged", ["vessel"]),
        ("Says 12 in May: 3,000 won't", []),
        ("5g rollout", ["5g", "5g rollout", "rollout"]),
        ("virus-led loss, stay-at-home order", ["virus", "loss", "stay-at-home"]),
        ("of the", []),
    ],
)
def test_phrases_are_runs_of_telling_words(title: str, phrases: list[str]) -> None:
    assert phrases_of(title) == phrases


def test_no_phrase_goes_across_a_mark_or_a_name() -> None:
    found = phrases_of("ferry: strike at Norvik port", corpus="they say that in Norvik a ferry is at the port")
    assert found == ["ferry", "strike", "port"]


def test_words_are_written_small_if_running_text_has_them_so() -> None:
    assert phrases_of("Ferry Strike Looms", corpus="the ferry and the strike") == ["ferry", "ferry strike", "strike"]
    assert phrases_of("Ferry Strike Looms", corpus="nothing of it") == ["Ferry", "Ferry Strike", "Strike"]
    assert phrases_of("Ferry Strike Looms", corpus="one ferry it was") == ["ferry", "ferry strike", "Strike"]


def test_of_german_only_nouns_tell() -> None:
    assert phrases_of("Die neue Fähre liegt auf der langen Sandbank und ist kaputt") == ["Fähre", "Sandbank"]


def test_a_language_that_is_not_known_has_no_phrases() -> None:
    assert phrases_of("Prom stoi na mieliźnie i nie może się ruszyć") == []


@pytest.mark.parametrize(
    ("phrase", "dull"), [("state officials", True), ("ferry officials", False), ("plan", True), ("ferry", False)]
)
def test_what_fits_many_stories_is_dull(phrase: str, dull: bool) -> None:
    assert is_dull(phrase) is dull
