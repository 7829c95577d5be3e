"""Files -> the keys in them: each at its place, how often, with what in it, and what reads it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec

from kg.identity import canonical_url, host_of
from kg.model import Reading
from kg.sources import InputFile
from kg.sources.articles import DRAFT
from kg.sources.dates import AmbiguousDateError, moment
from kg.sources.files import PROSE, TABLE
from kg.sources.tables import MAX_BYTES as MOST_BYTES
from kg.sources.types import bare_address, is_address
from kg.sources.values import FALSE, TRUE, as_integer
from kg.validation.finding import contents
from kg.validation.keys import KeyUse, mappings, record_of, uses

AMBIGUOUS = "ambiguous"  # of dates: 03/04/2021
MOST_VALUES = 5_000  # of one key that are remembered
LONGEST_DATE = 64  # characters
LONGEST_EXAMPLE = 48
NESTED = re.compile(r"\[\d+\]")
# day and month, or month and day
NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/-])")
_MANY = {"address": "addresses", "text": "texts", "date": "dates"}  # what a list of some is


class SurveyedKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key at its place in the front matter (``provider.domain``, ``related[].webUrl``), or in the rows of tables.

    Attributes:
        kind: of the files that have it: article, row, topic, organization, ...
        files: how many have it (of a row: how many rows).
        count: how often it stands.
        types: what it holds, in how many places.
        read_as: the field that its values are most often taken for; None where nothing takes any.
        taken: the fields that they are taken for, in how many places.
        why_not: what is said of those that nothing takes, in how many places.
        by_path: the files with an address in it whose article has none; `own` those where no other key gives one, but
            the site may make one, and `deep` the addresses of these that lead further than to a home page.
        hosts: how many different ones the addresses are at, up to `MOST_VALUES`.
        values: how many different ones there are, up to `MOST_VALUES`.
        example: one of them.
    """

    kind: str
    key: str
    files: int
    count: int
    types: dict[str, int]
    read_as: str | None
    taken: dict[str, int]
    why_not: dict[str, int]
    by_path: int = 0
    own: int = 0
    deep: int = 0
    hosts: int = 0
    values: int = 0
    example: str = ""

    @property
    def usual(self) -> str:
        """What it holds most often, where it holds anything."""
        return next((name for name in self.types if name != "null"), "null")


