"""The body of a file: its first paragraph, the links that it lists, and the address of what was read."""

from __future__ import annotations

import time

import pytest

from kg.sources.body import Body


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
