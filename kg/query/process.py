"""Messages -> answers from a process of its own, which is ended when its time is over.

Oxigraph cannot be told to stop a query; a process can. `Child` is the side of the one who asks, `serve` that of the
process, which can take from itself the right to more files, connections and memory. Messages are bytes with their
length before them; what is in them is the business of the two.
"""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

QUESTION = struct.Struct(">dI")  # before a question: the seconds that it may take, and its length
ANSWER = struct.Struct(">I")  # before an answer: its length
LONGEST = 10 * 24 * 3600.0  # seconds: longer than this is no limit, and more than a timer takes
GRACE = 5.0  # seconds beyond its time until a process ends itself, for the one that should have ended it is gone


class Child:
    """A process that answers, one question at a time; it is ended with this object.

    Args:
        function: what the process runs, as ``package.module:function``; it calls `serve`.
        arguments: that the function is given.
        seconds: that it may take until it is ready.

    Raises:
        TimeoutError: it was not ready in time.
        EOFError: it ended instead.
    """

    def __init__(self, function: str, *arguments: str, seconds: float = LONGEST) -> None:
        module, _, name = function.partition(":")
        self._process = subprocess.Popen(  # noqa: S603 - this Python, and a function of our own
            [sys.executable, "-P", "-c", f"import sys; from {module} import {name}; {name}(*sys.argv[1:])", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        self._end = weakref.finalize(self, _end, self._process)
        self._receive(b"", seconds)

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self._end.alive and self._process.poll() is None

    def ask(self, message: bytes, *, seconds: float) -> bytes:
        """Return the answer to a message.

        Args:
            message: the question.
            seconds: that the answer may take.

        Raises:
            TimeoutError: the time is over, and the process ended.
            EOFError: the process ended by itself: there was no memory, or a question that it could not bear.
        """
        return self._receive(QUESTION.pack(seconds, len(message)) + message, seconds)

    def end(self) -> None:
        """End the process."""
        self._end()

    def _receive(self, sent: bytes, seconds: float) -> bytes:
        process, over = self._process, threading.Event()

        def stop() -> None:  # holds the process, not this object
            over.set()
            process.kill()

        timer = threading.Timer(min(seconds, LONGEST), stop)
        timer.daemon = True
        timer.start()
        try:
            if process.stdin is None or process.stdout is None:
                raise EOFError
            process.stdin.write(sent)
            process.stdin.flush()
            (length,) = ANSWER.unpack(_exactly(process.stdout, ANSWER.size))
            return _exactly(process.stdout, length)
        except BaseException as error:  # an interrupt too: nobody waits for the answer any more
            self.end()
            if over.is_set():
                raise TimeoutError(f"more than {seconds:g} s") from None
            if isinstance(error, OSError | ValueError):
                raise EOFError("the process ended") from error
            raise
        finally:
            timer.cancel()
            if over.is_set():  # at the very moment when the answer came
                self.end()


def serve(make: Callable[[], Callable[[bytes], bytes]]) -> None:
    """Answer the messages of a `Child` until it is gone.

    Args:
        make: called first; what it returns makes an answer of each message.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asks decides
    given, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed must not get in between
    answer = make()
    _send(out, b"")  # ready
    with suppress(EOFError, BrokenPipeError):
        while True:
            seconds, length = QUESTION.unpack(_exactly(given, QUESTION.size))
            message = _exactly(given, length)
            _alarm(min(seconds, LONGEST) + GRACE)
            _send(out, answer(message))
            _alarm(0)


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


def _alarm(seconds: float) -> None:
    """Have this process ended by a signal that nothing catches; not on Windows. 0 calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(ANSWER.pack(len(message)) + message)
    pipe.flush()


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    if len(found) < size:
        raise EOFError("the pipe ended")
    return found


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()
