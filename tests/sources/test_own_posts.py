"""A site's own files: posts, pages, clippings, lists; and what they are known by."""

from __future__ import annotations

import pytest

from kg.codes import LONG_TEXT
from kg.model import Article
from kg.sources import read_bytes
from kg.sources.site import Site


def one(text: str, path: str = "x.md", site: Site | None = None) -> Article:
    (article, *_), rejected = (
        (reading := read_bytes(text.encode(), path, site=site or Site())).articles,
        reading.rejected,
    )
    assert not rejected
    return article


def test_a_text_whose_first_line_is_its_heading_is_an_article() -> None:
    article = one("# A bridge\n\n- [The first bridge](https://a.example/1)\n", "links.md".replace("links", "week-6"))
    assert article.title == "A bridge"
    assert one("# A bridge\n\nText.\n", "2024-03-05-bridge.md").published is not None
    assert read_bytes(b"# A bridge\n\nText.\n", "bridge.md").left_out


def test_an_own_post_without_an_address_is_still_its_sites() -> None:
    article = one("---\ntitle: First frost\n---\nText.\n", site=Site(url="https://lane.example/blog", name="Lane"))
    assert (article.url, article.provider) == (None, "lane.example")


def test_the_language_of_a_site_is_written_as_that_of_an_article() -> None:
    assert one("---\ntitle: First frost\n---\n", site=Site(language="en-us")).language == "en-US"


@pytest.mark.parametrize(
    ("path", "is_left_out"),
    [("source/about/index.md", True), ("source/_posts/about/index.md", False), ("source/_posts/tags.md", False)],
)
def test_pages_of_hexo_have_a_date_too(path: str, *, is_left_out: bool) -> None:
    reading = read_bytes(b"---\ntitle: A\ndate: 2020-01-01 00:00:00\n---\n", path, site=Site(generator="hexo"))
    assert bool(reading.left_out) is is_left_out


def test_a_category_in_a_category_is_two() -> None:
    article = one("---\nurl: https://a.example/1\ntitle: A\ncategories:\n- [Town, Port]\n- Other\n---\n")
    assert article.categories == ("Town", "Port", "Other")


def test_what_tools_write_for_want_of_a_name_is_nobody() -> None:
    assert one("---\nurl: https://a.example/1\ntitle: A\nauthor: |\n  unknown\n---\n").authors == ()
    assert one("---\nurl: https://a.example/1\ntitle: A\nauthors: [Unknown, Jane Roe]\n---\n").authors == ("Jane Roe",)


@pytest.mark.parametrize(
    "key", ["link-author: Jane Roe", "link: {href: https://a.example/1, author: {name: Jane Roe}}"]
)
def test_the_author_of_a_link_is_that_of_the_article(key: str) -> None:
    assert one(f"---\nbookmark-of: https://a.example/1\ntitle: A\nauthor: Me Myself\n{key}\n---\n").authors == (
        "Jane Roe",
    )


@pytest.mark.parametrize("key", ["last_modified_at", "updatedDate", "last-updated", "modified"])
def test_days_of_change(key: str) -> None:
    assert one(f"---\nurl: https://a.example/1\ntitle: A\n{key}: 2024-04-01\n---\n").updated is not None


def test_what_stands_below_a_heading_metadata_is_read_below_front_matter_too() -> None:
    article = one("---\nraindrop_id: 7\n---\n\n# Metadata\nSource URL:: https://a.example/1\n\n---\n# Planks\n\nTwo.\n")
    assert (article.url, article.title, article.excerpt) == ("https://a.example/1", "Planks", "Two.")
    article = one(
        "# Divers\n\n## Metadata\n- Author: [[Petra Wynn]]\n- Full Title: Divers at sea\n- Category: #articles\n"
        "- URL: https://a.example/2\n\n## Highlights\n- A bell.\n"
    )
    assert (article.title, article.authors, article.categories) == ("Divers at sea", ("Petra Wynn",), ())


