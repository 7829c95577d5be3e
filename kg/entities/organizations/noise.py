"""A name in a text -> whether it is noise: part of another name, of an address, or a by-line.

A medium that stands as a by-line or as the source of a report is not what the article speaks of: 'LONDON (Reuters) -',
'By Jane Doe, CNN', 'AP Photo/...', 'Bloomberg News reported', '- The New York Times' at a headline's end. So is the
medium that published the article, unless its headline speaks of it.
"""

from __future__ import annotations

import re

from kg.entities.organizations.entries import SURE, GazetteerEntry
from kg.entities.organizations.texts import Occurrence, beside, word_after, word_before

VENUES = frozenset(  # a name before one of these is that of a place or a contest
    "stadium arena center centre field park ballpark coliseum theatre theater speedway bowl fieldhouse pavilion".split()
)
COMPOUNDS = frozenset("owned backed based made branded run led operated funded".split())  # that leave a name a name
PREFIXES = frozenset("non ex anti pro former".split())
SOURCES_BEFORE = (  # what makes a medium the source of a report, right before its name
    "told", "tells", "telling", "via", "according to", "reported by", "reports by", "interview with", "interviewed by",
    "obtained by", "seen by", "reviewed by", "photo by", "photos by", "photo", "image", "credit", "source", "courtesy",
    "courtesy of", "speaking to", "spoke to", "reported in", "reports in", "reported on",
)  # fmt: skip
SOURCES_AFTER = (  # and right after it
    "reported", "reports", "report", "has reported", "have reported", "has learned", "photo", "photos", "contributed",
    "writes", "wrote", "reporter", "correspondent", "anchor", "first reported", "earlier reported", "also reported",
)  # fmt: skip
NEAR = 60  # characters beside a name that are looked at
_DOMAIN = re.compile(r"\.[a-z]{2,}(?!\w)")
_TICKER = re.compile(r"\s?:\s?\$?[A-Z.]{1,6}\b")  # after the name of an exchange
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_JOURNALIST = re.compile(r"(?:'s|')\s+[A-Z][\w.-]+\s+[A-Z][\w.-]+")  # of the medium
_SIGNED = re.compile(r"\bBy (?:[A-Z][\w.'-]+ ){0,3}[A-Z][\w.'-]+,?\s+(?:The\s+)?$")  # 'By Jane Doe, CNN'
_DATELINE = re.compile(r"\s*(?:-{1,2}|[–—:])\s")  # noqa: RUF001 - typographic marks are meant
_BEGINS = re.compile(r"\s+[A-Z][\w']*\s+[a-z]")  # a sentence begins: 'Reuters More than 1,000 people'
_TAIL = re.compile(r"[|–—•-]\s+(?:The\s+)?$")  # noqa: RUF001 - as above
_AFTER_TAIL = re.compile(r"\W*(?:\w+\W*){0,2}")


def is_noise(text: str, name: Occurrence, entry: GazetteerEntry, *, publisher: str | None, is_title: bool) -> bool:
    """Return whether a name counts for nothing.

    Args:
        text: the title or the excerpt, in plain spelling.
        name: where the name stands in it.
        entry: the organization that claims the name.
        publisher: the domain of the article's provider.
        is_title: whether the text is the title.
    """
    before, after = text[max(0, name.start - NEAR) : name.start], text[name.end : name.end + NEAR]
    in_another = _is_in_address(before, after) or _is_in_place(after) or _is_denied(before, after, entry.denied_by)
    if in_another or (name.grade != SURE and _is_in_compound(before, after)):
        return True
    if not entry.is_media:
        return False
    own = publisher in entry.domains and not is_title
    return own or _is_source(before, after) or _is_byline(text, name, before, after, is_title=is_title)


def _is_in_address(before: str, after: str) -> bool:
    return before.endswith(("@", ".")) or bool(_DOMAIN.match(after) or _TICKER.match(after))


def _is_in_place(after: str) -> bool:
    """Return whether a name is that of a place or a contest (Wells Fargo Center)."""
    return after[:1] == " " and word_after(after, 0).lower() in VENUES


def _is_denied(before: str, after: str, words: tuple[str, ...]) -> bool:
    """Return whether a word beside the name says that it is something else."""
    if not words:
        return False
    behind, ahead = beside(words)
    return bool(behind.search(before.casefold()) or ahead.match(after.casefold()))


def _is_in_compound(before: str, after: str) -> bool:
    """Return whether a name is in a compound (Meta-analysis) that does not leave it a name (Ford-built)."""
    if after[:1] == "-" and after[1:2].islower() and word_after(after, 1).lower() not in COMPOUNDS:
        return True
    joined = before[-1:] == "-" and before[-2:-1].isalpha()
    return joined and word_before(before, len(before) - 1).lower() not in PREFIXES


def _is_source(before: str, after: str) -> bool:
    """Return whether a medium stands as the source of a report."""
    behind, ahead = beside(SOURCES_BEFORE)[0], beside(SOURCES_AFTER)[1]
    told = behind.search(_THE.sub("", before).casefold())
    return bool(told or ahead.match(after.casefold()) or _JOURNALIST.match(after))


def _is_byline(text: str, name: Occurrence, before: str, after: str, *, is_title: bool) -> bool:
    """Return whether a medium stands as a dateline, a credit or the end of a headline."""
    in_credit = after[:1] == "/" or before[-1:] == "/" or (before[-1:] == "(" and after[:1] == ")")
    if in_credit or _SIGNED.search(before):
        return True
    if is_title and _TAIL.search(before) and _AFTER_TAIL.fullmatch(text, name.end):
        return True
    return not before.strip() and bool(_DATELINE.match(after) or (not is_title and _BEGINS.match(after)))
