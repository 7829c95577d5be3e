"""Lines of keys and values that are no YAML -> a mapping: headers, reST fields, comment directives, Org keywords.

Each has a shape, which is a pattern for a line that has a key and one for a line that goes on with its value:

- headers: ``Title: A text`` (Pelican's Markdown, MultiMarkdown, mail), up to a blank line; Kirby has ``----`` between;
- fields: ``:date: 2020-06-11``, of reStructuredText below a title, and of AsciiDoc;
- directives: ``.. title: A text`` (Nikola), by themselves or in an HTML comment;
- keywords: ``#+TITLE: A text`` (Org);
- definitions: ``@def title = "A text"`` (Franklin);
- properties: ``title:: A text`` (Logseq, Roam);
- items: ``- URL: https://a.example``, or properties, below a heading Metadata (exports of read-later tools).

Prose has colons too: what no site writes above its text is not taken for a key.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.sources.tree import Mapping, Sequence

# keys of headers as Pelican, MultiMarkdown, Kirby, Hugo and RFC 5322 name them; one of them tells headers from prose
KNOWN = frozenset(
    """
    title subtitle date published modified updated author authors byline tags tag category categories keywords subject
    slug url link permalink canonical source status lang language summary description excerpt layout template
    from message-id save_as image cover copyright email
    """.split()
)
ALONE = frozenset("title date url link".split())  # one of which is enough
MANY = frozenset("author authors tag tags category categories keywords".split())  # that may have a line for each value
LONGEST_KEY = 40  # characters
LONGEST_VALUE = 120  # characters of a header's value where no key is known; longer ones are prose
MOST = 1000  # lines of keys and values
ENDS_OF_PROSE = (".", "!", "?", ",", ";", ":", "。", "!", "?")
BODY = "text"  # the key of Kirby that the body stands under


class Shape(NamedTuple):
    """How a line is written that has a key and a value, and one that goes on with the value."""

    key: re.Pattern[str]
    more: re.Pattern[str]


_KEY = rf"[^\W\d_](?:[\w.-]|[ ](?=\w)){{0,{LONGEST_KEY - 1}}}"
_INDENTED = re.compile(r"[ \t]+(\S.*)")
_NEVER = re.compile(r"(?!)")
HEADERS = Shape(re.compile(rf"({_KEY})[ \t]?:(?:[ \t]+(.*)|[ \t]*$)"), _INDENTED)
FIELDS = Shape(re.compile(r":([^\s:!][^:\n]{0,60}):(?:[ \t]+(.*)|[ \t]*$)"), _INDENTED)
DIRECTIVES = Shape(re.compile(rf"\.\.[ \t]+({_KEY}):(?!:)[ \t]*(.*)"), _NEVER)
KEYWORDS = Shape(re.compile(r"#\+([A-Za-z][\w-]{0,60}):[ \t]*(.*)"), _NEVER)
DEFINITIONS = Shape(re.compile(r"@def[ \t]+([A-Za-z_]\w{0,60})[ \t]*=[ \t]*(.*)"), _NEVER)
PROPERTIES = Shape(re.compile(rf"(?:-[ \t]+)?({_KEY})::(?:[ \t]+(.*)|[ \t]*$)"), _NEVER)
ITEMS = Shape(re.compile(rf"[*-][ \t]+(?:\*\*)?({_KEY}):{{1,2}}(?:\*\*)?:?(?:[ \t]+(.*)|[ \t]*$)"), _INDENTED)
METADATA = re.compile(r"#{1,6}[ \t]+(?:Metadata|Properties)[ \t]*#*[ \t]*", re.IGNORECASE)  # the heading of items
HEADING = "etadata"  # in that heading
LINES_BEFORE_ITEMS = 100
FULL_TITLE = "full title"  # the key of Readwise's that the heading is the beginning of
OF_READWISE = ("#articles", "#books", "#tweets", "#podcasts", "#supplementals")  # what is read, and no category

_UNDERLINE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*")
_ASCIIDOC = re.compile(r"=[ \t]+(\S.*)")
_DIVIDER = re.compile(r"-{4,}[ \t]*")
_FENCE = re.compile(r"-{3,}[ \t]*")


class Block(NamedTuple):
    """What lines of keys and values say, and the number of the line after them (0-based, in the lines given)."""

    tree: Mapping
    end: int


def block(lines: list[str], at: int, shape: Shape, *, first_line: int) -> Block:
    """Return the keys and values of the lines of a shape that stand at a place, as far as they go.

    Args:
        lines: of the file, or some of them.
        at: the number of the first that may be one, counted from 0.
        shape: of the lines.
        first_line: the number of the first of `lines` in the file.
    """
    values: list[tuple[str, list[tuple[str, int]]]] = []
    line = first_line + at
    for number in range(at, min(len(lines), at + MOST)):
        text = lines[number]
        found = shape.key.fullmatch(text)
        more = shape.more.fullmatch(text) if found is None and values else None
        if found is not None:
            values.append((found[1].strip(), [((found[2] or "").strip(), first_line + number)]))
        elif more is not None:
            values[-1][1].append((more[1].strip(), first_line + number))
        else:
            return Block(mapping(values, line=line), number)
    return Block(mapping(values, line=line), min(len(lines), at + MOST))


def mapping(values: list[tuple[str, list[tuple[str, int]]]], *, line: int) -> Mapping:
    """Return keys and the lines of their values as a mapping: of most keys one text, of `MANY` a list."""
    made = Mapping(line)
    for key, written in values:
        texts = [(text, number) for text, number in written if text]
        place = written[0][1]
        is_many = key.casefold() in MANY
        if key in made.lines and is_many:
            before = made[key] if isinstance(made[key], Sequence) else _listed(made[key], made.lines[key])
            for text, number in texts:
                before.append(text)
                before.lines.append(number)
            made[key] = before
            continue
        made.place(key, place)
        is_list = is_many and len(texts) > 1 and not any(text.endswith((",", ";")) for text, _ in texts)
        if not texts:
            made[key] = None
        elif is_list:
            made[key] = Sequence(place)
            made[key] += [text for text, _ in texts]
            made[key].lines = [number for _, number in texts]
        else:
            made[key] = " ".join(text for text, _ in texts)
    return made


def _listed(text: str | None, line: int) -> Sequence:
    made = Sequence(line)
    if text is not None:
        made.append(text)
        made.lines.append(line)
    return made


def headers(lines: list[str], at: int, *, first_line: int) -> Block | None:
    """Return the header lines at a place; None if these are none, but prose with a colon."""
    if HEADERS.key.fullmatch(lines[at]) is None:
        return None
    found = block(lines, at, HEADERS, first_line=first_line)
    after = lines[found.end] if found.end < len(lines) else ""
    if after.strip() and not _FENCE.fullmatch(after):
        return None
    if not are_keys(found.tree):
        return None
    return found if not after.strip() else found._replace(end=found.end + 1)


def are_keys(tree: Mapping) -> bool:
    """Return whether a file begins with such keys and values: at least two, or one of `ALONE`; and no prose.

    >>> made = Mapping(1)
    >>> made.update({"Note": "this is prose.", "Warning": "so is this."})
    >>> are_keys(made)
    False
    """
    keys = {key.casefold() for key in tree}
    if any(isinstance(value, str) and value.startswith("//") for value in tree.values()):  # https://...
        return False
    if keys & KNOWN:
        return len(keys) > 1 or bool(keys & ALONE)
    return len(keys) > 1 and all(" " not in key and _is_short(value) for key, value in tree.items())


def _is_short(value: object) -> bool:
    return not isinstance(value, str) or (len(value) <= LONGEST_VALUE and not value.endswith(ENDS_OF_PROSE))


def kirby(lines: list[str], at: int, *, first_line: int) -> Block | None:
    """Return the fields of a Kirby file, which have a line of dashes between; the text is its body."""
    values: list[tuple[str, list[tuple[str, int]]]] = []
    for number in range(at, len(lines)):
        found = HEADERS.key.fullmatch(lines[number])
        begins = not values or _is_divider(lines, number - 1, at)
        if found is not None and begins:
            if found[1].casefold() == BODY and values:
                tree = mapping(values, line=first_line + at)
                return Block(tree, number) if are_keys(tree) else None
            values.append((found[1].strip(), [((found[2] or "").strip(), first_line + number)]))
        elif not values or len(values) > MOST:
            return None
        elif not _DIVIDER.fullmatch(lines[number]):
            values[-1][1].append((lines[number].strip(), first_line + number))
    tree = mapping(values, line=first_line + at)
    return Block(tree, len(lines)) if len(values) > 1 and are_keys(tree) else None


def _is_divider(lines: list[str], number: int, first: int) -> bool:
    """Return whether a line of dashes is the last before a place that is not blank."""
    while number > first and not lines[number].strip():
        number -= 1
    return _DIVIDER.fullmatch(lines[number]) is not None


def directives(lines: list[str], at: int, *, first_line: int) -> Block | None:
    """Return Nikola's directives at a place."""
    if DIRECTIVES.key.fullmatch(lines[at]) is None:
        return None
    found = block(lines, at, DIRECTIVES, first_line=first_line)
    return found if are_keys(found.tree) else None


