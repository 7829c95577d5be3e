"""A file of a person, or of a company -> their record; one with a date is an article like any other."""

from __future__ import annotations

from typing import Any

from kg.identity import slug
from kg.model import Organization, Person, Reading, SourceFile
from kg.sources.articles import name_of, read_article
from kg.sources.dates import date_in_path
from kg.sources.dialects import front_matter
from kg.sources.mappings import Fields, Reader
from kg.sources.site import Site


def read_person(text: str, file: SourceFile, site: Site) -> Reading:
    """Return the person that a file describes; what an article's file says, if it has a date.

    Raises:
        SourceError: the file has no front matter.
    """
    fields = _described(text, file, site)
    values = _named(fields.values("person"), file) if fields else {}
    if fields is None or not values.get("name"):
        return read_article(text, file, site)
    person = Person(slug=slug(values["name"]), **values)
    return Reading(file=file, people=(person,), warned=tuple(fields.reader.warned))


def read_company(text: str, file: SourceFile, site: Site) -> Reading:
    """Return the organization that a file describes; what an article's file says, if it has a date.

    Raises:
        SourceError: the file has no front matter.
    """
    fields = _described(text, file, site)
    values = _named(fields.values("organization"), file) if fields else {}
    if fields is None or not values.get("name"):
        return read_article(text, file, site)
    company = Organization(slug=slug(values["name"]), **values)
    return Reading(file=file, organizations=(company,), warned=tuple(fields.reader.warned))


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
