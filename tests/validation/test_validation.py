"""Sources -> findings: each code on the file that has it, to the character; and none on files without fault."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import sources, validation
from kg.codes import CODES, SEVERITIES
from kg.validation.across import fits

HEAD = "---\nwebUrl: https://pier.example/1\ntitle: Ferry runs aground\npublishedDateTime: 2021-04-05T06:00:00Z\n"
END = "---\n"
Found = Callable[..., list[validation.Finding]]

LONG = (
    "excerpt: The ferry Skylark ran aground on the bank before the harbour in thick fog, and all who were on board "
    "were brought ashore\n"
)

ONE: dict[
    str, tuple[dict[str, str | bytes], tuple[str, int, int, str]]
] = {  # code -> files of a site, and the place and the text of the finding
    "KG001": ({"a.md": HEAD + 'excerpt: "a\n  a" b\n' + END}, ("a.md", 6, 6, "b")),
    "KG002": ({"a.md": ""}, ("a.md", 1, 1, "")),
    "KG003": ({"a.md": "---js\n{title: 1}\n---\n"}, ("a.md", 1, 1, "---js")),
    "KG004": ({"a.md": "---\nheat: 1\n---\n"}, ("a.md", 2, 1, "heat: 1")),
    "KG005": ({"a.md": "---\ntitle: X\nwebUrl: /story/1\n---\n"}, ("a.md", 3, 9, "/story/1")),
    "KG006": ({"a.md": HEAD + "exerpt: The ferry.\n" + END}, ("a.md", 5, 1, "exerpt")),
    "KG007": ({"a.md": HEAD + "quality: high\n" + END}, ("a.md", 5, 10, "high")),
    "KG008": (
        {"a.md": HEAD + 'lastModified: "2021-02-30T06:00:00Z"\n' + END},
        ("a.md", 5, 15, '"2021-02-30T06:00:00Z"'),
    ),
    "KG009": ({"a.md": HEAD + "lastModified: 2021-04-06 06:00\n" + END}, ("a.md", 5, 15, "2021-04-06 06:00")),
    "KG010": ({"a.md": HEAD + "heat: 1\nheat: 2\n" + END}, ("a.md", 6, 1, "heat")),
    "KG011": ({"a.md": HEAD + "ampWebUrl: amp/1\n" + END}, ("a.md", 5, 12, "amp/1")),
    "KG012": (
        {"a.md": HEAD + END, "b.md": HEAD.replace("Ferry runs", "Boat ran") + END},
        ("b.md", 3, 8, "Boat ran aground"),
    ),
    "KG013": (
        {"a.md": HEAD + "related:\n  - title: Itself\n    webUrl: http://www.pier.example/1/\n" + END},
        ("a.md", 7, 13, "http://www.pier.example/1/"),
    ),
    "KG014": (
        {"a.md": HEAD + "related:\n  - webUrl: https://pier.example/gone\n" + END},
        ("a.md", 6, 13, "https://pier.example/gone"),
    ),
    "KG015": (
        {"a.md": HEAD + "provider:\n  name: The Quay\n  domain: quay.example.org\n" + END},
        ("a.md", 7, 11, "quay.example.org"),
    ),
    "KG016": (
        {"a.md": HEAD + "provider:\n  name: The Pier\n  domain: pier.example/news\n" + END},
        ("a.md", 7, 11, "pier.example/news"),
    ),
    "KG017": (
        {"_data/topics/t.yaml": "name: Ferries\n", "a.md": HEAD + "topics: [Ferries, Boats]\n" + END},
        ("a.md", 5, 19, "Boats"),
    ),
    "KG018": (
        {"_data/topics/t.yaml": "name: Ferries\n", "a.md": HEAD + "topics:\n  - ferries\n" + END},
        ("a.md", 6, 5, "ferries"),
    ),
    "KG019": (
        {
            "a.md": HEAD + LONG + END,
            "b.md": HEAD.replace("/1", "/2").replace("T06", "T07") + LONG.replace("thick ", "") + END,
        },
        ("b.md", 3, 8, "Ferry runs aground"),
    ),
    "KG020": (
        {
            "a.md": HEAD + END,
            "b.md": HEAD.replace("/1", "/2") + END,
            "c.md": "---\nwebUrl: https://pier.example/3\nheadline: C\ndate: 2021-04-05T06:00:00Z\n---\n",
        },
        ("c.md", 3, 1, "headline"),
    ),
    "KG021": ({"a.md": HEAD.encode() + b"excerpt: caf\xe9\n---\n"}, ("a.md", 5, 10, "café")),
    "KG022": ({"a.md": HEAD + END, "b.md": HEAD + "heat: 1\n" + END}, ("b.md", 2, 9, "https://pier.example/1")),
    "KG023": ({"a.md": HEAD + "provider:\n  name: The Pier\n" + END}, ("a.md", 5, 1, "provider")),
    "KG024": ({"a.md": HEAD + "type: vidoe\n" + END}, ("a.md", 5, 7, "vidoe")),
    "KG026": ({"a.md": HEAD + "excerpt: #1 reason\n" + END}, ("a.md", 5, 1, "excerpt")),
    "KG027": ({"a.md": HEAD + "excerpt: This week: fog\nheat: 1\n" + END}, ("a.md", 5, 10, "This week: fog")),
    "KG030": ({"a.md": "---\ntitle: Nobody\n---\n"}, ("a.md", 2, 8, "Nobody")),
    "KG033": (
        {"a.md": HEAD + "ampWebUrl: https://pier.example/2\n" + END, "b.md": HEAD.replace("/1", "/2") + END},
        ("a.md", 5, 12, "https://pier.example/2"),
    ),
    "KG031": ({"a.md": "---\ntitle: X\nmine: https://pier.example/1\n---\n"}, ("a.md", 3, 1, "mine")),
}


@pytest.mark.parametrize("code", ONE)
def test_each_code_is_found_at_its_place(code: str, found: Found) -> None:
    files, place = ONE[code]
    findings = [finding for finding in found(files) if finding.code == code]
    assert place in [(f.path, f.line, f.column, f.text) for f in findings]
    for finding in findings:
        assert finding.severity == CODES[code].severity
        assert finding.expected
        assert finding.mend
        assert finding.message
        assert finding.name == CODES[code].name
        assert finding.end_column - finding.column == len(finding.text) or finding.text == ""


@pytest.mark.parametrize("code", [code for code in ONE if code != "KG002"])
def test_what_is_said_is_what_stands_there(code: str, found: Found, tmp_path: Path) -> None:
    for finding in found(ONE[code][0]):
        text = (tmp_path / "site" / finding.path).read_bytes().decode("utf-8", "replace").replace("\ufffd", "é")
        line = text.split("\n")[finding.line - 1]
        assert line == finding.source
        assert line[finding.column - 1 : finding.end_column - 1] == finding.text


@pytest.mark.parametrize("code", [code for code in ONE if code not in ("KG020", "KG031")])
def test_a_fault_has_one_finding_of_one_code(code: str, found: Found) -> None:
    assert [finding.code for finding in found(ONE[code][0])] == [code]


def test_every_code_is_tried() -> None:
    # KG028 is of a long text (tests/sources/test_own_posts.py), KG029 of tables (tests/sources/tables/test_feeds.py),
    # KG034 of two folders (tests/entities)
    # KG025 is of the whole graph, KG032 of a source, KG051 and KG052 of kg.toml (tests/cli/test_validate.py), KG041 and
    # KG042 are of merges.yaml (tests/entities/test_pins.py), KG043 to KG045 of stories.yaml (test_decisions.py there)
    others = "KG025 KG028 KG029 KG032 KG034 KG041 KG042 KG043 KG044 KG045 KG051 KG052".split()
    assert {*ONE, *others} == CODES.keys()
    assert {code.severity for code in CODES.values()} == set(SEVERITIES)
    assert len({code.name for code in CODES.values()}) == len(CODES)


def test_good_corpora_are_without_fault(examples: Path, seed_twin: Path) -> None:
    assert validation.check(sources.find([examples])) == []
    assert validation.check(sources.find([seed_twin])) == []


def test_an_identity_that_is_only_misspelt_says_what_was_meant(found: Found) -> None:
    findings = found({"a.md": "---\nwebUrll: https://pier.example/1\n---\n"})
    assert [(f.code, f.line, f.text) for f in findings] == [
        ("KG004", 2, "webUrll: https://pier.example/1"),
        ("KG006", 2, "webUrll"),
    ]
    assert "did you mean webUrl?" in findings[1].message


def test_a_quote_that_is_not_closed_is_shown_where_it_opens(found: Found) -> None:
    (finding,) = found({"a.md": '---\ntitle: "Ferry\nwebUrl: https://pier.example/1\n---\n'})
    assert (finding.code, finding.line, finding.column, finding.text) == ("KG001", 2, 8, '"')


def test_places_count_characters_whatever_the_line_ends_and_marks(found: Found) -> None:
    text = f"\ufeff{HEAD}excerpt: 😀\nquality: 😀 high\n{END}".replace("\n", "\r\n")
    (finding,) = found({"a.md": text})
    assert (finding.line, finding.column, finding.text) == (6, 10, "😀 high")


def test_topics_without_a_taxonomy_are_held_against_each_other(found: Found) -> None:
    findings = found(
        {f"{n}.md": HEAD.replace("/1", f"/{n}") + f"topics: [{t}]\n" + END for n, t in enumerate(["AI", "AI", "Ai"])}
    )
    assert [(f.code, f.path, f.text) for f in findings] == [("KG018", "2.md", "Ai")]
    assert "AI" in findings[0].mend


def test_daily_counts_are_no_near_duplicates(found: Found) -> None:
    later = HEAD.replace("/1", "/2") + LONG.replace("fog", "fog with 7")
    assert found({"a.md": HEAD + LONG + END, "b.md": later + END}) == []


def test_a_video_may_be_elsewhere_than_its_provider(found: Found) -> None:
    text = HEAD + "type: video\nprovider: {name: The Quay, domain: quay.example.org}\n" + END
    assert found({"a.md": text}) == []


@pytest.mark.parametrize(
    ("host", "domain", "fit"),
    [
        ("news.pier.example", "pier.example", True),
        ("pier.example", "www.pier.example", True),
        ("abc.net.au", "abc.com", True),
        ("youtu.be", "pier.example", True),
        ("m.youtube.com", "pier.example", True),
        ("pier.example.com", "pier.example", False),
        ("inquirer.com", "cbslocal.com", False),
        ("notpier.example", "pier.example", False),
    ],
)
def test_which_domain_fits_which_address(host: str, domain: str, fit: bool) -> None:
    assert fits(host, domain) is fit


def test_a_build_reports_what_it_comes_across(tmp_path: Path, harbor_site: Path) -> None:
    report = kg.build(harbor_site, output=tmp_path / "out").report["validation"]
    assert report["counts"] == {"KG001": 1, "KG005": 1, "KG013": 1, "KG017": 1}
    assert [(f["code"], f["line"], f["column"]) for f in report["findings"]] == [
        ("KG017", 24, 5),
        ("KG013", 49, 13),
        ("KG005", 2, 9),
        ("KG001", 1, 1),
    ]
    wanted = {"code", "name", "severity", "path", "line", "column", "text", "message", "expected", "mend"}
    assert all(wanted <= finding.keys() for finding in report["findings"])
    assert str(tmp_path) not in json.dumps(report)


def test_a_build_reports_keys_that_stand_twice(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(HEAD + "heat: 1\nprovider:\n  name: A\n  name: B\nheat: 2\n" + END, encoding="utf-8")
    graph = kg.build(tmp_path / "a.md", output=tmp_path / "out", formats=["turtle"])
    found = [f for f in graph.report["validation"]["findings"] if f["code"] == "KG010"]
    assert [(f["line"], f["column"], f["text"]) for f in found] == [(8, 3, "name"), (9, 1, "heat")]
    assert [f["message"] for f in found] == [
        "name stands on line 7 already: the last one counts",
        "heat stands on line 5 already: the last one counts",
    ]


PIECES = (
    b"---\n", b"webUrl: https://pier.example/1\n", b'title: "', b"a: [", b"{", b"}", b"]", b"\n  - ", b"&a ", b"*a ",
    b"<<: *a\n", b"? ", b": ", b"| \n x\n", b"\xff", b"\xc2\x85", b"\xe2\x80\xa8", b"\r\n", b"\r", b"\t", b"#",
    b"related:\n", b"date: 2020-01-01 10:00\n", b"'", b"!!python/x ", b"%YAML 1.1\n", b"\x00", b"\xef\xbb\xbf",
    b"heat: 1\n", b"...\n", b"- ",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), min_size=1, max_size=14))
def test_any_bytes_give_findings_with_a_place(pieces: list[bytes]) -> None:
    file = sources.InputFile("/nowhere/a.md", "a.md", "article")
    for finding in validation.check([file], changed={file.location: b"".join(pieces) or b"-"}):
        assert finding.line >= 1
        assert finding.column >= 1
        assert (finding.end_line, finding.end_column) >= (finding.line, finding.column)
        assert "\n" not in finding.text


def test_any_two_runs_say_the_same(found: Found) -> None:
    files = {f"{code}/{path}": text for code, (site, _) in ONE.items() for path, text in site.items()}
    assert found(files) == found({})


@pytest.mark.corpus
def test_real_corpora_give_the_counts_that_the_page_states(shared: Path) -> None:
    counts = {
        name: Counter(finding.code for finding in validation.check(sources.find([shared / "corpus" / name])))
        for name in ("seed", "smartable-power-apps", "coronavirus")
    }
    assert counts == {
        "seed": {},
        "smartable-power-apps": {"KG019": 2},
        "coronavirus": {"KG012": 36, "KG013": 56, "KG015": 27, "KG016": 3, "KG019": 39, "KG022": 1, "KG033": 2},
    }


def test_the_page_has_every_code_as_the_table_has_it() -> None:
    page = (Path(__file__).parents[2] / "docs" / "validate.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| KG") and line.count("|") == 7]
    assert rows == [
        f"| {c.code} | {c.name} | {c.severity} | {c.title} | {c.mend} | {'some' if c.fixable else ''} |"
        for c in CODES.values()
    ]


def test_the_hooks_run_the_command() -> None:
    hooks = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["kg-validate", "kg-validate-files"]
    assert {hook["entry"] for hook in hooks} == {"kg validate"}
