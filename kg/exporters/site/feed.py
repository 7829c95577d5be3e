"""Stories -> an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from kg.exporters.site.words import count, cut
from kg.exporters.view import Tale
from kg.rdf.literals import utc_text
from kg.rdf.store import Store

MOST = 50  # stories, the newest
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # what is said of a story without dates: Atom asks for one
_ID = re.compile("[^A-Za-z0-9._~:/?#@!$&'()*+,;=%-]")


def atom(tales: Sequence[Tale], _store: Store) -> bytes:
    """Return the feed in UTF-8; links are relative to where it lies, ids are the IRIs of the stories."""
    shown = tales[:MOST]
    home = shown[0].iri.rsplit("/", 1)[0] if shown else "tag:kg-news.example,2020:none"
    updated = max((_updated(tale) for tale in shown), default=NEVER)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        "<title>Stories</title>",
        f"<id>{escape(_iri(home))}</id>",
        f"<updated>{utc_text(updated)}</updated>",
        "<author><name>kg</name></author>",
        '<link rel="self" type="application/atom+xml" href="feed.xml"/>',
        '<link rel="alternate" type="text/html" href="index.html"/>',
        *map(_entry, shown),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(tale: Tale) -> str:
    names = ", ".join(cut(provider.name, 60) for provider in tale.providers)
    said = f"{count(len(tale.items), 'article', 'articles')} by {names}." if names else "No provider is known."
    first = f" First: {cut(tale.items[0].headline, 240)}." if tale.items else ""
    published = f"\n<published>{utc_text(tale.start)}</published>" if tale.start else ""
    return (
        f"<entry>\n<title>{escape(tale.label)}</title>\n<id>{escape(_iri(tale.iri))}</id>\n"
        f"<updated>{utc_text(_updated(tale))}</updated>{published}\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(f"story/{tale.id}.html")}/>\n'
        + "".join(f"<category term={quoteattr(topic.name)}/>\n" for topic in tale.topics)
        + f"<summary>{escape(said + first)}</summary>\n</entry>"
    )


def _updated(tale: Tale) -> datetime:
    return tale.end or tale.start or NEVER


def _iri(text: str) -> str:
    return _ID.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)
