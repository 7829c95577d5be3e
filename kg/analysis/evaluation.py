"""Labelled addresses and the stories that were found -> scores, and the stories that came out worst."""

from __future__ import annotations

import csv
import math
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from kg.analysis import archive
from kg.analysis.scores import Scores, score
from kg.errors import UsageError
from kg.identity import article_id, canonical_url
from kg.model import UNDATED, Article, Story
from kg.rdf.literals import Bindings

ADDRESS_COLUMNS = ("webUrl", "id", "url")  # the first of these that is there, else the first column
LABEL_COLUMNS = ("label", "cluster", "story")  # the same, else the second
WORST = 10
MISSING = " "  # begins the story of what is labelled, but not there; no id begins so


class Queryable(Protocol):
    """What stories are read from: a `kg.KnowledgeGraph`, or what answers as it does."""

    def query(self, query: str) -> Iterable[Bindings]:
        """Ask in SPARQL."""


class Gold(msgspec.Struct, frozen=True):
    """What a file of labels says: the label of each address as it is written there, and the line of it (1-based)."""

    labels: dict[str, str]
    lines: dict[str, int]


class Predicted(msgspec.Struct, frozen=True):
    """The stories to be scored, by article id: the story (its own id if it stands alone), headline and time.

    `names` has the article of every other address that it goes by, in canonical form: AMP addresses and the like.
    """

    story: dict[str, str]
    title: dict[str, str]
    published: dict[str, datetime | None]
    names: dict[str, str]


class ScoredArticle(msgspec.Struct, frozen=True):
    """An article as the labels call it, its label if it has one, its headline (or address), and when it came out."""

    address: str
    label: str | None
    title: str
    published: datetime | None


class Part(msgspec.Struct, frozen=True):
    """One found story that holds articles of a gold story: these, and what else is in it.

    `story` is None for an article that was labelled, but is not there.
    """

    story: str | None
    own: tuple[ScoredArticle, ...]
    others: tuple[ScoredArticle, ...]


class Fault(msgspec.Struct, frozen=True):
    """A gold story that did not come out right: what it fell into, the largest part first.

    `lost` is the sum over its articles of 1 less the mean of their BCubed precision and recall: so many articles'
    worth of what a score of 1 would have.
    """

    label: str
    size: int
    lost: float
    parts: tuple[Part, ...]


class Evaluation(msgspec.Struct, frozen=True):
    """The scores, the worst of the gold stories, and what was odd about the labels."""

    scores: Scores
    worst: tuple[Fault, ...]
    warnings: tuple[str, ...] = ()


def read_labels(path: str | os.PathLike[str]) -> Gold:
    """Read a CSV file of labels.

    It has a header; the column of the addresses is called webUrl, id or url (else it is the first), that of the
    labels label, cluster or story (else the second). A byte order mark and doubled rows do no harm.

    Raises:
        UsageError: there is no such file, it is no such table, or it gives one address two labels; names the line.
    """
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = csv.reader(file)
            header = next(rows, [])
            address, label = _columns(header, path)
            cells = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except OSError as error:
        raise UsageError(f"the labels {path} cannot be read: {error.strerror or error}") from error
    except (UnicodeError, csv.Error) as error:
        raise UsageError(f"{path} is not a CSV file in UTF-8: {error}") from error
    gold = Gold({}, {})
    for line, row in cells:
        called, told = (row[column].strip() if column < len(row) else "" for column in (address, label))
        if not (called and told):
            raise UsageError(f"{path}:{line}: no {header[label if called else address]}; give it, or delete the line")
        known, first = gold.labels.setdefault(called, told), gold.lines.setdefault(called, line)
        if known != told:
            raise UsageError(
                f"{path}:{line}: {called} is labelled {told!r}, but {known!r} in line {first}; delete one of the two"
            )
    if not gold.labels:
        raise UsageError(f"{path} holds no labels; it needs a line for each article: its address, and its story")
    return gold


def in_memory(
    articles: Iterable[Article], stories: Iterable[Story], *, id_of: Callable[[str], str] = article_id
) -> Predicted:
    """Return what `kg.stories.find` found, to be scored.

    Args:
        articles: merged articles.
        stories: of two articles or more; those of one may be there too.
        id_of: gives the id of an article by its key.
    """
    found = Predicted({}, {}, {}, {})
    story = {member: held.id for held in stories for member in held.members}
    for article in sorted(articles, key=lambda article: article.key):
        id = id_of(article.key)
        found.story[id] = story.get(article.key, id)
        found.title[id] = article.name
        found.published[id] = article.published
        for address in (article.url, *article.aliases, article.amp_url, article.cdn_amp_url):
            if address and (url := canonical_url(address)):
                found.names.setdefault(url, id)
    return found


