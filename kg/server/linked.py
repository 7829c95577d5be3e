"""Facts -> JSON-LD in the words of schema.org, as search engines and crawlers read it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.rdf.properties import Property, literals_of
from kg.rdf.vocab import RDF, SCHEMA, SKOS
from kg.server.facts import Facts, Row, Value

CONTEXT = {"@vocab": "https://schema.org/"}  # inline: nothing has to be fetched to read it

# what schema.org has a word for
OF_ARTICLES = tuple(each for each in literals_of("article") if each.iri.startswith(CONTEXT["@vocab"]))


def article(facts: Facts) -> dict[str, object]:
    """Return an article as a NewsArticle, or as a VideoObject."""
    is_video = any(value.text == SCHEMA.VideoObject for value in facts.all(RDF.type))
    return {"@context": CONTEXT, "@type": "VideoObject" if is_video else "NewsArticle", "@id": facts.iri} | _filled(
        **{each.name: _texts(facts, each) for each in OF_ARTICLES},
        publisher=_things(facts.all(SCHEMA.publisher), "NewsMediaOrganization"),
        author=_things(facts.all(SCHEMA.author), "Person"),
        about=_things(facts.all(SCHEMA.about), "DefinedTerm"),
        mentions=_things(facts.all(SCHEMA.mentions), "Organization"),
        image=[value.text for value in facts.all(SCHEMA.image)],
        isPartOf=_things(facts.linked.get(SCHEMA.hasPart, ()), "Collection"),
    )


def story(facts: Facts, members: Sequence[Row]) -> dict[str, object]:
    """Return a story as a Collection of its articles, in order of time."""
    span = [facts.first(SCHEMA.startDate), facts.first(SCHEMA.endDate)]
    return {"@context": CONTEXT, "@type": "Collection", "@id": facts.iri} | _filled(
        name=facts.first(SCHEMA.headline, SKOS.prefLabel),
        alternateName=facts.first(SKOS.prefLabel),
        temporalCoverage="/".join(span) if all(span) else "",
        about=_things(facts.all(SCHEMA.about), "DefinedTerm"),
        mentions=_things(facts.all(SCHEMA.mentions), "Organization"),
        hasPart=[
            {"@type": "NewsArticle", "@id": member["article"]}
            | _filled(
                headline=member["headline"],
                url=member["url"],
                datePublished=member["published"],
                publisher=_things((Value(member["provider"], member["name"]),), "NewsMediaOrganization"),
            )
            for member in members
        ],
    )


def _texts(facts: Facts, known: Property) -> str | list[str]:
    return [value.text for value in facts.all(known.iri)] if known.many else facts.first(known.iri)


def _things(values: Sequence[Value], kind: str) -> list[dict[str, object]]:
    return [{"@type": kind, "@id": value.text} | _filled(name=value.name) for value in values if value.text]


def _filled(**properties: object) -> dict[str, object]:
    return {name: value for name, value in properties.items() if value}
