"""One file -> what becomes of it: its keys and who reads them, its records, the things and triples, the findings."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kg import sources
from kg.entities import organizations, pins
from kg.entities.merge import merge
from kg.extractors import extract, load
from kg.identity import DEFAULT_BASE, checked_base
from kg.model import Reading, Record
from kg.rdf.ntriples import Writer
from kg.rdf.ontology import ORGANIZATIONS, folder
from kg.sources import InputFile
from kg.sources.fields import FIELDS, Field, fields_of, meant_key
from kg.sources.files import passed_over
from kg.sources.images import IMAGES, URL
from kg.sources.tree import ALIAS, MAPPING, SCALAR, SEQUENCE, Node
from kg.sources.types import OF_PROVIDERS, PROVIDER, RELATED
from kg.sources.values import plain
from kg.validation import check
from kg.validation.document import Document
from kg.validation.finding import Finding, contents, shown

READ, REJECTED, SKIPPED = "read", "rejected", "skipped"
LONGEST_VALUE = 120  # characters that are shown of a value
RECORD_OF_KIND = {"article": "article", "prose": "article", "organization": "provider", "topic": "topic"}
_FIELDS_OF: dict[str, tuple[Field, ...]] = {  # of the mappings in a file, by what is made of them
    **{record: tuple(fields_of(record).values()) for record in ("provider", "topic", "image")},
    "article": (*fields_of("article").values(), *fields_of("reading").values()),
    "stub": tuple(fields_of("article").values()),
    "publisher": tuple(FIELDS[name] for name in OF_PROVIDERS),
}
_BELOW = {IMAGES: "image", PROVIDER: "publisher", RELATED: "stub"}  # what the mappings below a field become
PROSE = "a README or the like is read only if it begins with a line ---; add front matter, or leave it as it is"
MERGES = "it is no source: its lines say which records are one thing, in each build of its folder (kg merges)"
PAGE = "a page of the site: it has a layout or a permalink, and no address; add webUrl if it is an article"


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


def outcome(file: InputFile, *, base: str = DEFAULT_BASE) -> Outcome:
    """Return what becomes of a file.

    Args:
        file: as `kg.sources.input_file` gives it.
        base: that the IRIs of things begin with.

    Raises:
        IdentityError: the base is no absolute http(s) IRI.
    """
    reading, why = _read(file)
    data = contents(file.location)
    document = Document(data, file.path) if data is not None else None
    rejected = reading is not None and bool(reading.rejected)
    passed = MERGES if file.path.rpartition("/")[2] == pins.NAME else passed_over(file)
    if passed or reading is None:
        status, why = SKIPPED, passed or why
    else:
        status, why = (REJECTED, reading.rejected[0].reason) if rejected else (READ, "")
    return Outcome(
        file=shown(file.location),
        path=file.path,
        kind=file.kind,
        status=status,
        why=why,
        keys=list(_keys(document, RECORD_OF_KIND.get(file.kind, ""))) if document is not None else [],
        records=list(_records(reading)) if reading is not None else [],
        things=_things(reading, base) if reading is not None and not passed else [],
        findings=check([file]),
    )


def _read(file: InputFile) -> tuple[Reading | None, str]:
    """Return what a file says, or why it is not read."""
    if file.kind == sources.OTHER:
        return None, ""
    reading = sources.read_file(file)
    return (None, reading.left_out) if reading.left_out else (reading, "")


def _keys(document: Document, record: str) -> Iterator[KeyOfFile]:
    """Yield each key of a file in the order in which they stand, with the field that it is read as."""
    if document.root is None:
        return
    waiting: list[tuple[str, Node, str]] = [("", document.root, record)]
    found: list[tuple[int, KeyOfFile]] = []
    while waiting:
        place, node, known = waiting.pop()
        if node.kind == SEQUENCE:
            waiting += [(f"{place}[{n}]", item, known) for n, (_, item) in enumerate(node.entries)]
        for key, value in node.entries if node.kind == MAPPING else ():
            if key is None:
                continue
            where = f"{place}.{key.value}" if place else key.value
            field, note = _read_as(node, key, value, known)
            name = URL if known == "image" and key.value == URL else field.name if field and not note else None
            note = note if name is None else ""
            line = document.place(key.start)[0]
            found.append((key.start, KeyOfFile(line=line, key=where, field=name, value=_shown(value), note=note)))
            waiting.append((where, value, _BELOW.get(field.type, "") if field else ""))
    yield from (key for _, key in sorted(found, key=lambda pair: pair[0]))


def _read_as(node: Node, key: Node, value: Node, record: str) -> tuple[Field | None, str]:
    """Return the field that a key of a record is a key of, and why it is not read if it is not."""
    known = _FIELDS_OF.get(record, ())
    field = next((each for each in known if key.value in each.keys), None)
    if field is None:
        meant = meant_key(key.value) if known else None
        also = f"; did you mean {meant}?" if meant not in (None, key.value) else ""
        return None, f"nothing reads it{also}"
    chosen = node.get(*field.keys)
    if chosen is None or (value.kind == SCALAR and not value.value.strip()):
        return field, "empty"
    if chosen[0].value == key.value:
        return field, "" if chosen[0] is key else "stands again below, which counts"
    return field, f"{chosen[0].value} counts"


def _shown(value: Node) -> str:
    if value.kind in (SCALAR, ALIAS):
        text = plain(value.value)
        return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."
    several = f"{len(value.entries):,} {'key' if value.kind == MAPPING else 'item'}"
    return f"({several}{'' if len(value.entries) == 1 else 's'})"


def _records(reading: Reading) -> Iterator[dict[str, object]]:
    """Yield the records that a file gives, each with its kind, its line where it is known, and what it says."""
    for article, line in zip(reading.articles, reading.lines, strict=True):
        yield {"record": "article", "line": line, **_attributes(article)}
    for record in (*reading.providers, *reading.topics):
        yield {"record": type(record).__name__.lower(), **_attributes(record)}


def _attributes(record: Record) -> dict[str, object]:
    """Return the attributes of a record that say something."""
    values = msgspec.structs.asdict(record)
    return {
        name: [_attributes(item) if isinstance(item, Record) else item for item in value]
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
        if value is not None and value != ()
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
