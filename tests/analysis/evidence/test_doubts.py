"""A story -> two incidents in one, and an undated article that joins two times."""

from __future__ import annotations

from kg.analysis.evidence.doubts import GLUED_DAYS, two_incidents, undated_glue
from kg.model import Article
from kg.stories.incidents import slots

TITLES = ("Fire closes mill in Arden", "Blaze in Arden put out", "Fire closes mill in Corby", "Corby mill burns")


def test_two_halves_that_name_other_places_are_two_incidents() -> None:
    told = Article(key="https://a.example/told", title="On roads", excerpt="They came by Arden, then on to Corby.")
    found = slots([*(Article(key=f"https://a.example/{i}", title=title) for i, title in enumerate(TITLES)), told])
    assert two_incidents(found, [0, 1], [2, 3]) == 1.0
    assert two_incidents(found, [0], [1]) is None
    assert two_incidents(found, [0], []) is None


def test_what_has_no_date_glues_only_what_is_far_apart() -> None:
    assert undated_glue([0.0, None, GLUED_DAYS + 2, 1.0]) == (1.0, GLUED_DAYS + 2)
    assert undated_glue([0.0, None, GLUED_DAYS]) is None
    assert undated_glue([None, None, 3.0]) is None
    assert undated_glue([0.0, 900.0]) is None
    assert undated_glue([]) is None
