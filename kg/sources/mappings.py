"""A mapping of keys to values -> the fields that it has, by the table of fields and the keys of its site."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from kg.codes import DUPLICATE_KEY, MISSPELT_KEY, WRONG_TYPE
from kg.model import Origin, SourceFile, TermValue, Warned
from kg.sources.fields import FIELDS, NEVER_OURS, WITHIN, fields_of, meant_key
from kg.sources.names import unlinked
from kg.sources.site import NO_SITE, Site
from kg.sources.tree import Mapping, Sequence
from kg.sources.types import is_address
from kg.sources.values import plain
from kg.words import folded

NO_FILE = SourceFile(path="", sha256="")  # of what is read without one
MOST_KEYS = 1000  # of one mapping that are looked at for misspellings
DOUBLE = "{} stands on line {} already: the last one counts"
MISSPELT = "{} is no key that is read: did you mean {}?"


class Use(NamedTuple):
    """A field that a key may be the key of: its rank among the keys of the field, and whether any value will do."""

    field: str
    rank: int
    sure: bool


class Keys:
    """The keys of a site: which fields each may be the key of, and how the values of these are read.

    Args:
        site: whose names for the fields come before ours.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.types = {field.name: field.type.at(site) if field.type.at else field.type for field in FIELDS.values()}
        self.paths: list[tuple[tuple[str, ...], Use]] = []  # of keys within others
        self.terms = {folded(term.key): term for term in site.terms}
        self._uses: dict[str, list[Use]] = defaultdict(list)
        theirs = dict(site.fields)
        for field in FIELDS.values():
            named = theirs.get(field.name)
            own = () if named == () else (*(key for key in field.keys if key not in field.also), *field.also)
            keys = dict.fromkeys(map(_path, (*(named or ()), *own)))
            sure = {folded(key) for key in field.keys}
            for rank, path in enumerate(keys):
                use = Use(field.name, rank, len(path) == 1 and path[0] in sure)
                if len(path) > 1:
                    self.paths.append((path, use))
                else:
                    self._uses[path[0]].append(use)

    @property
    def folded(self) -> tuple[str, ...]:
        """The keys, without case and separators."""
        return tuple(self._uses)

    @property
    def held(self) -> frozenset[str]:
        """The keys of mappings and lists that hold others which are read."""
        return frozenset((*WITHIN, *(path[0] for path, _ in self.paths)))

    @functools.lru_cache(maxsize=1 << 12)  # noqa: B019 - there are as many as sites, and they are kept
    def uses(self, key: str) -> tuple[Use, ...]:
        """Return the fields that a key may be the key of."""
        return tuple(self._uses.get(folded(key), ()))

    def is_read(self, key: str) -> bool:
        """Return whether anything reads a key."""
        return bool(self.uses(key)) or folded(key) in self.terms


@functools.lru_cache(maxsize=1 << 8)
def keys_of(site: Site = NO_SITE) -> Keys:
    """Return the keys of a site; the same for files of the same site.

    >>> [use.field for use in keys_of().uses("external-url")], [use.field for use in keys_of().uses("Published")]
    (['url'], ['published', 'is_published'])
    """
    return Keys(site)


def _path(key: str) -> tuple[str, ...]:
    """Return the keys that lead to a value: ``identifyer[].url`` is identifyer, then url of each of its items."""
    return tuple(folded(part) for part in key.replace("[]", "").split("."))


class Reader:
    """What the fields of one file share: whose they are, and a word on each value that did not fit."""

    def __init__(self, file: SourceFile = NO_FILE, site: Site = NO_SITE) -> None:
        self.file = file
        self.keys = keys_of(site)
        self.warned: list[Warned] = []

    def warn(self, line: int, message: str, *, key: str = "", code: str = WRONG_TYPE) -> None:
        """Note a word on a line; `key` is the key that it speaks of, if any."""
        origin = Origin(path=self.file.path, line=line, sha256=self.file.sha256)
        self.warned.append(Warned(origin=origin, message=message, code=code, key=key))


class Found(NamedTuple):
    """The value of a field: the key and the line that it stands at, and its order among those that there are."""

    key: str
    value: Any
    line: int
    order: tuple[bool, int]


