"""Values of front matter -> texts, numbers, dates and truth values, with a word on each that does not fit."""

from __future__ import annotations

import time
from typing import Any

import pytest

from kg.model import Image, Origin, Provider, SourceFile, Warned
from kg.sources import types
from kg.sources.fields import FIELDS
from kg.sources.frontmatter import parse
from kg.sources.mappings import Fields, Reader, items
from kg.sources.site import Site
from kg.sources.tree import Mapping

FILE = SourceFile(path="_news/x.md", sha256="ab")


def mapping(yaml: str) -> Mapping:
    tree = parse(yaml)
    assert isinstance(tree, Mapping)
    return tree


def taken(method: str, field: str, yaml: str) -> tuple[Any, list[tuple[int, str]]]:
    """What a reader takes from a mapping, and its words on it with their lines."""
    reader = Reader(FILE)
    value = getattr(types, method.upper()).read(Fields(mapping(yaml), reader), field)
    assert all(warned.origin.path == FILE.path and warned.origin.sha256 == "ab" for warned in reader.warned)
    return value, [(warned.origin.line, warned.message) for warned in reader.warned]


# -- names of fields -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("title", ("title", "headline")),
        ("excerpt", ("excerpt", "abstract", "summary")),
        ("amp_url", ("ampWebUrl", "ampUrl")),
        ("cdn_amp_url", ("cdnAmpWebUrl", "cdnAmpUrl")),
    ],
)
def test_the_first_name_with_a_value_wins(field: str, names: tuple[str, ...]) -> None:
    assert FIELDS[field].keys == names
    values = {name: f"{number}" for number, name in enumerate(names)}
    for name in names:
        yaml = "".join(f"{key}: '{value}'\n" for key, value in reversed(values.items()))
        assert taken("text", field, yaml) == (values.pop(name), [])


@pytest.mark.parametrize(
    ("field", "names", "values"),
    [
        ("url", ("webUrl", "originalUrl", "sourceUrl", "articleUrl", "bookmarkOf", "url", "source", "permalink"),
         [f"https://a.example/{n}" for n in range(8)]),
        ("quality", ("quality", "score"), ["7", "8"]),
        ("published", ("publishedDateTime", "datePublished", "pubDate", "published", "date"),
         [f"2021-04-0{n}" for n in range(1, 6)]),
        ("authors", ("authors", "author", "byline", "creator"), ["Jane Roe", "Joe Doe", "Ann Poe", "Sam Low"]),
    ],
)  # fmt: skip
def test_the_first_name_with_a_value_that_suits_wins(field: str, names: tuple[str, ...], values: list[str]) -> None:
    known = FIELDS[field]
    keys = [key for key in known.keys if key not in known.also] + [*known.also]
    names = tuple(sorted(names, key=keys.index))
    for first in range(len(names)):
        for unsuited in ("''", "~", "[]") if field == "authors" else ("''", "~", "[]", "{x: y}"):
            yaml = "".join(f"{name}: {unsuited}\n" for name in names[:first])
            yaml += "".join(
                f"{name}: {value}\n" for name, value in reversed([*zip(names, values, strict=True)][first:])
            )
            fields = Fields(mapping(yaml), Reader(FILE))
            assert (fields.key(field), fields.raw(field), fields.suits(field)) == (names[first], values[first], True)


@pytest.mark.parametrize("spelt", ["external-url", "externalUrl", "External_URL", "EXTERNALURL", "external url"])
def test_keys_match_without_case_and_separators(spelt: str) -> None:
    fields = Fields(mapping(f"{spelt}: https://a.example/1"), reader := Reader(FILE))
    assert fields.value("url") == "https://a.example/1"
    assert reader.warned == []


