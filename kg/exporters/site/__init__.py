"""The graph -> a small static site: lists of stories, a page for each, a feed; no script, plain files for any host."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.exporters.site import feed, pages
from kg.exporters.view import Tale, read
from kg.rdf.store import Store

PAGE = 100  # stories of a list
STYLE = Path(__file__).with_name("style.css")


def export(store: Store) -> dict[str, bytes]:
    """Return the files of the site by their paths: the newest stories first, `PAGE` of them on a list."""
    news = read(store)
    tales = sorted(news.tales, key=_newest_first)
    lists = [tales[start : start + PAGE] for start in range(0, len(tales), PAGE)] or [[]]
    files = {pages.list_name(number): pages.listing(lists, number, news) for number in range(len(lists))}
    for place, tale in enumerate(tales):
        files[f"story/{tale.id}.html"] = pages.story(tale, *_beside(tales, place), list=place // PAGE)
    found = {name: text.encode() for name, text in files.items()}
    return {**found, "feed.xml": feed.atom(tales), "style.css": STYLE.read_bytes()}


def _newest_first(tale: Tale) -> tuple[float, int, str]:
    last = tale.end or tale.start
    return (-last.timestamp() if last else 0.0, -len(tale.items), tale.id)


def _beside(tales: Sequence[Tale], place: int) -> tuple[Tale | None, Tale | None]:
    """Return the story that is newer than one, and the one that is older."""
    return tales[place - 1] if place else None, tales[place + 1] if place + 1 < len(tales) else None
