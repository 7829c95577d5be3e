"""Lines of N-Triples -> a store on disk that another thread loads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.rdf.store import Store, loaded

LINE = b"<a:b> <a:c> <a:d> .\n"


def in_background(folder: Path, ntriples: bytes) -> Store:
    with ThreadPoolExecutor(1) as background:
        return Store(background.submit(loaded, ntriples, str(folder)), ntriples=LINE)


def test_a_store_that_is_loaded_has_its_text_at_once(tmp_path: Path) -> None:
    store = in_background(tmp_path / "store", LINE)
    assert store.ntriples == LINE
    assert len(store) == 1
    del store
    assert Store.open(tmp_path / "store").ntriples == LINE


def test_a_store_of_no_lines_is_empty(tmp_path: Path) -> None:
    in_background(tmp_path / "store", b"")
    assert len(Store.open(tmp_path / "store")) == 0


def test_what_goes_wrong_is_told_to_who_asks_for_the_store(tmp_path: Path) -> None:
    (tmp_path / "store").touch()
    with ThreadPoolExecutor(1) as thread:
        store = Store(thread.submit(loaded, LINE, str(tmp_path / "store")), ntriples=LINE)
        assert store.ntriples == LINE
        with pytest.raises(OSError, match=r"."):
            len(store)


def test_a_text_that_is_wrong_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(SyntaxError):
        len(in_background(tmp_path / "store", b"no triple\n"))
