"""Much of anything in front matter is read, and checked, in time that grows with its length."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg import sources, validation

LENGTH = 1 << 18
SHAPES = {  # shape -> how the front matter begins, and what is repeated
    "list items": ("related:\n", "- a\n"), "related": ("related:\n", "  - webUrl: /x\n    title: A\n"),
    "same key": ("", "k: 1\n"), "quotes": ("x: ", '"'), "brackets": ("x: ", "["), "dashes": ("x:\n", "- "),
    "hashes": ("", "#"), "cut values": ("", "a: #b\n"), "signs": ("", "a: @b\n"), "tabs": ("", "\ta: b\n"),
    "templates": ("", "a: {{b}}\n"), "images": ("images:\n", "- url: /x\n  width: y\n"), "colons": ("", "a: "),
    "self": ("related:\n", "- https://pier.example/1\n"),
}  # fmt: skip
SECONDS = 5  # a machine with much else to do takes four times as long as one without


def check(front: str, path: Path) -> None:
    data = f"---\nwebUrl: https://pier.example/1\ntitle: Fog\n{front}\n---\nText.\n".encode()
    (path / "x.md").write_bytes(data)
    start = time.process_time()
    sources.read_bytes(data, "x.md")
    validation.check(list(sources.find([str(path)])))
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("shape", SHAPES)
def test_what_repeats_is_checked_in_bounded_time(shape: str, tmp_path: Path) -> None:
    beginning, part = SHAPES[shape]
    check(beginning + part * (LENGTH // len(part)), tmp_path)


def test_thousands_of_keys(tmp_path: Path) -> None:
    check("".join(f"titl{number}: 1\n" for number in range(25_000)), tmp_path)


def test_each_finding_takes_the_same_time(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        """Return the CPU time of a check: the least of three, as others use the machine and garbage is collected."""
        front = "related:\n" + "".join(f"- webUrl: /{number}\n" for number in range(count))
        (tmp_path / "x.md").write_text(f"---\nwebUrl: https://pier.example/1\ntitle: Fog\n{front}---\n")
        files = list(sources.find([str(tmp_path)]))
        assert [one.line for one in validation.check(files)] == [*range(5, 5 + count)]
        taken = []
        for _ in range(3):
            start = time.process_time()
            validation.check(files)
            taken.append(time.process_time() - start)
        return min(taken)

    assert seconds(4000) < 30 * seconds(400)  # a hundredfold if each looked at all others
