"""Facts -> the pages that people read: the list of stories, a story, an article, and anything else in the graph."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from kg.rdf.vocab import KG, PREFIXES, PROV, RDF, SCHEMA, SKOS
from kg.server import linked
from kg.server.facts import MOST_LINKS, Facts, Member, Row, Value
from kg.server.frame import document
from kg.server.markup import Child, Html, joined, json_script, link, tag

PER_PAGE = 50  # stories on a page of the list
# class -> what the first page calls its members
COUNTED = {
    KG.Story: "story",
    SCHEMA.NewsArticle: "article",
    SCHEMA.VideoObject: "video",
    SCHEMA.NewsMediaOrganization: "provider",
    SKOS.Concept: "topic",
    SCHEMA.Organization: "organization",
}
JSON_LD = "application/ld+json"
FORMS = {"Turtle": "text/turtle", "JSON-LD": JSON_LD, "N-Triples": "application/n-triples"}
# properties that a page names in words of its own; others go by their local names
WORDS: dict[str, str] = {
    RDF.type: "is a",
    SCHEMA.about: "topic",
    SCHEMA.abstract: "excerpt",
    SCHEMA.alternateName: "also called",
    SCHEMA.datePublished: "published",
    SCHEMA.endDate: "last article",
    SCHEMA.hasPart: "articles",
    SCHEMA.mentions: "mentions",
    SCHEMA.publisher: "provider",
    SCHEMA.sameAs: "same as",
    SCHEMA.startDate: "first article",
    SCHEMA.url: "address",
    SKOS.altLabel: "also called",
    SKOS.broader: "part of",
    SKOS.prefLabel: "name",
    KG.ampUrl: "AMP address",
    KG.cdnAmpUrl: "AMP address, cached",
    KG.copyOf: "copy of",
    KG.firstArticle: "first article",
    KG.full: "has a file",
    PROV.wasDerivedFrom: "read from",
}
BACKWARD: dict[str, str] = {
    SCHEMA.hasPart: "In the story",
    SCHEMA.publisher: "Published",
    SCHEMA.about: "About this",
    SCHEMA.mentions: "Mentioned in",
    SKOS.broader: "Narrower topics",
    KG.firstArticle: "Began the story",
    KG.related: "Related by",
    KG.copyOf: "Copies",
    PROV.wasDerivedFrom: "Said of",
}


class Site:
    """Where things are: the base of the graph's IRIs, below which each thing has a page.

    Args:
        base: what the IRIs of the graph begin with.
    """

    def __init__(self, base: str) -> None:
        self.base = base

    def page_of(self, iri: str) -> str | None:
        """Return the address of a thing's page within the site; None if it has none."""
        return f"/{iri.removeprefix(self.base)}" if iri.startswith(self.base) and iri != self.base else None

    def named(self, iri: str, name: str) -> Html:
        """Return the name of a thing, linked to its page if it has one."""
        page = self.page_of(iri)
        return tag("a", name or _short(iri), href=page) if page else joined([name or _short(iri)])

    def shown(self, value: Value) -> Html:
        """Return a value as text, linked if it can be."""
        text = value.name or _short(value.text)
        if value.is_iri and self.page_of(value.text):
            return self.named(value.text, text)
        if value.text.startswith(("http://", "https://")):
            return link(text, value.text)
        return tag("time", _when(text), datetime=text) if _when(text) != text else joined([text])


