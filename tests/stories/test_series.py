"""The articles of a story -> whether they are a series."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.model import Article
from kg.stories.incidents import slots
from kg.stories.series import FEWEST, series


def is_series(titles: Sequence[str], days: Sequence[int | None] | None = None) -> bool:
    told = Article(key="https://a.example/told", title="On roads", excerpt="They came by Arden, then Corby and Hale.")
    articles = [Article(key=f"https://a.example/{i}", title=title) for i, title in enumerate(titles)]
    when = [*(range(len(titles)) if days is None else days), None]
    return series(slots([*articles, told]), [range(len(titles))], when) == [True]


TOWNS = ((14, "Arden"), (40, "Corby"), (7, "Hale"))
COUNTS = [f"{count} new cases and deaths in {town} county" for count, town in TOWNS]
HINTS = [f"Hints and answer for puzzle {number}" for number in range(410, 416)]
KURSE = [f"Aktien schließen am Abend höher bei {points} Punkten" for points in ("12.100", "12.350", "11.900")]


@pytest.mark.parametrize("titles", [COUNTS, HINTS, KURSE])
def test_one_title_filled_anew_is_a_series(titles: list[str]) -> None:
    assert is_series(titles)
    assert not is_series(titles[: FEWEST - 1])
    assert not is_series([titles[0]] * 4)  # one report, carried by four


@pytest.mark.parametrize("day", [7, None])
def test_one_day_makes_a_series_only_of_places_with_counts_of_their_own(day: int | None) -> None:
    assert is_series(COUNTS, [day] * 3)
    assert not is_series(KURSE, [day] * 3)


def test_reports_of_one_event_are_none() -> None:
    assert not is_series(
        ["Mill burns in Arden", "Fire in Arden: 14 hurt", "Smoke over Arden after fire", "40 flee a mill"]
    )
    assert not is_series([])


def test_each_story_is_told_apart_from_the_others() -> None:
    articles = [Article(key=f"https://a.example/{i}", title=title) for i, title in enumerate([*KURSE, *KURSE[:1] * 3])]
    assert series(slots(articles), [[3, 4, 5], [0, 1, 2], [0, 1], []], range(6)) == [False, True, False, False]
