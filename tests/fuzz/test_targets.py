"""The promises that `make fuzz` tries: held for what once broke one, for seeds, and for chance."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from fuzz import targets
from fuzz.__main__ import FOUND, RUNS_SHARE, SEEDS, SHARE

COUNT = {"page": 6, "exports": 6, "questions": 12, "archives": 24}  # inputs of chance; the others are faster


@pytest.mark.parametrize("name", targets.TARGETS)
def test_a_promise_holds_for_the_seeds_and_for_inputs_of_chance(name: str) -> None:
    chance = random.Random(1)
    for data in (*SEEDS, *(mutated(chance) for _ in range(COUNT.get(name, 150)))):
        targets.hold(name, data)


@pytest.mark.parametrize("path", sorted(FOUND.glob("*/*")), ids=lambda path: f"{path.parent.name}-{path.name[-8:]}")
def test_what_once_broke_a_promise_breaks_it_no_more(path: Path) -> None:
    targets.hold(path.parent.name, path.read_bytes())


def mutated(chance: random.Random) -> bytes:
    """Return a seed with some bytes changed, doubled or taken out, or joined with another."""
    data = bytearray(chance.choice(SEEDS) + chance.choice([b"", b"\x00", chance.choice(SEEDS)]))
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.randrange(4)] = chance.randbytes(chance.randrange(4))
    return bytes(data)


def test_each_target_has_its_share_and_says_what_it_promises() -> None:
    assert set(targets.TARGETS) == set(SHARE) == set(RUNS_SHARE)
    assert all(target.__doc__ for target in targets.TARGETS.values())


def test_a_broken_promise_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(targets.TARGETS, "url", lambda data: [][len(data)])
    with pytest.raises(IndexError):
        targets.hold("url", b"")


def test_an_input_that_takes_too_long_breaks_a_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_: bytes) -> None:
        end = time.process_time() + 0.2
        while time.process_time() < end:
            pass

    monkeypatch.setattr(targets, "SECONDS", 0.1)
    monkeypatch.setitem(targets.TARGETS, "url", slow)
    with pytest.raises(AssertionError, match=r"s for 0 bytes"):
        targets.hold("url", b"")
