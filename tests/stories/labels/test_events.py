"""The headlines of a story -> who, and what happened."""

from __future__ import annotations

import pytest

from kg.model import Article
from kg.stories.labels import LONGEST, label, learn


def story(*titles: str, excerpt: str | None = None) -> list[Article]:
    return [
        Article(key=f"https://a.example/{number}", url=f"https://a.example/{number}", title=title, excerpt=excerpt)
        for number, title in enumerate(titles)
    ]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            [
                "Ann Fisk of Fisk & Grall dies of fever complications at 75",
                "Ann Fisk, half of a duo of magicians, dies of complications from fever",
                "Fisk, tamer of lions, dies",
            ],
            "Ann Fisk of Fisk & Grall dies of fever complications",
        ),
        (
            ["Ferry runs aground near Elmen after engine fails", "Skylark ferry runs aground off Elmen"],
            "Ferry runs aground near Elmen",
        ),
        (["Plague live updates: Elmen shuts its port", "Elmen shuts its port"], "Elmen shuts its port"),
        (["'We go on': Mayor of Elmen reopens port", "Mayor of Elmen reopens port"], "Mayor of Elmen reopens port"),
        (["Fähre läuft vor Elmen auf Grund", "Fähre vor Elmen auf Grund gelaufen"], "Fähre läuft vor Elmen auf Grund"),
        (["渡轮在港口附近搁浅", "港口附近渡轮搁浅乘客获救"], "渡轮在港口附近搁浅"),
    ],
)
def test_a_label_says_what_happened(titles: list[str], expected: str) -> None:
    members = story(*titles)
    assert label(members, learn(members)) == expected


def test_a_clause_that_names_nobody_has_the_name_of_the_story_before_it() -> None:
    teacher = Article(key="t", excerpt="we said that Elmen and Norvik are old, and Elmen is")
    members = story("Elmen: no", "At Elmen the ferry sank in a storm", "The ferry sank in a storm, says the mayor")
    assert label(members[1:], learn([*members, teacher])) == "At Elmen the ferry sank in a storm"
    members = story(
        "The ferry sank in a storm", "The ferry sank in a storm", "Elmen mourns", excerpt="That was at Elmen."
    )
    assert label(members, learn([*members, teacher])) == "Elmen: The ferry sank in a storm"


def test_a_story_of_several_actors_is_named_by_all_of_them() -> None:
    excerpt = "it is said that Norvik, and also Grall, and also Alva stop selling sails to the navy"
    members = story(
        "Norvik stops selling sails to the navy",
        "Grall stops selling sails",
        "No more sails from Alva",
        "Navy without sails",
        "The sails of the navy",
        excerpt=excerpt,
    )
    names, _, phrase = label(members, learn(members)).partition(": ")
    assert sorted(names.split(", ")) == ["Alva", "Grall", "Norvik"]
    assert "sails" in phrase


@pytest.mark.parametrize("language", ["", "der die und ist nicht ", "le la et des "])
def test_a_headline_without_room_is_cut_between_words(language: str) -> None:
    text = language + " ".join(f"harborward{chr(97 + number)}" for number in range(14))
    members = story(text, text)
    found = label(members, learn(members))
    assert len(found) <= LONGEST
    assert found.endswith("…")
    assert set(found[:-1].lower().split()) <= set(text.lower().split())
