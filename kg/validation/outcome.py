"""One file -> what becomes of it: its keys and who reads them, its records, the things and triples, the findings."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import msgspec

from kg import sources
from kg.entities import decisions, organizations, pins
from kg.entities.merge import merge
from kg.extractors import extract, load
from kg.identity import DEFAULT_BASE, checked_base
from kg.model import Reading, Record
from kg.rdf.ntriples import Writer
from kg.rdf.ontology import ORGANIZATIONS, folder
from kg.settings import FILE
from kg.sources import READ_ME, InputFile
from kg.sources.account import ENDINGS
from kg.sources.articles import DRAFT, NOT_FRONT_MATTER, PAGE
from kg.sources.files import TABLE, passed_over
from kg.sources.rows import NOT_LINKS
from kg.sources.tables import MAX_BYTES as MOST_BYTES
from kg.sources.tree import Mapping as Tree
from kg.sources.values import plain
from kg.validation import findings_of
from kg.validation.finding import Finding, contents, shown
from kg.validation.keys import mappings, record_of, uses

READ, REJECTED, SKIPPED = "read", "rejected", "skipped"
LONGEST_VALUE = 120  # characters that are shown of a value
MOST_ROWS = 5  # of a table, whose keys and records are shown
MERGES = "it is no source: its lines say which records are one thing, in each build of its folder (kg merges)"
DECISIONS = "it is no source: its lines say which articles are of one story, in each build of its folder (kg stories)"
OTHERS = {  # files that are no sources, by their names
    pins.NAME: MERGES,
    decisions.NAME: DECISIONS,
    FILE: "it is the settings of the site, and read as such (kg validate says what is wrong with them)",
}
ADVICE = {  # on why a file is left out, what to do about it
    READ_ME: "it is read only if its front matter has the address of an article",
    DRAFT: "kg build --drafts reads it, and so does drafts = true in [sources] of kg.toml",
    PAGE: "it has neither an address nor a date, and is called as pages are; add one of them if it is an article",
    NOT_FRONT_MATTER: (
        "add some; a text without it is an article if it has a heading, and a date in its name or links; "
        "or a day in its name, and links"
    ),
    NOT_LINKS: "name the column of the address in [fields] of kg.toml if its rows are articles",
}
MADE = "its address is made of that of the site"
BY_PATH = "nothing gives its address: it is known by its path"


class KeyOfFile(msgspec.Struct, frozen=True, kw_only=True):
    """A key of a file: where it stands, which field it is read as (None: nothing reads it), and what else to say."""

    line: int
    key: str
    field: str | None
    value: str
    note: str = ""


class ShownThing(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that the file speaks of: its IRI, and the triples of it, as N-Triples."""

    iri: str
    triples: list[str]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a file: `status` is read, rejected or skipped, `why` says what stands in its way.

    `path` names the file in the graph of its site, `kind` is what such a file holds. `records` are what the file says,
    each with its line; `things` what they become where no other file says more. Stories are found among many articles.
    Of a table they are those of the first rows, and `rows` is how many there are; `address` says where an article has
    its address from if its file does not give it.
    """

    file: str
    path: str
    kind: str
    status: str
    why: str
    keys: list[KeyOfFile]
    records: list[dict[str, object]]
    things: list[ShownThing]
    findings: list[Finding]
    address: str = ""
    rows: int = 0


def outcome(file: InputFile, *, base: str = DEFAULT_BASE) -> Outcome:
    """Return what becomes of a file.

    Args:
        file: as `kg.sources.input_file` gives it.
        base: that the IRIs of things begin with.

    Raises:
        IdentityError: the base is no absolute http(s) IRI.
    """
    reading, why = _read(file)
    passed = OTHERS.get(file.path.rpartition("/")[2]) or passed_over(file)
    if passed or reading is None or reading.left_out:
        status, why = SKIPPED, passed or why
    else:
        status, why = (REJECTED, reading.rejected[0].reason) if _is_rejected(reading) else (READ, "")
    settings = msgspec.structs.replace(file.site, problems=())  # a word on these is for the site
    said = reading is not None and not reading.left_out
    return Outcome(
        file=shown(file.location),
        path=file.path,
        kind=file.kind,
        status=status,
        why=why,
        keys=list(_keys(file, reading)) if file.path.lower().endswith(tuple(ENDINGS)) else [],
        records=list(_records(reading)) if reading is not None and said else [],
        things=_things(_first_rows(reading), base) if reading is not None and said and not passed else [],
        findings=findings_of([msgspec.structs.replace(file, site=settings)], [] if reading is None else [reading]),
        address=_address(file, reading) if reading is not None and said else "",
        rows=len(reading.own) if file.kind == TABLE and reading is not None else 0,
    )


def _is_rejected(reading: Reading) -> bool:
    """Return whether nothing of a file was taken; of one with many rows a part may be rejected."""
    return bool(reading.rejected) and not reading.articles


def _read(file: InputFile) -> tuple[Reading | None, str]:
    """Return what a file says, and why it is left out if it is."""
    if file.kind == sources.OTHER:
        return None, ""
    reading = sources.read_file(file)
    advice = ADVICE.get(reading.left_out, "")
    return reading, f"{reading.left_out}; {advice}" if advice else reading.left_out


def _address(file: InputFile, reading: Reading) -> str:
    """Return where the article of a file has its address from, if no key gives it."""
    if file.kind == TABLE or not reading.own:
        return ""
    article = reading.own[0][0]
    if article.url is None:
        return BY_PATH
    data = contents(file.location) or b""
    given = (use for tree in mappings(file, data) for use in uses(tree, site=file.site))
    return "" if any("url" in use.field.split("/") for use in given) else f"{MADE}: {article.url}"


def _keys(file: InputFile, reading: Reading | None) -> Iterator[KeyOfFile]:
    """Yield each key of a file in the order in which they stand, with the field that it is read as."""
    data = contents(file.location, most=MOST_BYTES) if file.kind == TABLE else contents(file.location)
    record = record_of(file, reading)
    found = list(itertools.islice(mappings(file, data or b""), MOST_ROWS))
    for number, tree in enumerate(found):
        of = f"[{number}]." if len(found) > 1 or file.kind == TABLE else ""
        doubles = {(key, before): line for key, before, line in tree.doubles}
        twice = [(before, key) for key, before in doubles]
        for before, key in sorted(twice):
            yield KeyOfFile(line=before, key=of + key, field=None, value="", note="stands again below, which counts")
        for use in uses(tree, record, site=file.site):
            value = _shown(use.value)
            yield KeyOfFile(line=use.line, key=of + use.place, field=use.field or None, value=value, note=use.note)


def _shown(value: Any) -> str:
    if isinstance(value, (Tree, list)):
        several = f"{len(value):,} {'key' if isinstance(value, Tree) else 'item'}"
        return f"({several}{'' if len(value) == 1 else 's'})"
    text = plain(value or "")
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."


def _first_rows(reading: Reading) -> Reading:
    """Return what a file says, of many articles the first `MOST_ROWS` with those that they list."""
    if len(reading.own) <= MOST_ROWS:
        return reading
    full = [place for place, article in enumerate(reading.articles) if article.full]
    end = full[MOST_ROWS]
    return msgspec.structs.replace(
        reading,
        articles=reading.articles[:end],
        lines=reading.lines[:end],
        listed=tuple(place for place in reading.listed if place < end),
    )


def _records(reading: Reading) -> Iterator[dict[str, object]]:
    """Yield the records that a file gives, each with its kind, its line where it is known, and what it says."""
    first = _first_rows(reading)
    for article, line in zip(first.articles, first.lines, strict=True):
        yield {"record": "article", "line": line, **_attributes(article)}
    domains = {article.provider for article in first.articles}
    providers = [p for p in dict.fromkeys(reading.providers) if first is reading or p.domain in domains]
    for record in (*providers, *reading.topics, *reading.people, *reading.organizations, *reading.references):
        yield {"record": type(record).__name__.lower(), **_attributes(record)}


def _attributes(record: Record) -> dict[str, object]:
    """Return the attributes of a record that say something."""
    values = msgspec.structs.asdict(record)
    return {
        name: [_attributes(item) if isinstance(item, Record) else item for item in value]
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
        if value not in (None, (), "")
    }


def _things(reading: Reading, base: str) -> list[ShownThing]:
    """Return the things that a file alone makes, with the organizations that its articles mention."""
    entities = organizations.find(merge([reading]), organizations.known([folder() / ORGANIZATIONS]))
    writer = Writer(checked_base(base))
    things: dict[str, dict[str, None]] = {}
    for block in extract(entities.in_order(), extractors=load()):
        for line in writer.lines(block):
            iri = line.partition(" ")[0].strip("<>")
            things.setdefault(iri, {})[line.strip()] = None
    return [ShownThing(iri=iri, triples=sorted(lines)) for iri, lines in things.items()]
