"""Two groupings -> scores: by hand, by brute force, and as the reference scorer has them."""

from __future__ import annotations

import importlib.util
import math
import random
import time
from collections import Counter
from itertools import permutations
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.scores import expected_information, score
from kg.errors import UsageError

CLOSE = 1e-9
# adjusted_mutual_info_score of scikit-learn 1.9.1
AMI = [
    ("aabbcc", "aabbcc", 1.0),
    ("aabbcc", "abcabc", -0.25),
    ("aaabbb", "aabbcc", 0.2987924581708901),
    ("aaabbbcccd", "aabbbcccdd", 0.266269356401016),
    ("abcdef", "aaaaaa", 0.0),
    ("abcdef", "aabbcd", 0.0),
    ("aabb", "abab", -0.5),
    ("aaaaaaaab", "aaaabbbbb", -0.02871131530537787),
    ("aaaaaa", "aaaaaa", 1.0),
    ("abcdef", "abcdef", 1.0),
]

texts = st.text(alphabet="abcdefgh", min_size=1, max_size=14)
groupings = st.dictionaries(st.integers(0, 30).map(str), st.sampled_from("abcdef"), min_size=1, max_size=25)


def grouped(text: str) -> dict[str, str]:
    """Return the grouping that a text spells: articles 0, 1, 2... and a letter for each."""
    return {str(place): letter for place, letter in enumerate(text)}


@pytest.fixture(scope="session")
def reference(shared: Path) -> ModuleType:
    """The reference scorer."""
    spec = importlib.util.spec_from_file_location("score_clusters", shared / "tools" / "score_clusters.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_six_articles_by_hand() -> None:
    # gold {0 1 2} {3 4} {5}; predicted {0 1} {2 3 4} {5}
    found = score(grouped("aaabbc"), grouped("xxyyyz"))
    assert (found.n, found.gold_clusters, found.pred_clusters) == (6, 3, 3)
    assert (found.gold_multi, found.exact_multi, found.missing, found.unknown) == (2, 0, 0, 0)
    # precision of each article: 1 1 1/3 2/3 2/3 1; recall: 2/3 2/3 1/3 1 1 1
    assert found.bcubed_p == pytest.approx((3 + 1 / 3 + 4 / 3) / 6)
    assert found.bcubed_r == pytest.approx((4 / 3 + 1 / 3 + 3) / 6)
    assert found.bcubed_f1 == pytest.approx(7 / 9)
    # gold has 3 + 1 pairs, predicted 1 + 3, and 1 + 1 are in both
    assert (found.pair_p, found.pair_r, found.pair_f1) == (0.5, 0.5, 0.5)
    # of 15 pairs 4 * 4 / 15 agree by chance
    assert found.ari == pytest.approx((2 - 16 / 15) / (4 - 16 / 15))
    entropy = math.log(6) - (3 * math.log(3) + 2 * math.log(2)) / 6
    mutual = (2 * math.log(2) + math.log(2 / 3) + 2 * math.log(2) + math.log(6)) / 6
    assert found.homogeneity == pytest.approx(mutual / entropy)
    assert found.completeness == pytest.approx(mutual / entropy)
    assert found.v == pytest.approx(mutual / entropy)


def test_what_is_missing_is_alone_and_what_is_not_labelled_does_not_count() -> None:
    gold = {"a": "x", "b": "x", "c": "y", "d": "y"}
    found = score(gold, {"a": "1", "b": "1", "c": "2", "e": "1", "f": "3"})
    assert (found.missing, found.unknown, found.pred_clusters, found.exact_multi) == (1, 2, 3, 1)
    assert (found.bcubed_p, found.bcubed_r) == (1.0, 0.75)


def test_a_missing_article_is_alone_even_if_a_story_has_its_name() -> None:
    found = score({"a": "x", "b": "x"}, {"a": "b"})
    assert (found.pred_clusters, found.bcubed_r) == (2, 0.5)


@pytest.mark.parametrize("predicted", [{}, {"z": "1"}])
def test_nothing_in_common_is_an_error(predicted: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="no article is both labelled and predicted"):
        score({"a": "x"}, predicted)


@pytest.mark.parametrize(("gold", "predicted", "ami"), AMI)
def test_ami_is_that_of_scikit_learn(gold: str, predicted: str, ami: float) -> None:
    assert score(grouped(gold), grouped(predicted)).ami == pytest.approx(ami, abs=CLOSE)


def test_ami_is_that_of_scikit_learn_on_three_thousand() -> None:
    draw = random.Random(7)
    gold = [draw.randrange(40) for _ in range(500)]
    predicted = [label if draw.random() < 0.7 else draw.randrange(60) for label in gold]
    assert score(_as_text(gold), _as_text(predicted)).ami == pytest.approx(0.654453700279712, abs=CLOSE)
    gold = [draw.randrange(900) for _ in range(3000)]
    predicted = [label if draw.random() < 0.6 else draw.randrange(900) for label in gold]
    assert score(_as_text(gold), _as_text(predicted)).ami == pytest.approx(0.4164124478391842, abs=CLOSE)


def _as_text(labels: list[int]) -> dict[str, str]:
    return {str(place): str(label) for place, label in enumerate(labels)}


@settings(max_examples=40)
@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=6), st.data())
def test_expected_information_is_the_mean_over_all_ways_to_draw(one: list[str], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.sampled_from("abc"), min_size=len(one), max_size=len(one)))
    drawn = list(permutations(other))
    mean = math.fsum(_information(one, way) for way in drawn) / len(drawn)
    assert expected_information(Counter(one).values(), Counter(other).values()) == pytest.approx(mean, abs=CLOSE)


