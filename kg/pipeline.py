"""THE STORY: from a folder of articles to a graph that can be asked, seen and handed on.

Merge is a fold by key and the rest are maps, so that the same functions run in one process or in many.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from kg import exporters, extractors, manifest, organizations, output, questions, reports, sources, stories
from kg.errors import StrictError, UsageError
from kg.graph import KnowledgeGraph
from kg.identity import DEFAULT_BASE, checked_base
from kg.memory import unsearched
from kg.merge import Entities, merge
from kg.model import Reading, Story
from kg.ntriples import Writer
from kg.progress import Stages
from kg.store import Store
from kg.stories import history

DEFAULT_FORMATS = ("turtle", "html")
GAZETTEER = "organizations.ttl"  # in the folder of the ontology: the organizations that come with the package
Source = str | os.PathLike[str]


def build(
    *source: Source | Iterable[Source],
    output: Source = "output",
    base: str = DEFAULT_BASE,
    jobs: int | None = None,
    strict: bool = False,
    formats: Sequence[str] = DEFAULT_FORMATS,
    organizations: Source | Iterable[Source] = (),
    organizations_from: str = "gazetteer",
    progress: Stages | None = None,
) -> KnowledgeGraph:
    """Build the graph of one or more sources into an output folder.

    Args:
        source: files, folders or sites, one after the other or in a list.
        output: the folder; it is replaced as a whole, and stays as it was if anything fails.
        base: the IRI that all IRIs of the graph begin with.
        jobs: processes that read files; as many as the machine has cores if None. The result is the same.
        strict: raise if anything was rejected (the folder is written all the same).
        formats: to write beside the store: turtle, ntriples, jsonld, graphml, gexf, html.
        organizations: files of organizations to look for beside those that come with the package, Turtle or CSV.
        organizations_from: what finds their names: gazetteer, or spacy to have a model propose more (kg-news[spacy]).
        progress: times the stages, and draws them if it was told to.

    Returns:
        The graph, opened for reading.

    Raises:
        UsageError: a source or a file of organizations is missing or wrong, a format unknown, the folder cannot be
            replaced, or nothing could be built.
        StrictError: `strict`, and something was rejected.
    """
    paths = _paths(source)
    names = exporters.known(formats)
    base = checked_base(base)
    folder = Path(output)
    gazetteer = _gazetteer(_paths([organizations]) if organizations else (), finder=organizations_from)
    return _build(paths, folder, base, jobs or cores(), names, gazetteer, progress or Stages(), strict=strict)


def _build(
    paths: list[Path],
    folder: Path,
    base: str,
    jobs: int,
    formats: tuple[str, ...],
    gazetteer: organizations.Known,
    stages: Stages,
    *,
    strict: bool,
) -> KnowledgeGraph:
    output.check_apart(folder, paths)
    loaded = extractors.load()
    files = sources.find(paths, without=folder)
    known = [file for file in files if file.kind != sources.OTHER]
    with stages.drawn(), unsearched(), output.replaced(folder) as fresh:
        readings, entities = _entities(known, paths, jobs, gazetteer, stages)
        with stages.stage("stories"):
            found, alone = stories.find(entities.articles, entities.related, entities.organizations)
            last = folder / output.STORIES, folder / output.REPORT
            changes = history.since(*last, articles=entities.articles, found=(*found, *alone))
        with stages.stage("triples"):
            writer = Writer(base)
            triples = extractors.extract(chain(entities.in_order(), found), extractors=loaded)
            lines = (line for part in triples for line in writer.lines(part))
            store = Store.loading(lines, folder=fresh / output.STORE)
        with stages.stage("export"), store:  # which is still being loaded
            exporters.write(store, formats, folder=fresh)
            reports.write_stories(entities.articles, (*found, *alone), fresh / output.STORIES)
            history.write(changes, fresh / output.HISTORY, base=base)
            manifest.write((reading for reading in readings if reading is not None), fresh / output.RECORDS)
        skipped = [file for file in files if file.kind == sources.OTHER]
        skipped += [file for file, reading in zip(known, readings, strict=True) if reading is None]
        report = reports.report(entities, found, files, skipped, triples=len(store), base=base, changes=changes)
        reports.write_report(report, stages.seconds, fresh / output.REPORT)
        ntriples = store.ntriples
        del store  # its files are about to move
        output.forget_machine(fresh)
    graph = KnowledgeGraph(Store.open(folder / output.STORE, ntriples=ntriples), folder)
    if strict and report["rejected"]:
        raise StrictError(f"{len(report['rejected'])} rejected; see {folder / 'report.json'}")
    return graph


def find_stories(*source: Source | Iterable[Source], jobs: int | None = None) -> tuple[Entities, tuple[Story, ...]]:
    """Find the stories of one or more sources as a build does, but write nothing.

    Args:
        source: files, folders or sites, one after the other or in a list.
        jobs: processes that read files; as many as the machine has cores if None. The result is the same.

    Returns:
        All things that the files speak of, and the stories; an article that stands alone is a story of one.

    Raises:
        UsageError: a source is missing, or there is nothing in it.
    """
    paths = _paths(source)
    known = [file for file in sources.find(paths) if file.kind != sources.OTHER]
    _, entities = _entities(known, paths, jobs or cores(), _gazetteer(), Stages())
    found, alone = stories.find(entities.articles, entities.related, entities.organizations)
    return entities, (*found, *alone)


def _entities(
    known: list[sources.Found], paths: list[Path], jobs: int, gazetteer: organizations.Known, stages: Stages
) -> tuple[list[Reading | None], Entities]:
    """Return what each file says, and what all of them say, with the organizations that the articles mention."""
    readings = list(stages.counted("read", sources.read_all(known, jobs=jobs), total=len(known)))
    with stages.stage("merge"):
        entities = merge(reading for reading in readings if reading is not None)
        reports.check_not_empty(entities, paths)
    with stages.stage("organizations"):
        entities = organizations.find(entities, gazetteer)
    return readings, entities


def _gazetteer(files: Iterable[Path] = (), *, finder: str = organizations.FINDERS[0]) -> organizations.Known:
    """Return the organizations of the user's own files, and after them those that come with the package."""
    return organizations.known([*files, questions.ontology() / GAZETTEER], finder=finder)


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
