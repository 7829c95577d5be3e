"""Files of people and companies, and what they are called."""

from __future__ import annotations

from kg.sources import read_bytes


def test_a_person_of_a_vault_has_the_name_of_the_file() -> None:
    reading = read_bytes(b"---\nwebsite: https://runa.example/\n---\nText.\n", "People/Runa Moe.md", kind="person")
    assert [(one.name, one.url) for one in reading.people] == [("Runa Moe", "https://runa.example/")]
    assert not reading.articles
    assert not reading.rejected
