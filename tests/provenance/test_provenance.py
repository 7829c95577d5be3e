"""A triple -> the lines that said it: every triple of a graph has some, and what stands there says it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import kg
from kg.errors import GraphError, UsageError
from kg.identity import article_iri
from kg.provenance import BEST_OF, READ, Provenance, Source, Sources
from kg.provenance.derived import COPIES, MENTIONS, ORGANIZATIONS, STORIES
from kg.rdf.remote import Remote
from kg.rdf.terms import Literal
from kg.rdf.vocab import KG, PREFIXES, SCHEMA

Write = Callable[..., Path]
FERRY, TUGS = "https://a.example/ferry", "https://b.example/tugs"


@pytest.fixture(scope="module")
def example(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    return kg.build(examples, output=tmp_path_factory.mktemp("example") / "output", formats=())


@pytest.fixture(scope="module")
def known(example: kg.KnowledgeGraph) -> Provenance:
    return example.provenance


def triples(graph: kg.KnowledgeGraph) -> list[ox.Triple]:
    return [quad.triple for quad in graph._store.triples()]


def texts(folder: Path) -> dict[str, list[str]]:
    """The lines of all files, by their paths."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes().decode("utf-8", "replace").splitlines() for path in files}


SITES = {"example": "examples", "harbor": "harbor_site", "twin": "seed_twin", "lantern": "lantern_site"}


@pytest.mark.parametrize("graph", SITES)
def test_every_triple_has_a_source_that_is_a_line_of_a_file(graph: str, request: pytest.FixtureRequest) -> None:
    built = request.getfixturevalue(graph)
    folder = request.getfixturevalue(SITES[graph])
    lines = texts(folder)
    for triple in triples(built):
        found = built.provenance.of(triple, deep=False)
        assert found, triple
        assert list(found) == sorted(found, key=lambda source: (source.path, source.line))
        for source in found:
            assert re.fullmatch("[0-9a-f]{64}", source.sha256)
            if source.rule != ORGANIZATIONS:
                assert 1 <= source.line <= len(lines[source.path])


@pytest.mark.parametrize("graph", ["example", "harbor", "twin"])
def test_a_text_stands_in_the_line_that_is_named(graph: str, request: pytest.FixtureRequest) -> None:
    built = request.getfixturevalue(graph)
    folder = request.getfixturevalue({"example": "examples", "harbor": "harbor_site", "twin": "seed_twin"}[graph])
    lines, checked = texts(folder), 0
    known = built.provenance.with_files([folder])
    for triple in triples(built):
        if triple.predicate.value not in (SCHEMA.headline, SCHEMA.url, SCHEMA.abstract, SCHEMA.contentUrl, KG.quality):
            continue
        for source in known.of(triple, deep=False):
            if source.rule in (READ, BEST_OF):
                assert not isinstance(triple.object, ox.Triple)
                word = max(re.findall(r"\w+", triple.object.value), key=len)
                # an excerpt may go on in the lines below
                assert word in " ".join(lines[source.path][source.line - 1 :][:6]), (triple, source)
                checked += 1
    assert checked > 5


def test_rules_of_all_kinds_are_told(known: Provenance, example: kg.KnowledgeGraph) -> None:
    rules = {source.rule for triple in triples(example) for source in known.of(triple, deep=False)}
    assert rules == {READ, BEST_OF, MENTIONS, STORIES, COPIES, ORGANIZATIONS}


def test_a_triple_may_be_given_in_many_ways(twin: kg.KnowledgeGraph) -> None:
    triple = next(t for t in triples(twin) if t.predicate.value == SCHEMA.headline)
    assert isinstance(triple.subject, ox.NamedNode)
    assert isinstance(triple.object, ox.Literal)
    s, p, o = triple.subject.value, triple.predicate.value, triple.object.value
    found = twin.sources((s, p, o))
    assert len(found) == 1
    for same in (
        triple, f"{triple} .", str(triple), f"{triple} .\n".encode(), (triple.subject, triple.predicate, triple.object),
        (f"<{s}>", f"<{p}>", f'"{o}"' if '"' not in o and "\\" not in o else o), (s, "schema:headline", o),
        (s.removeprefix("https://kg-news.example/"), "schema:headline", Literal(o)),
        (rdflib.URIRef(s), rdflib.URIRef(p), rdflib.Literal(o)), (s, p, None),
    ):  # fmt: skip
        assert twin.sources(same) == found, same
    assert twin.sources((s, p, "no such headline")) == ()
    assert twin.sources((s, p, rdflib.Literal(o, lang="de"))) == ()
    assert len(twin.sources((s, None, None))) >= 1
    assert twin.sources((s, "a", "schema:NewsArticle"))


