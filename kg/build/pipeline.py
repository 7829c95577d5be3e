"""THE STORY: from a folder of articles to an output folder with a graph that can be asked, seen and handed on.

Scan, read, merge, find mentions, find stories, write triples, export, report, leave what the next build goes on from.
Merge is a fold by key and the rest are maps, so that the same functions run in one process or in many.
"""

from __future__ import annotations

import gc
import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from kg import exporters, extractors, sources, validation
from kg.analysis import history
from kg.build import lock, output, reading, renewal, report, seal, state
from kg.build.context import Build, Built, Made, Readings, Request, Source, Stories, cores, gazetteer, source_paths
from kg.build.loading import write_graph
from kg.build.progress import LOG, Stages
from kg.build.workers import Workers
from kg.entities import decisions, pins
from kg.entities.merge import Entities, merge
from kg.errors import GraphError, StrictError
from kg.folder import OutputFolder
from kg.identity import DEFAULT_BASE, checked_base
from kg.model import Story
from kg.provenance import activity
from kg.rdf import ontology
from kg.rdf.store import Store
from kg.sources import records
from kg.sources.account import account, problems
from kg.sources.opening import Named, opened
from kg.stories import find

DEFAULT_FORMATS = ("turtle", "html")


def build(  # noqa: PLR0913 - an argument an option
    *source: Named | Iterable[Named],
    output: Source = "output",
    base: str = DEFAULT_BASE,
    jobs: int | None = None,
    strict: bool = False,
    formats: Sequence[str] = DEFAULT_FORMATS,
    organizations: Source | Iterable[Source] = (),
    organizations_from: str = "gazetteer",
    merges: Source | Iterable[Source] = (),
    stories: Source | Iterable[Source] = (),
    config: Source | None = None,
    drafts: bool = False,
    anew: bool = False,
    without: Source | None = None,
    progress: Stages | None = None,
) -> Built:
    """Build the graph of one or more sources into an output folder: as `kg.build`, which opens it afterwards."""
    stages, without = progress or Stages(), Path(output if without is None else without)
    with opened(source, without=without) as paths:
        for remark in paths.remarks:
            stages.say(remark)
        request = Request(
            paths=tuple(paths),
            places=paths.places,
            output=OutputFolder(Path(output)),
            base=checked_base(base),
            jobs=jobs or cores(),
            formats=exporters.known(formats),
            gazetteer=gazetteer(source_paths([organizations]) if organizations else (), finder=organizations_from),
            pinned=pins.load(paths, source_paths([merges]) if merges else ()),
            decided=decisions.load(paths, source_paths([stories]) if stories else ()),
            without=without,
            anew=anew,
            config=None if config is None else Path(config),
            drafts=drafts,
        )
        built = msgspec.structs.replace(_built(request, stages), paths=paths.own)
    if strict and built.rejected:
        raise StrictError(f"{built.rejected} rejected; see {request.output.report}")
    return built


def stale(*source: Named | Iterable[Named], output: Source = "output", **options: Any) -> list[str]:
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


def find_stories(*source: Named | Iterable[Named], jobs: int | None = None) -> tuple[Entities, tuple[Story, ...]]:
    """Find the stories of one or more sources as a build does, but write nothing.

    Args:
        source: as for `build`.
        jobs: processes that share the work on many files, and threads that compare texts; as many as the machine has
            cores if None. The result is the same.

    Returns:
        All things that the files speak of, and the stories; an article that stands alone is a story of one.

    Raises:
        UsageError: a source is missing, or there is nothing in it.
    """
    jobs = jobs or cores()
    with opened(source) as paths, Workers(jobs) as workers:
        found = decisions.without_decisions(sources.find(paths))
        known = [file for file in found if file.kind != sources.OTHER and file.path != pins.NAME]
        decided = decisions.load(paths)
        readings = list(reading.read_files(known, workers=workers))
        entities = _merge(readings, known, paths, pinned=pins.load(paths), stages=Stages())
        entities = reading.find_organizations(entities, gazetteer(), workers=workers)
    given = entities.articles, entities.related, entities.organizations
    return entities, find(*given, decisions=decided.lines, threads=jobs).stories


