"""The graph -> the map: stories as discs of articles, near those that they share organizations and topics with."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from kg import words
from kg.exporters.layout import GOLDEN, spread
from kg.exporters.pictures import palette
from kg.exporters.pictures.sheet import BOLD, INK, PAPER, QUIET, RULE, Sheet, width, wrapped
from kg.exporters.view import StoryView, View, view
from kg.rdf.store import Store

MOST = 36  # stories that are drawn, the largest
MOST_LINKS = 2  # of a story, to those it shares most with
COMMON = 0.34  # a thing that more than this part of the stories share links nothing
FILLED = 1.6  # the share of the map that stories take before they are pushed apart
DOT, PITCH, RIM = 5.0, 6.4, 9.0  # radius of an article, its room, and the rim of a disc
LABEL, ROOM, LINES, LEAD = 14, 172.0, 4, 17  # of a label: size, width, most lines, height of a line
GAP = 6.0
MARGIN, HEAD = 36, 92
LEAST_WIDTH = 900.0
Box = tuple[float, float, float, float]  # left, top, right, bottom


def draw(store: Store, _story: str | None = None) -> str:
    """Return the map of the largest stories as SVG."""
    news = view(store)
    stories = news.stories[:MOST]
    labels = [wrapped(story.label, ROOM, LABEL, lines=LINES, bold=BOLD) for story in stories]
    links = _links(stories)
    boxes = _places([_size(story, label) for story, label in zip(stories, labels, strict=True)], links)
    left, top = min((b[0] for b in boxes), default=0.0), min((b[1] for b in boxes), default=0.0)
    right, bottom = max((b[2] for b in boxes), default=0.0), max((b[3] for b in boxes), default=0.0)
    wide = max(LEAST_WIDTH, right - left + 2 * MARGIN)
    items = [item for story in stories for item in story.items]
    colors = palette.colors(items)
    legend = palette.rows(palette.entries(items, colors), wide - 2 * MARGIN)
    high = HEAD + (bottom - top) + 40 + 22 * len(legend) + MARGIN
    sheet = Sheet(wide, high, title=f"Map of {words.count(len(stories), 'story')}")
    _head(sheet, news, stories)
    x, y = (wide - (right - left)) / 2 - left, HEAD - top
    boxes = [(b[0] + x, b[1] + y, b[2] + x, b[3] + y) for b in boxes]
    centres = [((b[0] + b[2]) / 2, b[1] + _radius(story)) for b, story in zip(boxes, stories, strict=True)]
    for one, other, weight in links:
        (x1, y1), (x2, y2) = centres[one], centres[other]
        if any(_crosses(centres[one], centres[other], b) for i, b in enumerate(boxes) if i not in (one, other)):
            continue  # it would run through what it does not link
        sheet.shape("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=RULE, stroke_width=min(6.0, 1.0 + weight))
    for story, label, centre in zip(stories, labels, centres, strict=True):
        _disc(sheet, story, label, centre, colors)
    palette.legend(sheet, legend, x=MARGIN, y=high - MARGIN - 22 * (len(legend) - 1))
    return sheet.svg()


def _head(sheet: Sheet, news: View, stories: Sequence[StoryView]) -> None:
    in_stories = sum(len(story.items) for story in news.stories)
    sheet.text(MARGIN, 44, "Map of the news", size=24, font_weight="bold")
    parts = [words.count(len(news.items), "article")]
    if news.stories:
        parts.append(f"{in_stories:,} of them in {words.count(len(news.stories), 'story')}")
    if len(stories) < len(news.stories):
        parts.append(f"the {len(stories)} largest are drawn")
    sheet.text(MARGIN, 68, ", ".join(parts), size=14, fill=QUIET)
    if stories:
        text = "a dot: an article, the first report in the middle; a line: shared organizations or topics"
        sheet.text(sheet.width - MARGIN, 44, text, size=12, fill=QUIET, text_anchor="end")


def _disc(
    sheet: Sheet, story: StoryView, label: list[str], centre: tuple[float, float], colors: dict[str, str]
) -> None:
    x, y = centre
    sheet.shape("circle", cx=x, cy=y, r=_radius(story), fill="#f4f6f8", stroke="#aeb7c0", stroke_width=1.2)
    for place, item in enumerate(story.items):
        away = PITCH * 2 * math.sqrt(place) * 0.95
        sheet.shape(
            "circle", cx=x + away * math.cos(place * GOLDEN), cy=y + away * math.sin(place * GOLDEN), r=DOT,
            fill=palette.color(item, colors), stroke=PAPER, stroke_width=1,
        )  # fmt: skip
    for place, line in enumerate(label):
        sheet.text(
            x, y + _radius(story) + LEAD * (place + 1), line, size=LABEL, font_weight="bold", text_anchor="middle",
            stroke=PAPER, stroke_width=3.5, stroke_linejoin="round", paint_order="stroke", fill=INK,
        )  # fmt: skip


def _radius(story: StoryView) -> float:
    return PITCH * 2 * math.sqrt(max(0, len(story.items) - 1)) * 0.95 + DOT + RIM


def _size(story: StoryView, label: list[str]) -> tuple[float, float]:
    wide = max([2 * _radius(story), *(width(line, LABEL, bold=BOLD) for line in label)])
    return wide + GAP, 2 * _radius(story) + LEAD * len(label) + 6 + GAP


def _links(stories: Sequence[StoryView]) -> list[tuple[int, int, float]]:
    """Return pairs of stories (places) that share things, and how many; each story's strongest few."""
    things = [{thing.iri for thing in (*story.organizations, *story.topics)} for story in stories]
    counts = Counter(iri for known in things for iri in known)
    rare = {iri for iri, count in counts.items() if count <= max(2, COMMON * len(stories))}
    shared = {
        (one, other): float(len(things[one] & things[other] & rare))
        for one, other in combinations(range(len(stories)), 2)
    }
    kept: Counter[int] = Counter()
    links = []
    for (one, other), weight in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        if weight and kept[one] < MOST_LINKS and kept[other] < MOST_LINKS:
            kept.update((one, other))
            links.append((one, other, weight))
    return links


def _places(sizes: Sequence[tuple[float, float]], links: Sequence[tuple[int, int, float]]) -> list[Box]:
    """Return a box for each size, near those it is linked to; no two of them overlap."""
    radii = [math.hypot(*size) / 2 for size in sizes]
    points = spread(radii, [link[:2] for link in links], [weight for *_, weight in links], filled=FILLED).tolist()
    return [(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for (w, h), (x, y) in zip(sizes, points, strict=True)]


def _crosses(one: tuple[float, float], other: tuple[float, float], box: Box) -> bool:
    """Return whether a line runs through a box, to a hundredth of its length."""
    steps = [(one[0] + (other[0] - one[0]) * i / 100, one[1] + (other[1] - one[1]) * i / 100) for i in range(101)]
    return any(box[0] + GAP / 2 < x < box[2] - GAP / 2 and box[1] < y < box[3] - GAP for x, y in steps)
