"""Stories -> their words, which of these enough articles of a story share, and how each story uses a term."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from kg.model import Article
from kg.stories.labels.names import BETWEEN, Corpus, Term
from kg.stories.matrix import firsts, groups, order
from kg.stories.texts import numbered, spread

if TYPE_CHECKING:
    import numpy as np

LEAST_SHARE = 0.25  # of a story's articles have a name or a phrase, or it is not central
LARGE = 50  # articles; in a corpus that is not smaller, what it all speaks of tells nothing of a story
EVERYWHERE = 0.35  # of the articles outside a story have a word that all the corpus speaks of
IN_EXCERPT = 0.5  # how much an excerpt counts that has a word, if a title that has it counts 1


class StoryWords(msgspec.Struct, frozen=True):
    """The words of stories, text by text: the title and the excerpt of each article.

    `least` says for each story how many articles must have a word. `story`, `rank` (0 for the earliest article) and
    `source` (which text of the corpus it is) are of each text, `word` and `text` of each word, in turn; `shared` says
    which are words that enough articles of the story have, or stand between such. `has` and `count` say which words
    each story has (story times all words plus what the word is known by), sorted, and in how many articles.
    """

    corpus: Corpus
    least: np.ndarray
    story: np.ndarray
    rank: np.ndarray
    source: np.ndarray
    word: np.ndarray
    text: np.ndarray
    shared: np.ndarray
    has: np.ndarray
    count: np.ndarray

    def outside(self, story: np.ndarray, terms: Sequence[Term]) -> np.ndarray:
        """Return how many articles that are not of a story have each term; of several words, the rarest.

        Args:
            story: of each term.
            terms: that are asked for.
        """
        import numpy as np

        number = self.corpus.number
        lengths = np.array(list(map(len, terms)), dtype=np.int64)
        known = np.array([number.get(word, -1) for term in terms for word in term], dtype=np.int64)
        code = np.repeat(story, lengths) * len(number) + known
        at = np.searchsorted(self.has, code)
        inside = np.where(np.append(self.has, -1)[at] == code, np.append(self.count, 0)[at], 0)
        beyond = np.maximum(0, np.append(self.corpus.frequency, 0)[known] - inside)  # what no article has stands last
        return np.minimum.reduceat(beyond, np.cumsum(lengths) - lengths)


def story_words(stories: Sequence[Sequence[Article]], corpus: Corpus) -> StoryWords:
    """Return the words of stories.

    Args:
        stories: the articles of each, the earliest first; at least one each.
        corpus: that all of them are of.
    """
    import numpy as np

    words = corpus.written.words
    sizes = np.array(list(map(len, stories)), dtype=np.int64)
    places = np.array([corpus.place[article.key] for story in stories for article in story], dtype=np.int64)
    story = np.repeat(np.arange(len(sizes)), sizes)
    source = np.stack((2 * places, 2 * places + 1), axis=1).ravel()
    lengths = np.diff(words.starts)[source]
    word = words.word[spread(words.starts[source], lengths)]
    text = np.repeat(np.arange(len(source)), lengths)
    held, first = groups(text // 2, corpus.known[word])  # by an article
    holder, known = story[text[first] // 2], corpus.known[word[first]]
    had, first = groups(holder, known)  # by a story
    count, holder, known = np.bincount(had), holder[first], known[first]
    least = np.array([max(2, math.ceil(LEAST_SHARE * size)) for size in sizes.tolist()], dtype=np.int64)
    most = EVERYWHERE * (corpus.size - sizes) if corpus.size >= LARGE else np.full(len(sizes), np.inf)
    shared = (count >= least[holder]) & (corpus.frequency[known] - count <= most[holder])
    between = np.array([form in BETWEEN for form in words.forms], dtype=bool)
    return StoryWords(
        corpus=corpus,
        least=least,
        story=np.repeat(story, 2),
        rank=np.repeat(np.arange(len(story)) - (np.cumsum(sizes) - sizes)[story], 2),
        source=source,
        word=word,
        text=text,
        shared=shared[had[held]] | between[word],
        has=holder * len(corpus.number) + known,
        count=count,
    )


class Occurrences(msgspec.Struct, frozen=True):
    """What was found: in which text of `StoryWords`, and which of `things` it is: a term, and a form of it."""

    text: np.ndarray
    which: np.ndarray
    things: Sequence[tuple[Term, str]]


class Usage(msgspec.Struct):
    """How a story uses a term: from which article on, in how many, how central it is in them; its most frequent form.

    `outside` is the number of articles that are not of the story and have the term, or its rarest word.
    """

    first: int
    count: int
    central: float
    form: str
    outside: int


Usages = dict[Term, Usage]


def usages(found: Occurrences, words: StoryWords) -> list[Usages]:
    """Return for each story how it uses what was found in its texts."""
    import numpy as np

    by_story: list[Usages] = [{} for _ in words.least]
    if not len(found.which):
        return by_story
    pairs, pair = numbered(found.things)
    which = pair[found.which]
    numbers, term = numbered(term for term, _ in pairs)
    terms, forms = [*numbers], [form for _, form in pairs]
    story, term, rank = words.story[found.text], term[which], words.rank[found.text]
    having, first = groups(story, term, rank)  # an article that has the term
    in_title = np.bincount(having, weights=found.text % 2 == 0) > 0
    used, first_having = groups(story[first], term[first])
    count = np.bincount(used)
    central = np.bincount(used, weights=np.where(in_title, 1.0, IN_EXCERPT))
    first = first[first_having]
    spelled = np.argsort(np.argsort(np.array(forms, dtype=object), kind="stable"), kind="stable")[which]
    written, one = groups(used[having], spelled)
    of, often = used[having][one], np.bincount(written)
    best = order(of, often.max() - often, spelled[one])
    best = best[firsts(of[best])]
    form = which[one[best]]
    outside = words.outside(story[first], [terms[number] for number in term[first].tolist()])
    for at, name, *use in zip(
        *(column.tolist() for column in (story[first], term[first], rank[first], count, central, form, outside)),
        strict=True,
    ):
        use[3] = forms[use[3]]
        by_story[at][terms[name]] = Usage(*use)
    return by_story
