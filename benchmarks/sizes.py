"""Numbers of articles -> what whole builds of so many cost, beside the script of a user and the floor."""

from __future__ import annotations

import json
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from statistics import median as middle
from typing import Any

from benchmarks import corpus
from benchmarks.measure import ROOT, TOOLS, kg, measured, median, tool

STAGES = ("read", "merge", "organizations", "stories", "triples", "export")


def bench(count: int, *, runs: int, naive: bool) -> dict[str, Any]:
    """Return what builds of so many articles cost: medians, and ratios of CPU time in the same run."""
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        folder = Path(name)
        corpus.write(count, folder / "corpus")
        measured(kg("build", ROOT / "examples", "-o", folder / "warm"), folder)  # not counted
        builds, reports, floors = [], [], []
        for _ in range(runs):
            builds.append(measured(kg("build", folder / "corpus", "-o", folder / "output", "--anew"), folder))
            reports.append(json.loads((folder / "output" / "report.json").read_text(encoding="utf-8")))
            if TOOLS.is_dir() and find_spec("turboyaml"):
                floors.append(measured(tool("best_pipeline.py", folder / "corpus", folder / "floor"), folder)["cpu"])
        user = None
        if naive and TOOLS.is_dir():
            measured([sys.executable, "-c", "import pyvis.network, rdflib, yaml"], folder)
            user = measured(tool("naive_build.py", folder / "corpus", folder / "naive"), folder)["cpu"]
    row: dict[str, Any] = dict(median(builds))
    row["stages"] = {stage: middle(report["timings"].get(stage, 0.0) for report in reports) for stage in STAGES}
    row |= {"articles": count, "triples": reports[0]["counts"]["triples"], "runs": runs}
    row["naive"] = user / row["cpu"] if user else None
    row["floor"] = row["cpu"] / middle(floors) if floors else None
    return row


def table(rows: list[dict[str, Any]]) -> str:
    """Return the rows as Markdown."""
    head = ["articles", "triples", "runs", "wall", "CPU", "peak memory", *STAGES, "the user's script", "the floor"]
    lines = [f"| {' | '.join(head)} |", f"|{'---:|' * len(head)}"]
    for row in rows:
        cells = [f"{row['articles']:,}", f"{row['triples']:,}", f"{row['runs']}"]
        cells += [f"{row['wall']:.1f} s", f"{row['cpu']:.1f} s", f"{row['memory']:,.0f} MiB"]
        cells += [f"{row['stages'][stage]:.1f}" for stage in STAGES]
        cells += [
            f"{row['naive']:.1f} times ours" if row["naive"] else "",
            f"1/{row['floor']:.1f}" if row["floor"] else "",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
