"""THE STORY: from a folder of articles to a graph that can be asked, seen and handed on.

Merge is a fold by key and the rest are maps, so that the same functions run in one process or in many.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kg import (
    changes,
    exporters,
    extractors,
    lock,
    manifest,
    organizations,
    output,
    pins,
    questions,
    reports,
    seal,
    sources,
    state,
    stories,
    validation,
)
from kg.errors import GraphError, StrictError, UsageError
from kg.graph import KnowledgeGraph
from kg.identity import DEFAULT_BASE, checked_base
from kg.memory import unsearched
from kg.merge import Entities, merged
from kg.model import Reading, SourceFile, Story
from kg.progress import Stages
from kg.provenance import activity
from kg.store import Store
from kg.stories import history

DEFAULT_FORMATS = ("turtle", "html")
GAZETTEER = "organizations.ttl"  # in the folder of the ontology: the organizations that come with the package
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
        jobs: processes that read files; as many as the machine has cores if None. The result is the same.
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
    """
    paths = _paths(source)
    names = exporters.known(formats)
    base = checked_base(base)
    folder = Path(output)
    gazetteer = _gazetteer(_paths([organizations]) if organizations else (), finder=organizations_from)
    pinned = pins.load(paths, _paths([merges]) if merges else ())
    graph = _build(
        paths,
        folder,
        base,
        jobs or cores(),
        names,
        gazetteer,
        pinned,
        progress or Stages(),
        anew=anew,
        without=None if without is None else Path(without),
    )
    graph.files = tuple(paths)
    if strict and graph.report["rejected"]:
        raise StrictError(f"{len(graph.report['rejected'])} rejected; see {folder / 'report.json'}")
    return graph


def _build(  # noqa: PLR0913 - what a build is asked for
    paths: list[Path],
    folder: Path,
    base: str,
    jobs: int,
    formats: tuple[str, ...],
    gazetteer: organizations.Known,
    pinned: pins.Pins,
    stages: Stages,
    *,
    anew: bool,
    without: Path | None = None,
) -> KnowledgeGraph:
    output.check(folder, paths)
    with stages.drawn(), unsearched(), lock.held(folder):
        output.clear(folder)
        with stages.stage("scan"):
            loaded = extractors.load()
            files = [file for file in sources.find(paths, without=without or folder) if file.path != pins.NAME]
            now = state.begin(files, base=base, extractors=loaded, known=gazetteer, formats=formats, pinned=pinned)
            last = state.State() if anew else state.last(folder, now, say=stages.say)
        if state.is_current(last, now, folder) and (graph := _as_it_is(folder, now, stages)):
            return graph
        said = state.said(last, folder, say=stages.say)
        readings = _read(now, state.held(last, now, said), jobs, stages)
        if _same(said, readings) and state.would_write_the_same(last, now, folder):
            state.write(now, readings, folder)
            if graph := _as_it_is(folder, now, stages):
                return graph
        with output.replaced(folder) as fresh:
            obeyed = pins.obeyed(said.values(), pinned)
            before = changes.recall(folder, obeyed, gazetteer, say=stages.say) if last.made and said else None
            entities = _entities(readings, paths, gazetteer, stages, pinned=pinned, before=before)
            with stages.stage("stories"):
                found, alone = stories.find(entities.articles, entities.related, entities.organizations)
                earlier = folder / output.STORIES, folder / output.REPORT
                since = history.since(*earlier, articles=entities.articles, found=(*found, *alone))
            with stages.stage("triples", total=changes.size(entities, found)) as count:
                text = changes.text(
                    entities, found, before=before, extractors=loaded, base=base, say=stages.say, each=count
                )
                store = _store(text, last=folder / output.STORE, folder=fresh / output.STORE, say=stages.say)
            with stages.stage("export", total=len(formats)) as count, store:  # which is still being loaded
                manifest.write((reading for reading in readings if reading is not None), fresh / output.RECORDS)
                pins.keep(pinned, fresh)
                exporters.write(
                    store,
                    count(formats),
                    folder=fresh,
                    last=_exported(text, last, folder),
                    records=fresh / output.RECORDS,
                )
                reports.write_stories(entities.articles, (*found, *alone), fresh / output.STORIES)
                history.write(since, fresh / output.HISTORY, base=base)
            skipped = [file for file in files if file.kind == sources.OTHER]
            skipped += [file for file, reading in zip(now.files, readings, strict=True) if reading is None]
            faults = validation.of_build(readings, entities, now.files)
            report = reports.report(
                entities, found, files, skipped, triples=len(store), base=base, changes=since, found=faults
            )
            report["build"] = _made(readings, base, formats, gazetteer, pinned)
            activity.write(report["build"], _files(readings), fresh / output.PROVENANCE, base=base)
            report[seal.KEY] = seal.seal(fresh, report, ntriples=text.ntriples)
            reports.write_report(report, stages.seconds, fresh / output.REPORT)
            del store  # its files are about to move
            output.forget_machine(fresh)
            changes.keep(entities, found, text, fresh)
            state.write(now, readings, fresh)
    return KnowledgeGraph(Store.open(folder / output.STORE, ntriples=text.ntriples), folder)


