"""JSON -> a tree with lines: as the standard library reads it, as YAML would have it, never deeper than its limit."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.sources.json import items_of_array, nodes, parse_json, parse_value
from kg.sources.tree import MAX_DEPTH, Mapping, Sequence


def as_text(tree: Any) -> Any:
    """Return a tree with the texts that YAML would have for its values."""
    if isinstance(tree, dict):
        return {key: as_text(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [as_text(value) for value in tree]
    return tree if tree is None or isinstance(tree, str) else json.dumps(tree)


def refusal(text: str, **options: int) -> SourceError:
    with pytest.raises(SourceError) as caught:
        parse_json(text, **options)
    return caught.value


def test_values_are_the_texts_that_they_are() -> None:
    text = '{"a": true, "b": 010e, "c": 1}'.replace("010e", "1.50e3")
    assert parse_json(text) == {"a": "true", "b": "1.50e3", "c": "1"}
    assert parse_json('[null, NaN, -Infinity, false, -0, ""]') == [None, None, None, "false", "-0", ""]
    assert parse_json(' "caf\\u00e9 \\ud83d\\ude00 \\ud800 \\" \\n" ') == 'café 😀 \ufffd " \n'


def test_every_key_and_item_knows_its_line() -> None:
    tree: Any = parse_json('{\n"a": 1,\n\n"b": [\n"x",\n{"c": 2,\n"d": 3}]}', first_line=3)
    assert (tree.line, tree.lines) == (3, {"a": 4, "b": 6})
    assert (tree["b"].line, tree["b"].lines) == (6, [7, 8])
    assert (tree["b"][1].line, tree["b"][1].lines) == (8, {"c": 8, "d": 9})


def test_the_last_of_two_keys_counts_and_both_are_known() -> None:
    tree: Any = parse_json('{"a": 1,\n"a": 2}')
    assert (tree, tree.doubles) == ({"a": "2"}, (("a", 1, 2),))


def test_a_value_ends_where_it_ends() -> None:
    assert parse_value('x {"a": {}} y', start=2) == ({"a": {}}, 11)
    assert (
        refusal("{} {}").reason == "not valid JSON: something follows the end of the value (before '{'); mend it there"
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "problem"),
    [
        ("", 7, 1, "a value is missing, or a text is not in double quotes (at the end)"),
        ('{"a": 1,\n}', 8, 1, "a key in double quotes is missing (before '}')"),
        ('{"a" 1}', 7, 6, "a colon (:) is missing after a key (before '1')"),
        ("[1,\n 2 3]", 8, 4, "a comma, or a ] that closes the array ([), is missing (before '3')"),
        ('{"a": 1', 7, 8, "a comma, or a } that closes the object ({), is missing (at the end)"),
        ("[1}", 7, 3, "a comma, or a ] that closes the array ([), is missing (before '}')"),
        ("['a']", 7, 2, "a value is missing, or a text is not in double quotes (before \"'a'\")"),
        ('\n["a\\x"]', 8, 4, "invalid \\escape (before '\\\\x\"')"),
        ('["a', 7, 2, "unterminated string starting at (before '\"a')"),
        ("[010]", 7, 2, "a value is missing, or a text is not in double quotes (before '010')"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text: str, line: int, column: int, problem: str) -> None:
    error = refusal(text, first_line=7)
    assert (error.line, error.column, error.reason) == (line, column, f"not valid JSON: {problem}; mend it there")


@pytest.mark.parametrize("deep", ["[", '{"a":', '[{"a": ['])
def test_100_000_levels_are_refused_at_once(deep: str) -> None:
    start = time.process_time()
    assert refusal(deep * 100_000).reason == f"nested more than {MAX_DEPTH} deep"
    assert next(items_of_array("[1," + deep * 100_000)) == ("1", 1)
    assert time.process_time() - start < 1


def test_nesting_is_allowed_up_to_its_limit() -> None:
    assert parse_json("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None
    assert refusal("[" * (MAX_DEPTH + 1)).reason == f"nested more than {MAX_DEPTH} deep"


def test_a_text_that_never_ends_is_refused_at_once() -> None:
    start = time.process_time()
    refusal('["' + '\\"' * 500_000)
    refusal('["a",' * 1 + '"' * 1_000_001)
    assert time.process_time() - start < 1


def test_items_of_an_array_come_one_by_one_before_what_is_wrong() -> None:
    found = items_of_array('[{"a": [1]},\n2, null,\n[], {', first_line=4)
    assert [next(found) for _ in range(4)] == [({"a": ["1"]}, 4), ("2", 5), (None, 5), ([], 6)]
    with pytest.raises(SourceError, match="a key in double quotes is missing"):
        next(found)
    assert list(items_of_array(" [] ")) == []
    for text, problem in (("{}", "it is no array"), ("[] 1", "something follows the end of the array")):
        with pytest.raises(SourceError, match=problem):
            list(items_of_array(text))


def test_nodes_know_their_places_as_far_as_the_text_can_be_read() -> None:
    text = '{"a": [1, "b\\n"], "c": {"d": null'
    root = nodes(text)
    assert root is not None
    shown = [text[node.start : node.end] for node in root.nodes()]
    assert shown[1:] == ['[1, "b\\n"]', "1", '"b\\n"', "{", "null"]
    found = root.get("a")
    assert found is not None
    assert text[found[0].start : found[0].end] == '"a"'
    assert nodes("nothing") is None


trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(trees, st.booleans(), st.sampled_from([None, 1]))
@settings(deadline=None, max_examples=200)
def test_a_tree_is_read_as_the_standard_library_reads_it(tree: Any, ascii: bool, indent: int | None) -> None:
    text = json.dumps(tree, ensure_ascii=ascii, indent=indent)
    assert parse_json(text) == as_text(tree)
    assert [item for item, _ in items_of_array(f"[{text}, {text}]")] == [as_text(tree)] * 2


@given(st.text(alphabet='{}[],:"\\ \n\u00e9a10.-null') | st.text())
@settings(deadline=None, max_examples=300)
def test_any_text_is_a_tree_or_refused_as_the_standard_library_does(text: str) -> None:
    try:
        expected = json.loads(text, strict=False)
    except ValueError:
        refusal(text)
    else:
        tree = parse_json(text)
        assert tree is None or isinstance(tree, str | Mapping | Sequence)
        assert type(tree) in (Mapping, Sequence) or not isinstance(expected, dict | list)
    nodes(text)


def test_100_000_rows_are_read_in_seconds() -> None:
    row = {f"key{n}": "a text of some words" for n in range(8)} | {"n": 12, "tags": ["a", "b"]}
    text = json.dumps([row] * 5_000, indent=1)
    start = time.process_time()
    assert sum(1 for _ in items_of_array(text)) == 5_000
    assert time.process_time() - start < 2
