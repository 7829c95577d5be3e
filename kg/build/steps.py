"""The steps of a build, as `kg.build.pipeline` calls them: what was asked for and what there is -> what comes next."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from itertools import chain
from pathlib import Path

import msgspec

from kg import exporters, extractors, sources, validation
from kg import stories as events
from kg.analysis import history
from kg.build import output, renewal, seal, state
from kg.build import report as reports
from kg.build.beside import Beside
from kg.build.progress import Stages
from kg.build.workers import Workers
from kg.entities import organizations, pins
from kg.entities.merge import Entities, merge
from kg.errors import GraphError
from kg.extractors import Extractor
from kg.folder import OutputFolder
from kg.graph import KnowledgeGraph
from kg.model import Reading, SourceFile, Story
from kg.provenance import activity
from kg.rdf import ontology
from kg.rdf.loading import Loading, piece_size, pieces
from kg.rdf.ntriples import Writer
from kg.rdf.store import Store
from kg.sources import records

TRIPLES = 4  # of an entity, about
Readings = list[Reading | None]  # in the order of the files; None for a page of the site


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What a build is asked for; see `kg.build.pipeline.build`."""

    paths: list[Path]
    folder: Path
    base: str
    jobs: int
    formats: tuple[str, ...]
    gazetteer: organizations.Known
    pinned: pins.Pins
    without: Path
    anew: bool


class Scan(msgspec.Struct, frozen=True):
    """What there is to read and to ask, and what the last build left."""

    files: list[sources.InputFile]
    extractors: tuple[Extractor, ...]
    now: state.Now
    last: state.State


class Found(msgspec.Struct, frozen=True):
    """The stories, the articles that stand alone, and what became of the stories of the last build."""

    stories: tuple[Story, ...]
    alone: tuple[Story, ...]
    since: history.History


class Made(msgspec.Struct, frozen=True):
    """What a build made of the files: what each says, what all of them say, the stories, the triples."""

    readings: Readings
    entities: Entities
    found: Found
    ntriples: bytes
    subjects: renewal.Subjects


def scan(order: Order, stages: Stages) -> Scan:
    """Look for files, and for what the last build left."""
    with stages.stage("scan"):
        loaded = tuple(extractors.load())
        files = [file for file in sources.find(order.paths, without=order.without) if file.path != pins.NAME]
        now = state.begin(
            files,
            base=order.base,
            extractors=loaded,
            known=order.gazetteer,
            formats=order.formats,
            pinned=order.pinned,
        )
        last = state.State() if order.anew else state.last(order.folder, now, say=stages.say)
    return Scan(files, loaded, now, last)


def untouched(order: Order, scan: Scan, stages: Stages) -> KnowledgeGraph | None:
    """Return the graph that is there, if every file is as it was."""
    return _as_it_is(order.folder, scan.now, stages) if state.is_current(scan.last, scan.now, order.folder) else None


def read(order: Order, scan: Scan, stages: Stages, *, workers: Workers) -> tuple[Readings, Mapping[state.Key, Reading]]:
    """Return what each file says, and what the files said at the last build; only those that changed are read."""
    said = state.said(scan.last, order.folder, say=stages.say)
    held = state.held(scan.last, scan.now, said)
    rest = [file for file in scan.now.files if file not in held]
    fresh = dict(
        zip(rest, stages.counted("read", sources.read_all(rest, workers=workers), total=len(rest)), strict=True)
    )
    return [held[file] if file in held else fresh[file] for file in scan.now.files], said


def unchanged(
    order: Order, scan: Scan, readings: Readings, said: Mapping[state.Key, Reading], stages: Stages
) -> KnowledgeGraph | None:
    """Return the graph that is there, if the files say what they said."""
    same = said == {state.key(reading): reading for reading in readings if reading is not None}
    if not same or not state.would_write_the_same(scan.last, scan.now, order.folder):
        return None
    state.write(scan.now, readings, order.folder)
    return _as_it_is(order.folder, scan.now, stages)


def _as_it_is(folder: Path, now: state.Now, stages: Stages) -> KnowledgeGraph | None:
    """Return the graph that the last build left; None if it turns out to be damaged."""
    try:
        graph = KnowledgeGraph(Store.open(OutputFolder(folder).store), folder)
        graph.report["rejected"]
    except (GraphError, LookupError, TypeError) as error:
        stages.say(f"{error}: everything is made anew")
        return None
    stages.say(f"nothing changed: {len(now.files):,} files are as they were, and {folder} stays as it is")
    stages.changed = False
    return graph


def keep(readings: Readings, beside: Beside, *, fresh: Path) -> Future[None]:
    """Begin to write what each file says, for who asks the graph why it says something."""
    return beside.submit(
        records.write_records, [reading for reading in readings if reading is not None], OutputFolder(fresh).records
    )


def describe(order: Order, readings: Readings, workers: Workers, *, fresh: Path) -> Callable[[], Mapping[str, object]]:
    """Begin to write how the build is made; return what waits for that, and tells it for the report."""
    files = [reading.file for reading in readings if reading is not None]
    build = _made(order, files)
    write = functools.partial(activity.write, build, files, OutputFolder(fresh).provenance, base=order.base)
    written = workers.begin(len(files), write)

    def told() -> Mapping[str, object]:
        written()
        return build

    return told