def _store(text: changes.Text, *, last: Path, folder: Path, say: Callable[[str], None]) -> Store:
    """Return the store of a graph: that of the last build with what changed, or one that is loaded anew."""
    if text.change is not None and not text.worn:
        try:
            store = Store.renewed(text.ntriples, text.change, last=last, folder=folder)
            if len(store) == text.ntriples.count(b"\n"):
                return store
            word = "it holds other triples than it should"
        except (OSError, ValueError) as error:
            word = str(error)
        say(f"the store of the last build is damaged ({word}): it is loaded anew")
        shutil.rmtree(folder, ignore_errors=True)
    return Store.loading(text.ntriples, folder=folder)


def _exported(text: changes.Text, last: state.State, folder: Path) -> exporters.Last | None:
    """Return what the last build exported, if what became of it is known."""
    if text.change is None:
        return None
    return exporters.Last(folder, state.intact(last, folder), text.change.subjects)


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


def _as_it_is(folder: Path, now: state.Now, stages: Stages) -> KnowledgeGraph | None:
    """Return the graph that the last build left; None if it turns out to be damaged."""
    try:
        graph = KnowledgeGraph(Store.open(folder / output.STORE), folder)
        graph.report["rejected"]
    except (GraphError, LookupError, TypeError) as error:
        stages.say(f"{error}: everything is made anew")
        return None
    stages.say(f"nothing changed: {len(now.files):,} files are as they were, and {folder} stays as it is")
    stages.changed = False
    return graph


def _read(
    now: state.Now, held: Mapping[sources.Found, Reading | None], jobs: int, stages: Stages
) -> list[Reading | None]:
    """Return what each file says; only those are read of which that is not known."""
    rest = [file for file in now.files if file not in held]
    read = stages.counted("read", sources.read_all(rest, jobs=jobs), total=len(rest))
    fresh = dict(zip(rest, read, strict=True))
    return [held[file] if file in held else fresh[file] for file in now.files]


def _same(said: Mapping[state.Key, Reading], readings: Iterable[Reading | None]) -> bool:
    """Return whether files say what they said."""
    return said == {state.key(reading): reading for reading in readings if reading is not None}


def _made(
    readings: Iterable[Reading | None],
    base: str,
    formats: tuple[str, ...],
    gazetteer: organizations.Known,
    pinned: pins.Pins,
) -> dict[str, Any]:
    """Return how the build was made, as its report has it."""
    own = questions.ontology() / GAZETTEER
    names = {path: f"ontology/{GAZETTEER}" if path == own else path.name for path in gazetteer.files}
    return activity.described(
        _files(readings),
        version=reports.distribution_version(),
        base=base,
        configuration={"formats": [*formats], "organizations_from": gazetteer.finder},
        others={name: hashlib.sha256(path.read_bytes()).hexdigest() for path, name in names.items()}
        | {file.path: file.sha256 for file in pinned.files},
    )


def _files(readings: Iterable[Reading | None]) -> list[SourceFile]:
    return [reading.file for reading in readings if reading is not None]


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
    readings = list(sources.read_all(known, jobs=jobs or cores()))
    entities = _entities(readings, paths, _gazetteer(), Stages(), pinned=pins.load(paths))
    found, alone = stories.find(entities.articles, entities.related, entities.organizations)
    return entities, (*found, *alone)


def _entities(
    readings: list[Reading | None],
    paths: list[Path],
    gazetteer: organizations.Known,
    stages: Stages,
    *,
    pinned: pins.Pins,
    before: changes.Before | None = None,
) -> Entities:
    """Return what all files say, with the organizations that the articles mention."""
    with stages.stage("merge", total=len(readings)) as count:
        last = before.merged if before else None
        entities = merged(pins.obeyed(count(readings), pinned), last=last).entities
        if odd := pins.unused((reading for reading in readings if reading is not None), pinned):
            entities = msgspec.structs.replace(entities, warned=(*odd, *entities.warned))
        reports.check_not_empty(entities, paths)
    with stages.stage("organizations", total=len(entities.articles)) as count:
        return organizations.find(entities, gazetteer, last=before.entities if before else None, each=count)


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
