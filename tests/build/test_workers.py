"""Work that is shared with other processes: begun where it is worth it, and never left running."""

from __future__ import annotations

import os
import time

import pytest

from kg.build import workers
from kg.build.workers import ALONE, Workers
from kg.errors import WorkerError

FEWEST = 10


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEWEST", FEWEST)


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("jobs", "count", "helped"), [(1, FEWEST, False), (2, FEWEST - 1, False), (2, FEWEST, True), (9, 10**6, True)]
)
def test_workers_help_where_there_are_some_and_there_is_enough_to_do(jobs: int, count: int, helped: bool) -> None:
    assert Workers(jobs).help(count) is helped
    assert ALONE.help(count) is False


def test_much_is_done_elsewhere_by_one_process_that_ends_with_the_work() -> None:
    with Workers(2) as two:
        first, second = two.submit(os.getpid).result(), two.submit(os.getpid).result()
        assert first == second != os.getpid()
        assert is_there(first)
    assert not is_there(first)


def test_what_goes_wrong_elsewhere_is_raised_here() -> None:
    with Workers(2) as two:
        broken = two.submit(int, "one")
        with pytest.raises(ValueError, match="one"):
            broken.result()


def test_a_worker_that_the_system_ends_is_an_error_that_says_what_to_do() -> None:
    def ended() -> None:
        with Workers(2) as two:
            two.submit(os._exit, 9).result()

    with pytest.raises(WorkerError, match="out of memory; build with --jobs 1"):
        ended()


def test_a_worker_with_nothing_to_do_ends_and_another_takes_up_what_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "IDLE", 0.2)
    with Workers(2) as two:
        idle = two.submit(os.getpid).result()
        deadline = time.monotonic() + 20
        while is_there(idle) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not is_there(idle)
        assert two.submit(os.getpid).result() not in (idle, os.getpid())


def test_where_something_goes_wrong_nobody_waits_for_the_workers() -> None:
    begun = time.monotonic()
    processes = []

    def interrupted() -> None:
        with Workers(2) as two:
            processes.append(two.submit(os.getpid).result())
            two.submit(time.sleep, 600)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - begun < 60
    assert not is_there(*processes)
