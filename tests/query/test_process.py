"""A process that answers, and that is ended when its time is over."""

from __future__ import annotations

import importlib
import pickle
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kg.query.process import Child

PARROT = """
import os, sys, time

def make(word="", at_start=""):
    if at_start == "die":
        sys.exit(3)
    if at_start == "wait":
        time.sleep(60)
    print("this is no answer")
    def answer(message):
        if message == b"wait":
            time.sleep(60)
        if message == b"die":
            os._exit(1)
        return word.encode() + message
    return answer
"""
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def _parrot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "parrot.py").write_text(PARROT, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)


def parrot(*arguments: str) -> Any:
    """Return what makes a parrot."""
    return partial(importlib.import_module("parrot").make, *arguments)


def test_it_answers_bytes_of_any_kind_and_length() -> None:
    child = Child(parrot("polly:"))
    for message in (b"", b"\x00\n\xff", bytes(3_000_000)):
        assert child.ask(message, seconds=PATIENCE) == b"polly:" + message
    assert child.alive


def test_it_is_ended_when_its_time_is_over() -> None:
    child = Child(parrot())
    before = time.monotonic()
    with pytest.raises(TimeoutError, match=r"more than 0\.3 s"):
        child.ask(b"wait", seconds=0.3)
    assert time.monotonic() - before < PATIENCE / 2
    assert not child.alive
    assert child._process.poll() is not None
    with pytest.raises(EOFError):
        child.ask(b"more", seconds=PATIENCE)


def test_that_it_died_is_said() -> None:
    child = Child(parrot())
    with pytest.raises(EOFError):
        child.ask(b"die", seconds=PATIENCE)
    assert not child.alive


def test_one_that_does_not_start_is_an_error() -> None:
    with pytest.raises(EOFError):
        Child(parrot("", "die"))
    with pytest.raises(TimeoutError):
        Child(parrot("", "wait"), seconds=0.3)


def test_it_ends_with_its_owner() -> None:
    child = Child(parrot())
    process = child._process
    del child
    assert process.poll() is not None


def test_it_ends_itself_if_nobody_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    child = Child(parrot())
    alone = child._process
    assert alone.stdin is not None
    alone.stdin.write(pickle.dumps((0.2, b"wait")))  # as one whose owner was killed in the middle
    alone.stdin.flush()
    assert alone.wait(PATIENCE) != 0


def test_an_answer_that_would_run_something_is_none(tmp_path: Path) -> None:
    code = "import os\nclass Bad:\n    def __reduce__(self):\n        return os.mkdir, (PLACE,)\n"
    place = tmp_path / "made"
    (tmp_path / "bad.py").write_text(
        f"PLACE = {str(place)!r}\n{code}def make():\n    return lambda _: Bad()\n", encoding="utf-8"
    )
    child = Child(importlib.import_module("bad").make)
    with pytest.raises(EOFError):
        child.ask(b"", seconds=PATIENCE)
    assert not place.exists()
    assert not child.alive
