"""The RDF contract (design, section 5), and KnowledgeGraph, the face on it."""

from __future__ import annotations

import hashlib
import html
import inspect
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, XSD

import kg
from kg.errors import GraphError, IdentityError, UsageError

N = "https://kg-news.example/"
OWN = rdflib.Namespace("https://kg-news.example/ontology#")
SCHEMA = rdflib.Namespace("https://schema.org/")
SKOS = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")

ANY = 10**6
Properties = dict[rdflib.term.Node, tuple[int, int, Any]]
ARTICLE: Properties = {
    RDF.type: (1, 1, None),
    SCHEMA.headline: (0, 1, XSD.string),
    SCHEMA.abstract: (0, 1, XSD.string),
    SCHEMA.datePublished: (0, 1, XSD.dateTime),
    SCHEMA.keywords: (0, ANY, XSD.string),
    SCHEMA.url: (0, 1, XSD.anyURI),
    SCHEMA.publisher: (0, 1, SCHEMA.NewsMediaOrganization),
    SCHEMA.about: (0, ANY, SKOS.Concept),
    SCHEMA.image: (0, ANY, SCHEMA.ImageObject),
    OWN.related: (0, ANY, SCHEMA.NewsArticle),
    OWN.quality: (0, 1, XSD.integer),
    OWN.heat: (0, 1, XSD.integer),
    OWN.published: (0, 1, XSD.boolean),
    OWN.ampUrl: (0, 1, XSD.anyURI),
    OWN.cdnAmpUrl: (0, 1, XSD.anyURI),
    OWN.full: (1, 1, XSD.boolean),
    SCHEMA.mentions: (0, ANY, SCHEMA.Organization),
    PROV.wasDerivedFrom: (1, ANY, PROV.Entity),
}
# class -> property -> at least, at most, and the datatype of the text or the class of the thing
CONTRACT: dict[rdflib.term.Node, Properties] = {
    SCHEMA.NewsArticle: ARTICLE,
    SCHEMA.VideoObject: ARTICLE,
    SCHEMA.NewsMediaOrganization: {
        RDF.type: (1, 1, None),
        SCHEMA.name: (1, 1, XSD.string),
        SCHEMA.alternateName: (0, ANY, XSD.string),
        OWN.domain: (1, 1, XSD.string),
        SCHEMA.logo: (0, ANY, SCHEMA.ImageObject),
        SCHEMA.description: (0, 1, XSD.string),
    },
    SCHEMA.Organization: {
        RDF.type: (1, 1, None),
        SCHEMA.name: (1, 1, XSD.string),
        SCHEMA.alternateName: (0, ANY, XSD.string),
        SCHEMA.url: (0, 1, XSD.anyURI),
        SCHEMA.sameAs: (0, ANY, None),
    },
    SKOS.Concept: {
        RDF.type: (1, 1, None),
        SKOS.prefLabel: (1, 1, XSD.string),
        SKOS.altLabel: (0, ANY, XSD.string),
        SKOS.inScheme: (1, 1, SKOS.ConceptScheme),
        SKOS.broader: (0, 1, SKOS.Concept),
        OWN.hashtag: (0, ANY, XSD.string),
    },
    SKOS.ConceptScheme: {RDF.type: (1, 1, None)},
    SCHEMA.ImageObject: {
        RDF.type: (1, 1, None),
        SCHEMA.contentUrl: (1, 1, XSD.anyURI),
        SCHEMA.width: (0, 1, XSD.integer),
        SCHEMA.height: (0, 1, XSD.integer),
        SCHEMA.caption: (0, 1, XSD.string),
    },
    OWN.Story: {
        RDF.type: (1, 1, None),
        SKOS.prefLabel: (1, 1, XSD.string),
        SCHEMA.headline: (1, 1, XSD.string),
        SCHEMA.hasPart: (2, ANY, SCHEMA.NewsArticle),
        OWN.firstArticle: (1, 1, SCHEMA.NewsArticle),
        SCHEMA.startDate: (0, 1, XSD.dateTime),
        SCHEMA.endDate: (0, 1, XSD.dateTime),
        SCHEMA.about: (0, ANY, SKOS.Concept),
        SCHEMA.mentions: (0, ANY, SCHEMA.Organization),
        OWN.cohesion: (1, 1, XSD.decimal),
        OWN.confidence: (1, 1, XSD.decimal),
        OWN.series: (1, 1, XSD.boolean),
    },
    PROV.Entity: {
        RDF.type: (1, 1, None),
        OWN.path: (1, 1, XSD.string),
        OWN.sha256: (1, 1, XSD.string),
    },
}
IRIS = {
    SCHEMA.NewsArticle: r"article/[0-9a-f]{16}",
    SCHEMA.VideoObject: r"article/[0-9a-f]{16}",
    SCHEMA.NewsMediaOrganization: r"provider/[a-z0-9.-]+",
    SCHEMA.Organization: r"organization/[a-z0-9.&'+-]+",
    SKOS.Concept: r"topic/[a-z-]+",
    SKOS.ConceptScheme: r"topics",
    OWN.Story: r"story/[0-9a-f]{16}",
    PROV.Entity: r"source/[0-9a-f]{16}",
}


