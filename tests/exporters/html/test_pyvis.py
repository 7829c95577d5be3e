"""The page that pyvis draws, as a reader has it: opened from a file in a real browser, without a network."""

from __future__ import annotations

import hashlib
import json
import math
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from html_support import (
    ALONE,
    CHEESE,
    FERRY,
    NASTY,
    Opened,
    article,
    attack,
    city,
    lines,
    opened,
    store,
    story,
    town,
)
from kg.exporters.html import pyvis as html
from kg.exporters.html.pyvis.drawing import DrawnLink, draw
from kg.exporters.html.pyvis.layout import positions, springs
from kg.exporters.html.pyvis.style import KINDS
from kg.exporters.view import view
from kg.model import Organization
from kg.rdf.network import Parts
from kg.rdf.store import Store

Open = Callable[..., AbstractContextManager[Opened]]
pytestmark = pytest.mark.browser


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Open:
    return lambda page, **options: opened(browser, tmp_path / "graph.html", page, **options)


@pytest.fixture(scope="module")
def page() -> bytes:
    return html.export(store(town()))


# ---- what is on the page


@pytest.mark.browser
def test_the_page_is_complete_in_itself(show: Open, page: bytes) -> None:
    with show(page) as opened:
        assert opened.requests == []
        assert opened.troubles == []
        assert opened.colors() > 30
        assert opened.run("nodes.length") == 15
        assert opened.run("edges.length") == 8 + 5 + 3 + 6 + 2  # publisher, about, related, part, themes of stories
        assert opened.run("network.physics.physicsEnabled") is False


def test_nothing_in_the_source_points_elsewhere(page: bytes) -> None:
    text = page.decode()
    assert re.findall(r"""\b(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//[^\s"'>]*""", text) == []
    assert "sourceMappingURL" not in text
    assert "@import" not in text
    assert len(re.findall(r"<link\b", text)) == 1  # the empty icon, so that no server is asked for one
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
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


@pytest.mark.browser
def test_head_and_legend_say_what_is_drawn_and_the_legend_hides_it(show: Open, page: bytes) -> None:
    with show(page) as opened:
        counts = opened.page.locator(".counts span").all_inner_texts()
        assert counts == ["8 articles", "3 providers", "2 topics", "0 organizations", "2 stories"]
        words = [button.inner_text() for button in opened.page.locator(".legend button").all()]
        assert words == ["Story", "Article", "Only linked to", "Provider", "Topic"]
        assert opened.page.locator(".legend svg").count() == 5
        topic = opened.node("Sea")["id"]
        button = opened.page.get_by_role("button", name="Topic")
        for pressed in ("false", "true"):
            button.click()
            assert button.get_attribute("aria-pressed") == pressed
            assert opened.run("id => id in network.body.nodes", topic) == (pressed == "true")
        assert opened.troubles == []


def test_organizations_are_drawn_with_what_mentions_them() -> None:
    articles = [article(number, title, mentions=("acme",)) for number, title in enumerate(FERRY[:2])]
    told = msgspec.structs.replace(story("Ferry on the rocks", articles), organizations=("acme",))
    drawing = draw(view(store([*articles, told, Organization(slug="acme", name="Acme")])), largest=99)
    (place,) = [place for place, node in enumerate(drawing.nodes) if node.kind == "organization"]
    assert (drawing.nodes[place].name, drawing.nodes[place].facts) == ("Acme", ("2 articles",))
    assert len(drawing.nodes[place].cards) == 2
    kinds = sorted(link.kind for link in drawing.links if link.target == place)
    assert kinds == ["mentions", "mentions", "theme"]
    page = html.export(store([*articles, told, Organization(slug="acme", name="Acme")])).decode()
    assert 'data-kind="organization" aria-pressed="true"' in page
    assert "<span>1 organization</span>" in page


def test_kinds_differ_in_colour_and_in_shape() -> None:
    apart = {kind: look for kind, look in KINDS.items() if kind != "stub"}
    assert len({look.fill for look in apart.values()}) == len(apart)
    assert len({look.shape for look in apart.values()}) == len(apart)
    assert KINDS["stub"].fill != KINDS["article"].fill


# ---- pointing, clicking, searching


@pytest.mark.browser
def test_things_say_what_they_are_and_hold(show: Open, page: bytes) -> None:
    with show(page) as opened:
        assert opened.hover(FERRY[1]) == [FERRY[1], "Gull & Anchor", "1 Mar 2021, 07:05 UTC"]
        assert opened.hover("The Pier Post") == ["The Pier Post", "paper0.example", "3 articles"]
        assert opened.hover("Food") == ["Food", "2 articles"]
        assert opened.hover("Ferry on the rocks") == ["Ferry on the rocks", "4 articles", "1 Mar 2021", *FERRY]


