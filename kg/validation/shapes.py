"""A graph in its output folder -> where it breaks its contract (ontology/shapes.ttl), at the line that said it.

pySHACL runs on a copy in memory, which is ten times as fast as on the store. A large graph is sampled: some things of
each class, and what their links lead to.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.codes import SHAPE
from kg.errors import GraphError, UsageError
from kg.folder import OutputFolder
from kg.identity import absolute, article_id, article_iri, provider_iri, source_iri, story_iri, topic_iri
from kg.model import Article, Origin, Reading
from kg.rdf import ontology
from kg.rdf.literals import WRITERS
from kg.rdf.ntriples import base_of, lines_of
from kg.rdf.properties import PROPERTIES, Property, prefixed
from kg.rdf.store import Store
from kg.rdf.vocab import PREFIXES
from kg.sources.fields import fields_of_property
from kg.sources.records import has_records, read_records
from kg.validation import Draft

if TYPE_CHECKING:
    from rdflib import Graph

SHAPES = "shapes.ttl"  # in the folder of the ontology
MOST_TRIPLES = 20_000  # of a graph that is looked at as a whole unless more is asked for: some ten seconds
SAMPLE = 200  # things of each class that are looked at in a larger graph
TYPE = f"<{PREFIXES['rdf']}type>"
NO_PLACE = "(graph)"  # of a thing that no file speaks of


class Violation(msgspec.Struct, frozen=True, order=True):
    """One thing that does not conform: the thing, the property (if one is meant), the value, and what is wrong."""

    focus: str
    path: str
    value: str
    message: str


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a run: the violations as drafts of findings, and how much of the graph was looked at."""

    drafts: list[Draft]
    triples: int
    things: int
    sampled: bool


class _Place(msgspec.Struct, frozen=True):
    """Where a thing is spoken of: the place of the mapping, and the fields that lead to it from there."""

    origin: Origin
    fields: tuple[str, ...] = ()
    article: Article | None = None


def check(folder: Path, *, full: bool = False, seed: int = 0) -> Checked:
    """Hold the graph of an output folder against its shapes.

    Args:
        folder: the output folder of a build.
        full: look at the whole, whatever its size; else a graph of more than `MOST_TRIPLES` is sampled.
        seed: another one is another sample.

    Raises:
        UsageError: pySHACL is not installed.
        GraphError: there is no graph, or no records of what the files said.
    """
    _check_installed()
    place = OutputFolder(folder)
    store = Store.open(place.store)
    sampled = not full and len(store) > MOST_TRIPLES
    lines, things = _sample(store.ntriples, seed=seed) if sampled else ([store.ntriples], [])
    violations = violated(b"".join(lines), things)
    base = place.base or base_of(store.ntriples)
    places = _places(place.records, {violation.focus for violation in violations}, base)
    drafts = [_draft(violation, places.get(violation.focus, []), base) for violation in violations]
    return Checked(drafts=drafts, triples=len(store), things=len(things), sampled=sampled)


def violated(ntriples: bytes, things: Iterable[str] = ()) -> list[Violation]:
    """Return what does not conform in a graph, sorted.

    Args:
        ntriples: the graph as N-Triples.
        things: IRIs of those that are looked at; all of them if there are none.

    Raises:
        UsageError: pySHACL is not installed.
    """
    _check_installed()
    import pyshacl
    import rdflib
    from rdflib.namespace import RDF, SH

    graph = rdflib.Graph().parse(data=ntriples, format="nt")
    chosen = list(things)
    _, report, _ = pyshacl.validate(graph, shacl_graph=_shapes(), inplace=True, focus_nodes=chosen or None)
    if not isinstance(report, rdflib.Graph):
        raise GraphError(f"pySHACL could not run: {report!r:.200}")
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, path, value, message = (
            str(report.value(result, what, any=True) or "")
            for what in (SH.focusNode, SH.resultPath, SH.value, SH.resultMessage)
        )
        found.add(Violation(focus, path, value, message.partition("\n")[0]))
    return sorted(found)


