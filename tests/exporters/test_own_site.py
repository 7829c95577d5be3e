"""A site of one's own (articles without an address, authors, lists, terms) -> all that is made of its graph."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import kg
from kg import exporters
from kg.exporters.html import columns, payload, pyvis
from kg.exporters.html.atlas import atlas
from kg.identity import DEFAULT_BASE, article_iri
from kg.rdf.store import Store
from kg.server import views
from kg.server.facts import facts

POST = DEFAULT_BASE + article_iri("path:_posts/2024-03-04-ferry-on-the-sandbank.md")
ISSUE = DEFAULT_BASE + article_iri("path:links/newsletter-12.md")
JANE, OMAR = f"{DEFAULT_BASE}person/jane-roe", f"{DEFAULT_BASE}person/omar-bell"


def exported(graph: kg.KnowledgeGraph, name: str, folder: Path) -> Path:
    """Write one format and return where it is."""
    exporters.write(Store.open(graph.folder / "store"), [name], folder=folder)
    (found,) = folder.iterdir()
    return found


def test_people_are_nodes_and_lists_are_edges(lantern: kg.KnowledgeGraph) -> None:
    network = lantern.networkx()
    assert network.nodes[JANE]["kind"] == "person"
    assert network.nodes[JANE]["label"] == "Jane Roe"
    assert network.has_edge(POST, JANE, key="author")
    assert Counter(key for _, _, key in network.edges(keys=True))["lists"] == 3
    post = network.nodes[POST]
    assert "url" not in post
    assert (post["inLanguage"], post["readingTime"], post["mood"]) == ("en", 7, "calm")


def test_tables_have_people_and_the_terms_of_the_site(lantern: kg.KnowledgeGraph, tmp_path: Path) -> None:
    folder = exported(lantern, "csv", tmp_path)

    def rows(name: str) -> dict[str, dict[str, str]]:
        return {row["iri"]: row for row in csv.DictReader(io.StringIO((folder / name).read_text("utf-8")))}

    assert rows("people.csv")[JANE]["description"] == "She keeps the lantern lit."
    post = rows("articles.csv")[POST]
    assert (post["url"], post["readingTime"], post["dateModified"]) == ("", "7", "2024-03-06T00:00:00Z")
    assert f"{POST},{JANE},author," in (folder / "edges.csv").read_text("utf-8")


def test_every_format_is_written(lantern: kg.KnowledgeGraph, tmp_path: Path) -> None:
    for name in ("cytoscape", "gexf", "graphml", "graphology", "neo4j", "nquads", "parquet", "svg", "trig"):
        assert exported(lantern, name, tmp_path / name).exists()
    found = pyvis.export(Store.open(lantern.folder / "store")).decode()
    assert '"Person"' in found or ">Person<" in found


def test_json_ld_has_authors_and_language(lantern: kg.KnowledgeGraph, tmp_path: Path) -> None:
    document = json.loads(exported(lantern, "jsonld", tmp_path).read_bytes())
    (post,) = [thing for thing in document["@graph"] if thing["@id"] == POST]
    assert post["author"] == [JANE, OMAR]
    assert (post["inLanguage"], post["dateModified"]) == ("en", "2024-03-06T00:00:00Z")
    assert "url" not in post


def test_notes_link_authors_and_what_is_listed(lantern: kg.KnowledgeGraph, tmp_path: Path) -> None:
    folder = exported(lantern, "obsidian", tmp_path)
    post = (folder / "Articles" / "Ferry Heron spends a night on the sandbank.md").read_text("utf-8")
    assert "Authors: [[People/Jane Roe|Jane Roe]], [[People/Omar Bell|Omar Bell]]" in post
    assert "url:" not in post
    assert "<http" not in post
    assert "Articles/Swing bridge closes for repairs" in (folder / "People" / "Jane Roe.md").read_text("utf-8")
    issue = (folder / "Articles" / "The Lantern, issue 12.md").read_text("utf-8")
    assert issue.count("[[Articles/") == 3
    links = re.findall(r"\[\[([^|]+)\|", "".join(path.read_text("utf-8") for path in folder.rglob("*.md")))
    assert all((folder / f"{link}.md").is_file() for link in links)


def test_the_page_has_authors_and_no_link_without_an_address(lantern: kg.KnowledgeGraph) -> None:
    reading = columns.read_columns(Store.open(lantern.folder / "store").ntriples)
    place = reading.articles.iris.index(POST)
    assert reading.urls[place] == ""
    assert [reading.people.names[person] for person in reading.authors[place]] == ["Jane Roe", "Omar Bell"]
    data = json.loads(str(payload.payload(reading, atlas(reading))))
    assert data["authors"]["name"] == ["Ines Marsh", "Jane Roe", "Mia Stone", "Omar Bell"]
    page = (lantern.folder / "graph.html").read_text("utf-8")
    assert 'href=""' not in page
    assert f'href="{POST}"' not in page


def test_pages_of_the_site_name_the_author_where_there_is_no_provider(
    lantern: kg.KnowledgeGraph, tmp_path: Path
) -> None:
    folder = exported(lantern, "site", tmp_path)
    texts = [path.read_text("utf-8") for path in folder.rglob("*.html")]
    (page,) = [text for text in texts if "first report on top" in text and "spends a night" in text]
    assert "unknown provider" not in page
    assert "Omar Bell" in page
    assert 'href=""' not in page


def test_the_server_has_pages_of_people(lantern: kg.KnowledgeGraph) -> None:
    site, store = views.Site(DEFAULT_BASE), Store.open(lantern.folder / "store")
    known = facts(store, JANE)
    assert known is not None
    person = views.thing(site, known)
    assert '<h1 dir="auto">Jane Roe</h1>' in person
    assert "Wrote" in person
    assert "Swing bridge closes for repairs" in person
    known = facts(store, POST)
    assert known is not None
    article = views.article(site, known)
    assert 'href="/person/jane-roe"' in article
    assert "Read it where it was published" not in article
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', article, re.DOTALL)
    assert [author["name"] for author in json.loads(data)["author"]] == ["Jane Roe", "Omar Bell"]
    night = facts(store, DEFAULT_BASE + article_iri("https://herald.example/heron-aground"))
    assert night is not None
    assert "keywords" in views.article(site, night)


def test_explanations_find_an_article_by_its_path(lantern: kg.KnowledgeGraph) -> None:
    one, other = "_posts/2024-03-04-ferry-on-the-sandbank.md", "https://herald.example/heron-aground"
    found = lantern.explain(one, other)
    assert "spends a night" in str(found)
