"""Entry points of other packages -> readers of files, by suffix, each loaded only when such a file is there.

A package offers a reader under the entry point group ``kg.sources``: a function from the bytes of a file and its path
to rows, which are dicts (or `kg.sources.tree.Mapping`, which know their lines) with the keys of any article. Its
attribute ``suffixes`` says which files it reads::

    def bibtex(data: bytes, path: str) -> Iterator[dict[str, object]]:
        '''BibTeX.'''
        yield {"title": "One", "url": "https://a.example/1", "date": "2020-06-11"}

    bibtex.suffixes = (".bib",)

What one package does wrong never stops the readers of another, nor those of kg; what a reader does wrong on a file is
a rejection of the file.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from kg.errors import ReaderError, SourceError
from kg.sources.tree import MAX_DEPTH, Mapping, Sequence

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "kg.sources"
Read = Callable[[bytes, str], Iterable[Any]]


class OtherReader(msgspec.Struct, frozen=True):
    """A reader of another package: its name, the suffixes of its files (in lower case), and where it comes from."""

    name: str
    suffixes: tuple[str, ...]
    read: Read
    origin: str


@functools.cache
def installed() -> tuple[EntryPoint, ...]:
    """Return what installed packages offer; they are asked once a process."""
    from importlib import metadata

    return tuple(metadata.entry_points(group=GROUP))


def load(offered: Iterable[EntryPoint] | None = None, *, taken: Collection[str] = ()) -> tuple[OtherReader, ...]:
    """Return the readers of installed packages, sorted by name.

    Args:
        offered: entry points to take instead of the installed ones.
        taken: suffixes that kg reads itself.

    Raises:
        ReaderError: two claim one name or suffix, one cannot be loaded, or one does not say what it reads.
    """
    found: dict[str, OtherReader] = {}
    owners = dict.fromkeys(taken, "kg")
    for point in sorted(installed() if offered is None else offered, key=lambda p: (p.name, p.value)):
        reader = _reader(point)
        if reader.name in found:
            claims = f"{found[reader.name].origin} and {reader.origin}"
            raise ReaderError(f"two readers claim the name {reader.name!r}: {claims}; rename one")
        for suffix in reader.suffixes:
            if suffix in owners:
                claims = f"{owners[suffix]} and {reader.origin}"
                raise ReaderError(f"two readers claim files in {suffix}: {claims}; uninstall the package of one")
            owners[suffix] = reader.origin
        found[reader.name] = reader
    return tuple(found.values())


def reader_of(path: str, readers: Iterable[OtherReader]) -> OtherReader | None:
    """Return the reader that reads a file, by its suffix (of several the longest); None if there is none."""
    name = path.lower()
    fitting = [(suffix, reader) for reader in readers for suffix in reader.suffixes if name.endswith(suffix)]
    return max(fitting, key=lambda found: len(found[0]))[1] if fitting else None


def rows(reader: OtherReader, data: bytes, path: str) -> Iterator[Mapping | SourceError]:
    """Yield what a reader of another package makes of a file, one row at a time; an error where it breaks.

    Args:
        reader: of `load`.
        data: the whole file.
        path: its path.
    """
    number = 0
    try:
        for row in reader.read(data, path):
            number += 1
            found = tree_of(row, line=getattr(row, "line", 1))
            if isinstance(found, Mapping):
                yield found
            else:
                wrong = f"row {number} is {row!r:.80}, not a dict; mend the reader {reader.name!r} of {reader.origin}"
                yield SourceError(wrong)
    except SourceError as error:
        yield error
    except Exception as error:
        yield SourceError(
            f"the reader {reader.name!r} of {reader.origin} broke after row {number}: {type(error).__name__}: {error}; "
            "mend or uninstall its package"
        )


def tree_of(value: object, *, line: int = 1, depth: int = 0) -> Any:
    """Return a value of Python as front matter would have it: mappings, sequences, texts and None.

    Args:
        value: dicts, lists, texts, numbers, truth values, dates and None in each other; all else is taken by its text.
        line: where it stands, if it does not know itself.
        depth: how deep it stands.

    Raises:
        SourceError: it is nested more than `MAX_DEPTH` deep.

    >>> tree_of({"draft": True, "score": 3, "tags": ("a", None)})
    {'draft': 'true', 'score': '3', 'tags': ['a', None]}
    """
    if not isinstance(value, dict | list | tuple | set | frozenset):
        return _text(value)
    if depth >= MAX_DEPTH:
        raise SourceError(f"nested more than {MAX_DEPTH} deep", line=line)
    if isinstance(value, dict):
        found = Mapping(line)
        lines = getattr(value, "lines", {})
        for key, inner in value.items():
            place = lines.get(key, line)
            found.place(str(key), place)
            found[str(key)] = tree_of(inner, line=place, depth=depth + 1)
        return found
    items = Sequence(line)
    places = getattr(value, "lines", None) or [line] * len(value)
    for item, place in zip(
        sorted(value, key=str) if isinstance(value, set | frozenset) else value, places, strict=False
    ):
        items.append(tree_of(item, line=place, depth=depth + 1))
        items.lines.append(place)
    return items


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    if value is None or (isinstance(value, float) and math.isnan(value)):  # which data frames have where none is
        return None
    return str(value)


def _reader(point: EntryPoint) -> OtherReader:
    origin = f"{point.dist.name} ({point.value})" if point.dist else point.value
    try:
        read = point.load()
    except Exception as error:
        raise ReaderError(
            f"the reader {point.name!r} of {origin} cannot be loaded: {type(error).__name__}: {error}; "
            "mend or uninstall its package"
        ) from error
    if not callable(read):
        raise ReaderError(
            f"the reader {point.name!r} of {origin} is {read!r:.80}: offer a function (data, path) -> rows"
        )
    suffixes = getattr(read, "suffixes", ())
    suffixes = (suffixes,) if isinstance(suffixes, str) else suffixes
    proper = isinstance(suffixes, tuple | list) and all(
        isinstance(one, str) and one[:1] == "." and len(one) > 1 for one in suffixes
    )
    if not proper or not suffixes:
        raise ReaderError(
            f"the reader {point.name!r} of {origin} does not say what it reads: give it suffixes, as in "
            f'{point.name}.suffixes = (".bib",)'
        )
    return OtherReader(point.name, tuple(one.lower() for one in suffixes), read, origin)
