"""Whole builds as a user starts them -> wall time, CPU time and peak memory, in docs/performance.md and as a plot.

    python -m benchmarks                          # 1,000 and 10,000 articles, three runs each
    python -m benchmarks 1000 3000 10000 30000 100000 --runs 1 --write

Beside the builds run, where they are there, the script of a competent user and the fastest way each single stage was
ever measured (``../shared/tools``): their ratios to the build in the same run say more than times do. CPU time is that
of all processes of a build, peak memory that of its largest.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import corpus, plot

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT.parent / "shared" / "tools"
PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "images" / "performance.svg"
BEGIN, END = "<!-- make bench writes from here -->", "<!-- to here -->"
SIZES = (1_000, 10_000)
NAIVE_UP_TO = 1_000  # articles; it takes minutes for 10,000
SHOWN = ("msgspec", "networkx", "numpy", "pyoxigraph", "PyYAML", "scipy", "sparse-dot-topn")  # versions that matter
STAGES = ("read", "merge", "organizations", "stories", "triples", "export")


def measured(command: list[str], folder: Path) -> dict[str, float]:
    """Run a command and return its wall and CPU seconds, those of its children too, and its peak memory in MiB."""
    # modules are compiled once, as on a user's machine, whatever this environment says
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    with (folder / "log").open("wb") as log:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{(folder / 'log').read_text()[-2000:]}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}


def bench(count: int, *, runs: int, naive: bool) -> dict[str, Any]:
    """Return what builds of so many articles cost: medians, and ratios of CPU time."""
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        folder = Path(name)
        corpus.write(count, folder / "corpus")
        build = [sys.executable, "-m", "kg", "build", str(folder / "corpus"), "-o", str(folder / "output")]
        floor = [sys.executable, str(TOOLS / "best_pipeline.py"), str(folder / "corpus"), str(folder / "floor")]
        script = [sys.executable, str(TOOLS / "naive_build.py"), str(folder / "corpus"), str(folder / "naive")]
        measured([*build[:4], str(ROOT / "examples"), "-o", str(folder / "warm")], folder)  # not counted
        builds, reports, floors = [], [], []
        for _ in range(runs):
            builds.append(measured(build, folder))
            reports.append(json.loads((folder / "output" / "report.json").read_text(encoding="utf-8")))
            if TOOLS.is_dir() and find_spec("turboyaml"):
                floors.append(measured(floor, folder)["cpu"])
        if naive and TOOLS.is_dir():
            measured([sys.executable, "-c", "import pyvis.network, rdflib, yaml"], folder)
        user = measured(script, folder)["cpu"] if naive and TOOLS.is_dir() else None
    row: dict[str, Any] = {key: statistics.median(run[key] for run in builds) for key in builds[0]}
    row["stages"] = {
        stage: statistics.median(report["timings"].get(stage, 0.0) for report in reports) for stage in STAGES
    }
    row |= {"articles": count, "triples": reports[0]["counts"]["triples"], "runs": runs}
    row["naive"] = user / row["cpu"] if user else None
    row["floor"] = row["cpu"] / statistics.median(floors) if floors else None
    return row


def table(rows: list[dict[str, Any]]) -> str:
    """Return the rows as Markdown."""
    head = ["articles", "triples", "wall", "CPU", "peak memory", *STAGES, "the user's script", "the floor"]
    lines = [f"| {' | '.join(head)} |", f"|{'---:|' * len(head)}"]
    for row in rows:
        cells = [f"{row['articles']:,}", f"{row['triples']:,}", f"{row['wall']:.1f} s", f"{row['cpu']:.1f} s"]
        cells += [f"{row['memory']:,.0f} MiB", *(f"{row['stages'][stage]:.1f}" for stage in STAGES)]
        cells += [
            f"{row['naive']:.1f} times ours" if row["naive"] else "",
            f"1/{row['floor']:.1f}" if row["floor"] else "",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def machine() -> str:
    """Return what it ran on, and with which versions."""
    versions = ", ".join(f"{name} {version(name)}" for name in SHOWN)
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {system}; {versions}"


def main() -> None:
    """Measure, print the table and, if asked to, write it down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--naive-up-to", type=int, default=NAIVE_UP_TO)
    parser.add_argument("--write", action="store_true", help=f"into {PAGE.relative_to(ROOT)}, with the plot")
    arguments = parser.parse_args()
    rows = []
    for size in sorted(arguments.sizes):
        rows.append(bench(size, runs=arguments.runs, naive=size <= arguments.naive_up_to))
        print(table(rows[-1:]).splitlines()[-1], flush=True)
    if arguments.write:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n\n{machine()}.\n\n{table(rows)}\n\n{END}{after}", encoding="utf-8")
        PLOT.write_text(plot.svg(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
