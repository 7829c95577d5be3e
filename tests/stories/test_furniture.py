"""What stands in many titles of a site, and is no content."""

# ruff: noqa: RUF001 - separators of other scripts are meant

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import stories
from kg.model import Article
from kg.stories.furniture import cleaned, is_name_of, titles

BODIES = ["Ferry runs aground", "Bakery opens on Mill Street", "Council approves parking plan", "Choir tours the coast"]


def site(*said: str, provider: str = "one.example", excerpt: str | None = None) -> list[Article]:
    when = datetime(2026, 2, 10, 12, tzinfo=UTC)
    return [
        Article(key=f"https://{provider}/{n}", title=title, provider=provider, published=when, excerpt=excerpt)
        for n, title in enumerate(said)
    ]


def texts(articles: list[Article]) -> list[str]:
    return [title.text for title in titles(articles)]


@pytest.mark.parametrize(
    "form",
    ["{} - Elmen Wire", "{} | Elmen Wire", "Local Desk | {}", "【街の声】{}", "{} — Elmen · Wire", "Ausgabe 12: {}"],
)
def test_what_many_titles_of_a_site_have_is_left_out(form: str) -> None:
    found = texts(site(*map(form.format, BODIES)))
    assert [text.split(" — ")[0] for text in found] == BODIES


@pytest.mark.parametrize(
    "title",
    [
        "Opinion | Ferry runs aground",
        "WATCH: Ferry runs aground",
        "Meinung: Ferry runs aground",
        "Ferry runs aground | Vidéo",
        "Son Dakika: Ferry runs aground",
        "(Video) Ferry runs aground",
        "Live updates: Ferry runs aground | The Elmen Post",
    ],
)
def test_forms_and_the_own_name_are_known_from_one_title(title: str) -> None:
    assert texts(site(title, provider="elmenpost.example")) == ["Ferry runs aground"]


def test_a_subject_before_a_colon_stays() -> None:
    said = [f"Marlow fever: {body}" for body in BODIES]
    others = site(
        "Schools close over Marlow fever",
        "Marlow fever reaches the coast",
        "Nurses fear Marlow fever",
        provider="two.example",
    )
    assert texts([*site(*said), *others])[:4] == said


def test_a_headline_of_two_parts_stays() -> None:
    said = [
        "Ferry runs aground - all are safe",
        "Mayor: no money for the bridge",
        "A day at sea – and a night",
        "12:30 to Elmen",
    ]
    assert texts(site(*said)) == said


@pytest.mark.parametrize(
    "form",
    ["This Week {}", "Morning Briefing #{}", "Ausgabe {}/2020", "Links for May {}", "Newsletter No. {}", "{} May 2020"],
)
def test_issues_say_nothing(form: str) -> None:
    said = [form.format(number) for number in range(4, 20)]
    assert set(texts(site(*said))) == {""}
    found = stories.find(site(*said, excerpt=None), [])
    assert not found.together


@pytest.mark.parametrize(
    "said", [["Boeing 737", "Apollo 13"], ["Fire kills 3", "Quake kills 40", "Flood kills 7"], ["Covid-19", "Brexit"]]
)
def test_numbers_of_other_things_stay(said: list[str]) -> None:
    assert texts(site(*said)) == said


@pytest.mark.parametrize(
    ("name", "provider", "same"),
    [
        ("The New York Times", "nytimes.com", True),
        ("Washington Post", "washingtonpost.com", True),
        ("DER SPIEGEL", "spiegel.de", True),
        ("BBC News", "bbc.co.uk", True),
        ("CNN Politics", "edition.cnn.com", True),
        ("The Wire Journal", "wj.example", True),
        ("The Verge", "theverge.com", True),
        ("Wireless", "wj.example", False),
        ("A", "a.example", True),
        ("", "a.example", False),
        ("x", "", False),
        ("wins", "w.example", False),
    ],
)
def test_a_name_is_told_from_a_domain(name: str, provider: str, *, same: bool) -> None:
    assert is_name_of(name, provider) is same


@given(st.lists(st.tuples(st.text(max_size=40), st.sampled_from(["a.example", "", "b.example"]))))
def test_any_titles_are_cleaned(drawn: list[tuple[str, str]]) -> None:
    articles = [Article(key=str(n), title=title, provider=provider) for n, (title, provider) in enumerate(drawn)]
    for article, title, clean in zip(articles, titles(articles), cleaned(articles), strict=True):
        assert title.text in (article.title or "")
        assert (clean.title or "") in (title.text, article.title or "")
        assert bool(title.removed) == (clean is not article)
