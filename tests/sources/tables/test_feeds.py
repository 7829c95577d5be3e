"""Feeds: RSS of all ages, Atom and RSS 1.0; what is no XML is mended entry by entry, and bombs do not go off."""

from __future__ import annotations

import time
import tracemalloc

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import sources
from kg.codes import NOT_PUBLISHED, SYNTAX
from kg.errors import SourceError
from kg.sources.site import Site
from kg.sources.tables import MOST_ERRORS, Remark, Row, elements
from kg.sources.tables import rows as all_rows
from kg.sources.tables.feeds import rows
from kg.sources.tree import Mapping

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:m="http://search.yahoo.com/mrss/">
<channel><title>Harbor &amp; Ledger</title><link>https://harbor.example/</link><language>en</language>
{}
</channel></rss>
"""
ITEM = "<item><title>{0}</title><link>https://harbor.example/{0}</link></item>\n"
PROVIDER = {"name": "Harbor & Ledger", "url": "https://harbor.example/"}


def read(data: bytes | str) -> list[Row]:
    found = rows(data if isinstance(data, bytes) else data.encode())
    assert found is not None
    return list(found)


def links(found: list[Row]) -> list[str]:
    return [row["url"].rpartition("/")[2] for row in found if isinstance(row, Mapping)]


def test_rss() -> None:
    (row,) = read(
        RSS.format(
            "<item>\n<title>A &lt;b&gt;big&lt;/b&gt; week&#8217;s</title>\n<link>/2020/1</link>"
            "<description><![CDATA[<p>Hi <b>you</b></p><p>more</p>]]></description>"
            "<pubDate>Mon, 06 Sep 2021 00:01:00 +0000</pubDate><author>desk@a.example (City Desk)</author>"
            "<dc:creator>Jane Roe</dc:creator><category>x</category><category>y</category><category>x</category>"
            '<m:group><m:content url="/i.jpg" medium="image"/></m:group></item>'
        )
    )
    assert row == {
        "url": "https://harbor.example/2020/1",
        "title": "A big week\u2019s",
        "excerpt": "Hi you",
        "published": "Mon, 06 Sep 2021 00:01:00 +0000",
        "author": ["City Desk", "Jane Roe"],
        "tags": ["x", "y"],
        "image": "https://harbor.example/i.jpg",
        "lang": "en",
        "provider": PROVIDER,
    }
    assert isinstance(row, Mapping)
    assert (row.line, row.lines["title"], row.lines["url"]) == (4, 5, 6)


def test_atom() -> None:
    first, second = read("""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://a.example/">
<title>T</title><link rel="self" href="/feed"/><link href="https://a.example/"/><author><name>Of all</name></author>
<entry><title type="html">&lt;i&gt;X&lt;/i&gt;</title><link rel="related" href="https://c.example"/><link href="/1"/>
<id>urn:x</id><updated>2020-01-02T00:00:00Z</updated><published>2020-01-01T00:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A &amp; b <b>c</b></p><p>d</p></div></content>
<category term="t" label="T"/><link rel="enclosure" type="image/png" href="/i.png"/></entry>
<entry xml:lang="en"><title>a &lt;b> c</title><link href="https://a.example/2"/><author><name>Own</name></author>
<source><title>S</title><link href="https://s.example/"/></source></entry></feed>""")
    assert first == {
        "url": "https://a.example/1", "title": "X", "excerpt": "A & b c", "published": "2020-01-01T00:00:00Z",
        "updated": "2020-01-02T00:00:00Z", "tags": ["T"], "image": "https://a.example/i.png", "lang": "de",
        "author": ["Of all"], "provider": {"name": "T", "url": "https://a.example/"},
    }  # fmt: skip
    assert second == {
        "url": "https://a.example/2", "title": "a <b> c", "author": ["Own"], "lang": "en",
        "provider": {"name": "S", "url": "https://s.example/"},
    }  # fmt: skip


def test_atom_with_a_prefix_and_without_a_namespace() -> None:
    entry = '<{0}entry><{0}title>One</{0}title><{0}link href="https://a.example/1"/></{0}entry>'
    for start, prefix in (("<x:feed xmlns:x='http://www.w3.org/2005/Atom'>", "x:"), ("<feed>", "")):
        (row,) = read(start + entry.format(prefix) + f"</{prefix}feed>")
        assert row == {"url": "https://a.example/1", "title": "One"}


def test_rss_1_and_the_oldest() -> None:
    (row,) = read("""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://a.example/"><title>T</title>
