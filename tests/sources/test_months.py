"""The names of months and weekdays: that the table is what CLDR has."""

from __future__ import annotations

import pytest

from kg.sources.months import AMBIGUOUS_MONTHS, MONTHS, WEEKDAYS
from scripts import months


def test_the_table_is_made_of_cldr() -> None:
    from babel import core

    text = months.MONTHS.read_text(encoding="utf-8")
    if f"CLDR {core.get_cldr_version()} " not in text:
        pytest.skip("Babel has another CLDR than the table was made of")
    assert text == months.rendered()


def test_a_name_is_one_month_or_says_in_which_language_it_is_which() -> None:
    names = [name for row in MONTHS for name in row.split()]
    assert len(names) == len(set(names))
    assert not set(names) & AMBIGUOUS_MONTHS.keys()
    assert all(len(set(found.values())) > 1 for found in AMBIGUOUS_MONTHS.values())
    assert {"monday", "montag", "lundi"} < WEEKDAYS
