"""The light terms: values, and nothing else."""

from __future__ import annotations

import pytest

from kg.rdf.terms import IRI, Literal


def test_an_iri_is_a_text() -> None:
    assert IRI("article/1") == "article/1"
    assert hash(IRI("article/1")) == hash("article/1")
    assert not hasattr(IRI("x"), "__dict__")


def test_literals_of_one_value_datatype_and_language_are_one() -> None:
    assert Literal("a") == Literal("a", None, None)
    assert len({Literal("a"), Literal("a", IRI("x")), Literal("a", language="en"), Literal("a", language="en")}) == 3


def test_a_literal_stays_as_it_is() -> None:
    with pytest.raises(AttributeError):
        Literal("a").value = "b"  # type: ignore[misc]
