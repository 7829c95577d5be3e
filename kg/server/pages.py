"""A path -> the page or the triples of what the graph calls so, by what the request accepts."""

from __future__ import annotations

import functools
import re
from urllib.parse import parse_qsl, unquote

import pyoxigraph as ox

from kg.rdf.properties import KIND_OF
from kg.rdf.store import Store
from kg.rdf.vocab import RDF
from kg.server import facts, views
from kg.server.answers import GRAPHS, Reply, failed, serialized
from kg.server.negotiation import best

HTML = "text/html"
HTML_UTF8 = "text/html; charset=utf-8"
TRIPLES = "CONSTRUCT { ?thing ?property ?value } WHERE { ?thing ?property ?value }"
_LETTERS = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


class Pages:
    """The pages of one build.

    Args:
        store: what they tell.
        base: what the IRIs of the graph begin with.
    """

    def __init__(self, store: Store, *, base: str) -> None:
        self._store = store
        self._site = views.Site(base)

    def page(self, path: str, *, accept: str, query_string: str = "") -> Reply:
        """Return what is at a path.

        Args:
            path: of the address, as it came, percent-encoded.
            accept: the request's Accept header.
            query_string: ``page=2`` of the list of stories; ``as=text/turtle`` says what is accepted in a link.
        """
        parameters = dict(parse_qsl(query_string, errors="replace", max_num_fields=100))
        if path in ("", "/"):
            return self._index(parameters.get("page", ""), accept)
        try:
            found = next(filter(None, (facts.facts(self._store, iri) for iri in self._iris(path))), None)
        except ValueError:  # no IRI at all
            found = None
        media = best(parameters.get("as", accept), (HTML, *GRAPHS))
        if found is None:
            return Reply(404, HTML_UTF8, views.missing(f"The graph holds nothing at {path}.").encode())
        if media is None:
            return failed(406, f"there are {HTML}, {', '.join(GRAPHS)}")
        return Reply(200, HTML_UTF8, self._html(found)) if media == HTML else self._triples(found.iri, media)

    def _iris(self, path: str) -> list[str]:
        """Return the IRIs that a path may stand for: letters beyond ASCII travel percent-encoded."""
        plain = _LETTERS.sub(lambda match: unquote(match[0], errors="replace"), path)
        return [self._site.base + text.removeprefix("/") for text in dict.fromkeys((path, plain))]

    def _index(self, page: str, accept: str) -> Reply:
        if best(accept, (HTML,)) is None:
            return failed(406, f"there is {HTML}")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 10 else 1
        return Reply(200, HTML_UTF8, views.index(self._site, self._counts, self._stories, page=number).encode())

    def _html(self, found: facts.Facts) -> bytes:
        kinds = {KIND_OF.get(value.text) for value in found.all(RDF.type)}
        if "story" in kinds:
            return views.story(self._site, found, facts.members(self._store, found.iri)).encode()
        if "article" in kinds:
            return views.article(self._site, found).encode()
        return views.thing(self._site, found).encode()

    def _triples(self, iri: str, media: str) -> Reply:
        form, name = GRAPHS[media]
        triples = sorted(self._store.construct(TRIPLES, values={"thing": ox.NamedNode(iri)}), key=str)
        return Reply(200, name, serialized(triples, form))

    @functools.cached_property
    def _counts(self) -> dict[str, int]:
        return facts.counts(self._store)

    @functools.cached_property
    def _stories(self) -> list[facts.StoryRow]:
        return facts.stories(self._store)
