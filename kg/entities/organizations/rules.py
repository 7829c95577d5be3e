"""The names in an article -> the organizations that it mentions.

The rules, in order:

1. What is noise counts for nothing: a name beside a word that denies it (the Amazon rainforest), in another name, in an
   address, or as a by-line (see `kg.entities.organizations.noise`).
2. A few capitals (CDC) count for nothing in a text that is all in capitals. Any other sure name counts.
3. An ambiguous or doubtful name counts
   a. beside a cue (Gap Inc, the carmaker Ford), or in a list with an organization that counts (Apple, Google and IBM);
   b. else not, if a word that denies it stands anywhere in the article;
   c. else, if a word that confirms it does, unless the name is part of a longer one (Doug Ford).
4. An ambiguous name counts, too, as the subject of a verb that only those who act have (Target said), and with a
   capital in the middle of a sentence, unless it is part of a longer name. Where all words have capitals, one says
   nothing.

When in doubt, a name does not count: a mention that is wrong does more harm than one that is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from kg.entities.organizations.entries import AMBIGUOUS, SURE, GazetteerEntry, plain
from kg.entities.organizations.gazetteer import Gazetteer
from kg.entities.organizations.noise import NEAR, is_noise
from kg.entities.organizations.texts import (
    Occurrence,
    anywhere,
    is_acronym,
    occurrences,
    sentence,
    stands,
    word_after,
    word_before,
)
from kg.model import Article

CUES_BEFORE = frozenset(  # what companies are called, right before their names
    """
    company companies giant giants firm retailer retailers chain bank banks lender insurer carrier airline airlines
    automaker carmaker chipmaker drugmaker automakers carmakers startup start-up operator rival rivals conglomerate
    manufacturer maker newspaper magazine broadcaster tabloid website subsidiary parent owner
    """.split()
)
CUES_AFTER = frozenset(  # and what stands right after them
    """
    inc incorporated corp corporation co ltd limited plc llc gmbh ag nv ceo cfo coo shares stock shareholders investors
    executives executive spokesman spokeswoman spokesperson headquarters chairman subsidiary employees
    """.split()
)
AGENTS = frozenset(  # verbs that only those who act have
    """
    said says announced announces unveiled unveils agreed agrees acquires acquired buys bought plans sues sued hires
    hired lays launches launched posts posted reported reports named names warns warned denies denied
    """.split()
)
FUNCTION_WORDS = frozenset(  # that have a capital only where a sentence begins
    """
    a an the and or but if when while as at by for from in into of on onto to with without after before since until
    why how what where that this these those is are was were will would can could may might should must has have had
    does did do not nor so than then though although because against over under about between both all also even
    meanwhile however instead still now today yesterday yet only via like unlike including said says more most many
    """.split()
)
LONGEST = 20_000  # characters of a text that are read; no excerpt is longer
MOST_LOOKS = 8  # at the names of one organization in one article
LIST_GAP = 12  # characters at most between two items of a list
_LIST = re.compile(
    r"(?:'s)?(?:\s*[,/&]\s*(?:(?:and|or)\s|&\s*)?|\s+(?:and|or|y|et|und|e)\s+)(?:the\s+)?", re.IGNORECASE
)
_MARKS = "\"'“”‘( "  # noqa: RUF001 - what a sentence may begin with; typographic marks are meant


class _Candidate(msgspec.Struct, frozen=True):
    """A name that is no noise, the text that it stands in, and the organization that claims it."""

    text: str
    name: Occurrence
    entry: GazetteerEntry


def mentions(article: Article, known: Gazetteer) -> tuple[str, ...]:
    """Return the slugs of the organizations that the title and the excerpt of an article mention, sorted."""
    parts = [
        (plain(text[:LONGEST]), is_title)
        for text, is_title in ((article.title, True), (article.excerpt, False))
        if text
    ]
    counted: list[_Candidate] = []
    unsure: list[_Candidate] = []
    settled: set[int] = set()
    looks: Counter[int] = Counter()
    for text, is_title in parts:
        for name in occurrences(text, known):
            one = _Candidate(text, name, known.entries[name.entry])
            looks[name.entry] += 1
            if name.entry not in settled:
                if looks[name.entry] > MOST_LOOKS or not _counts(one, known, article.provider, is_title=is_title):
                    continue
                if name.grade != SURE:
                    unsure.append(one)
                    continue
                settled.add(name.entry)
            counted.append(one)
    if unsure:
        counted += _with_signs(unsure, settled, " . ".join(text for text, _ in parts).casefold())
        counted += _listed(counted, [one for one in unsure if one.name.entry not in settled])
    return tuple(sorted({one.entry.organization.slug for one in counted}))


def _counts(one: _Candidate, known: Gazetteer, publisher: str | None, *, is_title: bool) -> bool:
    """Return whether a name may count: it is no noise, and no acronym that is lost in a text of capitals."""
    if is_noise(one.text, one.name, one.entry, publisher=publisher, is_title=is_title):
        return False
    acronym = is_acronym(one.name.form) and one.name.form not in known.capitals
    return not (acronym and sentence(one.text, one.name).is_capitals)


def _with_signs(unsure: Iterable[_Candidate], settled: set[int], whole: str) -> list[_Candidate]:
    """Return the unsure names that have a sign, one of each organization, and settle these."""
    found = []
    for one in unsure:
        if one.name.entry not in settled and _has_sign(one, whole):
            settled.add(one.name.entry)
            found.append(one)
    return found


def _has_sign(candidate: _Candidate, whole: str) -> bool:
    """Return whether anything in the whole article (in small letters) says that an unsure name is meant."""
    text, name, entry = candidate.text, candidate.name, candidate.entry
    last, following = word_before(text, name.start), word_after(text, name.end)
    if following.lower() in CUES_AFTER or (last.lower() in CUES_BEFORE and not sentence(text, name).is_headline):
        return True
    if entry.denied_by and stands(entry.denied_by, whole):
        return False
    confirmed = bool(entry.confirmed_by) and stands(entry.confirmed_by, whole)
    if name.grade != AMBIGUOUS and not confirmed:
        return False
    around = sentence(text, name)  # takes as long as all that was asked before
    apart = around.is_headline or not _is_part_of_longer(candidate, last, following)
    if apart and confirmed:
        return True
    if name.grade != AMBIGUOUS or around.is_capitals:
        return False
    acts = is_acronym(name.form) or following.lower() in AGENTS
    return acts or (apart and not around.is_headline and bool(text[around.start : name.start].strip(_MARKS)))


def _is_part_of_longer(candidate: _Candidate, last: str, following: str) -> bool:
    """Return whether a name stands in a longer one: beside a word with a capital that does not confirm it."""
    text, name = candidate.text, candidate.name
    if last[:1].isupper() and last.lower().rstrip(".") not in FUNCTION_WORDS and text[name.start - 1] == " ":
        return True
    if not following[:1].isupper() or text[name.end] != " ":
        return False
    confirming = candidate.entry.confirmed_by
    return not (confirming and anywhere(confirming).match(text[name.end + 1 : name.end + NEAR].casefold()))


def _listed(counted: Sequence[_Candidate], others: Sequence[_Candidate]) -> list[_Candidate]:
    """Return those of the others that stand in a list with one that counts, or with one that does for that reason."""
    found: list[_Candidate] = []
    fresh = list(counted)
    while fresh:
        fresh = [one for one in others if one not in found and any(_are_listed(one, other) for other in fresh)]
        found += fresh
    return found


def _are_listed(one: _Candidate, other: _Candidate) -> bool:
    first, second = sorted((one.name, other.name), key=lambda name: name.start)
    near = 0 < second.start - first.end <= LIST_GAP and one.text == other.text
    return near and bool(_LIST.fullmatch(one.text, first.end, second.start))