def index(site: Site, counts: dict[str, int], stories: Sequence[Row], *, page: int) -> Html:
    """Return a page of the list of stories; pages count from 1."""
    pages = max(1, -(-len(stories) // PER_PAGE))
    page = min(max(page, 1), pages)
    shown = stories[(page - 1) * PER_PAGE : page * PER_PAGE]
    summary = [_many(counts[name], word) for name, word in COUNTED.items() if counts.get(name)]
    rows = [
        tag(
            "tr",
            tag("td", site.named(row.iri, row.label), dir="auto", class_="title"),
            tag("td", f"{row.articles:,}", class_="number", data_unit="articles"),
            tag("td", f"{row.providers:,}", class_="number", data_unit="providers"),
            tag("td", _time(row.start)),
            tag("td", _time(row.end)),
        )
        for row in shown
    ]
    around = [(page - 1, "Larger stories"), (page + 1, "Smaller stories")]
    steps = [tag("a", word, href=f"/?page={number}") for number, word in around if 1 <= number <= pages]
    return document(
        "Stories",
        tag("h1", "Stories"),
        tag("p", " · ".join(summary), class_="quiet"),
        _table(("Story", "Articles", "Providers", "From", "To"), rows) if rows else tag("p", "There is no story here."),
        tag("p", *steps, tag("span", f"Page {page} of {pages}", class_="quiet"), class_="steps") if pages > 1 else None,
        here="/",
    )


def story(site: Site, facts: Facts, members: Sequence[Member]) -> Html:
    """Return the page of a story: its articles in order of time."""
    title = facts.first(SKOS.prefLabel) or _short(facts.iri)
    start = _parsed(members[0].published) if members else None
    rows = [
        tag(
            "tr",
            tag("td", _time(member.published)),
            tag("td", _lag(start, _parsed(member.published)), class_="number", data_unit="after the first"),
            tag("td", site.named(member.provider, member.provider_name)),
            tag("td", site.named(member.iri, member.headline or member.url), dir="auto", class_="title"),
        )
        for member in members
    ]
    providers = len({member.provider for member in members})
    return document(
        title,
        tag("h1", title, dir="auto"),
        tag("p", f"{_many(len(members), 'article')} of {_many(providers, 'provider')}", class_="quiet"),
        _chips(site, facts),
        _table(("Published", "After the first", "Provider", "Headline"), rows),
        *_backward(site, facts),
        _sources(facts, site),
        head=json_script(linked.story(facts, members), JSON_LD),
    )


def article(site: Site, facts: Facts) -> Html:
    """Return the page of an article."""
    title = facts.first(SCHEMA.headline) or facts.first(SCHEMA.url) or _short(facts.iri)
    address = facts.first(SCHEMA.url)
    line: list[Child] = [tag("span", site.shown(value)) for value in facts.all(SCHEMA.publisher)]
    line += [_time(facts.first(SCHEMA.datePublished)) if facts.first(SCHEMA.datePublished) else "undated"]
    told: set[str] = {SCHEMA.headline, SCHEMA.abstract, SCHEMA.publisher, SCHEMA.datePublished, SCHEMA.url}
    told |= {RDF.type, SCHEMA.about, SCHEMA.mentions}
    return document(
        title,
        tag("h1", title, dir="auto"),
        tag("p", *(joined([part, " "]) for part in line), class_="quiet"),
        tag("p", facts.first(SCHEMA.abstract), dir="auto", class_="excerpt") if facts.first(SCHEMA.abstract) else None,
        tag("p", link("Read it where it was published", address)) if address else None,
        _chips(site, facts),
        _properties(site, facts, without=told),
        *_backward(site, facts),
        _sources(facts, site),
        head=json_script(linked.article(facts), JSON_LD),
    )


def thing(site: Site, facts: Facts) -> Html:
    """Return the page of anything else: a provider, a topic, an organization, a source file."""
    title = facts.first(SKOS.prefLabel, SCHEMA.name, KG.path) or _short(facts.iri)
    return document(
        title,
        tag("h1", title, dir="auto"),
        _properties(site, facts, without=set()),
        *_backward(site, facts),
        _sources(facts, site),
    )


def _chips(site: Site, facts: Facts) -> Html | None:
    values = [*facts.all(SCHEMA.about), *facts.all(SCHEMA.mentions)]
    return tag("ul", *(tag("li", site.shown(value)) for value in values), class_="chips") if values else None


def _properties(site: Site, facts: Facts, *, without: set[str]) -> Html | None:
    rows = [
        tag(
            "tr",
            tag("th", WORDS.get(name, _short(name).rpartition(":")[2]), scope="row"),
            tag("td", *(tag("div", site.shown(value), dir="auto") for value in values)),
        )
        for name, values in facts.own.items()
        if name not in without
    ]
    return tag("table", tag("tbody", *rows), class_="facts") if rows else None


def _backward(site: Site, facts: Facts) -> list[Html]:
    return [
        tag(
            "section",
            tag("h2", BACKWARD.get(way, f"{_short(way).rpartition(':')[2]} of")),
            tag("ul", *(tag("li", site.shown(it), " ", _time(it.when), dir="auto") for it in values[:MOST_LINKS])),
            tag("p", f"These are the newest {MOST_LINKS}.", class_="quiet") if len(values) > MOST_LINKS else None,
        )
        for way, values in facts.linked.items()
    ]


def _sources(facts: Facts, site: Site) -> Html:
    page = site.page_of(facts.iri) or ""
    forms = [tag("a", name, href=f"{page}?as={quote(media)}") for name, media in FORMS.items()]
    return tag("footer", tag("p", "As data: ", *(joined([form, " "]) for form in forms)), tag("p", facts.iri))


def _table(names: Sequence[str], rows: Sequence[Html]) -> Html:
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in names)))
    return tag("div", tag("table", head, tag("tbody", *rows), class_="list"), class_="wide")


def _many(number: int, word: str) -> str:
    """Return a number of things.

    >>> _many(1, "story"), _many(1200, "story")
    ('1 story', '1,200 stories')
    """
    several = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{number:,} {word if number == 1 else several}"


def _short(iri: str) -> str:
    """Return an IRI with a prefix, if one of ours begins it."""
    name = next((p for p, space in PREFIXES.items() if iri.startswith(space) and len(iri) > len(space)), None)
    return f"{name}:{iri.removeprefix(PREFIXES[name])}" if name else iri


def _parsed(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _when(text: str) -> str:
    """Return a time as people read it, other text as it is.

    >>> _when("2020-06-08T23:58:00Z"), _when("12")
    ('2020-06-08 23:58 UTC', '12')
    """
    moment = _parsed(text)
    return f"{moment:%Y-%m-%d %H:%M} {'UTC' if not moment.utcoffset() else f'{moment:%z}'}" if moment else text


def _time(text: str) -> Html:
    return tag("time", _when(text), datetime=text) if text else Html("")


def _lag(start: datetime | None, moment: datetime | None) -> str:
    """Return how long after the first: in minutes, hours or days."""
    if start is None or moment is None:
        return ""
    hours = (moment - start).total_seconds() / 3600
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"
