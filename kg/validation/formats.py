"""Findings -> text with carets, JSON, SARIF 2.1.0, or annotations of GitHub."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

import msgspec

from kg import words
from kg.codes import CODES, SEVERITIES
from kg.validation.finding import Finding

MANY = 4  # findings, from which on those of one class are shown as one
WIDTH = 120  # columns of the source line that are shown
JSON_VERSION = 1
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
GITHUB = {"error": "error", "warning": "warning", "note": "notice"}
FINGERPRINT = "kgFinding/v1"

_QUOTED = re.compile(r"(?<!\w)(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"(?!\w))")
_ADDRESS = re.compile(r"https?://[^\s,;()]+")
_NUMBER = re.compile(r"\d[\d,.]*(?<![,.])")


def text(findings: Sequence[Finding], *, version: str = "", every: bool = True) -> str:  # noqa: ARG001 - as all formats
    """Return findings to read: where and what, the line with a caret below, what is expected, and how to mend it.

    Args:
        findings: in the order in which they are shown.
        version: of kg.
        every: show each; without it a class of `MANY` or more (the same code, and a message of the same shape) is shown
            by its first, with the number of the others.
    """
    if every:
        return "".join(map(_drawn, findings))
    classes: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        classes.setdefault((finding.code, shape(finding.message, finding.path)), []).append(finding)
    shown = []
    for finding in findings:
        group = classes[finding.code, shape(finding.message, finding.path)]
        if len(group) < MANY:
            shown.append(_drawn(finding))
        elif finding is group[0]:
            files = words.count(len({one.path for one in group}), "file")
            more = f"  = and {len(group) - 1:,} more like it, in {files} together (--every shows each)\n"
            shown.append(_drawn(finding).removesuffix("\n") + more + "\n")
    return "".join(shown)


@functools.lru_cache(maxsize=1 << 12)
def shape(message: str, path: str = "") -> str:
    """Return a message without what differs from file to file: what is in quotes, addresses, numbers, the path.

    >>> shape("date '2021-04-05 06:00' has no zone: taken as UTC"), shape("heat stands on line 12 already")
    ("date '' has no zone: taken as UTC", 'heat stands on line 0 already')
    """
    message = message.replace(path, "") if path else message
    return _NUMBER.sub("0", _ADDRESS.sub("", _QUOTED.sub("''", message)))


def _drawn(finding: Finding) -> str:
    number = str(finding.line)
    margin = " " * len(number)
    where = f"{printable(finding.file)}:{finding.line}:{finding.column}"
    lines = [f"{where}: {finding.severity} {finding.code} {finding.name}: {printable(finding.message)}"]
    if finding.source.strip():
        source, column, length = _cut(finding)
        lines += [f"  {margin} |", f"  {number} | {source}", f"  {margin} | {' ' * column}{'^' * length}"]
    lines += [f"  {margin} = expected: {finding.expected}", f"  {margin} = mend: {printable(finding.mend)}"]
    return "\n".join(lines) + "\n\n"


def _cut(finding: Finding) -> tuple[str, int, int]:
    """Return as much of the source line as fits, and where in it, and how long, the caret is."""
    source = printable(finding.source)
    start = finding.column - 1
    end = finding.end_column - 1 if finding.end_line == finding.line else len(source)
    first = max(0, start - WIDTH // 3) if len(source) > WIDTH else 0
    shown = source[first : first + WIDTH]
    before, after = ("..." if first else ""), ("..." if first + WIDTH < len(source) else "")
    column = start - first + len(before)
    return f"{before}{shown}{after}", column, max(1, min(end, first + WIDTH) - start)


def printable(value: str) -> str:
    r"""Return a text without what could steer a terminal, as long as before.

    >>> printable("a\x1b[31mb\tc")
    'a?[31mb c'
    """
    return "".join(char if char.isprintable() else " " if char in "\t\xa0\u3000" else "?" for char in value)


def as_json(findings: Sequence[Finding], *, version: str = "") -> str:
    """Return findings as JSON: how many of each code, and each with all that is known of it."""
    counts = Counter(finding.code for finding in findings)
    severities = Counter(finding.severity for finding in findings)
    content = {
        "version": JSON_VERSION,
        "tool": {"name": "kg", "version": version},
        "counts": dict(sorted(counts.items())),
        "severities": {severity: severities[severity] for severity in reversed(SEVERITIES)},
        "findings": list(map(msgspec.structs.asdict, findings)),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def sarif(findings: Sequence[Finding], *, version: str = "") -> str:
    """Return findings as SARIF 2.1.0 (OASIS), with the table of codes as rules."""
    codes = list(CODES)
    driver = {
        "name": "kg",
        "version": version or "unknown",
        "rules": [
            {
                "id": code.code,
                "name": code.name,
                "shortDescription": {"text": code.title},
                "fullDescription": {"text": f"{code.title} Expected: {code.expected}."},
                "help": {"text": f"To mend it: {code.mend}."},
                "defaultConfiguration": {"level": code.severity},
            }
            for code in CODES.values()
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes.index(finding.code)) for finding in findings],
    }
    content = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding, index: int) -> dict[str, object]:
    region: dict[str, object] = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    if finding.text:
        region["snippet"] = {"text": finding.text}
    absolute = finding.file.startswith("/")
    artifact = {"uri": ("file://" if absolute else "") + quote(finding.file)}
    if not absolute:
        artifact["uriBaseId"] = "%SRCROOT%"
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": f"{finding.message}. Expected: {finding.expected}. To mend it: {finding.mend}."},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {FINGERPRINT: _fingerprint(finding)},
    }


def _fingerprint(finding: Finding) -> str:
    """Return what a finding is known by when lines move."""
    return hashlib.sha256(f"{finding.code}\n{finding.path}\n{finding.text}".encode("utf-8", "replace")).hexdigest()[:32]


def github(findings: Sequence[Finding], *, version: str = "") -> str:  # noqa: ARG001 - all formats are called alike
    """Return findings as workflow commands, which GitHub shows beside the lines of a pull request."""
    return "".join(map(_annotation, findings))


def _annotation(finding: Finding) -> str:
    properties = {"file": finding.file, "line": finding.line, "endLine": finding.end_line, "col": finding.column}
    if finding.end_line == finding.line and finding.end_column > finding.column:
        properties["endColumn"] = finding.end_column
    properties["title"] = f"{finding.code} {finding.name}"
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    message = f"{finding.message}\nExpected: {finding.expected}\nTo mend it: {finding.mend}"
    return f"::{GITHUB[finding.severity]} {listed}::{_data(message)}\n"


def _data(value: str) -> str:
    r"""Escape the message of a workflow command.

    >>> _data("100%\n::error::")
    '100%25%0A::error::'
    """
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    """Escape a property of a workflow command.

    >>> _property("a,b:c")
    'a%2Cb%3Ac'
    """
    return _data(value).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[..., str]] = {"text": text, "json": as_json, "sarif": sarif, "github": github}


def summary(findings: Iterable[Finding], *, files: str) -> str:
    """Return what became of the files (`kg.sources.account.Account.summary`), and what was found, on one line."""
    counts = Counter(finding.severity for finding in findings)
    found = ", ".join(words.count(counts[s], s) for s in reversed(SEVERITIES) if counts[s])
    return f"{files}; {found or 'nothing to find fault with'}"
