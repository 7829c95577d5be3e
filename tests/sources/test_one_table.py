"""A field that is added to the one table, and to the record that it fills, is read wherever fields are read.

The package is copied and patched as CONTRIBUTING tells, and asked in a process of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kg

ROW = """
    Field("mood", ("mood", "tone"), TEXT, ("article.mood",)),
    Field("places", ("places",), WORDS, ("article.places",)),
    Field("founded", ("founded",), INTEGER, ("provider.founded",)),
)  # fmt: skip
FIELDS ="""
PATCHES = (  # a file, what stands there, and what is put in its place
    ("sources/fields.py", "\n)  # fmt: skip\nFIELDS =", ROW),
    (
        "model.py",
        "    cdn_amp_url: str | None = None\n",
        "    cdn_amp_url: str | None = None\n    mood: str | None = None\n    places: tuple[str, ...] = ()\n",
    ),
    (
        "model.py",
        "    description: str | None = None\n    images: tuple[Image, ...] = ()\n",
        "    description: str | None = None\n    images: tuple[Image, ...] = ()\n    founded: int | None = None\n",
    ),
)
PLAIN = """---
webUrl: https://a.example/1
title: One
tone: de
places: Ulm Bonn
related:
  - webUrl: https://b.example/2
    title: Two
    mood: fr
    places:
      - Lyon
---
"""


@pytest.fixture(scope="module")
def patched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the package that knows three more fields."""
    folder = tmp_path_factory.mktemp("patched")
    package = folder / "kg"
    shutil.copytree(Path(kg.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, before, after in PATCHES:
        text = (package / name).read_text(encoding="utf-8")
        assert text.count(before) == 1
        (package / name).write_text(text.replace(before, after), encoding="utf-8")
    return folder


def asked(folder: Path, code: str, *arguments: str) -> Any:
    """Return what Python code says as JSON on its last line, of the copy in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    head = f"import json, sys, kg\nassert kg.__file__.startswith({str(folder)!r}), kg.__file__\n"
    done = subprocess.run(
        [sys.executable, "-c", head + code, *arguments], cwd=folder, env=environment, capture_output=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


READ = """
from kg import sources
reading = sources.read_bytes(sys.argv[1].encode(), "x.md")
print(json.dumps([[article.mood, article.places] for article in reading.articles] + [len(reading.warned)]))
"""


@pytest.mark.parametrize("comment", ["", "# a comment\n"])
def test_both_readers_read_a_new_field(patched: Path, comment: str) -> None:
    text = PLAIN.replace("---\n", f"---\n{comment}", 1)
    assert asked(patched, READ, text) == [["de", ["Ulm", "Bonn"]], ["fr", ["Lyon"]], 0]


def test_the_fast_reader_reads_a_new_field_itself(patched: Path) -> None:
    code = """
from kg.model import SourceFile
from kg.sources import plain
reading = plain.read_plain_article(sys.argv[1].encode(), SourceFile(path="x.md", sha256=""))
print(json.dumps(reading and [[article.mood, article.places] for article in reading.articles]))
"""
    assert asked(patched, code, PLAIN) == [["de", ["Ulm", "Bonn"]], ["fr", ["Lyon"]]]


@pytest.mark.parametrize("comment", ["", "# a comment\n"])
def test_a_value_that_does_not_fit_a_new_field_is_told_by_both_readers(patched: Path, comment: str) -> None:
    text = f"---\n{comment}webUrl: https://a.example/1\ntone:\n  - de\n---\n"
    code = """
from kg import sources
print(json.dumps([[w.key, w.message] for w in sources.read_bytes(sys.argv[1].encode(), "x.md").warned]))
"""
    assert asked(patched, code, text) == [["tone", "tone is a list, not a text: left out; write it on one line"]]


def test_merge_fills_a_new_field_from_stubs_and_joins_a_new_list(patched: Path) -> None:
    code = """
from kg import sources
from kg.entities.merge import merge
own = "---\\nwebUrl: https://b.example/2\\nplaces: Nice\\n---\\n"
readings = [sources.read_bytes(text.encode(), f"{n}.md") for n, text in enumerate((sys.argv[1], own))]
print(json.dumps([[article.mood, article.places] for article in merge(readings).articles]))
"""
    assert asked(patched, code, PLAIN) == [["de", ["Ulm", "Bonn"]], ["fr", ["Lyon", "Nice"]]]


def test_a_new_field_of_a_provider_is_read_from_its_file(patched: Path) -> None:
    code = """
from kg import sources
text = b"name: A\\ndomain: a.example\\nfounded: 1919"
(provider,) = sources.read_bytes(text, "a.yaml", kind="organization").providers
print(json.dumps([provider.name, provider.founded]))
"""
    assert asked(patched, code) == ["A", 1919]


def test_doctor_counts_a_new_field_and_takes_its_keys_for_read(patched: Path, tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(PLAIN, encoding="utf-8")
    code = """
from kg import sources
from kg.validation.survey import survey
found = survey(sources.find([sys.argv[1]]))
print(json.dumps([found.coverage["mood"], {key.key: key.read_as for key in found.keys}["tone"], found.codes]))
"""
    assert asked(patched, code, str(tmp_path)) == [1, "mood", {}]
