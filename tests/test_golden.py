"""Small sites -> exactly these triples. Each case is `golden/<case>/in/`, a site, and `out.nt`, its sorted N-Triples.

After a change that is meant to change them, write them anew and read the difference line by line::

    KG_UPDATE_GOLDEN=1 .venv/bin/python -m pytest tests/test_golden.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import extractors, sources
from kg.entities import organizations
from kg.entities.merge import merge
from kg.identity import DEFAULT_BASE
from kg.rdf import ontology
from kg.rdf.ntriples import Writer

GOLDEN = Path(__file__).resolve().parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


def lines(site: Path) -> list[str]:
    readings = map(sources.read_file, (file for file in sources.find([site]) if file.kind != sources.OTHER))
    known = organizations.known([ontology.folder() / "organizations.ttl"])
    entities = organizations.find(merge(reading for reading in readings if reading is not None), known)
    assert entities.rejected == ()
    writer, built_in = Writer(DEFAULT_BASE), extractors.load(offered=())
    parts = extractors.extract(entities.in_order(), extractors=built_in)
    return sorted({line for part in parts for line in writer.lines(part)})


@pytest.mark.parametrize("case", CASES)
def test_a_site_gives_exactly_its_triples(case: str) -> None:
    out = GOLDEN / case / "out.nt"
    made = lines(GOLDEN / case / "in")
    if os.environ.get("KG_UPDATE_GOLDEN") == "1":
        out.write_text("".join(made), encoding="utf-8", newline="")
    assert made == out.read_bytes().decode().splitlines(keepends=True)


@pytest.mark.parametrize("case", CASES)
def test_golden_triples_are_canonical_sorted_and_without_blank_nodes(case: str) -> None:
    data = (GOLDEN / case / "out.nt").read_bytes()
    triples = [quad.triple for quad in ox.parse(data, ox.RdfFormat.N_TRIPLES)]
    assert ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) == data
    assert sorted(data.splitlines()) == data.splitlines()
    assert not any(isinstance(term, ox.BlankNode) for triple in triples for term in (triple.subject, triple.object))


def test_no_case_is_missing() -> None:
    assert CASES == [
        "amp-address", "article-with-related", "hostile-text", "mentions", "odd-bytes", "old-names", "provider-names",
        "related-shapes", "same-url", "stub-and-own-title", "taxonomy", "topics-shapes", "video-original-url",
    ]  # fmt: skip
