"""A pattern of addresses, and what a page says -> its path: what the rules of several generators share."""

from __future__ import annotations

import os.path
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from kg.sources.sites.record import Site
from kg.words import MONTHS
from kg.zones import zone_of

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")  # the name of a file that begins with its day
INDEX = "index"
LONGEST = 2_000  # characters of a name or title that becomes a part of an address

Fields = Mapping[str, object]  # what a page says of itself: permalink, url, slug, title, date, categories
Part = Callable[[datetime], str]

# of a moment, by the names that Jekyll has for them (https://jekyllrb.com/docs/permalinks/#placeholders)
DATE_PARTS: dict[str, Part] = {
    "year": lambda d: f"{d.year:04}",
    "short_year": lambda d: f"{d.year % 100:02}",
    "month": lambda d: f"{d.month:02}",
    "i_month": lambda d: str(d.month),
    "short_month": lambda d: MONTHS[d.month - 1][:3],
    "long_month": lambda d: MONTHS[d.month - 1],
    "day": lambda d: f"{d.day:02}",
    "i_day": lambda d: str(d.day),
    "y_day": lambda d: f"{d.timetuple().tm_yday:03}",
    "week": lambda d: f"{d.isocalendar().week:02}",
    "w_year": lambda d: f"{d.isocalendar().year:04}",
    "w_day": lambda d: str(d.isoweekday()),
    "short_day": lambda d: DAYS[d.weekday()][:3],
    "long_day": lambda d: DAYS[d.weekday()],
    "hour": lambda d: f"{d.hour:02}",
    "minute": lambda d: f"{d.minute:02}",
    "second": lambda d: f"{d.second:02}",
}


def fill(pattern: str, values: Mapping[str, str | None], *, names: str = r":([a-z_]+)") -> str | None:
    """Return a pattern with its names written out; None if one of them has no value.

    Args:
        pattern: as a configuration has it.
        values: of names, as far as they are known.
        names: an expression that finds one; its first group is the name.

    >>> fill("/:year/:title/", {"year": "2020", "title": "x"}), fill("/:author/", {}) is None
    ('/2020/x/', True)
    """
    found = {name: values.get(name) for name in re.findall(names, pattern)}
    if None in found.values():
        return None
    return re.sub(names, lambda match: str(found[match[1]]), pattern)


def date_values(moment: datetime | None) -> dict[str, str]:
    """Return the parts of a moment by the names of `DATE_PARTS`; none if it is unknown."""
    return {} if moment is None else {name: part(moment) for name, part in DATE_PARTS.items()}


def moment_of(site: Site, fields: Fields) -> datetime | None:
    """Return when a page is from, as its site's clocks say; None if it does not say."""
    value = fields.get("date")
    if not isinstance(value, datetime):
        return None
    try:
        return value.astimezone(zone_of(site.timezone) if site.timezone else UTC) if value.tzinfo else value
    except (OverflowError, ValueError):  # at the ends of time, and where there is no such zone
        return value


def named_day(name: str) -> tuple[datetime | None, str]:
    """Return the day that the name of a file begins with, and the rest of the name; the whole of one without.

    >>> named_day("2016-01-21-weekly")[1], named_day("weekly")
    ('weekly', (None, 'weekly'))
    """
    match = DATED.fullmatch(name)
    if match is None:
        return None, name
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3])), match[4]
    except ValueError:
        return None, name


def text(fields: Fields, key: str) -> str:
    """Return a text that a page says; an empty one if it says none."""
    value = fields.get(key)
    return value.strip()[:LONGEST] if isinstance(value, str) else ""


def texts(fields: Fields, key: str) -> list[str]:
    """Return a list of texts that a page says; a single one is a list of one."""
    value = fields.get(key)
    items = value if isinstance(value, (list, tuple)) else [value]
    return [item.strip()[:LONGEST] for item in items if isinstance(item, str) and item.strip()]


def stem(path: str) -> str:
    """Return the name of a file without its last ending.

    >>> stem("a/b.c.md")
    'b.c'
    """
    return os.path.splitext(path.rpartition("/")[2])[0]


def name_in_language(site: Site, path: str) -> str | None:
    """Return the name of a file without the ending of its language; None if that is not the site's own.

    >>> site = Site(languages=("en", "fr"))
    >>> name_in_language(site, "a/x.en.md"), name_in_language(site, "a/x.fr.md"), name_in_language(site, "v1.2.md")
    ('x', None, 'v1.2')
    """
    name = stem(path)
    before, dot, tongue = name.rpartition(".")
    if not dot or tongue not in site.languages:
        return name
    return before if tongue == site.languages[0] else None


def hyphened(value: str, *, keep: str = "", lower: bool = True) -> str:
    """Return a text with a hyphen for each run of what is no letter, mark or digit.

    Args:
        value: a title, or the name of a file.
        keep: other characters that stay.
        lower: whether capitals become small.

    >>> hyphened("What's new? C++!"), hyphened("हिन्दी में")
    ('what-s-new-c', 'हिन्दी-में')
    """
    kept = [c if c in keep or unicodedata.category(c)[0] in "LM" or c.isdecimal() else "\0" for c in value]
    slug = re.sub("\0+", "-", "".join(kept)).strip("-")
    return slug.lower() if lower else slug
