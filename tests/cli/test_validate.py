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
    assert done.stderr == "files: 1 read, 0 rejected, 0 left out; 1 warning\n"
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


def many(site: Path, number: int, text: str) -> None:
    for n in range(number):
        (site / f"{n}.md").write_text(text.replace("N", str(n)), encoding="utf-8")


def test_a_class_of_many_findings_is_one_in_text_and_each_elsewhere(site: Path) -> None:
    many(site, 20, "---\nwebUrl: https://pier.example/m/N\ndate: 2021-04-05 06:0N\n---\n")
    done = run("site")
    assert done.stdout.count("KG009") == 1
    assert "and 10 more like it, in 11 files together (--every shows each)" in done.stdout
    assert done.stderr == "files: 21 read, 0 rejected, 0 left out; 21 warnings\n"
    assert run("site", "--every").stdout.count("warning KG009") == 11
    assert len(json.loads(run("site", "--format", "json").stdout)["findings"]) == len(
        json.loads(run("site", "--format", "sarif").stdout)["runs"][0]["results"]
    )


def test_a_folder_with_nothing_readable_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    done = run(tmp_path / "notes")
    assert (done.exit_code, "KG032" in done.stdout, "there is no file in it" in done.stdout) == (1, True, True)
    (tmp_path / "notes" / "x.md").write_text("Just prose.\n", encoding="utf-8")
    (tmp_path / "notes" / "x.png").write_bytes(b"")
    done = run(tmp_path / "notes")
    assert done.exit_code == 1
    assert "1 file left out: no front matter (x.md)" in done.stdout
    assert done.stderr == (
        "1 file left out: no front matter (x.md)\n"
        "1 file left out: no text, feed or table by its name: .png (x.png)\n"
        "files: 0 read, 0 rejected, 2 left out; 1 error\n"
    )


def test_a_key_that_nothing_reads_and_that_holds_the_address_is_one_finding(site: Path) -> None:
    (site / "a.md").unlink()
    many(site, 6, "---\ntitle: Story N\nidentifyer:\n  - url: https://pier.example/N\n---\n")
    done = run("site", "--format", "json")
    (finding,) = [f for f in json.loads(done.stdout)["findings"] if f["code"] == "KG031"]
    assert "identifyer[].url holds an address in 6 of 6 files without one" in finding["message"]
    assert (finding["path"], finding["line"], finding["text"]) == ("0.md", 4, "url")
    assert "`identifyer[].url` holds one in each, and nothing reads it: kg init" in done.stderr


def test_problems_of_the_settings_of_a_source_are_findings(site: Path) -> None:
    (site / "kg.toml").write_text('[site]\nurl = "nothing"\n[build]\noutput = "/x"\n', encoding="utf-8")
    findings = json.loads(run("site", "--format", "json").stdout)["findings"]
    places = [(f["code"], f["file"], f["line"]) for f in findings if f["path"] == "kg.toml"]
    assert places == [("KG051", "site/kg.toml", 2), ("KG052", "site/kg.toml", 4)]


def test_settings_can_be_named(site: Path) -> None:
    Path("mine.toml").write_text('[site]\ntimezone = "Europe/Berlin"\n', encoding="utf-8")
    assert run("site", "--config", "mine.toml").exit_code == 0


def test_doctor_and_validate_bear_any_file(site: Path) -> None:
    for number, data in enumerate(
        [b"", b"\x00", b"---\n- [\n---\n", b"---\n? [a]\n: b\n---\n", b"\xff\xfe-\x00", b"---\n*a\n---"]
    ):
        (site / f"{number}.md").write_bytes(data)
    assert CliRunner().invoke(main, ["doctor", "site"]).exit_code == 0
    assert run("site").exit_code == 1
