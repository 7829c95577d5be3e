"""docs/sites.md says what is true: each recipe is run as it stands there, on a small site of its kind.

Of a recipe are taken the link to its site, the kg.toml, the commands with what they say, the Python, and the table of
what comes out. Lines of the kg.toml that end with "by hand" are ours; the rest is what `kg init` writes. Run this file
to have the tables written anew: ``python tests/test_sites.py``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import kg

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "sites.md"
SITE, OUTPUT = "my-site", "output"  # what the commands of the page call them
BY_HAND = "# by hand"
HEAD = ("headline", "address", "date", "provider", "topics", "authors")
ROWS = """
SELECT ?headline ?address ?date ?provider ?path
  (GROUP_CONCAT(DISTINCT ?topic; SEPARATOR=", ") AS ?topics)
  (GROUP_CONCAT(DISTINCT ?author; SEPARATOR=", ") AS ?authors)
WHERE {
  { SELECT ?a (SAMPLE(?file) AS ?path) { ?a prov:wasDerivedFrom/kg:path ?file } GROUP BY ?a }
  ?a kg:full ?full .
  OPTIONAL { ?a schema:headline ?headline }
  OPTIONAL { ?a schema:url ?address }
  OPTIONAL { ?a schema:datePublished ?date }
  OPTIONAL { ?a schema:publisher/kg:domain ?provider }
  OPTIONAL { ?a schema:about/skos:prefLabel ?topic }
  OPTIONAL { ?a schema:author/schema:name ?author }
}
GROUP BY ?a ?headline ?address ?date ?provider ?path
"""


class Recipe(NamedTuple):
    """A section of the page."""

    name: str
    text: str

    @property
    def site(self) -> Path:
        """The folder of the small site that it is run on."""
        found = re.search(r"\]\(\.\./(tests/data/sites/\w+)\)", self.text)
        assert found is not None
        return ROOT / found[1]

    def blocks(self, language: str) -> list[str]:
        """Return its blocks of code in a language."""
        return re.findall(rf"```{language}\n(.*?)```", self.text, re.DOTALL)

    @property
    def settings(self) -> str:
        """Its kg.toml; empty if it needs none."""
        return "".join(self.blocks("toml"))

    @property
    def table(self) -> str:
        """What comes out, as the page has it."""
        return "".join(re.findall(r"^\|.*\|\n", self.text, re.MULTILINE))


SECTION = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
RECIPES = [Recipe(*part) for part in SECTION.findall(PAGE.read_text(encoding="utf-8")) if "data/sites/" in part[1]]


def run(command: str, folder: Path) -> str:
    """Return what a command of the page says, on either stream."""
    environment = {**os.environ, "COLUMNS": "200", "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", *command.split()]
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def laid_out(recipe: Recipe, folder: Path, *, settings: bool = True) -> Path:
    """Return a folder with a copy of the recipe's site, and its kg.toml."""
    shutil.copytree(recipe.site, folder / SITE)
    if settings and recipe.settings:
        (folder / SITE / "kg.toml").write_text(recipe.settings, encoding="utf-8")
    return folder


def cooked(recipe: Recipe, folder: Path) -> dict[str, str]:
    """Run the commands and the Python of a recipe, and return what each command says."""
    said = {}
    for command in re.findall(r"^\$ ([^\n#]+)", "".join(recipe.blocks("console")), re.MULTILINE):
        said[command.strip()] = run(command.strip(), folder)
    return said


def table(graph: Any) -> str:
    """Return the articles of a graph as a table of Markdown, in the order of files and headlines."""
    lines = []
    for row in graph.query(ROWS):
        cells = {name: row[name] for name in HEAD}
        date = cells["date"]
        if date:
            cells["date"] = f"{date:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
        for name in ("topics", "authors"):
            cells[name] = ", ".join(sorted(filter(None, (cells[name] or "").split(", ")), key=str.casefold))
        texts = [str(cells[name] or "").removeprefix("https://") for name in HEAD]
        lines.append((row["path"], texts))
    rows = [HEAD, ("---",) * len(HEAD), *(texts for _, texts in sorted(lines))]
    return "".join(f"| {' | '.join(row)} |\n".replace("  ", " ") for row in rows)


def effective(text: str) -> dict[str, Any]:
    """Return the settings that a kg.toml makes, without empty sections."""
    return {name: section for name, section in tomllib.loads(text).items() if section}


@pytest.fixture(scope="module", params=RECIPES, ids=lambda recipe: recipe.name)
def recipe(request: pytest.FixtureRequest) -> Recipe:
    found: Recipe = request.param
    return found


def test_the_commands_say_what_the_page_says_and_the_articles_come_out(recipe: Recipe, tmp_path: Path) -> None:
    said = cooked(recipe, laid_out(recipe, tmp_path))
    for block in recipe.blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            for line in filter(None, lines):
                assert line in said[command.partition("#")[0].strip()]
    assert recipe.table == table(kg.open(tmp_path / OUTPUT))


