"""What the query page is made of, and where it came from."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from kg.server.app import FILES, STATIC
from server_support import Served

LOCK = Path(__file__).resolve().parents[2] / "viewer" / "package-lock.json"


def test_the_bundle_is_what_was_built() -> None:
    lines = (STATIC / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: sum for sum, name in map(str.split, lines)}
    assert set(sums) == {"LICENSES.txt", "query.css", "query.js"}
    for name, sum in sums.items():
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == sum, f"{name} was changed: make bundle"


def test_each_package_in_it_has_its_licence() -> None:
    texts = (STATIC / "LICENSES.txt").read_text(encoding="utf-8")
    locked = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    names, within = ["@zazuko/yasgui"], set[str]()
    while names:
        within.add(name := names.pop())
        names += locked[f"node_modules/{name}"].get("dependencies", {}).keys() - within
    for name in within:
        assert f"==== {name}\n\n" in texts or name.startswith("@types/")


def test_packages_are_locked_without_an_address_of_a_download() -> None:
    locked = json.loads(LOCK.read_text(encoding="utf-8"))["packages"].values()
    assert not [package for package in locked if "resolved" in package and "link" not in package]


@pytest.mark.parametrize("host", ["lov.linkeddata.es", "prefix.cc", "dbpedia.org/sparql", "query.wikidata.org"])
def test_it_names_nobody_to_ask(host: str) -> None:
    assert host not in (STATIC / "query.js").read_text(encoding="utf-8")


def test_styles_take_nothing_from_elsewhere() -> None:
    for name in ("query.css", "page.css"):
        assert not re.findall(r"url\(\s*['\"]?(?!data:)[^)]{0,80}", (STATIC / name).read_text(encoding="utf-8"))


def test_they_are_served(served: Served) -> None:
    for name, media in FILES.items():
        answer = served.get(f"/static/{name}")
        assert (answer.status, answer.headers["content-type"]) == (200, media)
        assert answer.body == (STATIC / name).read_bytes()