def _information(one: list[str], other: tuple[str, ...]) -> float:
    n, joint, ours, theirs = len(one), Counter(zip(one, other, strict=True)), Counter(one), Counter(other)
    return math.fsum(k / n * math.log(k * n / (ours[a] * theirs[b])) for (a, b), k in joint.items())


@given(groupings)
def test_what_agrees_has_1_of_all(gold: dict[str, str]) -> None:
    found = score(gold, {article: f"story {label}" for article, label in gold.items()})
    measures = [name for name in found.__struct_fields__ if isinstance(getattr(found, name), float)]
    assert [name for name in measures if getattr(found, name) != 1.0] == []
    assert found.exact_multi == found.gold_multi


@given(groupings, groupings, st.randoms(use_true_random=False))
def test_neither_names_nor_order_show(gold: dict[str, str], predicted: dict[str, str], draw: random.Random) -> None:
    if not gold.keys() & predicted.keys():
        return
    shuffled = draw.sample(list(predicted.items()), len(predicted))
    assert score(dict(reversed(gold.items())), {a: f"{s}!" for a, s in shuffled}) == score(gold, predicted)


@given(texts, texts)
def test_the_other_way_round_precision_is_recall(one: str, other: str) -> None:
    gold, predicted = grouped(one[: len(other)]), grouped(other[: len(one)])
    there, back = score(gold, predicted), score(predicted, gold)
    assert (there.bcubed_p, there.pair_p, there.homogeneity) == (back.bcubed_r, back.pair_r, back.completeness)
    assert there.ami == pytest.approx(back.ami, abs=CLOSE)


@pytest.mark.corpus
@settings(max_examples=150)
@given(gold=groupings, predicted=groupings)
def test_it_agrees_with_the_reference(reference: ModuleType, gold: dict[str, str], predicted: dict[str, str]) -> None:
    if not gold.keys() & predicted.keys():
        return
    _agree(reference, gold, predicted)


@pytest.mark.corpus
def test_it_agrees_with_the_reference_on_ten_thousand_in_a_second(reference: ModuleType) -> None:
    draw = random.Random(3)
    gold = _as_text([draw.randrange(3000) for _ in range(10_000)])
    predicted = {i: s if draw.random() < 0.8 else str(draw.randrange(3000)) for i, s in gold.items()}
    _agree(reference, gold, predicted)


def test_ten_thousand_take_less_than_a_second() -> None:
    # as many sizes as can be: groups of 1, 2, 3 ... 140
    labels = [str(size) for size in range(1, 141) for _ in range(size)]
    mixed = random.Random(3).sample(labels, len(labels))
    start = time.process_time()
    found = score({str(i): label for i, label in enumerate(labels)}, {str(i): label for i, label in enumerate(mixed)})
    assert time.process_time() - start < 1.0
    assert abs(found.ami) < 0.02


def _agree(reference: ModuleType, gold: dict[str, str], predicted: dict[str, str]) -> None:
    found = score(gold, predicted)
    theirs = reference.score(gold, {i: f"p:{predicted[i]}" if i in predicted else f"missing:{i}" for i in gold})
    theirs |= {"missing": len(gold.keys() - predicted.keys()), "unknown": len(predicted.keys() - gold.keys())}
    if theirs["ami"] is None:  # it has no AMI of its own
        del theirs["ami"]
    for name, value in theirs.items():
        assert getattr(found, name) == pytest.approx(value, abs=CLOSE), name
