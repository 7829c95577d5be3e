"""Stories -> pages of HTML that need no script, with what machines read beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from markupsafe import Markup

from kg import html, words
from kg.exporters.view import ArticleView, StorylineView, StoryView, View
from kg.rdf.literals import utc_text

TEMPLATES = Path(__file__).parent / "templates"
LIST, STORY = TEMPLATES / "list.html", TEMPLATES / "story.html"
POLICY = "default-src 'none'; style-src 'self'; img-src 'none'; base-uri 'none'; form-action 'none'"
COLORS = 7  # providers of a story that have a colour of their own
OTHER = "other"  # the colour of the rest
RIM = 2.0  # per cent of the strip's width that no dot stands in, on each side
HIGHEST, ROW, ROWS = 22, 13, 3  # pixels: the middle of the highest dot, and of one row to the next; rows of dots
SHOWN: dict[str, object] = {  # what the templates know: letters shown at most, providers on a list, and the rim
    "EXCERPT": 400, "HEADLINE": 240, "NAME": 60, "MOST_NAMES": 4, "RIM": RIM, "policy": POLICY,
}  # fmt: skip


def list_name(number: int) -> str:
    """Return the file of the list of that number, from 0."""
    return "index.html" if number == 0 else f"stories-{number + 1}.html"


def listing(lists: Sequence[Sequence[StoryView]], number: int, news: View) -> str:
    """Return a page that lists stories."""
    in_stories = sum(len(story.items) for story in news.stories)
    facts = (
        words.count(len(news.stories), "story"),
        f"{in_stories:,} of {words.count(len(news.items), 'article')}",
        words.count(len(news.things["provider"]), "provider"),
    )
    return html.document(
        LIST,
        **SHOWN,
        up="",
        title="Stories" if number == 0 else f"Stories, page {number + 1}",
        facts=facts,
        stories=[(story, _days(story)) for story in lists[number]],
        page=number + 1,
        pages=len(lists),
        newer=list_name(number - 1) if number else None,
        older=list_name(number + 1) if number + 1 < len(lists) else None,
    )


def story(
    story: StoryView, newer: StoryView | None, older: StoryView | None, *, storyline: StorylineView | None, list: int
) -> str:
    """Return the page of a story."""
    line = storyline.stories if storyline else ()
    colors = {provider.iri: f"p{place}" for place, provider in enumerate(story.providers[:COLORS])}
    legend = [(provider.name, colors[provider.iri]) for provider in story.providers[:COLORS]]
    if len(story.providers) > COLORS:
        legend.append(("", OTHER))
    color = {item.iri: colors.get(item.provider.iri, OTHER) if item.provider else OTHER for item in story.items}
    return html.document(
        STORY,
        **SHOWN,
        up="../",
        list=list_name(list),
        story=story,
        storyline=storyline,
        titles={step.title for step in line},
        steps=[(step, _days(step)) for step in line],
        days=_days(story),
        newer=newer,
        older=older,
        dots=_dots(story, color),
        legend=legend,
        articles=[(item, color[item.iri], _iso(item.published), _lag(story, item)) for item in story.items],
        data=_data(story),
    )


def _days(story: StoryView) -> Markup:
    """Return the days from the first article of a story to the last."""
    if story.start is None or story.end is None:
        return Markup("no dates")
    first, last = (html.tag("time", words.day(value), datetime=_iso(value)) for value in (story.start, story.end))
    return first if words.day(story.start) == words.day(story.end) else html.joined((first, " to ", last))


def _iso(moment: datetime | None) -> str:
    return utc_text(moment.replace(microsecond=0)) if moment else ""


def _lag(story: StoryView, item: ArticleView) -> str:
    """Return how long after the first report an article came."""
    hours = (item.published - story.start).total_seconds() / 3600 if item.published and story.start else 0.0
    return f"{words.duration(max(hours, 1 / 60))} later" if hours > 0 else "first"


def _dots(story: StoryView, color: Mapping[str, str]) -> Sequence[tuple[str, int, str, bool]]:
    """Return the dated articles on a strip as wide as the page; none if there are no two moments.

    Of each how far right and down it is, its colour, and whether it is a copy: in per cent of the width, so that text
    stays as large as any, and in pixels.
    """
    dated = [(item.published, item) for item in story.items if item.published]
    if len(dated) < 2 or story.start is None or story.end is None or story.end <= story.start:
        return ()
    whole = story.end - story.start
    return [
        (
            f"{RIM + (100 - 2 * RIM) * ((moment - story.start) / whole):.2f}",
            HIGHEST + ROW * (place % ROWS),
            color[item.iri],
            item.copy_of is not None,
        )
        for place, (moment, item) in enumerate(dated)
    ]


def _data(story: StoryView) -> dict[str, object]:
    """Return the story as JSON-LD for machines; the browser does not run it, whatever it says."""
    document: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "@id": story.iri,
        "name": story.title,
        "alternateName": story.label if story.label != story.title else [],
        "about": [{"@type": "Thing", "@id": topic.iri, "name": topic.name} for topic in story.topics],
        "mentions": [{"@type": "Organization", "@id": o.iri, "name": o.name} for o in story.organizations],
        "hasPart": [_machine(item) for item in story.items],
    }
    if story.start and story.end:
        document["temporalCoverage"] = f"{utc_text(story.start)}/{utc_text(story.end)}"
        document["datePublished"], document["dateModified"] = utc_text(story.start), utc_text(story.end)
    return {key: value for key, value in document.items() if value != []}


def _machine(item: ArticleView) -> dict[str, object]:
    provider = item.provider
    found: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": item.iri,
        "headline": item.headline,
        "url": item.link,
        "datePublished": utc_text(item.published) if item.published else None,
        "abstract": item.abstract,
        "publisher": provider and {"@type": "NewsMediaOrganization", "@id": provider.iri, "name": provider.name},
        "author": [{"@type": "Person", "@id": person.iri, "name": person.name} for person in item.authors],
    }
    for name in ("dateModified", "inLanguage", "keywords"):
        value = item.values.get(name)
        found[name] = utc_text(value) if isinstance(value, datetime) else value
    return {name: value for name, value in found.items() if value}
