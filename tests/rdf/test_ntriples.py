"""Light triples -> lines of N-Triples that any reader reads as the same terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import TermError
from kg.identity import DEFAULT_BASE
from kg.rdf import ntriples
from kg.rdf.literals import any_uri, boolean, date_time, integer, text
from kg.rdf.ntriples import Writer
from kg.rdf.terms import IRI, Literal, Triple
from kg.rdf.vocab import PROV, RDF, SCHEMA, XSD

S = IRI("article/1")
P = SCHEMA.name
LANG_STRING = IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")


def line(thing: IRI | Literal) -> str:
    (written,) = Writer(DEFAULT_BASE).lines([(S, P, thing)])
    return written


def parsed(written: str) -> ox.Triple:
    (quad,) = ox.parse(written.encode(), ox.RdfFormat.N_TRIPLES)
    triple: ox.Triple = quad.triple
    return triple


def canonical(triple: ox.Triple) -> str:
    return (ox.serialize([triple], format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def test_a_triple_is_one_line_with_the_base_before_what_is_relative() -> None:
    assert line(IRI("topic/ai")) == (
        "<https://kg-news.example/article/1> <https://schema.org/name> <https://kg-news.example/topic/ai> .\n"
    )
    assert Writer("https://n.example/#").lines([(S, P, S)]) == [
        "<https://n.example/#article/1> <https://schema.org/name> <https://n.example/#article/1> .\n"
    ]


@pytest.mark.parametrize(
    ("literal", "written"),
    [
        (text("NO"), '"NO"'),
        (text('a "b" \\c'), '"a \\"b\\" \\\\c"'),
        (text("\t\n\r\b\f"), '"\\t\\n\\r\\b\\f"'),
        (text("\0\x07\x0b\x1b\x1f\x7f"), '"\\u0000\\u0007\\u000B\\u001B\\u001F\\u007F"'),
        (text("\ufffe\uffff"), '"\\uFFFE\\uFFFF"'),
        (text("\x80\x85\u2028\ufeff\U0001f600\u202e"), '"\x80\x85\u2028\ufeff\U0001f600\u202e"'),
        (text(""), '""'),
        (any_uri("a b"), f'"a b"^^<{XSD.anyURI}>'),
        (boolean(False), f'"false"^^<{XSD.boolean}>'),
        (integer(-7), f'"-7"^^<{XSD.integer}>'),
        (Literal("x", XSD.string), '"x"'),
        (Literal("x", IRI("type")), '"x"^^<https://kg-news.example/type>'),
        (Literal("x", language="de-AT"), '"x"@de-at'),
    ],
)
def test_a_literal_is_written_in_its_canonical_form(literal: Literal, written: str) -> None:
    assert line(literal) == f"<https://kg-news.example/article/1> <https://schema.org/name> {written} .\n"


texts = st.text() | st.text(st.sampled_from("\"\\\n\r\t\0\x1f\x7f\x85\u2028\ufffe\uffffaé'^@<>."))
tags = st.sampled_from(["en", "de-AT", "ZH-Hant-TW", "sr-Latn", "x-private", "i-klingon", "es-419", "en-u-ca-gregory"])
objects = st.one_of(
    texts.map(text),
    texts.map(any_uri),
    st.builds(Literal, texts, st.just(XSD.string)),
    st.builds(Literal, texts, st.just(IRI("https://types.example/t"))),
    st.builds(Literal, texts, language=tags),
    st.integers().map(integer),
    st.booleans().map(boolean),
    st.datetimes(timezones=st.timezones()).filter(lambda moment: 1 < moment.year < 9999).map(date_time),
    st.text(st.sampled_from("abAB019-._~/?:@é日%20")).map(
        lambda path: IRI(f"https://a.example/{path.replace('%', '')}")
    ),
)


def as_pyoxigraph(thing: IRI | Literal) -> ox.NamedNode | ox.Literal:
    if isinstance(thing, IRI):
        return ox.NamedNode(thing)
    if thing.language is not None:
        return ox.Literal(thing.value, language=thing.language)
    return ox.Literal(thing.value, datatype=ox.NamedNode(thing.datatype) if thing.datatype else None)


@given(objects)
@example(text("".join(map(chr, range(0x110)))))
@example(text("\ufffd\ufffe\uffff\ufeff\ufdd0\U0001fffe\U0010ffff"))
@settings(max_examples=400, deadline=None)
def test_every_line_is_read_back_as_the_same_term_and_is_canonical(thing: IRI | Literal) -> None:
    written = line(thing)
    triple = parsed(written)
    assert triple.object == as_pyoxigraph(thing)
    assert canonical(triple) == written
    assert written.count("\n") == 1


def test_every_character_is_read_back_as_itself_and_is_canonical() -> None:
    chars = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    blocks = ["".join(chars[start : start + 0x1000]) for start in range(0, len(chars), 0x1000)]
    for block, written in zip(blocks, Writer(DEFAULT_BASE).lines((S, P, text(block)) for block in blocks), strict=True):
        triple = parsed(written)
        assert triple.object == ox.Literal(block)
        assert canonical(triple) == written


@given(st.text(max_size=20))
@settings(max_examples=300)
def test_a_language_tag_that_a_reader_would_refuse_is_refused(language: str) -> None:
    try:
        expected = ox.Literal("x", language=language)
    except ValueError:
        with pytest.raises(TermError, match="is not a language tag"):
            line(Literal("x", language=language))
    else:
        assert parsed(line(Literal("x", language=language))).object == expected


@pytest.mark.parametrize("language", ["", "e", "en-", "en us", "en_US", "abcdefghi", "en-x", "en-US-US", "é", "-"])
def test_what_is_no_language_tag_is_refused_by_name(language: str) -> None:
    with pytest.raises(TermError, match="is not a language tag") as caught:
        line(Literal("x", language=language))
    assert repr(language) in str(caught.value)


@pytest.mark.parametrize(
    "iri",
    [
        "https://a.example/a b",
        "https://a.example/<",
        "https://a.example/%zz",
        "https://a.example:x/",
        'a"b',
        "a\\b",
        "a\nb",
    ],
)
def test_an_iri_that_is_none_is_refused_by_name(iri: str) -> None:
    for triple in ((IRI(iri), P, S), (S, IRI(iri), S), (S, P, IRI(iri)), (S, P, Literal("x", IRI(iri)))):
        with pytest.raises(TermError, match="is not a valid IRI") as caught:
            Writer(DEFAULT_BASE).lines([triple])
        assert repr(iri) in str(caught.value)


def test_half_of_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(TermError, match="half of a surrogate pair"):
        line(text("a\ud800"))


def test_a_text_with_a_language_needs_the_language() -> None:
    with pytest.raises(TermError, match="but has no language"):
        line(Literal("x", LANG_STRING))


NUMBER: Any = 5  # where a text should be


@pytest.mark.parametrize(
    "triple",
    [(S, P), (S, P, S, S), (S, P, "text"), ("text", P, S), (S, P, None), (S, P, 5), (S, P, Literal(NUMBER)), None],
)
def test_what_is_no_triple_of_terms_is_refused(triple: Any) -> None:
    with pytest.raises(TermError):
        Writer(DEFAULT_BASE).lines([triple])


def test_lines_keep_the_order_of_the_triples_and_are_lazy_about_nothing() -> None:
    def triples() -> Iterator[tuple[IRI, IRI, Literal]]:
        for number in (3, 1, 2, 1):
            yield S, P, integer(number)

    written = Writer(DEFAULT_BASE).lines(triples())
    objects = [parsed(one).object for one in written]
    assert [each.value for each in objects if isinstance(each, ox.Literal)] == ["3", "1", "2", "1"]


# -- and back --------------------------------------------------------------------------------------------------------


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=6), st.integers(1, 80))
@example(["\x85 \u2028 \x00\x1f\x7f\ufffe \U0001f600", '"\\"', "\\u0041", "a\nb\rc\td\be\f"], 1)
@settings(deadline=None)
def test_what_was_written_is_read_as_a_parser_reads_it(values: list[str], block: int) -> None:
    objects: list[IRI | Literal] = [
        IRI("topic/x"),
        integer(7),
        Literal("x", language="en-GB"),
        *map(text, values),
        *map(any_uri, values),
    ]
    data = "".join(Writer(DEFAULT_BASE).lines((S, P, thing) for thing in objects)).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ntriples, "BLOCK", block)
        found = list(ntriples.read_triples(data))
    assert len(found) == len(objects)
    for (subject, predicate, thing), quad in zip(found, ox.parse(data, ox.RdfFormat.N_TRIPLES), strict=True):
        assert (subject, predicate) == (quad.subject.value, quad.predicate.value)
        if isinstance(thing, Literal):
            assert (thing.value, thing.datatype or XSD.string) == (
                quad.object.value,
                XSD.string if thing.language else quad.object.datatype.value,
            )
            assert thing.language == quad.object.language
        else:
            assert thing == quad.object.value
    assert list(ntriples.read_triples(data, predicates=[P])) == found
    assert list(ntriples.read_triples(data, predicates=[SCHEMA.url])) == []


@given(st.lists(st.lists(st.tuples(*[st.sampled_from([S, IRI("article/2"), IRI("b:c")])] * 3), max_size=4)))
@settings(max_examples=200)
def test_a_text_is_the_sorted_lines_of_all_blocks_each_once(blocks: list[list[Triple]]) -> None:
    lines = [line for block in blocks for line in Writer(DEFAULT_BASE).lines(block)]
    assert Writer(DEFAULT_BASE).text(blocks).decode() == "".join(sorted(set(lines)))


def test_the_base_is_that_of_articles_and_files_not_of_what_has_such_an_address() -> None:
    image = f"<https://a.example/article/0123456789abcdef> <{RDF.type}> <{SCHEMA.ImageObject}> .\n"
    article = f"<https://n.example/graph#article/0123456789abcdef> <{RDF.type}> <{SCHEMA.NewsArticle}> .\n"
    source = f"<https://n.example/graph#source/0123456789abcdef> <{RDF.type}> <{PROV.Entity}> .\n"
    for lines in ([image, article], [image, source]):
        assert ntriples.base_of("".join(lines).encode()) == "https://n.example/graph#"
    assert ntriples.base_of(image.encode()) == ntriples.base_of(b"") == DEFAULT_BASE