<link>https://a.example/</link><items><rdf:Seq><rdf:li resource="x"/></rdf:Seq></items></channel>
<item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link><dc:date>2003-01-01</dc:date>
<dc:subject>x</dc:subject></item></rdf:RDF>""")
    assert row == {
        "url": "https://a.example/1", "title": "One", "published": "2003-01-01", "tags": ["x"],
        "provider": {"name": "T", "url": "https://a.example/"},
    }  # fmt: skip
    kind = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    (row,) = read(f"<?xml version='1.0'?>\n{kind}\n<rss version='0.91'><channel>{ITEM.format(1)}</channel></rss>")
    assert row == {"url": "https://harbor.example/1", "title": "1"}
    assert isinstance(row, Mapping)
    assert row.line == 3


def test_the_feed_is_the_provider_of_its_own_host_alone() -> None:
    own, other, sourced = read(
        RSS.format(
            "<item><link>https://www.harbor.example/1</link></item><item><link>https://b.example/2</link></item>"
            '<item><link>https://b.example/3</link><source url="https://c.example/feed">C</source></item>'
        )
    )
    assert isinstance(own, Mapping)
    assert own["provider"] == PROVIDER
    assert isinstance(other, Mapping)
    assert "provider" not in other
    assert isinstance(sourced, Mapping)
    assert sourced["provider"] == {"name": "C", "url": "https://c.example/feed"}


@pytest.mark.parametrize(
    "broken",
    [
        "<item><title>Bad & broken</title><link>https://harbor.example/2</link></item>",
        "<item><title>Not <b>closed</title><link>https://harbor.example/2</link></item>",
        "<item><title>No end</title><link>https://harbor.example/2</link>",
        "<item><title a=b>x</title><link>https://harbor.example/2</link></item>",
    ],
)
def test_an_entry_that_is_no_xml_is_mended_and_the_rest_goes_on(broken: str) -> None:
    found = read(RSS.format(ITEM.format(1) + broken + "\n" + ITEM.format(3)))
    assert links(found) == ["1", "2", "3"]
    assert [(word.line, word.code) for word in found if isinstance(word, Remark)] == [(5, SYNTAX)]
    mended, last = [row for row in found if isinstance(row, Mapping)][1:]
    assert (mended.line, mended["provider"], last.line) == (5, PROVIDER, 6)


def test_an_entry_that_cannot_be_mended_is_an_error_with_its_line() -> None:
    found = read(RSS.format(ITEM.format(1) + "<item><title>&</title></item>\n" + ITEM.format(3)))
    assert links(found) == ["1", "3"]
    (error,) = (row for row in found if isinstance(row, SourceError))
    assert (error.line, "write & as &amp;" in error.reason) == (5, True)


def test_a_feed_that_breaks_off_and_one_with_something_after_it() -> None:
    *_, error = read(RSS.format(ITEM.format(1))[:-60] + "<item><title>x")
    assert isinstance(error, SourceError)
    found = read(RSS.format(ITEM.format(1)) + "<!-- 1 s --> more")
    assert links(found) == ["1"]
    assert isinstance(found[-1], Remark)


def test_names_of_html_are_no_error() -> None:
    (row,) = read(
        RSS.format("<item><title>Caf&eacute;&nbsp;x &unknown; y</title><link>https://b.example</link></item>")
    )
    assert isinstance(row, Mapping)
    assert row["title"] == "Café x &unknown; y"


def laughs() -> str:
    names = [f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10)]
    return f'<!DOCTYPE rss [<!ENTITY lol0 "lol">{"".join(names)}]>'


BOMBS = {
    "laughs": (laughs(), "&lol9;"),
    "quadratic": (f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 50_000),
    "parameter": ('<!DOCTYPE rss [<!ENTITY % a "x"><!ENTITY % b "%a;%a;">%b;]>', "x"),
    "file": ('<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
    "remote": (
        '<!DOCTYPE rss SYSTEM "https://no.example/x.dtd" [<!ENTITY a PUBLIC "x" "https://no.example/">]>',
        "&a;",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_entities_are_never_declared(name: str) -> None:
    kind, text = BOMBS[name]
    data = f"<?xml version='1.0'?>\n{kind}\n<rss><channel><item><title>{text}</title><link>https://a.example/1</link>"
    start = time.process_time()
    tracemalloc.start()
    (row,) = read(data + "</item></channel></rss>")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(row, Mapping)
    assert row["title"] == text
    assert (row.line, peak < 50 * len(data) + 5_000_000) == (3, True)
    assert time.process_time() - start < 2


def test_a_document_type_that_does_not_end_is_an_error() -> None:
    found = read("<!DOCTYPE rss [<!ENTITY a 'x'>\n<rss><channel></channel></rss>")
    assert [isinstance(row, SourceError) and "does not end" in row.reason for row in found] == [True]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251", "koi8-r", "iso-8859-5", "gb2312", "shift_jis"]
)
def test_encodings(encoding: str) -> None:
    word = "你好" if encoding == "gb2312" else "こんにちは" if encoding == "shift_jis" else "Привет"
    name = encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{name}"?><rss><channel><item><title>{word}</title></item></channel></rss>'
    assert read(data.encode(encoding)) == [{"title": word}]


def test_what_says_that_it_is_latin_and_is_utf_8_is_utf_8() -> None:
    data = '<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><item><title>Café</title></item></channel></rss>'
    assert read(data.encode()) == [{"title": "Café"}]
    assert read(data.encode("latin-1")) == [{"title": "Café"}]


@pytest.mark.parametrize(
    "data",
    [b"", b"text", b"<html><body><rss></rss></body></html>", b"<!DOCTYPE html><p>a feed <feed></p>",
     b"<?xml version='1.0'?><urlset><url><loc>https://a.example/</loc></url></urlset>", b"<opml><body/></opml>"],
)  # fmt: skip
def test_other_files_are_no_feeds(data: bytes) -> None:
    assert rows(data) is None


def test_it_is_read_as_feedparser_reads_it() -> None:
    data = RSS.format("".join(ITEM.format(n) for n in range(50)))
    theirs = feedparser.parse(data.encode()).entries
    assert [(row["url"], row["title"]) for row in read(data) if isinstance(row, Mapping)] == [
        (entry.link, entry.title) for entry in theirs
    ]


@pytest.mark.parametrize(
    "piece",
    ["<item><", "<a>", "<item/>", "<item>", "<item>&</item>", "<b></b>", " a='", "&", "&x;", "<x xmlns:a='b'/>"],
)
@pytest.mark.parametrize("start", ["<rss><channel>", "<rss><channel><item>", "<rss><channel><item><title>", "<rss"])
def test_any_repetition_takes_time_by_its_length(start: str, piece: str) -> None:
    data = (start + piece * (200_000 // len(piece))).encode()
    began = time.process_time()
    found = list(all_rows(data, "x.xml") or ())
    assert time.process_time() - began < 2.5
    assert sum(isinstance(row, SourceError) for row in found) <= MOST_ERRORS + 1


def test_one_entry_is_held_at_a_time() -> None:
    data = RSS.format("".join(ITEM.format(n) for n in range(20_000))).encode()
    tracemalloc.start()
    count = sum(1 for _ in rows(data) or ())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 4 * len(data) + 3_000_000


PIECES = st.lists(
    st.sampled_from(
        ["<item>", "</item>", "<title>", "</title>", "<link>https://a.example</link>", "&", "&amp;", "<![CDATA[", "]]>",
         "<!--", "-->", "<b/>", "\n", "<", ">", "<entry>", "</channel>", "<a:b c='d'>", "<!DOCTYPE x [", "\x00"]
    ),
    max_size=20,
)  # fmt: skip


@given(PIECES)
def test_any_pieces_are_rows_or_errors(pieces: list[str]) -> None:
    for row in rows(("<rss><channel>" + "".join(pieces) + "</channel></rss>").encode()) or ():
        assert isinstance(row, Mapping | SourceError | Remark)
        assert row.line >= 1


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_errors(data: bytes) -> None:
    for start in (b"<rss><channel><item>", b"<?xml version='1.0' encoding='gb2312'?><feed>", b"\xff\xfe"):
        for row in rows(start + data) or ():
            assert isinstance(row, Mapping | SourceError | Remark)


def test_what_is_read_of_an_entry_is_bounded() -> None:
    title = "x" * (elements.LONGEST_TEXT * 2)
    (row,) = read(RSS.format(f"<item><link>https://a.example/1</link><title>{title}</title></item>"))
    assert isinstance(row, Mapping)
    assert len(row["title"]) < len(title)


EXPORT = """<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>https://lane.example</link>
{}
</channel></rss>"""
OF_EXPORT = (
    "<item><title>{0}</title><link>https://lane.example/{0}</link><wp:status>{1}</wp:status>"
    "<wp:post_type><![CDATA[{2}]]></wp:post_type></item>"
)
KINDS = [
    ("Bridge", "publish", "post"), ("Pier", "publish", "recipe"), ("Plans", "draft", "post"),
    ("Later", "future", "post"), ("Secret", "private", "post"), ("Old", "trash", "post"), ("About", "publish", "page"),
    ("Photo", "inherit", "attachment"), ("Menu", "publish", "nav_menu_item"), ("Part", "publish", "wp_block"),
]  # fmt: skip


def test_of_an_export_of_a_site_only_what_is_published_and_a_post_is_an_article() -> None:
    data = EXPORT.format("\n".join(OF_EXPORT.format(*kind) for kind in KINDS)).encode()
    reading = sources.read_bytes(data, "export.xml", kind="table")
    assert [article.title for article in reading.articles] == ["Bridge", "Pier"]
    assert not reading.rejected
    kinds = "attachment (1), nav_menu_item (1), page (1), trash (1), wp_block (1)"
    assert [(warned.origin.line, warned.code, warned.message) for warned in reading.warned] == [
        (
            7,
            NOT_PUBLISHED,
            f"5 entries left out of the export of a site: {kinds}",
        ),
        (4, NOT_PUBLISHED, "3 rows left out: drafts"),
    ]
    with_drafts = sources.read_bytes(data, "export.xml", kind="table", site=Site(drafts=True))
    assert [article.title for article in with_drafts.articles] == ["Bridge", "Pier", "Plans", "Later", "Secret"]


def test_of_an_export_of_drafts_alone_it_is_said_what_it_is() -> None:
    data = EXPORT.format(OF_EXPORT.format("Plans", "draft", "post")).encode()
    assert sources.read_bytes(data, "export.xml", kind="table").left_out == "a draft"


BLOGGER = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:a="http://purl.org/atom/app#">
<entry><category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#post"/>
<category term="Boats"/><title>Bridge</title><link rel="alternate" href="https://lane.example/1"/></entry>
<entry><category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#comment"/>
<title>Nice</title><link rel="alternate" href="https://lane.example/1?c=2"/></entry>
<entry><category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#post"/>
<a:control><a:draft>yes</a:draft></a:control><title>Plans</title><link href="https://lane.example/3"/></entry>
</feed>"""


def test_comments_and_drafts_of_blogger_are_no_articles() -> None:
    reading = sources.read_bytes(BLOGGER.encode(), "blog.xml", kind="table")
    assert [(article.title, article.tags) for article in reading.articles] == [("Bridge", ("Boats",))]
    assert {warned.code for warned in reading.warned} == {NOT_PUBLISHED}


def test_rows_that_say_that_they_are_drafts_are_left_out_but_not_those_whose_status_is_a_number() -> None:
    head = "url,title,draft,status\n"
    table = head + "".join(
        f"https://a.example/{number},The pier of day {number},{draft},{status}\n"
        for number, (draft, status) in enumerate(
            [("true", ""), ("false", ""), ("", "draft"), ("", "1"), ("", "unread")]
        )
    )
    reading = sources.read_bytes(table.encode(), "x.csv", kind="table")
    assert [article.url for article in reading.articles] == [f"https://a.example/{number}" for number in (1, 3, 4)]
