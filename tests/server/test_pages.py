"""Pages for people and triples for machines, of whatever the graph speaks of."""

from __future__ import annotations

import html.parser
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib

import kg
from kg.identity import DEFAULT_BASE, article_id
from kg.model import Article, Provider, Story
from kg.server.facts import MOST_LINKS
from server_support import BAD_ADDRESS, NASTY, START, Served, article_path, records, serving, written

STORY = f"/story/{article_id('https://paper0.example/a/0')}"
ARTICLE = article_path("https://paper0.example/a/0")
PAGES = ("/", STORY, ARTICLE, article_path("https://paper1.example/a/1"), "/provider/paper0.example", "/topic/sea")
SCHEMA = "https://schema.org/"


class Reader(html.parser.HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.data: list[str] = []
        self._in_data = False
        self.feed(page)
        self.close()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((name, dict(attributes)))
        self._in_data = name == "script"

    def handle_endtag(self, name: str) -> None:
        self._in_data = False

    def handle_data(self, text: str) -> None:
        (self.data if self._in_data else self.texts).append(text)

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes in self.tags if found == name]


def json_ld(served: Served, path: str) -> tuple[dict[str, Any], rdflib.Graph]:
    page = Reader(served.get(path, accept="text/html").text)
    assert [script.get("type") for script in page.all("script")] == ["application/ld+json"]
    document = json.loads("".join(page.data))
    return document, rdflib.Graph().parse(data=json.dumps(document), format="json-ld")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_text_and_links_whatever_the_graph_says(served: Served, path: str) -> None:
    answer = served.get(path, accept="text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = Reader(answer.text)
    assert not page.all("img"), "texts make no elements"
    assert all(script.get("type") == "application/ld+json" for script in page.all("script"))
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "style"]
    for attributes in page.all("a"):
        assert re.match(r"https?://|[/#?]", attributes["href"] or ""), attributes
    assert [attributes["lang"] for attributes in page.all("html")] == ["en"]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_hostile_texts_are_shown_as_they_are(served: Served) -> None:
    shown = "".join(Reader(served.get(STORY, accept="text/html").text).texts)
    for text in NASTY[:6]:
        assert text in shown
    page = Reader(served.get(article_path("https://paper1.example/a/1"), accept="text/html").text)
    assert BAD_ADDRESS not in [attributes["href"] for attributes in page.all("a")]


def test_an_article_has_its_json_ld(served: Served) -> None:
    document, graph = json_ld(served, ARTICLE)
    assert (document["@type"], document["headline"]) == ("NewsArticle", NASTY[0])
    me = rdflib.URIRef(DEFAULT_BASE + ARTICLE[1:])
    assert (me, rdflib.RDF.type, rdflib.URIRef(SCHEMA + "NewsArticle")) in graph
    publisher = graph.value(me, rdflib.URIRef(SCHEMA + "publisher"))
    assert publisher == rdflib.URIRef(DEFAULT_BASE + "provider/paper0.example")
    assert str(graph.value(publisher, rdflib.URIRef(SCHEMA + "name"))) == NASTY[0]
    assert str(graph.value(me, rdflib.URIRef(SCHEMA + "datePublished"))).startswith("2021-03-01T06:05:00")


def test_a_story_has_its_json_ld_in_order_of_time(served: Served) -> None:
    document, graph = json_ld(served, STORY)
    assert [part["headline"] for part in document["hasPart"]] == [*NASTY, "Ferry news, part 6", "Ferry news, part 7"]
    me = rdflib.URIRef(DEFAULT_BASE + STORY[1:])
    assert len(list(graph.objects(me, rdflib.URIRef(SCHEMA + "hasPart")))) == 8


@pytest.mark.parametrize("how", ["accept", "as"])
@pytest.mark.parametrize("media", ["text/turtle", "application/n-triples", "application/ld+json"])
def test_the_same_address_gives_triples(served: Served, media: str, how: str) -> None:
    answer = served.get(ARTICLE, accept=media) if how == "accept" else served.get(f"{ARTICLE}?as={quote(media)}")
    assert (answer.status, answer.media) == (200, media)
    form = ox.RdfFormat.from_media_type(media)
    assert form is not None
    triples = {quad.triple for quad in ox.parse(answer.body, form)}
    store = ox.Store.read_only(str(served.folder / "store"))
    me = ox.NamedNode(DEFAULT_BASE + ARTICLE[1:])
    assert triples == {quad.triple for quad in store.quads_for_pattern(me, None, None)}
    assert served.get(ARTICLE, accept=media).body == served.get(ARTICLE, accept=media).body


def test_what_is_not_there_is_404_and_what_cannot_be_is_406(served: Served) -> None:
    for path in ("/story/0000000000000000", "/nowhere", "/%00", "/a%20b", "/%ff", "/provider/<script>", "//x/"):
        answer = served.get(path.replace("<", "%3C").replace(">", "%3E"), accept="text/html")
        assert answer.status == 404, path
        assert "<script" not in answer.text
    assert served.get(ARTICLE, accept="image/png").status == 406
    assert served.get("/", accept="text/turtle").status == 406


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%2e%2e%2f%2e%2e%2f__init__.py",
        "/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/static//etc/passwd", "/static/page.css/../../app.py",
        "/report.json", "/store/CURRENT", "/static/", "/static/nothing.css", "/map/../report.json",
    ],
)  # fmt: skip
def test_no_path_reads_a_file(served: Served, path: str) -> None:
    answer = served.ask("GET", path)
    assert answer.status == 404
    assert not re.search(r"root:|import |MANIFEST", answer.text)


