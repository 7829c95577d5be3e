"""The page, as a reader has it: opened from a file in a real browser, without a network, pointed at and typed into."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from html_support import (
    ALONE,
    BAD_ADDRESSES,
    CHEESE,
    FERRY,
    NASTY,
    START,
    TITLE,
    Opened,
    article,
    attack,
    city,
    lines,
    opened,
    store,
    story,
    titled,
    town,
)
from kg.exporters import html
from kg.exporters.html import payload
from kg.exporters.html.columns import read_columns
from kg.html import visible
from kg.model import Article, Organization, Origin, SourceFile
from kg.rdf.store import Store

Open = Callable[..., AbstractContextManager[Opened]]
PHONE = {"width": 390, "height": 844}
CHOSEN = "(s => JSON.stringify([s.view, s.mode, s.provider, s.story, s.open, s.total]))(kgPage.state)"
FAULTS = ("serious", "critical")  # of axe-core


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Open:
    # nothing moves by itself, so that nothing is looked for where it was
    still = {"reduced_motion": "reduce"}
    return lambda page, **options: opened(browser, tmp_path / "graph.html", page, **still | options)


def port() -> list[Any]:
    """Return the news of the town, with what it says of an organization, a copy, excerpts and qualities."""
    records = []
    for record in town():
        if isinstance(record, Article) and record.title in FERRY:
            at = FERRY.index(record.title)
            more = {
                "mentions": ("coastguard",) if at < 2 else (),
                "quality": 10 * at,
                "excerpt": f"The tide of day {at}.",
            }
            record = msgspec.structs.replace(record, **more)  # noqa: PLW2901 - the same article, and what more is known
        records.append(record)
    return [*records, Organization(slug="coastguard", name="Coastguard")]


def copied() -> list[str]:
    """Return the port's news, in which the fourth report is a copy of the second."""
    made = lines(port())
    ids = {
        title: line.split()[0]
        for title in FERRY
        for line in made
        if f'headline> "{title}"' in line and "/article/" in line.split()[0]
    }
    return [*made, f"{ids[FERRY[3]]} <https://kg-news.example/ontology#copyOf> {ids[FERRY[1]]} .\n"]


@pytest.fixture(scope="module")
def graph() -> Store:
    return Store.load(copied())


@pytest.fixture(scope="module")
def page(graph: Store) -> bytes:
    return html.export(graph)


def state(shown: Opened, name: str) -> Any:
    return shown.run(f"kgPage.state.{name}")


def place(shown: Opened, key: str) -> tuple[float, float]:
    """Return where on the screen a node of the map is."""
    shown.page.wait_for_function(
        """() => { const camera = kgPage.map.sigma.getCamera(); const before = JSON.stringify(camera.getState());
        return new Promise(done => setTimeout(() => done(before === JSON.stringify(camera.getState())), 120)); }"""
    )
    x, y = shown.run(
        """key => { const { sigma, graph, stage } = kgPage.map; const box = stage.getBoundingClientRect();
        const at = sigma.graphToViewport(graph.getNodeAttributes(key)); return [at.x + box.x, at.y + box.y]; }""",
        key,
    )
    return x, y


def tab(shown: Opened, name: str) -> None:
    shown.page.get_by_role("tab", name=name).click()


# ---- complete in itself


@pytest.mark.browser
def test_the_page_asks_for_nothing_and_complains_of_nothing(show: Open, page: bytes) -> None:
    with show(page) as opened:
        for name in ("Map", "Timeline", "Stories"):
            tab(opened, name)
            opened.page.wait_for_timeout(150)
        assert opened.run("document.documentElement.dataset.ready") == "true"
        assert (opened.requests, opened.troubles) == ([], [])
        counts = opened.page.locator(".counts span").all_inner_texts()
        assert counts == ["8 articles", "2 stories", "3 providers", "2 topics", "1 organization"]


@pytest.mark.browser
def test_each_element_is_one_that_every_browser_knows(show: Open, page: bytes) -> None:
    unknown = "[...document.querySelectorAll('*')].filter(e => e instanceof HTMLUnknownElement).map(e => e.localName)"
    with show(page) as opened:
        assert opened.run(unknown) == []


def test_nothing_in_the_source_points_elsewhere(page: bytes) -> None:
    text = page.decode()
    assert re.findall(r"""\b(?:src|action)\s*=\s*["']?\s*(?:https?:)?//[^\s"'>]*""", text) == []
    assert all('rel="noopener noreferrer"' in link for link in re.findall(r"<a\b[^>]*>", text.partition("<script")[0]))
    assert "sourceMappingURL" not in text
    assert "@import" not in text
    assert len(re.findall(r"<link\b", text)) == 1  # the empty icon, so that no server is asked for one
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert "connect-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]


