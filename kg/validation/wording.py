"""What a corpus holds -> words: the text of `kg doctor`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kg.codes import CODES
from kg.validation.keys import EMPTY, UNREAD
from kg.validation.survey import MOST_SHOWN, WITH_ARTICLE, Survey
from kg.validation.surveyed_keys import LONGEST_EXAMPLE, SurveyedKey
from kg.words import count, shorten

FEW = 100  # one file of so many says nothing of the others
MOST_FOLDED = 12  # keys that are named of those that say nothing
PRIVATE = frozenset(("secured",))  # keys whose values are nobody's to show


def holds(key: SurveyedKey) -> str:
    """Return what a key holds in words: 'an address in each of 9,025 files'."""
    held = [(name, number) for name, number in key.types.items() if name != "null"]
    if not held:
        return "nothing"
    if len(held) == 1 and len(key.types) == 1:
        of = "row" if key.kind == "row" else "file"
        each = "" if key.files == 1 else f" in each of {count(key.files, of)}"
        what = WITH_ARTICLE[held[0][0]]
        return f"{what}{each}" if key.count == key.files else f"{what}, {key.count:,} times"
    return ", ".join(
        f"{WITH_ARTICLE[name]} {number:,} times" if number > 1 else f"{WITH_ARTICLE[name]} once"
        for name, number in held
    )


def text(found: Survey) -> str:
    """Return a survey to read."""
    account = found.account
    articles = f"Articles: {found.articles:,} with a file of their own, {found.stubs:,} stubs"
    parts = [f"{account.summary().capitalize()}\n{articles}\n"]
    parts.append(_rows("What became of the files", [(line,) for line in account.lines()]))
    if found.first is not None:
        parts.append(f"Dates: {found.first} to {found.last}\n")
        parts.append(_rows("Articles by month", _by_time(found.by_month)))
    share = [(f, f"{n:,}", f"{n / found.articles:.0%}") for f, n in found.coverage.items() if n]
    none = ", ".join(f for f, n in found.coverage.items() if not n)
    share += [(f"(no article has {none})", "", "")] if found.articles and none else []
    parts.append(_rows("Coverage: articles with a value", share))
    for kind, looked_at in found.looked_at.items():
        parts.append(_keys_text(kind, [key for key in found.keys if key.kind == kind], looked_at))
    parts.append(_rows("What every article has", [(line,) for line in found.everywhere]))
    vintages = [(f, ", ".join(f"{name} {n:,}" for name, n in used.items())) for f, used in found.vintages.items()]
    parts.append(_rows("Vintages: fields with several names", vintages))
    codes = [(code, f"{n:,}", CODES[code].title) for code, n in found.codes.items()]
    parts.append(_rows("Findings (kg validate shows them)", codes))
    parts.append(_rows("Oddities", [(odd,) for odd in found.oddities]))
    parts.append(_rows("Lines for kg.toml (kg init writes them)", [(line,) for line in found.suggestions]))
    return "\n".join(part for part in parts if part)


def _by_time(by_month: dict[str, int]) -> list[tuple[str, ...]]:
    """Return the months with their numbers, or the years where the months are many."""
    if len(by_month) <= 4 * MOST_FOLDED:
        return [(month, f"{number:,}") for month, number in by_month.items()]
    years: Counter[str] = Counter()
    for month, number in by_month.items():
        years[month[:4]] += number
    return [(year, f"{number:,}") for year, number in years.items()]


def _keys_text(kind: str, keys: Sequence[SurveyedKey], looked_at: int) -> str:
    """Return the keys of a kind of files: how many have each, what it is read as, and what it holds."""
    one = kind if kind == "row" else f"{kind} file"
    tops = {key.key: key for key in keys if "." not in key.key}
    usual = [key for key in keys if _is_usual(key, tops)]
    nothing = [key for key in keys if key not in usual and _says_nothing(key, looked_at)]
    said = [key for key in keys if key not in usual and key not in nothing]
    rows = [(key.key, f"{key.files:,}", _read_as(key), _held(key)) for key in said]
    shown = _rows(f"Keys of {count(looked_at, one)}: how many have it, what reads it, what it holds", rows)
    for some, why in (
        (usual, "within these are read, too"),
        (nothing, "are not read, and in few files, empty or deep"),
    ):
        if some:
            named = ", ".join(key.key for key in some[:MOST_FOLDED])
            more = f" and {len(some) - MOST_FOLDED:,} more" if len(some) > MOST_FOLDED else ""
            shown += f"  ({len(some):,} more {why}: {named}{more})\n"
    return shown


def _is_usual(key: SurveyedKey, tops: Mapping[str, SurveyedKey]) -> bool:
    """Return whether a key is nested in one that is read, and is read wherever it is filled."""
    top = tops.get(key.key.partition(".")[0].removesuffix("[]"))
    unread = sum(number for why, number in key.why_not.items() if why != EMPTY)
    return "." in key.key and key.read_as is not None and not unread and top is not None and top.read_as is not None


def _says_nothing(key: SurveyedKey, looked_at: int) -> bool:
    """Return whether a key tells an owner nothing: nothing reads it, and it is empty, in few files, or deep."""
    if key.read_as is not None or any(why not in (UNREAD, EMPTY) for why in key.why_not):
        return False
    if key.usual == "null" or key.files * FEW < looked_at:
        return True
    return "." in key.key and key.usual not in ("address", "addresses", "date")


def _read_as(key: SurveyedKey) -> str:
    """Return what reads a key, in how many places where it is not all, and why the others are not read."""
    filled = key.count - key.types.get("null", 0)
    parts = [*key.taken.items(), *((why, number) for why, number in key.why_not.items() if why != EMPTY)]
    said = [name if number == filled else f"{name} {number:,}" for name, number in parts[:MOST_SHOWN]]
    return ", ".join(said) or EMPTY


def _held(key: SurveyedKey) -> str:
    """Return what a key holds; of one that nothing reads with an example."""
    words = holds(key)
    example = (
        f", as {shorten(key.example, most=LONGEST_EXAMPLE)}"
        if key.read_as is None and key.example and key.key not in PRIVATE
        else ""
    )
    return words + example


def _rows(title: str, rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    whole = [row for row in rows if any(row[1:])] or rows  # others are one cell, as long as it is
    widths = [max(len(row[column]) for row in whole) for column in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return f"{title}\n" + "".join(f"  {line}\n" for line in lines)
