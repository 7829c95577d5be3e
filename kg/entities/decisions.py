"""stories.yaml -> what an editor decided of stories: which articles are of one, which are not, and how one is called.

    join:                     # these are of one story, with all that is with them
      - articles: ["https://a.example/x", "https://b.example/y"]
        title: Ferry Skylark runs aground       # may be left out
    part:                     # no two of these are of one story
      - articles: ["https://a.example/x", "https://c.example/z"]
    title:                    # the story of this article is called so
      - articles: ["https://d.example/w"]
        title: The harbour is dredged

A file in a source is data: what is wrong with it is a finding, and the rest of it counts. One that is named on the
command line is an order: what is wrong with it ends the build before it begins.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from kg.codes import BAD_DECISION
from kg.errors import SourceError, UsageError
from kg.model import Origin, Record, SourceFile, Warned
from kg.sources import InputFile
from kg.sources.frontmatter import decode, parse
from kg.sources.mappings import items
from kg.sources.tree import Mapping as Tree
from kg.sources.values import plain
from kg.stories.editor import JOIN, PART, TITLE, Decision

NAME = "stories.yaml"  # in the folder of a source, or by --stories
VERBS = (JOIN, PART, TITLE)
KEYS = frozenset(("articles", "title"))
LEAST = {JOIN: 2, PART: 2, TITLE: 1}  # articles that are named
MOST_BYTES = 1 << 22
MOST_NAMES = 1000  # of one decision
LONGEST_TITLE = 500  # characters
FORM = 'write it as in: join: [{articles: ["https://a.example/x", "https://b.example/y"]}]'


class Decisions(Record, frozen=True):
    """All decisions of the files, what is wrong with them, and the files."""

    lines: tuple[Decision, ...] = ()
    warned: tuple[Warned, ...] = ()
    files: tuple[SourceFile, ...] = ()


NOTHING = Decisions()


def load(sources: Iterable[Path], files: Iterable[Path] = ()) -> Decisions:
    """Return what the files of decisions say: those in the folders of the sources, and further ones, which come first.

    Args:
        sources: that are built from.
        files: that the user names.

    Raises:
        UsageError: a file that the user names cannot be read, or is not of the form; names the line.
    """
    lines: list[Decision] = []
    warned: list[Warned] = []
    known: list[SourceFile] = []
    ordered = list(dict.fromkeys(files))
    own = (Path(source) / NAME for source in sources if Path(source).is_dir())
    trusted = set(ordered)
    for path in dict.fromkeys([*ordered, *(path for path in own if path.is_file() and _is_ours(path))]):
        try:
            data = _contents(path)
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            if path in trusted:
                raise UsageError(f"{path} {message}") from error
            warned.append(Warned(origin=Origin(path=path.name), message=message, code=BAD_DECISION))
            continue
        known.append(SourceFile(path=path.name, sha256=hashlib.sha256(data).hexdigest()))
        for one in read_decisions(data, path.name):
            if isinstance(one, Decision):
                lines.append(one)
            elif path in trusted:
                raise UsageError(f"{path}:{one.origin.line}: {one.message}")
            else:
                warned.append(one)
    return Decisions(lines=tuple(lines), warned=tuple(warned), files=tuple(known))


def without_decisions(files: Iterable[InputFile]) -> list[InputFile]:
    """Return files of sources without those of decisions; one of another kind stays, for it is somebody's own."""
    return [file for file in files if file.path != NAME or not _is_ours(Path(file.location))]


def _is_ours(path: Path) -> bool:
    """Return whether a file of this name has decisions: a mapping with one of their keys, or what cannot be read."""
    try:
        node = parse(decode(_contents(path)).value)
    except (OSError, SourceError):
        return True
    return not node or (isinstance(node, Tree) and any(verb in node for verb in VERBS))


def _contents(path: Path) -> bytes:
    if not path.is_file():
        raise OSError(0, "it is no file")
    if path.stat().st_size > MOST_BYTES:
        raise OSError(0, f"it is larger than {MOST_BYTES:,} bytes")
    return path.read_bytes()


def read_decisions(data: bytes, path: str) -> Iterator[Decision | Warned]:
    """Yield the decisions of one file, and a word on each line that is none.

    Args:
        data: what it holds.
        path: of the file, for messages.
    """
    try:
        node = parse(decode(data).value) if data.strip() else None
    except SourceError as error:
        yield _wrong(path, error.line, error.reason)
        return
    if node is None:
        return
    if not isinstance(node, Tree):
        yield _wrong(path, 1, f"not a mapping; {FORM}")
        return
    for verb, value in node.items():
        line = node.lines[verb]
        if verb not in VERBS:
            yield _wrong(path, line, f"{plain(str(verb)) or 'this'} is none of {', '.join(VERBS)}; {FORM}")
            continue
        for item, place in items(value, line):
            yield _decision(verb, item, Origin(path=path, line=place))


def _decision(verb: str, item: Any, origin: Origin) -> Decision | Warned:
    path, line = origin.path, origin.line
    if not isinstance(item, Tree) or "articles" not in item:
        return _wrong(path, line, f"{verb} names no articles; {FORM}")
    strange = [str(key) for key in item if key not in KEYS]
    if strange:
        return _wrong(path, line, f"{plain(strange[0]) or 'a key'} is none of {', '.join(sorted(KEYS))}; {FORM}")
    said = items(item["articles"], line)
    names = tuple(dict.fromkeys(name.strip() for name, _ in said if isinstance(name, str) and name.strip()))
    if len(names) < LEAST[verb] or len(names) > MOST_NAMES:
        return _wrong(path, line, f"{verb} names {len(names):,} articles; {LEAST[verb]} to {MOST_NAMES:,} are possible")
    given = item.get("title")
    title = plain(given) or "" if isinstance(given, str) else ""
    if len(title) > LONGEST_TITLE or (given is not None and not title) or (verb == TITLE and not title):
        return _wrong(path, line, f"{verb} has no title that is a text of {LONGEST_TITLE} characters at most")
    if verb == PART and title:
        return _wrong(path, line, "part has a title: what is parted is several; name each under title")
    return Decision(verb=verb, names=names, origin=origin, title=title)


def _wrong(path: str, line: int, message: str) -> Warned:
    return Warned(origin=Origin(path=path, line=line), message=f"{message}: it does not count", code=BAD_DECISION)


def as_yaml(decisions: Iterable[Decision]) -> str:
    r"""Return decisions as lines of a file.

    >>> as_yaml([Decision(verb=JOIN, names=("https://a.example/x", "https://b.example/y"), origin=Origin(path=""))])
    'join:\n  - articles: ["https://a.example/x", "https://b.example/y"]\n'
    """
    encode = msgspec.json.encode
    text = ""
    of = list(decisions)
    for verb in VERBS:
        lines = [one for one in of if one.verb == verb]
        text += f"{verb}:\n" if lines else ""
        for one in lines:
            text += f"  - articles: [{', '.join(encode(name).decode() for name in one.names)}]\n"
            text += f"    title: {encode(one.title).decode()}\n" if one.title else ""
    return text
