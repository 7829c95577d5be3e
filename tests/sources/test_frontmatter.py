"""Bytes -> text -> a tree of mappings, sequences, texts and nulls: nothing is resolved, made or waited for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.sources.frontmatter import MAX_BYTES, decode, front_matter, parse
from kg.sources.tree import MAX_ALIASES, MAX_DEPTH, MAX_WRITTEN_OUT, Mapping, Sequence


@contextmanager
def quickly() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < 1


def refusal(text: str, **options: int) -> tuple[int, str]:
    with quickly(), pytest.raises(SourceError) as caught:
        parse(text, **options)
    return caught.value.line, caught.value.reason


# -- bytes -> text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\nb\n", "a\nb\n"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"a\r\n\rb\n\r", "a\n\nb\n\n"),
        (b"\xef\xbb\xbfa", "a"),
        ("é😀".encode(), "é😀"),
        (b"\xff\xfe" + "é😀\r\n".encode("utf-16-le"), "é😀\n"),
        (b"\xfe\xff" + "é😀\r\n".encode("utf-16-be"), "é😀\n"),
    ],
)
def test_marks_and_line_ends_are_put_right_in_silence(data: bytes, text: str) -> None:
    decoded = decode(data)
    assert (decoded.value, decoded.odd) == (text, [])


def test_bytes_that_are_no_utf8_are_windows_1252_with_a_word_on_the_line() -> None:
    decoded = decode(b"one\ntwo\ncaf\xe9 \x80 \x93quoted\x94\n")
    assert decoded.value == "one\ntwo\ncafé € “quoted”\n"
    assert decoded.odd == [(3, "byte 0xE9 is not UTF-8: read as Windows-1252; save it as UTF-8")]


def test_one_byte_that_is_not_utf_8_does_not_garble_the_rest() -> None:
    decoded = decode("schön ".encode() + b"\xe9t\xe9 \x97 " + "日本".encode())
    assert decoded.value == "schön été — 日本"


def test_a_byte_that_windows_1252_leaves_open_is_a_replacement_character() -> None:
    assert decode(b"a\x81\xe9").value == "a�é"


@pytest.mark.parametrize(
    ("char", "read_as"),
    [("\x97", "—"), ("\x92", "\u2019"), ("\x81", ""), ("\x07", ""), ("\x00", ""), ("\x7f", ""), ("\ufffe", "")],
)
def test_a_control_character_is_what_windows_1252_has_there_or_nothing(char: str, read_as: str) -> None:
    decoded = decode(f"one\ntwo {char} {char}\nthree {char}".encode())
    assert decoded.value == f"one\ntwo {read_as} {read_as}\nthree {read_as}"
    message = f"control character U+{ord(char):04X} is not allowed in YAML: replaced or dropped; delete it"
    assert decoded.odd == [(2, message)]


@pytest.mark.parametrize("data", [b"", b" \r\n\t "])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="the file is empty"):
        decode(data)


def test_the_largest_file_is_read_and_one_byte_more_is_not() -> None:
    assert len(decode(b"a" * MAX_BYTES).value) == MAX_BYTES == 4 * 1024 * 1024
    with pytest.raises(SourceError, match="the file is larger than the limit of 4,194,304 bytes: split it"):
        decode(b"a" * (MAX_BYTES + 1))


# -- text -> front matter --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "---\na: b\n---\n",
        "---\na: b\n---",
        "---  \na: b\n--- \t\nbody: ---\n",
        "---\na: b\n...\nrest\n",
        "\n\n---\na: b\n---\n",
        "---\na: b\n---\n---\nc: d\n---\n",
    ],
)
def test_front_matter_stands_between_the_first_two_fences(text: str) -> None:
    assert front_matter(text) == {"a": "b"}


def test_a_fence_with_more_on_its_line_closes_nothing() -> None:
    assert front_matter("---\na: x\n ---\nb: y\n---\n") == {"a": "x ---", "b": "y"}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("# A heading\n", 1, "no front matter: the first line is not ---; begin the file with a line ---"),
        ("\n\nbody\n", 3, "no front matter: the first line is not ---; begin the file with a line ---"),
        (" ---\na: b\n---\n", 1, "no front matter: the first line is not ---; begin the file with a line ---"),
        ("----\na: b\n---\n", 1, "no front matter: the first line is not ---; begin the file with a line ---"),
        ("---\na: b\n", 1, "the front matter is not closed; add a line --- after it"),
        ("\n---\na: b\n----\n", 2, "the front matter is not closed; add a line --- after it"),
        ("---\n- a\n---\n", 2, "the front matter is not a mapping of keys to values (key: value)"),
        ("---\ntext\n---\n", 2, "the front matter is not a mapping of keys to values (key: value)"),
        ("---\n---\n", 2, "the front matter is not a mapping of keys to values (key: value)"),
    ],
)
def test_what_is_no_front_matter_is_refused_with_line_and_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        front_matter(text)
    assert (caught.value.line, caught.value.reason) == (line, reason)


def test_every_key_and_item_knows_its_line_in_the_file() -> None:
    tree = front_matter("\n---\na: 1\n\nb:\n  - x\n  - c: 2\n    d: 3\n---\n")
    assert (tree.line, tree.lines) == (3, {"a": 3, "b": 5})
    assert (tree["b"].line, tree["b"].lines) == (6, [6, 7])
    assert (tree["b"][1].line, tree["b"][1].lines) == (7, {"c": 7, "d": 8})


# -- YAML -> a tree --------------------------------------------------------------------------------------------------

TRAPS = "NO yes on off y True FALSE 010 0x1F 0b11 1e3 .inf .nan 12:30:45 1_000 2020-06-11 2020-06-11T01:06:00Z = -0 0o7"


@pytest.mark.parametrize("scalar", TRAPS.split())
def test_no_scalar_is_resolved(scalar: str) -> None:
    assert parse(f"key: {scalar}\n{scalar}: value\nlist: [{scalar}]") == {
        "key": scalar, scalar: "value", "list": [scalar],
    }  # fmt: skip


@pytest.mark.parametrize("scalar", ["", "~", "null", "Null", "NULL"])
def test_a_null_is_none(scalar: str) -> None:
    assert parse(f"key: {scalar}\nlist:\n  - {scalar}\n") == {"key": None, "list": [None]}


@pytest.mark.parametrize(
    ("scalar", "text"), [("'~'", "~"), ('"null"', "null"), ("''", ""), ("!!str null", "null"), ("! null", "null")]
)
def test_a_null_in_quotes_or_under_a_tag_is_a_text(scalar: str, text: str) -> None:
    assert parse(f"key: {scalar}") == {"key": text}


def test_a_null_as_a_key_is_its_text() -> None:
    assert parse("null: a\n~: b") == {"null": "a", "~": "b"}


@pytest.mark.parametrize("tag", ["!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp"])
def test_a_tag_of_plain_data_changes_nothing(tag: str) -> None:
    assert parse(f"key: {tag} 010") == {"key": "010"}


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("!!python/object/apply:os.system ['true']", "tag:yaml.org,2002:python/object/apply:os.system"),
        ("!!python/object:builtins.dict {}", "tag:yaml.org,2002:python/object:builtins.dict"),
        ("!!python/name:os.system", "tag:yaml.org,2002:python/name:os.system"),
        ("!!python/tuple [1]", "tag:yaml.org,2002:python/tuple"),
        ("!!binary aGk=", "tag:yaml.org,2002:binary"),
        ("!<tag:evil.example,2020:x> y", "tag:evil.example,2020:x"),
        ("!ruby/object:Gem {}", "!ruby/object:Gem"),
    ],
)
def test_a_tag_that_would_make_an_object_is_refused(value: str, tag: str) -> None:
    expected = (2, f"the tag {tag} is not allowed: front matter is data; delete the tag")
    assert refusal(f"a: b\nkey: {value}\n") == expected


def mapping(text: str) -> Mapping:
    tree = parse(text)
    assert isinstance(tree, Mapping)
    return tree


def test_an_alias_is_what_it_names_and_the_last_of_two_keys_wins() -> None:
    assert parse("a: &x [1, 2]\nb: *x\nc: &y text\n*y : key\nd: *y\na: z") == {
        "a": "z", "b": ["1", "2"], "c": "text", "text": "key", "d": "text",
    }  # fmt: skip


def test_a_merge_key_gives_what_the_mapping_itself_has_not() -> None:
    base = "one: &one {a: 1, b: 1}\ntwo: &two {b: 2, c: 2}\n"
    assert mapping(base + "x: {<<: *one, b: own}")["x"] == {"a": "1", "b": "own"}
    assert mapping(base + "x: {b: own, <<: [*one, *two]}")["x"] == {"b": "own", "a": "1", "c": "2"}
    assert mapping(base + "x: {<<: text, b: own}")["x"] == {"b": "own"}


def test_a_merge_key_in_quotes_is_a_key() -> None:
    tree: Any = parse("a: {b: 1}\n'<<': {c: 2}")
    assert tree == {"a": {"b": "1"}, "<<": {"c": "2"}}
    assert tree.lines == {"a": 1, "<<": 2}


def test_only_the_first_document_is_read() -> None:
    assert parse("---\na: 1\n---\nb: 2\n") == {"a": "1"}
    assert parse("a: 1\n...\n[[[[") == {"a": "1"}


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n"])
def test_no_document_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: b\nc: d: e", 12, "not valid YAML: mapping values are not allowed in this context"),
        ("a: 'x\n\n", 11, "not valid YAML: found unexpected end of stream while scanning a quoted scalar"),
        ("a: [1\nb: 2", 12, "not valid YAML: did not find expected ',' or ']'"),
        ("\n\na: @x", 13, "not valid YAML: found character that cannot start any token"),
        ('a: "\\ud800"', 11, "not valid YAML: found invalid Unicode character escape code"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(text: str, line: int, reason: str) -> None:
    assert refusal(text, first_line=11) == (line, f"{reason}; put texts with special characters in quotes")


def test_a_key_is_a_text() -> None:
    assert refusal("a: b\n[x]: y") == (2, "a key is a list or a mapping; use a text")
    assert refusal("a: &x [1]\n*x : y") == (2, "a key is a list or a mapping; use a text")


# -- bombs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deep", ["[", "{a: ", "- ", "[[{a: ["])
def test_100_000_levels_are_refused_at_once(deep: str) -> None:
    assert refusal("x:\n  " + deep * 100_000) == (2, "nested more than 32 deep")


@pytest.mark.parametrize("deep", ["? ", "? ["])
def test_100_000_keys_of_keys_are_refused_at_once(deep: str) -> None:
    assert refusal("x:\n  " + deep * 100_000) == (2, "a key is a list or a mapping; use a text")


def test_1000_levels_of_indentation_are_refused_at_once() -> None:
    assert refusal("".join(f"{' ' * n}a:\n" for n in range(1000))) == (33, "nested more than 32 deep")


def test_nesting_is_allowed_up_to_its_limit() -> None:
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None
    assert refusal("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == (1, "nested more than 32 deep")


def test_an_alias_to_what_it_stands_in_is_refused() -> None:
    assert refusal("a: &a\n  - *a") == (2, "alias *a stands inside of what it names")
    assert refusal("a: &a\n  b:\n    c: {<<: *a}") == (3, "alias *a stands inside of what it names")


def test_an_alias_without_an_anchor_is_refused() -> None:
    assert refusal("a: b\nc: *nobody") == (2, "alias *nobody has no anchor &nobody before it")


def test_aliases_are_allowed_up_to_their_limit() -> None:
    assert mapping("a: &a x\nb:\n" + "  - *a\n" * MAX_ALIASES)["b"] == ["x"] * 200
    expected = (203, "more than 200 aliases (*name); write the values out")
    assert refusal("a: &a x\nb:\n" + "  - *a\n" * (MAX_ALIASES + 1)) == expected


def test_aliases_may_stand_for_so_much_text_and_no_more() -> None:
    length = MAX_WRITTEN_OUT // 4 - 1  # a text counts one more than its characters
    text = f"a: &a {'x' * length}\nb:\n"
    assert len(mapping(text + "  - *a\n" * 4)["b"]) == 4
    expected = (7, "aliases (*name) stand for more than 100,000 characters; use fewer of them")
    assert refusal(text + "  - *a\n" * 5) == expected


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20)
)
MERGED_KEYS = "a: &a\n" + "".join(f"  k{n}:\n" for n in range(20_000)) + "b:\n" + "  - <<: *a\n" * 100
LONG_LIST = "a: &a\n" + "  - x\n" * 60_000 + "b:\n" + "  - {images: *a}\n" * 100
LONG_TEXT = f"a: &a {'x' * 1_000_000}\nb:\n" + "  - *a\n" * 100


@pytest.mark.parametrize("bomb", [LAUGHS, MERGED_KEYS, LONG_LIST, LONG_TEXT], ids=["laughs", "merge", "list", "text"])
def test_an_alias_bomb_is_refused(bomb: str) -> None:
    _, reason = refusal(bomb)
    assert reason == "aliases (*name) stand for more than 100,000 characters; use fewer of them"


def test_directives_that_libyaml_would_compare_one_by_one_are_refused() -> None:
    many = "".join(f"%TAG !a{n}! tag:x.example,2020:\n" for n in range(50_000)) + "---\na: b\n"
    assert refusal(many) == (11, "more than 10 lines begin with %; delete these YAML directives")
    assert parse("%YAML 1.1\n%TAG !e! tag:x.example,2020:\n---\na: b\n") == {"a": "b"}


# -- against PyYAML --------------------------------------------------------------------------------------------------

texts = st.text(max_size=30) | st.sampled_from(
    [*TRAPS.split(), "<<", "~", "null", "", "a: b", "# x", "- x", "&a", "*a"]
)
trees = st.recursive(
    texts | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(texts, inner, max_size=4)
        | inner.map(lambda shared: [shared, shared])  # PyYAML writes what is shared as an alias
    ),
    max_leaves=20,
)


def null_as_text(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: null_as_text(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [null_as_text(value) for value in tree]
    return "null" if tree is None else tree


@given(trees, st.booleans(), st.sampled_from([None, True, False]), st.sampled_from([20, 80, 10_000]))
@settings(deadline=None, max_examples=200)
def test_a_tree_is_read_as_pyyaml_reads_it(tree: Any, unicode: bool, flow: bool | None, width: int) -> None:
    text = yaml.safe_dump(tree, allow_unicode=unicode, default_flow_style=flow, width=width, sort_keys=False)
    if not unicode:  # PyYAML writes U+0085 and the like as they are, and nobody reads them back from there
        assert parse(text) == tree
    assert null_as_text(parse(text)) == yaml.load(text, Loader=yaml.BaseLoader)


@given(st.text())
@settings(deadline=None, max_examples=200)
def test_any_text_is_a_tree_or_refused(text: str) -> None:
    try:
        tree = parse(decode(text.encode()).value)
    except SourceError as error:
        tree = error.reason
    assert tree is None or isinstance(tree, str | Mapping | Sequence)
