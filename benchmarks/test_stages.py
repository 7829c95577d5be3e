"""Each stage by itself, on made-up articles: ``make bench-stages``."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from benchmarks import corpus
from kg import exporters, extractors, sources, stories
from kg.build.context import gazetteer
from kg.build.pipeline import without_collection
from kg.entities import merge, organizations
from kg.identity import DEFAULT_BASE
from kg.rdf.ntriples import Writer, lines_of
from kg.rdf.store import Store, loaded
from kg.sources import plain

COUNT = 1_000  # articles


class Made:
    """What each stage begins with."""

    def __init__(self, folder: Path) -> None:
        corpus.write(COUNT, folder)
        self.files = [file for file in sources.find([folder]) if file.kind != sources.OTHER]
        self.readings = [reading for reading in map(sources.read_file, self.files) if reading is not None]
        self.merged = merge.merge(self.readings)
        self.gazetteer = gazetteer()
        self.entities = organizations.find(self.merged, self.gazetteer)
        self.stories = self.found()
        self.extractors = extractors.load()
        self.text = self.written()
        self.store = Store.load(line.decode() for line in lines_of(self.text))

    def found(self) -> tuple[Any, ...]:
        return stories.find(self.entities.articles, self.entities.related, self.entities.organizations).together

    def written(self) -> bytes:
        triples = extractors.extract(chain(self.entities.in_order(), self.stories), extractors=self.extractors)
        return Writer(DEFAULT_BASE).text(triples)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("corpus"))


def test_read(benchmark: Any, made: Made) -> None:
    def fresh() -> None:
        plain._known_stub.cache_clear()

    def read() -> int:
        with without_collection():
            return len(list(map(sources.read_file, made.files)))

    assert benchmark.pedantic(read, setup=fresh, rounds=5) == COUNT


def test_merge(benchmark: Any, made: Made) -> None:
    assert len(benchmark(merge.merge, made.readings).articles) == COUNT


def test_organizations(benchmark: Any, made: Made) -> None:
    assert len(benchmark(organizations.find, made.merged, made.gazetteer).articles) == COUNT


def test_stories(benchmark: Any, made: Made) -> None:
    assert benchmark.pedantic(made.found, rounds=3)


def test_triples(benchmark: Any, made: Made) -> None:
    assert benchmark.pedantic(made.written, rounds=5) == made.text


def test_load(benchmark: Any, made: Made, tmp_path: Path) -> None:
    places = (tmp_path / f"store-{number}" for number in range(1_000))

    def load() -> int:
        return len(loaded(made.text, str(next(places))))

    assert benchmark.pedantic(load, rounds=5) == made.text.count(b"\n")


@pytest.mark.parametrize("format", ["turtle", "html"])
def test_export(benchmark: Any, made: Made, format: str) -> None:
    assert benchmark.pedantic(exporters.FORMATS[format].export, args=(made.store,), rounds=3)
