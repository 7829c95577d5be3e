"""Small sites in the manner of real ones, from their files to the graph: what each gives, and what is left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.identity import DEFAULT_BASE
from kg.model import Article
from kg.sources import records

ARTICLES = """
SELECT ?article ?url ?title ?published ?excerpt ?provider ?language ?full WHERE {
  ?article kg:full ?full
  OPTIONAL { ?article schema:url ?url } OPTIONAL { ?article schema:headline ?title }
  OPTIONAL { ?article schema:datePublished ?published } OPTIONAL { ?article schema:abstract ?excerpt }
  OPTIONAL { ?article schema:publisher/kg:domain ?provider } OPTIONAL { ?article schema:inLanguage ?language }
} ORDER BY ?url ?title"""

Site = Callable[[dict[str, str]], Path]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Write the files of a site, by their paths."""

    def write(files: dict[str, str]) -> Path:
        for path, text in files.items():
            place = tmp_path / "site" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text.lstrip("\n"), encoding="utf-8")
        return tmp_path / "site"

    return write


def build(folder: Path, **options: Any) -> kg.KnowledgeGraph:
    return kg.build(folder, output=folder.parent / "output", formats=("turtle",), **options)


def articles(graph: kg.KnowledgeGraph) -> list[dict[str, Any]]:
    return list(graph.query(ARTICLES))


def only(graph: kg.KnowledgeGraph) -> dict[str, Any]:
    (article,) = articles(graph)
    return article


def names(graph: kg.KnowledgeGraph, path: str) -> set[str]:
    return {row["name"] for row in graph.query(f"SELECT ?name {{ ?article kg:full ?full ; {path} ?name }}")}


def topics(graph: kg.KnowledgeGraph) -> set[str]:
    return names(graph, "schema:about/skos:prefLabel")


def left_out(graph: kg.KnowledgeGraph) -> dict[str, tuple[int, str]]:
    """Why files were left out, and of how many, with one of them."""
    return {group["why"]: (group["files"], group["example"]) for group in graph.report["left_out"]["why"]}


def at(year: int, month: int, day: int, *time: int) -> datetime:
    hour, minute, second, microsecond = (*time, 0, 0, 0, 0)[:4]
    return datetime(year, month, day, hour, minute, second, microsecond, tzinfo=UTC)


def test_what_obsidian_clips(site: Site) -> None:
    text = """
---
title: "Ferry line to the islands reopens"
source: "https://www.tide-gazette.example/2026/05/ferry-line"
author:
  - "[[Ann Poe]]"
published: 2026-05-07
created: 2026-05-09
description: "After four years the boats run again."
tags:
  - "clippings"
---
The first boat left at dawn.
"""
    graph = build(site({"Ferry line to the islands reopens.md": text}))
    assert only(graph) | {"article": ""} == {
        "article": "",
        "url": "https://www.tide-gazette.example/2026/05/ferry-line",
        "title": "Ferry line to the islands reopens",
        "published": at(2026, 5, 7),
        "excerpt": "After four years the boats run again.",
        "provider": "tide-gazette.example",
        "language": None,
        "full": True,
    }
    assert names(graph, "schema:author/schema:name") == {"Ann Poe"}


def test_a_link_blog_of_jekyll(site: Site) -> None:
    text = """
---
layout: post
title: "Battery maker opens its patents"
date: 2019-02-04 05:10:11 -0700
categories: energy patents
external-url: https://www.copper-courier.example/2019/battery/
---
What I think of it.
"""
    graph = build(site({"_posts/2019-02-04-battery.md": text}))
    article = only(graph)
    assert article["url"] == "https://www.copper-courier.example/2019/battery/"
    assert (article["published"], article["provider"]) == (at(2019, 2, 4, 12, 10, 11), "copper-courier.example")
    assert (article["excerpt"], topics(graph)) == ("What I think of it.", {"energy", "patents"})
    kinds = graph.query("SELECT ?kind { ?topic kg:topicKind ?kind }")
    assert {row["kind"] for row in kinds} == {"category"}


def test_toml_front_matter(site: Site) -> None:
    text = """
+++
title = "Lighthouse is sold"
date = 2026-05-07T09:30:00+02:00
webUrl = "https://tide-gazette.example/lighthouse"
[taxonomies]
tags = ["lighthouses"]
[extra]
link = "https://tide-gazette.example/lighthouse"
+++
Sold.
"""
    graph = build(site({"content/a.md": text}))
    article = only(graph)
    assert (article["url"], article["title"]) == ("https://tide-gazette.example/lighthouse", "Lighthouse is sold")
    assert (article["published"], topics(graph)) == (at(2026, 5, 7, 7, 30), {"lighthouses"})


