"""The text below front matter -> where it begins, and its first heading."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_LINES = 2000  # in which a heading is looked for
LONGEST = 1000  # characters of a heading
MDX = ".mdx"

_ATX = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*)")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_SETEXT = re.compile(r" {0,3}(?:={2,}|-{2,})[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NO_PARAGRAPH = re.compile(
    r"[ \t]*$|[ ]{4}|[ ]{0,3}\t|[ \t]*(?:[-*+>|#]|\d+[.)])(?:[ \t]|$)|[ \t]*(?:---+|\*\*\*+|___+)[ \t]*$"
)
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:[ \t][^()]*)?\)")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()\s]*(?:[ \t][^()]*)?\)|\[[^\[\]]*\])")
_MARKS = re.compile(r"(\*\*|__|\*|_|~~|`)(?=\S)([^*_~`]+)(?<=\S)\1(?!\w)")
_ANCHOR = re.compile(r"[ \t]*\{[:#.][^{}]*\}[ \t]*$")
_MODULE = re.compile(r"(?:import|export)[ \t{*\"']")


class Heading(NamedTuple):
    """A heading of a text: its text without markup, its line, and the place of the line after it."""

    text: str
    line: int
    end: int


def first_heading(body: str, *, first_line: int) -> Heading | None:
    r"""Return the first heading of a Markdown text, of either form, that stands in no code.

    Args:
        body: Markdown, without front matter.
        first_line: the number of its first line in the file.

    >>> first_heading("Text.\n\nA *title*\n=======\n", first_line=4)
    Heading(text='A title', line=6, end=25)
    """
    fence, before, place = "", "", 0
    for number, line in enumerate(body.split("\n", MOST_LINES)[:MOST_LINES]):
        end = min(place + len(line) + 1, len(body))
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark is not None and mark[1].startswith(fence) and not line[mark.end() :].strip() else fence
        elif mark is not None:
            fence = mark[1]
        elif (atx := _ATX.fullmatch(line)) is not None:
            return Heading(plain_heading(_CLOSING.sub("", atx[1][:LONGEST])), first_line + number, end)
        elif before and _SETEXT.fullmatch(line):
            return Heading(plain_heading(before), first_line + number - 1, end)
        is_paragraph = not fence and mark is None and _NO_PARAGRAPH.match(line) is None
        before = line.strip() if is_paragraph else ""
        place = end
    return None


def plain_heading(text: str) -> str:
    """Return a heading without links, images, emphasis and anchors.

    >>> plain_heading("[Harbor `vote`](https://a.example/x) **now** {#now}")
    'Harbor vote now'
    """
    text = text[:LONGEST]
    for pattern in (_ANCHOR, _IMAGE, _LINK):
        text = pattern.sub(lambda found: found[1] if found.re.groups else "", text)
    return " ".join(_MARKS.sub(r"\2", text).split())


def after_modules(text: str, start: int, path: str) -> int:
    """Return where the content of an MDX file begins, after its imports and exports; of any other, the same place."""
    if not path.lower().endswith(MDX):
        return start
    while True:
        blank = re.compile(r"\s*").match(text, start)
        begins = start if blank is None else blank.end()
        if _MODULE.match(text, begins) is None:
            return start
        end = text.find("\n\n", begins)
        start = len(text) if end < 0 else end + 1
