"""Stories -> labels: the central names of a story, then its telling phrase; no two of the same words.

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
from kg.stories.labels.names import Corpus, key, learn
from kg.stories.labels.ranking import terms
from kg.stories.words import pieces

__all__ = ["Corpus", "label", "label_all", "learn"]

LONGEST = 70  # characters
MOST_PHRASES = 2


class _Draft(msgspec.Struct, frozen=True):
    """What a label can be made of: names and phrases, the best first; the earliest article and headline."""

    names: tuple[str, ...]
    phrases: tuple[str, ...]
    first: Article
    headline: str


def label(members: Sequence[Article], corpus: Corpus) -> str:
    """Return the label of one story; see `label_all` for those of a build.

    Args:
        members: its articles, in any order.
        corpus: what `learn` returned for all articles.

    Returns:
        ``names: phrases``, ``names`` or ``phrases``; the first headline, shortened, where nothing is shared.
    """
    return _base(_drafts([members], corpus)[0])


def label_all(stories: Sequence[Sequence[Article]], corpus: Corpus) -> list[str]:
    """Return the labels of the stories of a build, no two of the same words.

    Where two stories would have the same, the one that began earlier keeps it, so that a story that comes in changes
    no label of those before it; the other names another phrase, its day, its hour or its id.

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
    return labels


def _drafts(stories: Sequence[Sequence[Article]], corpus: Corpus) -> list[_Draft]:
    ordered = [sorted(members, key=_age) for members in stories]
    headlines = [
        next((article.title for article in members if article.title and article.title.strip()), members[0].name)
        for members in ordered
    ]
    return [
        _Draft(names, phrases, members[0], headline)
        for members, headline, (names, phrases) in zip(ordered, headlines, terms(ordered, corpus), strict=True)
    ]


def _base(draft: _Draft) -> str:
    label = _compose(draft.names, draft.phrases[:MOST_PHRASES])
    enough = len(draft.names) + len(draft.phrases) > 1 or " " in "".join(draft.phrases)  # one word says too little
    return label if label and enough else _shorten(draft.headline, LONGEST)


def _others(draft: _Draft, label: str) -> Iterator[str]:
    """Yield other labels for a story whose own is another's."""
    for phrase in draft.phrases[MOST_PHRASES:]:
        if other := _compose(draft.names, (*draft.phrases[: MOST_PHRASES - 1], phrase)):
            yield other
    if draft.first.published:
        for form in ("%Y-%m-%d", "%Y-%m-%d %H:%M"):
            yield _ending(label, draft.first.published.strftime(form))
    number = article_id(draft.first.key)
    yield from (_ending(label, number[:size]) for size in range(4, len(number) + 1))
    yield from (_ending(label, f"{number} {count}") for count in itertools.count(2))


def _ending(label: str, end: str) -> str:
    return f"{_shorten(label, LONGEST - len(end) - 3)} ({end})"


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
    """Return the words of a text that there is room for.

    >>> _shorten("A bridge too far", 12)
    'A bridge…'
    """
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > longest // 2 else cut).rstrip(" ,;:-–—") + "…"  # noqa: RUF001 - dashes are meant


def _words(label: str) -> frozenset[str]:
    return frozenset(key(piece) for piece in pieces(label) if piece[0].isalnum())


def _age(article: Article) -> tuple[datetime, str]:
    return article.published or UNDATED, article.key
