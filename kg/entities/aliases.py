"""Other addresses of articles (AMP) -> the article that each stands for; and a word on each claim that is not believed.

An address that an article gives beside its own is believed to be its own, too, if its publisher may say so: both are
at one host, or below one registrable domain (`kg.addresses.domains`). No article with a file of its own is taken over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.addresses.domains import registrable_domain
from kg.codes import CLAIMED
from kg.identity import host_of
from kg.model import Reading, Warned

HAS_A_FILE = "it has a file of its own"
FOREIGN = "it is at {}, and not for {} to say"


def owners(files: Sequence[Reading]) -> tuple[dict[str, str], list[Warned]]:
    """Return the key that each address of another article stands for, and a word on each claim that is not believed.

    An address that several articles claim belongs to the one with a file of its own, then to the first by key.

    Args:
        files: what they say, each once.

    >>> owners([])
    ({}, [])
    """
    articles = {id(article): article for reading in files for article in reading.articles}.values()
    keys = {article.key for article in articles}
    full = {article.key for article in articles if article.full}
    claims: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    refused: set[tuple[str, str]] = set()
    for article in articles:
        for alias in article.aliases:
            if alias not in keys or alias == article.key:
                continue
            if _objection(article.key, alias, full):
                refused.add((article.key, alias))
            else:
                claims[alias].append((not article.full, article.key))
    chosen = {alias: min(claimants)[1] for alias, claimants in claims.items()}
    return _followed(chosen), _reported(files, refused, full)


def _objection(key: str, alias: str, full: Iterable[str]) -> str:
    """Return why an article does not stand for another address; an empty text if it does."""
    host, other = host_of(key), host_of(alias)
    if not host or (host != other and (registrable_domain(host) or host) != registrable_domain(other)):
        return FOREIGN.format(other, host or "a file without an address")
    return HAS_A_FILE if alias in full else ""


def _followed(chosen: dict[str, str]) -> dict[str, str]:
    """Return what each address stands for in the end; of those that claim each other, the first by key."""
    found = {}
    for alias in sorted(chosen):
        key, seen = alias, [alias]
        while key in chosen and chosen[key] not in seen:
            key = chosen[key]
            seen.append(key)
        found[alias] = min(seen[seen.index(chosen[key]) :]) if key in chosen else key
    return {alias: key for alias, key in found.items() if alias != key}


def _reported(files: Sequence[Reading], refused: set[tuple[str, str]], full: Iterable[str]) -> list[Warned]:
    """Return a word on each claim that is not believed, where it stands."""
    if not refused:
        return []
    return [
        Warned(
            origin=reading.origin(line),
            message=f"{alias} is claimed as an address of this article, but {_objection(article.key, alias, full)}: "
            "they stay two",
            code=CLAIMED,
        )
        for reading in files
        for article, line in zip(reading.articles, reading.lines, strict=True)
        for alias in article.aliases
        if (article.key, alias) in refused
    ]
