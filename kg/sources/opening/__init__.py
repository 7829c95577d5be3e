"""What a user names as a source -> files that `kg.sources.find` can read.

A file or a folder stands for itself. Standard input, archives, revisions of git, and what Python holds (dicts,
articles, data frames) become files in a private folder, which is gone afterwards and named nowhere.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol

from kg.errors import KGError, UsageError
from kg.model import Article
from kg.sources.opening import archives, objects, revisions, stdin
from kg.sources.opening.unpacked import Unpacked

STDIN = "-"
RECORDS = "records.jsonl"  # the path of what Python gives
RECORDS_NAME = "records"  # and its name in messages
SCRATCH = ".kg-source-"  # what the name of the private folder begins with
NOTHING = "nothing to build: name a file, a folder or a site"
NO_ROOM = "cannot be put into a temporary folder: {}; TMPDIR may name another place for it"
REPOSITORY = ".git"  # above which no settings of a site are looked for: nobody else's folder is above these files


class Frame(Protocol):
    """A data frame: of polars, pandas or Arrow, or what offers Arrow's stream or the interchange of data frames."""

    @property
    def columns(self) -> Any:
        """Its columns."""


Named = str | os.PathLike[str] | Mapping[str, Any] | Article | Frame  # what can be a source


class Opened(list[Path]):
    """The paths to read.

    Attributes:
        own: those that the user named, and that stay.
        places: where on this machine the archives are that others were unpacked from.
        remarks: a line each on what was left out.
    """

    def __init__(self) -> None:
        super().__init__()
        self.own: tuple[Path, ...] = ()
        self.places: tuple[Path, ...] = ()
        self.remarks: tuple[str, ...] = ()
        self._names: dict[str, str] = {}  # what the user called it, by folder or file; longer paths first

    @property
    def is_lasting(self) -> bool:
        """Whether all of them are the user's own files, and none is a copy."""
        return len(self.own) == len(self)

    def shown(self, text: str) -> str:
        """Return a text with the names that the user gave in place of paths of the private folder.

        Args:
            text: a path of a file, or a message that has some.
        """
        for path, name in self._names.items():
            text = text.replace(path, name)
        return text

    def named(self, path: Path, name: str) -> None:
        """Note what the user calls a folder or a file."""
        spellings = {str(path), os.path.abspath(path), os.path.realpath(path)}
        with suppress(ValueError):  # on another drive of Windows
            spellings.add(os.path.relpath(path))
        self._names |= dict.fromkeys(spellings, name)
        self._names = dict(sorted(self._names.items(), key=lambda item: -len(item[0])))


@contextmanager
def opened(
    sources: Iterable[object],
    *,
    folder: str | os.PathLike[str] | None = None,
    without: str | os.PathLike[str] | None = None,
) -> Iterator[Opened]:
    r"""Give the paths of files and folders that hold what some sources hold, while this lasts.

    Args:
        sources: each a path; ``-`` for standard input; the path of an archive; ``repo@rev`` for a revision of git (a
            path that exists wins); a dict, an `Article`, a data frame; or an iterable of such.
        folder: where the private folder is made; where the system has such.
        without: a folder that is passed over in a revision, as it is in a folder.

    Raises:
        UsageError: there is none, one is of another kind, damaged or too large, or cannot be read; names it as it was
            named, and says what to do.

    >>> with opened([{"url": "https://a.example/1", "title": "One"}]) as paths:
    ...     paths[0].name, paths[0].read_text()
    ('records.jsonl', '{"url":"https://a.example/1","title":"One"}\n')
    >>> paths[0].exists()
    False
    """
    with ExitStack() as stack:
        scratch = _Scratch(stack, folder)
        found = Opened()
        try:
            with ExitStack() as files:
                _open(sources, found, scratch, files, without)
        except OSError as error:  # of the private folder: a full disk, mostly
            raise UsageError(f"the sources {NO_ROOM.format(error.strerror or error)}") from error
        if not found:
            raise UsageError(NOTHING)
        try:
            yield found
        except KGError as error:
            error.args = tuple(found.shown(part) if isinstance(part, str) else part for part in error.args)
            raise


