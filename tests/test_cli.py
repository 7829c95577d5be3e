"""The command line: the twin of the Python interface (design, section 7)."""

from __future__ import annotations

import csv
import io
import json
import os
import pstats
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rdflib
from click.testing import CliRunner, Result

import kg
from kg.cli import main
from kg.query.questions import saved

KG = Path(sys.executable).with_name("kg")
NO_ADDRESS = "'javascript:alert(1)' is not an absolute http(s) address; write it in full"
TO_ITSELF = "the article is related to itself: the link is dropped; delete it"
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Return a function that runs kg with arguments, in this process."""
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


def shell(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    done: subprocess.CompletedProcess[str] = subprocess.run(
        list(map(str, arguments)), capture_output=True, text=True, check=False, **options
    )
    return done


def test_build_writes_the_folder_and_says_where_on_stdout(run: Run, harbor_site: Path, tmp_path: Path) -> None:
    done = run("build", harbor_site, "-o", tmp_path / "out")
    assert done.exit_code == 0
    assert done.stdout == f"{tmp_path / 'out'}\n"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "graph.html",
        "graph.ttl",
        "provenance.trig",
        "records.bin",
        "report.json",
        "store",
        "stories.csv",
    ]
    *findings, summary = done.stderr.splitlines()
    assert findings[:3] == [
        f"rejected: _news/2021-06-01-no-address.md:2: {NO_ADDRESS}",
        "rejected: _news/2021-06-02-not-closed.md:1: the front matter is not closed; add a line --- after it",
        f"warning: _news/2021-03-04-ferry-skylark-aground.md:48: {TO_ITSELF}",
    ]
    assert any(line.startswith("2 files left out: a draft (") for line in findings[3:])
    assert re.fullmatch(
        r"files: 9 read, 2 rejected, 7 left out; articles: 5, 2 of them stubs; providers: 5; topics: 3; "
        r"organizations: 0; stories: 1; triples: 136; in \d+\.\d s; sha256 of the output: [0-9a-f]{64}",
        summary,
    )


def test_build_writes_into_output_unless_told_otherwise(
    run: Run, seed_twin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("build", seed_twin).stdout == "output\n"
    assert "Amazon" in run("stories").stdout
    assert run("query", "ASK { ?s a kg:Story }").stdout.split()[-1] == "true"
    assert run("export", "nt").stdout == "output/graph.nt\n"


def test_build_takes_several_sources_a_base_jobs_and_formats(
    run: Run, seed_twin: Path, harbor_site: Path, tmp_path: Path
) -> None:
    done = run(
        "build",
        seed_twin,
        harbor_site,
        "-o",
        tmp_path / "out",
        "--base",
        "https://graph.example/",
        "--jobs",
        1,
        "--formats",
        "nt, GEXF",
    )
    assert done.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").glob("graph.*")) == ["graph.gexf", "graph.nt"]
    graph = kg.open(tmp_path / "out")
    assert graph.report["counts"]["articles"] == 13
    assert "<https://graph.example/provider/tern-times.example>" in (tmp_path / "out" / "graph.nt").read_text()


FAULTS = (  # a kind each
    "---\nwebUrl: /x\ntitle: x\n---\n",
    '---\ntitle: "a\n---\n',
    "---\na: {b\n---\n",
    "---\na: *x\n---\n",
    "---\na: !!python/x y\n---\n",
    "---\na: b\n c: d\n---\n",
    "---\n- a\n---\n",
    "---\na: |x\n b\n---\n",
    "---\n? [a]: b\n---\n",
    "---\ntitle: x\n",
    "+++\ntitle = x\n+++\n",
    '{"a": 1 "b"}\n',
    "---js\n{}\n---\n",
)


def test_the_terminal_shows_ten_findings_and_says_where_the_rest_is(
    run: Run, article_file: Callable[..., Path], tmp_path: Path
) -> None:
    article_file("in/good.md", webUrl="https://a.example/good", title="Good")
    assert len(FAULTS) == 13
    for i, text in enumerate(FAULTS):
        (tmp_path / "in" / f"bad-{i:02}.md").write_text(text, encoding="utf-8")
    done = run("build", tmp_path / "in", "-o", tmp_path / "out")
    assert done.stderr.count("rejected: bad-") == 10
    assert f"... and 3 more rejected: see {tmp_path / 'out' / 'report.json'}" in done.stderr


def test_the_terminal_shows_findings_of_one_kind_as_one(
    run: Run, article_file: Callable[..., Path], tmp_path: Path
) -> None:
    article_file("in/good.md", webUrl="https://a.example/good", title="Good")
    for i in range(13):
        article_file(f"in/bad-{i:02}.md", webUrl=f"/x{i}", title="No address")
    done = run("build", tmp_path / "in", "-o", tmp_path / "out")
    shown = [line for line in done.stderr.splitlines() if line.startswith("rejected: ")]
    assert len(shown) == 1
    assert shown[0].startswith("rejected: bad-00.md:2: '/x0' ")
    assert shown[0].endswith(" (and 12 others like it)")
    assert len(json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["rejected"]) == 13


def test_build_writes_what_took_how_long_where_it_is_told_to(run: Run, harbor_site: Path, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "build.prof"
    done = run("build", harbor_site, "-o", tmp_path / "output", "--profile", path)
    assert done.exit_code == 0
    assert f"profile: {path}; python -m pstats {path} shows it" in done.stderr.splitlines()
    functions = {function for _, _, function in pstats.Stats(str(path)).stats}  # type: ignore[attr-defined]
    assert {"build", "merge"} <= functions
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    failed = run("build", tmp_path / "nowhere", "-o", tmp_path / "output", "--profile", tmp_path / "failed.prof")
    assert failed.exit_code == 2
    assert pstats.Stats(str(tmp_path / "failed.prof")).total_calls > 0  # type: ignore[attr-defined]
    assert run("build", harbor_site, "--profile", tmp_path).exit_code == 2


def test_build_says_what_became_of_the_stories_of_the_last_build(
    run: Run, article_file: Callable[..., Path], tmp_path: Path
) -> None:
    article_file("in/a.md", webUrl="https://a.example/a", title="Volcano ash grounds flights")
    assert "since the last build" not in run("build", tmp_path / "in", "-o", tmp_path / "out").stderr
    article_file("in/b.md", webUrl="https://b.example/b", title="Volcano ash grounds flights")
    done = run("build", tmp_path / "in", "-o", tmp_path / "out")
    assert done.stderr.splitlines()[-1] == "stories since the last build: 1 born"
    assert "since the last build" not in run("build", tmp_path / "in", "-o", tmp_path / "out").stderr
    (tmp_path / "out" / "stories.csv").unlink()
    done = run("build", tmp_path / "in", "-o", tmp_path / "out")
    assert done.exit_code == 0
    assert done.stderr.splitlines()[-1] == (
        "stories are not compared with those of the last build: its stories.csv is missing or damaged"
    )


def test_strict_is_exit_code_1_and_the_folder_is_written(run: Run, harbor_site: Path, tmp_path: Path) -> None:
    done = run("build", harbor_site, "-o", tmp_path / "out", "--strict")
    assert done.exit_code == 1
    assert done.stdout == f"{tmp_path / 'out'}\n"
    assert len(kg.open(tmp_path / "out")) == 136


def test_strict_is_exit_code_0_when_nothing_was_rejected(run: Run, seed_twin: Path, tmp_path: Path) -> None:
    assert run("build", seed_twin, "-o", tmp_path / "out", "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build"], "Missing argument 'SOURCE...'"),
        (["build", "no/such/folder"], "kg: no such file or folder: no/such/folder"),
        (["build", "."], "kg: nothing could be built from .:\n1 file left out: no text, feed or table by its name"),
        (
            ["build", "seed", "--formats", "turtle,docx"],
            "kg: no format 'docx'; there are csv, cytoscape, gexf",
        ),
        (["build", "seed", "--base", "news"], "kg: the base 'news' is not an absolute http(s) IRI"),
        (["build", "seed", "--jobs", "0"], "0 is not in the range"),
        (["build", "seed", "-o", "file"], "is a file; name a folder with -o"),
        (["build", "seed", "-o", "."], "kg: the output folder . holds the source seed; name another folder with -o"),
        (["build", "seed", "-o", "seed"], "kg: the output folder seed holds the source seed"),
        (["query", "ASK {}"], "kg: no graph in output: build one with kg build SOURCE -o output"),
        (["query", "-g", "elsewhere", "ASK {}"], "kg: no graph in elsewhere: build one"),
        (["stories"], "kg: no graph in output"),
        (["export", "turtle"], "kg: no graph in output"),
        (["frobnicate"], "No such command 'frobnicate'"),
        (["query", "--frobnicate"], "No such option"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_a_message_on_stderr(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "seed").mkdir()
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "seed"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?x WHERE }", r"kg: the query is not valid SPARQL: error at 1:17.* \(line:column\)"),
        ("SELECT ?x\nWHERE { ?x nope:y ?z }", r"kg: the query is not valid SPARQL: .*2:\d+.*"),
        ("no-such-question", r"kg: no saved question 'no-such-question'; there are .*providers.*"),
        ("no-such-file.rq", r"kg: no-such-file.rq cannot be read: .*"),
        ("", r"kg: the query is not valid SPARQL: .*"),
    ],
)
def test_a_wrong_query_is_exit_code_2_and_says_where(
    run: Run, harbor: kg.KnowledgeGraph, query: str, message: str
) -> None:
    done = run("query", "-g", harbor.folder, query)
    assert done.exit_code == 2
    assert re.fullmatch(message, done.stderr.strip(), re.DOTALL)
    assert done.stdout == ""


def test_no_query_at_all_is_wrong_usage(run: Run, harbor: kg.KnowledgeGraph) -> None:
    done = run("query", "-g", harbor.folder)
    assert done.exit_code == 2
    assert "give a query, a FILE.rq or the name of a saved question (kg query --list)" in done.stderr


def test_saved_questions_are_listed(run: Run) -> None:
    done = run("query", "--list")
    names = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert [line.split()[0] for line in names] == list(saved())
    assert all(line.endswith("?") for line in names)
    parameters = [line.split()[0] for line in done.stdout.splitlines() if line.startswith(" ")]
    assert parameters == [f"--{parameter.name}" for each in saved().values() for parameter in each.parameters]


def test_the_current_folder_is_never_replaced(
    run: Run, seed_twin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.txt").touch()
    monkeypatch.chdir(tmp_path)
    done = run("build", seed_twin, "-o", ".")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"kg: {tmp_path} is the current folder, or holds it; name a folder in it")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


NAMES = "SELECT ?name ?domain { ?p schema:name ?name ; kg:domain ?domain } ORDER BY ?name"


@pytest.mark.parametrize("form", [[], ["--format", "table"]])
def test_rows_are_a_table(run: Run, harbor: kg.KnowledgeGraph, form: list[str]) -> None:
    done = run("query", "-g", harbor.folder, NAMES, *form)
    assert done.exit_code == 0
    assert done.stderr == ""
    head, rule, *rows = done.stdout.splitlines()
    assert (head.split(), set(rule) <= set("─ ")) == (["name", "domain"], True)
    assert [re.split(r"\s{2,}", row) for row in rows] == [
        ["Harbor Post", "harbor-post.example"],
        ["Tern Times", "tern-times.example"],
        ["gull.example", "gull.example"],
        ["marrow-valley.example", "marrow-valley.example"],
        ["nobody.example", "nobody.example"],
    ]


def test_rows_are_csv(run: Run, harbor: kg.KnowledgeGraph) -> None:
    done = run("query", "-g", harbor.folder, NAMES, "--format", "csv")
    assert list(csv.DictReader(io.StringIO(done.stdout, newline=""))) == [
        {"name": "Harbor Post", "domain": "harbor-post.example"},
        {"name": "Tern Times", "domain": "tern-times.example"},
        {"name": "gull.example", "domain": "gull.example"},
        {"name": "marrow-valley.example", "domain": "marrow-valley.example"},
        {"name": "nobody.example", "domain": "nobody.example"},
    ]


def test_rows_are_json(run: Run, harbor: kg.KnowledgeGraph) -> None:
    document = json.loads(run("query", "-g", harbor.folder, NAMES, "--format", "json").stdout)
    assert document["head"]["vars"] == ["name", "domain"]
    assert document["results"]["bindings"][0] == {
        "name": {"type": "literal", "value": "Harbor Post"},
        "domain": {"type": "literal", "value": "harbor-post.example"},
    }


@pytest.mark.parametrize(("form", "text"), [("csv", "answer\r\ntrue\r\n"), ("json", '{"head":{},"boolean":true}\n')])
def test_a_yes_or_no_has_the_same_forms(run: Run, harbor: kg.KnowledgeGraph, form: str, text: str) -> None:
    done = run("query", "-g", harbor.folder, "ASK { ?s a kg:Story }", "--format", form)
    assert done.stdout_bytes.decode() == text


@pytest.mark.parametrize("form", [[], ["--format", "turtle"]])
def test_triples_are_turtle(run: Run, harbor: kg.KnowledgeGraph, form: list[str]) -> None:
    done = run("query", "-g", harbor.folder, "CONSTRUCT WHERE { ?p kg:domain ?d }", *form)
    assert len(rdflib.Graph().parse(data=done.stdout, format="turtle")) == 5


@pytest.mark.parametrize(("query", "form"), [(NAMES, "turtle"), ("CONSTRUCT WHERE { ?p kg:domain ?d }", "csv")])
def test_a_form_that_an_answer_cannot_have_is_exit_code_2(
    run: Run, harbor: kg.KnowledgeGraph, query: str, form: str
) -> None:
    done = run("query", "-g", harbor.folder, query, "--format", form)
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_saved_question_is_asked_by_name_and_a_file_by_path(
    run: Run, harbor: kg.KnowledgeGraph, tmp_path: Path
) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(saved()["providers"].query, encoding="utf-8")
    by_name = run("query", "-g", harbor.folder, "providers", "--format", "csv").stdout
    assert by_name.splitlines() == [
        "name,domain,articles,quality",
        "Harbor Post,harbor-post.example,2,56",
        "Tern Times,tern-times.example,1,64",
        "gull.example,gull.example,1,",
        "marrow-valley.example,marrow-valley.example,1,",
    ]
    assert run("query", "-g", harbor.folder, file, "--format", "csv").stdout == by_name


def test_export_writes_beside_the_graph_or_where_it_is_told(run: Run, seed_twin: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("build", seed_twin, "-o", out)
    done = run("export", "-g", out, "jsonld", "nt", "--to", tmp_path / "other")
    assert done.stdout.splitlines() == [str(tmp_path / "other" / f"graph.{ext}") for ext in ("jsonld", "nt")]
    assert (tmp_path / "other" / "graph.nt").read_text().count("\n") == len(kg.open(out))
    assert run("export", "-g", out, "graphml").stdout == f"{out / 'graph.graphml'}\n"
    assert run("export", "-g", out).exit_code == 2
    unknown = run("export", "-g", out, "docx")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "no format 'docx'" in unknown.stderr


def test_python_m_kg_is_the_command() -> None:
    module = shell(sys.executable, "-m", "kg", "--help")
    command = shell(KG, "--help")
    assert module.returncode == command.returncode == 0
    assert module.stdout == command.stdout
    assert module.stdout.startswith("Usage: kg [OPTIONS] COMMAND")
    assert shell(KG, "--version").stdout.split()[-1] == "0.1.0"


def test_in_a_pipe_there_is_no_progress_and_results_stand_alone(seed_twin: Path, tmp_path: Path) -> None:
    built = shell(KG, "build", seed_twin, cwd=tmp_path)
    assert (built.returncode, built.stdout) == (0, "output\n")
    assert len(built.stderr.splitlines()) == 1
    assert "\x1b" not in built.stderr
    asked = shell(KG, "query", "ASK { ?s a kg:Story }", "--format", "csv", cwd=tmp_path)
    assert (asked.returncode, asked.stdout, asked.stderr) == (0, "answer\ntrue\n", "")


def test_a_terminal_shows_progress_on_stderr(seed_twin: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    command: list[str | Path] = [KG, "build", seed_twin, "-o", tmp_path / "out"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment) as process:
        os.close(theirs)
        drawn = b""
        while part := _read(ours):
            drawn += part
        assert process.stdout is not None
        assert process.stdout.read() == f"{tmp_path / 'out'}\n".encode()
    os.close(ours)
    assert process.returncode == 0
    assert b"read" in drawn
    assert b"1/1" in drawn
    assert b"\x1b[" in drawn


def test_an_interrupted_reader_is_no_fault(harbor: kg.KnowledgeGraph) -> None:
    command = f"'{KG}' query -g '{harbor.folder}' 'SELECT * {{ ?s ?p ?o }}' | head -n 1"
    done = shell("bash", "-c", command)
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux' word for the end of a terminal
        return b""


def test_a_saved_question_has_options_of_its_own(run: Run, harbor: kg.KnowledgeGraph) -> None:
    story = harbor.stories[0].id
    done = run("query", "-g", harbor.folder, "first-reports", "--story", story, "--format", "json")
    (row,) = json.loads(done.stdout)["results"]["bindings"]
    assert row["story"]["value"].endswith(story)
    told = run("query", "first-reports", "--help").stdout
    assert "Who was first in each story" in told
    assert "--since SINCE" in told
    wrong = run("query", "-g", harbor.folder, "first-reports", "--storey", story)
    assert wrong.exit_code == 2
    assert "--storey" in wrong.stderr


def test_questions_of_ones_own_are_asked_by_name(run: Run, harbor: kg.KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text(
        '# Mine?\n# ?word (text): a word\nSELECT ?word { VALUES ?word { "a" } }', encoding="utf-8"
    )
    asked = ["query", "-g", harbor.folder, "--queries", tmp_path, "mine", "--format", "csv"]
    assert run(*asked).stdout == "word\na\n"
    assert run(*asked, "--word", 'x" }').stdout == 'word\n"x"" }"\n'
    assert run(*asked, "--word", "x", "--word", "y").stdout == "word\nx\ny\n"
    assert "mine" in run("query", "--queries", tmp_path, "--list").stdout
    assert (
        run("query", "-g", harbor.folder, tmp_path / "mine.rq", "--word", "z", "--format", "csv").stdout == "word\nz\n"
    )


def test_a_cut_answer_is_said_to_be_cut(run: Run, harbor: kg.KnowledgeGraph) -> None:
    done = run("query", "-g", harbor.folder, "SELECT * { ?s ?p ?o }", "--limit", 2, "--format", "csv")
    assert len(done.stdout.splitlines()) == 3
    assert done.stderr == "kg: cut after 2 rows; there are more\n"


def test_a_query_that_takes_too_long_ends(run: Run, harbor: kg.KnowledgeGraph) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }"
    done = run("query", "-g", harbor.folder, endless, "--timeout", 0.3)
    assert done.exit_code == 2
    assert "took longer than 0.3 s" in done.stderr


def test_words_find_articles(run: Run, example: kg.KnowledgeGraph) -> None:
    done = run("search", "-g", example.folder, "facial recognition", "IBM", "--format", "csv", "--limit", 2)
    rows = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
    assert [row["provider"] for row in rows] == ["Northgate Wire", "Capitol Fernpost"]
    assert "there are more (--limit)" in done.stderr
    assert "passage" in run("search", "-g", example.folder, "police").stdout
    assert run("search", "-g", example.folder, "xyzzy").exit_code == 2


@pytest.mark.parametrize(("told", "threads"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")])
def test_a_build_starts_no_threads_for_matrices_unless_told_to(told: dict[str, str], threads: str) -> None:
    code = (
        "import os, sys\nfrom kg.build import pipeline\nfrom kg.cli import main\n"
        "def build(*_, **__):\n    print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules)\n    sys.exit()\n"
        "pipeline.build = build\nmain(['build', 'articles'])\n"
    )
    environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_NUM_THREADS"} | told
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [threads, "False"], "NumPy looks once, when it is loaded"
