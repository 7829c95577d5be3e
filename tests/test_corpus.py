"""The real corpora of ../shared, held against a count of their own: plain PyYAML, and URLs taken apart by urllib."""

from __future__ import annotations

import csv
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import yaml

import kg
from kg import sources
from kg.entities.merge import merge

pytestmark = pytest.mark.corpus

N = "https://kg-news.example/"
FRONT_MATTER = re.compile(r"\s*^---[ ]*$\n(.*?)^---[ ]*$", re.DOTALL | re.MULTILINE)
# the trackers that these files have: what is another site, or sends a reader from a feed or a tweet; and AMP
TRACKER = re.compile(r"(?:utm_\w+|fbclid|gclid)(?:=.*)?|cmp=rss|CMP=twt_\w+|ref=[a-z]+\.com|amp=1")
ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
ALLOWED = "!$&'()*+,-./:;=?@_~%"


@dataclass
class Count:
    """What an independent reader finds in a site."""

    files: int = 0
    full: set[str] = field(default_factory=set)
    videos: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    addresses: dict[str, set[str]] = field(default_factory=dict)
    related: set[tuple[str, str]] = field(default_factory=set)
    to_itself: int = 0
    publishers: set[tuple[str, str]] = field(default_factory=set)
    providers: set[str] = field(default_factory=set)
    about: set[tuple[str, str]] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    broader: set[tuple[str, str]] = field(default_factory=set)
    amp: set[str] = field(default_factory=set)
    dates: dict[str, set[datetime]] = field(default_factory=dict)


def load(path: Path) -> Any:
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    matter = FRONT_MATTER.match(text)
    return yaml.load(matter[1] if matter and path.suffix == ".md" else text, Loader=yaml.CSafeLoader)


def items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def canonical(url: str) -> str:
    """Return the canonical form of a URL (design, section 4), as urllib sees it."""
    parts = urlsplit(url.strip())
    assert parts.scheme in ("http", "https"), url
    assert parts.hostname, url
    host = parts.hostname.removeprefix("www.").encode("idna").decode()
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    segments: list[str] = []
    for segment in parts.path.split("/")[1:]:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(segment)
    path = "/".join(["", *segments]).rstrip("/")
    kept = [p for p in parts.query.split("&") if p and not TRACKER.fullmatch(p)]
    query = f"?{'&'.join(kept)}" if kept else ""
    return f"https://{host}{port}{escaped(path + query)}"


