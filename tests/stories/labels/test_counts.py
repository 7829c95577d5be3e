"""What is found in stories -> how each uses it, counted article by article."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article
from kg.stories.labels.counts import IN_EXCERPT, Occurrences, story_words, usages
from kg.stories.labels.names import learn

SIZES = (1, 3, 2)  # articles of three stories
FORMS = ("Ferry", "ferry", "Ferries", "the Ferry", "strike")
TERMS = (("ferri",), ("ferri", "strike"), ("strike",), ("sandbank",))
mentions = st.lists(
    st.tuples(st.integers(0, 2 * sum(SIZES) - 1), st.integers(0, 3), st.sampled_from(FORMS)), max_size=40
)


@given(mentions, st.lists(st.sampled_from(["ferry strike", "ferry", "a strike", ""]), min_size=8, max_size=8))
@settings(deadline=None)
def test_uses_are_counted(drawn: list[tuple[int, int, str]], titles: list[str]) -> None:
    articles = [
        Article(key=f"https://a.example/{number}", url="https://a.example/", title=title)
        for number, title in enumerate(titles)
    ]
    members = iter(articles)
    stories = [[next(members) for _ in range(size)] for size in SIZES]
    told = story_words(stories, learn(articles))
    things = [(TERMS[term], form) for _, term, form in drawn]
    text = np.array([text for text, _, _ in drawn], dtype=np.int64)
    found = usages(Occurrences(text, np.arange(len(drawn)), things), told)
    start = 0
    for story, used in zip(stories, found, strict=True):
        own = [
            (at // 2 - start, at % 2, TERMS[term], form)
            for at, term, form in drawn
            if start <= at // 2 < start + len(story)
        ]
        assert used.keys() == {term for _, _, term, _ in own}
        for term, use in used.items():
            articles_with = {rank for rank, _, other, _ in own if other == term}
            in_title = {rank for rank, excerpt, other, _ in own if other == term and not excerpt}
            forms = Counter(form for _, _, other, form in own if other == term)
            assert (use.first, use.count) == (min(articles_with), len(articles_with))
            assert use.central == len(in_title) + IN_EXCERPT * len(articles_with - in_title)
            assert use.form == min(forms, key=lambda form: (-forms[form], form))
            others = [title for title, article in zip(titles, articles, strict=True) if article not in story]
            assert use.outside == min(sum(word.removesuffix("i") in title for title in others) for word in term)
        start += len(story)