@pytest.mark.parametrize(
    "triple", ["", "<a>", "no triple", ("a",), 7, ("a b<>", "schema:headline", None), (None, 3, 4)]
)
def test_what_is_no_triple_is_a_message(twin: kg.KnowledgeGraph, triple: object) -> None:
    with pytest.raises(UsageError, match="give \\(subject, predicate, object\\), or a line of N-Triples"):
        twin.sources(triple)


def test_values_are_compared_as_python_has_them(twin: kg.KnowledgeGraph) -> None:
    assert twin.sources((None, "kg:quality", 88)) == twin.sources((None, "kg:quality", "88")) != ()
    assert twin.sources((None, KG.full, True)) != ()


def test_of_records_that_disagree_the_best_is_named_and_the_rest_quoted(article_file: Write, tmp_path: Path) -> None:
    article_file("in/a.md", webUrl=FERRY, title="Ferry aground", related=[{"url": TUGS, "title": "Tugs come"}])
    article_file("in/b.md", webUrl=TUGS, title="Tugs pull")
    graph = kg.build(tmp_path / "in", output=tmp_path / "out", formats=())
    (source,) = graph.sources((article_iri(TUGS), "schema:headline", None))
    assert (source.path, source.line, source.rule) == ("b.md", 3, BEST_OF)
    assert source.evidence == ('a.md:4 says "Tugs come"',)
    (link,) = graph.sources((article_iri(FERRY), "kg:related", article_iri(TUGS)))
    assert (link.path, link.line, link.rule) == ("a.md", 4, READ)
    assert str(link) == "a.md:4: read"


def test_an_amp_address_is_the_article_that_claims_it(article_file: Write, tmp_path: Path) -> None:
    amp = "https://a.example/amp/ferry"
    article_file("in/a.md", webUrl=FERRY, ampWebUrl=amp, title="Ferry aground")
    article_file("in/b.md", webUrl=TUGS, title="Tugs", related=[{"webUrl": amp, "title": "Ferry aground"}])
    graph = kg.build(tmp_path / "in", output=tmp_path / "out", formats=())
    found = graph.sources((article_iri(FERRY), "schema:headline", "Ferry aground"))
    assert [(source.path, source.line) for source in found] == [("a.md", 4), ("b.md", 4)]


def test_fields_are_found_only_in_files_that_are_what_was_read(article_file: Write, tmp_path: Path) -> None:
    path = article_file("in/a.md", webUrl=FERRY, date="2021-03-04", title="Ferry aground")
    graph = kg.build(tmp_path / "in", output=tmp_path / "out", formats=())
    asked = (article_iri(FERRY), "schema:headline", None)
    assert [source.line for source in graph.sources(asked)] == [4], "a build knows what it was made from"
    assert [source.line for source in kg.open(graph.folder).sources(asked)] == [2]
    assert [source.line for source in graph.sources(asked, files=[tmp_path / "in"])] == [4]
    assert [source.line for source in graph.sources(asked, files=[path])] == [4], "a source may be a file"
    path.write_text(path.read_text() + "\n")
    other = kg.open(graph.folder)
    assert [source.line for source in other.sources(asked, files=[tmp_path / "in" / ".."])] == [2]


def test_why_an_article_is_in_its_story_is_told(example: kg.KnowledgeGraph) -> None:
    story = example.stories[0]
    found = example.sources((f"story/{story.id}", "schema:hasPart", story.members[1]))
    assert {source.rule for source in found} == {STORIES}
    assert any(text.startswith("weight ") for source in found for text in source.evidence)
    (first,) = {s.path for s in example.sources((f"story/{story.id}", "schema:startDate", None))} & {
        s.path for s in example.sources((f"story/{story.id}", "kg:firstArticle", None))
    }
    assert first.endswith(".md")


