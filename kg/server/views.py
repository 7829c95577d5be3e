"""Facts -> the pages that people read: the list of stories, a story, an article, and anything else in the graph."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kg import html, words
from kg.html import joined, link, tag
from kg.query.questions import Question
from kg.rdf.properties import KINDS, inverse, phrase, prefixed
from kg.rdf.vocab import KG, PREFIXES, RDF, SCHEMA, SKOS
from kg.server import linked
from kg.server.facts import MOST_LINKS, Facts, Row, Value

TEMPLATES = Path(__file__).parent / "templates"
PLACES = {"Stories": "/", "Map": "/map", "Query": "/query"}
PER_PAGE = 50  # stories on a page of the list
# class -> what the first page calls its members
COUNTED = {
    term: name
    for kind in ("story", "article", "provider", "topic", "organization", "person")
    for term, name in KINDS[kind].classes.items()
}
FORMS = {"Turtle": "text/turtle", "JSON-LD": "application/ld+json", "N-Triples": "application/n-triples"}
# what the page of an article has a place for, beside the table of its properties
OF_ARTICLES = frozenset((
    RDF.type, SCHEMA.headline, SCHEMA.abstract, SCHEMA.publisher, SCHEMA.datePublished, SCHEMA.url, SCHEMA.about,
    SCHEMA.mentions,
))  # fmt: skip


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

    def named(self, iri: str, name: str) -> Markup:
        """Return the name of a thing, linked to its page if it has one."""
        page = self.page_of(iri)
        return tag("a", name or prefixed(iri), href=page) if page else joined([name or prefixed(iri)])

    def shown(self, value: Value) -> Markup:
        """Return a value as text, linked if it can be."""
        text = value.name or prefixed(value.text)
        if value.is_iri and self.page_of(value.text):
            return self.named(value.text, text)
        if value.text.startswith(("http://", "https://")):
            return link(text, value.text)
        return tag("time", _when(text), datetime=text) if _when(text) != text else joined([text])


def index(site: Site, counts: dict[str, int], stories: Sequence[Row], *, page: int) -> str:
    """Return a page of the list of stories; pages count from 1."""
    pages = max(1, -(-len(stories) // PER_PAGE))
    page = min(max(page, 1), pages)
    return _document(
        "index",
        "Stories",
        here="/",
        site=site,
        summary=[words.count(counts[name], noun) for name, noun in COUNTED.items() if counts.get(name)],
        stories=stories[(page - 1) * PER_PAGE : page * PER_PAGE],
        page=page,
        pages=pages,
    )


def story(site: Site, facts: Facts, members: Sequence[Row]) -> str:
    """Return the page of a story: its articles in order of time."""
    start = _parsed(members[0]["published"]) if members else None
    return _thing(
        "story",
        site,
        facts,
        title=facts.first(SCHEMA.headline, SKOS.prefLabel),
        data=linked.story(facts, members),
        chips=_chips(facts),
        articles=[(member, _lag(start, _parsed(member["published"]))) for member in members],
        providers=len({member["provider"] for member in members if member["provider"]}),
    )


def article(site: Site, facts: Facts) -> str:
    """Return the page of an article."""
    return _thing(
        "article",
        site,
        facts,
        title=facts.first(SCHEMA.headline) or facts.first(SCHEMA.url),
        data=linked.article(facts),
        publishers=facts.all(SCHEMA.publisher),
        published=facts.first(SCHEMA.datePublished),
        excerpt=facts.first(SCHEMA.abstract),
        address=facts.first(SCHEMA.url),
        chips=_chips(facts),
        properties=_properties(facts, without=OF_ARTICLES),
    )


def thing(site: Site, facts: Facts) -> str:
    """Return the page of anything else: a provider, a topic, an organization, a person, a source file."""
    title = facts.first(SKOS.prefLabel, SCHEMA.name, KG.path)
    return _thing("thing", site, facts, title=title, properties=_properties(facts))


def query(questions: Sequence[Question], *, base: str) -> str:
    """Return the page to ask: the editor, and the saved questions.

    Args:
        questions: that can be chosen.
        base: what the IRIs of the graph begin with: they have pages here.
    """
    about = {"base": base, "prefixes": PREFIXES, "questions": questions}
    return _document("query", "Query", here="/query", wide=True, about=about)


def missing(what: str) -> str:
    """Return the page that says that there is nothing here."""
    return _document("missing", "Not here", what=what)


def _document(name: str, title: str, *, here: str = "", wide: bool = False, **values: Any) -> str:
    """Return a whole page.

    Args:
        name: of its template.
        title: of the page.
        here: which of `PLACES` it is.
        wide: take all of the window.
        values: what else the template names.
    """
    shared = {"PLACES": PLACES, "FORMS": FORMS, "MOST_LINKS": MOST_LINKS, "time": _time}
    return html.document(TEMPLATES / f"{name}.html", title=title, here=here, wide=wide, **shared, **values)


def _thing(name: str, site: Site, facts: Facts, *, title: str, **values: Any) -> str:
    """Return the page of one thing: what the graph says of it, what leads to it, and where it is as data."""
    lists = {"chips": (), "properties": (), "data": None} | values
    backward = [(inverse(way), found) for way, found in facts.linked.items()]
    return _document(name, title or prefixed(facts.iri), site=site, iri=facts.iri, linked=backward, **lists)


def _chips(facts: Facts) -> tuple[Value, ...]:
    return (*facts.all(SCHEMA.about), *facts.all(SCHEMA.mentions))


def _properties(facts: Facts, *, without: Set[str] = frozenset()) -> list[tuple[str, tuple[Value, ...]]]:
    return [(phrase(name), values) for name, values in facts.own.items() if name not in without]


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


def _time(text: str) -> Markup:
    return tag("time", _when(text), datetime=text) if text else Markup("")


def _lag(start: datetime | None, moment: datetime | None) -> str:
    """Return how long after the first: in minutes, hours or days."""
    if start is None or moment is None:
        return ""
    return words.duration((moment - start).total_seconds() / 3600)
