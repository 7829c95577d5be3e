"""A path -> the page or the triples of what the graph calls so, by what the request accepts; and who makes them.

A worker process opens no file once it is ready: whatever its jobs need is imported here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import pyoxigraph as ox

from kg import html
from kg.folder import OutputFolder
from kg.query.search import Index
from kg.rdf.ntriples import base_of
from kg.rdf.outside import load_parser
from kg.rdf.properties import KIND_OF
from kg.rdf.vocab import RDF
from kg.server import Limits, facts, views
from kg.server.answers import GRAPHS, Job, OpenGraph, Reply, failed, serialized
from kg.server.negotiation import best

HTML = "text/html"
HTML_UTF8 = "text/html; charset=utf-8"
TRIPLES = "CONSTRUCT { ?thing ?property ?value } WHERE { ?thing ?property ?value }"
_LETTERS = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def answerer(index: Index, *, folder: Path, limits: Limits, parser: bool = False) -> Callable[[Job], Reply]:
    """Return what does the jobs of a server, in a process of `kg.query.worker`.

    Args:
        index: of the graph.
        folder: the output folder of the build.
        limits: of a query.
        parser: whether queries may come that have to be parsed before they are answered; few have.
    """
    index.search("warm")  # opens it, and makes it if need be, while files can be opened
    html.load(views.TEMPLATES)
    if parser:
        load_parser()
    base = OutputFolder(folder).base or base_of(index.store.ntriples)
    graph = OpenGraph(index.store, index.functions(), base, limits)
    return lambda job: job(graph)


def page(graph: OpenGraph, path: str, *, accept: str, query_string: str = "") -> Reply:
    """Return what is at a path.

    Args:
        graph: what the pages tell of.
        path: of the address, as it came, percent-encoded.
        accept: the request's Accept header.
        query_string: ``page=2`` of the list of stories; ``as=text/turtle`` says what is accepted in a link.
    """
    parameters = dict(parse_qsl(query_string, errors="replace", max_num_fields=100))
    if path in ("", "/"):
        return _index(graph, parameters.get("page", ""), accept)
    try:
        found = next(filter(None, (facts.facts(graph.store, iri) for iri in _iris(graph.base, path))), None)
    except ValueError:  # no IRI at all
        found = None
    media = best(parameters.get("as", accept), (HTML, *GRAPHS))
    if found is None:
        return Reply(404, HTML_UTF8, views.missing(f"The graph holds nothing at {path}.").encode())
    if media is None:
        return failed(406, f"there are {HTML}, {', '.join(GRAPHS)}")
    if media == HTML:
        return Reply(200, HTML_UTF8, _html(graph, found).encode())
    form, name = GRAPHS[media]
    triples = sorted(graph.store.construct(TRIPLES, values={"thing": ox.NamedNode(found.iri)}), key=str)
    return Reply(200, name, serialized(triples, form))


def _iris(base: str, path: str) -> list[str]:
    """Return the IRIs that a path may stand for: letters beyond ASCII travel percent-encoded."""
    plain = _LETTERS.sub(lambda match: unquote(match[0], errors="replace"), path)
    return [base + text.removeprefix("/") for text in dict.fromkeys((path, plain))]


def _index(graph: OpenGraph, page: str, accept: str) -> Reply:
    if best(accept, (HTML,)) is None:
        return failed(406, f"there is {HTML}")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 10 else 1
    counts, stories = facts.counts(graph.store), facts.stories(graph.store)
    return Reply(200, HTML_UTF8, views.index(views.Site(graph.base), counts, stories, page=number).encode())


def _html(graph: OpenGraph, found: facts.Facts) -> str:
    site = views.Site(graph.base)
    kinds = {KIND_OF.get(value.text) for value in found.all(RDF.type)}
    if "story" in kinds:
        return views.story(site, found, facts.members(graph.store, found.iri))
    return views.article(site, found) if "article" in kinds else views.thing(site, found)
