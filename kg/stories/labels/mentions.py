"""The words of stories -> the names in them, alone and within each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.stories.labels.counts import Occurrences, StoryWords
from kg.stories.labels.names import BETWEEN, LONGEST_NAME, Term, named, written
from kg.stories.labels.texts import CAPITALS, CASELESS
from kg.stories.languages import SAME
from kg.stories.texts import numbered, runs

if TYPE_CHECKING:
    import numpy as np


def find_names(words: StoryWords) -> Occurrences:
    """Return the names in the texts of stories, each with the form that it is written in."""
    import numpy as np

    corpus, forms = words.corpus, words.corpus.written.words.forms
    number, low = numbered(written(form).lower() for form in forms)
    is_name, begins, is_same = (
        np.array([word in table for word in number], dtype=bool) for table in (corpus.names, corpus.starts, SAME)
    )
    small = np.array(list(map(str.islower, forms)), dtype=bool)
    goes_on = ~small | np.array([form in BETWEEN for form in forms], dtype=bool)
    style = corpus.written.style[words.source]
    may_begin = words.shared & (~small & (is_name | begins)[low])[words.word] & (style != CASELESS)[words.text]
    places = np.flatnonzero(may_begin)
    first = low[words.word[places]]
    goes_on = words.shared & goes_on[words.word]
    longer, lengths = _longer(words, places[begins[first]], [*number], low, goes_on)
    # 'British' of 'British Airways' is not the UK
    in_longer = np.zeros(len(words.word), dtype=bool)
    in_longer[longer] = True
    alone = places[is_name[first] & ~(is_same[first] & in_longer[places])]
    start, length = np.r_[alone, longer], np.r_[np.ones(len(alone), dtype=np.int64), lengths]
    different, which = runs(words.word * 2 + (style == CAPITALS)[words.text], start, length)
    return Occurrences(words.text[start], which, [_named(run, forms) for run in different])


def _named(run: tuple[int, ...], forms: Sequence[str]) -> tuple[Term, str]:
    words = tuple(forms[code >> 1] for code in run)
    return named(" ".join(written(word).lower() for word in words), words, capitals=bool(run[0] & 1))


def _longer(
    words: StoryWords, places: np.ndarray, lows: Sequence[str], low: np.ndarray, goes_on: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return where names of several words begin, and how many words they have; the shorter ones first.

    Args:
        words: the words of stories.
        places: where they may begin.
        lows: the words in lower case.
        low: which of them each word is.
        goes_on: the places where they may go on.
    """
    import numpy as np

    known = words.corpus.phrases | {name for name in SAME if " " in name}
    spelled, text, may_go_on = low[words.word].tolist(), words.text.tolist(), goes_on.tolist()
    found = []
    for start in places.tolist():
        name = lows[spelled[start]]
        for place in range(start + 1, min(start + LONGEST_NAME, len(text))):
            if not may_go_on[place] or text[place] != text[start]:
                break
            name = f"{name} {lows[spelled[place]]}"
            if name in known:
                found.append((place - start + 1, start))
    lengths, starts = np.array(sorted(found), dtype=np.int64).reshape(-1, 2).T
    return starts, lengths
