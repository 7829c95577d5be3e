"""Stories -> pages of HTML that need no script, with what machines read beside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from kg.exporters.site.words import after, count, cut, days, isolated, safe, time
from kg.exporters.view import Item, News, Tale, Thing
from kg.rdf.literals import utc_text

POLICY = "default-src 'none'; style-src 'self'; img-src 'none'; base-uri 'none'; form-action 'none'"
COLORS = 7  # providers of a story that have a colour of their own
EXCERPT, HEADLINE, NAME = 400, 240, 60  # letters that are shown at most
MOST_NAMES = 4  # of providers, on a list
RIM = 2.0  # per cent of the strip's width that no dot stands in, on each side


def list_name(number: int) -> str:
    """Return the file of the list of that number, from 0."""
    return "index.html" if number == 0 else f"stories-{number + 1}.html"


def listing(lists: Sequence[Sequence[Tale]], number: int, news: News) -> str:
    """Return a page that lists stories."""
    told = sum(len(tale.items) for tale in news.tales)
    facts = [
        count(len(news.tales), "story", "stories"),
        f"{told:,} of {count(len(news.items), 'article', 'articles')}",
        count(len(news.things["provider"]), "provider", "providers"),
    ]
    cards = "\n".join(_card(tale) for tale in lists[number])
    title = "Stories" if number == 0 else f"Stories, page {number + 1}"
    body = (
        f'<header class="top"><h1>{title}</h1>\n<p class="quiet">{", ".join(facts)}</p>\n</header>\n'
        f"<main>\n{f'<ol class=cards>{chr(10)}{cards}{chr(10)}</ol>' if cards else '<p>There are no stories.</p>'}\n"
        f"{_pager(len(lists), number)}</main>"
    ).replace("<ol class=cards>", '<ol class="cards">')
    return _page(title, body, up="")


def story(tale: Tale, newer: Tale | None, older: Tale | None, *, list: int) -> str:
    """Return the page of a story."""
    facts = [
        count(len(tale.items), "article", "articles"),
        count(len(tale.providers), "provider", "providers"),
        days(tale.start, tale.end),
    ]
    colors = {provider.iri: place for place, provider in enumerate(tale.providers[:COLORS])}
    body = (
        f'<nav aria-label="Up"><a href="../{list_name(list)}">All stories</a></nav>\n'
        f'<header class="top">{isolated(cut(tale.label, HEADLINE), "h1")}\n<p class="quiet">{", ".join(facts)}</p>\n'
        f"{_tags(tale)}</header>\n<main>\n{_timeline(tale, colors)}"
        f'<h2>Articles, the first report on top</h2>\n<ol class="articles">\n'
        + "\n".join(_article(item, tale, colors) for item in tale.items)
        + f"\n</ol>\n{_beside(newer, older)}</main>\n{_data(tale)}"
    )
    return _page(cut(tale.label, HEADLINE), body, up="../")


def _page(title: str, body: str, *, up: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{safe(title)}</title>
<link rel="stylesheet" href="{up}style.css">
<link rel="alternate" type="application/atom+xml" title="Stories" href="{up}feed.xml">
</head>
<body>
{body}
<footer><p><a href="{up}feed.xml">Atom feed</a>. Made by kg. Times are in UTC.</p></footer>
</body>
</html>
"""


