"""Shapes and texts -> SVG: escaped, deterministic, and no text longer than it was given room."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

from markupsafe import escape

from kg.exporters.view import plain
from kg.words import MONTHS, STOPS

FAMILY = "Helvetica Neue, Arial, Liberation Sans, DejaVu Sans, Noto Sans, sans-serif"
INK, QUIET, RULE, PAPER = "#1b1f24", "#59636e", "#d5dae0", "#ffffff"
# of Okabe and Ito (2008), which the colour-blind tell apart; without their yellow, which is too light for dots on white
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#333333")
OTHER = "#A9B1BA"
BOLD = 1.13
# widths of DejaVu Sans in hundredths of the size of the letters: the widest of the families above
_WIDTHS: dict[int, str] = {
    32: " ',.IJijl", 37: "-/:;\\f|", 42: "!()[]rt", 52: '"*_`', 57: "?Lcsz", 62: "FPTYaekovxy",
    66: "$0123456789EKSbdghnpqu{}", 72: "ABCRVXZ", 77: "HNU", 83: "&DGOQw", 88: "#+<=>M^~", 100: "%@Wm",
}  # fmt: skip
_WIDTH = {letter: width / 100 for width, letters in _WIDTHS.items() for letter in letters}
_UNKNOWN = 0.72
STEPS = tuple(
    timedelta(hours=hours) for hours in (1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, 1440, 2880, 8760, 17520, 43800)
)


class Sheet:
    """A drawing that shapes and texts are put on, the later above the earlier.

    Args:
        width: in units.
        height: in units.
        title: what it shows, for who cannot see it.
    """

    def __init__(self, width: float, height: float, *, title: str) -> None:
        self.width, self.height = width, height
        self._title = title
        self._parts: list[str] = []

    def shape(self, name: str, **attributes: str | float) -> None:
        """Put on a shape of SVG; an underscore in the name of an attribute stands for a hyphen."""
        self._parts.append(f"<{name}{_attributes(attributes)}/>")

    def text(self, x: float, y: float, text: str, *, size: float = 13, **attributes: str | float) -> None:
        """Put on a text; `y` is its base line."""
        given = {"x": x, "y": y, "font_size": size, "fill": INK, **attributes}
        self._parts.append(f"<text{_attributes(given)}>{escape(plain(text))}</text>")

    def svg(self) -> str:
        """Return the whole drawing."""
        size = _attributes({"width": self.width, "height": self.height})
        box = f"0 0 {_number(self.width)} {_number(self.height)}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg"{size} viewBox="{box}" role="img" font-family="{FAMILY}">\n'
            f"<title>{escape(plain(self._title))}</title>\n"
            f'<rect width="100%" height="100%" fill="{PAPER}"/>\n' + "\n".join(self._parts) + "\n</svg>\n"
        )


def width(text: str, size: float, *, bold: float = 1.0) -> float:
    """Return how wide a text is at most, in units.

    >>> 30 < width("kg news", 10) < 50
    True
    """
    return sum(map(_em, text)) * size * bold


def fitted(text: str, room: float, size: float, *, bold: float = 1.0) -> str:
    """Return as much of a text as there is room for, with an ellipsis where it is cut.

    >>> fitted("Amazon bans the police from it", 100, 13)
    'Amazon ban…'
    """
    text = plain(text)
    if width(text, size, bold=bold) <= room:
        return text
    room -= width("…", size, bold=bold)
    used, end = 0.0, 0
    for end, letter in enumerate(text):  # noqa: B007 - the text is longer than the room
        used += _em(letter) * size * bold
        if used > room:
            break
    while end and _joined(text, end):
        end -= 1
    cut = text[:end]
    space = cut.rfind(" ")
    return (cut[:space] if space > end * 0.6 else cut).rstrip(STOPS) + "…"


def wrapped(text: str, room: float, size: float, *, lines: int, bold: float = 1.0) -> list[str]:
    """Return a text as so many lines at most, each of which fits."""
    rows: list[str] = []
    row = ""
    words = plain(text).split(" ")
    for place, word in enumerate(words):
        longer = f"{row} {word}" if row else word
        if width(longer, size, bold=bold) <= room or not row:
            row = longer
            continue
        if len(rows) == lines - 1:
            return [*rows, fitted(" ".join([row, *words[place:]]), room, size, bold=bold)]
        rows.append(fitted(row, room, size, bold=bold))
        row = word
    return [*rows, fitted(row, room, size, bold=bold)]


def ticks(start: datetime, end: datetime, *, most: int) -> list[tuple[datetime, str]]:
    """Return moments between two to mark, evenly spaced in UTC, no more than so many, and what to write there."""
    span = max(end - start, timedelta(hours=1))
    step = next((step for step in STEPS if span / step <= most), span / most)
    origin = datetime(1970, 1, 5, tzinfo=UTC)  # a Monday
    moment = origin + step * -((origin - start) // step)
    found: list[tuple[datetime, str]] = []
    while moment <= end and len(found) <= most:
        hour = f" {moment:%H:%M}" if step < timedelta(days=1) else ""
        year = f" {moment.year}" if step >= timedelta(days=30) else ""
        found.append((moment, f"{moment.day} {MONTHS[moment.month - 1][:3]}{year}{hour}"))
        moment += step
    return found


def _em(letter: str) -> float:
    if letter in _WIDTH:
        return _WIDTH[letter]
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.3 if ord(letter) > 0xFFFF else 1.0
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTH.get(base, _UNKNOWN)


def _joined(text: str, end: int) -> bool:
    """Return whether a cut before a place would part what is one sign."""
    return _em(text[end]) == 0 or text[end - 1] == "\u200d" or "\U0001f3fb" <= text[end] <= "\U0001f3ff"


def _attributes(given: dict[str, str | float]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{escape(value if isinstance(value, str) else _number(value))}"'
        for name, value in given.items()
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