@pytest.mark.parametrize(
    ("yaml", "field", "value"),
    [
        ("source: https://a.example/1", "url", "https://a.example/1"),
        ("source: https://a.example/1", "provider", None),
        ("source: Harbor Ledger", "url", None),
        ("source: Harbor Ledger", "provider", Provider(domain="", name="Harbor Ledger")),
        ("source: https://www.a.example/", "provider", Provider(domain="a.example")),
        ("source: http://A.example", "provider", Provider(domain="a.example")),
        ("site: m.a.example", "provider", Provider(domain="a.example")),
        ("publisher: {name: Harbor Ledger, url: http://www.a.example/}", "provider",
         Provider(domain="a.example", name="Harbor Ledger")),
        ("published: 2026-04-03", "is_published", None),
        ("published: true", "published", None),
        ("published: false", "is_published", False),
        ("url: /blog/x/\noriginal_url: https://a.example/1", "url", "https://a.example/1"),
        ("url: /blog/x/", "permalink", "/blog/x/"),
        ("extra:\n  link: https://a.example/1", "url", "https://a.example/1"),
        ("params:\n  author: Jane Roe", "authors", ("Jane Roe",)),
        ("taxonomies:\n  tags: [bridges]", "tags", ("bridges",)),
        ("extra:\n  link: https://a.example/2\nlink: https://a.example/1", "url", "https://a.example/1"),
        ("link:\n  url: https://a.example/1", "url", "https://a.example/1"),
        ("headline:\n  main: A bridge", "title", "A bridge"),
        ('author: "[[people/Jane Roe|J. Roe]]"', "authors", ("J. Roe",)),
        ("author: [[Jane Roe]]", "authors", ("Jane Roe",)),
        ("authors: [{name: Jane Roe, url: https://a.example/jane}, Joe Doe]", "authors", ("Jane Roe", "Joe Doe")),
        ("byline: By Jane Roe and Joe Doe", "authors", ("Jane Roe", "Joe Doe")),
        ("author: Roe, Jane", "authors", ("Roe, Jane",)),
        ("lang: en_us", "language", "en-US"),
        ("locale: zh-hans-cn", "language", "zh-Hans-CN"),
        ("topics: bridges, harbor, vote", "topics", ("bridges", "harbor", "vote")),
        ("topics: Salt, Pepper; Bread", "topics", ("Salt, Pepper", "Bread")),
        ("tags: deep sea", "tags", ("deep sea",)),
        ('tags: ["#harbor", "[[bridges]]"]', "tags", ("#harbor", "bridges")),
        ("category: https://a.example/x", "categories", ()),
        ("type: post", "kind", "article"),
        ("type: Video", "kind", "video"),
    ],
)  # fmt: skip
def test_the_value_decides_what_a_key_is(yaml: str, field: str, value: object) -> None:
    fields = Fields(mapping(yaml), Reader(FILE))
    assert fields.value(field) == value


def test_what_a_site_calls_a_field_comes_before_what_we_do() -> None:
    site = Site(fields=(("url", ("identifyer[].url", "weblink")), ("topics", ("themes",)), ("title", ())))
    fields = Fields(
        mapping(
            "webUrl: https://a.example/1\nidentifyer:\n  - note: x\n  - url: https://a.example/2\n"
            "weblink: https://a.example/3\nthemes: [bridges]\ntitle: Not a title"
        ),
        Reader(FILE, site),
    )
    assert (fields.key("url"), fields.value("url"), fields.line("url")) == ("identifyer.url", "https://a.example/2", 4)
    assert fields.value("topics") == ("bridges",)
    assert fields.value("title") is None


def test_a_misspelt_key_is_told_only_where_the_field_that_it_means_is_missing() -> None:
    for yaml, count in (("titel: x", 1), ("titel: x\ntitle: y", 0), ("titel: x\nheadline: y", 0), ("titles: x", 1)):
        Fields(mapping(yaml), reader := Reader(FILE))
        assert len(reader.warned) == count, yaml


@pytest.mark.parametrize("empty", ["", "~", "''", "'  '", '"\\t\\n"'])
def test_an_empty_value_is_as_good_as_none_and_the_next_name_is_asked(empty: str) -> None:
    assert taken("address", "url", f"webUrl: {empty}\noriginalUrl: https://a.example/x") == ("https://a.example/x", [])
    assert taken("address", "url", f"webUrl: {empty}") == (None, [])


