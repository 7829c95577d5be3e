"""The words of stories -> the names in them, alone and within each other.

The names of several words make a tree: each word leads from one node to the next. All places where a name may begin go
down this tree at once, a word at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from kg.stories.labels.counts import Occurrences, StoryWords
from kg.stories.labels.names import BETWEEN, LONGEST_NAME, Corpus, Term, named, written
from kg.stories.labels.texts import CAPITALS, CASELESS
from kg.stories.languages import SAME
from kg.stories.texts import numbered, runs

if TYPE_CHECKING:
    import numpy as np


class _Tree(msgspec.Struct, frozen=True):
    """Names of several words: which node and word (as node times all words plus word) lead to which node, sorted.

    Nodes below the number of words are first words; `is_name` says which steps end a name.
    """

    steps: np.ndarray
    node: np.ndarray
    is_name: np.ndarray


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
    longer, lengths = _longer(
        words, places[begins[first]], low, words.shared & goes_on[words.word], _tree(corpus, number)
    )
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


def _tree(corpus: Corpus, number: Mapping[str, int]) -> _Tree:
    import numpy as np

    steps: dict[int, int] = {}
    names: set[int] = set()
    for name in chain(corpus.phrases, (name for name in SAME if " " in name)):
        node, *rest = (number.get(word, -1) for word in name.split(" "))
        if node < 0 or -1 in rest:
            continue
        for word in rest:
            node = steps.setdefault(node * len(number) + word, len(number) + len(steps))
        names.add(node)
    ordered = sorted(steps)
    nodes = [steps[step] for step in ordered]
    is_name = np.array([node in names for node in nodes], dtype=bool)
    return _Tree(np.array(ordered, dtype=np.int64), np.array(nodes, dtype=np.int64), is_name)


def _longer(
    words: StoryWords, places: np.ndarray, low: np.ndarray, goes_on: np.ndarray, tree: _Tree
) -> tuple[np.ndarray, np.ndarray]:
    """Return where names of several words begin, and how many words they have.

    Args:
        words: the words of stories.
        places: where they may begin.
        low: the number of each word in lower case.
        goes_on: the places where they may go on.
        tree: of such names.
    """
    import numpy as np

    size = int(low.max(initial=0)) + 1
    node, at = low[words.word[places]], places
    found = [(np.empty(0, dtype=np.int64), 0)]
    for length in range(2, LONGEST_NAME + 1 if len(tree.steps) else 0):
        inside = np.flatnonzero(at + 1 < len(words.word))
        inside = inside[goes_on[at[inside] + 1] & (words.text[at[inside] + 1] == words.text[at[inside]])]
        step = node[inside] * size + low[words.word[at[inside] + 1]]
        where = np.minimum(np.searchsorted(tree.steps, step), len(tree.steps) - 1)
        there = tree.steps[where] == step
        inside, where = inside[there], where[there]
        places, at, node = places[inside], at[inside] + 1, tree.node[where]
        found.append((places[tree.is_name[where]], length))
    return (
        np.concatenate([begin for begin, _ in found]),
        np.repeat([length for _, length in found], [len(begin) for begin, _ in found]),
    )