@functools.cache
def _shapes() -> Graph:
    import rdflib

    return rdflib.Graph().parse(ontology.folder() / SHAPES)


def _check_installed() -> None:
    if importlib.util.find_spec("pyshacl") is None:
        raise UsageError("pySHACL is not installed; pip install 'kg-news[shacl]'")


def _sample(ntriples: bytes, *, seed: int) -> tuple[list[bytes], list[str]]:
    """Return the lines that speak of some things of each class and of what their links lead to, and the things."""
    by_subject: dict[bytes, list[bytes]] = defaultdict(list)
    by_class: dict[bytes, list[bytes]] = defaultdict(list)
    for line in lines_of(ntriples):
        subject, predicate, rest = line.split(b" ", 2)
        by_subject[subject].append(line)
        if predicate == TYPE.encode():
            by_class[rest].append(subject)
    chosen = {
        subject
        for members in by_class.values()
        for subject in sorted(members, key=lambda s: hashlib.sha256(b"%d " % seed + s).digest())[:SAMPLE]
    }
    wanted = set(chosen)
    for subject in chosen:
        targets = (line.split(b" ", 2)[2].removesuffix(b" .\n") for line in by_subject[subject])
        wanted.update(target for target in targets if target.startswith(b"<") and target in by_subject)
    lines = [line for subject in sorted(wanted) for line in by_subject[subject]]
    return lines, sorted(subject[1:-1].decode() for subject in chosen)


def _places(records: Path, wanted: set[str], base: str) -> Mapping[str, list[_Place]]:
    """Return where each thing is spoken of, those that speak of it in a file of its own first."""
    found: dict[str, list[_Place]] = defaultdict(list)
    if not wanted or not has_records(records):
        return found
    for reading in read_records(records):
        for iri, place in _spoken_of(reading):
            name = absolute(iri, base=base)
            if name in wanted:
                found[name].append(place)
    for places in found.values():
        places.sort(key=lambda p: (p.article is None or not p.article.full, p.origin.path, p.origin.line))
    return found


def _spoken_of(reading: Reading) -> Iterator[tuple[str, _Place]]:
    whole = _Place(reading.origin(1))
    yield source_iri(reading.file.sha256), whole
    for article, line in zip(reading.articles, reading.lines, strict=True):
        said = functools.partial(_Place, reading.origin(line), article=article)
        yield article_iri(article.key), said()
        yield story_iri(article_id(article.key)), said()
        if article.provider is not None:
            yield provider_iri(article.provider), said(("provider",))
        yield from ((topic_iri(topic), said(("topics",))) for topic in article.topics)
        yield from ((image.iri, said(("images",))) for image in article.images)
    for provider in reading.providers if not reading.articles else ():
        yield provider_iri(provider.domain), whole
    yield from ((topic_iri(topic.slug), whole) for topic in reading.topics)


def _draft(violation: Violation, places: list[_Place], base: str) -> Draft:
    """Return a violation at the place that said it: the first that has the value, or else the first of all."""
    known = PROPERTIES.get(violation.path)
    fields = fields_of_property(known, records=["article"]) if known else ()
    saying = [place for place in places if known and place.article and _says(place.article, known, violation.value)]
    place = next(iter(saying or places), _Place(Origin(path=NO_PLACE)))
    about = violation.focus.removeprefix(base)
    what = f"{prefixed(violation.path)} of {about}" if violation.path else about
    value = f" ({violation.value[:80]!r})" if violation.value and violation.value != violation.focus else ""
    return Draft(SHAPE, place.origin, f"{what}{value}: {violation.message}", place.fields or fields)


def _says(article: Article, known: Property, value: str) -> bool:
    """Return whether a record has a literal as a value of a property."""
    said = getattr(article, known.of.get("article", ""), None)
    if said is None or not known.is_literal:
        return False
    texts = {WRITERS[known.value](item).value for item in (said if known.many else (said,))}
    return not texts.isdisjoint((value, value.replace("+00:00", "Z")))