def test_kg_init_writes_what_the_recipe_says(recipe: Recipe, tmp_path: Path) -> None:
    laid_out(recipe, tmp_path, settings=False)
    run(f"kg init {SITE}", tmp_path)
    written = (tmp_path / SITE / "kg.toml").read_text(encoding="utf-8")
    ours = "".join(line for line in recipe.settings.splitlines(keepends=True) if not line.rstrip().endswith(BY_HAND))
    assert effective(written) == effective(ours)
    assert bool(effective(ours)) is ("`kg init` writes nothing that counts" not in " ".join(recipe.text.split()))


def test_the_python_runs(recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(laid_out(recipe, tmp_path))
    for block in recipe.blocks("python"):
        exec(block, {})


def test_every_site_has_a_recipe() -> None:
    assert {recipe.site.name for recipe in RECIPES} == {path.name for path in (ROOT / "tests/data/sites").iterdir()}


def graph_of(name: str, folder: Path) -> Any:
    """Return the graph of the recipe that has a name."""
    recipe = next(recipe for recipe in RECIPES if recipe.name == name)
    laid_out(recipe, folder)
    return kg.build(folder / SITE, output=folder / OUTPUT, formats=())


def texts(graph: Any, select: str) -> set[tuple[str, ...]]:
    """Return the rows of a query as texts."""
    names = re.findall(r"\?(\w+)", select.partition("{")[0])
    return {tuple(str(row[name]) for name in names) for row in graph.query(select)}


EXCERPTS = "SELECT ?h ?x { ?a schema:headline ?h ; schema:abstract ?x }"


def test_excerpts(tmp_path: Path) -> None:
    found = texts(graph_of("Obsidian and read-later tools", tmp_path), EXCERPTS)
    assert ("The long pier", "It is longer at low water.") in found
    assert ("A pier in winter", "Nobody walks it, and it is swept all the same.") in found
    assert ("A pier in spring", "The first ice cream is sold on the first of April.") in found
    found = texts(graph_of("Planets", tmp_path / "planet"), EXCERPTS)
    assert ("Nest count", "Forty-one, in the same elms.") in found


def test_issues_list_what_their_text_links_to(tmp_path: Path) -> None:
    graph = graph_of("Newsletters", tmp_path)
    found = texts(graph, "SELECT ?h ?u { ?a kg:lists ?b . ?a schema:headline ?h . ?b schema:url ?u }")
    assert ("Issue 7: one thing only", "https://lock-keeper.example/tunnel") in found
    assert len([url for title, url in found if title == "Issue 6: bridges"]) == 3
    assert not graph.query("SELECT ?b { ?a kg:related ?b }")
    own = "SELECT ?l ?n { ?a kg:full true ; schema:inLanguage ?l ; schema:publisher/schema:name ?n }"
    assert texts(graph, own) == {("en", "Canal Letter")}


def test_related_posts_by_address_and_by_slug(tmp_path: Path) -> None:
    related = "SELECT ?h ?o { ?a kg:related ?b . ?a schema:headline ?h . ?b schema:headline ?o }"
    assert texts(graph_of("Data files, people, companies, terms", tmp_path), related) == {
        ("The wheel turns", "The leat is clean"),
        ("The wheel turns", "The wheel stops"),
    }
    assert texts(graph_of("Jekyll", tmp_path / "jekyll"), related) == {
        ("Summer timetable", "Ferry slip reopens: what changed")
    }


def test_people_companies_and_terms(tmp_path: Path) -> None:
    graph = graph_of("Data files, people, companies, terms", tmp_path)
    people = "SELECT ?n ?u ?d { ?p a schema:Person ; schema:name ?n ; schema:url ?u ; schema:description ?d }"
    assert texts(graph, people) == {("Ida March", "https://ida-march.example/", "Writes on wheels.")}
    assert ("Water", "Environment") in texts(
        graph, "SELECT ?n ?b { ?t skos:prefLabel ?n ; skos:broader/skos:prefLabel ?b }"
    )
    assert ("Leat Watch", "leat-watch.example") in texts(graph, "SELECT ?n ?d { ?p schema:name ?n ; kg:domain ?d }")
    assert texts(graph, "SELECT ?n { ?a schema:mentions/schema:name ?n }") == {("Pell Wheelwrights",)}


def test_terms_of_a_site(tmp_path: Path) -> None:
    graph = graph_of("Link blogs with keys of their own", tmp_path)
    assert texts(graph, "SELECT ?m ?n { ?a schema:timeRequired ?m ; schema:mentions/schema:name ?n }") == {
        ("12", "Brine & Sons")
    }


def test_languages_and_days_of_change(tmp_path: Path) -> None:
    found = texts(graph_of("Hugo", tmp_path), "SELECT ?l ?m { ?a schema:inLanguage ?l ; schema:dateModified ?m }")
    assert found == {("en-US", "2024-11-04 00:00:00+00:00")}


def main() -> None:
    """Write the tables of the page anew."""
    text = PAGE.read_text(encoding="utf-8")
    for recipe in RECIPES:
        with tempfile.TemporaryDirectory() as folder:
            said = cooked(recipe, laid_out(recipe, Path(folder)))
            sys.stderr.write("".join(f"{recipe.name}: $ {command}\n{answer}" for command, answer in said.items()))
            made = table(kg.open(Path(folder) / OUTPUT))
        text = text.replace(recipe.text, recipe.text.replace(recipe.table, made))
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