@pytest.mark.browser
def test_the_policy_stops_a_script_that_was_put_in_later(show: Open, page: bytes) -> None:
    evil = (
        b"<script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'><img src='https://spy.example/p.gif'>"
    )
    with show(page.replace(b"</body>", evil + b"</body>")) as opened:
        assert opened.run("typeof window.pwned") == "undefined"
        assert not [request for request in opened.requests if "spy" in request]
        assert any("Content Security Policy" in trouble for trouble in opened.troubles)


def test_the_bundle_is_what_its_checksums_say() -> None:
    folder = Path(html.__file__).parent / "bundle"
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    sums = {name: sum for sum, name in map(str.split, lines)}
    assert sorted(sums) == ["LICENSES.txt", "page.css", "page.js"]
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == known for name, known in sums.items())
    text = (folder / "LICENSES.txt").read_text()
    assert all(name in text for name in ("sigma", "graphology", "events", "Alexis Jacomy", "Guillaume Plique"))


# ---- the map


@pytest.mark.browser
def test_a_story_unfolds_on_the_map_and_closes_again(show: Open, page: bytes) -> None:
    with show(page) as opened:
        kinds = """() => { const found = {};
            for (const key of kgPage.map.graph.nodes()) found[key.split("/")[0]] = (found[key.split("/")[0]] ?? 0) + 1;
            return found; }"""
        assert opened.run(kinds) == {"story": 2, "article": 2}
        opened.page.mouse.click(*place(opened, "story/0"))
        opened.page.wait_for_function("() => kgPage.state.open.length === 1")
        assert opened.run(kinds) == {"story": 2, "article": 6, "provider": 3, "topic": 1, "organization": 1}
        edges = opened.run("kgPage.map.graph.mapEdges((key, edge) => edge.kind).sort()")
        assert {kind: edges.count(kind) for kind in set(edges)} == {
            "part": 4, "publisher": 4, "about": 3, "mentions": 2, "related": 3, "shares": 1,
        }  # fmt: skip
        assert opened.page.locator("#panel h2").inner_text() == "Ferry on the rocks"
        legend = opened.page.locator(".legend li").all_inner_texts()
        assert {"Provider", "Topic", "Organization", "mentions", "links to (curated)"} <= set(legend)
        opened.page.wait_for_timeout(opened.run("kgPage.map.sigma.getSetting('doubleClickTimeout')"))
        opened.page.mouse.click(*place(opened, "story/0"))
        opened.page.wait_for_function("() => kgPage.state.open.length === 0")
        assert opened.run(kinds) == {"story": 2, "article": 2}
        assert opened.page.locator("#panel").is_hidden()
        assert opened.troubles == []


@pytest.mark.browser
def test_a_double_click_unfolds_a_story_as_one_click_does(show: Open, page: bytes) -> None:
    with show(page) as opened:
        opened.page.mouse.dblclick(*place(opened, "story/0"))
        opened.page.wait_for_timeout(2 * opened.run("kgPage.map.sigma.getSetting('doubleClickTimeout')"))
        assert state(opened, "open") == [0]
        assert opened.troubles == []


@pytest.mark.browser
def test_pointing_lights_up_neighbours_and_says_what_speaks_for_a_line(show: Open, page: bytes) -> None:
    with show(page) as opened:
        opened.run("kgPage.state.set({open: [0]})")
        opened.page.wait_for_timeout(900)
        x, y = place(opened, "organization/0")
        opened.page.mouse.move(x - 30, y - 30)
        opened.page.mouse.move(x, y, steps=3)
        opened.page.wait_for_function("() => kgPage.map.lit !== null")
        assert opened.run("[...kgPage.map.lit].sort()") == ["article/0", "article/1", "organization/0"]
        assert opened.page.locator(".tip:visible strong").inner_text() == "Coastguard"
        (x0, y0), (x1, y1) = place(opened, "article/0"), place(opened, "article/1")
        opened.page.mouse.move(x0 + (x1 - x0) * 0.5, y0 + (y1 - y0) * 0.5, steps=3)
        opened.page.wait_for_function(
            "() => document.querySelector('.tip:not([hidden]) strong')?.textContent.includes('curated')"
        )
        lines = opened.page.locator(".tip:visible").inner_text().splitlines()
        assert [line for line in lines if line] == [
            "links to (curated)", FERRY[0], FERRY[1], "1 h apart", "both: Coastguard, Sea",
        ]  # fmt: skip


