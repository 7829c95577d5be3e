"""Entry points of other packages -> formats, each loaded only when it is asked for.

A package offers an exporter under the entry point group ``kg.exporters``, by the name of its format: a
`kg.exporters.Format`, or just a function that takes the store and returns bytes, whose first line of docstring says
what the format is for and whose name is the file extension::

    def opml(store: Store) -> bytes:
        '''Outliners.'''

What one package does wrong never stops the formats of another, nor those of kg.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from kg.errors import ExporterError
from kg.exporters.format import Format

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "kg.exporters"


@functools.cache
def installed() -> tuple[EntryPoint, ...]:
    """Return what installed packages offer; they are asked once a process, which is a tenth of a small build."""
    from importlib import metadata

    return tuple(metadata.entry_points(group=GROUP))


def offered() -> dict[str, list[EntryPoint]]:
    """Return the entry points of installed packages by name, sorted."""
    found: dict[str, list[EntryPoint]] = {}
    for point in sorted(installed(), key=lambda p: (p.name, p.value)):
        found.setdefault(point.name, []).append(point)
    return found


def load(name: str, points: Collection[EntryPoint], *, built_in: Mapping[str, Format]) -> Format:
    """Return the format that packages offer under a name.

    Raises:
        ExporterError: several claim the name or the file name, it cannot be loaded, or it is no exporter.
    """
    claims = [*(["kg"] if name in built_in else []), *map(_origin, points)]
    if len(claims) > 1:
        raise ExporterError(
            f"several exporters claim the name {name!r}: {' and '.join(claims)}; rename one, or uninstall its package"
        )
    (point,) = points
    try:
        thing = point.load()
    except Exception as error:
        raise ExporterError(
            f"the exporter {name!r} of {_origin(point)} cannot be loaded: {type(error).__name__}: {error}; "
            "mend or uninstall its package"
        ) from error
    format = _format(name, thing, _origin(point))
    for other, known in built_in.items():
        if known.path(other) == format.path(name):
            raise ExporterError(
                f"the exporter {name!r} of {format.origin} writes {format.path(name)}, as {other!r} of kg does; "
                "give it another extension"
            )
    return format


def _format(name: str, thing: object, origin: str) -> Format:
    if isinstance(thing, Format):
        return Format(thing.extension, thing.export, thing.purpose, thing.options, thing.extra, origin)
    if not callable(thing) or isinstance(thing, type):
        raise ExporterError(
            f"the exporter {name!r} of {origin} is {thing!r:.80}: offer a kg.exporters.Format, "
            "or a function from the store to bytes"
        )
    purpose = (thing.__doc__ or "").strip().partition("\n")[0].rstrip(".")
    return Format(name, thing, purpose or "says nothing of itself", origin=origin)


def _origin(point: EntryPoint) -> str:
    return f"{point.dist.name} ({point.value})" if point.dist else point.value
