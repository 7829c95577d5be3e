"""Front matter of every dialect -> one tree, its body, and where each key stands; what is none is named."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.codes import COMMENTED_VALUE
from kg.errors import SourceError
from kg.sources.dialects import (
    begins_with_front_matter,
    content,
    first_heading,
    front_matter,
    nodes,
    plain_heading,
    what_it_is,
)
from kg.sources.frontmatter import decode
from kg.sources.signatures import binary
from kg.sources.tree import MAPPING, MAX_DEPTH, Mapping, Sequence

FORMS: dict[str, tuple[str, str, str, dict[str, Any], dict[str, int]]] = {  # path, dialect, text -> tree, lines
    "YAML": ("a.md", "yaml", "---\ntitle: A\n---\nBody\n", {"title": "A"}, {"title": 2}),
    "YAML that ends with dots": ("a.md", "yaml", "---\ntitle: A\n...\nBody\n", {"title": "A"}, {"title": 2}),
    "YAML by name": ("a.md", "yaml", "---yaml\ntitle: A\n---\nBody\n", {"title": "A"}, {"title": 2}),
    "YAML after a comment": (
        "a.md",
        "yaml",
        "<!-- lint: off -->\n \n---\ntitle: A\n---\nBody\n",
        {"title": "A"},
        {"title": 4},
    ),
    "YAML closed by more hyphens": ("a.md", "yaml", "---\ntitle: A\n------\nBody\n", {"title": "A"}, {"title": 2}),
    "YAML without a fence before (Hexo)": (
        "a.md",
        "yaml",
        "title: A\ntags:\n- b\n---\nBody\n",
        {"title": "A", "tags": ["b"]},
        {"title": 1, "tags": 2},
    ),
    "YAML without keys": ("a.md", "yaml", "---\n---\nBody\n", {}, {}),
    "TOML": (
        "a.md",
        "toml",
        '+++\ntitle = "A"\n[extra]\nlink = "https://a.example/1"\n+++\nBody\n',
        {"title": "A", "extra": {"link": "https://a.example/1"}},
        {"title": 2, "extra": 3},
    ),
    "TOML with a day that there is not": (
        "a.md",
        "toml",
        "+++\ndate = 0000-01-01\n+++\nBody\n",
        {"date": "0000-01-01"},
        {"date": 2},
    ),
    "JSON": (
        "a.md",
        "json",
        '{\n"title": "A",\n"draft": false\n}\nBody\n',
        {"title": "A", "draft": "false"},
        {"title": 2, "draft": 3},
    ),
    "JSON without braces (Hexo)": (
        "a.md",
        "json",
        ';;;\n"title": "A",\n"n": 1\n;;;\nBody\n',
        {"title": "A", "n": "1"},
        {"title": 2, "n": 3},
    ),
    "JSON by name": ("a.md", "json", '---json\n{"title": "A"}\n---\nBody\n', {"title": "A"}, {"title": 2}),
    "JSON that is no YAML": ("a.md", "yaml", '---\n{\n\t"title": "A"\n}\n---\nBody\n', {"title": "A"}, {"title": 3}),
    "headers (Pelican)": (
        "a.md",
        "headers",
        "Title: A\nDate: 2026-08-19\nTags: b,\n   c\nAuthors: D\n    E\n\nBody\n",
        {"Title": "A", "Date": "2026-08-19", "Tags": "b, c", "Authors": ["D", "E"]},
        {"Title": 1, "Date": 2, "Tags": 3, "Authors": 5},
    ),
    "headers in German": (
        "a.md",
        "headers",
        "Titel: A\nDatum: 2026-08-19\n\nBody\n",
        {"Titel": "A", "Datum": "2026-08-19"},
        {"Titel": 1, "Datum": 2},
    ),
    "one header": ("a.txt", "headers", "Title: A: b\n\nBody\n", {"Title": "A: b"}, {"Title": 1}),
    "headers in a comment (Pico)": (
        "a.md",
        "headers",
        "/*\nTitle: A\nDate: b\n*/\nBody\n",
        {"Title": "A", "Date": "b"},
        {"Title": 2, "Date": 3},
    ),
    "fields with dashes between (Kirby)": (
        "a.txt",
        "kirby",
        "Title: A\n\n----\n\nDate: b\n\n----\n\nText:\n\nBody\n",
        {"Title": "A", "Date": "b"},
        {"Title": 1, "Date": 5},
    ),
    "reST (Pelican)": (
        "a.rst",
        "rest",
        "A title\n#######\n\n:date: 2010-10-03 10:20\n:summary: long\n   text\n\nBody\n",
        {"title": "A title", "date": "2010-10-03 10:20", "summary": "long text"},
        {"title": 1, "date": 4, "summary": 5},
    ),
    "reST with fields above": (
        "a.rst",
        "rest",
        ":date: 2010\n:tags: b\n\n===\nA\n===\n\nBody\n",
        {"title": "A", "date": "2010", "tags": "b"},
        {"title": 5, "date": 1, "tags": 2},
    ),
    "AsciiDoc": (
        "a.adoc",
        "rest",
        "= A\n:date: 2010\n\nBody\n",
        {"title": "A", "date": "2010"},
        {"title": 1, "date": 2},
    ),
    "directives (Nikola)": (
        "a.rst",
        "directives",
        ".. title: A\n.. slug: b\n\nBody\n",
        {"title": "A", "slug": "b"},
        {"title": 1, "slug": 2},
    ),
    "directives in a comment": (
        "a.md",
        "directives",
        "<!--\n.. title: A\n.. slug: b\n-->\n\nBody\n",
        {"title": "A", "slug": "b"},
        {"title": 2, "slug": 3},
    ),
    "keywords (Org)": (
        "a.org",
        "org",
        "#+TITLE: A\n#+DATE: b\n\nBody\n",
        {"TITLE": "A", "DATE": "b"},
        {"TITLE": 1, "DATE": 2},
    ),
    "definitions (Franklin)": (
        "a.md",
        "definitions",
        '@def title = "A"\n@def n = 1\n\nBody\n',
        {"title": "A", "n": "1"},
        {"title": 1, "n": 2},
    ),
    "properties (Logseq)": (
        "a.md",
        "properties",
        "title:: A\nurl:: https://a.example/1\n\nBody\n",
        {"title": "A", "url": "https://a.example/1"},
        {"title": 1, "url": 2},
    ),
    "items (Readwise)": (
        "a.md",
        "items",
        "# A\n\n## Metadata\n- Author: [[B]]\n- URL: https://a.example/1\n\nBody\n",
        {"title": "A", "Author": "[[B]]", "URL": "https://a.example/1"},
        {"title": 1, "Author": 4, "URL": 5},
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_dialect_gives_a_tree_with_lines_and_the_body(form: str) -> None:
    path, dialect, text, tree, lines = FORMS[form]
    for written in (text, "\n" + text):
        found = front_matter(written, path)
        more = written.count("\n") - text.count("\n")
        assert (found.dialect, found.tree) == (dialect, tree)
        assert found.tree.lines == {key: line + more for key, line in lines.items()}
        assert found.body.strip() in ("Body", "Text:\n\nBody")
        assert written.split("\n", found.body_line - 1)[-1] == found.body or found.body == written[-len(found.body) :]
        assert begins_with_front_matter(written, path)
        assert content(written, path) == tree


@pytest.mark.parametrize("form", [form for form in FORMS if form != "YAML without keys"])
def test_nodes_stand_where_their_keys_and_values_do(form: str) -> None:
    path, dialect, text, tree, _ = FORMS[form]
    root, found = nodes(text, path)
    assert found == dialect
    assert root is not None
    assert root.kind == MAPPING
    for key, value in root.entries:
        assert key is not None
        assert tree[key.value] is not None
        assert text[key.start : key.end].strip("\"'") in (key.value, "")
        if isinstance(tree[key.value], str) and " " not in tree[key.value]:
            assert text[value.start : value.end].strip("\"'") == tree[key.value]


@pytest.mark.parametrize(
    "text",
    [
        "Note: this is prose.\n\nMore.\n",
        "Pros: it is cheap.\nCons: it is slow, and nobody knows why.\n\nMore.\n",
        "https://a.example/1: an address\nhttp://a.example/2\n",
        "Title: A\nand no header.\n",
        ":smile: hello\n\nText.\n",
        "A heading\n=========\n\n:smile: hello\n",
        "{{< shortcode >}}\n",
        "{: .class}\n",
        "[[wiki link]] begins it\n",
        "<b>Bold</b> begins it.\n",
        "a, b and c\nd, e and f\n",
        "***\n\nText.\n",
        ".. _target: https://a.example/1\n",
        "Note: one\n---\n",
    ],
)
def test_prose_is_no_front_matter(text: str) -> None:
    found = front_matter(text, "a.md")
    assert found.dialect == "none"
    assert not begins_with_front_matter(text, "a.txt")
    assert nodes(text, "a.md") == (None, "none")


@pytest.mark.parametrize(
    ("text", "tree", "line", "body"),
    [
        ("# A [link](https://a.example/1) #\n\nText.\n", {"title": "A link"}, 1, "\nText.\n"),
        ("\nA *title*\n=========\nText.\n", {"title": "A title"}, 2, "Text.\n"),
        ("Text.\n\n## Later\n", {"title": "Later"}, 3, "Text.\n\n## Later\n"),
    ],
)
def test_without_front_matter_the_first_heading_is_the_title(
    text: str, tree: dict[str, str], line: int, body: str
) -> None:
    found = front_matter(text, "a.md")
    assert (found.dialect, found.tree, found.body) == ("none", tree, body)
    assert found.heading is not None
    assert found.heading.line == found.tree.lines["title"] == line


@pytest.mark.parametrize("text", ["Only text.\n", "```\n# in code\n```\n", "#hashtag\n", "- a\n---\n"])
def test_a_text_without_a_heading_has_no_title(text: str) -> None:
    found = front_matter(text, "a.md")
    assert (found.tree, found.heading, found.body) == ({}, None, text)


def test_imports_and_exports_of_mdx_are_no_text() -> None:
    text = "import A from 'b'\nexport const c = {\n}\n\n# A\n\nText.\n"
    assert front_matter("---\ntitle: A\n---\n" + text, "a.mdx").body == "\n# A\n\nText.\n"
    assert front_matter(text, "a.mdx").tree == {"title": "A"}
    assert front_matter(text, "a.md").body == text


def test_a_heading_is_plain() -> None:
    assert plain_heading("![logo](x.png) **A** `b` [c][d] {#e}") == "logo A b c"
    assert first_heading("a\n\n\tb\n---\n", first_line=1) is None


# -- web pages -------------------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head>
<title>The ferry &amp; the fog | The Pier</title>
<!-- <meta property="og:title" content="Not this"> -->
<script>var a = '<meta property="og:title" content="Nor this">'</script>
<link href=https://pier.example/ferry rel="canonical">
<meta content='The ferry &amp; the fog' property=og:title>
<meta property="og:site_name" content="The Pier">
<meta property="article:published_time" content="2021-04-05T06:00:00Z">
<meta name="author" content="Jane Roe">
<meta property="article:author" content="https://social.example/jane">
<meta property="article:tag" content="Ferries"><meta property="article:tag" content="Fog">
<meta name="description" content="{{ page.summary }}">
</head>
<body>
Text.
"""


