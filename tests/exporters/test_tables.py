"""The graph -> CSV, Parquet and Neo4j's CSV, read back by csv, pandas and pyarrow, and equal to the network."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from pyarrow import parquet as pq

import kg
from attacks import attacked_store
from kg.exporters import csvtables, neo4j, parquet
from kg.exporters.tables import tables
from kg.rdf.literals import date_time, integer, text
from kg.rdf.network import NODE_KINDS, network
from kg.rdf.ntriples import Writer
from kg.rdf.properties import KINDS
from kg.rdf.store import Store
from kg.rdf.terms import IRI, Triple
from kg.rdf.vocab import KG, RDF, SCHEMA

GRAPHS = ["twin", "harbor", "attacked"]
NAMES = {KINDS[kind].several: kind for kind in NODE_KINDS}


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Store:
    return attacked_store() if request.param == "attacked" else request.getfixturevalue(request.param)._store


def wanted(store: Store, kind: str) -> dict[str, dict[str, Any]]:
    """The things of a kind as the network has them; decimals as floats, times in UTC, lists of texts."""

    def value(found: Any) -> Any:
        if isinstance(found, Decimal):
            return float(found)
        if isinstance(found, list):
            return [str(item) for item in found]
        return found.astimezone(UTC) if isinstance(found, datetime) else found

    graph = network(store)
    things = {
        node: {name: value(v) for name, v in data.items() if name != "kind"}
        for node, data in graph.nodes(data=True)
        if data["kind"] == kind
    }
    if kind == "article":
        for story, article, key in graph.edges(keys=True):
            if key == "part":
                things[article]["story"] = story
    return things


def edges(store: Store) -> list[tuple[str, str, str]]:
    return sorted(network(store).edges(keys=True))


@pytest.mark.parametrize("store", GRAPHS, indirect=True)
def test_csv_is_the_graph(store: Store) -> None:
    files = csvtables.export(store)
    package = json.loads(files["datapackage.json"])
    casts: dict[str, Callable[[str], Any]] = {
        "string": str, "integer": int, "number": float, "boolean": {"true": True, "false": False}.__getitem__,
        "datetime": datetime.fromisoformat, "array": json.loads,
    }  # fmt: skip
    for resource in package["resources"]:
        rows = list(csv.DictReader(io.StringIO(files[resource["path"]].decode(), newline="")))
        types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        assert hashlib.sha256(files[resource["path"]]).hexdigest() == resource["hash"].removeprefix("sha256:")
        if resource["name"] == "edges":
            assert sorted((row["source"], row["target"], row["kind"]) for row in rows) == edges(store)
            assert {row["weight"] for row in rows} == {"1.0"}
            continue
        read = {
            row["iri"]: {name: casts[types[name]](v) for name, v in row.items() if v != "" and name != "iri"}
            for row in rows
        }
        expected = wanted(store, NAMES[resource["name"]])
        for values in expected.values():  # an empty text is as good as none
            for name in [name for name, value in values.items() if value == ""]:
                del values[name]
        assert read == expected


@pytest.mark.parametrize("store", GRAPHS, indirect=True)
def test_parquet_is_the_graph(store: Store) -> None:
    files = parquet.export(store)
    for name, kind in NAMES.items():
        table = pq.read_table(io.BytesIO(files[f"{name}.parquet"]))
        read = {
            row.pop("iri"): {key: value for key, value in row.items() if value is not None} for row in table.to_pylist()
        }
        assert read == wanted(store, kind)
    table = pq.read_table(io.BytesIO(files["edges.parquet"]))
    assert sorted((row["source"], row["target"], row["kind"]) for row in table.to_pylist()) == edges(store)


def test_pandas_reads_parquet_with_types(harbor: kg.KnowledgeGraph) -> None:
    frame = pd.read_parquet(io.BytesIO(parquet.export(harbor._store)["articles.parquet"]))
    assert len(frame) == 5
    assert str(frame["datePublished"].dt.tz) == "UTC"
    assert frame["story"].notna().sum() == len(harbor.stories[0].members)
    by_csv = pd.read_csv(io.BytesIO(csvtables.export(harbor._store)["articles.csv"]))
    assert list(by_csv["headline"]) == list(frame["headline"])
    dates = pd.to_datetime(by_csv["datePublished"].dropna(), format="ISO8601", utc=True)
    assert list(dates) == list(frame["datePublished"].dropna())


@pytest.mark.parametrize("store", GRAPHS, indirect=True)
def test_neo4j_csv_is_the_graph(store: Store) -> None:
    files = neo4j.export(store)
    casts: dict[str, Callable[[str], Any]] = {
        "string": str, "long": int, "double": float, "boolean": {"true": True, "false": False}.get,
        "datetime": datetime.fromisoformat, "string[]": lambda cell: cell.split("\x1f"),
    }  # fmt: skip
    for name, kind in NAMES.items():
        read = {}
        for row in csv.DictReader(io.StringIO(files[f"{name}.csv"].decode(), newline="")):
            values = {}
            for head, cell in row.items():
                key, _, type = head.partition(":")
                if cell == "" or type == "ID":
                    continue
                values[key] = casts[type](cell)
            read[row["iri:ID"]] = values
        expected = wanted(store, kind)
        for values in expected.values():
            for key, value in list(values.items()):
                if value == "":
                    del values[key]
                elif isinstance(value, list):
                    values[key] = [item.replace("\x1f", " ") for item in value]
        assert read == expected
    rows = csv.DictReader(io.StringIO(files["edges.csv"].decode(), newline=""))
    found = sorted((row[":START_ID"], row[":END_ID"], row[":TYPE"].lower()) for row in rows)
    assert found == edges(store)


def test_the_line_of_neo4j_names_each_file_once() -> None:
    files = neo4j.export(attacked_store())
    line = files["README.txt"].decode()
    assert "neo4j-admin database import full neo4j" in line
    assert "--array-delimiter=U+001F" in line
    named = re.findall(r"=(\w+\.csv)", line)
    assert sorted(named) == sorted(name for name in files if name != "README.txt")
    assert line.count("--nodes=") == 8


def test_a_value_that_is_not_of_its_type_makes_its_column_texts() -> None:
    a, b = IRI("article/a"), IRI("article/b")
    other = IRI("https://other.example/pages")
    made: list[Triple] = [
        (a, RDF.type, SCHEMA.NewsArticle), (b, RDF.type, SCHEMA.NewsArticle), (a, KG.quality, text("many")),
        (b, KG.quality, integer(3)), (a, other, integer(1)), (a, other, integer(2)), (b, other, integer(3)),
        (b, KG.heat, integer(10**30)), (b, IRI("https://other.example/label"), text("of its own")),
        (a, SCHEMA.datePublished, date_time(datetime(1, 1, 1, tzinfo=UTC))),
    ]  # fmt: skip
    store = Store.load(Writer("https://n.example/").lines(made))
    articles = tables(store)[0]
    assert {name: articles.columns[name] for name in ("quality", "pages", "heat")} == {
        "quality": "string",
        "pages": "array",
        "heat": "string",
    }
    rows = [dict(zip(articles.columns, row, strict=True)) for row in articles.rows]
    assert [row["quality"] for row in rows] == ["many", "3"]
    assert [row["pages"] for row in rows] == [["1", "2"], ["3"]]
    table = pq.read_table(io.BytesIO(parquet.export(store)["articles.parquet"]))
    assert table.column("heat").to_pylist() == [None, str(10**30)]


def test_an_empty_table_has_its_columns() -> None:
    files = csvtables.export(Store.load([]))
    head = files["articles.csv"].decode().strip().split(",")
    assert head[:4] == ["iri", "label", "headline", "abstract"]
    assert "story" in head
    assert pq.read_table(io.BytesIO(parquet.export(Store.load([]))["stories.parquet"])).num_rows == 0
