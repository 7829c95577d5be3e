"""Sources -> what a corpus holds: keys and what reads them, coverage, dates, oddities, and what kg.toml could say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from kg import sources
from kg.identity import canonical_url, host_of
from kg.model import Article, Reading
from kg.rdf.literals import utc_text
from kg.sources import InputFile
from kg.sources.account import Account, account
from kg.sources.articles import DRAFT
from kg.sources.dates import AmbiguousDateError, moment
from kg.sources.fields import fields_of
from kg.sources.files import PROSE, TABLE
from kg.sources.tables import MAX_BYTES as MOST_BYTES
from kg.sources.types import bare_address, is_address
from kg.sources.values import FALSE, TRUE, as_integer
from kg.validation import findings_of, readings_of
from kg.validation.finding import contents
from kg.validation.keys import KeyUse, mappings, record_of, uses
from kg.words import count

# attributes of an article of which it is told how many have them
NOT_COVERED = frozenset(("kind", "aliases"))
COVERED = tuple(name for name in fields_of("article") if name not in NOT_COVERED)
LABELS = frozenset(("topics", "tags", "categories", "labels"))  # fields whose values tell articles from one another
FIRST_LIKELY_YEAR = 1990
AMBIGUOUS = "ambiguous"  # of dates: 03/04/2021
MOST_SHOWN = 5
MOST_VALUES = 5_000  # of one key that are remembered
MOST_LABELS = 50_000  # of all articles
LONGEST_DATE = 64  # characters
LONGEST_EXAMPLE = 48
NESTED = re.compile(r"\[\d+\]")
NUMBERS = re.compile(
    r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/-])"
)  # day and month, or month and day
WITH_ARTICLE = {
    name: f"{'an' if name == 'address' else 'a'} {name}" for name in ("text", "number", "date", "address", "mapping")
}
WITH_ARTICLE |= {"addresses": "a list of addresses", "texts": "a list of texts", "dates": "a list of dates"}
WITH_ARTICLE |= {"list": "a list", "truth": "true or false", "null": "nothing"}
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


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What a corpus holds.

    Attributes:
        files: how many there are of each kind.
        account: what became of them.
        articles: how many have a file, or a row, of their own.
        stubs: how many others are listed by these.
        keys: each key at its place.
        looked_at: the files (or rows) of each kind whose keys these are; `own` those of them where no key gives an
            address.
        vintages: the keys that a field goes by, where they are several.
        coverage: how many articles have a value, by attribute.
        everywhere: what is the same in all of them, in words.
        first: the day of the earliest, `last` that of the latest; `by_month` how many there are of each month.
        codes: how many findings there are of each code.
        oddities: in words.
        orders: how many dates with numbers of day and month are day first (``dmy``), month first (``mdy``) or
            `AMBIGUOUS`, each with one of them.
        suggestions: lines for kg.toml.
    """

    files: dict[str, int]
    account: Account
    articles: int
    stubs: int
    keys: list[SurveyedKey]
    looked_at: dict[str, int]
    own: dict[str, int]
    vintages: dict[str, dict[str, int]]
    coverage: dict[str, int]
    everywhere: list[str]
    first: str | None
    last: str | None
    by_month: dict[str, int]
    codes: dict[str, int]
    oddities: list[str]
    orders: dict[str, tuple[int, str]] = {}
    suggestions: list[str] = []