class Keys:
    """The keys of files, each at its place, file by file; of each it is held how often what, and not the values."""

    def __init__(self) -> None:
        self.looked_at: Counter[str] = Counter()
        self.own: Counter[str] = Counter()
        self.orders: dict[str, tuple[int, str]] = {}
        self._types: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._taken: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._why_not: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._files: Counter[tuple[str, str]] = Counter()
        self._by_path: Counter[tuple[str, str]] = Counter()
        self._own: Counter[tuple[str, str]] = Counter()
        self._deep: Counter[tuple[str, str]] = Counter()
        self._hosts: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._values: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._example: dict[tuple[str, str], str] = {}

    def add(self, file: InputFile, reading: Reading) -> None:
        """Take the keys of one file."""
        if file.kind == PROSE or reading.left_out not in ("", DRAFT):
            return
        data = contents(file.location, most=MOST_BYTES) if file.kind == TABLE else contents(file.location)
        record = record_of(file, reading)
        kind = "row" if file.kind == TABLE and record == "article" else record
        by_path = any(article.url is None for article in reading.articles)
        for tree in mappings(file, data or b""):
            self.looked_at[kind] += 1
            self._add(kind, uses(tree, record, site=file.site), by_path=by_path)

    def _add(self, kind: str, found: Iterable[KeyUse], *, by_path: bool) -> None:
        here, addressed = set(), set()
        found = list(found)
        own = not any("url" in use.field.split("/") for use in found if use.place.count(".") < 2)
        for use in found:
            place = kind, NESTED.sub("[]", use.place)
            type = type_of(use.value)
            self._types[place][type] += 1
            here.add(place)
            if use.field:
                self._taken[place][use.field] += 1
            else:
                self._why_not[place][use.note] += 1
            if type == "null":
                continue
            if type == "date" and (order := order_of(use.value)):
                number, example = self.orders.get(order, (0, use.value))
                self.orders[order] = number + 1, example
            if type in ("address", "addresses") and not use.field:
                address = canonical_url(_first(use.value)) or ""
                addressed.add(place)
                if own and "/" in address.partition("://")[2]:
                    self._deep[place] += 1
                if len(self._hosts[place]) < MOST_VALUES:
                    self._hosts[place].add(host_of(address))
            if len(self._values[place]) < MOST_VALUES:
                self._values[place].add(hash(str(use.value)))
            if place not in self._example and isinstance(use.value, str):
                self._example[place] = use.value[: 4 * LONGEST_EXAMPLE]
        self._files.update(here)
        if by_path:
            self._by_path.update(addressed)
        if own:
            self._own.update(addressed)
            self.own[kind] += 1

    def surveyed(self) -> list[SurveyedKey]:
        """Return each key at its place, the most frequent first."""
        made = [
            SurveyedKey(
                kind=kind,
                key=place,
                files=self._files[kind, place],
                count=types.total(),
                types=_most_first(types),
                read_as=next(iter(_most_first(self._taken[kind, place])), None),
                taken=_most_first(self._taken[kind, place]),
                why_not=_most_first(self._why_not[kind, place]),
                by_path=self._by_path[kind, place],
                own=self._own[kind, place],
                deep=self._deep[kind, place],
                hosts=len(self._hosts[kind, place]),
                values=len(self._values[kind, place]),
                example=self._example.get((kind, place), ""),
            )
            for (kind, place), types in self._types.items()
        ]
        return sorted(made, key=lambda key: (key.kind, -key.count, key.key))


def _first(value: Any) -> str:
    """Return an address, or the first of a list of addresses."""
    return bare_address(value if isinstance(value, str) else next(iter(value), ""))


def _most_first(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def type_of(value: Any) -> str:  # noqa: PLR0911 - a type each
    """Return what a value of front matter looks like.

    >>> type_of("2020-06-11T01:06:00Z"), type_of("https://a.example/x"), type_of("12"), type_of("no")
    ('date', 'address', 'number', 'truth')
    >>> type_of(["a", "b"]), type_of(["https://a.example/x"]), type_of([["a"]])
    ('texts', 'addresses', 'list')
    """
    if value is None or value in ("", []):
        return "null"
    if isinstance(value, list):
        inner = {type_of(item) if isinstance(item, str) else "list" for item in value}
        return "list" if "list" in inner else _MANY.get(inner.pop(), "texts") if len(inner) == 1 else "texts"
    if not isinstance(value, str):
        return "mapping"
    if as_integer(value) is not None:
        return "number"
    if value.strip().lower() in TRUE | FALSE:
        return "truth"
    if is_date(value):
        return "date"
    return "address" if is_address(value) else "text"


def is_date(value: str) -> bool:
    """Return whether a text is a date, ambiguous or not."""
    if len(value) > LONGEST_DATE or not any(map(str.isdigit, value)):
        return False
    try:
        return moment(value) is not None
    except AmbiguousDateError:
        return True


def order_of(value: str) -> str:
    """Return the order of day and month in a date, if it shows one: dmy, mdy, or `AMBIGUOUS`.

    >>> order_of("13/06/2016"), order_of("06/13/2016"), order_of("03/04/2021"), order_of("2021-04-05")
    ('dmy', 'mdy', 'ambiguous', '')
    """
    numbers = NUMBERS.search(value)
    if numbers is None:
        return ""
    try:
        moment(value)
    except AmbiguousDateError:
        return AMBIGUOUS
    one, other = int(numbers[1]), int(numbers[3])
    return "dmy" if other <= 12 < one else "mdy" if one <= 12 < other else ""
