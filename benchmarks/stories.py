"""Every labelled set, scored under many constants of the cut -> a table, and what is chosen whichever set is left out.

    python -m benchmarks.stories                        # the constants as they are, set by set
    python -m benchmarks.stories --grid                 # and the best of a grid, with each set left out in turn
    python -m benchmarks.stories --shared FOLDER        # where the labelled sets of others are, if not ../shared

A constant that moves when one set is left out is fitted to that set. Sets that are labelled by whole stories are scored
by BCubed F1, those labelled by pairs (``pairs.csv``) by F1 over these. The silver set is what curated lists make, the
lists hidden; "+ links" shows them. What a grid takes is one pass over the pairs of each set for each row.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean

import msgspec
import numpy as np

from benchmarks.measure import ROOT
from kg import sources
from kg.addresses import canonical_url
from kg.analysis.evaluation import read_labels
from kg.analysis.scores import score
from kg.build.pipeline import find_stories
from kg.entities.merge import merge
from kg.identity import article_id
from kg.model import Article, RelatedLink
from kg.stories import cut, furniture
from kg.stories.clustering import clusters
from kg.stories.similarity import Columns, columns

OWN = ROOT / "tests" / "data" / "quality"
EXAMPLES = ROOT / "examples"
GRID: dict[str, tuple[float, ...]] = {  # constants of `kg.stories.cut.Rule`
    "inner": (0.5, 0.6, 0.7, 0.8),
    "sharpness": (0.9, 1.1, 1.3),
    "quiet": (0.02, 0.03, 0.04),
    "few": (0.1, 0.2, 0.3),
}
LEVEL = 0.002  # of the mean: rules that are no worse than the best by more are as good


class Labelled(msgspec.Struct, frozen=True):
    """A labelled set: the pairs of its articles, their keys, and the gold: stories, or pairs that are of one or not."""

    name: str
    keys: tuple[str, ...]
    pairs: Columns
    gold: Mapping[str, str]
    asked: tuple[tuple[str, str, bool], ...] = ()

    def score(self, rule: cut.Rule) -> float:
        """Return the F1 of the stories that a rule makes."""
        story = {}
        for number, group in enumerate(clusters(self.pairs, rule=rule)):
            story.update(dict.fromkeys((self.keys[place] for place in group), str(number)))
        if not self.asked:
            found = {key: story.get(key) or f"lost {key}" for key in self.gold}
            return score(self.gold, found).bcubed_f1
        same = np.array([is_one for _, _, is_one in self.asked])
        one = np.array([a in story and story[a] == story.get(b) for a, b, _ in self.asked])
        return 2 * float((same & one).sum()) / max(1, float(same.sum() + one.sum()))


def read(name: str, folder: Path, *, links: Path | None = None, articles: Path | None = None) -> Labelled:
    """Read a labelled set.

    Args:
        name: of the set.
        folder: with ``articles`` and ``labels.csv``, and ``pairs.csv`` where these are the gold.
        links: articles whose related links are shown; none are without.
        articles: of the set, if they are not in its folder.
    """
    found = find_stories(articles or folder / "articles")[0].articles
    known = {article.key for article in found}
    related: Sequence[RelatedLink] = ()
    if links is not None:
        related = merge(filter(None, map(sources.read_file, sources.find([links])))).related
    kept = [link for link in related if link.source in known and link.target in known]
    ordered = sorted(found, key=lambda article: article_id(article.key))
    gold = {_key(url): label for url, label in read_labels(folder / "labels.csv").labels.items()}
    keys = tuple(_key(article.url or article.key) for article in ordered)
    return Labelled(name, keys, _columns(ordered, kept), gold, tuple(_asked(folder / "pairs.csv")))


def _columns(articles: Sequence[Article], related: Sequence[RelatedLink]) -> Columns:
    return columns(furniture.cleaned(articles), related)


def _key(url: str) -> str:
    return canonical_url(url) or url


def _asked(path: Path) -> Iterator[tuple[str, str, bool]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield _key(row["url1"]), _key(row["url2"]), row["same"] == "1"


def sets(shared: Path) -> Iterator[Labelled]:
    """Yield all labelled sets that are there."""
    yield read("own", OWN)
    yield read("own + links", OWN, links=OWN / "articles")
    yield read("examples + links", EXAMPLES / "facial-recognition-2020", links=EXAMPLES, articles=EXAMPLES)
    for folder in sorted(path.parent for path in OWN.glob("*/labels.csv")):
        yield read(folder.name, folder)
    for folder in sorted(path.parent for path in shared.glob("clustering/*/labels.csv")):
        yield read(folder.name, folder)
    corpus, tool = shared / "corpus" / "coronavirus" / "_news", shared / "tools" / "related_to_labels.py"
    if corpus.exists():
        with tempfile.TemporaryDirectory() as scratch:
            subprocess.run([sys.executable, tool, corpus, scratch, "--distractors", "500"], check=True)
            yield read("silver", Path(scratch))
            yield read("silver + links", Path(scratch), links=corpus)


def rules() -> list[cut.Rule]:
    """Return the rules of the grid."""
    given = (dict(zip(GRID, values, strict=True)) for values in itertools.product(*GRID.values()))
    return [msgspec.structs.replace(cut.RULE, **values) for values in given]


def chosen(scores: Mapping[cut.Rule, Mapping[str, float]], names: Sequence[str]) -> tuple[cut.Rule, int]:
    """Return the rule with the best mean over some sets, and how many are as good."""
    means = {rule: mean(of_set[name] for name in names) for rule, of_set in scores.items()}
    best = max(means.values())
    return max(means, key=lambda rule: means[rule]), sum(value >= best - LEVEL for value in means.values())


def main() -> None:
    """Print the scores of the constants as they are, and those of a grid if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--grid", action="store_true", help="score a grid of constants, leaving out each set in turn")
    arguments = parser.parse_args()
    found = list(sets(arguments.shared))
    names = [each.name for each in found]
    now = {each.name: each.score(cut.RULE) for each in found}
    if not arguments.grid:
        print("| set | F1 |", "|---|---|", *(f"| {name} | {value:.4f} |" for name, value in now.items()), sep="\n")
        return
    scores = {rule: {each.name: each.score(rule) for each in found} for rule in rules()}
    every, level = chosen(scores, names)
    print(f"all sets: {_said(every)}, mean {mean(scores[every].values()):.4f}; {level} rules within {LEVEL}")
    head = "| left out | F1 as it is | best of the others | F1 of that | mean moves by |"
    print(head, "|---|---|---|---|---|", sep="\n")
    for name in names:
        rest = [other for other in names if other != name]
        rule, _ = chosen(scores, rest)
        gap = mean(scores[rule].values()) - mean(scores[every].values())
        print(f"| {name} | {now[name]:.4f} | {_said(rule)} | {scores[rule][name]:.4f} | {gap:+.4f} |")


def _said(rule: cut.Rule) -> str:
    return ", ".join(f"{name} {getattr(rule, name):g}" for name in GRID)


if __name__ == "__main__":
    main()
