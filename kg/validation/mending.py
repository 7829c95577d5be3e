"""Findings -> the edits that are sure, made in the text itself: all other bytes stay as they are.

The YAML is not written anew: a mend replaces the characters of a key or a value, or deletes whole lines, so that
comments, order, quotes and line ends stay. Each mend is checked: the file must read as before, without new faults.
"""

from __future__ import annotations

import bisect
import difflib
import io
import os
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

import msgspec

from kg import sources
from kg.codes import (
    BAD_DOMAIN,
    COMMENTED_VALUE,
    DUPLICATE_KEY,
    MISSPELT_KEY,
    NO_ZONE,
    SELF_RELATION,
    TOPIC_SPELLING,
    UNQUOTED_VALUE,
)
from kg.errors import SourceError
from kg.sources import InputFile
from kg.sources.dialects import changes
from kg.sources.dialects.fences import YAML
from kg.sources.fields import FIELDS, meant_key
from kg.sources.frontmatter import decode
from kg.sources.tree import MAPPING, SCALAR, SEQUENCE, Node
from kg.sources.values import as_moment, has_zone, plain
from kg.validation.document import Document
from kg.validation.finding import Finding, contents, shown
from kg.validation.within import commented, duplicates
from kg.words import distance, folded

SURE_LENGTH = 6  # letters of a key from which on one wrong letter leaves no doubt
MOST_ROUNDS = 10  # a mend can bring out another fault
Check = Callable[[Mapping[str, bytes]], Iterable[Finding]]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?", re.ASCII)
_PLAIN = re.compile(r"[^\W_](?:[\w./+&-]| (?=[^\s#]))*")
_COLON = re.compile(r"[ \t]*:[ \t]+")
_CRLF = re.compile("\r\n")


class Edit(msgspec.Struct, frozen=True, order=True):
    """Characters of the text of a document (line ends made one) to replace."""

    start: int
    end: int
    text: str = ""


def mend(files: Sequence[InputFile], check: Check) -> dict[str, bytes]:
    """Return what files should hold instead, by location; nothing is written.

    Args:
        files: as `kg.sources.find` gives them.
        check: returns the findings to mend, given what some files hold instead.
    """
    locations: dict[str, list[InputFile]] = defaultdict(list)
    for file in files:
        locations[shown(file.location)].append(file)
    changed: dict[str, bytes] = {}
    for _ in range(MOST_ROUNDS):
        by_file: dict[str, list[Finding]] = defaultdict(list)
        for finding in check(changed):
            by_file[finding.file].append(finding)
        before = dict(changed)
        for name, findings in by_file.items():
            for file in locations.get(name, []):
                data = changed.get(file.location) or contents(file.location)
                if data is not None and (after := mended(data, file, findings)) != data:
                    changed[file.location] = after
        if changed == before:
            break
    return changed


def mended(data: bytes, file: InputFile, findings: Iterable[Finding]) -> bytes:
    """Return the bytes of a file with the mends of some of its findings, or as they were where nothing is sure."""
    try:
        if decode(data).odd:
            return data
        data.decode("utf-8")
    except (SourceError, UnicodeDecodeError):
        return data
    document = Document(data, file.path)
    if document.dialect != YAML:  # whose quotes and keys these are
        return data
    for edits in _each(document, list(findings)):
        after = applied(data, edits)
        if after != data and _is_as_good(data, after, file):
            # places have moved: the rest is for the next round
            return after
    return data


def _each(document: Document, findings: Sequence[Finding]) -> Iterator[list[Edit]]:
    """Yield edits to try: all at once, then those of each finding."""
    groups = [
        MENDS[finding.code](document, finding, *entry)
        for finding in findings
        if finding.code in MENDS and (entry := _at(document, finding)) is not None
    ]
    groups.append(_self_relations(document, [f for f in findings if f.code == SELF_RELATION]))
    groups = [edits for edits in groups if edits]
    yield _apart(edit for edits in groups for edit in edits)
    if len(groups) > 1:
        yield from groups


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """Return edits in order, without those that overlap an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(set(edits)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes of a file with edits made; all others are as they were."""
    text = data.decode("utf-8")
    mark = len(text) - len(text.removeprefix("\ufeff"))
    # a line end of two characters is one in a document
    ends = [match.start() - mark - number for number, match in enumerate(_CRLF.finditer(text))]
    parts, done = [], 0
    for edit in sorted(edits):
        start, end = (mark + place + bisect.bisect_left(ends, place) for place in (edit.start, edit.end))
        parts += [text[done:start], edit.text]
        done = end
    return "".join([*parts, text[done:]]).encode("utf-8")


