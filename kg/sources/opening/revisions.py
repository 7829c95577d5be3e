"""``repo@rev`` -> the files of a folder of a git repository at a revision, read from its objects.

Nothing of the repository is run: git reads names and objects (rev-parse, ls-tree, cat-file), never a working tree, and
so needs no filter, no text conversion, no attributes and no index; hooks, fsmonitor, replaced objects, grafts, what is
configured elsewhere, and fetching (of what a partial clone lacks) are turned off.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from kg.errors import UsageError
from kg.sources.opening.unpacked import Unpacked

GIT = "git"
SECONDS = 600  # that one command of git may take
NOTHING = os.devnull
SETTINGS = (  # each before what a repository has
    "core.fsmonitor=false", f"core.hooksPath={NOTHING}", f"core.attributesFile={NOTHING}", "core.pager=cat",
    "core.alternateRefsCommand=true", "core.sshCommand=false", "core.askPass=", "credential.helper=",
    "protocol.allow=never", "submodule.recurse=false", "core.quotePath=false",
    "safe.directory=*",  # of another user, too: nothing that its owner could have written is run
)  # fmt: skip
ENVIRONMENT: Mapping[str, str] = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": NOTHING,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": NOTHING,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "HOME": NOTHING,  # of a git that does not know GIT_CONFIG_GLOBAL
    "LC_ALL": "C",
    "XDG_CONFIG_HOME": NOTHING,
}
# what settings of a site can stand in, above the folder that is named; and the folder that Hugo has them in
CONFIGURATIONS = frozenset(".cjs .ini .js .json .mjs .py .toml .ts .yaml .yml".split())
CONFIGURATION_FOLDER = "config"
LINK, SUBMODULE = "a symbolic link", "a submodule"
_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REGULAR = b"100"  # what the mode of a regular file begins with
_LINK = b"120000"
BLOCK = 1 << 16


class Entry(NamedTuple):
    """An entry of a tree."""

    mode: bytes
    kind: bytes
    id: bytes
    path: str


class Revision(NamedTuple):
    """A folder (or file) at a revision: what is named, the folder in the repository that git is run in, and the tree.

    `inner` is the path of what is named in the tree, with / and none at its ends; `remarks` is what git says besides.
    """

    name: str
    start: Path
    top: Path
    tree: str
    inner: str
    remarks: tuple[str, ...]


def parted(text: str) -> tuple[Path, str] | None:
    """Return the folder and the revision of ``folder@revision``; None if it is nothing of the kind.

    Both may have an @ in them: the longest folder that exists counts, or else the shortest there is.

    >>> parted("/nowhere/site@HEAD@{1}"), parted("site"), parted("@main")
    ((PosixPath('/nowhere/site'), 'HEAD@{1}'), None, None)
    """
    places = [at for at, char in enumerate(text) if char == "@" and 0 < at < len(text) - 1]
    if not places or "\0" in text:
        return None
    at = next((at for at in reversed(places) if os.path.lexists(text[:at])), places[0])
    return Path(text[:at]), text[at + 1 :]


def find(folder: Path, revision: str) -> Revision:
    """Return what a folder is at a revision.

    Raises:
        UsageError: git is missing, the folder is in no repository, or there is no such revision or folder in it; says
            what to do.
    """
    name = f"{folder}@{revision}"
    if revision.startswith("-"):
        raise UsageError(f"{name}: {revision!r} is no revision; name a branch, a tag or a commit")
    place = Path(os.path.abspath(folder))
    # a folder that is gone now may have been there: go up to one that is
    start = next(parent for parent in (place, *place.parents) if parent.is_dir())
    within, problem = _git(start, "rev-parse", "--show-prefix")
    if within is None:
        if "not a git repository" in problem:
            missing = "" if os.path.lexists(folder) else f"no such file or folder: {name}, and "
            raise UsageError(f"{missing}{folder} is in no git repository")
        raise UsageError(f"{name}: git cannot read the repository: {problem}")
    prefix = [part for part in within.removesuffix("\n").split("/") if part]
    real = start.resolve()
    top = real.parents[len(prefix) - 1] if prefix else real
    inner = "/".join((*prefix, *place.relative_to(start).parts))
    found, problem = _git(start, "rev-parse", "--verify", revision)
    commit = (found or "").strip()
    if not _ID.fullmatch(commit):
        raise UsageError(f"{name}: {_unknown(start, folder, revision)}")
    remarks = tuple(f"{name}: {line}" for line in problem.splitlines() if line)
    tree, problem = _git(start, "rev-parse", "--verify", f"{commit}^{{tree}}")
    if tree is None:
        raise UsageError(
            f"{name}: {revision} is no commit, or is not here ({problem}); name a branch, a tag or a commit"
        )
    return Revision(name, start, top, tree.strip(), inner, remarks)


def _unknown(start: Path, folder: Path, revision: str) -> str:
    """Return that there is no such revision, and what to do."""
    shallow, _ = _git(start, "rev-parse", "--is-shallow-repository")
    if (shallow or "").strip() == "true":
        return f"the clone is shallow, and does not hold {revision}: git -C {folder} fetch --unshallow --tags"
    return (
        f"there is no revision {revision} in the repository; git branch --all and git tag list what there is, "
        "and git fetch brings what others have"
    )


def read(revision: Revision, target: Unpacked, *, without: str | None = None) -> Path:
    """Write the files of a folder at a revision, with the settings that stand above it, and return where they are.

    Args:
        revision: as `find` returns it.
        target: what takes the files.
        without: where a folder is now that is passed over.

    Raises:
        UsageError: there is no such folder at that revision, it is too large, or objects of it are missing.
        OSError: it cannot be written.
    """
    name = revision.top.name.removesuffix(".git") or "repository"
    left_out = None
    if without is not None and Path(os.path.realpath(without)).is_relative_to(revision.top):
        left_out = Path(os.path.realpath(without)).relative_to(revision.top).as_posix() + "/"
    wanted: list[tuple[bytes, str]] = []
    for entry in _entries(revision):
        target.seen()
        if entry.kind == b"tree" or (left_out is not None and entry.path.startswith(left_out)):
            continue
        if not entry.mode.startswith(_REGULAR):
            target.leave_out(LINK if entry.mode == _LINK else SUBMODULE)
        elif target.wants(entry.path):
            wanted.append((entry.id, f"{name}/{entry.path}"))
        else:
            target.add(f"{name}/{entry.path}", ())
    _write(revision, wanted, target)
    place = target.root.joinpath(name, *filter(None, revision.inner.split("/")))
    if not place.exists():
        place.mkdir(parents=True)
    return place


def _entries(revision: Revision) -> Iterator[Entry]:
    """Yield the entries of what is named, and those of settings in the folders above it."""
    tree, inner = revision.tree, revision.inner
    found, problem = _git(revision.start, "cat-file", "-t", f"{tree}:{inner}" if inner else tree)
    kind = (found or "").strip()
    if kind not in ("tree", "blob"):
        raise UsageError(f"{revision.name}: there is no {inner} at that revision ({problem or kind}); name another")
    above = inner.split("/")[:-1] if inner else []
    folders = ["/".join(above[:count]) for count in range(len(above) + 1)] if inner else []
    for folder in folders:
        for entry in _listed(revision, folder):
            last = entry.path.rpartition("/")[2]
            if entry.kind == b"tree":
                if last == CONFIGURATION_FOLDER and entry.path != inner:
                    yield from _listed(revision, entry.path, deep=True)
            elif entry.path == inner or os.path.splitext(last)[1].lower() in CONFIGURATIONS:
                yield entry
    if kind == "tree":
        yield from _listed(revision, inner, deep=True)


def _listed(revision: Revision, folder: str, *, deep: bool = False) -> Iterator[Entry]:
    """Yield the entries of a folder, each with its path in the repository; with `deep`, of those below it."""
    tree = f"{revision.tree}:{folder}" if folder else revision.tree
    with _running(revision, "ls-tree", "-z", "--full-tree", *(("-r",) if deep else ()), tree) as output:
        rest = b""
        while block := output.read(BLOCK):
            *whole, rest = (rest + block).split(b"\0")
            for line in whole:
                said, _, path = line.partition(b"\t")
                mode, kind, id = said.split(b" ")
                yield Entry(mode, kind, id, "/".join(filter(None, (folder, os.fsdecode(path)))))


def _write(revision: Revision, wanted: list[tuple[bytes, str]], target: Unpacked) -> None:
    """Write objects to their paths."""
    with tempfile.TemporaryFile() as asked:
        asked.writelines(id + b"\n" for id, _ in wanted)
        asked.seek(0)
        with _running(revision, "cat-file", "--batch", "--buffer", given=asked) as output:
            for _, path in wanted:
                head = output.readline(200).split()
                if len(head) != 3 or head[1] != b"blob":
                    lost = path.partition("/")[2]
                    raise UsageError(f"{revision.name}: {lost} is not in this clone, which is partial: clone it whole")
                blocks = _blocks(output, int(head[2]))
                target.add(path, blocks)
                for _ in blocks:  # of a file that is left out, which are in the way all the same
                    pass
                output.read(1)


def _blocks(output: IO[bytes], size: int) -> Iterator[bytes]:
    while size and (block := output.read(min(BLOCK, size))):
        size -= len(block)
        yield block


def _command(start: Path, *arguments: str) -> list[str]:
    settings = [part for setting in SETTINGS for part in ("-c", setting)]
    return [GIT, "-C", str(start), "--no-pager", "--no-replace-objects", *settings, *arguments]


def _environment() -> dict[str, str]:
    """Return the environment of git: without what it would obey of this one."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {**ENVIRONMENT}


