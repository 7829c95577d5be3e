"""Feeds, tables and lists of links, row by row."""

from __future__ import annotations

from kg.sources import read_bytes


def test_bookmarks_are_known_by_their_first_line_whatever_they_are_called() -> None:
    data = b'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><A HREF="https://a.example/1" TAGS="a">A title</A></DL>\n'
    for kind in ("page", "article"):  # in a folder, and named
        reading = read_bytes(data, "bookmarks.html", kind=kind)
        assert [(one.url, one.title) for one in reading.articles] == [("https://a.example/1", "A title")]


def test_a_title_that_is_the_address_is_none() -> None:
    reading = read_bytes(
        b"title,url\nhttps://a.example/1,https://a.example/1\nTwo,https://a.example/2\n", "x.csv", kind="table"
    )
    assert [one.title for one in reading.articles] == [None, "Two"]


def test_a_table_says_under_which_key_its_addresses_stand() -> None:
    data = b"Fundstelle;Titel\nhttps://a.example/1;Eins\nhttps://a.example/2;Zwei\n"
    reading = read_bytes(data, "x.csv", kind="table")
    assert reading.unread == ("Fundstelle",)
    assert "Fundstelle" in reading.left_out
    assert "[fields]" in reading.left_out
