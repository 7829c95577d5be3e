"""THE STORY: from a folder of articles to a graph that can be asked, seen and handed on.

Merge is a fold by key and the rest are maps, so that the same functions run in one process or in many.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from kg import exporters, extractors, output, reports, sources, stories
from kg.errors import StrictError, UsageError
from kg.graph import KnowledgeGraph
from kg.identity import DEFAULT_BASE, checked_base
from kg.merge import merge
from kg.ntriples import Writer
from kg.progress import Stages
from kg.store import Store

DEFAULT_FORMATS = ("turtle", "html")
Source = str | os.PathLike[str]


def build(
    *source: Source | Iterable[Source],
    output: Source = "output",
    base: str = DEFAULT_BASE,
    jobs: int | None = None,
    strict: bool = False,
    formats: Sequence[str] = DEFAULT_FORMATS,
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
        progress: times the stages, and draws them if it was told to.

    Returns:
        The graph, opened for reading.

    Raises:
        UsageError: a source is missing, a format unknown, the folder cannot be replaced, or nothing could be built.
        StrictError: `strict`, and something was rejected.
    """
    paths = _paths(source)
    names = exporters.known(formats)
    base = checked_base(base)
    folder = Path(output)
    return _build(paths, folder, base, jobs or cores(), names, progress or Stages(), strict=strict)


def _build(
    paths: list[Path], folder: Path, base: str, jobs: int, formats: tuple[str, ...], stages: Stages, *, strict: bool
) -> KnowledgeGraph:
    output.check_apart(folder, paths)
    loaded = extractors.load()
    files = sources.find(paths, without=folder)
    known = [file for file in files if file.kind != sources.OTHER]
    with stages.drawn(), output.replaced(folder) as fresh:
        readings = list(stages.counted("read", sources.read_all(known, jobs=jobs), total=len(known)))
        with stages.stage("merge"):
            entities = merge(reading for reading in readings if reading is not None)
            reports.check_not_empty(entities, paths)
        with stages.stage("stories"):
            found, alone = stories.find(entities.articles, entities.related)
        with stages.stage("triples"):
            writer = Writer(base)
            triples = extractors.extract(chain(entities.in_order(), found), extractors=loaded)
            store = Store.load((line for part in triples for line in writer.lines(part)), folder=fresh / output.STORE)
        with stages.stage("export"):
            exporters.write(store, formats, folder=fresh)
            reports.write_stories(entities.articles, (*found, *alone), fresh / output.STORIES)
        skipped = [file for file in files if file.kind == sources.OTHER]
        skipped += [file for file, reading in zip(known, readings, strict=True) if reading is None]
        report = reports.report(entities, found, files, skipped, triples=len(store), base=base)
        reports.write_report(report, stages.seconds, fresh / output.REPORT)
        lines = store.lines
        del store  # its files are about to move
        output.forget_machine(fresh)
    graph = KnowledgeGraph(Store.open(folder / output.STORE, lines=lines), folder)
    if strict and report["rejected"]:
        raise StrictError(f"{len(report['rejected'])} rejected; see {folder / 'report.json'}")
    return graph


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
