"""What people write for a parameter (an id, an address, a name, a day) -> terms, as SPARQL has them.

Terms are looked up in the graph where the kind is a thing, and written by Oxigraph: no text of a user gets into a query
but as a term.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.errors import QueryError
from kg.identity import article_id, canonical_url, topic_slug
from kg.query.values import duration, typed
from kg.rdf.literals import utc_text
from kg.rdf.properties import KINDS as THINGS
from kg.rdf.store import Store
from kg.rdf.vocab import KG, SCHEMA, SKOS

MOST_NAMED = 5  # things in a message
ARTICLES = "SELECT ?thing { ?thing kg:full ?full }"
AMP = "SELECT ?thing ?name { ?thing kg:ampUrl|kg:cdnAmpUrl ?name }"
STORIES = "SELECT ?thing { ?thing a kg:Story }"
NAMES = "SELECT ?thing ?name {{ ?thing a <{kind}> ; {properties} ?name }}"
_HEX = re.compile(r"[0-9a-f]{1,16}")
_SCHEME = re.compile(r"\w+://")
_DURATION = re.compile(r"(?:(\d+(?:\.\d+)?)\s*(?:d|days?))?\s*(?:(\d+(?:\.\d+)?)\s*(?:h|hours?))?")


def block(*names: str) -> re.Pattern[str]:
    """Return what finds the places of parameters, their VALUES blocks: what comes first, the name, what one holds."""
    return re.compile(
        rf"""((?i:\bVALUES)\s+\?({"|".join(map(re.escape, names))})\s*)"""
        r"""\{((?:[^{}"'<]|<[^<>]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*)\}"""
    )


def terms(kind: str, value: object, *, name: str, store: Store) -> list[ox.NamedNode | ox.Literal]:
    """Return the terms that a value, or each of several, stands for.

    Args:
        kind: of `KINDS`.
        value: what the user gave; a list or a tuple for several.
        name: of the parameter, for messages.
        store: where things are looked up.

    Raises:
        QueryError: it is not of this kind, or no such thing is in the graph.

    >>> [term.value for term in terms("integer", ["2", 3], name="least", store=Store(ox.Store()))]
    ['2', '3']
    """
    several = value if isinstance(value, list | tuple) else [value]
    try:
        return [KINDS[kind](item, store) for item in several]
    except (ValueError, TypeError, InvalidOperation, OverflowError) as error:
        raise QueryError(f"{name}: {error}") from error


def _story(value: object, store: Store) -> ox.NamedNode:
    return _by_id(store, "story", str(getattr(value, "id", value)), STORIES)


def _article(value: object, store: Store) -> ox.NamedNode:
    """Return an article by its IRI, the beginning of its id, its address, or an AMP address."""
    called = str(value).strip()
    if _HEX.fullmatch(called.lower()) or "/article/" in called:
        try:
            return _by_id(store, "article", called, ARTICLES)
        except ValueError:
            if _HEX.fullmatch(called.lower()):
                raise
    url = canonical_url(called if _SCHEME.match(called) else f"https://{called}")
    if url is None:
        raise ValueError(f"no article {called!r} in this graph; give its address, or the beginning of its id")
    wanted = article_id(url)
    for row in store.select(f"{ARTICLES} LIMIT 1"):
        article = ox.NamedNode(row["thing"].value[:-16] + wanted)
        if store.query(f"ASK {{ {article} kg:full ?full }}"):
            return article
    found = [row["thing"] for row in store.select(AMP) if canonical_url(row["name"].value) == url]
    if not found:
        raise ValueError(f"no article {called!r} in this graph")
    return ox.NamedNode(min(node.value for node in found))


def _named(word: str, properties: Iterable[str]) -> Callable[[object, Store], ox.NamedNode]:
    (term,) = THINGS[word].classes
    query = NAMES.format(kind=term, properties="|".join(f"<{each}>" for each in properties))

    def chosen(value: object, store: Store) -> ox.NamedNode:
        called = str(value).strip()
        names = [(row["thing"].value, row["name"].value) for row in store.select(query)]
        iris = {iri for iri, name in names}
        if called in iris:
            return ox.NamedNode(called)
        slug = topic_slug(called)
        by_slug = {iri for iri in iris if iri.endswith(f"/{word}/{slug}")}
        exact = {iri for iri, name in names if topic_slug(name) == slug}
        return ox.NamedNode(_one(by_slug or exact, word, called, sorted({name for _, name in names})))

    return chosen


def _by_id(store: Store, word: str, called: str, query: str) -> ox.NamedNode:
    """Return the thing of a kind with this IRI, or whose id begins so."""
    wanted = called.strip().rsplit("/", 1)[-1].lower()
    if not _HEX.fullmatch(wanted):
        raise ValueError(f"{called!r} is no {word}; give its id, or the beginning of it")
    found = {row["thing"].value for row in store.select(query)}
    if called.strip() in found:
        return ox.NamedNode(called.strip())
    return ox.NamedNode(_one({iri for iri in found if iri.rsplit("/", 1)[-1].startswith(wanted)}, word, called, []))


def _one(found: set[str], word: str, called: str, names: list[str]) -> str:
    if len(found) == 1:
        return next(iter(found))
    if found:
        some = ", ".join(iri.rsplit("/", 1)[-1] for iri in sorted(found)[:MOST_NAMED])
        raise ValueError(f"{len(found)} things could be the {word} {called!r} ({some}); give more of it")
    near = [name for name in names if called.lower()[:3] in name.lower()][:MOST_NAMED]
    raise ValueError(f"no {word} {called!r} in this graph" + (f"; there are {', '.join(near)}" if near else ""))


def _moment(value: object) -> datetime:
    """Return a point in time: what has no zone is UTC, a day its beginning."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = value.isoformat()
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _until(value: object, _: Store) -> ox.Literal:
    """Return the moment before which something is; a day is meant with all of its hours."""
    is_day = len(str(value).strip()) <= len("2020-06-11") and not isinstance(value, datetime)
    return typed(utc_text(_moment(value) + timedelta(days=is_day)), "dateTime")


def _integer(value: object, _: Store) -> ox.Literal:
    number = value if isinstance(value, int | float | Decimal) else str(value)
    if isinstance(value, bool) or int(number) != float(number):
        raise ValueError(f"{value!r} is no whole number")
    return typed(str(int(number)), "integer")


def _decimal(value: object, _: Store) -> ox.Literal:
    number = Decimal(str(value).strip())
    if not number.is_finite():
        raise ValueError(f"{value!r} is no number")
    return typed(f"{number:f}", "decimal")


def _boolean(value: object, _: Store) -> ox.Literal:
    words = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}
    if str(value).lower() not in words:
        raise ValueError(f"{value!r} is neither true nor false")
    return typed(words[str(value).lower()], "boolean")


def _duration(value: object, _: Store) -> ox.Literal:
    """Return a length of time: hours as a number, or a text like 36h, 2d, 1d 12h, PT36H."""
    text = str(value).strip()
    if isinstance(value, timedelta):
        length = value
    elif text.upper().startswith("P"):
        length = duration(text.upper())
    elif (match := _DURATION.fullmatch(text.lower())) and any(match.groups()):
        length = timedelta(days=float(match[1] or 0), hours=float(match[2] or 0))
    else:
        length = timedelta(hours=float(text))
    if length < timedelta():
        raise ValueError(f"{value!r} is less than nothing")
    return typed(f"PT{length.days * 86400 + length.seconds}S", "dayTimeDuration")


KINDS: dict[str, Callable[[object, Store], ox.NamedNode | ox.Literal]] = {
    "story": _story,  # its IRI, or the beginning of its id
    "article": _article,  # its address, an AMP address, its IRI, or the beginning of its id
    "provider": _named("provider", (KG.domain, SCHEMA.name, SCHEMA.alternateName)),
    "topic": _named("topic", (SKOS.prefLabel, SKOS.altLabel, KG.hashtag)),
    "organization": _named("organization", (SCHEMA.name, SCHEMA.alternateName)),
    "person": _named("person", (SCHEMA.name, SCHEMA.alternateName)),
    "since": lambda value, _: typed(utc_text(_moment(value)), "dateTime"),  # a day or a moment, ISO 8601: from then on
    "until": _until,  # and before then; a day counts whole
    "duration": _duration,  # hours, or 36h, 2d, PT36H
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "text": lambda value, _: ox.Literal(str(value)),
    "iri": lambda value, _: ox.NamedNode(str(value)),
}
