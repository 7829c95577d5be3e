"""Builds that are killed at random moments leave the old output or the new one, whole, and the next build succeeds."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg

FEW, MANY = 2, 50  # kills; make crash has many
TRIED = 20  # builds at most, for so few kills: where others use the machine, a build may be over before its moment
PARTS = ("graph.ttl", "graph.html", "stories.csv", "records.bin")


class Site:
    """A source folder with two states, and what a build from nothing makes of each."""

    def __init__(self, root: Path, examples: Path) -> None:
        self.source, self.output = root / "source", root / "output"
        shutil.copytree(examples, self.source)
        self.article = sorted(self.source.rglob("_news/*.md"))[0]
        text = self.article.read_text(encoding="utf-8")
        self.texts = text, text.replace("publishedDateTime:", "heat: 77\npublishedDateTime:", 1)
        self.whole = [self._whole(root / f"whole{state}", state) for state in (0, 1)]
        assert self.whole[0] != self.whole[1]

    def _whole(self, folder: Path, state: int) -> dict[str, bytes]:
        self.set(state)
        kg.build(self.source, output=folder)
        found = contents(folder)
        shutil.rmtree(folder)
        return found

    def set(self, state: int) -> None:
        self.article.write_text(self.texts[state], encoding="utf-8")

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "kg", "build", str(self.source), "-o", str(self.output), *options]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def contents(folder: Path) -> dict[str, bytes]:
    """What an output folder holds, the triples of its store among them."""
    return {
        **{name: (folder / name).read_bytes() for name in PARTS},
        "store": b"".join(sorted(kg.open(folder)._store.ntriples.splitlines(keepends=True))),
    }


@pytest.fixture
def site(tmp_path: Path, examples: Path) -> Site:
    return Site(tmp_path, examples)


def killed(site: Site, moments: Iterator[float], *options: str, how: int, enough: int = MANY) -> int:
    """Kill a build at each moment (a share of the time that one takes) until enough are hit; return how many were."""
    site.set(0)
    assert site.start(*options).wait() == 0  # which may have to compile modules first
    site.set(1)
    start = time.monotonic()
    assert site.start(*options).wait() == 0
    takes, state, count = time.monotonic() - start, 1, 0
    for moment in moments:
        state = 1 - state
        site.set(state)
        process = site.start(*options)
        try:
            process.wait(moment * takes)
        except subprocess.TimeoutExpired:
            process.send_signal(how)
        count += process.wait() != 0
        assert contents(site.output) in site.whole, f"after {moment:.3f} of a build: neither the old output nor the new"
        assert site.start(*options).wait() == 0
        assert contents(site.output) == site.whole[state], f"after {moment:.3f} of a build: the next one is not whole"
        assert sorted(os.listdir(site.output.parent)) == ["output", "source"]
        if count == enough:
            break
    return count


@pytest.mark.parametrize(
    ("options", "how"), [((), signal.SIGKILL), (("--anew",), signal.SIGKILL), ((), signal.SIGTERM)], ids=str
)
def test_a_killed_build_leaves_the_old_output_or_the_new(site: Site, options: tuple[str, ...], how: int) -> None:
    chance = random.Random(f"{options}{how}")
    assert killed(site, (chance.uniform(0.3, 1) for _ in range(TRIED)), *options, how=how, enough=FEW) == FEW


@pytest.mark.crash
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("options", [(), ("--anew",)], ids=["incremental", "full"])
def test_fifty_kills_at_random_moments(site: Site, options: tuple[str, ...]) -> None:
    chance = random.Random(f"{options}")
    count = killed(site, (chance.uniform(0, 1.1) for _ in range(MANY)), *options, how=signal.SIGKILL)
    print(f"\n{MANY} builds {' '.join(options)}: {count} killed before their end; each time the old output or the new")


def test_a_kill_between_two_renames_is_put_right(site: Site) -> None:
    # where the system cannot exchange two folders, the old one is aside for a moment
    site.set(0)
    assert site.start().wait() == 0
    site.output.rename(site.output.with_name(".output.kg-abc.old"))
    site.output.with_name(".output.kg-abc").mkdir()
    shutil.rmtree(site.source)
    site.source.mkdir()  # so that the build fails
    assert site.start().wait() == 2
    assert sorted(os.listdir(site.output.parent)) == ["output", "source"]
    assert contents(site.output) == site.whole[0]


def test_what_a_build_left_that_was_killed_at_its_very_end_goes_too(site: Site) -> None:
    # the folders are exchanged and the old one is being deleted; the next build finds that nothing changed
    site.set(0)
    assert site.start().wait() == 0
    shutil.copytree(site.output, site.output.with_name(".output.kg-abc"))
    assert site.start().wait() == 0
    assert sorted(os.listdir(site.output.parent)) == ["output", "source"]
