"""A build -> what it leaves for the next one: which files it read, how they looked, and what was written.

It lies in the folder of the store, for it speaks of one machine (sizes, times and inodes of files) and of one build,
and no reader needs it. A state holds for builds of one making only: the same code of kg and of extractors, the same
base and organizations. One that is missing, damaged or of another making is none, and everything is done anew.

A file is taken as it was if size, times and inode are as they were, as git does it; and as git does, one that was
changed while or right before it was read is looked at again: its times could be those of another change.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import os
import platform
import stat
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from kg import exporters, identity
from kg.build import output, renewal
from kg.build.report import version
from kg.entities import decisions
from kg.entities.organizations import Known
from kg.entities.pins import NOTHING, Pins
from kg.errors import GraphError
from kg.extractors import Extractor
from kg.folder import RECORDS, OutputFolder
from kg.model import Reading
from kg.rdf import ontology
from kg.rdf.store import OF_ROCKSDB
from kg.sources import OTHER, InputFile, records
from kg.sources.account import problems
from kg.sources.site import Site

NAME = "next-build.bin"  # in the folder of the store
FORMAT = 2  # of what lies in it
SIZE = 16  # bytes of a digest: two of 2^32 values have the same one once in 2^64 times
RACY = 100_000_000  # nanoseconds; a file that changed so shortly before it was looked at is read again
RACY_SECONDS = 2_100_000_000  # and where times are whole seconds (FAT counts in twos)
LIBRARIES = (  # whose version shows in the outputs
    "ada-url", "ahocorasick-rs", "igraph", "msgspec", "networkx", "numpy", "pyarrow", "pyoxigraph", "PyStemmer",
    "pyvis", "PyYAML", "rdflib", "resvg-py", "spacy", "sparse-dot-topn",
)  # fmt: skip
CODE = frozenset((".css", ".html", ".js", ".py", ".ttl", ".xml"))
OTHER_STORE = "the store is not as the last build left it"
OTHER_RECORDS = "the records of the last build are not as it left them"


# path, kind, digest of the site, size, modified, changed, inode, device
Stamp = tuple[str, str, str, int, int, int, int, int]
Key = tuple[str, str]  # path and SHA-256: what a reading is known by
Say = Callable[[str], None]


class State(msgspec.Struct, array_like=True):
    """What a build leaves.

    `made` stands for how the graph is made, `asked` for the formats that were written and for path, kind and site of
    all files that were found; `seen` are those that can be relied upon, each with the SHA-256 of what was read;
    `outputs` and `store` are the files that were written, with size and time.
    """

    made: bytes = b""
    asked: bytes = b""
    seen: dict[Stamp, str] = {}
    outputs: dict[str, tuple[int, int]] = {}
    store: dict[str, tuple[int, int]] = {}


class Now(msgspec.Struct):
    """What is known of a build before anything is read; `stamps` are of its files, None where they say nothing."""

    made: bytes
    asked: bytes
    files: list[InputFile]
    stamps: list[Stamp | None]


_decode = msgspec.msgpack.Decoder(tuple[int, State]).decode
_encode = msgspec.msgpack.Encoder().encode
# sets have no order of their own, and the same ones must have the same digest
_encode_in_order = msgspec.msgpack.Encoder(order="deterministic").encode


def begin(
    files: Sequence[InputFile],
    *,
    base: str,
    extractors: Iterable[Extractor],
    known: Known,
    formats: tuple[str, ...],
    pinned: Pins = NOTHING,
    decided: decisions.Decisions = decisions.NOTHING,
) -> Now:
    """Return what is known of a build before anything is read.

    Args:
        files: all that were found.
        base: of the IRIs.
        extractors: that are to be asked.
        known: the organizations that are looked for.
        formats: that are to be written.
        pinned: what is one, or never is, by the user's word.
        decided: what an editor decided of stories.
    """
    read = [file for file in files if file.kind != OTHER]
    origins = [_origin(extractor.name, extractor.origin, extractor.extract) for extractor in extractors]
    exported = [(name, exporters.named(name)) for name in formats]
    origins += [_origin(name, format.origin, format.export) for name, format in exported if format.origin != "kg"]
    made = digest(_code(), origins, base, known.layers, known.propose is None, _digests(known.files), pinned, decided)
    listed = [(file.path, file.kind, _site(file.site)) for file in files]
    return Now(made, digest(formats, listed, problems(files)), read, _stamps(read))


def last(folder: Path, now: Now, *, say: Say) -> State:
    """Return what the last build into a folder left, an empty state if it left nothing that holds.

    Args:
        folder: the output folder.
        now: what `begin` returned.
        say: is told why what there is does not hold.
    """
    path = OutputFolder(folder).store / NAME
    if not OutputFolder(folder).store.exists():
        if OutputFolder(folder).report.exists():
            say(f"{OTHER_STORE}: everything is made anew")
        return State()
    word = "the last build left nothing to go on from"
    with suppress(OSError, msgspec.MsgspecError, RecursionError, ValueError):
        number, state = _decode(path.read_bytes())
        if number != FORMAT or state.made != now.made:
            word = "kg, its options or its organizations are not those of the last build"
        elif state.store != _store(folder):
            word = OTHER_STORE
        elif state.outputs.get(RECORDS) != _size_and_time(OutputFolder(folder).records):
            word = OTHER_RECORDS
        else:
            return state
    say(f"{word}: everything is made anew")
    return State()


def is_current(state: State, now: Now, folder: Path) -> bool:
    """Return whether every file is as it was, and a build would write what is there already."""
    return would_write_the_same(state, now, folder) and all(stamp in state.seen for stamp in now.stamps)


def would_write_the_same(state: State, now: Now, folder: Path) -> bool:
    """Return whether a build would write what is there already, if all files say what they said."""
    return (state.made, state.asked) == (now.made, now.asked) and state.outputs == _outputs(folder)


def readings(state: State, folder: Path, *, say: Say) -> dict[Key, Reading]:
    """Return what the files said at the last build, nothing if its records are damaged.

    Args:
        state: what the last build left.
        folder: the output folder.
        say: is told what is damaged.
    """
    if not state.made:
        return {}
    try:
        return {key(reading): reading for reading in records.read_records(OutputFolder(folder).records)}
    except GraphError as error:
        say(f"{error}: all files are read again")
        return {}


def reusable(state: State, now: Now, known: Mapping[Key, Reading]) -> dict[InputFile, Reading]:
    """Return what those files say that are as they were.

    Args:
        state: what the last build left.
        now: what `begin` returned.
        known: what `readings` returned.
    """
    found: dict[InputFile, Reading] = {}
    for file, stamp in zip(now.files, now.stamps, strict=True):
        sha256 = None if stamp is None else state.seen.get(stamp)
        if sha256 is not None and (reading := known.get((file.path, sha256))) is not None:
            found[file] = reading
    return found


def key(reading: Reading) -> Key:
    """Return what a reading is known by."""
    return reading.file.path, reading.file.sha256


def write(now: Now, readings: Sequence[Reading], folder: Path) -> None:
    """Leave what the next build can go on from.

    Args:
        now: what `begin` returned.
        readings: what the files said, in their order.
        folder: the output folder, with all else that the build wrote.
    """
    seen = {
        stamp: reading.file.sha256
        for stamp, reading in zip(now.stamps, readings, strict=True)
        if stamp is not None and reading.file.sha256  # what could not be opened has none
    }
    state = State(now.made, now.asked, seen, _outputs(folder), _store(folder))
    path = OutputFolder(folder).store / NAME
    part = path.with_name(f"{NAME}.part")
    part.write_bytes(_encode((FORMAT, state)))
    part.replace(path)


def digest(*parts: object) -> bytes:
    """Return the digest (16 bytes) of texts, numbers, records, and collections of these.

    >>> digest("a", None) == digest("a", ""), digest("a", "b") == digest("ab"), digest({1, 2}) == digest({2, 1})
    (False, False, True)
    """
    return hashlib.blake2b(_encode_in_order(parts), digest_size=SIZE).digest()


def _code() -> bytes:
    """Return what stands for the code and the tables of kg, and for the libraries that it uses."""
    roots = (Path(__file__).parents[1], ontology.folder())
    paths = [path for root in roots for path in sorted(root.rglob("*")) if path.suffix in CODE]
    python = platform.python_version(), platform.machine()
    return digest(python, identity.VERSION, [version(library) for library in LIBRARIES], _digests(paths))


def _origin(name: str, origin: str, function: Callable[..., object]) -> tuple[str, ...]:
    """Return what stands for an extractor or an exporter: its name, where it is from, and the code around it."""
    module = function.__module__
    spec = None if module.partition(".")[0] == "kg" else importlib.util.find_spec(module)
    paths: list[Path] = []
    if spec is not None and spec.origin is not None:
        path = Path(spec.origin)
        paths = sorted(path.parent.glob("*.py")) if "." in module else [path]
    return name, origin, module, getattr(function, "__qualname__", ""), digest(_digests(paths)).hex()


def _digests(paths: Iterable[Path]) -> list[tuple[str, bytes]]:
    """Return what stands for files: their names, and what they hold; what cannot be read is passed over."""
    found = []
    for path in paths:
        with suppress(OSError):
            found.append((path.name, digest(path.read_bytes())))
    return found


def _stamps(files: Sequence[InputFile]) -> list[Stamp | None]:
    """Return what the system says of each file; None of what is no file, just changed, or has the path of another."""
    now, often = time.time_ns(), Counter(file.path for file in files)
    return [_stamp(file, now) if often[file.path] == 1 else None for file in files]


def _stamp(file: InputFile, now: int) -> Stamp | None:
    try:
        status = os.stat(file.location)
    except OSError:
        return None
    times = status.st_mtime_ns, status.st_ctime_ns
    racy = RACY if any(time % 1_000_000_000 for time in times) else RACY_SECONDS
    if not stat.S_ISREG(status.st_mode) or max(times) >= now - racy:
        return None
    return (file.path, file.kind, _site(file.site), status.st_size, *times, status.st_ino, status.st_dev)


@functools.lru_cache(maxsize=1 << 8)
def _site(site: Site) -> str:
    """Return what stands for what a site says of itself."""
    return site.digest


def _outputs(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of the files of a build in an output folder."""
    return {name: _size_and_time(folder / name) for name in output.written(folder)}


def _store(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of the files of the store."""
    found = {}
    for path in sorted(OutputFolder(folder).store.iterdir()):
        if path.name == renewal.NAME or OF_ROCKSDB.fullmatch(path.name):
            size, time = _size_and_time(path)
            # RocksDB cuts its manifest to its size when it closes, which may be after the last reference to it went
            found[path.name] = size, 0 if path.name.startswith("MANIFEST") else time
    return found


def _size_and_time(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else (0, 0)
