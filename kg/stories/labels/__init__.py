"""Stories -> titles and labels: who, and what happened, in a clause of a headline; no two labels of the same words.

Where a story has several actors, and no clause names them all, its label is their names and its telling phrases:
'Amazon, Microsoft, IBM: facial recognition, police'. Organizations that the gazetteer found are names, others are
learned from the corpus (`kg.stories.labels.names`); `kg.stories.labels.ranking` ranks both.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from kg.identity import article_id
from kg.model import UNDATED, Article
from kg.stories import titles
from kg.stories.labels import events
from kg.stories.labels.counts import story_words
from kg.stories.labels.names import Corpus, key, learn
from kg.stories.labels.ranking import Telling, terms
from kg.stories.languages import JOINTS, STOP_WORDS
from kg.stories.titles import Headline
from kg.stories.words import STOP_WORDS as ENGLISH
from kg.stories.words import pieces

__all__ = ["Corpus", "keywords", "label", "learn", "name_all"]

LONGEST = 70  # characters
MOST_PHRASES = 2
LITTLE = ENGLISH.union(JOINTS, *STOP_WORDS.values())  # a text that is cut does not end with one of these


class _Draft(msgspec.Struct, frozen=True):
    """What a label can be made of: what happened, names and phrases, the best first; the earliest article; the title.

    `keywords_first` says that these say more than the title, for it is in capitals, or has not the names of all.
    """

    events: tuple[str, ...]
    names: tuple[str, ...]
    phrases: tuple[str, ...]
    first: Article
    title: str
    keywords_first: bool


def label(members: Sequence[Article], corpus: Corpus) -> str:
    """Return the label of one story; see `name_all` for those of a build.

    Args:
        members: its articles, in any order.
        corpus: what `learn` returned for all articles.
    """
    return name_all([members], corpus)[0][1]


def name_all(stories: Sequence[Sequence[Article]], corpus: Corpus) -> list[tuple[str, str]]:
    """Return the title and the label of each story of a build; no two labels have the same words.

    Where two stories would have the same label, the one that began earlier keeps it, so that a story that comes in
    changes no label of those before it; the other names another phrase, its day, its hour or its id.

    Args:
        stories: the articles of each, in any order; at least one each, and none in two.
        corpus: what `learn` returned for all articles.
    """
    drafts = _drafts(stories, corpus)
    labels = list(map(_base, drafts))
    order = sorted(range(len(drafts)), key=lambda place: _age(drafts[place].first))
    owner: dict[frozenset[str], int] = {}
    for place in order:
        owner.setdefault(_words(labels[place]), place)
    for place in order:
        if owner[_words(labels[place])] != place:
            labels[place] = next(text for text in _others(drafts[place], labels[place]) if _words(text) not in owner)
            owner[_words(labels[place])] = place
    return [(draft.title, label) for draft, label in zip(drafts, labels, strict=True)]


def keywords(telling: Telling) -> str:
    """Return the names of a story and its telling phrases as a label; '' where it has neither.

    Args:
        telling: what `kg.stories.labels.ranking.terms` returned for it.
    """
    return _compose([name.form for name in telling.names], telling.phrases[:MOST_PHRASES])


def _drafts(stories: Sequence[Sequence[Article]], corpus: Corpus) -> list[_Draft]:
    ordered = [sorted(members, key=_age) for members in stories]
    words = story_words(ordered, corpus)
    parts = zip(ordered, titles.headlines(ordered, words), terms(ordered, words), strict=True)
    return [_draft(members, ranked, telling, corpus) for members, ranked, telling in parts]


def _draft(members: Sequence[Article], ranked: Sequence[Headline], telling: Telling, corpus: Corpus) -> _Draft:
    title, place = titles.best(members, ranked)
    ranked = sorted(ranked, key=lambda headline: headline.place != place)  # that of the title first
    found = events.events(members, ranked, telling.names, corpus, longest=LONGEST)
    names = tuple(name.form for name in telling.names)
    keywords_first = not title or title.isupper() or events.of_several(telling.names, len(members))
    title = title or titles.substitute(members)
    return _Draft(tuple(found), names, telling.phrases, members[0], title, keywords_first)


def _base(draft: _Draft) -> str:
    if draft.events:
        return draft.events[0]
    label = _compose(draft.names, draft.phrases[:MOST_PHRASES])
    return label if label and draft.keywords_first else _shorten(draft.title, LONGEST)


def _others(draft: _Draft, label: str) -> Iterator[str]:
    """Yield other labels for a story whose own is another's."""
    if not draft.events:
        for phrase in draft.phrases[MOST_PHRASES:]:
            if other := _compose(draft.names, (*draft.phrases[: MOST_PHRASES - 1], phrase)):
                yield other
    if draft.first.published:
        for form in ("%Y-%m-%d", "%Y-%m-%d %H:%M"):
            yield _ending(draft, label, draft.first.published.strftime(form))
    number = article_id(draft.first.key)
    yield from (_ending(draft, label, number[:size]) for size in range(4, len(number) + 1))
    yield from (_ending(draft, label, f"{number} {count}") for count in itertools.count(2))


def _ending(draft: _Draft, label: str, end: str) -> str:
    """Return a label with an end in brackets; where there is no room for it, a shorter one."""
    room = LONGEST - len(end) - 3
    return f"{next((text for text in draft.events if len(text) <= room), _shorten(label, room))} ({end})"


def _compose(names: Sequence[str], phrases: Sequence[str]) -> str:
    """Return names and phrases as a label, without the last of them as long as it is too long."""
    phrases = sorted(phrases, key=lambda phrase: " " not in phrase)  # what has more words says more
    while True:
        label = ": ".join(", ".join(part) for part in (names, phrases) if part)
        if len(label) <= LONGEST:
            return label
        if len(names) > 2 or (len(phrases) < 2 and names):
            names = names[:-1]
        else:
            phrases = phrases[:-1]


def _shorten(text: str, longest: int) -> str:
    """Return the words of a text that there is room for, up to one that goes on with little words if there is one.

    >>> _shorten("A bridge too far", 12), _shorten("Officials report the fall of the old bridge at Elmen", 41)
    ('A bridge…', 'Officials report the fall of the old…')
    """
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    words = text[:longest].split(" ")[:-1]
    while len(words) > 1 and words[-1].lower() in LITTLE:
        words.pop()
    cut = " ".join(words)
    return (cut if len(cut) > longest // 2 else text[: longest - 1]).rstrip(" ,;:-–—") + "…"  # noqa: RUF001 - dashes are meant


def _words(label: str) -> frozenset[str]:
    return frozenset(key(piece) for piece in pieces(label) if piece[0].isalnum())


def _age(article: Article) -> tuple[datetime, str]:
    return article.published or UNDATED, article.key
