"""What the tests share: where things are, and graphs that are built once."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import resource
import time
from collections import defaultdict
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
from kg.rdf.terms import Triple
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


# what a test needs, by the fixtures and the folders that say so; the others of these marks stand at the tests
FIXTURES = {"browser": "browser", "shared": "corpus", "served": "server", "server": "server"}
FOLDERS = {"server": "server", "test_notebook.py": "notebook", "test_notebooks.py": "notebook"}
SLOW = ROOT / "tests" / "slow.txt"  # test functions that take more than QUICK; pytest --measure writes it
QUICK = 0.2  # seconds of CPU for all cases of a test function, with the processes that it starts
NO_QUICK = {
    "browser", "corpus", "server", "notebook", "slow", "quality", "thorough", "crash", "load", "speed", "conformance",
}  # fmt: skip
started = pytest.StashKey[float]()
taken: defaultdict[str, float] = defaultdict(float)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --measure."""
    parser.addoption("--measure", action="store_true", help=f"write tests that take more than {QUICK} s to {SLOW.name}")


@pytest.hookimpl(tryfirst=True)  # before those that -m leaves out are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what each test needs, and those as quick that need nothing and take no time."""
    slow = set(SLOW.read_text(encoding="utf-8").splitlines())
    for item in items:
        needs = {mark for fixture, mark in FIXTURES.items() if fixture in getattr(item, "fixturenames", ())}
        needs |= {mark for folder, mark in FOLDERS.items() if folder in item.nodeid.partition("::")[0].split("/")}
        needs |= {"slow"} if _function(item.nodeid) in slow else set()
        for mark in needs:
            item.add_marker(mark)
        if not NO_QUICK & {mark.name for mark in item.iter_markers()}:
            item.add_marker("quick")


def _function(nodeid: str) -> str:
    return nodeid.partition("[")[0]


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(each.ru_utime + each.ru_stime for each in used)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note what was used before a test."""
    item.stash[started] = _cpu()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Say in the last report of a test what it took."""
    if call.when == "teardown":
        item.user_properties.append(("cpu", _cpu() - item.stash[started]))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what the cases of a test took."""
    if report.when == "teardown":
        taken[_function(report.nodeid)] += sum(
            float(str(took)) for name, took in report.user_properties if name == "cpu"
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the tests that take long, where that was asked for; not in a worker, which has seen some of them only."""
    if session.config.getoption("--measure") and not hasattr(session.config, "workerinput"):
        names = sorted(name for name, seconds in taken.items() if seconds > QUICK)
        SLOW.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")


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
def lantern_site() -> Path:
    """A site in eight dialects: posts without an address, authors, terms of its own, lists, tables, people."""
    return DATA / "lantern-site"


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
def lantern(lantern_site: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    """The graph of the site in eight dialects."""
    return kg.build(lantern_site, output=tmp_path_factory.mktemp("lantern") / "output")


@pytest.fixture(scope="session")
def example(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    """The graph of the examples."""
    return kg.build(examples, output=tmp_path_factory.mktemp("example") / "output", formats=())


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Return a function that lets one of all workers fill a folder, and returns it: ``once("name", fill)``."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root

    def filled(name: str, fill: Callable[[Path], None]) -> Path:
        folder, done = root / name, root / f"{name}.done"
        with (root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                fill(folder)
                done.touch()
        return folder

    return filled


@pytest.fixture(scope="session")
def coronavirus(shared: Path, once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The output folder of a corpus of 3,194 articles, and beside it in .sha256 what its store held when built."""

    def build(output: Path) -> None:
        started = time.perf_counter()
        graph = kg.build(shared / "corpus" / "coronavirus", output=output, jobs=2)
        assert time.perf_counter() - started < 60, "3,194 articles are a matter of seconds"
        lines = "".join(graph._store.lines).encode()
        Path(f"{output}.sha256").write_text(hashlib.sha256(lines).hexdigest())

    return once("coronavirus", build)


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
        copied: list[Triple] = [
            (article_iri(copy), KG.copyOf, article_iri(original)) for copy, original in copies.items()
        ]
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
