"""A command -> what it costs: wall time, CPU time of it and its children, and the peak memory of the largest."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(os.environ.get("KG_BENCH_TOOLS", ROOT.parent / "shared" / "tools"))
SHOWN = ("msgspec", "networkx", "numpy", "pyoxigraph", "PyYAML", "sparse-dot-topn")  # versions that matter

Cost = dict[str, float]  # wall and cpu in seconds, memory in MiB


def measured(command: list[str], folder: Path) -> Cost:
    """Run a command and return its cost.

    Args:
        command: it is a failure if it does not end well.
        folder: for its log and its bytecode.
    """
    # modules are compiled once, as on a user's machine, whatever this environment says
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONPATH": str(ROOT)}
    with (folder / "log").open("wb") as log:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{(folder / 'log').read_text()[-2000:]}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}


def median(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""
    return {name: statistics.median(cost[name] for cost in costs) for name in costs[0]}


def kg(*arguments: str | Path) -> list[str]:
    """Return the command line of kg."""
    return [sys.executable, "-m", "kg", *map(str, arguments)]


def tool(name: str, *arguments: Path) -> list[str]:
    """Return the command line of one of the tools that kg is measured against."""
    return [sys.executable, str(TOOLS / name), *map(str, arguments)]


def machine() -> str:
    """Return what it runs on, and with which versions."""
    versions = ", ".join(f"{name} {version(name)}" for name in SHOWN)
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {system}; {versions}"
