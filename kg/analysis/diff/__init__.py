"""Two graphs -> what is different: articles by field, providers, topics, people, organizations, stories, triples.

Things are the same if they have the same IRI, which says nothing of time or machine. Which file an article comes from
counts by its path alone: another byte in a file that says the same is a difference of triples, and of no article.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

import msgspec

from kg.analysis import history
from kg.rdf import ntriples
from kg.rdf.literals import typed_value
from kg.rdf.properties import KINDS, names_of, prefixed, word
from kg.rdf.terms import Literal
from kg.rdf.vocab import KG, PREFIXES, PROV, RDF, SCHEMA

__all__ = ["ChangedField", "ChangedResource", "Difference", "Resource", "difference"]

COMPARED = ("article", "provider", "topic", "person", "organization")  # kinds of things, field by field
_NAMED = (*COMPARED, "story", "source")  # by what people call them; an image by its address, for captions are alike
LABELS = (SCHEMA.headline, *names_of(_NAMED), KG.domain, SCHEMA.url, SCHEMA.contentUrl)  # the best first
OWN = PREFIXES["kg"]  # the own terms, which are below the default base and stay as they are
Facts = dict[str, dict[str, set[str | Literal]]]  # of subjects, by predicate


class Snapshot(msgspec.Struct, frozen=True):
    """A graph to compare: what it is called, its triples as canonical N-Triples, sorted, and its base."""

    name: str
    ntriples: bytes
    base: str

    @property
    def sha256(self) -> str:
        """What stands for the graph: the SHA-256 of its sorted N-Triples."""
        return hashlib.sha256(self.ntriples).hexdigest()


class Resource(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A thing that is in one of the two graphs: its IRI, its label, and its address if it has one."""

    iri: str
    label: str
    url: str | None = None


class ChangedField(msgspec.Struct, frozen=True, kw_only=True):
    """A field that is different: the values that went and those that came, as people read them."""

    name: str
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


class ChangedResource(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is in both graphs, and what is different about it."""

    thing: Resource
    fields: tuple[ChangedField, ...]


class ResourceChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What came, went and changed of one kind of thing, each sorted by label."""

    added: tuple[Resource, ...] = ()
    changed: tuple[ChangedResource, ...] = ()
    removed: tuple[Resource, ...] = ()


class StoryChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A story, and what became of it: how many articles joined and left, which story it was or is, its old label."""

    story: Resource
    joined: int = 0
    left: int = 0
    other: Resource | None = None
    was: str | None = None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What is different between two graphs; `added` and `removed` are lines of N-Triples, sorted.

    `stories` has by what became of them (born, grown, shrunk, exchanged, continued, split, merged, ended, relabelled)
    those that changed; see `kg.analysis.history` for how they are compared.
    """

    old: str
    new: str
    old_sha256: str
    new_sha256: str
    triples: tuple[int, int]
    things: dict[str, ResourceChanges]
    stories: dict[str, tuple[StoryChange, ...]]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.added or self.removed)


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """Return what is different between two graphs.

    Args:
        old: the one.
        new: the other.
    """
    before, after = set(ntriples.lines_of(old.ntriples)), set(ntriples.lines_of(new.ntriples))
    notes = []
    if old.base != new.base:
        notes.append(f"the bases differ ({old.base} and {new.base}): things are compared without them")
    facts = _facts(old), _facts(new)
    return Difference(
        old=old.name,
        new=new.name,
        old_sha256=old.sha256,
        new_sha256=new.sha256,
        triples=(len(before), len(after)),
        things={KINDS[kind].several: _things(*facts, KINDS[kind].classes.keys()) for kind in COMPARED},
        stories=_stories(*facts),
        added=_text(after - before),
        removed=_text(before - after),
        notes=tuple(notes),
    )


def _text(lines: Iterable[bytes]) -> tuple[str, ...]:
    return tuple(line.decode().removesuffix("\n") for line in sorted(lines))


def _facts(snapshot: Snapshot) -> Facts:
    """Return all that a graph says; IRIs relative to its base, numbers and dates as their canonical texts."""
    found: Facts = defaultdict(lambda: defaultdict(set))
    base = snapshot.base
    for subject, predicate, object in ntriples.read_triples(snapshot.ntriples):
        value = object if isinstance(object, Literal) or object.startswith(OWN) else object.removeprefix(base)
        found[subject.removeprefix(base)][predicate].add(value)
    return found


