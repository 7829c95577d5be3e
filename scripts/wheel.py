"""The tree -> dist/: a source distribution and the wheel that is made of it, tried in an environment of its own.

The environment has what requirements/run.txt locks and the wheel, and no more. Its `kg` builds examples/ into a scratch
folder, and asks what came of it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
ELSEWHERE = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def run(*command: str | Path, cwd: Path) -> str:
    """Return what a command prints on stdout; end where it fails."""
    done = subprocess.run(command, cwd=cwd, env=ELSEWHERE, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}\nfailed: {' '.join(map(str, command))}")
    return done.stdout


def pip(python: str | Path, *arguments: str | Path, cwd: Path) -> None:
    """Let the pip of an environment do something."""
    run(python, "-m", "pip", "--disable-pip-version-check", "-q", *arguments, cwd=cwd)


def made(scratch: Path) -> tuple[Path, Path]:
    """Return the source distribution, and the wheel that is made of nothing else."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", scratch, cwd=ROOT)
    (source,) = scratch.glob("*.tar.gz")
    pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", "-w", scratch, source, cwd=scratch)
    (wheel,) = scratch.glob("*.whl")
    return source, wheel


def tried(wheel: Path, scratch: Path) -> int:
    """Return how many articles the `kg` of a wheel makes of examples/; end where there are none, or no stories."""
    venv.create(scratch / "env", with_pip=True)
    python, kg, output = scratch / "env" / "bin" / "python", scratch / "env" / "bin" / "kg", scratch / "output"
    pip(python, "install", "--require-hashes", "-r", ROOT / "requirements" / "run.txt", cwd=scratch)
    pip(python, "install", "--no-deps", "--no-index", wheel, cwd=scratch)
    pip(python, "check", cwd=scratch)
    run(kg, "build", ROOT / "examples", "-o", output, cwd=scratch)
    articles = int(json.loads((output / "report.json").read_text(encoding="utf-8"))["counts"]["articles"])
    stories = json.loads(run(kg, "query", "stories", "-g", output, "--format", "json", cwd=scratch))
    if not articles or not stories["results"]["bindings"]:
        sys.exit(f"the wheel makes {articles} articles of examples/, and these stories: {stories}")
    return articles


def main() -> None:
    """Make both, try the wheel, and put them into dist/ if it does what it should."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        source, wheel = made(scratch)
        articles = tried(wheel, scratch)
        shutil.rmtree(DIST, ignore_errors=True)
        DIST.mkdir()
        for file in (source, wheel):
            shutil.copy(file, DIST)
        print(f"dist/{source.name}, dist/{wheel.name}: {articles} articles of examples/")


if __name__ == "__main__":
    main()
