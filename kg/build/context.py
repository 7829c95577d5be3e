"""What a build is asked for, what it has to go on, and what it leaves: the records that its steps hand on."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from kg.analysis.history import History
from kg.build import renewal, state
from kg.build.progress import Stages
from kg.build.workers import Workers
from kg.entities import decisions, organizations, pins
from kg.entities.merge import Entities
from kg.errors import UsageError
from kg.extractors import Extractor
from kg.folder import OutputFolder
from kg.model import Reading
from kg.rdf import ontology
from kg.sources import InputFile
from kg.stories import Found

Source = str | os.PathLike[str]
Readings = list[Reading]  # in the order of the files


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a build is asked for; see `kg.build.pipeline.build`."""

    paths: tuple[Path, ...]
    places: tuple[Path, ...]  # of archives that some of the paths were unpacked from
    output: OutputFolder
    base: str
    jobs: int
    formats: tuple[str, ...]
    gazetteer: organizations.Known
    pinned: pins.Pins
    decided: decisions.Decisions
    without: Path
    anew: bool
    config: Path | None = None
    drafts: bool = False


class Build(msgspec.Struct, frozen=True, kw_only=True):
    """A build under way: what is asked for, who watches and helps, what there is to read, what the last one left."""

    request: Request
    stages: Stages
    workers: Workers
    files: list[InputFile]
    extractors: tuple[Extractor, ...]
    now: state.Now
    last: state.State


class Stories(msgspec.Struct, frozen=True):
    """The stories that were found, and what became of those of the last build."""

    found: Found
    since: History


class Made(msgspec.Struct, frozen=True):
    """What a build made: what each file says, what all of them say, the stories, the graph and its digests."""

    readings: Readings
    entities: Entities
    stories: Stories
    ntriples: bytes
    subjects: renewal.Subjects


class Built(msgspec.Struct, frozen=True):
    """An output folder that holds what was asked for.

    `paths` are the user's files and folders that it was built from, `rejected` says how many files were not taken.
    `ntriples` is the text of the graph, where it was made just now; None if the folder stays as it was.
    """

    folder: Path
    paths: tuple[Path, ...]
    rejected: int
    ntriples: bytes | None = None


def gazetteer(files: Iterable[Path] = (), *, finder: str = organizations.FINDERS[0]) -> organizations.Known:
    """Return the organizations of the user's own files, and after them those that come with the package."""
    return organizations.known([*files, ontology.folder() / ontology.ORGANIZATIONS], finder=finder)


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def source_paths(source: Iterable[Source | Iterable[Source]]) -> tuple[Path, ...]:
    """Return paths one by one, whether they come one after the other or in a list; see `kg.sources.opening` for more.

    Raises:
        UsageError: there is none.
    """
    paths: list[Path] = []
    for item in source:
        paths += [Path(item)] if isinstance(item, str | os.PathLike) else map(Path, item)
    if not paths:
        raise UsageError("nothing to build: name a file, a folder or a site")
    return tuple(paths)
