"""Plain lines are read as libyaml reads them, line for line; what is not plain is left to it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.sources.frontmatter import decode, fenced, parse_events
from kg.sources.lines import LONGEST, list_at_top, scan
from kg.sources.tree import MAX_DEPTH, Mapping, Sequence

PIECES = [
    "a",
    "b1",
    "key-2",
    ": ",
    ":",
    " ",
    "  ",
    "    ",
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "- ",
    "-",
    "x y",
    "http://a.b/c#d",
    '"',
    '""',
    '"q"',
    "'",
    "''",
    "'it''s'",
    "\\",
    '\\"',
    "\\n",
    "\\u00e9",
    "\\ud83d",
    "\\x41",
    "#",
    " #",
    "~",
    "null",
    "NO",
    "010",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "&x ",
    "*x",
    "!",
    "|",
    ">",
    "%",
    "@",
    "`",
    "? ",
    "<<",
    "...",
    "---",
    "\t",
    "\u00a0",
    "\u2028",
    "\u0085",
    "é",
    "😀",
    "\ufeff",
    "\x01",
    "\r",
    "=",
    "-5",
    "+",
    "a: b",
    "a:\n",
    "- a: b\n",
    "  a: 1\n",
    'a: "x"\n',
]
plain_values = st.one_of(
    st.sampled_from(
        [
            "",
            "x",
            "two words",
            '"quoted"',
            '"a \\"b\\" \\u00e9"',
            "'it''s'",
            "https://a.example/x?y=1#z",
            "~",
            "-5",
            "a:b",
        ]
    ),
    st.text(alphabet="ab :#-'\"\\é", max_size=8),
)
plain_lines = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "", "  ", "  ", "    ", "      ", " "]),
    st.sampled_from(["", "", "- ", "-   "]),
    st.sampled_from(["a: ", "b: ", "c:", "key: ", "", "a:   "]),
    plain_values,
    st.sampled_from(["", "", " "]),
)


def same(one: Any, other: Any) -> bool:
    """Return whether two trees are equal, with the order of their keys and all their lines."""
    if type(one) is not type(other):
        return False
    if isinstance(one, Mapping):
        keys = list(one) == list(other) and list(one.lines.items()) == list(other.lines.items())
        return keys and one.line == other.line and all(same(one[key], other[key]) for key in one)
    if isinstance(one, Sequence):
        lines = (one.line, one.lines, len(one)) == (other.line, other.lines, len(other))
        return lines and all(map(same, one, other))
    return bool(one == other)


def check(text: str) -> bool:
    """Compare with libyaml what is understood, and return whether it was."""
    found = scan(text, first_line=7)
    if found is not None:
        assert same(found, parse_events(text, first_line=7)), text
    return found is not None


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_pieces_of_yaml_are_read_as_libyaml_reads_them_or_left_to_it(text: str) -> None:
    check(text)


@given(st.lists(plain_lines, max_size=10).map("\n".join))
@settings(max_examples=400, deadline=None)
@example("a:\n- b: 1\n  c:\n  - d\n- e\nf: g")
@example("a:\n  b: 1\n c: 2")
@example("a: x\n  y: z")
@example("- a\n- b:\n    - c: d\n      e:\n    - f")
@example("a:\na: 1\na:\n  b: 2")
@example("a:\n\n  \n  b: 1\n")
@example("a: b \nc:  'd' \n")
def test_lines_of_plain_shapes_are_read_as_libyaml_reads_them(text: str) -> None:
    check(text)


def test_the_usual_shapes_are_understood() -> None:
    text = (
        "title: \"A \\\"quoted\\\" caf\\u00e9 \\/ x\\ty\"\nnull: ~\nprovider:\n  name: 'It''s'\n  domain: a.example\n\n"
        "topics:\n- AI\n- Big Tech\nimages:\n  - url: https://a.example/1.jpg#x\n    width: 50\n  -   url: -5\n"
    )
    assert check(text)
    assert scan(text, first_line=1) == {
        "title": 'A "quoted" café / x\ty', "null": None, "provider": {"name": "It's", "domain": "a.example"},
        "topics": ["AI", "Big Tech"], "images": [{"url": "https://a.example/1.jpg#x", "width": "50"}, {"url": "-5"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "a: [1]",
        "a: {b: 1}",
        "a: |\n  b",
        "a: >\n  b",
        "a: &x b",
        "a: *x",
        "a: !!str b",
        "a: b # c",
        "# c\na: b",
        "a: 'b\n  c'",
        "a: b\n  c",
        "? a\n: b",
        '"a": b',
        "a\tb: c",
        "a: b\tc",
        "-",
        "a:\n  -\n",
        "a",
        "",
        "\n",
        "<<: a",
        "a: b: c",
        "a: b:",
        'a: "\\x41"',
        'a: "\\ud83d\\ude00"',
        "%YAML 1.1\n---\na: b",
        "--- a: b",
        "a: @b",
        "a: b\u2028c",
        "a: b\u0085c",
        "a: b\ufeff",
        "a: b\x01",
        "a b: c",
        f"a: {'x' * LONGEST}",
        f"{'k' * 200}: v",
    ],
)
def test_what_is_not_plain_is_left_to_libyaml(text: str) -> None:
    assert scan(text, first_line=1) is None


def test_nesting_is_bounded_as_it_is_for_libyaml() -> None:
    def nested(depth: int) -> str:
        return "".join(f"{' ' * n}a:\n" for n in range(depth - 1)) + f"{' ' * (depth - 1)}a: b"

    assert check(nested(MAX_DEPTH))
    assert scan(nested(MAX_DEPTH + 1), first_line=1) is None
    with pytest.raises(SourceError):
        parse_events(nested(MAX_DEPTH + 1))


@pytest.mark.parametrize(
    "text",
    [
        "a: " + " " * 200_000 + ":",
        "a: b" + " " * 200_000 + "#c",
        "- " * 100_000,
        "a: " + "b:" * 100_000,
        'a: "' + "\\" * 200_000,
        "a: '" + "''" * 100_000,
        " " * 200_000 + "a",
        "\n" * 200_000 + "[",
        "a: " + "b #" * 60_000,
        "k" * 200_000,
        "a:\n" * 60_000 + "[",
    ],
)
def test_no_line_takes_more_time_than_its_length(text: str) -> None:
    start = time.process_time()
    assert scan(text, first_line=1) is None
    assert time.process_time() - start < 1


@given(st.lists(plain_lines, max_size=12).map("\n".join), st.sampled_from(["a", "b"]))
@settings(max_examples=300, deadline=None)
@example("x: 1\na:\n  - b: 1\n    c:\n      - d\n\n  - e\nb: f\n", "a")
@example("x: 1\na:\n- b: 1\n- e\nb: f", "a")
@example("x: 1\na:\n  - b: 1\n- e\n", "a")
def test_the_items_of_a_list_taken_apart_are_those_of_the_whole(text: str, key: str) -> None:
    data = f"\n{text}\n---\n".encode()
    start, end, parts = list_at_top(data, key.encode())
    gap = b"\n" * data.count(b"\n", start, end)
    rest = (data[1:start] + gap + data[max(end, 1) : -len("\n---\n")]).decode() if parts else text
    items, line = [], data.count(b"\n", 0, start)
    for part in parts:
        items.append((part.decode(), line))
        line += part.count(b"\n") + 1
    below = [scan(f"{key}:\n{item}", first_line=line - 1) for item, line in items]
    above = scan(rest, first_line=1)
    if not items or not isinstance(above, Mapping) or above.get(key, "") is not None:
        return
    trees = [tree for tree in below if isinstance(tree, Mapping) and len(tree[key]) == 1]
    if len(trees) == len(below):
        whole = scan(text, first_line=1)
        assert isinstance(whole, Mapping)
        assert same(whole, parse_events(text))
        assert all(same(tree[key][0], item) for tree, item in zip(trees, whole[key], strict=True))
        assert whole[key].lines == [line for _, line in items]


@pytest.mark.corpus
@pytest.mark.parametrize("corpus", ["seed", "coronavirus", "smartable-power-apps"])
def test_every_file_of_the_real_corpora_is_read_as_libyaml_reads_it(shared: Path, corpus: str) -> None:
    understood = [check(fenced(decode(path.read_bytes()).value)[0]) for path in articles(shared / "corpus" / corpus)]
    assert understood.count(True) >= 0.99 * len(understood)


def test_every_example_is_read_as_libyaml_reads_it(examples: Path) -> None:
    assert all(check(fenced(decode(path.read_bytes()).value)[0]) for path in articles(examples))


def articles(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.md")) if path.read_bytes().startswith(b"---\n")]
