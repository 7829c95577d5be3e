"""Articles -> stories: similarity, clusters, titles, labels; and the storylines that they are steps of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from kg.identity import article_id, topic_slug
from kg.model import UNDATED, Article, Organization, RelatedLink, Story, Storyline, Warned
from kg.stories import editor, furniture, labels
from kg.stories.clustering import clusters, cohesion, confidences
from kg.stories.copies import copies
from kg.stories.incidents import Slots, slots
from kg.stories.series import series
from kg.stories.similarity import columns
from kg.stories.storylines import storylines

__all__ = ["Found", "find"]

COMMON_ORGANIZATION = 0.2  # of a story's articles mention an organization, or it is not the story's
FEWEST_SHARING = 2  # articles that do
PLACES = 3  # of a confidence, in decimals
COMMON_TOPIC = 0.5  # of a story's articles that have topics share one, or it is not the story's


class Found(msgspec.Struct, frozen=True):
    """The stories of two articles or more, the articles that stand alone as stories of one, and the storylines.

    Each is sorted by id. `odd` has a word on each decision of an editor that does not fit.
    """

    together: tuple[Story, ...] = ()
    alone: tuple[Story, ...] = ()
    storylines: tuple[Storyline, ...] = ()
    odd: tuple[Warned, ...] = ()

    @property
    def stories(self) -> tuple[Story, ...]:
        """All stories, those of one article too."""
        return *self.together, *self.alone


def find(
    articles: Sequence[Article],
    related: Sequence[RelatedLink],
    organizations: Sequence[Organization] = (),
    *,
    decisions: Sequence[editor.Decision] = (),
    threads: int = 1,
) -> Found:
    """Return the stories among articles.

    Args:
        articles: merged articles, in any order.
        related: the curated links between them, and what issues list.
        organizations: that the articles mention, for their names in labels.
        decisions: of an editor, which are obeyed.
        threads: that compare texts. The result is the same.

    Returns:
        The stories and storylines. The id of either is that of its earliest article, so that it depends on nothing
        but what it holds.
    """
    ordered = sorted(articles, key=lambda article: article_id(article.key))
    read = furniture.cleaned(ordered)
    pairs = columns(read, related, threads=threads)
    decided = editor.obeyed(clusters(pairs), ordered, pairs, decisions)
    groups = decided.groups
    several = [group for group in groups if len(group) > 1]
    cohesions = cohesion(pairs, groups)
    sure, doubtful = confidences(pairs, groups)
    copied = copies(ordered, pairs, several)
    kinds = _series(ordered, [[place for place in group if place not in copied] for group in several], pairs.slots)
    serial = {group[0] for group, is_one in zip(several, kinds, strict=True) if is_one}
    corpus = labels.learn(read, organizations)
    named = labels.name_all([[read[place] for place in group] for group in several], corpus)
    name_of = {
        group[0]: (decided.titles.get(group[0], title), label)
        for group, (title, label) in zip(several, named, strict=True)
    }
    stories = sorted(
        (
            msgspec.structs.replace(
                _story(
                    [ordered[place] for place in group], name_of.get(group[0]), alike, _copies(group, ordered, copied)
                ),
                series=group[0] in serial,
                decided=decided.said.get(group[0], ()),
                # of what an editor decided there is no doubt
                confidence=1.0 if group[0] in decided.said else round(confidence, PLACES),
                doubts=() if group[0] in decided.said else _doubts(group, ordered, doubtful),
            )
            for group, alike, confidence in zip(groups, cohesions, sure, strict=True)
        ),
        key=lambda story: story.id,
    )
    together = tuple(story for story in stories if len(story.members) > 1)
    place_of = {article.key: place for place, article in enumerate(ordered)}
    return Found(
        together,
        tuple(story for story in stories if len(story.members) == 1),
        storylines(together, [[read[place_of[key]] for key in story.members] for story in together]),
        odd=decided.odd,
    )


def _story(
    articles: Sequence[Article], name: tuple[str, str] | None, cohesion: float, copies: tuple[tuple[str, str], ...]
) -> Story:
    members = sorted(articles, key=lambda a: (a.published or UNDATED, a.key))
    title, label = name or (members[0].name, members[0].name)
    dates = [article.published for article in members if article.published]
    return Story(
        id=article_id(members[0].key),
        label=label,
        members=tuple(article.key for article in members),
        first=members[0].key,
        start=min(dates, default=None),
        end=max(dates, default=None),
        topics=_topics(members),
        organizations=_organizations(members),
        copies=copies,
        cohesion=cohesion,
        title=title,
    )


def _doubts(
    group: Sequence[int], articles: Sequence[Article], doubtful: Mapping[int, float]
) -> tuple[tuple[str, float], ...]:
    """Return the keys of the members that are in doubt, and how far each is from leaving."""
    return tuple(sorted((articles[place].key, round(doubtful[place], PLACES)) for place in group if place in doubtful))


def _series(articles: Sequence[Article], stories: Sequence[Sequence[int]], filled: Slots | None) -> list[bool]:
    """Return which stories are a series; a month or a year is no day."""
    dates = [None if article.precision else article.published for article in articles]
    days = [date.toordinal() if date else None for date in dates]
    in_time = [sorted(story, key=lambda place: (articles[place].published or UNDATED, place)) for story in stories]
    return series(filled or slots(articles), in_time, days)


def _copies(group: Sequence[int], articles: Sequence[Article], copied: dict[int, int]) -> tuple[tuple[str, str], ...]:
    """Return the keys of each copy of a story and of its report."""
    return tuple(sorted((articles[place].key, articles[copied[place]].key) for place in group if place in copied))


def _organizations(members: Sequence[Article]) -> tuple[str, ...]:
    """Return the slugs of the organizations that several of the articles mention."""
    counts = Counter(slug for article in members for slug in article.mentions)
    least = max(FEWEST_SHARING, COMMON_ORGANIZATION * len(members))
    return tuple(sorted(slug for slug, count in counts.items() if count >= least))


def _topics(members: Sequence[Article]) -> tuple[str, ...]:
    """Return the slugs of the topics that at least half of the articles with topics share."""
    sets = [{topic_slug(name) for name in article.topics} for article in members if article.topics]
    counts = Counter(slug for slugs in sets for slug in slugs)
    return tuple(sorted(slug for slug, count in counts.items() if count >= COMMON_TOPIC * len(sets)))
