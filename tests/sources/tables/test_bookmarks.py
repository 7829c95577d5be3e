"""Bookmarks: the HTML that all browsers write, the files of Chrome and Firefox, and lists of links in YAML."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.sources.tables import FORMATS, SUFFIXES, Remark, Row, bookmarks, lists, rows, trees
from kg.sources.tree import Mapping

NETSCAPE = b"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks Menu</H1>

<DL><p>
    <DT><H3 ADD_DATE="1" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><A HREF="https://a.example/1?a=1&amp;b=2" ADD_DATE="1700000000" ICON="data:x" TAGS="x, y">One &amp; two</A>
        <DD>A description
over lines
        <DT><H3>Climate</H3>
        <DL><p>
            <DT><A HREF='https://a.example/2' ADD_DATE=0>Two</A>
            <DT><A HREF="javascript:alert(1)">No</A>
            <DD>of nothing
            <HR>
            <DT><H3>Deep</H3>
            <DL><p><DT><A HREF="https://a.example/3">Three</A></DL><p>
        </DL><p>
        <DT><A HREF="https://a.example/4"></A>
    </DL><p>
</DL>
"""


def read(data: bytes, path: str = "x") -> list[Row]:
    found = rows(data, path)
    assert found is not None
    return list(found)


def test_netscape_bookmarks() -> None:
    found = read(NETSCAPE)
    assert found == [
        {"url": "https://a.example/1?a=1&b=2", "title": "One & two", "tags": ["x", "y"], "saved": "1700000000",
         "excerpt": "A description over lines"},
        {"url": "https://a.example/2", "title": "Two", "topics": ["Climate"]},
        {"url": "https://a.example/3", "title": "Three", "topics": ["Climate", "Deep"]},
        {"url": "https://a.example/4"},
    ]  # fmt: skip
    assert [row.line for row in found] == [9, 14, 19, 21]


def test_pocket_as_html() -> None:
    assert read(
        b"<!DOCTYPE html>\n<html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>\n"
        b'<li><a href="https://a.example/1" time_added="1700000000" tags="a,b">One</a></li></ul></body></html>'
    ) == [{"url": "https://a.example/1", "title": "One", "tags": ["a", "b"], "saved": "1700000000"}]


def test_other_pages_are_no_bookmarks() -> None:
    assert rows(b"<!DOCTYPE html><a href='https://a.example'>x</a>", "x.html") is None


def link(number: int, **more: object) -> dict[str, object]:
    return {"type": "url", "name": f"No {number}", "url": f"https://a.example/{number}"} | more


def test_chrome() -> None:
    news = {"type": "folder", "children": [link(2)], "name": "News"}
    bar = {"children": [link(1, date_added="13350000000000000"), news], "name": "Bookmarks bar", "type": "folder"}
    data = {"checksum": "x", "roots": {"bookmark_bar": bar, "sync_transaction_version": "1"}, "version": 1}
    found = read(json.dumps(data, indent=3).encode(), "Bookmarks")
    assert found == [
        {"url": "https://a.example/1", "title": "No 1", "saved": "2024-01-17T21:20:00Z"},
        {"url": "https://a.example/2", "title": "No 2", "topics": ["News"]},
    ]
    assert isinstance(found[0], Mapping)
    assert found[0].lines["url"] == found[0].lines["title"] + 1


def test_firefox() -> None:
    place, container = "text/x-moz-place", "text/x-moz-place-container"
    one = {
        "type": place, "uri": "https://a.example/1", "title": "One", "dateAdded": 1700000000000000, "tags": "a,b",
        "annos": [{"name": "bookmarkProperties/description", "value": "Words"}],
    }  # fmt: skip
    folder = {"type": container, "title": "News", "children": [{"type": place, "uri": "https://a.example/2"}]}
    asked = {"type": place, "uri": "place:sort=8", "title": "Most visited"}
    menu = {"type": container, "title": "menu", "root": "bookmarksMenuFolder", "children": [asked, one, folder]}
    data = {"title": "", "type": container, "root": "placesRoot", "children": [menu]}
    assert read(json.dumps(data).encode(), "bookmarks.json") == [
        {"url": "https://a.example/1", "title": "One", "saved": "2023-11-14T22:13:20Z", "tags": ["a", "b"],
         "excerpt": "Words"},
        {"url": "https://a.example/2", "topics": ["News"]},
    ]  # fmt: skip


@pytest.mark.parametrize("added", ["0", "-1", "x", "9" * 19, "9" * 400, 12.5, None, [], "11644473599999999"])
def test_a_date_that_is_none_is_left_out(added: object) -> None:
    data = {"roots": {"other": {"children": [link(1, date_added=added)]}}}
    (row,) = read(json.dumps(data).encode())
    assert row == {"url": "https://a.example/1", "title": "No 1"}


def test_lists_of_links_in_yaml() -> None:
    text = """
- url: https://a.example/1
  title: One
- Two: https://a.example/2
- https://a.example/3
- class_name: Friends
  link_list:
  - {name: X, link: 'https://a.example/4'}
"""
    found = read(text.encode(), "_data/links.yml")
    assert found == [
        {"url": "https://a.example/1", "title": "One"},
        {"title": "Two", "url": "https://a.example/2"},
        {"url": "https://a.example/3"},
        {"name": "X", "link": "https://a.example/4", "topics": ["Friends"]},
    ]
    assert [row.line for row in found] == [2, 4, 5, 8]


def test_lists_by_name_in_yaml() -> None:
    text = "climate:\n- url: https://a.example/1\n- url: https://a.example/2\n  topics: [own]\nnone: 1\n"
    assert read(text.encode(), "links.yaml") == [
        {"url": "https://a.example/1", "topics": ["climate"]},
        {"url": "https://a.example/2", "topics": ["own"]},
    ]


@pytest.mark.parametrize(
    "text",
    ["title: x\nurl: https://a.example\n", "- a\n- b\n", "x", "main:\n- title: Home\n  url: /\n", "a:\n- b:\n  - c\n"],
)
def test_other_yaml_is_no_list_of_links(text: str) -> None:
    assert rows(text.encode(), "x.yml") is None


def test_an_item_that_has_no_keys_is_told() -> None:
    _, error = read(b"- url: https://a.example/1\n- text\n", "links.yml")
    assert isinstance(error, SourceError)
    assert error.line == 2


@given(st.binary(max_size=200), st.sampled_from(["x.yml", "x.html", "Bookmarks", "x.json", "-"]))
def test_any_bytes_are_rows_or_errors(data: bytes, path: str) -> None:
    for start in (
        b"",
        b"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A ",
        b'{"roots": ',
        b"- url: https://a.example\n- ",
    ):
        try:
            found = rows(start + data, path)
        except SourceError:
            continue
        assert all(isinstance(row, Mapping | SourceError | Remark) and row.line >= 1 for row in found or ())


def test_each_format_says_which_files_it_reads() -> None:
    assert {format.rows for format in FORMATS} >= {bookmarks.rows, trees.rows, lists.rows}
    assert {".csv", ".tsv", ".json", ".jsonl", ".xml", ".rss", ".atom", ".yml", ".html"} <= set(SUFFIXES)
    assert all(suffix == suffix.lower() for suffix in SUFFIXES)


def test_a_list_of_links_in_toml_is_rows() -> None:
    data = b'[[bridges]]\ntitle = "One"\nurl = "https://a.example/1"\ndate = 2026-01-02\n'
    assert read(data, "data/links.toml") == [
        {"title": "One", "url": "https://a.example/1", "date": "2026-01-02", "topics": ["bridges"]}
    ]