def escaped(text: str) -> str:
    def normal(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if re.fullmatch(r"[A-Za-z0-9._~-]", char) else match[0].upper()

    return ESCAPE.sub(normal, quote(text, safe=ALLOWED))


def slug(name: str) -> str:
    return "-".join(name.lower().split())


def article(key: str) -> str:
    return f"{N}article/{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def moment(value: Any) -> Iterator[datetime]:
    if isinstance(value, datetime):
        yield value if value.tzinfo else value.replace(tzinfo=UTC)
    elif isinstance(value, date):
        yield datetime(value.year, value.month, value.day, tzinfo=UTC)


def count(site: Path) -> Count:
    found = Count()
    for path in sorted((site / "_news").iterdir()):
        found.files += 1
        front = load(path)
        owner = canonical(front.get("webUrl") or front["originalUrl"])
        found.full.add(owner)
        if front.get("type") == "video":
            found.videos.add(owner)
        for thing in (front, *items(front.get("related"))):
            url = thing.get("webUrl") or thing.get("originalUrl")
            key = canonical(url)
            found.articles.add(key)
            found.addresses.setdefault(key, set()).add(url.strip())
            found.dates.setdefault(key, set()).update(moment(thing.get("publishedDateTime")))
            if thing is not front:
                if key == owner:
                    found.to_itself += 1
                else:
                    found.related.add((owner, key))
            if thing.get("provider"):
                domain = thing["provider"]["domain"].lower()
                found.providers.add(domain)
                found.publishers.add((key, domain))
            for name in filter(None, items(thing.get("topics"))):
                found.topics.add(slug(name))
                found.about.add((key, slug(name)))
            amps = {canonical(thing[amp]) for amp in ("ampWebUrl", "cdnAmpWebUrl") if thing.get(amp)}
            found.amp |= amps - {key}
    for path in (site / "_data" / "organizations").iterdir():
        found.providers.add(load(path)["domain"].lower())
    for path in (site / "_data" / "topics").iterdir():
        topic = load(path)
        found.topics.add(slug(topic["name"]))
        if topic.get("parent"):
            found.broader.add((slug(topic["name"]), slug(topic["parent"])))
    return found


def pairs(graph: kg.KnowledgeGraph, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in graph.query(query)]


def outputs(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in ("graph.ttl", "graph.html", "stories.csv")}


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Path:
    return shared / "corpus"


@pytest.fixture(scope="module")
def corona(coronavirus: Path) -> kg.KnowledgeGraph:
    return kg.open(coronavirus)


@pytest.fixture(scope="module")
def apps(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    return kg.build(corpus / "smartable-power-apps", output=tmp_path_factory.mktemp("apps") / "output")


@pytest.fixture(scope="module")
def seed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    return kg.build(corpus / "seed", output=tmp_path_factory.mktemp("seed") / "output")


@pytest.fixture(scope="module")
def corona_count(corpus: Path) -> Count:
    return count(corpus / "coronavirus")


@pytest.fixture(scope="module")
def apps_count(corpus: Path) -> Count:
    return count(corpus / "smartable-power-apps")


@pytest.fixture(params=["corona", "apps"])
def both(request: pytest.FixtureRequest) -> tuple[kg.KnowledgeGraph, Count]:
    """A graph and the count of its files."""
    return request.getfixturevalue(request.param), request.getfixturevalue(f"{request.param}_count")


def test_the_seed_has_exactly_the_counts_of_the_design(seed: kg.KnowledgeGraph) -> None:
    counts = seed.report["counts"]
    kinds = ("articles", "full", "stubs", "providers", "topics", "images", "related", "stories", "in_stories")
    assert [counts[kind] for kind in kinds] == [8, 1, 7, 8, 3, 9, 7, 1, 8]
    found_later = {"story", "organization"}  # the counts are of what the files state
    graph = seed.networkx()
    assert Counter(graph.nodes[node]["kind"] for node in graph)["organization"] == counts["organizations"] == 4
    graph.remove_nodes_from([node for node in graph if graph.nodes[node]["kind"] in found_later])
    keys = Counter(key for _, _, key in graph.edges(keys=True))
    assert keys == {"related": 7, "about": 3, "publisher": 8, "image": 8, "logo": 1}
    assert (len(graph), graph.number_of_edges()) == (28, 27)
    bare = seed.networkx(images=False)
    bare.remove_nodes_from([node for node in bare if bare.nodes[node]["kind"] in found_later])
    assert (len(bare), bare.number_of_edges()) == (19, 18)


def test_the_seed_is_one_story_that_names_the_companies(seed: kg.KnowledgeGraph) -> None:
    (story,) = seed.stories
    assert len(story.members) == 8
    names = story.label.partition(":")[0].split(", ")
    assert {"Amazon", "Microsoft", "IBM"} <= set(names)
    assert any(name.startswith("Clearview") for name in names)


def test_every_file_is_read_and_none_rejected(corona: kg.KnowledgeGraph, apps: kg.KnowledgeGraph) -> None:
    # and of _data: organizations and topics
    assert corona.report["counts"]["files"] == {"found": 3290, "read": 3194 + 75 + 17, "rejected": 0, "left_out": 4}
    assert corona.report["left_out"]["folders"] == {"_data/tags": 4}
    assert [(why["why"], why["files"]) for why in corona.report["left_out"]["why"]] == [
        ("data without addresses of articles", 4)
    ]
    assert apps.report["counts"]["files"] == {"found": 170, "read": 93 + 70 + 7, "rejected": 0, "left_out": 0}
    assert corona.report["rejected"] == apps.report["rejected"] == []


def test_the_independent_count_has_read_the_same_files(corona_count: Count, apps_count: Count) -> None:
    assert (corona_count.files, apps_count.files) == (3194, 93)


def test_no_address_needs_the_rule_of_amp_addresses(both: tuple[kg.KnowledgeGraph, Count]) -> None:
    """Or the count would have to know it too."""
    _, counted = both
    assert not {address for address in counted.amp if address in counted.articles - counted.full}


def test_every_article_and_stub_is_there_once_under_its_canonical_url(both: tuple[kg.KnowledgeGraph, Count]) -> None:
    graph, counted = both
    query = (
        "SELECT ?article ?url { VALUES ?c { schema:NewsArticle schema:VideoObject } ?article a ?c ; schema:url ?url }"
    )
    found = pairs(graph, query)
    assert Counter(iri for iri, _ in found) == Counter(map(article, counted.articles))
    assert Counter(canonical(url) for _, url in found) == Counter(counted.articles)
    assert all(url in counted.addresses[canonical(url)] for _, url in found), "the address is as a file has it"


def test_an_article_with_a_file_of_its_own_is_full(both: tuple[kg.KnowledgeGraph, Count]) -> None:
    graph, counted = both
    full = {iri for (iri,) in pairs(graph, "SELECT ?a { ?a kg:full true }")}
    stubs = {iri for (iri,) in pairs(graph, "SELECT ?a { ?a kg:full false }")}
    assert full == set(map(article, counted.full))
    assert stubs == set(map(article, counted.articles - counted.full))


def test_videos_are_videos_though_they_have_no_web_url(apps: kg.KnowledgeGraph, apps_count: Count) -> None:
    found = [iri for (iri,) in pairs(apps, "SELECT ?v { ?v a schema:VideoObject }")]
    assert Counter(found) == Counter(map(article, apps_count.videos))
    assert len(found) == 3


def test_related_links_are_those_of_the_files(both: tuple[kg.KnowledgeGraph, Count]) -> None:
    graph, counted = both
    assert Counter(pairs(graph, "SELECT ?a ?b { ?a kg:related ?b }")) == Counter(
        (article(source), article(target)) for source, target in counted.related
    )
    dropped = [w for w in graph.report["warnings"] if "related to itself" in w["message"]]
    assert len(dropped) == counted.to_itself


def test_providers_are_those_of_articles_stubs_and_data(both: tuple[kg.KnowledgeGraph, Count]) -> None:
    graph, counted = both
    found = pairs(graph, "SELECT ?p ?d { ?p a schema:NewsMediaOrganization ; kg:domain ?d }")
    assert Counter(found) == Counter((f"{N}provider/{domain}", domain) for domain in counted.providers)


def test_every_publisher_is_one_that_a_file_states(both: tuple[kg.KnowledgeGraph, Count]) -> None:
    graph, counted = both
    stated = {(article(key), f"{N}provider/{domain}") for key, domain in counted.publishers}
    found = pairs(graph, "SELECT ?a ?p { ?a schema:publisher ?p }")
    assert set(found) <= stated
    assert Counter(a for a, _ in found) == Counter({a for a, _ in stated})


def test_topics_are_those_of_articles_and_data(both: tuple[kg.KnowledgeGraph, Count]) -> None:
    graph, counted = both
    assert {iri for (iri,) in pairs(graph, "SELECT ?t { ?t a skos:Concept }")} == {
        f"{N}topic/{quote(name)}" for name in counted.topics
    }
    about = "SELECT ?a ?t { ?a schema:about ?t FILTER NOT EXISTS { ?a a kg:Story } }"
    assert set(pairs(graph, about)) == {(article(key), f"{N}topic/{quote(name)}") for key, name in counted.about}
    assert set(pairs(graph, "SELECT ?t ?p { ?t skos:broader ?p }")) == {
        (f"{N}topic/{quote(name)}", f"{N}topic/{quote(parent)}") for name, parent in counted.broader
    }


def test_every_date_is_one_that_a_file_states(both: tuple[kg.KnowledgeGraph, Count]) -> None:
    graph, counted = both
    found = dict(pairs(graph, "SELECT ?a ?d { ?a schema:datePublished ?d }"))
    dates = {article(key): stated for key, stated in counted.dates.items() if stated}
    assert found.keys() == dates.keys()
    assert [iri for iri, published in found.items() if published not in dates[iri]] == []


def test_the_report_counts_what_the_graph_holds(both: tuple[kg.KnowledgeGraph, Count]) -> None:
    graph, counted = both
    counts = graph.report["counts"]
    assert {kind: counts[kind] for kind in ("articles", "full", "stubs", "providers", "topics", "related")} == {
        "articles": len(counted.articles),
        "full": len(counted.full),
        "stubs": len(counted.articles - counted.full),
        "providers": len(counted.providers),
        "topics": len(counted.topics),
        "related": len(counted.related),
    }
    assert counts["triples"] == len(graph)


def test_every_article_has_a_row_in_the_stories(both: tuple[kg.KnowledgeGraph, Count]) -> None:
    graph, counted = both
    with open(graph.folder / "stories.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert Counter(canonical(row["article"]) for row in rows) == Counter(counted.articles)
    sizes = Counter(row["story"] for row in rows)
    assert {id: size for id, size in sizes.items() if size > 1} == {s.id: len(s.members) for s in graph.stories}


def test_stories_are_what_their_records_say(corona: kg.KnowledgeGraph) -> None:
    assert len(corona.stories) > 100
    assert all(story.members[0] == story.first for story in corona.stories)
    assert all(story.first == f"{N}article/{story.id}" for story in corona.stories)
    assert all(0 < story.cohesion <= 1 for story in corona.stories)
    assert len({member for story in corona.stories for member in story.members}) == sum(
        len(story.members) for story in corona.stories
    )


def test_no_secret_of_a_file_is_in_the_graph(corona: kg.KnowledgeGraph, corpus: Path) -> None:
    texts = (path.read_bytes() for path in (corpus / "coronavirus" / "_news").iterdir())
    secrets = {
        match[1] for text in texts if (match := re.search(rb'^secured: "?([A-Za-z0-9+/]{40})', text, re.MULTILINE))
    }
    assert len(secrets) > 3000
    runs = re.findall(rb"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}", (corona.folder / "graph.ttl").read_bytes())
    assert not secrets & set(runs)


def test_a_reopened_graph_has_the_lines_that_were_built(corona: kg.KnowledgeGraph) -> None:
    lines = "".join(corona._store.lines).encode()
    assert hashlib.sha256(lines).hexdigest() == Path(f"{corona.folder}.sha256").read_text()


def test_doubled_input_one_process_and_another_seed_of_hashes_give_the_same_bytes(
    corona: kg.KnowledgeGraph, corpus: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(corpus / "coronavirus", tmp_path / "a copy")
    command = [sys.executable, "-m", "kg", "build", str(copy), str(corpus / "coronavirus")]
    command += ["-o", str(tmp_path / "out"), "--jobs", "1"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert outputs(tmp_path / "out") == outputs(corona.folder)


def test_the_order_of_3194_files_does_not_show(corpus: Path) -> None:
    files = [file for file in sources.find([corpus / "coronavirus"]) if file.kind != sources.OTHER]
    readings = [reading for reading in map(sources.read_file, files) if reading is not None]
    merged = merge(readings)
    for seed in range(3):
        assert merge(random.Random(seed).sample(readings, len(readings))) == merged
    assert merge(readings + readings) == merged
