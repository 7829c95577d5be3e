"""An output folder -> one hash that stands for all of it, and what differs between two.

The hash is the SHA-256 of sorted lines ``<sha256>  <name>``, one for each file that a build writes. Of ``store/``,
whose files the database arranges as it likes, the line stands for the triples that it holds; of ``report.json`` for its
deterministic part. Left out is what speaks of the build before: ``history`` in the report, and ``history.ttl``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.errors import GraphError
from kg.folder import HISTORY, PINS, REPORT, STORE, OutputFolder
from kg.rdf.store import Store

KEY = "sha256"  # in the report
NOT_SEALED = frozenset((KEY, "timings", "history"))  # parts of the report
PASSED_OVER = frozenset((STORE, REPORT, HISTORY))  # that are not told by their bytes, or not at all


def seal(folder: Path, report: Mapping[str, object], *, ntriples: bytes) -> str:
    """Return the hash of what a build has written into a folder.

    Args:
        folder: with the files of this build, and no others.
        report: the build's.
        ntriples: what its store holds, as sorted N-Triples.
    """
    told = {name: _of_file(folder / name) for name in _files(folder)}
    told[STORE] = hashlib.sha256(ntriples).hexdigest()
    told[REPORT] = hashlib.sha256(_sealed(report)).hexdigest()
    lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(told.items()))
    return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()


def differences(folder: Path, fresh: Path) -> list[str]:
    """Return what is stale in an output folder, a line each; nothing if it is what a build gives now.

    A folder without ``store/`` (it need not be committed) is judged by the rest; what a user keeps in it is no matter.

    Args:
        folder: that may be stale.
        fresh: what a build gave just now.
    """
    if not folder.is_dir():
        return [f"{folder} is not there"]
    found = []
    for name in _files(fresh):
        path = folder / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif _of_file(path) != _of_file(fresh / name):
            found.append(f"{name} differs")
    if not OutputFolder(folder).report.is_file():
        found.append(f"{REPORT} is missing")
    elif _sealed(_report(folder)) != _sealed(_report(fresh)) or _report(folder).get(KEY) != _report(fresh).get(KEY):
        found.append(f"{REPORT} differs")
    if OutputFolder(folder).store.exists() and _triples(folder) != _triples(fresh):
        found.append(f"{STORE}/ holds other triples, or is damaged")
    if (folder / PINS).exists() and not (fresh / PINS).exists():
        found.append(f"{PINS} is of an earlier build")
    return sorted(found)


def _files(folder: Path) -> Iterator[str]:
    """Yield the names of the files that are told by their bytes, sorted."""
    names = []
    for place, _, files in os.walk(folder):
        within = os.path.relpath(place, folder)
        names += [name if within == "." else f"{within}/{name}".replace(os.sep, "/") for name in files]
    yield from sorted(name for name in names if name.partition("/")[0] not in PASSED_OVER)


def _of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _report(folder: Path) -> dict[str, object]:
    try:
        return OutputFolder(folder).read_report()
    except GraphError:
        return {}


def _sealed(report: Mapping[str, object]) -> bytes:
    kept = {key: value for key, value in report.items() if key not in NOT_SEALED}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


def _triples(folder: Path) -> bytes | None:
    try:
        return hashlib.sha256(Store.open(OutputFolder(folder).store).ntriples).digest()
    except (GraphError, OSError, RuntimeError, ValueError):  # it opens, and is damaged further in
        return None
