"""A graph -> what an editor should look at: stories that may be wrong, links that are missing or odd."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import msgspec

from kg import words
from kg.analysis.archive import iri_id
from kg.analysis.evidence import (
    Evidence,
    Headline,
    gather,
    headline,
    hours_between,
    one_report,
    reports,
    row_of,
)
from kg.analysis.evidence.contrast import Contrast, average, contrast, halves, parts_without, rows_between
from kg.analysis.evidence.explanation import apart
from kg.analysis.evidence.links import places
from kg.analysis.evidence.texts import cosine, shared_words
from kg.analysis.figures import HOUR
from kg.errors import UsageError
from kg.folder import OutputFolder
from kg.rdf.store import Store

LIMIT = 10  # suspects of a kind
CARRIES = 0.75  # of what joins two halves of a story comes from one link, or it is not this link that holds them
BARELY = 0.75  # what a story takes is so much of what its halves have, or it stands well enough
LEAST_OF_ONE_PROVIDER = 2  # articles
VERSIONS = 0.8  # articles of one provider that weigh more are versions of one report
SERIES_HOURS = 20.0  # and those that weigh less and are so far apart may be a series
NEARLY_ONE = 0.8  # of what it takes to be one story two stories have
LEAST_JOINED = 0.02  # stories that weigh less on average are never joined (`kg.stories.clustering`)
NEARLY_ONE_LISTED = 0.5  # and so much where a related link joins them
WORTH_A_LINK = 0.4  # the weight of a pair that a list should join
SAME_WORDS = 0.9  # texts that are more alike are one report twice, of which readers need but one
UNLIKE = 0.05  # texts that are less alike have nothing to do with each other
FAR_HOURS = 24.0  # a link over a longer time is odd if nothing else joins its ends


class Suspect(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look at: its kind, how sure (0 to 1), why, and what it is about.

    `stories` are ids, `place` the file (and line) to change, None if there is none or it is not on record.
    """

    kind: str
    score: float
    reason: str
    articles: tuple[Headline, ...]
    stories: tuple[str, ...] = ()
    place: str | None = None


def suspects(
    store: Store, *, kinds: Sequence[str] = (), limit: int = LIMIT, folder: OutputFolder | None = None
) -> tuple[Suspect, ...]:
    """Return what an editor should look at; see `kg.suspects`, and `gather` for `folder`."""
    if unknown := sorted(set(kinds) - set(KINDS)):
        raise UsageError(f"no kind {unknown[0]!r} of suspects; there are {', '.join(KINDS)}")
    evidence = gather(store, folder=folder)
    found = (sorted(KINDS[kind](evidence), key=_order) for kind in KINDS if not kinds or kind in kinds)
    return tuple(suspect for of_a_kind in found for suspect in of_a_kind[:limit])


def _weak_links(evidence: Evidence) -> Iterator[Suspect]:
    """Yield stories whose halves one link holds together.

    A story is its two halves and what joins them. Without one of the links across, its halves come out as before, so
    that it is told in most cases without clustering again whether they would still be one story.
    """
    for story, group in _groups(evidence):
        split = halves(evidence, group)
        if split is None:
            continue
        one, other = split
        stands = contrast(evidence, one, other)
        if stands.inside <= stands.needed:  # another version of kg found it
            continue
        rows = rows_between(evidence, one, other)
        shares = {row: evidence.carried[a] * evidence.carried[b] * evidence.weight[row] for row, (a, b) in rows.items()}
        heaviest = min(shares, key=lambda row: (-shares[row], row))
        share = shares[heaviest] / sum(shares.values())
        left = contrast(evidence, one, other, without=heaviest)
        little = stands.needed / stands.inside
        if share < CARRIES or left.inside > left.needed or little < BARELY:
            continue
        if len(parts_without(evidence, group, heaviest)) == 1:  # without it they are of a larger story
            continue
        little *= 1 - evidence.weight[heaviest] / 3
        yield Suspect(
            kind="weak-link",
            score=_score(little * (1 - 1 / (len(one) + len(other)))),
            reason=f"One link ({evidence.weight[heaviest]:.2f}) {_held(one, other, share, stands, left)}",
            articles=tuple(headline(evidence, end) for end in rows[heaviest]),
            stories=(story,),
        )


