"""Readers of other packages: a function and its suffixes; what it does wrong is said by name, and stops no other."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ReaderError, SourceError
from kg.sources import plugins
from kg.sources.plugins import GROUP, OtherReader, load, reader_of, rows, tree_of
from kg.sources.tree import MAX_DEPTH, Mapping, Sequence

BIBTEX = '''
def read(data, path):
    """BibTeX."""
    for number, line in enumerate(data.decode().splitlines(), 1):
        yield {"url": line, "title": f"{path} {number}", "score": number, "tags": ["a", None], "draft": False}

read.suffixes = (".bib", ".BIBTEX")

def nothing(data, path):
    return []

def broken(data, path):
    yield {"url": "https://a.example/1"}
    raise ZeroDivisionError("of its own")

broken.suffixes = [".brk"]

def refusing(data, path):
    from kg.errors import SourceError
    raise SourceError("no such thing", line=7)

refusing.suffixes = ".rfs"

def odd(data, path):
    return ["text", {"url": "https://a.example/1"}]

odd.suffixes = (".odd",)
number = 7

def json(data, path):
    return []

json.suffixes = (".json",)
'''
Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a package as pip would lay it out: a module, and a .dist-info with its entry points."""
    modules: list[str] = []
    plugins.installed.cache_clear()

    def lay_out(distribution: str, points: str) -> None:
        folder = tmp_path / distribution
        info = folder / f"{distribution.replace('-', '_')}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{GROUP}]\n{points}\n")
        name = distribution.replace("-", "_")
        (folder / f"{name}.py").write_text(BIBTEX)
        modules.append(name)
        monkeypatch.syspath_prepend(folder)

    yield lay_out
    for name in modules:
        sys.modules.pop(name, None)
    importlib.invalidate_caches()
    plugins.installed.cache_clear()


def test_the_group_of_entry_points_has_its_promised_name() -> None:
    assert GROUP == "kg.sources"


def test_a_reader_of_another_package_is_found_by_suffix(install: Install) -> None:
    install("kg-bib", "bib = kg_bib:read\nbrk = kg_bib:broken")
    found = load(taken=(".json",))
    assert [(reader.name, reader.suffixes, reader.origin) for reader in found] == [
        ("bib", (".bib", ".bibtex"), "kg-bib (kg_bib:read)"),
        ("brk", (".brk",), "kg-bib (kg_bib:broken)"),
    ]
    assert reader_of("a/Refs.BibTeX", found) is found[0]
    assert reader_of("a/x.md", found) is None
    first, second = rows(found[0], b"https://a.example/1\nhttps://a.example/2", "x.bib")
    assert first == {
        "url": "https://a.example/1", "title": "x.bib 1", "score": "1", "tags": ["a", None], "draft": "false",
    }  # fmt: skip
    assert isinstance(second, Mapping)
    assert second.lines["url"] == 1


def test_what_a_reader_does_wrong_on_a_file_is_an_error_of_the_file(install: Install) -> None:
    install("kg-bib", "brk = kg_bib:broken\nodd = kg_bib:odd\nrfs = kg_bib:refusing")
    broken, odd, refusing = load()
    first, error = rows(broken, b"", "x.brk")
    assert first == {"url": "https://a.example/1"}
    assert str(error) == (
        "the reader 'brk' of kg-bib (kg_bib:broken) broke after row 1: ZeroDivisionError: of its own; "
        "mend or uninstall its package"
    )
    error, last = rows(odd, b"", "x.odd")
    assert "row 1 is 'text', not a dict" in str(error)
    assert last == {"url": "https://a.example/1"}
    (error,) = rows(refusing, b"", "x.rfs")
    assert isinstance(error, SourceError)
    assert (error.reason, error.line) == ("no such thing", 7)


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ("a = kg_bib:read\nb = kg_bib:read", "two readers claim files in .bib: kg-bib"),
        ("a = kg_bib:json", "two readers claim files in .json: kg and kg-bib"),
        ("a = kg_bib:nothing", "does not say what it reads: give it suffixes, as in a.suffixes"),
        ("a = kg_bib:number", "is 7: offer a function"),
        ("a = no_such_module_at_all:read", "cannot be loaded: ModuleNotFoundError"),
    ],
)
def test_what_a_package_does_wrong_is_said_by_name(install: Install, points: str, message: str) -> None:
    install("kg-bib", points)
    with pytest.raises(ReaderError, match="kg-bib") as error:
        load(taken=(".json",))
    assert message in str(error.value)


def test_two_packages_with_one_name_clash() -> None:
    points = [EntryPoint(name="a", value=f"{__name__}:{name}", group=GROUP) for name in ("one", "two")]
    sys.modules[__name__] = sys.modules.get(__name__) or importlib.import_module(__name__)
    with pytest.raises(ReaderError, match="two readers claim the name 'a'"):
        load(points)


def one(data: bytes, path: str) -> list[Any]:
    return []


def two(data: bytes, path: str) -> list[Any]:
    return []


one.suffixes = ".one"  # type: ignore[attr-defined]
two.suffixes = ".two"  # type: ignore[attr-defined]


def test_without_packages_there_are_no_readers() -> None:
    assert load(()) == ()


def test_values_of_python_are_texts_as_front_matter_has_them() -> None:
    value = {
        "day": date(2020, 6, 11), "moment": datetime(2020, 6, 11, 1, 6, tzinfo=UTC), "number": 1.5,
        "none": float("nan"),
        "set": {"b", "a"}, 7: True, "inner": {"x": ()},
    }  # fmt: skip
    found = tree_of(value, line=3)
    assert found == {
        "day": "2020-06-11", "moment": "2020-06-11T01:06:00+00:00", "number": "1.5", "none": None, "set": ["a", "b"],
        "7": "true", "inner": {"x": []},
    }  # fmt: skip
    assert (found.line, found.lines["day"], found["set"].lines) == (3, 3, [3, 3])


def test_a_mapping_keeps_its_lines() -> None:
    row, tags = Mapping(4), Sequence(6)
    tags.append("x")
    tags.lines.append(7)
    row.place("tags", 5)
    row["tags"] = tags
    (found,) = rows(OtherReader("a", (".a",), lambda data, path: [row], "x"), b"", "x.a")
    assert isinstance(found, Mapping)
    assert (found.line, found.lines, found["tags"].lines) == (4, {"tags": 5}, [7])


def test_deep_values_are_an_error() -> None:
    deep: list[Any] = []
    for _ in range(10 * MAX_DEPTH):
        deep = [deep]
    (error,) = rows(OtherReader("a", (".a",), lambda data, path: [{"x": deep}], "x"), b"", "x.a")
    assert isinstance(error, SourceError)
    assert "deep" in error.reason
