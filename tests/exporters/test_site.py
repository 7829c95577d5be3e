"""The graph -> a site: read without script, by machines, by people with a screen reader; nothing in it runs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import feedparser
import pytest
import rdflib
from lxml import etree, html

import kg
from attacks import attacked_store
from html_support import FERRY, TITLE, store, titled
from kg.exporters import site
from kg.exporters.site import pages
from kg.rdf.store import Store

SCHEMA = "https://schema.org/"
# the parts of RFC 4287's schema that say what must be where
FEED = {"title", "id", "updated"}


@pytest.fixture(params=["twin", "harbor", "attacked"])
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """The files of a site."""
    return site.export(store_of(request))


def store_of(request: pytest.FixtureRequest) -> Store:
    return attacked_store() if request.param == "attacked" else request.getfixturevalue(request.param)._store


def stories(files: dict[str, bytes]) -> dict[str, Any]:
    return {name: html.fromstring(data) for name, data in files.items() if name.startswith("story/")}


class Tags(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(page: bytes) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(page.decode())
    return parser.found


def test_every_link_within_the_site_is_relative_and_leads_to_a_file(files: dict[str, bytes]) -> None:
    for name, data in files.items():
        if not name.endswith(".html"):
            continue
        for tag, attributes in tags(data):
            target = attributes.get("href") or attributes.get("src")
            if target is None:
                continue
            if re.match(r"https?://", target):
                assert tag == "a"
                assert attributes["rel"] == "noopener noreferrer"
                continue
            assert not target.startswith(("/", "#"))
            assert ":" not in target, target
            assert (Path(name).parent / target).as_posix().replace("story/../", "") in files


def test_pages_have_no_script_no_style_and_no_handler_of_their_own(files: dict[str, bytes]) -> None:
    for name, data in files.items():
        if name.endswith(".html"):
            found = tags(data)
            assert {attributes.get("type") for tag, attributes in found if tag == "script"} <= {"application/ld+json"}
            assert not [tag for tag, _ in found if tag in ("style", "img", "iframe", "object", "form", "base")]
            assert not [key for _, attributes in found for key in attributes if key.startswith("on") or key == "style"]
            assert any(attributes.get("content") == pages.POLICY for tag, attributes in found if tag == "meta")


def test_each_story_has_a_page_with_each_of_its_articles_in_order(harbor: kg.KnowledgeGraph) -> None:
    files = site.export(harbor._store)
    (story,) = harbor.stories
    page = html.fromstring(files[f"story/{story.id}.html"])
    assert page.findtext(".//h1") == story.title
    graph = harbor.networkx()
    headlines = [" ".join(item.itertext()) for item in page.findall(".//ol[@class='articles']/li/h3")]
    assert headlines == [graph.nodes[member]["label"] for member in story.members]
    assert len(page.findall(".//circle[@cy]")) > len(story.members), "a dot for each, and the legend"
    index = html.fromstring(files["index.html"])
    assert [a.get("href") for a in index.findall(".//ol/li/h2/a")] == [f"story/{story.id}.html"]


def test_json_ld_is_the_story_as_the_graph_has_it(harbor: kg.KnowledgeGraph) -> None:
    (story,) = harbor.stories
    page = html.fromstring(site.export(harbor._store)[f"story/{story.id}.html"])
    document = json.loads(page.findtext(".//script"))
    assert document["@context"] == "https://schema.org"
    document["@context"] = {"@vocab": SCHEMA, "url": {"@type": "@id"}}  # what that says of the terms used here
    read = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    whole = harbor.rdflib()
    subject, part = rdflib.URIRef(document["@id"]), rdflib.URIRef(f"{SCHEMA}hasPart")
    assert (
        set(read.objects(subject, part)) == set(whole.objects(subject, part)) == set(map(rdflib.URIRef, story.members))
    )
    for name in ("headline", "publisher"):
        term = rdflib.URIRef(f"{SCHEMA}{name}")
        for member in map(rdflib.URIRef, story.members):
            assert set(map(str, read.objects(member, term))) == set(map(str, whole.objects(member, term)))


def test_json_ld_of_attacks_is_data(files: dict[str, bytes]) -> None:
    for page in stories(files).values():
        (script,) = page.findall(".//script")
        assert json.loads(script.text)["@type"] == "CollectionPage"


def test_the_feed_is_well_formed_atom_that_a_reader_reads(files: dict[str, bytes]) -> None:
    root = etree.fromstring(files["feed.xml"])
    atom = "{http://www.w3.org/2005/Atom}"
    assert {child.tag.removeprefix(atom) for child in root} >= FEED | {"author", "link"}
    read = feedparser.parse(files["feed.xml"])
    assert not read.bozo
    assert read.version == "atom10"
    assert len(read.entries) == len(stories(files))
    assert len({entry.id for entry in read.entries}) == len(read.entries)
    for entry in root.findall(f"{atom}entry"):
        assert {child.tag.removeprefix(atom) for child in entry} >= FEED
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", entry.findtext(f"{atom}updated"))
        assert re.match(r"[a-z]+:\S+$", entry.findtext(f"{atom}id"))
        assert entry.find(f"{atom}link").get("href") in files
    newest = [entry.updated for entry in read.entries]
    assert newest == sorted(newest, reverse=True)


def test_titles_in_the_feed_are_those_of_the_stories(twin: kg.KnowledgeGraph) -> None:
    read = feedparser.parse(site.export(twin._store)["feed.xml"])
    assert [entry.title for entry in read.entries] == [story.title for story in twin.stories]


def test_a_title_stands_before_its_label_and_series_doubt_and_storylines_are_marked() -> None:
    files = site.export(store(titled()))
    cards = html.fromstring(files["index.html"]).findall(".//ol[@class='cards']/li")
    said = {
        card.findtext(".//h2//bdi"): (card.findtext("p[@class='label']/bdi"), card.findtext(".//span"))
        for card in cards
    }
    assert said == {TITLE: ("Ferry on the rocks", None), "The goat and the cheese": (None, "Series")}
    pages = {page.findtext(".//h1"): page for page in stories(files).values()}
    ferry, goat = pages[TITLE], pages["The goat and the cheese"]
    assert ferry.findtext(".//header/p[@class='label']/bdi") == "Ferry on the rocks"
    assert goat.find(".//header/p[@class='label']") is None  # the title is the label
    doubtful = [
        item
        for item in ferry.findall(".//ol[@class='articles']/li")
        if item.find(".//*[@class='tag doubt']") is not None
    ]
    assert [item.findtext(".//h3//bdi") for item in doubtful] == [FERRY[1]]
    for page in pages.values():
        steps = page.findall(".//ol[@class='steps']/li")
        assert [step.findtext(".//bdi") for step in steps] == [TITLE, "The goat and the cheese"]  # in order of time
        (here,) = page.findall(".//*[@aria-current='page']")
        assert here.findtext("bdi") == page.findtext(".//h1")
    terms = {entry.title: [tag.term for tag in entry.tags] for entry in feedparser.parse(files["feed.xml"]).entries}
    assert {title: "Series" in found for title, found in terms.items()} == {
        TITLE: False,
        "The goat and the cheese": True,
    }


def test_many_stories_are_put_on_several_lists(graph_of: Any) -> None:
    from kg.model import Article

    def article(number: int, moment: datetime) -> Article:
        url = f"https://a.example/{number}"
        return Article(key=url, url=url, title=f"title {number}", published=moment, provider="a.example")

    start = datetime(2021, 1, 1, tzinfo=UTC)
    pairs = [
        [article(2 * i, start + timedelta(days=i)), article(2 * i + 1, start + timedelta(days=i, hours=1))]
        for i in range(site.PAGE + 5)
    ]
    files = site.export(graph_of(*pairs, names={"a.example": "A"})._store)
    listed = [
        [a.get("href") for a in html.fromstring(files[name]).findall(".//ol/li/h2/a")]
        for name in ("index.html", "stories-2.html")
    ]
    assert [len(names) for names in listed] == [site.PAGE, 5]
    assert {*listed[0], *listed[1]} == {name for name in files if name.startswith("story/")}
    assert b'rel="next" href="stories-2.html"' in files["index.html"]
    newest = html.fromstring(files[listed[0][0]])
    assert newest.findtext(".//h1") == f"the story of title {2 * (site.PAGE + 4)}"


def test_a_graph_without_stories_has_a_site_that_says_so() -> None:
    files = site.export(Store.load([]))
    assert b"There are no stories." in files["index.html"]
    assert not feedparser.parse(files["feed.xml"]).bozo


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser_nothing_runs_nothing_is_asked_for_and_axe_finds_no_fault(
    browser: Any, tmp_path: Path, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    files = site.export(attacked_store())
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    shown = ["index.html", *sorted(name for name in files if name.startswith("story/"))]
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme, bypass_csp=False)
    asked: list[str] = []
    troubles: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    for name in shown:
        tab = context.new_page()
        tab.on("console", lambda message: troubles.append(message.text))
        tab.on("dialog", lambda dialog: troubles.append(dialog.message))
        tab.on("dialog", lambda dialog: dialog.dismiss())
        tab.goto((tmp_path / name).as_uri())
        assert tab.title() != "owned"
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360, "nothing is wider than a phone"
        assert tab.evaluate("getComputedStyle(document.body).maxWidth") == "736px", "the style is there"
        tab.close()
    assert {url for url in asked if not url.startswith(tmp_path.as_uri())} == set()
    assert not troubles
    context.close()
    # axe is script, which the pages forbid
    checked = browser.new_context(color_scheme=scheme, bypass_csp=True)
    tab = checked.new_page()
    for name in shown[:2]:
        tab.goto((tmp_path / name).as_uri())
        assert not Axe().run(tab).response["violations"]
    checked.close()


def test_names_without_end_do_not_flood_a_page() -> None:
    files = site.export(attacked_store())
    for page in stories(files).values():
        for element in page.iter("li", "h1", "h3"):
            assert len(element.text_content()) < 1000
