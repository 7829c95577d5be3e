"""kg merges: what became one thing, and what could have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import format_option, graph_option, wrapped, write_result

if TYPE_CHECKING:
    from kg.provenance.merges import Merge

KINDS = ("pinned", "kept-apart", "possible", "merged")  # as kg.provenance.merges has them
TITLES = {
    "pinned": "Made one by merges.yaml",
    "kept-apart": "Kept apart by merges.yaml",
    "possible": "Left apart, and could be one",
    "merged": "Became one",
}
CSV = ("kind", "rule", "label", "things", "evidence", "sources", "differs")
MOST_SOURCES = 4  # of an entry on the terminal


@click.command()
@graph_option
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only these; may be repeated.")
@click.option("--rule", help="Only what this rule joined, or could have; see the list.")
@click.option("--all", "every", is_flag=True, help="Also those whose records all say the same.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="How many of a rule, as a list.")
@format_option("list", "csv", "json")
def merges(folder: Path, kinds: tuple[str, ...], rule: str | None, limit: int, form: str, *, every: bool) -> None:
    """List what became one thing, what could have, by which rule, and where both are said.

    A file merges.yaml in the source pins what is one, or forbids it: see docs/merges.md.
    """
    from kg.graph import open
    from kg.provenance.merges import merges as merges_of

    found = [e for e in merges_of(open(folder).provenance) if e.kind in (kinds or KINDS) and rule in (None, e.rule)]
    shown = [entry for entry in found if every or entry.differs]
    nothing = "Nothing was merged, and nothing could be.\n"
    write_result(
        form,
        shown,
        csv=(CSV, map(_row, shown)),
        text=lambda: wrapped(_listed(found, shown, limit) or nothing, hanging=4),
    )


def _row(entry: Merge) -> list[object]:
    sources = " ".join(f"{origin.path}:{origin.line}" for origin in entry.sources)
    return [entry.kind, entry.rule, entry.label, entry.things, "; ".join(entry.evidence), sources, entry.differs]


def _listed(found: Iterable[Merge], shown: Sequence[Merge], limit: int) -> str:
    """Return entries rule by rule, no more than `limit` of each; of those that all say the same, how many there are."""
    counts = Counter((entry.kind, entry.rule) for entry in found)
    parts = []
    for (kind, rule), count in counts.items():
        entries = [entry for entry in shown if (entry.kind, entry.rule) == (kind, rule)]
        silent = count - len(entries)
        same = f", {silent:,} more where all say the same (--all)" if silent else ""
        parts.append(f"{TITLES[kind]}, {rule}: {len(entries):,}{same}\n")
        parts += map(_drawn, entries[:limit])
        parts += [f"  and {len(entries) - limit:,} more (--limit)\n"] if len(entries) > limit else []
        parts.append("\n")
    return "".join(parts)


def _drawn(entry: Merge) -> str:
    more = len(entry.sources) - MOST_SOURCES
    places = ", ".join(f"{origin.path}:{origin.line}" for origin in entry.sources[:MOST_SOURCES])
    lines = [f"  {entry.label}", *(f"      {text}" for text in entry.evidence)]
    return "\n".join([*lines, f"      {places}{f' and {more:,} more' if more > 0 else ''}"]) + "\n"