def keywords(lines: list[str], at: int, *, first_line: int) -> Block | None:
    """Return the keywords of an Org file at a place."""
    if KEYWORDS.key.fullmatch(lines[at]) is None:
        return None
    found = block(lines, at, KEYWORDS, first_line=first_line)
    return found if are_keys(found.tree) else None


def definitions(lines: list[str], at: int, *, first_line: int) -> Block | None:
    """Return Franklin's definitions at a place, texts without their quotes."""
    if DEFINITIONS.key.fullmatch(lines[at]) is None:
        return None
    found = block(lines, at, DEFINITIONS, first_line=first_line)
    for key, value in found.tree.items():
        found.tree[key] = value[1:-1] if isinstance(value, str) and value[:1] == value[-1:] == '"' else value
    return found if are_keys(found.tree) else None


def properties(lines: list[str], at: int, *, first_line: int) -> Block | None:
    """Return the properties of a page of Logseq or Roam at a place."""
    if PROPERTIES.key.fullmatch(lines[at]) is None:
        return None
    found = block(lines, at, PROPERTIES, first_line=first_line)
    return found if are_keys(found.tree) else None


def items(lines: list[str], at: int, *, first_line: int) -> Block | None:
    """Return the items below a heading Metadata near the top."""
    for number in range(at, min(len(lines), at + LINES_BEFORE_ITEMS)):
        if METADATA.fullmatch(lines[number]):
            begins = _past_blank(lines, number + 1)
            shape = PROPERTIES if begins < len(lines) and PROPERTIES.key.fullmatch(lines[begins]) else ITEMS
            found = block(lines, begins, shape, first_line=first_line)
            for key in [key for key, value in found.tree.items() if value in OF_READWISE]:
                del found.tree[key]
            return found if begins < len(lines) and (are_keys(found.tree) or _has_address(found.tree)) else None
    return None