def in_graph(graph: Queryable) -> Predicted:
    """Return the stories that a graph holds, to be scored."""
    articles, _ = archive.articles(graph.query)
    return in_memory(articles, archive.stories(graph.query), id_of=archive.iri_id)


def evaluate(gold: Gold, found: Predicted, *, worst: int = WORST) -> Evaluation:
    """Score the stories that were found against labels.

    An address means an article by its canonical form (`kg.identity.canonical_url`) or by an AMP address of it; or it
    is an article's id. Two addresses of one article are two articles here, as they are two labels.

    Args:
        gold: the labels, from `read_labels`.
        found: the stories, from `in_graph` or `in_memory`.
        worst: how many of the stories that came out worst are told of.

    Raises:
        UsageError: no article is both labelled and found.
    """
    meant = {address: id for address in gold.labels if (id := _meant(found, address)) is not None}
    stories = _stories(gold, found, meant)
    known = {id: members for id, members in stories.items() if not id.startswith(MISSING)}
    return Evaluation(
        scores=score(gold.labels, {member.address: id for id, members in known.items() for member in members}),
        worst=_faults(stories, worst),
        warnings=_two_labels(gold, meant),
    )


def _columns(header: Sequence[str], path: str | os.PathLike[str]) -> tuple[int, int]:
    """Return the places of the addresses and of the labels."""
    names = [name.strip() for name in header]
    if len(names) < 2:
        raise UsageError(f"{path}:1: two columns are needed, an address and a label, such as webUrl,label")
    address = next((names.index(name) for name in ADDRESS_COLUMNS if name in names), 0)
    label = next((names.index(name) for name in LABEL_COLUMNS if name in names), 1)
    if label == address:
        raise UsageError(f"{path}:1: there is no column of labels; call it label")
    return address, label


def _meant(found: Predicted, address: str) -> str | None:
    """Return the id of the article that an address means: the one whose own it is, before one that also goes by it."""
    url = canonical_url(address)
    if url is None:
        return address if address in found.story else None
    own = article_id(url)
    return own if own in found.story else found.names.get(url)


def _two_labels(gold: Gold, meant: Mapping[str, str]) -> tuple[str, ...]:
    """Return a word on each address that another address of the same article contradicts."""
    first: dict[str, str] = {}
    warnings = []
    for address, id in meant.items():
        other = first.setdefault(id, address)
        if gold.labels[other] != gold.labels[address]:
            warnings.append(
                f"line {gold.lines[address]}: {address} is the article of line {gold.lines[other]}, "
                "under another label; both count"
            )
    return tuple(warnings)


def _stories(gold: Gold, found: Predicted, meant: Mapping[str, str]) -> dict[str, list[ScoredArticle]]:
    """Return what each found story holds in order of time; a labelled article that is not there is alone."""
    stories: dict[str, list[ScoredArticle]] = defaultdict(list)
    for address, label in gold.labels.items():
        id = meant.get(address)
        member = ScoredArticle(address, label, *((found.title[id], found.published[id]) if id else (address, None)))
        stories[found.story[id] if id else MISSING + address].append(member)
    for id in found.story.keys() - set(meant.values()):
        stories[found.story[id]].append(ScoredArticle(id, None, found.title[id], found.published[id]))
    for members in stories.values():
        members.sort(key=lambda member: (member.published or UNDATED, member.address))
    return stories


def _faults(stories: Mapping[str, Sequence[ScoredArticle]], most: int) -> tuple[Fault, ...]:
    """Return what became of the gold stories that came out worst, the most lost first."""
    sizes = Counter(member.label for members in stories.values() for member in members)
    lost: dict[str, list[float]] = defaultdict(list)
    where: dict[str, list[str]] = defaultdict(list)
    for id, members in stories.items():
        counts = Counter(member.label for member in members if member.label is not None)
        for label, count in counts.items():
            lost[label].append(count * (1 - (count / counts.total() + count / sizes[label]) / 2))
            where[label].append(id)
    sums = sorted((-round(math.fsum(parts), 9), label) for label, parts in lost.items())
    worst = [(label, -sum) for sum, label in sums if sum][: max(0, most)]
    return tuple(Fault(label, sizes[label], sum, _parts(label, where[label], stories)) for label, sum in worst)


def _parts(label: str, ids: Iterable[str], stories: Mapping[str, Sequence[ScoredArticle]]) -> tuple[Part, ...]:
    """Return what a gold story fell into, the largest part first."""
    parts = []
    for id in ids:
        own = tuple(member for member in stories[id] if member.label == label)
        others = sorted((m for m in stories[id] if m.label != label), key=lambda m: (m.label is None, m.label or ""))
        parts.append(Part(None if id.startswith(MISSING) else id, own, tuple(others)))
    return tuple(sorted(parts, key=lambda part: (-len(part.own), part.own[0].address)))