def test_a_field_that_is_missing_is_none_or_empty_in_silence() -> None:
    for method, field in (("text", "title"), ("prose", "excerpt"), ("address", "url"), ("integer", "heat")):
        assert taken(method, field, "other: 1") == (None, [])
    for method, field in (("truth", "is_published"), ("moment", "published")):
        assert taken(method, field, "other: 1") == (None, [])
    assert taken("texts", "topics", "other: 1") == ((), [])


# -- texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("title: [a]", "title is a list, not a text: left out; write it on one line"),
        ("headline: {a: b}", "headline is a mapping, not a text: left out; write it on one line"),
    ],
)
def test_a_text_that_is_none_is_left_out_with_a_word(yaml: str, message: str) -> None:
    assert taken("text", "title", f"x: y\n{yaml}") == (None, [(2, message)])


@pytest.mark.parametrize(
    ("value", "prose"),
    [
        ("<p>One <b class='x'>bold</b><br/>line</p>", "One bold line"),
        ("<P>One</P><BR>two", "One two"),
        ("before <!-- <b>a\nnote</b> --> after <!-- more -->", "before after"),
        ("1 < 2 and 3 > 2, <x>, <-- and <!-- not closed", "1 < 2 and 3 > 2, <x>, <-- and <!-- not closed"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<!--><b>x</b>", "<!--> x"),
    ],
)
def test_prose_loses_its_tags_and_keeps_its_words(value: str, prose: str) -> None:
    node = Mapping(1)
    node["excerpt"] = value
    assert Fields(node, Reader(FILE)).value("excerpt") == prose


@pytest.mark.parametrize("part", ["<!--", "<!--->", "<a ", "<", "&#1", "<b", "--><!--"])
def test_hostile_prose_is_read_in_linear_time(part: str) -> None:
    node = Mapping(1)
    node["excerpt"] = part * (300_000 // len(part))
    start = time.process_time()
    Fields(node, Reader(FILE)).value("excerpt")
    assert time.process_time() - start < 1.5


def test_a_list_of_texts_may_be_one_text_and_loses_nulls_and_doubles() -> None:
    assert taken("texts", "topics", "topics: Deep  Sea") == (("Deep Sea",), [])
    assert taken("texts", "topics", "topics: [b, ~, a, '', b, ' a ']") == (("b", "a"), [])
    assert taken("texts", "topics", "topics: []") == ((), [])
    message = "topics is a mapping, not a text: left out; write it on one line"
    assert taken("texts", "topics", "topics:\n  - a\n  - b: c\n  - d") == (("a", "d"), [(3, message)])


@pytest.mark.parametrize("trap", "NO 010 12:30:45 1e3 0x1F yes 2020-06-11".split())
def test_what_yaml_would_resolve_stays_a_text(trap: str) -> None:
    assert taken("text", "title", f"title: {trap}") == (trap, [])
    assert taken("texts", "topics", f"topics: [{trap}]") == ((trap,), [])


def test_an_address_stays_as_the_file_has_it() -> None:
    odd = " https://a.example/a b?x=1&amp;y=<2>#é "
    assert taken("address", "url", f"webUrl: '{odd}'") == (odd.strip(), [])
    assert taken("address", "url", "webUrl: [a]") == (None, [(1, "webUrl is a list, not an address: left out")])


# -- numbers, truth --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("91", 91),
        ("-1", -1),
        ("+7", 7),
        ("007", 7),
        ("0", 0),
        ("31.6", 32),
        ("31.4", 31),
        ("5.", 5),
        ("'1000000000'", 10**9),
    ],
)
def test_a_whole_number_is_read_and_a_fraction_is_rounded(value: str, number: int) -> None:
    assert taken("integer", "quality", f"quality: {value}") == (number, [])


@pytest.mark.parametrize(
    "value", ["1e3", "0x1F", "1_000", "12:30", "ten", "1000000001", "9" * 30, ".5", "1.2.3", "NaN"]
)
def test_what_is_no_whole_number_is_left_out_with_a_word(value: str) -> None:
    message = f"quality {value!r} is not a whole number: left out"
    assert taken("integer", "quality", f"\nquality: {value}") == (None, [(2, message)])
    assert taken("integer", "quality", f"\nscore: {value}") == (None, []), "which is no key of ours but for a number"


