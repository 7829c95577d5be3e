"""The stories of the last build and of this one -> what became of each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.analysis import history
from kg.analysis.history import History, compare
from kg.folder import OutputFolder
from kg.model import Article, Story

Write = Callable[..., Path]
N, OWN = "https://kg-news.example/", "https://kg-news.example/ontology#"
KINDS = ("changed", "continued", "born", "split", "merged", "ended")
NOTHING: dict[str, object] = {"counts": dict.fromkeys(KINDS, 0), **{kind: [] for kind in KINDS}}


def what(old: str, new: str) -> dict[str, object]:
    """Compare stories written as ``ab cde``: an article a letter, an id that of the first."""
    found = compare(*({word[0]: word for word in text.split()} for text in (old, new)))
    kinds = ("changed", "continued", "born", "split", "merged", "ended")
    return {kind: set(value) for kind in kinds if (value := getattr(found, kind))}


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", {}),
        ("", "abc d", {"born": {"a"}}),
        ("abc d", "", {"ended": {"a"}}),
        ("abc de f", "abc de f", {}),
        ("abc", "abcxyz", {"changed": {("a", 3, 0)}}),
        ("abcd", "ab c d", {"changed": {("a", 0, 2)}}),
        ("abcd", "ab cx d", {"changed": {("a", 0, 2)}, "split": {("c", "a")}}),
        ("bc", "abc", {"continued": {("a", "b")}}),
        ("bc a", "abc", {"continued": {("a", "b")}}),
        ("abc", "bc", {"continued": {("b", "a")}}),
        ("abc", "bc a", {"continued": {("b", "a")}}),
        ("ab", "a b", {"ended": {"a"}}),
        ("a b", "ab", {"born": {"a"}}),
        ("ab cd", "abcd", {"changed": {("a", 2, 0)}, "merged": {("c", "a")}}),
        ("bc de", "abcde", {"merged": {("d", "a")}, "continued": {("a", "b")}}),
        ("bc de fg", "abcdefg", {"merged": {("b", "a"), ("d", "a"), ("f", "a")}}),
        ("abcd", "bc de", {"continued": {("b", "a")}, "split": {("d", "a")}}),
        ("abcdef", "bx cy dz f", {"split": {("b", "a"), ("c", "a"), ("d", "a")}}),
        ("ab", "a xb", {"continued": {("x", "a")}}),
        ("ab c d e", "xabcde", {"merged": {("a", "x")}}),
        ("abcde", "ax bcde", {"changed": {("a", 1, 4)}, "split": {("b", "a")}}),
        ("abcd efgh", "abef cdgh", {"changed": {("a", 2, 2)}, "split": {("c", "a")}, "merged": {("e", "a")}}),
    ],
)
def test_what_became_of_stories(old: str, new: str, found: dict[str, object]) -> None:
    assert what(old, new) == found


def test_a_story_that_doubles_is_no_other_story() -> None:
    assert what("bcde", "abcdefghij") == {"continued": {("a", "b")}}, "its Jaccard index is .4"


def test_half_is_enough_and_less_is_not() -> None:
    assert what("bcde", "abcf de") == {"continued": {("a", "b")}, "split": {("d", "b")}}
    assert what("bcdefgh", "abcdvwxy").keys() == {"continued"}, "what is new does not count against an heir"
    assert what("bcdefgh v w x y", "abcdvwxy e f g h") == {"born": {"a"}, "ended": {"b"}}, "3 of 7, and 3 of 7"


partitions = st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(0, 4), max_size=12).map(
    lambda drawn: {
        min(members): members for part in range(5) if (members := [a for a in sorted(drawn) if drawn[a] == part])
    }
)


@given(partitions, partitions)
def test_every_story_has_exactly_one_part_in_what_happened(
    old: dict[str, list[str]], new: dict[str, list[str]]
) -> None:
    found = compare(old, new)
    before = {id for id, members in old.items() if len(members) > 1}
    after = {id for id, members in new.items() if len(members) > 1}
    changed = [id for id, _, _ in found.changed]
    unchanged = [id for id in before & after if old[id] == new[id]]
    into = {new_id for _, new_id in found.merged}
    out_of = {old_id for _, old_id in found.split}
    pairs = [*found.continued, *found.split]
    # each new story: unchanged, changed, continued, split, born, or only what others were merged into
    news = Counter([*unchanged, *changed, *(n for n, _ in pairs), *found.born])
    assert set(news) | into == after
    assert set(news.values()) <= {1}
    assert not set(found.born) & into
    # each old story: unchanged, changed, continued, merged, ended, or only what others were split from
    olds = Counter(
        [*unchanged, *changed, *(o for _, o in found.continued), *(o for o, _ in found.merged), *found.ended]
    )
    assert set(olds) | out_of == before
    assert set(olds.values()) <= {1}
    assert not set(found.ended) & out_of
    # whoever is named came from, or went to, what it shares articles with, and nobody to itself
    assert all(one != other for one, other in [*pairs, *found.merged])
    assert all(set(new[n]) & set(old[o]) for n, o in pairs)
    assert all(set(old[o]) & set(new[n]) for o, n in found.merged)


@given(partitions, partitions)
def test_the_order_of_stories_and_members_does_not_show(old: dict[str, list[str]], new: dict[str, list[str]]) -> None:
    turned = [{id: members[::-1] for id, members in reversed(side.items())} for side in (old, new)]
    assert compare(*turned) == compare(old, new)


@given(partitions)
def test_the_same_stories_have_no_history(stories: dict[str, list[str]]) -> None:
    assert compare(stories, stories) == history.NOTHING


# -- from one build to the next ---------------------------------------------------------------------------------------


VOLCANO, MUSEUM, ORCHARD = "Volcano ash grounds flights", "Museum buys a painting", "Orchards in blossom"


def articles(write: Write, *titles: str, folder: str = "in", hour: int = 0) -> None:
    for title in titles:
        for name in "abc":
            url = f"https://{title[:3].lower()}.example/{name}"
            moment = f"2021-03-04T1{hour}:0{'abc'.index(name)}:00Z"
            write(f"{folder}/{title[:3]}{name}.md", webUrl=url, title=title, publishedDateTime=moment)


def build(source: Path | list[Path], **options: Any) -> kg.KnowledgeGraph:
    return kg.build(source, formats=["turtle"], **options)


def asked(graph: kg.KnowledgeGraph) -> set[tuple[str, str, str]]:
    path = graph.folder / "history.ttl"
    if not path.exists():
        return set()
    triples = (quad.triple for quad in ox.parse(path=path))
    return {tuple(term.value.removeprefix(OWN) for term in triple) for triple in triples}


def test_a_first_build_has_no_history(harbor: kg.KnowledgeGraph) -> None:
    assert harbor.report["history"] == NOTHING
    assert not (harbor.folder / "history.ttl").exists()


def test_a_build_of_the_same_has_none_either(article_file: Write, tmp_path: Path) -> None:
    articles(article_file, VOLCANO, MUSEUM)
    first = build(tmp_path / "in", output=tmp_path / "out").report
    again = build(tmp_path / "in", output=tmp_path / "out")
    assert {**again.report, "timings": 0} == {**first, "timings": 0}
    assert not (again.folder / "history.ttl").exists()


def test_what_is_born_and_what_has_ended_is_in_the_report(article_file: Write, tmp_path: Path) -> None:
    articles(article_file, VOLCANO, MUSEUM, folder="one")
    articles(article_file, VOLCANO, ORCHARD, folder="two")
    old = {story.label: story.id for story in build(tmp_path / "one", output=tmp_path / "out").stories}
    graph = build(tmp_path / "two", output=tmp_path / "out")
    (born,) = [story for story in graph.stories if story.id not in old.values()]
    found = graph.report["history"]
    (ended,) = {*old.values()} - {story.id for story in graph.stories}
    assert found["born"] == [{"story": born.id, "label": born.label}]
    assert found["ended"] == [{"story": ended}]
    assert {kind: n for kind, n in found["counts"].items() if n} == {"born": 1, "ended": 1}
    assert not (graph.folder / "history.ttl").exists(), "there is no story to point at"


def test_a_story_with_an_earlier_article_goes_on_under_another_id(article_file: Write, tmp_path: Path) -> None:
    articles(article_file, VOLCANO, MUSEUM, hour=5)
    old = build(tmp_path / "in", output=tmp_path / "out")
    before = {story.label: story.id for story in old.stories}
    article_file("in/z.md", webUrl="https://z.example/z", title=VOLCANO, publishedDateTime="2021-03-04T10:00:00Z")
    graph = build(tmp_path / "in", output=tmp_path / "out")
    (volcano,) = [story for story in graph.stories if len(story.members) == 4]
    (was,) = set(before.values()) - {story.id for story in graph.stories}
    assert graph.report["history"]["continued"] == [{"story": volcano.id, "was": was, "label": volcano.label}]
    assert graph.report["history"]["counts"]["continued"] == sum(graph.report["history"]["counts"].values()) == 1
    assert asked(graph) == {(f"{N}story/{volcano.id}", "continues", f"{N}story/{was}")}
    text = (graph.folder / "history.ttl").read_text(encoding="utf-8")
    assert text.endswith(f"<{N}story/{volcano.id}> kg:continues <{N}story/{was}> .\n")
    assert "continues" not in (graph.folder / "graph.ttl").read_text(encoding="utf-8")
    assert not graph.query("ASK { ?a kg:continues ?b }")
    kept = build(tmp_path / "in", output=tmp_path / "out")
    assert kept.report["history"]["counts"]["continued"] == 1, "where nothing changed, the folder stays as it is"
    unchanged = build(tmp_path / "in", output=tmp_path / "out", anew=True)
    assert not (unchanged.folder / "history.ttl").exists(), "it speaks of the last build only"
    assert unchanged.report["history"] == NOTHING


def test_history_is_the_same_in_any_order_and_in_any_folder(article_file: Write, tmp_path: Path) -> None:
    articles(article_file, VOLCANO, MUSEUM, hour=5)
    for folder in ("one", "two"):
        build(tmp_path / "in", output=tmp_path / folder)
    article_file("in/z.md", webUrl="https://z.example/z", title=VOLCANO, publishedDateTime="2021-03-04T10:00:00Z")
    files = sorted((tmp_path / "in").iterdir())
    one = build(files, output=tmp_path / "one")
    two = build(files[::-1], output=tmp_path / "two")
    assert (one.folder / "history.ttl").read_bytes() == (two.folder / "history.ttl").read_bytes()
    assert {**one.report, "timings": 0} == {**two.report, "timings": 0}


def test_another_base_is_no_other_story_but_links_go_from_base_to_base(article_file: Write, tmp_path: Path) -> None:
    articles(article_file, VOLCANO, hour=5)
    (old,) = build(tmp_path / "in", output=tmp_path / "out").stories
    graph = build(tmp_path / "in", output=tmp_path / "out", base="https://graph.example/")
    assert (graph.report["history"], asked(graph)) == (NOTHING, set())
    article_file("in/z.md", webUrl="https://z.example/z", title=VOLCANO, publishedDateTime="2021-03-04T10:00:00Z")
    again = build(tmp_path / "in", output=tmp_path / "out", base="https://other.example/")
    assert asked(again) == {
        (f"https://other.example/story/{again.stories[0].id}", "continues", f"https://graph.example/story/{old.id}")
    }


def test_an_article_that_was_known_by_its_amp_address_is_known_again(article_file: Write, tmp_path: Path) -> None:
    articles(article_file, VOLCANO)
    article_file(
        "in/Vola.md", webUrl="https://amp.example/vol/a", title=VOLCANO, publishedDateTime="2021-03-04T10:00:00Z"
    )
    (old,) = build(tmp_path / "in", output=tmp_path / "out").stories
    article_file(
        "in/Vola.md",
        webUrl="https://vol.example/a",
        ampWebUrl="https://amp.example/vol/a",
        title=VOLCANO,
        publishedDateTime="2021-03-04T10:00:00Z",
    )
    graph = build(tmp_path / "in", output=tmp_path / "out")
    (story,) = graph.stories
    assert graph.report["history"]["continued"] == [{"story": story.id, "was": old.id, "label": story.label}]
    assert graph.report["history"]["counts"]["changed"] == 0


def test_two_articles_that_are_one_now_were_two(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(json.dumps({"base": N}))
    rows = f"article,story\nhttps://a.example/x,{'a' * 16}\nhttps://amp.example/x,{'a' * 16}\n"
    (tmp_path / "stories.csv").write_text(rows)
    one = Article(key="https://a.example/x", url="https://a.example/x", aliases=("https://amp.example/x",))
    alone = Story(id="b" * 16, label="", members=(one.key,), first=one.key)
    found = history.since(OutputFolder(tmp_path), articles=[one], found=[alone])
    assert found == History(ended=("a" * 16,), was=N)


GOOD = f"article,story\nhttps://a.example/x,{'a' * 16}\n"


@pytest.mark.parametrize(
    ("stories", "report", "reason"),
    [
        (None, '{"base": "https://a.example/"}', "its stories.csv is missing or damaged"),
        ("", '{"base": "https://a.example/"}', "its stories.csv is missing or damaged"),
        (b"\xff\xfe", '{"base": "https://a.example/"}', "its stories.csv is missing or damaged"),
        ('article,story\n"never closed', '{"base": "https://a.example/"}', "its stories.csv is missing or damaged"),
        ("url,cluster\n", '{"base": "https://a.example/"}', "its stories.csv does not hold article,story"),
        ("article,story\nhttps://a.example/x,7\n", '{"base": "https://a.example/"}', "its stories.csv does not hold"),
        ("article,story\nhttps://a.example/x\n", '{"base": "https://a.example/"}', "its stories.csv does not hold"),
        (GOOD, None, "its report.json is missing, damaged or names no base"),
        (GOOD, "{", "its report.json is missing, damaged or names no base"),
        (GOOD, "[" * 100_000, "its report.json is missing, damaged or names no base"),
        (GOOD, "[]", "its report.json is missing, damaged or names no base"),
        (GOOD, '{"version": "0.0.1"}', "its report.json is missing, damaged or names no base"),
        (GOOD, '{"base": 7}', "its report.json is missing, damaged or names no base"),
        (GOOD, '{"base": "no address"}', "its report.json is missing, damaged or names no base"),
        (GOOD, b"\xff", "its report.json is missing, damaged or names no base"),
    ],
)
def test_a_damaged_last_build_is_passed_over_with_a_word(
    tmp_path: Path, stories: str | bytes | None, report: str | bytes | None, reason: str
) -> None:
    for name, content in (("stories.csv", stories), ("report.json", report)):
        if content is not None:
            (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    found = history.since(OutputFolder(tmp_path), articles=[], found=[])
    assert found.skipped is not None
    assert found.skipped.startswith(reason)
    assert str(tmp_path) not in found.skipped
    assert history.as_report(found, []) == {"skipped": found.skipped}


def test_a_build_over_a_damaged_one_goes_on(article_file: Write, tmp_path: Path) -> None:
    articles(article_file, VOLCANO)
    folder = build(tmp_path / "in", output=tmp_path / "out").folder
    (folder / "stories.csv").write_bytes(b"\x00")
    graph = build(tmp_path / "in", output=tmp_path / "out")
    assert len(graph.stories) == 1
    assert "stories.csv" in graph.report["history"]["skipped"]
    assert not (folder / "history.ttl").exists()
