"""Work that leaves Python alone -> done beside the steps of a build, one thing after the other, by one thread."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class Beside(ThreadPoolExecutor):
    """A thread for what compresses or loads, which other threads of Python need not wait for.

    At the end of its `with` statement all is done, and what went wrong is raised; where the steps themselves went
    wrong, what was not begun is left undone.
    """

    def __init__(self) -> None:
        super().__init__(1)
        self._given: list[Future[Any]] = []

    def submit(self, *work: Any, **options: Any) -> Future[Any]:
        """Do this after what was given before; see `concurrent.futures.Executor.submit`."""
        self._given.append(super().submit(*work, **options))
        return self._given[-1]

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        """Wait for the end of what was begun, and forget what came of it."""
        given, self._given = self._given, []
        self.shutdown(cancel_futures=error is not None)
        if error is None:
            for work in given:
                work.result()