def test_a_saved_page_says_what_it_is_under_plain_keys() -> None:
    found = front_matter(PAGE, "a.html")
    assert (found.dialect, found.tree) == (
        "html",
        {
            "title": "The ferry & the fog", "url": "https://pier.example/ferry", "published": "2021-04-05T06:00:00Z",
            "author": "Jane Roe", "site": "The Pier", "lang": "en-GB", "tags": ["Ferries", "Fog"],
        },
    )  # fmt: skip
    assert found.tree.lines == {"title": 7, "url": 6, "published": 9, "author": 10, "site": 8, "lang": 2, "tags": 12}
    assert (found.body, found.body_line) == ("\nText.\n", 15)


def test_json_ld_comes_first_and_the_most_telling_thing_of_it() -> None:
    text = """<html><script type="application/ld+json">
    {"@graph": [{"@type": "WebPage", "name": "No"}, {"@type": ["NewsArticle"], "headline": "Yes &amp; yes",
     "author": [{"name": "A"}, {"name": "B"}], "mainEntityOfPage": {"@id": "https://pier.example/1"},
     "publisher": {"name": "The Pier"}, "keywords": ["x", "y"]}]}
    </script><meta property="og:title" content="No"><body>"""
    assert front_matter(text, "a.html").tree == {
        "title": "Yes & yes", "url": "https://pier.example/1", "author": ["A", "B"], "site": "The Pier",
        "tags": ["x", "y"],
    }  # fmt: skip