@pytest.mark.browser
def test_pointing_dims_the_rest(show: Open, page: bytes) -> None:
    sample = """([x, y]) => {
        const canvas = document.querySelector("#mynetwork canvas"), stage = canvas.getBoundingClientRect();
        return [...canvas.getContext("2d").getImageData(x - stage.x, y - stage.y, 1, 1).data].slice(0, 3);
    }"""
    with show(page) as opened:
        near, far = list(opened.place("Food")), list(opened.place(ALONE[0]))
        before = opened.run(sample, near), opened.run(sample, far)
        assert before == ([0, 158, 115], [0, 114, 178])  # the green of topics, the blue of articles
        opened.hover(CHEESE[0])
        opened.page.wait_for_timeout(100)
        assert opened.run(sample, near) == before[0]
        assert min(opened.run(sample, far)) > 150
        opened.page.mouse.move(2, 300)
        opened.page.wait_for_timeout(100)
        assert opened.run(sample, far) == before[1]


@pytest.mark.browser
def test_a_click_opens_the_article_in_a_tab_that_knows_nothing_of_the_page(show: Open, page: bytes) -> None:
    with show(page, offline=False) as opened:
        asked: list[dict[str, str]] = []

        def answer(route: Any) -> None:
            asked.append(route.request.all_headers())
            route.fulfill(body="<title>the article</title>", content_type="text/html")

        opened.page.context.route("https://paper2.example/**", answer)
        with opened.page.context.expect_page() as tabs:
            opened.click(FERRY[2])
        tab = tabs.value
        tab.wait_for_load_state()
        assert tab.url == "https://paper2.example/story/2"
        assert tab.evaluate("window.opener") is None
        assert all("referer" not in headers for headers in asked)
        assert opened.page.locator("#panel").is_hidden()


@pytest.mark.browser
def test_a_story_lists_its_articles_by_time_until_it_is_left(show: Open, page: bytes) -> None:
    with show(page) as opened:
        before = opened.place(FERRY[0])
        opened.click("Ferry on the rocks")
        panel = opened.page.locator("#panel")
        assert panel.locator("h2").inner_text() == "Ferry on the rocks"
        assert tuple(panel.locator("ol a").all_inner_texts()) == FERRY
        assert panel.locator("ol p").first.inner_text() == "The Pier Post · 1 Mar 2021, 06:05 UTC"
        link = panel.locator("ol a").first
        assert link.get_attribute("href") == "https://paper0.example/story/0"
        assert (link.get_attribute("rel"), link.get_attribute("target")) == ("noopener noreferrer", "_blank")
        stage = opened.page.locator("#panel").bounding_box()
        assert stage is not None
        assert all(opened.place(title)[0] < stage["x"] for title in FERRY), "what was chosen lies under the panel"
        opened.page.keyboard.press("Escape")
        assert panel.is_hidden()
        assert opened.place(FERRY[0]) == pytest.approx(before, abs=2), "the view does not return"
        opened.click("The goat and the cheese")
        assert panel.is_visible()
        opened.page.mouse.click(5, 690)
        opened.page.wait_for_timeout(150)
        assert panel.is_hidden()


@pytest.mark.browser
def test_search_finds_and_enter_goes_there(show: Open, page: bytes) -> None:
    with show(page) as opened:
        query = opened.page.get_by_role("searchbox")
        query.fill("GOAT")
        assert opened.page.locator("#found").inner_text() == "3 found"  # two articles and their story
        query.press("Enter")
        assert opened.page.locator("#panel h2").inner_text() == "The goat and the cheese"
        query.press("Enter")
        assert opened.page.locator("#panel h2").inner_text() in CHEESE
        x, y = opened.place(opened.page.locator("#panel h2").inner_text())
        assert 0 < x < 1200
        assert 0 < y < 800
        query.fill("no such thing")
        assert opened.page.locator("#found").inner_text() == "nothing found"
        query.press("Enter")
        assert opened.page.locator("#panel").is_hidden()
        assert opened.troubles == []


@pytest.mark.browser
def test_it_works_by_keyboard_alone(show: Open, page: bytes) -> None:
    with show(page) as opened:
        seen = []
        for _ in range(11):
            opened.page.keyboard.press("Tab")
            seen.append(
                opened.run("""() => {
                    const focused = document.activeElement;
                    return [focused.id || focused.className || focused.tagName, getComputedStyle(focused).outlineStyle];
                }""")
            )
        assert [name for name, _ in seen][:1] == ["query"]
        assert {"vis-network", "in", "out", "all"} <= {name for name, _ in seen}
        assert all(outline != "none" for name, outline in seen if name != "BODY")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_by_day_and_by_night(show: Open, page: bytes, scheme: str) -> None:
    with show(page, viewport={"width": 390, "height": 844}, color_scheme=scheme) as opened:
        assert opened.run("document.documentElement.scrollWidth") <= 390
        for title in (*FERRY, "The Pier Post", "Food"):
            x, y = opened.place(title)
            assert 0 < x < 390
            assert 100 < y < 844
        assert opened.run("getComputedStyle(document.body).backgroundColor") == (
            "rgb(255, 255, 255)" if scheme == "light" else "rgb(20, 23, 27)"
        )
        assert opened.troubles == []


