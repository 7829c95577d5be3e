"""Python values -> RDF literals, and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf import literals
from kg.rdf.literals import any_uri, boolean, date_time, decimal, integer, text, utc_text
from kg.rdf.store import value_of
from kg.rdf.terms import Literal
from kg.rdf.vocab import XSD


def back(literal: Literal) -> Any:
    datatype = ox.NamedNode(literal.datatype) if literal.datatype else None
    return value_of(ox.Literal(literal.value, datatype=datatype))


@pytest.mark.parametrize(
    ("literal", "value", "datatype"),
    [
        (text("NO"), "NO", None),
        (any_uri("a b"), "a b", XSD.anyURI),
        (boolean(True), "true", XSD.boolean),
        (boolean(False), "false", XSD.boolean),
        (integer(-1), "-1", XSD.integer),
        (decimal(0.5), "0.5", XSD.decimal),
        (decimal(1), "1", XSD.decimal),
        (decimal(0), "0", XSD.decimal),
        (decimal(100), "100", XSD.decimal),
        (decimal(2 / 3), "0.667", XSD.decimal),
        (decimal(99.6, places=0), "100", XSD.decimal),
        (decimal(0.126, places=2), "0.13", XSD.decimal),
        (date_time(datetime(2020, 6, 11, 1, 6, tzinfo=UTC)), "2020-06-11T01:06:00Z", XSD.dateTime),
        (
            date_time(datetime(2020, 6, 11, 3, 6, tzinfo=timezone(timedelta(hours=2)))),
            "2020-06-11T01:06:00Z",
            XSD.dateTime,
        ),
        (date_time(datetime(2020, 6, 11, 1, 6, 7, 250_000, tzinfo=UTC)), "2020-06-11T01:06:07.25Z", XSD.dateTime),
        (date_time(datetime(1, 1, 1, tzinfo=UTC)), "0001-01-01T00:00:00Z", XSD.dateTime),
    ],
)
def test_a_value_has_one_form(literal: Literal, value: str, datatype: str | None) -> None:
    assert (literal.value, literal.datatype, literal.language) == (value, datatype, None)


@given(st.integers(-(10**30), 10**30))
def test_integers_come_back(value: int) -> None:
    assert back(integer(value)) == value


@given(st.booleans())
def test_truth_comes_back(value: bool) -> None:
    assert back(boolean(value)) is value


@given(st.floats(-1e9, 1e9))
def test_decimals_come_back_rounded(value: float) -> None:
    assert back(decimal(value)) == Decimal(f"{value:.3f}")


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31), timezones=st.timezones()))
def test_dates_come_back_in_utc(value: datetime) -> None:
    found = back(date_time(value))
    assert found == value.astimezone(UTC)
    assert found.utcoffset() == timedelta(0)
    assert utc_text(value) == date_time(value).value


@given(st.text())
def test_texts_and_addresses_come_back(value: str) -> None:
    assert back(text(value)) == back(any_uri(value)) == value


@pytest.mark.parametrize("datatype", [XSD.integer, XSD.decimal, XSD.dateTime])
def test_a_text_that_is_not_what_its_datatype_says_stays_a_text(datatype: str) -> None:
    assert value_of(ox.Literal("soon", datatype=ox.NamedNode(datatype))) == "soon"


@pytest.mark.parametrize("name", ["int", "long", "short", "integer"])
def test_the_small_integers_are_integers_too(name: str) -> None:
    assert value_of(ox.Literal("7", datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}"))) == 7
    assert len(literals.INTEGERS) == 4
