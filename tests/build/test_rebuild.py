"""Any changes, then a build that goes on from the last one: the same bytes as a build from nothing."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.build import state
from kg.build.progress import Stages
from kg.rdf.store import Store

DETERMINISTIC = ("graph.ttl", "graph.html", "stories.csv", "records.bin", "history.ttl")
NAMES = ("a.md", "b.md", "c.md", "d.md", "e.md", "deep/f.md", "deep/g.md", "README.md")
HOSTS = ("wired.com", "www.apple.com", "cnbc.com", "nobody.example")
TITLES = (
    "Amazon stops selling face recognition to police",
    "Amazon halts police use of face recognition",
    "Ferry Skylark aground off Harbor Point",
    "Tide Tables gain a foot",
    "Gap and Target report sales",
    "",
)
EXCERPTS = (
    "The company said on Wednesday that police would not have its face recognition for a year.",
    "Tide Tables, the publisher, and Nobody Press said that the ferry ran aground at dawn.",
    "",
)
OWNERS = ("Wired", "CNBC", "Tide Tables", "Nobody Press", "Apple", "")
TOPICS = ((), ("AI",), ("AI", "Shipping"), ("shipping",))
DAYS = ("2020-06-10T12:00:00Z", "2020-06-11T08:00:00Z", "2020-09-01T00:00:00Z", "")
Edit = Callable[[Path], None]


def address(number: int) -> str:
    return f"https://{HOSTS[number % len(HOSTS)]}/story/{number}"


def item(number: int, title: str, owner: str) -> dict[str, Any]:
    provider = {"domain": HOSTS[number % len(HOSTS)], **({"name": owner} if owner else {})}
    return {"webUrl": address(number), **({"title": title} if title else {}), "provider": provider}


@st.composite
def articles(draw: st.DrawFn) -> bytes:
    """The bytes of an article; few addresses, so that files speak of each other and of the same things."""
    number = draw(st.integers(0, 9))
    said = item(number, draw(st.sampled_from(TITLES)), draw(st.sampled_from(OWNERS)))
    for key, values in (("excerpt", EXCERPTS), ("publishedDateTime", DAYS), ("topics", TOPICS)):
        if value := draw(st.sampled_from(values)):
            said[key] = list(value) if isinstance(value, tuple) else value
    if draw(st.booleans()):
        said["ampWebUrl"] = address(draw(st.integers(0, 9)))
    if draw(st.booleans()):
        said["images"] = [{"url": f"https://img.example/{number % 3}.jpg", "width": draw(st.sampled_from((50, 60)))}]
    listed = draw(st.lists(st.integers(0, 12), max_size=3, unique=True))
    said["related"] = [item(other, draw(st.sampled_from(TITLES)), draw(st.sampled_from(OWNERS))) for other in listed]
    return f"---\n{json.dumps(said)}\n---\n".encode()


TAXONOMIES = ("- slug: ai\n  name: AI\n  keywords: [robots]\n", "name: Shipping\nparent: Transport\n", "name: [\n")
TAXONOMY_FILES = ("_data/topics/ai.yaml", "_data/topics/x.yaml")
BROKEN = (b"---\ntitle: no address\n---\n", b"\xff\xfe", b"no front matter", b"")


def written(name: str, data: bytes) -> Edit:
    def edit(site: Path) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(data)

    return edit


def moved(name: str, other: str, *, keep: bool = False) -> Edit:
    def edit(site: Path) -> None:
        if (site / name).exists():
            (site / other).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copyfile if keep or name == other else os.replace)(
                site / name, site / (other if name != other else "z.md")
            )

    return edit


def deleted(name: str) -> Edit:
    return lambda site: (site / name).unlink(missing_ok=True)


def touched(name: str) -> Edit:
    return lambda site: os.utime(site / name) if (site / name).exists() else None


names = st.sampled_from(NAMES)
edits = st.one_of(
    st.builds(written, names, articles()),
    st.builds(written, names, articles()),
    st.builds(deleted, names),
    st.builds(touched, names),
    st.builds(moved, names, names, keep=st.booleans()),
    st.builds(written, names, st.sampled_from(BROKEN)),
    st.builds(written, st.sampled_from(TAXONOMY_FILES), st.sampled_from(TAXONOMIES).map(str.encode)),
    st.builds(
        lambda owner, host: written("_data/organizations/x.md", f"---\nname: {owner}\ndomain: {host}\n---\n".encode()),
        st.sampled_from(OWNERS),
        st.sampled_from(HOSTS),
    ),
)  # fmt: skip
histories = st.tuples(
    st.lists(st.builds(written, names, articles()), min_size=3, max_size=7),
    st.lists(st.lists(edits, min_size=1, max_size=4), min_size=1, max_size=3),
)


@pytest.fixture(autouse=True, scope="module")
def at_once() -> Iterator[None]:
    """Let files count as unchanged right after they were written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "RACY", 0)
        yield


def told(folder: Path) -> dict[str, Any]:
    """All of an output folder that is the same for the same input."""
    found: dict[str, Any] = {name: (folder / name).read_bytes() for name in DETERMINISTIC if (folder / name).exists()}
    report = json.loads((folder / "report.json").read_bytes())
    return found | {"report": report | {"timings": None}, "store": Store.open(folder / "store").ntriples}


