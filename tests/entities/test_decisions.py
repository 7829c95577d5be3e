"""stories.yaml: read, obeyed, reported, and never a reason for a build to fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli import main
from kg.codes import BAD_DECISION
from kg.entities.decisions import NAME, as_yaml, read_decisions
from kg.model import Origin, Warned
from kg.stories.editor import JOIN, PART, TITLE, Decision

Write = Callable[..., Path]
FERRY, MORE, TUGS = "https://a.example/ferry", "https://b.example/more", "https://c.example/tugs"


@pytest.fixture
def site(article_file: Write, tmp_path: Path) -> Path:
    """Two reports on a ferry, and one on tugs."""
    text = {"excerpt": "The ferry Skylark ran aground off Marrow with eighty passengers.", "date": "2021-03-04"}
    article_file("in/a.md", webUrl=FERRY, title="Ferry Skylark aground off Marrow", **text)
    article_file("in/b.md", webUrl=MORE, title="Skylark aground off Marrow with eighty passengers", **text)
    article_file("in/c.md", webUrl=TUGS, title="Orchard prices rise again", date="2021-03-05")
    return tmp_path / "in"


def build(site: Path, text: str = "") -> kg.KnowledgeGraph:
    (site / NAME).write_text(text, encoding="utf-8")
    return kg.build(site, output=site.parent / "out", formats=("ntriples",))


def warned(graph: kg.KnowledgeGraph) -> list[tuple[int, str]]:
    return [(w["line"], w["message"]) for w in graph.report["warnings"] if w["path"] == NAME]


def test_an_editor_joins_names_and_parts(site: Path) -> None:
    assert [len(story.members) for story in build(site).stories] == [2]
    graph = build(site, f'join:\n  - articles: ["{FERRY}", "http://www.c.example/tugs/"]\n    title: The wreck\n')
    (story,) = graph.stories
    assert (len(story.members), story.title) == (3, "The wreck")
    assert story.decided == (f"joined by stories.yaml:2: {FERRY}, http://www.c.example/tugs/",)
    assert "An editor decided" in str(graph.explain(FERRY, TUGS))
    assert warned(graph) == []
    assert not build(site, f'part:\n  - articles: ["{FERRY}", "{MORE}"]\n').stories


def test_what_fits_no_more_and_what_is_broken_is_told_with_its_line(site: Path) -> None:
    graph = build(site, f'join:\n  - articles: ["{FERRY}", "{MORE}"]\n  - articles: [{FERRY}]\nsplit: 3\n')
    assert [len(story.members) for story in graph.stories] == [2]
    assert [line for line, _ in warned(graph)] == [3, 4, 2]
    assert "without it" in warned(graph)[2][1]
    assert warned(build(site, "join: [\n"))


@pytest.mark.parametrize("text", [f"- url: {TUGS}x\n  title: Another\n", "chapters: [one, two]\n"])
def test_a_file_of_that_name_with_other_things_is_no_decision(site: Path, text: str) -> None:
    graph = build(site, text)
    assert warned(graph) == []
    assert graph.report["counts"]["articles"] == 3


def test_a_named_file_with_a_fault_ends_the_build(site: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("join:\n  - 3\n", encoding="utf-8")
    ran = CliRunner().invoke(main, ["build", str(site), "-o", str(tmp_path / "out"), "--stories", str(own)])
    assert ran.exit_code == 2
    assert "own.yaml:2" in ran.output
    own.write_text(f'title:\n  - articles: ["{FERRY}"]\n    title: Said so\n', encoding="utf-8")
    ran = CliRunner().invoke(main, ["build", str(site), "-o", str(tmp_path / "out"), "--stories", str(own)])
    assert ran.exit_code == 0, ran.output
    assert [story.title for story in kg.open(tmp_path / "out").stories] == ["Said so"]


NAMES = st.lists(st.text("abc/:", min_size=1).map(str.strip).filter(bool), min_size=2, max_size=4, unique=True)


@given(st.lists(st.tuples(st.sampled_from([JOIN, PART, TITLE]), NAMES), max_size=5))
def test_what_is_written_is_read_again(said: list[tuple[str, list[str]]]) -> None:
    titles = {JOIN: "", PART: "", TITLE: 'A "title": here'}
    given = [Decision(verb=v, names=tuple(n), origin=Origin(path=""), title=titles[v]) for v, n in said]
    found = [one for one in read_decisions(as_yaml(given).encode(), NAME) if isinstance(one, Decision)]
    assert sorted((d.verb, d.names, d.title) for d in found) == sorted((d.verb, d.names, d.title) for d in given)


TREE = st.recursive(
    st.none() | st.integers() | st.text(max_size=9) | st.just(FERRY),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([JOIN, PART, TITLE, "articles", "title", "x"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(TREE.map(lambda tree: yaml.safe_dump(tree, allow_unicode=True).encode()) | st.binary(max_size=60))
def test_any_bytes_give_decisions_or_a_word_on_them(data: bytes) -> None:
    for one in read_decisions(data, NAME):
        assert isinstance(one, Decision) or (isinstance(one, Warned) and one.code == BAD_DECISION)
        assert one.origin.line >= 1
