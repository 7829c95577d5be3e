"""Lines of N-Triples -> a store on disk that another thread loads, piece by piece."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.build import loading
from kg.build.loading import Background, Loading
from kg.rdf.store import Store

LINES = sorted(f'<a:b> <a:c> "{"x" * length}" .\n' for length in (1, 400, 2, 3, 90, 4, 5))


def encoded(lines: list[str]) -> bytes:
    return "".join(lines).encode()


def test_a_store_is_what_its_pieces_say_in_any_order_and_more_than_once(tmp_path: Path) -> None:
    with Background() as background:
        into = Loading(tmp_path / "store", background)
        for piece in (LINES[4:], LINES[:3], LINES[2:5]):
            into.add(encoded(piece))
        store = Store(into.whole(), ntriples=encoded(LINES))
        assert store.lines == tuple(LINES)  # at once
        assert len(store) == len(LINES)
    del store, into
    assert Store.open(tmp_path / "store").lines == tuple(LINES)


def test_a_store_of_no_piece_is_empty(tmp_path: Path) -> None:
    with Background() as background:
        Loading(tmp_path / "store", background).whole()
    assert len(Store.open(tmp_path / "store")) == 0


def test_nothing_is_made_before_there_is_a_piece(tmp_path: Path) -> None:
    with Background() as background:
        Loading(tmp_path / "store", background)
    assert not (tmp_path / "store").exists()


def loaded(folder: Path, *given: bytes) -> Store:
    with Background() as background:
        into = Loading(folder, background)
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
    class Slow(Background):
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


# -- in the background -----------------------------------------------------------------------------------------------


def test_one_thing_is_done_after_the_other_and_all_in_the_end() -> None:
    begun, done = threading.Event(), []

    def first() -> str:
        begun.wait(10)
        done.append("first")
        return "what came of it"

    with Background() as background:
        came = background.submit(first)
        background.submit(done.append, "second")
        assert not done
        begun.set()
    assert done == ["first", "second"]
    assert came.result() == "what came of it"


def test_what_goes_wrong_in_the_background_is_raised_in_the_end() -> None:
    def steps() -> None:
        with Background() as background:
            background.submit(lambda: 1 / 0)
            background.submit(int)

    with pytest.raises(ZeroDivisionError):
        steps()


def test_where_the_steps_go_wrong_that_is_raised_and_what_was_not_begun_is_left() -> None:
    more, done = threading.Event(), []

    def first() -> None:
        more.wait(10)
        done.append("first")
        raise ZeroDivisionError

    def steps(begun: threading.Event) -> None:
        with Background() as background:
            background.submit(begun.set)
            background.submit(first)
            begun.wait(10)
            background.submit(done.append, "second")
            threading.Timer(0.1, more.set).start()
            raise LookupError

    with pytest.raises(LookupError):
        steps(threading.Event())
    assert "second" not in done
