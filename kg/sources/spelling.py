"""A misspelt name -> the one that was meant, of those that are known."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 40  # characters; no longer name is a misspelling
LETTERS_WRONG = ((4, 0), (8, 1), (LONGEST, 2))  # names of at most so many letters may have so many wrong
SHORTEST_MEANT = 4  # letters

_NOT_A_LETTER = re.compile(r"[\W_]+")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that another was probably meant to be; None if there is no such, or several.

    In other case or with other separators it is the same name; else a letter or two may be wrong, left out, doubled or
    exchanged with the next, and more in a longer name.

    >>> nearest("web_url", ["webUrl", "title"]), nearest("ttile", ["webUrl", "title"]), nearest("note", ["name"])
    ('webUrl', 'title', None)
    """
    if len(name) > LONGEST:
        return None
    known = list(known)
    letters = folded(name)
    same = [other for other in known if folded(other) == letters]
    if same and len(letters) > 2:
        return same[0]
    allowed = next(wrong for length, wrong in LETTERS_WRONG if len(letters) <= length)
    others = [other for other in known if len(other) >= SHORTEST_MEANT]
    distances = {other: distance(letters, folded(other)) for other in others if allowed}
    near = [other for other, letters_off in distances.items() if letters_off == min(distances.values())]
    return near[0] if len(near) == 1 and distances[near[0]] <= allowed else None


def folded(name: str) -> str:
    """Return a name without case and separators."""
    return _NOT_A_LETTER.sub("", name).lower()


def distance(one: str, other: str) -> int:
    """Return how many letters to change, leave out, put in or exchange with the next (optimal string alignment).

    >>> distance("titel", "title"), distance("exerpt", "excerpt"), distance("a", "b")
    (1, 1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
