"""Two folders with one path and no address: one article, and a word on it that says what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from kg.provenance.merges import merges

ONE, TWO = "---\ntitle: One\n---\n", "---\n# two\ntitle: Two\n---\n"


def urls(graph: kg.KnowledgeGraph) -> list[str | None]:
    """Return the address of each article."""
    rows = graph.query("SELECT ?url { ?a kg:full true OPTIONAL { ?a schema:url ?url } } ORDER BY ?url").records()
    return [row["url"] for row in rows]


def build(folder: Path, **files: str) -> tuple[kg.KnowledgeGraph, list[str]]:
    """Return the graph of folders with one file x.md each, and what is said of paths that they share."""
    for name, text in files.items():
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "x.md").write_text(text)
    graph = kg.build(*[folder / name for name in files], output=folder / "out", formats=())
    report = json.loads((folder / "out" / "report.json").read_text())
    said = [f"{w['path']}:{w['line']}: {w['message']}" for w in report["warnings"] if "same path" in w["message"]]
    assert report["validation"]["counts"].get("KG034", 0) == len(said)
    assert not {"KG012", "KG022"} & set(report["validation"]["counts"])
    return graph, said


def test_both_files_are_named_with_their_lines(tmp_path: Path) -> None:
    graph, said = build(tmp_path, a=ONE, b=TWO)
    assert urls(graph) == [None]
    assert [text.split("; ")[0] for text in said] == [
        "x.md:2: the same path in another folder, and no address: one article with x.md:3 ('Two')",
        "x.md:3: the same path in another folder, and no address: one article with x.md:2 ('One')",
    ]
    assert all("build the folders apart" in text for text in said)
    (merge,) = merges(graph.provenance)
    assert (merge.rule, merge.differs) == ("same path, no address", True)
    assert [(place.path, place.line) for place in merge.sources] == [("x.md", 2), ("x.md", 3)]


def test_what_the_word_advises_makes_them_two(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "kg.toml").write_text(f'[site]\nurl = "https://{name}.example"\n')
    pages = [text.replace("title", "permalink: /x/\ntitle") for text in (ONE, TWO)]
    graph, said = build(tmp_path, a=pages[0], b=pages[1])
    assert said == []
    assert urls(graph) == ["https://a.example/x/", "https://b.example/x/"]


@pytest.mark.parametrize("texts", [(ONE, ONE), (ONE,), (ONE, "---\nwebUrl: https://a.example/x\ntitle: Two\n---\n")])
def test_what_is_the_same_or_has_an_address_is_no_finding(texts: tuple[str, ...], tmp_path: Path) -> None:
    files = dict(zip("ab", texts, strict=False))
    for name, text in files.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.md").write_text(text)
    kg.build(*[tmp_path / name for name in files], output=tmp_path / "out", formats=())
    assert "KG034" not in (tmp_path / "out" / "report.json").read_text()


def test_two_paths_that_an_editor_pinned_as_one_are_no_finding(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "y.md").write_text(TWO)
    (tmp_path / "a" / "merges.yaml").write_text("pin:\n  articles:\n    - [x.md, y.md]\n")
    _, said = build(tmp_path, a=ONE)
    assert said == []


def test_of_many_files_some_are_named(tmp_path: Path) -> None:
    _, said = build(tmp_path, **{f"f{n}": f"---\ntitle: Number {n}\n---\n" for n in range(6)})
    assert len(said) == 6
    assert all("2 more; " in text for text in said)