def test_a_list_is_no_number_no_date_and_no_truth() -> None:
    assert taken("integer", "heat", "heat: [1]") == (None, [(1, "heat (a list) is not a whole number: left out")])
    assert taken("truth", "is_published", "published: {a: 1}") == (
        None,
        [(1, "published (a mapping) is neither a date nor true or false: left out")],
    )
    assert taken("moment", "published", "date: [1]")[1] == [
        (1, "date (a list) is not a date: left out; write it as 2020-06-11T01:06:00Z")
    ]


@pytest.mark.parametrize("word", ["true", "TRUE", "yes", "On", "1"])
def test_words_for_true(word: str) -> None:
    assert taken("truth", "is_published", f"published: {word}") == (True, [])


@pytest.mark.parametrize("word", ["false", "False", "no", "OFF", "0", "' false '"])
def test_words_for_false(word: str) -> None:
    assert taken("truth", "is_published", f"published: {word}") == (False, [])


def test_another_word_is_neither_true_nor_false() -> None:
    message = "published 'maybe' is neither a date nor true or false: left out"
    assert taken("truth", "is_published", "published: maybe") == (None, [(1, message)])


# -- dates -----------------------------------------------------------------------------------------------------------


def test_what_is_no_date_is_left_out_with_a_word() -> None:
    message = (
        "date 'the day when nobody came to the harbour ...' is not a date: left out; write it as 2020-06-11T01:06:00Z"
    )
    assert taken("moment", "published", "date: the day when nobody came to the harbour at all") == (
        None,
        [(1, message)],
    )


# -- images ----------------------------------------------------------------------------------------------------------


def images(yaml: str) -> tuple[tuple[Image, ...], list[Warned]]:
    reader = Reader(FILE)
    return Fields(mapping(yaml), reader).value("images"), reader.warned


def test_an_image_is_a_mapping_or_an_address() -> None:
    yaml = """
images:
  - url: " https://m.example/a b.jpg "
    width: 50
    height: 40
    isCached: true
    title: "A &amp; B"
  - https://m.example/c.jpg
"""
    one = Image(
        url="https://m.example/a b.jpg", iri="https://m.example/a%20b.jpg", width=50, height=40, caption="A & B"
    )
    assert images(yaml) == ((one, Image(url="https://m.example/c.jpg", iri="https://m.example/c.jpg")), [])
    assert images("image: /c.jpg") == ((Image(url="/c.jpg", iri="image/c.jpg"),), [])


def test_of_two_images_with_one_iri_the_first_stays() -> None:
    found, warned = images("images: [https://m.example/a b, https://m.example/a%20b]")
    assert ([image.url for image in found], warned) == (["https://m.example/a b"], [])


@pytest.mark.parametrize(
    "item", ["~", "{width: 5}", "javascript:alert(1)", "'data:image/png;base64,eA=='", "[a]", "{url: ''}"]
)
def test_an_image_without_a_usable_address_is_left_out_with_a_word(item: str) -> None:
    message = "the image has no usable url: left out; give its http(s) address"
    expected = Warned(origin=Origin(path=FILE.path, line=3, sha256="ab"), message=message, code="KG011", key="images")
    assert images(f"images:\n  - https://m.example/a\n  - {item}") == (
        (Image(url="https://m.example/a", iri="https://m.example/a"),), [expected],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("size", "number", "words"), [("0", 0, 0), ("-1", None, 0), ("50px", None, 1), ("'50'", 50, 0)]
)
def test_a_size_is_in_pixels_or_missing(size: str, number: int | None, words: int) -> None:
    (image,), warned = images(f"images: [{{url: https://m.example/a, width: {size}}}]")
    assert (image.width, len(warned)) == (number, words)


def test_items_of_a_list_have_their_lines_and_one_value_is_a_list_of_one() -> None:
    assert items(parse("- a\n\n- b"), 7) == [("a", 1), ("b", 3)]
    assert items("a", 7) == [("a", 7)]
    assert items(None, 7) == []
