"""What is found in the texts of stories -> how each story uses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from kg.stories.labels.names import Term
from kg.stories.labels.told import Told
from kg.stories.ordering import firsts, groups, order
from kg.stories.reading import numbered

if TYPE_CHECKING:
    import numpy as np

IN_EXCERPT = 0.5  # how much an excerpt counts that has a word, if a title that has it counts 1


class Found(msgspec.Struct, frozen=True):
    """What was found: in which text of `Told`, and which of `things` it is: a term, and a form of it."""

    text: np.ndarray
    which: np.ndarray
    things: Sequence[tuple[Term, str]]


class Use(msgspec.Struct):
    """How a story uses a term: from which article on, in how many, how central it is in them; its most frequent form.

    `outside` is the number of articles that are not of the story and have the term, or its rarest word.
    """

    first: int
    count: int
    central: float
    form: str
    outside: int


Uses = dict[Term, Use]


def uses(found: Found, told: Told) -> list[Uses]:
    """Return for each story how it uses what was found in its texts."""
    import numpy as np

    by_story: list[Uses] = [{} for _ in told.least]
    if not len(found.which):
        return by_story
    pairs, pair = numbered(found.things)
    which = pair[found.which]
    numbers, term = numbered(term for term, _ in pairs)
    terms, forms = [*numbers], [form for _, form in pairs]
    story, term, rank = told.story[found.text], term[which], told.rank[found.text]
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
    outside = told.outside(story[first], [terms[number] for number in term[first].tolist()])
    for at, name, *use in zip(
        *(column.tolist() for column in (story[first], term[first], rank[first], count, central, form, outside)),
        strict=True,
    ):
        use[3] = forms[use[3]]
        by_story[at][terms[name]] = Use(*use)
    return by_story
