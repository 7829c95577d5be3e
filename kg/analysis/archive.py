"""A graph -> the articles, related links and stories that it holds, as records again; keys are IRIs here."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

from kg.model import Article, RelatedLink, Story
from kg.rdf.literals import python_value
from kg.rdf.store import Store

COUNTS = """SELECT
  (COUNT(DISTINCT ?article) AS ?articles) (COUNT(DISTINCT ?provider) AS ?providers)
  (COUNT(DISTINCT ?topic) AS ?topics) (COUNT(DISTINCT ?story) AS ?stories)
{
  { ?article kg:full ?full } UNION { ?provider kg:domain ?domain }
  UNION { ?topic a skos:Concept } UNION { ?story a kg:Story }
}"""
ARTICLES = """
SELECT ?article ?url ?title ?excerpt ?published WHERE {
  VALUES ?class { schema:NewsArticle schema:VideoObject }
  ?article a ?class ; schema:url ?url .
  OPTIONAL { ?article schema:headline ?title }
  OPTIONAL { ?article schema:abstract ?excerpt }
  OPTIONAL { ?article schema:datePublished ?published }
}"""
TOPICS = "SELECT ?thing ?name WHERE { ?thing schema:about ?topic . ?topic skos:prefLabel ?name }"
ORGANIZATIONS = "SELECT ?thing ?name WHERE { ?thing schema:mentions ?organization . ?organization schema:name ?name }"
RELATED = "SELECT ?source ?target WHERE { ?source kg:related ?target }"
STORIES = """
SELECT ?story ?label ?first ?cohesion ?start ?end WHERE {
  ?story a kg:Story ; skos:prefLabel ?label ; kg:firstArticle ?first ; kg:cohesion ?cohesion .
  OPTIONAL { ?story schema:startDate ?start }
  OPTIONAL { ?story schema:endDate ?end }
}"""
MEMBERS = """
SELECT ?story ?article ?first ?published WHERE {
  ?story schema:hasPart ?article ; kg:firstArticle ?first .
  OPTIONAL { ?article schema:datePublished ?published }
}"""
COPIES = "SELECT ?story ?copy ?report WHERE { ?copy kg:copyOf ?report . ?story schema:hasPart ?copy }"
_AT_LAST = datetime.max.replace(tzinfo=UTC)


def counts(store: Store) -> dict[str, int]:
    """Return how many articles, providers, topics and stories a graph holds."""
    (row,) = store.rows(COUNTS)
    return row


def articles(store: Store) -> tuple[list[Article], list[RelatedLink]]:
    """Return the articles of a graph, sorted by IRI, and the curated links between them."""
    topics, organizations = _names(store, TOPICS), _names(store, ORGANIZATIONS)
    found = {}
    for row in store.select(ARTICLES):
        key = row["article"].value
        title, excerpt, published = row["title"], row["excerpt"], row["published"]
        found[key] = Article(
            key=key,
            url=row["url"].value,
            title=title.value if title else None,
            excerpt=excerpt.value if excerpt else None,
            published=python_value(published) if published else None,
            topics=tuple(sorted(topics[key])),
            mentions=tuple(sorted(organizations[key])),
        )
    links = [RelatedLink(source=row["source"].value, target=row["target"].value) for row in store.select(RELATED)]
    return [found[key] for key in sorted(found)], links


def stories(store: Store) -> tuple[Story, ...]:
    """Return the stories of a graph, the largest first, then by id."""
    topics, organizations = _names(store, TOPICS), _names(store, ORGANIZATIONS)
    members: dict[str, list[tuple[datetime, bool, str]]] = defaultdict(list)
    for row in store.select(MEMBERS):
        published = python_value(row["published"]) if row["published"] else _AT_LAST
        members[row["story"].value].append((published, row["article"] != row["first"], row["article"].value))
    copies: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in store.select(COPIES):
        copies[row["story"].value].append((row["copy"].value, row["report"].value))
    found = [
        Story(
            id=row["story"].value.rsplit("/", 1)[-1],
            label=row["label"].value,
            members=tuple(article for _, _, article in sorted(members[row["story"].value])),
            first=row["first"].value,
            start=python_value(row["start"]) if row["start"] else None,
            end=python_value(row["end"]) if row["end"] else None,
            topics=tuple(sorted(topics[row["story"].value])),
            organizations=tuple(sorted(organizations[row["story"].value])),
            copies=tuple(sorted(copies[row["story"].value])),
            cohesion=float(row["cohesion"].value),
        )
        for row in store.select(STORIES)
    ]
    return tuple(sorted(found, key=lambda story: (-len(story.members), story.id)))


def _names(store: Store, query: str) -> dict[str, set[str]]:
    """Return the names that each thing is linked to."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in store.select(query):
        found[row["thing"].value].add(row["name"].value)
    return found
