"""A graph -> CPU seconds of each export of it, each in a process of its own: a row of the table of docs/exports.md.

python -m benchmarks.corpus 10000 /tmp/ten-thousand
kg build /tmp/ten-thousand/articles -o /tmp/ten-thousand/output
python -m benchmarks.exports /tmp/ten-thousand/output
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from kg.exporters import FORMATS


def main() -> None:
    """Write, for each format, CPU seconds (user and system), and bytes and files written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", type=Path, help="output folder of a build")
    graph = parser.parse_args().graph
    print("| format | CPU s | MB | files |\n|---|---:|---:|---:|")
    for name in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            command = [sys.executable, "-m", "kg", "export", "-g", str(graph), name, "--to", folder]
            subprocess.run(command, check=True, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            files = [path for path in Path(folder).rglob("*") if path.is_file()]
            size = sum(path.stat().st_size for path in files)
        print(f"| {name} | {seconds:.1f} | {size / 1e6:.1f} | {len(files):,} |", flush=True)


if __name__ == "__main__":
    main()
