"""Dicts, articles and data frames of Python -> JSON Lines, as a file of rows would have them.

What is missing (None, NaN, NaT, NA) is left out, times are ISO 8601, lists stay lists. An `Article` is written under
the keys of the one table of fields; a provider is known by its domain.
"""

from __future__ import annotations

import enum
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import msgspec

from kg.errors import UsageError
from kg.model import Article, Image, Record
from kg.sources.fields import FIELDS, fields_of
from kg.sources.images import URL

MOST_DEEP = 64
MISSING_TYPES = ("NAType", "NaTType")  # of pandas: values that are equal to nothing, and true or false neither
WHOLE = 1 << 53  # a float below it that is a whole number is one: frames have no other numbers where some are missing
FEW = 1 << 13  # rows of a table of Arrow that are made at a time
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which no file can hold


def rows_of(thing: object) -> Iterator[Mapping[Any, Any]] | None:
    """Return the rows of a record or a data frame, one at a time; None if it is neither.

    Args:
        thing: a mapping or what can be made one (a row of sqlite3), an `Article`, a frame of polars or pandas, a table
            of Arrow, or what offers Arrow's stream (``__arrow_c_stream__``) or the interchange of data frames
            (``__dataframe__``).
    """
    if isinstance(thing, Mapping):
        return iter((thing,))
    if isinstance(thing, Article):
        return iter((article_row(thing),))
    for method, rows in _FRAMES.items():
        if hasattr(thing, method) and not isinstance(thing, type):
            return rows(thing)
    return None


def _of_polars(frame: Any) -> Iterator[Mapping[Any, Any]]:
    yield from frame.iter_rows(named=True)


def _of_pandas(frame: Any) -> Iterator[Mapping[Any, Any]]:
    """Yield the rows of a frame of pandas; an index that has a name is a column."""
    if all(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    names = [".".join(map(str, name)) if isinstance(name, tuple) else name for name in frame.columns]
    for row in frame.itertuples(index=False, name=None):
        yield dict(zip(names, row, strict=True))


def _of_arrow(table: Any) -> Iterator[Mapping[Any, Any]]:
    for batch in table.to_batches(max_chunksize=FEW):
        yield from batch.to_pylist()


def _of_stream(frame: Any) -> Iterator[Mapping[Any, Any]]:
    import pyarrow as pa

    yield from _of_arrow(pa.table(frame))


def _of_interchange(frame: Any) -> Iterator[Mapping[Any, Any]]:
    from pyarrow.interchange import from_dataframe

    yield from _of_arrow(from_dataframe(frame))


_FRAMES: dict[str, Callable[[Any], Iterator[Mapping[Any, Any]]]] = {  # by a method that no other kind has
    "iter_rows": _of_polars,
    "collect_schema": lambda lazy: _of_polars(lazy.collect()),
    "itertuples": _of_pandas,
    "to_batches": _of_arrow,
    "to_pylist": lambda batch: iter(batch.to_pylist()),
    "keys": lambda row: iter(({key: row[key] for key in row.keys()},)),  # noqa: SIM118 - a row of sqlite3 has values in it
    "__arrow_c_stream__": _of_stream,
    "__dataframe__": _of_interchange,
}


def article_row(article: Article) -> dict[str, object]:
    """Return an article as front matter has it: under the first key of each field.

    >>> article_row(Article(key="https://a.example/1", url="https://a.example/1", title="One", provider="a.example"))
    {'webUrl': 'https://a.example/1', 'title': 'One', 'type': 'article', 'provider': {'domain': 'a.example'}}
    """
    row: dict[str, object] = {}
    for attribute, field in fields_of("article").items():
        value = getattr(article, attribute, None)
        if value is not None and value != ():
            row[(field.keys or field.also)[0]] = value
    if article.provider:
        row[FIELDS["provider"].keys[0]] = {FIELDS["domain"].keys[0]: article.provider}
    if article.images:
        row[FIELDS["images"].keys[0]] = [_image(image) for image in article.images]
    return row


def _image(image: Image) -> dict[str, object]:
    found = {field.keys[0]: getattr(image, attribute) for attribute, field in fields_of("image").items()}
    return {URL: image.url, **found}


def lines(rows: Iterable[Mapping[Any, Any]], *, first: int = 1) -> Iterator[bytes]:
    r"""Yield each row as a line of JSON Lines.

    Args:
        rows: to write.
        first: the number of the first one, for messages.

    Raises:
        UsageError: a value is nothing that a file could hold; says in which record, and under which key.

    >>> [*lines([{"title": "Ö", "score": 3.0, "date": datetime(2020, 6, 11, 1, 6), "tags": ("a", None), "x": None}])]
    [b'{"title":"\xc3\x96","score":3,"date":"2020-06-11T01:06:00","tags":["a"]}\n']
    """
    for number, row in enumerate(rows, start=first):
        try:
            values = _mapping(row, 0)
        except _OddValueError as error:
            raise UsageError(f"record {number}: {error}") from None
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        yield _SURROGATE.sub("\ufffd", text).encode() + b"\n"


class _OddValueError(Exception):
    """A value that no file could hold."""


def _mapping(row: Mapping[Any, Any], depth: int) -> dict[str, object]:
    found = {}
    for key, value in row.items():
        try:
            plain = _plain(value, depth + 1)
        except _OddValueError as error:
            raise _OddValueError(f"{key}: {error}" if depth == 0 else str(error)) from None
        if plain is not None:
            found[str(key)] = plain
    return found


def _plain(value: Any, depth: int) -> object:  # noqa: PLR0911 - a return a kind of value
    """Return a value as JSON has it; None if it is missing."""
    if depth > MOST_DEEP:
        raise _OddValueError(f"it is nested more than {MOST_DEEP} deep")
    if isinstance(value, enum.Enum):
        value = value.value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if type(value).__name__ in MISSING_TYPES:
        return None
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Decimal):
        return None if value.is_nan() else str(value)
    if isinstance(value, datetime):  # one of pandas has nanoseconds, which no article needs
        return datetime.isoformat(value).replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Record):  # in one of an article
        value = _image(value) if isinstance(value, Image) else msgspec.structs.asdict(value)
    if isinstance(value, Mapping):
        return _mapping(value, depth)
    return _other(value, depth)


def _number(value: float) -> object:
    if math.isnan(value):
        return None
    if math.isinf(value):
        return str(float(value))
    return int(value) if value.is_integer() and abs(value) < WHOLE else float(value)


def _other(value: Any, depth: int) -> object:
    """Return lists, arrays, NumPy's own numbers and times, and what has a text of its own."""
    if getattr(getattr(value, "dtype", None), "kind", "") == "M" and not hasattr(value, "__len__"):
        return _plain(value.astype("datetime64[us]").item(), depth)
    for method in ("tolist", "to_list", "as_py"):
        if hasattr(value, method):
            value = getattr(value, method)()
            if not isinstance(value, list):
                return _plain(value, depth + 1)
            break
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        return [item for each in value if (item := _plain(each, depth + 1)) is not None]
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode("utf-8", "replace")
    if getattr(type(value), "__str__", None) is object.__str__:
        kind = type(value).__name__
        raise _OddValueError(f"a {kind} cannot be written; give a text, a number, a time, a list or a dict")
    return str(value)
