"""The name of a zone -> its clocks: IANA names as the package tzdata has them, and the abbreviations that are one zone.

Zones are never read from the machine, so that a build gives the same everywhere.
"""

from __future__ import annotations

import functools
from datetime import timedelta, timezone, tzinfo

# hours from UTC: the zones of the United States (RFC 5322) and Europe, and names that the tz database has but once
HOURS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2,
    "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "jst": 9, "kst": 9, "hkt": 8, "sast": 2, "pkt": 5, "awst": 8,
    "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
SEASONS = {  # what Americans call a zone in summer and in winter
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
}  # fmt: skip
AMBIGUOUS = {"ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"), "ast": ("America/Halifax", "Asia/Riyadh")}


def known_zone(name: str) -> bool:
    """Return whether there is a zone of this IANA name, in whatever case.

    >>> known_zone("America/New_York"), known_zone("utc"), known_zone("EST or so"), known_zone("../etc")
    (True, True, False, False)
    """
    return name.casefold() in _names()


@functools.lru_cache(maxsize=64)
def zone_of(name: str) -> tzinfo:
    """Return a zone by its IANA name; raise `ValueError` if there is none.

    >>> str(zone_of("america/new_york"))
    'America/New_York'
    """
    from importlib.resources import files
    from zoneinfo import ZoneInfo

    known = _names().get(name.casefold())
    if known is None:
        raise ValueError(f"{name!r} is no zone: write it as America/New_York")
    with files("tzdata").joinpath("zoneinfo", *known.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=known)


def zone_in_text(name: str) -> tzinfo | None:
    """Return the zone of a name beside a time, in lower case: est, et, america/new_york; None if it is none."""
    if name in HOURS:
        return timezone(timedelta(hours=HOURS[name]))
    name = SEASONS.get(name, name)
    return zone_of(name) if "/" in name and known_zone(name) else None


def zone_names() -> frozenset[str]:
    """Return the IANA names of all zones."""
    return frozenset(_names().values())


@functools.cache
def _names() -> dict[str, str]:
    """Return the names of zones in lower case -> as they are."""
    from importlib.resources import files

    return {name.casefold(): name for name in files("tzdata").joinpath("zones").read_text("utf-8").split()}
