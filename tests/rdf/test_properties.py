"""The one table of properties: it agrees with the records, with the ontology and its shapes, and with itself."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest
import rdflib
from rdflib.namespace import RDFS, SH

import kg
from kg.model import Article, Image, Organization, Person, Provider, SourceFile, Story, Storyline, Topic
from kg.rdf import ontology
from kg.rdf.properties import KIND_OF, KINDS, PROPERTIES, literals_of, local, properties_of, word
from kg.rdf.vocab import KG, RDF, SCHEMA, XSD

RECORDS = {
    "article": Article, "provider": Provider, "topic": Topic, "organization": Organization, "image": Image,
    "person": Person, "story": Story, "storyline": Storyline, "source": SourceFile,
}  # fmt: skip
COLUMNS = {  # of the tables that others read: a new one comes at the end or between, none goes
    "article": ["headline", "abstract", "keywords", "inLanguage", "datePublished", "datePrecision", "dateModified",
                "url", "quality", "heat", "published", "full", "ampUrl", "cdnAmpUrl", "confidence"],
    "provider": ["name", "alternateName", "domain", "description"],
    "topic": ["prefLabel", "altLabel", "topicKind", "hashtag"],
    "organization": ["name", "alternateName", "url"],
    "person": ["name", "alternateName", "description", "url"],
    "image": ["contentUrl", "width", "height", "caption"],
    "story": ["prefLabel", "headline", "startDate", "endDate", "cohesion", "confidence", "decided", "series"],
    "storyline": ["headline", "startDate", "endDate"],
}  # fmt: skip


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology.folder() / "shapes.ttl")


def test_each_attribute_is_one_of_the_record() -> None:
    for each in PROPERTIES.values():
        for kind, attribute in each.of.items():
            assert not attribute or attribute in RECORDS[kind].__struct_fields__, (each.iri, kind)


def test_the_attributes_that_may_be_missing_are_those_with_one_value() -> None:
    for kind, record in RECORDS.items():
        assert issubclass(record, msgspec.Struct)
        defaults = {field.name: field.default for field in msgspec.structs.fields(record)}
        for each in literals_of(kind):
            if each.of[kind]:
                assert (defaults[each.of[kind]] == ()) is each.many, (each.iri, kind)


def test_each_property_and_each_class_is_declared_with_a_label() -> None:
    graph = rdflib.Graph().parse(ontology.folder() / "kg.ttl")
    for term in {*PROPERTIES, *KIND_OF} - {RDF.type}:
        assert graph.value(rdflib.URIRef(term), RDFS.label, any=True), term


def test_a_table_has_the_columns_that_it_always_had() -> None:
    assert {kind: [each.name for each in literals_of(kind)] for kind in COLUMNS} == COLUMNS


@pytest.mark.parametrize("kind", KINDS)
def test_the_shape_of_a_kind_says_the_same(shapes: rdflib.Graph, kind: str) -> None:
    (shape,) = {shape for term in KINDS[kind].classes for shape in shapes.subjects(SH.targetClass, rdflib.URIRef(term))}
    said = {str(shapes.value(node, SH.path)): node for node in shapes.objects(shape, SH.property)}
    known = {each.iri: each for each in properties_of(kind) if each.iri != RDF.type}
    assert known.keys() == said.keys()
    for iri, each in known.items():
        datatype, most = shapes.value(said[iri], SH.datatype), shapes.value(said[iri], SH.maxCount)
        assert datatype == (rdflib.URIRef(each.value) if each.is_literal else None), iri
        assert each.many is (most is None), iri
        if each.value in KINDS and each.value != "article":  # articles have two classes, and a shape of their own
            assert KIND_OF[str(shapes.value(said[iri], SH["class"]))] == each.value


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_properties_of_a_kind_share_a_word(kind: str) -> None:
    words = Counter(word(each.iri) for each in properties_of(kind))
    assert max(words.values()) == 1, words.most_common(1)


def test_whatever_a_graph_says_is_in_the_table(twin: kg.KnowledgeGraph) -> None:
    rows = twin.query(
        "SELECT DISTINCT ?class ?property ?datatype "
        "WHERE { ?thing a ?class ; ?property ?value BIND(DATATYPE(?value) AS ?datatype) }"
    )
    found = {(KIND_OF[row["class"]], row["property"], row["datatype"]) for row in rows if row["class"] in KIND_OF}
    assert len(found) > 30
    for kind, iri, datatype in found:
        assert kind in PROPERTIES[iri].of, (kind, iri)
        assert datatype == (PROPERTIES[iri].value if PROPERTIES[iri].is_literal else None), (kind, iri)


def test_terms_have_the_names_that_networkx_and_tables_have() -> None:
    assert [local(iri) for iri in (SCHEMA.datePublished, KG.full, XSD.string)] == ["datePublished", "full", "string"]
