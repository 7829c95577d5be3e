"""A file of `_data/organizations` -> a provider."""

from __future__ import annotations

import pytest

from kg import sources
from kg.model import Image, Origin, Provider, Reading, Rejected


def read(text: str, path: str = "_data/organizations/x.md") -> Reading:
    return sources.read_bytes(text.encode(), path, kind="organization")


FIELDS = """
taxonomy: organization
_id: harbor.example
name: The Harbor
domain: Harbor.Example
otherNames: [Harbor Daily, NO]
description: "News of <b>ships</b> &amp; sailors."
images:
  - url: /assets/logo 1.jpg
    width: 50
    height: 50
"""
PROVIDER = Provider(
    domain="harbor.example",
    name="The Harbor",
    other_names=("Harbor Daily", "NO"),
    description="News of ships & sailors.",
    images=(Image(url="/assets/logo 1.jpg", iri="image/assets/logo%201.jpg", width=50, height=50),),
)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("_data/organizations/x.md", f"---{FIELDS}---\nMore about it.\n"),
        ("_data/organizations/x.md", FIELDS),
        ("_data/organizations/x.yaml", FIELDS),
        ("_data/organizations/x.yml", f"---{FIELDS}"),
        ("_data/organizations/X.YAML", f"---{FIELDS}---\n"),
    ],
)
def test_an_organization_is_a_provider_in_markdown_or_yaml(path: str, text: str) -> None:
    reading = read(text, path)
    assert (reading.rejected, reading.warned, reading.providers) == ((), (), (PROVIDER,))
    assert (reading.articles, reading.topics) == ((), ())


def test_the_id_stands_in_for_a_domain() -> None:
    assert read("---\n_id: Only.example\n---\n").providers == (Provider(domain="only.example"),)


@pytest.mark.parametrize("name", "NO 010 12:30:45 1e3 0x1F yes".split())
def test_a_name_that_yaml_would_resolve_stays_a_text(name: str) -> None:
    (provider,) = read(f"name: {name}\ndomain: a.example\notherName: {name}").providers
    assert (provider.name, provider.other_names) == (name, (name,))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("---\nname: Nobody\n---\n", 2, "no domain: a provider is known by its domain; add domain"),
        ("---\ndomain: ' '\n---\n", 2, "no domain: a provider is known by its domain; add domain"),
        ("- a\n", 1, "an organization is a mapping of keys to values (name, domain, ...)"),
        ("# Only a heading\n", 1, "no domain: a provider is known by its domain; add domain"),
        ("Only a line\n", 1, "an organization is a mapping of keys to values (name, domain, ...)"),
        ("---\n- a\n---\n", 2, "the front matter is not a mapping of keys to values (key: value)"),
    ],
)
def test_what_is_no_organization_is_rejected_with_line_and_reason(text: str, line: int, reason: str) -> None:
    reading = read(text)
    code = "KG004" if reason.startswith("no domain") else "KG001"
    origin = Origin(path="_data/organizations/x.md", line=line, sha256=reading.file.sha256)
    assert reading == Reading(file=reading.file, rejected=(Rejected(origin=origin, reason=reason, code=code),))
