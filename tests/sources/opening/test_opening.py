"""What can be named as a source: standard input and what Python holds; and that the private folder is named nowhere."""

from __future__ import annotations

import io
import json
import logging
import os
import sqlite3
import stat
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import sources
from kg.build import pipeline
from kg.cli import main
from kg.errors import UsageError
from kg.sources.opening import RECORDS, SCRATCH, objects, opened, stdin
from kg.sources.site import site_of

ARTICLE = b"---\nwebUrl: https://a.example/x\ntitle: One\n---\n"
ROWS: list[dict[str, Any]] = [{"url": "https://a.example/1", "title": "One"}, {"url": "https://a.example/2"}]


def written(*given: object) -> list[dict[str, Any]]:
    """Return the rows that some sources are written as."""
    with opened(given) as found:
        assert [path.name for path in found] == [RECORDS]
        return [json.loads(line) for line in found[0].read_text().splitlines()]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that private folders are made in."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def given_on_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (ARTICLE, ".md"),
        (b"\xef\xbb\xbf" + ARTICLE, ".md"),
        (ARTICLE.decode().encode("utf-16"), ".md"),
        (b'+++\ntitle = "x"\n+++\n', ".md"),
        (b'{\n  "title": "x"\n}\n\nText.', ".md"),
        (b'{"title": "x"}\nText.', ".md"),
        (b"Title: Hello, world\nDate: 2020-06-11\n\nText", ".md"),
        (b"# Links, and more\n\n- [a](https://a.example)", ".md"),
        (b"[a](https://a.example), [b](https://b.example)\n", ".md"),
        (b"One, two\nthree four\n", ".md"),
        (b"<!-- a note -->\n# Links\n", ".md"),
        (b"<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>", ".xml"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", ".xml"),
        (b"<?xml version='1.0'?><!DOCTYPE rdf:RDF [<!ENTITY a 'b'>]><rdf:RDF>", ".xml"),
        (b"<opml version='2.0'>", ".xml"),
        (b"<!DOCTYPE html><html>", ".html"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", ".html"),
        (b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META>", ".html"),
        (b'[{"url": "x"}]', ".json"),
        (b"[]", ".json"),
        (b'{\n  "items": [\n    {}\n  ]\n}\n', ".json"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', ".json"),
        (b'{"url": "x"}\n{"url": "y"}\n', ".jsonl"),
        (b"url,title\nhttps://a.example/1,One\nhttps://a.example/2,\"Two, and more\"\n", ".csv"),
        (b"url;title\nhttps://a.example/1;One, two\n", ".csv"),
        (b"url\ttitle\nhttps://a.example/1\tOne, two\n", ".tsv"),
        (b"A title\n#######\n\n:date: 2020-06-11\n", ".rst"),
        (b"\x00\x01\x02", ".md"),
    ],
)  # fmt: skip
def test_the_bytes_of_standard_input_say_what_it_is(data: bytes, ending: str) -> None:
    assert stdin.ending(data) == ending


@given(
    st.binary(max_size=300) | st.text(alphabet='{}[]",:<>?!-=+|;\t\n ab1', max_size=300).map(str.encode), st.booleans()
)
def test_any_bytes_have_an_ending(data: bytes, whole: bool) -> None:
    assert stdin.ending(data, whole=whole).startswith(".")


@pytest.mark.parametrize(
    "text", ["{" * 10**6, "[" * 10**6, "<!--" * 250_000, '"' * 10**6, "a,\n" * 300_000, "}\n" * 10**5]
)
def test_bytes_are_looked_at_in_a_time_that_grows_with_them(text: str) -> None:
    start = datetime.now(UTC)
    stdin.ending(text.encode())
    stdin.ending(b"{\n" + text.encode())
    assert datetime.now(UTC) - start < timedelta(seconds=2)


def test_an_article_is_read_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given_on_stdin(monkeypatch, ARTICLE)
    graph = kg.build("-", output=tmp_path / "out", formats=())
    assert '"stdin.md"' in (graph.folder / "provenance.trig").read_text()
    assert graph.files == ()
    given_on_stdin(monkeypatch, ARTICLE)
    assert pipeline.stale("-", output=tmp_path / "out", formats=()) == []
    with pytest.raises(UsageError, match=r"^-: nothing came"):
        kg.build(Path("-"), output=tmp_path / "out")


def test_standard_input_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stdin, "MOST_BYTES", 10)
    given_on_stdin(monkeypatch, ARTICLE)
    with pytest.raises(UsageError, match="more than 10 bytes"), opened(["-"]):
        pass


def test_an_archive_may_come_on_standard_input(site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import tarfile

    with tarfile.open(tmp_path / "x.tgz", "w:gz") as tar:
        tar.add(site, "top")
    given_on_stdin(monkeypatch, (tmp_path / "x.tgz").read_bytes())
    with opened(["-", "-"]) as found:
        assert "_news/2020-06-11-tram.md" in [file.path for file in sources.find(found)]
        assert found.shown(str(found[0] / "x.md")) == "-/x.md"


def test_the_private_folder_is_private_gone_and_named_nowhere(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="kg")
    run = CliRunner()
    for data in (ARTICLE, ARTICLE + b"x: [\n", b"---\ntitle: no address\ndate: x\n---\n", b"no"):
        for command in ("build", "validate", "doctor"):
            output = ("-o", str(tmp_path / "out"), "--formats", "turtle") if command == "build" else ()
            done = run.invoke(main, [command, "-", *output], input=data)
            assert SCRATCH not in done.output
            assert str(scratch) not in done.output
            assert os.listdir(scratch) == []
    for path in (tmp_path / "out").rglob("*"):
        assert path.is_dir() or SCRATCH.encode() not in path.read_bytes(), path
    assert SCRATCH not in caplog.text
    with opened([{"a": 1}]) as found:
        assert stat.S_IMODE((scratch / os.listdir(scratch)[0]).stat().st_mode) == 0o700
        assert found.shown(f"no such file: {found[0]}") == "no such file: records"


def test_a_finding_names_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["validate", "-"], input=b"---\nwebUrl: https://a.example/x\ndate: x\n---\n")
    assert done.output.startswith("-:3:")
    done = CliRunner().invoke(main, ["validate", "--fix", "-"], input=ARTICLE)
    assert done.exit_code == 2
    assert "--fix mends files and folders" in done.output


def test_what_fails_in_a_build_names_what_was_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing could be built from records:"):
        kg.build([{"x": 1}], output=tmp_path / "out")


def test_records_come_in_many_ways(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(ARTICLE)
    article = kg.Article(key="https://a.example/1", url="https://a.example/1", title="One")
    frame = pd.DataFrame(ROWS)

    def generated() -> Iterator[dict[str, Any]]:
        yield from ROWS

    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    row = connection.execute("SELECT 'https://a.example/1' AS url, 'One' AS title, NULL AS x").fetchone()
    connection.close()
    for several in (
        ROWS,
        tuple(ROWS),
        generated(),
        frame,
        pl.DataFrame(ROWS),
        pl.LazyFrame(ROWS),
        pa.Table.from_pylist(ROWS),
    ):
        assert written(several) == ROWS
    assert written(*ROWS) == ROWS
    assert written(row) == ROWS[:1]
    assert written(frame.iloc[0]) == ROWS[:1]
    assert written(frame.set_index("url")) == ROWS
    assert written([frame, pl.DataFrame(ROWS)]) == ROWS * 2
    assert written([article])[0]["title"] == "One"
    assert written(pa.RecordBatch.from_pylist(ROWS)) == ROWS
    with opened([tmp_path / "a.md", ROWS, [str(tmp_path / "a.md"), ROWS[0]]]) as found:
        assert [path.name for path in found] == ["a.md", RECORDS, "a.md"]
        assert len(found[1].read_text().splitlines()) == 3
        assert found.own == (tmp_path / "a.md", tmp_path / "a.md")
        assert not found.is_lasting


class OnlyStream:
    """A frame that nobody knows."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


class OnlyInterchange:
    """A frame of an older kind that nobody knows."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __dataframe__(self, **options: Any) -> object:
        return self.table.__dataframe__(**options)


def test_frames_that_nobody_knows_are_read_by_what_they_offer() -> None:
    table = pa.Table.from_pylist(ROWS)
    assert written(OnlyStream(table)) == ROWS
    assert written(OnlyInterchange(table)) == ROWS


def test_values_are_those_that_a_file_would_have() -> None:
    zone = timezone(timedelta(hours=2))
    row = {
        "none": None, "nan": float("nan"), "nat": pd.NaT, "na": pd.NA, "nat64": np.datetime64("NaT"),
        "time": datetime(2020, 6, 11, 1, 6, tzinfo=UTC), "zone": datetime(2020, 6, 11, 1, 6, tzinfo=zone),
        "naive": datetime(2020, 6, 11, 1, 6), "day": date(2020, 6, 11), "stamp": pd.Timestamp("2020-06-11T01:06:00.5Z"),
        "np": np.datetime64("2020-06-11T01:06:00.000000001"), "int": np.int64(3), "whole": 3.0, "half": 0.5,
        "inf": float("inf"), "truth": np.bool_(True), "dec": Decimal("1.50"), "list": ("a", None, ["b"]),
        "array": np.array(["a", "b"]), "series": pl.Series(["a"]), "set": {"b", "a"}, "bytes": "ö".encode(),
        "half a sign": "a\ud800", "path": Path("x"), "deep": {"a": {"b": 1, "c": None}}, 7: "seven",
    }  # fmt: skip
    assert written([row]) == [{
        "time": "2020-06-11T01:06:00Z", "zone": "2020-06-11T01:06:00+02:00", "naive": "2020-06-11T01:06:00",
        "day": "2020-06-11", "stamp": "2020-06-11T01:06:00.500000Z", "np": "2020-06-11T01:06:00", "int": 3, "whole": 3,
        "half": 0.5, "inf": "inf", "truth": True, "dec": "1.50", "list": ["a", ["b"]], "array": ["a", "b"],
        "series": ["a"], "set": ["a", "b"], "bytes": "ö", "half a sign": "a\ufffd", "path": "x",
        "deep": {"a": {"b": 1}},
        "7": "seven",
    }]  # fmt: skip


def test_missing_values_of_frames_are_missing() -> None:
    rows = [{"url": "a", "score": 3, "at": datetime(2020, 6, 11, tzinfo=UTC)}, {"url": "b", "score": None, "at": None}]
    expected = [{"url": "a", "score": 3, "at": "2020-06-11T00:00:00Z"}, {"url": "b"}]
    for frame in (
        pd.DataFrame(rows),
        pd.DataFrame(rows).convert_dtypes(),
        pl.DataFrame(rows),
        pa.Table.from_pylist(rows),
    ):
        assert written(frame) == expected


def test_what_no_file_could_hold_is_refused_by_name() -> None:
    for value in (object(), [object()]):
        with pytest.raises(UsageError, match=r"record 2: authors: an? object cannot be written; give"):
            written([ROWS[0], {"authors": value}])
    loop: dict[str, Any] = {}
    loop["x"] = loop
    with pytest.raises(UsageError, match="nested more than 64 deep"):
        written([loop])
    for odd in (3, [3], None, [[ROWS]], b"x", object()):
        with pytest.raises(UsageError, match="is no source"):
            written(odd)
    empty: tuple[tuple[object, ...], ...] = ((), ([],), (pd.DataFrame(),), (pl.DataFrame(), []))
    for nothing in empty:
        with pytest.raises(UsageError, match="nothing to build"):
            written(*nothing)


def test_an_article_is_written_under_the_keys_of_the_table_of_fields(harbor_site: Path) -> None:
    articles = [article for article in pipeline.find_stories(harbor_site)[0].articles if article.full]
    row = next(row for row in map(objects.article_row, articles) if "images" in row)
    (line,) = objects.lines([row])
    article = articles[[objects.article_row(article) for article in articles].index(row)]
    (reading,) = [sources.read_bytes(b"---\n" + line + b"---\n", "x.md")]
    assert not reading.rejected
    read = reading.articles[0]
    for name in ("key", "url", "title", "excerpt", "published", "kind", "provider", "topics", "images"):
        assert getattr(read, name) == getattr(article, name), name


def test_an_article_whose_records_have_no_keys_of_their_own_is_written_by_their_attributes() -> None:
    provider = kg.Provider(domain="a.example", name="The A")
    assert written([{"url": "x", "provider": provider}])[0]["provider"]["name"] == "The A"


def test_no_room_for_the_private_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="TMPDIR may name another place"), opened(ROWS, folder=tmp_path / "none"):
        pass


def test_the_same_records_are_the_same_bytes() -> None:
    with opened([ROWS]) as one, opened([pd.DataFrame(ROWS)]) as other:
        assert one[0].read_bytes() == other[0].read_bytes()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_any_plain_value_is_a_line(value: object) -> None:
    (line,) = objects.lines([{"x": value}])
    assert line.count(b"\n") == 1
    assert set(json.loads(line)) <= {"x"}


def test_settings_beside_the_private_folder_are_not_those_of_a_source(
    scratch: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (scratch / "kg.toml").write_text('[site]\nname = "Of somebody else"\n')
    given_on_stdin(monkeypatch, ARTICLE)
    (site / "kg.toml").write_text('[site]\nname = "Ours"\n')
    with zipfile.ZipFile(scratch.parent / "x.zip", "w") as made:
        made.write(site / "kg.toml", "top/kg.toml")
    with opened(["-", ROWS, scratch.parent / "x.zip"]) as found:
        assert [site_of(path).name for path in found] == ["", "", "Ours"]


def test_plain_paths_need_no_private_folder(site: Path, scratch: Path) -> None:
    with opened([site, str(site), cast(Any, [site])]) as found:
        assert found == [site] * 3
        assert found.is_lasting
        assert os.listdir(scratch) == []
