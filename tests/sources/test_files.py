"""Sources -> the files to read, each once, with what it holds and its path within the source."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.sources import read_file
from kg.sources.files import below_root, find


def site(root: Path, *paths: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x", encoding="utf-8")
    return root


def kinds(root: Path) -> dict[str, str]:
    return {file.path: file.kind for file in find([root])}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.md", "article"),
        ("_news/2020/a.MD", "article"),
        ("_news/a.markdown", "article"),
        ("_data/organizations/a.example.md", "organization"),
        ("_data/organizations/a.yaml", "organization"),
        ("deep/_data/organizations/a.yml", "organization"),
        ("_data/topics/a.yaml", "topic"),
        ("_data/topics/A.MD", "topic"),
        ("_data/topics/a.json", "table"),
        ("_data/topics/deeper/a.yaml", "table"),
        ("_data/tags/a.yaml", "table"),
        ("_data/links.yml", "table"),
        ("data/links.yaml", "table"),
        ("_data/people/a.md", "person"),
        ("topics/a.yaml", "other"),
        ("topics/a.md", "article"),
        ("_newsletters/a.md", "article"),
        ("newsletters/2020/a.md", "article"),
        ("_learning/a.md", "article"),
        ("_people/a.md", "person"),
        ("_scholars/a.md", "person"),
        ("content/authors/jane/_index.md", "person"),
        ("_companies/a.md", "company"),
        ("_drafts/a.md", "article"),
        ("samples/a.md", "other"),
        ("api/a.md", "other"),
        ("_layouts/a.md", "other"),
        ("_site/a.md", "other"),
        ("README.md", "prose"),
        ("docs/license.markdown", "prose"),
        ("_news/index.md", "article"),
        ("_posts/a/index.mdx", "article"),
        ("a.mdown", "article"),
        ("themes/x/a.md", "other"),
        ("_includes/a.html", "other"),
        ("a.html", "page"),
        ("a.HTM", "page"),
        ("a.txt", "page"),
        ("a.rst", "page"),
        ("a.csv", "table"),
        ("feed.xml", "table"),
        ("a.jsonl", "table"),
        ("a.png", "other"),
        ("a.yaml", "other"),
        ("md", "other"),
    ],
)
def test_what_a_file_holds_is_told_by_its_name_and_folder(tmp_path: Path, path: str, kind: str) -> None:
    assert kinds(site(tmp_path, path)) == {path: kind}


def test_hidden_files_and_what_is_installed_are_passed_over(tmp_path: Path) -> None:
    site(
        tmp_path,
        "a.md",
        ".b.md",
        ".git/c.md",
        "node_modules/x/README.md",
        "vendor/d.md",
        "venv/e.md",
        "x/__pycache__/f.md",
    )
    assert kinds(tmp_path) == {"a.md": "article"}


def test_files_are_sorted_and_their_paths_are_relative_to_the_source(tmp_path: Path) -> None:
    found = find([site(tmp_path, "b.md", "a/z.md", "A.md")])
    assert [(file.path, file.location) for file in found] == [
        (path, str(tmp_path / path)) for path in ("A.md", "a/z.md", "b.md")
    ]


def test_a_file_that_is_a_source_itself_goes_by_its_name(tmp_path: Path) -> None:
    site(tmp_path, "site/_news/a.md", "site/_data/topics/b.yaml")
    found = find([tmp_path / "site/_news/a.md", tmp_path / "site/_data/topics/b.yaml"])
    assert [(file.path, file.kind) for file in found] == [("a.md", "article"), ("b.yaml", "topic")]


def test_a_folder_of_taxonomy_may_be_a_source_itself(tmp_path: Path) -> None:
    site(tmp_path, "_data/topics/b.yaml", "_data/organizations/c.md")
    assert kinds(tmp_path / "_data/topics") == {"b.yaml": "topic"}
    assert kinds(tmp_path / "_data") == {"topics/b.yaml": "topic", "organizations/c.md": "organization"}


def test_a_file_that_is_found_twice_is_read_once_under_its_shortest_path(tmp_path: Path) -> None:
    site(tmp_path, "site/_news/a.md")
    (tmp_path / "site/link.md").symlink_to(tmp_path / "site/_news/a.md")
    sources = [tmp_path, tmp_path / "site", tmp_path / "site/../site/_news", tmp_path / "site/_news/a.md", tmp_path]
    assert [file.path for file in find(sources)] == ["a.md"]
    assert [file.path for file in find(sources[:1])] == ["site/link.md"]
    assert find(sources) == find(reversed(sources))


def test_a_folder_that_is_a_link_to_its_parent_is_not_walked_for_ever(tmp_path: Path) -> None:
    site(tmp_path, "a.md")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert kinds(tmp_path) == {"a.md": "article"}


def test_a_folder_with_the_name_of_a_file_is_found_beside_what_it_holds(tmp_path: Path) -> None:
    assert kinds(site(tmp_path, "x.md/y.md")) == {"x.md": "article", "x.md/y.md": "article"}


def test_a_name_that_is_no_text_is_made_one(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("x")
    (file,) = find([tmp_path])
    assert file.path == "caf\ufffd.md"
    assert Path(file.location).read_text() == "x"


@pytest.mark.parametrize("kind", ["missing", "dangling", "loop"])
def test_a_source_that_is_not_there_is_an_error_that_names_it(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "gone"
    if kind != "missing":
        path.symlink_to("gone" if kind == "loop" else "nowhere")
    with pytest.raises(UsageError, match=f"^no such file or folder: {path}$"):
        find([tmp_path, path])


def test_a_site_that_is_a_part_of_what_was_named_is_that_of_its_files(tmp_path: Path) -> None:
    site, other = tmp_path / "docs", tmp_path / "notes"
    (site / "_posts").mkdir(parents=True)
    other.mkdir()
    (site / "_config.yml").write_text("url: https://my-site.example\ntimezone: Europe/Berlin\n")
    for path in (site / "_posts" / "2026-01-02-vote.md", other / "vote.md"):
        path.write_text("---\ntitle: The town votes\ndate: 2026-01-02 10:00\n---\n")
    (inner,) = [file for file in find([tmp_path]) if file.path == "docs/_posts/2026-01-02-vote.md"]
    (outer,) = [file for file in find([tmp_path]) if file.path == "notes/vote.md"]
    assert (inner.site.generator, inner.site.timezone, below_root(inner.site, inner.path)) == (
        "jekyll",
        "Europe/Berlin",
        "_posts/2026-01-02-vote.md",
    )
    assert (outer.site.generator, below_root(outer.site, outer.path)) == ("", "notes/vote.md")
    keys = [
        [read_file(file).articles[0].key for file in find([place]) if file.path.endswith("vote.md")]
        for place in (site, site / "_posts", site / "_posts" / "2026-01-02-vote.md")
    ]
    assert keys == [["https://my-site.example/2026/01/02/vote.html"]] * 3
    assert read_file(inner).articles[0].key == keys[0][0]


def test_what_programs_made_of_a_site_and_outputs_of_kg_are_passed_over(tmp_path: Path) -> None:
    page = '<html><head><meta property="og:title" content="A"><meta property="og:url" content="https://a.example/1">'
    for name in ("public/a/index.html", "content/public/b.html", "out/report.json", "out/store/x.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(page)
    found = {file.path: file.kind for file in find([tmp_path])}
    assert found == {"public/a/index.html": "other", "content/public/b.html": "page"}
