"""What is installed is what importlib.metadata says is."""

from __future__ import annotations

import sys
import zipfile
from importlib import metadata
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from kg import installed

GROUP = "kg.exporters"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path in which a package lies that offers something."""
    lay_out(tmp_path, "Odd_Name.of-it", "2.0.post1+local")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def lay_out(place: Path, name: str, version: str, *, ending: str = ".dist-info") -> None:
    folder = place / f"{name.replace('-', '_')}-{version}{ending}"
    folder.mkdir(parents=True)
    word = "PKG-INFO" if "egg" in ending else "METADATA"
    (folder / word).write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (folder / "entry_points.txt").write_text(f"[{GROUP}]\n{name.lower()} = it:export\n")


def names() -> list[str]:
    return [point.name for point in installed.entry_points(group=GROUP)]


def test_each_package_has_the_version_that_it_says() -> None:
    for found in metadata.distributions():
        assert installed.version(found.name) == metadata.version(found.name), found.name


@pytest.mark.parametrize("group", ["console_scripts", "pytest11", GROUP, "kg.extractors"])
def test_all_that_is_offered_is_found(group: str) -> None:
    assert set(installed.entry_points(group=group)) == set(metadata.entry_points(group=group))


def test_one_that_is_installed_meanwhile_is_found(site: Path) -> None:
    assert installed.version("odd-name_of.it") == "2.0.post1+local"
    assert names() == ["odd_name.of-it"]
    lay_out(site, "other", "1")
    assert installed.version("other") == "1"
    assert sorted(names()) == ["odd_name.of-it", "other"]


def test_what_lies_elsewhere_is_asked_for_by_the_library(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(site / "old", "egg", "3", ending=".egg-info")
    monkeypatch.syspath_prepend(site / "old")
    assert installed.version("egg") == "3"
    assert installed.version("no-such-package") is None
    assert sorted(names()) == ["egg", "odd_name.of-it"]


def test_so_is_what_lies_in_a_zip(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(site / "packed.zip", "w") as file:
        file.writestr("inner-4.dist-info/METADATA", "Metadata-Version: 2.1\nName: inner\nVersion: 4\n")
    monkeypatch.syspath_prepend(site / "packed.zip")
    assert installed.version("inner") == "4"


def test_so_is_what_others_find(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder:
        def find_spec(self, *_: object) -> None:
            return None

        def find_distributions(self, *_: object) -> list[Distribution]:
            return [Distribution.at(path) for path in (site / "away").glob("*.dist-info")]

    lay_out(site / "away", "far", "5")
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
    installed._read.cache_clear()
    try:
        assert installed.version("far") == "5"
    finally:
        installed._read.cache_clear()
