"""What a text says of a time. Right values are worked out by hand, or CLDR writes the dates."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.sources.dates import AmbiguousDateError, moment
from scripts.months import LANGUAGES

CJK = ("ja", "ko", "vi", "zh", "zh_Hant")
NEW_YORK = "America/New_York"


def read(value: str, **options: str) -> str:
    """Return what a text says as one text: to the second where a time is given, with Z where the zone is."""
    found = moment(value, **options)
    if found is None:
        return "none"
    assert found.value.tzinfo is UTC
    width = {"year": 4, "month": 7, "day": 10, "time": 40}[found.precision]
    text = found.value.replace(tzinfo=None).isoformat()[:width]
    return text + "Z" if found.zoned else text


@pytest.mark.parametrize(
    ("value", "right"),
    [
        # the forms of the case c13
        ("2024-03-09T23:15:07 (UTC -05:00)", "2024-03-10T04:15:07Z"),
        ("2025.02.11 00:00:00.000 -0700", "2025-02-11T07:00:00Z"),
        ("Saturday, November 1st 2025, 3:05:09 pm", "2025-11-01T15:05:09"),
        ("Tue, 26 Oct 2021 08:09:10 GMT", "2021-10-26T08:09:10Z"),
        ("May 16, 2025", "2025-05-16"),
        ("16 May 2025", "2025-05-16"),
        ("20210607", "2021-06-07"),
        ("2023-06-09T13:58:00.000Z", "2023-06-09T13:58:00Z"),
        ("1600000000000", "2020-09-13T12:26:40Z"),
        ("2015-05-27 23:23:39.00000000 -05:00", "2015-05-28T04:23:39Z"),
        ("2025-11-12 10:00:00 +0100", "2025-11-12T09:00:00Z"),
        ("2025-11-12 10:00", "2025-11-12T10:00:00"),
        ("2024-11", "2024-11"),
        ("2024", "2024"),
        ("[[2025-07-03]]", "2025-07-03"),
        ("2013/04/07 00:00:00", "2013-04-07T00:00:00"),
        ("2022-08-04 22:24 -05:00", "2022-08-05T03:24:00Z"),
        ("2026-04-04T8:05", "2026-04-04T08:05:00"),
        ("2024-02-28 10:00:00 EST", "2024-02-28T15:00:00Z"),
        ("2024-05-02 10:00:00 America/New_York", "2024-05-02T14:00:00Z"),
        ("2021-11-25T00:00:00.000+00:00", "2021-11-25T00:00:00Z"),
        ("2021-11-25", "2021-11-25"),
        ('<% tp.file.creation_date("YYYY-MM-DD") %>', "none"),
        ("{{date}}", "none"),
        ("Last Modified", "none"),
        # ISO 8601, and how people write it
        ("2021-12-24T24:00Z", "2021-12-25T00:00:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("20210405T1200Z", "2021-04-05T12:00:00Z"),
        ("20210405T140000.5+0200", "2021-04-05T12:00:00.500000Z"),
        ("2020-06-11 01:06:00,25 Z", "2020-06-11T01:06:00.250000Z"),
        ("2001-12-14 21:59:43.10 -5", "2001-12-15T02:59:43.100000Z"),
        ("2020-06-11 01:06 \u22125:00", "2020-06-11T06:06:00Z"),
        ("2020-06-11T10:00:00-04:00[America/New_York]", "2020-06-11T14:00:00Z"),
        ("2020-06-11+02:00", "2020-06-11Z"),
        ("2020-06-11 +0800", "2020-06-11Z"),
        ("2020-06-11 01:06:00 UTC+08:00", "2020-06-10T17:06:00Z"),
        ("2020-06-11 09:06:00 +16:30", "2020-06-10T16:36:00Z"),
        ("2020-06-11 01:06:00 -00:00", "2020-06-11T01:06:00Z"),
        ("0000-01-01", "none"),
        ("2020-06-11, 10:00", "2020-06-11T10:00:00"),
        ("10:00 2020/06/11", "2020-06-11T10:00:00"),
        # what programs print
        ("Thu Jun 11 2020 03:06:00 GMT+0200 (Central European Summer Time)", "2020-06-11T01:06:00Z"),
        ("Thu Jun 11 01:06:00 UTC 2020", "2020-06-11T01:06:00Z"),
        ("Thu Jun 11 01:06:00 2020 +0200", "none"),
        ("Thursday, 11-Jun-20 01:06:00 GMT", "2020-06-11T01:06:00Z"),
        ("<2021-04-05 Mon 10:00>", "2021-04-05T10:00:00"),
        ("1600000000", "2020-09-13T12:26:40Z"),
        ("1600000000.25", "2020-09-13T12:26:40Z"),
        ("1600000000000000", "2020-09-13T12:26:40Z"),
        ("202104051230", "2021-04-05T12:30:00"),
        ("20210405123015", "2021-04-05T12:30:15"),
        # zones
        ("2024-07-01 10:00 CEST", "2024-07-01T08:00:00Z"),
        ("2024-07-01 10:00 (MSK)", "2024-07-01T07:00:00Z"),
        ("2024-07-01 10:00 PT", "2024-07-01T17:00:00Z"),
        ("July 1, 2024 10:00 AM BST", "2024-07-01T09:00:00Z"),
        ("2024-07-01 10:00 europe/berlin", "2024-07-01T08:00:00Z"),
        ("2024-07-01 10:00 XYZ", "none"),
        # clocks
        ("June 15th, 2025 at 12:05am", "2025-06-15T00:05:00"),
        ("June 15th, 2025 at 12 p.m.", "2025-06-15T12:00:00"),
        ("le 1er août 2025 à 10h30", "2025-08-01T10:30:00"),
        ("15. Juni 2025 um 10:30 Uhr", "2025-06-15T10:30:00"),
        ("2024年5月1日 10時30分", "2024-05-01T10:30:00"),
        ("2024年5月1日，10点3分9秒", "2024-05-01T10:03:09"),  # noqa: RUF001
        ("2024年5月1日10:30:09", "2024-05-01T10:30:09"),
        ("2025년 6월 15일 일요일 오후 3:35", "2025-06-15T15:35:00"),
        ("2025年6月15日 午後3時5分", "2025-06-15T15:05:00"),
        ("2025年6月15日 下午3时", "2025-06-15T15:00:00"),
        # days, months and years
        ("15. Juni 2025", "2025-06-15"),
        ("15 MAYIS 2025", "2025-05-15"),
        ("d’abril 2025", "2025-04"),  # noqa: RUF001
        ("mar. 4 mar. 2025", "2025-03-04"),
        ("15-Jun-2025", "2025-06-15"),
        ("2025 June 15", "2025-06-15"),
        ("Sept. 2025", "2025-09"),
        ("12/2025", "2025-12"),
        ("2025/12", "2025-12"),
        ("２０２４年５月１日", "2024-05-01"),
        ("2024年5月", "2024-05"),
        ("[[daily/2025-06-02|Monday]]", "2025-06-02"),
        # only one of two readings is a day
        ("13/04/2021", "2021-04-13"),
        ("04/13/2021", "2021-04-13"),
        ("05.05.2021", "2021-05-05"),
        ("31/12/99", "1999-12-31"),
        # no dates
        ("2021-02-30", "none"),
        ("30.02.2021", "none"),
        ("31/04/2021", "none"),
        ("29 February 2023", "none"),
        ("13/13/2021", "none"),
        ("2021-13", "none"),
        ("2020-06-11 25:00", "none"),
        ("2020-06-11 13:00 pm", "none"),
        ("2020-06-11 10:00 - 12:00", "none"),
        ("June 2025 10:00", "none"),
        ("10:00", "none"),
        ("May 5", "none"),
        ("Published June 15, 2025", "none"),
        ("June 15, 2025 and June 16, 2025", "none"),
        ("2021-(TODO: MM-DD)", "none"),
        ("Invalid date", "none"),
        ("12345678", "none"),
        ("9999999999", "none"),
        ("0999", "none"),
        ("3.11", "none"),
        ("\u0662\u0660\u0662\u0660-01-01", "none"),
        ("", "none"),
    ],
)
def test_a_text_says_what_a_reader_takes_it_to_say(value: str, right: str) -> None:
    assert read(value) == right
    assert read(f"  {value}\n") == right


@pytest.mark.parametrize(
    ("value", "readings", "dmy", "mdy"),
    [
        ("03/04/2021", ("2021-04-03", "2021-03-04"), "2021-04-03", "2021-03-04"),
        ("03.04.2021", ("2021-04-03", "2021-03-04"), "2021-04-03", "2021-03-04"),
        ("3-4-2021", ("2021-04-03", "2021-03-04"), "2021-04-03", "2021-03-04"),
        ("3. 4. 2021, 10:00", ("2021-04-03", "2021-03-04"), "2021-04-03T10:00:00", "2021-03-04T10:00:00"),
        ("13/04/21", ("2021-04-13", "2013-04-21"), "2021-04-13", "2021-04-13"),
        ("11 Jun 20", ("2020-06-11", "2011-06-20"), "2020-06-11", "2020-06-11"),
    ],
)
def test_what_may_be_two_days_is_refused_or_settled(value: str, readings: tuple[str, ...], dmy: str, mdy: str) -> None:
    for _ in range(2):
        with pytest.raises(AmbiguousDateError, match="may be") as refused:
            moment(value)
        assert refused.value.readings == readings
    assert (read(value, order="dmy"), read(value, order="mdy")) == (dmy, mdy)


def test_the_order_of_a_site_changes_no_date_that_is_sure() -> None:
    for order in ("dmy", "mdy"):
        assert read("13/04/2021", order=order) == read("04/13/2021", order=order) == "2021-04-13"
        assert read("2021/04/03", order=order) == "2021-04-03"
    with pytest.raises(ValueError, match="no order"):
        moment("03/04/2021", order="ymd")


def test_a_name_of_two_months_is_refused_or_settled_by_the_language() -> None:
    with pytest.raises(AmbiguousDateError, match=r"month 10 \(hr\) or month 11 \(pl\)"):
        moment("15 listopada 2025")
    assert read("15 listopada 2025", language="pl-PL") == "2025-11-15"
    assert read("15 listopada 2025", language="hr") == "2025-10-15"


def test_an_abbreviation_of_several_zones_is_refused() -> None:
    with pytest.raises(AmbiguousDateError, match="Asia/Kolkata"):
        moment("Thu, 11 Jun 2020 01:06:00 IST")


def test_the_zone_of_the_site_holds_for_times_without_one_and_no_day_moves() -> None:
    # the case c24: without the zone, A would be the first
    a, b = moment("2024-03-04 21:00", zone=NEW_YORK), moment("2024-03-05T01:00:00Z", zone=NEW_YORK)
    assert a
    assert b
    assert a.value.isoformat() == "2024-03-05T02:00:00+00:00"
    assert b.value < a.value
    assert (a.zoned, b.zoned) == (False, True)
    assert read("June 15, 2025 3pm", zone="asia/tokyo") == "2025-06-15T06:00:00"
    assert read("20250615", zone="Asia/Tokyo") == read("2025-06-15", zone=NEW_YORK) == "2025-06-15"
    with pytest.raises(ValueError, match="no zone"):
        moment("2024-03-04 21:00", zone="New York")


def test_of_a_time_that_comes_twice_the_first_and_one_that_is_skipped_is_later() -> None:
    assert read("2024-11-03 01:30", zone=NEW_YORK) == "2024-11-03T05:30:00"
    assert read("2024-03-10 02:30", zone=NEW_YORK) == "2024-03-10T07:30:00"
    assert read("2024-03-10 02:30 America/New_York") == "2024-03-10T07:30:00Z"


@pytest.mark.parametrize("language", [*LANGUAGES, *CJK])
@pytest.mark.parametrize("style", ["long", "full"])
def test_a_date_that_a_language_writes_in_words_is_read(language: str, style: str) -> None:
    from babel import dates

    for month in range(1, 13):
        day = date(2019 + month % 3, month, month * 2 + 1)
        written = dates.format_date(day, style, locale=language)
        assert read(written, language=language) == day.isoformat(), written


@given(st.datetimes(timezones=st.timezones()))
def test_a_time_that_is_written_is_read_again(value: datetime) -> None:
    try:
        right = value.astimezone(UTC)
    except OverflowError:
        return
    assert moment(value.isoformat()) == moment(value.isoformat(sep=" ")) == (right, "time", True)


@given(
    st.datetimes(datetime(1970, 1, 1), datetime(2099, 12, 31)), st.integers(-14 * 60, 14 * 60)
)  # fmt: skip
def test_a_time_in_other_forms_is_read_again(value: datetime, minutes: int) -> None:
    value = value.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    for form in (
        "%Y-%m-%d %H:%M:%S %z", "%Y/%m/%d %H:%M:%S %z", "%Y%m%dT%H%M%S%z", "%a, %d %b %Y %H:%M:%S %z",
        "%B %d, %Y %I:%M:%S %p %z", "%A, %d. %B %Y, %H:%M:%S (UTC%z)", "%d %b %Y %H:%M:%S GMT%z", "%H:%M:%S%z %d-%b-%Y",
    ):  # fmt: skip
        written = value.strftime(form)
        assert moment(written) == (value.astimezone(UTC), "time", True), written


PIECES = (
    "2024 05 31 1 12 0 - / . , : T t Z + [[ ]] ( ) UTC am pm h Mon mar juin 年 月 日 時 午後 thang EST IST a/b ² { < é"
    " \u0301 \u0661"
).split()


@given(
    st.text(max_size=110)
    | st.lists(st.sampled_from([*PIECES, " "]), max_size=30).map("".join)
    | st.from_regex(r"\d{1,4}[-/. ]\d\d?[-/. ]\d{1,4}[T ,].{0,20}", fullmatch=True)
)
@example("1" * 10)
@example("0" * 13)
@example("0000-00-00")
@example("99:99 99/99/9999")
@example("\u0663h")
def test_any_text_is_a_moment_or_none_or_ambiguous(value: str) -> None:
    for options in ({}, {"zone": "Asia/Kathmandu", "order": "mdy", "language": "pl"}):
        try:
            found = moment(value, **options)
        except AmbiguousDateError:
            continue
        assert found is None or (found.value.tzinfo is UTC and found.precision in ("time", "day", "month", "year"))


@pytest.mark.parametrize("piece", ["1", "12:", "2020-", "a ", " ", "(", "[[", "\u0301", "ﷺ", "年", "1月", "T"])
def test_any_length_is_answered_at_once(piece: str) -> None:
    start = time.process_time()
    for length in (1, 20, 99, 100, 100_000):
        for value in ((piece * length)[:length], f"2020-06-11 {piece * length}x", f"{piece * length} 2020"):
            with contextlib.suppress(AmbiguousDateError):
                moment(value)
    assert time.process_time() - start < 0.5
