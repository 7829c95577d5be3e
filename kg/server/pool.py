"""Jobs -> replies of worker processes: so many at a time, each within its time, all of the build that is there now."""

from __future__ import annotations

import asyncio
import os
import weakref
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from kg.folder import OutputFolder
from kg.query import search, worker
from kg.query.process import Child
from kg.server import WORKERS, Limits
from kg.server.answers import Job, Reply, failed
from kg.server.pages import answerer

WAITING = 512  # requests that may wait for a worker; more are told to come again
PATIENCE = 60.0  # seconds that a request waits for a worker
STARTING = 120.0  # seconds that a worker may take to start: the first of a build makes the index for full text
NO_GRAPH = "there is no graph here any more, or it cannot be opened: build it again"


class _Started(NamedTuple):
    """A process that answers, and the build that it opened."""

    child: Child
    build: str


class Pool:
    """Workers that answer the jobs they are given, for one output folder.

    Args:
        folder: the output folder of a build.
        limits: of a query, and how many run at a time.
    """

    def __init__(self, folder: OutputFolder, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self.size = limits.workers or min(WORKERS, os.cpu_count() or 1)
        self._threads = ThreadPoolExecutor(self.size, thread_name_prefix="kg-worker")
        self._free: asyncio.Queue[_Started | None] = asyncio.Queue()
        self._alive: weakref.WeakSet[Child] = weakref.WeakSet()
        self._waiting = 0

    async def __aenter__(self) -> Pool:
        for _ in range(self.size):
            self._free.put_nowait(None)  # started when it is needed
        return self

    async def __aexit__(self, *_: object) -> None:
        for child in [*self._alive]:  # those that work, too
            child.end()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def run(self, job: Job) -> Reply:
        """Return a worker's reply to a job, or one that says why there is none."""
        if self._waiting >= WAITING:
            return failed(503, "too many requests at once: try again later")
        self._waiting += 1
        try:
            async with asyncio.timeout(PATIENCE):
                free = await self._free.get()
        except TimeoutError:
            return failed(503, "too many long queries at once: try again later")
        finally:
            self._waiting -= 1
        kept = None
        try:
            loop = asyncio.get_running_loop()
            reply, kept = await loop.run_in_executor(self._threads, self._reply, free, job)
        finally:
            self._free.put_nowait(kept)
        return reply

    def _reply(self, started: _Started | None, job: Job) -> tuple[Reply, _Started | None]:
        """Return a reply, and the worker if it can go on."""
        try:
            started = self._fresh(started)
        except (EOFError, TimeoutError):
            return failed(503, NO_GRAPH), None
        try:
            return started.child.ask(job, seconds=self.limits.timeout), started
        except TimeoutError:
            return failed(503, f"the query was ended after {self.limits.timeout:g} s: ask for less"), None
        except EOFError:
            return failed(422, "the query ended its process: it needs too much memory, or is nested too deeply"), None

    def _fresh(self, started: _Started | None) -> _Started:
        """Return a worker that has the build of now open: this one, or a new one in its place.

        Raises:
            EOFError, TimeoutError: there is no graph that can be opened.
        """
        place, limits = self.folder.store, self.limits
        build = search.identity(place)
        if started is not None:
            if started.build == build and started.child.alive:
                return started
            started.child.end()
        if not build:
            raise EOFError
        make = partial(answerer, folder=self.folder.path, limits=limits)
        opened = partial(worker.opened, place, make, memory=limits.memory, walled=not limits.service)
        child = Child(opened, seconds=STARTING)
        self._alive.add(child)
        return _Started(child, build)
