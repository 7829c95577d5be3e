"""The tests run once: a run that passed holds while nothing differs, and no longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import suite

PASSES = "print('....'); print('4 passed in 0.01s (0:00:00)')"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small tree, whose tests pass."""
    (tmp_path / "a.py").write_text("a = 1\n")
    (tmp_path / ".gitignore").write_text("ignored\n.pytest_cache\n")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(["git", "add", "a.py"], cwd=tmp_path, check=True)
    monkeypatch.setattr(suite, "ROOT", tmp_path)
    monkeypatch.setattr(suite, "CORPORA", tmp_path / "ignored")
    monkeypatch.setattr(suite, "KEPT", tmp_path / ".pytest_cache" / "suite.json")
    monkeypatch.setattr(suite, "COMMAND", [sys.executable, "-c", PASSES])
    return tmp_path


def ran(capfd: pytest.CaptureFixture[str], *arguments: str) -> bool:
    """Whether the tests ran; the last line is theirs in any case."""
    assert suite.main(list(arguments)) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[-1] == "4 passed in 0.01s (0:00:00)"
    assert (lines[0] == "....") != lines[0].startswith("Nothing differs since the tests ran at 2")
    return lines[0] == "...."


@pytest.mark.usefixtures("tree")
def test_a_run_that_passed_holds_until_it_is_asked_for_anew(capfd: pytest.CaptureFixture[str]) -> None:
    assert [ran(capfd), ran(capfd), ran(capfd, "--anew"), ran(capfd)] == [True, False, True, False]


@pytest.mark.parametrize("change", ["a.py", "new.py", "ignored", "gone", "corpus", "setting", "git"])
def test_it_holds_no_longer_when_anything_differs(
    tree: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    assert ran(capfd)
    if change == "gone":
        (tree / "a.py").unlink()
    elif change == "corpus":
        (tree / "ignored").mkdir()
        (tree / "ignored" / "x.md").touch()
    elif change == "setting":
        monkeypatch.setenv("KG_REQUIRE_BROWSER", "perhaps")
    elif change == "git":
        (tree / ".git" / "HEAD").unlink()
    else:
        (tree / change).write_text("a = 2\n")
    assert ran(capfd) == (change != "ignored")
    assert ran(capfd) == (change == "git"), "where git does not say what the tree is, nothing holds"


def test_what_failed_is_not_kept(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert suite.main([]) == 0
    monkeypatch.setattr(suite, "COMMAND", [sys.executable, "-c", "raise SystemExit(1)"])
    (tree / "a.py").write_text("a = 2\n")
    assert (suite.main([]), suite.main([]), suite.KEPT.exists()) == (1, 1, False)


def test_a_tree_that_changes_meanwhile_is_not_kept(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writes = f"import pathlib; pathlib.Path({str(tree / 'a.py')!r}).write_text('a = 3')"
    monkeypatch.setattr(suite, "COMMAND", [sys.executable, "-c", writes])
    assert (suite.main([]), suite.KEPT.exists()) == (0, False)
