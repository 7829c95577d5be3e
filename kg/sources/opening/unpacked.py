"""Files of an archive or a revision -> a private folder: nothing outside of it, and no more than it may hold."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from kg import words
from kg.errors import UsageError

MOST_FILES = 1 << 20
MOST_BYTES = 1 << 31
MOST_FOLDERS_DEEP = 64
# what no reader of kg opens: such files are there, but empty, so that a site with its pictures and films fits
NEVER_READ = frozenset(
    """
    .7z .aac .apng .avi .avif .bmp .bz2 .dll .dmg .doc .docx .eot .epub .exe .flac .gif .gz .heic .ico .iso .jar .jpeg
    .jpg .m4a .m4v .mkv .mov .mp3 .mp4 .mpeg .mpg .odt .ogg .ogv .otf .pdf .png .ppt .pptx .psd .rar .so .svg .svgz .tar
    .tgz .tif .tiff .ttf .wasm .wav .webm .webp .woff .woff2 .xls .xlsx .xz .zip .zst
    """.split()
)
GIT, MACOS = ".git", "__MACOSX"  # folders of git and of macOS that are passed over: they hold nobody's files
OUTSIDE = "a path that leads out of it"
NO_NAME = "a name that no file can have here"
# that the system says of a name: one that is too long, or that is a file's and a folder's at once
_OF_NAMES = frozenset(
    (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ELOOP)
)


class Unpacked:
    """A folder that is filled with the files of an archive or a revision.

    Args:
        root: the folder; empty, and nobody else's.
        name: what its files are from, for messages.
    """

    def __init__(self, root: Path, name: str) -> None:
        self.root = root
        self.name = name
        self.count = 0
        self._left_out: Counter[str] = Counter()
        self._bytes = 0
        self._tops: set[str] = set()

    def seen(self) -> None:
        """Count an entry, whatever it is.

        Raises:
            UsageError: there are too many.
        """
        self.count += 1
        if self.count > MOST_FILES:
            raise UsageError(f"{self.name} holds more than {MOST_FILES:,} files; unpack it, and name the folder")

    def leave_out(self, why: str) -> None:
        """Note that an entry is left out."""
        self._left_out[why] += 1

    def wants(self, path: str) -> bool:
        """Return whether a reader of kg might open a file of this name."""
        return os.path.splitext(path)[1].lower() not in NEVER_READ

    def add(self, path: str, blocks: Iterable[bytes]) -> None:
        """Write a file, if its path stays in the folder; one of the same path is replaced.

        Args:
            path: as the archive has it, with /.
            blocks: its bytes, of which some may be left.

        Raises:
            UsageError: the files have too many bytes.
        """
        parts = [part for part in path.split("/") if part not in ("", ".")]
        if parts[:1] == [MACOS] or any(part.lower() == GIT for part in parts):
            return
        if path.startswith("/") or ".." in parts or (os.sep != "/" and any(c in path for c in "\\:")):
            self.leave_out(OUTSIDE)
        elif not parts or "\0" in path or len(parts) > MOST_FOLDERS_DEEP:
            self.leave_out(NO_NAME)
        else:
            self._write(parts, blocks)

    def top(self) -> Path:
        """Return the one folder that holds all files, as archives of GitHub have one; else the folder itself."""
        tops = {top for top in self._tops if not top.startswith(".")}
        only = self.root / tops.pop() if len(tops) == 1 else self.root
        return only if only.is_dir() else self.root

    def words(self) -> tuple[str, ...]:
        """Return a line on each kind of entry that is left out."""
        return tuple(
            f"{self.name}: {words.count(count, 'entry')} left out: {why}"
            for why, count in sorted(self._left_out.items())
        )

    def _write(self, parts: list[str], blocks: Iterable[bytes]) -> None:
        target = os.path.join(self.root, *parts)
        try:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        except (OSError, UnicodeEncodeError) as error:
            if isinstance(error, OSError) and error.errno not in _OF_NAMES:
                raise
            self.leave_out(NO_NAME)
            return
        self._tops.add(parts[0])
        with os.fdopen(handle, "wb") as file:
            for block in blocks:
                self._bytes += len(block)
                if self._bytes > MOST_BYTES:
                    raise UsageError(
                        f"{self.name} holds more than {MOST_BYTES:,} bytes; unpack it, and name the folder"
                    )
                file.write(block)
