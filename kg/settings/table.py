"""One table of kg.toml -> its values, each checked, and a word with its line on each that does not fit."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from kg.codes import BAD_SETTING, FOREIGN_SETTING
from kg.settings.records import Problem
from kg.settings.toml import Toml
from kg.words import nearest

ABSOLUTE = re.compile(r"[/\\~]|[A-Za-z]:[/\\]")  # how a path begins that does not start from its file
MOST_PROBLEMS = 100  # of a file; to look for what was meant takes a while
LEAVES = "leads out of the folder of the settings: not obeyed in those of a source"


class Table:
    """One table of the settings, with a word on each value that did not fit, which is taken as missing.

    Args:
        values: of the table.
        keys: its path in the file.
        toml: the file.
        path: of the file.
        foreign: whether it came with a source, so that what it says is data.
    """

    def __init__(self, values: object, keys: tuple[str, ...], toml: Toml, path: Path, *, foreign: bool = False) -> None:
        self.keys = keys
        self.toml = toml
        self.path = path
        self.foreign = foreign
        self.problems: list[Problem] = []
        self.values: Mapping[str, Any] = values if isinstance(values, dict) else {}
        if not isinstance(values, dict):
            self.note("", f"{'.'.join(keys)} is no table; write [{'.'.join(keys)}]")

    def note(self, key: str, message: str, *, code: str = BAD_SETTING) -> None:
        """Note a word on a setting, or on the whole table."""
        if self.is_full:
            return
        if len(self.problems) == MOST_PROBLEMS - 1:
            message = f"{message}; there is more that is wrong, once this is right"
        keys = (*self.keys, key) if key else self.keys
        line = self.toml.line(*keys)
        self.problems.append(Problem(path=str(self.path), line=line, message=message, key=".".join(keys), code=code))

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that nothing more is said."""
        return len(self.problems) >= MOST_PROBLEMS

    def below(self, key: str) -> Table:
        """Return a table in this one; an empty one if it is missing. Its words are those of this one."""
        return self.over(self.values.get(key, {}), key)

    def over(self, values: object, key: str) -> Table:
        """Return a table of values that a key of this one stands for. Its words are those of this one."""
        found = Table(values, (*self.keys, key), self.toml, self.path, foreign=self.foreign)
        self.problems += found.problems
        found.problems = self.problems
        return found

    def check_keys(self, known: Collection[str]) -> None:
        """Note the keys that nothing reads, each with the one that was probably meant."""
        for key in self.values:
            if key not in known and not self.is_full:
                meant = nearest(key, known)
                hint = f"did you mean {meant}?" if meant else f"there are {', '.join(known)}"
                self.note(key, f"unknown setting {key!r}; {hint}")

    def text(self, key: str) -> str:
        """Return a text; an empty one if it is missing."""
        value = self.values.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.note(key, f'{key} is no text; write {key} = "..."')
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; an empty one if it is missing."""
        value = self.values.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.note(key, f'{key} is no list of texts; write ["..."]')
        return ()

    def truth(self, key: str) -> bool | None:
        """Return a truth value; None if it is missing."""
        value = self.values.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.note(key, f"{key} is no truth value; write {key} = true or {key} = false")
        return None

    def patterns(self, key: str) -> tuple[str, ...]:
        """Return patterns of paths below the folder of the file, without those that could match nothing there."""
        within = []
        for pattern in self.texts(key):
            if ABSOLUTE.match(pattern) or ".." in re.split(r"[/\\]", pattern):
                self.note(
                    key,
                    f"{key}: {pattern!r} {LEAVES if self.foreign else 'matches nothing'}; begin it below the "
                    "folder of the settings",
                    code=FOREIGN_SETTING if self.foreign else BAD_SETTING,
                )
            else:
                within.append(pattern.removeprefix("./"))
        return tuple(within)

    def file(self, key: str, value: str) -> str | None:
        """Return the path of what a setting names, from the folder of the settings; None if it may not be named.

        A source's settings do not lead out of their folder: not by ``..``, not from a root, and not by a link.
        """
        folder = self.path.parent
        place = folder / os.path.expanduser(value)
        if self.foreign and not is_within(place, folder):
            self.note(key, f"{key}: {value!r} {LEAVES}; put the file there", code=FOREIGN_SETTING)
            return None
        return str(place)

    def files(self, key: str) -> tuple[str, ...]:
        """Return the paths of files that a setting names."""
        found = (self.file(key, value) for value in self.texts(key))
        return tuple(path for path in found if path is not None)


def is_within(place: Path, folder: Path) -> bool:
    """Return whether a path stays in a folder, by its text and by the links on its way."""
    inside, real = os.path.abspath(folder), os.path.realpath(folder)
    try:
        within = os.path.commonpath((os.path.abspath(place), inside)) == inside
        return within and os.path.commonpath((os.path.realpath(place), real)) == real
    except ValueError:  # on two drives, or with a NUL
        return False
