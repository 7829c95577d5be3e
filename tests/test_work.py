"""How much work a build does, counted and not timed: what makes it slower fails here on any machine.

The bounds are what was measured on made-up articles, and some room; who needs more says here what for.
"""

from __future__ import annotations

import cProfile
import functools
import pstats
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import kg
from benchmarks import corpus
from kg import extractors, sources
from kg.build import loading, renewal, state
from kg.exporters.html import columns
from kg.rdf.store import Store
from kg.rdf.terms import Triple
from kg.sources import frontmatter, plain

FEW, MANY = 150, 600  # articles
CALLS = 3000  # of functions that one more article takes, drawn on the page; 2,480 measured
LOOKS = 2.1  # at YAML for an article: its own text, and its stub, once for all files that list it
CHANGED = 4  # files that are other or new when it is built again
SUBJECTS = 150  # that are written into the store because of them, those of stories among them
PAIRS = 50  # of articles that speak for being on one event, for each; 38 measured


class Work(Counter[str]):
    """How often each function was called; of lines, how many were written."""

    def lines(self, blocks: Iterable[Sequence[Triple]]) -> Iterator[Sequence[Triple]]:
        for block in blocks:
            self["written"] += len(block)
            yield block

    def count(self, patch: pytest.MonkeyPatch, place: Any, name: str) -> None:
        original = getattr(place, name)

        @functools.wraps(original)
        def counted(*arguments: Any, **options: Any) -> Any:
            result = original(*arguments, **options)
            self[name] += 1
            return self.lines(result) if name == "extract" else result

        patch.setattr(place, name, counted)


def work(count: int, folder: Path) -> Work:
    """Build so many made-up articles, and return what was done."""
    corpus.write(count, folder / "corpus")
    plain._known_stub.cache_clear()
    return counted(folder)


def counted(folder: Path) -> Work:
    """Build what lies in a folder, and return what was done."""
    done = Work()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "RACY", 0)
        for place, name in (
            (sources, "_contents"), (plain, "_article"), (frontmatter, "scan"), (frontmatter, "parse_events"),
            (extractors, "extract"), (loading, "loaded"), (Store, "triples"), (columns, "read_columns"),
            (renewal, "_held"),
        ):  # fmt: skip
            done.count(patch, place, name)
        profile = cProfile.Profile()
        graph = profile.runcall(kg.build, folder / "corpus" / "articles", output=folder / "output", jobs=1)
    done["calls"] = sum(row[1] for row in pstats.Stats(profile).stats.values())  # type: ignore[attr-defined]
    done["stored"] = len(graph)
    done["pairs"] = graph.article_network().number_of_edges()
    return done


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    return {count: tmp_path_factory.mktemp(str(count)) for count in (FEW, MANY)}


@pytest.fixture(scope="module")
def builds(seed_twin: Path, folders: dict[int, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[int, Work]:
    kg.build(seed_twin, output=tmp_path_factory.mktemp("warm") / "output")  # imports are work too, but not of a build
    return {count: work(count, folder) for count, folder in folders.items()}


@pytest.fixture(scope="module")
def rebuilds(builds: dict[int, Work], folders: dict[int, Path]) -> dict[int, Work]:
    """Builds after three files changed, one went and one came."""
    for folder in folders.values():
        files = sorted((folder / "corpus").rglob("*.md"))
        for file in files[:3]:
            file.write_text(file.read_text("utf-8").replace(" the ", " some other ", 1), "utf-8")
        new = files[3].read_text("utf-8").replace(".example/", ".example/new-", 1)
        files[3].with_name("new.md").write_text(new, "utf-8")
        files[4].unlink()
    return {count: counted(folder) for count, folder in folders.items()}


@pytest.mark.parametrize("count", [FEW, MANY])
def test_each_file_is_opened_once_and_no_text_is_read_twice(builds: dict[int, Work], count: int) -> None:
    done = builds[count]
    assert done["_contents"] == count
    assert done["_article"] + done["scan"] <= LOOKS * count
    assert done["parse_events"] == 0


@pytest.mark.parametrize("count", [FEW, MANY])
def test_each_triple_is_written_once_and_all_are_loaded_at_once(builds: dict[int, Work], count: int) -> None:
    done = builds[count]
    assert done["stored"] <= done["written"] <= 1.02 * done["stored"]
    assert (done["loaded"], done["triples"], done["read_columns"]) == (1, 1, 1)  # the store, the Turtle and the page


@pytest.mark.parametrize("count", [FEW, MANY])
def test_few_pairs_of_articles_are_compared(builds: dict[int, Work], count: int) -> None:
    assert 0 < builds[count]["pairs"] <= PAIRS * count


def test_one_more_article_takes_no_more_calls_than_it_did(builds: dict[int, Work]) -> None:
    assert builds[MANY]["calls"] - builds[FEW]["calls"] <= CALLS * (MANY - FEW)


@pytest.mark.parametrize("count", [FEW, MANY])
def test_only_what_changed_is_read_and_put_into_the_store(
    builds: dict[int, Work], rebuilds: dict[int, Work], count: int
) -> None:
    done = rebuilds[count]
    assert done["_contents"] == CHANGED
    assert 0 < done["_held"] <= SUBJECTS
    assert done["loaded"] == 0, "the store is not loaded anew"
    assert (done["triples"], done["read_columns"]) == (1, builds[count]["read_columns"])  # the Turtle, and the page


def test_where_nothing_changed_nothing_is_done(rebuilds: dict[int, Work], folders: dict[int, Path]) -> None:
    for folder in folders.values():
        done = counted(folder)
        assert not any(done[name] for name in ("_contents", "extract", "_held", "loaded", "triples"))
