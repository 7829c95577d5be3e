"""JSON and JSON Lines: a list of objects, wherever it stands; and the exports that are written so."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.sources.json import parse_json
from kg.sources.tables import Remark, Row
from kg.sources.tables.objects import rows
from kg.sources.tree import Mapping, Sequence

ONE = {"url": "https://a.example/1", "title": "One"}


def read(data: bytes | str | object, path: str = "links.json") -> list[Row]:
    if not isinstance(data, bytes):
        data = (data if isinstance(data, str) else json.dumps(data)).encode()
    found = rows(data, path)
    assert found is not None
    return list(found)


@pytest.mark.parametrize("name", "items entries articles links bookmarks data list results".split())
def test_a_list_is_found_by_its_name_at_the_top_and_below(name: str) -> None:
    assert read({"count": 1, "other": [1], name: [ONE]}) == [ONE]
    assert read({"response": {"status": "ok", name: [ONE]}}) == [ONE]


def test_a_list_at_the_top_and_addresses_alone() -> None:
    found = read('[{"url": "https://a.example/1"},\n"https://a.example/2", {"Three": "https://a.example/3"}]')
    assert found == [
        {"url": "https://a.example/1"},
        {"url": "https://a.example/2"},
        {"title": "Three", "url": "https://a.example/3"},
    ]
    assert [row.line for row in found] == [1, 2, 2]


def test_lists_by_topic() -> None:
    found = read({"climate": [ONE], "tech": [{"url": "https://a.example/2"}]})
    assert found == [ONE | {"topics": ["climate"]}, {"url": "https://a.example/2", "topics": ["tech"]}]


def test_values_are_texts_and_keys_know_their_lines() -> None:
    (row,) = read('[\n{"url": "https://a.example/1",\n "score": 1.50,\n "draft": true, "none": null}]')
    assert row == {"url": "https://a.example/1", "score": "1.50", "draft": "true", "none": None}
    assert isinstance(row, Mapping)
    assert row.lines == {"url": 2, "score": 3, "draft": 4, "none": 4}


def test_what_is_broken_is_told_after_the_rows_before_it() -> None:
    first, error = read('{"items": [{"url": "https://a.example/1"},\n {"url": x}]}')
    assert first == {"url": "https://a.example/1"}
    assert isinstance(error, SourceError)
    assert error.line == 2
    _, error = read('[{"url": "https://a.example/1"}\n {"url": 1}]')
    assert isinstance(error, SourceError)
    assert (error.line, "comma" in error.reason) == (2, True)


def test_an_item_that_is_no_object_is_told() -> None:
    _, error = read('[{"url": "https://a.example/1"},\n 5]')
    assert isinstance(error, SourceError)
    assert error.line == 2


def test_json_lines_go_on_after_a_broken_one() -> None:
    lines = (
        '{"url": "https://a.example/1"}\n{"url": \n\n{"url": "https://a.example/2"} x\n{"url": "https://a.example/3"}'
    )
    for path in ("x.jsonl", "x.ndjson", "-"):
        found = read(lines.replace('{"url": \n', '{"url": "x"]\n') if path == "-" else lines, path)
        assert [row["url"] for row in found if isinstance(row, Mapping)] == [
            "https://a.example/1",
            "https://a.example/3",
        ]
        assert [row.line for row in found if isinstance(row, SourceError)] == [2, 4]


@pytest.mark.parametrize(
    "data",
    ['{"name": "x", "icons": [{"src": "/i.png"}]}', '{"version": 1}', "[1, 2]", "[]", "{}", '"https://a"', "text",
     '{"packages": [{"name": "x", "source": {"url": "https://a.example/x"}}]}'],
)  # fmt: skip
def test_other_json_is_no_table(data: str) -> None:
    assert rows(data.encode(), "package.json") is None


@pytest.mark.parametrize("data", ["", "{", '{"items": [', '{"a": 1 "b": 2}', '{"a": 1} x'])
def test_no_json_is_an_error(data: str) -> None:
    with pytest.raises(SourceError):
        rows(data.encode(), "x.json")


def test_deep_nesting_is_an_error_and_no_recursion() -> None:
    _, error = read('[{"url": "https://a.example/1"}, ' + "[" * 100_000 + "]" * 100_000 + "]")
    assert isinstance(error, SourceError)
    assert "deep" in error.reason
    nested = '{"url": "https://a.example/2", "x": ' + "[" * 40 + "]" * 40 + "}"
    _, error = read('[{"url": "https://a.example/1"}, ' + nested + "]")
    assert isinstance(error, SourceError)


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": "1", "url": "https://www.a.example/1", "title": "One", "content_html": "<p>A <b>week</b></p><p>",
             "date_published": "2020-06-11T01:06:00Z", "date_modified": "2020-06-12T01:06:00Z", "tags": ["a"],
             "authors": [{"name": "Jane Roe"}], "image": "https://a.example/i.png"},
            {"id": "2", "url": "https://a.example/2", "external_url": "https://b.example/2", "summary": "Words"},
        ],
        "title": "Harbor", "home_page_url": "https://a.example/", "language": "en",
    }  # fmt: skip
    assert read(feed) == [
        {"url": "https://www.a.example/1", "title": "One", "excerpt": "A week", "published": "2020-06-11T01:06:00Z",
         "updated": "2020-06-12T01:06:00Z", "author": ["Jane Roe"], "tags": ["a"], "lang": "en",
         "image": "https://a.example/i.png", "provider": {"name": "Harbor", "url": "https://a.example/"}},
        {"url": "https://b.example/2", "excerpt": "Words", "lang": "en"},
    ]  # fmt: skip


EXPORTS: dict[str, tuple[object, dict[str, object]]] = {
    "pinboard": (
        [{"href": "https://a.example/1", "description": "One", "extended": "Words", "time": "2020-06-11T01:06:00Z",
          "tags": "a b", "toread": "no", "shared": "yes", "meta": "x", "hash": "y"}],
        {"url": "https://a.example/1", "title": "One", "excerpt": "Words", "saved": "2020-06-11T01:06:00Z",
         "tags": ["a", "b"], "toread": "no"},
    ),
    "omnivore": (
        [{"id": "1", "slug": "one", "title": "One", "description": "Words", "author": "Jane Roe",
          "url": "https://a.example/1", "state": "Active", "readingProgress": 0, "thumbnail": "https://a.example/i.png",
          "labels": ["a", {"name": "b"}], "savedAt": "2024-01-02", "updatedAt": "2024", "publishedAt": "2024-01-01"}],
        {"url": "https://a.example/1", "title": "One", "excerpt": "Words", "author": "Jane Roe", "saved": "2024-01-02",
         "published": "2024-01-01", "image": "https://a.example/i.png", "tags": ["a", "b"], "slug": "one", "id": "1",
         "state": "Active", "readingProgress": "0"},
    ),
    "better-bibtex": (
        {"config": {"id": "x"}, "version": {"zotero": "7"}, "items": [
            {"itemType": "newspaperArticle", "title": "One", "url": "https://a.example/1", "abstractNote": "Words",
             "date": "2020-06-11", "publicationTitle": "The Harbor Ledger", "language": "en", "accessDate": "2024",
             "creators": [{"firstName": "Jane", "lastName": "Roe", "creatorType": "author"},
                          {"name": "Editors", "creatorType": "editor"}], "tags": [{"tag": "a"}]}]},
        {"url": "https://a.example/1", "title": "One", "excerpt": "Words", "published": "2020-06-11",
         "provider": "The Harbor Ledger", "lang": "en", "author": ["Jane Roe"], "tags": ["a"],
         "itemType": "newspaperArticle"},
    ),
    "csl": (
        [{"id": "x", "type": "article-newspaper", "title": "One", "URL": "https://a.example/1", "abstract": "Words",
          "issued": {"date-parts": [["2020", 6]]}, "accessed": {"date-parts": [[2024, 1, 2]]}, "language": "en",
          "author": [{"family": "Roe", "given": "Jane"}, {"literal": "Desk"}], "container-title": "The Harbor Ledger"}],
        {"url": "https://a.example/1", "title": "One", "excerpt": "Words", "published": "2020-06", "lang": "en",
         "author": ["Jane Roe", "Desk"], "provider": "The Harbor Ledger", "id": "x"},
    ),
    "pocket": (
        {"status": 1, "list": {"7": {"given_url": "https://a.example/1?x", "resolved_url": "https://a.example/1",
                                     "resolved_title": "One", "time_added": "1700000000", "tags": {"a": {}}}}},
        {"url": "https://a.example/1", "title": "One", "saved": "1700000000", "tags": ["a"]},
    ),
    "readwise": (
        {"count": 1, "results": [{"url": "https://read.example/1", "source_url": "https://a.example/1", "title": "One",
                                  "site_name": "Harbor", "reading_progress": 0, "published_date": 1591837560000,
                                  "summary": "Words", "updated_at": "2024"}]},
        {"url": "https://a.example/1", "title": "One", "provider": "Harbor", "published": "1591837560000",
         "summary": "Words", "reading_progress": "0"},
    ),
    "karakeep": (
        {"bookmarks": [{"createdAt": 1700000000, "title": "One", "tags": ["a"],
                        "content": {"type": "link", "url": "https://a.example/1"}}]},
        {"url": "https://a.example/1", "title": "One", "saved": "1700000000", "tags": ["a"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_have_plain_keys(name: str) -> None:
    data, row = EXPORTS[name]
    assert read(data) == [row]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), st.booleans())
def test_values_are_read_as_the_reader_of_front_matter_does(row: dict[str, object], pretty: bool) -> None:
    row |= {"a link": "https://a.example/1", "b": 1}
    text = json.dumps([row], indent=1 if pretty else None)
    (found,) = read(text)
    wanted = parse_json(text)
    assert isinstance(wanted, Sequence)
    assert [found] == wanted
    assert isinstance(found, Mapping)
    assert found.lines == wanted[0].lines


@given(st.binary(max_size=200), st.sampled_from(["x.json", "x.jsonl", "-"]))
def test_any_bytes_are_rows_or_an_error(data: bytes, path: str) -> None:
    for given_data in (
        data,
        b'[{"url": "https://a.example/1"},' + data,
        b'{"items": [{"url": "https://a.example"},' + data,
    ):
        with contextlib.suppress(SourceError):
            for row in rows(given_data, path) or ():
                assert isinstance(row, Mapping | SourceError | Remark)
                assert row.line >= 1
