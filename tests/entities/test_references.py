"""Names of other files of a site (slugs, paths, wiki links) -> links between their articles."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg import sources
from kg.codes import DANGLING
from kg.entities.merge import Entities, merge
from kg.model import Reading


def read(path: str, **fields: Any) -> Reading:
    return sources.read_bytes(f"---\n{json.dumps({'title': f'Of {path}', **fields})}\n---\n".encode(), path)


def links(entities: Entities) -> set[tuple[str, str]]:
    return {(link.source, link.target) for link in entities.related}


def odd(entities: Entities) -> list[tuple[str, int, str]]:
    return [(w.origin.path, w.origin.line, w.message) for w in entities.warned if w.code == DANGLING]


TARGET = "_posts/2026-06-03-on-gates.md"


@pytest.mark.parametrize(
    "name",
    [
        "on-gates",
        "On Gates",
        "on_gates",
        "2026-06-03-on-gates",
        "2026-06-03-on-gates.md",
        "_posts/2026-06-03-on-gates.md",
        "../_posts/2026-06-03-on-gates.md",
        "/_posts/2026-06-03-on-gates/",
        "[[2026-06-03-on-gates]]",
        "[[On gates and weirs]]",
        "[[_posts/2026-06-03-on-gates#A part|those gates]]",
        "On gates and weirs",
    ],
)
def test_a_file_of_the_site_goes_by_its_slug_its_path_and_its_title(name: str) -> None:
    entities = merge([read("a.md", related=[name]), read(TARGET, title="On gates and weirs"), read("b.md")])
    assert links(entities) == {("path:a.md", f"path:{TARGET}")}
    (link,) = entities.related
    assert [(origin.path, origin.line) for origin in link.origins] == [("a.md", 2)]
    assert (link.listed, odd(entities)) == (False, [])


def test_a_file_with_an_address_goes_by_its_path_too() -> None:
    target = read("posts/gates/index.md", webUrl="https://my-site.example/2026/gates/")
    for name in ("gates", "posts/gates", "/2026/gates/", "[[posts/gates/index]]"):
        entities = merge([read("a.md", related=[name]), target])
        assert links(entities) == {("path:a.md", "https://my-site.example/2026/gates")}, name


def test_a_name_of_several_files_is_left_out_with_a_word_and_a_path_settles_it() -> None:
    files = [read("x/gates.md"), read("y/gates.md")]
    entities = merge([read("a.md", related=["gates"]), *files])
    assert links(entities) == set()
    (warned,) = odd(entities)
    assert warned[:2] == ("a.md", 2)
    assert "several files have the name 'gates'" in warned[2]
    assert links(merge([read("a.md", related=["y/gates"]), *files])) == {("path:a.md", "path:y/gates.md")}


def test_a_name_that_no_file_has_is_left_out_with_a_word() -> None:
    entities = merge([read("a.md", related=["gates"])])
    assert (links(entities), len(odd(entities))) == (set(), 1)
    assert "no file has the name 'gates'" in odd(entities)[0][2]


def test_the_name_of_the_article_itself_is_no_link() -> None:
    entities = merge([read("gates.md", related=["gates"])])
    assert links(entities) == set()
    assert "the article itself has the name" in odd(entities)[0][2]


def test_a_name_leads_to_the_article_of_the_file_whatever_others_claim_of_it() -> None:
    amp = "https://a.example/gates-amp"
    entities = merge(
        [
            read("a.md", related=["amp"]),
            read("own.md", webUrl="https://a.example/gates", ampWebUrl=amp),
            read("amp.md", webUrl=amp),
        ]
    )
    assert links(entities) == {("path:a.md", amp)}


def test_several_places_of_one_link_are_one_link() -> None:
    text = "---\ntitle: A\nrelated:\n  - gates\n  - gates.md\n  - https://a.example/gates\n---\n"
    entities = merge([sources.read_bytes(text.encode(), "a.md"), read("gates.md", webUrl="https://a.example/gates")])
    (link,) = entities.related
    assert [origin.line for origin in link.origins] == [4, 5, 6]
