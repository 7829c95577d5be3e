"""The stories of the last build and of this one -> what became of each.

Stories are compared by the articles that they share, as the communities of a changing network are in D. Greene,
D. Doyle and P. Cunningham, 'Tracking the evolution of communities in dynamic social networks' (ASONAM 2010). They match
by the Jaccard index; here each side is asked for itself, and only for articles that both builds know, so that a story
that doubles overnight is no other story for that:

- the heir of an old story is the new story that has most of its articles, if that is at least `HALF` of them;
- the parent of a new story is the old story that had most of its articles, if that is at least `HALF` of them.

A story that keeps its id goes on. Of the rest, an old and a new story that are each other's heir and parent are one
story under another id; an old story with another heir was merged into it; a new story with another parent split from
it; an old story without heir or parts has ended, and a new one without parent that nothing was merged into was born.
So every story of two articles or more has exactly one part in what happened.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
import pyoxigraph as ox

from kg.errors import IdentityError
from kg.folder import OutputFolder
from kg.identity import absolute, article_id, canonical_url, checked_base, story_iri
from kg.model import Article, Story
from kg.rdf.store import turtle
from kg.rdf.vocab import KG

HALF = 0.5  # of a story's articles make an heir or a parent
HEADER = ["article", "story"]
_ID = re.compile(r"[0-9a-f]{16}")

Members = Mapping[str, Collection[str]]  # of stories, by their ids


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the stories of the last build, by their ids, each list sorted.

    `changed` kept their ids, but other articles are in them: how many joined, and how many left. `continued` (new, old)
    go on under another id, `split` (new, old) were part of an old story, `merged` (old, new) are part of a new one.
    `was` is the base of the last build. `skipped` says why nothing could be compared.
    """

    changed: tuple[tuple[str, int, int], ...] = ()
    continued: tuple[tuple[str, str], ...] = ()
    born: tuple[str, ...] = ()
    split: tuple[tuple[str, str], ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    ended: tuple[str, ...] = ()
    was: str = ""
    skipped: str | None = None


NOTHING = History()


def since(last: OutputFolder, *, articles: Sequence[Article], found: Iterable[Story]) -> History:
    """Return what became of the stories of the last build.

    Args:
        last: the output folder, as the last build left it.
        articles: of this build.
        found: its stories, those of one article too.

    Returns:
        The history; an empty one if there was no last build, or nothing changed.
    """
    if not last.stories.exists() and not last.report.exists():
        return NOTHING
    try:
        base, rows = checked_base(last.base or ""), _rows(last.stories)
    except IdentityError:
        return History(skipped=f"its {last.report.name} is missing, damaged or names no base")
    except ValueError as error:
        return History(skipped=str(error))
    old: dict[str, list[str]] = defaultdict(list)
    for article, story in _known_by(rows, articles).items():
        old[story].append(article)
    history = compare(old, {story.id: story.members for story in found})
    return msgspec.structs.replace(history, was=base)


def compare(old: Members, new: Members) -> History:
    """Return what became of stories.

    Args:
        old: the articles of each story of the last build, by its id; articles that stood alone too.
        new: the same of this build.

    >>> history = compare({"a": "abcd", "e": "ef"}, {"b": "bcd", "a": "a", "e": "efg"})
    >>> history.continued, history.changed
    ((('b', 'a'),), (('e', 1, 0),))
    """
    was_in = {article: id for id, members in old.items() for article in members}
    is_in = {article: id for id, members in new.items() for article in members}
    before = {id for id, members in old.items() if len(members) > 1}
    after = {id for id, members in new.items() if len(members) > 1}
    heir = {id: _most(old[id], is_in, among=after) for id in before - after}
    parent = {id: _most(new[id], was_in, among=before) for id in after - before}
    continued = {(id, old_id) for id, old_id in parent.items() if old_id and heir.get(old_id) == id}
    merged = {(id, new_id) for id, new_id in heir.items() if new_id and (new_id, id) not in continued}
    split = {(id, old_id) for id, old_id in parent.items() if old_id and (id, old_id) not in continued}
    changes = [(id, len({*new[id]} - {*old[id]}), len({*old[id]} - {*new[id]})) for id in sorted(before & after)]
    named = {id for pair in continued | merged | split for id in pair}
    return History(
        changed=tuple(change for change in changes if change[1] or change[2]),
        continued=tuple(sorted(continued)),
        born=tuple(sorted(parent.keys() - named)),
        split=tuple(sorted(split)),
        merged=tuple(sorted(merged)),
        ended=tuple(sorted(heir.keys() - named)),
    )


def as_report(history: History, stories: Iterable[Story]) -> dict[str, object]:
    """Return a history as it stands in ``report.json``: counts, and by kind the stories with what they come from.

    Args:
        history: what `since` returned.
        stories: of this build, for their labels.
    """
    if history.skipped is not None:
        return {"skipped": history.skipped}
    labels = {story.id: story.label for story in stories}
    kinds: dict[str, list[dict[str, object]]] = {
        "changed": [{"story": s, "joined": n, "left": m, "label": labels[s]} for s, n, m in history.changed],
        "continued": [{"story": s, "was": old, "label": labels[s]} for s, old in history.continued],
        "born": [{"story": s, "label": labels[s]} for s in history.born],
        "split": [{"story": s, "from": old, "label": labels[s]} for s, old in history.split],
        "merged": [{"story": old, "into": s, "label": labels[s]} for old, s in history.merged],
        "ended": [{"story": old} for old in history.ended],
    }
    return {"counts": {kind: len(items) for kind, items in kinds.items()}, **kinds}


def write(history: History, path: Path, *, base: str) -> None:
    """Write what goes on elsewhere as Turtle; no file if nothing does.

    Args:
        history: what `since` returned.
        path: of the file.
        base: of this build; stories of the last one have the base that they had.
    """
    triples = [
        *((_iri(base, new), KG.continues, _iri(history.was, old)) for new, old in history.continued),
        *((_iri(base, new), KG.splitFrom, _iri(history.was, old)) for new, old in history.split),
        *((_iri(history.was, old), KG.mergedInto, _iri(base, new)) for old, new in history.merged),
    ]
    if triples:
        path.write_bytes(turtle(ox.Triple(*map(ox.NamedNode, triple)) for triple in sorted(triples)))


def _most(articles: Iterable[str], story_of: Mapping[str, str], *, among: Collection[str]) -> str | None:
    """Return the one among some stories that has most of these articles, if it has `HALF` of those that are known."""
    known = [story_of[article] for article in articles if article in story_of]
    counts = Counter(id for id in known if id in among)
    most, best = min(((-count, id) for id, count in counts.items()), default=(0, None))
    return best if -most >= HALF * len(known) else None


def _rows(path: Path) -> list[list[str]]:
    """Return the address and the story of each article of a ``stories.csv``.

    Raises:
        ValueError: it is not one.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file, strict=True)
    except (OSError, ValueError, csv.Error) as error:
        raise ValueError(f"its {path.name} is missing or damaged") from error
    if header != HEADER or not all(len(row) == len(HEADER) and _ID.fullmatch(row[1]) for row in rows):
        raise ValueError(f"its {path.name} does not hold {','.join(HEADER)}")
    return rows


def _known_by(rows: Iterable[Sequence[str]], articles: Sequence[Article]) -> dict[str, str]:
    """Return the story of each article of the last build by the key that it goes by now."""
    keys = {alias: article.key for article in articles for alias in article.aliases}
    keys |= {article.key: article.key for article in articles}
    addresses = {article.url: article.key for article in articles}
    paths = {article_id(article.key): article.key for article in articles if article.url is None}  # they stand as IRIs
    found: dict[str, str] = {}
    for address, story in rows:
        own = addresses.get(address) or paths.get(address.rpartition("/")[2]) or canonical_url(address) or address
        key = keys.get(own, own)
        # two that are one now stay two, or the last build would have held fewer
        found[own if key in found else key] = story
    return found


def _iri(base: str, id: str) -> str:
    return absolute(story_iri(id), base=base)
