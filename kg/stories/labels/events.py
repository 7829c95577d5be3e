"""The headlines of a story -> who, and what happened: a clause of one, behind a name where it names nobody.

'Roy Horn dies of complications'. A clause is weighed as a title is, and may end where it goes on with when or where.
Where a story has several actors, none of whom most headlines name, no clause says what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Article
from kg.stories import clauses, titles
from kg.stories.labels.names import Corpus, key, written
from kg.stories.labels.ranking import Name
from kg.stories.languages import SAME
from kg.stories.titles import Headline
from kg.stories.words import pieces

IN_TITLES = 1 / 3  # of a story's headlines have a name that stands before a clause without any
IN_ARTICLES = 0.5  # and so many of its articles
ACTORS = 3  # names that headlines have, but none half of them: a clause that lacks one is about the others only
SEVERAL = 4  # articles of a story of which that is asked
ANOTHER = 0.9  # what a clause is worth that is not of the headline of the title
KEPT = 0.75  # of what a clause says its beginning says, if there is room for all of it


def events(
    members: Sequence[Article], ranked: Sequence[Headline], names: Sequence[Name], corpus: Corpus, *, longest: int
) -> list[str]:
    """Return what a label of a story may say happened, the best first.

    Args:
        members: the articles of the story.
        ranked: its best headlines, that of its title first.
        names: its names, the most central first.
        corpus: that it is of.
        longest: characters.
    """
    actors = [name for name in names if name.titles]
    several = of_several(names, len(members))
    who = next((name for name in actors if _is_central(name, len(members))), None)
    found: dict[str, float] = {}
    for headline in ranked:
        if headline.text.isupper():
            continue
        other = 1.0 if headline is ranked[0] else ANOTHER
        for text, worth in _clauses(headline, members[headline.place].url, corpus, longest=longest):
            words = {key(piece) for piece in pieces(text)}
            if several and not all(name.is_in(words) for name in actors):
                continue
            label = f"{who.form}: {text}" if who and _names_nobody(text, words, names, corpus) else text
            if len(label) <= longest:
                found[label] = max(other * worth, found.get(label, 0.0))
    return sorted(found, key=lambda text: -found[text])


def of_several(names: Sequence[Name], size: int) -> bool:
    """Say whether a story has several actors, none of whom most headlines name.

    Args:
        names: of the story.
        size: the number of its articles.
    """
    actors = [name for name in names if name.titles]
    return size >= SEVERAL and len(actors) >= ACTORS and all(2 * name.titles < size for name in actors)


def _names_nobody(text: str, words: set[str], names: Sequence[Name], corpus: Corpus) -> bool:
    if ": " in text or any(name.is_in(words) for name in names):
        return False
    low = (written(piece).lower() for piece in pieces(text))
    return not any(word in corpus.names or word in SAME for word in low)


def _is_central(name: Name, size: int) -> bool:
    return name.count >= IN_ARTICLES * size and name.titles >= IN_TITLES * size


def _clauses(headline: Headline, url: str | None, corpus: Corpus, *, longest: int) -> Iterator[tuple[str, float]]:
    """Yield the clauses of a headline and the beginnings of each that say what happened, with what each is worth."""

    def binds(words: Sequence[str], place: int) -> bool:
        return " ".join(words[place - 1 : place + 2]).lower() in corpus.phrases

    for text, worth in titles.parts(headline, url):
        yield titles.shown(text), worth
        whole, fits = headline.worth_of(text), len(text) <= longest
        least = (KEPT if fits else titles.KEPT) * headline.said(text)
        for part in clauses.shortened(text, headline.language, binds=binds, looser=not fits):
            if headline.said(part) >= least:
                yield titles.shown(part), round(headline.worth_of(part) * (worth / whole if whole else 1.0), 9)