@pytest.mark.browser
def test_a_node_is_dragged_and_the_map_is_panned_and_zoomed(show: Open, page: bytes) -> None:
    with show(page) as opened:
        mouse = opened.page.mouse
        before, other = place(opened, "story/0"), place(opened, "story/1")
        mouse.move(*before)
        mouse.down()
        mouse.move(before[0] + 60, before[1] + 40, steps=4)
        mouse.up()
        assert place(opened, "story/0") == pytest.approx((before[0] + 60, before[1] + 40), abs=4)
        assert place(opened, "story/1") == pytest.approx(other, abs=1)
        assert state(opened, "open") == []
        ratio = "kgPage.map.sigma.getCamera().getState().ratio"
        first = opened.run(ratio)
        opened.page.get_by_role("button", name="Nearer").click()
        opened.page.wait_for_function(f"() => {ratio} < {first}")
        assert opened.troubles == []


# ---- search and filters


@pytest.mark.browser
def test_search_filters_as_one_types_and_enter_goes_there(show: Open, page: bytes) -> None:
    with show(page) as opened:
        field = opened.page.get_by_role("combobox", name="Search")
        field.press_sequentially("GOAT")
        opened.page.wait_for_function("() => kgPage.state.q === 'GOAT'")
        assert opened.page.locator("#told").inner_text() == "2 articles in 1 story match"
        found = opened.page.locator("#found li")
        assert found.first.inner_text().split("\n")[-1].endswith("The goat and the cheese")
        field.press("ArrowDown")
        assert found.first.get_attribute("aria-selected") == "true"
        field.press("Enter")
        assert opened.page.locator("#panel h2").inner_text() == "The goat and the cheese"
        assert state(opened, "open") == [1]
        field.fill("no such thing")
        opened.page.wait_for_function("() => kgPage.state.q === 'no such thing'")
        assert opened.page.locator("#told").inner_text() == "0 articles in 0 stories match"
        opened.page.get_by_role("button", name="Clear filters").click()
        assert opened.page.locator("#told").inner_text() == "8 articles in 2 stories"
        assert field.input_value() == ""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("kind", "option", "expected"),
    [
        ("provider", "The Pier Post", "3 articles in 1 story match"),
        ("topic", "Food", "2 articles in 1 story match"),
        ("organization", "Coastguard", "2 articles in 1 story match"),
        ("quality", "20", "2 articles in 1 story match"),
    ],
)
def test_each_filter_holds_in_all_views(show: Open, page: bytes, kind: str, option: str, expected: str) -> None:
    with show(page) as opened:
        select = opened.page.locator(f'#filters select[data-kind="{kind}"]')
        labels = select.locator("option").all_inner_texts()
        select.select_option(label=next(label for label in labels if option in label))
        assert opened.page.locator("#told").inner_text() == expected
        tab(opened, "Timeline")
        opened.page.wait_for_function("() => document.querySelectorAll('.lane').length === 1")
        tab(opened, "Stories")
        assert opened.page.locator(".card").count() == 1
        assert f"{kind}=" in opened.run("location.hash")


@pytest.mark.browser
def test_the_brush_filters_the_map_and_a_click_beside_it_ends_it(show: Open, page: bytes) -> None:
    with show(page) as opened:
        box = opened.page.locator(".strip").bounding_box()
        assert box is not None
        mouse, y = opened.page.mouse, box["y"] + 20
        mouse.move(box["x"] + box["width"] * 0.4, y)
        mouse.down()
        mouse.move(box["x"] + box["width"] * 0.6, y, steps=5)
        mouse.up()
        assert opened.page.locator("#told").inner_text() == "2 articles in 1 story match"
        assert opened.run("kgPage.map.lets({kind: 'story', place: 0})") is False
        assert opened.run("kgPage.map.lets({kind: 'story', place: 1})") is True
        assert "from=" in opened.run("location.hash")
        mouse.click(box["x"] + box["width"] * 0.9, y)
        assert opened.page.locator("#told").inner_text() == "8 articles in 2 stories"


@pytest.mark.browser
def test_the_brush_is_moved_by_keys_and_plays(show: Open, page: bytes) -> None:
    with show(page) as opened:
        end = opened.page.get_by_role("slider", name="End of the time shown")
        end.focus()
        for _ in range(9):
            end.press("PageDown")
        assert opened.page.locator("#told").inner_text() == "4 articles in 1 story match"
        assert re.fullmatch(r"1 Mar 2021, \d\d:\d\d UTC", end.get_attribute("aria-valuetext") or "")
        before = state(opened, "to")
        opened.page.get_by_role("button", name="Play").click()
        opened.page.wait_for_function("before => kgPage.state.to > before", arg=before)
        opened.page.get_by_role("button", name="Pause").click()
        assert opened.page.get_by_role("button", name="Play").is_visible()


# ---- timeline and stories


