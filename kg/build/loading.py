"""Entities and stories -> the text of the graph, and its store: the last build's with what changed, or loaded anew."""

from __future__ import annotations

from concurrent.futures import Executor
from itertools import chain

from kg import extractors
from kg.build import renewal
from kg.build.context import Build, Stories
from kg.entities.merge import Entities
from kg.folder import OutputFolder
from kg.rdf.ntriples import Writer
from kg.rdf.store import Store, loaded


def write_graph(
    build: Build, entities: Entities, found: Stories, fresh: OutputFolder, background: Executor
) -> tuple[bytes, renewal.Subjects, Store]:
    """Write the text of the graph, and make the store: of the last one, or by loading it in the background."""
    request, say = build.request, build.stages.say
    before = renewal.read(request.output.path) if build.last.made else None
    stories = (*found.found.together, *found.found.storylines)
    size = len(entities) + len(stories)
    with build.stages.stage("triples", total=size) as count:
        things = count(chain(entities.in_order(), stories))
        ntriples = Writer(request.base).text(extractors.extract(things, extractors=build.extractors))
        last = request.output.store
        if before and (renewed := renewal.renewed(ntriples, before=before, last=last, folder=fresh.store, say=say)):
            store, subjects = renewed
            return ntriples, subjects, Store(store, ntriples=ntriples)
        loading = background.submit(loaded, ntriples, str(fresh.store))
        return ntriples, renewal.subjects(ntriples), Store(loading, ntriples=ntriples)
