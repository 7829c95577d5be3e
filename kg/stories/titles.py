"""Stories -> titles: the headline of each that best stands for all, cleaned, in whole words.

A headline stands for its story by the words that the other articles have too, in title or excerpt, the rarer ones of
the corpus more, and for its length. Where a clause of it does so better by itself, for what stands before or behind it
is a quotation, a comment or the next thing that happened, the clause is the title.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec

from kg.model import Article
from kg.stories import clauses, teasers
from kg.stories.clauses import SPACELESS
from kg.stories.labels.counts import StoryWords
from kg.stories.labels.names import key
from kg.stories.labels.texts import ADDRESS, EN, SECTION
from kg.stories.languages import STOP_WORDS as OTHER_STOP_WORDS
from kg.stories.matrix import groups, starts_of
from kg.stories.texts import numbered, spread
from kg.stories.words import STOP_WORDS as ENGLISH
from kg.stories.words import pieces

if TYPE_CHECKING:
    import numpy as np

OWN = 0.25  # what it counts that its own excerpt has a word of a headline, if that another article has it counts 1
LENGTH = 0.6  # the power of its length that a headline is divided by: with 0 the longest is best, with 1 the shortest
LEAST_RARITY = 0.1  # the logarithm of one in how many articles has a word, at the least
TRIED = 8  # headlines of a story, the best as they stand, are tried by their clauses
KEPT = 0.5  # of what a headline says its clause says
A_PART = 0.95  # what a clause is worth that says as much for its length as the whole headline
SAYS_LESS = 0.85  # what a headline is worth for each way in which it does not say what happened
STOP_WORDS = {EN: ENGLISH, **OTHER_STOP_WORDS}

_SLUG = re.compile(r"[^\W\d_]{2,}")
_SUFFIX = re.compile(r"\.\w{1,5}$")
_SENTENCE = re.compile(r".{1,180}?(?:[.!?…](?=\s|$)|[。！？]|$)")  # noqa: RUF001 - marks of other scripts


class Headline(msgspec.Struct, frozen=True):
    """A headline of a story: the place of its article, its text, its language, and what it is worth.

    `says` has what each of its words tells of the story, `takes` the room of each, by what the word is known by.
    """

    place: int
    text: str
    language: str | None
    worth: float
    says: dict[str, float]
    takes: dict[str, float]

    def worth_of(self, text: str) -> float:
        """Return what a part of it is worth as the title of the story."""
        takes = sum(self.takes.get(word, 0.0) for word in _words(text))
        return round(self.said(text) / math.pow(takes, LENGTH), 9) if takes else 0.0

    def said(self, text: str) -> float:
        """Return how much of the story a part of it tells."""
        return sum(self.says.get(word, 0.0) for word in _words(text))


def best(members: Sequence[Article], ranked: Sequence[Headline]) -> tuple[str, int]:
    """Return the title of a story, and the place of the article that has it; '' and -1 where there is no headline.

    Args:
        members: the articles of the story.
        ranked: its best headlines, as `headlines` returns them.
    """
    found = [
        (-worth, headline.place, len(part), part)
        for headline in ranked
        for part, worth in parts(headline, members[headline.place].url)
    ]
    if not found:
        return "", -1
    _, place, _, text = min(found)
    return shown(text), place


def substitute(members: Sequence[Article]) -> str:
    """Return what stands for the title of a story without a headline: a sentence, the words of an address, or a host.

    Args:
        members: the articles of the story.

    >>> substitute([Article(key="path:_posts/2021-03-04-ferry-runs-aground.md")])
    'Ferry runs aground'
    """
    for article in members:
        sentence = _SENTENCE.match(" ".join(ADDRESS.sub(" ", article.excerpt or "").split()))
        if sentence and clauses.length(sentence[0]) > 1:
            return shown(sentence[0])
    addresses = [article.url or article.key.removeprefix("path:") for article in members]
    for address in addresses:
        name = unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])
        words = _SLUG.findall(_SUFFIX.sub("", name))
        if len(words) > 1:
            return shown(" ".join(words))
    return members[0].provider or urlsplit(addresses[0]).hostname or members[0].name


def parts(headline: Headline, url: str | None) -> Iterable[tuple[str, float]]:
    """Yield a headline and its clauses, and what each is worth as the title of the story.

    Args:
        headline: of a story.
        url: of its article.
    """
    least = KEPT * headline.said(headline.text)
    for text in clauses.clauses(headline.text, headline.language):
        if headline.said(text) < least:
            continue
        less = math.pow(SAYS_LESS, teasers.count(text, url))
        yield text, headline.worth_of(text) * less * (1.0 if text == headline.text else A_PART)


def shown(text: str) -> str:
    """Return a headline or a clause as a title: its first word not small, and without a dot that ends a sentence.

    >>> shown("two more die."), shown("iPhone sales fall in the U.S.")
    ('Two more die', 'iPhone sales fall in the U.S.')
    """
    if text.endswith(".") and not text.endswith("..") and not clauses.is_short(text):
        text = text[:-1]
    return text[:1].upper() + text[1:] if text.split(" ", 1)[0].islower() else text


def headlines(stories: Sequence[Sequence[Article]], words: StoryWords) -> list[list[Headline]]:
    """Return the headlines of each story that stand for it as they are, the best first; up to `TRIED`.

    Only those in the language of most of its articles are asked.

    Args:
        stories: the articles of each, the earliest first; at least one each.
        words: that `kg.stories.labels.counts.story_words` returned for them.
    """
    import numpy as np

    text, term, says, takes, shown_as = _weighed(words)
    size = len(words.source)
    starts = np.searchsorted(text, np.arange(size + 1)).tolist()
    total = np.maximum(np.bincount(text, weights=takes, minlength=size), LEAST_RARITY)
    worth = np.round(np.bincount(text, weights=says, minlength=size) / total**LENGTH, 9).tolist()
    languages = [words.corpus.written.language[source // 2] for source in words.source.tolist()]
    found, begin = [], 0
    for members in stories:
        here: list[Headline] = []
        asked = _asked(members, languages[2 * begin : 2 * (begin + len(members)) : 2])
        for place in sorted(asked, key=lambda place: (-worth[2 * (begin + place)], place))[:TRIED]:
            at = 2 * (begin + place)
            span = slice(starts[at], starts[at + 1])
            known = [shown_as[number] for number in term[span].tolist()]
            says_, takes_ = (dict(zip(known, column[span].tolist(), strict=True)) for column in (says, takes))
            here.append(Headline(place, cleaned(members[place]), languages[at], worth[at], says_, takes_))
        found.append(here)
        begin += len(members)
    return found


def cleaned(article: Article) -> str:
    """Return the headline of an article without what stands in those of its site too."""
    text = " ".join(ADDRESS.sub(" ", article.title or "").split())
    return teasers.without_head(SECTION.sub("", text) or text)


def terms(piece: str) -> list[str]:
    """Return what a word is known by; what stands in a script without spaces by each two neighbouring characters.

    >>> terms("Ferries"), terms("渡轮搁浅")
    (['ferri'], ['渡轮', '轮搁', '搁浅'])
    """
    if piece.isascii() or not SPACELESS.search(piece):
        return [key(piece)]
    runs = SPACELESS.findall(piece)
    pairs = [run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1))]
    return [*map(key, SPACELESS.sub(" ", piece).split()), *pairs]


@functools.lru_cache(maxsize=1 << 10)
def _words(text: str) -> tuple[str, ...]:
    """Return what the words of a text are known by, each once."""
    return tuple(sorted({word for piece in pieces(text) for word in terms(piece)}))


def _asked(members: Sequence[Article], languages: Sequence[str | None]) -> list[int]:
    """Return the places of the articles with a headline in the language of most of them."""
    places = [place for place, article in enumerate(members) if any(map(str.isalnum, cleaned(article)))]
    count = Counter(languages[place] for place in places)
    most = max(count.values(), default=0)
    chosen = next((languages[place] for place in places if count[languages[place]] == most), None)
    return [place for place in places if languages[place] == chosen]


def _weighed(words: StoryWords) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Return the terms of headlines, once a headline: its text, the term, what that says and takes; and all terms."""
    import numpy as np

    text, term, frequency, shown_as = _terms(words)
    article, story = text // 2, words.story[::2]
    having, first = groups(article, term)  # an article has a term
    holding, _ = groups(story[article[first]], term[first])  # a story has it
    inside = np.bincount(holding)[holding][having]
    in_title = np.flatnonzero(text % 2 == 0)
    places = in_title[groups(text[in_title], term[in_title])[1]]
    excerpts = np.unique((text * len(shown_as) + term)[text % 2 == 1])
    behind = (text[places] + 1) * len(shown_as) + term[places]
    own = np.append(excerpts, -1)[np.searchsorted(excerpts, behind)] == behind
    others = np.maximum(1, np.bincount(story)[story[article[places]]] - 1)
    outside = frequency[term[places]] - inside[places]
    rarity = np.maximum(LEAST_RARITY, np.log((1 + words.corpus.size) / (1 + outside)))
    says = (inside[places] - 1 + OWN * own) / others * np.sqrt(rarity)
    return text[places], term[places], says, rarity, shown_as


