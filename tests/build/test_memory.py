"""No search for garbage while a build runs, and the old state after it; no bins of what was freed."""

from __future__ import annotations

import ctypes
import gc
import subprocess
import sys
from types import SimpleNamespace

import pytest

from kg.build.pipeline import without_collection
from kg.cli.build import M_MXFAST, _without_bins


@pytest.mark.parametrize("enabled", [True, False])
def test_what_was_is_again_even_after_an_error(enabled: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with pytest.raises(ZeroDivisionError), without_collection():
            1 / gc.isenabled()
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_what_was_made_meanwhile_is_not_searched_right_afterwards() -> None:
    enabled = gc.isenabled()
    gc.enable()
    try:
        with without_collection():
            made: list[list[object]] = [[] for _ in range(10_000)]
        assert not {*map(id, gc.get_objects(generation=0))} & {*map(id, made)}
    finally:
        (gc.enable if enabled else gc.disable)()


@pytest.mark.skipif(sys.platform != "linux", reason="it is glibc that is told")
def test_glibc_takes_what_it_is_told_about_memory() -> None:
    code = (
        "import ctypes\nfrom kg.cli.build import M_MXFAST, _without_bins\n"
        "mallopt = getattr(ctypes.CDLL(None), 'mallopt', None)\n"
        "assert mallopt is None or mallopt(M_MXFAST, 0) == 1\n_without_bins()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # a process of its own, for it cannot be taken back


def test_other_systems_are_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[int, int] = {}
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(mallopt=told.__setitem__))
    monkeypatch.setattr(sys, "platform", "win32")
    _without_bins()
    assert told == {}
    monkeypatch.setattr(sys, "platform", "linux")
    _without_bins()
    assert told == {M_MXFAST: 0}
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace())  # another library of C
    _without_bins()
