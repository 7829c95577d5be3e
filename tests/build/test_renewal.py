"""A store that is made of the last one holds what one that is loaded from the lines does."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.build import renewal
from kg.folder import STORE
from kg.rdf.store import Store
from kg.rdf.vocab import KG

SUBJECTS = ("https://n.example/a", "https://n.example/a-b", "https://n.example/a/b", "https://n.example/é", "urn:z")
VALUES = ('"x"', '"a > b .\\n\\n<c>"', "<https://n.example/a>", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>')
PREDICATES = (KG.heat, "https://n.example/says")
lines = st.builds(
    lambda subject, predicate, value: f"<{subject}> <{predicate}> {value} .\n",
    st.sampled_from(SUBJECTS),
    st.sampled_from(PREDICATES),
    st.sampled_from(VALUES),
)
graphs = st.sets(lines, max_size=25)


def text(graph: set[str]) -> bytes:
    return "".join(sorted(graph)).encode()


def built(graph: set[str], folder: Path) -> Path:
    """Return the store of an output folder with this graph."""
    Store.load(graph, folder=folder / STORE)
    renewal.write(renewal.subjects(text(graph)), folder)
    return folder / STORE


def test_only_subjects_that_changed_are_written(tmp_path: Path) -> None:
    before = {f"<a:{number}> <a:p> <a:o> .\n" for number in range(9)}
    last = built(before, tmp_path)
    after = before - {"<a:1> <a:p> <a:o> .\n"} | {"<a:2> <a:p> <a:n> .\n", "<b:> <a:p> <a:o> .\n"}
    left = renewal.read(tmp_path)
    assert left is not None
    found = renewal.renewed(text(after), before=left, last=last, folder=tmp_path / "new", say=print)
    assert found is not None
    store, now = found
    assert Store(store).ntriples == text(after)
    assert now == renewal.Subjects(renewal.subjects(text(after)).digests, removed=1)
    inodes = [{path.stat().st_ino for path in folder.glob("*.sst")} for folder in (last, tmp_path / "new")]
    assert inodes[0] & inodes[1]
    assert Store.open(last).ntriples == text(before)


@settings(deadline=None, max_examples=60)
@given(graphs, graphs)
def test_it_holds_what_the_lines_say_unless_too_much_changed(before: set[str], after: set[str]) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:  # RocksDB may be closing yet
        last = built(before, Path(place))
        left = renewal.read(Path(place))
        assert left == renewal.subjects(text(before))
        found = renewal.renewed(text(after), before=left, last=last, folder=Path(place, "new"), say=print)
        if max(len(before - after), len(after - before)) > renewal.WORN * len(after):
            assert found is None
            assert not Path(place, "new").exists()
        else:
            assert found is not None
            assert Store(found[0]).ntriples == text(after)
            assert found[1] == renewal.Subjects(renewal.subjects(text(after)).digests, len(before - after))
        assert Store.open(last).ntriples == text(before)


def test_what_the_last_builds_removed_counts(tmp_path: Path) -> None:
    graph = {f"<a:{number}> <a:p> <a:o> .\n" for number in range(8)}
    last = built(graph, tmp_path)
    less = text(graph - {"<a:1> <a:p> <a:o> .\n"})
    for removed, renews in ((0, True), (1, False)):
        before = renewal.Subjects(renewal.subjects(text(graph)).digests, removed)
        found = renewal.renewed(less, before=before, last=last, folder=tmp_path / f"new-{removed}", say=print)
        assert (found is not None) is renews
        assert (tmp_path / f"new-{removed}").exists() is renews


def test_a_store_that_holds_something_else_is_not_believed(tmp_path: Path) -> None:
    said: list[str] = []
    graph = {f"<a:{number}> <a:p> <a:o> .\n" for number in range(9)}
    last = built(graph, tmp_path)
    other = graph | {"<c:> <a:p> <a:o> .\n"}
    wrong = renewal.subjects(text(other))
    found = renewal.renewed(text(other), before=wrong, last=last, folder=tmp_path / "new", say=said.append)
    assert found is None
    assert said == ["the store of the last build is damaged (it holds other triples than it should): it is loaded anew"]
    assert not (tmp_path / "new").exists()


def test_no_store_is_a_damaged_one(tmp_path: Path) -> None:
    said: list[str] = []
    nothing = renewal.Subjects({})
    found = renewal.renewed(b"", before=nothing, last=tmp_path / "no", folder=tmp_path / "new", say=said.append)
    assert (found, len(said)) == (None, 1)


def test_what_is_damaged_or_of_another_form_was_not_left(tmp_path: Path) -> None:
    assert renewal.read(tmp_path) is None
    built({"<a:> <a:p> <a:o> .\n"}, tmp_path)
    path = tmp_path / STORE / renewal.NAME
    data = path.read_bytes()
    for damaged in (b"", data[:-1], b"\x00" * 40, b"\x92\x02" + data[2:]):
        path.write_bytes(damaged)
        assert renewal.read(tmp_path) is None
    path.write_bytes(data)
    assert renewal.read(tmp_path) is not None
