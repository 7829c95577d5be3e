"""The words of stories -> the names in them, as one reads them: word by word, as far as the words are shared."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article
from kg.stories.labels.counts import StoryWords, story_words
from kg.stories.labels.mentions import find_names
from kg.stories.labels.names import BETWEEN, LONGEST_NAME, Corpus, learn, named, written
from kg.stories.labels.texts import CAPITALS, CASELESS
from kg.stories.languages import SAME

RUNNING = (
    "so they say that the Bank of Elmen and the Elmen Health and Safety Department of New Grall met",
    "now the British press has it that British Airways and the Bank of Elmen are off to the United States",
    "they say the United States and Ida Brandt von Elmen of Coca-Cola saw the bank of Elmen",
)
WORDS = (*" ".join(RUNNING).split(), "BANK", "OF", "ELMEN", "U.S.", "Bank", ",", "and", "渡轮", "Coca-Cola's")
headlines = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join), min_size=2, max_size=6)


def article(number: int, title: str | None, excerpt: str | None = None) -> Article:
    return Article(key=f"https://a.example/{number}", url="https://a.example/", title=title, excerpt=excerpt)


def words_of(titles: Sequence[str]) -> StoryWords:
    members = [article(number, title) for number, title in enumerate(titles)]
    return story_words(
        [members], learn([*members, *(article(-1 - place, None, text) for place, text in enumerate(RUNNING))])
    )


def names(found: StoryWords) -> list[tuple[int, tuple[str, ...], str]]:
    """Return text, term and form of each name, as `find` has them."""
    mentions = find_names(found)
    pairs = zip(mentions.text.tolist(), mentions.which.tolist(), strict=True)
    return sorted((text, *mentions.things[which]) for text, which in pairs)


def read(found: StoryWords, corpus: Corpus) -> list[tuple[int, tuple[str, ...], str]]:
    """Return the same, read word by word."""
    result = []
    forms, style = corpus.written.words.forms, corpus.written.style
    for text, source in enumerate(found.source.tolist()):
        here = [place for place, other in enumerate(found.text.tolist()) if other == text]
        words, shared = [forms[found.word[place]] for place in here], [bool(found.shared[place]) for place in here]
        if style[source] == CASELESS:
            continue
        for start, word in enumerate(words):
            low = written(word).lower()
            if not shared[start] or word.islower():
                continue
            longer = []
            for stop in range(start + 1, min(len(words), start + LONGEST_NAME) if low in corpus.starts else 0):
                if not shared[stop] or (words[stop].islower() and words[stop] not in BETWEEN):
                    break
                name = " ".join(written(word).lower() for word in words[start : stop + 1])
                if name in corpus.phrases or name in SAME:
                    longer.append((name, words[start : stop + 1]))
            if low in corpus.names and not (low in SAME and longer):
                longer.append((low, [word]))
            result += [(text, *named(name, tuple(part), capitals=style[source] == CAPITALS)) for name, part in longer]
    return sorted(result)


@given(headlines)
@settings(deadline=None)
def test_the_names_are_those_that_are_found_word_by_word(titles: list[str]) -> None:
    found = words_of(titles)
    assert names(found) == read(found, found.corpus)


@pytest.mark.parametrize(
    ("title", "forms"),
    [
        ("How the Bank of Elmen fell", ["Bank", "Bank of Elmen", "Elmen"]),
        ("THE BANK OF ELMEN FELL", ["Bank", "Bank OF Elmen", "Elmen"]),
        ("In British Airways we trust", ["Airways", "British Airways"]),
        ("a British strike", ["UK"]),
        ("off to the United States now", ["U.S."]),
        ("the bank of a river", []),
    ],
)
def test_names_stand_alone_and_within_each_other(title: str, forms: list[str]) -> None:
    assert [form for text, _, form in names(words_of([title] * 2)) if text == 0] == forms
