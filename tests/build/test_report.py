"""report.json and stories.csv."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.build.report import report, write_stories
from kg.entities.merge import Entities
from kg.identity import DEFAULT_BASE
from kg.model import Article, Origin, Reading, Rejected, SourceFile, Story
from kg.sources import InputFile
from kg.sources.account import account
from kg.stories import Found

HARBOR = {
    "files": {"found": 16, "read": 9, "rejected": 2, "left_out": 7},
    "articles": 5,
    "full": 3,
    "stubs": 2,
    "providers": 5,
    "topics": 3,
    "organizations": 0,
    "people": 0,
    "images": 5,
    "related": 3,
    "mentions": 0,
    "stories": 1,
    "in_stories": 4,
    "series": 0,
    "storylines": 0,
    "triples": 136,
}


def rows(folder: Path) -> list[list[str]]:
    with open(folder / "stories.csv", encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_report_counts_what_was_found_and_made(harbor: kg.KnowledgeGraph) -> None:
    assert harbor.report["counts"] == HARBOR


def test_the_report_of_the_twin_has_the_counts_of_the_design(twin: kg.KnowledgeGraph) -> None:
    counts = twin.report["counts"]
    assert counts["files"] == {"found": 1, "read": 1, "rejected": 0, "left_out": 0}
    kinds = ("articles", "full", "stubs", "providers", "topics", "images", "related", "stories", "in_stories")
    assert [counts[kind] for kind in kinds] == [8, 1, 7, 8, 3, 9, 7, 1, 8]


def test_rejected_files_are_named_with_line_and_reason(harbor: kg.KnowledgeGraph) -> None:
    assert harbor.report["rejected"] == [
        {
            "path": "_news/2021-06-01-no-address.md",
            "line": 2,
            "reason": "'javascript:alert(1)' is not an absolute http(s) address; write it in full",
        },
        {
            "path": "_news/2021-06-02-not-closed.md",
            "line": 1,
            "reason": "the front matter is not closed; add a line --- after it",
        },
    ]


def test_warnings_are_named_with_line_and_message(harbor: kg.KnowledgeGraph) -> None:
    assert harbor.report["warnings"] == [
        {
            "path": "_news/2021-03-04-ferry-skylark-aground.md",
            "line": 48,
            "message": "the article is related to itself: the link is dropped; delete it",
        }
    ]


def test_what_is_left_out_is_counted_by_reason_and_folder(harbor: kg.KnowledgeGraph) -> None:
    left_out = harbor.report["left_out"]
    assert sum(group["files"] for group in left_out["why"]) == harbor.report["counts"]["files"]["left_out"]
    found = {group["why"]: (group["files"], group["example"]) for group in left_out["why"]}
    assert found["a draft"] == (2, "_newsletters/one.md")
    assert found["a README or the like"] == (1, "README.md")
    assert left_out["folders"] == {
        ".": 1,
        "_data/tags": 1,
        "_layouts": 1,
        "_newsletters": 2,
        "api": 1,
        "samples": 1,
    }


def test_timings_stand_apart_and_last(harbor: kg.KnowledgeGraph) -> None:
    text = (harbor.folder / "report.json").read_text(encoding="utf-8")
    assert list(json.loads(text))[-1] == "timings"
    assert list(harbor.report["timings"]) == ["scan", "read", "merge", "organizations", "stories", "triples", "export"]
    assert all(0 <= seconds < 60 for seconds in harbor.report["timings"].values())
    assert text.endswith("}\n")


def test_the_report_says_what_made_it(harbor: kg.KnowledgeGraph) -> None:
    assert harbor.report["version"] == "0.1.0"
    assert harbor.report["identity_version"] == 2
    assert harbor.report["base"] == "https://kg-news.example/"


def test_a_file_with_two_faults_is_one_rejected_file() -> None:
    faults = tuple(Rejected(origin=Origin(path="a.md", line=line), reason="odd") for line in (1, 2))
    found = [InputFile("/x/a.md", "a.md", "article"), InputFile("/x/b.png", "b.png", "other")]
    files = account(found, [Reading(file=SourceFile(path="a.md", sha256=""), rejected=faults)])
    made: dict[str, Any] = report(Entities(rejected=faults), Found(), files, triples=0, base="https://n.example/")
    assert made["counts"]["files"] == {"found": 2, "read": 1, "rejected": 1, "left_out": 1}
    assert made["left_out"]["folders"] == {".": 1}


def test_every_article_has_a_row_with_its_address_as_the_file_has_it(harbor: kg.KnowledgeGraph) -> None:
    assert rows(harbor.folder) == [
        ["article", "story"],
        ["https://gull.example/skylark-passengers-tell", "fded6a3d388c2666"],
        ["https://marrow-valley.example/orchards", "c607f5d8193b652c"],
        ["https://tern-times.example/skylark-passengers", "fded6a3d388c2666"],
        ["https://video.example/watch?v=skylark", "fded6a3d388c2666"],
        [
            "https://www.harbor-post.example/2021/03/04/ferry Skylark aground/?utm_source=feed&id=7#top",
            "fded6a3d388c2666",
        ],
    ]


@pytest.mark.parametrize("name", ["twin", "harbor"])
def test_rows_agree_with_the_stories_of_the_graph(name: str, request: pytest.FixtureRequest) -> None:
    graph: kg.KnowledgeGraph = request.getfixturevalue(name)
    found = dict(rows(graph.folder)[1:])
    asked = graph.query("SELECT ?url ?story { ?story a kg:Story ; schema:hasPart/schema:url ?url }")
    in_stories = {row["url"]: row["story"].rsplit("/", 1)[-1] for row in asked}
    articles = {
        row["url"]: row["article"].rsplit("/", 1)[-1]
        for row in graph.query(
            "SELECT * { VALUES ?c { schema:NewsArticle schema:VideoObject } ?article a ?c ; schema:url ?url }"
        )
    }
    assert found == {url: in_stories.get(url, own) for url, own in articles.items()}


def test_an_address_with_a_comma_or_a_line_end_is_quoted(tmp_path: Path) -> None:
    articles = [Article(key=f"https://a.example/{i}", url=url) for i, url in enumerate(["b,c", 'd"e', "f\ng"])]
    stories = [Story(id=a.key[-1] * 16, label="", members=(a.key,), first=a.key) for a in articles]
    write_stories(articles, stories, tmp_path / "stories.csv", base=DEFAULT_BASE)
    text = (tmp_path / "stories.csv").read_bytes().decode()
    assert text == 'article,story\n"b,c",0000000000000000\n"d""e",1111111111111111\n"f\ng",2222222222222222\n'
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == 4
