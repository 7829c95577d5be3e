"""Canonical N-Triples -> what the page tells: articles, stories, providers, topics, organizations, as plain values."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import Any

import msgspec

from kg import words
from kg.rdf import ntriples
from kg.rdf.literals import as_utc, typed_value
from kg.rdf.properties import KIND_OF, Property, literals_of, names_of
from kg.rdf.terms import Literal
from kg.rdf.vocab import KG, PROV, RDF, SCHEMA, SKOS, XSD

Line = tuple[bytes, bytes]  # subject, and the object with the end of its line, as N-Triples has them

TOLD = (
    "article",
    "provider",
    "topic",
    "organization",
    "person",
    "story",
    "storyline",
)  # the kinds of things that the page has
LABELS = (*names_of(TOLD), SCHEMA.url)  # what gives a thing its name, the best first
OF_ARTICLES = tuple(each for each in literals_of("article") if each.page)
VALUES = (
    *LABELS, SCHEMA.abstract, SCHEMA.datePublished, KG.full, KG.domain, KG.cohesion, KG.confidence, KG.series, KG.path,
    *(each.iri for each in OF_ARTICLES),
)  # of several, the first  # fmt: skip
LINKS = (
    RDF.type, SCHEMA.publisher, SCHEMA.author, SCHEMA.about, SCHEMA.mentions, SCHEMA.hasPart, SKOS.broader, KG.related,
    KG.copyOf, PROV.wasDerivedFrom,
)  # fmt: skip
NUMBERS = (XSD.integer, XSD.decimal, XSD.dateTime)  # datatypes that are read as numbers
SCHEMES = ("http://", "https://")  # of addresses that may be opened
NEVER = 1 << 60  # where the undated are sorted
NONE = b""  # the name of no story
MOST = (1 << 31) - 1  # of a quality; larger numbers are mistakes
EXCERPT = 280  # how many characters of an excerpt are told
EXCERPTS = 5000  # articles up to which excerpts are told at all, for they are half of a page


class Things(msgspec.Struct, frozen=True, kw_only=True):
    """The things of a kind: their IRIs and names, by place."""

    iris: Sequence[str]
    names: Sequence[str]


class PageColumns(msgspec.Struct, frozen=True, kw_only=True):
    """A graph, read once, in columns; things are known by their places.

    Articles are in the order of the page: story by story, the largest first, each by time, then those of no story.
    `sizes` says how many each story has; `sources` are the files that say each article, by their places in `paths`;
    `minutes` count from 1970 in UTC; `columns` are what else there is of each article, by the name of the property.
    `titles` are of stories, whose names are their labels; `series` are the stories that are one; `doubts` are articles
    that are near to leaving their story, and how far from it each is (0 to 1); `parts` are the stories of each
    storyline, in order of time. Unknown is None.
    """

    articles: Things
    excerpts: Sequence[str]
    urls: Sequence[str]
    minutes: Sequence[int | None]
    publishers: Sequence[int | None]
    columns: Mapping[str, Sequence[object]]
    stubs: Sequence[int]
    videos: Sequence[int]
    about: Sequence[Sequence[int]]
    mentions: Sequence[Sequence[int]]
    related: Sequence[tuple[int, int]]
    copies: Sequence[tuple[int, int]]
    doubts: Sequence[tuple[int, float]]
    stories: Things
    titles: Sequence[str]
    series: Sequence[int]
    sizes: Sequence[int]
    cohesion: Sequence[float | None]
    storylines: Things
    parts: Sequence[Sequence[int]]
    providers: Things
    domains: Sequence[str]
    topics: Things
    broader: Sequence[int | None]
    organizations: Things
    authors: Sequence[Sequence[int]]
    people: Things
    paths: Sequence[str]
    sources: Sequence[Sequence[int]]


KINDS: dict[bytes, str] = {f"<{term}> .\n".encode(): kind for term, kind in KIND_OF.items() if kind in TOLD}
VIDEO = f"<{SCHEMA.VideoObject}> .\n".encode()


def read_columns(text: bytes) -> PageColumns:
    """Return what the page tells of a graph.

    Args:
        text: canonical N-Triples, sorted, as `kg.rdf.store.Store.ntriples` gives them.
    """
    values, lines = _columns(text)
    kinds: dict[str, dict[bytes, int]] = {name: {} for name in KINDS.values()}
    for subject, value in lines[RDF.type]:
        if value in KINDS:
            kinds[KINDS[value]][subject] = len(kinds[KINDS[value]])
    dates = {node: _number(value, XSD.dateTime) for node, value in values[SCHEMA.datePublished].items()}
    minutes = {node: minute for node, minute in dates.items() if minute is not None}
    members = _ordered(lines[SCHEMA.hasPart], kinds, minutes)
    nodes = list(chain.from_iterable(members.values()))
    kinds["article"] = {node: place for place, node in enumerate(nodes)}
    members.pop(NONE)
    kinds["story"] = {node: place for place, node in enumerate(members)}
    publishers = _links(lines[SCHEMA.publisher], kinds["article"], kinds["provider"])
    broader = _links(lines[SKOS.broader], kinds["topic"], kinds["topic"])
    full = values[KG.full]
    files = {node: place for place, node in enumerate(values[KG.path])}
    videos = {node for node, value in lines[RDF.type] if value == VIDEO}
    stories = _things(kinds["story"], values)
    confidence = ((place, _number(values[KG.confidence].get(node), XSD.decimal)) for place, node in enumerate(nodes))
    return PageColumns(
        articles=_things(kinds["article"], values),
        excerpts=_excerpts(nodes, values[SCHEMA.abstract]),
        urls=[_address(values[SCHEMA.url].get(node)) for node in nodes],
        minutes=[minutes.get(node) for node in nodes],
        publishers=[own[0] if own else None for own in publishers],
        columns={each.name: _column(each, nodes, values[each.iri]) for each in OF_ARTICLES},
        stubs=[place for place, node in enumerate(nodes) if full.get(node, b"").startswith(b'"false"')],
        videos=[place for place, node in enumerate(nodes) if node in videos],
        about=_links(lines[SCHEMA.about], kinds["article"], kinds["topic"]),
        mentions=_links(lines[SCHEMA.mentions], kinds["article"], kinds["organization"]),
        related=_pairs(lines[KG.related], kinds["article"]),
        copies=_pairs(lines[KG.copyOf], kinds["article"]),
        doubts=[(place, value) for place, value in confidence if value is not None],
        stories=stories,
        titles=[_text(values[SCHEMA.headline].get(node, b'""')) or stories.names[s] for s, node in enumerate(members)],
        series=[s for s, node in enumerate(members) if values[KG.series].get(node, b"").startswith(b'"true"')],
        sizes=[len(own) for own in members.values()],
        cohesion=[_number(values[KG.cohesion].get(node), XSD.decimal) for node in members],
        storylines=_things(kinds["storyline"], values),
        parts=_in_time(_links(lines[SCHEMA.hasPart], kinds["storyline"], kinds["story"]), members, minutes),
        providers=_things(kinds["provider"], values),
        domains=[_text(values[KG.domain].get(node, b'""')) for node in kinds["provider"]],
        topics=_things(kinds["topic"], values),
        broader=[own[0] if own else None for own in broader],
        organizations=_things(kinds["organization"], values),
        authors=_links(lines[SCHEMA.author], kinds["article"], kinds["person"]),
        people=_things(kinds["person"], values),
        paths=[_text(path) for path in values[KG.path].values()],
        sources=_links(lines[PROV.wasDerivedFrom], kinds["article"], files),
    )


def _columns(text: bytes) -> tuple[dict[str, dict[bytes, bytes]], dict[str, list[Line]]]:
    """Return the first value of each subject, and the links, by property: the one pass over the whole graph."""
    values: dict[str, dict[bytes, bytes]] = {str(predicate): {} for predicate in VALUES}
    links: dict[str, list[Line]] = {str(predicate): [] for predicate in LINKS}
    value_of = {f"<{predicate}>".encode(): found.setdefault for predicate, found in values.items()}.get
    link_of = {f"<{predicate}>".encode(): found.append for predicate, found in links.items()}.get
    for line in ntriples.lines_of(text):
        subject, predicate, value = line.split(b" ", 2)
        if keep := value_of(predicate):
            keep(subject, value)
        elif add := link_of(predicate):
            add((subject, value))
    return values, links


def _links(
    lines: Sequence[Line], sources: Mapping[bytes, int], targets: Mapping[bytes, int]
) -> Sequence[Sequence[int]]:
    """Return what each of these sources is linked to, of these targets, by place."""
    found: list[list[int]] = [[] for _ in sources]
    for source, value in lines:
        target = targets.get(value[:-3])
        if target is not None:
            place = sources.get(source)
            if place is not None:
                found[place].append(target)
    return found


def _pairs(lines: Sequence[Line], articles: Mapping[bytes, int]) -> list[tuple[int, int]]:
    """Return pairs of two different articles, sorted."""
    links = _links(lines, articles, articles)
    return [(place, other) for place, own in enumerate(links) if own for other in sorted(own) if other != place]


def _ordered(
    lines: Sequence[Line], kinds: Mapping[str, Mapping[bytes, int]], minutes: Mapping[bytes, int]
) -> dict[bytes, list[bytes]]:
    """Return the articles of each story by time, the largest story first; under `NONE` those of no story."""
    left = dict.fromkeys(kinds["article"])
    members: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for story, value in lines:
        article = value[:-3]
        if article in left and story in kinds["story"]:
            del left[article]
            members[story].append(article)
    order = dict(sorted(members.items(), key=lambda item: (-len(item[1]), item[0])))
    order[NONE] = list(left)
    return {story: sorted(own, key=lambda node: (minutes.get(node, NEVER), node)) for story, own in order.items()}


def _in_time(
    parts: Sequence[Sequence[int]], members: Mapping[bytes, Sequence[bytes]], minutes: Mapping[bytes, int]
) -> list[list[int]]:
    """Return the stories of each storyline in the order in which they began, as the first of their articles says."""
    began = [minutes.get(own[0], NEVER) for own in members.values()]
    return [sorted(own, key=lambda story: (began[story], story)) for own in parts]


def _things(nodes: Mapping[bytes, int], values: Mapping[str, Mapping[bytes, bytes]]) -> Things:
    """Return things with their names: the first of `LABELS` that there is, else what their IRI ends with."""
    columns = [values[predicate] for predicate in LABELS]
    iris = [node[1:-1].decode() for node in nodes]
    given = (next((column[node] for column in columns if node in column), None) for node in nodes)
    names = [
        (_text(name) if name else "") or iri.rstrip("/").rsplit("/", 1)[-1]
        for iri, name in zip(iris, given, strict=True)
    ]
    return Things(iris=iris, names=names)


def _excerpts(nodes: Sequence[bytes], abstracts: Mapping[bytes, bytes]) -> list[str]:
    """Return what each article says of itself, shortened; nothing for so many that the page would be too large."""
    if len(nodes) > EXCERPTS or not abstracts:
        return []
    return [words.shorten(_text(abstracts.get(node, b'""')), most=EXCERPT) for node in nodes]


def _address(value: bytes | None) -> str:
    """Return an address that may be opened; empty if it is none."""
    address = _text(value).strip() if value else ""
    return address if address[:8].lower().startswith(SCHEMES) else ""


def _text(value: bytes) -> str:
    """Return the text of a literal, or the IRI."""
    if b"\\" in value or not value.startswith(b'"'):
        ((_, _, term),) = ntriples.read_triples(b"<a:a> <a:a> " + value)
        return term.value if isinstance(term, Literal) else term
    return value[1 : value.rindex(b'"')].decode()


def _column(known: Property, nodes: Sequence[bytes], values: Mapping[bytes, bytes]) -> list[object]:
    """Return the value of a property that each article has: a number, or a text."""
    if known.value in NUMBERS:
        return [_number(values.get(node), known.value) for node in nodes]
    return [_text(values[node]) if node in values else None for node in nodes]


def _number(value: bytes | None, datatype: str) -> Any:
    """Return a number, or a moment as its minute from 1970; None for what is neither, or too large to be right."""
    number = typed_value(_text(value), datatype) if value else None
    if isinstance(number, datetime):
        moment = as_utc(number)
        return None if moment is None else int(moment.timestamp() // 60)
    if isinstance(number, int):
        return number if abs(number) <= MOST else None
    return float(number) if isinstance(number, Decimal) and math.isfinite(float(number)) else None
