"""Clusters -> labels: names learned from running text, then telling words."""

from __future__ import annotations

import random

import pytest

from kg.model import Article
from kg.stories.labels import CALENDAR, MOST_NAMES, MOST_WORDS, TITLES, label, learn
from kg.stories.words import STOP_WORDS


def article(number: int, title: str | None, excerpt: str | None = None) -> Article:
    key = f"https://a.example/{number}"
    return Article(key=key, url=key, title=title, excerpt=excerpt)


FERRY = [
    article(0, "Ferry Runs Aground", "Late on Monday the Skylark hit a sandbank; its owner Norvik Lines is silent."),
    article(1, "Skylark ferry still on sandbank", "Tugs of Norvik Lines pull at the Skylark, so far for nothing."),
    article(2, "How the Ferry Left Its Channel", "Nobody on the bridge of the Skylark saw the sandbank, says Norvik."),
    article(3, "Mayor thanks those who rescued passengers of the Skylark", "He says the ferry was full."),
]
OTHERS = [
    article(4, "Orchards in blossom", "The cherry trees flower early, and growers fear a frost."),
    article(5, "Museum Finds Lost Painting", "A painting that was thought lost hung in the cellar all the time."),
    article(6, "Council votes on budget", "The budget of the town grows, and so do its debts, the council says."),
]
ALL = FERRY + OTHERS


def test_a_story_is_labelled_by_its_names_and_its_words() -> None:
    assert label(FERRY, learn(ALL)) == "Skylark, Norvik: ferry, sandbank"


def test_names_are_learned_from_running_text() -> None:
    corpus = learn(ALL)
    assert {"skylark", "norvik"} <= corpus.names
    assert not {"ferry", "sandbank", "passengers", "mayor"} & corpus.names


def test_headlines_in_title_case_teach_no_names() -> None:
    corpus = learn([article(i, "Big Storm Hits Southern Coast And Harbors") for i in range(5)])
    assert corpus.names == frozenset()


def test_the_first_word_of_a_sentence_teaches_no_name() -> None:
    assert (
        learn([article(0, None, "Storms hit the coast. Harbors are closed. “Ships wait outside.”")]).names
        == frozenset()
    )


def test_a_word_that_is_mostly_written_small_is_no_name() -> None:
    texts = ["we ate an Apple and an apple", "they sell the apple", "an apple a day"]
    assert "apple" not in learn([article(i, None, text) for i, text in enumerate(texts)]).names
    assert "apple" in learn([article(0, None, "he said that Apple and again Apple grows and Apple wins")]).names


@pytest.mark.parametrize("word", ["Monday", "March", "The", "New"])
def test_days_months_and_stop_words_are_no_names(word: str) -> None:
    assert learn([article(0, None, f"it was on {word} that they came, and {word} again")]).names == frozenset()


def test_no_label_holds_a_stop_word_a_title_or_a_day() -> None:
    corpus = learn(ALL)
    for size in range(2, len(ALL) + 1):
        for seed in range(20):
            members = random.Random(seed).sample(ALL, size)
            words = label(members, corpus).replace(",", " ").replace(":", " ").lower().split()
            if label(members, corpus) not in {member.title for member in members}:
                assert not set(words) & (STOP_WORDS | CALENDAR | TITLES)


def test_a_label_has_so_many_names_and_words_at_most_and_no_word_twice() -> None:
    text = "The firms Alva, Brix, Corto, Dunlo and Egret sell boats, sails, ropes and anchors to the islands."
    members = [article(i, None, text) for i in range(4)]
    names, _, words = label(members, learn(members)).partition(": ")
    assert len(names.split(", ")) == MOST_NAMES
    assert len(words.split(", ")) == MOST_WORDS
    parts = f"{names}, {words}".lower().replace(",", "").split()
    assert len(parts) == len(set(parts))


def test_a_label_does_not_depend_on_the_order_of_articles() -> None:
    texts = {
        label(random.Random(seed).sample(FERRY, len(FERRY)), learn(random.Random(-seed).sample(ALL, len(ALL))))
        for seed in range(20)
    }
    assert texts == {"Skylark, Norvik: ferry, sandbank"}


def test_a_name_is_written_as_most_write_it() -> None:
    texts = ["then NORVIK sank", "we saw Norvik and norvik sail", "and Norvik rose", "so Norvik gave it up"]
    members = [article(i, None, text) for i, text in enumerate(texts)]
    assert label(members, learn(members)).startswith("Norvik")


def test_what_only_one_article_says_is_no_label() -> None:
    members = [article(0, "Ferry aground near Ellery"), article(1, "Museum buys art")]
    assert label(members, learn(members)) == "Ferry aground near Ellery"


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ([article(0, None), article(1, "Alone")], "Alone"),
        ([article(0, None), article(1, None)], "https://a.example/0"),
        ([article(0, "the and of"), article(1, "the and of")], "the and of"),
        ([article(0, "渡轮搁浅"), article(1, "渡轮搁浅")], "渡轮搁浅"),
        ([article(0, "جنحت العبارة"), article(1, "جنحت العبارة")], "جنحت العبارة"),
        ([article(0, "Same old song"), article(1, "Same old song")], "old song"),
    ],
)
def test_there_is_always_a_label(members: list[Article], text: str) -> None:
    assert label(members, learn(members)) == text
