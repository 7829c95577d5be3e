"""The articles of a story -> whether they are a series."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.model import Article
from kg.stories.incidents import slots
from kg.stories.series import FEWEST, is_series


def series(titles: Sequence[str]) -> bool:
    told = Article(key="https://a.example/told", title="On roads", excerpt="They came by Arden, then Corby and Hale.")
    articles = [Article(key=f"https://a.example/{i}", title=title) for i, title in enumerate(titles)]
    return is_series(slots([*articles, told]), range(len(titles)))


TOWNS = ((14, "Arden"), (40, "Corby"), (7, "Hale"))
COUNTS = [f"{count} new cases and deaths in {town} county" for count, town in TOWNS]
HINTS = [f"Hints and answer for puzzle {number}" for number in range(410, 416)]
KURSE = [f"Aktien schließen am Abend höher bei {points} Punkten" for points in ("12.100", "12.350", "11.900")]


@pytest.mark.parametrize("titles", [COUNTS, HINTS, KURSE])
def test_one_title_filled_anew_is_a_series(titles: list[str]) -> None:
    assert series(titles)
    assert not series(titles[: FEWEST - 1])
    assert not series([titles[0]] * 4)  # one report, carried by four


def test_reports_of_one_event_are_none() -> None:
    assert not series(
        ["Mill burns in Arden", "Fire in Arden: 14 hurt", "Smoke over Arden after fire", "40 flee a mill"]
    )
    assert not series([])