def test_an_organization_is_in_the_gazetteer_or_named_by_a_file(article_file: Write, tmp_path: Path) -> None:
    article_file("in/a.md", webUrl=FERRY, title="Skyferry Lines quits, says Microsoft")
    (tmp_path / "own.csv").write_text("name,aliases,url\nSkyferry Lines,,\n")
    graph = kg.build(tmp_path / "in", output=tmp_path / "out", formats=(), organizations=tmp_path / "own.csv")
    (known,) = graph.sources(("organization/microsoft", "schema:name", None))
    line = (Path(__file__).parents[2] / known.path).read_text().splitlines()[known.line - 1]
    assert "<organization/microsoft>" in line
    (given,) = graph.sources(("organization/skyferry-lines", "schema:name", None))
    assert (given.path, given.rule) == ("a.md", ORGANIZATIONS)
    assert "--organizations" in given.evidence[0]
    (mention,) = graph.sources((article_iri(FERRY), "schema:mentions", "organization/microsoft"))
    assert (mention.rule, mention.evidence) == (MENTIONS, ("the headline has 'Microsoft'",))


def test_without_records_it_says_what_to_do(twin: kg.KnowledgeGraph, tmp_path: Path) -> None:
    graph = kg.KnowledgeGraph(twin._store, tmp_path)
    (tmp_path / "report.json").write_bytes((twin.folder / "report.json").read_bytes())
    with pytest.raises(GraphError, match="build the graph again"):
        graph.sources(("article/1", None, None))


def test_behind_an_endpoint_it_says_what_to_do(tmp_path: Path) -> None:
    graph = kg.KnowledgeGraph(Remote("http://127.0.0.1:9/sparql"), tmp_path)
    with pytest.raises(GraphError, match="an endpoint has no records of files: open the output folder"):
        graph.sources(("article/1", None, None))


def test_all_prefixes_may_be_used() -> None:
    from kg.provenance.terms import pattern

    for prefix, space in PREFIXES.items():
        found = pattern((f"{prefix}:x", "schema:name", None), base="https://n.example/")
        assert found.subject == ox.NamedNode(f"{space}x")


def test_notebooks_show_a_card_of_who_said_it(example: kg.KnowledgeGraph) -> None:
    found = example.sources((None, "kg:copyOf", None))
    shown = found._repr_html_()
    assert f"Said in {len(found)} place" in shown
    for source in found:
        assert f"{source.path}:{source.line}</td>" in shown
        assert source.rule in shown
        assert all(text in html.unescape(shown) for text in source.evidence)
    assert f"{found[0].path}:{found[0].line}</td>" in found[0]._repr_html_()
    assert found == tuple(found)
    assert "Nobody said it" in example.sources((None, "schema:headline", "never said"))._repr_html_()


def test_a_card_shows_hostile_names_of_files_as_text() -> None:
    nasty = Source(path='<script>alert(1)</script>"\u202e.md', line=3, sha256="", evidence=("<img src=x onerror=y>",))
    shown = Sources([nasty] * 101)._repr_html_()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;.md:3" in shown
    assert "&lt;img src=x onerror=y&gt;" in shown
    assert not re.search("<script|<img|\u202e", shown)
    assert "the first 100 of them" in shown
    assert shown.count("<tr>") == 101


