"""Turtle that is made of that of another graph is what the whole graph gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.exporters import turtle
from kg.rdf.lines import Change
from kg.rdf.store import Store
from kg.rdf.vocab import KG

SUBJECTS = ("https://n.example/a", "https://n.example/a-b", "https://n.example/a/b", "https://n.example/é", "urn:z")
VALUES = ('"x"', '"a > b .\\n\\n<c>"', "<https://n.example/a>", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>')
PREDICATES = (KG.heat, "https://n.example/says")

lines = st.builds(
    lambda subject, predicate, value: f"<{subject}> <{predicate}> {value} .\n".encode(),
    st.sampled_from(SUBJECTS),
    st.sampled_from(PREDICATES),
    st.sampled_from(VALUES),
)
graphs = st.sets(lines, max_size=25)


def store(graph: set[bytes]) -> Store:
    return Store.load(line.decode() for line in graph)


@given(graphs, graphs)
def test_only_the_subjects_that_differ_are_written_again(before: set[bytes], after: set[bytes]) -> None:
    change = Change(tuple(sorted(before - after)), tuple(sorted(after - before)))
    last, new = turtle.export(store(before)), store(after)
    assert turtle.renew(last, new, change.subjects) == turtle.export(new)


@given(graphs)
def test_a_subject_with_a_prefix_has_all_written(graph: set[bytes]) -> None:
    other = f"<{KG.heat}> <{KG.heat}> <{KG.heat}> .\n".encode()
    for before, after in ((graph | {other}, graph), (graph, graph | {other})):
        new = store(after)
        assert turtle.renew(turtle.export(store(before)), new, [f"<{KG.heat}>".encode()]) == turtle.export(new)
