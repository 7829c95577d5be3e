"""Two builds into one folder: one at a time, and the second is told who writes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import kg
from kg.build import lock
from kg.errors import UsageError

HOLDER = """
import sys, pathlib
from kg.build import lock
with lock.held(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """A process that holds the lock until its stdin is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_build_says_who_holds_the_folder(seed_twin: Path, tmp_path: Path) -> None:
    with holder(tmp_path / "output") as first:
        with pytest.raises(UsageError, match=f"output is being written by another build .process {first.pid}.; wait"):
            kg.build(seed_twin, output=tmp_path / "output")
        assert not (tmp_path / "output").exists()
        first.communicate("")
    kg.build(seed_twin, output=tmp_path / "output")
    assert sorted(os.listdir(tmp_path)) == ["output"]


def test_a_lock_that_a_killed_build_left_is_taken_over(tmp_path: Path) -> None:
    with holder(tmp_path / "output") as first:
        first.kill()
    assert os.listdir(tmp_path) == [".output.lock"]
    with lock.held(tmp_path / "output"):
        assert (tmp_path / ".output.lock").read_text() == f"process {os.getpid()}"
    assert os.listdir(tmp_path) == []


def test_a_link_to_a_folder_and_the_folder_have_one_lock(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "link").symlink_to("output")
    with lock.held(tmp_path / "link"), pytest.raises(UsageError), lock.held(tmp_path / "output"):
        pass


def test_of_many_at_once_one_at_a_time_is_in(tmp_path: Path) -> None:
    inside, most, done = [0], [0], [0]
    told: list[str] = []

    def enter() -> None:
        for _ in range(200):
            try:
                with lock.held(tmp_path / "output"):
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                    done[0] += 1
                    inside[0] -= 1
            except UsageError as error:
                told.append(str(error))

    threads = [threading.Thread(target=enter) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert done[0] > 0
    assert all("is being written by another build" in word for word in told)
    assert os.listdir(tmp_path) == []


def test_where_no_lock_can_be_made_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    with lock.held(tmp_path / "output"):
        pass


def test_a_failure_to_lock_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(UsageError, match=r"cannot lock .*output: No space left"), lock.held(tmp_path / "output"):
        pass
