"""The NetworkX contract (design, section 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.rdf.network import network
from kg.rdf.ntriples import Writer
from kg.rdf.store import Store
from kg.rdf.terms import IRI, Literal, Triple
from kg.rdf.vocab import RDF, SCHEMA, SKOS
from kg.stories.similarity import HALF_DAYS

N = "https://kg-news.example/"
FERRY = f"{N}article/fded6a3d388c2666"
VIDEO = f"{N}article/41699523d4f850df"
PASSENGERS = f"{N}article/426cd7da658f8c8e"
TOLD = f"{N}article/840f8745559deb71"
ORCHARDS = f"{N}article/c607f5d8193b652c"
POST = f"{N}provider/harbor-post.example"
STORY = f"{N}story/fded6a3d388c2666"
FOUND = ("organization", "story")  # kinds that the files do not name: the counts of the design are without them


@pytest.fixture(scope="module")
def net(harbor: kg.KnowledgeGraph) -> nx.MultiDiGraph[str]:
    return harbor.networkx()


def kinds(graph: nx.MultiDiGraph[str]) -> Counter[str]:
    return Counter(graph.nodes[node]["kind"] for node in graph)


def keys(graph: nx.MultiDiGraph[str]) -> Counter[str]:
    return Counter(key for _, _, key in graph.edges(keys=True))


def test_the_twin_of_the_seed_has_the_counts_of_the_design(twin: kg.KnowledgeGraph) -> None:
    graph = twin.networkx()
    assert kinds(graph) == {"article": 8, "provider": 8, "topic": 3, "image": 9, "organization": 5, "story": 1}
    assert keys(graph) == {
        "publisher": 8,
        "about": 6,
        "image": 8,
        "logo": 1,
        "related": 7,
        "part": 8,
        "mentions": 21,
    }
    graph.remove_nodes_from([node for node in graph if graph.nodes[node]["kind"] in FOUND])
    assert (len(graph), graph.number_of_edges()) == (28, 27)
    assert keys(graph)["about"] == 3


def test_without_images_the_twin_has_19_nodes_and_18_edges_beside_what_was_found(twin: kg.KnowledgeGraph) -> None:
    graph = twin.networkx(images=False)
    assert kinds(graph) == {"article": 8, "provider": 8, "topic": 3, "organization": 5, "story": 1}
    graph.remove_nodes_from([node for node in graph if graph.nodes[node]["kind"] in FOUND])
    assert (len(graph), graph.number_of_edges()) == (19, 18)


def test_nodes_are_the_things_of_the_graph_by_kind(net: nx.MultiDiGraph[str]) -> None:
    assert type(net) is nx.MultiDiGraph
    assert kinds(net) == {"article": 5, "provider": 5, "topic": 3, "image": 5, "story": 1}
    assert all(type(node) is str for node in net)


def test_edges_are_keyed_by_what_they_mean(net: nx.MultiDiGraph[str]) -> None:
    found = {(source.removeprefix(N), target.removeprefix(N), key) for source, target, key in net.edges(keys=True)}
    article = {name: iri.removeprefix(N) for name, iri in globals().items() if isinstance(iri, str) and N in iri}
    assert found == {
        (article["FERRY"], "provider/harbor-post.example", "publisher"),
        (article["VIDEO"], "provider/harbor-post.example", "publisher"),
        (article["PASSENGERS"], "provider/tern-times.example", "publisher"),
        (article["TOLD"], "provider/gull.example", "publisher"),  # by its host
        (article["ORCHARDS"], "provider/marrow-valley.example", "publisher"),
        (article["FERRY"], "topic/shipping", "about"),
        (article["FERRY"], "topic/sea-rescue", "about"),
        (article["VIDEO"], "topic/shipping", "about"),
        (article["FERRY"], "https://media.harbor-post.example/skylark.jpg", "image"),
        (article["FERRY"], "https://media.harbor-post.example/coast-guard.jpg", "image"),
        (article["PASSENGERS"], "https://media.tern-times.example/boats.jpg", "image"),
        ("provider/harbor-post.example", "https://assets.example/logos/harbor%20post.png", "logo"),
        ("provider/harbor-post.example", "image/assets/images/harbor-post-400x400.jpg", "logo"),
        (article["FERRY"], article["PASSENGERS"], "related"),
        (article["FERRY"], article["TOLD"], "related"),
        (article["VIDEO"], article["PASSENGERS"], "related"),
        ("topic/shipping", "topic/transport", "broader"),
        (article["STORY"], article["FERRY"], "part"),
        (article["STORY"], article["VIDEO"], "part"),
        (article["STORY"], article["PASSENGERS"], "part"),
        (article["STORY"], article["TOLD"], "part"),
        (article["STORY"], "topic/shipping", "about"),
        (article["STORY"], "topic/sea-rescue", "about"),
    }


def test_an_article_has_its_literals_as_python_values(net: nx.MultiDiGraph[str]) -> None:
    assert net.nodes[FERRY] == {
        "kind": "article",
        "label": "Ferry Skylark runs aground off Port Ellery & 212 passengers are taken off",
        "headline": "Ferry Skylark runs aground off Port Ellery & 212 passengers are taken off",
        "abstract": "The ferry Skylark hit a sandbank near Port Ellery on Thursday evening, "
        "and the coast guard took 212 passengers off.",
        "url": "https://www.harbor-post.example/2021/03/04/ferry Skylark aground/?utm_source=feed&id=7#top",
        "datePublished": datetime(2021, 3, 4, 18, 30, tzinfo=UTC),
        "quality": 72,
        "heat": -1,
        "published": False,
        "full": True,
        "keywords": ["ferries", "news"],
        "ampUrl": "https://www.harbor-post.example/amp/ferry-skylark-aground",
        "cdnAmpUrl": "https://harbor-post.cache.example/c/s/ferry-skylark-aground",
    }
    assert type(net.nodes[FERRY]["quality"]) is int
    assert net.nodes[FERRY]["published"] is False


def test_what_an_article_does_not_say_is_not_there(net: nx.MultiDiGraph[str]) -> None:
    assert set(net.nodes[ORCHARDS]) == {"kind", "label", "headline", "url", "full", "datePublished"}


def test_a_property_that_may_have_several_values_is_a_list(net: nx.MultiDiGraph[str]) -> None:
    assert net.nodes[POST]["alternateName"] == ["Harbor Post on Air", "The Post of the Harbor"]
    assert net.nodes[f"{N}topic/shipping"]["altLabel"] == ["Ships", "ferries", "freighters"]
    assert net.nodes[f"{N}topic/shipping"]["hashtag"] == ["#ferry", "#shipping"]
    assert net.nodes[POST]["name"] == "Harbor Post"


def test_it_is_a_list_even_of_one() -> None:
    store = Store.load(Writer(N).lines([(IRI("t"), RDF.type, SKOS.Concept), (IRI("t"), SKOS.altLabel, Literal("x"))]))
    assert network(store).nodes[f"{N}t"]["altLabel"] == ["x"]


def test_a_story_has_its_span_and_cohesion(net: nx.MultiDiGraph[str]) -> None:
    story = net.nodes[STORY]
    assert story["startDate"] == datetime(2021, 3, 4, 18, 30, tzinfo=UTC)
    assert story["endDate"] == datetime(2021, 3, 5, 8, 0, 0, 250_000, tzinfo=UTC)
    assert type(story["cohesion"]) is Decimal
    assert 0 < story["cohesion"] < 1
    assert story["label"] == story["prefLabel"]


@pytest.mark.parametrize(
    ("node", "label"),
    [
        (POST, "Harbor Post"),
        (f"{N}provider/nobody.example", "nobody.example"),
        (f"{N}topic/sea-rescue", "Sea Rescue"),
        ("https://media.harbor-post.example/skylark.jpg", "The Skylark on the sandbank"),
        ("https://media.harbor-post.example/coast-guard.jpg", "https://media.harbor-post.example/coast-guard.jpg"),
        ("https://assets.example/logos/harbor%20post.png", "https://assets.example/logos/harbor post.png"),
    ],
)
def test_everything_has_a_label(net: nx.MultiDiGraph[str], node: str, label: str) -> None:
    assert net.nodes[node]["label"] == label


def test_a_thing_without_any_text_is_labelled_by_its_iri() -> None:
    store = Store.load(Writer(N).lines([(IRI("article/1"), RDF.type, SCHEMA.NewsArticle)]))
    assert network(store).nodes[f"{N}article/1"] == {"kind": "article", "label": f"{N}article/1"}


def test_source_files_and_the_scheme_of_topics_are_no_nodes(net: nx.MultiDiGraph[str]) -> None:
    assert not [node for node in net if "/source/" in node or node == f"{N}topics"]


def test_without_images_nothing_points_at_one(harbor: kg.KnowledgeGraph) -> None:
    graph = harbor.networkx(images=False)
    assert kinds(graph) == {"article": 5, "provider": 5, "topic": 3, "story": 1}
    assert not {"image", "logo"} & set(keys(graph))


def test_an_edge_to_what_the_graph_does_not_hold_is_left_out() -> None:
    triples: list[Triple] = [
        (IRI("article/1"), RDF.type, SCHEMA.NewsArticle),
        (IRI("article/1"), SCHEMA.publisher, IRI("provider/nobody.example")),
        (IRI("article/1"), SCHEMA.headline, Literal("x")),
    ]
    graph = network(Store.load(Writer(N).lines(triples)))
    assert (len(graph), graph.number_of_edges()) == (1, 0)


def test_built_and_reopened_give_the_same_network(harbor: kg.KnowledgeGraph) -> None:
    built, reopened = harbor.networkx(), kg.open(harbor.folder).networkx()
    assert dict(built.nodes.items()) == dict(reopened.nodes.items())
    assert sorted(built.edges(keys=True)) == sorted(reopened.edges(keys=True))


def test_the_article_network_tells_what_each_edge_is_made_from(harbor: kg.KnowledgeGraph) -> None:
    graph = harbor.article_network()
    assert type(graph) is nx.Graph
    assert set(graph) == {FERRY, VIDEO, PASSENGERS, TOLD, ORCHARDS}
    edge = graph.edges[FERRY, VIDEO]
    assert (edge["related"], edge["listed_together"]) == (False, False)
    assert edge["topics"] == ["shipping"]
    assert edge["hours"] == 13.5
    assert 0 < edge["text"] < 1
    faded = edge["text"] / (1 + 13.5 / 24 / HALF_DAYS)
    assert faded < edge["weight"] < 1.1 * faded  # the text as time leaves it, and a little the topic that both have
    listed = graph.edges[FERRY, TOLD]
    assert (listed["related"], listed["listed_together"], listed["hours"]) == (True, False, None)
    assert listed["weight"] == pytest.approx(1 - (1 - listed["text"]) * (1 - 0.6), abs=2e-6)
    together = graph.edges[PASSENGERS, TOLD]
    assert (together["related"], together["listed_together"]) == (False, True)
    assert together["weight"] == pytest.approx(1 - (1 - together["text"]) * (1 - 0.4), abs=2e-6)
    assert not graph[ORCHARDS]


def test_the_article_network_is_the_same_from_a_built_and_a_reopened_graph(harbor: kg.KnowledgeGraph) -> None:
    built, reopened = harbor.article_network(), kg.open(harbor.folder).article_network()
    assert dict(built.nodes.items()) == dict(reopened.nodes.items())
    assert {frozenset(e[:2]): e[2] for e in built.edges(data=True)} == {
        frozenset(e[:2]): e[2] for e in reopened.edges(data=True)
    }


def test_a_story_is_as_cohesive_as_the_edges_between_its_articles(harbor: kg.KnowledgeGraph) -> None:
    graph, (story,) = harbor.article_network(), harbor.stories
    inside = graph.subgraph(story.members)
    weights = [inside.edges[edge]["weight"] for edge in inside.edges]
    pairs = len(story.members) * (len(story.members) - 1) / 2
    assert story.cohesion == pytest.approx(sum(weights) / pairs, abs=5e-4)


def test_names_of_sites_and_languages_weigh_in_the_network_as_in_the_stories(
    article_file: Callable[..., Path], tmp_path: Path
) -> None:
    """What a graph gives back is read as the articles were: without the names of sites, each in its language."""
    heads = ("Fähre läuft vor Elmen auf Grund", "Fähre vor Elmen läuft auf, Schlepper helfen", "Elmen: Fähre auf Grund")
    for place, head in enumerate(heads):
        article_file(
            f"site/{place}.md",
            webUrl=f"https://www.elmen-post.example/{place}",
            title=f"{head} | Elmen Post",
            publishedDateTime=f"2021-03-04T0{place}:00:00Z",
            language="de",
        )
    built = kg.build(tmp_path / "site", output=tmp_path / "output")
    (story,) = built.stories
    weights = [float(data["weight"]) for _, _, data in built.article_network().edges(data=True)]
    assert len(weights) == 3
    assert story.cohesion == pytest.approx(sum(weights) / 3, abs=5e-4)
