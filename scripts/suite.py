"""The tree -> its tests, once: the summary of a run that passed holds while nothing that it depends on differs.

A run depends on the content of every file that git does not ignore, the installed packages, Python, the kind of
machine, the tools that tests look for, the corpora beside the tree (by size and time), and variables of the environment
that tests read. `--anew` runs the tests whatever is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT.parent / "shared"
KEPT = ROOT / ".pytest_cache" / "suite.json"
COMMAND = [sys.executable, "-m", "pytest", "-n", "auto"]
TOOLS = ("chromium", "git", "node", "npm", "oxigraph", "virtuoso-t")  # without which tests are skipped
SETTINGS = ("KG_", "HYPOTHESIS", "LANG", "LC_", "PYTEST", "PYTHON", "TZ")  # beginnings of variables of the environment
COLOUR = re.compile(rb"\x1b\[[0-9;]*m")


def _files() -> Iterator[str]:
    """Yield each file of the tree and its digest; those that git ignores are none."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in sorted(set(filter(None, listed.split("\0")))):
        path = ROOT / name
        yield f"{name} {hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None}"


def _surroundings() -> Iterator[str]:
    """Yield what tests find beside the tree."""
    yield f"{sys.version} {platform.platform()} {os.cpu_count()}"
    yield from sorted(f"{package.name} {package.version}" for package in distributions())
    for tool in TOOLS:
        found = shutil.which(tool)
        yield f"{tool} {found} {found and Path(found).stat().st_mtime_ns}"
    for path in sorted(CORPORA.rglob("*")):
        yield f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}"
    yield from sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith(SETTINGS))


def digest() -> str | None:
    """Return one digest of all that a run depends on; None where git does not say which files there are."""
    try:
        parts = [*_files(), *_surroundings()]
    except (OSError, subprocess.CalledProcessError):
        return None
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def kept(now: str | None) -> dict[str, str] | None:
    """Return the run that passed with this digest, if it is the last that was kept."""
    try:
        found: dict[str, str] = json.loads(KEPT.read_bytes())
    except (OSError, ValueError):
        return None
    return found if now is not None and found.get("digest") == now else None


def run() -> tuple[int, str]:
    """Run the tests, and return their exit code and the last line that pytest wrote."""
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    with subprocess.Popen([*COMMAND, *colour], cwd=ROOT, stdout=subprocess.PIPE) as pytest:
        tail = b""
        while pytest.stdout and (piece := os.read(pytest.stdout.fileno(), 65536)):
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            tail = (tail + piece)[-10_000:]
    return pytest.returncode, COLOUR.sub(b"", tail).decode("utf-8", "replace").rstrip().rpartition("\n")[2]


def main(arguments: list[str]) -> int:
    """Run the tests unless a kept run holds; return the exit code."""
    before = digest()
    found = None if "--anew" in arguments else kept(before)
    if found is not None:
        print(f"Nothing differs since the tests ran at {found['when']} (make test ANEW=1 runs them again). That run:")
        print(found["summary"])
        return 0
    KEPT.unlink(missing_ok=True)
    code, summary = run()
    if code == 0 and before is not None and digest() == before:
        KEPT.parent.mkdir(exist_ok=True)
        when = datetime.now().astimezone().isoformat(" ", "seconds")
        KEPT.write_text(json.dumps({"digest": before, "summary": summary, "when": when}), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
