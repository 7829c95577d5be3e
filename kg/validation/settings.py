"""`kg.toml` or `pyproject.toml`, and a baseline -> which findings count.

::

    [validate]                        # in kg.toml; [tool.kg.validate] in pyproject.toml
    ignore = ["KG019"]                # codes that are not reported
    exclude = ["_news/archive/*"]     # files of which nothing is reported
    fail-on = "error"                 # the least severity that makes the exit code 1
    baseline = "kg-baseline.json"     # findings that were there before, and do not count

    [validate.per-file-ignores]
    "_news/2019-*" = ["KG009", "KG020"]
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import msgspec

from kg.codes import CODES, SEVERITIES
from kg.errors import UsageError
from kg.sources.spelling import nearest
from kg.validation.finding import Finding

FILES = (("kg.toml", ("validate",)), ("pyproject.toml", ("tool", "kg", "validate")))  # where settings are looked for
KEYS = ("ignore", "exclude", "fail-on", "baseline", "per-file-ignores")
BASELINE = "kg-baseline.json"
BASELINE_VERSION = 1

_Key = tuple[str, str, str]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Which findings are reported, and from which severity on they make the exit code 1."""

    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fail_on: str = "warning"
    baseline: str | None = None

    def kept(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are neither of an ignored code nor of an excluded file."""
        return [finding for finding in findings if not self._left_out(finding)]

    def fails(self, findings: Iterable[Finding]) -> bool:
        """Return whether any finding is as grave as `fail_on`."""
        return any(finding.grade >= SEVERITIES.index(self.fail_on) for finding in findings)

    def _left_out(self, finding: Finding) -> bool:
        return (
            finding.code in self.ignore
            or any(_matches(finding, pattern) for pattern in self.exclude)
            or any(finding.code in codes and _matches(finding, pattern) for pattern, codes in self.per_file)
        )


def _matches(finding: Finding, pattern: str) -> bool:
    return fnmatchcase(finding.path, pattern) or fnmatchcase(finding.file, pattern)


def load(path: Path | None = None, *, folder: Path | None = None) -> Settings:
    """Return the settings of a file; of the first in the folder that has some, or the usual ones.

    Args:
        path: kg.toml, pyproject.toml or a file like them.
        folder: where to look if there is no path; the current folder if None.

    Raises:
        UsageError: the file cannot be read, or a setting is wrong.
    """
    if path is not None:
        return _settings(_table(path, _keys_of(path)), path)
    for name, keys in FILES:
        candidate = (folder or Path()) / name
        if candidate.is_file():
            table = _table(candidate, keys)
            if table:
                return _settings(table, candidate)
    return Settings()


def _keys_of(path: Path) -> tuple[str, ...]:
    return next((keys for name, keys in FILES if name == path.name), FILES[0][1])


def _table(path: Path, keys: Sequence[str]) -> Mapping[str, object]:
    try:
        table: object = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as TOML: {error}") from error
    for key in keys:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    if not isinstance(table, dict):
        raise UsageError(f"{path}: {'.'.join(keys)} is no table; write [{'.'.join(keys)}]")
    return table


def _settings(table: Mapping[str, object], path: Path) -> Settings:
    for key in table:
        if key not in KEYS:
            meant = nearest(key, KEYS)
            hint = f"did you mean {meant}?" if meant else f"there are {', '.join(KEYS)}"
            raise UsageError(f"{path}: unknown setting {key!r}; {hint}")
    per_file = table.get("per-file-ignores", {})
    if not isinstance(per_file, dict):
        raise UsageError(f"{path}: per-file-ignores is no table; write one line a pattern")
    baseline = table.get("baseline")
    if baseline is not None and not isinstance(baseline, str):
        raise UsageError(f"{path}: baseline is no text; give the path of a file")
    return Settings(
        ignore=known_codes(_texts(table, "ignore", path)),
        exclude=_texts(table, "exclude", path),
        per_file=tuple((pattern, known_codes(_texts(per_file, pattern, path))) for pattern in sorted(per_file)),
        fail_on=known_severity(table.get("fail-on", Settings().fail_on)),
        baseline=None if baseline is None else str(path.parent / baseline),
    )


def _texts(table: Mapping[str, object], key: str, path: Path) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UsageError(f'{path}: {key} is no list of texts; write ["..."]')
    return tuple(value)


def known_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes that were given by code or by name, as codes.

    Raises:
        UsageError: there is no such code.

    >>> known_codes(["kg001", "date-without-zone"])
    ('KG001', 'KG009')
    """
    names = {code.name: code.code for code in CODES.values()}
    found = []
    for code in codes:
        known = code.upper() if code.upper() in CODES else names.get(code.lower())
        if known is None:
            raise UsageError(f"there is no code {code!r}; kg validate --codes lists them")
        found.append(known)
    return tuple(found)


def known_severity(severity: object) -> str:
    """Return a severity.

    Raises:
        UsageError: there is no such severity.
    """
    if severity not in SEVERITIES:
        raise UsageError(f"there is no severity {severity!r}; it is one of {', '.join(SEVERITIES)}")
    return str(severity)


def write_baseline(findings: Iterable[Finding]) -> str:
    """Return the text of a baseline: what was found, without lines, so that it holds when lines move."""
    counts = Counter(map(_key, findings))
    rows = [
        {"code": code, "path": path, "text": text, "count": counts[code, path, text]}
        for code, path, text in sorted(counts)
    ]
    return json.dumps({"version": BASELINE_VERSION, "findings": rows}, ensure_ascii=False, indent=1) + "\n"


def without_baseline(findings: Iterable[Finding], path: Path) -> tuple[list[Finding], int]:
    """Return the findings that a baseline does not have, and how many of its own are gone.

    Raises:
        UsageError: the baseline cannot be read.
    """
    known = _baseline(path)
    left = []
    for finding in findings:
        key = _key(finding)
        if known[key] > 0:
            known[key] -= 1
        else:
            left.append(finding)
    return left, sum(known.values())


def _baseline(path: Path) -> Counter[_Key]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != BASELINE_VERSION:
            raise ValueError(content["version"])
        rows: list[Any] = content["findings"]
        return Counter({(str(row["code"]), str(row["path"]), str(row["text"])): int(row["count"]) for row in rows})
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no baseline of this version"
        raise UsageError(f"{path}: cannot be read ({why}); make it with kg validate --write-baseline") from error


def _key(finding: Finding) -> _Key:
    return finding.code, finding.path, finding.text or finding.message
