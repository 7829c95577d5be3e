"""What is different -> one HTML page, complete in itself: no script, no other file, all texts escaped."""

from __future__ import annotations

from pathlib import Path

from kg import html
from kg.analysis.diff import Difference
from kg.analysis.diff.texts import SIGNS, moved_text, summary

PAGE = Path(__file__).with_name("page.html")
MOST_OPEN = 50  # things of a kind that are shown unfolded
MOST_TRIPLES = 2000  # of each side on the page; the patch has all


def page(found: Difference) -> str:
    """Return what is different as a page."""
    return html.document(
        PAGE,
        title=f"{found.old} → {found.new}",
        summary=summary(found),
        found=found,
        stories={how: [moved_text(how, one) for one in moved] for how, moved in found.stories.items() if moved},
        SIGNS=SIGNS,
        MOST_OPEN=MOST_OPEN,
        MOST_TRIPLES=MOST_TRIPLES,
    )
