"""Installed packages -> their versions and what they offer, from the names of their folders.

`importlib.metadata` says the same, but is long in loading and reads what every package says of itself: a thirtieth of
a small build. It is asked where packages are installed in other ways than folders `*.dist-info` on the path.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

INFO = ".dist-info"
OTHERS = (".egg-info", ".egg-link", ".egg", "EGG-INFO")  # what older installers leave
POINTS = "entry_points.txt"
_SAME = re.compile(r"[-_.]+")  # signs that are one in names of packages (PyPA, name normalization)


Places = tuple[tuple[str, int], ...]  # folders on the path, each with the time of its last change


class _Seen(msgspec.Struct, frozen=True):
    """The version of each package, and the texts of all that they offer."""

    versions: dict[str, str]
    points: bytes


def entry_points(*, group: str) -> tuple[EntryPoint, ...]:
    """Return what installed packages offer under a group."""
    return _points(group, _places())


def version(name: str) -> str | None:
    """Return the version of a package that is installed, None if it is not.

    >>> version("no-such-package") is None
    True
    """
    if (seen := _read(_places())) is not None:
        return seen.versions.get(_key(name))
    from importlib import metadata

    with suppress(metadata.PackageNotFoundError):
        return metadata.version(name)
    return None


def _places() -> Places:
    """Return the folders and other things on the path, each with the time of its last change."""
    places = []
    for place in map(os.path.abspath, sys.path):
        with suppress(OSError):
            places.append((place, os.stat(place).st_mtime_ns))
    return tuple(places)


@lru_cache(maxsize=8)
def _points(group: str, places: Places) -> tuple[EntryPoint, ...]:
    if (seen := _read(places)) is not None and group.encode() not in seen.points:
        return ()
    from importlib import metadata

    return tuple(metadata.entry_points(group=group))


@lru_cache(maxsize=1)
def _read(places: Places) -> _Seen | None:
    """Return what lies in these places; None if not all that is installed may be told by the names of folders."""
    if any(hasattr(finder, "find_distributions") and finder is not PathFinder for finder in sys.meta_path):
        return None
    versions: dict[str, str] = {}
    points: list[bytes] = []
    for place, _ in places:
        if not Path(place).is_dir():  # a zip
            return None
        for name in os.listdir(place):
            if name.endswith(OTHERS):
                return None
            if name.endswith(INFO):
                package, _, version = name.removesuffix(INFO).partition("-")
                versions.setdefault(_key(package), version)
                with suppress(OSError):
                    points.append(Path(place, name, POINTS).read_bytes())
    return _Seen(versions, b"\n".join(points))


def _key(name: str) -> str:
    return _SAME.sub("-", name).lower()
