"""Front matter that is read by its parts gives what libyaml's tree of the whole gives, or is left to it."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg import sources
from kg.errors import KGError
from kg.model import SourceFile
from kg.sources import articles, frontmatter, plain
from kg.sources.frontmatter import decode
from kg.sources.lines import ENTRY
from kg.sources.types import OddError

FILE = SourceFile(path="x.md", sha256="ab")
KEYS = ["webUrl", "originalUrl", "title", "excerpt", "provider", "topics", "images", "quality", "published", "related"]
KEYS += ["publishedDateTime", "ampWebUrl", "type", "relatedArticles", "headline", "name", "domain", "url", "width", "x"]
VALUES = [
    "", "https://a.example/1", '"https://b.example/2"', "'it''s'", '"a \\"b\\" \\u00e9"', "~", "10", "2.5", "many",
    "true", "2020-06-11T01:06:00Z", "AI", "b.example", "[a, b]", "|", "video", "NO", "x # y", "a: b", "* a", "é😀",
]  # fmt: skip
values = st.one_of(st.sampled_from(VALUES), st.text(alphabet="ab :#-'\"\\é&", max_size=6))
lines = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "", "", "  ", "  ", "    ", "    ", "      ", " ", "   "]),
    st.sampled_from(["", "", "", "- ", "- ", "-   ", "-"]),
    st.sampled_from([*(f"{key}: " for key in KEYS), *(f"{key}:" for key in KEYS), "", "related:", "images:"]),
    values,
    st.sampled_from(["", "", "", " ", "\n"]),
)
PIECES = [
    b"title: x\n", b"related:\n", b"  - webUrl: https://b.example/2\n", b"    title: y\n", b"- a\n", b"---\n", b"...\n",
    b"--- \n", b"\n", b"\r", b"\r\n", b"\t", b"\x00", b"\xff", "é😀\n".encode(), "\u0085\u2028".encode(),
    b"excerpt: \xc3", b"\xa9\n", "\ufeff".encode(), b"quality: 1\n", b"topics:\n", b"published: 2020-06-11\n",
    b"publishedDateTime: now\n",
]  # fmt: skip
ITEM = '  - webUrl: https://b.example/2\n    title: "NO"\n    provider:\n      name: B\n      domain: b.example\n'


def outcome(data: bytes, *, by_parts: bool) -> object:
    """Return the reading of an article, or that it is none."""
    try:
        if by_parts:
            return sources.read_bytes(data, "x.md")
        whole = mock.patch.object(frontmatter, "scan", return_value=None)
        with mock.patch.object(plain, "read_plain_article", return_value=None), whole:
            return sources.read_bytes(data, "x.md")
    except KGError as error:
        return type(error), str(error), getattr(error, "line", None)


def check(data: bytes) -> None:
    """Hold both ways against each other, once more with what is remembered."""
    expected = outcome(data, by_parts=False)
    assert [outcome(data, by_parts=True) for _ in range(2)] == [expected, expected]


@given(st.lists(lines, max_size=14).map("\n".join))
@settings(max_examples=600, deadline=None)
@example("  ")
@example("related:\n" + ITEM)
@example("related:\n" + ITEM + "\n" + ITEM + "\n\ntitle: x")
@example("related:\n" + ITEM + "   x: y\n")
@example("related:\n" + ITEM + "- webUrl: https://c.example/1\n")
@example("related:\n- webUrl: https://c.example/1\n  title: y\n- https://d.example/1\ntopics:\n- AI\n- ai\n")
@example("title:\n\n\n  x: y\ntitle: z\ntitle:\n")
@example("images:\n  - url: https://a.example/i.png\n    width: -1\n    headline: h\n    title: t\n  - /x.png")
@example("provider:\n  name: A\n")
@example("provider: A\nimages: /a.png\ntopics: AI")
@example("x:\n  y: &a b\n")
@example("x:\n" + "".join(" " * n + "y:\n" for n in range(1, 40)))
def test_an_article_is_read_by_its_parts_as_by_the_tree_of_libyaml(text: str) -> None:
    for front in (f"webUrl: https://a.example/1\n{text}\n", f"{text}\nwebUrl: https://a.example/1\n", f"{text}\n"):
        check(f"---\n{front}---\n".encode())


@given(
    st.sampled_from([b"", b"", b"", b"\xef\xbb\xbf", b"\n", b"\r\n", b" "]),
    st.sampled_from([b"---\n", b"---\n", b"--- \n", b"---\n\n", b"----\n", b"---\r\n"]),
    st.lists(st.sampled_from(PIECES), max_size=8).map(b"".join),
    st.sampled_from([b"---\n", b"---", b"...\n", b"--- \n", b"---x\n", b"---\r\n", b""]),
    st.lists(st.sampled_from(PIECES), max_size=3).map(b"".join),
)
@settings(max_examples=600, deadline=None)
@example(b"", b"---\n", b"related:\n" + ITEM.encode(), b"---\n", b"related:\n" + ITEM.encode() + b"---\n")
@example(b"", b"---\n", b"", b"---\n", b"related:\n" + ITEM.encode() + b"---\n")
@example(b"", b"---\n", b"related:\n" + ITEM.encode() + b"...\n" + ITEM.encode(), b"---\n", b"")
def test_any_bytes_around_and_within_front_matter_are_read_as_the_slow_way_reads_them(
    start: bytes, opening: bytes, front: bytes, closing: bytes, body: bytes
) -> None:
    check(start + opening + b"webUrl: https://a.example/1\n" + front + closing + body)


IMAGE = (
    '  - url: "https://a.example/i.png"\n    width: 640\n    height: 360\n    isCached: true\n    title: "t  &amp; u"\n'
)


@pytest.mark.parametrize(
    "images",
    [
        "images:\n" + IMAGE,
        "images:\n" + IMAGE + IMAGE.replace("i.png", "j.png") + "\n",
        "images:\n" + IMAGE + IMAGE.replace("640", "7"),
        "images:\n" + IMAGE + IMAGE.replace("  - ", "- ").replace("\n    ", "\n  "),
        "images:\n" + IMAGE + "  - /x.png\n",
        "images:\n" + IMAGE.replace("https://a.example/i.png", "javascript:x"),
        "images:\n" + IMAGE.replace("https://a.example/i.png", " "),
        "images:\n" + IMAGE.replace("640", "0640"),
        "images:\n" + IMAGE.replace("640", "1234567890"),
        "images:\n" + IMAGE.replace("true", "[a]"),
        "images:\n" + IMAGE + "    title: x\n",
        "images:\n" + IMAGE.replace("t  &amp; u", '\\"t\\"'),
        "images:\n" + IMAGE.replace("t  &amp; u", "&nbsp;"),
        "image: https://a.example/i.png\nimages:\n" + IMAGE,
        "image: https://a.example/i.png\n",
        "image: javascript:x\n",
    ],
)
def test_images_in_their_usual_form_are_those_of_any_other(images: str) -> None:
    check(f"---\nwebUrl: https://a.example/1\n{images}---\n".encode())


@pytest.mark.corpus
@pytest.mark.parametrize("corpus", ["seed", "coronavirus", "smartable-power-apps"])
def test_the_articles_of_real_corpora_are_read_by_their_parts(shared: Path, corpus: str) -> None:
    files = sorted((shared / "corpus" / corpus).rglob("_news/**/*.md"))[::25]
    texts = [decode(path.read_bytes()).value for path in files]
    readings = [plain.read_plain_article(text.encode(), FILE) for text in texts]
    assert all(
        reading in (None, articles.read_article(text, FILE)) for reading, text in zip(readings, texts, strict=True)
    )
    assert readings.count(None) <= 0.01 * len(readings)


def test_what_stands_below_a_key_is_read_once() -> None:
    text = "title: {}\nprovider:\n  name: A\n  domain: a.example\ntopics:\n  - AI\n"
    one, other = (plain.values_of(ENTRY.findall(text.format(title))) for title in "ab")
    assert (one["title"], other["title"]) == ("a", "b")
    assert one["provider"] is other["provider"]
    assert one["topics"] is other["topics"]


@pytest.mark.parametrize(
    "text",
    [
        "title: a\ntitle: b\n", "titel: a\n", "title: [a]\n", "title:\n  - a\n", "title: a\n  b\n", "provider: [A]\n",
        "provider:\n  name: A\n", "images:\n  - url: ''\n", "quality: much\n", "published: perhaps\n", "type: videos\n",
        "publishedDateTime: soon\n", "publishedDateTime: 2020-06-11 01:06\n",
        "draft: true\n", "date: 03/04/2021\n", "updated: later\nlastModified: later\n", "note:\n  a: [b]\n",
        "related: x\n",
    ],
)  # fmt: skip
def test_what_there_is_to_say_something_of_is_odd_each_time(text: str) -> None:
    for _ in range(2):
        with pytest.raises(OddError):
            plain.values_of(ENTRY.findall(text))


def test_the_first_name_of_a_field_wins_wherever_it_stands() -> None:
    for text in (
        "webUrl: {a}\nurl: {b}\n", "url: {b}\nwebUrl: {a}\n", "webUrl: ''\nurl: {a}\n", "sourceUrl: {a}\nurl: {b}\n",
        "url: /b/\noriginal-url: {a}\n", "permalink: {b}\nsource: {a}\n", "external_url: {a}\nExternal-Link: {b}\n",
    ):  # fmt: skip
        entries = ENTRY.findall(text.format(a="https://a.example/1", b="https://b.example/2"))
        assert plain.values_of(entries) == {"url": "https://a.example/1"}