def _things(old: Facts, new: Facts, classes: Set[str]) -> ResourceChanges:
    before, after = (
        {iri for iri, facts in graph.items() if classes & facts.get(RDF.type, set())} for graph in (old, new)
    )
    changes = (
        ChangedResource(thing=thing(new, iri), fields=fields)
        for iri in before & after
        if old[iri] != new[iri] and (fields := _fields(old, new, iri))
    )
    return ResourceChanges(
        added=_sorted(thing(new, iri) for iri in after - before),
        changed=tuple(sorted(changes, key=lambda change: _order(change.thing))),
        removed=_sorted(thing(old, iri) for iri in before - after),
    )


def _fields(old: Facts, new: Facts, iri: str) -> tuple[ChangedField, ...]:
    found = []
    for predicate in sorted({*old[iri], *new[iri]}, key=word):
        before, after = old[iri].get(predicate, set()), new[iri].get(predicate, set())
        if predicate != PROV.wasDerivedFrom:  # a file is the same by its path, not by its bytes
            before, after = before - after, after - before
        went, came = {readable(old, value) for value in before}, {readable(new, value) for value in after}
        if predicate == PROV.wasDerivedFrom:
            went, came = went - came, came - went
        elif went & came:  # other things of the same name
            went, came = _exactly(old, before), _exactly(new, after)
        if went or came:
            found.append(ChangedField(name=word(predicate), old=tuple(sorted(went)), new=tuple(sorted(came))))
    return tuple(found)


def _exactly(facts: Facts, values: Iterable[str | Literal]) -> set[str]:
    return {str(v.value) if isinstance(v, Literal) else f"{readable(facts, v)} <{v}>" for v in values}


def thing(facts: Facts, iri: str) -> Resource:
    """Return a thing as people know it."""
    known = facts.get(iri, {})
    label = next((texts[0] for predicate in LABELS if (texts := _texts(known, predicate))), iri)
    urls = _texts(known, SCHEMA.url)
    return Resource(iri=iri, label=label, url=urls[0] if urls else None)


def _texts(known: Mapping[str, set[str | Literal]], predicate: str) -> list[str]:
    return sorted(value.value for value in known.get(predicate, ()) if isinstance(value, Literal))


def readable(facts: Facts, value: str | Literal) -> str:
    """Return a value as people read it: a thing by its label, a literal by its text."""
    if isinstance(value, Literal):
        moment = typed_value(value.value, value.datatype)
        return moment.strftime("%Y-%m-%d %H:%M:%S") if hasattr(moment, "strftime") else value.value
    if value in facts:
        return thing(facts, value).label
    return prefixed(value)


def _order(thing: Resource) -> tuple[str, str]:
    return thing.label.casefold(), thing.iri


def _sorted(things: Iterable[Resource]) -> tuple[Resource, ...]:
    return tuple(sorted(things, key=_order))


def _stories(old: Facts, new: Facts) -> dict[str, tuple[StoryChange, ...]]:
    before, after = _members(old), _members(new)
    found = history.compare(before, after)

    def was(id: str) -> Resource:
        return thing(old, f"story/{id}")

    def now(id: str) -> Resource:
        return thing(new, f"story/{id}")

    moved = [StoryChange(story=now(id), joined=joined, left=left) for id, joined, left in found.changed]
    both = [id for id in before if id in after and len(before[id]) > 1 and len(after[id]) > 1]
    changes = {
        "born": (StoryChange(story=now(id), joined=len(after[id])) for id in found.born),
        "grown": (one for one in moved if not one.left),
        "shrunk": (one for one in moved if not one.joined),
        "exchanged": (one for one in moved if one.left and one.joined),
        "continued": (StoryChange(story=now(id), other=was(last)) for id, last in found.continued),
        "split": (StoryChange(story=now(id), joined=len(after[id]), other=was(last)) for id, last in found.split),
        "merged": (StoryChange(story=was(last), left=len(before[last]), other=now(id)) for last, id in found.merged),
        "ended": (StoryChange(story=was(id), left=len(before[id])) for id in found.ended),
        "relabelled": (StoryChange(story=now(id), was=was(id).label) for id in both if was(id).label != now(id).label),
    }
    return {how: tuple(sorted(changed, key=lambda one: _order(one.story))) for how, changed in changes.items()}


def _members(facts: Facts) -> Mapping[str, set[str]]:
    """Return the articles of each story, by its id; an article in none is one of its own, as `kg.stories` has it."""
    found: dict[str, set[str]] = {}
    for iri, known in facts.items():
        if KG.Story in known.get(RDF.type, ()):
            found[iri.removeprefix("story/")] = {str(member) for member in known.get(SCHEMA.hasPart, ())}
    placed = {member for members in found.values() for member in members}
    for iri, known in facts.items():
        if iri not in placed and not KINDS["article"].classes.keys().isdisjoint(known.get(RDF.type, ())):
            found.setdefault(iri.removeprefix("article/"), {iri})
    return found
