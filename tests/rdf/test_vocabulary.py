"""ontology/kg.ttl is the single source of our terms, and the check that holds it so does fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

from kg.rdf import vocab
from kg.rdf.terms import IRI
from scripts import vocabulary

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "kg" + ":"  # in two parts: the check reads the tests too
NEW_TERM = f"""
{PREFIX}novelty a owl:DatatypeProperty ;
    rdfs:label "novelty"@en ;
    rdfs:comment "A term for this test."@en ;
    rdfs:domain schema:CreativeWork ;
    rdfs:range xsd:string ;
    rdfs:isDefinedBy <https://kg-news.example/ontology> .
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of all that the check reads, which the script takes for its own."""
    for folder in ("kg", "ontology", "scripts", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "README.md", tmp_path)
    (tmp_path / "tests").mkdir()
    (tmp_path / "notebooks").mkdir()
    for name in ("ROOT", "ONTOLOGY", "VOCAB"):
        monkeypatch.setattr(vocabulary, name, tmp_path / getattr(vocabulary, name).relative_to(ROOT))
    return tmp_path


def faults() -> list[str]:
    graph = rdflib.Graph().parse(vocabulary.ONTOLOGY)
    return vocabulary.faults(graph, vocabulary.declared(graph))


def add(path: Path, text: str) -> None:
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")


def regenerate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["vocabulary.py"])
    assert vocabulary.main() == 0


def run(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "scripts/vocabulary.py", "--check"],
        cwd=tree,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_all_terms_are_declared_and_used() -> None:
    done = run(ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("terms, declared and used\n")


def test_the_copy_is_as_good_as_the_tree(tree: Path) -> None:
    assert faults() == []


def test_a_fault_is_an_exit_code(tree: Path) -> None:
    add(tree / "kg" / "rdf" / "vocab.py", "\n")
    done = run(tree)
    assert (done.returncode, done.stdout) == (1, "kg/rdf/vocab.py is stale: run python scripts/vocabulary.py\n")


def test_a_vocabulary_that_was_edited_is_stale(tree: Path) -> None:
    path = tree / "kg" / "rdf" / "vocab.py"
    path.write_text(path.read_text().replace("ontology#heat", "ontology#heaT"))
    assert faults() == ["kg/rdf/vocab.py is stale: run python scripts/vocabulary.py"]
    path.unlink()
    assert "kg/rdf/vocab.py is stale: run python scripts/vocabulary.py" in faults()


def test_a_vocabulary_that_was_not_made_anew_is_stale(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tree / "ontology" / "kg.ttl", NEW_TERM)
    add(tree / "kg" / "extractors" / "images.py", "\nNOVELTY = KG.novelty\n")
    assert faults() == ["kg/rdf/vocab.py is stale: run python scripts/vocabulary.py"]
    regenerate(monkeypatch)
    assert faults() == []
    assert (
        'novelty: Final = IRI("https://kg-news.example/ontology#novelty")'
        in (tree / "kg" / "rdf" / "vocab.py").read_text()
    )


def test_making_it_anew_gives_the_same_bytes(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tree / "kg" / "rdf" / "vocab.py"
    before = path.read_bytes()
    path.unlink()
    regenerate(monkeypatch)
    assert path.read_bytes() == before


def test_a_term_that_is_declared_and_never_used_is_a_fault(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tree / "ontology" / "kg.ttl", NEW_TERM + "\nschema:wordCount rdfs:isDefinedBy <https://schema.org/> .\n")
    regenerate(monkeypatch)
    assert faults() == [
        f"{PREFIX}novelty is declared and never used",
        "schema:wordCount is declared and never used",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "ontology/queries/new.rq",
        "README.md",
        "docs/graph.md",
        "notebooks/new.ipynb",
        "kg/merge.py",
        "tests/test_x.py",
    ],
)
def test_a_term_that_is_used_and_not_declared_is_a_fault(tree: Path, path: str) -> None:
    add(tree / path, f"\n# SELECT ?x {{ ?x {PREFIX}novelty ?y ; {PREFIX}heat ?z }}\n")
    assert faults() == [f"{path}: {PREFIX}novelty is used and not declared"]


@pytest.mark.parametrize("missing", ["rdfs:label", "rdfs:comment", "rdfs:domain", "rdfs:range"])
def test_a_term_without_its_description_is_a_fault(tree: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    lines = [line for line in NEW_TERM.splitlines() if missing not in line]
    add(tree / "ontology" / "kg.ttl", "\n".join(lines))
    add(tree / "kg" / "extractors" / "images.py", "\nNOVELTY = KG.novelty\n")
    regenerate(monkeypatch)
    assert faults() == [f"{PREFIX}novelty has no {missing}"]


def test_the_prefixes_and_terms_are_those_of_the_design() -> None:
    assert vocab.PREFIXES == {
        "kg": "https://kg-news.example/ontology#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
        "prov": "http://www.w3.org/ns/prov#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    }
    assert vocab.KG.related == "https://kg-news.example/ontology#related"
    assert isinstance(vocab.KG.related, IRI)


def test_our_terms_are_aligned_with_those_of_others() -> None:
    graph = rdflib.Graph().parse(ROOT / "ontology" / "kg.ttl")
    assert graph.query("""
        PREFIX nsl: <http://purl.org/ontology/storyline/>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX schema: <https://schema.org/>
        ASK { kg:related rdfs:subPropertyOf dcterms:relation . kg:Story skos:closeMatch nsl:Storyline ;
              rdfs:subClassOf schema:CreativeWork . kg:firstArticle rdfs:subPropertyOf schema:hasPart .
              kg:hashtag rdfs:subPropertyOf skos:hiddenLabel }
    """).askAnswer
