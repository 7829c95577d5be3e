"""ontology/shapes.ttl states the contract: good graphs conform, and one broken in any way does not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.rdf.ntriples import lines_of
from kg.rdf.store import Store
from kg.validation import shapes

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
SCHEMA, OWN, SKOS = "https://schema.org/", "https://kg-news.example/ontology#", "http://www.w3.org/2004/02/skos/core#"
XSD, PROV = "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/ns/prov#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(scope="module")
def whole(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    """A graph of examples/, in which every class is."""
    return kg.build(examples, output=tmp_path_factory.mktemp("examples") / "output", formats=["turtle"])


@pytest.fixture(scope="module")
def small(whole: kg.KnowledgeGraph) -> list[str]:
    """The lines of one story of that graph and of all that it leads to: a graph that is small and has everything."""
    by_subject: dict[str, list[str]] = {}
    for line in Store.open(whole.folder / "store").lines:
        by_subject.setdefault(line.split(" ", 1)[0], []).append(line)
    story = min(
        (story for story in whole.stories if story.organizations), key=lambda story: (len(story.members), story.id)
    )
    wanted, todo = set(), [f"<https://kg-news.example/story/{story.id}>"]
    while todo:
        subject = todo.pop()
        if subject not in wanted and subject in by_subject:
            wanted.add(subject)
            todo += [line.split(" ", 2)[2].removesuffix(" .\n") for line in by_subject[subject]]
    return [line for subject in sorted(wanted) for line in by_subject[subject]]


def found(lines: list[str]) -> list[shapes.Violation]:
    return shapes.violated("".join(lines).encode())


def test_a_graph_of_the_examples_conforms(whole: kg.KnowledgeGraph) -> None:
    checked = shapes.check(whole.folder)
    assert (checked.drafts, checked.sampled) == ([], False)


def test_graphs_of_the_twin_and_of_the_harbor_conform(twin: kg.KnowledgeGraph, harbor: kg.KnowledgeGraph) -> None:
    assert shapes.check(twin.folder).drafts == []
    assert shapes.check(harbor.folder).drafts == []


def test_golden_cases_conform() -> None:
    lines = {line for path in GOLDEN.glob("*/out.nt") for line in lines_of(path.read_bytes())}
    cases = [path.read_bytes() for path in sorted(GOLDEN.glob("*/out.nt"))]
    assert lines
    assert [shapes.violated(case) for case in cases] == [[]] * len(cases)


def of(cls: str) -> Callable[[list[str]], str]:
    """Return a function that gives the first thing of a class."""
    return lambda lines: next(line.split(" ", 1)[0] for line in lines if line.endswith(f"<{TYPE}> <{cls}> .\n"))


ARTICLE, PROVIDER, TOPIC = of(f"{SCHEMA}NewsArticle"), of(f"{SCHEMA}NewsMediaOrganization"), of(f"{SKOS}Concept")
IMAGE, ORGANIZATION, STORY = of(f"{SCHEMA}ImageObject"), of(f"{SCHEMA}Organization"), of(f"{OWN}Story")
SOURCE = of(f"{PROV}Entity")
NEEDED = {  # of each class, what a thing must have
    ARTICLE: (TYPE, f"{OWN}full", f"{PROV}wasDerivedFrom"),
    PROVIDER: (TYPE, f"{SCHEMA}name", f"{OWN}domain"),
    TOPIC: (TYPE, f"{SKOS}inScheme", f"{SKOS}prefLabel"),
    IMAGE: (TYPE, f"{SCHEMA}contentUrl"),
    ORGANIZATION: (TYPE, f"{SCHEMA}name"),
    STORY: (TYPE, f"{SKOS}prefLabel", f"{SCHEMA}hasPart", f"{OWN}firstArticle", f"{OWN}cohesion"),
    SOURCE: (TYPE, f"{OWN}path", f"{OWN}sha256"),
}
TEXT, NUMBER, TRUTH = '"x"', f'"1"^^<{XSD}integer>', f'"true"^^<{XSD}boolean>'
WRONG = [  # a property, and a value that it must not have
    *((ARTICLE, f"{SCHEMA}{p}", v) for p, v in (
        ("url", TEXT), ("headline", NUMBER), ("headline", '""'), ("abstract", NUMBER), ("abstract", '"x"@en'),
        ("datePublished", TEXT), ("datePublished", f'"2021-04-05T06:00:00+02:00"^^<{XSD}dateTime>'),
        ("datePublished", f'"2021-04-05T06:00:00"^^<{XSD}dateTime>'), ("publisher", TEXT),
        ("publisher", "<https://kg-news.example/provider/nobody>"), ("about", TEXT),
        ("about", "<https://kg-news.example/topic/none>"), ("image", "<https://m.example/none.jpg>"),
        ("mentions", "<https://kg-news.example/organization/none>"), ("mentions", TEXT),
    )),
    *((ARTICLE, f"{OWN}{p}", v) for p, v in (
        ("related", "<https://kg-news.example/article/none>"), ("related", TEXT), ("quality", TEXT), ("heat", TRUTH),
        ("published", TEXT), ("full", TEXT), ("ampUrl", TEXT), ("cdnAmpUrl", TEXT), ("copyOf", TEXT),
    )),
    (ARTICLE, f"{PROV}wasDerivedFrom", "<https://kg-news.example/source/none>"),
    *((PROVIDER, p, v) for p, v in (
        (f"{SCHEMA}name", NUMBER), (f"{SCHEMA}alternateName", NUMBER), (f"{OWN}domain", '"Pier.example"'),
        (f"{SCHEMA}logo", "<https://m.example/none.jpg>"), (f"{SCHEMA}description", NUMBER),
    )),
    *((TOPIC, p, v) for p, v in (
        (f"{SKOS}prefLabel", NUMBER), (f"{SKOS}altLabel", NUMBER), (f"{OWN}hashtag", NUMBER), (f"{SKOS}broader", TEXT),
        (f"{SKOS}inScheme", "<https://kg-news.example/none>"), (f"{SKOS}broader", "<https://kg-news.example/topic/none>"),
    )),
    *((IMAGE, f"{SCHEMA}{p}", v) for p, v in (
        ("contentUrl", TEXT), ("width", TEXT), ("width", f'"-1"^^<{XSD}integer>'), ("height", TEXT),
        ("caption", NUMBER),
    )),
    *((ORGANIZATION, f"{SCHEMA}{p}", v) for p, v in (
        ("name", NUMBER), ("alternateName", NUMBER), ("url", TEXT), ("sameAs", TEXT),
    )),
    *((STORY, p, v) for p, v in (
        (f"{SKOS}prefLabel", NUMBER), (f"{SCHEMA}hasPart", TEXT), (f"{OWN}firstArticle", TEXT),
        (f"{SCHEMA}startDate", TEXT),
        (f"{SCHEMA}startDate", f'"2999-01-01T00:00:00Z"^^<{XSD}dateTime>'), (f"{SCHEMA}endDate", TEXT),
        (f"{SCHEMA}about", TEXT), (f"{SCHEMA}mentions", TEXT), (f"{OWN}cohesion", f'"1.5"^^<{XSD}decimal>'),
        (f"{OWN}cohesion", NUMBER),
    )),
    *((SOURCE, p, v) for p, v in (
        (f"{OWN}path", '"/home/someone/a.md"'), (f"{OWN}path", '"../a.md"'), (f"{OWN}path", NUMBER),
        (f"{OWN}sha256", TEXT),
    )),
]  # fmt: skip


def test_the_small_graph_conforms_and_has_every_class(small: list[str]) -> None:
    assert found(small) == []
    assert all(thing(small) for thing in NEEDED)


@pytest.mark.parametrize(("thing", "what"), [(thing, what) for thing, needed in NEEDED.items() for what in needed])
def test_a_graph_without_what_is_needed_is_refused(
    thing: Callable[[list[str]], str], what: str, small: list[str]
) -> None:
    focus = thing(small)
    broken = [line for line in small if not line.startswith(f"{focus} <{what}> ")]
    assert len(broken) < len(small)
    assert found(broken)


@pytest.mark.parametrize(("thing", "what", "value"), WRONG)
def test_a_graph_with_a_wrong_value_is_refused(
    thing: Callable[[list[str]], str], what: str, value: str, small: list[str]
) -> None:
    focus = thing(small)
    broken = [line for line in small if not line.startswith(f"{focus} <{what}> ")]
    violations = found([*broken, f"{focus} <{what}> {value} .\n"])
    assert focus[1:-1] in {violation.focus for violation in violations}


def test_two_values_where_one_may_be_are_refused(small: list[str]) -> None:
    single = re.findall(r"sh:path (\w+):(\w+) ;[^\]]*?sh:maxCount 1", (kg_ontology() / "shapes.ttl").read_text())
    spaces = {"schema": SCHEMA, "kg": OWN, "skos": SKOS, "prov": PROV}
    doubled: dict[str, str] = {}
    for prefix, name in dict.fromkeys(single):
        lines = [line for line in small if f" <{spaces[prefix]}{name}> " in line]
        if lines:
            subject, predicate, value = lines[0].split(" ", 2)
            other = next((line.split(" ", 2)[2] for line in lines if not line.endswith(value)), None)
            if other is None:
                other = re.sub(r'^"[^"]*', '"x', value) if value.startswith('"') else value.replace(">", "x>", 1)
            doubled[f"{spaces[prefix]}{name}"] = f"{subject} {predicate} {other}"
    assert len(doubled) > 12
    broken = {(v.focus, v.path) for v in found([*small, *doubled.values()]) if "More than 1" in v.message}
    assert broken >= {(line.split(" ", 1)[0][1:-1], path) for path, line in doubled.items()}


def kg_ontology() -> Path:
    from kg.rdf import ontology

    return ontology.folder()


@pytest.mark.parametrize(
    ("thing", "what"), [(ARTICLE, f"{OWN}related"), (TOPIC, f"{SKOS}broader"), (ARTICLE, f"{OWN}copyOf")]
)
def test_nothing_is_linked_to_itself(thing: Callable[[list[str]], str], what: str, small: list[str]) -> None:
    focus = thing(small)
    assert [(v.focus, v.path) for v in found([*small, f"{focus} <{what}> {focus} .\n"])] == [(focus[1:-1], what)]


def test_the_first_article_is_part_of_its_story(small: list[str]) -> None:
    focus = STORY(small)
    first = next(line.split(" ", 2)[2] for line in small if line.startswith(f"{focus} <{OWN}firstArticle> "))
    broken = [line for line in small if line != f"{focus} <{SCHEMA}hasPart> {first}"]
    assert f"{OWN}firstArticle" in {violation.path for violation in found(broken)}


@pytest.fixture
def spoilt(harbor_site: Path, tmp_path: Path) -> Path:
    """The output of a build whose store says something else than its files."""
    site, out = tmp_path / "site", tmp_path / "out"
    shutil.copytree(harbor_site, site)
    kg.build(site, output=out)
    lines = list(Store.open(out / "store").lines)
    shutil.rmtree(out / "store")
    headline = f"<{SCHEMA}headline>"
    Store.load(
        [re.sub(f'({headline}) ("Ferry .*") .\n', r"\1 \2@en .\n", line) for line in lines], folder=out / "store"
    )
    return tmp_path


def test_a_violation_is_reported_at_the_file_and_line_that_said_it(spoilt: Path) -> None:
    done = CliRunner().invoke(main, ["validate", "--shacl", "-g", str(spoilt / "out"), "--format", "github"])
    assert done.exit_code == 1
    first = done.stdout.splitlines()[0]
    assert first.startswith("::error file=_news/2021-03-04-ferry-skylark-aground.md,line=2,")
    assert "schema:headline of article/" in first
    with_source = CliRunner().invoke(
        main,
        ["validate", str(spoilt / "site"), "--shacl", "-g", str(spoilt / "out"), "--ignore", "KG001,KG004,KG013,KG017"],
    )
    line = next(line for line in with_source.stdout.splitlines() if "KG025" in line)
    assert re.match(r".*/_news/2021-03-04-ferry-skylark-aground\.md:\d+:\d+: error KG025 shape: ", line)
    assert "title:" in with_source.stdout or "headline:" in with_source.stdout


def test_a_large_graph_is_sampled_the_same_each_time(whole: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "MOST_TRIPLES", 100)
    monkeypatch.setattr(shapes, "SAMPLE", 3)
    one, two, other = shapes.check(whole.folder), shapes.check(whole.folder), shapes.check(whole.folder, seed=1)
    assert one == two
    assert one.sampled
    assert (one.drafts, other.drafts) == ([], [])
    assert 15 < one.things < 30
    assert not shapes.check(whole.folder, full=True).sampled
    ntriples = Store.open(whole.folder / "store").ntriples
    assert shapes._sample(ntriples, seed=0)[1] != shapes._sample(ntriples, seed=1)[1]


def test_a_sample_finds_what_is_broken_in_it(small: list[str]) -> None:
    focus = ARTICLE(small)
    broken = [line for line in small if not line.startswith(f"{focus} <{OWN}full> ")]
    other = STORY(small)
    lines, things = shapes._sample("".join(sorted(broken)).encode(), seed=0)
    assert {v.focus for v in shapes.violated(b"".join(lines), things)} >= {focus[1:-1]}
    assert {v.focus for v in shapes.violated(b"".join(lines), [other[1:-1]])} == set()


def test_without_pyshacl_the_extra_is_named(twin: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = CliRunner().invoke(main, ["validate", "--shacl", "-g", str(twin.folder)])
    assert done.exit_code == 2
    assert "kg-news[shacl]" in done.stderr
