"""Saved questions -> the CPU time that each takes on a graph, as a table.

python -m benchmarks.questions                    # of 10,000 articles that benchmarks.corpus makes up
python -m benchmarks.questions OUTPUT [--write]   # of a build; --write puts the table into docs/queries.md
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kg
from benchmarks import corpus
from kg.query.questions import Question, saved

PAGE = Path(__file__).resolve().parent.parent / "docs" / "queries.md"
BEGIN, END = "<!-- python -m benchmarks.questions writes from here -->\n", "<!-- until here -->\n"
ARTICLES = 10_000
RUNS = 5
MOST = {  # the busiest thing of each kind, which makes the most work
    "story": "SELECT ?x { ?x schema:hasPart ?y } GROUP BY ?x ORDER BY DESC(COUNT(?y)) ?x LIMIT 1",
    "article": "SELECT ?x { ?y kg:related ?x } GROUP BY ?x ORDER BY DESC(COUNT(?y)) ?x LIMIT 1",
    "provider": "SELECT ?x { ?y schema:publisher ?x } GROUP BY ?x ORDER BY DESC(COUNT(?y)) ?x LIMIT 1",
    "topic": "SELECT ?x { ?y kg:full ?f ; schema:about ?x } GROUP BY ?x ORDER BY DESC(COUNT(?y)) ?x LIMIT 1",
    "organization": "SELECT ?x { ?y kg:full ?f ; schema:mentions ?x } GROUP BY ?x ORDER BY DESC(COUNT(?y)) ?x LIMIT 1",
}


def build(folder: Path, *, articles: int = ARTICLES) -> kg.KnowledgeGraph:
    """Return the graph of so many made-up articles."""
    corpus.write(articles, folder / "corpus")
    return kg.build(folder / "corpus", output=folder / "output", formats=())


def measured(graph: kg.KnowledgeGraph, *, runs: int = RUNS) -> Iterator[tuple[str, int, float]]:
    """Yield each question, plain and with each parameter that narrows it: its name, its rows, its median seconds."""
    busiest = {kind: [row["x"] for row in graph.query(query)] for kind, query in MOST.items()}
    for question in saved().values():
        for label, given in _ways(question, busiest):
            times = []
            for _ in range(runs):
                start = time.process_time()
                answer = graph.ask(question.name, **given)
                times.append(time.process_time() - start)
            yield label, len(answer), statistics.median(times)


def _ways(question: Question, busiest: dict[str, list[str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield question.name, {}
    for parameter in question.parameters:
        if busiest.get(parameter.kind):
            yield f"{question.name} --{parameter.name}", {parameter.name: busiest[parameter.kind][0]}


def main() -> None:
    """Measure, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", nargs="?", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        graph = kg.open(asked.output) if asked.output else build(Path(folder))
        lines = [f"| {name} | {rows:,} | {seconds * 1000:.0f} |\n" for name, rows, seconds in measured(graph)]
    table = "| question | rows | ms |\n|---|---:|---:|\n" + "".join(lines)
    print(table, end="")
    if asked.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + table + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
