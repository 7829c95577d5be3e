"""The names in a value -> topics and tags, people, the provider: lists of them, or several in one text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from kg.codes import NO_DOMAIN
from kg.identity import canonical_url, domain_key, host_of
from kg.model import Provider
from kg.sources.site import NO_SITE, Site, is_jekyll
from kg.sources.tree import Mapping, Sequence
from kg.sources.types import NOT_A_TEXT, MappedFields, Type, bare_address, is_address, is_text, shape
from kg.sources.values import plain

NOBODY = frozenset(("unknown", "n/a", "none", "null", "undefined"))  # what tools write for want of a name
NAMES = ("name", "title", "label", "tag", "text")  # the keys of a mapping that has a name
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)
BYLINE = re.compile(r"^\s*by\s+", re.IGNORECASE)
EMAIL = re.compile(r"<[^<>]*@[^<>]*>|\([^()]*@[^()]*\)|(?<!\S)\S+@\S+\.\w+(?!\S)")
AND = re.compile(r",\s*(?:and\s|&\s)?|\s+and\s+|\s+&\s+", re.IGNORECASE)
OF_PROVIDERS = ("domain", "name", "images")  # the fields that are read of a provider in the file of an article
NO_DOMAIN_GIVEN = "the provider {!r} has no domain: taken from the article's address"
WIKI_LINK = re.compile(r"!?\[\[([^\[\]|#]+)(?:#[^\[\]|]*)?(?:\|([^\[\]]+))?\]\]")  # [[page#part|text]]
SEPARATORS = (";", ",")  # of several texts in one


def unlinked(value: str) -> str:
    """Return a name without the wiki link around it, and on one line.

    >>> unlinked("[[people/Jane Roe|J. Roe]]"), unlinked("[[people/Jane Roe]]"), unlinked(" Jane  Roe ")
    ('J. Roe', 'Jane Roe', 'Jane Roe')
    """
    if "[[" in value:
        value = WIKI_LINK.sub(lambda link: link[2] or link[1].rpartition("/")[2], value)
    return plain(value)


def named(item: object) -> str | None:
    """Return the text that an item of a list is, or the name that a mapping has; None for what has none.

    YAML takes ``[[Name]]`` for a list in a list.
    """
    while isinstance(item, Sequence) and len(item) == 1:
        item = item[0]
    if isinstance(item, Mapping):
        item = next((item[key] for key in NAMES if isinstance(item.get(key), str)), None)
    return item if isinstance(item, str) else None


def _flat(items: Iterable[tuple[Any, int]]) -> Iterator[tuple[Any, int]]:
    """Yield items, and those of lists of texts among them: Hexo has ``- [Town, Port]`` for a category in another."""
    for item, line in items:
        if isinstance(item, Sequence) and len(item) > 1 and all(map(is_text, item)):
            yield from zip(item, item.lines, strict=True)
        else:
            yield item, line


def _names(
    split: Callable[[str], Iterable[str]],
    *,
    without: frozenset[str] = frozenset(),
    at: Callable[[Site], Type] | None = None,
) -> Type:
    """Return the type of names: a list of them, one text that `split` parts, or mappings with a name.

    Those of `without` are none.
    """

    def of_text(value: str) -> tuple[str, ...]:
        names = dict.fromkeys(unlinked(part) for part in split(value))
        return tuple(name for name in names if name and name.casefold() not in without)

    def read(fields: MappedFields, name: str) -> tuple[str, ...]:
        value = fields.raw(name)
        if isinstance(value, str):
            return of_text(value)
        found: dict[str, None] = {}
        for item, line in _flat(fields.items(name)):
            label = named(item)
            if label is not None and label.strip().casefold() not in without:
                found.setdefault(unlinked(label))
            elif label is None and item is not None:
                fields.warn(name, NOT_A_TEXT.format(shape(item)), line=line)
        found.pop("", None)
        return tuple(found)

    return Type(read=read, of_text=of_text, many=True, suits=lambda value: bool(value) and not is_address(value), at=at)


def _at_separators(value: str) -> list[str]:
    """Return the labels in one text, which semicolons part, or commas."""
    separator = next((sign for sign in SEPARATORS if sign in value), None)
    return [part.strip().removeprefix("#") for part in (value.split(separator) if separator else [value])]


def _labels(site: Site) -> Type:
    """Return the type of tags and categories as a site writes them: Jekyll parts one text at its blanks."""
    split = str.split if is_jekyll(site) else _at_separators
    return _names(lambda value: _at_separators(value) if "," in value else split(value), at=_labels)


def _people(value: str) -> list[str]:
    """Return the names of people in one text: by semicolons; by commas, "and" and "&" between whole names.

    >>> _people("Jane Roe and Joe Doe"), _people("Roe, Jane"), _people("By Jane Roe <jane@a.example>")
    (['Jane Roe', 'Joe Doe'], ['Roe, Jane'], ['Jane Roe'])
    """
    value = BYLINE.sub("", EMAIL.sub("", value))
    parts = value.split(";") if ";" in value else [part for part in AND.split(value) if part.strip()]
    whole = all(len(part.split()) > 1 for part in parts)
    return [part.strip() for part in parts if part.strip()] if whole or ";" in value else [value.strip()]


def provider(fields: MappedFields, name: str) -> Provider | None:
    """Return the record of an article's provider, if one is named; without a domain if none is given."""
    value = fields.raw(name)
    if value is None:
        return None
    if isinstance(value, str):
        return _provider(value)
    if not isinstance(value, Mapping):
        fields.warn(name, "is a list, not a mapping with name and domain: left out")
        return None
    inner = fields.of(value)
    domain, label, logos = (inner.value(field) for field in OF_PROVIDERS)
    domain = domain or _host(inner.value("url") or "")
    if not domain and label:
        fields.note(name, NO_DOMAIN_GIVEN.format(label), code=NO_DOMAIN)
    return Provider(domain=domain_key(domain or ""), name=label, images=logos) if domain or label else None


def _host(value: str) -> str:
    """Return the host of an address as a provider goes by it; nothing of what is no address."""
    return host_of(canonical_url(bare_address(value)) or "")


def _provider(value: str) -> Provider | None:
    """Return the provider that a text names: by its address, its host, or its name."""
    value = unlinked(value)
    host = _host(f"https://{value}" if HOST.fullmatch(value) else value)
    return Provider(domain=domain_key(host), name=None if host else value) if value else None


def _is_provider(value: object) -> bool:
    """Return whether a value can name a provider; an address that leads below a host is that of an article."""
    if isinstance(value, Mapping):
        return any(key in value for key in (*NAMES, "domain", "_id"))
    return isinstance(value, str) and (
        not is_address(value) or "/" not in (canonical_url(bare_address(value)) or "")[8:]
    )


LABELS = _labels(NO_SITE)
TOPICS = _names(_at_separators)
PEOPLE = _names(_people, without=NOBODY)
PROVIDER = Type(read=provider, of_text=_provider, suits=_is_provider)