def test_the_link_to_the_original_is_the_address_of_a_clipping() -> None:
    text = "---\nid: 7\ntitle: A pier\n---\n# A pier\n#Omnivore\n\n[Read on Omnivore](https://o.example/1)\n\n"
    assert one(text + "[Read Original](https://a.example/1)\n").url == "https://a.example/1"
    own = one("---\ntitle: A pier\nurl: https://a.example/own\n---\n[Original](https://b.example/1)\n")
    assert own.url == "https://a.example/own"


def test_a_link_to_a_whole_site_is_listed_only_with_a_title() -> None:
    links = "".join(f"- [A thing of day {day}](https://a.example/{day})\n" for day in range(3))
    text = f"---\ntitle: A week\n---\n{links}\nThanks to [Jo](https://jo.example/), and [a whole new site](https://b.example).\n"
    urls = [stub.url for stub, _ in read_bytes(text.encode(), "x.md").stubs]
    assert "https://jo.example/" not in urls
    assert "https://b.example" in urls


@pytest.mark.parametrize(("url", "advice"), [("", "[site] url"), ("https://lane.example", "permalink")])
def test_what_to_do_about_an_address_that_is_missing(url: str, advice: str) -> None:
    (warned,) = read_bytes(b"---\ntitle: First frost\n---\n", "x.md", site=Site(url=url)).warned
    assert advice in warned.message


def test_a_list_of_links_that_is_too_long_is_said_to_be_so() -> None:
    links = "".join(f"- https://a.example/{number}\n" for number in range(20_001))
    reading = read_bytes(f"---\ntitle: All of it\n---\n{links}".encode(), "x.md")
    assert [warned.origin.line for warned in reading.warned if warned.code == LONG_TEXT] == [4]
    assert len(reading.listed) == 20_000


def test_links_to_the_site_itself_are_not_listed() -> None:
    links = "".join(
        f"[Day {day}](https://a.example/{day}) and [tags](https://www.lane.example/t{day})\n" for day in range(3)
    )
    reading = read_bytes(
        f"---\ntitle: A week\n---\n{links}".encode(), "x.md", site=Site(url="https://lane.example/blog")
    )
    assert [stub.url for stub, _ in reading.stubs] == [f"https://a.example/{day}" for day in range(3)]


def test_a_reply_is_a_post_of_its_own_that_is_related_to_what_it_answers() -> None:
    front = "title: I agree with the plans\nin-reply-to: https://someone.example/plans\n"
    reading = read_bytes(f"---\n{front}---\nMy own thoughts.\n".encode(), "replies/1.md")
    assert [(a.key, a.title, a.full) for a in reading.articles] == [
        ("path:replies/1.md", "I agree with the plans", True),
        ("https://someone.example/plans", None, False),
    ]
    assert reading.listed == ()


def test_buttons_beside_a_post_are_no_articles() -> None:
    button = "- name: PDF\n  url: https://papers.example/1\n"
    others = "- name: The whole report\n  url: https://papers.example/2\n- url: https://papers.example/3\n"
    reading = read_bytes(f"---\ntitle: A simulator of drones\nlinks:\n{button}{others}---\nText.\n".encode(), "a.md")
    assert [(a.url, a.title) for a, _ in reading.stubs] == [
        ("https://papers.example/2", "The whole report"),
        ("https://papers.example/3", None),
    ]


def test_the_notes_of_a_day_are_an_article_if_they_have_links() -> None:
    text = b"- read today\n  - https://a.example/bridge-reopens\n  - [The ferry is late](https://b.example/ferry)\n"
    reading = read_bytes(text, "journals/2024_03_05.md")
    ((article, _),) = reading.own
    assert (article.url, article.title, str(article.published)[:10]) == (None, None, "2024-03-05")
    assert [(stub.url, stub.title) for stub, _ in reading.stubs] == [
        ("https://a.example/bridge-reopens", None),
        ("https://b.example/ferry", "The ferry is late"),
    ]
    assert read_bytes(text, "notes/bread.md").left_out
    assert read_bytes(text, "2024/03/bread.md").left_out
    assert read_bytes(b"- bread\n- [milk](/milk)\n", "journals/2024_03_05.md").left_out
