"""Front matter that is read by its parts gives what libyaml's tree of the whole gives, or is left to it."""

from __future__ import annotations

from unittest import mock

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import KGError
from kg.model import SourceFile
from kg.sources import articles, frontmatter, plain
from kg.sources.fields import Reader

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
ITEM = '  - webUrl: https://b.example/2\n    title: "NO"\n    provider:\n      name: B\n      domain: b.example\n'


def outcome(text: str, *, by_parts: bool) -> object:
    """Return the reading of an article, or the words in which it is refused."""
    try:
        if by_parts:
            return articles.read(text, FILE)
        whole = mock.patch.object(frontmatter, "scan", return_value=None)
        with mock.patch.object(articles, "_read_plain", return_value=None), whole:
            return articles.read(text, FILE)
    except KGError as error:
        return type(error), str(error), getattr(error, "line", None)


@given(st.lists(lines, max_size=14).map("\n".join))
@settings(max_examples=600, deadline=None)
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
        file = f"---\n{front}---\n"
        assert outcome(file, by_parts=True) == outcome(file, by_parts=False)
        assert outcome(file, by_parts=True) == outcome(file, by_parts=False)  # with what is remembered


def test_what_stands_below_a_key_is_read_once() -> None:
    text = "provider:\n  name: A\n  domain: a.example\nimages:\n  - url: https://a.example/i.png\n    title: t\n"
    one, other = (plain.fields(text, Reader(FILE)) for _ in range(2))
    assert one is not None
    assert other is not None
    assert one.images() is other.images()
    assert one.raw("provider") is other.raw("provider")


def test_what_is_odd_is_odd_again() -> None:
    text = "images:\n  - url: ''\n"
    for _ in range(2):
        reader = Reader(FILE)
        found = plain.fields(text, reader)
        assert found is not None
        assert found.images() == ()
        assert reader.warned
