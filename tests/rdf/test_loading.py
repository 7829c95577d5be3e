"""Lines of N-Triples -> a store on disk that another thread loads, piece by piece."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.build.beside import Beside
from kg.rdf import loading
from kg.rdf.loading import Loading, piece_size, pieces
from kg.rdf.store import Store

LINES = sorted(f'<a:b> <a:c> "{"x" * length}" .\n' for length in (1, 400, 2, 3, 90, 4, 5))


def encoded(lines: list[str]) -> bytes:
    return "".join(lines).encode()


def test_a_store_is_what_its_pieces_say_in_any_order_and_more_than_once(tmp_path: Path) -> None:
    with Beside() as beside:
        into = Loading(tmp_path / "store", beside)
        for piece in (LINES[4:], LINES[:3], LINES[2:5]):
            into.add(encoded(piece))
        store = Store(into.whole(), ntriples=encoded(LINES))
        assert store.lines == tuple(LINES)  # at once
        assert len(store) == len(LINES)
    del store, into
    assert Store.open(tmp_path / "store").lines == tuple(LINES)


def test_a_store_of_no_piece_is_empty(tmp_path: Path) -> None:
    with Beside() as beside:
        Loading(tmp_path / "store", beside).whole()
    assert len(Store.open(tmp_path / "store")) == 0


def test_nothing_is_made_before_there_is_a_piece(tmp_path: Path) -> None:
    with Beside() as beside:
        Loading(tmp_path / "store", beside)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(("least", "cut"), [(1, 7), (2, 4), (3, 3), (5, 2), (100, 1)])
def test_a_text_is_cut_at_its_lines(least: int, cut: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "LEAST", least)
    ntriples = encoded(LINES)
    found = list(pieces(ntriples))
    assert b"".join(found) == ntriples
    assert all(piece.endswith(b"\n") for piece in found if piece)
    assert len(found) == cut + (least == 1)
    assert list(pieces(b"")) == [b""]


@pytest.mark.parametrize(
    ("triples", "size"), [(0, 120_000), (720_000, 120_000), (3_000_000, 500_000), (9_000_000, 1_000_000)]
)
def test_pieces_are_few_and_none_is_too_large(triples: int, size: int) -> None:
    assert piece_size(triples) == size


def loaded(folder: Path, *given: bytes) -> Store:
    with Beside() as beside:
        into = Loading(folder, beside)
        for piece in given:
            into.add(piece)
        return Store(into.whole(), ntriples=encoded(LINES))


def test_what_goes_wrong_is_raised_in_the_end(tmp_path: Path) -> None:
    (tmp_path / "store").touch()
    with pytest.raises(OSError, match=r"."):
        loaded(tmp_path / "store", encoded(LINES))


def test_what_goes_wrong_is_told_to_who_asks_for_the_store(tmp_path: Path) -> None:
    (tmp_path / "store").touch()
    thread = ThreadPoolExecutor(1)
    into = Loading(tmp_path / "store", thread)
    into.add(encoded(LINES))
    store = Store(into.whole(), ntriples=encoded(LINES))
    assert len(store.lines) == len(LINES)
    with pytest.raises(OSError, match=r"."):
        len(store)
    thread.shutdown()


def test_a_piece_that_is_wrong_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(SyntaxError):
        loaded(tmp_path / "store", b"no triple\n", encoded(LINES))


def test_no_more_pieces_wait_than_there_is_room_for(tmp_path: Path) -> None:
    class Slow(Beside):
        """Does nothing until it is waited for."""

        def submit(self, work: Callable[..., Any], /, *args: object, **_: object) -> Future[Any]:
            class Waited(Future[object]):
                def result(self, timeout: float | None = None) -> object:
                    waited.append(number)
                    return None

            number = len(given)
            given.append(work)
            return Waited()

    given: list[object] = []
    waited: list[int] = []
    into = Loading(tmp_path / "store", Slow())
    for _ in range(loading.WAITING + 2):
        into.add(b"")
    assert waited == [0, 1]
