"""Files of people and companies -> their records; none is an article, but one with a date."""

from __future__ import annotations

import pytest

from kg import sources
from kg.entities.merge import merge
from kg.model import Organization, Person, Reading


def read(front: str, kind: str = "person", path: str = "_people/x.md") -> Reading:
    return sources.read_bytes(f"---\n{front.strip()}\n---\nText.\n".encode(), path, kind=kind)


def test_a_person_is_read_with_all_its_fields() -> None:
    reading = read(
        "name: Ann  Poe\ntitle: Editor\nwebsite: https://ann.example/\nbio: '<p>Writes on locks.</p>'\n"
        "aliases: [A. Poe]\ntags: [staff]"
    )
    assert reading.people == (
        Person(
            slug="ann-poe",
            name="Ann Poe",
            other_names=("A. Poe",),
            url="https://ann.example/",
            description="Writes on locks.",
        ),
    )
    assert (reading.articles, reading.rejected, reading.warned) == ((), (), ())


def test_a_company_is_read_with_all_its_fields() -> None:
    reading = read("title: Lock Works\nhomepage: https://lock-works.example/\notherNames: [LW]", "company")
    assert reading.organizations == (
        Organization(slug="lock-works", name="Lock Works", other_names=("LW",), url="https://lock-works.example/"),
    )
    assert reading.articles == ()


@pytest.mark.parametrize("kind", ["person", "company"])
def test_one_with_a_date_is_an_article_like_any_other(kind: str) -> None:
    assert [a.title for a in read("title: Ann Poe wins\ndate: 2026-06-02", kind).articles] == ["Ann Poe wins"]
    dated = read("title: Ann Poe wins", kind, "_people/2026-06-02-x.md")
    assert [a.published and a.published.day for a in dated.articles] == [2]
    assert (dated.people, dated.organizations) == ((), ())


def test_who_is_described_and_who_writes_are_one() -> None:
    entities = merge(
        [
            read("name: Ann Poe\nurl: https://ann.example/"),
            sources.read_bytes(b"---\nwebUrl: https://a.example/1\nauthor: ann poe\n---\n", "a.md"),
            sources.read_bytes(b"---\nwebUrl: https://a.example/2\nauthors: [Sam Low, '[[Ann Poe]]']\n---\n", "b.md"),
        ]
    )
    assert entities.people == (
        Person(slug="ann-poe", name="Ann Poe", other_names=("ann poe",), url="https://ann.example/"),
        Person(slug="sam-low", name="Sam Low"),
    )


def test_no_initials_are_guessed() -> None:
    data = b"---\nwebUrl: https://a.example/1\nauthors: [A. Poe, Ann Poe, Anna Poe]\n---\n"
    assert [person.name for person in merge([sources.read_bytes(data, "a.md")]).people] == [
        "A. Poe",
        "Ann Poe",
        "Anna Poe",
    ]


def test_a_person_of_a_vault_has_the_name_of_the_file() -> None:
    reading = sources.read_bytes(
        b"---\nwebsite: https://runa.example/\n---\nText.\n", "People/Runa Moe.md", kind="person"
    )
    assert [(one.name, one.url) for one in reading.people] == [("Runa Moe", "https://runa.example/")]
    assert not reading.articles
    assert not reading.rejected
