"""What people call an article (its address, IRI, the beginning of its id) -> its place among those of a graph."""

from __future__ import annotations

import re
from collections import Counter

from kg.analysis.archive import iri_id
from kg.analysis.evidence import Evidence
from kg.errors import UsageError
from kg.identity import article_id, canonical_url, path_key

MOST_NAMED = 3  # articles in an error message
_ID = re.compile(r"[0-9a-f]{1,16}")
_IRI = re.compile(r".*/article/([0-9a-f]{16})", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]{2,}")
_SCHEME = re.compile(r"\w+://")


def find_article(evidence: Evidence, called: str) -> int:
    """Return the place of the article that is meant.

    Args:
        evidence: of the graph.
        called: an address as a browser or a file has it, an AMP address, an article's IRI, as much of the beginning of
            its id as no other article shares, or the path of the file that an article without an address is known by.

    Raises:
        UsageError: no article is called so, or several are; names the nearest.
    """
    called = called.strip()
    ids = {iri_id(article.key): index for index, article in enumerate(evidence.articles)}
    iri, beginning = _IRI.fullmatch(called), called.lower()
    if iri and iri[1].lower() in ids:
        return ids[iri[1].lower()]
    if _ID.fullmatch(beginning):
        found = [index for id, index in ids.items() if id.startswith(beginning)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"{len(found)} articles have an id that begins with {called}:\n{_named(evidence, found)}")
    if (by_path := article_id(path_key(called))) in ids:
        return ids[by_path]
    url = canonical_url(called if _SCHEME.match(called) else f"https://{called}")
    if url is not None:
        id = article_id(url)
        id = id if id in ids else _meant(evidence, id)
        if id in ids:
            return ids[id]
    nearest = _nearest(evidence, called)
    hint = f"; the nearest are\n{_named(evidence, nearest)}" if nearest else ", and none that is like it"
    raise UsageError(f"no article {called!r} in this graph{hint}")


def _meant(evidence: Evidence, id: str) -> str:
    """Return the id of the article that an AMP address, given by the id it would have, stands for."""
    if evidence.records and id in evidence.records.aliases:
        return evidence.records.aliases[id]
    for article in evidence.articles:
        urls = [canonical_url(address) for address in (article.amp_url, article.cdn_amp_url) if address]
        if id in [article_id(url) for url in urls if url]:
            return iri_id(article.key)
    return id


def _nearest(evidence: Evidence, called: str) -> list[int]:
    """Return the articles that share most with what was asked for in their addresses and headlines, rare words most."""
    wanted = set(_WORD.findall(called.lower()))
    shared = [wanted & set(_WORD.findall(f"{a.url or ''} {a.title or ''}".lower())) for a in evidence.articles]
    frequency = Counter(word for words in shared for word in words)
    rank = {index: sum(1 / frequency[word] for word in sorted(words)) for index, words in enumerate(shared) if words}
    return sorted(rank, key=lambda index: (-rank[index], index))[:MOST_NAMED]


def _named(evidence: Evidence, found: list[int]) -> str:
    articles = [evidence.articles[index] for index in found[:MOST_NAMED]]
    rest = f"\n  and {len(found) - MOST_NAMED:,} more" if len(found) > MOST_NAMED else ""
    return "\n".join(f"  {iri_id(a.key)}  {a.title or 'no title'}\n    {a.url or a.key}" for a in articles) + rest
