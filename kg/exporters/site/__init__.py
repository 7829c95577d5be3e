"""The graph -> a small static site: lists of stories, a page for each, a feed; no script, plain files for any host."""

from __future__ import annotations

from pathlib import Path

from kg.exporters.site import feed, pages
from kg.exporters.view import StoryView, view
from kg.rdf.store import Store

PAGE = 100  # stories of a list
STYLE = Path(__file__).with_name("style.css")


def export(store: Store) -> dict[str, bytes]:
    """Return the files of the site by their paths: the newest stories first, `PAGE` of them on a list."""
    news = view(store)
    stories = sorted(news.stories, key=_newest_first)
    lists = [stories[start : start + PAGE] for start in range(0, len(stories), PAGE)] or [[]]
    files = {pages.list_name(number): pages.listing(lists, number, news) for number in range(len(lists))}
    line_of = news.storyline_of()
    around = zip([None, *stories], stories, [*stories[1:], None], strict=False)
    for place, (newer, story, older) in enumerate(around):
        files[f"story/{story.id}.html"] = pages.story(
            story, newer, older, storyline=line_of.get(story.iri), list=place // PAGE
        )
    found = {name: text.encode() for name, text in files.items()}
    return {**found, "feed.xml": feed.atom(stories), "style.css": STYLE.read_bytes()}


def _newest_first(story: StoryView) -> tuple[float, int, str]:
    last = story.end or story.start
    return (-last.timestamp() if last else 0.0, -len(story.items), story.id)