@pytest.mark.browser
def test_the_timeline_has_a_lane_a_story_and_a_dot_an_article(show: Open, page: bytes) -> None:
    with show(page) as opened:
        tab(opened, "Timeline")
        opened.page.wait_for_function("() => kgPage.views.timeline.drawn?.length === 6")
        lanes = [lane.split("\n")[0] for lane in opened.page.locator(".lane").all_inner_texts()]
        assert lanes == ["Ferry on the rocks", "The goat and the cheese"]
        dots = opened.run("kgPage.views.timeline.drawn.map(([article, x, y, story]) => [story, x])")
        assert [story for story, _ in dots] == [0, 0, 0, 0, 1, 1]
        assert [x for _, x in dots] == sorted(x for _, x in dots)
        names = opened.page.locator(".key li").all_inner_texts()
        assert names == ["The Pier Post", "Hinterland Herald", "Gull & Anchor", "burst", "syndicated copy"]
        box = opened.page.locator(".dots").bounding_box()
        x, y = opened.run("kgPage.views.timeline.drawn[1].slice(1, 3)")
        assert box is not None
        opened.page.mouse.click(box["x"] + x, box["y"] + y)
        assert opened.page.locator("#panel h2").inner_text() == FERRY[1]
        assert opened.page.locator("#panel .excerpt").inner_text() == "The tide of day 1."
        assert state(opened, "open") == [0], "the map follows"


@pytest.mark.browser
def test_bursts_are_those_of_the_command_line(show: Open) -> None:
    minutes = [0, 600, 1200, 1210, 1215, 1220, 2000, 2600]
    records = [article(i, f"Part {i}", published=START + timedelta(minutes=at)) for i, at in enumerate(minutes)]
    with show(html.export(store([*records, story("Quick", records)]))) as opened:
        tab(opened, "Timeline")
        opened.page.wait_for_function("() => kgPage.state.data.bursts?.size === 1")
        ((start, end, count),) = opened.run("kgPage.state.data.bursts.get(0)")
        base = opened.run("kgPage.state.data.minute[0]")
        assert (start - base, end - base, count) == (1200, 1220, 4)


@pytest.mark.browser
def test_cards_tell_of_first_reports_and_fold_copies(show: Open, page: bytes) -> None:
    with show(page) as opened:
        tab(opened, "Stories")
        card = opened.page.locator(".card").first
        assert card.locator("h3").inner_text() == "Ferry on the rocks"
        assert card.locator(".facts").inner_text() == "1 Mar 2021 · 4 articles · 3 providers"
        firsts = [item.replace("\n", " ") for item in card.locator(".firsts li").all_inner_texts()]
        assert [re.sub(r"\s+", " ", first) for first in firsts] == [
            "The Pier Post first", "Gull & Anchor +60 min", "Hinterland Herald +2 h",
        ] or firsts[1].endswith("+1 h")  # fmt: skip
        links = card.locator(".heads a")
        assert links.all_inner_texts() == list(FERRY[:3])
        assert all(link.get_attribute("rel") == "noopener noreferrer" for link in links.all())
        assert card.locator("details a").is_hidden()
        card.locator("summary").click()
        assert card.locator("summary").inner_text() == "1 syndicated copy"
        assert card.locator("details a").inner_text() == "The Pier Post"
        card.locator("h3 button").click()
        assert opened.page.locator("#panel h2").inner_text() == "Ferry on the rocks"


@pytest.mark.browser
def test_a_title_stands_before_its_label_but_on_the_map(show: Open) -> None:
    with show(html.export(store(titled()))) as opened:
        assert opened.run("kgPage.map.label && kgPage.state.data.stories.name[0]") == "Ferry on the rocks"
        tab(opened, "Stories")
        card = opened.page.locator(".card").first
        assert card.inner_text().splitlines()[:2] == [TITLE, "Ferry on the rocks"]
        assert card.locator(".badge").count() == 0
        other = opened.page.locator(".card").nth(1)
        assert other.locator(".label").count() == 0  # the title is the label
        assert other.locator(".badge").inner_text() == "Series"
        opened.page.locator("select[data-key=mode]").select_option("table")
        assert opened.page.locator("tbody th").first.inner_text().split("\n") == [TITLE, "Ferry on the rocks"]
        opened.page.locator("#query").fill("on the rocks")  # a label finds its story too
        opened.page.locator("#found [data-kind=story]").click()
        panel = opened.page.locator("#panel")
        assert panel.locator("h2").inner_text() == TITLE
        assert panel.locator(".label").first.inner_text() == "Ferry on the rocks"
        steps = panel.locator(".steps li")
        assert steps.locator("bdi").all_inner_texts() == [TITLE, "The goat and the cheese"]  # in order of time
        assert steps.nth(0).get_attribute("aria-current") == "step"
        doubtful = panel.locator(".articles > li").filter(has=opened.page.locator(".doubt"))
        assert doubtful.locator(".name").all_inner_texts() == [FERRY[1]]
        steps.nth(1).locator("button").click()
        assert panel.locator(".kind").inner_text().split() == ["Story", "Series"]
        assert opened.troubles == []


