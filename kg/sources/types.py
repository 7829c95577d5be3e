"""The value of a field -> a text, a number, a date: one reader a type, with a word on each value that does not fit.

A value that does not fit is taken as missing: None, or an empty tuple where there may be many.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kg.codes import BAD_DATE, BROKEN_URL, NO_DOMAIN, NO_ZONE, UNKNOWN_KIND, WRONG_TYPE
from kg.identity import canonical_url, domain_key
from kg.model import Provider
from kg.sources.tree import Mapping
from kg.sources.values import as_integer, as_moment, as_prose, as_truth, has_zone, plain

if TYPE_CHECKING:
    from kg.sources.fields import Fields

KINDS = ("article", "video")
OF_PROVIDERS = ("domain", "name", "images")  # the fields that are read of a provider in the file of an article
MOST_KINDS = 1 << 12  # texts that are remembered
NOT_A_TEXT = "is a {}, not a text: left out; write it on one line"
NOT_AN_ADDRESS = "is a {}, not an address: left out"
NOT_A_NUMBER = "{} is not a whole number: left out"
NOT_A_TRUTH = "{} is neither true nor false: left out"
NOT_A_DATE = "{} is not a date: left out; write it as 2020-06-11T01:06:00Z"
NO_ZONE_GIVEN = "{} has no zone: taken as UTC; add Z, or an offset such as +02:00"
NO_ALIAS = "is not an absolute http(s) address: no other article is known by it"

Value = TypeVar("Value")


class OddError(Exception):
    """There is something to say of a value; `Type.read` says it."""


class Type(msgspec.Struct, frozen=True, kw_only=True):
    """How the value of a field is read.

    `read` takes it from the fields of a mapping by the field's name. The other two are what makes plain files fast, and
    may be left out: `of_text` returns the same for a text, or raises `OddError` where `read` has a word to say;
    `of_lines` does so for the lines below a key, and returns None for lines that are not of the usual form.

    `many` says that a value is a tuple; `likely` what such a value looks like to `kg doctor`, any way if empty.
    """

    read: Callable[[Fields, str], object]
    of_text: Callable[[str], object] | None = None
    of_lines: Callable[[str], object] | None = None
    many: bool = False
    likely: frozenset[str] = frozenset()


def text(fields: Fields, name: str) -> str | None:
    """Return a field as plain text on one line: entities resolved, spaces folded."""
    value = fields.raw(name)
    if value is None or isinstance(value, str):
        return _text(value) if value else None
    fields.warn(name, NOT_A_TEXT.format(shape(value)))
    return None


def prose(fields: Fields, name: str) -> str | None:
    """Return a field as plain text without its HTML tags."""
    value = fields.raw(name)
    return as_prose(value) if isinstance(value, str) else text(fields, name)


def address(fields: Fields, name: str) -> str | None:
    """Return an address as the file has it, but for space around it."""
    value = fields.raw(name)
    if value is None or isinstance(value, str):
        return value.strip() if value else None
    fields.warn(name, NOT_AN_ADDRESS.format(shape(value)))
    return None


def other_address(fields: Fields, name: str) -> str | None:
    """Return an address that the article goes by too, with a word on it if no article can go by it."""
    value = address(fields, name)
    if value and canonical_url(value) is None:
        fields.warn(name, NO_ALIAS, code=BROKEN_URL)
    return value


def integer(fields: Fields, name: str) -> int | None:
    """Return a field as a whole number; a fraction is rounded."""
    value = fields.raw(name)
    number = None if value is None else as_integer(value)
    if number is None and value is not None:
        fields.warn(name, NOT_A_NUMBER.format(shown(value)))
    return number


def size(fields: Fields, name: str) -> int | None:
    """Return a size in pixels; one below zero is taken as missing."""
    number = integer(fields, name)
    return number if number is not None and number >= 0 else None


def truth(fields: Fields, name: str) -> bool | None:
    """Return a field as true or false."""
    value = fields.raw(name)
    found = as_truth(value) if isinstance(value, str) else None
    if found is None and value is not None:
        fields.warn(name, NOT_A_TRUTH.format(shown(value)))
    return found


def moment(fields: Fields, name: str) -> datetime | None:
    """Return a field as an aware datetime in UTC; without a zone it is taken as UTC."""
    value = fields.raw(name)
    found = as_moment(value) if isinstance(value, str) else None
    if found is None and value is not None:
        fields.warn(name, NOT_A_DATE.format(shown(value)), code=BAD_DATE if isinstance(value, str) else WRONG_TYPE)
    elif isinstance(value, str) and not has_zone(value):
        fields.warn(name, NO_ZONE_GIVEN.format(shown(value)), code=NO_ZONE)
    return found


def texts(fields: Fields, name: str) -> tuple[str, ...]:
    """Return a list of texts; one text is a list of one, nulls and doubles are passed over."""
    found: dict[str, None] = {}
    for item, line in fields.items(name):
        if isinstance(item, str):
            found.setdefault(plain(item))
        elif item is not None:
            fields.warn(name, NOT_A_TEXT.format(shape(item)), line=line)
    found.pop("", None)
    return tuple(found)


def words(fields: Fields, name: str) -> tuple[str, ...]:
    """Return a list of words, of which a text may hold several."""
    return tuple(dict.fromkeys(word for several in texts(fields, name) for word in several.split()))


def kind(fields: Fields, name: str) -> str:
    """Return what kind of article it is."""
    value = (text(fields, name) or KINDS[0]).lower()
    if value in KINDS:
        return value
    message = f"type {value!r} is none of {', '.join(KINDS)}: taken as article"
    fields.reader.warn(fields.line(name), message, key=fields.key(name), code=UNKNOWN_KIND)
    return KINDS[0]


def provider(fields: Fields, name: str) -> Provider | None:
    """Return the record of an article's provider, if one is named."""
    value = fields.raw(name)
    if value is None:
        return None
    if isinstance(value, Mapping):
        inner = fields.inner(name)
        domain, label, logos = (inner.value(field) for field in OF_PROVIDERS)
    elif isinstance(value, str):
        domain, label, logos = None, plain(value), ()
    else:
        fields.warn(name, "is a list, not a mapping with name and domain: left out")
        return None
    if not domain:
        if not label:
            return None
        domain = (canonical_url(fields.raw("url") or "") or "").removeprefix("https://").partition("/")[0]
        domain = domain.partition("?")[0]
        message = f"the provider {label!r} has no domain: taken as {domain}, from the article's address"
        fields.reader.warn(fields.line(name), message, key=fields.key(name), code=NO_DOMAIN)
    return Provider(domain=domain_key(domain), name=label, images=logos)


