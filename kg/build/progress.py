"""The stages of a build -> how long each took, and a bar or lines for who watches."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

LOG = logging.getLogger("kg")  # what a user of the library may want to hear; kg itself shows none of it
LOG.addHandler(logging.NullHandler())
LOG_EVERY = 10.0  # seconds
LOOK_EVERY = 64  # items: to draw takes as long as to read a file

Item = TypeVar("Item")


class Count(Protocol):
    """Yields items as they are, and counts them."""

    def __call__(self, items: Iterable[Item]) -> Iterator[Item]: ...


class Stages:
    """Time the stages of a build, and show how far it is on stderr: a bar with rate and time left, or lines.

    Args:
        watched: draw a bar; nothing is drawn where stderr is no terminal.
        logged: write a plain line at the end of each stage, and every `LOG_EVERY` seconds of a counted one; no bar.

    `seconds` are those that each stage took; `changed` is false once a build found that there is nothing to do.
    """

    def __init__(self, *, watched: bool = False, logged: bool = False) -> None:
        self.seconds: dict[str, float] = {}
        self.changed = True
        self._watched = watched or logged
        self._logged = logged
        self._bar: Progress | None = _bar() if watched and not logged and sys.stderr.isatty() else None

    @contextmanager
    def drawn(self) -> Iterator[Stages]:
        """Draw while this lasts."""
        if self._bar is None:
            yield self
            return
        with self._bar:
            yield self

    def say(self, line: str) -> None:
        """Tell who watches on stderr, and the log, what is not as one would expect."""
        LOG.info("%s", line)
        if self._bar:
            self._bar.console.print(line, markup=False, highlight=False)
        elif self._watched:
            sys.stderr.write(f"{line}\n")

    @contextmanager
    def stage(self, name: str, *, total: int | None = None) -> Iterator[Count]:
        """Time one stage.

        Args:
            name: of the stage.
            total: how many items it goes through, for a rate and the time left.

        Yields:
            What counts those items as they are gone through.
        """
        task = self._bar.add_task(name, total=total) if self._bar else None
        start = time.perf_counter()

        def count(items: Iterable[Item]) -> Iterator[Item]:
            logged = start
            for done, item in enumerate(items, 1):
                yield item
                if done % LOOK_EVERY:
                    continue
                if self._bar and task is not None:
                    self._bar.update(task, completed=done)
                if self._logged and (now := time.perf_counter()) >= logged + LOG_EVERY:
                    logged, rate, left = now, done / (now - start), (total or 0) - done
                    self._log(f"{name}: {done:,} of {total:,}, {rate:,.0f}/s, {left / rate:.0f} s left")

        try:
            yield count
        finally:
            seconds = time.perf_counter() - start
            self.seconds[name] = round(self.seconds.get(name, 0.0) + seconds, 3)
            items = "" if total is None else f"{total:,} in "
            rate = "" if total is None else f", {total / max(seconds, 0.001):,.0f}/s"
            line = f"{name}: {items}{seconds:.1f} s{rate}"
            LOG.info("%s", line)
            self._log(line)
            if self._bar and task is not None:
                self._bar.update(task, total=total or 1, completed=total or 1)

    def _log(self, line: str) -> None:
        if self._logged:
            sys.stderr.write(f"{line}\n")


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
