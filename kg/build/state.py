"""A build -> what it leaves for the next one: which files it read, how they looked, and what was written.

It lies in the folder of the store, for it speaks of one machine (sizes, times and inodes of files) and of one build,
and no reader needs it. A state holds for builds of one making only: the same code of kg and of extractors, the same
base and organizations. One that is missing, damaged or of another making is none, and everything is done anew.

A file is taken as it was if size, times and inode are as they were, as git does it; and as git does, one that was
changed while or right before it was read is looked at again: its times could be those of another change.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import stat
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from kg import exporters, identity
from kg.build import output, renewal
from kg.build.report import version
from kg.entities.organizations import Known
from kg.entities.pins import NOTHING, Pins
from kg.errors import GraphError
from kg.extractors import Extractor
from kg.folder import RECORDS, OutputFolder
from kg.model import Reading
from kg.rdf import ontology
from kg.rdf.store import OF_ROCKSDB
from kg.sources import OTHER, InputFile, records

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

    `made` stands for how the graph is made, `formats` are those that were written, `listed` stands for path and kind of
    all files that were found; `seen` are those that can be relied upon, each with the SHA-256 of what was read;
    `outputs` and `store` are the files that were written, with size and time.
    """

    made: bytes = b""
    formats: tuple[str, ...] = ()
    listed: bytes = b""
    seen: dict[Stamp, str] = {}
    outputs: dict[str, tuple[int, int]] = {}
    store: dict[str, tuple[int, int]] = {}


class Now(msgspec.Struct):
    """What is known of a build before anything is read; `stamps` are of its files, None where they say nothing."""

    made: bytes
    formats: tuple[str, ...]
    listed: bytes
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
) -> Now:
    """Return what is known of a build before anything is read.

    Args:
        files: all that were found.
        base: of the IRIs.
        extractors: that are to be asked.
        known: the organizations that are looked for.
        formats: that are to be written.
        pinned: what is one, or never is, by the user's word.
    """
    read = [file for file in files if file.kind != OTHER]
    sites = {id(site): site.digest for site in {id(file.site): file.site for file in files}.values()}
    origins = [_origin(extractor.name, extractor.origin, extractor.extract) for extractor in extractors]
    exported = [(name, exporters.named(name)) for name in formats]
    origins += [_origin(name, format.origin, format.export) for name, format in exported if format.origin != "kg"]
    said = digest(_code(), origins, base, known.layers, known.propose is None, _texts(known), pinned)
    return Now(
        said,
        formats,
        digest([(file.path, file.kind, sites[id(file.site)]) for file in files]),
        read,
        _stamps(read, sites),
    )


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
    return (state.made, state.formats, state.listed) == (now.made, now.formats, now.listed) and (
        state.outputs == _outputs(folder)
    )


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
    state = State(now.made, now.formats, now.listed, seen, _outputs(folder), _store(folder))
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
    said = hashlib.blake2b(repr((platform.python_version(), platform.machine(), identity.VERSION)).encode())
    said.update("".join(f"{library} {version(library)}\n" for library in LIBRARIES).encode())
    for root in (Path(__file__).parents[1], ontology.folder()):
        _add_files(said, (path for path in root.rglob("*") if path.suffix in CODE))
    return said.digest()


def _texts(known: Known) -> bytes:
    """Return what stands for the files of organizations, by which a build says what it was made from."""
    said = hashlib.blake2b()
    for path in known.files:
        _add_files(said, [path])
    return said.digest()


def _origin(name: str, origin: str, function: Callable[..., object]) -> tuple[str, str, bytes]:
    """Return what stands for an extractor or an exporter: its name, where it is from, and the code around it."""
    said = hashlib.blake2b()
    module = function.__module__
    if module.partition(".")[0] != "kg":
        spec = importlib.util.find_spec(module)
        if spec is not None and spec.origin is not None:
            path = Path(spec.origin)
            _add_files(said, path.parent.glob("*.py") if "." in module else [path])
    return name, f"{origin} {module} {getattr(function, '__qualname__', '')}", said.digest()


def _add_files(said: hashlib.blake2b, paths: Iterable[Path]) -> None:
    for path in sorted(paths):
        with suppress(OSError):
            data = path.read_bytes()
            said.update(f"{path.name} {len(data)}\n".encode())
            said.update(data)


def _stamps(files: Iterable[InputFile], sites: Mapping[int, str]) -> list[Stamp | None]:
    """Return what the system says of each file; None of what is no file, just changed, or has the path of another."""
    found: list[Stamp | None] = []
    now = time.time_ns()
    paths: set[str] = set()
    double: set[str] = set()
    for file in files:
        if file.path in paths:
            double.add(file.path)
        paths.add(file.path)
        try:
            status = os.stat(file.location)
        except OSError:
            found.append(None)
            continue
        changed = max(status.st_mtime_ns, status.st_ctime_ns)
        racy = RACY if status.st_mtime_ns % 1_000_000_000 or status.st_ctime_ns % 1_000_000_000 else RACY_SECONDS
        safe = stat.S_ISREG(status.st_mode) and changed < now - racy
        times = status.st_mtime_ns, status.st_ctime_ns
        known = file.path, file.kind, sites[id(file.site)]
        found.append((*known, status.st_size, *times, status.st_ino, status.st_dev) if safe else None)
    return [None if stamp is None or stamp[0] in double else stamp for stamp in found]


def _outputs(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of the files of a build in an output folder."""
    return {name: _size_and_time(folder / name) for name in output.written(folder)}


def _store(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of the files of the store."""
    names = (entry.name for entry in os.scandir(OutputFolder(folder).store) if _is_of_store(entry.name))
    found = {name: _size_and_time(OutputFolder(folder).store / name) for name in sorted(names)}
    # RocksDB cuts its manifest to its size when it closes, which may be later than the last reference to it goes
    return {name: (size, 0 if name.startswith("MANIFEST") else time) for name, (size, time) in found.items()}


def _is_of_store(name: str) -> bool:
    return name == renewal.NAME or OF_ROCKSDB.fullmatch(name) is not None


def _size_and_time(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else (0, 0)
