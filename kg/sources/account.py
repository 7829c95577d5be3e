"""The files that were found, and what they gave -> how many were read, rejected or left out, and why."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kg.codes import CODES
from kg.model import Reading, Warned
from kg.sources.files import MARKDOWN, OTHER, TABLES, TEXTS, InputFile, passed_over
from kg.sources.frontmatter import YAML
from kg.sources.site import MARKS
from kg.words import count, folded

ENDINGS = frozenset((*MARKDOWN, *TEXTS, *TABLES, *YAML))
MOST_ENDINGS = 4  # that are named of files of other kinds
OTHER_KINDS = "no text, feed or table"
NO_ENDING = "none"
SETTINGS = "settings of the site"
HINT = "kg init SITE writes the line of kg.toml that reads it"


class Group(msgspec.Struct, frozen=True):
    """Files that met with the same: how many, and the first of them."""

    why: str
    files: int
    example: str


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the files: each is read or left out; of those that were read, some are rejected.

    `rejected` counts the files of which a part was rejected (or all). `known_by_path` are the files with an article
    that nothing gives an address; `unread` are keys that nothing reads and that hold an address in half of these or
    more, each with the number of files.
    """

    found: int
    read: int
    rejected_files: int = 0
    rejected: tuple[Group, ...] = ()
    left_out: tuple[Group, ...] = ()
    folders: dict[str, int] = {}
    known_by_path: int = 0
    unread: dict[str, int] = {}

    @property
    def counts(self) -> dict[str, int]:
        """How many files were found, read, rejected and left out."""
        return {
            "found": self.found,
            "read": self.read,
            "rejected": self.rejected_files,
            "left_out": self.found - self.read,
        }

    def summary(self) -> str:
        """Return the counts on one line.

        >>> Account(found=3, read=2, rejected_files=1).summary()
        'files: 2 read, 1 rejected, 1 left out'
        """
        return f"files: {self.read:,} read, {self.rejected_files:,} rejected, {self.found - self.read:,} left out"

    def lines(self, *, every: bool = False) -> Iterator[str]:
        """Yield what there is to say, a line each; nothing where every file was read and has an address.

        Args:
            every: name settings among what is left out, too.
        """
        for name, groups in (("rejected", self.rejected), ("left out", self.left_out)):
            for group in groups:
                if group.why == SETTINGS and not every:
                    continue
                yield f"{count(group.files, 'file')} {name}: {group.why} ({_such_as(group)})"
        if self.known_by_path:
            number = self.known_by_path
            keys = "; ".join(f"`{key}` holds one in {_of(held, number)}" for key, held in self.unread.items())
            verb = "has" if number == 1 else "have"
            hint = f": {keys}, and nothing reads it: {HINT}" if keys else ", and is known by its path"
            hint = hint if keys or number == 1 else ", and are known by their paths"
            yield f"{count(number, 'file')} {verb} no address{hint}"


def account(files: Sequence[InputFile], readings: Iterable[Reading]) -> Account:
    """Return what became of files.

    Args:
        files: all that were found.
        readings: what those say that were read, in their order.
    """
    left: dict[str, list[str]] = defaultdict(list)
    rejected: dict[str, list[str]] = defaultdict(list)
    others = [file for file in files if file.kind == OTHER]
    endings = Counter(ending for file in others if (ending := _other_ending(file)))
    for file in others:
        left[_kind_of_other(file, endings)].append(file.path)
    read = 0
    known = Unread()
    rejected_files: set[str] = set()
    for reading in readings:
        path = reading.file.path
        if reading.left_out:
            left[reading.left_out].append(path)
            continue
        read += 1
        for code in dict.fromkeys(one.code for one in reading.rejected):
            rejected[CODES[code].title.removesuffix(".") if code in CODES else code].append(path)
            rejected_files.add(path)
        known.add(reading)
    folders = Counter(path.rpartition("/")[0] or "." for paths in left.values() for path in paths)
    return Account(
        found=len(files),
        read=read,
        rejected_files=len(rejected_files),
        rejected=_groups(rejected),
        left_out=_groups(left),
        folders=dict(sorted(folders.items())),
        known_by_path=known.by_path,
        unread=known.keys(),
    )


