"""A graph -> the articles, related links and stories that it holds, as records again; keys are IRIs here.

A graph is given by what asks it in SPARQL and has rows of Python values: `kg.rdf.store.Store.rows`, or `query` of a
`kg.KnowledgeGraph`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from kg.model import UNDATED, Article, RelatedLink, Story
from kg.rdf.literals import Bindings

COUNTS = """SELECT
  (COUNT(DISTINCT ?article) AS ?articles) (COUNT(DISTINCT ?provider) AS ?providers)
  (COUNT(DISTINCT ?topic) AS ?topics) (COUNT(DISTINCT ?story) AS ?stories)
{
  { ?article kg:full ?full } UNION { ?provider kg:domain ?domain }
  UNION { ?topic a skos:Concept } UNION { ?story a kg:Story }
}"""
ARTICLES = """
SELECT ?key ?url ?title ?excerpt ?published ?precision ?amp_url ?cdn_amp_url ?full WHERE {
  VALUES ?class { schema:NewsArticle schema:VideoObject }
  ?key a ?class .
  OPTIONAL { ?key schema:url ?url }
  OPTIONAL { ?key schema:headline ?title }
  OPTIONAL { ?key schema:abstract ?excerpt }
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
SELECT ?story ?label ?title ?first ?cohesion ?start ?end WHERE {
  ?story a kg:Story ; skos:prefLabel ?label ; kg:firstArticle ?first ; kg:cohesion ?cohesion .
  OPTIONAL { ?story schema:headline ?title }
  OPTIONAL { ?story schema:startDate ?start }
  OPTIONAL { ?story schema:endDate ?end }
}"""
MEMBERS = """
SELECT ?story ?article ?first ?published WHERE {
  ?story schema:hasPart ?article ; kg:firstArticle ?first .
  OPTIONAL { ?article schema:datePublished ?published }
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
    found = [
        Story(
            id=iri_id(iri := row.pop("story")),
            cohesion=float(row.pop("cohesion")),
            title=row.pop("title") or "",
            members=tuple(article for _, _, article in sorted(members[iri])),
            topics=topics[iri],
            organizations=organizations[iri],
            copies=tuple(sorted(copies[iri])),
            **row,
        )
        for row in rows(STORIES)
    ]
    return tuple(sorted(found, key=lambda story: (-len(story.members), story.id)))


def _linked(rows: Iterable[Bindings]) -> dict[str, tuple[str, ...]]:
    """Return the names that each thing is linked to, sorted."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for thing, name in sorted({(row["thing"], row["name"]) for row in rows}):
        found[thing] += (name,)
    return found