def test_a_paper_and_a_page_that_a_browser_saved() -> None:
    paper = '<html><meta name="citation_title" content="A"><meta name="citation_author" content="Roe, J"><body>'
    assert front_matter(paper, "a.html").tree == {"title": "A", "author": "Roe, J"}
    saved = "<!DOCTYPE html>\n<!-- saved from url=(0022)https://pier.example/1 -->\n<html><title>A</title></html>"
    assert front_matter(saved, "a.html").tree == {"title": "A", "url": "https://pier.example/1"}


# -- what is none ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path", "name"),
    [
        ("<!DOCTYPE html>\n<html><title>A</title>", "a.md", "a web page without metadata"),
        ('<?xml version="1.0"?>\n<rss>', "a.txt", "a feed (RSS)"),
        ("a,b\n1,2\n", "a.txt", "a CSV table"),
        ("a\tb\n1\t2\n", "a", "a table (TSV)"),
        ('[{"a": 1}]', "a.md", "JSON"),
        ("#!/bin/sh\necho\n", "a.sh", "a program"),
        ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n", "a.txt", "bookmarks of a browser"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_named_and_refused(text: str, path: str, name: str) -> None:
    with pytest.raises(SourceError) as caught:
        front_matter(text, path)
    first = text.partition("\n")[0]
    shown = first if len(first) <= 40 else f"{first[:40]}..."
    expected = f"the file begins with {shown}: it is {name}; begin it with front matter (---), or move it elsewhere"
    assert (caught.value.line, caught.value.reason) == (1, expected)


def test_what_is_a_text_is_named_by_its_ending() -> None:
    names = {path: what_it_is("Text.\n", path) for path in ("a.md", "a.rst", "a.txt", "a")}
    assert names == {
        "a.md": "Markdown without front matter", "a.rst": "reStructuredText without metadata",
        "a.txt": "a text without front matter", "a": "a text without front matter",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x89PNG\r\n\x1a\n", "an image (PNG)"), (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "an image (WebP)"), (b"a\x00" * 100, "binary data"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_text_are_named(data: bytes, name: str) -> None:
    assert binary(data) == name
    with pytest.raises(SourceError, match=f"the file is {name.replace('(', '.').replace(')', '.')}, and no text"):
        decode(data)


@pytest.mark.parametrize("data", [b"a\x00b", b"%PDF is a format\n", b"BZh!\n", "\ufeffa".encode("utf-16-le")])
def test_bytes_that_may_be_text_are_none_of_these(data: bytes) -> None:
    assert binary(data) == ""


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("---\ntitle: A\n", 1, "the front matter is not closed; add a line --- after it"),
        ("\n+++\ntitle = 1\n", 2, "the front matter is not closed; add a line +++ after it"),
        ("---js\n{}\n---\n", 1, "front matter in js is a program, and nothing is run; write it as YAML, TOML or JSON"),
        ("---\n- a\n---\n", 2, "the front matter is not a mapping of keys to values (key: value)"),
        ("+++\na = 1\nb = \n+++\n", 3, "not valid TOML: invalid value; put texts in quotes"),
        ("+++\na = [\n+++\n", 3, "not valid TOML: invalid value; put texts in quotes"),
        ('{"a": 1,}\n', 1, "not valid JSON: a key in double quotes is missing (before '}'); mend it there"),
        (';;;\n"a" 1\n;;;\n', 2, "not valid JSON: a colon (:) is missing after a key (before '1'); mend it there"),
    ],
)
def test_what_cannot_be_read_is_refused_with_line_and_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        front_matter(text, "a.md")
    assert (caught.value.line, caught.value.reason) == (line, reason)
    assert begins_with_front_matter(text, "a.txt")


