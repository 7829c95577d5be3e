"""Questions -> answers from a process of its own, which is ended when its time is over.

Oxigraph cannot be told to stop a query; a process can. `Child` is the side of the one who asks, `serve` that of the
process, which can take from itself the right to more files, connections and memory. Questions and answers go pickled
through two pipes, for both sides are of one program; of an answer only records and terms are taken.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

TRUSTED = frozenset(("kg", "pyoxigraph"))  # packages of what an answer is made of
LONGEST = 10 * 24 * 3600.0  # seconds: longer than this is no limit, and more than a timer takes


class Child:
    """A process that answers, one question at a time; it is ended with this object.

    Args:
        make: called by the process first; what it returns makes an answer of each question.
        seconds: that it may take until it is ready.

    Raises:
        TimeoutError: it was not ready in time.
        EOFError: it ended instead.
    """

    def __init__(self, make: Callable[[], Callable[[Any], Any]], *, seconds: float = LONGEST) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this Python, and a function of our own
            [sys.executable, "-P", "-c", f"from {__name__} import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        self._end = weakref.finalize(self, _end, self._process)
        self.ask(make, seconds=seconds)

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self._end.alive and self._process.poll() is None

    def ask(self, question: object, *, seconds: float) -> Any:
        """Return the answer to a question.

        Args:
            question: what is asked.
            seconds: that the answer may take.

        Raises:
            TimeoutError: the time is over, and the process ended.
            EOFError: the process ended by itself: there was no memory, or a question that it could not bear.
        """
        given, out = self._process.stdin, self._process.stdout
        asked = time.monotonic()
        try:
            if given is None or out is None:
                raise EOFError
            pickle.dump((min(seconds, LONGEST), question), given)
            given.flush()
            return _Answers(out).load()
        except BaseException as error:  # an interrupt too: nobody waits for the answer any more
            self.end()
            if not isinstance(error, OSError | ValueError | EOFError | pickle.UnpicklingError):
                raise
            if time.monotonic() - asked >= seconds:
                raise TimeoutError(f"more than {seconds:g} s") from None
            raise EOFError("the process ended") from error

    def interrupt(self) -> None:
        """End the process from another thread: the one that waits for its answer learns that there is none."""
        self._process.kill()

    def end(self) -> None:
        """End the process."""
        self._end()


class _Answers(pickle.Unpickler):
    """Read an answer of records and terms alone: a process that went wrong is to run nothing here."""

    def find_class(self, module: str, name: str) -> type:
        """Return a class that an answer may be made of."""
        found = super().find_class(module, name) if module.partition(".")[0] in TRUSTED else None
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} is no part of an answer")
        return found


def serve() -> None:
    """Answer the questions of a `Child` until it is gone: what a process does.

    It ends itself when the time of a question is over, by a timer that waits for no lock of Python.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asks decides
    given, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed must not get in between
    nowhere = os.open(os.devnull, os.O_WRONLY)
    answer = None
    with suppress(EOFError, BrokenPipeError):
        while True:
            seconds, question = pickle.load(given)  # noqa: S301 - of the one who started it
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            if answer is None:
                answer, said = question(), None
            else:
                said = answer(question)
            pickle.dump(said, out)
            out.flush()
            faulthandler.cancel_dump_traceback_later()


def close_doors(store: Path) -> None:
    """Let this process open no further file and no connection, as far as the system can be told so (not on Windows).

    Files of the store that are not open yet still may be: RocksDB opens those of a large one when they are needed.
    """
    try:
        import resource

        numbers = os.listdir("/proc/self/fd")
    except (ImportError, OSError):
        return
    opened = set()
    for number in numbers:
        with suppress(OSError):  # the one that listed them is closed by now
            opened.add(os.readlink(f"/proc/self/fd/{number}"))
    tables = {os.path.realpath(path) for path in store.glob("*.sst")}
    null = os.open(os.devnull, os.O_RDONLY)
    highest = max(map(int, numbers))
    while (free := os.dup(null)) <= highest:  # fill the gaps below
        pass
    os.close(free)
    allowed = free + len(tables - opened)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, allowed))


def bound_memory(size: int) -> None:
    """Bound the memory of this process to so many bytes, where the system can; beyond, the system ends it."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    except (ImportError, AttributeError, ValueError, OSError):
        return


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()
