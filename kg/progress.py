"""The stages of a build -> how long each took, and a bar for who watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

Item = TypeVar("Item")


class Stages:
    """Time the stages of a build, and draw a bar with rate and time left on a terminal.

    Args:
        watched: draw on stderr; nothing is drawn where that is no terminal.
    """

    def __init__(self, *, watched: bool = False) -> None:
        self.seconds: dict[str, float] = {}
        self._bar: Progress | None = _bar() if watched and sys.stderr.isatty() else None

    @contextmanager
    def drawn(self) -> Iterator[Stages]:
        """Draw while this lasts."""
        if self._bar is None:
            yield self
            return
        with self._bar:
            yield self

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage."""
        task = self._bar.add_task(name, total=None) if self._bar else None
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 3)
            if self._bar and task is not None:
                self._bar.update(task, total=1, completed=1)

    def counted(self, name: str, items: Iterable[Item], *, total: int) -> Iterator[Item]:
        """Yield the items of one stage, counting and timing them."""
        task = self._bar.add_task(name, total=total) if self._bar else None
        start = time.perf_counter()
        for item in items:
            yield item
            if self._bar and task is not None:
                self._bar.advance(task)
        self.seconds[name] = round(time.perf_counter() - start, 3)


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.0f}/s" if speed and (task.total or 0) > 1 else "", style="progress.percentage")

    columns = (TextColumn("{task.description:>8}"), BarColumn(), MofNCompleteColumn(), Rate(), Remaining())
    return Progress(*columns, console=Console(stderr=True), transient=True)
