"""kg stories: the list, and one story with its key figures."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.cli import main, output, stories
from kg.identity import DEFAULT_BASE, article_id, article_iri
from kg.model import Article

EXAMPLE = Path(__file__).parents[2] / "examples" / "facial-recognition-2020"
NOON = datetime(2021, 3, 4, 12, tzinfo=UTC)
NAMES = {"tern.example": "Tern Times", "gull.example": "The Gull", "auk.example": "Auk", "wire.example": "Wire"}
GraphOf = Callable[..., kg.KnowledgeGraph]


def article(name: str, hours: float | None = 0.0, *, by: str | None = None) -> Article:
    key = f"https://{by or 'nobody.example'}/{name}"
    published = None if hours is None else NOON + timedelta(hours=hours)
    return Article(key=key, url=key, title=f"title of {name}", published=published, provider=by)


FERRY = [
    article("a", 0, by="wire.example"),
    article("b", 0.5, by="tern.example"),
    article("c", 1.25, by="gull.example"),
    article("d", 60, by="wire.example"),
    article("e", None, by="auk.example"),
]
MUSEUM = [article("m", None), article("n", None)]
ORCHARD = [article("o", 0, by="tern.example"), article("p", 0.2, by="gull.example"), article("q", 5)]
COPIES = {FERRY[2].key: FERRY[0].key}
FERRY_ID, MUSEUM_ID, ORCHARD_ID = (article_id(story[0].key) for story in (FERRY, MUSEUM, ORCHARD))


@pytest.fixture
def out(graph_of: GraphOf, tmp_path: Path) -> Path:
    links = [(FERRY[1], FERRY[0]), (FERRY[3], FERRY[0])]
    graph_of(FERRY, MUSEUM, ORCHARD, links=links, copies=COPIES, names=NAMES, folder=tmp_path / "out")
    return tmp_path / "out"


def run(*arguments: object) -> str:
    done = CliRunner().invoke(main, ["stories", *map(str, arguments)])
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def cells(line: str) -> list[str]:
    return re.split(r"\s{2,}", line.rstrip())


def test_stories_are_listed_with_size_providers_span_and_label(out: Path) -> None:
    head, _, *rows = run("-g", out).splitlines()
    assert head.split() == ["title", "articles", "providers", "span", "story"]
    assert [cells(row) for row in rows] == [
        ["the story of title of a", "5", "4", "2021-03-04 to 2021-03-07", FERRY_ID],
        ["the story of title of o", "3", "2", "2021-03-04", ORCHARD_ID],
        ["the story of title of m", "2", "0", MUSEUM_ID],
    ]


def test_the_list_as_csv(out: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("-g", out, "--format", "csv"), newline="")))
    assert rows[0] == {
        "story": FERRY_ID,
        "title": "the story of title of a",
        "articles": "5",
        "providers": "4",
        "start": "2021-03-04T12:00:00Z",
        "end": "2021-03-07T00:00:00Z",
        "cohesion": "0.500",
        "confidence": "1.000",
        "series": "false",
        "label": "the story of title of a",
    }
    assert (rows[2]["start"], rows[2]["providers"]) == ("", "0")


def test_the_list_as_json(out: Path) -> None:
    found = json.loads(run("-g", out, "--format", "json"))
    assert [story["id"] for story in found] == [FERRY_ID, ORCHARD_ID, MUSEUM_ID]
    assert found[1]["start"] == "2021-03-04T12:00:00Z"
    assert found[1]["providers"] == 2
    assert found[1]["members"] == [DEFAULT_BASE + article_iri(one.key) for one in ORCHARD]
    assert found[2]["start"] is None
    assert [*found[0]] == [*stories.STORY_JSON, "providers"]


def test_a_graph_without_stories_lists_none(graph_of: GraphOf, tmp_path: Path) -> None:
    graph_of(alone=[article("a")], folder=tmp_path / "out")
    assert len(run("-g", tmp_path / "out").splitlines()) == 2
    assert len(run("-g", tmp_path / "out", "--format", "csv").splitlines()) == 1
    assert json.loads(run("-g", tmp_path / "out", "--format", "json")) == []


def test_one_story_is_a_screen_of_figures_and_a_timeline(out: Path) -> None:
    assert run("-g", out, FERRY_ID).splitlines() == [
        "the story of title of a",
        "",
        f"story       {FERRY_ID}, cohesion 0.50",
        "span        2021-03-04 12:00 to 2021-03-07 00:00 UTC, 2.5 days",
        "articles    5, copies of others: 1, without a date: 1",
        "providers   4",
        "in order    Wire (first), Tern Times (+30 min), The Gull (+1.2 h), Auk (no date)",
        "links       2 related links between these articles",
        "",
        "published          lag         provider     headline     url",
        "─" * 79,
        "2021-03-04 12:00   first       Wire         title of a   https://wire.example/a",
        "2021-03-04 13:15   +1.2 h      The Gull     └ copy       https://gull.example/c",
        "2021-03-04 12:30   +30 min     Tern Times   title of b   https://tern.example/b",
        "2021-03-07 00:00   +2.5 days   Wire         title of d   https://wire.example/d",
        "                               Auk          title of e   https://auk.example/e",
    ]


def test_what_a_story_does_not_have_is_not_shown(out: Path) -> None:
    assert run("-g", out, MUSEUM_ID).splitlines()[2:-4] == [
        f"story       {MUSEUM_ID}, cohesion 0.50",
        "articles    2, without a date: 2",
        "links       no related links between these articles",
        "",
    ]


def test_a_burst_is_shown(graph_of: GraphOf, tmp_path: Path) -> None:
    story = [article(str(i), hours) for i, hours in enumerate([0, 20, 20.5, 21, 21.5, 60])]
    graph_of(story, folder=tmp_path / "out")
    text = run("-g", tmp_path / "out", article_id(story[0].key))
    assert "burst       4 reports within 1.5 h, from 2021-03-05 08:00 on\n" in text


def test_many_providers_are_broken_between_two(graph_of: GraphOf, tmp_path: Path) -> None:
    story = [article("a", i, by=f"{i:02}.example") for i in range(30)]
    names = {f"{i:02}.example": f"The Long Name {i}" for i in range(30)}
    graph_of(story, names=names, folder=tmp_path / "out")
    lines = run("-g", tmp_path / "out", article_id(story[0].key)).splitlines()
    order = lines[
        lines.index("providers   30") + 1 : lines.index("links       no related links between these articles")
    ]
    assert len(order) > 4
    assert max(map(len, order)) <= 120
    assert all(re.fullmatch(r"in order    The .*,|            The .*\),?", line) for line in order)


def test_on_a_narrow_terminal_the_title_keeps_its_room(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "columns", lambda: 60)
    head, _, *rows = run("-g", out).splitlines()
    assert head.split() == ["title", "articles", "begins", "story"]
    assert cells(rows[0]) == ["the story of title of a", "5", "2021-03-04", FERRY_ID[:8]]
    assert max(map(len, [head, *rows])) <= 60
    assert run("-g", out, cells(rows[0])[-1]).startswith("the story of title of a\n")


def test_storylines_stand_under_the_names_of_their_columns(tmp_path: Path) -> None:
    graph = kg.build(EXAMPLE, output=tmp_path / "out", formats=())
    (line,) = graph.storylines
    articles = sum(len(story.members) for story in graph.stories if story.id in line.stories)
    (row,) = csv.DictReader(io.StringIO(run("-g", tmp_path / "out", "--storylines", "--format", "csv"), newline=""))
    assert (row["storyline"], row["title"]) == (line.id, line.title)
    assert (row["stories"], row["articles"]) == (str(len(line.stories)), str(articles))
    head, _, shown = run("-g", tmp_path / "out", "--storylines").splitlines()
    assert dict(zip(cells(head), cells(shown), strict=True))["title"] == line.title


def test_on_a_terminal_addresses_give_way_to_headlines(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "columns", lambda: 70)
    text = run("-g", out, FERRY_ID)
    assert "title of b" in text
    assert "https://" not in text
    assert max(map(len, text.splitlines())) <= 70
    monkeypatch.setattr(stories, "columns", lambda: 90)
    assert "https://tern.example/b" in run("-g", out, FERRY_ID)


def test_one_story_as_csv_is_its_timeline(out: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("-g", out, FERRY_ID, "--format", "csv"), newline="")))
    assert [(row["lag_hours"], row["provider"], row["url"]) for row in rows] == [
        ("0.0", "Wire", "https://wire.example/a"),
        ("0.5", "Tern Times", "https://tern.example/b"),
        ("1.25", "The Gull", "https://gull.example/c"),
        ("60.0", "Wire", "https://wire.example/d"),
        ("", "Auk", "https://auk.example/e"),
    ]
    assert rows[0]["published"] == "2021-03-04T12:00:00Z"
    assert rows[2]["copy_of"] == rows[0]["article"] == DEFAULT_BASE + article_iri(FERRY[0].key)
    assert rows[0]["copy_of"] == ""


def test_one_story_as_json_has_all_figures(out: Path) -> None:
    found = json.loads(run("-g", out, FERRY_ID, "--format", "json"))
    figures = ("articles", "reports", "copies", "undated", "links", "bursts", "span_hours", "cohesion")
    assert [found[name] for name in figures] == [5, 4, 1, 1, 2, [], 60.0, 0.5]
    assert found["providers"][2] == {
        "domain": "gull.example",
        "name": "The Gull",
        "lag_hours": 1.25,
        "articles": 1,
        "copies": 1,
    }
    assert [entry["lag_hours"] for entry in found["timeline"]] == [0.0, 0.5, 1.25, 60.0, None]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_every_form_is_the_same_twice(out: Path, form: str) -> None:
    for arguments in ([], [FERRY_ID]):
        assert run("-g", out, *arguments, "--format", form) == run("-g", out, *arguments, "--format", form)


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("0000", "kg: no story with the id 0000; kg stories lists them"),
        (FERRY_ID + "0", f"kg: no story with the id {FERRY_ID}0; kg stories lists them"),
        ("", "kg: 3 stories with the id ; kg stories lists them"),
    ],
)
def test_a_story_that_is_not_there_is_exit_code_2(out: Path, id: str, message: str) -> None:
    done = CliRunner().invoke(main, ["stories", "-g", str(out), id])
    assert (done.exit_code, done.stdout, done.stderr.strip()) == (2, "", message)


@pytest.mark.parametrize(
    ("value", "text"), [(NOON, "2021-03-04T12:00:00Z"), (None, ""), ('a,"b"', '"a,""b"""'), (7, "7")]
)
def test_cells_of_csv(value: object, text: str) -> None:
    assert output.as_csv(("a", "b"), [(value, 1)]) == f"a,b\r\n{text},1\r\n"


def test_json_keeps_letters_as_they_are() -> None:
    names: Mapping[str, str] = {"name": "Grünfelder Bote"}
    assert output.as_json(names) == '{\n  "name": "Grünfelder Bote"\n}\n'
