"""One idea, one place: a new field of articles, said in five files, arrives wherever the graph goes.

The package is copied, patched as CONTRIBUTING tells, and asked in processes of its own. Of two files with the same keys
one is plain, which the fast reader takes, and one has a comment, which only the full reader understands.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_FILES = 5
PATCHES = (  # a file, a line of it, and what is put before that line
    (
        "kg/sources/fields.py",
        '    Field("heat", ',
        '    Field("genre", ("genre",), TEXT, ("article.genre",)),',
    ),
    (
        "kg/rdf/properties.py",
        "    Property(KG.heat, ",
        '    Property(SCHEMA.genre, {"article": "genre"}, XSD.string, word="genre", page=True),',
    ),
    ("kg/model.py", "    full: bool = False\n", "    genre: str | None = None"),
    (
        "ontology/kg.ttl",
        "schema:headline rdfs:isDefinedBy ",
        """schema:genre rdfs:isDefinedBy <https://schema.org/> ;
    rdfs:label "genre"@en ;
    rdfs:comment "The kind of text that an article is."@en .""",
    ),
)  # and kg/rdf/vocab.py, which `make vocabulary` makes of ontology/kg.ttl
READ_BY = {"plain": "", "commented": "# no line of the usual form\n"}  # -> what the front matter begins with
LINE = {"plain": 4, "commented": 5}  # of the field
ARTICLE = "---\n{comment}webUrl: https://{name}.example/1\ntitle: Of {name}\ngenre: {genre}\n---\n"
BUILD = """
import json, kg
from kg.model import SourceFile
from kg.sources import plain

for name in ("plain", "commented"):
    with open(f"essay/{name}.md", "rb") as file:
        fast = plain.read_plain_article(file.read(), SourceFile(path="x.md", sha256=""))
    assert (fast is None) is (name == "commented"), name
for genre in ("essay", "report"):
    graph = kg.build(genre, output=f"out-{genre}", formats=("turtle", "html", "csv"))
told = {}
for iri, data in graph.networkx().nodes(data=True):
    if data["kind"] == "article":
        sources = graph.sources((iri, "schema:genre", None))
        told[data["label"]] = {"iri": iri, "node": data["genre"], "sources": [(s.path, s.line) for s in sources]}
print(json.dumps(told))
"""


def run(folder: Path, *arguments: str) -> str:
    """Return what Python says with the copy of the package in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return done.stdout


def files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for part in ("kg", "ontology", "scripts"):
        for path in (folder / part).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(folder), path.read_bytes()


@pytest.fixture(scope="module")
def patched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the patched copy, and with the same two articles twice: as essays, and then as reports."""
    folder = tmp_path_factory.mktemp("one-idea")
    for part in ("kg", "ontology", "scripts"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name, line, before in PATCHES:
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(line) == 1, line
        (folder / name).write_text(text.replace(line, f"{before}\n{line}"), encoding="utf-8")
    run(folder, "scripts/vocabulary.py")
    for genre in ("essay", "report"):
        (folder / genre).mkdir()
        for name, comment in READ_BY.items():
            text = ARTICLE.format(name=name, comment=comment, genre=genre)
            (folder / genre / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(patched: Path) -> Any:
    """What the graph of the reports tells of each, by its title; both graphs are built."""
    return json.loads(run(patched, "-c", BUILD).splitlines()[-1])


def test_it_takes_five_files_at_most(patched: Path) -> None:
    before, after = dict(files(ROOT)), dict(files(patched))
    assert before.keys() == after.keys()
    touched = {str(path) for path in before if before[path] != after[path]}
    assert touched == {*(name for name, _, _ in PATCHES), "kg/rdf/vocab.py"}
    assert len(touched) <= MOST_FILES
    assert "declared and used" in run(patched, "scripts/vocabulary.py", "--check")


@pytest.mark.parametrize("name", READ_BY)
def test_it_is_in_the_turtle(patched: Path, told: Any, name: str) -> None:
    text = (patched / "out-report" / "graph.ttl").read_text(encoding="utf-8")
    (block,) = (block for block in text.split("\n\n") if block.startswith(f"<{told[f'Of {name}']['iri']}>"))
    assert 'schema:genre "report"' in block


@pytest.mark.parametrize("name", READ_BY)
def test_it_is_in_networkx(told: Any, name: str) -> None:
    assert told[f"Of {name}"]["node"] == "report"


@pytest.mark.parametrize("name", READ_BY)
def test_it_is_in_the_tables(patched: Path, told: Any, name: str) -> None:
    (folder,) = (patched / "out-report").glob("graph-csv")
    with (folder / "articles.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["headline"]: row for row in csv.DictReader(file)}
    assert rows[f"Of {name}"]["genre"] == "report"
    schema = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {"name": "genre", "type": "string"} in schema["resources"][0]["schema"]["fields"]


@pytest.mark.parametrize("name", READ_BY)
def test_it_is_in_the_data_of_the_page(patched: Path, told: Any, name: str) -> None:
    text = (patched / "out-report" / "graph.html").read_text(encoding="utf-8")
    (data,) = re.findall(r'<script type="application/json" id="graph">(.*?)</script>', text, re.DOTALL)
    articles = json.loads(data)["articles"]
    iris = [articles["prefix"] + id for id in articles["id"]]
    assert articles["genre"][iris.index(told[f"Of {name}"]["iri"])] == "report"


@pytest.mark.parametrize("name", READ_BY)
def test_a_diff_tells_it_in_words(patched: Path, told: Any, name: str) -> None:
    assert told
    text = run(patched, "-m", "kg", "diff", "out-essay", "out-report")
    assert f"~ Of {name} <https://{name}.example/1>\n      genre: - essay\n      genre: + report\n" in text


@pytest.mark.parametrize("name", READ_BY)
def test_the_line_that_says_it_is_known(told: Any, name: str) -> None:
    assert told[f"Of {name}"]["sources"] == [[f"{name}.md", LINE[name]]]
