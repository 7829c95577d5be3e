"""The files that were found, and what they gave -> how many were read, rejected or left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kg.codes import CODES
from kg.model import Reading
from kg.sources.files import OTHER, InputFile, passed_over
from kg.words import count


class Group(msgspec.Struct, frozen=True):
    """Files that met with the same: how many, and the first of them."""

    why: str
    files: int
    example: str


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the files: each is read, rejected or left out.

    `known_by_path` are the articles for which no file gives an address; `unread` are keys that nothing reads and that
    hold an address in half of these or more, each with the number of files.
    """

    found: int
    read: int
    rejected: tuple[Group, ...]
    left_out: tuple[Group, ...]
    folders: dict[str, int]
    known_by_path: int = 0
    unread: dict[str, int] = {}

    def lines(self) -> Iterator[str]:
        """Yield what there is to say, a line each; nothing where every file was read."""
        for name, groups in (("rejected", self.rejected), ("left out", self.left_out)):
            for group in groups:
                yield f"{count(group.files, 'file')} {name}: {group.why} (as {group.example})"
        if self.known_by_path:
            keys = ", ".join(f"{key} holds one in {number:,}" for key, number in self.unread.items())
            hint = f"; {keys}: kg init" if keys else ""
            yield f"{count(self.known_by_path, 'article')} without an address, known by the path of the file{hint}"


def account(files: Sequence[InputFile], readings: Iterable[Reading]) -> Account:
    """Return what became of files.

    Args:
        files: all that were found.
        readings: what those say that were read, in their order.
    """
    left: dict[str, list[str]] = {}
    rejected: dict[str, list[str]] = {}
    read, by_path = 0, 0
    keys: Counter[str] = Counter()
    for file in files:
        if file.kind == OTHER:
            left.setdefault(_kind_of_other(file), []).append(file.path)
    for reading in readings:
        path = reading.file.path
        if reading.left_out:
            left.setdefault(reading.left_out, []).append(path)
            continue
        read += 1
        for code in dict.fromkeys(one.code for one in reading.rejected):
            rejected.setdefault(CODES[code].title.removesuffix(".") if code in CODES else code, []).append(path)
        by_path += any(article.url is None for article in reading.articles)
        keys.update(reading.unread)
    folders = Counter(path.rpartition("/")[0] or "." for paths in left.values() for path in paths)
    return Account(
        found=len(files),
        read=read,
        rejected=_groups(rejected),
        left_out=_groups(left),
        folders=dict(sorted(folders.items())),
        known_by_path=by_path,
        unread={key: number for key, number in sorted(keys.items()) if 2 * number >= by_path},
    )


def _groups(paths: dict[str, list[str]]) -> tuple[Group, ...]:
    most_first = sorted(paths.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Group(why, len(names), min(names)) for why, names in most_first)


def _kind_of_other(file: InputFile) -> str:
    """Return why a file is not even opened, in words that are the same for all of its kind."""
    return passed_over(file).partition(";")[0]
