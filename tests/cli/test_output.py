"""Which output folder a command asks: what -g says, else [build] output of the settings, else output."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kg.cli import COMMANDS, main

URL = "https://a.example/ferry"
PAGE = f"---\nwebUrl: {URL}\ntitle: Ferry aground\ndate: 2021-04-05T06:00:00Z\nprovider: {{domain: a.example}}\n---\n"
READING = {  # what each command that reads an output is given beside -g
    "query": ("SELECT ?s { ?s kg:full true }",),
    "sources": (URL,),
    "provenance": (),
    "merges": (),
    "search": ("ferry",),
    "stories": (),
    "explain": (URL, f"{URL}-2"),
    "suspects": (),
    "providers": (),
    "export": ("ntriples",),
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that kg.toml says was built, beside an `output` that is none."""
    monkeypatch.chdir(tmp_path)
    Path("site").mkdir()
    Path("site/a.md").write_text(PAGE)
    Path("site/b.md").write_text(PAGE.replace(URL, f"{URL}-2"))
    Path("kg.toml").write_text('[build]\noutput = "made"\nformats = ["turtle"]\n')
    assert run("build", "site").exit_code == 0
    return tmp_path / "made"


@pytest.mark.parametrize("command", READING)
def test_every_command_reads_what_the_settings_say_was_built(command: str, built: Path) -> None:
    usual, named = run(command, *READING[command]), run(command, "-g", built.name, *READING[command])
    assert (usual.exit_code, usual.stdout) == (0, named.stdout)
    assert named.exit_code == 0
    Path("kg.toml").write_text("")
    missed = run(command, *READING[command])
    assert missed.exit_code == 2
    assert "output" in missed.stderr
    assert "made" not in missed.stderr


def test_settings_that_are_named_say_which_graph_is_checked(built: Path) -> None:
    Path("kg.toml").rename("mine.toml")
    done = run("validate", "--shacl", "--config", "mine.toml")
    assert (done.exit_code, "made: " in done.stderr) == (0, True)
    assert "output" in run("validate", "--shacl").stderr
    assert run("validate", "site", "-g", "nowhere").exit_code == 0


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_help_reads_no_settings_and_a_wrong_one_is_an_error(command: str, built: Path) -> None:
    Path("kg.toml").write_text("[build]\nouput = 3\n")
    assert run(command, "--help").exit_code == 0
    if command in READING:
        done = run(command, *READING[command])
        assert (done.exit_code, done.stderr) == (2, run("build", "site").stderr)
        assert done.stderr.startswith("kg: kg.toml:2: ")


def test_no_command_has_a_folder_of_its_own_by_default() -> None:
    options = [option for command in COMMANDS for option in command.params if isinstance(option, click.Option)]
    assert [option.name for option in options if option.default in ("output", Path("output"))] == []
