"""YAML that libyaml refuses is read where a value in quotes is all that it lacks; else it is refused as it was."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import sources
from kg.codes import UNQUOTED_VALUE, WRONG_TYPE
from kg.model import Reading
from kg.sources.dialects import front_matter, lenient
from kg.sources.events import nodes

HEAD = "webUrl: https://pier.example/1\n"
SIGNS = "ab: -[]{}\"'@*&%`!|>#,\t\n"


def read(front: str) -> Reading:
    return sources.read_bytes(f"---\n{HEAD}{front}\nlang: en\n---\ntext\n".encode(), "x.md")


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("title: This week: fog at the pier", "This week: fog at the pier"),
        ('title: "She said "yes""', 'She said "yes"'),
        ('title: "Yes" and "no"', '"Yes" and "no"'),
        ("title: 'It's here'", "It's here"),
        ("title: 'Tis the season", "'Tis the season"),
        ('title: "C:\\dir"', "C:\\dir"),
        ("title: @pier", "@pier"),
        ("title: `ferry` is slow", "`ferry` is slow"),
        ("title: %d days", "%d days"),
        ("title: *Fog* again", "*Fog* again"),
        ("title: & more", "& more"),
        ("title: [Fog] again", "[Fog] again"),
        ("title: {{ page.title }} again", "{{ page.title }} again"),
        ("title: - fog", "- fog"),
        ("title: a: b: c # d", "a: b: c # d"),
    ],
)
def test_a_value_that_should_stand_in_quotes_is_taken_as_a_text(front: str, title: str) -> None:
    reading = read(front)
    assert (reading.articles[0].title, reading.articles[0].language) == (title, "en")
    (warned,) = reading.warned
    assert (warned.code, warned.origin.line, warned.key) == (UNQUOTED_VALUE, 3, "title")


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        ("tags: [fog, @pier, c]", ("fog", "@pier", "c")),
        ("tags: [fog, pier", ("fog", "pier")),
        ("tags: [fog, pier]]", ("fog", "pier")),
        ("tags:\n\t- fog\n\t- pier", ("fog", "pier")),
        ("tags:\n- fog\n- pier\n]", ("fog", "pier")),
        ("tags:\n- a: b: c\n- @pier", ("@pier",)),
    ],
)
def test_lists_are_mended_item_by_item(front: str, tags: tuple[str, ...]) -> None:
    reading = read(front)
    assert reading.articles[0].tags == tags
    assert {warned.code for warned in reading.warned} <= {UNQUOTED_VALUE, WRONG_TYPE}


@pytest.mark.parametrize("value", ["{{date}}", "{{ page.date }}", "{% now %}", "<% a: b %>"])
def test_a_template_is_refused_by_name_and_the_article_stays(value: str) -> None:
    reading = read(f"title: Fog\ndate: {value}")
    assert (reading.articles[0].title, reading.articles[0].published) == ("Fog", None)
    assert [(warned.code, warned.origin.line, warned.key) for warned in reading.warned] == [(WRONG_TYPE, 4, "date")]
    assert value in reading.warned[0].message


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("title: fog\n  bar: baz", "not valid YAML: mapping values are not allowed"),
        ('title: "fog\n  at "the" pier"', "not valid YAML: did not find expected key"),
        ('title: "fog', "not valid YAML: found unexpected end of stream"),
        ("title: fog\nat the pier", "not valid YAML: could not find expected ':'"),
        ("title: !!python/name:os.system x", "the tag tag:yaml.org,2002:python/name:os.system is not allowed"),
        ("title: *fog", "alias *fog has no anchor &fog"),
        ("a: @b\n" * (lenient.MOST_CHANGES + 1), "not valid YAML: found character"),
        ("a: @b\nb: " + "x" * lenient.LONGEST, "not valid YAML: found character"),
    ],
)
def test_what_cannot_be_told_is_refused_as_it_was(front: str, reason: str) -> None:
    (rejected,) = read(front).rejected
    assert rejected.reason.startswith(reason)


@given(st.text(alphabet=SIGNS, max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_text_is_changed_so_that_it_is_read_or_not_at_all(text: str) -> None:
    made = lenient.changes(text)
    after = lenient.applied(text, made)
    assert after.count("\n") == text.count("\n")
    root = nodes(after)
    for node in root.nodes() if root is not None and made else ():
        assert 0 <= lenient.place_before(made, node.start) <= lenient.place_before(made, node.end) <= len(text)


def test_places_are_those_of_the_text_as_it_stands() -> None:
    text = "a: x: y\nb: [@c, d\ne: f\n"
    made = lenient.changes(text)
    after = lenient.applied(text, made)
    assert [lenient.place_before(made, after.index(sign)) for sign in ("e:", "f", "b:")] == [18, 21, 8]


@pytest.mark.parametrize("text", ["a: @b\n", "\ta: b\n", "a: b: c\n", "a: [\n", "a: '\n", "]\n", "a: {{b}}\n", "- "])
def test_the_tries_are_bounded(text: str) -> None:
    start = time.process_time()
    front_or_none = text * (lenient.LONGEST // len(text))
    sources.read_bytes(f"---\n{front_or_none}\n---\n".encode(), "x.md")
    assert time.process_time() - start < 2


def test_plain_front_matter_has_no_word() -> None:
    assert front_matter(f"---\n{HEAD}---\n", "x.md").odd == ()
