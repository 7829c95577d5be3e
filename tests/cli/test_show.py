"""kg show FILE: what becomes of one file, for people and as JSON; why it is skipped or rejected, and what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg.cli import main

ARTICLE = """---
webUlr: https://a.example/x
webUrl: https://www.a.example/1
url: https://a.example/2
title: One
headline:
date: 2021-04-05 06:00
provider:
  name: A
  domain: a.example
  description: not read here
images:
  - url: https://a.example/i.png
    width: 640
    isCached: true
topics: [AI]
secured: x
related:
  - webUrl: https://b.example/2
    title: Two
  - webUrl: https://b.example/2?utm_source=x
    titel: Three
---
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a site, which is the current one."""
    (tmp_path / "kg.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def shown(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["show", *arguments])


def found(*arguments: str) -> dict[str, Any]:
    done = shown(*arguments, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    content: dict[str, Any] = json.loads(done.stdout)
    return content


def test_an_article_is_shown_key_by_key(site: Path) -> None:
    content = found(written(site, "_news/x.md", ARTICLE))
    assert (content["file"], content["path"], content["kind"], content["status"], content["why"]) == (
        "_news/x.md", "_news/x.md", "article", "read", "",
    )  # fmt: skip
    keys = {key["key"]: (key["line"], key["field"], key["note"]) for key in content["keys"]}
    assert keys == {
        "webUlr": (2, None, "nothing reads it; did you mean webUrl?"),
        "webUrl": (3, "url", ""),
        "url": (4, None, "webUrl counts"),
        "title": (5, "title", ""),
        "headline": (6, None, "empty"),
        "date": (7, "published", ""),
        "provider": (8, "provider", ""),
        "provider.name": (9, "name", ""),
        "provider.domain": (10, "domain", ""),
        "provider.description": (11, None, "nothing reads it"),
        "images": (12, "images", ""),
        "images[0].url": (13, "url", ""),
        "images[0].width": (14, "width", ""),
        "images[0].isCached": (15, None, "nothing reads it"),
        "topics": (16, "topics", ""),
        "secured": (17, None, "nothing reads it"),
        "related": (18, "related", ""),
        "related[0].webUrl": (19, "url", ""),
        "related[0].title": (20, "title", ""),
        "related[1].webUrl": (21, "url", ""),
        "related[1].titel": (22, None, "nothing reads it; did you mean title?"),
    }
    records = [(record["record"], record.get("line")) for record in content["records"]]
    assert records == [("article", 2), ("article", 19), ("article", 21), ("provider", None)]
    assert content["records"][0]["published"] == "2021-04-05T06:00:00Z"
    kinds = {thing["iri"].removeprefix("https://kg-news.example/").partition("/")[0] for thing in content["things"]}
    assert {"article", "provider", "topic", "source"} <= kinds
    assert any("#related> " in line for thing in content["things"] for line in thing["triples"])
    assert {finding["code"] for finding in content["findings"]} >= {"KG006", "KG009"}


def test_an_article_is_shown_to_read(site: Path) -> None:
    done = shown(written(site, "_news/x.md", ARTICLE))
    assert done.exit_code == 0
    assert done.stdout.startswith("_news/x.md: read as article\n")
    for line in (
        "  4   url                   (webUrl counts)",
        "  7   date                  published",
        "  article, line 2\n    key        https://a.example/1\n",
        '    schema:headline "One"\n',
        '    kg:full "true"^^xsd:boolean\n',
        "    schema:publisher provider/a.example\n",
        "_news/x.md:7:7: warning KG009",
    ):
        assert line in done.stdout
    assert "http://www.w3.org" not in done.stdout


def test_iris_begin_with_the_base(site: Path) -> None:
    content = found(written(site, "x.md", ARTICLE), "--base", "https://my.example/")
    assert content["things"][0]["iri"].startswith("https://my.example/article/")
    done = shown("x.md", "--base", "nothing")
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_file_alone_outside_of_any_site_is_shown(tmp_path: Path) -> None:
    written(tmp_path, "deep/x.md", ARTICLE)
    content = found(str(tmp_path / "deep/x.md"))
    assert (content["path"], content["status"]) == ("x.md", "read")


def test_files_of_the_taxonomy_are_shown(site: Path) -> None:
    topic = found(written(site, "_data/topics/ai.yaml", "- name: AI\n  shortname: A\n  colour: red\n- name: Chips\n"))
    assert [(key["key"], key["line"], key["field"]) for key in topic["keys"]] == [
        ("[0].name", 1, "name"), ("[0].shortname", 2, "short_name"), ("[0].colour", 3, None), ("[1].name", 4, "name"),
    ]  # fmt: skip
    assert [record["record"] for record in topic["records"]] == ["topic", "topic"]
    assert topic["kind"] == "topic"
    provider = found(written(site, "_data/organizations/a.md", "---\nname: A\ndomain: a.example\n---\n"))
    assert [record["record"] for record in provider["records"]] == ["provider"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("about.md", "---\nlayout: page\ntitle: About\n---\n", "a page of the site"),
        ("README.md", "Read me", "a README or the like; it is read only if"),
        ("x.txt", "x", "no front matter; add some"),
        ("x.odt", "x", "it is none of .md, "),
        ("x.md", "Just prose.", "no front matter; add some"),
        ("d.md", "---\ntitle: D\ndraft: true\n---\n", "a draft; kg build --drafts reads it"),
        ("data.csv", "a,b\n1,2\n", "data without addresses of articles; name the column"),
        ("kg.toml", "", "it is the settings of the site"),
        ("_layouts/x.md", ARTICLE, "_layouts is a folder of the program that makes the site"),
        (".drafts/x.md", ARTICLE, "nothing called .drafts is looked at"),
        ("node_modules/a/x.md", ARTICLE, "nothing called node_modules is looked at"),
        ("merges.yaml", "pin:\n", "it is no source"),
    ],
)
def test_a_file_that_is_skipped_says_why(site: Path, name: str, content: str, why: str) -> None:
    written(site, name, content)
    found_ = found(name)
    assert found_["status"] == "skipped"
    assert why in found_["why"]
    assert found_["things"] == []
    assert shown(name).stdout.startswith(f"{name}: skipped: ")


@pytest.mark.parametrize(
    ("content", "why", "line"),
    [
        ('---\ntitle: a\nb: "c\n---\n', "not valid YAML", 3),
        ("---\nheat: 1\n---\n", "no address, no title, no date", 2),
        ("---\ntitle: a\nwebUrl: /x\n---\n", "is not an absolute http(s) address", 3),
        ("---js\n{a: 1}\n---\n", "front matter in js is a program", 1),
        ("", "the file is empty", 1),
    ],
)
def test_a_file_that_is_rejected_says_why_and_where(site: Path, content: str, why: str, line: int) -> None:
    written(site, "x.md", content)
    found_ = found("x.md")
    assert found_["status"] == "rejected"
    assert why in found_["why"]
    assert [finding["line"] for finding in found_["findings"] if finding["severity"] == "error"] == [line]
    done = shown("x.md")
    assert done.exit_code == 0
    assert "= mend: " in done.stdout


def test_what_is_not_utf_8_is_shown_as_it_is_read(site: Path) -> None:
    content = found(written(site, "x.md", b"---\nwebUrl: https://a.example/1\ntitle: caf\xe9\n---\n"))
    assert content["records"][0]["title"] == "café"
    assert [key["value"] for key in content["keys"]] == ["https://a.example/1", "café"]
    assert [finding["code"] for finding in content["findings"]] == ["KG021"]


def test_no_file_steers_the_terminal(site: Path) -> None:
    hostile = '"\\e]0;owned\\a\\e[31m\\u202e"'
    name = written(
        site, "x\x1b[31m.md", f"---\nwebUrl: https://a.example/1\n{hostile}: {hostile}\ntitle: {hostile}\n---\n"
    )
    done = shown(name)
    assert done.exit_code == 0
    assert not any(char in done.stdout for char in "\x1b\x07\u202e")
    assert found(name)["status"] == "read"


def test_a_title_that_looks_like_an_iri_is_not_shortened(site: Path) -> None:
    title = "a <https://schema.org/name> b"
    done = shown(written(site, "x.md", f"---\nwebUrl: https://a.example/1\ntitle: {title}\n---\n"))
    assert f'schema:headline "{title}"' in done.stdout


@pytest.mark.parametrize("name", ["none.md", "."])
def test_no_such_file_is_wrong_usage(site: Path, name: str) -> None:
    done = shown(name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("kg: ")


def test_what_cannot_be_read_is_rejected(site: Path) -> None:
    (site / "x.md").symlink_to("nowhere")
    content = found("x.md")
    assert (content["status"], content["keys"]) == ("rejected", [])
    assert "cannot be read" in content["why"]


def test_each_key_of_the_examples_is_read_or_known(examples: Path) -> None:
    for path in sorted(examples.rglob("*.md"))[:20]:
        content = found(str(path))
        assert content["status"] in ("read", "skipped")
        assert not any("did you mean" in key["note"] for key in content["keys"])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "+++\nwebUrl = 'https://a.example/1'\ntitle = 'A'\n[extra]\nmine = 3\n+++\n"),
        ("a.md", '{"webUrl": "https://a.example/1", "title": "A", "extra": {"mine": 3}}\n\nText.\n'),
        ("a.md", "webUrl: https://a.example/1\nTitle: A\nMine: 3\n\nText.\n"),
        ("a.rst", ".. webUrl: https://a.example/1\n.. title: A\n.. mine: 3\n\nText.\n"),
    ],
)
def test_each_dialect_is_shown(site: Path, name: str, text: str) -> None:
    content = found(written(site, name, text))
    keys = {key["key"].lower(): (key["field"], key["value"]) for key in content["keys"]}
    assert (keys["weburl"], keys["title"]) == (("url", "https://a.example/1"), ("title", "A"))
    assert keys.get("extra.mine", keys.get("mine")) == (None, "3")
    assert content["status"] == "read"


def test_an_article_without_an_address_says_what_it_is_known_by(site: Path) -> None:
    name = written(site, "x.md", "---\ntitle: A\npermalink: /a/\n---\n")
    assert "\nNothing gives its address: it is known by its path.\n" in shown(name).stdout
    assert "makes an address only where that of the site is known" in found(name)["keys"][1]["note"]
    written(site, "kg.toml", '[site]\nurl = "https://my-site.example"\n')
    content = found(name)
    assert content["address"] == "its address is made of that of the site: https://my-site.example/a/"
    assert content["keys"][1]["field"] == "permalink"
    (site / "kg.toml").write_text("")
    written(site, "other.toml", '[fields]\nurl = ["mine"]\n')
    mine = written(site, "y.md", "---\ntitle: A\nmine: https://a.example/2\n---\n")
    assert found(mine)["address"]
    assert found(mine, "--config", "other.toml")["address"] == ""


def test_a_table_is_shown_by_its_first_rows(site: Path) -> None:
    rows = "".join(f"https://a.example/{n},T{n},blue\n" for n in range(50))
    name = written(site, "links.csv", f"url,title,colour\n{rows}")
    content = found(name)
    assert (content["rows"], len(content["records"])) == (50, 5)
    assert [key["key"] for key in content["keys"]][:4] == ["[0].url", "[0].title", "[0].colour", "[1].url"]
    assert len(content["keys"]) == 15
    assert "It has 50 articles, of which the first 5 are shown." in shown(name).stdout


def test_people_and_terms_are_shown(site: Path) -> None:
    person = found(written(site, "_people/j.md", "---\nname: Jane Roe\nbio: Writes.\nweb: x\n---\n"))
    assert [record["record"] for record in person["records"]] == ["person"]
    assert [key["field"] for key in person["keys"]] == ["name", "description", None]
    written(site, "kg.toml", '[terms]\nminutes = "schema:timeRequired"\n')
    article = found(written(site, "z.md", "---\nwebUrl: https://a.example/1\nminutes: 3\n---\n"))
    assert article["keys"][1]["field"] == "https://schema.org/timeRequired"
    assert article["records"][0]["terms"] == [{"predicate": "https://schema.org/timeRequired", "value": "3"}]
