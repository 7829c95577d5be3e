"""What a server has to say -> stderr: a line an event, and of each kind of event one line a second."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from typing import Any

EVERY = 1.0  # seconds between two lines of one kind
LONGEST = 300  # characters of a line
NAME = "uvicorn"  # whose records they are; ours join them


class Sparingly(logging.Filter):
    """Let a kind of event pass once a second, with the number of those that were kept back."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, float] = {}
        self._kept: dict[str, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record shall be written."""
        kind, now = str(record.msg)[:LONGEST], time.monotonic()
        if now - self._last.get(kind, -EVERY) < EVERY:
            self._kept[kind] = self._kept.get(kind, 0) + 1
            return False
        self._last[kind] = now
        record.more = self._kept.pop(kind, 0)
        if len(self._last) > LONGEST:
            self._last.clear()
        return True


class OneLine(logging.Formatter):
    """Write an event as one line, an error by its name and its words rather than by its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        text = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            text += f": {type(record.exc_info[1]).__name__}: {record.exc_info[1]}"
        if more := getattr(record, "more", 0):
            text += f" (and {more:,} more)"
        shown = "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))
        return f"kg serve: {shown[:LONGEST]}"


def to_stderr() -> None:
    """Let what uvicorn and the server say be written to stderr, sparingly."""
    logger = logging.getLogger(NAME)
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Sparingly())
    handler.setFormatter(OneLine())
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(logging.WARNING)


def trouble(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Write what goes wrong within the event loop as one line."""
    error = context.get("exception")
    logging.getLogger(NAME).error(context.get("message", "error"), exc_info=error)
