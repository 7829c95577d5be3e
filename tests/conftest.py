"""What the tests share: where things are, and graphs that are built once."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import kg
from kg import extractors
from kg.identity import DEFAULT_BASE, article_id, article_iri
from kg.model import Article, Provider, RelatedLink, Story
from kg.rdf.ntriples import Writer
from kg.rdf.store import Store
from kg.rdf.vocab import KG

settings.register_profile("kg", deadline=None)  # a busy machine is no defect: how much is done is counted in test_work
settings.load_profile("kg")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DATA = ROOT / "tests" / "data"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",  # which leaves WebGL to software
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the real corpora, which a clone elsewhere does not have."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip(f"{SHARED / 'corpus'} is not here: the texts of the real corpora belong to their publishers")
    return SHARED


@pytest.fixture(scope="session")
def seed_twin() -> Path:
    """The seed in other words: of the same shape."""
    return DATA / "seed-twin"


@pytest.fixture(scope="session")
def harbor_site() -> Path:
    """A small site that uses every property of the graph, with two files to reject and seven not read yet."""
    return DATA / "harbor-site"


@pytest.fixture(scope="session")
def examples() -> Path:
    """The examples that a fresh clone builds."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def twin(seed_twin: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    """The graph of the seed's twin."""
    return kg.build(seed_twin, output=tmp_path_factory.mktemp("twin") / "output")


@pytest.fixture(scope="session")
def harbor(harbor_site: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    """The graph of the harbor site."""
    return kg.build(harbor_site, output=tmp_path_factory.mktemp("harbor") / "output")


@pytest.fixture(scope="session")
def example(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    """The graph of the examples."""
    return kg.build(examples, output=tmp_path_factory.mktemp("example") / "output", formats=())


@pytest.fixture(scope="session")
def harbor_store(harbor: kg.KnowledgeGraph) -> Store:
    """The triples of the harbor site, opened anew."""
    return Store.open(harbor.folder / "store")


@pytest.fixture
def article_file(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes an article: ``article_file(name, webUrl=..., title=...)`` -> its path."""

    def write(name: str, **fields: Any) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
        path.write_text(f"---\n{''.join(lines)}---\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def graph_of() -> Callable[..., kg.KnowledgeGraph]:
    """Return a function that makes a graph of the stories it is given: ``graph_of([a, b], [c, d])``."""

    def make(
        *stories: list[Article],
        alone: Iterable[Article] = (),
        links: Iterable[tuple[Article, Article]] = (),
        copies: Mapping[str, str] = {},
        names: Mapping[str, str] = {},
        folder: Path | None = None,
    ) -> kg.KnowledgeGraph:
        articles = [*chain(*stories), *alone]
        domains = sorted({article.provider for article in articles if article.provider} | set(names))
        providers = [Provider(domain=domain, name=names.get(domain)) for domain in domains]
        related = [RelatedLink(source=one.key, target=other.key) for one, other in links]
        entities = [*articles, *providers, *related, *map(_story, stories)]
        extracted = extractors.extract(entities, extractors=extractors.load(()))
        copied = [(article_iri(copy), KG.copyOf, article_iri(original)) for copy, original in copies.items()]
        writer = Writer(DEFAULT_BASE)
        lines = (line for triples in (*extracted, copied) for line in writer.lines(triples))
        if folder is None:
            return kg.KnowledgeGraph(Store.load(lines), Path("nowhere"))
        folder.mkdir()
        Store.load(lines, folder=folder / "store")
        return kg.open(folder)

    return make


def _story(members: list[Article]) -> Story:
    dates = [article.published for article in members if article.published]
    return Story(
        id=article_id(members[0].key),
        label=f"the story of {members[0].title}",
        members=tuple(article.key for article in members),
        first=members[0].key,
        start=min(dates, default=None),
        end=max(dates, default=None),
        cohesion=0.5,
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium: one for all tests, as Playwright has one at a time in a process."""
    api = pytest.importorskip(
        "playwright.sync_api", reason="without Playwright there is no browser to open the page in"
    )
    if not CHROMIUM.exists():
        missing = pytest.fail if os.environ.get("KG_REQUIRE_BROWSER") else pytest.skip
        missing(f"{CHROMIUM} is not there: no browser to open the page in")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield chromium
        chromium.close()
