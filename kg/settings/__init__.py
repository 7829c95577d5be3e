"""kg.toml or pyproject.toml -> settings: a frozen record a section, checked, with hints for misspelt keys.

What can be set is in `kg.settings.records` and docs/settings.md. In kg.toml a section is ``[validate]``, in
pyproject.toml ``[tool.kg.validate]``. Paths are relative to the file. Settings that came with a source are data: what
they may not say, and what is wrong in them, are problems with a line, and the rest counts.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from kg.codes import BAD_SETTING, FOREIGN_SETTING
from kg.errors import UsageError
from kg.settings.records import Problem, Settings, SiteSection, Term, Validate
from kg.settings.sections import SECTIONS, known_codes, known_severity
from kg.settings.table import LEAVES, Table, is_within
from kg.settings.toml import TomlError, contents, parse

__all__ = [
    "FILE", "SECTIONS", "Problem", "Settings", "SiteSection", "Term", "Validate",
    "known_codes", "known_severity", "load", "of_source",
]  # fmt: skip

# where settings are looked for, and in which table; a file of another name is read as the first
FILES: tuple[tuple[str, tuple[str, ...]], ...] = (("kg.toml", ()), ("pyproject.toml", ("tool", "kg")))
FILE = FILES[0][0]
CONTEXT = "context"  # may stand above all sections, as if it stood in [terms]


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
    problems: list[Problem] = []
    for file in files:
        found, wrong = _read(file)
        sections = found | sections
        problems += wrong
    if problems:
        raise UsageError("\n".join(f"{one.path}:{one.line}: {one.message}" for one in problems))
    return Settings(**sections)


def of_source(folder: Path, *, config: Path | None = None) -> tuple[Settings, tuple[Problem, ...]]:
    """Return the settings that count for a source, and what is wrong with those that came with it.

    Those of `config` if it is given; else those of the kg.toml in the folder, as data; else those of the working
    directory, which are never data.

    Args:
        folder: of the source; only itself is looked in.
        config: a file that counts in place of all others.

    Raises:
        UsageError: the settings of `config` or of the working directory are wrong.

    >>> of_source(Path("/nowhere"))[1]
    ()
    """
    own = folder / FILE
    if config is not None or not os.path.lexists(own) or _is_working_directory(folder):
        return load(config), ()
    if not is_within(own, folder):
        linked = Problem(path=str(own), line=1, message=f"{FILE} is a link that {LEAVES}", code=FOREIGN_SETTING)
        return Settings(), (linked,)
    sections, problems = _read(own, foreign=True)
    return Settings(**sections), tuple(problems)


def _is_working_directory(folder: Path) -> bool:
    try:
        return os.path.samefile(folder, os.curdir)
    except OSError:
        return False


def _read(path: Path, *, foreign: bool = False) -> tuple[dict[str, Any], list[Problem]]:
    """Return the sections of a file that has them, and what is wrong with them."""
    try:
        toml = parse(contents(path).decode())
    except OSError as error:
        return {}, [_unreadable(path, f"cannot be read: {error.strerror or error}")]
    except UnicodeDecodeError as error:
        return {}, [_unreadable(path, f"cannot be read as TOML: {error}; save it as UTF-8")]
    except TomlError as error:
        return {}, [_unreadable(path, f"cannot be read as TOML: {error.reason}", line=error.line)]
    keys = next((keys for name, keys in FILES if name == path.name), FILES[0][1])
    table: object = toml.tables
    for key in keys:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    whole = Table(table, keys, toml, path, foreign=foreign)
    whole.check_keys((*SECTIONS, CONTEXT))
    values = dict(whole.values)
    if CONTEXT in values:
        terms = values.get("terms", {})
        values["terms"] = {CONTEXT: values[CONTEXT]} | terms if isinstance(terms, dict) else terms
    problems = whole.problems
    sections = {}
    for name in SECTIONS:
        if name in values:
            section = Table(values[name], (*keys, name), toml, path, foreign=foreign)
            sections[name] = SECTIONS[name](section)
            problems += section.problems
    return sections, sorted(problems, key=lambda one: one.line)


def _unreadable(path: Path, message: str, *, line: int = 1) -> Problem:
    return Problem(path=str(path), line=line, message=message, code=BAD_SETTING)
