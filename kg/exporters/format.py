"""A format: what it is called, what it is for, and the function that writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib.util import find_spec

import msgspec

from kg.errors import UsageError
from kg.folder import Files

Export = Callable[..., bytes | Files]
PICTURE_FILE = re.compile(
    r"graph-(?:coverage|story-[0-9a-f]{16})\.(?:svg|png)"
)  # what they are called, beside graph.svg


class Extra(msgspec.Struct, frozen=True):
    """What a format needs beside kg: the extra to install, and the module that it brings."""

    name: str
    module: str


class Format(msgspec.Struct, frozen=True):
    """A format: its file extension, the function that writes it, what it is for, and what it needs.

    The function takes the store and returns the bytes of one file, or those of several by their paths. A format
    without an extension is such a folder. `options` are the keyword arguments that it takes beside the store, of those
    that `kg.exporters.write` knows.
    """

    extension: str
    export: Export
    purpose: str
    options: tuple[str, ...] = ()
    extra: Extra | None = None
    origin: str = "kg"

    def path(self, name: str, stem: str = "graph") -> str:
        """Return what the file or the folder of the format is called."""
        return f"{stem}.{self.extension}" if self.extension else f"{stem}-{name}"

    def check(self, name: str) -> None:
        """Refuse a format whose extra is not installed.

        Raises:
            UsageError: it is not; says how to install it.
        """
        if self.extra is not None and find_spec(self.extra.module) is None:
            raise UsageError(f"{name} needs {self.extra.module}: pip install 'kg-news[{self.extra.name}]'")


def stem(options: Mapping[str, object]) -> str:
    """Return what the file of a picture is called, without its extension; that of all else is the graph.

    >>> stem({}), stem({"picture": "coverage"}), stem({"picture": "timeline", "story": "7e11"})
    ('graph', 'graph-coverage', 'graph-story-7e11')
    """
    if "story" in options:
        return f"graph-story-{options['story']}"
    name = options.get("picture", "map")
    return "graph" if name == "map" else f"graph-{name}"
