"""Readings -> one file beside the store, or bytes for another process, and back."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import sources
from kg.errors import GraphError
from kg.model import Reading
from kg.sources import records


def readings_of(*folders: Path) -> list[Reading]:
    found = map(sources.read_file, (file for file in sources.find(folders) if file.kind != sources.OTHER))
    return [reading for reading in found if reading is not None]


@pytest.fixture(scope="module")
def readings(examples: Path, harbor_site: Path) -> list[Reading]:
    """Files of all kinds: articles, stubs, a taxonomy, organizations, rejected ones."""
    found = readings_of(examples, harbor_site)
    assert any(reading.rejected for reading in found)
    assert any(reading.topics for reading in found)
    return found


@pytest.mark.parametrize("block", [1, 7, 256])
def test_what_was_written_is_read_again_sorted_by_path(
    readings: list[Reading], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(records, "BLOCK", block)
    records.write_records(reversed(readings), tmp_path / "records")
    assert list(records.read_records(tmp_path / "records")) == sorted(readings, key=lambda reading: reading.file.path)


def test_nothing_is_something_too(tmp_path: Path) -> None:
    records.write_records([], tmp_path / "records")
    assert list(records.read_records(tmp_path / "records")) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_readings_does_not_show(readings: list[Reading], tmp_path: Path, seed: int) -> None:
    records.write_records(readings, tmp_path / "one")
    records.write_records(random.Random(seed).sample(readings, len(readings)), tmp_path / "other")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_files_that_could_not_be_opened_have_an_order_too(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    os.mkfifo(tmp_path / "one" / "a.md")
    (tmp_path / "other" / "a.md").symlink_to("nowhere")
    found = [*readings_of(tmp_path / "one"), *readings_of(tmp_path / "other")]
    assert len({reading.file.path for reading in found}) == 1
    records.write_records(found, tmp_path / "records")
    records.write_records(reversed(found), tmp_path / "reversed")
    assert (tmp_path / "records").read_bytes() == (tmp_path / "reversed").read_bytes()


def test_a_build_writes_what_the_files_said(twin: kg.KnowledgeGraph, seed_twin: Path) -> None:
    assert list(records.read_records(twin.folder / "records.bin")) == readings_of(seed_twin)


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_neither_machine_nor_hash_shows(
    harbor: kg.KnowledgeGraph, harbor_site: Path, tmp_path: Path, seed: str
) -> None:
    command = [sys.executable, "-m", "kg", "build", str(harbor_site), "-o", str(tmp_path / "elsewhere")]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    ours, theirs = ((folder / "records.bin").read_bytes() for folder in (harbor.folder, tmp_path / "elsewhere"))
    assert ours == theirs
    said = repr(list(records.read_records(harbor.folder / "records.bin")))
    assert str(harbor_site) not in said
    assert "SENTINEL-BODY" in said, "which is searched"
    assert said.count("SENTINEL") == 1, "what is secret or markup is not kept either"


@pytest.fixture(scope="module")
def five(readings: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Path]:
    """The records of five files, and a path to write to."""
    path = tmp_path_factory.mktemp("damaged") / "records"
    records.write_records(readings[:5], path)
    return path.read_bytes(), path


def test_where_there_is_none_reading_says_so(tmp_path: Path) -> None:
    assert not records.has_records(tmp_path / "records")
    with pytest.raises(GraphError, match=rf"no records of version {records.VERSION} in {tmp_path}; build the graph"):
        list(records.read_records(tmp_path / "records"))


@pytest.mark.parametrize("head", [b"kg records 0\n", b"kg records 999\n", b"something else\n", b"", b"kg records 1"])
def test_records_of_another_version_are_none(tmp_path: Path, head: bytes) -> None:
    (tmp_path / "records").write_bytes(head)
    assert not records.has_records(tmp_path / "records")


@settings(deadline=None)  # of the first example, which reads the files
@given(place=st.integers(min_value=0), other=st.integers(min_value=1, max_value=255))
def test_a_byte_that_is_another_or_missing_is_found(five: tuple[bytes, Path], place: int, other: int) -> None:
    whole, path = five
    path.write_bytes(whole)
    said = list(records.read_records(path))
    head = whole.index(b"\n") + 1
    place = head + place % (len(whole) - head)
    path.write_bytes(whole[:place] + bytes([whole[place] ^ other]) + whole[place + 1 :])
    with suppress(GraphError):
        assert list(records.read_records(path)) == said, "only zlib's word on its own level may be another"
    path.write_bytes(whole[: max(place, head + 1)])
    with pytest.raises(GraphError, match="is damaged"):
        list(records.read_records(path))


def test_a_block_does_not_swallow_the_next(
    readings: list[Reading], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "BLOCK", 1)
    records.write_records(readings[:3], tmp_path / "records")
    head, _, rest = (tmp_path / "records").read_bytes().partition(b"\n")
    longer = (len(rest) - 4).to_bytes(4, "big")
    (tmp_path / "records").write_bytes(head + b"\n" + longer + rest[4:])
    with pytest.raises(GraphError, match="a block does not end where it should"):
        list(records.read_records(tmp_path / "records"))


def test_no_more_than_a_block_is_held(readings: list[Reading], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "BLOCK", 1)
    records.write_records(readings, tmp_path / "records")
    data = (tmp_path / "records").read_bytes()
    (tmp_path / "records").write_bytes(data[:-1])
    found = records.read_records(tmp_path / "records")
    assert next(found).file.path, "the first can be had although the last is damaged"
    with pytest.raises(GraphError, match="is damaged"):
        list(found)


@pytest.mark.corpus
def test_the_records_of_a_real_site_are_small(shared: Path, tmp_path: Path) -> None:
    found = readings_of(shared / "corpus" / "smartable-power-apps")
    records.write_records(found, tmp_path / "records")
    assert list(records.read_records(tmp_path / "records")) == found
    assert (tmp_path / "records").stat().st_size < 1000 * len(found)


# -- for another process ----------------------------------------------------------------------------------------------


def read_files(*folders: Path) -> list[Reading]:
    return [sources.read_file(file) for file in sources.find(folders) if file.kind != sources.OTHER]


def test_bytes_give_back_what_was_packed(examples: Path, harbor_site: Path) -> None:
    golden = harbor_site.parent.parent / "golden"
    given = read_files(examples, harbor_site, golden)
    for part in ("left_out", "rejected", "warned", "topics", "text"):
        assert any(getattr(reading, part) for reading in given), part
    assert records.unpack(records.pack(given)) == given


def test_what_several_files_say_goes_along_once(tmp_path: Path) -> None:
    related = (
        "related:\n  - title: The harbor is shut\n    webUrl: https://b.example/shut\n    excerpt: " + "fog " * 400
    )
    for n in range(20):
        (tmp_path / f"{n}.md").write_text(f"---\nwebUrl: https://a.example/{n}\n{related}\n---\n")
    given = read_files(tmp_path)
    packed = records.pack(given)
    assert len(packed) < len(msgspec.msgpack.encode(given)) / 4
    first, second = records.unpack(packed)[:2]
    assert first.articles[1] is second.articles[1]
    assert first.related[0].origins != second.related[0].origins


@pytest.mark.corpus
def test_every_file_of_a_real_corpus_survives_packing(shared: Path) -> None:
    given = read_files(shared / "corpus" / "coronavirus")
    assert records.unpack(records.pack(given)) == given
