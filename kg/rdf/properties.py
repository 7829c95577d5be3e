"""A term of the graph -> what is known of it: the one table of the kinds of things, and of their properties.

A row of `_TABLE` says all that is known of a property: its term, which things have it and the attribute of their record
(`kg.model`) that holds it, what its values are, and the words that people read for it. Extractors, the network, tables,
the page, search, diff, provenance, shapes and the server go by it. A new property is a row here, and its term in
``ontology/kg.ttl``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from kg.identity import article_iri, organization_iri, person_iri, provider_iri, source_iri, topic_iri
from kg.model import Record
from kg.rdf.literals import WRITERS
from kg.rdf.terms import IRI, Literal, Triple
from kg.rdf.vocab import KG, PREFIXES, PROV, RDF, SCHEMA, SKOS, XSD

_TERMS: dict[str, Callable[[Any], IRI | Literal]] = {  # of what an attribute holds: a literal, or a thing of a kind
    **WRITERS,
    "article": article_iri,
    "provider": provider_iri,
    "topic": topic_iri,
    "organization": organization_iri,
    "person": person_iri,
    "image": lambda image: IRI(image.iri),
    "source": lambda origin: source_iri(origin.sha256),
}
_LOCAL = re.compile(r"\w[\w.-]*(?<!\.)")  # names that may stand behind a prefix


class Kind(msgspec.Struct, frozen=True):
    """A kind of things.

    Attributes:
        name: what one of them is called.
        several: what many are called; the name of their table.
        classes: the classes that they have in the graph, and what one of each class is called.
    """

    name: str
    several: str
    classes: dict[str, str]


class Property(msgspec.Struct, frozen=True):
    """A property of things.

    Attributes:
        iri: the term. Its local name is what the property is called in NetworkX and in tables.
        of: the kinds of things that have it, each with the attribute of its record that holds it; without one, an
            extractor works it out.
        value: the datatype of its literals, or the kind of things that it links to; empty for links to anything else.
        many: whether a thing can have several.
        word: what it is called among the fields of a thing (`kg diff`), if not by its local name.
        phrase: what the page of a thing calls it, if not by its word.
        inverse: what the page of a thing calls those that link to it.
        meaning: what its column in a table holds, where its name does not say it.
        edge: the key of its edges in NetworkX; a link without one is no edge.
        names: whether people call things by it.
        search: what a word of it counts in a search; nothing is found by those without.
        page: whether the data of the page has it, of each article.
        said_by: fields of a file that say it beside the attributes in `of`.
    """

    iri: IRI
    of: dict[str, str]
    value: str
    many: bool = False
    word: str = ""
    phrase: str = ""
    inverse: str = ""
    meaning: str = ""
    edge: str = ""
    names: bool = False
    search: float = 0
    page: bool = False
    said_by: tuple[str, ...] = ()

    @property
    def is_literal(self) -> bool:
        """Whether its values are literals."""
        return self.value in WRITERS

    @property
    def name(self) -> str:
        """Its local name."""
        return local(self.iri)


_KINDS = (
    Kind("article", "articles", {SCHEMA.NewsArticle: "article", SCHEMA.VideoObject: "video"}),
    Kind("provider", "providers", {SCHEMA.NewsMediaOrganization: "provider"}),
    Kind("topic", "topics", {SKOS.Concept: "topic"}),
    Kind("organization", "organizations", {SCHEMA.Organization: "organization"}),
    Kind("person", "people", {SCHEMA.Person: "person"}),
    Kind("image", "images", {SCHEMA.ImageObject: "image"}),
    Kind("story", "stories", {KG.Story: "story"}),
    Kind("storyline", "storylines", {KG.Storyline: "storyline"}),
    Kind("source", "sources", {PROV.Entity: "source"}),
)
KINDS = {kind.name: kind for kind in _KINDS}
KIND_OF: dict[str, str] = {term: kind.name for kind in _KINDS for term in kind.classes}  # of things of a class

# literals, in the order of the columns of a table; then links
_TABLE = (
    Property(SKOS.prefLabel, {"topic": "name", "story": "label"}, XSD.string, word="name", names=True),
    Property(
        SCHEMA.headline, dict.fromkeys(("article", "story", "storyline"), "title"), XSD.string, names=True, search=4.0,
    ),
    Property(SCHEMA.name, dict.fromkeys(("provider", "organization", "person"), "name"), XSD.string, names=True),
    Property(
        SKOS.altLabel, {"topic": ""}, XSD.string, many=True, word="other names", phrase="also called",
        said_by=("keywords", "short_name"),
    ),
    Property(
        SCHEMA.alternateName, dict.fromkeys(("provider", "organization", "person"), "other_names"), XSD.string,
        many=True, word="other names", phrase="also called", said_by=("name",),
    ),
    Property(
        KG.topicKind, {"topic": "kinds"}, XSD.string, many=True, word="named as", meaning="tag, category or keyword",
    ),
    Property(KG.hashtag, {"topic": "hashtags"}, XSD.string, many=True),
    Property(KG.domain, {"provider": "domain"}, XSD.string),
    Property(SCHEMA.description, {"provider": "description", "person": "description"}, XSD.string),
    Property(SCHEMA.abstract, {"article": "excerpt"}, XSD.string, phrase="excerpt", search=1.0),
    Property(
        SCHEMA.keywords, {"article": "keywords"}, XSD.string, many=True, search=0.5,
        said_by=("tags", "categories", "labels"),
    ),
    Property(SCHEMA.inLanguage, {"article": "language"}, XSD.string, word="language"),
    Property(SCHEMA.datePublished, {"article": "published"}, XSD.dateTime, word="published"),
    Property(
        KG.datePrecision, {"article": "precision"}, XSD.string, word="precision of the date",
        meaning="month or year, where the date is no day", said_by=("published",),
    ),
    Property(SCHEMA.dateModified, {"article": "updated"}, XSD.dateTime, word="updated"),
    Property(
        SCHEMA.url, dict.fromkeys(("article", "organization", "person"), "url"), XSD.anyURI, phrase="address",
        meaning="the address, as the file has it",
    ),
    Property(KG.quality, {"article": "quality"}, XSD.integer, page=True),
    Property(KG.heat, {"article": "heat"}, XSD.integer),
    Property(KG.published, {"article": "is_published"}, XSD.boolean, word="is published", phrase="published"),
    Property(
        KG.full, {"article": "full"}, XSD.boolean, phrase="has a file", meaning="it has a file of its own",
    ),
    Property(KG.ampUrl, {"article": "amp_url"}, XSD.anyURI, phrase="AMP address"),
    Property(KG.cdnAmpUrl, {"article": "cdn_amp_url"}, XSD.anyURI, phrase="AMP address, cached"),
    Property(SCHEMA.contentUrl, {"image": "url"}, XSD.anyURI),
    Property(SCHEMA.width, {"image": "width"}, XSD.integer),
    Property(SCHEMA.height, {"image": "height"}, XSD.integer),
    Property(SCHEMA.caption, {"image": "caption"}, XSD.string, names=True),
    Property(
        SCHEMA.startDate, dict.fromkeys(("story", "storyline"), "start"), XSD.dateTime, phrase="first article",
    ),
    Property(SCHEMA.endDate, dict.fromkeys(("story", "storyline"), "end"), XSD.dateTime, phrase="last article"),
    Property(
        KG.cohesion, {"story": "cohesion"}, XSD.decimal, meaning="the mean similarity of its articles, 0 to 1",
    ),
    Property(
        KG.confidence, {"story": "confidence", "article": ""}, XSD.decimal,
        meaning="how far it is from falling apart, or an article from leaving its story, 0 to 1",
    ),
    Property(KG.decided, {"story": "decided"}, XSD.string, many=True, phrase="decided by an editor"),
    Property(KG.series, {"story": "series"}, XSD.boolean, meaning="reports of one kind, and no event"),
    Property(KG.path, {"source": "path"}, XSD.string, names=True),
    Property(KG.sha256, {"source": "sha256"}, XSD.string),
    Property(
        SCHEMA.publisher, {"article": "provider"}, "provider", word="provider", inverse="Published", edge="publisher",
    ),
    Property(
        SCHEMA.author, {"article": "authors"}, "person", many=True, word="authors", phrase="author", inverse="Wrote",
        edge="author",
    ),
    Property(
        SCHEMA.about, {"article": "topics", "story": "topics"}, "topic", many=True, word="topics", phrase="topic",
        inverse="About this", edge="about", said_by=("tags", "categories", "labels"),
    ),
    Property(
        SCHEMA.mentions, {"article": "mentions", "story": "organizations"}, "organization", many=True,
        inverse="Mentioned in", edge="mentions",
    ),
    Property(
        KG.related, {"article": ""}, "article", many=True, inverse="Related by", edge="related", said_by=("related",),
    ),
    Property(KG.lists, {"article": ""}, "article", many=True, inverse="Listed by", edge="lists"),
    Property(
        SCHEMA.hasPart, {"story": "members", "storyline": ""}, "article", many=True, word="articles", inverse="Part of",
        edge="part",
    ),
    Property(
        SKOS.broader, {"topic": "parent"}, "topic", word="parent", phrase="part of", inverse="Narrower topics",
        edge="broader",
    ),
    Property(SCHEMA.image, {"article": "images"}, "image", many=True, edge="image"),
    Property(SCHEMA.logo, {"provider": "images"}, "image", many=True, edge="logo"),
    Property(KG.copyOf, {"article": ""}, "article", word="copy of", inverse="Copies"),
    Property(KG.firstArticle, {"story": "first"}, "article", phrase="first article", inverse="Began the story"),
    Property(
        PROV.wasDerivedFrom, {"article": "origins"}, "source", many=True, word="file", phrase="read from",
        inverse="Said of",
    ),
    Property(SCHEMA.sameAs, {"organization": ""}, "", many=True, word="same as"),
    Property(SKOS.inScheme, {"topic": ""}, ""),
    Property(RDF.type, dict.fromkeys(KINDS, "") | {"article": "kind"}, "", word="kind", phrase="is a"),
)  # fmt: skip
PROPERTIES: dict[str, Property] = {each.iri: each for each in _TABLE}
EDGE_KEYS: dict[str, str] = {each.iri: each.edge for each in _TABLE if each.edge}  # the keys of edges in NetworkX


@functools.cache
def properties_of(kind: str) -> tuple[Property, ...]:
    """Return the properties that things of a kind have, in the order of the table.

    >>> [each.name for each in properties_of("image")]
    ['contentUrl', 'width', 'height', 'caption', 'type']
    """
    return tuple(each for each in _TABLE if kind in each.of)


def literals_of(kind: str) -> tuple[Property, ...]:
    """Return the properties of a kind whose values are literals: the columns of its table."""
    return tuple(each for each in properties_of(kind) if each.is_literal)


def names_of(kinds: Iterable[str]) -> tuple[IRI, ...]:
    """Return the properties that people call things of some kinds by.

    >>> [local(iri) for iri in names_of(["article", "image"])]
    ['headline', 'caption']
    """
    wanted = set(kinds)
    return tuple(each.iri for each in _TABLE if each.names and not wanted.isdisjoint(each.of))


def triples(subject: IRI, record: Record, *, kind: str) -> Iterator[Triple]:
    """Yield what class a thing has and what the attributes of its record say.

    Args:
        subject: the thing.
        record: of it.
        kind: of the thing.
    """
    classes = _classes(kind)
    yield subject, RDF.type, classes[getattr(record, "kind", kind)]
    for iri, attribute, term, many in _written(kind):
        value = getattr(record, attribute)
        if many:
            for item in value:
                yield subject, iri, term(item)
        elif value is not None:
            yield subject, iri, term(value)


@functools.cache
def _classes(kind: str) -> dict[str, IRI]:
    return {name: IRI(term) for term, name in KINDS[kind].classes.items()}


@functools.cache
def _written(kind: str) -> tuple[tuple[IRI, str, Callable[[Any], IRI | Literal], bool], ...]:
    return tuple(
        (each.iri, attribute, _TERMS[each.value], each.many)
        for each in properties_of(kind)
        if (attribute := each.of[kind]) and each.value
    )


@functools.lru_cache(maxsize=256)
def local(iri: str) -> str:
    """Return the last part of an IRI.

    >>> local("https://schema.org/headline"), local("https://kg-news.example/ontology#heat")
    ('headline', 'heat')
    """
    return iri.replace("#", "/").rpartition("/")[2]


def prefixed(iri: str) -> str:
    """Return an IRI as a prefixed name, or as it is where no prefix fits.

    >>> prefixed("https://schema.org/name"), prefixed("https://schema.org/a/b")
    ('schema:name', 'https://schema.org/a/b')
    """
    for prefix, space in PREFIXES.items():
        if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
            return f"{prefix}:{iri[len(space) :]}"
    return iri


def word(iri: str) -> str:
    """Return what a property is called among the fields of a thing.

    >>> word(SCHEMA.publisher), word(SCHEMA.headline), word("https://example.org/terms#novelty")
    ('provider', 'headline', 'novelty')
    """
    known = PROPERTIES.get(iri)
    return (known and known.word) or local(iri)


def phrase(iri: str) -> str:
    """Return what the page of a thing calls a property of it.

    >>> phrase(SCHEMA.url), phrase(SCHEMA.publisher)
    ('address', 'provider')
    """
    known = PROPERTIES.get(iri)
    return (known and known.phrase) or word(iri)


def inverse(iri: str) -> str:
    """Return what the page of a thing calls the things that link to it by a property.

    >>> inverse(SCHEMA.publisher), inverse(SCHEMA.logo)
    ('Published', 'logo of')
    """
    known = PROPERTIES.get(iri)
    return (known and known.inverse) or f"{local(iri)} of"
