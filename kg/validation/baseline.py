"""Findings -> those that count: as the settings say, and without those of a baseline, that were there before."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from kg.codes import SEVERITIES
from kg.errors import UsageError
from kg.settings import Validate
from kg.validation.finding import Finding

BASELINE = "kg-baseline.json"
BASELINE_VERSION = 1

_Key = tuple[str, str, str]


def kept(findings: Iterable[Finding], settings: Validate) -> list[Finding]:
    """Return the findings that are neither of an ignored code nor of an excluded file."""
    return [finding for finding in findings if not _left_out(finding, settings)]


def fails(findings: Iterable[Finding], settings: Validate) -> bool:
    """Return whether any finding is as grave as `fail_on`."""
    return any(SEVERITIES.index(f.severity) >= SEVERITIES.index(settings.fail_on) for f in findings)


def _left_out(finding: Finding, settings: Validate) -> bool:
    return (
        finding.code in settings.ignore
        or any(_matches(finding, pattern) for pattern in settings.exclude)
        or any(finding.code in codes and _matches(finding, pattern) for pattern, codes in settings.per_file)
    )


def _matches(finding: Finding, pattern: str) -> bool:
    return fnmatchcase(finding.path, pattern) or fnmatchcase(finding.file, pattern)


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
