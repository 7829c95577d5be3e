"""The terms that a graph of kg speaks in. Made from ontology/kg.ttl by scripts/vocabulary.py: do not edit."""

from __future__ import annotations

from typing import Final

from kg.rdf.terms import IRI

PREFIXES: Final[dict[str, str]] = {
    "kg": "https://kg-news.example/ontology#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}


class KG:
    """Terms of https://kg-news.example/ontology#."""

    Story: Final = IRI("https://kg-news.example/ontology#Story")
    Storyline: Final = IRI("https://kg-news.example/ontology#Storyline")
    ambiguousName: Final = IRI("https://kg-news.example/ontology#ambiguousName")
    ampUrl: Final = IRI("https://kg-news.example/ontology#ampUrl")
    cdnAmpUrl: Final = IRI("https://kg-news.example/ontology#cdnAmpUrl")
    cohesion: Final = IRI("https://kg-news.example/ontology#cohesion")
    confidence: Final = IRI("https://kg-news.example/ontology#confidence")
    configuration: Final = IRI("https://kg-news.example/ontology#configuration")
    confirmedBy: Final = IRI("https://kg-news.example/ontology#confirmedBy")
    continues: Final = IRI("https://kg-news.example/ontology#continues")
    copyOf: Final = IRI("https://kg-news.example/ontology#copyOf")
    datePrecision: Final = IRI("https://kg-news.example/ontology#datePrecision")
    decided: Final = IRI("https://kg-news.example/ontology#decided")
    deniedBy: Final = IRI("https://kg-news.example/ontology#deniedBy")
    domain: Final = IRI("https://kg-news.example/ontology#domain")
    doubtfulName: Final = IRI("https://kg-news.example/ontology#doubtfulName")
    evidence: Final = IRI("https://kg-news.example/ontology#evidence")
    firstArticle: Final = IRI("https://kg-news.example/ontology#firstArticle")
    full: Final = IRI("https://kg-news.example/ontology#full")
    hashtag: Final = IRI("https://kg-news.example/ontology#hashtag")
    heat: Final = IRI("https://kg-news.example/ontology#heat")
    line: Final = IRI("https://kg-news.example/ontology#line")
    lists: Final = IRI("https://kg-news.example/ontology#lists")
    matches: Final = IRI("https://kg-news.example/ontology#matches")
    mergedInto: Final = IRI("https://kg-news.example/ontology#mergedInto")
    path: Final = IRI("https://kg-news.example/ontology#path")
    published: Final = IRI("https://kg-news.example/ontology#published")
    quality: Final = IRI("https://kg-news.example/ontology#quality")
    related: Final = IRI("https://kg-news.example/ontology#related")
    rule: Final = IRI("https://kg-news.example/ontology#rule")
    score: Final = IRI("https://kg-news.example/ontology#score")
    series: Final = IRI("https://kg-news.example/ontology#series")
    sha256: Final = IRI("https://kg-news.example/ontology#sha256")
    splitFrom: Final = IRI("https://kg-news.example/ontology#splitFrom")
    topicKind: Final = IRI("https://kg-news.example/ontology#topicKind")


class PROV:
    """Terms of http://www.w3.org/ns/prov#."""

    Activity: Final = IRI("http://www.w3.org/ns/prov#Activity")
    Entity: Final = IRI("http://www.w3.org/ns/prov#Entity")
    SoftwareAgent: Final = IRI("http://www.w3.org/ns/prov#SoftwareAgent")
    used: Final = IRI("http://www.w3.org/ns/prov#used")
    wasAssociatedWith: Final = IRI("http://www.w3.org/ns/prov#wasAssociatedWith")
    wasDerivedFrom: Final = IRI("http://www.w3.org/ns/prov#wasDerivedFrom")
    wasGeneratedBy: Final = IRI("http://www.w3.org/ns/prov#wasGeneratedBy")


class RDF:
    """Terms of http://www.w3.org/1999/02/22-rdf-syntax-ns#."""

    Statement: Final = IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement")
    object: Final = IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#object")
    predicate: Final = IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate")
    subject: Final = IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#subject")
    type: Final = IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


class SCHEMA:
    """Terms of https://schema.org/."""

    ImageObject: Final = IRI("https://schema.org/ImageObject")
    NewsArticle: Final = IRI("https://schema.org/NewsArticle")
    NewsMediaOrganization: Final = IRI("https://schema.org/NewsMediaOrganization")
    Organization: Final = IRI("https://schema.org/Organization")
    Person: Final = IRI("https://schema.org/Person")
    Place: Final = IRI("https://schema.org/Place")
    VideoObject: Final = IRI("https://schema.org/VideoObject")
    about: Final = IRI("https://schema.org/about")
    abstract: Final = IRI("https://schema.org/abstract")
    alternateName: Final = IRI("https://schema.org/alternateName")
    author: Final = IRI("https://schema.org/author")
    caption: Final = IRI("https://schema.org/caption")
    contentUrl: Final = IRI("https://schema.org/contentUrl")
    dateModified: Final = IRI("https://schema.org/dateModified")
    datePublished: Final = IRI("https://schema.org/datePublished")
    description: Final = IRI("https://schema.org/description")
    endDate: Final = IRI("https://schema.org/endDate")
    hasPart: Final = IRI("https://schema.org/hasPart")
    headline: Final = IRI("https://schema.org/headline")
    height: Final = IRI("https://schema.org/height")
    image: Final = IRI("https://schema.org/image")
    inLanguage: Final = IRI("https://schema.org/inLanguage")
    keywords: Final = IRI("https://schema.org/keywords")
    logo: Final = IRI("https://schema.org/logo")
    mentions: Final = IRI("https://schema.org/mentions")
    name: Final = IRI("https://schema.org/name")
    publisher: Final = IRI("https://schema.org/publisher")
    sameAs: Final = IRI("https://schema.org/sameAs")
    softwareVersion: Final = IRI("https://schema.org/softwareVersion")
    startDate: Final = IRI("https://schema.org/startDate")
    url: Final = IRI("https://schema.org/url")
    width: Final = IRI("https://schema.org/width")


class SKOS:
    """Terms of http://www.w3.org/2004/02/skos/core#."""

    Concept: Final = IRI("http://www.w3.org/2004/02/skos/core#Concept")
    ConceptScheme: Final = IRI("http://www.w3.org/2004/02/skos/core#ConceptScheme")
    altLabel: Final = IRI("http://www.w3.org/2004/02/skos/core#altLabel")
    broader: Final = IRI("http://www.w3.org/2004/02/skos/core#broader")
    hiddenLabel: Final = IRI("http://www.w3.org/2004/02/skos/core#hiddenLabel")
    inScheme: Final = IRI("http://www.w3.org/2004/02/skos/core#inScheme")
    prefLabel: Final = IRI("http://www.w3.org/2004/02/skos/core#prefLabel")


class XSD:
    """Terms of http://www.w3.org/2001/XMLSchema#."""

    anyURI: Final = IRI("http://www.w3.org/2001/XMLSchema#anyURI")
    boolean: Final = IRI("http://www.w3.org/2001/XMLSchema#boolean")
    dateTime: Final = IRI("http://www.w3.org/2001/XMLSchema#dateTime")
    decimal: Final = IRI("http://www.w3.org/2001/XMLSchema#decimal")
    integer: Final = IRI("http://www.w3.org/2001/XMLSchema#integer")
    string: Final = IRI("http://www.w3.org/2001/XMLSchema#string")
