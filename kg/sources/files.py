"""Sources (a file, a folder, a whole site) -> the files to read, each with its kind and its path within the source."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from kg.errors import UsageError
from kg.sources.frontmatter import YAML
from kg.sources.site import NO_SITE, Site, is_selected, site_of, site_within

MARKDOWN = (".md", ".markdown", ".mdx", ".mdown")
TEXTS = (".txt", ".html", ".htm", ".rst")  # in a folder only with front matter, headers or metadata
DATA_ENDINGS = (*YAML, ".toml")  # tables, if they are below a folder of data
TABLES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xml", ".rss", ".atom", ".rdf")
DATA = "_data"
DATA_FOLDERS = frozenset((DATA, "data"))
TAXONOMIES = {"organizations": "organization", "topics": "topic"}  # folders below _data, and what their files are
# folders whose files are on a person or a company, if they have no date; with or without a leading _
ABOUT = {
    **dict.fromkeys("people persons authors scholars contributors staff team speakers".split(), "person"),
    **dict.fromkeys("companies organizations organisations".split(), "company"),
}
NOT_READ_YET = frozenset("samples api".split())  # parts of a site, with or without a leading _
MACHINERY = frozenset(  # of the programs that make sites
    (
        "_layouts _includes _sass _site _plugins layouts archetypes scaffolds themes templates partials i18n locales"
    ).split()
)
GENERATED = frozenset("public dist build out output site".split())  # folders of pages and feeds that programs made
BUILT = ("report.json", "store")  # what an output folder of kg holds; it is no source
NOT_CONTENT = frozenset(("node_modules", "vendor", "venv", "__pycache__"))  # nobody's articles
NEVER = frozenset("readme license licence changelog contributing code_of_conduct security".split())  # no articles
OTHER, PROSE, TABLE, PAGE, ARTICLE = "other", "prose", "table", "page", "article"  # kinds of files


class InputFile(msgspec.Struct, frozen=True, array_like=True):
    """A file to read: where it is, what it is called in the graph, what it holds (`kind`), and whose it is.

    `named` says that it was named itself, and not the folder that it is in: then its ending says nothing.
    """

    location: str
    path: str
    kind: str
    site: Site = NO_SITE
    named: bool = False


def find(
    sources: Iterable[str | os.PathLike[str]],
    *,
    without: str | os.PathLike[str] | None = None,
    config: str | os.PathLike[str] | None = None,
    drafts: bool = False,
) -> list[InputFile]:
    """Return the files below the sources, each once, sorted by path.

    Args:
        sources: files and folders. A file's path is relative to the folder that was given, so that no path of this
            machine shows in the graph.
        without: a folder to pass over: what a build writes is not what it reads.
        config: a file of settings, in place of those that the sources and the working directory have.
        drafts: whether to read drafts, whatever the settings say.

    Raises:
        UsageError: a source does not exist, or the settings are wrong.
    """
    found: dict[str, InputFile] = {}
    left_out = None if without is None else os.path.realpath(without)
    for source in sources:
        root = Path(source)
        if not root.exists():
            raise UsageError(f"no such file or folder: {root}")
        site = site_of(root, config=config)
        site = msgspec.structs.replace(site, drafts=True) if drafts else site
        within = functools.cache(functools.partial(site_within, site, root, config=config))
        named = not root.is_dir()
        alone = os.path.abspath(root), _text(root.name), os.path.realpath(root)
        for location, path, real in (alone,) if named else _walk(root, left_out):
            known = found.get(real)
            if known is None or (len(path), path, not named) < (len(known.path), known.path, not known.named):
                own = site if named else within(path.rpartition("/")[0])
                selected = named or is_selected(own, below_root(own, path))
                kind = kind_of(location, path, named=named) if selected else OTHER
                found[real] = InputFile(location, path, kind, own, named)
    return sorted(found.values(), key=lambda file: (file.path, file.location))


def input_file(path: str | os.PathLike[str], *, config: str | os.PathLike[str] | None = None) -> InputFile:
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
    site = site_of(place, config=config)
    name = _text(place.name if not site.root else Path(location).relative_to(site.root).as_posix())
    folder = os.path.basename(os.path.dirname(location))
    placed = f"{folder}/{name}" if folder.startswith("_") and "/" not in name else name  # as its site would place it
    return InputFile(location, name, kind_of(location, placed), msgspec.structs.replace(site, prefix=""))


def passed_over(file: InputFile) -> str:
    """Return why a build of the site passes over a file, and what to do about it; nothing if it reads it."""
    *folders, name = file.path.split("/")
    hidden = next((part for part in (*folders, name) if part.startswith(".") or part in NOT_CONTENT), None)
    if hidden is not None:
        return f"nothing called {hidden} is looked at; move or rename the file"
    if file.kind != OTHER:
        return ""
    if not is_selected(file.site, below_root(file.site, file.path)):
        return "the settings of the site leave it out; see [sources] in kg.toml"
    machinery = _machinery(file.path)
    if machinery is not None:
        return f"{machinery} is a folder of the program that makes the site; move the file to another"
    ending = os.path.splitext(name)[1].lower()
    if ending not in (*MARKDOWN, *TEXTS, *TABLES, *DATA_ENDINGS):
        return f"it is none of {', '.join((*MARKDOWN, *TEXTS, *TABLES))}; name the file itself to have it read"
    return f"{'/'.join(folders)} is a folder of the site that holds no articles; move the file to another"


def below_root(site: Site, path: str) -> str:
    """Return the path of a file below the root of its site."""
    if site.inner:
        return path.removeprefix(f"{site.inner}/")
    return f"{site.prefix}/{path}" if site.prefix else path


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
        if {entry.name for entry in entries}.issuperset(BUILT):
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


def kind_of(location: str, path: str, *, named: bool = False) -> str:
    """Return what a file holds: article, page, table, person, company, organization, topic, prose, or other.

    Args:
        location: where it is.
        path: its path within the source.
        named: whether it was named itself.
    """
    stem, ending = os.path.splitext(os.path.basename(location).lower())
    parts = location.rsplit(os.sep, 3)[-3:]
    if len(parts) == 3 and parts[0] == DATA and parts[1] in TAXONOMIES and ending in (*MARKDOWN, *YAML):
        return TAXONOMIES[parts[1]]
    folders = _folders(path.rpartition("/")[0])
    if location.endswith(os.sep):
        kind = ARTICLE  # a folder that cannot be listed: reading it tells why
    elif not named and (_machinery(path) or NOT_READ_YET & {folder.removeprefix("_") for folder in folders}):
        kind = OTHER
    elif ending in TABLES or (ending in DATA_ENDINGS and (named or folders & DATA_FOLDERS)):
        kind = TABLE
    elif named:
        kind = ARTICLE
    elif ending not in MARKDOWN:
        kind = PAGE if ending in TEXTS else OTHER
    elif stem in NEVER:
        kind = PROSE
    else:
        kind = next((ABOUT[name] for folder in folders if (name := folder.removeprefix("_")) in ABOUT), ARTICLE)
    return kind


def _machinery(path: str) -> str | None:
    """Return the folder on a path that is of the program that makes the site, or holds what it made."""
    *folders, name = path.lower().split("/")
    if folders and folders[0] in GENERATED and name.endswith((*TEXTS, *TABLES)):
        return folders[0]
    return next((folder for folder in folders if folder in MACHINERY), None)


@functools.lru_cache(maxsize=1 << 12)
def _folders(path: str) -> frozenset[str]:
    """Return the folders that a path leads through, in lower case."""
    return frozenset(path.lower().split("/"))
