"""kg build and kg query with settings: [build] and [query] where no option says otherwise, --config and --drafts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main

DRAFT = "---\nwebUrl: https://a.example/2\ntitle: B\ndraft: true\n---\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with an article and a draft; the current folder is around it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.md").write_text("---\nwebUrl: https://a.example/1\ntitle: A\nmine: 3\n---\n")
    (tmp_path / "site" / "b.md").write_text(DRAFT)
    return tmp_path / "site"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def test_what_the_settings_say_counts_where_no_option_does(site: Path) -> None:
    Path("orgs.csv").write_text("name,aliases,url\nPierworks,,\n")
    Path("kg.toml").write_text(
        '[build]\noutput = "made"\nbase = "https://mine.example/"\nformats = ["turtle"]\norganizations = ["orgs.csv"]\n'
    )
    done = run("build", site)
    assert (done.exit_code, Path(done.stdout.strip()).name) == (0, "made")
    report = json.loads(Path("made/report.json").read_text())
    assert report["base"] == "https://mine.example/"
    assert not Path("made/graph.html").exists()
    done = run("build", site, "-o", "other", "--base", "https://other.example/", "--formats", "ntriples")
    assert done.stdout == "other\n"
    assert json.loads(Path("other/report.json").read_text())["base"] == "https://other.example/"


def test_what_came_with_a_source_says_nothing_of_the_build(site: Path) -> None:
    (site / "kg.toml").write_text('[build]\noutput = "made"\n')
    done = run("build", site, "--formats", "turtle")
    assert done.stdout == "output\n"
    warning = "warning: kg.toml:2: build.output counts only in the working directory or with --config"
    assert warning in done.stderr
    report = json.loads(Path("output/report.json").read_text())
    assert [(one["path"], one["line"]) for one in report["warnings"]] == [("kg.toml", 2)]
    (site / "kg.toml").write_text("")
    run("build", site, "--formats", "turtle")
    assert json.loads(Path("output/report.json").read_text())["warnings"] == []


def test_settings_can_be_named_and_drafts_asked_for(site: Path) -> None:
    Path("mine.toml").write_text('[build]\noutput = "named"\n[terms]\nmine = "https://t.example/mine"\n')
    done = run("build", site, "--config", "mine.toml", "--drafts", "--formats", "turtle")
    assert done.stdout.strip().endswith("named")
    assert "files: 2 read, 0 rejected, 0 left out;" in done.stderr
    assert "t.example/mine" in Path("named/graph.ttl").read_text()
    done = run("build", site, "--formats", "turtle")
    assert "1 file left out: a draft (b.md)" in done.stderr
    Path("mine.toml").write_text("[build]\noutputs = 1\n")
    assert run("build", site, "--config", "mine.toml").exit_code == 2


def test_articles_without_an_address_are_warnings_of_the_report_and_one_line_of_the_terminal(site: Path) -> None:
    for number in range(12):
        (site / f"c{number}.md").write_text(f"---\ntitle: C{number}\n---\n")
    done = run("build", site, "--formats", "turtle")
    assert "12 files have no address, and are known by their paths\n" in done.stderr
    assert "warning:" not in done.stderr
    assert len(json.loads(Path("output/report.json").read_text())["warnings"]) == 12


def test_a_build_that_changes_nothing_says_the_same_of_the_files(site: Path) -> None:
    one, two = (run("build", site, "--formats", "turtle").stderr for _ in range(2))
    line = "1 file left out: a draft (b.md)\n"
    assert line in one
    assert line in two


def test_saved_questions_of_the_settings_are_found(site: Path) -> None:
    run("build", site, "--formats", "turtle")
    Path("asked").mkdir()
    Path("asked/mine.rq").write_text("# Titles\nSELECT ?title { ?a schema:headline ?title }\n")
    assert run("query", "mine").exit_code != 0
    Path("kg.toml").write_text('[query]\nfolder = "asked"\n')
    done = run("query", "mine", "--format", "csv")
    assert (done.exit_code, done.stdout.split()) == (0, ["title", "A"])
    assert "mine" in run("query", "--list").stdout
