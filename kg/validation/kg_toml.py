"""What is proposed for kg.toml -> its text: what is sure as it is, all else as comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

import msgspec

from kg.settings.records import Term

HEADS = {
    "site": "What the site says of itself.",
    "sources": "Which files are read; patterns begin at this folder.",
    "fields": "Which of your keys are fields of kg, before those that it knows itself.",
    "terms": "Keys of your own that are to be in the graph: each with the IRI of a property, or with a kind of things.",
    "links": "Whether links in the text of a file list articles; left out, each file decides by what it is.",
}
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of kg.toml: what it sets in which section, why, and whether that is sure; if not, it is a comment.

    `question` is what to ask where somebody can answer.
    """

    section: str
    key: str
    value: str | bool | tuple[str, ...] | Term
    why: str = ""
    sure: bool = False
    question: str = ""


def suggestions(entries: Iterable[Entry]) -> list[str]:
    """Return the lines of kg.toml that are worth to be said by `kg doctor`: those that are sure."""
    lines: list[str] = []
    for entry in entries:
        if entry.sure:
            lines += [] if f"[{entry.section}]" in lines else [f"[{entry.section}]"]
            lines.append(f"{_toml_key(entry.key)} = {toml_value(entry.value)}  # {comment(entry.why)}")
    return lines


def toml(entries: Sequence[Entry]) -> str:
    """Return the text of a kg.toml: sure entries as they are, all others as comments."""
    lines = [
        "# Settings of kg for this folder. Written by kg init from what the files hold: correct what is wrong.",
        "# A line that begins with # does not count; those below are guesses and examples.",
    ]
    for section, head in HEADS.items():
        of = [entry for entry in entries if entry.section == section]
        if not of:
            continue
        lines += ["", f"# {head}", f"[{section}]"]
        said: set[str] = set()
        for entry in of:
            line = f"{_toml_key(entry.key)} = {toml_value(entry.value)}"
            why = f"  # {comment(entry.why)}" if entry.why else ""
            counts = entry.sure and entry.key not in said
            said |= {entry.key} if counts else set()
            lines.append(f"{'' if counts else '# '}{line}{why}")
    return "\n".join(lines) + "\n"


def toml_value(value: object) -> str:
    r"""Return a value as TOML has it.

    >>> print(toml_value(("a[].b", 'c"d')), toml_value(True), toml_value(Term(key="k", property="schema:x")))
    ["a[].b", "c\"d"] true "schema:x"
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Term):
        iri = toml_value(value.property)
        return f"{{ property = {iri}, kind = {toml_value(value.kind)} }}" if value.kind else iri
    return f"[{', '.join(map(toml_value, value if isinstance(value, tuple) else ()))}]"


def _toml_key(key: str) -> str:
    return key if _BARE.fullmatch(key) else toml_value(key)


def comment(text: str) -> str:
    """Return a text that can stand behind # on one line."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