def test_headers_of_pelican(site: Site) -> None:
    text = """
Title: What floats, number 12
Date: 2026-06-01
Category: What floats
Link: https://tide-gazette.example/twelve

Good morning.
"""
    graph = build(site({"a.md": text}))
    article = only(graph)
    assert (article["url"], article["title"]) == ("https://tide-gazette.example/twelve", "What floats, number 12")
    assert (article["published"], topics(graph)) == (at(2026, 6, 1), {"What floats"})


def test_a_path_under_url_hides_no_address(site: Site) -> None:
    graph = build(
        site(
            {
                "a.md": "---\ntitle: A\nslug: a\nurl: /log/a/\noriginal_url: https://keel.example/log/a.html\n---\n",
                "b.md": "---\ntitle: B\nurl: /log/b/\nwebUrl: https://keel.example/log/b.html\n---\n",
            }
        )
    )
    assert [article["url"] for article in articles(graph)] == [
        "https://keel.example/log/a.html",
        "https://keel.example/log/b.html",
    ]


def test_bookmarks_of_the_indieweb(site: Site) -> None:
    first = """
---
date: 2024-03-05T19:01:02.500+02:00
title: How to moor a web site
bookmark-of: https://sam.example/mooring/
category:
- Sailing
syndication:
  - https://social.example/@sam/7
---
"""
    second = """
---
title: "The tide table"
targeturl: https://tides.example/
response_type: bookmark
dt_published: "2023-01-31 23:30 -03:00"
dt_updated: "2023-02-01 08:00 -03:00"
---
"""
    graph = build(site({"a.md": first, "b.md": second}))
    assert [(article["url"], article["published"]) for article in articles(graph)] == [
        ("https://sam.example/mooring/", at(2024, 3, 5, 17, 1, 2, 500_000)),
        ("https://tides.example/", at(2023, 2, 1, 2, 30)),
    ]
    assert topics(graph) == {"Sailing"}
    assert graph.query("ASK { ?article schema:dateModified '2023-02-01T11:00:00Z'^^xsd:dateTime }")


DATES = {  # as a site writes them -> the day or the time in UTC, and the precision if it is no day; None if refused
    "2024-06-16T00:41:50 (UTC -05:00)": (at(2024, 6, 16, 5, 41, 50), None),
    "2025.08.06 00:00:00.000 -0700": (at(2025, 8, 6, 7), None),
    "Friday, October 10th 2025, 4:36:23 pm": (at(2025, 10, 10, 16, 36, 23), None),
    "Tue, 26 Oct 2021 10:20:50 GMT": (at(2021, 10, 26, 10, 20, 50), None),
    "July 16, 2025": (at(2025, 7, 16), None),
    "16 July 2025": (at(2025, 7, 16), None),
    "06/05/2021": (None, None),
    "05.06.2021": (None, None),
    "20210506": (at(2021, 5, 6), None),
    "2023-07-09T22:57:00.000Z": (at(2023, 7, 9, 22, 57), None),
    "1625873820000": (at(2021, 7, 9, 23, 37), None),
    "2015-06-29 22:22:38.00000000 -05:00": (at(2015, 6, 30, 3, 22, 38), None),
    "2025-11-13 11:00:00 +0100": (at(2025, 11, 13, 10), None),
    "2025-11-13 11:00": (at(2025, 11, 13, 11), None),
    "2025-11": (at(2025, 11, 1), "month"),
    "2024": (at(2024, 1, 1), "year"),
    '"[[2025-07-03]]"': (at(2025, 7, 3), None),
    "2013/04/07 00:00:00": (at(2013, 4, 7), None),
    "2022-09-04 21:23 -05:00": (at(2022, 9, 5, 2, 23), None),
    "2026-05-04T9:06": (at(2026, 5, 4, 9, 6), None),
    "2024-02-28 11:00:00 EST": (at(2024, 2, 28, 16), None),
    "2024-06-01 11:00:00 America/New_York": (at(2024, 6, 1, 15), None),
    "2021-12-25T00:00:00.000+00:00": (at(2021, 12, 25), None),
    "!!timestamp 2021-12-25": (at(2021, 12, 25), None),
    '"2021-12-25"': (at(2021, 12, 25), None),
    '<% tp.file.last_modified_date("YYYY-MM-DD") %>': (None, None),
    "Created": (None, None),
}


