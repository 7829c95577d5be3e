"""Sources (a file, a folder, a whole site) -> the files to read, each with its kind and its path within the source."""

from __future__ import annotations

import functools
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
SITE_MARKS = ("kg.toml", "_config.yml", DATA, "_news", ".git")  # what the folder of a whole site has in it
PROSE = frozenset(  # Markdown that lies about in a folder of articles without being one
    "readme license licence changelog contributing code_of_conduct security authors index 404 about".split()
)


class InputFile(msgspec.Struct, frozen=True, array_like=True):
    """A file to read: where it is, what it is called in the graph, and what it holds (`kind`)."""

    location: str
    path: str
    kind: str


def find(
    sources: Iterable[str | os.PathLike[str]], *, without: str | os.PathLike[str] | None = None
) -> list[InputFile]:
    """Return the files below the sources, each once, sorted by path.

    Args:
        sources: files and folders. A file's path is relative to the folder that was given, so that no path of this
            machine shows in the graph.
        without: a folder to pass over: what a build writes is not what it reads.

    Raises:
        UsageError: a source does not exist.
    """
    found: dict[str, InputFile] = {}
    left_out = None if without is None else os.path.realpath(without)
    for source in sources:
        root = Path(source)
        if not root.exists():
            raise UsageError(f"no such file or folder: {root}")
        alone = os.path.abspath(root), _text(root.name), os.path.realpath(root)
        for location, path, real in _walk(root, left_out) if root.is_dir() else (alone,):
            known = found.get(real)
            if known is None or (len(path), path) < (len(known.path), known.path):
                found[real] = InputFile(location, path, _kind(location, path))
    return sorted(found.values(), key=lambda file: (file.path, file.location))


def input_file(path: str | os.PathLike[str]) -> InputFile:
    """Return a file as the site that it stands in would give it; as it is given alone where there is no site.

    Raises:
        UsageError: there is no such file, or it is a folder.
    """
    place = Path(path)
    if place.is_dir():
        raise UsageError(f"{place} is a folder; name a file")
    if not os.path.lexists(place):
        raise UsageError(f"no such file: {place}")
    location = os.path.abspath(place)
    site = next((f for f in Path(location).parents if any((f / mark).exists() for mark in SITE_MARKS)), None)
    name = _text(place.name if site is None else Path(location).relative_to(site).as_posix())
    return InputFile(location, name, _kind(location, name))


def passed_over(file: InputFile) -> str:
    """Return why a build of the site passes over a file, and what to do about it; nothing if it reads it."""
    *folders, name = file.path.split("/")
    hidden = next((part for part in (*folders, name) if part.startswith(".") or part in NOT_CONTENT), None)
    if hidden is not None:
        return f"nothing called {hidden} is looked at; move or rename the file"
    if file.kind != "other":
        return ""
    if not name.lower().endswith(MARKDOWN):
        named = " and ".join(f"{DATA}/{folder}" for folder in TAXONOMIES)
        return f"it is no Markdown ({', '.join(MARKDOWN)}), and no file of {named}; write it as Markdown"
    return f"{'/'.join(folders)} is a folder of the site that holds no articles; move the file to another"


def _walk(root: Path, left_out: str | None) -> Iterator[tuple[str, str, str]]:
    """Yield each file below a folder: where it is, its path in the folder, and where it is without symbolic links."""
    top = os.path.abspath(root)
    closed: list[str] = []
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        real = os.path.realpath(folder)
        if real == left_out:
            continue
        try:
            with os.scandir(folder) as listed:
                entries = [entry for entry in listed if not entry.name.startswith(".")]
        except OSError:
            closed.append(folder)
            continue
        within = "" if folder == top else _text(os.path.relpath(folder, top).replace(os.sep, "/")) + "/"
        for entry in entries:
            link = entry.is_symlink()
            if _is_folder(entry):
                if entry.name in NOT_CONTENT:
                    continue
                if not link:
                    waiting.append(entry.path)
                if not entry.name.lower().endswith(MARKDOWN):
                    continue  # a folder called x.md is no file, but neither is it passed over in silence
            place = os.path.realpath(entry.path) if link else os.path.join(real, entry.name)
            yield entry.path, within + _text(entry.name), place
    for folder in closed:
        path = _text(os.path.relpath(folder, top).replace(os.sep, "/"))
        yield os.path.join(folder, ""), path, os.path.realpath(folder)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _text(path: str) -> str:
    """Return a path as a text that any output can hold, whatever its bytes are."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _kind(location: str, path: str) -> str:
    """Return what a file holds: article, organization, topic, or other (not read yet)."""
    if location.endswith(os.sep):
        return "article"  # a folder that cannot be listed: reading it tells why
    stem, extension = os.path.splitext(os.path.basename(location).lower())
    parts = location.rsplit(os.sep, 3)[-3:]
    if len(parts) == 3 and parts[0] == DATA and parts[1] in TAXONOMIES and extension in (*MARKDOWN, *YAML):
        return TAXONOMIES[parts[1]]
    if extension not in MARKDOWN or _is_apart(path.rpartition("/")[0]):
        return "other"
    return "prose" if stem in PROSE else "article"


@functools.lru_cache(maxsize=1 << 12)
def _is_apart(folder: str) -> bool:
    """Return whether a folder holds no articles."""
    folders = {part.lower() for part in folder.split("/")}
    return DATA in folders or bool(MACHINERY & folders or NOT_READ_YET & {part.removeprefix("_") for part in folders})
