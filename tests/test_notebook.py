"""The magics of a notebook, in a real IPython; and in a real JupyterLab in a browser, with loopback alone."""

from __future__ import annotations

import contextlib
import html
import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import kg
from kg import notebook
from kg.query.answer import Answer

if TYPE_CHECKING:  # the libraries of notebooks take seconds to load, also where these tests are left out
    from IPython.core.interactiveshell import InteractiveShell

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.run_line_magic("load_ext", "kg")
    yield shell
    InteractiveShell.clear_instance()


@pytest.fixture
def at_hand(shell: InteractiveShell, twin: kg.KnowledgeGraph) -> InteractiveShell:
    shell.user_ns["graph"] = twin
    return shell


def test_a_line_builds_and_the_graph_is_at_hand(shell: InteractiveShell, seed_twin: Path, tmp_path: Path) -> None:
    made = shell.run_line_magic("kg", f"build '{seed_twin}' -o '{tmp_path / 'output'}' --formats turtle --jobs 1")
    assert isinstance(made, kg.KnowledgeGraph)
    assert shell.user_ns["graph"] is made
    assert (tmp_path / "output" / "graph.ttl").exists()
    assert not (tmp_path / "output" / "graph.html").exists()


def test_a_line_opens_a_graph(shell: InteractiveShell, twin: kg.KnowledgeGraph) -> None:
    opened = shell.run_line_magic("kg", f"open '{twin.folder}'")
    assert len(opened) == len(twin)
    assert shell.user_ns["graph"] is opened


@pytest.mark.parametrize("magic", notebook.CELLS)
def test_a_cell_asks_the_graph_at_hand(at_hand: InteractiveShell, magic: str) -> None:
    answer = at_hand.run_cell_magic(magic, "", "SELECT (COUNT(?a) AS ?n) { ?a kg:full true }")
    assert answer.records() == [{"n": 1}]


def test_a_cell_has_limits_parameters_and_a_name_for_its_answer(at_hand: InteractiveShell) -> None:
    assert at_hand.run_cell_magic("sparql", "--limit=2 --as rows", "SELECT * { ?s ?p ?o }") is None
    rows = at_hand.user_ns["rows"]
    assert (len(rows), rows.cut) == (2, True)


def test_lines_do_what_they_say(at_hand: InteractiveShell, twin: kg.KnowledgeGraph) -> None:
    story = twin.stories[0]
    assert len(at_hand.run_line_magic("kg", "stories")) == 1
    assert at_hand.run_line_magic("kg", f"story {story.id}").story == story
    assert len(at_hand.run_line_magic("kg", f"ask first-reports --story {story.id[:6]}")) == 1
    assert isinstance(at_hand.run_line_magic("kg", "search police"), Answer)
    assert at_hand.run_line_magic("kg", f"explain {story.members[0]} {story.members[1]}").together
    assert "<iframe" in at_hand.run_line_magic("kg", "show")._repr_html_()
    assert "<iframe" in at_hand.run_line_magic("kg", f"show {story.id}")._repr_html_()


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("", "use %kg build"),
        ("frobnicate", "no %kg frobnicate; use"),
        ("explain a", "name two articles"),
        ("story", "name a story"),
        ("ask stories 'open", "No closing quotation"),
        ("ask stories --limit many", "--limit many"),
        ("build /nowhere/at/all", "no such file or folder"),
        ("ask no-such-question", "no saved question"),
    ],
)
def test_what_is_wrong_is_said_without_a_traceback(at_hand: InteractiveShell, line: str, word: str) -> None:
    from IPython.core.error import UsageError

    with pytest.raises(UsageError, match=re.escape(word)):
        at_hand.run_line_magic("kg", line)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%%sparql\nSELECT * { ?story skos:pref", ["skos:prefLabel"]),
        ("%%kg\nSELECT * { ?headline schema:name ?n } ORDER BY ?he", ["?headline"]),
        ("%%kg\nsel", ["SELECT"]),
        ("%kg sto", ["stories", "story"]),
        ("%kg ask first-r", ["first-reports"]),
        ("print(schema:head", []),
    ],
)
def test_words_are_completed(text: str, found: list[str]) -> None:
    assert notebook.completions(text) == found


def test_ipython_completes_them_too(shell: InteractiveShell) -> None:
    from IPython.core.completer import provisionalcompleter

    text = "%%sparql\nSELECT * { ?s skos:prefLab"
    with provisionalcompleter():
        assert "skos:prefLabel" in [c.text for c in shell.Completer.completions(text, len(text))]


# -- what is shown ---------------------------------------------------------------------------------------------------