def _card(tale: Tale) -> str:
    names = [provider.name for provider in tale.providers]
    who = ", ".join(isolated(cut(name, NAME)) for name in names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        who += f" and {len(names) - MOST_NAMES} more"
    first = f"<p>{isolated(cut(tale.items[0].headline, HEADLINE))}</p>\n" if tale.items else ""
    return (
        f'<li><h2><a href="story/{safe(tale.id)}.html">{isolated(cut(tale.label, HEADLINE))}</a></h2>\n{first}'
        f'<p class="quiet">{count(len(tale.items), "article", "articles")}, {days(tale.start, tale.end)}'
        f"{': ' + who if who else ''}</p></li>"
    )


def _pager(pages: int, number: int) -> str:
    if pages == 1:
        return ""
    links = []
    if number:
        links.append(f'<a rel="prev" href="{list_name(number - 1)}">Newer stories</a>')
    links.append(f"<span>Page {number + 1} of {pages}</span>")
    if number + 1 < pages:
        links.append(f'<a rel="next" href="{list_name(number + 1)}">Older stories</a>')
    return f'<nav class="pager" aria-label="Pages">{" ".join(links)}</nav>\n'


def _beside(newer: Tale | None, older: Tale | None) -> str:
    links = [
        f'<a rel="{rel}" href="{safe(tale.id)}.html">{word}: {isolated(cut(tale.label, HEADLINE))}</a>'
        for rel, word, tale in (("prev", "Newer", newer), ("next", "Older", older))
        if tale is not None
    ]
    return f'<nav class="pager" aria-label="Other stories">{" ".join(links)}</nav>\n' if links else ""


def _tags(tale: Tale) -> str:
    things: tuple[Thing, ...] = (*tale.organizations, *tale.topics)
    tags = "".join(f"<li>{isolated(cut(thing.name, NAME))}</li>" for thing in things)
    return f'<ul class="tags" aria-label="Organizations and topics">{tags}</ul>\n' if tags else ""


def _timeline(tale: Tale, colors: dict[str, int]) -> str:
    """Return a strip of dots, as wide as the page: drawn in per cent, so that its text stays as large as any."""
    dated = [item for item in tale.items if item.published]
    if len(dated) < 2 or tale.start is None or tale.end is None or tale.end <= tale.start:
        return ""
    whole = tale.end - tale.start
    dots = []
    for place, item in enumerate(dated):
        assert item.published is not None  # noqa: S101 - those with a date
        x = RIM + (100 - 2 * RIM) * ((item.published - tale.start) / whole)
        kind = f"dot {_color(item, colors)}{' copy' if item.copy_of else ''}"
        dots.append(f'<circle class="{kind}" cx="{x:.2f}%" cy="{22 + 13 * (place % 3)}" r="6"/>')
    label = (
        f"{len(dated)} articles from {tale.start:%Y-%m-%d %H:%M} to {tale.end:%Y-%m-%d %H:%M}; the list below has each"
    )
    names = "".join(
        f"<li>{_sign(_named(provider.iri, colors))} {isolated(cut(provider.name, NAME))}</li>"
        for provider in tale.providers[:COLORS]
    )
    if len(tale.providers) > COLORS:
        names += f"<li>{_sign('other')} others</li>"
    return (
        f'<figure><svg class="strip" width="100%" height="86" role="img" aria-label="{label}">\n'
        f'<line class="axis" x1="{RIM}%" x2="{100 - RIM}%" y1="64" y2="64"/>\n{"".join(dots)}\n'
        f'<text x="{RIM}%" y="81">{tale.start:%Y-%m-%d %H:%M}</text>'
        f'<text class="end" x="{100 - RIM}%" y="81">{tale.end:%Y-%m-%d %H:%M}</text>\n</svg>\n'
        f'<figcaption><ul class="legend">{names}</ul></figcaption></figure>\n'
    )


def _sign(color: str) -> str:
    """Return a dot of the legend."""
    dot = f'<circle class="dot {color}" cx="7" cy="7" r="6"/>'
    return f'<svg width="14" height="14" aria-hidden="true">{dot}</svg>'


def _article(item: Item, tale: Tale, colors: dict[str, int]) -> str:
    title = isolated(cut(item.headline, HEADLINE))
    if item.link:
        title = f'<a href="{safe(item.link)}" rel="noopener noreferrer">{title}</a>'
    who = isolated(cut(item.provider.name, NAME)) if item.provider else "unknown provider"
    when = "no date"
    if item.published:
        lag = item.published - tale.start if tale.start else timedelta()
        when = f"{time(item.published, hours=f', {item.published:%H:%M}')}, {after(lag)}"
    copied = ', <span class="tag">copy of an earlier report</span>' if item.copy_of else ""
    excerpt = f"\n{isolated(cut(item.abstract, EXCERPT), 'p')}" if item.abstract else ""
    return (
        f'<li class="{_color(item, colors)}"><h3>{title}</h3>\n'
        f'<p class="quiet"><span class="who">{who}</span>, {when}{copied}</p>{excerpt}</li>'
    )


def _color(item: Item, colors: dict[str, int]) -> str:
    return _named(item.provider.iri, colors) if item.provider else "other"


def _named(provider: str, colors: dict[str, int]) -> str:
    return f"p{colors[provider]}" if provider in colors else "other"


def _data(tale: Tale) -> str:
    """Return the story as JSON-LD for machines; the browser does not run it, whatever it says."""
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "@id": tale.iri,
        "name": tale.label,
        "about": [{"@type": "Thing", "@id": topic.iri, "name": topic.name} for topic in tale.topics],
        "mentions": [{"@type": "Organization", "@id": o.iri, "name": o.name} for o in tale.organizations],
        "hasPart": [_machine(item) for item in tale.items],
    }
    if tale.start and tale.end:
        document["temporalCoverage"] = f"{utc_text(tale.start)}/{utc_text(tale.end)}"
        document["datePublished"], document["dateModified"] = utc_text(tale.start), utc_text(tale.end)
    text = json.dumps({key: value for key, value in document.items() if value != []}, ensure_ascii=False, indent=1)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/ld+json">\n{text}\n</script>'


def _machine(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "NewsArticle", "@id": item.iri, "headline": item.headline}
    if item.link:
        found["url"] = item.link
    if item.published:
        found["datePublished"] = utc_text(item.published)
    if item.abstract:
        found["abstract"] = item.abstract
    if item.provider:
        provider = item.provider
        found["publisher"] = {"@type": "NewsMediaOrganization", "@id": provider.iri, "name": provider.name}
    return found