def shape(value: object) -> str:
    """Return what a value is that is no text."""
    return "mapping" if isinstance(value, Mapping) else "list"


def shown(value: object) -> str:
    """Return a value as a message shows it."""
    if not isinstance(value, str):
        return f"(a {shape(value)})"
    return repr(value if len(value) <= 40 else f"{value[:40]}...")


def _text(value: str) -> str | None:
    return plain(value) or None


def _list_of_one(value: str) -> tuple[str, ...]:
    value = plain(value)
    return (value,) if value else ()


def _fitting(read: Callable[[str], Value | None]) -> Callable[[str], Value]:
    """Return what returns the same, but for None, which is odd."""

    def fitting(value: str) -> Value:
        found = read(value)
        if found is None:
            raise OddError(value)
        return found

    return fitting


def _moment(value: str) -> datetime:
    found = as_moment(value)
    if found is None or not has_zone(value):
        raise OddError(value)
    return found


def _other_address(value: str) -> str:
    value = value.strip()
    if canonical_url(value) is None:
        raise OddError(value)
    return value


@functools.lru_cache(maxsize=MOST_KINDS)
def _kind(value: str) -> str:
    value = (plain(value) or KINDS[0]).lower()
    if value not in KINDS:
        raise OddError(value)
    return value


def _odd(value: str) -> object:
    raise OddError(value)


TEXT = Type(read=text, of_text=_text)
PROSE = Type(read=prose, of_text=as_prose)
ADDRESS = Type(read=address, of_text=str.strip, likely=frozenset(("address",)))
OTHER_ADDRESS = Type(read=other_address, of_text=_other_address)
INTEGER = Type(read=integer, of_text=_fitting(as_integer))
SIZE = Type(read=size)
TRUTH = Type(read=truth, of_text=_fitting(as_truth), likely=frozenset(("truth",)))
MOMENT = Type(read=moment, of_text=_moment, likely=frozenset(("date",)))
TEXTS = Type(read=texts, of_text=_list_of_one, many=True)
WORDS = Type(read=words, many=True)
KIND = Type(read=kind, of_text=_kind)
PROVIDER = Type(read=provider, likely=frozenset(("text", "mapping")))
# the items of a related list are articles themselves: each reader of articles takes them one by one
RELATED = Type(
    read=lambda fields, name: fields.items(name), of_text=_odd, of_lines=_odd, many=True, likely=frozenset(("list",))
)
