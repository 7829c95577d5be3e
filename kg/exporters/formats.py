"""A format: what it is called, what it is for, and the function that writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec

import msgspec

from kg.errors import UsageError

Files = Mapping[str, bytes]  # by their path in the folder, with /
Export = Callable[..., bytes | Files]


class Extra(msgspec.Struct, frozen=True):
    """What a format needs beside kg: the extra to install, and the module that it brings."""

    name: str
    module: str

    @property
    def missing(self) -> bool:
        """Whether it is not installed."""
        return find_spec(self.module) is None


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
        if self.extra is not None and self.extra.missing:
            raise UsageError(f"{name} needs {self.extra.module}: pip install 'kg-news[{self.extra.name}]'")
