"""Stories -> titles: the headline that stands for all."""

# ruff: noqa: RUF001 - the marks of other scripts are meant

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article
from kg.stories.labels import learn, name_all


def article(number: int, title: str | None, excerpt: str | None = None, url: str | None = None) -> Article:
    key = url or f"https://a.example/{number}"
    return Article(key=key, url=key, title=title, excerpt=excerpt)


def story(*titles: str | None) -> list[Article]:
    return [article(number, title) for number, title in enumerate(titles)]


def title(members: list[Article], *others: Article) -> str:
    return name_all([members], learn([*members, *others]))[0][0]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            ["A long night", "Ferry runs aground near Elmen", "Skylark ferry aground near Elmen port"],
            "Ferry runs aground near Elmen",
        ),
        (["Why did the ferry run aground?", "Ferry runs aground at port"], "Ferry runs aground at port"),
        (["What we know: ferry aground", "Ferry aground at the old port"], "Ferry aground at the old port"),
        (
            ["Fähre läuft auf Grund", "Fähre auf Grund gelaufen", "Ferry Skylark aground at port"],
            "Fähre läuft auf Grund",
        ),
        (["渡轮搁浅，乘客获救", "北京一渡轮搁浅乘客全部获救", "乘客谈渡轮"], "渡轮搁浅，乘客获救"),
        ([None, "  ", "Ferry runs aground"], "Ferry runs aground"),
        (["Ferry runs aground | Elmen Journal", None], "Ferry runs aground"),
        (["Ferry runs aground https://a.example/x", None], "Ferry runs aground"),
    ],
)
def test_a_title_is_the_headline_that_says_best_what_happened(titles: list[str | None], expected: str) -> None:
    assert title(story(*titles)) == expected


def test_what_excerpts_have_counts_too() -> None:
    members = [
        article(0, "Harbor master leaves"),
        article(1, "Ferry sinks at Elmen", "The harbor master stays."),
        article(2, "A night at sea", "A ferry sinks off Elmen, and nobody drowns."),
        article(3, "Mayor speaks", "The ferry sinks, and with it the Elmen that was."),
    ]
    assert title(members) == "Ferry sinks at Elmen"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([article(0, None, "A ferry sank. Nobody drowned.")] * 2, "A ferry sank"),
        ([article(0, None, None, "https://a.example/2021/03/ferry-runs-aground.html")] * 2, "Ferry runs aground"),
        ([article(0, None)] * 2, "a.example"),
    ],
)
def test_without_a_headline_something_else_stands_for_it(members: list[Article], expected: str) -> None:
    members = [
        Article(key=f"{one.key}{place}"[: -1 if not place else None], url=one.url, excerpt=one.excerpt)
        for place, one in enumerate(members)
    ]
    assert title(members) == expected


WORDS = "Ferry strike Norvik harbor the of says Elmen live updates: U.S. new 渡轮 die est Coca-Cola ! … - , : ?".split()
TITLES = st.none() | st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=40)


@given(st.lists(st.tuples(TITLES, TITLES), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_a_title_is_words_of_one_headline_in_any_order_of_articles(
    rows: list[tuple[str | None, str | None]], rand: random.Random
) -> None:
    members = [article(number, *row) for number, row in enumerate(rows)]
    found = title(members)
    assert found.strip()
    headlines = [" ".join((member.title or "").split()).lower() for member in members]
    if any(map(str.isalnum, "".join(headlines))):
        assert any(found.lower() in headline for headline in headlines)
    assert title(rand.sample(members, len(members))) == found
