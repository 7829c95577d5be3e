"""Sources -> what a corpus holds: keys, types, vintages, coverage, dates, oddities, and names that could be read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from kg import sources
from kg.codes import CODES
from kg.errors import SourceError
from kg.identity import canonical_url
from kg.model import Article, Reading
from kg.rdf.literals import utc_text
from kg.sources import InputFile
from kg.sources.fields import FIELDS, OTHER_KEYS, fields_of, meant_key
from kg.sources.frontmatter import FENCE, YAML, decode, front_matter, parse
from kg.sources.tree import Mapping as Tree
from kg.sources.values import FALSE, TRUE, as_integer, as_moment
from kg.validation import check
from kg.validation.finding import contents

# attributes of an article of which it is told how many have them
COVERED = tuple(name for name in fields_of("article") if name not in ("url", "kind"))
FIRST_LIKELY_YEAR = 1990
MOST_SHOWN = 5
_A = {t: f"{'an' if t == 'address' else 'a'} {t}" for t in "text number truth date address list mapping null".split()}


class SurveyedKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key at its place in the front matter (``provider.domain``, ``related[].webUrl``)."""

    kind: str
    key: str
    files: int
    count: int
    types: dict[str, int]
    read_as: str | None


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What a corpus holds; `coverage` counts articles with a file of their own, `codes` the findings of `check`."""

    files: dict[str, int]
    articles: int
    stubs: int
    keys: list[SurveyedKey]
    vintages: dict[str, dict[str, int]]
    coverage: dict[str, int]
    first: str | None
    last: str | None
    by_month: dict[str, int]
    codes: dict[str, int]
    oddities: list[str]
    suggestions: list[str]


def survey(files: Sequence[InputFile]) -> Survey:
    """Return what some files hold, as `kg.sources.find` gives them."""
    known = [file for file in files if file.kind != sources.OTHER]
    readings = [reading for file in known if (reading := sources.read_file(file)) is not None]
    own = [reading.articles[0] for reading in readings if reading.articles]
    keys = _keys(known)
    dates = sorted(article.published for article in own if article.published is not None)
    findings = Counter(finding.code for finding in check(files))
    return Survey(
        files=dict(sorted(Counter(file.kind for file in files).items())),
        articles=len(own),
        stubs=len({a.key for reading in readings for a in reading.articles[1:]} - {article.key for article in own}),
        keys=keys,
        vintages=_vintages(keys),
        coverage={field: sum(_has(article, field) for article in own) for field in COVERED}
        | {"related": sum(len(reading.articles) > 1 for reading in readings)},
        first=utc_text(dates[0]) if dates else None,
        last=utc_text(dates[-1]) if dates else None,
        by_month=dict(sorted(Counter(f"{date:%Y-%m}" for date in dates).items())),
        codes=dict(sorted(findings.items())),
        oddities=[*_odd_dates(own, dates), *_odd_types(keys), *_rejections(readings)],
        suggestions=_suggestions(keys),
    )


def _has(article: Article, field: str) -> bool:
    value = getattr(article, field)
    return value is not None and value != ()


def _keys(files: Iterable[InputFile]) -> list[SurveyedKey]:
    """Return each key at its place, the most frequent first."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    in_files: Counter[tuple[str, str]] = Counter()
    for file in files:
        kind = "article" if file.kind == "prose" else file.kind
        here = set()
        for place, value in _places(_tree(file), ""):
            counts[kind, place][type_of(value)] += 1
            here.add((kind, place))
        in_files.update(here)
    made = [
        SurveyedKey(
            kind=kind,
            key=place,
            files=in_files[kind, place],
            count=types.total(),
            types=dict(sorted(types.items(), key=lambda item: (-item[1], item[0]))),
            read_as=_read_as(place, kind),
        )
        for (kind, place), types in counts.items()
    ]
    return sorted(made, key=lambda key: (key.kind, -key.count, key.key))


def _tree(file: InputFile) -> object:
    data = contents(file.location)
    try:
        text = decode(data or b"").value
        markdown = not file.path.lower().endswith(YAML) and text.lstrip("\n").startswith(FENCE)
        return front_matter(text) if markdown else parse(text) if file.path.lower().endswith(YAML) else None
    except SourceError:
        return None


def _places(node: object, prefix: str) -> Iterator[tuple[str, object]]:
    stack = [(prefix, node)]
    while stack:
        place, value = stack.pop()
        if isinstance(value, Tree):
            for key, inner in value.items():
                where = f"{place}.{key}" if place else key
                yield where, inner
                stack.append((where, inner))
        elif isinstance(value, list):
            stack += [(f"{place}[]", item) for item in value]


def type_of(value: object) -> str:
    """Return what a value of front matter looks like.

    >>> type_of("2020-06-11T01:06:00Z"), type_of("https://a.example/x"), type_of("12"), type_of("no")
    ('date', 'address', 'number', 'truth')
    """
    if value is None or value == "":
        return "null"
    if not isinstance(value, str):
        return "mapping" if isinstance(value, Tree) else "list"
    if as_integer(value) is not None:
        return "number"
    if value.strip().lower() in TRUE | FALSE:
        return "truth"
    if value[:4].isdigit() and as_moment(value) is not None:
        return "date"
    return "address" if canonical_url(value) is not None and value.lstrip().startswith(("http", "//")) else "text"