class Fields:
    """The fields of one mapping; one that does not fit is noted by the reader and taken as missing.

    Args:
        node: the mapping; it is looked through once.
        reader: of its file; left out where nobody asks what did not fit.
    """

    __slots__ = ("_found", "_node", "reader")

    def __init__(self, node: Mapping, reader: Reader | None = None) -> None:
        self._node = node
        self.reader = reader = reader or Reader()
        self._found: dict[str, Found] = {}
        for key, before, line in node.doubles:
            reader.warn(line, DOUBLE.format(key, before), key=key, code=DUPLICATE_KEY)
        for holder in (node, *(node[key] for key in node if key in WITHIN and isinstance(node[key], Mapping))):
            for key, value in holder.items():
                self._take(
                    reader.keys.uses(key), key, value, holder.lines.get(key, holder.line), below=holder is not node
                )
        if any(isinstance(value, Mapping | Sequence) for value in node.values()):
            for path, use in reader.keys.paths:
                for value, line in _at(node, path):
                    self._take((use,), ".".join(path), value, line)
        for key in itertools.islice(node, MOST_KEYS):
            if not reader.keys.is_read(key) and (meant := meant_key(key)) and not self._fills(meant):
                reader.warn(node.lines.get(key, node.line), MISSPELT.format(key, meant), key=key, code=MISSPELT_KEY)

    @classmethod
    def of_one(cls, name: str, value: Any, reader: Reader) -> Fields:
        """Return the fields of a mapping that has but one, whatever its key."""
        fields = cls.__new__(cls)
        fields._node, fields.reader = Mapping(1), reader
        fields._found = {name: Found(name, value, 1, (False, 0))}
        return fields

    def _take(self, uses: Iterable[Use], key: str, value: Any, line: int, *, below: bool = False) -> None:
        """Take a value for the fields that it suits; if there is none, for those that the key is always of."""
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            return
        types = self.reader.keys.types
        suited = {use for use in uses if types[use.field].suits(value)}
        for use in suited or (use for use in uses if use.sure):
            order = (not suited, use.rank + below * len(FIELDS))
            known = self._found.get(use.field)
            if known is None or order < known.order:
                self._found[use.field] = Found(key, value, line, order)

    def _fills(self, key: str) -> bool:
        """Return whether there is a value for the field that a key is the key of."""
        return any(use.field in self._found for use in self.reader.keys.uses(key))

    def value(self, name: str) -> Any:
        """Return the value of a field, as its type reads it."""
        return self.reader.keys.types[name].read(self, name)

    def values(self, record: str) -> dict[str, Any]:
        """Return what the fields that are there give for the attributes of a record."""
        found = fields_of(record).items()
        return {attribute: self.value(field.name) for attribute, field in found if field.name in self._found}

    def key(self, name: str) -> str:
        """Return the key that has the value of a field; an empty one if it is missing."""
        return self._found[name].key if name in self._found else ""

    def line(self, name: str) -> int:
        """Return the line of a field; that of its mapping if it is missing."""
        return self._found[name].line if name in self._found else self._node.line

    def raw(self, name: str) -> Any:
        """Return the value of a field as it is; None if it is missing or empty."""
        return self._found[name].value if name in self._found else None

    def suits(self, name: str) -> bool:
        """Return whether a field has a value that suits its type."""
        return name in self._found and not self._found[name].order[0]

    def items(self, name: str) -> list[tuple[Any, int]]:
        """Return the items of a list with their lines; a single value is a list of one, None an empty one."""
        return items(self.raw(name), self.line(name)) if name in self._found else []

    def of(self, node: Mapping) -> Fields:
        """Return the fields of another mapping of the same file."""
        return Fields(node, self.reader)

    def terms(self) -> tuple[TermValue, ...]:
        """Return what the keys say that the site has terms for."""
        known = self.reader.keys
        if not known.terms and not known.site.vocabulary:
            return ()
        vocabulary = known.site.vocabulary
        found = []
        for key, value in self._node.items():
            term = known.terms.get(folded(key))
            predicate = term.property if term else vocabulary + quote(key, safe="") if vocabulary else ""
            if not predicate or (term is None and known.uses(key)):
                continue
            kind, datatype = (term.kind, term.datatype) if term else ("", "")
            found += [
                TermValue(predicate=predicate, value=text, kind=kind, datatype=datatype)
                for item, _ in items(value, 0)
                if isinstance(item, str) and (text := unlinked(item) if kind else plain(item))
            ]
        return tuple(dict.fromkeys(found))

    def unread_addresses(self) -> tuple[str, ...]:
        """Return the keys that nothing reads and that hold an address which can be that of an article."""
        return tuple(
            dict.fromkeys(
                key
                for key, value in _leaves(self._node)
                if is_address(value) and NEVER_OURS.isdisjoint(_path(key)) and not self._is_taken(key, value)
            )
        )

    def _is_taken(self, key: str, value: object) -> bool:
        """Return whether a field takes what a key at the top or one level below holds, or would if no other did."""
        known = self.reader.keys
        outer, _, inner = key.replace("[]", "").partition(".")
        if inner and outer in WITHIN:
            outer = inner
        elif inner:
            value = self._node.get(outer, value)
        return folded(outer) in known.terms or any(known.types[use.field].suits(value) for use in known.uses(outer))

    def warn(self, name: str, message: str, *, line: int | None = None, code: str = WRONG_TYPE) -> None:
        """Note a word on a field, which it begins with the key of."""
        self.note(name, f"{self.key(name)} {message}", line=line, code=code)

    def note(self, name: str, message: str, *, line: int | None = None, code: str = WRONG_TYPE) -> None:
        """Note a word on a field."""
        self.reader.warn(self.line(name) if line is None else line, message, key=self.key(name), code=code)


def _at(node: object, path: Iterable[str]) -> Iterator[tuple[Any, int]]:
    """Yield the values that a path of keys leads to, through lists, with their lines."""
    at = [(node, 0)]
    for part in path:
        holders = [item for value, line in at for item, _ in items(value, line) if isinstance(item, Mapping)]
        at = [(h[key], h.lines.get(key, h.line)) for h in holders for key in h if folded(key) == part]
    yield from at


def _leaves(node: Mapping) -> Iterator[tuple[str, object]]:
    """Yield the keys of a mapping with their values, and those one level below: ``key[].inner``, ``key.inner``."""
    for key, value in node.items():
        yield key, value
        for item, _ in items(value, 0):
            sign = "[]" if isinstance(value, Sequence) else ""
            yield from ((f"{key}{sign}.{inner}", v) for inner, v in (item.items() if isinstance(item, Mapping) else ()))


def items(value: Any, line: int) -> list[tuple[Any, int]]:
    """Return the items of a list with their lines; a single value is a list of one, None an empty one."""
    if value is None:
        return []
    if isinstance(value, Sequence):
        return list(zip(value, value.lines, strict=True))
    return [(value, line)]
