"""The body of a Markdown file -> its first heading and paragraph, and the links that it lists, each with its line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.identity import canonical_url
from kg.sources.body import LONGEST, LONGEST_EXCERPT, Body


def links(text: str, *, line: int = 1) -> list[tuple[str, str | None, str, int]]:
    """The address, title, heading and line of each link."""
    return [(link.url, link.title, link.heading, link.line) for link in Body(text, line=line).links]


ISSUE = """Good morning.

# This week

- [Lock keepers strike *again*](https://a.example/locks), on day three
- [here](https://b.example/gates)

Ferries
-------

Boats run,
and [the line to the islands reopens][line].

[line]: https://c.example/line "A title"
"""


def test_links_have_their_text_their_heading_and_their_line() -> None:
    assert links(ISSUE, line=11) == [
        ("https://a.example/locks", "Lock keepers strike again", "This week", 15),
        ("https://b.example/gates", None, "This week", 16),
        ("https://c.example/line", "the line to the islands reopens", "Ferries", 22),
    ]
    assert Body(ISSUE).links[0].around == "Lock keepers strike again, on day three"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("[here](https://a.example/1)", None),
        ("[read more](https://a.example/1)", None),
        ("[市议会批准新大桥](https://a.example/1)", "市议会批准新大桥"),
        ("[新大桥](https://a.example/1)", None),
        ("<https://a.example/1>", None),
        ("https://a.example/1", None),
        ("[https://a.example/1](https://a.example/1)", None),
        ("[![A boat](/b.png)](https://a.example/1)", None),
        ("[The `lock` opens](https://a.example/1)", "The lock opens"),
        ("[Salt &amp; tar](https://a.example/1)", "Salt & tar"),
        ("| a | b |\n|---|---|\n| [The lock opens](https://a.example/1) | x |", "The lock opens"),
        ("> [The lock opens](https://a.example/1)", "The lock opens"),
        (f"[{'word ' * 80}](https://a.example/1)", None),
    ],
)
def test_the_text_of_a_link_is_a_title_if_it_can_be_one(text: str, title: str | None) -> None:
    assert [found[:2] for found in links(text)] == [("https://a.example/1", title)]


def test_an_address_counts_once_under_the_first_text_that_is_a_title() -> None:
    text = "[here](https://a.example/1)\n\n[The lock opens](http://www.a.example/1/#x)\n\n[Another text](https://a.example/1)"
    assert [found[:2] for found in links(text)] == [("http://www.a.example/1/#x", "The lock opens")]


@pytest.mark.parametrize(
    "text",
    [
        "[a path](/about/)",
        "[a mail](mailto:a@a.example)",
        "[a script](javascript:alert(1))",
        "![a picture](https://a.example/i.png)",
        "`[The lock opens](https://a.example/1)`",
        "```\n[The lock opens](https://a.example/1)\n```",
        "<!-- [The lock opens](https://a.example/1) -->",
        "{% comment %}{{ '[The lock opens](https://a.example/1)' }}{% endcomment %}",
        "[not a reference][gone]",
    ],
)
def test_what_is_no_link_to_an_article_is_none(text: str) -> None:
    assert links(text) == []


def test_what_programs_put_in_is_no_text_and_keeps_its_lines() -> None:
    text = "{% include a.html\n   x=1 %}\n<!-- a\nnote -->\n{{ page.title }} Boats wait.\n\n"
    text += "[The lock opens](https://a.example/1)\n"
    assert Body(text).excerpt == "Boats wait."
    assert links(text) == [("https://a.example/1", "The lock opens", "", 7)]


def test_the_code_of_mdx_is_no_text_and_prose_that_begins_like_it_is() -> None:
    code = "import Card from '../card.astro'\nimport 'x.css'\nexport const a = 1\n\nBoats wait.\n"
    assert Body(code).excerpt == "Boats wait."
    for text in ("Import duties rise.", "import duties rise.", "export of grain falls."):
        assert Body(text).excerpt == text


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("# A heading\n\nThe first *paragraph* of\ntwo lines.\n\nThe second.", "The first paragraph of two lines."),
        ("![A boat](/b.png)\n\n***\n\n42\n\nAt last.", "At last."),
        ("> A quote is a text, too.", "A quote is a text, too."),
        ("[The lock opens](https://a.example/1) &amp; shuts.", "The lock opens & shuts."),
        ("Some <b>bold</b> text.", "Some bold text."),
        ("大桥在周二开放。", "大桥在周二开放。"),
        ("", None),
        ("# Only a heading", None),
    ],
)
def test_the_excerpt_is_the_first_paragraph_that_is_a_text(text: str, excerpt: str | None) -> None:
    assert Body(text).excerpt == excerpt


def test_a_long_paragraph_ends_at_a_word() -> None:
    excerpt = Body("word " * 500).excerpt
    assert excerpt is not None
    assert len(excerpt) <= LONGEST_EXCERPT + 1
    assert excerpt.endswith("word\u2026")


def test_the_heading_is_the_first() -> None:
    assert Body("Text.\n\n## Deep &amp; *wide*\n\n# Another").heading == "Deep & wide"
    assert Body("#\n\nText.").heading is None


PIECES = ["[a b]", "(https://a.example/1)",
          "[", "](", "{%", "%}", "{{", "}}", "<!--", "-->", "\n", "\n\n", "# ", "- ", "> ",
          "| ", "`", "*", "<", "import x from ", "é", "\x00", "&#", "[x]: https://b.example/2\n", "word"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(deadline=None, max_examples=300)
def test_any_body_gives_links_with_lines_that_are_there(text: str) -> None:
    body = Body(text, line=5)
    for link in body.links:
        assert canonical_url(link.url)
        assert 5 <= link.line <= 5 + text.count("\n")
    assert body.excerpt is None or body.excerpt.strip()


@pytest.mark.parametrize(
    "part",
    ["{%", "{{", "<!--", "[", "[a](", "![a](", "*a ", "**a_", "> ", "  - a\n", "`", "a|b\n-|-\n", "a\n\n", "<a "],
)
def test_hostile_bodies_are_read_in_bounded_time(part: str) -> None:
    body = Body(part * (1_000_000 // len(part)))
    start = time.process_time()
    assert not body.links
    assert len(body.excerpt or "") <= LONGEST_EXCERPT + 1
    assert time.process_time() - start < 6  # two, on a machine that does nothing else
    assert len(body.text) > LONGEST


def addresses(text: str) -> list[str]:
    return [link.url for link in Body(text).links]


def test_what_is_struck_out_is_listed_no_more() -> None:
    text = "- ~~[A bridge that was not built](https://a.example/no)~~\n- [A bridge](https://a.example/yes)\n"
    assert addresses(text) == ["https://a.example/yes"]
    assert addresses("## ~~[Gone for good](https://a.example/no)~~\n") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- URL: https://a.example/1\n- Source: A", ["https://a.example/1"]),
        ("See https://a.example/1, and (https://a.example/2).", ["https://a.example/1", "https://a.example/2"]),
        ("地址\uff1ahttps://a.example/1。", ["https://a.example/1"]),
        (
            "1、[Ice](https://a.example/1)\n\n2、[Fog](https://a.example/2)",
            ["https://a.example/1", "https://a.example/2"],
        ),
        ("`https://a.example/code`", []),
        ("    https://a.example/code", []),
        ("[https://a.example/1](https://a.example/2)", ["https://a.example/2"]),
    ],
)
def test_addresses_without_markup_are_links(text: str, found: list[str]) -> None:
    assert addresses(text) == found


def test_a_body_in_html_has_a_first_paragraph() -> None:
    assert Body('<p>Forty-one, in <a href="/x">the same elms</a>.</p>\n<p>More.</p>').excerpt == (
        "Forty-one, in the same elms."
    )
    assert Body("<Note>\nNot this.\n</Note>\n\nBut this.").excerpt == "But this."
    assert Body("<script>var a = 1;</script>\n\nText.").excerpt == "Text."


def test_the_original_is_the_link_that_says_so_and_stands_alone() -> None:
    text = "[Read on a service](https://service.example/1)\n\n[Read Original](https://a.example/1)\n"
    assert Body(text).original == "https://a.example/1"
    assert Body("Said in the [original](https://a.example/1).").original is None
    assert Body("[More](https://a.example/1)").original is None


def test_hashtags_and_a_link_alone_are_no_excerpt() -> None:
    text = "#Omnivore #read-later\n\n[Read Original](https://a.example/1)\n\n> It is longer at low water.\n"
    assert Body(text).excerpt == "It is longer at low water."
    assert Body("#1 in the charts.").excerpt == "#1 in the charts."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A bridge", "A bridge"),
        ("here", None),
        ("Read more", None),
        ("click here.", None),
        ("München", None),
        ("點擊這裡", None),
        ("海港大橋的新規定", "海港大橋的新規定"),
        ("b.example/bridge", None),
        ("https://b.example/a bridge", None),
    ],
)
def test_a_text_of_a_link_is_a_title_if_it_says_what_is_there(text: str, title: str | None) -> None:
    (link,) = Body(f"[{text}](https://a.example/1)").links
    assert link.title == title


@pytest.mark.parametrize(
    "text",
    [
        "[up](#top) [mail](mailto:a@a.example) [page](/about)",
        "![a pier](https://a.example/1.png)",
        "[![a pier](/1.png)](https://a.example/1.PNG?x=1)",
        "[Share this](https://twitter.com/intent/tweet?url=https://a.example/1)",
        "[Share it](https://www.facebook.com/sharer/sharer.php?u=x)",
        "<!-- [A bridge](https://a.example/1) -->",
        "{% link https://a.example/1 %}",
        'import Bridge from "https://a.example/1.js"',
    ],
)
def test_what_leads_to_no_text_is_no_link_of_the_list(text: str) -> None:
    assert addresses(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[A bridge][1]\n\n[1]: https://a.example/1", ["https://a.example/1"]),
        ("[A bridge]\n\n[a bridge]: https://a.example/1 'T'", ["https://a.example/1"]),
        ("## [A bridge](https://a.example/1)\n\nText.", ["https://a.example/1"]),
        ("https://a.example/a_b_c*d", ["https://a.example/a_b_c*d"]),
        (
            "| a | b |\n|-|-|\n| [A](https://a.example/1) | https://a.example/2 |",
            ["https://a.example/1", "https://a.example/2"],
        ),
        ("import duties: https://a.example/1", ["https://a.example/1"]),
        ("{{ x [A](https://a.example/1)", ["https://a.example/1"]),
    ],
)
def test_links_in_whichever_way_they_are_written(text: str, found: list[str]) -> None:
    assert addresses(text) == found


SHAPES = {
    "brackets": "[", "empty links": "[](", "links in links": "[a", "stars": "**a", "marks": "!", "hashes": "#",
    "lines": "a\n", "items": "- a\n", "numbers": "1. a\n", "quotes": "> ", "tables": "a|b\n-|-\n", "html": "<a href='",
    "comments": "<!--", "templates": "{% ", "links": "- [A b](https://a.example/x)\n", "addresses": "https://a.example/",
    "definitions": "[a]: b\n\n", "code": "`a", "entities": "&amp;", "letters": "a",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_megabyte_of_anything_takes_little_time(shape: str) -> None:
    body = Body(SHAPES[shape] * ((1 << 20) // len(SHAPES[shape])))
    start = time.process_time()
    body.links, body.excerpt, body.heading  # noqa: B018
    assert time.process_time() - start < 4, "twice what it takes on a machine with much else to do"
    assert body.is_cut or shape in ("quotes",)


def test_what_is_cut_ends_with_a_whole_line() -> None:
    lines = "".join(f"- [Day {n}](https://a.example/{n})\n" for n in range(30_000))
    body = Body(lines)
    found = body.links
    assert body.is_cut
    assert [link.line for link in found] == [*range(1, len(found) + 1)]
    assert len(found) > 5000


A = "https://a.example/"
WORDS = "It was said at the harbour that the pier would stand for another forty years. " * 20


@pytest.mark.parametrize(
    ("text", "is_list"),
    [
        (f"- [A b]({A}1): x\n- [C d]({A}2)\n- [E f]({A}3)\n{WORDS}", True),
        (f"1、[甲]({A}1)\n\n2、[乙]({A}2)\n\n3、[丙]({A}3)\n\n{WORDS}", True),
        (f"## [A b]({A}1)\n{WORDS}\n## [C]({A}2)\n\n## 3. [E]({A}3)", True),
        (f"- On [a]({A}1)\n- On [b]({A}2)\n- On [c]({A}3)\n", True),
        (f"- URL: {A}1\n- URL: {A}2\n- URL: {A}3\n", True),
        (f"{WORDS} [a]({A}1) {WORDS} [b]({A}2) {WORDS} [c]({A}3)", False),
        (f"- [A b]({A}1)\n- [C d]({A}2)\n", False),
        ("", False),
    ],
)
def test_a_text_that_cites_is_no_list_of_links(text: str, *, is_list: bool) -> None:
    assert Body(text).is_list is is_list
