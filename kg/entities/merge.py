"""Records -> entities: all that is said of one thing, joined by its key.

A fold by key: records go in one by one, in any order and as often as one likes, and the same entities come out. Of
single values the best record's wins, and the next best fills what it leaves open; of lists all items are kept. The
best record of an article is its own file, then one under its own address rather than its AMP address, then the later
`publishedDateTime`, then the path that sorts first. Where an article comes from is its own files, or, for a stub, the
files that list it; and any other that adds something.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.codes import REPEATED, SELF_RELATION
from kg.entities import aliases, references, things
from kg.entities.articles import LocatedRecord, in_order, joined, labels_of_all, place_of
from kg.entities.references import Targets
from kg.entities.shared_paths import shared_paths
from kg.model import (
    Article,
    Image,
    Organization,
    Origin,
    Person,
    Provider,
    Reading,
    Record,
    Rejected,
    RelatedLink,
    SourceFile,
    Topic,
    Warned,
)


class Entities(Record, frozen=True):
    """All things that the files speak of, each once, sorted by key; and what was odd about the files.

    `organizations` are those that files describe; those that articles mention are found after the merge, by
    `kg.entities.organizations`.
    """

    articles: tuple[Article, ...] = ()
    providers: tuple[Provider, ...] = ()
    topics: tuple[Topic, ...] = ()
    images: tuple[Image, ...] = ()
    related: tuple[RelatedLink, ...] = ()
    organizations: tuple[Organization, ...] = ()
    people: tuple[Person, ...] = ()
    files: tuple[SourceFile, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    warned: tuple[Warned, ...] = ()

    def __len__(self) -> int:
        return sum(map(len, self._kinds()))

    def _kinds(self) -> tuple[tuple[Record, ...], ...]:
        return (
            self.articles,
            self.related,
            self.providers,
            self.topics,
            self.images,
            self.organizations,
            self.people,
            self.files,
        )

    def in_order(self) -> Iterator[Record]:
        """Yield every entity that extractors read, kind by kind; the links of an article after the article."""
        at = 0
        for article in self.articles:
            yield article
            while at < len(self.related) and self.related[at].source == article.key:
                yield self.related[at]
                at += 1
        yield from self.related[at:]
        for kind in self._kinds()[2:]:
            yield from kind


def merge(readings: Iterable[Reading]) -> Entities:
    """Join what the files say into entities.

    Files with the same bytes count once, under the shortest of their paths. An article found under the AMP address
    of another is that other. A link that leads back to its own article that way is dropped with a warning.

    Args:
        readings: one for each file, in any order.

    >>> merge([]).articles
    ()
    """
    files, copies = _each_content_once(readings)
    owners, refused = aliases.owners(files)
    records, links, odd = _said(files, owners)
    odd += [*references.resolve(files, owners, links), *shared_paths(files)]
    of_all = labels_of_all(article for reading in files for article in reading.articles if article.full)
    articles = [joined(key, [*records[key].values()], of_all=of_all) for key in sorted(records)]
    related = [
        RelatedLink(source=source, target=target, origins=in_order(targets[target, listed]), listed=listed)
        for source, targets in sorted(links.items())
        for target, listed in sorted(targets)
    ]
    providers = things.providers(files, articles)
    return Entities(
        articles=tuple(articles),
        providers=providers,
        topics=things.topics(files, articles),
        images=things.fullest(image for holder in (articles, providers) for thing in holder for image in thing.images),
        related=tuple(related),
        organizations=things.organizations(files, articles),
        people=things.people(files, articles),
        files=tuple(reading.file for reading in files if reading.articles),
        rejected=tuple(sorted((r for reading in files for r in reading.rejected), key=_by_place)),
        warned=tuple(
            sorted([*copies, *refused, *odd, *(w for reading in files for w in reading.warned)], key=_by_place)
        ),
    )


def addresses(readings: Iterable[Reading]) -> tuple[list[Reading], dict[str, str]]:
    """Return what `merge` joins, and which addresses it takes for others.

    Args:
        readings: one for each file, in any order.

    Returns:
        One reading for each content, sorted by path; and the key that each address of another article stands for.

    >>> addresses([])
    ([], {})
    """
    files, _ = _each_content_once(readings)
    return files, aliases.owners(files)[0]


def _each_content_once(readings: Iterable[Reading]) -> tuple[list[Reading], list[Warned]]:
    """Return one reading for each content, under the shortest path that it was found at, and a word on each copy."""
    same: dict[tuple[object, ...], list[Reading]] = defaultdict(list)
    for reading in readings:
        # what is known by its path, or has its address from it, is no copy; nor is what is left out of one
        alone = reading.rejected or reading.left_out
        told = reading.file.path if alone else tuple(article.key for article, _ in reading.own)
        same[reading.file.sha256, told].append(reading)
    once, copies = [], []
    for group in same.values():
        if len(group) == 1:
            once += group
            continue
        group.sort(key=lambda reading: (len(reading.file.path), reading.file.path))
        once.append(group[0])
        message = f"the same bytes as {group[0].file.path}: counted once; delete one of them"
        others = {reading.file.path for reading in group} - {group[0].file.path}
        copies += [
            Warned(origin=Origin(path=p, sha256=group[0].file.sha256), message=message, code=REPEATED) for p in others
        ]
    return sorted(once, key=lambda reading: (reading.file.path, reading.file.sha256)), copies


def _said(
    files: Iterable[Reading], owners: dict[str, str]
) -> tuple[dict[str, dict[int, LocatedRecord]], dict[str, Targets], list[Warned]]:
    """Return what files say of articles: their records, and for each of their links where it is stated.

    And a word on each link that leads back to where it comes from.
    """
    records: dict[str, dict[int, LocatedRecord]] = defaultdict(dict)
    links: dict[str, Targets] = {}
    self_links = []
    for reading in files:
        path, sha256 = reading.file.path, reading.file.sha256
        source, targets = "", links.setdefault("", {})
        for place, (article, line) in enumerate(zip(reading.articles, reading.lines, strict=True)):
            origin = Origin(path=path, line=line, sha256=sha256)
            key = owners.get(article.key, article.key)
            if article.full:
                source, targets = key, links.setdefault(key, {})
            elif key == source:
                message = (
                    f"related to itself: {article.key} is the same article under another address: the link is dropped"
                )
                self_links.append(Warned(origin=origin, message=message, code=SELF_RELATION))
            else:
                targets.setdefault((key, place in reading.listed), []).append(origin)
            group = records[key]
            if said := group.get(id(article)):  # the same record, which other files have too
                said[1].append(origin)
            else:
                group[id(article)] = article, [origin]
    return records, links, self_links


def _by_place(finding: Rejected | Warned) -> tuple[object, ...]:
    return (place_of(finding.origin), finding.reason if isinstance(finding, Rejected) else finding.message)
