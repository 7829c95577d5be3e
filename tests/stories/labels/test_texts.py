"""Titles and excerpts -> words; how each is written, and in which language."""

# ruff: noqa: RUF001 - the marks of other scripts are meant

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article
from kg.stories.labels.texts import CAPITALS, CASELESS, RUNNING, TITLE, written_texts
from kg.stories.words import pieces

TITLES = ("Ferry Runs Aground", "ferry runs aground | The Tern", "FERRY STRIKE", "渡轮搁浅", "", None)
EXCERPTS = ("ELMEN (Reuters) - the ferry is off", "Die Fähre liegt auf der Sandbank und kommt nicht los", "", None)
texts = st.lists(st.tuples(st.sampled_from(TITLES), st.sampled_from(EXCERPTS)))


def article(title: str | None, excerpt: str | None = None) -> Article:
    return Article(key=f"https://a.example/{title}", url="https://a.example/", title=title, excerpt=excerpt)


@pytest.mark.parametrize(
    ("title", "style", "language"),
    [
        ("Ferry runs aground near the old town of Elmen", RUNNING, "en"),
        ("Ferry Runs Aground Near the Old Town of Elmen", TITLE, "en"),
        ("FERRY RUNS AGROUND NEAR THE OLD TOWN OF ELMEN", CAPITALS, "en"),
        ("Ferry strike", RUNNING, "en"),
        ("渡轮搁浅，乘客获救", CASELESS, "en"),
        ("Die Fähre liegt auf der Sandbank und kommt nicht los", RUNNING, "de"),
        ("Le ferry est sur un banc de sable avec des passagers", RUNNING, "fr"),
        ("El ferry está en un banco de arena con los pasajeros", RUNNING, "es"),
        ("Il traghetto è su una secca con i passeggeri della nave", RUNNING, "it"),
        ("O ferry está num banco de areia com os passageiros", RUNNING, "pt"),
        ("De veerboot ligt op een zandbank en kan niet weg", RUNNING, "nl"),
        ("Prom stoi na mieliźnie i nie może się ruszyć", RUNNING, None),
        ("Паром сел на мель рядом с портом и не может сдвинуться", RUNNING, None),
    ],
)
def test_how_a_text_is_written_and_in_which_language(title: str, style: int, language: str | None) -> None:
    found = written_texts([article(title)])
    assert (found.style[0], found.language) == (style, [language])


@pytest.mark.parametrize(
    ("title", "excerpt", "words"),
    [
        ("Ferry strike | Elmen News & Observer", None, ["Ferry", "strike"]),
        (None, "ELMEN (Reuters) - Ferry strike", ["Ferry", "strike"]),
        (None, "ELMEN, June 21 (Reuters) -Ferry strike", ["Ferry", "strike"]),
        (None, "WEST ELMEN — Ferry strike", ["Ferry", "strike"]),
        (None, "Elmen Lines (ELM) said", ["Elmen", "Lines", "(", "ELM", ")", "said"]),
        (None, None, []),
    ],
)
def test_sections_and_datelines_are_not_read(title: str | None, excerpt: str | None, words: list[str]) -> None:
    found = written_texts([article("A title", "and an excerpt"), article(title, excerpt)]).words
    assert [found.forms[word] for word in found.word[found.starts[2] :]] == words


@given(texts)
def test_an_article_is_read_alone_as_among_others(drawn: list[tuple[str | None, str | None]]) -> None:
    found = written_texts([article(*both) for both in drawn])
    for place, both in enumerate(drawn):
        alone = written_texts([article(*both)])
        start, middle, stop = found.words.starts[2 * place : 2 * place + 3].tolist()
        words = [found.words.forms[word] for word in found.words.word[start:stop].tolist()]
        assert words == [alone.words.forms[word] for word in alone.words.word.tolist()]
        assert found.style[2 * place : 2 * place + 2].tolist() == alone.style.tolist()
        assert found.language[place] == alone.language[0]
        assert {found.words.forms[word] for word in found.held[found.holding == place].tolist()} == {*words}
        assert words[: middle - start] == pieces((both[0] or "").partition(" | ")[0])