@pytest.mark.browser
def test_without_a_script_titles_stand_first_too(show: Open) -> None:
    with show(html.export(store(titled())), java_script_enabled=False) as opened:
        heads = opened.page.locator("#plain tbody th").all_inner_texts()
        assert heads[0].split("\n") == [f"{TITLE} (4 articles)", "Ferry on the rocks"]
        assert heads[1] == "The goat and the cheese (series, 2 articles)"


@pytest.mark.browser
def test_stories_are_sorted_and_shown_as_tables(show: Open, page: bytes) -> None:
    with show(page) as opened:
        tab(opened, "Stories")
        opened.page.locator("select[data-key=sort]").select_option("latest")
        names = opened.page.locator(".card h3").all_inner_texts()
        assert names == ["The goat and the cheese", "Ferry on the rocks"]
        opened.page.locator("select[data-key=mode]").select_option("articles")
        rows = opened.page.locator("tbody tr")
        assert rows.count() == 8
        assert opened.page.locator("thead th").all_inner_texts() == ["Headline", "Provider", "Published (UTC)", "Story"]
        opened.page.locator("select[data-key=mode]").select_option("table")
        assert [row.split("\t")[0] for row in rows.all_inner_texts()] == names


def clipboard(shown: Opened, button: str) -> str:
    """Return what a button copies."""
    shown.run("navigator.clipboard.writeText = text => ((window.copied = text), Promise.resolve())")
    shown.page.get_by_role("button", name=button).first.click()
    return str(shown.page.wait_for_function("() => window.copied").json_value())


@pytest.mark.browser
def test_what_matches_is_copied_as_csv(show: Open, page: bytes) -> None:
    with show(page) as opened:
        opened.run("kgPage.state.set({view: 'stories', story: -1, topic: 0})")
        rows = list(csv.DictReader(io.StringIO(clipboard(opened, "Copy as CSV"), newline="")))
        topic = opened.run("kgPage.state.data.topics.name[0]")
        expected = list(CHEESE) if topic == "Food" else list(FERRY)
        assert [row["Headline"] for row in rows] == expected
        assert all(row["URL"].startswith("https://paper") for row in rows)
        assert rows[0]["Published (UTC)"].endswith("Z")


@pytest.mark.browser
@pytest.mark.parametrize(
    "change",
    [
        {}, {"topic": 0}, {"provider": 1}, {"organization": 0}, {"quality": 20}, {"q": "ferry fog"}, {"q": 'x" \\'},
        {"q": "Sea"}, {"from": 26_900_000, "to": 26_909_999}, {"topic": 1, "provider": 0},
    ],
    ids=str,
)  # fmt: skip
def test_the_copied_sparql_gives_what_is_shown(show: Open, page: bytes, graph: Store, change: dict[str, Any]) -> None:
    with show(page) as opened:
        opened.run("change => kgPage.state.set({view: 'stories', ...change})", change)
        asked = clipboard(opened, "Copy the SPARQL")
        shown = opened.run("kgPage.state.data.raw.articles.id.filter((_, i) => kgPage.state.matches[i])")
    found = graph.query(asked)
    assert isinstance(found, ox.QuerySolutions)
    assert {str(row["article"].value).rsplit("/", 1)[-1] for row in found} == set(shown)


# ---- permalinks


@pytest.mark.browser
def test_a_permalink_brings_back_what_was_chosen(show: Open, page: bytes, tmp_path: Path) -> None:
    with show(page) as opened:
        opened.run("kgPage.state.set({view: 'stories', mode: 'table', provider: 0, from: 26900000, to: 26990000})")
        opened.page.get_by_role("button", name="Ferry on the rocks").click()
        address = opened.run("location.href")
        before = opened.run(CHOSEN)
        opened.page.goto("about:blank")
        opened.page.goto(address)
        opened.page.wait_for_function("() => document.documentElement.dataset.ready")
        after = opened.run(CHOSEN)
        assert after == before
        assert opened.page.locator("#panel h2").inner_text() == "Ferry on the rocks"
        opened.run("location.hash = '#view=timeline&story=nonsense&provider=%00&from=x&quality=-3&open=,,'")
        opened.page.wait_for_function("() => kgPage.state.view === 'timeline'")
        assert opened.page.locator("#told").inner_text() == "8 articles in 2 stories"
        assert opened.troubles == []


