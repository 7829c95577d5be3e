"""A file of organizations (Turtle or CSV) -> entries: who they are, what they are called, and how to tell."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from kg.errors import UsageError
from kg.identity import canonical_url, slug
from kg.model import Organization
from kg.rdf.vocab import KG, RDF, SCHEMA, SKOS

SURE, AMBIGUOUS, DOUBTFUL = range(3)  # what a name says by itself: enough, something in mid-sentence, nothing
WIKIDATA = "http://www.wikidata.org/entity/"
SEVERAL = "|"  # between the names of one cell of a CSV file
COLUMNS = ("name", "aliases", "url", "found_by", "ambiguous", "doubtful", "confirmed_by", "denied_by")
_SPELLINGS = (("\u2019", "'"), ("\u2018", "'"), ("\u02bc", "'"), ("\u2011", "-"))  # one sign for one


class GazetteerEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An organization, its names with their grades, the words that confirm and deny it, and its domains.

    `is_media` says that its name may stand as a by-line.
    """

    organization: Organization
    names: tuple[tuple[str, int], ...]
    confirmed_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    domains: frozenset[str] = frozenset()
    is_media: bool = False


def plain(text: str) -> str:
    """Return text in which one name has one spelling: composed (NFC), straight apostrophes, plain hyphens.

    >>> plain("McDonald\u2019s")
    "McDonald's"
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    for sign, usual in _SPELLINGS:
        text = text.replace(sign, usual)
    return text


def read_entries(path: Path) -> list[GazetteerEntry]:
    """Return the organizations that a file describes, sorted by slug.

    Args:
        path: Turtle (``.ttl``) of the form of ontology/organizations.ttl, or CSV with the columns name, aliases, url
            (and, if need be, found_by, ambiguous, doubtful, confirmed_by, denied_by); ``|`` parts several in one cell.

    Raises:
        UsageError: the file cannot be read, or is of another form; names the line where there is one.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the organizations in {path} cannot be read: {error}") from error
    readers = {".ttl": _from_turtle, ".csv": _from_csv}
    if path.suffix.lower() not in readers:
        raise UsageError(f"{path}: organizations are read from Turtle (.ttl) or CSV (.csv)")
    found: dict[str, GazetteerEntry] = {}
    for line, entry in readers[path.suffix.lower()](text, path):
        slug = entry.organization.slug
        if slug in found:
            raise UsageError(f"{path}{line}: {entry.organization.name!r} is described twice; join the two")
        found[slug] = entry
    return [found[slug] for slug in sorted(found)]


def site_domain(url: str | None) -> str | None:
    """Return the domain that an address is the front page of, without ``www.``; None if it is a page below.

    >>> site_domain("https://www.bbc.com/"), site_domain("https://www.gov.uk/phe")
    ('bbc.com', None)
    """
    domain = ((canonical_url(url) if url else None) or "").removeprefix("https://")
    return domain if domain and "/" not in domain and "?" not in domain else None


def _entry(
    columns: Mapping[str, list[str]], *, wikidata: str | None = None, is_media: bool = False
) -> GazetteerEntry | None:
    """Return the entry that the values of each column give; None if they name nothing."""
    name = next(iter(columns.get("name", ())), None)
    if name is None or not slug(name):
        return None
    grades = dict.fromkeys((name, *columns.get("aliases", ())), SURE)
    hidden = set(columns.get("found_by", ())) - set(grades)
    grades |= dict.fromkeys(hidden, SURE)
    grades |= dict.fromkeys(columns.get("ambiguous", ()), AMBIGUOUS)
    grades |= dict.fromkeys(columns.get("doubtful", ()), DOUBTFUL)
    url = next(iter(columns.get("url", ())), None)
    organization = Organization(
        slug=slug(name),
        name=name,
        other_names=tuple(sorted(set(grades) - hidden - {name})),
        url=url,
        wikidata=wikidata,
    )
    domain = site_domain(url)
    return GazetteerEntry(
        organization=organization,
        names=tuple(sorted((plain(form), grade) for form, grade in grades.items())),
        confirmed_by=tuple(sorted(plain(word).casefold() for word in columns.get("confirmed_by", ()))),
        denied_by=tuple(sorted(plain(word).casefold() for word in columns.get("denied_by", ()))),
        domains=frozenset((domain,) if domain else ()),
        is_media=is_media,
    )


def _from_turtle(text: str, path: Path) -> Iterator[tuple[str, GazetteerEntry]]:
    import pyoxigraph as ox

    columns = {
        SCHEMA.name: "name",
        SCHEMA.alternateName: "aliases",
        SCHEMA.url: "url",
        SKOS.hiddenLabel: "found_by",
        KG.ambiguousName: "ambiguous",
        KG.doubtfulName: "doubtful",
        KG.confirmedBy: "confirmed_by",
        KG.deniedBy: "denied_by",
    }
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    same: dict[str, list[str]] = defaultdict(list)
    classes: dict[str, set[str]] = defaultdict(set)
    try:
        for quad in ox.parse(text, ox.RdfFormat.TURTLE):
            subject, predicate, value = str(quad.subject), quad.predicate.value, quad.object
            if predicate == RDF.type:
                classes[subject].add(value.value)
            elif predicate == SCHEMA.sameAs:
                same[subject].append(value.value)
            elif predicate in columns:
                told[subject][columns[predicate]].append(value.value.strip())
    except SyntaxError as error:
        raise UsageError(f"{path}:{error.lineno or 1}: not Turtle: {error.msg}") from error
    for subject in sorted({*classes, *told}):
        ids = [iri.removeprefix(WIKIDATA) for iri in sorted(same[subject]) if iri.startswith(WIKIDATA)]
        is_media = SCHEMA.NewsMediaOrganization in classes[subject]
        if is_media or SCHEMA.Organization in classes[subject] or told[subject]["name"]:
            entry = _entry(told[subject], wikidata=next(iter(ids), None), is_media=is_media)
            if entry is None:
                raise UsageError(f"{path}: {subject} has no schema:name")
            yield "", entry


def _from_csv(text: str, path: Path) -> Iterator[tuple[str, GazetteerEntry]]:
    head = text.partition("\n")[0]
    rows = csv.reader(text.splitlines(keepends=True), delimiter=";" if ";" in head and "," not in head else ",")
    columns = [cell.strip().lower() for cell in next(rows, [])]
    odd = [column for column in columns if column not in COLUMNS]
    if "name" not in columns or odd:
        raise UsageError(f"{path}:1: the columns are {', '.join(columns)}; they may be {', '.join(COLUMNS)}")
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            where = f":{rows.line_num}"
            if len(row) > len(columns):
                raise UsageError(f"{path}{where}: {len(row)} cells for {len(columns)} columns; quote those with commas")
            cells = zip(columns, row, strict=False)
            told = {column: [part.strip() for part in cell.split(SEVERAL) if part.strip()] for column, cell in cells}
            entry = _entry(told)
            if entry is None:
                raise UsageError(f"{path}{where}: an organization without a name; fill the column name")
            yield where, entry
    except csv.Error as error:
        raise UsageError(f"{path}:{rows.line_num}: not CSV: {error}") from error
