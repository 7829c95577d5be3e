"""The bytes of a file -> a reading or a rejection: whatever they are, and however many read them."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import extractors, sources
from kg.entities.merge import merge
from kg.identity import DEFAULT_BASE
from kg.model import Reading
from kg.rdf.ntriples import Writer
from kg.sources.frontmatter import MAX_BYTES

KINDS = ("article", "organization", "topic", "person", "company", "page", "table", "prose")
ARTICLE = b"---\nwebUrl: https://a.example/1\ntitle: One\n---\n"


def read_only_file_of(folder: Path) -> Reading:
    """What the one file of a folder says; too slow is a failure, and waiting for ever an error."""
    start = time.process_time()
    signal.setitimer(signal.ITIMER_REAL, 5)
    try:
        (file,) = sources.find([folder])
        (reading,) = map(sources.read_file, [file])
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    assert time.process_time() - start < 1
    return reading


def rejection(folder: Path) -> tuple[str, int, str]:
    reading = read_only_file_of(folder)
    assert (reading.articles, reading.warned) == ((), ())
    (rejected,) = reading.rejected
    return rejected.origin.path, rejected.origin.line, rejected.reason


# -- any bytes -------------------------------------------------------------------------------------------------------


def check(data: bytes, kind: str) -> None:
    """Hold that bytes give a reading whose every fact can be written, or a rejection."""
    reading = sources.read_bytes(data, "x.md", kind=kind)
    found = reading.articles + reading.providers + reading.topics + reading.people + reading.organizations
    ends = bool(found), bool(reading.rejected), bool(reading.left_out)
    assert sum(ends) == 1 or (kind == "topic" and not found)
    assert all(rejected.reason and rejected.origin.line >= 1 for rejected in reading.rejected)
    parts = extractors.extract(merge([reading]).in_order(), extractors=extractors.load(offered=()))
    triples = [triple for part in parts for triple in part]
    assert len(Writer(DEFAULT_BASE).lines(triples)) == len(triples)


@given(st.binary(max_size=200), st.sampled_from(KINDS))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_read_or_rejected(data: bytes, kind: str) -> None:
    check(data, kind)
    check(b"---\n" + data + b"\n---\n", kind)


FIELDS = """webUrl originalUrl ampWebUrl title excerpt publishedDateTime type quality heat published provider topics
tags images related name domain description otherNames parent keywords hashtags shortname url width layout""".split()
VALUES = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=40).map(str.encode),
    st.sampled_from([b"https://a.example/1", b"[a, {b: c}]", b"{name: x, domain: y}", b"- url: x", b"*x", b"&x y"]),
)


@given(st.lists(st.tuples(st.sampled_from(FIELDS), VALUES), max_size=8), st.sampled_from(KINDS), st.booleans())
@settings(deadline=None, max_examples=300)
def test_any_bytes_in_any_field_are_read_or_rejected(fields: list[tuple[str, bytes]], kind: str, quoted: bool) -> None:
    lines = [b"domain: a.example\nname: a\nwebUrl: https://a.example/1"]
    for name, value in fields:
        safe = value.translate(None, b'"\\\n\r') if quoted else value
        lines.append(name.encode() + b": " + (b'"' + safe + b'"' if quoted else safe))
    check(b"---\n" + b"\n".join(lines) + b"\n---\n", kind)


SHAPES = st.recursive(
    st.text(max_size=20)
    | st.sampled_from(["https://a.example/1", "http://www.b.example/?q#f", "2020-06-11", "5", "true"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(FIELDS), SHAPES, max_size=6), st.sampled_from(KINDS))
@settings(deadline=None, max_examples=300)
def test_any_shape_in_any_field_is_read_or_rejected(fields: dict[str, object], kind: str) -> None:
    fields = {"webUrl": "https://a.example/1", "domain": "a.example", "name": "a", **fields}
    check(f"---\n{yaml.safe_dump(fields)}---\n".encode(), kind)


def test_a_reading_knows_its_file() -> None:
    reading = sources.read_bytes(ARTICLE, "_news/x.md")
    assert reading.file.path == "_news/x.md"
    assert reading.file.sha256 == "5c5eafe7412abde015868b0a6c1405c4303b9981c5f3e6bb143cca2bfe782b15"
    assert reading.origin(reading.lines[0]).sha256 == reading.file.sha256


def test_what_is_odd_about_the_bytes_is_told_with_its_line() -> None:
    reading = sources.read_bytes("---\nwebUrl: https://a.example/1\ntitle: Dash \u0097 here\n---\n".encode(), "x.md")
    assert reading.articles[0].title == "Dash \u2014 here"
    (warned,) = reading.warned
    assert (warned.origin.line, warned.origin.path) == (3, "x.md")
    assert warned.message == "control character U+0097 is not allowed in YAML: replaced or dropped; delete it"


# -- files that are none ---------------------------------------------------------------------------------------------


def test_a_regular_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(ARTICLE)
    reading = read_only_file_of(tmp_path)
    assert [article.title for article in reading.articles] == ["One"]


def test_a_file_over_the_limit_is_rejected_and_one_at_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(ARTICLE + b"x" * (MAX_BYTES - len(ARTICLE)))
    reading = read_only_file_of(tmp_path)
    assert len(reading.articles) == 1
    (tmp_path / "x.md").write_bytes(ARTICLE + b"x" * (MAX_BYTES - len(ARTICLE) + 1))
    reason = "the file is larger than the limit of 4,194,304 bytes: split it or cut it down"
    assert rejection(tmp_path) == ("x.md", 1, reason)


def test_a_file_of_a_terabyte_is_rejected_at_once(tmp_path: Path) -> None:
    with open(tmp_path / "x.md", "wb") as file:
        file.truncate(1 << 40)  # a hole: it takes no room
    assert rejection(tmp_path)[2].startswith("the file is larger than the limit")


def test_an_empty_file_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "x.md").touch()
    assert rejection(tmp_path) == ("x.md", 1, "the file is empty")


def test_a_fifo_that_nobody_writes_is_rejected(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.md")
    reason = "cannot be read: it is not a regular file; check what it is and who may read it"
    assert rejection(tmp_path) == ("x.md", 1, reason)


def test_a_folder_with_the_name_of_a_file_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "x.md").mkdir()
    reason = "cannot be read: it is not a regular file; check what it is and who may read it"
    assert rejection(tmp_path) == ("x.md", 1, reason)


def test_a_device_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "x.md").symlink_to("/dev/zero")
    reason = "cannot be read: it is not a regular file; check what it is and who may read it"
    assert rejection(tmp_path) == ("x.md", 1, reason)


def test_a_link_to_nowhere_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "x.md").symlink_to(tmp_path / "nowhere.md")
    reason = "cannot be read: No such file or directory; check what it is and who may read it"
    assert rejection(tmp_path) == ("x.md", 1, reason)


def test_a_link_to_itself_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "x.md").symlink_to("x.md")
    path, line, reason = rejection(tmp_path)
    assert (path, line) == ("x.md", 1)
    assert reason == "cannot be read: Too many levels of symbolic links; check what it is and who may read it"


@contextmanager
def as_nobody() -> Iterator[Path]:
    """A folder of somebody who is not root, for root may read everything."""
    with tempfile.TemporaryDirectory() as folder:
        root = os.geteuid() == 0
        if root:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
        try:
            yield Path(folder)
        finally:
            if root:
                os.seteuid(0)


def test_a_file_that_may_not_be_read_is_rejected() -> None:
    with as_nobody() as folder:
        (folder / "x.md").write_bytes(ARTICLE)
        (folder / "x.md").chmod(0)
        reason = "cannot be read: Permission denied; check what it is and who may read it"
        assert rejection(folder) == ("x.md", 1, reason)


def test_a_folder_that_may_not_be_listed_is_rejected_not_passed_over() -> None:
    with as_nobody() as folder:
        (folder / "closed").mkdir()
        (folder / "closed/x.md").write_bytes(ARTICLE)
        (folder / "closed").chmod(0)
        reason = "cannot be read: Permission denied; check what it is and who may read it"
        assert rejection(folder) == ("closed", 1, reason)
        (folder / "closed").chmod(0o700)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="/proc is of Linux")
def test_a_file_that_fails_while_it_is_read_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "x.md").symlink_to("/proc/self/mem")
    reason = "cannot be read: Input/output error; check what it is and who may read it"
    assert rejection(tmp_path) == ("x.md", 1, reason)


@pytest.mark.parametrize(
    ("front", "line", "reason"),
    [
        ("a: " + "[" * 100_000, 2, "nested more than 32 deep"),
        ("a: &a\n  b: *a", 3, "alias *a stands inside of what it names"),
        ("a: &a [" + "x, " * 60_000 + "]\nb: [" + "*a, " * 100 + "]", 3,
         "aliases (*name) stand for more than 100,000 characters; use fewer of them"),
        ("a: b\nb: !!python/tuple [id]", 3,
         "the tag tag:yaml.org,2002:python/tuple is not allowed: front matter is data; delete the tag"),
    ],
    ids=["deep", "self", "bomb", "object"],
)  # fmt: skip
def test_a_hostile_file_is_rejected_with_its_line(tmp_path: Path, front: str, line: int, reason: str) -> None:
    (tmp_path / "x.md").write_text(f"---\n{front}\n---\n", encoding="utf-8")
    assert rejection(tmp_path) == ("x.md", line, reason)


# -- what is no article ----------------------------------------------------------------------------------------------


def left_out(folder: Path) -> str:
    reading = read_only_file_of(folder)
    assert (reading.articles, reading.rejected, reading.warned) == ((), (), ())
    return reading.left_out


@pytest.mark.parametrize("name", ["README.md", "license.markdown", "CHANGELOG.md", "CONTRIBUTING.MD", "SECURITY.md"])
@pytest.mark.parametrize(
    "text",
    [
        "# About these articles\n",
        "# A week in harbors\n\n[The bridge is closed](https://a.example/1)\n",
        "---\ntitle: About these articles\n---\n",
        "---\ntitle: [\n---\n",
        "",
    ],
)
def test_prose_on_the_files_themselves_is_left_out(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert left_out(tmp_path) == "a README or the like"


def test_prose_with_the_front_matter_of_an_article_is_one(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(b"\xef\xbb\xbf\r\n" + ARTICLE)
    assert len(read_only_file_of(tmp_path).articles) == 1


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("subscribe.md", "# Subscribe\n\nWrite to us.\n", "no front matter"),
        ("about.md", "---\nlayout: page\ntitle: About us\n---\n", "a page of the site"),
        ("notes.txt", "Milk, bread, and a new lamp.\n", "no front matter"),
        ("x.html", "<p>Hello</p>\n", "no front matter"),
        ("a.csv", "name,age\nJane,7\n", "data without addresses of articles"),
        ("a.json", "", "data without addresses of articles"),
        ("draft.md", "---\nwebUrl: https://a.example/1\ndraft: true\n---\n", "a draft"),
    ],
)
def test_what_is_no_article_is_left_out_and_says_why(tmp_path: Path, name: str, text: str, why: str) -> None:
    (tmp_path / name).write_text(text)
    assert left_out(tmp_path) == why


@pytest.mark.parametrize("layout", ["post", "page", "link"])
def test_neither_layout_nor_permalink_leaves_a_file_out(tmp_path: Path, layout: str) -> None:
    (tmp_path / "bridge.md").write_text(f"---\nlayout: {layout}\npermalink: /x/\ntitle: The bridge\n---\n")
    (article,) = read_only_file_of(tmp_path).articles
    assert (article.key, article.url, article.title) == ("path:bridge.md", None, "The bridge")


@pytest.mark.parametrize("address", ["", "webUrl: https://a.example/\n"])
@pytest.mark.parametrize(
    ("term", "found"),
    [("topic", "topics"), ("tags", "topics"), ("provider", "providers"), ("author", "people"),
     ("organization", "organizations")],
)  # fmt: skip
def test_a_file_that_says_which_taxonomy_it_is_part_of_is_no_article(term: str, found: str, address: str) -> None:
    text = f"---\ntaxonomy: {term}\nname: Harbor\ndomain: a.example\n{address}---\n"
    reading = sources.read_bytes(text.encode(), "_terms/x.md")
    assert reading.articles == ()
    assert len(getattr(reading, found)) == 1
