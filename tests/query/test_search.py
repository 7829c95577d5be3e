"""Words -> articles, ranked; in Python and in SPARQL."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.errors import QueryError
from kg.graph import KnowledgeGraph
from kg.query import search
from kg.query.bodies import plain_text
from kg.rdf.store import Store


@pytest.fixture
def fresh(example: kg.KnowledgeGraph, tmp_path: Path) -> kg.KnowledgeGraph:
    """The examples, in a folder that nobody has searched yet."""
    shutil.copytree(example.folder, tmp_path / "out")
    (tmp_path / "out" / "store" / search.FILE).unlink(missing_ok=True)
    return kg.open(tmp_path / "out")


def test_the_best_come_first_and_hold_the_words(example: kg.KnowledgeGraph) -> None:
    found = example.search("facial recognition police").records()
    assert len(found) > 3
    scores = [row["score"] for row in found]
    assert scores == sorted(scores, reverse=True)
    for row in found:
        told = f"{row['headline']} {row['passage']}".lower()
        assert "police" in told or "facial" in told or "recogni" in told, row


def test_endings_case_and_accents_do_not_count(example: kg.KnowledgeGraph) -> None:
    plain = example.search("processor").records()
    assert plain
    assert example.search("PROCESSORS").records() == plain
    assert example.search("procéssors").records() == plain


def test_filters_leave_what_they_say(example: kg.KnowledgeGraph) -> None:
    every = example.search("Microsoft", limit=1000).records()
    story = next(row["story"] for row in every if row["story"])
    providers = {row["provider"] for row in every}
    assert len(providers) > 2
    one = sorted(filter(None, providers))[0]
    expected: dict[str, Callable[[dict[str, Any]], Any]] = {
        "story": lambda row: row["story"] == story,
        "provider": lambda row: row["provider"] == one,
        "since": lambda row: row["published"] and str(row["published"]) >= "2020-06-12",
        "until": lambda row: row["published"] and str(row["published"]) < "2020-06-13",
    }
    given = {"story": story, "provider": one, "since": "2020-06-12", "until": "2020-06-12"}
    for name, holds in expected.items():
        rows = example.search("Microsoft", limit=1000, **{name: given[name]}).records()
        assert {row["article"] for row in rows} == {row["article"] for row in every if holds(row)}, name
        assert 0 < len(rows) < len(every), name


def test_a_topic_filters_too(example: kg.KnowledgeGraph) -> None:
    topics = list(example.query("SELECT ?a ?name { ?a schema:about/skos:prefLabel ?name ; kg:full true } ORDER BY ?a"))
    name = topics[0]["name"]
    found = {row["article"] for row in example.search("microsoft OR amazon ibm the", topic=name, limit=1000)}
    assert found <= {row["a"] for row in topics if row["name"] == name}
    assert found


@pytest.mark.parametrize("text", ["", "  ", '"', "-", '* - ""', "\0"])
def test_no_word_is_said(example: kg.KnowledgeGraph, text: str) -> None:
    with pytest.raises(QueryError, match="nothing to search for"):
        example.search(text)


@pytest.mark.parametrize(
    "text", ['" OR 1', "a:b", "headline:police", "NEAR(a b)", "^x", "x AND", "'; DROP TABLE texts"]
)
def test_the_words_are_words_and_no_commands(example: kg.KnowledgeGraph, text: str) -> None:
    assert example.search(text) is not None


@given(st.text())
def test_any_text_is_asked_or_refused(example: kg.KnowledgeGraph, text: str) -> None:
    with suppress(QueryError):
        assert len(example.search(text, limit=5)) <= 5


def test_the_index_is_made_once_and_again_for_another_store(fresh: kg.KnowledgeGraph) -> None:
    file = fresh.folder / "store" / search.FILE
    assert not file.exists()
    first = fresh.search("police").records()
    made = file.read_bytes()
    assert kg.open(fresh.folder).search("police").records() == first
    assert file.read_bytes() == made
    file.write_bytes(b"not a database")
    assert kg.open(fresh.folder).search("police").records() == first


def test_a_graph_in_memory_is_searched_in_memory(example: kg.KnowledgeGraph) -> None:
    store = Store.load(example._store.lines)
    index = search.Index(store)
    assert index.search("police").records() == example.search("police").records()


def test_a_graph_that_cannot_be_written_to_is_searched_in_memory(
    fresh: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, example: kg.KnowledgeGraph
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError("read only")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert fresh.search("police").records() == example.search("police").records()
    assert not (fresh.folder / "store" / search.FILE).exists()


def test_sparql_searches_with_the_same_rank(example: KnowledgeGraph) -> None:
    rows = example.query(
        'SELECT ?a ?score { ?a kg:full ?f . BIND(kg:score(?a, "police") AS ?score) FILTER(BOUND(?score)) }'
        " ORDER BY DESC(?score) ?a"
    ).records()
    found = example.search("police", limit=1000).records()
    assert [row["a"] for row in rows] == [row["article"] for row in found]
    assert [round(row["score"], 3) for row in rows] == [float(row["score"]) for row in found]
    matching = example.query('SELECT ?a { ?a kg:full ?f FILTER(kg:matches(?a, "police")) }')
    assert {row["a"] for row in matching} == {row["a"] for row in rows}


def test_a_limit_says_that_there_are_more(example: kg.KnowledgeGraph) -> None:
    found = example.search("microsoft", limit=2)
    assert (len(found), found.cut) == (2, True)
    assert not example.search("microsoft", limit=1000).cut


def test_the_text_of_a_file_is_searched_after_all_else(lantern: kg.KnowledgeGraph) -> None:
    (found,) = lantern.search("quarantine lighthouse").records()
    assert found["headline"] == "Ferry Heron spends a night on the sandbank"
    assert "lighthouse keeper rang twice" in str(found["passage"])
    assert found["url"] is None
    rows = lantern.search("Heron").records()
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)
    # words may stand some in the headline and some in the text
    assert [row["headline"] for row in lantern.search("night lighthouse").records()] == [found["headline"]]
    (bar,) = lantern.search("shifting bar").records()
    assert bar["headline"] == "Ferry Heron runs aground on the sandbank"


def test_what_the_headline_has_is_ranked_above_what_the_text_has(
    article_file: Callable[..., Path], tmp_path: Path
) -> None:
    for number in range(3):
        path = article_file(
            f"{number}.md", webUrl=f"https://a.example/{number}", title=f"Note {number}", excerpt="None."
        )
        path.write_text(path.read_text("utf-8") + "\nheron " * (number + 1), "utf-8")
    head = article_file("head.md", webUrl="https://a.example/head", title="A heron among very many other words of it")
    graph = kg.build(head.parent, output=tmp_path / "out", formats=())
    found = graph.search("heron").records()
    assert found[0]["headline"] == "A heron among very many other words of it"
    assert len(found) == 4
    assert [row["score"] for row in found] == sorted((row["score"] for row in found), reverse=True)
    assert len(graph.search("heron", limit=2)) == 2
    assert graph.search("heron", limit=2).cut
    scored = graph.query('SELECT ?a { ?a a schema:NewsArticle FILTER(kg:matches(?a, "heron")) }')
    assert len(scored) == 4


def test_authors_and_all_keywords_are_searched(lantern: kg.KnowledgeGraph) -> None:
    assert {row["headline"] for row in lantern.search('"Ines Marsh"')} == {"Orchards count the cost of a late frost"}
    assert "Ferry Heron runs aground on the sandbank" in {row["headline"] for row in lantern.search("night")}


def test_a_word_that_is_ruled_out_is_looked_for_in_the_text_too(lantern: kg.KnowledgeGraph) -> None:
    every = {row["headline"] for row in lantern.search("sandbank")}
    assert every - {row["headline"] for row in lantern.search("sandbank -quarantine")} == {
        "Ferry Heron spends a night on the sandbank"
    }


def test_without_records_the_graph_is_searched(lantern: kg.KnowledgeGraph, tmp_path: Path) -> None:
    shutil.copytree(lantern.folder, tmp_path / "out")
    (tmp_path / "out" / "records.bin").write_bytes(b"kg records 1\n")
    graph = kg.open(tmp_path / "out")
    assert not graph.search("quarantine")
    assert graph.search("sandbank")


@given(st.text(alphabet="ab \n[]()!*_`#<>{}%|-=+>~\\:\"'.1", max_size=200))
def test_any_text_is_made_plain(text: str) -> None:
    found = plain_text(text, path="x.mdx")
    assert "\n" not in found
    assert len(found) <= len(text) + 1


@pytest.mark.parametrize(
    "part", ["[", "[a](", "{%", "{{", "<!--", "<script", "![[", "*", "`", "- ", "> ", "[^", '](a "', "= ", "1. "]
)
def test_a_large_text_is_made_plain_in_time(part: str) -> None:
    started = time.process_time()
    plain_text(part * (1_000_000 // len(part)))
    assert time.process_time() - started < 2


def test_marks_leave_the_words() -> None:
    text = """import X from "x"

# A *heading* #

See [the __report__](https://a.example/a_(b) "Title"), [[Page|a page]] and ![a picture](x.png){: .wide }.[^1]

- [x] done `code_of` it
> quoted &amp; snake_case_name

| a | b |
|---|---|
| 1 | 2 |

{% include x.html %}<b>bold</b> <Card kind="x" />
[ref]: https://a.example/ref
[^1]: A note.
"""
    assert plain_text(text, path="x.mdx") == (
        "A heading See the report, a page and a picture . done code_of it quoted & snake_case_name a b 1 2 bold A note."
    )
