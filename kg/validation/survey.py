"""Sources -> what a corpus holds: keys and what reads them, coverage, dates, oddities, and what kg.toml could say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from kg import sources
from kg.model import Article, Reading
from kg.rdf.literals import utc_text
from kg.sources import InputFile
from kg.sources.account import Account, account
from kg.sources.fields import fields_of
from kg.validation import findings_of, readings_of
from kg.validation.surveyed_keys import Keys, SurveyedKey
from kg.words import count

# attributes of an article of which it is told how many have them
NOT_COVERED = frozenset(("kind", "aliases"))
COVERED = tuple(name for name in fields_of("article") if name not in NOT_COVERED)
LABELS = frozenset(("topics", "tags", "categories", "labels"))  # fields whose values tell articles from one another
FIRST_LIKELY_YEAR = 1990
MOST_SHOWN = 5
MOST_LABELS = 50_000  # of all articles
WITH_ARTICLE = {
    name: f"{'an' if name == 'address' else 'a'} {name}" for name in ("text", "number", "date", "address", "mapping")
}
WITH_ARTICLE |= {"addresses": "a list of addresses", "texts": "a list of texts", "dates": "a list of dates"}
WITH_ARTICLE |= {"list": "a list", "truth": "true or false", "null": "nothing"}


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
