"""Front matter between two lines of signs, or in braces -> a tree: YAML ``---``, TOML ``+++``, JSON ``{``, ``;;;``."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.codes import NO_FRONT_MATTER
from kg.errors import SourceError
from kg.sources import json
from kg.sources.dialects import lenient, toml
from kg.sources.dialects.comments import Odd, commented
from kg.sources.frontmatter import parse
from kg.sources.tree import Mapping, Node

YAML, TOML, JSON = "yaml", "toml", "json"
FENCES = {"---": YAML, "+++": TOML, ";;;": JSON}
# what may follow --- on its line, as gray-matter (Eleventy, Gatsby) has it; anything else there is a text
LANGUAGES = {"yaml": YAML, "yml": YAML, "toml": TOML, "json": JSON}
PROGRAMS = frozenset(("js", "javascript", "coffee", "coffeescript", "cson", "clj", "edn", "lua"))
CLOSINGS = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
    ";;;": re.compile(r"^;;;[ \t]*$", re.MULTILINE),
}
LONGER = re.compile(r"^-{4,}[ \t]*$", re.MULTILINE)  # closes what nothing else does, as in Hexo
NO_MAPPING = "the front matter is not a mapping of keys to values (key: value)"

_OPENING = re.compile(r"(---|\+\+\+|;;;)([^\n]*)(?:\n|\Z)")
_OBJECT = re.compile(r'\{\s*["}]')  # {{ and {% are templates, {: and {# are marks of Markdown
_OPEN_ENDED = re.compile(
    r"""
    ( (?:
        (?! ---[ \t]*$ )
        (?> \w[\w\ -]{0,60}: (?: [ \t][^\n]* )? | [ \t]+[^\n]* | -[ \t][^\n]* | \#[^\n]* ) \n
    )++ )
    ---[ \t]*(?: \n | \Z )
    """,
    re.VERBOSE | re.MULTILINE,
)
_KEY = re.compile(r"^\w[^\n:]*:", re.MULTILINE)


class Fenced(NamedTuple):
    """Front matter as it stands: in which dialect, its text with place and line, and the place after it."""

    dialect: str
    text: str
    start: int
    line: int
    end: int


def find(text: str, start: int, line: int) -> Fenced | None:
    """Return the front matter that begins at a place; None if none does.

    Args:
        text: of the file, decoded.
        start: where a line begins that is not blank.
        line: its number.

    Raises:
        SourceError: it is not closed, or is a program.
    """
    if _OBJECT.match(text, start):
        return Fenced(JSON, text, start, line, -1)
    opening = _OPENING.match(text, start)
    if opening is None:
        return _open_ended(text, start, line)
    fence, rest = opening[1], opening[2].strip()
    if rest.casefold() in PROGRAMS and fence == "---":
        reason = f"front matter in {rest} is a program, and nothing is run; write it as YAML, TOML or JSON"
        raise SourceError(reason, line=line, code=NO_FRONT_MATTER)
    if rest and (fence != "---" or rest.casefold() not in LANGUAGES):
        return None
    dialect = LANGUAGES[rest.casefold()] if rest else FENCES[fence]
    closing = CLOSINGS[fence].search(text, opening.end())
    if closing is None and fence == "---":
        closing = LONGER.search(text, opening.end())
    if closing is None:
        raise SourceError(f"the front matter is not closed; add a line {fence} after it", line=line)
    return Fenced(
        dialect, text[opening.end() : closing.start()], opening.end(), line + 1, min(closing.end() + 1, len(text))
    )


def _open_ended(text: str, start: int, line: int) -> Fenced | None:
    """Return YAML that has a line --- only after it, as Hexo lets it stand; two keys tell it from a heading."""
    if ":" not in text[start:].partition("\n")[0]:
        return None
    found = _OPEN_ENDED.match(text, start)
    if found is None:
        return None
    if len(_KEY.findall(found[1])) < 2:
        return None
    return Fenced(YAML, found[1], start, line, found.end())


def tree_of(found: Fenced) -> tuple[Mapping, int, tuple[Odd, ...]]:
    """Return what front matter says, the place after it, and what is odd about it.

    Raises:
        SourceError: it is not what its dialect is, or no mapping.
    """
    odd: tuple[Odd, ...] = ()
    end = found.end
    tree: object
    if found.dialect == TOML:
        tree = toml.parse_toml(found.text, first_line=found.line)
    elif found.dialect == JSON and end < 0:
        tree, end = json.parse_value(found.text, start=found.start, first_line=found.line)
    elif found.dialect == JSON:
        text, line, _ = _braced(found)
        tree = json.parse_json(text, first_line=line)
    else:
        tree, odd = _of_yaml(found.text, found.line)
    if tree is None:
        tree = Mapping(found.line)
    if not isinstance(tree, Mapping):
        raise SourceError(NO_MAPPING, line=found.line)
    return tree, end, odd


def _of_yaml(text: str, line: int) -> tuple[object, tuple[Odd, ...]]:
    """Return what YAML says, and what is odd about it; JSON is YAML too, but for tabs and what else it does not take.

    What is refused as it stands is read as `lenient` puts it right.
    """
    odd: tuple[Odd, ...] = ()
    try:
        tree = parse(text, first_line=line)
    except SourceError:
        if text.lstrip().startswith("{"):
            return json.parse_json(text, first_line=line), ()
        made = lenient.changes(text)
        if not made:
            raise
        tree = parse(lenient.applied(text, made), first_line=line)
        odd = lenient.words(made, first_line=line)
    return tree, (*odd, *commented(text, tree, first_line=line))


def nodes_of(found: Fenced) -> Node | None:
    """Return the nodes of front matter, with their places in the file; as far as it can be read."""
    if found.dialect == TOML:
        return toml.nodes(found.text, first_line=found.line, offset=found.start)
    if found.dialect == JSON and found.end < 0:
        return json.nodes(found.text, start=found.start, first_line=found.line)
    if found.dialect == JSON:
        text, line, offset = _braced(found)
        return json.nodes(text, first_line=line, offset=offset)
    from kg.sources.events import nodes  # libyaml, which a build seldom needs

    made = changes_of(found)
    root = nodes(lenient.applied(found.text, made), first_line=found.line)
    for node in root.nodes() if root is not None else ():
        for part in (node, *(key for key, _ in node.entries if key is not None)):
            part.start, part.end = (found.start + lenient.place_before(made, at) for at in (part.start, part.end))
    return root


def changes_of(found: Fenced) -> list[lenient.Change]:
    """Return what was put right in YAML before it could be read; nothing if it is read as it stands, or not at all."""
    if len(found.text) > lenient.LONGEST:
        return []
    try:
        parse(found.text, first_line=found.line)
    except SourceError:
        return [] if found.text.lstrip().startswith("{") else lenient.changes(found.text)
    return []


def _braced(found: Fenced) -> tuple[str, int, int]:
    """Return JSON between fences with its braces, which Hexo leaves out, its first line and its place in the file."""
    if found.text.lstrip().startswith("{"):
        return found.text, found.line, found.start
    opening = "{\n"
    return f"{opening}{found.text}}}", found.line - 1, found.start - len(opening)
