"""An Accept header -> a media type."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.server.negotiation import best

OFFERED = ("application/json", "text/csv", "text/html")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("TEXT/HTML", "text/html"),
        ("text/html;q=0.5, text/csv;q=0.6", "text/csv"),
        ("text/*;q=0.9, text/csv;q=0.1, */*;q=0.2", "text/html"),
        ("*/*, application/json;q=0", "text/csv"),
        ("text/csv;charset=utf-8", "text/csv"),
        ("text/csv;q=0", None),
        ("text/csv;q=2, text/html;q=0.1", "text/html"),
        ("image/png", None),
        ("nonsense", None),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_the_best_is_chosen(accept: str, chosen: str | None) -> None:
    assert best(accept, OFFERED) == chosen


@settings(deadline=None)
@given(st.text())
def test_any_header_gives_one_of_the_offered_or_none(accept: str) -> None:
    assert best(accept, OFFERED) in {*OFFERED, None}
