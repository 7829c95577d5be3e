"""Stages: their times, and a bar on a terminal only."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.build.progress import Stages


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_stages_are_timed_in_their_order_and_one_stage_twice_adds_up(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 1.5, 10.0, 12.25, 20.0, 20.5])
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks))
    stages = Stages()
    with stages.stage("read"):
        pass
    with stages.stage("merge", total=2) as count:
        assert list(count("ab")) == ["a", "b"]
    with stages.stage("read"):
        pass
    assert stages.seconds == {"read": 2.0, "merge": 2.25}


def test_a_stage_that_fails_is_timed_too() -> None:
    stages = Stages()
    with pytest.raises(ValueError, match="broken"), stages.stage("read"):
        raise ValueError("broken")
    assert "read" in stages.seconds


@pytest.mark.parametrize("watched", [True, False])
def test_nothing_is_drawn_where_there_is_no_terminal(watched: bool, capfd: pytest.CaptureFixture[str]) -> None:
    stages = Stages(watched=watched)
    with stages.drawn(), stages.stage("merge"), stages.stage("read", total=3) as count:
        list(count(range(3)))
    assert capfd.readouterr() == ("", "")


def test_nothing_is_drawn_for_who_did_not_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    stages = Stages()
    with stages.drawn(), stages.stage("read", total=3) as count:
        list(count(range(3)))
    assert stderr.getvalue() == ""


def test_a_log_has_a_line_for_each_stage_and_no_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ticks = iter([0.0, 2.0, 10.0, 10.5])
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks))
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    stages = Stages(watched=True, logged=True)
    with stages.drawn():
        with stages.stage("read", total=50) as count:
            assert list(count(range(50))) == list(range(50))
        with stages.stage("merge"):
            pass
    assert stderr.getvalue() == "read: 50 in 2.0 s, 25/s\nmerge: 0.5 s\n"
    assert capsys.readouterr().out == ""


def test_a_log_says_every_ten_seconds_how_long_it_will_take(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 4.0, 12.0, 13.0, 14.0])
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks))
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    stages = Stages(logged=True)
    with stages.stage("read", total=200) as count:
        assert len(list(count(range(200)))) == 200
    assert stderr.getvalue() == "read: 128 of 200, 11/s, 7 s left\nread: 200 in 14.0 s, 14/s\n"


def test_a_terminal_shows_how_much_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    stages = Stages(watched=True)
    with stages.drawn():
        with stages.stage("read", total=3) as count:
            assert list(count(range(3))) == [0, 1, 2]
        with stages.stage("merge"):
            pass
    drawn = stderr.getvalue()
    assert "read" in drawn
    assert "3/3" in drawn
    assert "merge" in drawn


def test_a_stage_that_says_how_much_there_is_has_a_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 4.0, 12.0, 13.0, 14.0])
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks))
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    stages = Stages(logged=True)
    with stages.stage("merge", total=200) as count:
        assert list(count(range(200))) == list(range(200))
    assert stderr.getvalue() == "merge: 128 of 200, 11/s, 7 s left\nmerge: 200 in 14.0 s, 14/s\n"


def test_a_terminal_shows_the_rate_of_a_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    stages = Stages(watched=True)
    with stages.drawn(), stages.stage("merge", total=128) as count:
        list(count(range(128)))
        stages.say("a word")
    drawn = stderr.getvalue()
    assert "128/128" in drawn
    assert "a word" in drawn


def test_who_did_not_ask_is_told_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    Stages().say("a word")
    assert capfd.readouterr() == ("", "")
    Stages(watched=True).say("a word")
    assert capfd.readouterr() == ("", "a word\n")


def test_the_logger_hears_of_stages_and_of_what_was_rejected(
    tmp_path: Path, article_file: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    article_file("in/a.md", webUrl="https://a.example/a", title="One")
    (tmp_path / "in" / "b.md").write_text("---\nwebUrl: /x\ntitle: no address\n---\n")
    with caplog.at_level(logging.INFO, logger="kg"):
        kg.build(tmp_path / "in", output=tmp_path / "output")
        (tmp_path / "output" / "records.bin").unlink()
        kg.build(tmp_path / "in", output=tmp_path / "output")
    said = [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "kg"]
    stages = [text.partition(":")[0] for level, text in said if level == "INFO"]
    assert stages[:7] == ["scan", "read", "merge", "organizations", "stories", "triples", "export"]
    (rejected, again) = (text for level, text in said if level == "WARNING")
    assert rejected == again
    assert rejected.startswith("rejected: b.md:")
    assert "the records of the last build are not as it left them: everything is made anew" in [
        text for _, text in said
    ]


def test_nothing_of_the_log_is_shown_unless_somebody_asks(tmp_path: Path, article_file: Callable[..., Path]) -> None:
    article_file("in/a.md", webUrl="https://a.example/a", title="One")
    (tmp_path / "in" / "b.md").write_text("---\nwebUrl: /x\ntitle: no address\n---\n")
    code = f"import kg; kg.build({str(tmp_path / 'in')!r}, output={str(tmp_path / 'output')!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