def _terms(words: StoryWords) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Return the terms of the texts of stories: the text and the term of each; how many articles have each term."""
    import numpy as np

    corpus, written = words.corpus, words.corpus.written
    tells = _telling(words)
    text, word = words.text[tells], words.word[tells]
    shown_as = [*corpus.number]
    split = [terms(form) for form in written.words.forms]
    apart = np.array([known != [key(form)] for known, form in zip(split, written.words.forms, strict=True)], dtype=bool)
    if not apart.any():
        return text, corpus.known[word], corpus.frequency, shown_as
    number, pairs = numbered(chain.from_iterable(known for known, here in zip(split, apart, strict=True) if here))
    lengths = np.array(list(map(len, split)), dtype=np.int64)
    begins = starts_of(np.where(apart, lengths, 0))[:-1]
    held = np.flatnonzero(apart[written.held])
    held_word = written.held[held]
    found = pairs[spread(begins[held_word], lengths[held_word])]
    article = np.repeat(written.holding[held], lengths[held_word])
    counts = np.bincount(found[groups(article, found)[1]], minlength=len(number))
    term = np.repeat(corpus.known[word], lengths[word])
    spaceless = np.repeat(apart[word], lengths[word])
    some = word[apart[word]]
    term[spaceless] = pairs[spread(begins[some], lengths[some])] + len(shown_as)
    return np.repeat(text, lengths[word]), term, np.r_[corpus.frequency, counts], [*shown_as, *number]


def _telling(words: StoryWords) -> np.ndarray:
    """Return the places of the words of texts that are no marks, single letters or stop words of their language."""
    import numpy as np

    forms, written = words.corpus.written.words.forms, words.corpus.written
    languages, language = numbered(written.language)
    code = language[words.source[words.text] // 2] * len(forms) + words.word
    tells = np.zeros(len(languages) * len(forms), dtype=bool)
    by_number = [*languages]
    for number in np.flatnonzero(np.bincount(code, minlength=1)).tolist():
        form = forms[number % len(forms)]
        stop = STOP_WORDS.get(by_number[number // len(forms)] or "", frozenset())
        tells[number] = form[0].isalnum() and (len(form) > 1 or not form.isascii()) and form.lower() not in stop
    return np.flatnonzero(tells[code])
