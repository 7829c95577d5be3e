"""Processes beside this one, for work that leaves Python no rest: started when they are first needed, and kept."""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from typing import TYPE_CHECKING, TypeVar

from kg.errors import WorkerError

if TYPE_CHECKING:
    from loky import ProcessPoolExecutor

Result = TypeVar("Result")

FEWEST = 1 << 14  # files or articles; of fewer, workers spare less time than it takes to start them and to hand back
IDLE = 10.0  # seconds after which a worker with nothing to do ends, and gives its memory back


class Workers:
    """Worker processes; at the end of its `with` statement they end, with what they do if something went wrong.

    Args:
        jobs: processes that share the work, this one among them.

    Raises:
        WorkerError: at the end, where one of them did not live to it.
    """

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def help(self, count: int) -> bool:
        """Return whether so many files or articles are worth sharing."""
        return self.jobs > 1 and count >= FEWEST

    def submit(self, work: Callable[..., Result], *given: object) -> Future[Result]:
        """Do this in another process; see `concurrent.futures.Executor.submit`."""
        if self._pool is None:
            from loky import ProcessPoolExecutor

            # records hold no cycles: a worker need not search for them
            self._pool = ProcessPoolExecutor(max_workers=self.jobs - 1, timeout=IDLE, initializer=gc.disable)
        future: Future[Result] = self._pool.submit(work, *given)
        return future

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, *__: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(kill_workers=error is not None)
        if isinstance(error, BrokenExecutor):
            raise WorkerError(
                "a worker process was ended by the system, which may have run out of memory; build with --jobs 1"
            ) from error


ALONE = Workers()  # this process does it all