def _read_as(place: str, kind: str) -> str | None:
    """Return the field that a key is read as."""
    last = place.rpartition(".")[2]
    fields = [field.name for field in FIELDS.values() if last in field.keys]
    if place.partition(".")[0] in OTHER_KEYS or (last == "_id" and kind != "organization"):
        return None
    return "/".join(fields) or None


def _vintages(keys: Iterable[SurveyedKey]) -> dict[str, dict[str, int]]:
    """Return the names that each field of an article goes by, where there are several."""
    names = {key.key: key.files for key in keys if key.kind == "article"}
    fields = {**fields_of("article"), **fields_of("reading")}.items()
    found = {field: {name: names[name] for name in known.keys if name in names} for field, known in fields}
    return {field: used for field, used in found.items() if len(used) > 1}


def _odd_dates(articles: Sequence[Article], dates: Sequence[datetime]) -> Iterator[str]:
    undated = sum(article.published is None for article in articles)
    if undated:
        yield f"{undated:,} articles have no date"
    early = [date for date in dates if date.year < FIRST_LIKELY_YEAR]
    if early:
        yield f"{len(early):,} articles are dated before {FIRST_LIKELY_YEAR}, the first {utc_text(early[0])}"
    if len(dates) > 10 and dates[-1].year > dates[len(dates) * 9 // 10].year + 1:
        yield f"the last date, {utc_text(dates[-1])}, is years after nearly all others"


def _odd_types(keys: Iterable[SurveyedKey]) -> Iterator[str]:
    """Keys that nearly always have one type, and once in a while another."""
    for key in keys:
        usual, *others = key.types
        for other in others:
            few = key.types[other] * 50 <= key.types[usual]
            if few and "null" not in (usual, other) and {usual, other} & {"list", "mapping", "date", "address"}:
                yield f"{key.key} is {_A[usual]} {key.types[usual]:,} times, and {_A[other]} {key.types[other]:,} times"


def _rejections(readings: Iterable[Reading]) -> Iterator[str]:
    places = [f"{r.origin.path}:{r.origin.line}" for reading in readings for r in reading.rejected]
    if places:
        more = f" and {len(places) - MOST_SHOWN:,} more" if len(places) > MOST_SHOWN else ""
        yield f"{len(places):,} files are rejected: {', '.join(sorted(places)[:MOST_SHOWN])}{more}"


def _suggestions(keys: Iterable[SurveyedKey]) -> list[str]:
    """Return keys for rows of `kg.sources.fields.FIELDS`: those that nothing reads but that look right."""
    listed = list(keys)
    used = {key.key for key in listed if key.kind == "article"}
    names: dict[str, list[str]] = defaultdict(list)
    for key in listed:
        if key.kind != "article" or "." in key.key or key.read_as is not None:
            continue
        usual = next(iter(key.types))
        meant = meant_key(key.key)
        field = next((field for field in FIELDS.values() if key.key in field.elsewhere), None)
        field = field or next((field for field in FIELDS.values() if meant in field.keys), None)
        if field is None or used & {*field.keys} or (field.type.likely and usual not in field.type.likely):
            continue
        names[field.name].append(key.key)
    lines = []
    for name in sorted(names):
        quoted = ", ".join(f'"{key}"' for key in (*FIELDS[name].keys, *names[name]))
        lines.append(f'"{name}": ({quoted}),')
    return lines


def text(found: Survey) -> str:
    """Return a survey to read."""
    files = ", ".join(f"{count:,} {kind}" for kind, count in found.files.items())
    parts = [f"Files: {files}\nArticles: {found.articles:,} with a file of their own, {found.stubs:,} stubs\n"]
    if found.first is not None:
        parts.append(f"Dates: {found.first} to {found.last}\n")
        parts.append(_rows("Articles by month", [(month, f"{n:,}") for month, n in found.by_month.items()]))
    share = [(f, f"{n:,}", f"{n / found.articles:.0%}") for f, n in found.coverage.items() if found.articles]
    parts.append(_rows("Coverage: articles with a value", share))
    for kind in dict.fromkeys(key.kind for key in found.keys):
        rows = [
            (
                key.key,
                f"{key.count:,}",
                ", ".join(f"{t} {n:,}" for t, n in key.types.items()),
                key.read_as or "not read",
            )
            for key in found.keys
            if key.kind == kind
        ]
        parts.append(_rows(f"Keys of {kind} files: how often, types, read as", rows))
    vintages = [(f, ", ".join(f"{name} {n:,}" for name, n in used.items())) for f, used in found.vintages.items()]
    parts.append(_rows("Vintages: fields with several names", vintages))
    codes = [(code, f"{n:,}", CODES[code].title) for code, n in found.codes.items()]
    parts.append(_rows("Findings (kg validate shows each)", codes))
    parts.append(_rows("Oddities", [(odd,) for odd in found.oddities]))
    parts.append(_rows("Keys for the table in kg/sources/fields.py", [(line,) for line in found.suggestions]))
    return "\n".join(part for part in parts if part)


def _rows(title: str, rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return f"{title}\n" + "".join(f"  {line}\n" for line in lines)
