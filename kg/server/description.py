"""The endpoint -> what it says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.rdf.vocab import PREFIXES
from kg.server.answers import GRAPHS, TABLES, Reply, serialized

KG, SCHEMA, SKOS, PROV = (PREFIXES[name] for name in ("kg", "schema", "skos", "prov"))
SD = "http://www.w3.org/ns/sparql-service-description#"
FALLBACK = "http://localhost/sparql"
DESCRIPTION = f"""
@prefix sd: <{SD}> . @prefix void: <http://rdfs.org/ns/void#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<{{endpoint}}> a sd:Service ; sd:endpoint <{{endpoint}}> ; sd:supportedLanguage sd:SPARQL11Query ;
  sd:defaultDataset <{{endpoint}}#dataset> .
<{{endpoint}}#dataset> a sd:Dataset, void:Dataset ; sd:defaultGraph <{{endpoint}}#graph> ;
  dcterms:title "The graph of {{base}}" ; void:sparqlEndpoint <{{endpoint}}> ; void:uriSpace "{{base}}" ;
  void:vocabulary <{KG}>, <{SCHEMA}>, <{SKOS}>, <{PROV}> .
<{{endpoint}}#graph> a sd:Graph .
<{{endpoint}}> {{said}} ."""
_PLAIN = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?/[A-Za-z0-9/._-]*")


def endpoint(address: str) -> str:
    """Return the address that a request named as the endpoint's, if it is a plain one: a Host header may say anything.

    >>> endpoint("http://localhost:8765/sparql"), endpoint("http://a<b/sparql")
    ('http://localhost:8765/sparql', 'http://localhost/sparql')
    """
    return address if _PLAIN.fullmatch(address) else FALLBACK


def described(endpoint: str, media: str, *, base: str, service: bool) -> Reply:
    """Return the description of the endpoint.

    Args:
        endpoint: its address, a valid IRI.
        media: one of `GRAPHS`.
        base: what the IRIs of the graph begin with.
        service: whether queries may ask other endpoints.
    """
    forms = {form.iri for form, _ in TABLES.values()} | {form.iri for form, _ in GRAPHS.values()}
    said = [*(f"sd:resultFormat <{iri}>" for iri in sorted(forms)), *(["sd:feature sd:BasicFederatedQuery"] * service)]
    plain = "".join(letter for letter in base if letter not in '"\\\n')
    text = DESCRIPTION.format(endpoint=endpoint, base=plain, said=" ; ".join(said))
    form, name = GRAPHS[media]
    triples = (quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE))
    return Reply(200, name, serialized(triples, form))
