"""THE STORY: from a folder of articles to a graph that can be asked, seen and handed on.

Merge is a fold by key and the rest are maps, so that the same functions run in one process or in many. What each
step does is in `kg.build.steps`; here is their order.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kg import exporters, sources, stories
from kg.build import lock, output, seal, steps
from kg.build.beside import Beside
from kg.build.memory import unsearched
from kg.build.progress import Stages
from kg.build.workers import Workers
from kg.entities import pins
from kg.entities.merge import Entities
from kg.errors import StrictError, UsageError
from kg.folder import OutputFolder
from kg.graph import KnowledgeGraph
from kg.identity import DEFAULT_BASE, checked_base
from kg.model import Story
from kg.rdf.store import Store

DEFAULT_FORMATS = ("turtle", "html")
Source = str | os.PathLike[str]


def build(  # noqa: PLR0913 - an argument an option
    *source: Source | Iterable[Source],
    output: Source = "output",
    base: str = DEFAULT_BASE,
    jobs: int | None = None,
    strict: bool = False,
    formats: Sequence[str] = DEFAULT_FORMATS,
    organizations: Source | Iterable[Source] = (),
    organizations_from: str = "gazetteer",
    merges: Source | Iterable[Source] = (),
    anew: bool = False,
    without: Source | None = None,
    progress: Stages | None = None,
) -> KnowledgeGraph:
    """Build the graph of one or more sources into an output folder.

    Where the folder holds the last build of the same sources, only files that changed are read; if nothing changed, the
    folder stays as it is. The result is that of a build from nothing, byte for byte.

    Args:
        source: files, folders or sites, one after the other or in a list.
        output: the folder; it is replaced as a whole, and stays as it was if anything fails.
        base: the IRI that all IRIs of the graph begin with.
        jobs: processes that share the work on many files, and threads that compare texts; as many as the machine has
            cores if None. The result is the same.
        strict: raise if anything was rejected (the folder is written all the same).
        formats: to write beside the store, as ``kg export --list`` names them.
        organizations: files of organizations to look for beside those that come with the package, Turtle or CSV.
        organizations_from: what finds their names: gazetteer, or spacy to have a model propose more (kg-news[spacy]).
        merges: files that pin what is one thing, or forbid it, beside the merges.yaml of a source.
        anew: take nothing over from the last build.
        without: a folder within the sources that is not read, in place of the output folder.
        progress: times the stages, and draws them if it was told to.

    Returns:
        The graph, opened for reading.

    Raises:
        UsageError: a source or a file of organizations is missing or wrong, a format unknown, the folder cannot be
            replaced, or nothing could be built.
        StrictError: `strict`, and something was rejected.
        WorkerError: one of the processes was ended from outside.
    """
    order = steps.Order(
        paths=(paths := _paths(source)),
        folder=Path(output),
        base=checked_base(base),
        jobs=jobs or cores(),
        formats=exporters.known(formats),
        gazetteer=steps.gazetteer(_paths([organizations]) if organizations else (), finder=organizations_from),
        pinned=pins.load(paths, _paths([merges]) if merges else ()),
        without=Path(output if without is None else without),
        anew=anew,
    )
    graph = _build(order, progress or Stages())
    graph.files = tuple(order.paths)
    if strict and graph.report["rejected"]:
        raise StrictError(f"{len(graph.report['rejected'])} rejected; see {order.folder / 'report.json'}")
    return graph


def _build(order: steps.Order, stages: Stages) -> KnowledgeGraph:
    output.check(order.folder, order.paths)
    with stages.drawn(), unsearched(), lock.held(order.folder), Workers(order.jobs) as workers:
        output.clear(order.folder)
        scan = steps.scan(order, stages)
        if graph := steps.untouched(order, scan, stages):
            return graph
        readings, said = steps.read(order, scan, stages, workers=workers)
        if graph := steps.unchanged(order, scan, readings, said, stages):
            return graph
        with output.replaced(order.folder) as fresh:
            with Beside() as beside:
                kept = steps.keep(readings, beside, fresh=fresh)
                del said  # as large as what is made of it
                entities = steps.entities(order, readings, stages, workers=workers)
                described = steps.describe(order, readings, workers, fresh=fresh)
                found = steps.stories(order, entities, stages)
                text, subjects, store = steps.triples(order, scan, entities, found, stages, beside=beside, fresh=fresh)
                made = steps.Made(readings, entities, found, text, subjects)
                steps.export(order, made, store, stages, kept=kept, fresh=fresh)
                steps.report(order, scan, made, stages, described=described, fresh=fresh)
            del store  # its files are about to move
            steps.leave(scan, made, fresh=fresh)
    return KnowledgeGraph(Store.open(OutputFolder(order.folder).store, ntriples=text), order.folder)


def stale(*source: Source | Iterable[Source], output: Source = "output", **options: Any) -> list[str]:
    """Return what is stale in an output folder, a line each: what a build from nothing would write otherwise.

    Nothing is written but in a scratch folder, which is gone afterwards.

    Args:
        source: as for `build`.
        output: the folder to check.
        options: those that it was built with; see `build`.

    Raises:
        UsageError: as `build` does.
    """
    with tempfile.TemporaryDirectory(prefix="kg-check-") as scratch:
        fresh = build(*source, output=Path(scratch, "output"), **options, anew=True, without=output).folder
        return seal.differences(Path(output), fresh)


def find_stories(*source: Source | Iterable[Source], jobs: int | None = None) -> tuple[Entities, tuple[Story, ...]]:
    """Find the stories of one or more sources as a build does, but write nothing.

    Args:
        source: files, folders or sites, one after the other or in a list.
        jobs: processes that share the work on many files, and threads that compare texts; as many as the machine has
            cores if None. The result is the same.

    Returns:
        All things that the files speak of, and the stories; an article that stands alone is a story of one.

    Raises:
        UsageError: a source is missing, or there is nothing in it.
    """
    paths = _paths(source)
    known = [file for file in sources.find(paths) if file.kind != sources.OTHER]
    jobs = jobs or cores()
    with Workers(jobs) as workers:
        readings = list(sources.read_all(known, workers=workers))
        entities = steps.merged(readings, paths, steps.gazetteer(), Stages(), pinned=pins.load(paths), workers=workers)
    found, alone = stories.find(entities.articles, entities.related, entities.organizations, threads=jobs)
    return entities, (*found, *alone)


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _paths(source: Iterable[Source | Iterable[Source]]) -> list[Path]:
    paths: list[Path] = []
    for item in source:
        paths += [Path(item)] if isinstance(item, str | os.PathLike) else map(Path, item)
    if not paths:
        raise UsageError("nothing to build: name a file, a folder or a site")
    return paths
