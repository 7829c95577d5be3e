"""A headline -> the clauses of it that may stand for it."""

# ruff: noqa: RUF001 - marks of all scripts are meant

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.stories.clauses import clauses, is_balanced, length, shortened


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Another setback: port economy sheds 190,000 jobs in May", ["port economy sheds 190,000 jobs in May"]),
        (
            "Council passes budget plan of 3 trillion, aims to vote on roads by fall",
            ["Council passes budget plan of 3 trillion"],
        ),
        ("In a rare moment of unity, council passes the ferry bill", ["council passes the ferry bill"]),
        ("Elmen counts 158 new cases, 6 more deaths", []),  # the next of a list
        ("Ann Fisk, longtime mayor of the port, dies at 94", []),  # what she was besides
        ("Council of Elmen, Norvik and others meet in May", []),
        ("Mayor: 'We go on, whatever the old harbor says'", []),  # a quotation
        ("Mayor of Elmen resigns over ferry: report", ["Mayor of Elmen resigns over ferry"]),
        ("Ferry – and what it cost the town of Elmen", []),  # goes on with what stood before
        ("St. Elmen council meets Gov. Fisk over ferry", []),  # dots of abbreviations
        ("港口消息：渡轮在港口附近搁浅", ["渡轮在港口附近搁浅"]),
    ],
)
def test_a_clause_is_cut_at_marks_and_nothing_else(text: str, others: list[str]) -> None:
    assert [*clauses(text)] == [text, *others]


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        (
            "Train kills 14 workers in Elmen after a night on the rails",
            "en",
            [
                "Train kills 14 workers in Elmen after a night",
                "Train kills 14 workers in Elmen",
                "Train kills 14 workers",
            ],
        ),
        ("Hundreds of port workers in Elmen go home", "en", []),  # no verb before 'in'
        ("Mayor asks the council to look after the ferry", "en", []),  # 'look after'
        ("Zug erfasst vier Arbeiter nach Nacht auf den Gleisen", "de", ["Zug erfasst vier Arbeiter"]),
        ("El volcán entra en erupción tras 62 años de calma", "es", ["El volcán entra en erupción"]),
        ("Train kills 14 workers after a night", None, []),
    ],
)
def test_a_clause_ends_where_it_goes_on_with_when_or_where(text: str, language: str | None, parts: list[str]) -> None:
    assert list(shortened(text, language)) == parts


def test_a_clause_does_not_end_within_a_name() -> None:
    text = "Mayor says that Centers for Disease Control was wrong"

    def binds(words: object, place: int) -> bool:
        return place == 4

    assert "Mayor says that Centers" in list(shortened(text, "en"))
    assert "Mayor says that Centers" not in list(shortened(text, "en", binds=binds))


@given(st.text(alphabet=" abcAB'\"“”:;,.-–—|()?", max_size=80))
def test_a_clause_is_a_part_of_its_headline_in_whole_words(text: str) -> None:
    text = " ".join(text.split())
    if not text:
        return
    first, *others = clauses(text)
    assert first == text
    for part in others:
        assert part in text
        assert is_balanced(part)
        assert length(part) <= length(text)
        place = text.index(part)
        assert place == 0 or not (text[place - 1].isalnum() and part[0].isalnum())