def _is_as_good(before: bytes, after: bytes, file: InputFile) -> bool:
    """Return whether a file can still be read, and has no fault that it did not have."""
    one, two = _faults(before, file), _faults(after, file)
    return all(two[code] <= one[code] for code in two if code != NO_ZONE) and two.total() <= one.total() + two[NO_ZONE]


def _faults(data: bytes, file: InputFile) -> Counter[str]:
    reading = sources.read_bytes(data, file.path, kind=file.kind, site=file.site, named=file.named)
    faults = [fault.code for fault in reading.rejected] + [fault.code for fault in reading.warned]
    document = Document(data, file.path)
    drafts = (*duplicates(document), *commented(document))
    return Counter([*faults, *(draft.code for draft in drafts)])


def _at(document: Document, finding: Finding) -> tuple[Node, Node | None, Node] | None:
    """Return what stands at the place of a finding: the node that it is part of, its key, and its value."""
    start = document.start_of(finding.line) + finding.column - 1
    return document.entry_at(start)


def _zone(document: Document, _finding: Finding, _node: Node, _key: Node | None, value: Node) -> list[Edit]:
    """Add Z to a date that is taken as UTC anyway."""
    if value.kind != SCALAR:
        return []
    quotes = 1 if value.style in ("'", '"') else 0
    written = document.text[value.start + quotes : value.end - quotes]
    if value.style in ("|", ">") or not _MOMENT.fullmatch(written) or as_moment(f"{written}Z") != as_moment(written):
        return []
    return [Edit(value.end - quotes, value.end - quotes, "Z")] if has_zone(f"{written}Z") else []


def _key(document: Document, finding: Finding, node: Node, key: Node | None, _value: Node) -> list[Edit]:
    """Write a misspelt key as it is known, if nothing else has its place and it can mean no other."""
    if key is None or key.start != document.start_of(finding.line) + finding.column - 1:
        return []
    meant = meant_key(key.value)
    quotes = 1 if key.style in ("'", '"') else 0
    if meant is None or document.text[key.start + quotes : key.end - quotes] != key.value:
        return []
    same = folded(meant) == folded(key.value)
    if not same and (distance(folded(meant), folded(key.value)) > 1 or len(folded(key.value)) < SURE_LENGTH):
        return []
    taken = {name for field in FIELDS.values() if meant in field.keys for name in field.keys} | {key.value}
    if sum(other is not None and other.value in taken for other, _ in node.entries) > 1:
        return []
    return [Edit(key.start + quotes, key.end - quotes, meant)]


def _double(document: Document, finding: Finding, node: Node, key: Node | None, value: Node) -> list[Edit]:
    """Delete a key that stands on a line of its own, if it said the same before."""
    if key is None or node.flow:
        return []
    earlier = [v for k, v in node.entries if k is not None and k.value == key.value and k.start < key.start]
    if not earlier or any(v.kind != SCALAR or document.quoted(v) != document.quoted(value) for v in (*earlier, value)):
        return []
    start, end = document.start_of(finding.line), document.start_of(finding.line + 1)
    alone = document.text[start : key.start].strip() == "" and document.text[value.end : end].strip() == ""
    return [Edit(start, end)] if alone and value.end <= end else []


def _value(document: Document, finding: Finding, _node: Node, _key: Node | None, value: Node) -> list[Edit]:
    """Replace a value by the one that is sure, quoted as it was."""
    text = finding.replacement
    if not text or value.kind != SCALAR or "\n" in document.quoted(value):
        return []
    if value.style == "'":
        written = "'" + text.replace("'", "''") + "'"
    elif value.style == '"' or not _PLAIN.fullmatch(text):
        written = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    else:
        written = text
    return [] if value.style in ("|", ">") or not text.isprintable() else [Edit(value.start, value.end, written)]


