"""kg doctor: which field each key was in fact taken for, what nothing reads, and what that holds; no wrong advice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import main


def doctor(*arguments: object) -> str:
    done = CliRunner().invoke(main, ["doctor", *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.stdout


def found(*arguments: object) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(doctor(*arguments, "--format", "json"))
    return content


def keys(*arguments: object) -> dict[str, dict[str, Any]]:
    return {key["key"]: key for key in found(*arguments)["keys"]}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


HEAD = "---\nwebUrl: https://pier.example/{n}\ntitle: Story {n}\n"


def test_a_corpus_is_surveyed(tmp_path: Path) -> None:
    site = write(
        tmp_path,
        {
            "a.md": "---\nwebUrl: https://pier.example/1\ndate: 2021-04-05 06:00\n---\n",
            "b.md": "---\nwebUrl: https://pier.example/2\npublishedDateTime: 1905-01-01T00:00:00Z\n"
            "description: Fog.\ntopics: [Ferries]\nheat: ~\n---\n",
        },
    )
    text = doctor(site)
    for line in (
        "Files: 2 read, 0 rejected, 0 left out\n",
        "Articles: 2 with a file of their own, 0 stubs\n",
        "  1 articles are dated before 1990, the first 1905-01-01T00:00:00Z\n",
        "  published  date 1, publishedDateTime 1\n",
    ):
        assert line in text
    survey = found(site)
    assert survey["coverage"]["topics"] == 1
    assert survey["codes"] == {"KG009": 1, "KG020": 1}
    (heat,) = [key for key in survey["keys"] if key["key"] == "heat"]
    assert (heat["files"], heat["types"], heat["read_as"], heat["why_not"]) == (1, {"null": 1}, None, {"empty": 1})


def test_the_value_decides_what_a_key_is_said_to_be_read_as(tmp_path: Path) -> None:
    site = write(
        tmp_path,
        {
            "a.md": "---\nsource: https://pier.example/1\ntitle: A\npublished: 2026-04-03\n---\n",
            "b.md": HEAD.format(n=2) + "source: The Pier\npublished: true\n---\n",
            "c.md": HEAD.format(n=3) + "source: https://quay.example/x/y\npublished: soon\n---\n",
        },
    )
    read = keys(site)
    assert read["source"]["taken"] == {"provider": 1, "url": 1}
    assert read["source"]["why_not"] == {"webUrl counts": 1}
    assert read["published"]["taken"] == {"is_published": 1, "published": 1}
    assert list(read["published"]["why_not"].values()) == [1]


def test_it_never_says_of_a_key_what_is_not_so(tmp_path: Path) -> None:
    site = write(
        tmp_path,
        {
            "a.md": HEAD.format(n=1) + "identifier:\n  - url: https://quay.example/2\n    title: Other\n"
            "created: 2026-08-20\npublished: 2026-04-03\ndescription: x\ndraft: false\n"
            "provider:\n  name: A\n  domain: pier.example\n  description: of nobody\n---\n"
        },
    )
    read = keys(site)
    for key in ("identifier", "identifier[].url", "identifier[].title", "created", "draft", "provider.description"):
        assert read[key]["read_as"] is None, key
    assert "day that it was kept" in next(iter(read["created"]["why_not"]))
    assert list(read["draft"]["why_not"]) == ["says that it is no draft"]
    assert {key: read[key]["read_as"] for key in ("description", "published", "title", "provider.name")} == {
        "description": "excerpt", "published": "published", "title": "title", "provider.name": "name",
    }  # fmt: skip
    assert found(site)["suggestions"] == []


def test_nothing_is_suggested_that_inverts_a_draft_or_dates_by_the_day_of_keeping(tmp_path: Path) -> None:
    text = HEAD + "created: 2026-08-20\nlast_crawled_at: 2026-08-21\nis_public: true\n---\n"
    site = write(tmp_path, {f"{n}.md": text.format(n=n) for n in range(4)})
    assert not any("created" in line or "crawled" in line or "public" in line for line in found(site)["suggestions"])


def test_what_nothing_reads_is_said_with_what_it_holds(tmp_path: Path) -> None:
    text = "---\ntitle: Story {n}\nidentifyer:\n  - url: https://pier.example/{n}\n  - isbn: {n}\n---\n"
    site = write(tmp_path, {f"{n}.md": text.format(n=n) for n in range(3)})
    shown = doctor(site)
    assert "identifyer[].url  3  nothing reads it  an address in each of 3 files, as https://pier.example/0" in shown
    assert "3 files have no address: `identifyer[].url` holds one in each, and nothing reads it: kg init" in shown
    assert '  url = ["identifyer[].url"]' in shown


def test_a_tag_that_every_article_has_is_said(tmp_path: Path) -> None:
    site = write(tmp_path, {f"{n}.md": HEAD.format(n=n) + f"tags: [clippings, t{n}]\n---\n" for n in range(3)})
    assert found(site)["everywhere"] == [
        "'clippings' stands in the tags of every article (3): it tells none from another"
    ]


def test_rows_that_say_nothing_are_folded_with_a_count(tmp_path: Path) -> None:
    few = {"few.md": HEAD.format(n="few") + "odd: x\nempty:\nwide: {a: {b: c}}\n---\n"}
    site = write(tmp_path, few | {f"{n}.md": HEAD.format(n=n) + "images:\n  - url: /x.png\n---\n" for n in range(120)})
    shown = doctor(site)
    assert "  (5 more are not read, and in few files, empty or deep: " in shown
    assert "\n  odd " not in shown
    assert "odd" in keys(site)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "+++\nweb_url = 'https://pier.example/1'\ntitle = 'A'\n[extra]\nmine = 3\n+++\n"),
        ("a.md", '{"web_url": "https://pier.example/1", "title": "A", "extra": {"mine": 3}}\n\nText.\n'),
        ("a.md", "Title: A\nWeb-Url: https://pier.example/1\nMine: 3\n\nText.\n"),
        ("a.rst", ".. title: A\n.. web_url: https://pier.example/1\n.. mine: 3\n\nText.\n"),
    ],
)
def test_all_dialects_are_surveyed(name: str, text: str, tmp_path: Path) -> None:
    read = {
        key["key"].lower().replace("-", "_"): key["read_as"] for key in found(write(tmp_path, {name: text}))["keys"]
    }
    assert (read["web_url"], read["title"]) == ("url", "title")
    assert read.get("extra.mine", read.get("mine")) is None


def test_rows_of_tables_are_surveyed(tmp_path: Path) -> None:
    site = write(
        tmp_path, {"links.csv": "url,title,colour\nhttps://a.example/1,One,red\nhttps://a.example/2,Two,blue\n"}
    )
    survey = found(site)
    assert survey["looked_at"] == {"row": 2}
    rows = {key["key"]: (key["files"], key["read_as"]) for key in survey["keys"]}
    assert rows == {"url": (2, "url"), "title": (2, "title"), "colour": (2, None)}


def test_terms_and_fields_of_the_settings_are_reads(tmp_path: Path) -> None:
    site = write(
        tmp_path,
        {
            "a.md": "---\ntitle: A\nidentifyer:\n  - url: https://pier.example/1\nminutes: 3\n---\n",
            "kg.toml": '[fields]\nurl = ["identifyer[].url"]\n[terms]\nminutes = "schema:timeRequired"\n',
        },
    )
    read = keys(site)
    assert read["identifyer[].url"]["read_as"] == "url"
    assert read["minutes"]["read_as"] == "https://schema.org/timeRequired"


def test_drafts_are_surveyed_and_counted(tmp_path: Path) -> None:
    site = write(tmp_path, {"a.md": HEAD.format(n=1) + "draft: true\n---\n"})
    survey = found(site)
    assert survey["account"]["left_out"] == [{"why": "a draft", "files": 1, "example": "a.md"}]
    assert any(line.startswith("drafts = true") for line in survey["suggestions"])


def test_the_counts_are_those_of_build_and_validate(harbor_site: Path, tmp_path: Path) -> None:
    built = CliRunner().invoke(main, ["build", str(harbor_site), "-o", str(tmp_path / "output"), "--formats", "turtle"])
    checked = CliRunner().invoke(main, ["validate", str(harbor_site)])
    counts = next(line for line in built.stderr.splitlines() if line.startswith("files: ")).partition(";")[0]
    assert counts in checked.stderr
    assert counts.capitalize() in doctor(harbor_site)
    lines = [line for line in built.stderr.splitlines() if " left out: " in line]
    assert lines
    assert set(lines) <= set(checked.stderr.splitlines())
    assert set(lines) <= {line.strip() for line in doctor(harbor_site).splitlines()}
