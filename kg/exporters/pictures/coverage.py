"""The graph -> which providers share stories: a table of pairs, with the names on its diagonal."""

from __future__ import annotations

from kg.analysis import archive, coverage
from kg.exporters.pictures.sheet import QUIET, RULE, Sheet, fitted
from kg.rdf.store import Store

MOST = 18  # providers, those with the most stories that others carried too
CELL, MARGIN, HEAD, NAMES = 40.0, 36.0, 100.0, 230.0
# at least this lift -> fill and ink; one blue, light to dark, so that it reads in grey too
LIFTS: tuple[tuple[float, str, str, str], ...] = (
    (0.0, "#e9eef3", "#1b1f24", "less than by chance"),
    (1.0, "#bcd7ec", "#1b1f24", "up to twice as often"),
    (2.0, "#5fa2d0", "#1b1f24", "2 to 5 times"),
    (5.0, "#0b4f85", "#ffffff", "5 times and more"),
)


def draw(store: Store, _story: str | None = None) -> str:
    """Return the providers that share stories as SVG: how many (number), and how often against chance (colour)."""
    found = coverage.read_coverage(store, archive.stories(store.rows))
    sharing = [standing for standing in coverage.standings(found) if standing.stories]
    shown, many = sharing[:MOST], len(sharing)
    leads = coverage.leads(found, least=1)
    pairs = {frozenset((lead.domain, lead.follower.domain)): lead.follower for lead in leads}
    side = CELL * len(shown)
    wide = max(940.0, MARGIN * 2 + NAMES * 2 + side)
    sheet = Sheet(wide, HEAD + side + 76, title="Which providers share stories")
    sheet.text(MARGIN, 44, "Who covers the same stories", size=24, font_weight="bold")
    text = f"stories that two providers or more carried: {len(found.carried):,}"
    if shown:
        text += f"; the {len(shown)} providers of {many:,} that carried the most of them" if many > len(shown) else ""
    sheet.text(MARGIN, 68, text, size=14, fill=QUIET)
    for row, standing in enumerate(shown):
        y = HEAD + CELL * row
        name = fitted(standing.name, NAMES - 20, 13)
        sheet.text(MARGIN + NAMES - 12, y + CELL / 2 + 4.5, name, text_anchor="end")
        for column, other in enumerate(shown[:row]):
            peer = pairs.get(frozenset((standing.domain, other.domain)))
            _cell(sheet, MARGIN + NAMES + CELL * column, y, peer)
        x = MARGIN + NAMES + CELL * row
        sheet.shape("rect", x=x + 1, y=y + 1, width=CELL - 2, height=CELL - 2, fill="none", stroke=RULE)
        sheet.text(x + CELL / 2, y + CELL / 2 + 4.5, f"{standing.stories}", text_anchor="middle", fill=QUIET)
        sheet.text(x + CELL + 8, y + CELL / 2 + 4.5, name)
    _legend(sheet, y=HEAD + side + 44)
    return sheet.svg()


def _cell(sheet: Sheet, x: float, y: float, peer: coverage.Peer | None) -> None:
    if peer is None:
        sheet.shape("rect", x=x + 1, y=y + 1, width=CELL - 2, height=CELL - 2, fill="#f7f8fa")
        return
    _, fill, ink, _ = [step for step in LIFTS if peer.lift >= step[0]][-1]
    sheet.shape("rect", x=x + 1, y=y + 1, width=CELL - 2, height=CELL - 2, fill=fill)
    sheet.text(x + CELL / 2, y + CELL / 2 + 4.5, f"{peer.shared}", text_anchor="middle", fill=ink)


def _legend(sheet: Sheet, *, y: float) -> None:
    x = MARGIN
    sheet.text(x, y, "number: stories that both carried; colour: how often, against two that choose by chance", size=12,
               fill=QUIET)  # fmt: skip
    for _, fill, _, text in LIFTS:
        sheet.shape("rect", x=x, y=y + 10, width=14, height=14, fill=fill)
        sheet.text(x + 22, y + 21.5, text, size=12, fill=QUIET)
        x += 190
