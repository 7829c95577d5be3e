"""What is done beside the steps of a build."""

from __future__ import annotations

import threading

import pytest

from kg.build.beside import Beside


def test_one_thing_is_done_after_the_other_and_all_in_the_end() -> None:
    begun, done = threading.Event(), []

    def first() -> str:
        begun.wait(10)
        done.append("first")
        return "what came of it"

    with Beside() as beside:
        came = beside.submit(first)
        beside.submit(done.append, "second")
        assert not done
        begun.set()
    assert done == ["first", "second"]
    assert came.result() == "what came of it"


def test_what_goes_wrong_is_raised_in_the_end() -> None:
    def steps() -> None:
        with Beside() as beside:
            beside.submit(lambda: 1 / 0)
            beside.submit(int)

    with pytest.raises(ZeroDivisionError):
        steps()


def test_where_the_steps_go_wrong_that_is_raised_and_what_was_not_begun_is_left() -> None:
    more, done = threading.Event(), []

    def first() -> None:
        more.wait(10)
        done.append("first")
        raise ZeroDivisionError

    def steps(begun: threading.Event) -> None:
        with Beside() as beside:
            beside.submit(begun.set)
            beside.submit(first)
            begun.wait(10)
            beside.submit(done.append, "second")
            threading.Timer(0.1, more.set).start()
            raise LookupError

    with pytest.raises(LookupError):
        steps(threading.Event())
    assert "second" not in done
