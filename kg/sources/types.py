"""The value of a field -> a text, a number, a date: one reader a type, with a word on each value that does not fit.

A value that does not fit is taken as missing: None, or an empty tuple where there may be many.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Protocol, TypeVar

import msgspec

from kg.codes import BAD_DATE, BROKEN_URL, NO_DOMAIN, NO_ZONE, UNKNOWN_KIND, WRONG_TYPE
from kg.identity import canonical_url, domain_key
from kg.model import Provider
from kg.sources.tree import Mapping
from kg.sources.values import as_integer, as_moment, as_prose, as_truth, has_zone, plain

KINDS = ("article", "video")
OF_PROVIDERS = ("domain", "name", "images")  # the fields that are read of a provider in the file of an article
MOST_KINDS = 1 << 12  # texts that are remembered
NOT_A_TEXT = "is a {}, not a text: left out; write it on one line"
NOT_AN_ADDRESS = "is a {}, not an address: left out"
NOT_A_NUMBER = "{} is not a whole number: left out"
NOT_A_TRUTH = "{} is neither true nor false: left out"
NOT_A_DATE = "{} is not a date: left out; write it as 2020-06-11T01:06:00Z"
NO_ZONE_GIVEN = "{} has no zone: taken as UTC; add Z, or an offset such as +02:00"
NOT_A_KIND = f"{{!r}} is none of {', '.join(KINDS)}: taken as article"
NO_ALIAS = "is not an absolute http(s) address: no other article is known by it"

Value = TypeVar("Value")
Text = Callable[[str], object]  # what reads a text


class OddError(Exception):
    """There is something to say of a value: what, under which code, and what is taken in its place."""

    def __init__(self, message: object = "", *, code: str = WRONG_TYPE, taken: object = None) -> None:
        super().__init__(message)
        self.code = code
        self.taken = taken


class MappedFields(Protocol):
    """The fields of a mapping, as a type reads from them (`kg.sources.fields.Fields`)."""

    def raw(self, name: str) -> object:
        """Return the value of a field as it is."""

    def value(self, name: str) -> Any:
        """Return the value of a field, as its type reads it."""

    def values(self, record: str) -> dict[str, Any]:
        """Return what the fields that are there give for a record."""

    def items(self, name: str) -> list[tuple[Any, int]]:
        """Return the items of a list with their lines."""

    def of(self, node: Mapping) -> MappedFields:
        """Return the fields of another mapping of the same file."""

    def warn(self, name: str, message: str, *, line: int | None = None, code: str = WRONG_TYPE) -> None:
        """Note a word on a field, which it begins with the key of."""

    def note(self, name: str, message: str, *, line: int | None = None, code: str = WRONG_TYPE) -> None:
        """Note a word on a field."""


class Type(msgspec.Struct, frozen=True, kw_only=True):
    """How the value of a field is read.

    `read` takes it from the fields of a mapping by the field's name. The other two are what makes plain files fast, and
    may be left out: `of_text` returns the same for a text, or raises `OddError` where `read` has a word to say;
    `of_lines` does so for the lines below a key, and returns None for lines that are not of the usual form.

    `many` says that a value is a tuple.
    """

    read: Callable[[MappedFields, str], object]
    of_text: Text | None = None
    of_lines: Text | None = None
    many: bool = False
    likely: frozenset[str] = frozenset()


def of_texts(of_text: Text, message: str, *, missing: object = None, likely: Iterable[str] = ()) -> Type:
    """Return the type of a value that is written as one text.

    Args:
        of_text: returns the value of a text that is not blank; raises `OddError` where there is something to say of it.
        message: on what is no text, whose shape it names.
        missing: taken where there is no value.
        likely: see `Type`.
    """

    def read(fields: MappedFields, name: str) -> object:
        value = fields.raw(name)
        if value is None:
            return missing
        if not isinstance(value, str):
            fields.warn(name, message.format(shape(value)))
            return missing
        try:
            return of_text(value)
        except OddError as odd:
            fields.warn(name, str(odd), code=odd.code)
            return odd.taken

    return Type(read=read, of_text=of_text, likely=frozenset(likely))


def _text(value: str) -> str | None:
    """Return a text on one line: entities resolved, spaces folded."""
    return plain(value) or None


def _other_address(value: str) -> str:
    """Return an address that the article goes by too."""
    value = value.strip()
    if canonical_url(value) is None:
        raise OddError(NO_ALIAS, code=BROKEN_URL, taken=value)
    return value


def _fitting(read: Callable[[str], Value | None], message: str) -> Callable[[str], Value]:
    """Return what returns the same, but for None, which is odd."""

    def fitting(value: str) -> Value:
        found = read(value)
        if found is None:
            raise OddError(message.format(shown(value)))
        return found

    return fitting


def _size(value: str) -> int | None:
    """Return a size in pixels; one below zero is taken as missing."""
    number = _integer(value)
    return number if number >= 0 else None


def _moment(value: str) -> datetime:
    """Return an aware datetime in UTC; without a zone it is taken as UTC."""
    found = as_moment(value)
    if found is None:
        raise OddError(NOT_A_DATE.format(shown(value)), code=BAD_DATE)
    if not has_zone(value):
        raise OddError(NO_ZONE_GIVEN.format(shown(value)), code=NO_ZONE, taken=found)
    return found


@functools.lru_cache(maxsize=MOST_KINDS)
def _kind(value: str) -> str:
    """Return what kind of article it is."""
    value = (plain(value) or KINDS[0]).lower()
    if value not in KINDS:
        raise OddError(NOT_A_KIND.format(value), code=UNKNOWN_KIND, taken=KINDS[0])
    return value


def texts(fields: MappedFields, name: str) -> tuple[str, ...]:
    """Return a list of texts; one text is a list of one, nulls and doubles are passed over."""
    found: dict[str, None] = {}
    for item, line in fields.items(name):
        if isinstance(item, str):
            found.setdefault(plain(item))
        elif item is not None:
            fields.warn(name, NOT_A_TEXT.format(shape(item)), line=line)
    found.pop("", None)
    return tuple(found)


def words(fields: MappedFields, name: str) -> tuple[str, ...]:
    """Return a list of words, of which a text may hold several."""
    return tuple(dict.fromkeys(word for several in texts(fields, name) for word in several.split()))


def provider(fields: MappedFields, name: str) -> Provider | None:
    """Return the record of an article's provider, if one is named."""
    value = fields.raw(name)
    if value is None:
        return None
    if isinstance(value, Mapping):
        inner = fields.of(value)
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
        fields.note(name, message, code=NO_DOMAIN)
    return Provider(domain=domain_key(domain), name=label, images=logos)