def _one_provider(evidence: Evidence) -> Iterator[Suspect]:
    for story, group in _groups(evidence):
        names = {evidence.providers.get(evidence.articles[item].key) for item in group}
        if len(names) > 1 or None in names or len(group) < LEAST_OF_ONE_PROVIDER:
            continue
        ((name, _),) = (found for found in names if found)
        split = halves(evidence, group)
        alike = contrast(evidence, *split).average if split else 1.0
        dates = sorted(filter(None, (evidence.articles[item].published for item in group)))
        hours = (dates[-1] - dates[0]) / HOUR if len(dates) > 1 else None
        facts = [f"weight {alike:.2f}"] + ([apart(hours)] if hours is not None else [])
        what = "one report in several versions" if alike >= VERSIONS else "news that nobody else has"
        if alike < VERSIONS and hours is not None and hours >= SERIES_HOURS:
            what = "a series"
        count = "Both articles" if len(group) == 2 else f"All {len(group)} articles"
        yield Suspect(
            kind="one-provider",
            score=_score(1 - 1 / len(group)),
            reason=f"{count} are by {name} ({', '.join(facts)}): it may be {what}",
            articles=tuple(headline(evidence, item) for item in _in_time(evidence, group)),
            stories=(story,),
        )


def _one_story(evidence: Evidence) -> Iterator[Suspect]:
    groups = dict(_groups(evidence))
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, (a, b) in enumerate(zip(evidence.pairs.a.tolist(), evidence.pairs.b.tolist(), strict=True)):
        one, other = (evidence.story.get(evidence.articles[end].key) for end in (a, b))
        if one and other and one.id != other.id:
            rows[min(one.id, other.id), max(one.id, other.id)].append(row)
    for ids, between in rows.items():
        first, second = (groups[id] for id in ids)
        listed = sum(bool(evidence.pairs.listed[row]) for row in between)
        if average(evidence, reports(evidence, first), reports(evidence, second)) < LEAST_JOINED:
            continue
        stands = contrast(evidence, first, second)
        ratio = stands.inside / stands.needed
        if ratio < (NEARLY_ONE_LISTED if listed else NEARLY_ONE):
            continue
        joined = f", and {words.count(listed, 'related link')} between them" if listed else ""
        labels = [f"“{evidence.story[evidence.articles[group[0]].key].label}”" for group in (first, second)]
        yield Suspect(
            kind="one-story",
            score=_score(ratio),
            reason=(
                f"{labels[0]} ({words.count(len(first), 'article')}) and {labels[1]} ({len(second)}) would be alike by "
                f"{stands.inside:.2f} as one, where {stands.needed:.2f} makes one story{joined}"
            ),
            articles=tuple(headline(evidence, _in_time(evidence, group)[0]) for group in (first, second)),
            stories=ids,
        )


def _missing_links(evidence: Evidence) -> Iterator[Suspect]:
    """Yield pairs of a story that no related list joins, the strongest first, each article in one of them only.

    The newer article with a file of its own is the one to list the other: it can know of it.
    """
    files = evidence.records.files if evidence.records else {}
    taken: set[int] = set()
    for row, one, other in _unlisted(evidence):
        owners = [end for end in (one, other) if evidence.articles[end].full]
        if not owners or taken & {one, other}:
            continue
        taken |= {one, other}
        when = {end: evidence.articles[end].published for end in owners}
        owner = min(owners, key=lambda end: (-date.timestamp() if (date := when[end]) else 0.0, end))
        item = other if owner == one else one
        by, of = headline(evidence, owner), headline(evidence, item)
        hours = hours_between(evidence.articles[owner], evidence.articles[item])
        facts = [f"weight {evidence.weight[row]:.2f}"] + ([apart(hours)] if hours is not None else [])
        facts += [_common(shared_words(evidence.texts, owner, item))]
        yield Suspect(
            kind="missing-link",
            score=_score(evidence.weight[row]),
            reason=f"{_cited(by)} could list {_cited(of)}: one story, {', '.join(facts)}",
            articles=(by, of),
            stories=(evidence.story[by.article].id,),
            place=files.get(iri_id(by.article)),
        )


