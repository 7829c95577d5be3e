"""Storylines: steps of one subject over weeks, and not all that shares a subject."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from kg.identity import article_id
from kg.model import Article, Story, Storyline
from kg.stories import find
from kg.stories.storylines import storylines

START = datetime(2021, 3, 1, tzinfo=UTC)
STEPS = {  # the day of each step, and what two reports say of it
    0: ("Merrow council plans to close the Gannet lighthouse", "Gannet lighthouse of Merrow may close, council says"),
    20: ("Merrow council delays vote on Gannet lighthouse", "Vote on the Gannet lighthouse put off in Merrow"),
    40: ("Merrow council votes to keep Gannet lighthouse", "Gannet lighthouse stays open after Merrow vote"),
}
OTHERS = {
    3: ("Orchard prices climb after late frost", "Frost lifts the prices of orchard fruit"),
    25: ("Ferry Skylark returns with new engines", "New engines bring the Skylark ferry back"),
}


def articles(steps: dict[int, tuple[str, str]]) -> list[Article]:
    return [
        Article(
            key=f"https://{name}.example/{day}",
            url=f"https://{name}.example/{day}",
            title=title,
            published=START + timedelta(days=day, hours=hour),
        )
        for day, titles in steps.items()
        for hour, (name, title) in enumerate(zip("ab", titles, strict=True))
    ]


def lines(steps: dict[int, tuple[str, str]], *, series: bool = False) -> tuple[Storyline, ...]:
    given = articles(steps)
    groups = [given[place : place + 2] for place in range(0, len(given), 2)]
    stories = [
        Story(
            id=article_id(one.key), label=one.title or "", members=(one.key, two.key), first=one.key,
            start=one.published, end=two.published, series=series,
        )
        for one, two in groups
    ]  # fmt: skip
    return storylines(stories, groups)


def test_steps_of_one_subject_are_a_storyline_in_order_of_time() -> None:
    (line,) = lines(OTHERS | STEPS)
    assert line.stories == tuple(article_id(f"https://a.example/{day}") for day in STEPS)
    assert line.id == line.stories[0]
    assert (line.start, line.end) == (START, START + timedelta(days=40, hours=1))
    assert line.title == STEPS[0][0]


def test_other_stories_series_and_what_is_too_long_ago_are_none() -> None:
    assert lines(OTHERS) == ()
    assert lines({}) == ()
    assert lines(STEPS, series=True) == ()
    assert lines({day * 10: titles for day, titles in STEPS.items()}) == ()


def test_all_that_is_said_on_one_subject_is_no_storyline() -> None:
    words = [f"{a}{b}" for a in ("bar", "kel", "mon", "tir", "sul") for b in ("ado", "ent", "ivo", "urn")]
    chance = random.Random(7)
    steps = {}
    for day in range(40):
        said = chance.sample(words, 6)
        steps[day] = (f"Plague: {' '.join(said)} {day}x", f"{' '.join(said)} {day}x in plague")
    assert max((len(line.stories) for line in lines(steps)), default=0) < 20


def test_they_are_found_in_any_order_and_hold_a_story_once() -> None:
    given = articles(OTHERS | STEPS)
    found = find(given, [])
    assert found.storylines
    held = [story for line in found.storylines for story in line.stories]
    assert len(held) == len(set(held))
    assert set(held) <= {story.id for story in found.together}
    assert find(given[::-1], []) == found
