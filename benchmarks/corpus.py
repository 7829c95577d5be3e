"""A number -> a folder of that many made-up articles, of the size and shape of real ones: about 6 KB each.

Some events make the news, each carried by several providers within a few days; the articles of an event list each
other, in the same words wherever they are listed. The same number and seed give the same bytes.

    python -m benchmarks.corpus 10000 /tmp/ten-thousand
"""

from __future__ import annotations

import argparse
import base64
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

SEED = 2021
START = datetime(2021, 1, 4, tzinfo=UTC)
DAYS_FOR = 110  # articles a day
LARGEST_STORY = 30  # articles
MOST_RELATED = 4
SECURED = 700  # bytes of the blob that each file carries along, before it is written as text
PLACES = """Aldmoor Brinsea Calder Dunwick Eastmere Farrow Glenholt Harwick Inverlade Jarrow Kelbrook Lynmouth Marsden
Norvale Oakhaven Penrose Quarley Ravensby Selwick Tarnford Ulverton Varley Westmere Yarrow Zennor""".split()
ACTORS = """council court bank port railway hospital university union ministry museum airline brewery dairy foundry
theatre observatory library bakery shipyard orchestra insurer grocer printer quarry lighthouse""".split()
DEEDS = """opens shuts sells buys sues delays restores rebuilds bans doubles halves loses finds blames thanks defends
questions approves rejects postpones inspects auctions insures floods repaints""".split()
THINGS = """bridge ferry archive turbine harvest vaccine timetable statue reservoir tunnel ledger orchard satellite
cathedral market tramway herd painting pipeline census lighthouse vineyard cable harbour telescope""".split()
CAUSES = """storm strike vote audit leak fire drought merger ruling forecast protest error jubilee shortage rumour
inquiry frost tide blackout deadline petition landslip theft festival recount""".split()
FILLERS = """after a long night of talks|in the face of steady complaints|as prices rise again|year after year|
to the relief of the neighbours|against the advice of its own experts|with little warning|in spite of the rain|
once the last papers are signed|on the eve of the season""".replace("\n", "").split("|")
TOPICS = [f"{kind} {thing}" for kind in ("Public", "Local", "Modern", "Rural") for thing in
          ("Works", "Finance", "Culture", "Transport", "Health", "Energy", "Science", "Trade")]  # fmt: skip


def articles(count: int, *, seed: int = SEED) -> Iterator[tuple[str, str, str, int]]:
    """Yield the path, the text, the address and the number of the story of so many articles."""
    chance = random.Random(seed)  # noqa: S311 - news, not secrets
    made = number = 0
    while made < count:
        size = min(1 + int(chance.paretovariate(0.9)), LARGEST_STORY, count - made)
        story = _story(chance, size, first=made, days=max(7, count // DAYS_FOR))
        for i, article in enumerate(story):
            others = chance.sample([other for j, other in enumerate(story) if j != i], min(size - 1, MOST_RELATED))
            day = f"{article['publishedDateTime']:%Y/%m/%d}"
            yield f"{day}/{made + i:07}.md", _file(chance, article, others), article["webUrl"], number
        made += size
        number += 1


def write(count: int, folder: Path, *, seed: int = SEED) -> None:
    """Write so many articles below ``articles`` of a folder, and ``labels.csv`` with the story of each."""
    labels = ["webUrl,story"]
    for path, text, url, story in articles(count, seed=seed):
        file = folder / "articles" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        labels.append(f"{url},{story}")
    (folder / "labels.csv").write_text("\n".join(labels) + "\n", encoding="utf-8")


def _story(chance: random.Random, size: int, *, first: int, days: int) -> list[dict[str, Any]]:
    """Return the articles on one event: other words for the same place, actor, deed, thing and cause."""
    place, actor, thing, cause = (chance.choice(words) for words in (PLACES, ACTORS, THINGS, CAUSES))
    deeds, topics = chance.sample(DEEDS, 3), chance.sample(TOPICS, 2)
    start = START + timedelta(minutes=chance.randrange(days * 24 * 60))
    found = []
    for number in range(first, first + size):
        provider = int(chance.triangular(0, 400, 0))
        title = f"{place} {actor} {chance.choice(deeds)} {thing} {chance.choice(FILLERS)}"
        excerpt = ". ".join(
            f"The {actor} of {place} {chance.choice(deeds)} the {thing} {chance.choice(FILLERS)}, and the {cause} near "
            f"{chance.choice(PLACES)} {chance.choice(FILLERS)} is the talk of the {chance.choice(ACTORS)}"
            for _ in range(2)
        )
        host = f"{PLACES[provider % 25].lower()}-{ACTORS[provider // 25 % 25]}.example"
        found.append(
            {
                "title": title,
                "excerpt": f"{excerpt}.",
                "publishedDateTime": start + timedelta(minutes=chance.randrange(3 * 24 * 60)),
                "webUrl": f"https://www.{host}/{start:%Y/%m/%d}/{title.lower().replace(' ', '-')}-{number:x}/",
                "host": host,
                "number": number,
                "quality": chance.randrange(20, 100),
                "heat": chance.randrange(100),
                "topics": topics,
                "provider": f"{PLACES[provider % 25]} {ACTORS[provider // 25 % 25].title()} News",
            }
        )
    return found


def _file(chance: random.Random, article: dict[str, Any], related: list[dict[str, Any]]) -> str:
    lines = ["---", "category: news", *_facts(article), "type: article", f"heat: {article['heat']}", "published: false"]
    lines += ["", "topics:", *(f"  - {topic}" for topic in article["topics"]), ""]
    if related:
        lines += ["related:"]
        for other in related:
            first, *rest = _facts(other)
            lines += [f"  - {first}", *(f"    {line}" if line else "" for line in rest)]
    secured = base64.b64encode(chance.randbytes(SECURED)).decode()
    return "\n".join([*lines, "", f'secured: "{secured}"', "---", ""])


def _facts(article: dict[str, Any]) -> list[str]:
    """Return what a file says of its own article, and in the same words of each that it lists."""
    url, host, number = article["webUrl"], article["host"], article["number"]
    return [
        f"title: {json.dumps(article['title'])}",
        f"excerpt: {json.dumps(article['excerpt'])}",
        f"publishedDateTime: {article['publishedDateTime']:%Y-%m-%dT%H:%M:%SZ}",
        f'webUrl: "{url}"',
        f'ampWebUrl: "{url}amp"',
        f'cdnAmpWebUrl: "https://www-{host.replace(".", "-")}.cdn.example/c/s/{url.removeprefix("https://")}amp"',
        f"quality: {article['quality']}",
        "provider:",
        f"  name: {article['provider']}",
        f"  domain: {host}",
        "images:",
        f'  - url: "https://media.{host}/pictures/{number:07}.jpg"',
        "    width: 1024",
        "    height: 576",
        f"    title: {json.dumps(article['title'])}",
    ]


def main() -> None:
    """Write a corpus where the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    write(arguments.count, arguments.folder, seed=arguments.seed)


if __name__ == "__main__":
    main()