def test_a_graph_a_story_an_article_and_an_explanation_have_cards(twin: kg.KnowledgeGraph) -> None:
    story = twin.stories[0]
    whole = twin.story(story.id)._repr_html_()
    assert story.title in twin._repr_html_()
    assert story.title in story._repr_html_()
    assert story.label in story._repr_html_()
    headlines = [str(entry.headline) for entry in twin.story(story.id).timeline]
    assert [headline in html.unescape(whole) for headline in headlines] == [True] * len(story.members)
    assert "One story" in twin.explain(*story.members[:2])._repr_html_()
    article = kg.Article(key="https://a.example/1", url="https://a.example/1", title="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in article._repr_html_()
    assert "<script" not in article._repr_html_()


def test_an_answer_is_a_table_and_triples_are_a_drawing(twin: kg.KnowledgeGraph) -> None:
    table = twin.query("SELECT ?headline ?url { ?a schema:headline ?headline ; schema:url ?url }")._repr_html_()
    assert table.count("&lt;tr&gt;&lt;td") == 8
    assert "&lt;canvas" not in table
    assert "2 rows, cut at the limit" in twin.query("SELECT * { ?s ?p ?o }", limit=2)._repr_html_()
    assert "<iframe" in twin.query("CONSTRUCT { ?a kg:related ?b } { ?a kg:related ?b }")._repr_html_()
    assert "true" in twin.query("ASK {}")._repr_html_()


# -- JupyterLab ------------------------------------------------------------------------------------------------------

BLANK = 10_000  # bytes: a blank picture of this size has fewer
CELLS = (
    "%load_ext kg",
    "%kg build examples -o output",
    "%%sparql\nSELECT ?name (COUNT(?a) AS ?articles) { ?a schema:publisher/schema:name ?name } GROUP BY ?name",
    "graph.show()",
    "graph.story(graph.stories[0].id).show()",
)


@pytest.fixture
def lab(tmp_path: Path, examples: Path) -> Iterator[str]:
    """A JupyterLab on a free port of loopback, with a notebook of `CELLS` beside the examples."""
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed: pip install 'kg-news[notebook]'")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "examples").symlink_to(examples)
    import nbformat

    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "work" / "try.ipynb")
    folders = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    environment = {**os.environ, **folders, "IPYTHONDIR": str(tmp_path / "ipython"), "HOME": str(tmp_path)}
    options = ["--no-browser", "--allow-root", "--port=0", "--ip=127.0.0.1", "--IdentityProvider.token=t"]
    command = [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.root_dir={tmp_path / 'work'}"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield _address(process, tmp_path)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[bytes], folder: Path) -> str:
    import time

    end = time.monotonic() + 90
    while time.monotonic() < end and process.poll() is None:
        for path in folder.glob("RUNTIME/jpserver-*.json"):
            with contextlib.suppress(OSError, ValueError):
                url = json.loads(path.read_text())["url"]
                urllib.request.urlopen(f"{url}api/status?token=t", timeout=5).close()
                return str(url)
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start:\n{(folder / 'log').read_text()[-2000:]}")


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_a_notebook_in_jupyterlab_paints_the_graph_and_asks_for_nothing_outside(lab: str, browser: Any) -> None:
    outside: list[str] = []

    def watch(route: Any) -> None:
        if re.match(r"(?:http|ws)://127\.0\.0\.1[:/]|(?:data|blob|about):", route.request.url):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    page = browser.new_page(viewport={"width": 1200, "height": 1600})
    page.route("**/*", watch)
    page.goto(f"{lab}lab/tree/try.ipynb?token=t&reset")
    page.get_by_text("%load_ext kg").first.wait_for(timeout=90_000)
    page.get_by_text("| Idle").wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    frames = page.locator("iframe[title='knowledge graph']")
    frames.nth(1).wait_for(timeout=120_000)
    for place in range(2):
        frames.nth(place).scroll_into_view_if_needed()
        drawing = frames.nth(place).content_frame.locator("canvas").first
        drawing.wait_for(timeout=60_000)
        assert painted(drawing), "the drawing is blank"
    assert page.locator("iframe[title='answer']").content_frame.locator("tbody tr").count() > 5
    if folder := os.environ.get("KG_KEEP_SHOTS"):
        page.screenshot(path=str(Path(folder) / "jupyterlab.png"))
    page.close()
    assert outside == []


def painted(drawing: Any) -> bool:
    """Whether a picture of a drawing has much on it, which takes bytes, before long."""
    import time

    end = time.monotonic() + 30
    while time.monotonic() < end:
        if len(drawing.screenshot()) > BLANK:
            return True
        time.sleep(0.3)
    return False
