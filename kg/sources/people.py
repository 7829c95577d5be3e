"""A file of a person, or of a company -> their record; one with a date is an article like any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kg.identity import slug
from kg.model import Organization, Person, Reading, SourceFile
from kg.sources.articles import read_article
from kg.sources.dated_paths import date_in_path
from kg.sources.dialects import front_matter
from kg.sources.mappings import Fields, Reader
from kg.sources.pages import name_of
from kg.sources.site import Site


def read_person(text: str, file: SourceFile, site: Site) -> Reading:
    """Return the person that a file describes; what an article's file says, if it has a date.

    Raises:
        SourceError: the file has no front matter.
    """
    return _read(text, file, site, "person", lambda person: {"people": (Person(**person),)})


def read_company(text: str, file: SourceFile, site: Site) -> Reading:
    """Return the organization that a file describes; what an article's file says, if it has a date.

    Raises:
        SourceError: the file has no front matter.
    """
    return _read(text, file, site, "organization", lambda company: {"organizations": (Organization(**company),)})


def _read(text: str, file: SourceFile, site: Site, kind: str, records: Callable[..., dict[str, Any]]) -> Reading:
    fields = _described(text, file, site)
    values = _named(fields.values(kind), file) if fields else {}
    if fields is None or not values.get("name"):
        return read_article(text, file, site)
    found = records({"slug": slug(values["name"]), **values})
    return Reading(file=file, warned=tuple(fields.reader.warned), **found)


def _named(values: dict[str, Any], file: SourceFile) -> dict[str, Any]:
    """Return what is said of a thing, with the name of its file where it says no other (as a vault of Obsidian does).

    A file without any key that is read describes nothing.
    """
    name = name_of(file.path, own=True)
    return values | {"name": name} if values and name and not values.get("name") else values


def _described(text: str, file: SourceFile, site: Site) -> Fields | None:
    """Return the fields of a file that describes a thing; None of one with a date, which is on an event."""
    fields = Fields(front_matter(text, file.path).tree, Reader(file, site))
    return None if fields.suits("published") or date_in_path(file.path) else fields
