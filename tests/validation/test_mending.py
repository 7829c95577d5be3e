"""`kg validate --fix`: only what is sure, and every other byte as it was."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import sources, validation
from kg.codes import CODES
from kg.model import Reading
from kg.sources import InputFile
from kg.validation import mending

HEAD = "---\nwebUrl: https://pier.example/1\ntitle: Ferry runs aground\n"
FILE = InputFile("/nowhere/a.md", "a.md", "article")


def fixed(files: dict[str, str], folder: Path) -> dict[str, str]:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    found = sources.find([folder])
    after = mending.mend(found, lambda changed: validation.check(found, changed=changed))
    return {os.path.relpath(location, folder): data.decode() for location, data in after.items()}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("date: 2021-04-05 06:00:00  # dawn\n", "date: 2021-04-05 06:00:00Z  # dawn\n"),
        ("date: '2021-04-05T06:00'\n", "date: '2021-04-05T06:00Z'\n"),
        ('date: "2021-04-05T06:00:00.5"\n', 'date: "2021-04-05T06:00:00.5Z"\n'),
        ("exerpt: Fog.   # thick\n", "excerpt: Fog.   # thick\n"),
        ('"weburls": x\nquality : 1\nQuality: 2\n', None),
        ("amp_web_url: https://amp.pier.example/1\n", None),  # is read as it is
        ("ampWebUlr: https://amp.pier.example/1\n", "ampWebUrl: https://amp.pier.example/1\n"),
        ("heat: 1\nquality: 2\nheat: 1\n", "heat: 1\nquality: 2\n"),
        (
            "provider: {name: Pier, domain: 'https://www.pier.example/news/'}\n",
            "provider: {name: Pier, domain: 'pier.example'}\n",
        ),
        (
            (
                "related:\n  - webUrl: https://pier.example/1\n    title: Ferry runs aground\n"
                "  # kept\n  - webUrl: https://pier.example/2\n    title: Two\n"
            ),
            "related:\n  # kept\n  - webUrl: https://pier.example/2\n    title: Two\n",
        ),
        ("related:\n- http://www.pier.example/1/\nheat: 1\n", "heat: 1\n"),
        ("publshedDateTime: 2021-04-05 06:00\n", "publishedDateTime: 2021-04-05 06:00Z\n"),
        ('excerpt: #1 "reason"  \n', 'excerpt: "#1 \\"reason\\""  \n'),
        ("excerpt: This week: fog\ntags: [@a, b\n", 'excerpt: "This week: fog"\ntags: ["@a", "b"]\n'),
        ("tags:\n\t- a\n\t- b\n", "tags:\n  - a\n  - b\n"),
        ("excerpt: {{ page.excerpt }}\n", None),
        ("excerpt: The #1 reason\ntags: #a #b\n", 'excerpt: "The #1 reason"\ntags: "#a #b"\n'),
    ],
)
def test_what_is_sure_is_mended(before: str, after: str | None, tmp_path: Path) -> None:
    expected = {} if after is None else {"a.md": f"{HEAD}{after}---\nThe body, date: 2021-04-05 06:00\n"}
    assert fixed({"a.md": f"{HEAD}{before}---\nThe body, date: 2021-04-05 06:00\n"}, tmp_path) == expected


@pytest.mark.parametrize(
    "text",
    [
        "date: 2021-04-05\n",  # a day: its hour is not known
        "date: 5 Apr 2021 06:00:00\n",
        "date: >-\n  2021-04-05 06:00\n",
        "exerpt: One.\nexcerpt: Another.\n",  # which one?
        "titel: x\n",  # there is a title
        "topic: Ferries\n",  # too short to be sure
        "heat: 1\nheat: 2\n",  # which one?
        "date: &d 2021-04-05T06:00:00Z\nlastModified: *d\n",
        "related:\n  - webUrl: https://pier.example/1\n    title: Another title\n",  # the title or the address?
        "related:\n  - webUrl: https://pier.example/1  # me\n",
        "related: [https://pier.example/1]\n",
        "provider: {name: Quay, domain: quay.example.org/news}\n",  # not where the address is
    ],
)
def test_what_is_not_sure_stays(text: str, tmp_path: Path) -> None:
    assert fixed({"a.md": f"{HEAD}{text}---\n"}, tmp_path) == {}


def test_a_topic_is_spelt_as_the_taxonomy_does(tmp_path: Path) -> None:
    site = {
        "_data/topics/t.yaml": "name: 'C#: the language'\n",
        "a.md": f'{HEAD}topics:\n  - "c#: The Language"\n  - other  # kept\n---\n',
    }
    expected = site["a.md"].replace("c#: The Language", "C#: the language")
    assert fixed(site, tmp_path) == {"a.md": expected}


def test_bytes_that_are_no_utf8_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(HEAD.encode() + b"date: 2021-04-05 06:00\nexcerpt: caf\xe9\n---\n")
    assert fixed({}, tmp_path) == {}


def test_line_ends_marks_and_the_rest_stay(tmp_path: Path) -> None:
    text = f"\ufeff{HEAD}date: 2021-04-05 06:00\nexerpt: 😀 Fog\n---\nBody".replace("\n", "\r\n")
    after = fixed({"a.md": text}, tmp_path)["a.md"]
    assert after == text.replace("06:00", "06:00Z").replace("exerpt", "excerpt")


LINES = (
    "date: 2021-04-05 06:00:00", "date: '2021-04-05T06:00'  # c", "publshedDateTime: 2021-04-05 06:00",
    "exerpt: Fog 😀", "excerpt: Fog", "heat: 1", "heat: 1", "heat: 2", "qualty: 3", "quality: 3  # three",
    "# only a comment", "", "Title: b", "related:\n- https://pier.example/1", "topics: [a, A]", "secured: 'a: b'",
    "related:\n  - webUrl: https://pier.example/1\n  - webUrl: https://pier.example/2\n    title: Two",
    "provider: {name: Pier, domain: 'https://pier.example/'}", "unknown: |\n  date: 2021-04-05 06:00",
    "provider:\n  name: The Pier\n  domain: pier.example/x",
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.sampled_from(LINES), max_size=7),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_to_mend_twice_is_to_mend_once_and_only_what_was_found_changes(lines: list[str], end: str, mark: str) -> None:
    before = (mark + HEAD + "".join(f"{line}\n" for line in lines) + "---\nBody 😀\n").replace("\n", end).encode()
    after = _mended(before)
    assert _mended(after) == after
    one, two = (sources.read_bytes(data, "a.md") for data in (before, after))
    assert len(two.rejected) <= len(one.rejected)
    misspelt = {key for key in ("publsh", "exerpt", "qualty") if key.encode() in before}
    if not misspelt and not one.rejected:
        assert _said(one) == _said(two)
    kept, was = (re.findall(r"#.*|\r\n|^\ufeff", data.decode()) for data in (before, after))
    assert [part for part in kept if part != end] == [part for part in was if part != end]
    assert (b"\r" in after) is (end == "\r\n")


def _mended(data: bytes) -> bytes:
    def check(changed: dict[str, bytes]) -> list[validation.Finding]:
        return validation.check([FILE], changed={FILE.location: data, **changed})

    for _ in range(mending.MOST_ROUNDS):
        before = data
        data = mending.mended(data, FILE, check({}))
        if data == before:
            break
    return data


def _said(reading: Reading) -> object:
    """What a file says, but for its hash, for lines, and for the one thing that a mend changes: the domain."""
    return [(a.key, a.title, a.excerpt, a.published, a.quality, a.heat, a.topics, a.full) for a in reading.articles]


def test_a_diff_can_be_applied(tmp_path: Path) -> None:
    before, after = b"---\r\na: 1\nlast: 2", b"---\r\na: 1Z\nlast: 3"
    (tmp_path / "a.md").write_bytes(before)
    patch = mending.diff(before, after, "a.md")
    done = subprocess.run(["git", "apply", "--unsafe-paths", "-"], input=patch.encode(), cwd=tmp_path, check=False)
    assert done.returncode == 0
    assert (tmp_path / "a.md").read_bytes() == after


def test_a_file_is_replaced_in_one_step_with_its_mode_and_through_links(tmp_path: Path) -> None:
    file, link = tmp_path / "a.md", tmp_path / "b.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    assert mending.write(str(link), b"old", b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b.md"]


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"newer")
    assert not mending.write(str(tmp_path / "a.md"), b"old", b"new")
    assert (tmp_path / "a.md").read_bytes() == b"newer"


def test_the_table_says_which_codes_have_mends() -> None:
    fixable = {code.code for code in CODES.values() if code.fixable}
    assert fixable == {*mending.MENDS, "KG013"}


def test_real_files_are_mended_without_a_new_fault(shared: Path) -> None:
    files = sources.find([shared / "corpus" / "coronavirus"])[::4]
    after = mending.mend(files, lambda changed: validation.check(files, changed=changed))
    assert after
    left = validation.check(files, changed=after)
    assert len(left) < len(validation.check(files))
    for location, data in after.items():
        was = Path(location).read_bytes().decode().split("\n")
        assert all(line in was or re.search(r"domain: cnn\.com$", line) for line in data.decode().split("\n"))
