"""What a text of front matter means: a plain text, a date."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.sources.values import as_moment, plain


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  two\n \t words  ", "two words"),
        ("a b\u3000c", "a b c"),
        (
            "&amp;amp; &lt;b&gt; &#8217; &#x1F600; &eacute; &nope; & &#0; &#x80; &#xD800;",
            "&amp; <b> \u2019 😀 é &nope; & � € �",
        ),
        ("bell\a, null\0, C1\x81, mark\ufeff, nonchar\ufffe\uffff", "bell, null, C1, mark, nonchar"),
        ("\x01 edge \x01 and \x01 middle \x7f", "edge and middle"),
        (
            "\U0001f468\u200d\U0001f469 \u202eover\u202c zero\u200bwidth",
            "\U0001f468\u200d\U0001f469 \u202eover\u202c zero\u200bwidth",
        ),
        ("half\ud800", "half"),
        ("&#" + "9" * 5000 + ";", "&#" + "9" * 5000 + ";"),
        ("", ""),
    ],
)
def test_a_text_is_plain_and_on_one_line(value: str, text: str) -> None:
    assert plain(value) == text


@given(st.text())
@example("\x01 a")
@example("&#1; &#x20; a")
def test_a_plain_text_has_no_control_characters_and_no_spaces_to_fold(value: str) -> None:
    text = plain(value)
    assert text == " ".join(text.split())
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in text)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2020-06-11T01:06:00Z", "2020-06-11T01:06:00+00:00"),
        ("2020-06-11t01:06:00z", "2020-06-11T01:06:00+00:00"),
        ("2020-06-11T03:06:00+02:00", "2020-06-11T01:06:00+00:00"),
        ("2020-06-10 20:06:00 -05:00", "2020-06-11T01:06:00+00:00"),
        ("2020-06-11   3:06", "2020-06-11T03:06:00+00:00"),
        ("2020-06-11T01:06:00", "2020-06-11T01:06:00+00:00"),
        ("2020-06-11T01:06:00.250Z", "2020-06-11T01:06:00.250000+00:00"),
        ("2020-6-1", "2020-06-01T00:00:00+00:00"),
        (" 2020-06-11 ", "2020-06-11T00:00:00+00:00"),
        ("Thu, 11 Jun 2020 03:06:00 +0200", "2020-06-11T01:06:00+00:00"),
        ("Thu, 11 Jun 2020 01:06:00 GMT", "2020-06-11T01:06:00+00:00"),
    ],
)
def test_a_date_is_read_in_utc(value: str, moment: str) -> None:
    found = as_moment(value)
    assert found is not None
    assert found.isoformat() == moment
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        "", "yesterday", "2020-02-30", "2020-13-01", "2020-06-11T25:00:00Z", "0000-01-01", "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:00:00-05:00", "20", "11/06/2020", "2020-06-11T", "2020-06-11Tnoon", f"2020-06-11 {' ' * 200}x",
        "99 Jun 99999999999999999 00:00:00 +0000", "\u0662\u0660\u0662\u0660-01-01", "Thu, 11 Jun 2020 03:06 +9999999",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(value: str) -> None:
    assert as_moment(value) is None


def test_a_date_of_a_megabyte_is_refused_at_once() -> None:
    start = time.process_time()
    assert as_moment("2020-06-11" + " " * 1_000_000 + "\nx") is None
    assert time.process_time() - start < 0.5


@given(st.text(max_size=120) | st.from_regex(r"\d{4}-\d\d?-\d\d?[T ].{0,20}", fullmatch=True))
def test_any_text_is_an_aware_date_or_none(value: str) -> None:
    moment = as_moment(value)
    assert moment is None or moment.tzinfo is UTC


@given(st.datetimes(timezones=st.timezones()))
def test_a_date_that_is_written_is_read_again(moment: datetime) -> None:
    try:
        expected = moment.astimezone(UTC)
    except OverflowError:
        return
    assert as_moment(moment.isoformat()) == as_moment(moment.isoformat(sep=" ")) == expected
