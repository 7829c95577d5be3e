"""kg validate and kg doctor as they are called: results on stdout, exit codes for CI, files only when told to."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.codes import CODES

KG = Path(sys.executable).with_name("kg")
NAIVE = "---\nwebUrl: https://pier.example/1\ndate: 2021-04-05 06:00\n---\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with one fault that is a warning and can be mended; the current folder is around it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.md").write_text(NAIVE, encoding="utf-8")
    return tmp_path / "site"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["validate", *map(str, arguments)])


def test_exit_codes_say_how_grave_it_is(site: Path) -> None:
    assert run("site").exit_code == 1
    assert run("site", "--fail-on", "note").exit_code == 1
    assert run("site", "--fail-on", "error").exit_code == 0
    assert run("site", "--ignore", "KG009").exit_code == 0
    assert run("site", "--exclude", "*.md").exit_code == 0
    assert run("site", "--ignore", "KG999").exit_code == 2
    assert run("nowhere").exit_code == 2
    assert run().exit_code == 2
    assert run("site", "--yes").exit_code == 2


def test_results_are_on_stdout_and_the_summary_is_on_stderr(site: Path) -> None:
    done = run("site")
    assert done.stdout.startswith("site/a.md:3:7: warning KG009 date-without-zone: date '2021-04-05 06:00' has no zone")
    assert done.stderr == "files: 1; 1 warning\n"
    content = json.loads(run("site", "--format", "json").stdout)
    assert [(f["file"], f["line"], f["column"]) for f in content["findings"]] == [("site/a.md", 3, 7)]
    assert json.loads(run("site", "--format", "sarif").stdout)["version"] == "2.1.0"
    assert run("site", "--format", "github").stdout.startswith("::warning file=site/a.md,line=3,")


def test_a_baseline_lets_an_old_site_start_today(site: Path) -> None:
    done = run("site", "--write-baseline")
    assert (done.exit_code, done.stdout) == (0, "")
    assert run("site", "--baseline", "kg-baseline.json").exit_code == 0
    Path("kg.toml").write_text('[validate]\nbaseline = "kg-baseline.json"\n', encoding="utf-8")
    assert run("site").exit_code == 0
    (site / "b.md").write_text(NAIVE.replace("/1", "/2"), encoding="utf-8")
    assert run("site").stdout.startswith("site/b.md:3:7: warning KG009")
    (site / "a.md").unlink()
    assert "1 findings are gone" in run("site").stderr


def test_fix_shows_a_diff_and_writes_only_when_told(site: Path) -> None:
    done = run("site", "--fix")
    assert done.stdout == (
        "--- a/site/a.md\n+++ b/site/a.md\n@@ -1,4 +1,4 @@\n ---\n webUrl: https://pier.example/1\n"
        "-date: 2021-04-05 06:00\n+date: 2021-04-05 06:00Z\n ---\n"
    )
    assert done.exit_code == 1
    assert (site / "a.md").read_text(encoding="utf-8") == NAIVE
    assert run("site", "--fix", "--diff", "--yes").stdout == done.stdout
    assert (site / "a.md").read_text(encoding="utf-8") == NAIVE
    done = run("site", "--fix", "--yes")
    assert done.exit_code == 0
    assert (site / "a.md").read_text(encoding="utf-8") == NAIVE.replace("06:00", "06:00Z")
    done = run("site", "--fix", "--yes")
    assert (done.exit_code, done.stdout) == (0, "")


@pytest.mark.parametrize(("answer", "written"), [(b"y\n", True), (b"n\n", False)])
def test_fix_asks_at_a_terminal(answer: bytes, written: bool, site: Path) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    done = subprocess.run([KG, "validate", site, "--fix"], stdin=theirs, capture_output=True, text=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert "Write 1 files?" in done.stderr
    assert ((site / "a.md").read_text(encoding="utf-8") != NAIVE) is written
    assert done.returncode == (0 if written else 1)


def test_the_codes_are_listed() -> None:
    lines = run("--codes").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(CODES)


def test_doctor_says_what_a_corpus_holds(site: Path) -> None:
    (site / "b.md").write_text(
        "---\nwebUrl: https://pier.example/2\npublishedDateTime: 1905-01-01T00:00:00Z\ndescription: Fog.\n"
        "topics: [Ferries]\nheat: ~\n---\n",
        encoding="utf-8",
    )
    done = CliRunner().invoke(main, ["doctor", "site"])
    assert done.exit_code == 0
    assert "Articles: 2 with a file of their own, 0 stubs" in done.stdout
    assert "1 articles are dated before 1990, the first 1905-01-01T00:00:00Z" in done.stdout
    assert "published  publishedDateTime 1, date 1" in done.stdout
    found = json.loads(CliRunner().invoke(main, ["doctor", "site", "--format", "json"]).stdout)
    assert found["coverage"]["topics"] == 1
    assert found["codes"] == {"KG009": 1, "KG020": 1}
    (heat,) = [key for key in found["keys"] if key["key"] == "heat"]
    assert heat == {"kind": "article", "key": "heat", "files": 1, "count": 1, "types": {"null": 1}, "read_as": "heat"}


def test_doctor_suggests_names_that_could_be_read(site: Path) -> None:
    (site / "a.md").write_text(
        "---\nwebUrl: https://pier.example/1\npubDate: 2021-04-05T06:00:00Z\nsource: The Pier\nlink: nowhere\n---\n",
        encoding="utf-8",
    )
    found = json.loads(CliRunner().invoke(main, ["doctor", "site", "--format", "json"]).stdout)
    assert found["suggestions"] == [
        '"provider": ("provider", "source"),',
        '"published": ("publishedDateTime", "publishedDate", "datePublished", "date", "pubDate"),',
    ]


def test_doctor_and_validate_bear_any_file(site: Path) -> None:
    for number, data in enumerate(
        [b"", b"\x00", b"---\n- [\n---\n", b"---\n? [a]\n: b\n---\n", b"\xff\xfe-\x00", b"---\n*a\n---"]
    ):
        (site / f"{number}.md").write_bytes(data)
    assert CliRunner().invoke(main, ["doctor", "site"]).exit_code == 0
    assert run("site").exit_code == 1
