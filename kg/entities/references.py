"""What files name other files of their site by (slugs, paths, wiki links) -> links between their articles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.codes import DANGLING
from kg.model import Article, Origin, Reading, Warned
from kg.words import folded

# of an article, the places at which each of its links is stated: to which article, and whether it is listed in the text
Targets = dict[tuple[str, bool], list[Origin]]

_DATED = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}[-_ ]+")
_ENDING = re.compile(r"\.(?:md|markdown|mdx|mdown|html?|rst|txt)$", re.IGNORECASE)


def resolve(files: Iterable[Reading], owners: Mapping[str, str], links: dict[str, Targets]) -> list[Warned]:
    """Add the links that names stand for, and return a word on each name that no file goes by, or several do.

    Args:
        files: what they say, each once.
        owners: the key that each address of another article stands for.
        links: of the articles that name others; added to.
    """
    files = list(files)
    if not any(reading.references for reading in files):
        return []
    named: dict[str, set[str]] = defaultdict(set)
    for reading in files:
        for article, _ in reading.own:
            for name in _names(reading, article):
                named[name].add(owners.get(article.key, article.key))
    odd = []
    for reading in files:
        for reference in reading.references:
            source = owners.get(reference.source, reference.source)
            origin = reading.origin(reference.line)
            found = next(({*named[name]} for name in _forms(reference.name) if name in named), set[str]())
            if len(found) == 1 and found != {source}:
                links.setdefault(source, {}).setdefault((found.pop(), False), []).append(origin)
                continue
            why = "the article itself has" if found == {source} else "several files have" if found else "no file has"
            message = (
                f"related: {why} the name {reference.name[:80]!r}: left out; write the address, or the path of a file"
            )
            odd.append(Warned(origin=origin, message=message, code=DANGLING))
    return odd


def _names(reading: Reading, article: Article) -> Iterator[str]:
    """Yield what a file may be named by: its path and the ends of it, its slug, its title, the path of its address."""
    parts = _ENDING.sub("", reading.file.path).split("/")
    if parts[-1] in ("index", "_index") and len(parts) > 1:
        parts.pop()
    for start in range(len(parts)):
        yield _folded("/".join(parts[start:]))
    yield _folded(_DATED.sub("", parts[-1]))
    if article.title:
        yield _folded(article.title)
    if article.url:
        yield _folded(article.url.partition("://")[2].partition("/")[2])


def _forms(name: str) -> Iterator[str]:
    """Yield the forms of a name under which a file may be known, the most exact first."""
    path = _ENDING.sub("", name.partition("#")[0].strip().strip("/"))
    while path.startswith(("./", "../")):
        path = path.partition("/")[2]
    if path.endswith(("/index", "/_index")):
        path = path.rpartition("/")[0]
    yield _folded(path)
    yield _folded(_DATED.sub("", path.rpartition("/")[2]))


def _folded(name: str) -> str:
    return "/".join(folded(part) or part for part in name.strip("/").split("/"))
