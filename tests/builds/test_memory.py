"""No search for garbage while a build runs, and the old state after it."""

from __future__ import annotations

import gc

import pytest

from kg.builds.memory import unsearched


@pytest.mark.parametrize("enabled", [True, False])
def test_what_was_is_again_even_after_an_error(enabled: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with pytest.raises(ZeroDivisionError), unsearched():
            1 / gc.isenabled()
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_what_was_made_meanwhile_is_not_searched_right_afterwards() -> None:
    enabled = gc.isenabled()
    gc.enable()
    try:
        with unsearched():
            made: list[list[object]] = [[] for _ in range(10_000)]
        assert not {*map(id, gc.get_objects(generation=0))} & {*map(id, made)}
    finally:
        (gc.enable if enabled else gc.disable)()
