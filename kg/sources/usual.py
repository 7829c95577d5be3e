"""The entries of plain front matter -> the values of an article's fields, if nothing is to be said of any of them.

What `kg.sources.fields` takes with a word on what does not fit, is taken here without a word or is an `OddError`: in
one pass, by a table of what takes the value of each key. What stands below a key is known by its text, and read once.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from kg.identity import image_iri
from kg.model import Image, SourceFile
from kg.sources.articles import KINDS, publisher
from kg.sources.fields import ALIASES, Fields, Reader, meant_key
from kg.sources.lines import Entry, scalar, scan_lines
from kg.sources.tree import Mapping
from kg.sources.values import as_integer, as_moment, as_prose, as_truth, has_zone, plain

MOST_BELOW = 1 << 12  # texts below keys that are remembered
DEEP = " " * 13  # what is set in less is nested less deep than `kg.sources.tree.MAX_DEPTH`
UNREAD = ""  # the field of keys that nobody reads

Value = TypeVar("Value")
Take = Callable[[str], Any]

_KEYS = frozenset(key for keys in ALIASES.values() for key in keys)
_IMAGE = re.compile(  # an image with its keys in their usual order, or a sign of what else
    r'( {0,8})- url: "([^"\\\n]++)"\n(?:\1  width: ([0-9]{1,9})\n)?(?:\1  height: ([0-9]{1,9})\n)?'
    r'(?:\1  isCached: \w++\n)?(?:\1  title: "([^"\\\n]++)"\n)?\n*+|(.)',
    re.ASCII | re.DOTALL,
)


class OddError(Exception):
    """Something is not plain, or there is something to warn of."""


def values(entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the value of each field that has one; of a provider, its record.

    Args:
        entries: as `kg.sources.lines.ENTRY` finds them.

    Raises:
        OddError: there is something odd about them.
    """
    found: dict[str, Any] = {}
    ranks: dict[str, int] = {}
    if len({entry[0] for entry in entries}) < len(entries):  # of doubles, libyaml's way keeps account
        raise OddError
    for key, quoted, other, lines, odd in entries:
        if odd:
            raise OddError
        field, rank, take, take_below = TAKEN.get(key) or _unread(key)
        if lines and not lines.isspace():
            if quoted or other:
                raise OddError
            value = take_below(lines)
        else:
            text = quoted or (scalar(other) if other else None)
            if not text or text.isspace():
                continue
            value = take(text)
        if field not in ranks or rank < ranks[field]:  # the first of its names that has a value wins
            ranks[field], found[field] = rank, value
    found.pop(UNREAD, None)
    return found


def _unread(key: str) -> tuple[str, int, Take, Take]:
    if key not in _KEYS and meant_key(key):
        raise OddError
    return UNREAD, 0, str, _below


def _odd(text: str) -> Any:
    raise OddError(text)


def _fitting(take: Callable[[str], Value | None]) -> Callable[[str], Value]:
    """Return what returns the same, but for None, which is odd."""

    def fitting(text: str) -> Value:
        value = take(text)
        if value is None:
            raise OddError(text)
        return value

    return fitting


def _text(text: str) -> str | None:
    return plain(text) or None


def _moment(text: str) -> Any:
    moment = as_moment(text)
    if moment is None or not has_zone(text):
        raise OddError(text)
    return moment


@functools.lru_cache(maxsize=MOST_BELOW)
def _kind(text: str) -> str:
    kind = (plain(text) or KINDS[0]).lower()
    if kind not in KINDS:
        raise OddError(text)
    return kind


def _single(text: str) -> tuple[str, ...]:
    text = plain(text)
    return (text,) if text else ()


def _image(url: str, width: int | None = None, height: int | None = None, caption: str | None = None) -> Image:
    iri = image_iri(url)
    if iri is None:
        raise OddError(url)
    url = url.strip()
    same = url if iri == url else str(iri)  # most are: one text for both
    return Image(url=url, iri=same, width=width, height=height, caption=caption)


@functools.lru_cache(maxsize=MOST_BELOW)
def _images(lines: str) -> tuple[Image, ...]:
    images: dict[str, Image] = {}
    usual = _IMAGE.findall(lines)
    for indent, url, width, height, title, odd in usual:
        if odd or indent != usual[0][0]:
            return _images_below(lines)
        size = int(width) if width else None, int(height) if height else None
        image = _image(url, *size, _text(title) if title else None)
        images.setdefault(image.iri, image)
    return tuple(images.values())


@functools.lru_cache(maxsize=MOST_BELOW)
def _below(lines: str) -> Any:
    """Return the tree of what stands below a key."""
    node: Any = None if DEEP in lines else scan_lines(f"_:\n{lines}", first_line=0)
    if node is None:
        raise OddError(lines)
    return node["_"]


def _by_text(field: str, read: Callable[[Reader, Fields], Value]) -> Callable[[str], Value]:
    """Return what reads a field from the text below its key, each text once."""

    @functools.lru_cache(maxsize=MOST_BELOW)
    def by_text(lines: str) -> Value:
        reader, node = Reader(SourceFile(path="", sha256="")), Mapping(1)
        node[ALIASES[field][0]] = _below(lines)
        value = read(reader, Fields(node, reader))
        if reader.warned:
            raise OddError(lines)
        return value

    return by_text


_images_below = _by_text("images", lambda _, fields: fields.images())
_TAKES: dict[str, tuple[Take, Take]] = {  # of each field: what takes a text, and what takes the lines below its key
    "url": (str.strip, _odd),
    "title": (_text, _odd),
    "excerpt": (as_prose, _odd),
    "published": (_moment, _odd),
    "updated": (_moment, _odd),
    "kind": (_kind, _odd),
    "quality": (_fitting(as_integer), _odd),
    "heat": (_fitting(as_integer), _odd),
    "is_published": (_fitting(as_truth), _odd),
    "provider": (_odd, _by_text("provider", lambda reader, fields: publisher(reader, fields, ""))),
    "topics": (_single, _by_text("topics", lambda _, fields: fields.texts("topics"))),
    "tags": (_single, _by_text("tags", lambda _, fields: fields.texts("tags"))),
    "images": (lambda url: (_image(url),), _images),
    "amp_url": (str.strip, _odd),
    "cdn_amp_url": (str.strip, _odd),
    "related": (_odd, _odd),
}
TAKEN = {key: (field, rank, *takes) for field, takes in _TAKES.items() for rank, key in enumerate(ALIASES[field])}