def _unlisted(evidence: Evidence) -> Iterator[tuple[int, int, int]]:
    """Yield strong pairs in one story that no list joins, of two providers, each in words of its own: row and ends."""
    pairs = evidence.pairs
    strong = [row for row, weight in enumerate(evidence.weight) if weight >= WORTH_A_LINK]
    for row in sorted(strong, key=lambda row: (-evidence.weight[row], row)):
        one, other = int(pairs.a[row]), int(pairs.b[row])
        by, of = (evidence.providers.get(evidence.articles[end].key) for end in (one, other))
        joined = bool(pairs.listed[row] or pairs.listed_together[row]) or by == of
        if joined or evidence.groups[one] is not evidence.groups[other] or one_report(evidence, one, other):
            continue
        if cosine(evidence.texts, one, other) < SAME_WORDS:
            yield row, one, other


def _odd_links(evidence: Evidence) -> Iterator[Suspect]:
    """Yield related links between articles that have nothing in common, nor has the item with the rest of the list."""
    links = ((owner, item) for owner, items in evidence.targets.items() for item in items)
    for owner, item in sorted(links):
        here, there = evidence.place[owner], evidence.place[item]
        hours = hours_between(evidence.articles[here], evidence.articles[there])
        if hours is None or hours < FAR_HOURS:
            continue
        alike = cosine(evidence.texts, here, there)
        near = _nearest(
            evidence, there, {*evidence.groups[here], *map(evidence.place.__getitem__, evidence.targets[owner])}
        )
        if max(alike, near) > UNLIKE:
            continue
        by, of = headline(evidence, here), headline(evidence, there)
        where = places(evidence, owner, item)
        yield Suspect(
            kind="odd-link",
            score=_score(1 - alike - near),
            reason=(
                f"{_cited(by)} lists {_cited(of)}, {apart(hours)}, but "
                f"{_common(shared_words(evidence.texts, here, there), only=True)}, and nothing joins the second to the "
                "rest of the list or of the story"
            ),
            articles=(by, of),
            stories=tuple(sorted({end.story for end in (by, of) if end.story})),
            place=f"{where[0].path}:{where[0].line}" if where else None,
        )


def _nearest(evidence: Evidence, item: int, company: set[int]) -> float:
    """Return how alike an article is to the nearest of some others, by all but related links."""
    rows = (row_of(evidence, item, other) for other in sorted(company - {item}))
    return max((evidence.plain[row] for row in rows if row is not None), default=0.0)


KINDS: dict[str, Callable[[Evidence], Iterator[Suspect]]] = {
    "weak-link": _weak_links,  # a story that may be two
    "one-story": _one_story,  # two that may be one
    "one-provider": _one_provider,  # a story that may be none
    "missing-link": _missing_links,  # a related link that the site could add
    "odd-link": _odd_links,  # one that it could drop
}


def _groups(evidence: Evidence) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the id of each story and the places of its articles."""
    return ((story.id, evidence.groups[evidence.place[story.first]]) for story in evidence.stories)


def _in_time(evidence: Evidence, group: Sequence[int]) -> list[int]:
    story = evidence.story[evidence.articles[group[0]].key]
    return [evidence.place[member] for member in story.members]


def _held(one: Sequence[int], other: Sequence[int], share: float, stands: Contrast, left: Contrast) -> str:
    few, many = sorted((len(one), len(other)))
    if many == 1:
        return f"is all that holds its two reports together, where {stands.needed:.2f} is needed"
    return (
        f"is {share:.0%} of what joins {words.count(few, 'report')} to the other {many}: all are alike by "
        f"{stands.inside:.2f} where {stands.needed:.2f} is needed, and without it by {left.inside:.2f}, of "
        f"{left.needed:.2f}"
    )


def _cited(headline: Headline) -> str:
    return f"{headline.quoted} ({headline.provider})" if headline.provider else headline.quoted


def _common(words: Sequence[str], *, only: bool = False) -> str:
    both = "they only share" if only else "both say"
    return f"{both} {', '.join(words)}" if words else "they share no telling word"


def _score(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 3)


def _order(suspect: Suspect) -> tuple[float, tuple[str, ...], str]:
    return (-suspect.score, tuple(headline.article for headline in suspect.articles), suspect.reason)
