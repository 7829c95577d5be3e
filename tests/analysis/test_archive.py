"""A graph -> its articles, links and stories, as records again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import kg
from found_stories import find
from kg.analysis import archive
from kg.identity import article_iri

N = "https://kg-news.example/"


def test_articles_come_back_with_what_stories_are_made_of(harbor: kg.KnowledgeGraph) -> None:
    articles, links = archive.articles(harbor._store.rows)
    assert [article.key for article in articles] == sorted(
        f"{N}article/{id}"
        for id in ("41699523d4f850df", "426cd7da658f8c8e", "840f8745559deb71", "c607f5d8193b652c", "fded6a3d388c2666")
    )
    ferry = articles[-1]
    assert ferry.url == "https://www.harbor-post.example/2021/03/04/ferry Skylark aground/?utm_source=feed&id=7#top"
    assert ferry.title == "Ferry Skylark runs aground off Port Ellery & 212 passengers are taken off"
    assert ferry.excerpt is not None
    assert ferry.published == datetime(2021, 3, 4, 18, 30, tzinfo=UTC)
    assert ferry.topics == ("Sea Rescue", "Shipping")
    orchards = articles[3]
    assert (orchards.excerpt, orchards.topics) == (None, ())
    assert orchards.published == datetime(2021, 5, 20, tzinfo=UTC), "by the name of its file"
    assert {(link.source[-4:], link.target[-4:]) for link in links} == {
        ("2666", "8c8e"),
        ("2666", "eb71"),
        ("50df", "8c8e"),
    }


def test_stories_come_back_as_they_were_found(harbor: kg.KnowledgeGraph) -> None:
    (story,) = archive.stories(harbor._store.rows)
    (row,) = harbor.query("SELECT ?label ?cohesion { ?s a kg:Story ; skos:prefLabel ?label ; kg:cohesion ?cohesion }")
    assert story.id == "fded6a3d388c2666"
    assert story.first == f"{N}article/fded6a3d388c2666"
    assert story.label == row["label"]
    assert Decimal(str(story.cohesion)) == row["cohesion"]
    assert story.start == datetime(2021, 3, 4, 18, 30, tzinfo=UTC)
    assert story.end == datetime(2021, 3, 5, 8, 0, 0, 250_000, tzinfo=UTC)


def test_stories_found_again_in_what_was_read_back_are_the_same(harbor: kg.KnowledgeGraph) -> None:
    again, alone = find(*archive.articles(harbor._store.rows))
    assert [set(story.members) for story in again] == [set(story.members) for story in harbor.stories]
    assert [set(story.members) for story in alone] == [{f"{N}article/c607f5d8193b652c"}]


def test_the_first_article_is_the_first_member_when_times_are_equal_or_unknown(
    article_file: Callable[..., Path], tmp_path: Path
) -> None:
    moments = ["2021-03-04T10:00:00Z", None]
    for name in "abcdefgh":
        for title, moment in zip(("Volcano ash grounds flights", "Museum buys lost art"), moments, strict=True):
            url = f"https://{title[:3].lower()}.example/{name}"
            article_file(f"in/{title[:3]}{name}.md", webUrl=url, title=title, date=moment)
    stories = kg.build(tmp_path / "in", output=tmp_path / "out").stories
    assert {story.first for story in stories} == {
        f"{N}{article_iri(f'https://{site}.example/a')}" for site in ("vol", "mus")
    }
    assert [story.members[0] for story in stories] == [story.first for story in stories]
    assert [len(story.members) for story in stories] == [8, 8]


def test_parts_of_a_second_count_in_the_order_of_members(article_file: Callable[..., Path], tmp_path: Path) -> None:
    for name, second in zip("abc", ("00.5", "00", "01"), strict=True):
        moment = f"2021-03-04T10:00:{second}Z"
        article_file(f"in/{name}.md", webUrl=f"https://a.example/{name}", title="Volcano ash", date=moment)
    (story,) = kg.build(tmp_path / "in", output=tmp_path / "out").stories
    assert [member.removeprefix(N) for member in story.members] == [
        article_iri(f"https://a.example/{name}") for name in "bac"
    ]


def test_the_largest_story_comes_first_then_by_id(article_file: Callable[..., Path], tmp_path: Path) -> None:
    titles = {"Volcano ash grounds flights": 2, "Museum buys lost art": 3, "Orchard in blossom": 2}
    for title, count in titles.items():
        for i in range(count):
            url = f"https://{title[:3].lower()}.example/{i}"
            article_file(f"in/{title[:3]}{i}.md", webUrl=url, title=title)
    stories = kg.build(tmp_path / "in", output=tmp_path / "out").stories
    assert [len(story.members) for story in stories] == [3, 2, 2]
    assert [story.id for story in stories[1:]] == sorted(story.id for story in stories[1:])


def test_a_graph_without_stories_has_none(article_file: Callable[..., Path], tmp_path: Path) -> None:
    file = article_file("a.md", webUrl="https://a.example/a", title="Alone")
    assert kg.build(file, output=tmp_path / "out").stories == ()


def test_copies_come_back_with_the_report_that_they_are_of(article_file: Callable[..., Path], tmp_path: Path) -> None:
    wire = {
        "title": "Volcano ash grounds all flights in the north",
        "excerpt": "Airports closed before dawn as it drifted.",
    }
    for name, hour in zip("abc", ("09", "08", "11"), strict=True):
        article_file(f"in/{name}.md", webUrl=f"https://{name}.example/1", date=f"2021-03-04T{hour}:00:00Z", **wire)
    (story,) = kg.build(tmp_path / "in", output=tmp_path / "out").stories
    report, *copies = story.members
    assert report == f"{N}{article_iri('https://b.example/1')}"
    assert story.copies == tuple(sorted((copy, report) for copy in copies))