def shape(value: object) -> str:
    """Return what a value is that is no text."""
    return "mapping" if isinstance(value, Mapping) else "list"


def shown(value: str) -> str:
    """Return a text as a message shows it."""
    return repr(value if len(value) <= 40 else f"{value[:40]}...")


def _list_of_one(value: str) -> tuple[str, ...]:
    value = plain(value)
    return (value,) if value else ()


def _odd(value: str) -> object:
    raise OddError(value)


_integer = _fitting(as_integer, NOT_A_NUMBER)
TEXT = of_texts(_text, NOT_A_TEXT)
PROSE = of_texts(as_prose, NOT_A_TEXT)
ADDRESS = of_texts(str.strip, NOT_AN_ADDRESS, likely=["address"])
OTHER_ADDRESS = of_texts(_other_address, NOT_AN_ADDRESS)
INTEGER = of_texts(_integer, NOT_A_NUMBER.format("(a {})"))
SIZE = of_texts(_size, NOT_A_NUMBER.format("(a {})"))
TRUTH = of_texts(_fitting(as_truth, NOT_A_TRUTH), NOT_A_TRUTH.format("(a {})"), likely=["truth"])
MOMENT = of_texts(_moment, NOT_A_DATE.format("(a {})"), likely=["date"])
TEXTS = Type(read=texts, of_text=_list_of_one, many=True)
WORDS = Type(read=words, many=True)
KIND = of_texts(_kind, NOT_A_TEXT, missing=KINDS[0])
PROVIDER = Type(read=provider, likely=frozenset(("text", "mapping")))
# the items of a related list are articles themselves: each reader of articles takes them one by one
RELATED = Type(
    read=lambda fields, name: fields.items(name), of_text=_odd, of_lines=_odd, many=True, likely=frozenset(("list",))
)
