"""Files of several folders that have one path and no address -> a word at each: they are one article.

What has no address is known by its path below its folder (`kg.identity.path_key`), and that is the same wherever the
folder lies. So two folders that are built together can say two things of one article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.codes import SHARED_PATH
from kg.identity import is_path_key
from kg.model import Article, Origin, Reading, Warned

MOST_NAMED = 3  # other files in a message
MEND = "add webUrl to the files; or permalink, and [site] url in a kg.toml of each folder; or build the folders apart"


def shared_paths(files: Iterable[Reading]) -> list[Warned]:
    """Return a word on each article of a file that shares its path, and no more than that, with files elsewhere.

    Args:
        files: what they say, each content once.

    >>> shared_paths([])
    []
    """
    found: dict[str, list[tuple[Article, Origin]]] = defaultdict(list)
    for reading in files:
        for article, line in reading.own:
            if _has_only_its_path(article):
                found[article.key].append((article, reading.origin(line)))
    return [
        Warned(origin=origin, message=_message(origin, records), code=SHARED_PATH)
        for records in several(found).values()
        for _, origin in records
    ]


def several(found: Mapping[str, Sequence[tuple[Article, Origin]]]) -> dict[str, Sequence[tuple[Article, Origin]]]:
    """Return those articles known by a path of which files with different content speak."""
    return {
        key: records
        for key, records in found.items()
        if is_path_key(key) and len({origin.sha256 for article, origin in records if _has_only_its_path(article)}) > 1
    }


def _has_only_its_path(article: Article) -> bool:
    """Return whether nothing else says which article it is; one that ``merges.yaml`` pins has its own key beside."""
    return article.full and is_path_key(article.key) and not any(map(is_path_key, article.aliases))


def _message(origin: Origin, records: Sequence[tuple[Article, Origin]]) -> str:
    others = [(article, place) for article, place in records if place.sha256 != origin.sha256]
    named = [f"{place.path}:{place.line} ({article.name[:80]!r})" for article, place in others[:MOST_NAMED]]
    named += [f"{len(others) - MOST_NAMED:,} more"] if len(others) > MOST_NAMED else []
    return f"the same path in another folder, and no address: one article with {', '.join(named)}; {MEND}"
