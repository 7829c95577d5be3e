"""``python -m kg`` and ``kg``: the command line."""

from __future__ import annotations

import os
import sys

from kg.cli import main

LARGE = frozenset(("build",))  # commands that leave millions of records behind


def run() -> None:
    """Run the command line.

    After a command that went well and leaves much behind, the process ends without taking it apart piece by piece. That
    would take a tenth of the time of a small build, and all files are closed, all threads and workers at their end.
    """
    try:
        main(prog_name="kg")
    except SystemExit as end:
        if sys.argv[1:2] and sys.argv[1] in LARGE and not end.code:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)
        raise


if __name__ == "__main__":
    run()