def read(graph: kg.KnowledgeGraph) -> rdflib.Graph:
    return rdflib.Graph().parse(graph.folder / "graph.ttl", format="turtle")


def short(term: rdflib.term.Node | str) -> str:
    return str(term).removeprefix(N)


def breaches(graph: rdflib.Graph) -> list[str]:
    """Return all that the contract does not allow."""
    found = []
    for subject in set(graph.subjects()):
        (kind,) = graph.objects(subject, RDF.type)
        counts = Counter(graph.predicates(subject))
        found += [f"{kind} has no {predicate}" for predicate in counts.keys() - CONTRACT[kind].keys()]
        for predicate, (least, most, wanted) in CONTRACT[kind].items():
            if not least <= counts[predicate] <= most:
                found.append(f"{subject} has {counts[predicate]} of {predicate}")
            for value in graph.objects(subject, predicate):
                is_a = (
                    value.datatype or XSD.string if isinstance(value, rdflib.Literal) else graph.value(value, RDF.type)
                )
                is_a = SCHEMA.NewsArticle if is_a == SCHEMA.VideoObject else is_a
                if wanted not in (None, is_a):
                    found.append(f"{subject} {predicate} {value!r} is a {is_a}")
    return found


@pytest.mark.parametrize("name", ["twin", "harbor"])
def test_every_thing_keeps_the_contract(name: str, request: pytest.FixtureRequest) -> None:
    assert breaches(read(request.getfixturevalue(name))) == []


def test_every_property_of_the_contract_is_used(harbor: kg.KnowledgeGraph, twin: kg.KnowledgeGraph) -> None:
    graph = read(harbor) + read(twin)
    seen: dict[rdflib.term.Node, set[rdflib.term.Node]] = defaultdict(set)
    for subject, kind in graph.subject_objects(RDF.type):
        seen[kind].update(graph.predicates(subject))
    seen[SCHEMA.VideoObject] |= seen[SCHEMA.NewsArticle]
    assert seen == {kind: set(properties) for kind, properties in CONTRACT.items()}


def test_nought_and_false_are_values(article_file: Callable[..., Path], tmp_path: Path) -> None:
    file = article_file("a.md", webUrl="https://a.example/a", quality=0, heat=0, published=False)
    graph = kg.build(file, output=tmp_path / "output")
    (row,) = graph.query("SELECT ?q ?h ?p { ?a kg:quality ?q ; kg:heat ?h ; kg:published ?p }")
    assert list(row.values()) == [0, 0, False]


def test_no_value_is_outside_its_datatype(harbor: kg.KnowledgeGraph) -> None:
    values = [value for value in read(harbor).objects() if isinstance(value, rdflib.Literal)]
    assert [value for value in values if value.ill_typed] == []


@pytest.mark.parametrize("name", ["twin", "harbor"])
def test_there_are_no_blank_nodes(name: str, request: pytest.FixtureRequest) -> None:
    graph = read(request.getfixturevalue(name))
    assert [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)] == []


def test_iris_follow_the_rules_of_identity(harbor: kg.KnowledgeGraph, twin: kg.KnowledgeGraph) -> None:
    graph = read(harbor) + read(twin)
    for kind, pattern in IRIS.items():
        names = [short(subject) for subject in graph.subjects(RDF.type, kind)]
        assert names, kind
        assert [name for name in names if not re.fullmatch(pattern, name)] == []


def test_an_article_is_named_by_the_hash_of_its_canonical_url(harbor: kg.KnowledgeGraph) -> None:
    canonical = "https://harbor-post.example/2021/03/04/ferry%20Skylark%20aground?id=7"
    article = rdflib.URIRef(f"{N}article/{hashlib.sha256(canonical.encode()).hexdigest()[:16]}")
    (url,) = read(harbor).objects(article, SCHEMA.url)
    assert str(url) == ("https://www.harbor-post.example/2021/03/04/ferry Skylark aground/?utm_source=feed&id=7#top")