def _built(request: Request, stages: Stages) -> Built:
    folder = request.output.path
    output.check(folder, (*request.paths, *request.places))
    with stages.drawn(), without_collection(), lock.held(folder), Workers(request.jobs) as workers:
        output.clear(folder)
        build = _scan(request, stages, workers)
        if state.is_current(build.last, build.now, folder) and (built := _as_it_is(build)):
            return built
        readings, same = _read(build)
        if same:
            state.write(build.now, readings, folder)  # so that the next build need not read them again
            if built := _as_it_is(build):
                return built
        with output.replaced(folder) as fresh:
            made = _make(build, readings, OutputFolder(fresh))
            output.forget_machine(fresh)
            renewal.write(made.subjects, fresh)
            state.write(build.now, made.readings, fresh)
    return Built(folder, request.paths, len(made.entities.rejected), made.ntriples)


def _make(build: Build, readings: Readings, fresh: OutputFolder) -> Made:
    """Fill a folder with all that is made of what the files say; the store is closed afterwards."""
    with ThreadPoolExecutor(1) as background:  # for what compresses or loads, which Python need not wait for
        kept = background.submit(records.write_records, readings, fresh.records)
        entities = _merge(readings, build.files, build.request.paths, pinned=build.request.pinned, stages=build.stages)
        entities = _find_mentions(build, entities)
        described = _describe(build, readings, fresh)
        found = _find_stories(build, entities)
        if odd := (*build.request.decided.warned, *found.found.odd):
            entities = msgspec.structs.replace(entities, warned=(*odd, *entities.warned))
        ntriples, subjects, store = write_graph(build, entities, found, fresh, background)
        made = Made(readings, entities, found, ntriples, subjects)
        kept.result()
        _export(build, made, store, fresh)
        _report(build, made, described, fresh)
        len(store)  # what went wrong while it was loaded is raised
    return made


def _scan(request: Request, stages: Stages, workers: Workers) -> Build:
    """Look for files, and for what the last build left."""
    with stages.stage("scan"):
        loaded = tuple(extractors.load())
        found = sources.find(request.paths, without=request.without, config=request.config, drafts=request.drafts)
        files = [file for file in decisions.without_decisions(found) if file.path != pins.NAME]
        now = state.begin(
            files,
            base=request.base,
            extractors=loaded,
            known=request.gazetteer,
            formats=request.formats,
            pinned=request.pinned,
            decided=request.decided,
        )
        last = state.State() if request.anew else state.last(request.output.path, now, say=stages.say)
    return Build(request=request, stages=stages, workers=workers, files=files, extractors=loaded, now=now, last=last)


def _read(build: Build) -> tuple[Readings, bool]:
    """Return what each file says, of which only those that changed are read; and whether nothing has to be written."""
    folder, files = build.request.output.path, build.now.files
    before = state.readings(build.last, folder, say=build.stages.say)
    held = state.reusable(build.last, build.now, before)
    rest = [file for file in files if file not in held]
    with build.stages.stage("read", total=len(rest)) as count:
        held |= zip(rest, count(reading.read_files(rest, workers=build.workers)), strict=True)
    readings = [held[file] for file in files]
    same = before == {state.key(one): one for one in readings}
    return readings, same and state.would_write_the_same(build.last, build.now, folder)


def _as_it_is(build: Build) -> Built | None:
    """Return the folder that the last build left; None if it turns out to be damaged."""
    folder, stages = build.request.output, build.stages
    try:
        Store.open(folder.store)
        rejected = len(folder.read_report()["rejected"])
    except (GraphError, LookupError, TypeError) as error:
        stages.say(f"{error}: everything is made anew")
        return None
    stages.say(f"nothing changed: {len(build.now.files):,} files are as they were, and {folder.path} stays as it is")
    stages.changed = False
    return Built(folder.path, build.request.paths, rejected)


