"""The rows of feeds, tables and lists of links -> articles, one each; what a site's own data are otherwise, is told."""

from __future__ import annotations

import pytest

from kg import sources
from kg.model import Reading
from kg.sources.site import Site


def read(text: str, path: str, *, named: bool = False, site: Site | None = None) -> Reading:
    return sources.read_bytes(text.encode(), path, kind="table", named=named, site=site or Site())


TABLE = 'title,url,date,tags\nLocks,https://a.example/1,2026-06-02,"locks, gates"\nWeirs,https://a.example/2,,\n'


def test_the_rows_of_a_table_are_articles_of_their_own_lines() -> None:
    reading = read(TABLE, "links.csv")
    assert [(a.url, a.title, a.tags, a.full) for a in reading.articles] == [
        ("https://a.example/1", "Locks", ("locks", "gates"), True),
        ("https://a.example/2", "Weirs", (), True),
    ]
    assert (reading.lines, reading.rejected, reading.related) == ((2, 3), (), ())


def test_a_row_without_an_address_is_rejected_and_the_others_stay() -> None:
    reading = read(f"{TABLE}Gates,,,\nTolls,javascript:alert(1),,\n", "links.csv")
    assert len(reading.articles) == 2
    assert [(one.origin.line, one.code) for one in reading.rejected] == [(4, "KG004"), (5, "KG005")]


@pytest.mark.parametrize(
    ("text", "path", "why"),
    [
        ("name,age\nAnn,7\n", "a.csv", "data without addresses of articles"),
        ('{"a": [1, 2]}', "package.json", "data without addresses of articles"),
        ("", "a.json", "data without addresses of articles"),
        ("- name: Ann\n  url: https://ann.example/\n- name: Sam\n  url: https://sam.example/\n", "_data/friends.yml",
         "data without addresses of articles"),
        ("webUrl,label\nhttps://a.example/1,strike\nhttps://a.example/2,strike\n", "labels.csv",
         "addresses without titles"),
    ],
)  # fmt: skip
def test_data_of_the_site_that_are_no_articles_are_left_out_and_say_why(text: str, path: str, why: str) -> None:
    reading = read(text, path)
    assert (reading.articles, reading.rejected, reading.left_out) == ((), (), why)


def test_addresses_alone_are_read_from_a_table_that_was_named_itself() -> None:
    text = "webUrl\nhttps://a.example/1\n"
    assert [a.url for a in read(text, "links.csv", named=True).articles] == ["https://a.example/1"]


def test_lists_of_links_of_a_site_are_articles() -> None:
    text = (
        "- title: Locks\n  url: https://a.example/1\n  date: 2026-06-02\n- title: Weirs\n  url: https://a.example/2\n"
    )
    reading = read(text, "_data/links.yml")
    assert [(a.title, line) for a, line in reading.own] == [("Locks", 1), ("Weirs", 4)]


def test_what_a_site_calls_its_fields_holds_in_its_tables_too() -> None:
    site = Site(fields=(("url", ("weblink",)),))
    assert [a.url for a in read("weblink,title\nhttps://a.example/1,Locks\n", "a.csv", site=site).articles] == [
        "https://a.example/1"
    ]


def test_bookmarks_are_known_by_their_first_line_whatever_they_are_called() -> None:
    data = b'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><A HREF="https://a.example/1" TAGS="a">A title</A></DL>\n'
    for kind in ("page", "article"):  # in a folder, and named
        reading = sources.read_bytes(data, "bookmarks.html", kind=kind)
        assert [(one.url, one.title) for one in reading.articles] == [("https://a.example/1", "A title")]


def test_a_title_that_is_the_address_is_none() -> None:
    reading = sources.read_bytes(
        b"title,url\nhttps://a.example/1,https://a.example/1\nTwo,https://a.example/2\n", "x.csv", kind="table"
    )
    assert [one.title for one in reading.articles] == [None, "Two"]


def test_a_table_says_under_which_key_its_addresses_stand() -> None:
    data = b"Fundstelle;Titel\nhttps://a.example/1;Eins\nhttps://a.example/2;Zwei\n"
    reading = sources.read_bytes(data, "x.csv", kind="table")
    assert reading.unread == ("Fundstelle",)
    assert "Fundstelle" in reading.left_out
    assert "[fields]" in reading.left_out