def test_the_twin_of_the_seed_has_exactly_the_counts_of_the_design(twin: kg.KnowledgeGraph) -> None:
    graph = read(twin)
    articles = set(graph.subjects(RDF.type, SCHEMA.NewsArticle))
    assert Counter(graph.objects(None, RDF.type)) == {
        SCHEMA.NewsArticle: 8,
        SCHEMA.NewsMediaOrganization: 8,
        SKOS.Concept: 3,
        SCHEMA.Organization: 5,
        SCHEMA.ImageObject: 9,
        OWN.Story: 1,
        SKOS.ConceptScheme: 1,
        PROV.Entity: 1,
    }
    assert Counter(map(str, graph.objects(None, OWN.full))) == {"true": 1, "false": 7}
    used = Counter(p for s, p in graph.subject_predicates() if s in articles)
    assert used[OWN.related] == 7
    assert used[SCHEMA.about] == 3
    assert used[SCHEMA.publisher] == 8
    assert used[SCHEMA.image] == 8
    assert len(list(graph.subject_objects(SCHEMA.logo))) == 1


def test_the_twin_of_the_seed_is_one_story_that_names_the_companies(twin: kg.KnowledgeGraph) -> None:
    (story,) = twin.stories
    assert len(story.members) == 8
    names = story.label.partition(":")[0]
    assert {"Amazon", "Microsoft", "IBM"} <= set(names.split(", "))
    assert "Clearview" in names


@pytest.mark.parametrize("file", ["graph.ttl", "graph.html", "stories.csv", "report.json"])
def test_what_is_secret_or_markup_never_enters(harbor: kg.KnowledgeGraph, file: str) -> None:
    text = (harbor.folder / file).read_text(encoding="utf-8")
    assert "SENTINEL" not in text
    assert "<b>Skylark</b>" not in text


def test_the_store_holds_no_secret_either(harbor: kg.KnowledgeGraph) -> None:
    assert not [path for path in harbor.folder.rglob("*") if path.is_file() and b"SENTINEL" in path.read_bytes()]


def test_no_path_of_the_machine_is_in_any_output(harbor: kg.KnowledgeGraph, harbor_site: Path) -> None:
    harbor.export("turtle", "ntriples", "jsonld", "graphml", "gexf", "html", to=harbor.folder / "all")
    paths = [str(place).encode() for place in (harbor_site, harbor.folder, harbor.folder.parent)]
    files = [path for path in harbor.folder.rglob("*") if path.is_file()]
    assert len(files) > 10
    assert not [file for file in files for path in paths if path in file.read_bytes()]


def test_source_files_are_named_within_their_source(harbor: kg.KnowledgeGraph, harbor_site: Path) -> None:
    graph = read(harbor)
    found = {
        str(graph.value(entity, OWN.path)): str(graph.value(entity, OWN.sha256))
        for entity in graph.subjects(RDF.type, PROV.Entity)
    }
    wanted = [
        "_news/2021-03-04-ferry-skylark-aground.md",
        "_news/2021-03-05-video-skylark-floats-again.md",
        "_news/2021-05-20-orchards.md",
    ]
    assert found == {path: hashlib.sha256((harbor_site / path).read_bytes()).hexdigest() for path in wanted}


def test_another_base_renames_what_is_minted_and_nothing_else(
    harbor: kg.KnowledgeGraph, harbor_site: Path, tmp_path: Path
) -> None:
    other = kg.build(harbor_site, output=tmp_path / "output", base="https://graph.example/news")
    ours = (harbor.folder / "graph.ttl").read_text(encoding="utf-8").splitlines()
    theirs = (other.folder / "graph.ttl").read_text(encoding="utf-8").splitlines()
    renamed = re.compile(rf"<{re.escape(N)}(?!ontology#)")
    assert Counter(renamed.sub("<https://graph.example/news/", line) for line in ours) == Counter(theirs)
    assert "@prefix kg: <https://kg-news.example/ontology#> ." in theirs
    assert other.report["base"] == "https://graph.example/news/"
    assert [story.id for story in other.stories] == [story.id for story in harbor.stories]
    assert (other.folder / "stories.csv").read_bytes() == (harbor.folder / "stories.csv").read_bytes()