# ---- for everyone


@pytest.mark.browser
def test_without_a_script_there_is_a_table(show: Open, page: bytes) -> None:
    with show(page, java_script_enabled=False) as opened:
        rows = opened.page.locator("#plain tbody tr")
        assert rows.first.inner_text().startswith("Ferry on the rocks")
        assert opened.page.locator("#plain tbody a").count() == 8
        assert opened.page.locator("#plain tbody a").first.get_attribute("rel") == "noopener noreferrer"
        opened.page.locator("#plain tr").last.scroll_into_view_if_needed()
        assert opened.page.locator("#plain tr").last.is_visible()


@pytest.mark.browser
def test_it_works_by_keyboard_alone(show: Open, page: bytes) -> None:
    with show(page) as opened:
        press = opened.page.keyboard.press
        seen = []
        for _ in range(16):
            press("Tab")
            seen.append(
                opened.run("""() => { const now = document.activeElement;
                    return [now.id || now.dataset.kind || now.getAttribute("aria-label") || now.tagName,
                        getComputedStyle(now).outlineStyle]; }""")
            )
        names = [name for name, _ in seen]
        assert names[:2] == ["tab-map", "query"]
        assert {"provider", "topic", "stage", "Nearer", "Play", "Start of the time shown"} <= set(names)
        assert all(outline != "none" for name, outline in seen if name != "BODY")
        opened.page.locator("#stage").focus()
        press("n")
        assert opened.page.locator("#panel h2").inner_text() == "Ferry on the rocks"
        press("n")
        assert opened.page.locator("#panel h2").inner_text() == "The goat and the cheese"
        press("Escape")
        assert opened.page.locator("#panel").is_hidden()
        press("2")
        opened.page.wait_for_function("() => document.querySelectorAll('.lane').length === 2")
        opened.page.locator(".lane").first.focus()
        press("ArrowDown")
        press("Enter")
        assert opened.page.locator("#panel h2").inner_text() == "The goat and the cheese"
        press("/")
        assert opened.run("document.activeElement.id") == "query"
        press("Escape")
        opened.page.locator("#tab-timeline").focus()
        press("ArrowRight")
        assert state(opened, "view") == "stories"
        press("?")
        assert opened.page.locator("dialog").is_visible()
        press("Escape")
        opened.page.wait_for_function("() => !document.querySelector('dialog')")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(show: Open, page: bytes, scheme: str) -> None:
    pytest.importorskip("axe_playwright_python", reason="axe-core is not here")
    import axe_playwright_python

    axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    with show(page, color_scheme=scheme, bypass_csp=True) as opened:
        opened.run(axe)
        for change in (
            "view: 'map', open: [0], story: 0",
            "view: 'timeline'",
            "view: 'stories'",
            "mode: 'table'",
            "mode: 'articles', article: 1",
        ):
            opened.run(f"kgPage.state.set({{{change}}})")
            opened.page.wait_for_timeout(200)
            found = opened.run("axe.run().then(found => found.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
            assert [fault for fault in found if fault[0] in FAULTS] == [], change


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_by_day_and_by_night(show: Open, page: bytes, scheme: str) -> None:
    with show(page, viewport=PHONE, color_scheme=scheme) as opened:
        for name in ("Map", "Timeline", "Stories"):
            tab(opened, name)
            opened.page.wait_for_timeout(100)
            assert opened.run("document.documentElement.scrollWidth") <= PHONE["width"]
        tab(opened, "Map")
        for key in ("story/0", "story/1"):
            x, y = place(opened, key)
            assert 0 < x < PHONE["width"]
            assert 100 < y < PHONE["height"]
        ground = "rgb(255, 255, 255)" if scheme == "light" else "rgb(20, 23, 27)"
        assert opened.run("getComputedStyle(document.body).backgroundColor") == ground
        opened.page.get_by_role("button", name="Light or dark").click()
        assert opened.run("getComputedStyle(document.body).backgroundColor") != ground
        assert opened.troubles == []


@pytest.mark.browser
def test_paper_gets_a_list(show: Open, page: bytes) -> None:
    with show(page) as opened:
        opened.page.emulate_media(media="print")
        opened.run("window.dispatchEvent(new Event('beforeprint'))")
        assert opened.page.locator("#paper h2").all_inner_texts() == ["Ferry on the rocks", "The goat and the cheese"]
        assert opened.page.locator("#paper li").count() == 6
        assert opened.page.locator("#head").is_hidden()


@pytest.mark.browser
def test_long_titles_and_those_from_right_to_left_stay_in_their_places(show: Open) -> None:
    titles = ("غرق عبارة في الميناء بعد ضباب كثيف " * 6, "Donaudampfschifffahrtsgesellschaft" * 12, "x " * 400)
    records = [article(i, title) for i, title in enumerate(titles)]
    with show(html.export(store([*records, story(titles[0], records)])), viewport=PHONE) as opened:
        for view in ("timeline", "stories", "map"):
            opened.run("view => kgPage.state.set({view, story: 0, open: [0]})", view)
            opened.page.wait_for_timeout(150)
            assert opened.run("document.documentElement.scrollWidth") <= PHONE["width"]
        assert opened.run("getComputedStyle(document.querySelector('#panel h2 bdi')).direction") == "rtl"
        assert opened.run("[...document.querySelectorAll('#panel :not(.hidden)')].every(e => e.scrollWidth <= 390)")
        assert opened.troubles == []


# ---- who said it


def filed(paths: Sequence[Sequence[str]]) -> Store:
    """Return the port's news, and the files that said each article about the ferry."""
    files = {path: hashlib.sha256(path.encode()).hexdigest() for own in paths for path in own}
    records: list[Any] = [SourceFile(path=path, sha256=sha256) for path, sha256 in files.items()]
    for record in port():
        if getattr(record, "title", None) in FERRY:
            own = paths[FERRY.index(record.title)]
            origins = tuple(Origin(path=path, sha256=files[path]) for path in own)
            record = msgspec.structs.replace(record, origins=origins)  # noqa: PLW2901 - the same, from its files
        records.append(record)
    return store(records)


@pytest.mark.browser
def test_an_article_names_the_files_that_said_it(show: Open) -> None:
    own, other, alone = "news/2021/ferry <b>.md", "news/boats.md", "news/pilot.md"
    page = html.export(filed([[own], [other, own], [alone], [own, other]]))
    with show(page) as opened:
        opened.run("kgPage.state.set({story: 0, open: [0], article: 1})")
        assert opened.page.locator("#panel .files code").all_text_contents() == [own, other]
        assert opened.page.locator("#panel h3", has_text="Said in").count() == 1
        assert opened.page.locator("#panel .file").all_text_contents() == [f"in {own}"]
        opened.run("kgPage.state.set({article: 3})")
        assert opened.page.locator("#panel h3", has_text="2 files that list it").count() == 1
        assert opened.page.locator("#panel .files code").all_text_contents() == [own, other]
        opened.run("kgPage.state.set({article: 4})")
        assert opened.page.locator("#panel .files").count() == 0
        tell = "edge => { kgPage.map.sigma.emit('enterEdge', { edge, event: { x: 90, y: 90 } }); }"
        opened.run(tell, "related article/0 article/1")
        assert opened.page.locator(".tip p").all_text_contents()[-1] == f"both in {own}"
        opened.run(tell, "related article/0 article/2")
        assert "both in" not in opened.page.locator(".tip:visible").inner_text()
        assert opened.troubles == []


@given(st.lists(st.lists(st.integers(0, 9), unique=True, max_size=5), max_size=12))
def test_each_path_stands_in_the_page_once(said: list[list[int]]) -> None:
    paths = [f"news/{i}.md" for i in range(10)]
    reading = msgspec.structs.replace(read_columns(b""), paths=paths, sources=said)
    text = payload.sources(reading)
    if not any(said):
        assert text == ""
        return
    told = json.loads(text)
    assert sorted(told["paths"]) == sorted({paths[place] for own in said for place in own})
    newest, found = -1, []
    for back in told["back"]:
        place = newest - back
        newest = max(newest, place)
        found.append(told["paths"][place])
    assert found == [paths[place] for own in said for place in own]
    assert told["many"] == [len(own) for own in said]


# ---- texts are texts


@pytest.mark.browser
def test_nothing_that_an_article_says_is_ever_run(show: Open) -> None:
    with show(html.export(Store.load(attack()))) as opened:
        for change in (
            "view: 'map', open: [0, 1, 2], story: 0", "view: 'timeline', article: 1", "view: 'stories', article: 2",
            "mode: 'table', thing: 'provider/0'", "mode: 'articles', story: 3", "q: '<script'", "q: ''",
        ):  # fmt: skip
            opened.run(f"kgPage.state.set({{{change}}})")
            opened.page.wait_for_timeout(120)
        files = []
        for i in range(len(NASTY)):
            opened.run(f"kgPage.state.set({{article: {i}}})")
            files.append(opened.page.locator("#panel .files code").text_content())
            opened.run(f"kgPage.state.set({{article: -1, story: {i}}})")
        assert sorted(files) == sorted(f"file {text}.md" for text in NASTY)
        opened.run("window.dispatchEvent(new Event('beforeprint'))")
        assert opened.run("typeof window.pwned") == "undefined"
        assert (opened.requests, opened.troubles) == ([], [])
        names = opened.run("[...kgPage.state.data.stories.name, ...kgPage.state.data.organizations.name].join('\\n')")
        assert all(f"story {text}" in names and f"organization {text}" in names for text in NASTY[:4])
        assert opened.run("[...document.querySelectorAll('a')].filter(a => !/^https?:/.test(a.href)).length") == 0
        assert (
            opened.run(
                "document.querySelectorAll('img, iframe, object, embed, base, form:not([method=dialog])').length"
            )
            == 0
        )


@pytest.mark.browser
def test_nothing_runs_without_a_script_either(show: Open) -> None:
    page = html.export(Store.load(attack()))
    assert not [address for address in BAD_ADDRESSES if f'href="{address}' in page.decode()]
    with show(page, java_script_enabled=False) as opened:
        cells = "\n".join(opened.page.locator("#plain td:first-child").all_text_contents())
        assert all(f"article {text}" in cells for text in NASTY[:3])
        assert opened.page.locator("#plain img, #plain script").count() == 0
        assert opened.requests == []


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_escaped_text_holds_no_markup_and_nothing_that_turns_text_around(text: str) -> None:
    escaped = visible(text)
    assert not re.search("[<>\"'\x00-\x08\x7f-\x9f\u202a-\u202e\u2066-\u2069]", escaped)
    assert re.fullmatch(r"(?s)(?:[^&]|&(?:amp|lt|gt|quot|#x27|#\d+);)*", escaped)


# ---- much, little, and nothing; always the same


@pytest.mark.browser
def test_an_empty_graph_says_so(show: Open) -> None:
    with show(html.export(Store.load([]))) as opened:
        assert "nothing to show" in opened.page.locator("main").inner_text()
        assert (opened.troubles, opened.requests) == ([], [])


@pytest.mark.browser
def test_articles_without_a_story_or_a_date_are_a_graph(show: Open) -> None:
    records = [article(i, title, published=None) for i, title in enumerate(ALONE)]
    with show(html.export(store(records))) as opened:
        opened.page.mouse.click(*place(opened, "article/1"))
        assert opened.page.locator("#panel h2").inner_text() in ALONE
        tab(opened, "Timeline")
        assert opened.page.locator(".timeline .empty").is_visible()
        tab(opened, "Stories")
        opened.page.locator("select[data-key=mode]").select_option("articles")
        assert opened.page.locator("tbody tr").count() == 2
        assert opened.page.locator("#strip").is_hidden()
        tab(opened, "Map")
        opened.page.locator("#stage").press("Space")
        assert opened.troubles == []


@pytest.mark.browser
def test_an_address_that_names_no_kind_of_thing_is_passed_over(show: Open, page: bytes) -> None:
    with show(page) as opened:
        opened.run("kgPage.state.set({thing: 'constructor/x'})")
        assert opened.page.locator("#panel").is_hidden()
        assert opened.troubles == []


@pytest.mark.browser
def test_many_stories_open_as_stories_first(show: Open, page: bytes) -> None:
    bundle = (Path(html.__file__).parent / "bundle" / "page.js").read_text(encoding="utf-8")
    assert "2e4" in bundle, "the limit is in the script"
    with show(html.export(store(city(400, each=4)))) as opened:
        assert state(opened, "view") == "map"
        assert opened.page.locator("#told").inner_text() == "1,800 articles in 400 stories"
        tab(opened, "Stories")
        assert opened.page.locator(".card").count() == 48
        opened.page.get_by_role("button", name="Show more").click()
        assert opened.page.locator(".card").count() == 96
        assert opened.troubles == []


def test_the_same_graph_gives_the_same_page(page: bytes) -> None:
    triples = copied()
    for seed in range(3):
        random.Random(seed).shuffle(triples)
        assert html.export(Store.load(triples)) == page


def test_the_page_does_not_depend_on_the_order_of_hashes(tmp_path: Path) -> None:
    (tmp_path / "city.nt").write_text("".join(lines(city(60, each=3))), encoding="utf-8")
    program = (
        "import hashlib, pathlib, sys; from kg.exporters import html; from kg.rdf.store import Store;"
        "page = html.export(Store.load(pathlib.Path(sys.argv[1]).read_text('utf-8').splitlines(keepends=True)));"
        "print(hashlib.sha256(page).hexdigest())"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "city.nt")]
    other = subprocess.run(
        command, env=os.environ | {"PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == hashlib.sha256(html.export(store(city(60, each=3)))).hexdigest()


def test_the_layout_leaves_the_random_numbers_of_others_alone() -> None:
    random.seed(5)
    expected = random.random()
    random.seed(5)
    html.export(store(city(12, each=3)))
    assert random.random() == expected
