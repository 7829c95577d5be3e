"""kg suspects: what an editor should look at."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import format_option, graph_option, wrapped, write_result

if TYPE_CHECKING:
    from kg.analysis.evidence.suspects import Suspect

KINDS = {  # as kg.analysis.evidence.suspects has them, and what they are called above their list
    "weak-link": "Stories that one weak link holds together",
    "one-story": "Pairs of stories that look like one",
    "one-provider": "Stories of a single provider",
    "missing-link": "Related links that could be added",
    "odd-link": "Related links that look wrong",
}
CSV = ("kind", "score", "reason", "stories", "urls", "place")
MOST_HEADLINES = 4  # below a reason, where it does not quote them itself
QUOTED = frozenset(("missing-link", "odd-link"))


@click.command()
@graph_option
@click.option("--kind", "kinds", type=click.Choice([*KINDS]), multiple=True, help="Only these; may be repeated.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="How many of a kind.")
@format_option("table", "csv", "json")
def suspects(folder: Path, kinds: tuple[str, ...], limit: int, form: str) -> None:
    """List what an editor should look at: stories that may be wrong, related links that are missing or odd.

    Each comes with a score (0 to 1, the surest first), the reason, and the file to change where there is one.
    """
    from kg import graph

    found = graph.suspects(graph.open(folder), *kinds, limit=limit)
    write_result(
        form,
        found,
        csv=(CSV, map(_row, found)),
        text=lambda: wrapped(_listed(found) or "Nothing is suspect.\n", hanging=6),
    )


def _row(suspect: Suspect) -> list[object]:
    urls = " ".join(headline.url for headline in suspect.articles)
    return [suspect.kind, f"{suspect.score:.3f}", suspect.reason, suspect.stories, urls, suspect.place]


def _listed(found: Iterable[Suspect]) -> str:
    kinds = ((KINDS[kind], list(of_a_kind)) for kind, of_a_kind in groupby(found, key=lambda suspect: suspect.kind))
    return "\n".join(f"{title}\n\n" + "".join(map(_drawn, of_a_kind)) for title, of_a_kind in kinds)


def _drawn(suspect: Suspect) -> str:
    """Return a suspect as a few lines: score and reason, the headlines, and where to look."""
    lines = [f"{suspect.score:.2f}  {suspect.reason}"]
    if suspect.kind not in QUOTED:
        shown = suspect.articles[:MOST_HEADLINES]
        lines += [f"      {headline.provider or 'no provider'}: {headline.title or headline.url}" for headline in shown]
        more = len(suspect.articles) - len(shown)
        lines += [f"      and {more} more"] if more else []
    where = [suspect.place or "", *(f"kg stories {story}" for story in suspect.stories)]
    return "\n".join([*lines, f"      {', '.join(filter(None, where))}"]) + "\n\n"
