"""The graph -> notes: names that every system takes, links that lead somewhere, and the edges of the graph."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import kg
from attacks import attacked_store
from html_support import TITLE, titled
from html_support import store as store_of
from kg.exporters import obsidian
from kg.exporters.obsidian import FOLDERS, escaped, file_name
from kg.rdf.literals import utc_text
from kg.rdf.network import network
from kg.rdf.store import Store

LINK = re.compile(r"\[\[([^\]|]+)\|([^\]]+)\]\]")
RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(10)), *(f"lpt{i}" for i in range(10))}


@pytest.fixture(params=["twin", "harbor", "attacked"])
def store(request: pytest.FixtureRequest) -> Store:
    return attacked_store() if request.param == "attacked" else request.getfixturevalue(request.param)._store


def facts(note: str) -> dict[str, Any]:
    head, _, _ = note.removeprefix("---\n").partition("\n---\n")
    return dict(yaml.safe_load(head))


def body(note: str) -> str:
    return note.removeprefix("---\n").partition("\n---\n")[2]


def test_each_thing_has_a_note_and_each_link_leads_to_one(store: Store) -> None:
    notes = {path: data.decode() for path, data in obsidian.export(store).items()}
    graph = network(store, images=False)
    iris = {facts(note).get("iri"): path for path, note in notes.items()}
    assert {iri for iri in iris if iri} == set(graph)
    for iri, path in iris.items():
        if iri:
            assert path.startswith(FOLDERS[graph.nodes[iri]["kind"]] + "/")
    for path, note in notes.items():
        for target, _ in LINK.findall(body(note)):
            assert f"{target}.md" in notes, path


def test_links_are_the_edges_of_the_graph(store: Store) -> None:
    notes = {path: data.decode() for path, data in obsidian.export(store).items()}
    graph = network(store, images=False)
    iris = {path.removesuffix(".md"): facts(note).get("iri") for path, note in notes.items()}
    linked = {
        frozenset((iris[path.removesuffix(".md")], iris[target]))
        for path, note in notes.items()
        if iris[path.removesuffix(".md")]
        for target, _ in LINK.findall(body(note))
    }
    for source, target, key in graph.edges(keys=True):
        if key in ("publisher", "about", "mentions", "related", "part") and source != target:
            assert frozenset((source, target)) in linked, (source, target, key)


def test_names_are_safe_and_differ_whatever_the_case(store: Store) -> None:
    paths = [Path(path) for path in obsidian.export(store)]
    for path in paths:
        for part in path.parts:
            assert not re.search(r'[\\:*?"<>|\x00-\x1f]', part)
            assert not part.removesuffix(".md").endswith((".", " "))
            assert len(part.encode()) < 230
        assert path.stem.partition(".")[0].lower() not in RESERVED
    assert len({str(path).casefold() for path in paths}) == len(paths)


@given(st.text(max_size=300))
def test_any_text_is_a_safe_name(text: str) -> None:
    name = file_name(text)
    assert name
    assert not re.search(r'[\\/:*?"<>|#^\[\]\x00-\x1f]', name)
    assert not name.startswith((" ", "."))
    assert not name.endswith((" ", "."))
    assert name.partition(".")[0].lower() not in RESERVED
    assert len(name.encode()) <= 181


@given(st.text(max_size=100))
def test_no_markup_is_left_in_a_text(text: str) -> None:
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>\[\]`#*_|]", escaped(text).replace("\\\\", ""))


def test_the_front_matter_says_what_the_graph_does(harbor: kg.KnowledgeGraph) -> None:
    notes = obsidian.export(harbor._store)
    graph = harbor.networkx()
    for data in notes.values():
        known = facts(data.decode())
        if known.get("kind") == "article":
            node = graph.nodes[known["iri"]]
            assert known.get("url") == node["url"]
            assert known.get("quality") == node.get("quality")
            assert known.get("published") == (utc_text(node["datePublished"]) if "datePublished" in node else None)


def test_a_story_has_a_note_under_its_title_which_its_label_leads_to_and_a_storyline_lists_its_stories() -> None:
    notes = {path: data.decode() for path, data in obsidian.export(store_of(titled())).items()}
    note = notes[f"Stories/{TITLE}.md"]
    assert facts(note)["aliases"] == ["Ferry on the rocks"]
    assert body(note).strip().split("\n\n")[:3] == [
        f"# {escaped(TITLE)}",
        "Ferry on the rocks",
        f"Storyline: [[Storylines/{TITLE}|{TITLE}]]",
    ]
    assert facts(notes["Stories/The goat and the cheese.md"])["series"] is True
    line = notes[f"Storylines/{TITLE}.md"]
    assert [target for target, _ in LINK.findall(body(line))] == [f"Stories/{TITLE}", "Stories/The goat and the cheese"]
