"""The graph -> pictures: well-formed, escaped, the same every time, and no label over another."""

from __future__ import annotations

import re
import struct
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from attacks import START, attacked_store
from kg.errors import UsageError
from kg.exporters import pictures
from kg.exporters.format import Extra, Format
from kg.exporters.pictures.sheet import fitted, ticks, width, wrapped
from kg.exporters.pictures.stories import Box, _places
from kg.rdf.store import Store

SVG = "{http://www.w3.org/2000/svg}"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    return kg.build(EXAMPLES, output=tmp_path_factory.mktemp("example") / "output", formats=())


def texts(drawing: bytes) -> list[ET.Element]:
    return list(ET.fromstring(drawing).iter(f"{SVG}text"))


def box(text: ET.Element) -> tuple[float, float, float, float]:
    """The room of a text at most: left, top, right, bottom."""
    size, x, y = float(text.get("font-size", 13)), float(text.get("x", 0)), float(text.get("y", 0))
    wide = width(text.text or "", size, bold=1.13 if text.get("font-weight") == "bold" else 1.0)
    left = x - {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", "start"), 0.0)
    return left, y - 0.75 * size, left + wide, y + 0.2 * size


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def draw(store: Store, picture: str, stories: Any) -> bytes:
    return pictures.svg(store, **pictures.chosen(stories, picture, None))


@pytest.mark.parametrize("picture", sorted(pictures.PICTURES))
@pytest.mark.parametrize("name", ["twin", "harbor", "example", "attacked"])
def test_no_text_lies_on_another_or_leaves_the_sheet(picture: str, name: str, request: pytest.FixtureRequest) -> None:
    graph = None if name == "attacked" else request.getfixturevalue(name)
    store = attacked_store() if graph is None else graph._store
    stories = kg.KnowledgeGraph(store, Path("nowhere")).stories
    drawing = draw(store, picture, stories)
    root = ET.fromstring(drawing)
    wide, high = float(root.get("width", 0)), float(root.get("height", 0))
    boxes = [(text.text, box(text)) for text in texts(drawing) if text.text]
    for text, (left, top, right, bottom) in boxes:
        assert left >= 0, text
        assert right <= wide, text
        assert top >= 0, text
        assert bottom <= high, text
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not _overlap(a, b), (one, other)


def test_a_picture_holds_no_script_and_no_reference() -> None:
    store = attacked_store()
    stories = kg.KnowledgeGraph(store, Path("nowhere")).stories
    for picture in pictures.PICTURES:
        elements = list(ET.fromstring(draw(store, picture, stories)).iter())
        assert {e.tag.removeprefix(SVG) for e in elements} <= {"svg", "title", "rect", "line", "circle", "text"}
        assert not [key for e in elements for key in e.attrib if "href" in key or key.startswith("on")]


def test_the_timeline_has_a_line_for_each_article_in_order(example: kg.KnowledgeGraph) -> None:
    story = example.stories[0]
    said = [text.text or "" for text in texts(draw(example._store, "timeline", example.stories))]
    said = said[next(i for i, text in enumerate(said) if " articles" in text) :]  # below its title, which is a headline
    graph = example.networkx()
    starts = [graph.nodes[member]["headline"][:25] for member in story.members]
    places = [next(i for i, text in enumerate(said) if text and text.startswith(start)) for start in starts]
    assert places == sorted(places)
    dots = list(ET.fromstring(draw(example._store, "timeline", example.stories)).iter(f"{SVG}circle"))
    xs = [float(dot.get("cx", 0)) for dot in dots[: len(story.members)]]
    assert xs == sorted(xs)


def test_the_map_has_a_dot_for_each_article_of_a_story(example: kg.KnowledgeGraph) -> None:
    root = ET.fromstring(draw(example._store, "map", example.stories))
    dots = [e for e in root.iter(f"{SVG}circle") if e.get("r") == "5"]
    assert len(dots) == sum(len(story.members) for story in example.stories)


def test_coverage_has_the_counts_of_kg_providers(example: kg.KnowledgeGraph) -> None:
    from kg.analysis import coverage

    found = example.coverage
    shared = sorted(lead.follower.shared for lead in coverage.leads(found, least=1))
    shown = [s for s in coverage.standings(found) if s.stories]
    said = [text.text for text in texts(draw(example._store, "coverage", example.stories))]
    numbers = sorted(int(text) for text in said if text and text.isdigit())
    assert len(shown) <= 18
    assert numbers == sorted([*shared, *(s.stories for s in shown)])


def test_png_is_what_svg_shows_at_twice_the_size(example: kg.KnowledgeGraph) -> None:
    pytest.importorskip("resvg_py", reason="the extra kg-news[png] is not installed")
    data = pictures.png(example._store)
    root = ET.fromstring(pictures.svg(example._store))
    assert data.startswith(b"\x89PNG\r\n")
    wide, high = struct.unpack(">II", data[16:24])
    assert abs(wide - 2 * float(root.get("width", 0))) <= 2
    assert abs(high - 2 * float(root.get("height", 0))) <= 2
    assert data == pictures.png(example._store)
    assert len(data) > 20_000, "there are letters and dots in it"


def test_without_a_font_a_png_is_an_error_and_not_a_picture_without_words(
    twin: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    resvg = pytest.importorskip("resvg_py", reason="the extra kg-news[png] is not installed")
    draw = resvg.svg_to_bytes
    monkeypatch.setattr(resvg, "svg_to_bytes", lambda **options: draw(**options, skip_system_fonts=True))
    with pytest.raises(UsageError, match="png finds no font"):
        pictures.png(twin._store)


def test_pictures_are_named_by_what_they_show_and_a_build_drops_them(seed_twin: Path, tmp_path: Path) -> None:
    graph = kg.build(seed_twin, output=tmp_path / "out", formats=["svg"])
    id = graph.stories[0].id
    (one,) = graph.export("svg", story=id[:6])
    (other,) = graph.export("svg", picture="coverage")
    assert (one.name, other.name) == (f"graph-story-{id}.svg", "graph-coverage.svg")
    (graph.folder / "graph-mine.svg").write_text("mine")
    kg.build(seed_twin, output=tmp_path / "out", formats=["ntriples"])
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert left & {"graph.svg", one.name, other.name, "graph-mine.svg"} == {"graph-mine.svg"}


@pytest.mark.parametrize(
    ("picture", "story", "message"),
    [
        ("pie", None, "no picture 'pie'; there are map, timeline, coverage"),
        ("map", "ab", "the picture map is not of one story"),
        ("timeline", "zz", "no story with the id zz"),
    ],
)
def test_a_picture_that_cannot_be_says_why(
    twin: kg.KnowledgeGraph, picture: str, story: str | None, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        twin.export("svg", picture=picture, story=story)


def test_an_extra_that_is_not_there_is_named_before_anything_is_done() -> None:
    missing = Format("x", lambda store: b"", "nobody", (), Extra("extra", "no_such_module_at_all"))
    with pytest.raises(UsageError, match=re.escape("pip install 'kg-news[extra]'")):
        missing.check("x")


@given(st.text(max_size=200), st.floats(20, 400))
def test_a_text_takes_no_more_room_than_it_was_given(text: str, room: float) -> None:
    assert width(fitted(text, room, 13), 13) <= room or len(fitted(text, room, 13)) <= 1
    lines = wrapped(text, room, 13, lines=3)
    assert len(lines) <= 3


@given(st.integers(0, 10**9), st.integers(1, 12))
def test_ticks_are_few_and_within_the_span(seconds: int, most: int) -> None:
    from datetime import timedelta

    end = START + timedelta(seconds=seconds)
    found = ticks(START, end, most=most)
    assert len(found) <= most + 1
    assert all(START <= moment <= end for moment, _ in found)


@given(st.lists(st.tuples(st.floats(10, 300), st.floats(10, 200)), min_size=1, max_size=30))
@settings(deadline=None, max_examples=20)
def test_no_two_stories_are_drawn_on_each_other(sizes: list[tuple[float, float]]) -> None:
    links = [(i, i + 1, 1.0) for i in range(0, len(sizes) - 1, 3)]
    places = _places(sizes, links)
    assert not [1 for a, b in combinations(places, 2) if _overlap(a, b)]
