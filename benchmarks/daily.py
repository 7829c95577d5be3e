"""What a user does all day -> what it costs: start, build again, ask."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import corpus
from benchmarks.measure import ROOT, Cost, kg, measured, median

CHANGED, DELETED, NEW = 100, 20, 20  # files between two builds
STARTS = 9  # of which the median is taken
ASKED = 5  # times that each saved question is asked
SAME = ("graph.ttl", "graph.html", "stories.csv")  # that a build after changes and one from nothing write alike
QUESTIONS = """
import json, statistics, sys, time
import kg
from kg import questions
from kg.rdf.store import Store
graph, took = kg.open(sys.argv[1]), {}
for name, question in sorted(questions.saved().items()):
    if any(not parameter.default for parameter in question.parameters):
        continue  # it asks about one thing, which somebody must name
    times = []
    for _ in range(int(sys.argv[2])):
        start = time.perf_counter()
        list(graph.query(question.query))
        times.append(time.perf_counter() - start)
    took[name] = statistics.median(times)
print(json.dumps(took))
"""


def bench(count: int, *, runs: int) -> list[tuple[str, str, Cost, str]]:
    """Return rows: what was done, the command, its cost (the median), and what there is to say."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        folder = Path(name)
        build = kg("build", folder / "corpus", "-o", folder / "output")
        for what, command in (
            ("start of Python alone", [sys.executable, "-c", "pass"]),
            ("load the package", [sys.executable, "-c", "import kg"]),
            ("show the help", kg("--help")),
        ):
            measured(command, folder)  # compiles
            rows.append((what, _shown(command), median([measured(command, folder) for _ in range(STARTS)]), ""))
        corpus.write(count, folder / "corpus")
        measured(build, folder)
        again = median([measured(build, folder) for _ in range(runs)])
        rows.append((f"build again, nothing changed of {count:,}", "kg build", again, ""))
        _change(folder / "corpus" / "articles", count)
        after = measured(build, folder)
        whole = measured(kg("build", folder / "corpus", "-o", folder / "anew", "--anew"), folder)
        same = all((folder / "output" / name).read_bytes() == (folder / "anew" / name).read_bytes() for name in SAME)
        changes = f"{CHANGED} changed, {DELETED} deleted, {NEW} new of {count:,}"
        said = f"{', '.join(SAME)}: {'the same bytes' if same else 'OTHER BYTES'}"
        rows.append((f"build again, {changes}", "kg build", after, said))
        rows.append(("the same from nothing", "kg build --anew", whole, ""))
        asked = measured([sys.executable, "-c", QUESTIONS, str(folder / "output"), str(ASKED)], folder)
        took = json.loads((folder / "log").read_text().splitlines()[-1])
        slowest = ", ".join(f"{name} {1000 * took[name]:.0f} ms" for name in sorted(took, key=took.get)[:-4:-1])
        rows.append((f"all {len(took)} saved questions, {ASKED} times", "graph.query", asked, f"slowest: {slowest}"))
    return rows


def _change(folder: Path, count: int) -> None:
    """Edit, delete and add files, evenly through a corpus."""
    files = sorted(folder.rglob("*.md"))
    step = max(1, count // (CHANGED + DELETED))
    chosen = files[::step][: CHANGED + DELETED]
    for path in chosen[:CHANGED]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("\nquality: ", "\nquality: 1", 1), encoding="utf-8")
    for path in chosen[CHANGED:]:
        path.unlink()
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        corpus.write(NEW, Path(name), seed=corpus.SEED + 1)
        for number, path in enumerate(sorted((Path(name) / "articles").rglob("*.md"))):
            shutil.copy(path, folder / f"new-{number}.md")


def table(rows: list[tuple[str, str, Cost, str]]) -> str:
    """Return the rows as Markdown."""
    lines = ["| what | command | wall | CPU | peak memory | |", "|---|---|---:|---:|---:|---|"]
    for what, command, cost, said in rows:
        figures = f"{cost['wall']:.2f} s | {cost['cpu']:.2f} s | {cost['memory']:,.0f} MiB"
        lines.append(f"| {what} | `{command}` | {figures} | {said} |")
    return "\n".join(lines)


def _shown(command: list[str]) -> str:
    return " ".join(["python", *command[1:]]).replace("python -m kg", "kg").replace(str(ROOT), ".")
