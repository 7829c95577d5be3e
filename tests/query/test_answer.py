"""SPARQL results -> rows, and texts."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
import rdflib.query
from rdflib.query import ResultRow

import kg
from kg.errors import QueryError
from kg.query.answer import Answer, table
from kg.rdf.ntriples import Writer
from kg.rdf.store import Store
from kg.rdf.terms import IRI, Literal
from kg.rdf.vocab import KG, SCHEMA, XSD

BASE = "https://n.example/"
ROWS = "SELECT ?s ?name ?heat WHERE { ?s schema:name ?name OPTIONAL { ?s kg:heat ?heat } } ORDER BY ?name"


@pytest.fixture(scope="module")
def store() -> Store:
    triples = [
        (IRI("a"), SCHEMA.name, Literal('Ash, "grey"\nand fine')),
        (IRI("a"), KG.heat, Literal("7", XSD.integer)),
        (IRI("b"), SCHEMA.name, Literal("Bä", language="de")),
        (IRI("b"), KG.full, Literal("true", XSD.boolean)),
        (IRI("b"), KG.cohesion, Literal("0.25", XSD.decimal)),
        (IRI("b"), SCHEMA.datePublished, Literal("2021-03-04T18:30:00Z", XSD.dateTime)),
    ]
    return Store.load(Writer(BASE).lines(triples))


def ask(store: Store, query: str) -> Answer:
    return Answer(store.query(query))


def test_rows_are_dicts_of_python_values(store: Store) -> None:
    answer = ask(store, ROWS)
    assert answer.columns == ("s", "name", "heat")
    assert list(answer) == [
        {"s": f"{BASE}a", "name": 'Ash, "grey"\nand fine', "heat": 7},
        {"s": f"{BASE}b", "name": "Bä", "heat": None},
    ]
    assert list(answer) == list(answer), "an answer can be read again"
    assert len(answer) == 2
    assert answer


def test_values_have_the_types_that_they_were_made_of(store: Store) -> None:
    (row,) = ask(store, "SELECT * { ?s kg:full ?full ; kg:cohesion ?cohesion ; schema:datePublished ?date }")
    assert row["full"] is True
    assert row["cohesion"] == Decimal("0.25")
    assert row["date"] == datetime(2021, 3, 4, 18, 30, tzinfo=UTC)


def test_no_rows_are_false(store: Store) -> None:
    answer = ask(store, "SELECT ?s { ?s a kg:Story }")
    assert (list(answer), len(answer), bool(answer)) == ([], 0, False)


@pytest.mark.parametrize(("query", "truth"), [("ASK { ?s kg:heat 7 }", True), ("ASK { ?s kg:heat 8 }", False)])
def test_a_yes_or_no_is_one_row(store: Store, query: str, truth: bool) -> None:
    answer = ask(store, query)
    assert list(answer) == [{"answer": truth}]
    assert (len(answer), bool(answer), answer.is_graph) == (1, truth, False)
    assert answer.to_text("csv") == f"answer\r\n{str(truth).lower()}\r\n"
    assert json.loads(answer.to_text("json")) == {"head": {}, "boolean": truth}
    assert answer.to_text("table").splitlines()[-1].strip() == str(truth).lower()


def test_csv_is_what_csv_readers_expect(store: Store) -> None:
    text = ask(store, ROWS).to_text("csv")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["s", "name", "heat"],
        [f"{BASE}a", 'Ash, "grey"\nand fine', "7"],
        [f"{BASE}b", "Bä", ""],
    ]
    assert text.startswith("s,name,heat\r\n")


def test_json_is_read_by_rdflib_as_the_terms_of_the_graph(store: Store) -> None:
    text = ask(store, ROWS).to_text("json")
    read = rdflib.query.Result.parse(io.BytesIO(text.encode()), format="json")
    assert [tuple(row) for row in read if isinstance(row, ResultRow)] == [
        (rdflib.URIRef(f"{BASE}a"), rdflib.Literal('Ash, "grey"\nand fine'), rdflib.Literal(7)),
        (rdflib.URIRef(f"{BASE}b"), rdflib.Literal("Bä", lang="de"), None),
    ]
    assert text.endswith("\n")


@pytest.mark.parametrize("query", ["CONSTRUCT { ?s kg:heat ?h } WHERE { ?s kg:heat ?h }", f"DESCRIBE <{BASE}a>"])
def test_triples_are_given_as_turtle(store: Store, query: str) -> None:
    answer = ask(store, query)
    assert answer.is_graph
    assert answer.columns == ("subject", "predicate", "object")
    assert {"subject": f"{BASE}a", "predicate": KG.heat, "object": 7} in list(answer)
    read = rdflib.Graph().parse(data=answer.to_text("turtle"), format="turtle")
    assert (rdflib.URIRef(f"{BASE}a"), rdflib.URIRef(KG.heat), rdflib.Literal(7)) in read
    assert len(read) == len(answer)


def test_triples_of_a_question_are_each_there_once_and_sorted(store: Store) -> None:
    answer = ask(store, "CONSTRUCT { ?s a kg:Story } WHERE { ?s ?p ?o }")
    assert [row["subject"] for row in answer] == [f"{BASE}a", f"{BASE}b"]


def test_a_table_shows_short_names_dates_and_gaps(store: Store) -> None:
    text = ask(store, "SELECT ?p ?o { ?s ?p ?o FILTER(?p IN (kg:full, schema:datePublished)) } ORDER BY ?p").to_text()
    head, rule, *rows = text.splitlines()
    assert head.split() == ["p", "o"]
    assert set(rule) <= set("─ ")
    assert [row.split(maxsplit=1) for row in rows] == [
        ["kg:full", "true"],
        ["schema:datePublished", "2021-03-04 18:30"],
    ]
    assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_markup_of_the_table_library_is_text_in_a_cell() -> None:
    assert "[red]x[/red]" in table(("a",), [("[red]x[/red]",)])


def test_a_table_without_a_width_cuts_nothing_and_with_one_wraps() -> None:
    long = "word " * 100
    assert long.strip() in table(("a",), [(long,)])
    assert max(map(len, table(("a",), [(long,)], width=40).splitlines())) <= 40
    assert table(("a",), [(long,)], width=40).split().count("word") == 100


@pytest.mark.parametrize(
    ("query", "form", "message"),
    [
        (
            "SELECT * { ?s kg:heat ?o }",
            "turtle",
            "only CONSTRUCT and DESCRIBE give triples; ask for table, csv or json",
        ),
        ("ASK {}", "turtle", "only CONSTRUCT and DESCRIBE"),
        ("ASK {}", "xml", "no format 'xml'; there are table, csv, json, turtle"),
        ("CONSTRUCT WHERE { ?s kg:heat ?o }", "csv", "triples have no csv form; ask for turtle or table"),
        ("CONSTRUCT WHERE { ?s kg:heat ?o }", "json", "triples have no json form; ask for turtle or table"),
    ],
)
def test_a_form_that_an_answer_cannot_have_is_refused(store: Store, query: str, form: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ask(store, query).to_text(form)


@pytest.mark.parametrize("form", ["SELECT *", "CONSTRUCT { ?s ?p ?o }"])
def test_a_question_that_breaks_while_it_is_answered_is_an_error_of_ours(store: Store, form: str) -> None:
    with pytest.raises(QueryError, match="the query cannot be answered: "):
        ask(store, f"{form} WHERE {{ SERVICE <http://127.0.0.1:9/> {{ ?s ?p ?o }} }}")


def test_an_answer_shows_itself_as_a_table(store: Store) -> None:
    assert repr(ask(store, ROWS)) == ask(store, ROWS).to_text("table")


def test_frames_have_dates_as_dates_and_numbers_as_numbers(store: Store) -> None:
    query = (
        "SELECT ?s ?heat ?cohesion ?date ?full { ?s schema:name ?name OPTIONAL { ?s kg:heat ?heat }"
        " OPTIONAL { ?s kg:cohesion ?cohesion ; schema:datePublished ?date ; kg:full ?full } } ORDER BY ?s"
    )
    frame = ask(store, query).pandas()
    kinds = [str(kind).replace("[ns", "[us") for kind in frame.dtypes]
    assert kinds[1:] == ["Int64", "Float64", "datetime64[us, UTC]", "boolean"]
    assert frame["heat"].tolist()[0] == 7
    assert frame["date"].tolist()[1] == datetime(2021, 3, 4, 18, 30, tzinfo=UTC)
    other = ask(store, query).polars()
    assert [str(kind) for kind in other.dtypes] == [
        "String",
        "Int64",
        "Float64",
        "Datetime(time_unit='us', time_zone='UTC')",
        "Boolean",
    ]
    assert other["cohesion"].to_list() == [None, 0.25]


def test_names_are_prefixed_on_request(store: Store) -> None:
    answer = ask(store, "SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY ?p")
    assert answer.records(prefixed=True)[0] == {"p": "kg:cohesion"}
    assert answer.records()[0] == {"p": KG.cohesion}
    assert answer.pandas(prefixed=True)["p"].tolist() == answer.polars(prefixed=True)["p"].to_list()


def test_a_frame_without_rows_has_its_columns(store: Store) -> None:
    answer = ask(store, "SELECT ?a ?b { ?a a kg:Story ; kg:heat ?b }")
    assert list(answer.pandas().columns) == answer.polars().columns == ["a", "b"]


def test_triples_are_a_graph_to_draw_and_to_export(example: kg.KnowledgeGraph, tmp_path: Path) -> None:
    answer = example.query("CONSTRUCT { ?story schema:hasPart ?a } WHERE { ?story a kg:Story ; schema:hasPart ?a }")
    graph = answer.networkx()
    assert {data["kind"] for _, data in graph.nodes(data=True)} == {"story", "article"}
    assert {key for *_, key in graph.edges(keys=True)} == {"part"}
    assert graph.number_of_edges() == len(answer)
    (page,) = answer.export("html", to=tmp_path)
    label = next(data["label"] for _, data in graph.nodes(data=True) if data["kind"] == "story")
    assert label.split(":")[0] in page.read_text(encoding="utf-8")
    assert "<iframe" in answer.show()._repr_html_()
    assert len(answer.rdflib()) == len(answer)


@pytest.mark.parametrize("width", [30, 60, 100])
def test_a_table_fits_and_its_links_open_the_whole_address(width: int) -> None:
    url = "https://a.example/" + "long-way/" * 12
    text = table(("headline", "url"), [("A headline of " + "several words " * 5, url)], width=width, links=[[url, url]])
    assert f"\x1b]8;;{url}\x1b\\" in text
    shown = re.sub(r"\x1b\]8;;.*?\x1b\\", "", text)
    assert max(map(len, shown.splitlines())) <= width
    assert "several" in shown


def test_a_cell_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in table(("a",), [("\x1b]0;title\x07\x1b[31m",)])


def test_nought_and_one_are_marked_as_numbers_in_a_notebook_and_truth_values_are_not(store: Store) -> None:
    query = "SELECT ?none ?one ?more ?is { VALUES (?none ?one ?more ?is) { (0 1.0 7 true) } }"
    shown = html.unescape(Answer(store.query(query))._repr_html_())
    assert re.findall(r"<td( class=number)?>([^<]+)</td>", shown) == [
        (" class=number", "0"),
        (" class=number", "1"),
        (" class=number", "7"),
        ("", "true"),
    ]
