"""Readings -> bytes -> the same readings, with less of them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kg import sources
from kg.model import Reading
from kg.sources import parcels


def readings(*folders: Path) -> list[Reading | None]:
    return [sources.read(file) for file in sources.find(folders) if file.kind != sources.OTHER]


def test_a_parcel_gives_back_what_was_packed(examples: Path, harbor_site: Path) -> None:
    golden = harbor_site.parent.parent / "golden"
    given = readings(examples, harbor_site, golden)
    assert None in given
    assert any(reading and reading.rejected for reading in given)
    assert any(reading and reading.warned for reading in given)
    assert any(reading and reading.topics for reading in given)
    assert parcels.unpack(parcels.pack(given)) == given


def test_what_several_files_say_goes_along_once(tmp_path: Path) -> None:
    related = (
        "related:\n  - title: The harbor is shut\n    webUrl: https://b.example/shut\n    excerpt: " + "fog " * 400
    )
    for n in range(20):
        (tmp_path / f"{n}.md").write_text(f"---\nwebUrl: https://a.example/{n}\n{related}\n---\n")
    given = readings(tmp_path)
    packed = parcels.pack(given)
    assert len(packed) < len(msgspec.msgpack.encode(given)) / 4
    first, second = (reading for reading in parcels.unpack(packed)[:2] if reading)
    assert first.articles[1] is second.articles[1]
    assert first.related[0].origins != second.related[0].origins


@pytest.mark.corpus
def test_every_file_of_a_real_corpus_survives_the_parcel(shared: Path) -> None:
    given = readings(shared / "corpus" / "coronavirus")
    assert parcels.unpack(parcels.pack(given)) == given
