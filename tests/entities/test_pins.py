"""merges.yaml: what it pins is one, what it forbids is not, and what it cannot mean is said with file and line."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.cli import main
from kg.codes import CONTRADICTORY_MERGE, UNUSED_MERGE
from kg.entities import pins
from kg.errors import UsageError
from kg.folder import OutputFolder
from kg.identity import article_id, article_iri
from kg.model import Provider, Reading, SourceFile, Warned
from kg.provenance.merges import APART, MERGED, PINNED, POSSIBLE, merges

Write = Callable[..., Path]
FERRY, MIRROR, TUGS = "https://a.example/ferry", "https://mirror.example/ferry", "https://b.example/tugs"


@pytest.fixture
def site(article_file: Write, tmp_path: Path) -> Path:
    """A ferry under two addresses and two domains of one provider, and tugs that list both."""
    told = {"title": "Ferry Skylark aground", "date": "2021-03-04"}
    article_file("in/a.md", webUrl=FERRY, provider={"name": "Post", "domain": "a.example"}, **told)
    article_file("in/b.md", webUrl=MIRROR, provider={"name": "Post", "domain": "mirror.example"}, **told)
    article_file("in/c.md", webUrl=TUGS, title="Tugs pull", related=[{"webUrl": FERRY}, {"webUrl": MIRROR}])
    return tmp_path / "in"


def build(site: Path, text: str | None = None, **options: Any) -> kg.KnowledgeGraph:
    if text is not None:
        (site / "merges.yaml").write_text(text, encoding="utf-8")
    return kg.build(site, output=site.parent / "out", formats=("ntriples",), **options)


def count(graph: kg.KnowledgeGraph, pattern: str) -> int:
    return len(graph.query(f"SELECT DISTINCT ?x {{ {pattern} }}"))


def warned(graph: kg.KnowledgeGraph) -> list[tuple[str, int, str]]:
    return [(w["path"], w["line"], w["message"]) for w in graph.report["warnings"] if w["path"].startswith("merges")]


PINNED_BOTH = f"pin:\n  - providers: [a.example, mirror.example]\n  - articles: [{FERRY}, {MIRROR}]\n"


def test_what_is_pinned_is_one(site: Path) -> None:
    apart = build(site)
    assert (count(apart, "?x kg:full true"), count(apart, "?x kg:domain ?d")) == (3, 3)
    graph = build(site, PINNED_BOTH)
    assert (count(graph, "?x kg:full true"), count(graph, "?x kg:domain ?d")) == (2, 2)
    assert graph.query(f"ASK {{ <https://kg-news.example/{article_iri(FERRY)}> a schema:NewsArticle }}")
    assert count(graph, "?y kg:related ?x") == 1
    assert count(graph, 'BIND("x" AS ?x) ?p kg:domain "a.example" ; schema:name "Post"') == 1
    assert warned(graph) == []
    found = graph.sources((article_iri(FERRY), "schema:headline", "Ferry Skylark aground"))
    assert [source.path for source in found] == ["a.md", "b.md"]
    assert "a.md" in str(graph.explain(MIRROR, TUGS)) or graph.explain(MIRROR, TUGS).a.url == FERRY


def test_the_ledger_tells_what_is_one_what_could_be_and_by_whose_word(site: Path) -> None:
    found = {(e.kind, e.rule): e for e in merges(build(site).provenance)}
    report = found.get((POSSIBLE, "same title, provider and day"))
    assert report is None, "two providers as yet"
    name = found[POSSIBLE, "same name of a provider"]
    assert name.things == ("provider/a.example", "provider/mirror.example")
    assert {origin.path for origin in name.sources} == {"a.md", "b.md"}
    one = found[MERGED, "same canonical URL"]
    assert {origin.path for origin in one.sources} >= {"c.md"}
    found = {
        (e.kind, e.rule): e for e in merges(build(site, "pin: [{providers: [a.example, mirror.example]}]").provenance)
    }
    report = found[POSSIBLE, "same title, provider and day"]
    assert report.things == tuple(map(article_iri, sorted([FERRY, MIRROR])))
    assert found[PINNED, "pin providers"].evidence[0] == "merges.yaml:1"
    text = f"pin:\n- providers: [a.example, mirror.example]\nforbid:\n- articles: [{FERRY}, {MIRROR}]\n"
    found = {(e.kind, e.rule): e for e in merges(build(site, text).provenance)}
    assert "forbidden by merges.yaml:4" in found[APART, "same title, provider and day"].evidence
    assert (POSSIBLE, "same title, provider and day") not in found


def test_an_amp_address_that_is_forbidden_stays_apart(article_file: Write, tmp_path: Path) -> None:
    amp = "https://a.example/amp/ferry"
    article_file("in/a.md", webUrl=FERRY, ampWebUrl=amp, title="Ferry")
    article_file("in/b.md", webUrl=MIRROR, related=[{"url": amp, "title": "Another thing"}])
    assert count(build(tmp_path / "in"), "?x a schema:NewsArticle") == 2
    graph = build(tmp_path / "in", f"forbid: [{{articles: [{FERRY}, {amp}]}}]")
    assert count(graph, "?x a schema:NewsArticle") == 3
    assert warned(graph) == []


def test_addresses_of_one_canonical_form_can_be_kept_apart(article_file: Write, tmp_path: Path) -> None:
    other = f"{FERRY}?utm_source=two"
    article_file("in/a.md", webUrl=FERRY, title="Ferry")
    article_file("in/b.md", webUrl=other, title="Another thing")
    assert count(build(tmp_path / "in"), "?x kg:full true") == 1
    graph = build(tmp_path / "in", f'forbid:\n  - articles: [{FERRY}, "{other}"]\n')
    assert count(graph, "?x kg:full true") == 2
    assert {row["x"].rpartition("/")[2] for row in graph.query("SELECT ?x { ?x kg:full true }")} == {
        article_id(FERRY), article_id(other),
    }  # fmt: skip


def test_unused_and_contradictory_lines_are_warnings_with_file_and_line(site: Path) -> None:
    text = (
        "pin:\n"
        f"  - articles: [{FERRY}, 'https://gone.example/x']\n"
        "  - providers: [a.example, mirror.example]\n"
        "  - providers: [a.example]\n"
        "forbid:\n"
        "  - providers: [mirror.example, a.example]\n"
    )
    graph = build(site, text)
    assert count(graph, "?x kg:domain ?d") == 3, "what is forbidden is not pinned"
    found = warned(graph)
    assert [(path, line) for path, line, _ in found] == [("merges.yaml", 4), ("merges.yaml", 3), ("merges.yaml", 2)]
    assert "fewer than two providers" in found[0][2]
    assert "pins what merges.yaml:6 forbids" in found[1][2]
    assert "no file speaks of https://gone.example/x: unused" in found[2][2]
    loaded = pins.load([site])
    assert [w.code for w in loaded.warned] == [UNUSED_MERGE, CONTRADICTORY_MERGE]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pin: [", r"merges.yaml:\d+: "),
        ("- pin", "merges.yaml:1: not a mapping; write it as in"),
        ("pim: []", "merges.yaml:1: 'pim' is neither pin nor forbid"),
        ("pin:\n  - topics: [a, b]", "merges.yaml:2: neither articles nor providers"),
        ("pin:\n  - articles: [/a, /b]", "merges.yaml:2: '/a' is no absolute"),
    ],
)
def test_what_is_not_of_the_form_stops_with_file_and_line(site: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        build(site, text)


def test_pins_hold_whatever_the_order_and_build_on_build(site: Path) -> None:
    first = build(site, PINNED_BOTH)
    text = (first.folder / "graph.nt").read_bytes()
    again = build(site, PINNED_BOTH + "\n", anew=True)
    assert (again.folder / "graph.nt").read_bytes() == text
    with (site / "c.md").open("a") as file:
        file.write("more\n")
    assert count(build(site), "?x kg:full true") == 2, "an incremental build obeys too"
    (site / "merges.yaml").unlink()
    assert count(build(site), "?x kg:full true") == 3, "and forgets what is gone"
    assert not OutputFolder(first.folder).pins.exists()


def test_pins_of_one_chain_are_one_under_the_first_name(article_file: Write, tmp_path: Path) -> None:
    for name in "abcd":
        article_file(f"in/{name}.md", webUrl=f"https://{name}.example/x", provider={"domain": f"{name}.example"})
    pairs = ("a.example, b.example", "c.example, d.example", "b.example, c.example")
    text = "pin:\n" + "".join(f"- providers: [{pair}]\n" for pair in pairs)
    graph = build(tmp_path / "in", text)
    assert [row["d"] for row in graph.query("SELECT ?d { ?p kg:domain ?d }")] == ["a.example"]


def test_a_file_of_merges_can_be_named(site: Path, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(PINNED_BOTH)
    graph = build(site, merges=tmp_path / "own.yaml")
    assert count(graph, "?x kg:full true") == 2
    assert {other["name"] for other in graph.report["build"]["inputs"]["others"]} == {
        "own.yaml", "ontology/organizations.ttl",
    }  # fmt: skip
    with pytest.raises(UsageError, match="cannot be read"):
        build(site, merges=tmp_path / "none.yaml")


def test_the_command_lists_them(site: Path) -> None:
    graph = build(site, PINNED_BOTH)

    def run(*arguments: object) -> str:
        done = CliRunner().invoke(main, ["merges", "-g", str(graph.folder), *map(str, arguments)])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "Made one by merges.yaml, pin articles: 1" in run()
    assert "a.md:2, b.md:2" in run()
    found = json.loads(run("--format", "json", "--all"))
    assert {entry["kind"] for entry in found} == {PINNED, MERGED}
    assert all(entry["sources"] and entry["evidence"] for entry in found)
    assert len(run("--format", "csv", "--all").splitlines()) == len(found) + 1
    assert "pin articles" not in run("--kind", "merged")
    assert run("--rule", "no such rule") == "Nothing was merged, and nothing could be.\n"


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: f"pin:\n- articles: {text}".encode())))
def test_any_bytes_are_lines_or_a_message(data: bytes) -> None:
    with suppress(UsageError):
        for found in pins.read_merges(data, Path("merges.yaml")):
            assert isinstance(found, pins.Pin | Warned)


names = st.sampled_from([f"{letter}.example" for letter in "abcde"])
lines = st.lists(
    st.tuples(st.sampled_from([pins.PIN, pins.FORBID]), st.lists(names, min_size=2, max_size=3)), max_size=6
)


@settings(deadline=None)
@given(lines)
def test_what_is_forbidden_is_never_one_and_pins_that_hold_are_obeyed(told: list[tuple[str, list[str]]]) -> None:
    text = json.dumps({verb: [{"providers": domains} for v, domains in told if v == verb] for verb, _ in told})
    found = [one for one in pins.read_merges(text.encode(), Path("merges.yaml")) if isinstance(one, pins.Pin)]
    held, _ = pins._without_contradictions(found)
    domains = [f"{letter}.example" for letter in "abcde"]
    file = SourceFile(path="a.md", sha256="0" * 64)
    reading = Reading(file=file, providers=tuple(Provider(domain=domain) for domain in domains))
    (obeyed,) = pins.obeyed([reading], pins.Pins(lines=tuple(held)))
    now = dict(zip(domains, (provider.domain for provider in obeyed.providers), strict=True))
    for pin in held:
        if pin.verb == pins.PIN:
            assert len({now[domain] for domain in pin.names}) == 1
        else:
            assert len({now[domain] for domain in pin.names}) == len(set(pin.names))
    assert pins.obeyed([obeyed], pins.Pins(lines=tuple(held))) == [obeyed], "to obey twice is to obey once"
