"""A file of `_data/topics` -> topics, with their place in the taxonomy."""

from __future__ import annotations

import pytest

from kg import sources
from kg.model import Origin, Reading, Rejected, Topic


def read(text: str, path: str = "_data/topics/x.yaml") -> Reading:
    return sources.read_bytes(text.encode(), path, kind="topic")


FIELDS = """
taxonomy: topic
_id: deep-sea
name: Deep  Sea
shortname: Sea
parent: Ocean &amp; Coast
keywords: [trench, vent, trench]
hashtags: "#DeepSea #Trench  #DeepSea"
services: {news: https://x.example/api}
"""
TOPIC = Topic(
    slug="deep-sea",
    name="Deep Sea",
    short_name="Sea",
    parent="Ocean & Coast",
    keywords=("trench", "vent"),
    hashtags=("#DeepSea", "#Trench"),
)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("_data/topics/x.yaml", FIELDS),
        ("_data/topics/x.yml", f"---{FIELDS}"),
        ("_data/topics/x.yaml", f"---{FIELDS}---\n"),
        ("_data/topics/x.md", f"---{FIELDS}---\nMore about it.\n"),
        ("_data/topics/X.MD", f"---{FIELDS}---\n"),
    ],
)
def test_a_topic_is_read_from_yaml_or_markdown(path: str, text: str) -> None:
    reading = read(text, path)
    assert (reading.rejected, reading.warned, reading.topics) == ((), (), (TOPIC,))
    assert (reading.articles, reading.providers) == ((), ())


def test_a_file_may_hold_a_list_of_topics() -> None:
    assert read("- name: One\n- name: Two\n  parent: One\n").topics == (
        Topic(slug="one", name="One"),
        Topic(slug="two", name="Two", parent="One"),
    )


def test_hashtags_may_be_a_list_too() -> None:
    assert read("name: x\nhashtags: ['#a', '#b #c', ~]").topics[0].hashtags == ("#a", "#b", "#c")


@pytest.mark.parametrize("name", "NO 010 12:30:45 1e3 0x1F yes".split())
def test_a_name_that_yaml_would_resolve_stays_a_text(name: str) -> None:
    (topic,) = read(f"name: {name}\nshortname: {name}\nkeywords: {name}").topics
    assert (topic.name, topic.short_name, topic.keywords) == (name, name, (name,))
    assert topic.slug == name.lower()


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("shortname: x\n", 1, "a topic without a name; add name"),
        ("- name: One\n- name: ''\n", 2, "a topic without a name; add name"),
        ("name: [a]\n", 1, "a topic without a name; add name"),
        ("- One\n", 1, "a topic is a mapping of keys to values (name, parent, keywords, ...)"),
        ("One\n", 1, "a topic is a mapping of keys to values (name, parent, keywords, ...)"),
    ],
)
def test_what_is_no_topic_is_rejected_with_line_and_reason(text: str, line: int, reason: str) -> None:
    reading = read(text)
    code = "KG004" if "without a name" in reason else "KG001"
    origin = Origin(path="_data/topics/x.yaml", line=line, sha256=reading.file.sha256)
    assert reading == Reading(file=reading.file, rejected=(Rejected(origin=origin, reason=reason, code=code),))
