"""A date in words -> in small letters without accents, its signs as numbers; and the names of months."""

from __future__ import annotations

import functools
import re
import unicodedata

from kg.sources.months import AMBIGUOUS_MONTHS, MONTHS

SPELLINGS = tuple(  # of dates and times by words or signs beside their numbers -> in numbers
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"(?:上午|午前|오전) ?(\d[\d:]*(?: ?[時时시點点] ?(?:\d{1,2} ?[分분])?)?)", r" \1 am "),
        (r"(?:下午|午後|오후) ?(\d[\d:]*(?: ?[時时시點点] ?(?:\d{1,2} ?[分분])?)?)", r" \1 pm "),
        (r"(\d{1,2}) ?[時时시點点] ?(\d{1,2}) ?[分분] ?(\d{1,2}) ?[秒초]", r" \1:\2:\3 "),
        (r"(\d{1,2}) ?[時时시點点] ?(\d{1,2}) ?[分분]", r" \1:\2 "),
        (r"(\d{1,2}) ?[時时시點点]", r" \1:00 "),
        (r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일号號]", r"\1-\2-\3 "),
        (r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월]", r"\1-\2 "),
        (r"(\d{4}) ?[年년]", r"\1 "),
        (r"\(?(?:星期|周|週|礼拜)[一二三四五六日天]\)?|\([月火水木金土日一二三四五六월화수목금토일]\)", " "),
        (r"[月火水木金土日]曜日?|[월화수목금토일]요일", " "),
        (r"\b(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat)\b", " "),
        (r"(?:ngay )?(\d{1,2}) thang (\d{1,2}),? (?:nam )?(\d{4})", r"\3-\2-\1 "),
        (r"thang (\d{1,2}),? (?:nam )?(\d{4})", r"\2-\1 "),
    )
)  # fmt: skip

_SIGN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|thang")
_WIKI_LINK = re.compile(r"\[\[([^\[\]|#]*)[^\[\]]*\]\]")


def spelt(value: str) -> str:
    """Return a text in lower case without accents and wiki link, its signs for year, month and day as numbers.

    >>> spelt("[[2025-06-02|Monday]]"), spelt("2024年5月1日"), spelt("Août")
    ('2025-06-02', '2024-5-1', 'aout')
    """
    if link := _WIKI_LINK.fullmatch(value):
        value = link[1].rpartition("/")[2]
    if not value.isascii():
        value = unicodedata.normalize("NFKC", value).replace("\u2212", "-")
    value = " ".join(value.casefold().split())
    if not value.isascii():
        value = _in_numbers(value)  # before NFKD, in which Korean syllables fall apart
        value = unicodedata.normalize("NFKD", value).replace("\u0131", "i")
        value = "".join(char for char in value if unicodedata.category(char) not in ("Mn", "Cf"))
    return " ".join(_in_numbers(value).split())


def _in_numbers(value: str) -> str:
    if _SIGN.search(value):
        for pattern, spelling in SPELLINGS:
            value = pattern.sub(spelling, value)
        value = " ".join(value.split())
    return value


@functools.cache
def month_names() -> dict[str, int | dict[str, int]]:
    """Return the names of months -> the month, or the month of each language."""
    sure: dict[str, int | dict[str, int]] = {
        name: month for month, names in enumerate(MONTHS, 1) for name in names.split()
    }
    return sure | AMBIGUOUS_MONTHS
