"""The value of a field -> a text, a number, a date: one reader a type, with a word on each value that does not fit.

A value that does not fit is taken as missing: None, or an empty tuple where there may be many.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import msgspec

from kg.codes import BAD_DATE, BROKEN_URL, NO_ZONE, UNKNOWN_KIND, WRONG_TYPE
from kg.identity import canonical_url
from kg.sources.dates import AmbiguousDateError, Moment, moment
from kg.sources.site import NO_SITE, Site
from kg.sources.tree import Mapping, Sequence
from kg.sources.values import as_integer, as_prose, as_truth, plain
from kg.words import folded, nearest

KINDS = ("article", "video")
DRAFTS = frozenset(("draft", "drafts", "hidden", "private"))  # what status says of what is not published
# what the layout, type, format or category of a post says that is about the page it links to (Jekyll, Tumblr, Hexo;
# the post formats of WordPress)
LINK_FORMS = frozenset("link links linkpost linkposts linklog linkblog linkroll linkdump bookmark bookmarks".split())
ADDRESSES = ("url", "href", "uri", "link")  # and of one that has an address
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")  # BCP 47, but for what sites never have
MOST_KINDS = 1 << 12  # texts that are remembered
NOT_A_TEXT = "is a {}, not a text: left out; write it on one line"
NOT_AN_ADDRESS = "is a {}, not an address: left out"
NOT_A_NUMBER = "{} is not a whole number: left out"
NOT_A_TRUTH = "{} is neither a date nor true or false: left out"  # under published
NOT_A_WORD = "is a {}, not a word: left out"
NOT_A_DATE = "{} is not a date: left out; write it as 2020-06-11T01:06:00Z"
NO_ZONE_GIVEN = "{} has no zone: taken as UTC; add Z, or an offset such as +02:00"
NOT_A_LANGUAGE = "{} is no language tag: left out; write it as en or pt-BR"
NOT_A_KIND = f"{{!r}} is none of {', '.join(KINDS)}: taken as article"
NO_ALIAS = "is not an absolute http(s) address: no other article is known by it"
AMBIGUOUS = (
    "{} is read day first or month first: left out; write it as 2020-06-11, or settle it by dates in [site] of kg.toml"
)
ADDRESSED = re.compile(r"<\s*(\S+?)\s*>|\[[^\[\]]*\]\(\s*(\S+?)\s*\)")  # an address as Markdown has it
WITHIN_SITE = re.compile(r"/(?!/)\S*|(?!www\.)[^\s:/?#]+(?:[/?#]\S*)?")  # an address without scheme and host

Value = TypeVar("Value")
Text = Callable[[str], object]  # what reads a text


class OddError(Exception):
    """There is something to say of a value: what, under which code, and what is taken in its place."""

    def __init__(self, message: object = "", *, code: str = WRONG_TYPE, taken: object = None) -> None:
        super().__init__(message)
        self.code = code
        self.taken = taken


class MappedFields(Protocol):
    """The fields of a mapping, as a type reads from them (`kg.sources.mappings.Fields`)."""

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


def is_text(value: object) -> bool:
    """Return whether a value is a text."""
    return isinstance(value, str)


class Type(msgspec.Struct, frozen=True, kw_only=True):
    """How the value of a field is read.

    `read` takes it from the fields of a mapping by the field's name. `of_text` and `of_lines` are what makes plain
    files fast, and may be left out: the first returns the same for a text, or raises `OddError` where `read` has a word
    to say; the other does so for the lines below a key, and returns None for lines that are not of the usual form.

    `suits` tells a value that can be one of the field from any other: of several keys, the first with a value that
    suits counts. `many` says that a value is a tuple. `at` returns the type as a site has it, where sites differ.
    """

    read: Callable[[MappedFields, str], object]
    of_text: Text | None = None
    of_lines: Text | None = None
    many: bool = False
    suits: Callable[[object], bool] = is_text
    at: Callable[[Site], Type] | None = None


def of_texts(
    of_text: Text, message: str, *, missing: object = None, suits: Callable[[str], bool] | None = None
) -> Type:
    """Return the type of a value that is written as one text.

    Args:
        of_text: returns the value of a text that is not blank; raises `OddError` where there is something to say of it.
        message: on what is no text, whose shape it names.
        missing: taken where there is no value.
        suits: see `Type`; asked of texts only.
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

    def text_suits(value: object) -> bool:
        return isinstance(value, str) and (suits is None or suits(value))

    return Type(read=read, of_text=of_text, suits=is_text if suits is None else text_suits)


def _text(value: str) -> str | None:
    """Return a text on one line: entities resolved, spaces folded."""
    return plain(value) or None


def bare_address(value: str) -> str:
    """Return an address without what Markdown puts around it.

    >>> bare_address(" <https://a.example/x> "), bare_address("[a](https://a.example/x)"), bare_address("/x")
    ('https://a.example/x', 'https://a.example/x', '/x')
    """
    value = value.strip()
    if value[:1] not in ("<", "["):
        return value
    match = ADDRESSED.fullmatch(value)
    return (match[1] or match[2]) if match else value


def is_address(value: object) -> bool:
    """Return whether a value is an absolute http(s) address."""
    return isinstance(value, str) and canonical_url(bare_address(value)) is not None


def _address_in(value: object) -> str | None:
    """Return the address that a value is or has: of a list its first, of a mapping that under one of `ADDRESSES`."""
    if isinstance(value, Sequence):
        value = next((item for item in value if _address_in(item)), None)
    if isinstance(value, Mapping):
        value = next((value[key] for key in ADDRESSES if is_address(value.get(key))), None)
    return bare_address(value) if isinstance(value, str) and is_address(value) else None