def test_the_list_of_stories_goes_on_over_pages(tmp_path: Path) -> None:
    articles = [Article(key=f"https://p.example/{i}", url=f"https://p.example/{i}", title=f"T{i}") for i in range(202)]
    stories = [
        Story(id=article_id(a.key), label=f"Story {i:03}", members=(a.key, b.key), first=a.key, cohesion=0.5)
        for i, (a, b) in enumerate(zip(articles[::2], articles[1::2], strict=True))
    ]
    with serving(written(tmp_path / "output", [*articles, *stories])) as server:
        found = set()
        for number in (1, 2, 3):
            page = server.get(f"/?page={number}", accept="text/html").text
            found |= set(re.findall(r"Story \d\d\d", page))
            assert f"Page {number} of 3" in page
        assert len(found) == 101
        for odd in ("0", "-1", "99999999999", "x", "4", "٣"):
            assert server.get("/", accept="text/html", page=odd).status == 200


def test_a_provider_of_very_many_says_that_it_shows_the_newest(tmp_path: Path) -> None:
    many = [
        Article(key=f"https://p.example/{i}", url=f"https://p.example/{i}", title=f"Part {i:03}", provider="p.example",
                published=START + timedelta(hours=i))
        for i in range(MOST_LINKS + 5)
    ]  # fmt: skip
    with serving(written(tmp_path / "output", [*many, Provider(domain="p.example", name="P")])) as server:
        page = server.get("/provider/p.example", accept="text/html").text
        shown = re.findall(r"Part \d\d\d", page)
        assert shown == [f"Part {i:03}" for i in range(MOST_LINKS + 4, 4, -1)]
        assert "These are the newest 200" in page


def test_a_base_of_ones_own_and_letters_beyond_ascii_have_pages(seed_twin: Path, tmp_path: Path) -> None:
    base = "https://news.example/graph/"
    kg.build(seed_twin, output=tmp_path / "own", base=base, formats=())
    beyond = written(tmp_path / "output", [Provider(domain="zürich.example", name="Zürcher")])
    for folder, start in ((tmp_path / "own", base), (beyond, DEFAULT_BASE)):
        store = ox.Store.read_only(str(folder / "store"))
        iris = {quad.subject.value for quad in store if quad.subject.value.startswith(start)}
        assert iris
        with serving(folder, "--workers", "1") as server:
            for iri in iris:
                path = quote(iri.removeprefix(start), safe="/%")
                assert server.get(f"/{path}", accept="text/html").status == 200, iri


def test_the_map_is_the_page_of_the_build(served: Served) -> None:
    assert served.get("/map").status == 404
    page = b"<!doctype html><title>map</title>"
    (served.folder / "graph.html").write_bytes(page)
    try:
        answer = served.get("/map")
        assert (answer.status, answer.body) == (200, page)
        again = served.ask("GET", "/map", headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status, again.body) == (304, b"")
    finally:
        (served.folder / "graph.html").unlink()


def test_the_saved_questions_are_listed(served: Served) -> None:
    found = json.loads(served.get("/questions").body)
    assert {"name", "title", "query", "parameters"} <= found[0].keys()
    assert "first-reports" in {question["name"] for question in found}
    page = served.get("/query", accept="text/html")
    assert page.media == "text/html"
    assert "first-reports" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_a_saved_question_is_asked_by_its_address(served: Served) -> None:
    story = STORY.rpartition("/")[2]
    rows = served.get("/questions/first-reports", accept="text/csv", story=story[:8])
    assert (rows.status, rows.media, len(rows.text.splitlines())) == (200, "text/csv", 2)
    assert served.get("/questions/first-reports", format="text/csv", story=story[:8]).body == rows.body
    asked = served.get("/questions/first-reports", accept="application/sparql-query", story=story)
    assert f"VALUES ?story {{ <{DEFAULT_BASE}story/{story}> }}" in asked.text
    assert served.query(asked.text, accept="text/csv").body == rows.body
    wrong = {"first-reports?story=%22x": 400, "first-reports?x=1": 400, "none": 404, "%2e%2e": 404}
    for target, status in wrong.items():
        assert served.get(f"/questions/{target}").status == status
    assert served.get("/questions/first-reports", accept="image/png").status == 406
    several = served.get("/questions/first-reports?provider=paper0.example&provider=paper1.example&format=text/csv")
    assert several.status == 200, several.text


def test_records_attack(served: Served) -> None:
    """The graph of these tests holds what they look for."""
    assert len(records()) > 9
    assert served.query('ASK { ?a schema:url ?u FILTER(STRSTARTS(STR(?u), "javascript:")) }').text.count("true") == 1
