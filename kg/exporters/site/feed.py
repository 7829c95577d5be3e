"""Stories -> an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from kg import html, words
from kg.exporters.view import StoryView
from kg.rdf.literals import utc_text

FEED = Path(__file__).parent / "templates" / "feed.xml"
MOST = 50  # stories, the newest
HEADLINE, NAME = 240, 60  # letters that are shown at most
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # what is said of a story without dates: Atom asks for one
IN_IRI = ":/?#@!$&'()*+,;=%~"  # signs that may stand in one, beside letters and digits


def atom(stories: Sequence[StoryView]) -> bytes:
    """Return the feed in UTF-8; links are relative to where it lies, ids are the IRIs of the stories."""
    shown = stories[:MOST]
    home = shown[0].iri.rsplit("/", 1)[0] if shown else "tag:kg-news.example,2020:none"
    updated = max(map(_updated, shown), default=NEVER)
    return html.document(
        FEED, home=quote(home, IN_IRI), updated=utc_text(updated), entries=list(map(_entry, shown))
    ).encode()


def _entry(story: StoryView) -> dict[str, object]:
    return {
        "story": story,
        "id": quote(story.iri, IN_IRI),
        "updated": utc_text(_updated(story)),
        "published": utc_text(story.start) if story.start else None,
        "summary": _summary(story),
    }


def _summary(story: StoryView) -> str:
    names = ", ".join(words.shorten(provider.name, most=NAME, tidy=False) for provider in story.providers)
    carried = f"{words.count(len(story.items), 'article')} by {names}." if names else "No provider is known."
    if not story.items:
        return carried
    return f"{carried} First: {words.shorten(story.items[0].headline, most=HEADLINE, tidy=False)}."


def _updated(story: StoryView) -> datetime:
    return story.end or story.start or NEVER