def address(fields: MappedFields, name: str) -> str | None:
    """Return an address; a text that is none is returned as it is, for the reader of the file to tell."""
    value = fields.raw(name)
    found = _address_in(value)
    if found is None and isinstance(value, str):
        return value.strip()
    if found is None and value is not None:
        fields.warn(name, NOT_AN_ADDRESS.format(shape(value)))
    return found


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


def _moments(site: Site) -> Type:
    """Return the type of dates as a site writes them: its zone holds where a date has none."""

    def of_text(value: str) -> Moment:
        try:
            found = moment(value, zone=site.timezone, order=site.dates)
        except AmbiguousDateError:
            raise OddError(AMBIGUOUS.format(shown(value)), code=BAD_DATE) from None
        if found is None:
            raise OddError(NOT_A_DATE.format(shown(value)), code=BAD_DATE)
        if not found.zoned and not site.timezone and found.precision == "time":
            raise OddError(NO_ZONE_GIVEN.format(shown(value)), code=NO_ZONE, taken=found)
        return found

    return msgspec.structs.replace(of_texts(of_text, NOT_A_DATE.format("(a {})"), suits=_is_moment), at=_moments)


def _is_moment(value: str) -> bool:
    try:
        return moment(value) is not None
    except AmbiguousDateError:
        return True


@functools.lru_cache(maxsize=MOST_KINDS)
def _kind(value: str) -> str:
    """Return what kind of article it is."""
    value = (plain(value) or KINDS[0]).lower()
    if value not in KINDS:
        raise OddError(NOT_A_KIND.format(value), code=UNKNOWN_KIND, taken=KINDS[0])
    return value


def _is_kind(value: str) -> bool:
    """Return whether a text is a kind of article, or nearly: what else sites call type is none of ours."""
    return value in KINDS or nearest(value, KINDS) is not None


@functools.lru_cache(maxsize=MOST_KINDS)
def _language(value: str) -> str:
    """Return a language as a tag of BCP 47: the language in lower case, a region in capitals."""
    first, *rest = plain(value).replace("_", "-").split(".")[0].split("-")
    if not LANGUAGE.fullmatch("-".join((first, *rest))):
        raise OddError(NOT_A_LANGUAGE.format(shown(value)))
    parts = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest]
    return "-".join((first.lower(), *parts))


def language_of(site: Site) -> str | None:
    """Return the language of a site's own articles, as that of an article is written."""
    try:
        return _language(site.language) if site.language else None
    except OddError:
        return None


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


def shape(value: object) -> str:
    """Return what a value is that is no text."""
    return "mapping" if isinstance(value, Mapping) else "list"


def shown(value: str) -> str:
    """Return a text as a message shows it."""
    return repr(value if len(value) <= 40 else f"{value[:40]}...")


def _list_of_one(value: str) -> tuple[str, ...]:
    value = plain(value)
    return (value,) if value else ()


def _is_draft(value: str) -> bool:
    return as_truth(value) is True or value.strip().lower() in DRAFTS


def is_link_form(value: str) -> bool:
    """Return whether a layout, type, format or category is that of link posts.

    >>> is_link_form("link-post"), is_link_form("Bookmark"), is_link_form("post")
    (True, True, False)
    """
    return folded(value.strip()).removeprefix("postformat") in LINK_FORMS


def _any(value: object) -> bool:  # noqa: ARG001 - as all that tell what suits
    return True


def _odd(value: str) -> object:
    raise OddError(value)


_integer = _fitting(as_integer, NOT_A_NUMBER)
TEXT = of_texts(_text, NOT_A_TEXT)
PROSE = of_texts(as_prose, NOT_A_TEXT)
ADDRESS = Type(read=address, of_text=bare_address, suits=lambda value: _address_in(value) is not None)
PATH = of_texts(str.strip, NOT_AN_ADDRESS, suits=lambda value: bool(WITHIN_SITE.fullmatch(value.strip())))
OTHER_ADDRESS = of_texts(_other_address, NOT_AN_ADDRESS)
INTEGER = of_texts(_integer, NOT_A_NUMBER.format("(a {})"), suits=lambda value: as_integer(value) is not None)
SIZE = of_texts(_size, NOT_A_NUMBER.format("(a {})"))
TRUTH = of_texts(
    _fitting(as_truth, NOT_A_TRUTH), NOT_A_TRUTH.format("(a {})"), suits=lambda value: as_truth(value) is not None
)
DRAFT = of_texts(_is_draft, NOT_A_WORD, suits=_is_draft)
LINK_FORM = of_texts(is_link_form, NOT_A_WORD, suits=is_link_form)
MOMENT = _moments(NO_SITE)
TEXTS = Type(read=texts, of_text=_list_of_one, many=True, suits=_any)
LANGUAGES = of_texts(_language, NOT_A_LANGUAGE.format("(a {})"), suits=lambda value: bool(LANGUAGE.fullmatch(value)))
LINKS = Type(
    read=lambda fields, name: fields.items(name),
    of_text=_odd,
    of_lines=_odd,
    many=True,
    suits=lambda value: isinstance(value, Sequence) and any(isinstance(item, Mapping) for item in value),
)
WORDS = Type(read=words, many=True, suits=_any)
KIND = of_texts(_kind, NOT_A_TEXT, missing=KINDS[0], suits=lambda value: _is_kind(value.strip().lower()))
# the items of a related list are articles themselves: each reader of articles takes them one by one
RELATED = Type(
    read=lambda fields, name: fields.items(name),
    of_text=_odd,
    of_lines=_odd,
    many=True,
    suits=_any,
)
