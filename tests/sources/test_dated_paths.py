"""The date in the path of a file. Right values are worked out by hand."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.sources.dated_paths import date_in_path
from kg.sources.dates import moment


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("_posts/2017-02-22-a-title.md", "2017-02-22"),
        ("2017/02/22/a-title.md", "2017-02-22"),
        ("20170222-a-title.md", "2017-02-22"),
        ("2017/02/a-title.md", "2017-02"),
        ("2017/02/22.md", "2017-02-22"),
        ("2017/02/22-a-title.md", "2017-02-22"),
        ("2017/02-22-a-title.md", "2017-02-22"),
        ("2017/02.md", "2017-02"),
        ("2017-02/a-title.md", "2017-02"),
        ("2017-02.md", "2017-02"),
        ("2017/02-February/a.md", "2017-02"),
        ("2017/02 - Février/a.md", "2017-02"),
        ("2017/2017-02-22.md", "2017-02-22"),
        ("posts/2017-02-22-a-title/index.md", "2017-02-22"),
        ("content/2017/02/a-title/index.md", "2017-02"),
        ("a-letter-2017-02-22.md", "2017-02-22"),
        ("2017-02-22-to-2017-02-28.md", "2017-02-22"),
        ("201702221530 a note.md", "2017-02-22"),
        ("2016/01/2017-02-22-late.md", "2017-02-22"),
        ("2017-2-3-a-title.md", "2017-02-03"),
        ("2017/2/3/a-title.md", "2017-02-03"),
        ("2017\\02\\22\\a.md", "2017-02-22"),
        # no dates
        ("2017/a-title.md", None),
        ("2017/02-a-title.md", None),
        ("2017-10-things-to-read.md", None),
        ("2017/13/a.md", None),
        ("2017/2/a.md", None),
        ("02-03-2017-a.md", None),
        ("2017-02-30-a.md", None),
        ("from-2017-02-22-or-2017-02-23.md", None),
        ("0012-02-22-a.md", None),
        ("12345678.md", None),
        ("120170222.md", None),
        ("2017-02_22.md", None),
        ("\u0662\u0660\u0662\u0660/\u0660\u0661/a.md", None),
        ("a.md", None),
        ("", None),
    ],
)
def test_the_date_in_a_path(path: str, right: str | None) -> None:
    assert date_in_path(path) == right


@given(st.lists(st.sampled_from("2017 02 22 - / . _ a February \u0662 20170222 \\".split()), max_size=20).map("".join))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_the_date_in_any_path_is_a_day_or_month(path: str) -> None:
    found = date_in_path(path)
    if found is not None:
        read_again = moment(found)
        assert read_again
        assert read_again.precision == ("day" if len(found) == 10 else "month")


def test_a_path_of_any_length_is_answered_at_once() -> None:
    start = time.process_time()
    for piece in ("2017-", "2017/", "20170222", "/", "a"):
        date_in_path(piece * 100_000)
    assert time.process_time() - start < 0.5
