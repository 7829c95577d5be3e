"""HTML in a body -> headings, paragraphs and items, with their links; alone, and within Markdown."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.sources import read_bytes
from kg.sources.body import Body
from kg.sources.markup import blocks, href_of

LIST = """<h2>On the <em>water</em></h2>
<ul>
  <li><a href="https://a.example/1">The lock opens</a>, late</li>

      <li><a class=x href=https://b.example/2?a=1&amp;b=2>The
      <b>bridge</b> falls</a></li>
</ul>
"""
PIECES = ["<a href='", "https://a.example/1", "'>", "</a>", "<li>", "<nav>", "</", "<!--", "\n", "x "]
UNENDING = ["<nav>", "<a ", "<a href='", '<a href="x', "<p><li>", "<script", "</a>", "<br>", "<s>"]
FOUND = [
    ("https://a.example/1", "The lock opens", "On the water", 13),
    ("https://b.example/2?a=1&b=2", "The bridge falls", "On the water", 15),
]


def links(body: Body) -> list[tuple[str, str, str, int]]:
    return [(link.url, link.text, link.heading, link.line) for link in body.links]


def test_a_body_of_html_has_links_with_their_text_heading_and_line() -> None:
    assert links(Body(LIST, line=11, html=True)) == FOUND
    assert Body(LIST, html=True).heading == "On the water"
    assert all(link.leads for link in Body(LIST, html=True).links)


def test_html_within_markdown_has_them_too() -> None:
    text = (
        "## Boats\n\nSee <A HREF='https://c.example/3'>the islands line</A> and [more of it](https://c.example/4).\n\n"
    )
    assert links(Body(text + LIST.replace("\n\n", "\n"), line=7)) == [
        ("https://c.example/3", "the islands line", "Boats", 9),
        ("https://c.example/4", "more of it", "Boats", 9),
        ("https://a.example/1", "The lock opens", "On the water", 13),
        ("https://b.example/2?a=1&b=2", "The bridge falls", "On the water", 14),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<nav><a href='https://a.example/1'>The lock opens</a></nav>",
        "<footer><p><a href='https://a.example/1'>The lock opens</a></p></footer>",
        "<script>x = \"<a href='https://a.example/1'>The lock opens</a>\"</script>",
        "<!-- <a href='https://a.example/1'>The lock opens</a> -->",
        "<del><a href='https://a.example/1'>The lock opens</a></del>",
        "<a href='/about/'>The lock opens</a>",
        "<a href='javascript:alert(1)'>The lock opens</a>",
        "<a data-href='https://a.example/1'>The lock opens</a>",
        "<a name='x'>The lock opens</a>",
        "<a href='https://twitter.com/intent/tweet?url=x'>Share the post</a>",
    ],
)
def test_what_is_no_link_of_the_text_is_none(html: str) -> None:
    assert not Body(html, html=True).links
    assert not Body(html).links


def test_what_is_not_closed_ends_where_the_next_begins() -> None:
    html = "<p><a href='https://a.example/1'>The lock opens <a href='https://a.example/2'>Ice on it<li>x<nav>"
    assert [link.text for link in Body(html, html=True).links] == ["The lock opens", "Ice on it"]


def test_the_first_paragraph_of_a_page_is_its_excerpt() -> None:
    body = Body("<h1>Boats</h1>\n<ul><li>A</li></ul>\n<p>They <i>run</i>.<br>Again.</p><p>No.</p>", html=True)
    assert (body.heading, body.excerpt, body.line_of("They run. Again.")) == ("Boats", "They run. Again.", 3)


def test_a_letter_in_html_lists_its_links() -> None:
    page = f"---\ntitle: Issue 3\ndate: 2024-02-03\n---\n{LIST}<p><a href='https://c.example/x'>A third of them</a>\n"
    reading = read_bytes(page.encode(), "issues/3.html", kind="page")
    assert [(article.url, article.title, article.labels) for article in reading.articles[1:]] == [
        ("https://a.example/1", "The lock opens", ("On the water",)),
        ("https://b.example/2?a=1&b=2", "The bridge falls", ("On the water",)),
        ("https://c.example/x", "A third of them", ("On the water",)),
    ]
    assert reading.lines[1:] == (7, 9, 12)


def test_of_two_addresses_of_a_link_the_first_counts() -> None:
    assert href_of(" title=' href=x' href='https://a.example/1' href='https://a.example/2'") == "https://a.example/1"


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(["<a href='", "https://a.example/1", "'>", "</a>", "<li>", "<nav>", "</", "<!--", "\n", "x "])
    )
)
def test_any_html_gives_blocks_with_lines_of_its_own(pieces: list[str]) -> None:
    text = "".join(pieces)
    for _, block in blocks(text):
        assert block.map is not None
        assert 0 <= block.map[0] <= text.count("\n")


@pytest.mark.parametrize(
    "piece", ["<nav>", "<a ", "<a href='", '<a href="x', "<p><li>", "<script", "</a>", "<br>", "<s>"]
)
def test_bad_html_takes_time_by_its_length_alone(piece: str) -> None:
    took = []
    for length in (1 << 15, 1 << 18):
        body = Body(piece * (length // len(piece)), html=True)
        begun = time.process_time()
        assert body.links == ()
        took.append(time.process_time() - begun)
    assert took[1] < 24 * took[0] + 0.5