class _Scratch:
    """The private folder, which is made when something needs it."""

    def __init__(self, stack: ExitStack, parent: str | os.PathLike[str] | None) -> None:
        self._stack = stack
        self._parent = parent
        self._root: Path | None = None
        self._count = 0

    def folder(self) -> Path:
        """Return a new empty folder in it."""
        if self._root is None:
            made = tempfile.TemporaryDirectory(prefix=SCRATCH, dir=self._parent, ignore_cleanup_errors=True)
            self._root = Path(os.path.abspath(self._stack.enter_context(made)))
            (self._root / REPOSITORY).touch()
        self._count += 1
        fresh = self._root / f"{self._count:04}"
        fresh.mkdir(mode=0o700)
        return fresh


def _open(
    sources: Iterable[object],
    found: Opened,
    scratch: _Scratch,
    files: ExitStack,
    without: str | os.PathLike[str] | None,
) -> None:
    """Note the paths of all sources; what Python gives is written one record after the other, and held nowhere."""
    records: IO[bytes] | None = None
    count = 0
    is_read = False
    for source in _flat(sources):
        if isinstance(source, str | os.PathLike):
            path = os.fspath(source)
            if path != STDIN:
                _open_path(path, found, scratch, without)
            elif not is_read:
                _open_stdin(found, scratch)
                is_read = True
            continue
        for line in objects.lines(_rows(source), first=count + 1):
            if records is None:
                place = scratch.folder() / RECORDS
                records = files.enter_context(place.open("wb"))
                found.append(place)
                found.named(place, RECORDS_NAME)
            records.write(line)
            count += 1


def _flat(sources: Iterable[object]) -> Iterator[object]:
    """Yield sources one by one, whether they come one after the other or in a list."""
    for source in sources:
        if _is_one(source) or not isinstance(source, Iterable):
            yield source
        else:
            yield from source


def _is_one(source: object) -> bool:
    return isinstance(source, str | os.PathLike | bytes) or objects.rows_of(source) is not None


def _rows(source: object) -> Iterator[Mapping[Any, Any]]:
    rows = objects.rows_of(source)
    if rows is None:
        raise UsageError(
            f"a {type(source).__name__} is no source: name a path, or give dicts, articles (kg.Article) or a data frame"
        )
    return rows


def _open_stdin(found: Opened, scratch: _Scratch) -> None:
    folder = scratch.folder()
    found.named(folder, STDIN)
    path = stdin.write(folder)
    form = archives.format_of(path.name)
    if form is None:
        found.named(path, STDIN)
        found.append(path)
    else:
        _unpack(path, STDIN, form, found, scratch)


def _open_path(path: str, found: Opened, scratch: _Scratch, without: str | os.PathLike[str] | None) -> None:
    place = Path(path)
    exists = os.path.lexists(place)
    form = archives.format_of(path)
    if exists and form is not None and place.is_file():
        found.places += (place,)
        _unpack(place, path, form, found, scratch)
    elif not exists and (parts := revisions.parted(path)) is not None:
        _open_revision(*parts, found, scratch, without)
    else:
        found.append(place)
        found.own += (place,)


def _unpack(archive: Path, name: str, form: str, found: Opened, scratch: _Scratch) -> None:
    """Unpack an archive; where one folder holds all that is in it, this folder is what was named."""
    target = Unpacked(scratch.folder(), name)
    found.named(target.root, name)
    try:
        archives.unpack(archive, target, form=form)
    except OSError as error:
        raise UsageError(f"{name} {NO_ROOM.format(error.strerror or error)}") from error
    found.append(target.top())
    found.named(target.top(), name)
    found.remarks += target.words()


def _open_revision(
    folder: Path, revision: str, found: Opened, scratch: _Scratch, without: str | os.PathLike[str] | None
) -> None:
    meant = revisions.find(folder, revision)
    target = Unpacked(scratch.folder(), meant.name)
    found.named(target.root, meant.name)
    try:
        place = revisions.read(meant, target, without=None if without is None else os.fspath(without))
    except OSError as error:
        raise UsageError(f"{meant.name} {NO_ROOM.format(error.strerror or error)}") from error
    found.append(place)
    found.named(place, meant.name)
    found.remarks += (*meant.remarks, *target.words())