def of_report(report: Mapping[str, Any]) -> Account:
    """Return the account that a build wrote into its report (`kg.build.report`)."""
    counts, without = report["counts"]["files"], report["without_address"]
    return Account(
        found=counts["found"],
        read=counts["read"],
        rejected_files=counts["rejected"],
        rejected=msgspec.convert(report["rejected_why"], tuple[Group, ...]),
        left_out=msgspec.convert(report["left_out"]["why"], tuple[Group, ...]),
        folders=report["left_out"]["folders"],
        known_by_path=without["files"],
        unread=without["unread"],
    )


class Unread:
    """The keys that nothing reads and that hold an address, in files whose article has none; file by file."""

    def __init__(self) -> None:
        self.by_path = 0
        self._spelt: dict[str, Counter[str]] = defaultdict(Counter)
        self._first: dict[str, Reading] = {}

    def add(self, reading: Reading) -> None:
        """Take what one file says."""
        if not any(article.url is None for article in reading.articles):
            return
        self.by_path += 1
        for name, key in {_folded(key): key for key in reading.unread}.items():
            self._spelt[name][key] += 1
            first = self._first.setdefault(name, reading)
            if reading.file.path < first.file.path:
                self._first[name] = reading

    def keys(self) -> dict[str, int]:
        """Return those that do so in half of the files or more, in their most frequent spelling."""
        most = {spelt.most_common(1)[0][0]: spelt.total() for spelt in self._spelt.values()}
        return {key: number for key, number in sorted(most.items()) if 2 * number >= self.by_path}

    def first_with(self, key: str) -> Reading:
        """Return what the first of the files says that have a key."""
        return self._first[_folded(key)]


def problems(files: Iterable[InputFile]) -> tuple[Warned, ...]:
    """Return what is wrong with the settings that came with the sources of files, each once."""
    found = dict.fromkeys(problem for site in dict.fromkeys(file.site for file in files) for problem in site.problems)
    return tuple(sorted(found, key=lambda one: (one.origin.path, one.origin.line, one.message)))


def _folded(key: str) -> str:
    return ".".join(map(folded, key.split(".")))


def _of(held: int, number: int) -> str:
    return "it" if held == number == 1 else "each" if held == number else f"{held:,} of them"


def _such_as(group: Group) -> str:
    return group.example if group.files == 1 else f"as {group.example}"


def _groups(paths: Mapping[str, list[str]]) -> tuple[Group, ...]:
    most_first = sorted(paths.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Group(why, len(names), min(names)) for why, names in most_first)


def _kind_of_other(file: InputFile, endings: Counter[str]) -> str:
    """Return why a file is not even opened, in words that are the same for all of its kind."""
    if file.path.rpartition("/")[2] in MARKS:
        return SETTINGS
    if not _other_ending(file):
        return passed_over(file).partition(";")[0]
    named = [ending for ending, _ in sorted(endings.items(), key=lambda item: (-item[1], item[0]))]
    more = f" and {len(named) - MOST_ENDINGS:,} more endings" if len(named) > MOST_ENDINGS else ""
    return f"{OTHER_KINDS} by its name: {', '.join(named[:MOST_ENDINGS])}{more}"


def _other_ending(file: InputFile) -> str:
    """Return the ending of a file that is passed over for it; an empty text if it is passed over for another reason."""
    ending = os.path.splitext(file.path)[1].lower()
    if file.path.rpartition("/")[2] in MARKS:
        return ""
    if not passed_over(file).startswith("it is none of"):
        return ""
    return "" if ending in ENDINGS else ending or NO_ENDING
