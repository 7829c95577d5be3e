"""The endpoint -> what it says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.rdf.vocab import PREFIXES
from kg.server.answers import GRAPHS, TABLES, Reply, serialized

SD = "http://www.w3.org/ns/sparql-service-description#"
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
FALLBACK = "http://localhost/sparql"
_PLAIN = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?/[A-Za-z0-9/._-]*")


def endpoint(address: str) -> str:
    """Return the address that a request named as the endpoint's, if it is a plain one: a Host header may say anything.

    >>> endpoint("http://localhost:8765/sparql"), endpoint("http://a<b/sparql")
    ('http://localhost:8765/sparql', 'http://localhost/sparql')
    """
    return address if _PLAIN.fullmatch(address) else FALLBACK


def described(endpoint: str, media: str, *, service: bool) -> Reply:
    """Return the description of the endpoint.

    Args:
        endpoint: its address, a valid IRI.
        media: one of `GRAPHS`.
        service: whether queries may ask other endpoints.
    """
    form, name = GRAPHS[media]
    me, dataset, graph = (ox.NamedNode(endpoint + part) for part in ("", "#dataset", "#graph"))

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(SD + name)

    triples = [
        ox.Triple(me, TYPE, sd("Service")),
        ox.Triple(me, sd("endpoint"), me),
        ox.Triple(me, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Triple(me, sd("defaultDataset"), dataset),
        ox.Triple(dataset, TYPE, sd("Dataset")),
        ox.Triple(dataset, sd("defaultGraph"), graph),
        ox.Triple(graph, TYPE, sd("Graph")),
    ]
    forms = {form.iri for form, _ in TABLES.values()} | {form.iri for form, _ in GRAPHS.values()}
    triples += [ox.Triple(me, sd("resultFormat"), ox.NamedNode(iri)) for iri in sorted(forms)]
    if service:
        triples.append(ox.Triple(me, sd("feature"), sd("BasicFederatedQuery")))
    return Reply(200, name, serialized(triples, form))
