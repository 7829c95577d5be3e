"""A post whose address no key gives, and that is about the page that its title or its text links to; or about none."""

from __future__ import annotations

import pytest

from kg import sources
from kg.model import Article
from kg.sources.site import Site

SITE = Site(url="https://lane.example")


def read(front: str, body: str, path: str = "x.md") -> Article:
    reading = sources.read_bytes(f"---\n{front}\n---\n{body}\n".encode(), path, site=SITE)
    assert not reading.rejected
    return next(article for article, _ in reading.own)


@pytest.mark.parametrize(
    "front",
    ["layout: link", "type: Link-Post", "format: linklog", "post_format: post-format-link", "categories: [Links]"],
)
@pytest.mark.parametrize(
    "body",
    [
        "[The ferry is late again](https://a.example/ferry)\n\nAs ever, [they](https://b.example/x) say.",
        "<https://a.example/ferry>\n\nAs ever.",
        "https://a.example/ferry\n\n> They say so.",
        "## [The ferry is late again](https://a.example/ferry)\n\nAs ever.",
        '<p><a href="https://a.example/ferry">The ferry is late again</a></p>\n\nAs ever.',
        "As [they say](https://a.example/ferry), the ferry is late. [All of it](/2020/ferry)",
        "Read [this](https://a.example/ferry), and what [I wrote](https://lane.example/2020/boats) before.",
    ],
)
def test_a_post_that_says_that_it_is_a_link_has_the_address_of_its_link(front: str, body: str) -> None:
    article = read(f"title: Late again\n{front}", body)
    assert (article.url, article.title, article.provider) == ("https://a.example/ferry", "Late again", None)


@pytest.mark.parametrize(
    "body",
    [
        "The ferry is late.\n\nSource: [Harbor Times](https://a.example/ferry)",
        "The ferry is late.\n\nQuelle: <https://a.example/ferry>",
        "The ferry is late (via [Jo](https://a.example/ferry)).",
        "The ferry is late. H/T https://a.example/ferry",
        "The ferry is late. [via Jo](https://a.example/ferry)",
        "船が遅れた。\n\n出典:[港新聞](https://a.example/ferry)",
        "[One](https://a.example/1) and [another](https://a.example/2).",
        "- [The ferry is late](https://a.example/1)\n- [The pier is shut](https://a.example/2)",
        "[The ferry is late](https://lane.example/2020/ferry)",
        "No link.",
    ],
)
def test_whom_it_is_from_and_one_of_several_is_not_what_a_link_post_is_about(body: str) -> None:
    assert read("title: Late again\ndate: 2020-06-11\nlayout: link", body).url is None


def test_a_title_that_is_a_link_is_the_headline_and_the_address() -> None:
    article = read('title: "[The ferry &amp; the pier](https://a.example/ferry)"', "As [ever](https://b.example/1).")
    assert (article.url, article.title) == ("https://a.example/ferry", "The ferry & the pier")
    assert read('title: "[Draft] The pier (https://a.example/1)"', "Text.").url is None
    article = read("title: https://a.example/ferry-late\nlayout: link", "# Late again\n\nText.")
    assert (article.url, article.title) == ("https://a.example/ferry-late", "Late again")


@pytest.mark.parametrize(
    ("front", "body"),
    [
        ("date: 2020-06-11", "[The ferry is late again](https://a.example/7)\n\nAs ever."),
        ("title: The ferry is late again", "[The Ferry Is Late Again](https://a.example/7)"),
        ("title: 渡し船がまた遅れた", "[渡し船がまた遅れた](https://a.example/7)\n\n残念。"),
        ("title: Ferry is late", "https://a.example/2020/ferry-late-again\n\nAs ever."),
    ],
)
def test_a_first_block_that_says_what_the_title_says_is_what_the_post_is_about(front: str, body: str) -> None:
    assert (read(front, body).url or "").startswith("https://a.example/")


@pytest.mark.parametrize(
    "body",
    [
        "[Slides of the talk](https://a.example/7)\n\nI spoke of ferries.",
        "https://video.example/watch?v=1\n\nI spoke of ferries.",
        "[The ferry is late](https://a.example/ferry-late)\n\nSee [too](https://b.example/1).",
        "[The ferry is late](https://a.example/ferry-late)\n\n## And then\n\nMuch.",
        "- [The ferry is late](https://a.example/ferry-late)",
        "> [The ferry is late](https://a.example/ferry-late)",
        "![The ferry is late](https://a.example/ferry-late.png)",
        "[![The ferry](/x.png)](https://a.example/ferry-late.png)",
        "Today [the ferry is late](https://a.example/ferry-late).",
        "[The ferry is late](https://a.example)",
    ],
)
def test_a_post_that_only_cites_a_page_is_its_sites_own(body: str) -> None:
    assert (
        read("title: The ferry is late\ndate: 2020-06-11" if "lides" not in body else "title: Ferries", body).url
        is None
    )


def test_a_key_with_an_address_counts() -> None:
    article = read("title: Late\nlayout: link\nexternal-url: https://b.example/1", "[Late](https://a.example/ferry)")
    assert article.url == "https://b.example/1"


def test_text_without_front_matter_is_about_itself() -> None:
    reading = sources.read_bytes(b"# The ferry is late\n\nhttps://a.example/ferry-late\n", "2020-06-11.md")
    assert [article.url for article, _ in reading.own] == [None]
