"""A triple that no line says -> what it was derived from, by which part of a build, and with which evidence."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

import msgspec
import pyoxigraph as ox

from kg.model import Origin
from kg.provenance.sources import Source, in_order
from kg.rdf import ontology
from kg.rdf.properties import word
from kg.rdf.store import Term, text_of
from kg.rdf.vocab import KG, RDF, SCHEMA

if TYPE_CHECKING:
    from kg.provenance import Provenance

MENTIONS, STORIES, COPIES = "derived: mentions", "derived: stories", "derived: copies"
ORGANIZATIONS, OTHER = "derived: organizations", "derived"
ADDRESSES, HOST = "derived: addresses", "the host of its address"
GIVEN = "named by a file that was given with --organizations, or by a model"
_TEXTS = (SCHEMA.headline, SCHEMA.abstract)  # that name organizations


class Bond(Protocol):
    """What binds two articles (`kg.analysis.evidence.links.Link`)."""

    @property
    def same_words(self) -> bool:
        """Whether they have the very same words."""

    @property
    def places(self) -> Iterable[tuple[str, int]]:
        """The paths and lines of related links between them."""

    def reasons(self, article: str) -> tuple[str, ...]:
        """Return what speaks for the one (its IRI) being with the other, in words."""


def sources(provenance: Provenance, subject: str, triple: ox.Triple, *, deep: bool) -> tuple[Source, ...]:
    """Return what a triple was derived from.

    Args:
        provenance: of the graph.
        subject: of the triple, relative to the base.
        triple: that no record yields alone.
        deep: work out what holds a story together.
    """
    kind, predicate = subject.partition("/")[0], triple.predicate.value
    if predicate == KG.copyOf:
        found = _copy(provenance, subject, triple, deep=deep)
    elif kind == "story":
        found = _story(provenance, triple, deep=deep)
    elif kind == "storyline":
        found = _storyline(provenance, triple)
    elif kind == "organization":
        found = _organization(provenance, subject, triple)
    elif predicate == SCHEMA.mentions:
        found = _mention(provenance, triple)
    else:
        found = (Source.at(origin, rule=OTHER) for _, origin in provenance.statements.records(subject))
    return in_order(found)


def _mention(provenance: Provenance, triple: ox.Triple) -> Iterator[Source]:
    """Yield the lines of the texts that name an organization; of all texts if no name stands there word by word."""
    names = {text_of(name) for name in _objects(provenance, triple.object, SCHEMA.name, SCHEMA.alternateName)}
    longest = sorted(names, key=lambda name: (-len(name), name))
    texts = []
    for predicate in _TEXTS:
        for text in _objects(provenance, triple.subject, predicate):
            name = next((name for name in longest if name.casefold() in text_of(text).casefold()), None)
            sources = provenance.of(ox.Triple(triple.subject, ox.NamedNode(predicate), text))
            texts.append((name, word(predicate), sources))
    naming = [entry for entry in texts if entry[0] is not None] or texts
    for name, field, sources in naming:
        why = f"the {field} has {name!r}" if name else f"by the {field}, under a name that the gazetteer alone has"
        for source in sources:
            yield msgspec.structs.replace(source, rule=MENTIONS, evidence=(why,))


def _organization(provenance: Provenance, subject: str, triple: ox.Triple) -> Iterator[Source]:
    """Yield the entry of the gazetteer that says it; else the provider that it is; else the articles that name it."""
    block, line, sha256 = gazetteer().get(subject, ("", 0, ""))
    value = text_of(triple.object)
    if isinstance(triple.object, ox.NamedNode):
        value = value.rpartition("/")[2]
    if block and (triple.predicate.value == RDF.type or value in block):
        path = f"ontology/{ontology.ORGANIZATIONS}"
        yield Source(path=path, line=line, sha256=sha256, rule=ORGANIZATIONS, evidence=("the gazetteer of kg",))
        return
    providers = _objects(provenance, triple.subject, SCHEMA.sameAs)
    places = [place for provider in providers for place in provenance.places(text_of(provider))]
    if places:
        yield from _all(places, ORGANIZATIONS, "it is a provider")
        return
    found = provenance.store.select(f"SELECT ?article {{ ?article <{SCHEMA.mentions}> {triple.subject} }}")
    articles = {provenance.relative(row["article"].value) for row in found}
    yield from _all((place for article in articles for place in provenance.places(article)), ORGANIZATIONS, GIVEN)


def _story(provenance: Provenance, triple: ox.Triple, *, deep: bool) -> Iterator[Source]:
    """Yield what a story has a property from: what its articles say; or all of its articles."""
    members = [term for term in _objects(provenance, triple.subject, SCHEMA.hasPart) if isinstance(term, ox.NamedNode)]
    predicate, object = triple.predicate.value, triple.object
    if predicate == SCHEMA.hasPart:
        yield from _member(provenance, object, members, deep=deep)
        return
    asked = SCHEMA.datePublished if predicate in (SCHEMA.startDate, SCHEMA.endDate) else predicate
    if predicate == KG.firstArticle:
        yield from _all(provenance.places(text_of(object)), STORIES, "the earliest of its articles")
    elif predicate in (SCHEMA.startDate, SCHEMA.endDate, SCHEMA.about, SCHEMA.mentions):
        for member in members:
            if object in _objects(provenance, member, asked):
                for source in provenance.of(ox.Triple(member, ox.NamedNode(asked), object)):
                    yield msgspec.structs.replace(source, rule=STORIES)
    else:
        why = f"from its {len(members):,} articles"
        yield from _all((p for member in members for p in provenance.places(member.value)), STORIES, why)


def _storyline(provenance: Provenance, triple: ox.Triple) -> Iterator[Source]:
    """Yield the places of the articles of a storyline's stories; of one story, where it is that story that it has."""
    is_part = triple.predicate.value == SCHEMA.hasPart
    stories = [triple.object] if is_part else _objects(provenance, triple.subject, SCHEMA.hasPart)
    articles = [text_of(part) for story in stories for part in _objects(provenance, story, SCHEMA.hasPart)]
    why = f"from the {len(articles):,} articles of its {'story' if is_part else 'stories'}"
    yield from _all((place for article in articles for place in provenance.places(article)), STORIES, why)


