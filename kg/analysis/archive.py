"""A graph -> the articles, related links and stories that it holds, as records again; keys are IRIs here.

A graph is given by what asks it in SPARQL and has rows of Python values: `kg.rdf.store.Store.rows`, or `query` of a
`kg.KnowledgeGraph`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from kg.model import UNDATED, Article, RelatedLink, Story, Storyline
from kg.rdf.literals import Bindings

COUNTS = """SELECT
  (COUNT(DISTINCT ?article) AS ?articles) (COUNT(DISTINCT ?provider) AS ?providers)
  (COUNT(DISTINCT ?topic) AS ?topics) (COUNT(DISTINCT ?story) AS ?stories)
{
  { ?article kg:full ?full } UNION { ?provider kg:domain ?domain }
  UNION { ?topic a skos:Concept } UNION { ?story a kg:Story }
}"""
ARTICLES = """
SELECT ?key ?url ?title ?excerpt ?language ?provider ?published ?precision ?amp_url ?cdn_amp_url ?full WHERE {
  VALUES ?class { schema:NewsArticle schema:VideoObject }
  ?key a ?class .
  OPTIONAL { ?key schema:url ?url }
  OPTIONAL { ?key schema:headline ?title }
  OPTIONAL { ?key schema:abstract ?excerpt }
  OPTIONAL { ?key schema:inLanguage ?language }
  OPTIONAL { ?key schema:publisher/kg:domain ?provider }
  OPTIONAL { ?key schema:datePublished ?published }
  OPTIONAL { ?key kg:datePrecision ?precision }
  OPTIONAL { ?key kg:ampUrl ?amp_url }
  OPTIONAL { ?key kg:cdnAmpUrl ?cdn_amp_url }
  OPTIONAL { ?key kg:full ?full }
}"""
TOPICS = "SELECT ?thing ?name WHERE { ?thing schema:about ?topic . ?topic skos:prefLabel ?name }"
ORGANIZATIONS = "SELECT ?thing ?name WHERE { ?thing schema:mentions ?organization . ?organization schema:name ?name }"
RELATED = "SELECT ?source ?target WHERE { ?source kg:related ?target }"
LISTED = "SELECT ?source ?target WHERE { ?source kg:lists ?target }"
STORIES = """
SELECT ?story ?title ?label ?first ?cohesion ?series ?confidence ?start ?end WHERE {
  ?story a kg:Story ; skos:prefLabel ?label ; kg:firstArticle ?first ; kg:cohesion ?cohesion .
  OPTIONAL { ?story schema:headline ?title }
  OPTIONAL { ?story kg:series ?series }
  OPTIONAL { ?story kg:confidence ?confidence }
  OPTIONAL { ?story schema:startDate ?start }
  OPTIONAL { ?story schema:endDate ?end }
}"""
MEMBERS = """
SELECT ?story ?article ?first ?published WHERE {
  ?story schema:hasPart ?article ; kg:firstArticle ?first .
  OPTIONAL { ?article schema:datePublished ?published }
}"""
DOUBTS = """
SELECT ?story ?article ?confidence WHERE {
  ?story a kg:Story ; schema:hasPart ?article . ?article kg:confidence ?confidence
}"""
DECIDED = "SELECT ?story ?decided WHERE { ?story kg:decided ?decided }"
STORYLINES = """
SELECT ?storyline ?title ?start ?end ?story ?first ?began WHERE {
  ?storyline a kg:Storyline ; schema:headline ?title ; schema:hasPart ?story .
  ?story kg:firstArticle ?first .
  OPTIONAL { ?story schema:startDate ?began }
  OPTIONAL { ?storyline schema:startDate ?start }
  OPTIONAL { ?storyline schema:endDate ?end }
}"""
COPIES = "SELECT ?story ?copy ?report WHERE { ?copy kg:copyOf ?report . ?story schema:hasPart ?copy }"

Rows = Callable[[str], Iterable[Bindings]]


def iri_id(iri: str) -> str:
    """Return the id that the IRI of an article or a story ends in."""
    return iri.rsplit("/", 1)[-1]


def counts(rows: Rows) -> dict[str, int]:
    """Return how many articles, providers, topics and stories a graph holds."""
    (row,) = rows(COUNTS)
    return row


def articles(rows: Rows) -> tuple[list[Article], list[RelatedLink]]:
    """Return the articles of a graph, sorted by IRI, and the links between them: curated ones, and what issues list."""
    topics, organizations = _linked(rows(TOPICS)), _linked(rows(ORGANIZATIONS))
    found = {
        row["key"]: Article(**row, topics=topics[row["key"]], mentions=organizations[row["key"]])
        for row in rows(ARTICLES)
    }
    curated, listed = (
        [RelatedLink(**row, listed=listed) for row in rows(query)]
        for query, listed in ((RELATED, False), (LISTED, True))
    )
    return [found[key] for key in sorted(found)], [*curated, *listed]


def stories(rows: Rows) -> tuple[Story, ...]:
    """Return the stories of a graph, the largest first, then by id."""
    topics, organizations = _linked(rows(TOPICS)), _linked(rows(ORGANIZATIONS))
    members: dict[str, list[tuple[datetime, bool, str]]] = defaultdict(list)
    for row in rows(MEMBERS):
        order = (row["published"] or UNDATED, row["article"] != row["first"], row["article"])
        members[row["story"]].append(order)
    copies: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows(COPIES):
        copies[row["story"]].append((row["copy"], row["report"]))
    doubts: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in rows(DOUBTS):
        doubts[row["story"]].append((row["article"], float(row["confidence"])))
    decided: dict[str, list[str]] = defaultdict(list)
    for row in rows(DECIDED):
        decided[row["story"]].append(row["decided"])
    found = [
        Story(
            id=iri_id(iri := row.pop("story")),
            cohesion=float(row.pop("cohesion")),
            title=row.pop("title") or "",
            series=bool(row.pop("series")),
            confidence=1.0 if (confidence := row.pop("confidence")) is None else float(confidence),
            doubts=tuple(sorted(doubts[iri])),
            decided=tuple(sorted(decided[iri])),
            members=tuple(article for _, _, article in sorted(members[iri])),
            topics=topics[iri],
            organizations=organizations[iri],
            copies=tuple(sorted(copies[iri])),
            **row,
        )
        for row in rows(STORIES)
    ]
    return tuple(sorted(found, key=lambda story: (-len(story.members), story.id)))


def storylines(rows: Rows) -> tuple[Storyline, ...]:
    """Return the storylines of a graph, those of most stories first, then by id."""
    known: dict[str, Bindings] = {}
    parts: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for row in rows(STORYLINES):
        known[row["storyline"]] = row
        parts[row["storyline"]].append((row["began"] or UNDATED, iri_id(row["story"])))
    found = [
        Storyline(
            id=iri_id(iri),
            title=row["title"],
            stories=tuple(story for _, story in sorted(parts[iri])),
            start=row["start"],
            end=row["end"],
        )
        for iri, row in known.items()
    ]
    return tuple(sorted(found, key=lambda storyline: (-len(storyline.stories), storyline.id)))


def _linked(rows: Iterable[Bindings]) -> dict[str, tuple[str, ...]]:
    """Return the names that each thing is linked to, sorted."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for thing, name in sorted({(row["thing"], row["name"]) for row in rows}):
        found[thing] += (name,)
    return found