def test_dates_as_sites_write_them(site: Site) -> None:
    files = {
        f"{number:02}.md": f"---\ntitle: Of {number}\nwebUrl: https://d.example/{number:02}\ndate: {date}\n---\n"
        for number, date in enumerate(DATES)
    }
    graph = build(site(files))
    found = [article["published"] for article in articles(graph)]
    assert dict(zip(DATES, found, strict=True)) == {date: published for date, (published, _) in DATES.items()}
    rows = graph.query("SELECT ?url ?word { ?article schema:url ?url ; kg:datePrecision ?word } ORDER BY ?url")
    assert [row["word"] for row in rows] == [word for _, word in DATES.values() if word]
    refused = {f"{number:02}.md" for number, (published, _) in enumerate(DATES.values()) if published is None}
    warnings = {warned["path"]: warned["message"] for warned in graph.report["warnings"]}
    assert refused <= warnings.keys()
    assert all("left out" in warnings[path] for path in refused)


def test_a_template_that_was_not_filled_is_no_date_and_named(site: Site) -> None:
    graph = build(site({"a.md": "---\ntitle: A\nwebUrl: https://d.example/1\ndate: {{date}}\n---\n"}))
    assert only(graph)["published"] is None
    (odd,) = graph.report["warnings"]
    assert (odd["path"], odd["line"], "{{date}}" in odd["message"]) == ("a.md", 4, True)


@pytest.mark.parametrize(("order", "day"), [("dmy", at(2021, 5, 6)), ("mdy", at(2021, 6, 5))])
def test_the_site_settles_which_number_of_a_date_is_the_day(site: Site, order: str, day: datetime) -> None:
    folder = site(
        {
            "kg.toml": f'[site]\ndates = "{order}"\n',
            "a.md": "---\ntitle: A\nwebUrl: https://d.example/1\ndate: 06/05/2021\n---\n",
        }
    )
    assert only(build(folder))["published"] == day


SPELLINGS = """
https://www.pilot.example/2026/06/dock-fire
http://pilot.example/2026/06/dock-fire
https://pilot.example/2026/06/dock-fire/
HTTPS://WWW.Pilot.example:443/2026/06/./dock%2Dfire
https://pilot.example/2026/06/dock-fire?utm_source=rss&utm_medium=feed
https://pilot.example/2026/06/dock-fire?fbclid=abc
https://pilot.example/2026/06/dock-fire?mc_cid=1&mc_eid=2
https://pilot.example/2026/06/dock-fire?igshid=1
https://pilot.example/2026/06/dock-fire?ref=newsletter
https://pilot.example/2026/06/dock-fire?unlocked_article_code=1.xyz&smid=url-share
https://pilot.example/2026/06/dock-fire#:~:text=dock
https://m.pilot.example/2026/06/dock-fire
https://amp.pilot.example/2026/06/dock-fire
https://pilot.example/2026/06/dock-fire/amp
https://pilot.example/2026/06/dock-fire?outputType=amp
https://www-pilot-example.cdn.ampproject.org/c/s/www.pilot.example/2026/06/dock-fire
https://www.google.com/amp/s/www.pilot.example/2026/06/dock-fire
https://web.archive.org/web/20260601120000/https://www.pilot.example/2026/06/dock-fire
https://pilot.example/2026/06/dock-fire?CMP=Share_iOSApp_Other
https://pilot.example/2026/06/dock-fire?guccounter=1
https://pilot.example/2026/06/dock-fire?s=09
https://pilot.example/2026/06/dock-fire?source=rss-f1d0746d59b5------2
https://pilot.example/2026/06/dock-fire?__twitter_impression=true
https://pilot.example/2026/06/dock-fire?spm=a.b
https://pilot.example/2026/06/dock-fire?xtor=RSS-1
""".split()


def test_spellings_of_one_address_are_one_article(site: Site) -> None:
    files = {f"{n:02}.md": f'---\ntitle: Dock fire\nwebUrl: "{url}"\n---\n' for n, url in enumerate(SPELLINGS)}
    article = only(build(site(files)))
    assert (article["url"], article["provider"]) == (SPELLINGS[0], "pilot.example")


