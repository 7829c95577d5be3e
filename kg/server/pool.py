"""Jobs -> replies of worker processes: so many at a time, each within its time, all of the build that is there now.

Who asks for a page never waits for a query: one worker more than there are for queries takes pages only. Of those for
queries one takes none that is known to be long: what takes more than a slice of time there is ended, remembered as
long, and begun again where long ones wait. A job whose client went away is ended.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
import weakref
from collections import OrderedDict, deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from kg.folder import OutputFolder
from kg.query import search, worker
from kg.query.process import Child
from kg.server import WORKERS, Limits
from kg.server.answers import UNREAD, Job, Reply, failed
from kg.server.pages import answerer

WAITING = 512  # requests that may wait for a worker; more are told to come again
PATIENCE = 60.0  # seconds that a request waits for a worker
STARTING = 120.0  # seconds that a worker may take to start: the first of a build makes the index for full text
SLICE = 2.0  # seconds that a query may take where only short ones are taken
REMEMBERED = 1024  # queries that are known to be long
NO_GRAPH = "there is no graph here any more, or it cannot be opened: build it again"
ENDING = "the server was told to end: this query was ended"
# what is to be done: a page, a query that was short before, one that nobody knows, one that was long before
PAGE, QUICK, NEW, LONG = "page", "quick", "new", "long"
JOBS = (PAGE, QUICK, NEW, LONG)
# a kind of worker -> what it does, group by group; of a group who has waited longest comes first
SHORT = "short"
TAKES = {PAGE: ((PAGE,),), SHORT: ((PAGE, QUICK), (NEW,)), LONG: (JOBS,)}


class _Started(NamedTuple):
    """A process that answers, the build that it opened, and whether it has the parser of queries."""

    child: Child
    build: str
    parser: bool


class _Slot:
    """The place of a worker: what it takes, its process if there is one, and whether its job was given up."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.started: _Started | None = None
        self.given_up = False

    def give_up(self) -> None:
        """End what it does: nobody waits for it any more."""
        self.given_up = True
        if self.started is not None:
            self.started.child.interrupt()


class _Waiting:
    """Who waits for a worker, since when, for what."""

    def __init__(self, kind: str, digest: bytes) -> None:
        self.kind = kind
        self.digest = digest
        self.since = time.monotonic()
        self.slot: asyncio.Future[_Slot] = asyncio.get_running_loop().create_future()


def _since(waiting: _Waiting) -> float:
    return waiting.since


