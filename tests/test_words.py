"""Values -> words for people: what is said in one place is said the same everywhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kg import words

DAY = datetime(2020, 6, 11, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "text"),
    [(0.0, "0 min"), (0.2, "12 min"), (0.999, "60 min"), (1.0, "1.0 h"), (47.9, "47.9 h"), (48.0, "2.0 days")],
)
def test_lengths_of_time_are_said_as_people_say_them(hours: float, text: str) -> None:
    assert words.duration(hours) == text


@pytest.mark.parametrize(
    ("hours", "text"),
    [(0.01, "1 minute"), (0.999, "60 minutes"), (1.2, "1 hour"), (47.9, "48 hours"), (48.0, "2.0 days")],
)
def test_lengths_of_time_have_a_long_form(hours: float, text: str) -> None:
    assert words.duration(hours, form="long") == text


def test_what_is_unknown_is_nothing_to_say() -> None:
    assert words.day(None) == words.moment(None) == words.span(None, None) == ""
    assert words.span(DAY, None) == words.span(None, DAY) == words.span(DAY, DAY) == "11 Jun 2020"


def test_days_are_english_and_years_have_four_digits_in_iso_form() -> None:
    assert words.moment(DAY.replace(year=999)) == "0999-06-11 01:06"
    assert words.moment(DAY, form="short") == "11 Jun 2020, 01:06"
    assert [words.day(DAY.replace(month=month, day=1), form="long") for month in (3, 12)] == [
        "1 March 2020",
        "1 December 2020",
    ]


def test_a_text_is_cut_between_words_and_parts_no_accent_from_its_letter() -> None:
    assert words.shorten("short", most=5) == words.shorten("short", most=5, tidy=False) == "short"
    assert words.shorten("e\u0301" * 9, most=9) == "e\u0301" * 4 + "…"
    assert words.shorten("x" * 30, most=9) == "x" * 8 + "…"
    assert words.shorten("x" * 30, most=9, tidy=False) == "x" * 9 + "…"
    assert words.shorten("two\n lines", most=20) == "two lines"