def test_the_name_of_a_file_dates_it(site: Site) -> None:
    files = {
        f"_posts/2017-03-{day}-what-floats.md": f"---\ntitle: 'Floats #{day}'\nwebUrl: https://fl.example/{day}\n---\n"
        for day in (14, 21)
    }
    assert [article["published"] for article in articles(build(site(files)))] == [at(2017, 3, 14), at(2017, 3, 21)]


def test_the_zone_of_the_site_holds_where_a_date_has_none(site: Site) -> None:
    folder = site(
        {
            "_config.yml": "timezone: America/New_York\n",
            "_news/a.md": "---\ntitle: Second\nwebUrl: https://a.example/1\ndate: 2026-06-01 21:30:00\n---\n",
            "_news/b.md": "---\ntitle: First\nwebUrl: https://b.example/1\ndate: 2026-06-02T00:45:00Z\n---\n",
        }
    )
    found = {article["title"]: article["published"] for article in articles(build(folder))}
    assert found == {"First": at(2026, 6, 2, 0, 45), "Second": at(2026, 6, 2, 1, 30)}


DRAFTS = {
    "a.md": "---\ntitle: Not yet\nwebUrl: https://a.example/not-yet\ndraft: true\n---\n",
    "b.md": "---\ntitle: Out\nwebUrl: https://a.example/out\ndraft: false\n---\n",
    "c.md": "---\ntitle: Out too\nwebUrl: https://a.example/out-too\npublished: false\n---\n",
    "_drafts/d.md": "---\ntitle: Not yet either\nwebUrl: https://a.example/not-yet-either\n---\n",
}


def test_drafts_are_left_out_with_a_word_and_taken_when_asked_for(site: Site) -> None:
    folder = site(DRAFTS)
    graph = build(folder)
    assert [article["title"] for article in articles(graph)] == ["Out", "Out too"]
    assert left_out(graph) == {"a draft": (2, "_drafts/d.md")}
    assert len(articles(build(folder, drafts=True))) == 4
    (folder / "kg.toml").write_text("[sources]\ndrafts = true\n")
    assert len(articles(build(folder))) == 4


def test_topics_in_one_text_are_parted(site: Site) -> None:
    folder = site(
        {
            "a.md": "---\ntitle: A\nwebUrl: https://a.example/1\ntopics: dredging, locks, tolls\n"
            "tags: locks gates\n---\n",
            "b.md": "---\ntitle: B\nwebUrl: https://a.example/2\ntopics: [dredging, locks]\ncategories: [Local]\n---\n",
        }
    )
    graph = build(folder)
    assert topics(graph) == {"dredging", "locks", "tolls"}
    assert names(graph, "schema:keywords") == {"locks gates", "Local"}


def test_every_common_key_goes_somewhere(site: Site) -> None:
    text = """
---
title: Lock keepers strike
url: https://www.tide-gazette.example/2026/06/lock-keepers
date: 2026-06-02T06:00:00Z
lastmod: 2026-06-03
description: Boats wait above the third lock.
author: Ann Poe
authors: [Ann Poe, Sam Low]
tags: [locks, strikes]
categories: [Local]
source: Tide Gazette
lang: en
---
The quote that the link blog keeps.
"""
    graph = build(site({"a.md": text}))
    assert only(graph) | {"article": ""} == {
        "article": "",
        "url": "https://www.tide-gazette.example/2026/06/lock-keepers",
        "title": "Lock keepers strike",
        "published": at(2026, 6, 2, 6),
        "excerpt": "Boats wait above the third lock.",
        "provider": "tide-gazette.example",
        "language": "en",
        "full": True,
    }
    assert topics(graph) == {"locks", "strikes", "Local"}
    assert names(graph, "schema:author/schema:name") == {"Ann Poe", "Sam Low"}
    assert names(graph, "schema:publisher/schema:name") == {"Tide Gazette"}
    assert graph.query("ASK { ?article schema:dateModified '2026-06-03T00:00:00Z'^^xsd:dateTime }")
    (reading,) = records.read_records(graph.folder / "records.bin")
    assert reading.text == "The quote that the link blog keeps."


