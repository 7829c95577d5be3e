"""Labels and stories -> scores, and what went wrong."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.analysis.evaluation import Gold, Part, Predicted, ScoredArticle, evaluate, in_graph, in_memory, read_labels
from kg.build import pipeline
from kg.errors import UsageError
from kg.identity import article_id
from kg.model import Article, Story

Labels = Callable[[str | bytes], Path]

NOON = datetime(2021, 3, 4, 12, tzinfo=UTC)
QUALITY = Path(__file__).parents[1] / "data" / "quality"


def address(name: str) -> str:
    return f"https://a.example/{name}"


def found(*stories: str) -> Predicted:
    """Return stories that are spelled: a letter for each article, the first gives the story its name."""
    articles = [
        Article(key=address(name), url=address(name), title=f"On {name}") for story in stories for name in story
    ]
    members = [tuple(map(address, story)) for story in stories]
    return in_memory(articles, [Story(id=story[0][-1], label="", members=story, first=story[0]) for story in members])


def gold(**labels: str) -> Gold:
    """Return labels: ``x="ab"`` labels the articles a and b with x."""
    items = [(address(name), label) for label, names in labels.items() for name in names]
    return Gold(dict(items), {name: line for line, (name, _) in enumerate(items, 2)})


@pytest.fixture
def labels(tmp_path: Path) -> Labels:
    """Return a function that writes a file of labels."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "labels.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    "text",
    [
        "webUrl,label\na,x\nb,y\n",
        "\ufeffwebUrl,label\r\na,x\r\nb,y\r\n",
        "\ufefflabel,webUrl\nx,a\ny,b\n",
        "note,story,url\n1,x,a\n2,y,b\n",
        "article,story\na,x\nb,y\n",
        "this,that,other\na,x,1\nb,y,2\n",
        "id,cluster,webUrl2\na,x,\nb,y,\n",
        ' webUrl , label \n" a ", x \n\nb,y\n,\na,x\n',
    ],
)
def test_labels_are_read_as_the_reference_does(labels: Labels, text: str) -> None:
    assert read_labels(labels(text)).labels == {"a": "x", "b": "y"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"labels.csv:1: two columns are needed, an address and a label, such as webUrl,label"),
        ("webUrl\na\n", r"labels.csv:1: two columns are needed"),
        ("story,url\na,x\n", None),
        ("note,webUrl\n1,a\n", r"labels.csv:1: there is no column of labels; call it label"),
        ("webUrl,label\n\n", r"labels.csv holds no labels"),
        ("webUrl,label\na,x\nb\n", r"labels.csv:3: no label; give it, or delete the line"),
        ("webUrl,label\n,x\n", r"labels.csv:2: no webUrl; give it"),
        (
            'webUrl,label\n"a","x\ny"\nb,x\na,z\n',
            r"labels.csv:5: a is labelled 'z', but 'x\\ny' in line 3; delete one of the two",
        ),
        (b"webUrl,label\n\xff\xfe,x\n", r"labels.csv is not a CSV file in UTF-8"),
    ],
)
def test_what_is_wrong_with_labels_is_said(labels: Labels, text: str | bytes, message: str | None) -> None:
    path = labels(text)
    if message is None:
        read_labels(path)
        return
    with pytest.raises(UsageError, match=message):
        read_labels(path)


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_labels_that_cannot_be_read_are_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"the labels .* cannot be read: (No such file|Is a directory)"):
        read_labels(tmp_path / name)


def test_an_article_goes_by_all_its_addresses() -> None:
    key = "https://a.example/one"
    article = Article(key=key, url="http://www.a.example/one/", aliases=("https://a.example/amp/one",))
    stories = in_memory([article], [])
    spellings = [key, "HTTP://WWW.A.example:80/x/../one?utm_source=b#c", "https://a.example/amp/one/", article_id(key)]
    for spelling in spellings:
        scores = evaluate(Gold({spelling: "x"}, {spelling: 2}), stories).scores
        assert (scores.missing, scores.unknown) == (0, 0), spelling


def test_an_address_of_its_own_comes_before_the_amp_address_of_another() -> None:
    one, other = (Article(key=address(name), url=address(name), title=name) for name in "ab")
    stories = in_memory([Article(key=one.key, url=one.url, aliases=(other.key,)), other], [])
    assert evaluate(Gold({other.key: "x"}, {other.key: 2}), stories).scores.unknown == 1
    (fault,) = evaluate(Gold({other.key: "x", address("z"): "x"}, {}), stories).worst
    assert [member.title for part in fault.parts for member in part.own] == ["b", address("z")]


def test_missing_articles_count_as_alone_and_unknown_ones_not_at_all() -> None:
    scores = evaluate(gold(x="abc", y="d"), found("ab", "de", "f")).scores
    assert (scores.n, scores.missing, scores.unknown, scores.pred_clusters) == (4, 1, 2, 3)
    assert scores.bcubed_p == 1.0
    assert scores.bcubed_r == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)


def test_labels_of_another_corpus_are_an_error() -> None:
    with pytest.raises(UsageError, match="are these the labels of this corpus"):
        evaluate(gold(x="xyz"), found("ab"))


def test_two_addresses_of_one_article_are_told_of_if_their_labels_differ() -> None:
    items = {"https://a.example/a": "x", "http://www.a.example/a": "y", "https://a.example/a/": "x"}
    result = evaluate(Gold(items, {name: line for line, name in enumerate(items, 2)}), found("a"))
    assert result.scores.n == 3
    assert result.warnings == (
        "line 3: http://www.a.example/a is the article of line 2, under another label; both count",
    )


