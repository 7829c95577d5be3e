"""What was found in texts with one gazetteer -> what would be found there with another, where the two agree."""

from __future__ import annotations

from collections.abc import Callable

from kg.entities.merge import Entities
from kg.entities.organizations.entries import plain
from kg.entities.organizations.gazetteer import Gazetteer, matcher
from kg.entities.organizations.rules import LONGEST
from kg.model import Article

Recall = Callable[[Article], tuple[str, ...] | None]


def recall(last: Entities, before: Gazetteer, now: Gazetteer) -> Recall:
    """Return what tells the mentions of an article, None where they have to be looked for.

    What is found in a text depends on the names that stand in it, and on what the gazetteer says of those: where no
    name stands of which the two gazetteers say not the same, it is the same.

    Args:
        last: entities with the mentions that were found with `before`.
        before: the gazetteer of the last build.
        now: that of this one.
    """
    known = {article.key: article for article in last.articles}
    other = differing(before, now)
    search = matcher(other) if other else None

    def tell(article: Article) -> tuple[str, ...] | None:
        old = known.get(article.key)
        if old is None or (old.title, old.excerpt, old.provider) != (article.title, article.excerpt, article.provider):
            return None
        if search is not None:
            for text in (article.title, article.excerpt):
                if text and search.find_matches_as_indexes(plain(text[:LONGEST]), overlapping=True):
                    return None
        return old.mentions

    return tell


def differing(one: Gazetteer, other: Gazetteer) -> tuple[str, ...]:
    """Return the names of which two gazetteers say not the same, sorted."""
    first, second = _said(one), _said(other)
    return tuple(sorted(form for form in {**first, **second} if first.get(form) != second.get(form)))


def _said(known: Gazetteer) -> dict[str, object]:
    return {form: (known.entries[place], grade, form in known.capitals) for form, (place, grade) in known.names.items()}