def test_layouts_hide_no_article(site: Site) -> None:
    planet = """
---
author: Notes of a keeper
blog_title: Lock and key
blog_url: https://www.keys.example/blog/
category: keys
date: '2020-04-01 04:05:06'
layout: post
original_url: https://www.keys.example/blog/gates/
title: Mending the gates
---
<p>Text of another's entry.</p>
"""
    moved = "---\nlayout: post\ntitle: A tide loader\nredirect_to: https://www.loader.example/tide/\n---\n"
    graph = build(site({"_posts/2020-04-01-gates.md": planet, "_posts/2024-11-30-loader.md": moved}))
    assert [(article["url"], article["provider"]) for article in articles(graph)] == [
        ("https://www.keys.example/blog/gates/", "keys.example"),
        ("https://www.loader.example/tide/", "loader.example"),
    ]


def test_the_keys_that_count_are_those_whose_values_suit(site: Site) -> None:
    text = """
---
title: A lecture
webUrl: https://a.example/lecture
identifier:
  - url: https://b.example/2
    title: Another
created: 2026-09-01
published: 2026-08-30
description: On tides.
---
"""
    article = only(build(site({"a.md": text})))
    assert (article["url"], article["title"]) == ("https://a.example/lecture", "A lecture")
    assert (article["published"], article["excerpt"]) == (at(2026, 8, 30), "On tides.")


def test_terms_and_people_are_what_they_are_and_no_articles(site: Site) -> None:
    graph = build(
        site(
            {
                "_people/ann-poe.md": "---\ntype: scholar\nname: Ann Poe\nwebUrl: https://ann-poe.example/\n---\n",
                "_companies/lock-works.md": "---\nname: Lock Works\nwebsite: https://lock-works.example/\n---\n",
                "_posts/2026-06-02-locks.md": "---\ntitle: Locks\nsourceUrl: https://tide-gazette.example/locks\n"
                "topics: [Locks]\nauthor: Ann Poe\n---\n",
                "_terms/providers/tide.md": "---\ntaxonomy: provider\nname: Tide Gazette\n"
                "domain: tide-gazette.example\n---\n",
                "_terms/topics/locks.md": "---\ntaxonomy: topic\nname: Locks\nparent: Waterways\n"
                "keywords: [sluice, weir]\n---\n",
                "_terms/topics/waterways.md": "---\ntaxonomy: topic\nname: Waterways\n---\n",
            }
        )
    )
    article = only(graph)
    assert (article["published"], article["provider"]) == (at(2026, 6, 2), "tide-gazette.example")
    assert names(graph, "schema:publisher/schema:name") == {"Tide Gazette"}
    assert names(graph, "schema:about/skos:broader/skos:prefLabel") == {"Waterways"}
    assert names(graph, "schema:about/skos:altLabel") == {"sluice", "weir"}
    people = graph.query("SELECT ?url { ?article schema:author ?person . ?person a schema:Person ; schema:url ?url }")
    assert [row["url"] for row in people] == ["https://ann-poe.example/"]
    assert graph.query(f"ASK {{ <{DEFAULT_BASE}organization/lock-works> schema:url ?url }}")


def test_a_site_of_its_own_posts_has_their_addresses(site: Site) -> None:
    graph = build(
        site(
            {
                "_config.yml": "url: https://quay.example\nbaseurl: /log\ntitle: The Quay\npermalink: pretty\n"
                "lang: en-GB\n",
                "_posts/2026-06-02-on-locks.md": "---\nlayout: post\ntitle: On locks\n---\nThey leak.\n",
                "about.md": "---\nlayout: page\ntitle: About\n---\n",
            }
        )
    )
    article = only(graph)
    assert article["url"] == "https://quay.example/log/2026/06/02/on-locks/"
    assert (article["provider"], article["language"], article["excerpt"]) == ("quay.example", "en-GB", "They leak.")
    assert names(graph, "schema:publisher/schema:name") == {"The Quay"}
    assert left_out(graph)["a page of the site"] == (1, "about.md")


