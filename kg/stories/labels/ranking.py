"""A story -> its names and its telling phrases, the best first.

Both are ranked by how many articles of the story have them, those that have them in the title counting more, and by how
rare they are in the rest of the corpus: TF-IDF with the story as the document.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Container, Iterator, Sequence

import msgspec

from kg.model import Article, Organization
from kg.stories.labels import mentions, names, phrases
from kg.stories.labels.counts import IN_EXCERPT, StoryWords, Usage, Usages, usages
from kg.stories.labels.names import Corpus, Term, key
from kg.stories.languages import GENERIC, JOINTS

MOST_NAMES = 4
COMMON_FIRST = 1.5  # how much more it counts that many articles have a word than that it is rare
NAMED = 2.0  # what a name counts however common it is; rarity is the natural logarithm of one in how many
FOUND = 2.0  # and an organization of the gazetteer beyond that
LEAST_RARITY = 0.05
NAME_FALLS_OFF = 0.3  # a name that ranks so far below the first is left out
PHRASE_FALLS_OFF = 0.35  # and a further phrase
WHOLE = 0.5  # of the articles that say 'recognition' say 'facial recognition', or 'recognition' it is
MORE_WORDS = (1.0, 1.3, 1.4)  # how much a phrase counts more than its words
DULL = 0.4  # what a phrase counts that fits many stories
SHORT = 20  # characters; of a longer name of an organization the form that most articles have is taken
DIRECTIONS = frozenset("north south east west new".split())  # 'North Korea' and 'South Korea' are two

PARTICLES = JOINTS - frozenset("& of for the".split())  # within the name of a person


class Name(msgspec.Struct, frozen=True):
    """A name of a story: as it is written, what its forms are known by, how many articles and headlines have it."""

    form: str
    terms: tuple[Term, ...]
    count: int
    titles: int

    def is_in(self, words: Container[str]) -> bool:
        """Say whether a text names it.

        Args:
            words: what those of the text are known by.
        """
        return any(all(word in words for word in term if word not in names.BETWEEN) for term in self.terms)


class Telling(msgspec.Struct, frozen=True):
    """The names of a story and its telling phrases, the best first."""

    names: tuple[Name, ...]
    phrases: tuple[str, ...]


class _Organizations(msgspec.Struct, frozen=True):
    """The organizations that the gazetteer found in a story, and how it uses them.

    `covers` says up to how many articles the names of the central ones, and the parts of these, stand for them:
    'Disease Control' is but a part where as many have the CDC.
    """

    organizations: dict[Term, Organization] = msgspec.field(default_factory=dict)
    uses: Usages = msgspec.field(default_factory=dict)
    covers: dict[Term, float] = msgspec.field(default_factory=dict)

    def has(self, term: Term, count: int) -> bool:
        """Say whether a term that so many articles have says nothing beside the organizations."""
        return count <= self.covers.get(term, 0)


class _Story(msgspec.Struct, frozen=True):
    """A story as it is read: its articles, how many of them must have a term, and how it uses all terms."""

    articles: Sequence[Article]
    least: int
    named: Usages
    phrased: Usages
    found: _Organizations
    corpus: Corpus

    def scores(self, uses: Usages, *, plain: float = 0.0) -> dict[Term, float]:
        """Return what each term is worth that enough articles have, and that counts so much however common it is."""
        scores = {}
        for term, use in uses.items():
            if use.count >= self.least:
                rarity = max(LEAST_RARITY, math.log((1 + self.corpus.size) / (1 + use.outside)))
                scores[term] = round(math.pow(use.central, COMMON_FIRST) * (plain + rarity), 9)
        return scores


def terms(stories: Sequence[Sequence[Article]], words: StoryWords) -> list[Telling]:
    """Return the names and the telling phrases of stories, as they are written; no two of a story share a word.

    Args:
        stories: the articles of each, the earliest first.
        words: that `kg.stories.labels.counts.story_words` returned for them.
    """
    corpus = words.corpus
    named = usages(mentions.find_names(words), words)
    phrased = usages(phrases.find_phrases(words), words)
    parts = zip(stories, words.least.tolist(), named, phrased, _organizations(stories, words), strict=True)
    found = []
    for part in parts:
        story, taken = _Story(*part, corpus), set[str]()
        best = _best_names(story, taken)
        found.append(Telling(best, _best_phrases(story, taken)))
    return found


def _best_names(story: _Story, taken: set[str]) -> tuple[Name, ...]:
    """Return the best names, those that most articles have first, and add the words that they take."""
    uses, found = story.named, story.found
    scores = story.scores(uses, plain=NAMED) | story.scores(found.uses, plain=NAMED + FOUND)
    least = NAME_FALLS_OFF * max(scores.values(), default=0.0)
    best: dict[Term, str] = {}
    for term in sorted(scores, key=lambda term: (-scores[term], term)):
        if scores[term] < least or len(best) == MOST_NAMES:
            break
        if term in found.organizations:
            name = _short(found.organizations[term], story.articles)
            shown = {*(names.known_by(name) or term)} - names.BETWEEN
            if not shown <= taken:
                best[term] = name
                taken |= shown | {key(form) for form in _forms(found.organizations[term]) if " " not in form}
        elif found.has(term, uses[term].count):
            continue
        elif not taken.intersection(term) or (len(term) > 1 and term[0] in DIRECTIONS - taken):
            whole = _whole(term, uses, persons=story.corpus.names)
            best[whole] = uses[whole].form
            taken |= {*whole, *_companions(whole, uses)}
    uses = uses | found.uses
    order = sorted(best, key=lambda term: (-uses[term].count, uses[term].first, -uses[term].central, term))
    return tuple(
        Name(
            best[term],
            tuple(sorted({term, names.known_by(best[term]), *_known_by(found.organizations.get(term))})),
            uses[term].count,
            round(2 * uses[term].central) - uses[term].count,
        )
        for term in order
    )


def _known_by(organization: Organization | None) -> Iterator[Term]:
    return (names.known_by(form) for form in (_forms(organization) if organization else ()))


def _best_phrases(story: _Story, taken: set[str]) -> tuple[str, ...]:
    """Return the best phrases that share no word with what is taken, nor with each other."""
    uses, found = story.phrased, story.found
    uses = {term: use for term, use in uses.items() if not taken.intersection(term) and not found.has(term, use.count)}
    scores = {
        term: score * MORE_WORDS[len(term) - 1] * (DULL if phrases.is_dull(uses[term].form) else 1.0)
        for term, score in story.scores(uses).items()
    }
    least = PHRASE_FALLS_OFF * max(scores.values(), default=0.0)
    best: list[str] = []
    for term in sorted(scores, key=lambda term: (-scores[term], term)):
        if scores[term] < least:
            break
        if not taken.intersection(term):
            whole = _whole(term, {other: uses[other] for other in scores if not taken.intersection(other)})
            best.append(uses[whole].form)
            taken |= set(whole)
    return tuple(best)


def _whole(term: Term, uses: Usages, *, persons: frozenset[str] = frozenset()) -> Term:
    """Return the longest term that this is a part of, if half of the articles that have the one have the other.

    Titles are worth more than excerpts in that, and one that says 'Ohio' is a word against 'Ohio Department of Health';
    but none that says 'Trump' is against 'Donald Trump'. `persons` are the words that may go before a surname.
    """
    longer = []
    for other, use in uses.items():
        if len(other) > len(term) and term in _parts(other):
            words = use.form.split()
            surname = other[-len(term) :] == term and all(
                word.lower() in persons or word in PARTICLES for word in words
            )
            enough = use.count >= WHOLE * uses[term].count if surname else use.central >= WHOLE * uses[term].central
            if enough and words[-1] not in GENERIC:
                longer.append(other)
    return max(longer, key=lambda other: (len(other), uses[other].central, other), default=term)


@functools.lru_cache(maxsize=1 << 14)
def _parts(term: Term) -> frozenset[Term]:
    """Return the terms of neighbouring words of a term, itself among them."""
    return frozenset(term[start:stop] for start in range(len(term)) for stop in range(start + 1, len(term) + 1))


def _companions(term: Term, uses: Usages) -> set[str]:
    """Return the words that stand beside these more often than not: who says Trump has said Donald."""
    longer = [other for other in uses if len(other) > 1 and not set(other).isdisjoint(term)]
    return {
        word for other in longer for word in other if (word,) in uses and 2 * uses[other].count >= uses[word,].count
    }


def _organizations(stories: Sequence[Sequence[Article]], words: StoryWords) -> list[_Organizations]:
    """Return the organizations that the gazetteer found in the articles of stories."""
    import numpy as np

    known: dict[str, tuple[Term, Organization]] = {}
    all_found = [_found(articles, words.corpus, known) for articles in stories]
    at = np.repeat(np.arange(len(stories)), [len(found.uses) for found in all_found])
    outside = words.outside(at, [term for found in all_found for term in found.uses]).tolist()
    for use, count in zip((use for found in all_found for use in found.uses.values()), outside, strict=True):
        use.outside = count
    for found, least in zip(all_found, words.least.tolist(), strict=True):
        for term, organization in found.organizations.items():
            if (count := found.uses[term].count) >= least:
                for name in map(names.known_by, _forms(organization)):
                    found.covers.update((part, max(count, found.covers.get(part, 0))) for part in _parts(name))
                    found.covers[name] = math.inf
    return all_found


def _found(articles: Sequence[Article], corpus: Corpus, known: dict[str, tuple[Term, Organization]]) -> _Organizations:
    """Return the organizations that the gazetteer found in the articles of one story.

    Args:
        articles: of the story.
        corpus: that knows the organizations.
        known: what each is known by; more are added.
    """
    found = _Organizations()
    for place, article in enumerate(articles):
        for slug in article.mentions:
            if slug not in known:
                organization = corpus.organizations.get(slug) or Organization(slug=slug, name=slug)
                known[slug] = names.known_by(organization.name) or (slug,), organization
            term, organization = known[slug]
            found.organizations[term] = organization
            use = found.uses.get(term)
            if use is None:
                use = found.uses[term] = Usage(place, 0, 0.0, organization.name, 0)
            use.count += 1
            use.central += 1.0 if any(name in (article.title or "") for name in _forms(organization)) else IN_EXCERPT
    return found


def _forms(organization: Organization) -> tuple[str, ...]:
    return (organization.name, *organization.other_names)


def _short(organization: Organization, articles: Sequence[Article]) -> str:
    """Return the name of an organization, or where it is long or the articles have it not, the form that most have."""
    text = [f"{article.title or ''} {article.excerpt or ''}" for article in articles]
    uses = {name: sum(name in part for part in text) for name in _forms(organization)}
    if not any(uses.values()) or (uses[organization.name] and len(organization.name) <= SHORT):
        return organization.name
    return min(uses, key=lambda name: (-uses[name], len(name), name))
