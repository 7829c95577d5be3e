"""Sources (a file, a folder, a whole site) -> the files to read, each with its kind and its path within the source."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from kg.errors import UsageError

MARKDOWN = (".md", ".markdown")
YAML = (".yaml", ".yml")
TAXONOMIES = {"organizations": "organization", "topics": "topic"}  # folders below _data, and what their files are
DATA = "_data"
NOT_READ_YET = frozenset("newsletters people samples api".split())  # parts of a site, with or without a leading _
MACHINERY = frozenset("_layouts _includes _sass _site _plugins".split())  # of Jekyll, with which such sites are made
NOT_CONTENT = frozenset(("node_modules", "vendor", "venv", "__pycache__"))  # nobody's articles
PROSE = frozenset(  # Markdown that lies about in a folder of articles without being one
    "readme license licence changelog contributing code_of_conduct security authors index 404 about".split()
)


class Found(msgspec.Struct, frozen=True, array_like=True):
    """A file to read: where it is, what it is called in the graph, and what it holds (`kind`)."""

    location: str
    path: str
    kind: str


def find(sources: Iterable[str | os.PathLike[str]], *, without: str | os.PathLike[str] | None = None) -> list[Found]:
    """Return the files below the sources, each once, sorted by path.

    Args:
        sources: files and folders. A file's path is relative to the folder that was given, so that no path of this
            machine shows in the graph.
        without: a folder to pass over: what a build writes is not what it reads.

    Raises:
        UsageError: a source does not exist.
    """
    found: dict[str, Found] = {}
    left_out = None if without is None else os.path.realpath(without)
    for source in sources:
        root = Path(source)
        if not root.exists():
            raise UsageError(f"no such file or folder: {root}")
        for location, path in _walk(root, left_out) if root.is_dir() else ((os.path.abspath(root), _text(root.name)),):
            file = Found(location, path, _kind(location, path))
            key = os.path.realpath(location)
            known = found.get(key)
            if known is None or (len(path), path) < (len(known.path), known.path):
                found[key] = file
    return sorted(found.values(), key=lambda file: (file.path, file.location))


def _walk(root: Path, left_out: str | None) -> Iterator[tuple[str, str]]:
    top = os.path.abspath(root)
    closed: list[str] = []
    for folder, folders, names in os.walk(top, onerror=lambda error: closed.append(str(error.filename))):
        if left_out is not None and os.path.realpath(folder) == left_out:
            folders.clear()
            continue
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in NOT_CONTENT)
        # a folder called x.md is no file, but neither is it passed over in silence
        odd = [name for name in folders if name.lower().endswith(MARKDOWN)]
        for name in (*names, *odd):
            if not name.startswith("."):
                location = os.path.join(folder, name)
                yield location, _text(os.path.relpath(location, top).replace(os.sep, "/"))
    for folder in closed:
        yield os.path.join(folder, ""), _text(os.path.relpath(folder, top).replace(os.sep, "/"))


def _text(path: str) -> str:
    """Return a path as a text that any output can hold, whatever its bytes are."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _kind(location: str, path: str) -> str:
    """Return what a file holds: article, organization, topic, or other (not read yet)."""
    if location.endswith(os.sep):
        return "article"  # a folder that cannot be listed: reading it tells why
    stem, extension = os.path.splitext(os.path.basename(location).lower())
    parts = Path(location).parts
    if len(parts) >= 3 and parts[-3] == DATA and parts[-2] in TAXONOMIES and extension in (*MARKDOWN, *YAML):
        return TAXONOMIES[parts[-2]]
    folders = {part.lower() for part in path.split("/")[:-1]}
    if extension not in MARKDOWN or DATA in folders or MACHINERY & folders:
        return "other"
    if NOT_READ_YET & {folder.removeprefix("_") for folder in folders}:
        return "other"
    return "prose" if stem in PROSE else "article"