def _commented(document: Document, finding: Finding, _node: Node, key: Node | None, value: Node) -> list[Edit]:
    """Put a value in quotes that a # cuts off."""
    if key is None or value.kind != SCALAR or not value.plain:
        return []
    end = document.start_of(finding.line + 1)
    colon = _COLON.match(document.text, key.end, end)
    if colon is None:
        return []
    written = document.text[colon.end() : end].rstrip()
    if "#" not in written or not written.isprintable():
        return []
    quoted = '"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return [Edit(colon.end(), colon.end() + len(written), quoted)]


def _unquoted(document: Document, _finding: Finding, _node: Node, _key: Node | None, _value: Node) -> list[Edit]:
    """Make all changes by which the front matter could be read."""
    made = changes(document.text, document.path)
    return [Edit(change.start, change.end, change.text) for change in made if change.code == UNQUOTED_VALUE]


def _self_relations(document: Document, findings: Sequence[Finding]) -> list[Edit]:
    """Delete the items of a list by which an article is related to itself; the key too, if no other item is left.

    An item with another title stays: the title or the address may be wrong, and nothing tells which.
    """
    own = document.get(*FIELDS["title"].keys)
    places = {document.start_of(finding.line) + finding.column - 1 for finding in findings}
    edits: list[Edit] = []
    entries = document.root.entries if document.root is not None and places else []
    if sum(key is not None and key.value in FIELDS["related"].keys for key, _ in entries) > 1:
        return []  # without the last, another would count
    for key, value in entries:
        if key is None or value.kind != SEQUENCE or value.flow:
            continue
        items = [item for _, item in value.entries]
        odd = [i for i in items if any(n.start in places for n in i.nodes()) and _is_called(i, own and own[1])]
        lines = [_lines(document, item) for item in odd]
        if not odd or not all(lines):
            continue
        start = document.start_of(key.line)
        first = _lines(document, items[0])
        if len(odd) < len(items):
            edits += [Edit(*span) for span in lines if span]
        elif first and re.fullmatch(r"[\w\"']+:[ ]*\n", document.text[start : first[0]]):
            edits += [Edit(start, first[1]), *(Edit(*span) for span in lines[1:] if span)]
    return edits


def _is_called(item: Node, title: Node | None) -> bool:
    """Return whether an item of a list has the title of the article, or none."""
    pair = item.get(*FIELDS["title"].keys)
    return pair is None or (title is not None and plain(pair[1].value).casefold() == plain(title.value).casefold())


def _lines(document: Document, item: Node) -> tuple[int, int] | None:
    """Return the lines of an item of a list, if it has them for itself and holds no comment."""
    first, last = document.place(item.start)[0], document.place(max(item.end - 1, item.start))[0]
    start, end = document.start_of(first), document.start_of(last + 1)
    whole = document.text[start:end]
    begins = re.fullmatch(r" *- +", document.text[start : item.start]) is not None
    ends = document.text[item.end : end].strip() == ""
    return (start, end) if begins and ends and "#" not in whole and item.kind in (MAPPING, SCALAR) else None


MENDS: dict[str, Callable[[Document, Finding, Node, Node | None, Node], list[Edit]]] = {
    NO_ZONE: _zone,
    MISSPELT_KEY: _key,
    DUPLICATE_KEY: _double,
    TOPIC_SPELLING: _value,
    BAD_DOMAIN: _value,
    COMMENTED_VALUE: _commented,
    UNQUOTED_VALUE: _unquoted,
}  # and SELF_RELATION, whose findings belong together


def diff(before: bytes, after: bytes, name: str) -> str:
    """Return a unified diff, as patch and git apply read it."""
    one, two = (list(io.StringIO(data.decode("utf-8"), newline="\n")) for data in (before, after))
    made = difflib.unified_diff(one, two, f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in made)


def write(location: str, before: bytes, after: bytes) -> bool:
    """Replace a file in one step, if it still holds what it held; return whether it did.

    Raises:
        OSError: the folder or the file cannot be written.
    """
    target = os.path.realpath(location)
    if contents(target) != before:
        return False
    handle, fresh = tempfile.mkstemp(prefix=".kg-", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(fresh, os.stat(target).st_mode & 0o7777)
        os.replace(fresh, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(fresh)
        raise
    return True
