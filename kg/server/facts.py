"""A store and an IRI -> what the graph says of it, with the names of all that it is linked to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import msgspec
import pyoxigraph as ox

from kg.rdf.properties import KINDS, names_of
from kg.rdf.store import Store

MOST_LINKS = 200  # that lead to a thing, each way of linking: one more is read, to know whether there are
NAMED = tuple(kind for kind in KINDS if kind != "image")  # an image goes by its address
NAMES = "|".join(f"<{iri}>" for iri in names_of(NAMED))
# of ?thing; what a query is given in the place of a variable stands among its columns, and those of its subqueries
OUTGOING = f"""
SELECT ?thing ?property ?value (SAMPLE(?named) AS ?name) WHERE {{
  ?thing ?property ?value OPTIONAL {{ ?value {NAMES} ?named }}
}} GROUP BY ?thing ?property ?value"""
WAYS = "SELECT DISTINCT ?thing ?property WHERE { ?other ?property ?thing }"
INCOMING = f"""
SELECT ?thing ?property ?other (SAMPLE(?named) AS ?name) (SAMPLE(?date) AS ?when) WHERE {{
  {{ SELECT DISTINCT ?thing ?property ?other ?date WHERE {{
    ?other ?property ?thing OPTIONAL {{ ?other schema:datePublished|schema:startDate ?date }}
  }} ORDER BY DESC(?date) ?other LIMIT {MOST_LINKS + 1} }}
  OPTIONAL {{ ?other {NAMES} ?named }}
}} GROUP BY ?thing ?property ?other ORDER BY DESC(?when) ?other"""
MEMBERS = """
SELECT ?thing ?article ?first (SAMPLE(?h) AS ?headline) (SAMPLE(?u) AS ?url) (MIN(?d) AS ?published)
  (SAMPLE(?p) AS ?provider) (SAMPLE(?n) AS ?name)
WHERE {
  ?thing schema:hasPart ?article ; kg:firstArticle ?first .
  OPTIONAL { ?article schema:headline ?h } OPTIONAL { ?article schema:url ?u }
  OPTIONAL { ?article schema:datePublished ?d }
  OPTIONAL { ?article schema:publisher ?p OPTIONAL { ?p schema:name ?n } }
} GROUP BY ?thing ?article ?first"""
STORIES = """
SELECT ?story (SAMPLE(?l) AS ?label) (COUNT(DISTINCT ?article) AS ?articles) (COUNT(DISTINCT ?provider) AS ?providers)
  (MIN(?s) AS ?start) (MAX(?e) AS ?end)
WHERE {
  ?story a kg:Story ; schema:hasPart ?article OPTIONAL { ?story skos:prefLabel ?l }
  OPTIONAL { ?article schema:publisher ?provider }
  OPTIONAL { ?story schema:startDate ?s } OPTIONAL { ?story schema:endDate ?e }
} GROUP BY ?story ORDER BY DESC(?articles) ?story"""
COUNTS = "SELECT ?class (COUNT(?thing) AS ?n) WHERE { ?thing a ?class } GROUP BY ?class"


class Value(msgspec.Struct, frozen=True, order=True):
    """What a property leads to: an IRI with its name and its time if it has one, or a text."""

    text: str
    name: str = ""
    is_iri: bool = False
    when: str = ""


class Facts(msgspec.Struct, frozen=True):
    """What a graph says of a thing: by property, and by the property that leads to it."""

    iri: str
    own: Mapping[str, tuple[Value, ...]]
    linked: Mapping[str, tuple[Value, ...]]

    def first(self, *properties: str) -> str:
        """Return the text of the first property that there is; empty if there is none."""
        return next((self.own[name][0].text for name in properties if name in self.own), "")

    def all(self, name: str) -> tuple[Value, ...]:
        """Return all values of a property."""
        return self.own.get(name, ())


class Member(msgspec.Struct, frozen=True):
    """An article of a story: enough for a line of its table."""

    iri: str
    headline: str
    url: str
    published: str
    provider: str
    provider_name: str
    is_first: bool


class StoryRow(msgspec.Struct, frozen=True):
    """A story in a list."""

    iri: str
    label: str
    articles: int
    providers: int
    start: str
    end: str


def facts(store: Store, iri: str) -> Facts | None:
    """Return what the graph says of a thing; None if it is the subject of nothing.

    Raises:
        ValueError: it is no IRI.
    """
    thing = ox.NamedNode(iri)
    own = defaultdict(list)
    for row in store.select(OUTGOING, values={"thing": thing}):
        if row["property"] is not None:  # one row of nothing where there is nothing to group
            value = row["value"]
            own[row["property"].value].append(Value(value.value, _text(row["name"]), isinstance(value, ox.NamedNode)))
    if not own:
        return None
    ways = sorted(row["property"].value for row in store.select(WAYS, values={"thing": thing}))
    linked = {
        way: tuple(
            Value(row["other"].value, _text(row["name"]), is_iri=True, when=_text(row["when"]))
            for row in store.select(INCOMING, values={"thing": thing, "property": ox.NamedNode(way)})
            if row["other"] is not None
        )
        for way in ways
    }
    return Facts(iri, {name: tuple(sorted(own[name])) for name in sorted(own)}, linked)


def members(store: Store, story: str) -> list[Member]:
    """Return the articles of a story in order of time, the undated last."""
    found = [
        Member(
            iri=row["article"].value,
            headline=_text(row["headline"]),
            url=_text(row["url"]),
            published=_text(row["published"]),
            provider=_text(row["provider"]),
            provider_name=_text(row["name"]),
            is_first=row["article"] == row["first"],
        )
        for row in store.select(MEMBERS, values={"thing": ox.NamedNode(story)})
        if row["article"] is not None
    ]
    return sorted(found, key=lambda m: (not m.published, m.published, not m.is_first, m.iri))


def stories(store: Store) -> list[StoryRow]:
    """Return all stories, the largest first."""
    return [
        StoryRow(
            iri=row["story"].value,
            label=_text(row["label"]),
            articles=int(row["articles"].value),
            providers=int(row["providers"].value),
            start=_text(row["start"]),
            end=_text(row["end"]),
        )
        for row in store.select(STORIES)
        if row["story"] is not None
    ]


def counts(store: Store) -> dict[str, int]:
    """Return how many things there are of each class."""
    return {row["class"].value: int(row["n"].value) for row in store.select(COUNTS) if row["class"] is not None}


def _text(term: ox.NamedNode | ox.Literal | None) -> str:
    return "" if term is None else str(term.value)