def _git(start: Path, *arguments: str) -> tuple[str | None, str]:
    """Return what git says on stdout (None if it went wrong) and on stderr."""
    try:
        done = subprocess.run(  # noqa: S603 - what a user names is an argument, and begins with no -
            _command(start, *arguments),
            stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=SECONDS, env=_environment(),
        )  # fmt: skip
    except FileNotFoundError as error:
        raise UsageError("git is not installed, and it reads a revision; install it, or name a folder") from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"git {arguments[0]} took more than {SECONDS} s") from error
    problem = done.stderr.decode(errors="replace").strip()
    return (os.fsdecode(done.stdout) if done.returncode == 0 else None), problem


@contextmanager
def _running(revision: Revision, *arguments: str, given: IO[bytes] | None = None) -> Iterator[IO[bytes]]:
    """Give the output of git while it runs; it is ended where that is enough."""
    with tempfile.TemporaryFile() as problems:
        process = subprocess.Popen(  # noqa: S603 - as above
            _command(revision.start, *arguments),
            stdin=subprocess.DEVNULL if given is None else given,
            stdout=subprocess.PIPE, stderr=problems, env=_environment(),
        )  # fmt: skip
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        try:
            yield process.stdout
            process.stdout.close()
            code = process.wait()
        finally:
            timer.cancel()
            process.kill()
            process.stdout.close()
            process.wait()
        if code:
            problems.seek(0)
            raise UsageError(
                f"{revision.name}: git {arguments[0]} cannot read all of it: "
                f"{problems.read(BLOCK).decode(errors='replace').strip() or 'it took too long'}"
            )
