"""A store and an IRI -> what the graph says of it, with the names of all that it is linked to."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping

import msgspec
import pyoxigraph as ox

from kg.rdf.properties import KINDS, names_of
from kg.rdf.store import Store, Term, text_of
from kg.rdf.vocab import SCHEMA

MOST_LINKS = 200  # that lead to a thing, each way of linking: one more is read, to know whether there are
NAMED = tuple(kind for kind in KINDS if kind != "image")  # an image goes by its address
NAMES = "|".join(f"<{iri}>" for iri in names_of(NAMED) if iri != SCHEMA.headline)  # a story has a title and a label
# of ?thing; what a query is given in the place of a variable stands among its columns, and those of its subqueries
OUTGOING = f"""
SELECT ?thing ?property ?value (COALESCE(SAMPLE(?title), SAMPLE(?named)) AS ?name) WHERE {{
  ?thing ?property ?value OPTIONAL {{ ?value schema:headline ?title }} OPTIONAL {{ ?value {NAMES} ?named }}
}} GROUP BY ?thing ?property ?value"""
WAYS = "SELECT DISTINCT ?thing ?property WHERE { ?other ?property ?thing }"
INCOMING = f"""
SELECT ?thing ?property ?other (COALESCE(SAMPLE(?title), SAMPLE(?named)) AS ?name) (SAMPLE(?date) AS ?when) WHERE {{
  {{ SELECT DISTINCT ?thing ?property ?other ?date WHERE {{
    ?other ?property ?thing OPTIONAL {{ ?other schema:datePublished|schema:startDate ?date }}
  }} ORDER BY DESC(?date) ?other LIMIT {MOST_LINKS + 1} }}
  OPTIONAL {{ ?other schema:headline ?title }} OPTIONAL {{ ?other {NAMES} ?named }}
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
SELECT ?story (COALESCE(SAMPLE(?t), SAMPLE(?l)) AS ?label)
  (COUNT(DISTINCT ?article) AS ?articles) (COUNT(DISTINCT ?provider) AS ?providers)
  (MIN(?s) AS ?start) (MAX(?e) AS ?end)
WHERE {
  ?story a kg:Story ; schema:hasPart ?article OPTIONAL { ?story skos:prefLabel ?l }
  OPTIONAL { ?story schema:headline ?t }
  OPTIONAL { ?article schema:publisher ?provider }
  OPTIONAL { ?story schema:startDate ?s } OPTIONAL { ?story schema:endDate ?e }
} GROUP BY ?story ORDER BY DESC(?articles) ?story"""
COUNTS = "SELECT ?class (COUNT(?thing) AS ?n) WHERE { ?thing a ?class } GROUP BY ?class"

Row = dict[str, str]  # of a query: the texts of terms by the names of variables, empty where nothing is bound


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


def facts(store: Store, iri: str) -> Facts | None:
    """Return what the graph says of a thing; None if it is the subject of nothing.

    Raises:
        ValueError: it is no IRI.
    """
    thing = ox.NamedNode(iri)
    own = defaultdict(list)
    for row in store.select(OUTGOING, values={"thing": thing}):
        value = row["value"]
        own[row["property"].value].append(Value(value.value, _text(row["name"]), isinstance(value, ox.NamedNode)))
    if not own:
        return None
    linked = {
        way: tuple(
            Value(row["other"], row["name"], is_iri=True, when=row["when"])
            for row in _rows(store, INCOMING, thing=iri, property=way)
        )
        for way in sorted(row["property"] for row in _rows(store, WAYS, thing=iri))
    }
    return Facts(iri, {name: tuple(sorted(own[name])) for name in sorted(own)}, linked)


def members(store: Store, story: str) -> list[Row]:
    """Return the articles of a story in order of time, the undated last; see `MEMBERS`."""

    def place(row: Row) -> tuple[object, ...]:
        published, article = row["published"], row["article"]
        return not published, published, article != row["first"], article

    return sorted(_rows(store, MEMBERS, thing=story), key=place)


@functools.cache
def stories(store: Store) -> list[Row]:
    """Return all stories, the largest first; see `STORIES`."""
    return _rows(store, STORIES)


@functools.cache
def counts(store: Store) -> dict[str, int]:
    """Return how many things there are of each class."""
    return {row["class"]: int(row["n"]) for row in _rows(store, COUNTS)}


def _rows(store: Store, query: str, **values: str) -> list[Row]:
    """Return the rows of a query, with IRIs in the place of some variables."""
    found = store.select(query, values={name: ox.NamedNode(iri) for name, iri in values.items()})
    names = [variable.value for variable in found.variables]
    return [dict(zip(names, map(_text, row), strict=True)) for row in found]


def _text(term: Term | None) -> str:
    return "" if term is None else text_of(term)
