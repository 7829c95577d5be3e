"""The body of a file: its first paragraph, the links that it lists, and the address of what was read."""

from __future__ import annotations

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