def _has_address(tree: Mapping) -> bool:
    return any(isinstance(value, str) and value.startswith(("https://", "http://")) for value in tree.values())


def fields(lines: list[str], at: int, *, first_line: int) -> Block | None:
    """Return the field list of a reStructuredText file, above or below its title, with the title; AsciiDoc's too."""
    title, line, place = _title(lines, at)
    place = _past_blank(lines, place)
    if place >= len(lines):
        return None
    found = block(lines, place, FIELDS, first_line=first_line)
    is_known = title is not None and not KNOWN.isdisjoint(key.casefold() for key in found.tree)
    if not is_known and not are_keys(found.tree):
        return None
    end = found.end
    if title is None:
        title, line, after = _title(lines, _past_blank(lines, end))
        end = end if title is None else after
    tree = found.tree if title is None else with_title(found.tree, title, first_line + line)
    return Block(tree, end)


def with_title(tree: Mapping, title: str, line: int) -> Mapping:
    """Return keys and values with a title that stands on another line, if they have none."""
    if any(key.casefold() == "title" for key in tree):
        return tree
    made = Mapping(min(tree.line, line))
    made.lines = {"title": line, **tree.lines}
    made.doubles = tree.doubles
    made.update({"title": title, **tree})
    return made


def _title(lines: list[str], at: int) -> tuple[str | None, int, int]:
    """Return the title at a place, the line that it stands on, and the one after; None if there is none."""
    here = [line.strip() for line in lines[at : at + 3]] + [""] * 3
    asciidoc = _ASCIIDOC.fullmatch(here[0])
    if asciidoc is not None:
        return asciidoc[1], at, at + 1
    if _UNDERLINE.fullmatch(here[0]) and here[0] == here[2] and here[1]:
        return here[1], at + 1, at + 3
    if here[0] and _UNDERLINE.fullmatch(here[1]) and not _UNDERLINE.fullmatch(here[0]):
        return here[0], at, at + 2
    return None, at, at


def _past_blank(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at
