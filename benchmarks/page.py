"""Graphs -> what their pages weigh, when they are drawn first, and how smoothly they pan, beside pyvis' own page.

    python -m benchmarks.page 1000 10000           # made-up articles, built first
    python -m benchmarks.page --graph output       # a graph that is there already; may be given several times

Pages open from a file in headless Chromium, which draws WebGL by software; each three times, and the best counts.
First paint is what the browser reports (first contentful paint); ready is when the page listens to its reader; frames
are those of three seconds in which the pointer drags the map, and so is the CPU time of all processes of the browser:
on a machine with other work it says more than frames do. pyvis' own page has all things of the graph, its own
template and its own options; where it shows nothing within a minute that is said.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import kg
from benchmarks import corpus
from kg.exporters import html
from kg.rdf.network import parts
from kg.rdf.store import Store

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
RUNS = 3
PANNED = 3.0  # seconds
LONGEST = 60_000  # milliseconds that a page has to show something
COUNT = "() => { window.frames_ = 0; const step = () => { window.frames_++; requestAnimationFrame(step); }; step(); }"
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
HEAD = (
    "| page | articles | size | written in | first paint | ready | frames a second | CPU a frame |\n" + "|---" * 8 + "|"
)


def own_pyvis(store: Store) -> bytes:
    """Return the page that pyvis makes of the whole graph by itself."""
    from pyvis.network import Network

    graph = parts(store, images=False)
    net = Network(directed=True, cdn_resources="in_line")
    net.nodes = [
        {"id": node, "label": str(data["label"]), "group": data["kind"], "shape": "dot"}
        for node, data in graph.nodes.items()
    ]
    net.node_ids = list(graph.nodes)
    net.edges = [{"from": source, "to": target, "title": key, "arrows": "to"} for source, target, key in graph.edges]
    return str(net.generate_html()).encode()


PAGES: dict[str, tuple[Callable[[Store], bytes], str]] = {  # how it is made, and when it is ready
    "kg": (html.export, "() => document.documentElement.dataset.ready === 'true'"),
    "kg, --viewer pyvis": (
        html.pyvis.export,
        "() => typeof network !== 'undefined' && document.querySelector('canvas')",
    ),
    "pyvis' own": (own_pyvis, "() => typeof network !== 'undefined' && document.querySelector('canvas')"),
}


def main() -> int:
    """Measure, and write a table to stdout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="*", help="how many made-up articles")
    parser.add_argument("--graph", type=Path, action="append", default=[], help="output folder of a build")
    parser.add_argument("--only", choices=PAGES, action="append", help="of these pages")
    arguments = parser.parse_args()
    names = arguments.only or list(PAGES)
    print(HEAD, flush=True)
    for folder in arguments.graph:
        measure(folder, names)
    for count in arguments.articles:
        with tempfile.TemporaryDirectory() as name:
            corpus.write(count, Path(name) / "corpus")
            measure(kg.build(Path(name) / "corpus", output=Path(name) / "output", formats=()).folder, names)
    return 0


def measure(folder: Path, names: list[str]) -> None:
    """Write a line for each page of a graph."""
    store = Store.open(folder / "store")
    articles = kg.open(folder).report["counts"]["articles"]
    len(store.ntriples)  # at hand, as in a build
    for name in names:
        make, ready = PAGES[name]
        begun = time.process_time()
        page = make(store)
        took = time.process_time() - begun
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "page.html"
            path.write_bytes(page)
            runs = [opened(path, ready)]
            runs += [opened(path, ready) for _ in range(RUNS - 1) if runs[0]["ready"] is not None]
        best = {key: min(run[key] or LONGEST for run in runs) for key in ("paint", "ready")}
        frames = max((run["frames"] or 0) for run in runs)
        cost = min((run["cost"] or LONGEST) for run in runs)
        shown = [f"{name}", f"{articles:,}", f"{len(page) / 1e6:.2f} MB", f"{took:.2f} s"]
        shown += [
            seconds(best["paint"]),
            seconds(best["ready"]),
            f"{frames:.0f}" if frames else "-",
            f"{cost:.0f} ms" if frames else "-",
        ]
        print(f"| {' | '.join(shown)} |", flush=True)


def seconds(milliseconds: float) -> str:
    """Return milliseconds in words."""
    return "none in a minute" if milliseconds >= LONGEST else f"{milliseconds / 1000:.2f} s"


def opened(path: Path, ready: str) -> dict[str, float | None]:
    """Open a page in a new browser and return when it was drawn, when it was ready, and frames a second of panning."""
    from playwright.sync_api import Error, sync_playwright

    found: dict[str, float | None] = dict.fromkeys(("paint", "ready", "frames", "cost"))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
        tab = context.new_page()
        tab.set_default_timeout(LONGEST)
        with suppress(Error):
            tab.goto(path.as_uri(), wait_until="commit")
            tab.wait_for_function(ready)
            found["ready"] = tab.evaluate("() => performance.now()")
            found["paint"] = tab.wait_for_function(PAINT).json_value()
            found["frames"], found["cost"] = panned(tab, browser.new_browser_cdp_session())
        browser.close()
    return found


def panned(tab: Any, browser: Any) -> tuple[float, float]:
    """Drag the map about and return how many frames a second there were, and milliseconds of CPU for each."""

    def spent() -> float:
        return float(sum(one["cpuTime"] for one in browser.send("SystemInfo.getProcessInfo")["processInfo"]))

    tab.evaluate("() => window.kgPage?.state.set({view: 'map'})")
    tab.wait_for_timeout(500)
    tab.evaluate(COUNT)
    tab.mouse.move(640, 140)
    tab.mouse.down()
    used, begun, at = spent(), time.perf_counter(), 0
    before = tab.evaluate("() => window.frames_")
    while time.perf_counter() - begun < PANNED:
        at += 1
        tab.mouse.move(640 + 150 * (at % 40) / 40, 140 + 100 * (at % 30) / 30)
    took = time.perf_counter() - begun
    frames = max(1, tab.evaluate("() => window.frames_") - before)
    used = spent() - used
    tab.mouse.up()
    return frames / took, 1000 * used / frames


if __name__ == "__main__":
    sys.exit(main())