def _merge(
    readings: Readings, files: Sequence[sources.InputFile], paths: Sequence[Path], *, pinned: pins.Pins, stages: Stages
) -> Entities:
    """Join what the files say into entities, as the user's pins have it."""
    with stages.stage("merge", total=len(readings)) as count:
        entities = merge(pins.obeyed(count(readings), pinned))
        if odd := (*problems(files), *pins.unused(readings, pinned)):
            entities = msgspec.structs.replace(entities, warned=(*odd, *entities.warned))
        report.check_not_empty(entities, paths, account(files, readings))
    for one in entities.rejected:
        LOG.warning("rejected: %s:%s: %s", one.origin.path, one.origin.line, one.reason)
    return entities


def _find_mentions(build: Build, entities: Entities) -> Entities:
    """Find the organizations that the articles mention."""
    known = build.request.gazetteer
    with build.stages.stage("organizations", total=len(entities.articles)) as count:
        return reading.find_organizations(entities, known, each=count, workers=build.workers)


def _describe(build: Build, readings: Readings, fresh: OutputFolder) -> activity.Description:
    """Write how the build is made, and return that for the report."""
    request = build.request
    files = [one.file for one in readings if not one.left_out]
    own = ontology.folder() / ontology.ORGANIZATIONS
    names = {path: f"ontology/{own.name}" if path == own else path.name for path in request.gazetteer.files}
    described = activity.described(
        files,
        version=report.distribution_version(),
        base=request.base,
        configuration={"formats": [*request.formats], "organizations_from": request.gazetteer.finder},
        others={name: hashlib.sha256(path.read_bytes()).hexdigest() for path, name in names.items()}
        | {file.path: file.sha256 for file in (*request.pinned.files, *request.decided.files)},
    )
    activity.write(described, files, fresh.provenance, base=request.base)
    return described


def _find_stories(build: Build, entities: Entities) -> Stories:
    """Find the stories, and say what became of those of the last build."""
    request = build.request
    with build.stages.stage("stories"):
        found = find(
            entities.articles,
            entities.related,
            entities.organizations,
            decisions=request.decided.lines,
            threads=request.jobs,
        )
        since = history.since(request.output, articles=entities.articles, found=found.stories)
    return Stories(found, since)


def _export(build: Build, made: Made, store: Store, fresh: OutputFolder) -> None:
    """Write all but the report; the store may still be loading."""
    request, found = build.request, made.stories
    with build.stages.stage("export", total=len(request.formats)) as count:
        pins.write_pins(request.pinned, fresh.pins)
        exporters.write(store, count(request.formats), folder=fresh.path, built=fresh)
        report.write_stories(made.entities.articles, found.found.stories, fresh.stories, base=request.base)
        history.write(found.since, fresh.history, base=request.base)


def _report(build: Build, made: Made, described: activity.Description, fresh: OutputFolder) -> None:
    """Write the report, with how the build was made and one hash for all of it."""
    contents = report.report(
        made.entities,
        made.stories.found,
        account(build.files, made.readings),
        triples=made.ntriples.count(b"\n"),
        base=build.request.base,
        changes=made.stories.since,
        found=validation.of_build(made.readings, made.entities, build.now.files),
    )
    contents["build"] = described
    contents[seal.KEY] = seal.seal(fresh.path, contents, ntriples=made.ntriples)
    report.write_report(contents, build.stages.seconds, fresh.report)


@contextmanager
def without_collection() -> Iterator[None]:
    """Let Python not look for cycles of objects while this lasts; what no name holds is still freed at once.

    Each search goes through all objects that there are. Records hold no cycles, so that it finds nothing among them,
    and takes a fifth of the time of a build.

    >>> with without_collection():
    ...     gc.isenabled()
    False
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.unfreeze()  # all that is there counts as old now: the next search would go through it otherwise
            gc.enable()