def check(start: list[Edit], rounds: list[list[Edit]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        site, output, other = (Path(place) / name for name in ("site", "output", "other"))
        site.mkdir()
        written("z.md", b"---\nwebUrl: https://wired.com/story/0\ntitle: The first\n---\n")(site)
        for edit in start:
            edit(site)
        kg.build(site, output=output, jobs=1)
        for edits in rounds:
            for edit in edits:
                edit(site)
            shutil.rmtree(other, ignore_errors=True)
            shutil.copytree(output, other)
            before = told(output)
            stages = Stages()
            kg.build(site, output=output, jobs=1, progress=stages)
            if not stages.changed:
                assert told(output) == before
                before["report"] = before["report"] | {"history": None}
                before.pop("history.ttl", None)
            kg.build(site, output=other, jobs=1, anew=True)
            found = told(output) if stages.changed else before
            expected = told(other)
            if not stages.changed:  # then nothing happened, and the folder says what happened last
                expected["report"] = expected["report"] | {"history": None}
            assert found.keys() == expected.keys()
            for name in expected:
                assert found[name] == expected[name], name


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories)
def test_what_changed_is_as_if_it_had_always_been_so(history: tuple[list[Edit], list[list[Edit]]]) -> None:
    check(*history)


@pytest.mark.thorough
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories)
def test_what_changed_often_is_as_if_it_had_always_been_so(history: tuple[list[Edit], list[list[Edit]]]) -> None:
    check(*history)


def test_a_file_that_goes_leaves_no_ghost_and_a_stub_takes_its_place(
    tmp_path: Path, article_file: Callable[..., Path]
) -> None:
    for name in "ab":
        other = "ab".replace(name, "")
        related = [{"webUrl": f"https://{other}.example/{other}", "title": f"Stub of {other}"}]
        article_file(
            f"in/{name}.md", webUrl=f"https://{name}.example/{name}", title=f"Own title {name}", related=related
        )
    article_file("in/c.md", webUrl="https://c.example/c", title="Nobody lists it", topics=["Lonely"])
    kg.build(tmp_path / "in", output=tmp_path / "output")
    for name in "bc":
        (tmp_path / "in" / f"{name}.md").unlink()
    graph = kg.build(tmp_path / "in", output=tmp_path / "output")
    rows = graph.query("SELECT ?title ?full { ?a schema:headline ?title ; kg:full ?full } ORDER BY ?title")
    assert [(row["title"], row["full"]) for row in rows] == [("Own title a", True), ("Stub of b", False)]
    for name in ("graph.ttl", "graph.html", "stories.csv", "report.json"):
        data = (tmp_path / "output" / name).read_bytes()
        assert b"Nobody lists it" not in data
        assert b"c.example" not in data
        assert b"Own title b" not in data


def test_a_label_of_all_articles_is_a_topic_once_others_are_without_it_and_none_when_they_are_gone() -> None:
    def labelled(number: int, *labels: str) -> Edit:
        said = {"webUrl": address(number), "title": f"Ferry {number} aground", "tags": ["tides", *labels]}
        return written(f"{number}.md", f"---\n{json.dumps(said)}\n---\n".encode())

    site = [labelled(number, "news") for number in range(19)]
    others = range(30, 34)
    check(site, [[labelled(19, "news")], [labelled(n) for n in others], [deleted(f"{n}.md") for n in others]])


def test_the_store_shares_what_did_not_change_and_the_old_one_stays(tmp_path: Path, harbor_site: Path) -> None:
    site = Path(shutil.copytree(harbor_site, tmp_path / "site"))
    old = kg.build(site, output=tmp_path / "output")
    count = len(old)
    inodes = {path.stat().st_ino for path in (old.folder / "store").glob("*.sst")}
    (site / "new.md").write_text("---\nwebUrl: https://a.example/new\ntitle: New\n---\n")
    new = kg.build(site, output=tmp_path / "output")
    assert inodes & {path.stat().st_ino for path in (new.folder / "store").glob("*.sst")}
    assert (len(old), len(new)) == (count, new.report["counts"]["triples"])
    assert len(new) > count
    paths = [path for path in new.folder.rglob("*") if path.is_file()]
    assert not [path for path in paths if str(tmp_path).encode() in path.read_bytes()], "no path of the machine"


def test_after_many_changes_the_store_is_loaded_anew(tmp_path: Path, article_file: Callable[..., Path]) -> None:
    inodes: set[tuple[int, int]] = set()
    for turn in range(6):
        for name in "abc":
            article_file(
                f"in/{name}.md", webUrl=f"https://{name}.example/{name}", title=f"Title {turn}", excerpt=f"{turn}"
            )
        article_file(f"in/{turn}.md", webUrl=f"https://t.example/{turn}", title=f"Turn {turn}")
        folder = kg.build(tmp_path / "in", output=tmp_path / "output").folder
        if turn == 0:
            inodes = {(path.stat().st_ino, path.stat().st_mtime_ns) for path in (folder / "store").glob("*.sst")}
    assert not inodes & {(path.stat().st_ino, path.stat().st_mtime_ns) for path in (folder / "store").glob("*.sst")}