def survey(
    files: Sequence[InputFile], readings: Sequence[Reading] | None = None, *, with_findings: bool = True
) -> Survey:
    """Return what some files hold.

    Args:
        files: as `kg.sources.find` gives them.
        readings: what those say that are read, if that is known already (`kg.validation.readings_of`).
        with_findings: whether to look for what `kg validate` finds, too.
    """
    known = [file for file in files if file.kind != sources.OTHER]
    readings = readings_of(known) if readings is None else readings
    own = [article for reading in readings for article, _ in reading.own]
    keys = Keys()
    for file, reading in zip(known, readings, strict=True):
        keys.add(file, reading)
    surveyed = keys.surveyed()
    dates = sorted(article.published for article in own if article.published is not None)
    findings = Counter(finding.code for finding in findings_of(files, readings)) if with_findings else Counter()
    if not with_findings:
        findings.update(warned.code for reading in readings for warned in reading.warned)
    return Survey(
        files=dict(sorted(Counter(file.kind for file in files).items())),
        account=account(files, readings),
        articles=len(own),
        stubs=len({a.key for reading in readings for a, _ in reading.stubs} - {article.key for article in own}),
        keys=surveyed,
        looked_at=dict(sorted(keys.looked_at.items())),
        own=dict(sorted(keys.own.items())),
        vintages=_vintages(surveyed),
        coverage={field: sum(_has(article, field) for article in own) for field in COVERED}
        | {"related": sum(bool(reading.related) for reading in readings)},
        everywhere=[*_everywhere(own)],
        first=utc_text(dates[0]) if dates else None,
        last=utc_text(dates[-1]) if dates else None,
        by_month=dict(sorted(Counter(f"{date:%Y-%m}" for date in dates).items())),
        codes=dict(sorted(findings.items())),
        oddities=[*_odd_dates(own, dates), *_odd_types(surveyed), *_rejections(readings)],
        orders=keys.orders,
    )


def _has(article: Article, field: str) -> bool:
    value = getattr(article, field)
    return value is not None and value != ()


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


def _vintages(keys: Iterable[SurveyedKey]) -> dict[str, dict[str, int]]:
    """Return the keys at the top that each field of an article was taken from, where there are several."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for key in keys:
        if key.kind == "article" and "." not in key.key:
            for field, number in key.taken.items():
                found[field][key.key] = number
    return {field: used for field, used in sorted(found.items()) if len(used) > 1 and not field.startswith("http")}


def _everywhere(articles: Sequence[Article]) -> Iterator[str]:
    """Yield the topics, tags and so on that every article has: they tell none from another."""
    if not articles:
        return
    held: Counter[tuple[str, str]] = Counter()
    for article in articles:
        values = {(name, value) for name in LABELS for value in getattr(article, name)}
        if len(held) < MOST_LABELS:
            held.update(values)
    alone = len(articles) == 1
    for (name, value), number in sorted(held.items()):
        if number == len(articles) and not (alone and len(getattr(articles[0], name)) > 1):
            yield f"{value!r} stands in the {name} of every article ({number:,}): it tells none from another"


def _odd_dates(articles: Sequence[Article], dates: Sequence[datetime]) -> Iterator[str]:
    undated = sum(article.published is None for article in articles)
    if undated:
        yield f"{count(undated, 'article')} {'has' if undated == 1 else 'have'} no date"
    early = [date for date in dates if date.year < FIRST_LIKELY_YEAR]
    if early:
        yield f"{len(early):,} articles are dated before {FIRST_LIKELY_YEAR}, the first {utc_text(early[0])}"
    if len(dates) > 10 and dates[-1].year > dates[len(dates) * 9 // 10].year + 1:
        yield f"the last date, {utc_text(dates[-1])}, is years after nearly all others"


def _odd_types(keys: Iterable[SurveyedKey]) -> Iterator[str]:
    """Keys that are read, nearly always have one type, and once in a while another that is not read."""
    for key in keys:
        if key.read_as is None:
            continue
        usual, *others = key.types
        for other in others:
            few = key.types[other] * 50 <= key.types[usual]
            if few and "null" not in (usual, other) and {usual, other} & {"list", "mapping", "date", "address"}:
                often, seldom = (f"{WITH_ARTICLE[name]} {key.types[name]:,} times" for name in (usual, other))
                yield f"{key.key} is {often}, and {seldom}"


def _rejections(readings: Iterable[Reading]) -> Iterator[str]:
    places = [f"{r.origin.path}:{r.origin.line}" for reading in readings for r in reading.rejected]
    if places:
        more = f" and {len(places) - MOST_SHOWN:,} more" if len(places) > MOST_SHOWN else ""
        yield f"rejected, {len(places):,} in all: {', '.join(sorted(places)[:MOST_SHOWN])}{more}"