def test_the_worst_story_says_what_it_fell_into_and_what_came_in() -> None:
    result = evaluate(gold(big="abcd", small="ef", right="gh", gone="z"), found("abe", "c", "fgh", "di"))
    assert [fault.label for fault in result.worst] == ["big", "small", "right"]
    big, small, right = result.worst
    a, b, c, d, e, _, g, h = (ScoredArticle(address(n), label, f"On {n}", None) for n, label in zip(
        "abcdefgh", ["big"] * 4 + ["small"] * 2 + ["right"] * 2, strict=True
    ))  # fmt: skip
    unlabelled = ScoredArticle(article_id(address("i")), None, "On i", None)
    assert big.size == 4
    assert big.parts == (Part("a", (a, b), (e,)), Part("c", (c,), ()), Part("d", (d,), (unlabelled,)))
    # of a and b: precision 2/3, recall 1/2; of c and d: 1 and 1/4
    assert big.lost == pytest.approx(2 * (1 - (2 / 3 + 1 / 2) / 2) + 2 * (1 - (1 + 1 / 4) / 2))
    assert [part.story for part in small.parts] == ["a", "f"]
    assert right.parts[0].own == (g, h)


def test_the_largest_part_comes_first() -> None:
    (fault,) = evaluate(gold(x="abcd"), found("a", "bcd")).worst
    assert [len(part.own) for part in fault.parts] == [3, 1]


def test_a_labelled_article_that_is_not_there_is_a_part_without_a_story() -> None:
    result = evaluate(gold(x="az"), found("a"))
    missing = Part(None, (ScoredArticle(address("z"), "x", address("z"), None),), ())
    assert missing in result.worst[0].parts


def test_members_are_in_order_of_time_the_undated_last() -> None:
    dates = {"a": None, "b": NOON.replace(hour=14), "c": NOON}
    articles = [Article(key=address(n), url=address(n), title=n, published=date) for n, date in dates.items()]
    story = Story(id="s", label="", members=tuple(map(address, "abc")), first=address("c"))
    result = evaluate(gold(x="abc", y="z"), in_memory(articles, [story]))
    assert result.worst == ()
    result = evaluate(gold(x="abcd"), in_memory(articles, [story]))
    assert [member.title for member in result.worst[0].parts[0].own] == ["c", "b", "a"]


groupings = st.dictionaries(st.sampled_from("abcdefghijkl"), st.sampled_from("123"), min_size=1)


@given(groupings, groupings)
def test_what_is_lost_adds_up_to_what_the_score_lacks(labelled: dict[str, str], grouped: dict[str, str]) -> None:
    if not labelled.keys() & grouped.keys():
        return
    stories = ["".join(sorted(a for a in grouped if grouped[a] == s)) for s in sorted(set(grouped.values()))]
    result = evaluate(
        Gold({address(a): s for a, s in labelled.items()}, {address(a): 2 for a in labelled}), found(*stories), worst=99
    )
    lacking = len(labelled) * (1 - (result.scores.bcubed_p + result.scores.bcubed_r) / 2)
    assert math.fsum(fault.lost for fault in result.worst) == pytest.approx(lacking, abs=1e-6)
    assert [fault.lost for fault in result.worst] == sorted((fault.lost for fault in result.worst), reverse=True)


def test_ten_thousand_articles_take_less_than_a_second() -> None:
    draw = random.Random(5)
    names = [f"https://a.example/{number}" for number in range(10_000)]
    stories: list[list[str]] = [[] for _ in range(3000)]
    for name in names:
        draw.choice(stories).append(name)
    articles = [Article(key=name, url=name, title=name) for name in names]
    kept = [Story(id=s[0][-9:], label="", members=tuple(s), first=s[0]) for s in stories if s]
    labelled = Gold({name: str(draw.randrange(3000)) for name in names}, dict.fromkeys(names, 2))
    start = time.process_time()
    evaluate(labelled, in_memory(articles, kept))
    assert time.process_time() - start < 1.0


def test_one_story_of_all_is_told_of_in_reasonable_time() -> None:
    names = [f"https://a.example/{number}" for number in range(5000)]
    articles = [Article(key=name, url=name) for name in names]
    everything = Story(id="s", label="", members=tuple(names), first=names[0])
    labelled = Gold({name: str(number // 2) for number, name in enumerate(names)}, dict.fromkeys(names, 2))
    start = time.process_time()
    assert len(evaluate(labelled, in_memory(articles, [everything])).worst) == 10
    assert time.process_time() - start < 1.0


def test_a_graph_scores_as_its_sources_do(tmp_path: Path) -> None:
    labelled = read_labels(QUALITY / "labels.csv")
    graph = kg.build(QUALITY / "articles", output=tmp_path / "out", base="https://else.example/", formats=["turtle"])
    entities, stories = pipeline.find_stories(QUALITY / "articles")
    assert evaluate(labelled, in_graph(graph), worst=99) == evaluate(
        labelled, in_memory(entities.articles, stories), worst=99
    )


def test_amp_addresses_are_known_to_a_graph(harbor: kg.KnowledgeGraph) -> None:
    (row, *_) = harbor.query("SELECT ?amp ?a { ?a kg:ampUrl ?amp } ORDER BY ?amp")
    result = evaluate(Gold({row["amp"]: "x"}, {row["amp"]: 2}), in_graph(harbor))
    assert result.scores.missing == 0