POST, TUGS_POST = "_posts/2024-03-04-ferry-on-the-sandbank.md", "_posts/2024-03-05-tugs-free-the-heron.md"
TERMS = "https://lantern.example/terms#"
BY_PATH = article_iri(f"path:{POST}")
AGROUND = article_iri("https://herald.example/heron-aground")
FROST = article_iri("https://fields.example/orchard-frost")
SAID = [  # subject, predicate, object (all relative to the base) -> the places with their lines and rules
    (BY_PATH, "schema:author", "person/omar-bell", {f"{POST}:6": "read"}),
    (BY_PATH, "schema:about", "topic/shipping", {f"{POST}:8": "read"}),
    (BY_PATH, f"{TERMS}readingTime", "7", {f"{POST}:9": "read"}),
    (BY_PATH, f"{TERMS}company", "organization/heron-lines", {f"{POST}:10": "read"}),
    (BY_PATH, f"{TERMS}place", "place/port-alder", {f"{POST}:11": "read"}),
    (BY_PATH, f"{TERMS}licence", "https://lantern.example/licence", {f"{POST}:14": "read"}),
    (BY_PATH, "schema:dateModified", "2024-03-06T00:00:00Z", {f"{POST}:15": "read"}),
    (BY_PATH, "kg:related", article_iri(f"path:{TUGS_POST}"), {f"{POST}:18": "read"}),
    (BY_PATH, "schema:abstract", None, {f"{POST}:20": "derived: text"}),
    (BY_PATH, "schema:datePublished", None, {f"{POST}:2": "derived: file name"}),
    (BY_PATH, "schema:inLanguage", "en", {f"{POST}:2": "derived: site"}),
    (article_iri(f"path:{TUGS_POST}"), "schema:author", None, {f"{TUGS_POST}:7": "read"}),
    (article_iri(f"path:{TUGS_POST}"), "schema:about", None, {f"{TUGS_POST}:9": "read"}),
    (article_iri(f"path:{TUGS_POST}"), "schema:inLanguage", "en-GB", {f"{TUGS_POST}:5": "read"}),
    (AGROUND, "schema:keywords", "Night", {"links/heron-aground.md:9": "read"}),
    (AGROUND, "schema:author", None, {"links/heron-aground.md:10": "read"}),
    (FROST, "kg:datePrecision", "month", {"links/orchard.md:4": "read"}),
    (FROST, "schema:about", "topic/frost", {"links/orchard.md:7": "read"}),
    (article_iri("https://gazette.example/fish-market"), "schema:author", None, {"links/council.md:4": "read"}),
    (article_iri("https://bridge.example/closes"), "schema:about", "topic/repairs", {"links/bridge.rst:6": "read"}),
    (article_iri("https://museum.example/loft"), "schema:author", None, {"pages/museum.html:5": "read"}),
    (article_iri("https://herald.example/eels"), "schema:author", None, {"_data/reading.csv:2": "read"}),
    (article_iri("https://gazette.example/mill-wheel"), "schema:headline", None, {"_data/reading.csv:3": "read"}),
    (article_iri("https://herald.example/regatta"), "schema:author", None, {"_data/links.yml:4": "read"}),
    (
        article_iri("path:links/newsletter-12.md"), "kg:lists", article_iri("https://fields.example/hail"),
        {"links/newsletter-12.md:15": "read"},
    ),
    (
        article_iri("https://fields.example/hail"), "schema:publisher", "provider/fields.example",
        {"links/newsletter-12.md:15": "derived: addresses"},
    ),
    ("person/jane-roe", "schema:description", None, {"_people/jane-roe.md:4": "read"}),
    ("person/jane-roe", "schema:alternateName", "J. Roe", {"_people/jane-roe.md:5": "read"}),
    (
        "person/ines-marsh", "schema:name", None, {f"{POST}:13": "read", "links/orchard.md:5": "read"},
    ),
    ("organization/heron-lines", "schema:url", None, {"_companies/heron-lines.md:3": "read"}),
    ("place/port-alder", "schema:name", "Port Alder", {f"{POST}:11": "read"}),
    ("topic/ferries", "skos:broader", "topic/ships", {"_terms/ferries.md:4": "read"}),
    ("topic/eels", "kg:topicKind", "tag", {"_data/reading.csv:2": "read"}),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "predicate", "value", "places"), SAID)
def test_each_fact_of_a_site_of_ones_own_has_its_line_and_its_rule(
    lantern: kg.KnowledgeGraph, lantern_site: Path, subject: str, predicate: str, value: str | None, places: object
) -> None:
    found = lantern.provenance.with_files([lantern_site]).sources((subject, predicate, value))
    assert {f"{source.path}:{source.line}": source.rule for source in found} == places


def test_without_the_files_a_fact_has_the_line_of_its_record(lantern: kg.KnowledgeGraph) -> None:
    post = lantern.provenance.sources((BY_PATH, "schema:author", "person/omar-bell"))
    assert [str(source) for source in post] == [f"{POST}:2: read"]
    newsletter = article_iri("path:links/newsletter-12.md")
    listed = lantern.provenance.sources((newsletter, "kg:lists", None))
    assert [source.line for source in listed] == [10, 11, 15]
