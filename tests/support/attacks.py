"""What tests of exports share: a graph whose every text is an attack, or hard to write."""

from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta

from kg import extractors
from kg.identity import DEFAULT_BASE, article_id
from kg.model import Article, Image, Organization, Provider, Record, RelatedLink, SourceFile, Story, Topic
from kg.rdf.ntriples import Writer
from kg.rdf.store import Store

START = datetime(2021, 3, 1, 6, 5, tzinfo=UTC)
ATTACKS = (
    "</script><script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "]]> <!-- & ' \" `x` {{7*7}} ${7*7} \\ %s =1+1",
    "\u202eright to left override\u202c and \u2067isolate\u2069",
    "نص عربي طويل عن العبّارة في الميناء",
    "\x00\x01\x0b\x1f controls \x85 \u2028 \u2029 \ufeff \ufffe end\r\nof\tline",
    "family 👩\u200d👩\u200d👧\u200d👦 flag 🇩🇪 skin 👍🏽 漢字かな交じり文",
    "very long " * 400,
    'CON: a/b\\c*d?e"f<g>h|i#j^k[[l]]m.. ',
    "[[Stories/x|y]] #tag %%hidden%% ==mark== - [ ] task",
)


def attacked_records() -> list[Record]:
    """Return two stories of attacks, with things of hostile names that their articles are about."""
    links = ["javascript:alert(1)", "https://e.example/a b?<c>&d='\"", "data:text/html,<script>1</script>"]
    articles = [
        Article(
            key=f"https://e{i % 4}.example/{i}",
            url=links[i] if i < len(links) else f"https://e{i % 4}.example/{i}?a=1&b=2",
            title=text,
            excerpt=ATTACKS[-1 - i],
            published=None if i == 5 else START + timedelta(hours=3 * i),
            provider=f"e{i % 4}.example",
            topics=(f"topic {i % 2}",),
            mentions=(f"body-{i % 3}",),
            quality=i - 3,
            images=(Image(url=f"https://e.example/{i}.png", iri=f"https://e.example/{i}.png", caption=text),),
            full=i % 2 == 0,
        )
        for i, text in enumerate(ATTACKS)
    ]
    halves = articles[:6], articles[6:]
    return [
        *articles,
        *(Provider(domain=f"e{i}.example", name=ATTACKS[i], other_names=(ATTACKS[5], "x | y")) for i in range(4)),
        *(Topic(slug=f"topic-{i}", name=ATTACKS[i + 4], keywords=("a;b", "c,d")) for i in range(2)),
        *(Organization(slug=f"body-{i}", name=ATTACKS[i + 6], other_names=('"q"',)) for i in range(3)),
        *(RelatedLink(source=articles[0].key, target=other.key) for other in articles[1:4]),
        SourceFile(path="_news/one.md", sha256="ab" * 32),
        *(
            Story(
                id=article_id(members[0].key),
                label=ATTACKS[place],
                members=tuple(member.key for member in members),
                first=members[0].key,
                start=min(member.published for member in members if member.published),
                end=max(member.published for member in members if member.published),
                topics=("topic-0",),
                organizations=("body-1",),
                copies=((members[1].key, members[0].key),),
                cohesion=0.5,
            )
            for place, members in enumerate(halves)
        ),
    ]


@functools.cache
def attacked_store() -> Store:
    """Return a graph whose every text is an attack."""
    writer = Writer(DEFAULT_BASE)
    found = extractors.extract(attacked_records(), extractors=extractors.load(offered=()))
    return Store.load(line for triples in found for line in writer.lines(triples))