class _OverranError(Exception):
    """A query was not as short as it was taken for."""


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
        kinds = [PAGE, *([SHORT] if self.size > 1 else []), *[LONG] * max(1, self.size - 1)]
        self._threads = ThreadPoolExecutor(len(kinds), thread_name_prefix="kg-worker")
        self._slots = [_Slot(kind) for kind in kinds]
        self._free = [*self._slots]  # started when they are needed
        self._queues: dict[str, deque[_Waiting]] = {kind: deque() for kind in JOBS}
        self._alive: weakref.WeakSet[Child] = weakref.WeakSet()
        self._known: OrderedDict[bytes, str] = OrderedDict()
        self._ended = False

    async def __aenter__(self) -> Pool:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.end()
        for child in [*self._alive]:
            child.end()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def end(self) -> None:
        """End all that runs, and tell those who wait; nothing more is taken."""
        self._ended = True
        for slot in self._slots:
            if slot not in self._free:
                slot.give_up()
        for queue in self._queues.values():
            while queue:
                queue.popleft().slot.cancel()

    async def run(self, job: Job, *, query: str | None = None) -> Reply:
        """Return a worker's reply to a job, or one that says why there is none.

        A cancelled call ends its job.

        Args:
            job: what is to be done.
            query: that it asks; a page if None.
        """
        digest = hashlib.blake2b((query or "").encode("utf-8", "replace"), digest_size=16).digest()
        kind = PAGE if query is None else self._known.get(digest, NEW)
        began = time.monotonic()
        try:
            reply = await self._within(job, kind, digest)
        except _OverranError:
            self._know(digest, LONG)
            return await self._within(job, LONG, digest)
        if kind != PAGE and time.monotonic() - began < SLICE:
            self._know(digest, QUICK)
        return reply

    def _know(self, digest: bytes, kind: str) -> None:
        """Remember what a query was; those that wait and are the same wait as such from now on."""
        self._known[digest] = kind
        self._known.move_to_end(digest)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        if kind == LONG:
            for other in (QUICK, NEW):
                same = [each for each in self._queues[other] if each.digest == digest]
                for each in same:
                    self._queues[other].remove(each)
                    each.kind = LONG
                self._queues[LONG].extend(same)

    async def _within(self, job: Job, kind: str, digest: bytes) -> Reply:
        if self._ended:
            return failed(503, ENDING)
        if sum(map(len, self._queues.values())) >= WAITING:
            return failed(503, "too many requests at once: try again later")
        try:
            async with asyncio.timeout(PATIENCE):
                slot = await self._slot(kind, digest)
        except TimeoutError:
            return failed(503, "too many long queries at once: try again later")
        except asyncio.CancelledError:
            if self._ended:
                return failed(503, ENDING)
            raise
        slot.given_up = False
        work = asyncio.get_running_loop().run_in_executor(self._threads, self._reply, slot, job, kind)
        work.add_done_callback(lambda done: self._released(slot, done))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            slot.give_up()
            raise

    async def _slot(self, kind: str, digest: bytes) -> _Slot:
        for slot in self._free:
            if any(kind in group for group in TAKES[slot.kind]):
                self._free.remove(slot)
                return slot
        waiting = _Waiting(kind, digest)
        self._queues[kind].append(waiting)
        try:
            return await waiting.slot
        except asyncio.CancelledError:
            if waiting in self._queues[waiting.kind]:
                self._queues[waiting.kind].remove(waiting)
            elif waiting.slot.done() and not waiting.slot.cancelled():
                self._hand_on(waiting.slot.result())
            raise

    def _released(self, slot: _Slot, done: asyncio.Future[Reply]) -> None:
        if not done.cancelled():
            done.exception()  # seen, even if nobody waits
        self._hand_on(slot)

    def _hand_on(self, slot: _Slot) -> None:
        """Give a free worker to the one who has waited longest of those that it serves."""
        while True:
            for group in TAKES[slot.kind]:
                first = min((self._queues[kind][0] for kind in group if self._queues[kind]), key=_since, default=None)
                if first is not None:
                    break
            else:
                self._free.append(slot)
                self._free.sort(key=self._slots.index)
                return
            self._queues[first.kind].popleft()
            if not first.slot.done():
                first.slot.set_result(slot)
                return

    def _reply(self, slot: _Slot, job: Job, kind: str) -> Reply:
        """Return a reply; the worker is gone afterwards if it was ended."""
        try:
            slot.started = self._fresh(slot.started)
        except (EOFError, TimeoutError):
            slot.started = None
            return failed(503, NO_GRAPH)
        seconds = self.limits.timeout
        if slot.kind == SHORT and kind in (QUICK, NEW):
            seconds = min(seconds, SLICE)
        try:
            if slot.given_up:
                raise EOFError
            reply: Reply = slot.started.child.ask(job, seconds=seconds)
            if reply == UNREAD:
                slot.started = self._fresh(slot.started, parser=True)
                reply = slot.started.child.ask(job, seconds=seconds)
            return reply
        except TimeoutError:
            slot.started = None
            if seconds < self.limits.timeout:
                raise _OverranError from None
            return failed(503, f"the query was ended after {self.limits.timeout:g} s: ask for less")
        except EOFError:
            slot.started = None
            if self._ended:
                return failed(503, ENDING)
            return failed(422, "the query ended its process: it needs too much memory, or is nested too deeply")

    def _fresh(self, started: _Started | None, *, parser: bool = False) -> _Started:
        """Return a worker that has the build of now open, and the parser if need be: this one, or a new one for it.

        Raises:
            EOFError, TimeoutError: there is no graph that can be opened.
        """
        place, limits = self.folder.store, self.limits
        build = search.identity(place)
        if started is not None:
            if started.build == build and started.child.alive and started.parser >= parser:
                return started
            started.child.end()
        if not build:
            raise EOFError
        make = partial(answerer, folder=self.folder.path, limits=limits, parser=parser)
        opened = partial(worker.opened, place, make, memory=limits.memory, walled=not limits.service)
        child = Child(opened, seconds=STARTING)
        self._alive.add(child)
        return _Started(child, build, parser)
