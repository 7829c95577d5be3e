"""Names of zones: those of the tz database, and the abbreviations that mean one zone."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from importlib.resources import files

import pytest

from kg.zones import AMBIGUOUS, HOURS, SEASONS, known_zone, zone_in_text, zone_of

EUROPE_AND_STATES = {"bst", "cst", "cdt", "pst"}  # which are other zones elsewhere: China, Cuba, the Philippines
NOT_IN_TZ = {"z", "ut", "mez", "mesz"}


@pytest.fixture(scope="module")
def abbreviations() -> dict[str, set[timedelta | None]]:
    """Return the abbreviations of the tz database with the offsets that they are today."""
    found = defaultdict(set)
    for name in files("tzdata").joinpath("zones").read_text("utf-8").split():
        for month in (1, 7):
            moment = datetime(2025, month, 1, tzinfo=zone_of(name))
            found[str(moment.tzname()).lower()].add(moment.utcoffset())
    return found


@pytest.mark.parametrize("name", sorted(HOURS.keys() - NOT_IN_TZ))
def test_an_abbreviation_is_what_the_tz_database_says(name: str, abbreviations: dict[str, set[timedelta]]) -> None:
    assert timedelta(hours=HOURS[name]) in abbreviations[name]
    assert len(abbreviations[name]) == 1 or name in EUROPE_AND_STATES


def test_every_zone_that_is_named_is_known() -> None:
    assert all(known_zone(zone) for zones in AMBIGUOUS.values() for zone in zones)
    assert all(map(known_zone, SEASONS.values()))


@pytest.mark.parametrize(
    "name", ["", "Mars/Base", "../../etc/passwd", "/etc/localtime", "America", "a\0b", "x" * 10**6]
)
def test_what_is_no_zone_is_unknown(name: str) -> None:
    assert not known_zone(name)
    assert zone_in_text(name) is None
    with pytest.raises(ValueError, match="no zone"):
        zone_of(name)