def test_without_any_address_an_article_is_known_by_its_path(site: Site) -> None:
    folder = site({"kg.toml": "", "posts/2026-06-02-on-locks.md": "---\ntitle: On locks\n---\n"})
    whole, part, alone = (
        only(build(place)) for place in (folder, folder / "posts", folder / "posts/2026-06-02-on-locks.md")
    )
    assert whole["article"] == part["article"] == alone["article"]
    assert (whole["url"], whole["provider"], whole["published"]) == (None, None, at(2026, 6, 2))
    graph = build(folder)
    assert [warned["path"] for warned in graph.report["warnings"]] == ["posts/2026-06-02-on-locks.md"]
    csv = (graph.folder / "stories.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in csv] == ["article", whole["article"]]


ISSUE = """
---
title: "What floats, number 3"
date: 2026-06-05
---
Good morning.

## Locks

- [Lock keepers strike again](https://tide-gazette.example/locks), on the third day
- [here](https://keel.example/gates)

## Ferries

[Ferry line to the islands reopens](https://www.pilot.example/ferry?utm_source=floats)
"""


def test_a_newsletter_lists_what_its_body_links_to(site: Site) -> None:
    graph = build(
        site({"issues/3.md": ISSUE, "pages/privacy.md": "---\ntitle: Privacy\n---\n[a](https://x.example/)\n"})
    )
    listed = graph.query(
        "SELECT ?url ?title { ?issue kg:full true ; kg:lists ?article . ?article kg:full false ; schema:url ?url "
        "OPTIONAL { ?article schema:headline ?title } } ORDER BY ?url"
    )
    assert [(row["url"], row["title"]) for row in listed] == [
        ("https://keel.example/gates", None),
        ("https://tide-gazette.example/locks", "Lock keepers strike again"),
        ("https://www.pilot.example/ferry?utm_source=floats", "Ferry line to the islands reopens"),
    ]
    assert not graph.query("ASK { ?issue kg:related ?article }")
    lines = {row["url"]: [s.line for s in graph.sources((None, "schema:url", row["url"]))] for row in listed}
    assert [*lines.values()] == [[10], [9], [14]]


def test_a_site_names_its_own_keys_and_terms(site: Site) -> None:
    graph = build(
        site(
            {
                "kg.toml": '[fields]\nurl = ["identifyer[].url"]\ntopics = ["themes"]\n[terms]\n'
                'reading_time = "https://my.example/terms#readingTime"\n'
                'firms = { property = "https://schema.org/mentions", kind = "organization" }\n',
                "a.md": "---\ntitle: Locks\nidentifyer:\n  - url: https://tide-gazette.example/locks\nthemes: [locks]\n"
                "reading_time: 7 min\nfirms: [Lock Works]\n---\n",
            }
        )
    )
    assert only(graph)["url"] == "https://tide-gazette.example/locks"
    assert topics(graph) == {"locks"}
    assert names(graph, "<https://my.example/terms#readingTime>") == {"7 min"}
    assert names(graph, "schema:mentions/schema:name") == {"Lock Works"}


def test_a_file_named_itself_is_read_whatever_its_ending(site: Site) -> None:
    folder = site({"seed.text": "---\ntitle: Locks\nwebUrl: https://tide-gazette.example/locks\n---\n"})
    with pytest.raises(kg.KGError, match="nothing could be built"):
        build(folder)
    assert only(build(folder / "seed.text"))["title"] == "Locks"


def test_related_names_are_the_articles_of_the_site(site: Site) -> None:
    graph = build(
        site(
            {
                "_posts/2026-06-02-on-locks.md": "---\ntitle: On locks\n"
                "related: [on-gates, '[[On weirs]]', nowhere]\n---\n",
                "_posts/2026-06-03-on-gates.md": "---\ntitle: On gates\n---\n",
                "_posts/2026-06-04-x.md": "---\ntitle: On weirs\n---\n",
            }
        )
    )
    rows = graph.query("SELECT ?title { ?article kg:related/schema:headline ?title } ORDER BY ?title")
    assert [row["title"] for row in rows] == ["On gates", "On weirs"]
    (odd,) = (warned for warned in graph.report["warnings"] if "nowhere" in warned["message"])
    assert (odd["path"], odd["line"]) == ("_posts/2026-06-02-on-locks.md", 3)
    for row in rows:
        iri = next(a["article"] for a in articles(graph) if a["title"] == row["title"])
        assert [s.path for s in graph.sources((None, "kg:related", iri))] == ["_posts/2026-06-02-on-locks.md"]


def test_articles_of_python_are_built(tmp_path: Path) -> None:
    one = Article(key="https://a.example/1", url="https://a.example/1", title="One", authors=("Ann Poe",))
    rows = [{"url": "https://a.example/2", "title": "Two", "tags": ["locks"]}]
    graph = kg.build([one, *rows], output=tmp_path / "output", formats=("turtle",))
    assert [article["title"] for article in articles(graph)] == ["One", "Two"]
    assert names(graph, "schema:author/schema:name") == {"Ann Poe"}
