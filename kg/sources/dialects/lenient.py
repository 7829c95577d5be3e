"""YAML that libyaml refuses -> the few changes after which it is read: values that should have stood in quotes.

``title: This week: a bridge``, ``date: {{date}}``, ``title: "He said "yes""`` and tabs that set lines in are found in
many sites, whose own readers are not so strict, or fill in what stands in braces. Only what stands on one line is put
in quotes, each line once and few of them; what is not read then is refused as it was.
"""

from __future__ import annotations

import bisect
import re
from typing import NamedTuple

from kg.codes import UNQUOTED_VALUE, WRONG_TYPE
from kg.sources.dialects.comments import Odd

MOST_CHANGES = 16  # lines; each is one more try
LONGEST = 1 << 16  # characters of front matter that is tried again
TAB = "  "  # what a tab stands for that sets a line in: keys below "- " are two in
SHOWN = 60  # characters
MESSAGE = "YAML does not read {!r} as it stands: taken as a text; put it in quotes"
TEMPLATE = "{!r} is a template that nothing filled in: left out; write the value"
TABS = "YAML takes no tabs to set lines in: taken as two blanks each; write blanks"
STRAY = "{!r} closes nothing: left out; delete it"

# what stands before a value (dashes, a key), and the value; blocks of text, tags and comments are none
_LINE = re.compile(
    r"""
    (?P<before> [ \t]*+ (?: -[ \t]++ )*+ (?P<key> [^\s:\#\[\]{},&*!|>%@`-][^:\n]{0,99}? : [ \t]++ )? )
    (?P<value> [^\s|>!\#] [^\n]*+ )
    """,
    re.VERBOSE,
)
_TABS = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
_STRAY = re.compile(r"[ \t]*([\]}]+,?)[ \t]*")
_LIST = re.compile(r"\[([^\[\]{}\"']*)\]*")  # of texts, with a bracket at its end too few or too many
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|<%[^<>]*%>")  # the whole value of a key
_CLOSED = re.compile(r"(?<=\w)[\"'](?!\w)")


class Change(NamedTuple):
    """Characters of a text to replace on one line (from 0), and what is said of it, under which code."""

    start: int
    end: int
    text: str
    line: int
    key: str
    message: str
    code: str = UNQUOTED_VALUE


def changes(text: str) -> list[Change]:
    r"""Return what to change in a text that libyaml refuses so that it is read; nothing if that cannot be told.

    >>> [change.text for change in changes("title: This week: a bridge\ndate: {{date}}\n")]
    ['"This week: a bridge"', '']
    """
    from kg.sources.events import refused_at  # most sites never need it

    if len(text) > LONGEST:
        return []
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    made = [_without_tabs(found, bisect.bisect_right(starts, found.start()) - 1) for found in _TABS.finditer(text)]
    changed: set[int] = set()
    for _ in range(MOST_CHANGES):
        refused = refused_at(applied(text, made))
        if refused is None:
            return made
        change = next(
            (c for n in refused if n not in changed and n < len(lines) and (c := _of_line(lines[n], starts[n], n))),
            None,
        )
        if change is None:
            return []
        changed.add(change.line)
        made = sorted((*made, change))
    return made if refused_at(applied(text, made)) is None else []


def applied(text: str, made: list[Change]) -> str:
    """Return a text with changes made to it."""
    parts, done = [], 0
    for change in made:
        parts += [text[done : change.start], change.text]
        done = change.end
    return "".join((*parts, text[done:]))


def place_before(made: list[Change], place: int) -> int:
    """Return where in the text before changes stands what has a place in the text after them."""
    grown = 0
    for change in made:
        start = change.start + grown
        if place <= start:
            break
        if place <= start + len(change.text):
            return change.end if place == start + len(change.text) else min(change.start + place - start, change.end)
        grown += len(change.text) - (change.end - change.start)
    return place - grown


def words(made: list[Change], *, first_line: int) -> tuple[Odd, ...]:
    """Return a word on each change, but one on all tabs."""
    first_tab = next((change for change in made if change.message == TABS), None)
    said = (change for change in made if change.message != TABS or change is first_tab)
    return tuple(Odd(first_line + change.line, change.key, change.message, change.code) for change in said)


def _without_tabs(found: re.Match[str], line: int) -> Change:
    return Change(found.start(), found.end(), found[0].replace("\t", TAB), line, "", TABS)


def _of_line(line: str, start: int, number: int) -> Change | None:
    """Return the change of a line, which begins at a place; None if it has no value that could be put in quotes."""
    stray = _STRAY.fullmatch(line)
    if stray is not None:
        return Change(start + stray.start(1), start + stray.end(1), "", number, "", STRAY.format(stray[1]))
    found = _LINE.match(line)
    if found is None or not found["before"].strip():
        return None
    value = found["value"].rstrip()
    if value[0] == '"' and value.count('"') == 1:  # where it should be closed is not known
        return None
    key = (found["key"] or "").rstrip(" \t:").strip("\"'")
    begin = start + found.start("value")
    shown = value if len(value) <= SHOWN else f"{value[:SHOWN]}\u2026"
    if _TEMPLATE.fullmatch(value):
        return Change(begin, begin + len(value), "", number, key, TEMPLATE.format(shown), WRONG_TYPE)
    items = _LIST.fullmatch(value)
    if items is None:
        written = quoted(_unquoted(value))
    else:
        written = f"[{', '.join(quoted(item.strip()) for item in items[1].split(',') if item.strip())}]"
    return Change(begin, begin + len(value), written, number, key, MESSAGE.format(shown))


def _unquoted(value: str) -> str:
    """Return a value without the quotes around it, if it has such; those of a word in it are none.

    >>> _unquoted('"He said "yes""'), _unquoted('"Yes" and "no"')
    ('He said "yes"', '"Yes" and "no"')
    """
    inner = value[1:-1]
    if len(value) < 2 or value[0] not in "\"'" or value[-1] != value[0]:
        return value
    first = next((place for place, sign in enumerate(inner) if sign == value[0] and not _is_within(inner, place)), None)
    return inner if first is None or _CLOSED.match(inner, first) is None else value


def _is_within(text: str, place: int) -> bool:
    """Return whether a sign stands in a word, as an apostrophe does."""
    return text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum()


def quoted(value: str) -> str:
    """Return a text as YAML has it in double quotes."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