# ---- texts are texts


@pytest.mark.browser
def test_nothing_that_an_article_says_is_ever_run(show: Open) -> None:
    with show(html.export(Store.load(attack()))) as opened:
        names = opened.run("nodes.get().map(node => node.name)")
        for text in NASTY:
            assert {f"{kind} {text}" for kind in ("article", "provider", "topic", "story")} <= set(names)
        for text in NASTY:
            told = opened.run("name => nodes.get().find(node => node.name === name).title.textContent", f"story {text}")
            assert f"article {text}" in told
            assert opened.hover(f"article {text}") == [f"article {text}", f"provider {text}"]
            opened.click(f"article {text}")  # its address is none to open: it is shown instead
            panel = opened.page.locator("#panel")
            assert panel.locator("h2").evaluate("element => element.textContent") == f"article {text}"
            assert panel.locator("a, img, script, b").count() == 0
            opened.page.keyboard.press("Escape")
        assert len(opened.page.context.pages) == 1
        assert opened.run("typeof window.pwned") == "undefined"
        assert (opened.troubles, opened.requests) == ([], [])


def test_only_web_addresses_get_into_the_page() -> None:
    page = html.export(Store.load(attack())).decode()
    data = json.loads(page.partition('<script type="application/json" id="graph">')[2].partition("</script>")[0])
    assert [url for _, _, _, url in data["cards"]] == [""] * len(NASTY)


@pytest.mark.browser
def test_only_web_addresses_are_opened(show: Open, page: bytes) -> None:
    bad = page.replace(b'"https://paper2.example/story/2"', b'"javascript:window.pwned=1"')
    assert bad != page
    with show(bad) as opened:
        opened.click(FERRY[2])
        assert opened.page.locator("#panel h2").inner_text() == FERRY[2]
        assert opened.page.locator("#panel a").count() == 0
        assert len(opened.page.context.pages) == 1
        assert opened.run("typeof window.pwned") == "undefined"


# ---- much, little, and nothing


