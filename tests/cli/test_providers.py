"""kg providers: who covers what others cover, who leads, and what one provider has missed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.identity import article_id
from kg.model import Article

NOON = datetime(2021, 3, 4, 12, tzinfo=UTC)
NAMES = {"a.example": "Auk", "b.example": "Bulletin", "c.example": "Courier", "d.example": "Daily", "z.example": "Zero"}
GraphOf = Callable[..., kg.KnowledgeGraph]


def story(number: int, **hours: float | None) -> list[Article]:
    """Return an article for each provider, at the hour that it is given."""
    found = []
    for name, hour in hours.items():
        key = f"https://{name}.example/{number}"
        published = None if hour is None else NOON + timedelta(hours=hour)
        found.append(Article(key=key, url=key, title=str(number), published=published, provider=f"{name}.example"))
    return found


STORIES = [
    *(story(i, a=0, b=2, c=3) for i in range(3)),
    *(story(i, b=0, c=1) for i in range(3, 6)),
    *(story(i, d=0, c=1) for i in range(6, 10)),
    story(10, a=None, d=0),
]


@pytest.fixture
def out(graph_of: GraphOf, tmp_path: Path) -> Path:
    graph_of(*STORIES, names=NAMES, folder=tmp_path / "out")
    return tmp_path / "out"


def run(*arguments: object) -> str:
    done = CliRunner().invoke(main, ["providers", *map(str, arguments)])
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def rows(text: str) -> list[list[str]]:
    return [re.split(r"\s{2,}", line.rstrip()) for line in text.splitlines()]


def parsed(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_providers_are_listed_with_how_often_they_were_first(out: Path) -> None:
    head, _, *body = rows(run("-g", out))
    assert head == ["provider", "name", "articles", "stories", "first", "by chance", "behind"]
    assert body == [
        ["c.example", "Courier", "10", "10", "0", "4.5", "1.0 h"],
        ["b.example", "Bulletin", "6", "6", "3", "2.5", "1.0 h"],
        ["d.example", "Daily", "5", "5", "4", "2.0", "0 min"],
        ["a.example", "Auk", "4", "4", "3", "1.0", "0 min"],
        ["z.example", "Zero", "0", "0"],
    ]


def test_pairs_are_listed_by_lift_the_leader_first(out: Path) -> None:
    head, _, *body = rows(run("-g", out, "--pairs"))
    assert head == ["leader", "follower", "shared", "expected", "lift", "ahead", "behind", "by", "p"]
    assert body == [
        ["a.example", "b.example", "3", "2.2", "1.4", "3", "0", "+2.0 h", "0.25"],
        ["b.example", "c.example", "6", "5.5", "1.1", "6", "0", "+1.0 h", "0.03"],
        ["d.example", "c.example", "4", "4.5", "0.9", "4", "0", "+1.0 h", "0.12"],
        ["a.example", "c.example", "3", "3.6", "0.8", "3", "0", "+3.0 h", "0.25"],
    ]


def test_a_provider_is_a_screen_of_figures_peers_and_what_it_missed(out: Path) -> None:
    text = run("-g", out, "a.example")
    assert text.startswith(
        "Auk\n\nprovider    a.example\narticles    4\nstories     4 that others carried too\n"
        "speed       first in 3 of 3 with dates, 1.0 by chance; 0 min behind the first (median)\n\nPeers: "
    )
    assert ["b.example", "Bulletin", "3", "2.2", "1.4", "3", "0", "+2.0 h", "0.25"] in rows(text)
    assert text.endswith("Missed: stories that 2 of these peers or more carried, and it did not\n\nnone\n")


def test_what_is_not_known_of_a_provider_is_not_shown(out: Path) -> None:
    text = run("-g", out, "Zero")
    assert text.splitlines()[:5] == [
        "Zero",
        "",
        "provider    z.example",
        "articles    0",
        "stories     0 that others carried too",
    ]
    assert "speed" not in text
    assert text.count("\nnone\n") == 2


@pytest.fixture
def missed(graph_of: GraphOf, tmp_path: Path) -> Path:
    together = [story(i, a=0, b=1, c=2) for i in range(3)]
    without = [story(i, b=0, c=None) for i in range(10, 35)]
    others = [story(i, x=0, y=1) for i in range(40, 80)]
    graph_of(*together, *without, *others, folder=tmp_path / "missed")
    return tmp_path / "missed"


def test_what_it_missed_is_cut_on_the_screen_and_whole_by_itself(missed: Path) -> None:
    ids = {article_id(f"https://b.example/{i}") for i in range(10, 35)}
    screen = run("-g", missed, "a.example")
    assert sum(line.split("  ")[0] in ids for line in screen.splitlines()) == 20
    assert screen.endswith("... and 5 more: kg providers a.example --missed\n")
    _, _, *whole = rows(run("-g", missed, "a.example", "--missed"))
    assert {row[0] for row in whole} == ids
    first = min(range(10, 35), key=lambda i: article_id(f"https://b.example/{i}"))
    assert whole[0][1:] == ["2", "2", f"the story of {first}", "b.example, c.example"]


def test_csv_is_the_list_the_pairs_the_peers_or_what_it_missed(out: Path, missed: Path) -> None:
    standings = parsed(run("-g", out, "--format", "csv"))
    assert standings[0] == {
        "domain": "c.example",
        "name": "Courier",
        "articles": "10",
        "stories": "10",
        "timed": "10",
        "first": "0",
        "by_chance": "4.5",
        "lag_hours": "1.0",
    }
    assert standings[-1]["lag_hours"] == ""
    pairs = parsed(run("-g", out, "--pairs", "--format", "csv"))
    assert (pairs[0]["leader"], pairs[0]["follower"], pairs[0]["lift"]) == ("a.example", "b.example", "1.375")
    peers = parsed(run("-g", out, "a.example", "--format", "csv"))
    assert [(peer["peer"], peer["lead_hours"], peer["p"]) for peer in peers] == [("b.example", "2.0", "0.25")]
    gaps = parsed(run("-g", missed, "a.example", "--missed", "--format", "csv"))
    assert len(gaps) == 25
    assert gaps[0]["peers"] == "b.example c.example"
    assert gaps[0]["start"] == "2021-03-04T12:00:00Z"


def test_json_has_the_same(out: Path, missed: Path) -> None:
    assert json.loads(run("-g", out, "--format", "json"))[0]["by_chance"] == 4.5
    assert json.loads(run("-g", out, "--pairs", "--format", "json"))[0]["follower"]["domain"] == "b.example"
    one = json.loads(run("-g", missed, "a.example", "--format", "json"))
    assert one["standing"]["name"] == "a.example"
    assert [peer["domain"] for peer in one["peers"]] == ["b.example", "c.example"]
    assert one["missed"] == json.loads(run("-g", missed, "a.example", "--missed", "--format", "json"))
    assert one["missed"][0]["peers"] == ["b.example", "c.example"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody.example"], "kg: no provider is known as nobody.example; "),
        (["--missed"], "--missed goes with a DOMAIN, --pairs without"),
        (["a.example", "--pairs"], "--missed goes with a DOMAIN, --pairs without"),
        (["--format", "xml"], "'xml' is not one of"),
    ],
)
def test_wrong_usage_is_exit_code_2(out: Path, arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(main, ["providers", "-g", str(out), *arguments])
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