@pytest.mark.parametrize("base", ["news", "/news/", "file:///news/", "https://a b/", "urn:news:", ""])
def test_a_base_that_is_no_web_address_is_refused_before_anything_is_written(
    seed_twin: Path, tmp_path: Path, base: str
) -> None:
    with pytest.raises(IdentityError, match="is not an absolute http"):
        kg.build(seed_twin, output=tmp_path / "output", base=base)
    assert list(tmp_path.iterdir()) == []


def test_the_turtle_file_read_by_rdflib_is_the_store(harbor: kg.KnowledgeGraph) -> None:
    assert set(read(harbor)) == set(harbor.rdflib())
    assert len(harbor) == 136


def test_the_turtle_file_is_the_store_to_the_letter(harbor: kg.KnowledgeGraph) -> None:
    triples = {str(quad.triple) for quad in ox.parse(path=harbor.folder / "graph.ttl")}
    assert {f"{triple} .\n" for triple in triples} == set(harbor._store.lines)
    assert '"2021-03-05T08:00:00.25Z"^^xsd:dateTime' in (harbor.folder / "graph.ttl").read_text(encoding="utf-8")


def test_a_graph_that_is_opened_is_the_graph_that_was_built(harbor: kg.KnowledgeGraph) -> None:
    reopened = kg.open(harbor.folder)
    assert len(reopened) == len(harbor)
    assert reopened.stories == harbor.stories
    assert reopened.report == harbor.report
    assert reopened._store.lines == harbor._store.lines
    assert kg.open(str(harbor.folder)).folder == harbor.folder


def test_opening_what_is_no_graph_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no graph in"):
        kg.open(tmp_path)


def test_a_graph_says_what_it_is(harbor: kg.KnowledgeGraph) -> None:
    assert repr(harbor) == f"<KnowledgeGraph {harbor.folder}: triples: 136, stories: 1>"


def test_stories_are_records_with_iris_in_order_of_time(harbor: kg.KnowledgeGraph) -> None:
    (story,) = harbor.stories
    assert story.id == "fded6a3d388c2666"
    assert [short(member) for member in story.members] == [
        "article/fded6a3d388c2666",
        "article/426cd7da658f8c8e",
        "article/41699523d4f850df",
        "article/840f8745559deb71",
    ]
    assert story.first == story.members[0]
    assert story.topics == ("Sea Rescue", "Shipping")


def test_a_missing_report_is_an_error_that_says_what_to_do(seed_twin: Path, tmp_path: Path) -> None:
    graph = kg.open(kg.build(seed_twin, output=tmp_path / "output").folder)
    (graph.folder / "report.json").unlink()
    with pytest.raises(GraphError, match=r"cannot be read .*; build the graph again"):
        _ = graph.report


def test_export_writes_beside_the_graph_and_elsewhere(seed_twin: Path, tmp_path: Path) -> None:
    graph = kg.build(seed_twin, output=tmp_path / "output", formats=())
    assert not list(graph.folder.glob("graph.*"))
    assert graph.export("nt", "TTL") == [graph.folder / "graph.nt", graph.folder / "graph.ttl"]
    assert graph.export("gexf", to=tmp_path / "a" / "b") == [tmp_path / "a" / "b" / "graph.gexf"]
    assert (tmp_path / "a" / "b" / "graph.gexf").stat().st_size > 1000
    with pytest.raises(UsageError, match=r"no format 'rdf'; there are csv, .*gexf, graphml, .*turtle"):
        graph.export("rdf")


def test_show_is_a_frame_whose_page_is_escaped(twin: kg.KnowledgeGraph, tmp_path: Path) -> None:
    frame = twin.show(height=333)._repr_html_()
    document = re.fullmatch(r'<iframe srcdoc="([^"]*)"( [a-z]+="[^"<>]*")+></iframe>', frame)
    assert document, "no quote and no tag of the page gets out of its attribute"
    assert "<" not in document[1]
    (page,) = twin.export("pyvis", to=tmp_path)
    assert html.unescape(document[1]).encode() == page.read_bytes()
    assert "height:333px" in frame
    assert "allow-same-origin" not in frame


def test_the_face_is_small() -> None:
    public = {name: value for name, value in inspect.getmembers(kg.KnowledgeGraph) if not name.startswith("_")}
    assert sum(map(callable, public.values())) <= 12, public
    assert {"query", "networkx", "article_network", "stories", "report", "rdflib", "export", "show"} <= set(public)