@pytest.mark.browser
def test_too_many_articles_are_drawn_as_stories_and_providers(show: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LARGEST", 40)
    with show(html.export(store(city(12, each=6)))) as opened:
        note = opened.page.locator(".note").inner_text()
        assert note == (
            "78 articles are too many to draw: shown are the 12 stories with two articles or more and the 13 providers"
            " that carried them."
        )
        assert opened.run("[...new Set(nodes.get().map(node => node.group))].sort()") == ["provider", "story"]
        assert opened.run("edges.get().map(edge => edge.articles ?? 1).sort()") == [1] * 12 + [5] * 6 + [6] * 6
        widths = opened.run("edges.get().map(edge => [edge.articles ?? 1, edge.width])")
        assert len({width for _, width in widths}) == 3
        assert sorted(widths) == sorted(widths, key=lambda pair: pair[1])
        tooltip = opened.hover("What came of event 1")
        assert tooltip[:3] == ["What came of event 1", "7 articles", "5 Mar 2021"]
        assert tooltip[3:] == [*(f"Event 1, part {i}" for i in range(5)), "and 2 more"]
        opened.click("What came of event 1")
        assert opened.page.locator("#panel ol a").count() == 7
        assert opened.troubles == []


def test_where_even_the_stories_are_too_many_the_largest_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LARGEST", 14)
    text = html.export(store(city(12, each=6))).decode()
    assert (
        "78 articles are too many to draw: shown are the 6 stories with the most articles and the 7 providers that"
        " carried them. Left out: 6 stories." in text
    )
    assert all((f'"What came of event {event}"' in text) == bool(event % 2) for event in range(12))


def test_what_is_too_much_without_stories_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LARGEST", 3)
    records = [record for record in town() if type(record).__name__ != "Story"]
    text = html.export(store(records)).decode()
    assert "8 articles are too many to draw, and there are no stories to show in their place." in text
    assert "<script" not in text


def test_the_limit_counts_what_would_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LARGEST", 15)
    assert b"too many to draw" not in html.export(store(town()))
    monkeypatch.setattr(html, "LARGEST", 14)
    assert b"too many to draw" in html.export(store(town()))


@pytest.mark.browser
def test_a_large_graph_stays_a_small_page(show: Open) -> None:
    page = html.export(store(city(500, each=3)))
    assert len(page) < 1_500_000
    with show(page) as opened:
        assert "1,750 articles are too many" in opened.page.locator(".note").inner_text()
        assert opened.run("nodes.length") == 1001
        assert opened.troubles == []


@pytest.mark.browser
def test_an_empty_graph_says_so(show: Open) -> None:
    with show(html.export(Store.load([]))) as opened:
        assert "nothing to draw" in opened.page.locator("main").inner_text()
        assert (opened.troubles, opened.requests) == ([], [])


@pytest.mark.browser
def test_one_article_is_a_graph(show: Open) -> None:
    with show(html.export(store(town()[6:7]))) as opened:
        assert opened.hover(ALONE[0])[0] == ALONE[0]
        assert opened.page.locator(".counts span").first.inner_text() == "1 article"
        assert opened.troubles == []


# ---- always the same


def test_the_same_graph_gives_the_same_page(page: bytes) -> None:
    triples = lines(town())
    for seed in range(3):
        random.Random(seed).shuffle(triples)
        assert html.export(Store.load(triples)) == page


def test_what_is_drawn_does_not_depend_on_the_order_of_nodes() -> None:
    news = view(store(town()))
    graph = news.graph
    nodes, edges = list(graph.nodes.items()), list(graph.edges)
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(edges)
    shuffled = Parts(dict(nodes), edges)
    assert list(shuffled.nodes) != list(graph.nodes)
    assert edges != graph.edges
    for largest in (15, 14):
        assert draw(msgspec.structs.replace(news, graph=shuffled), largest=largest) == draw(news, largest=largest)


def test_the_page_does_not_depend_on_the_order_of_hashes(tmp_path: Path) -> None:
    (tmp_path / "town.nt").write_text("".join(lines(city(60, each=3))), encoding="utf-8")
    program = (
        "import hashlib, pathlib, sys; from kg.exporters.html import pyvis as html; from kg.rdf.store import Store;"
        "page = html.export(Store.load(pathlib.Path(sys.argv[1]).read_text('utf-8').splitlines(keepends=True)));"
        "print(hashlib.sha256(page).hexdigest())"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "town.nt")]
    other = subprocess.run(
        command, env=os.environ | {"PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == hashlib.sha256(html.export(store(city(60, each=3)))).hexdigest()


def test_the_layout_leaves_the_random_numbers_of_others_alone() -> None:
    random.seed(5)
    expected = random.random()
    random.seed(5)
    positions([8.0] * 200, [DrawnLink(i, i // 2, "related") for i in range(1, 200)], [0.5] * 199)
    assert random.random() == expected


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(0, 2**32 - 1), st.floats(0, 3))
def test_no_node_lies_on_another(count: int, seed: int, density: float) -> None:
    chance = random.Random(seed)
    pairs = {(chance.randrange(count), chance.randrange(count)) for _ in range(int(count * density))}
    links = sorted(DrawnLink(a, b, chance.choice(("part", "about", "publisher"))) for a, b in pairs if a != b)
    sizes = [chance.choice((8.0, 13.0, 30.0)) for _ in range(count)]
    places = positions(sizes, links, springs(links))
    assert places == positions(sizes, links, springs(links))
    for i, place in enumerate(places):
        for j in range(i):
            assert math.dist(place, places[j]) >= sizes[i] + sizes[j]


@pytest.mark.parametrize(
    "pairs",
    [
        [(0, i) for i in range(1, 151)],  # one with the rest around it
        [(i, (i - 1) // 2) for i in range(1, 400)],
        [(i, (i * i) % 97) for i in range(97, 500)] + [(i, i + 1) for i in range(96)],
        [(i, j) for i in range(30) for j in range(i)] + [(i % 30, i) for i in range(30, 300)],
    ],
    ids=["star", "tree", "hubs", "core and rim"],
)
def test_no_node_of_a_large_part_lies_on_another(pairs: list[tuple[int, int]]) -> None:
    links = [DrawnLink(a, b, "part") for a, b in pairs]
    sizes = [(8.0, 13.0, 22.0)[i % 3] for i in range(1 + max(max(pair) for pair in pairs))]
    places = positions(sizes, links, [0.5] * len(links))
    for i, place in enumerate(places):
        assert all(math.dist(place, places[j]) >= sizes[i] + sizes[j] for j in range(i))


def test_a_hub_of_everything_does_not_hold_the_drawing_together() -> None:
    topic_of_all = [DrawnLink(i, 0, "about") for i in range(1, 201)]
    own = [DrawnLink(i, 201 + i // 10, "part") for i in range(1, 201)]
    strengths = springs([*topic_of_all, *own])
    assert set(strengths[:200]) == {0.0}
    assert min(strengths[200:]) > 0.3
