"""Whole builds as a user starts them -> wall time, CPU time and peak memory, in docs/performance.md and as a plot.

    python -m benchmarks                            # all of it, up to 100,000 articles: a quarter of an hour
    python -m benchmarks --write                    # and into docs/performance.md
    python -m benchmarks --naive-up-to 10000        # the user's script on 10,000 articles, too: many minutes more
    python -m benchmarks 1000 --runs 1 --no-daily   # a look

Beside the builds run, where they are there, the script of a competent user and the fastest way each single stage was
ever measured (``../shared/tools``): their ratios to the build in the same run say more than times do. CPU time is that
of all processes of a build, peak memory that of its largest. The stages by themselves: ``make bench-stages``.
"""

from __future__ import annotations

import argparse

from benchmarks import daily, plot, sizes
from benchmarks.measure import ROOT, machine

PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "images" / "performance.svg"
BEGIN, END = "<!-- make bench writes from here -->", "<!-- to here -->"
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
ONCE = 30_000  # articles from which on one run is enough
NAIVE_UP_TO = 1_000  # articles; it takes many minutes for 10,000
DAILY = 10_000  # articles of what is built again, and asked


def main() -> None:
    """Measure, print the tables and, if asked to, write them down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--runs", type=int, default=3, help=f"of builds of fewer than {ONCE:,} articles; the median")
    parser.add_argument("--naive-up-to", type=int, default=NAIVE_UP_TO, metavar="ARTICLES")
    parser.add_argument("--no-daily", action="store_true", help="only whole builds")
    parser.add_argument("--write", action="store_true", help=f"into {PAGE.relative_to(ROOT)}, with the plot")
    arguments = parser.parse_args()
    rows = []
    for size in sorted(arguments.sizes):
        runs = arguments.runs if size < ONCE else 1
        rows.append(sizes.bench(size, runs=runs, naive=size <= arguments.naive_up_to))
        print(sizes.table(rows[-1:]).splitlines()[-1], flush=True)
    tables = [sizes.table(rows)]
    if not arguments.no_daily:
        tables.append(daily.table(daily.bench(min(DAILY, max(arguments.sizes)), runs=arguments.runs)))
        print(tables[-1], flush=True)
    if arguments.write:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        inside = "\n\n".join((f"{machine()}.", *tables))
        PAGE.write_text(f"{before}{BEGIN}\n\n{inside}\n\n{END}{after}", encoding="utf-8")
        PLOT.write_text(plot.svg(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
