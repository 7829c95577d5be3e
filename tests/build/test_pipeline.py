"""From a folder of articles to an output folder: the same bytes whatever the order, the workers and the doubles."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import sources
from kg.build import reading, workers
from kg.errors import StrictError, UsageError
from kg.model import Reading

FILES = ("graph.ttl", "graph.html", "stories.csv")
Write = Callable[..., Path]


def outputs(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def deterministic(report: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in report.items() if key != "timings"}


@pytest.fixture(scope="module")
def corpora(harbor_site: Path, seed_twin: Path, examples: Path) -> list[Path]:
    """Three sources that together have stubs, copies of stubs, a taxonomy, rejected and unread files."""
    return [harbor_site, seed_twin, examples]


@pytest.fixture(scope="module")
def reference(corpora: list[Path], tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    return kg.build(corpora, output=tmp_path_factory.mktemp("reference") / "output", jobs=1)


def build(sources: Iterable[Path], folder: Path, **options: Any) -> kg.KnowledgeGraph:
    return kg.build(sources, output=folder / "output", **options)


def test_two_builds_give_the_same_bytes_and_report(
    reference: kg.KnowledgeGraph, corpora: list[Path], tmp_path: Path
) -> None:
    again = build(corpora, tmp_path)
    assert outputs(again.folder) == outputs(reference.folder)
    assert deterministic(again.report) == deterministic(reference.report)


def test_a_build_over_the_last_gives_the_same_bytes(
    reference: kg.KnowledgeGraph, corpora: list[Path], tmp_path: Path
) -> None:
    build(corpora[:1], tmp_path)
    assert outputs(build(corpora, tmp_path).folder) == outputs(reference.folder)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_sources_does_not_show(
    reference: kg.KnowledgeGraph, corpora: list[Path], tmp_path: Path, seed: int
) -> None:
    shuffled = random.Random(seed).sample(corpora, len(corpora))
    assert outputs(build(shuffled, tmp_path).folder) == outputs(reference.folder)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_files_does_not_show(corpora: list[Path], tmp_path: Path, seed: int) -> None:
    files = sorted(path for corpus in corpora for path in corpus.rglob("*") if path.is_file())
    assert len(files) > 40
    ordered = build(files, tmp_path / "ordered")
    shuffled = build(random.Random(seed).sample(files, len(files)), tmp_path / "shuffled")
    assert outputs(shuffled.folder) == outputs(ordered.folder)
    assert deterministic(shuffled.report) == deterministic(ordered.report)


def test_the_number_of_workers_does_not_show(
    reference: kg.KnowledgeGraph, corpora: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "FEWEST", 1)
    monkeypatch.setattr(reading, "CHUNK", 7)
    here: list[sources.InputFile] = []
    read = sources.read_file

    def counted(file: sources.InputFile) -> Reading | None:
        here.append(file)
        return read(file)

    monkeypatch.setattr(sources, "read_file", counted)
    two = build(corpora, tmp_path, jobs=2)
    files = two.report["counts"]["files"]
    assert 0 < len(here) < files["read"], "a worker reads some of the files, this process the others"
    assert outputs(two.folder) == outputs(reference.folder)
    assert deterministic(two.report) == deterministic(reference.report)


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_seed_of_hashes_does_not_show(
    reference: kg.KnowledgeGraph, corpora: list[Path], tmp_path: Path, seed: str
) -> None:
    command = [sys.executable, "-m", "kg", "build", *map(str, corpora), "-o", str(tmp_path / "output")]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    assert outputs(tmp_path / "output") == outputs(reference.folder)


def test_the_same_folder_twice_is_once(reference: kg.KnowledgeGraph, corpora: list[Path], tmp_path: Path) -> None:
    twice = build([*corpora, *corpora], tmp_path)
    assert outputs(twice.folder) == outputs(reference.folder)
    assert deterministic(twice.report) == deterministic(reference.report)


def test_copies_of_the_folders_under_other_names_do_not_show(
    reference: kg.KnowledgeGraph, corpora: list[Path], tmp_path: Path
) -> None:
    copies = [Path(shutil.copytree(corpus, tmp_path / f"copy {i}")) for i, corpus in enumerate(corpora)]
    twice = build([*copies, *corpora], tmp_path)
    assert outputs(twice.folder) == outputs(reference.folder)
    once = deterministic(reference.report)
    counts, files = once["counts"], once["counts"]["files"]
    doubled = {name: 2 * number for name, number in files.items()} | {"rejected": files["rejected"]}
    assert twice.report["counts"] == counts | {"files": doubled}
    assert twice.report["rejected"] == once["rejected"]
    assert twice.report["warnings"] == once["warnings"]


def test_a_copy_of_every_file_beside_it_adds_nothing_but_warnings(
    seed_twin: Path, twin: kg.KnowledgeGraph, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(seed_twin, tmp_path / "in"))
    (file,) = folder.iterdir()
    shutil.copy(file, folder / f"copy of {file.name}")
    twice = build([folder], tmp_path)
    assert outputs(twice.folder) == outputs(twin.folder)
    assert twice.report["warnings"] == [
        {
            "path": f"copy of {file.name}",
            "line": 1,
            "message": f"the same bytes as {file.name}: counted once; delete one of them",
        }
    ]


def test_where_the_folder_lies_does_not_show(
    reference: kg.KnowledgeGraph, corpora: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = [shutil.copytree(corpus, tmp_path / f"copy-{i}").name for i, corpus in enumerate(corpora)]
    monkeypatch.chdir(tmp_path)
    assert outputs(kg.build(copies, output="output").folder) == outputs(reference.folder)


def test_one_source_several_and_a_list_are_all_understood(corpora: list[Path], tmp_path: Path) -> None:
    one = kg.build(str(corpora[0]), output=tmp_path / "one")
    listed = kg.build([corpora[0]], output=str(tmp_path / "listed"))
    assert outputs(one.folder) == outputs(listed.folder)
    several = kg.build(corpora[0], str(corpora[1]), output=tmp_path / "several")
    both = kg.build(iter(corpora[:2]), output=tmp_path / "both")
    assert outputs(several.folder) == outputs(both.folder) != outputs(one.folder)


def test_a_source_may_be_one_file(seed_twin: Path, twin: kg.KnowledgeGraph, tmp_path: Path) -> None:
    (file,) = seed_twin.iterdir()
    assert outputs(build([file], tmp_path).folder) == outputs(twin.folder)


def test_formats_are_those_that_were_asked_for(seed_twin: Path, tmp_path: Path) -> None:
    graph = kg.build(seed_twin, output=tmp_path / "output", formats=["nt", "GraphML"])
    assert sorted(path.name for path in graph.folder.glob("graph.*")) == ["graph.graphml", "graph.nt"]


def test_nothing_given_is_refused() -> None:
    with pytest.raises(UsageError, match="nothing to build: name a file, a folder or a site"):
        kg.build([])


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"formats": ["turtle", "docx"]}, "no format 'docx'"),
        ({"source": "no/such/folder"}, "no such file or folder: no/such/folder"),
    ],
)
def test_wrong_usage_is_found_before_anything_is_written(
    seed_twin: Path, tmp_path: Path, option: dict[str, Any], message: str
) -> None:
    source = option.pop("source", seed_twin)
    with pytest.raises(UsageError, match=message):
        kg.build(source, output=tmp_path / "output", **option)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_articles_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.txt").write_text("no article")
    with pytest.raises(
        UsageError, match=r"nothing could be built from .*in:\n1 file left out: no front matter \(notes"
    ):
        kg.build(tmp_path / "in", output=tmp_path / "out" / "output")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_with_rejected_files_only_says_why(article_file: Write, tmp_path: Path) -> None:
    for i in range(7):
        article_file(f"in/{i}.md", webUrl="/x", title="No address")
    with pytest.raises(UsageError) as error:
        kg.build(tmp_path / "in", output=tmp_path / "output")
    lines = str(error.value).splitlines()
    assert len(lines) == 7
    assert lines[-1].startswith("7 files rejected: ")
    assert lines[1] == "0.md:2: '/x' is not an absolute http(s) address; write it in full"


def test_strict_raises_when_something_was_rejected_and_the_folder_is_there(harbor_site: Path, tmp_path: Path) -> None:
    with pytest.raises(StrictError, match=r"2 rejected; see .*report.json"):
        kg.build(harbor_site, output=tmp_path / "output", strict=True)
    assert len(kg.open(tmp_path / "output")) == 136


def test_strict_is_silent_when_nothing_was_rejected(seed_twin: Path, tmp_path: Path) -> None:
    assert kg.build(seed_twin, output=tmp_path / "output", strict=True).report["rejected"] == []


def test_a_site_that_holds_its_own_output_is_built_the_same_way_again(harbor_site: Path, tmp_path: Path) -> None:
    site = shutil.copytree(harbor_site, tmp_path / "site")
    first = kg.build(site, output=site / "output")
    before, report = outputs(first.folder), deterministic(first.report)
    (site / "output" / "note.md").write_text("---\nwebUrl: https://a.example/note\ntitle: A note\n---\n")
    again = kg.build(site, output=site / "output")
    assert outputs(again.folder) == before
    assert deterministic(again.report) == report
