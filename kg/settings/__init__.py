"""kg.toml or pyproject.toml -> settings: a frozen record a section, checked, with hints for misspelt keys.

::

    [validate]                        # in kg.toml; [tool.kg.validate] in pyproject.toml
    ignore = ["KG019"]                # codes that are not reported
    exclude = ["_news/archive/*"]     # files of which nothing is reported
    fail-on = "error"                 # the least severity that makes the exit code 1
    baseline = "kg-baseline.json"     # findings that were there before, and do not count

    [validate.per-file-ignores]
    "_news/2019-*" = ["KG009", "KG020"]

Paths are relative to the file. A new section is a record, what makes it of a table, and a line in `SECTIONS`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.codes import CODES, SEVERITIES
from kg.errors import UsageError
from kg.settings.records import Settings, Validate
from kg.words import nearest

__all__ = ["SECTIONS", "Settings", "Validate", "known_codes", "known_severity", "load"]

# where settings are looked for, and in which table; a file of another name is read as the first
FILES: tuple[tuple[str, tuple[str, ...]], ...] = (("kg.toml", ()), ("pyproject.toml", ("tool", "kg")))


def load(path: Path | None = None, *, folder: Path | None = None) -> Settings:
    """Return the settings of a file; each section of the first file in the folder that has it, or as it is usually.

    Args:
        path: kg.toml, pyproject.toml or a file like them.
        folder: where to look if there is no path; the current folder if None.

    Raises:
        UsageError: the file cannot be read, or a setting is wrong.

    >>> load(folder=Path("/nowhere")).validate.fail_on
    'warning'
    """
    where = folder or Path()
    files = [path] if path is not None else [where / name for name, _ in FILES if (where / name).is_file()]
    sections: dict[str, Any] = {}
    for file in files:
        for name, section in SECTIONS.items():
            if name not in sections and (table := _table(file, name)):
                sections[name] = section(table, file)
    return Settings(**sections)


def _table(path: Path, section: str) -> Mapping[str, object]:
    """Return the table of a section; an empty one if the file has none."""
    keys = (*next((keys for name, keys in FILES if name == path.name), FILES[0][1]), section)
    try:
        table: object = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as TOML: {error}") from error
    for key in keys:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    if not isinstance(table, dict):
        raise UsageError(f"{path}: {'.'.join(keys)} is no table; write [{'.'.join(keys)}]")
    return table


def _validate(table: Mapping[str, object], path: Path) -> Validate:
    known_keys(table, ("ignore", "exclude", "fail-on", "baseline", "per-file-ignores"), path)
    per_file = table.get("per-file-ignores", {})
    if not isinstance(per_file, dict):
        raise UsageError(f"{path}: per-file-ignores is no table; write one line a pattern")
    baseline = table.get("baseline")
    if baseline is not None and not isinstance(baseline, str):
        raise UsageError(f"{path}: baseline is no text; give the path of a file")
    return Validate(
        ignore=known_codes(texts(table, "ignore", path)),
        exclude=texts(table, "exclude", path),
        per_file=tuple((pattern, known_codes(texts(per_file, pattern, path))) for pattern in sorted(per_file)),
        fail_on=known_severity(table.get("fail-on", Validate().fail_on)),
        baseline=None if baseline is None else str(path.parent / baseline),
    )


SECTIONS: dict[str, Callable[[Mapping[str, object], Path], Any]] = {"validate": _validate}


def known_keys(table: Mapping[str, object], known: Collection[str], path: Path) -> None:
    """Look for keys of a table that nothing reads.

    Raises:
        UsageError: there is one; says which was probably meant.
    """
    for key in table:
        if key not in known:
            meant = nearest(key, known)
            hint = f"did you mean {meant}?" if meant else f"there are {', '.join(known)}"
            raise UsageError(f"{path}: unknown setting {key!r}; {hint}")


def texts(table: Mapping[str, object], key: str, path: Path) -> tuple[str, ...]:
    """Return a list of texts of a table; an empty one if it is missing.

    Raises:
        UsageError: it is no such list.
    """
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