# -- what a # cuts off -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("title: #1 reason", "#1 reason"),
        ("title: The #1 reason", "#1 reason"),
        ("tags: #news #ports", "#news #ports"),
        ("tags:\n  - #news", "#news"),
        ("colour: red #ff0000", None),
        ("date: 2020-06-11 #sure", None),
        ("title: A # a comment", None),
        ("title: 'The #1 reason'", None),
        ("title: A#1", None),
        ("title: |\n  a #1\n", None),
    ],
)
def test_a_value_that_lost_text_to_a_comment_is_known(line: str, lost: str | None) -> None:
    odd = front_matter(f"---\n{line}\n---\n", "a.md").odd
    message = f"what follows # is a comment to YAML: {lost!r} is lost; put the whole text in quotes"
    key, number = line.partition(":")[0], 2 + line.rstrip().count("\n")
    assert odd == (() if lost is None else ((number, key, message, COMMENTED_VALUE),))


# -- bombs and anything else -----------------------------------------------------------------------------------------

MANY = 50_000
BOMBS = {
    "deep TOML": "+++\na = " + "[" * MANY + "\n+++\n",
    "dotted TOML": "+++\n" + "a." * MANY + "a = 1\n+++\n",
    "deep JSON": '{"a":' * MANY,
    "the same header": "Title: x\n" * MANY,
    "the same key": "{" + '"a":1,' * MANY + '"b":2}',
    "open metas": "<html>" + "<meta \"<meta '" * MANY,
    "open comments": "<!--" * MANY,
    "open scripts": "<html>" + "<script>" * MANY,
    "attributes": "<html>" + ("<meta " + " a" * 8000 + ">") * 10,
    "links": "# " + "[a](" * MANY,
    "marks": "# " + "*a" * MANY,
    "headings": "a\n" * MANY + "==",
    "blanks": "Title:" + " " * MANY * 10,
    "hashes": "---\na: b" + " #x" * MANY + "\n---\n",
    "almost Hexo": "a:\n" + "  b\n" * MANY,
    "numbers": "+++\na = " + "1" * MANY + "\n+++\n",
    "imports": "import a\n\n" * MANY,
    "deep JSON-LD": '<html><script type="application/ld+json">' + "[" * MANY,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_read_or_refused_at_once(bomb: str) -> None:
    for path in ("a.md", "a.mdx"):
        start = time.process_time()
        with suppress(SourceError):
            front_matter(BOMBS[bomb], path)
        nodes(BOMBS[bomb], path)
        assert time.process_time() - start < 2


def test_toml_is_nested_up_to_its_limit() -> None:
    assert front_matter(f"+++\n{'.'.join('a' * (MAX_DEPTH - 1))} = 1\n+++\n", "a.md").dialect == "toml"
    with pytest.raises(SourceError, match=f"nested more than {MAX_DEPTH} deep"):
        front_matter(f"+++\n{'.'.join('a' * (MAX_DEPTH + 1))} = 1\n+++\n", "a.md")


pieces = st.sampled_from(
    [
        "---\n",
        "+++\n",
        ";;;\n",
        "{",
        "}",
        '"a"',
        ":",
        "a: b\n",
        "a = ",
        "[",
        "]",
        "[[t]]\n",
        ".",
        ",",
        "'",
        '"""',
        "\n",
        " ",
        "<!--",
        "-->",
        "<html>",
        "<meta name=author content='",
        "<body>",
        "Title: ",
        "# ",
        "===\n",
        ":date: ",
        ".. title: ",
        "#+TITLE: ",
        "@def a = ",
        "a:: ",
        "## Metadata\n- ",
        "\\",
        "2020-01-01",
        "1",
        "/*",
        "*/",
        "import ",
    ]
)


@given(
    st.lists(pieces | st.text(max_size=3), max_size=25).map("".join),
    st.sampled_from(["a.md", "a.mdx", "a.rst", "a.html"]),
)
@settings(deadline=None, max_examples=400)
def test_any_text_is_front_matter_a_text_or_refused(text: str, path: str) -> None:
    root, _ = nodes(text, path)
    for node in root.nodes() if root is not None else ():
        assert 0 <= node.start <= node.end <= len(text)
    try:
        found = front_matter(text, path)
    except SourceError:
        return
    assert text.endswith(found.body)
    assert found.body_line == text.count("\n", 0, len(text) - len(found.body)) + 1
    assert begins_with_front_matter(text, path) == (found.dialect != "none")
    for value in found.tree.values():
        assert value is None or isinstance(value, str | Mapping | Sequence)
    assert found.tree.keys() >= found.tree.lines.keys()
