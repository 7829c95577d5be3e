"""A story -> its timeline: a line for each article, in order, with who published it and what it said."""

from __future__ import annotations

from datetime import datetime, timedelta

from kg import words
from kg.analysis import figures
from kg.exporters.pictures import palette
from kg.exporters.pictures.sheet import BOLD, OTHER, PALETTE, PAPER, QUIET, RULE, Sheet, fitted, ticks, wrapped
from kg.exporters.view import ArticleView, StoryView, view
from kg.rdf.store import Store

MOST = 40  # articles that are drawn, the earliest
WIDTH, MARGIN = 1280, 32
NAMES, PLOT = 216.0, 480.0  # where the plot begins, and how wide it is
ROW = 27
TICKS = 6
BURST = "#FBE3D2"


def draw(store: Store, id: str | None = None) -> str:
    """Return the timeline of a story, by its id, as SVG."""
    story = next(story for story in view(store).stories if story.id == id)
    items = story.items[:MOST]
    title = wrapped(story.title, WIDTH - 2 * MARGIN, 22, lines=2, bold=BOLD)
    top = 32 + 28 * len(title) + 62
    bottom = top + ROW * len(items)
    left = len(story.items) - len(items)
    sheet = Sheet(WIDTH, bottom + 58 + (22 if left else 0), title=f"Timeline of {story.title}")
    for place, line in enumerate(title):
        sheet.text(MARGIN, 46 + 28 * place, line, size=22, font_weight="bold")
    facts = [
        f"{len(story.items):,} articles",
        f"{len(story.providers):,} providers",
        words.span(story.start, story.end),
    ]
    sheet.text(MARGIN, 46 + 28 * len(title) - 4, ", ".join(filter(None, facts)), size=14, fill=QUIET)
    scale = _Scale(items)
    bursts = _bursts(sheet, story, scale, top, bottom)
    _axis(sheet, scale, top, bottom)
    colors = palette.colors(story.items)
    for place, item in enumerate(items):
        _row(sheet, item, scale, top + ROW * (place + 0.5), palette.color(item, colors))
    if left:
        sheet.text(NAMES + PLOT + 24, bottom + 18, f"and {left:,} more, later or without a date", fill=QUIET)
    _legend(sheet, items, bursts=bursts, y=sheet.height - 24)
    return sheet.svg()


class _Scale:
    """Times -> how far right they are drawn."""

    def __init__(self, items: tuple[ArticleView, ...]) -> None:
        moments = [item.published for item in items if item.published]
        self.start, self.end = min(moments, default=None), max(moments, default=None)

    def x(self, moment: datetime) -> float:
        """Return where a moment is drawn."""
        start, end = self.start or moment, self.end or moment
        return NAMES + 14 + (PLOT - 28) * ((moment - start) / max(end - start, timedelta(minutes=1)))


def _axis(sheet: Sheet, scale: _Scale, top: float, bottom: float) -> None:
    sheet.shape("rect", x=NAMES, y=top, width=PLOT, height=bottom - top, fill="none", stroke=RULE)
    if scale.start is None or scale.end is None:
        return
    last = -1e9
    for moment, text in ticks(scale.start, scale.end, most=TICKS):
        x = scale.x(moment)
        sheet.shape("line", x1=x, y1=top, x2=x, y2=bottom, stroke=RULE)
        if x - last > 88:
            sheet.text(x, top - 9, text, size=12, fill=QUIET, text_anchor="middle")
            last = x
    if last < 0:  # no even moment lies between
        sheet.text(NAMES + 14, top - 9, f"{words.moment(scale.start)}", size=12, fill=QUIET)


def _bursts(sheet: Sheet, story: StoryView, scale: _Scale, top: float, bottom: float) -> bool:
    """Shade the times in which reports came close together; return whether there are any."""
    moments = [item.published for item in story.items if item.published and not item.copy_of]
    found = figures.bursts(moments)
    for burst in found:
        start, end = scale.x(burst.start), min(scale.x(burst.end), NAMES + PLOT)
        if start < NAMES + PLOT:
            sheet.shape("rect", x=start - 6, y=top, width=max(0.0, end - start) + 12, height=bottom - top, fill=BURST)
    return bool(found)


def _row(sheet: Sheet, item: ArticleView, scale: _Scale, y: float, fill: str) -> None:
    name = item.provider.name if item.provider else "unknown provider"
    sheet.text(NAMES - 12, y + 4.5, fitted(name, NAMES - MARGIN - 12, 13), text_anchor="end", fill=QUIET)
    sheet.shape("line", x1=NAMES, y1=y, x2=NAMES + PLOT, y2=y, stroke="#eceff2")
    if item.published:
        hollow = {"fill": PAPER, "stroke": fill, "stroke_width": 2.2} if item.copy_of else {"fill": fill}
        sheet.shape("circle", cx=scale.x(item.published), cy=y, r=5.0 if item.copy_of else 6.0, **hollow)
    else:
        sheet.text(NAMES + PLOT / 2, y + 4.5, "no date", size=12, fill=QUIET, text_anchor="middle")
    left = NAMES + PLOT + 24
    sheet.text(left, y + 4.5, fitted(item.headline, WIDTH - MARGIN - left, 13))


def _legend(sheet: Sheet, items: tuple[ArticleView, ...], *, bursts: bool, y: float) -> None:
    x = NAMES
    sheet.shape("circle", cx=x + 6, cy=y - 4.5, r=6, fill=PALETTE[0])
    sheet.text(x + 20, y, "an article, in the colour of its provider (times in UTC)", size=12, fill=QUIET)
    x += 360
    if any(item.copy_of for item in items):
        sheet.shape("circle", cx=x + 6, cy=y - 4.5, r=5, fill=PAPER, stroke=OTHER, stroke_width=2.2)
        sheet.text(x + 20, y, "a copy of an earlier report", size=12, fill=QUIET)
        x += 210
    if bursts:
        sheet.shape("rect", x=x, y=y - 12, width=16, height=14, fill=BURST)
        sheet.text(x + 24, y, "reports came close together", size=12, fill=QUIET)