def _member(provenance: Provenance, article: Term, members: list[ox.NamedNode], *, deep: bool) -> Iterator[Source]:
    """Yield the places of an article of a story, with what binds it most to another, and where that is said."""
    iri = text_of(article)
    places = provenance.places(iri)
    bond = provenance.bond(iri, [other.value for other in members if other != article]) if deep else None
    if bond is None:
        yield from _all(places, STORIES, f"one of {len(members):,} articles; kg explain says why")
        return
    for origin in places:
        yield Source.at(origin, rule=STORIES, evidence=bond.reasons(iri))
    for path, line in bond.places:
        sha256 = next((r.file.sha256 for r in provenance.statements.readings if r.file.path == path), "")
        yield Source(path=path, line=line, sha256=sha256, rule=STORIES, evidence=("a related link",))


def _copy(provenance: Provenance, subject: str, triple: ox.Triple, *, deep: bool) -> Iterator[Source]:
    """Yield the places of a copy and of its report, with how alike they are."""
    evidence: tuple[str, ...] = ("nearly the words of an earlier report",)
    copy, report = text_of(triple.subject), text_of(triple.object)
    bond = provenance.bond(copy, [report]) if deep else None
    if bond is not None:
        evidence = ("the same words",) if bond.same_words else bond.reasons(copy)
    for origin in (*provenance.places(subject), *provenance.places(report)):
        yield Source.at(origin, rule=COPIES, evidence=evidence)


@functools.cache
def gazetteer() -> dict[str, tuple[str, int, str]]:
    """Return the entries of the gazetteer that comes with kg: their text, first line and the file's SHA-256, by IRI."""
    data = (ontology.folder() / ontology.ORGANIZATIONS).read_bytes()
    sha256, found, line = hashlib.sha256(data).hexdigest(), {}, 1
    for block in data.decode().split("\n\n"):
        head = block.lstrip("\n")
        if head.startswith("<organization/"):
            start = line + block.count("\n", 0, len(block) - len(head))
            found[head[1 : head.index(">")]] = (head, start, sha256)
        line += block.count("\n") + 2
    return found


def _all(places: Iterable[Origin], rule: str, why: str) -> Iterator[Source]:
    for origin in places:
        yield Source.at(origin, rule=rule, evidence=(why,))


def _objects(provenance: Provenance, subject: Term, *predicates: str) -> list[Term]:
    wanted = "|".join(f"<{predicate}>" for predicate in predicates)
    return sorted((row["o"] for row in provenance.store.select(f"SELECT ?o {{ {subject} {wanted} ?o }}")), key=str)