def entities(order: Order, readings: Readings, stages: Stages, *, workers: Workers) -> Entities:
    """Merge what the files say, and find the organizations that the articles mention."""
    return merged(readings, order.paths, order.gazetteer, stages, pinned=order.pinned, workers=workers)


def merged(
    readings: list[Reading | None],
    paths: list[Path],
    gazetteer: organizations.Known,
    stages: Stages,
    *,
    pinned: pins.Pins,
    workers: Workers,
) -> Entities:
    """Return what all files say, with the organizations that the articles mention."""
    with stages.stage("merge", total=len(readings)) as count:
        entities = merge(pins.obeyed(count(readings), pinned))
        if odd := pins.unused((reading for reading in readings if reading is not None), pinned):
            entities = msgspec.structs.replace(entities, warned=(*odd, *entities.warned))
        reports.check_not_empty(entities, paths)
    with stages.stage("organizations", total=len(entities.articles)) as count:
        return organizations.find(entities, gazetteer, each=count, workers=workers)


def stories(order: Order, entities: Entities, stages: Stages) -> Found:
    """Find the stories, and say what became of those of the last build."""
    with stages.stage("stories"):
        found, alone = events.find(entities.articles, entities.related, entities.organizations, threads=order.jobs)
        last = OutputFolder(order.folder)
        since = history.since(last, articles=entities.articles, found=(*found, *alone))
    return Found(found, alone, since)


def triples(
    order: Order,
    scan: Scan,
    entities: Entities,
    found: Found,
    stages: Stages,
    *,
    beside: Beside,
    fresh: Path,
) -> tuple[bytes, renewal.Subjects, Store]:
    """Write the text of the graph, and make the store: of the last one, or by loading while the text is written."""
    before = renewal.read(order.folder) if scan.last.made else None
    size = len(entities) + len(found.stories)
    loading = Loading(OutputFolder(fresh).store, beside)
    with stages.stage("triples", total=size) as count:
        blocks = extractors.extract(count(chain(entities.in_order(), found.stories)), extractors=scan.extractors)
        writer = Writer(order.base)
        if before is None:
            ntriples = writer.text(blocks, part=loading.add, size=piece_size(TRIPLES * size))
        else:
            ntriples = writer.text(blocks)
            last, folder = OutputFolder(order.folder).store, OutputFolder(fresh).store
            if renewed := renewal.renewed(ntriples, before=before, last=last, folder=folder, say=stages.say):
                store, subjects = renewed
                return ntriples, subjects, Store(store, ntriples=ntriples)
            for piece in pieces(ntriples):
                loading.add(piece)
        return ntriples, renewal.subjects(ntriples), Store(loading.whole(), ntriples=ntriples)


def export(
    order: Order,
    made: Made,
    store: Store,
    stages: Stages,
    *,
    kept: Future[None],
    fresh: Path,
) -> None:
    """Write all but the report; the store may still be loading."""
    with stages.stage("export", total=len(order.formats)) as count:
        kept.result()
        place = OutputFolder(fresh)
        pins.write_pins(order.pinned, place.pins)
        exporters.write(store, count(order.formats), folder=fresh, built=place)
        reports.write_stories(made.entities.articles, (*made.found.stories, *made.found.alone), place.stories)
        history.write(made.found.since, place.history, base=order.base)


def report(
    order: Order, scan: Scan, made: Made, stages: Stages, *, described: Callable[[], Mapping[str, object]], fresh: Path
) -> None:
    """Write the report, with how the build was made and one hash for all of it."""
    skipped = [file for file in scan.files if file.kind == sources.OTHER]
    skipped += [file for file, reading in zip(scan.now.files, made.readings, strict=True) if reading is None]
    said = reports.report(
        made.entities,
        made.found.stories,
        scan.files,
        skipped,
        triples=made.ntriples.count(b"\n"),
        base=order.base,
        changes=made.found.since,
        found=validation.of_build(made.readings, made.entities, scan.now.files),
    )
    said["build"] = described()
    said[seal.KEY] = seal.seal(fresh, said, ntriples=made.ntriples)
    reports.write_report(said, stages.seconds, OutputFolder(fresh).report)


def leave(scan: Scan, made: Made, *, fresh: Path) -> None:
    """Leave what the next build can go on from."""
    output.forget_machine(fresh)
    renewal.write(made.subjects, fresh)
    state.write(scan.now, made.readings, fresh)


def gazetteer(files: Iterable[Path] = (), *, finder: str = organizations.FINDERS[0]) -> organizations.Known:
    """Return the organizations of the user's own files, and after them those that come with the package."""
    return organizations.known([*files, ontology.folder() / ontology.ORGANIZATIONS], finder=finder)


def _made(order: Order, files: Iterable[SourceFile]) -> dict[str, object]:
    """Return how the build is made, as its report has it."""
    own = ontology.folder() / ontology.ORGANIZATIONS
    names = {path: f"ontology/{ontology.ORGANIZATIONS}" if path == own else path.name for path in order.gazetteer.files}
    return activity.described(
        files,
        version=reports.distribution_version(),
        base=order.base,
        configuration={"formats": [*order.formats], "organizations_from": order.gazetteer.finder},
        others={name: hashlib.sha256(path.read_bytes()).hexdigest() for path, name in names.items()}
        | {file.path: file.sha256 for file in order.pinned.files},
    )
