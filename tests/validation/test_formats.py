"""Findings -> text, JSON, SARIF that is valid against its schema, and annotations that GitHub understands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from kg.codes import CODES
from kg.validation import Finding, formats

# schema of OASIS, as the npm package @microsoft/jest-sarif (MIT) carries it
SCHEMA = json.loads((Path(__file__).parent.parent / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))

PLAIN = Finding(
    code="KG009", name="date-without-zone", severity="warning", path="_news/a.md", file="site/_news/a.md", line=12,
    column=20, end_line=12, end_column=36, text="2021-04-05 06:00", message="publishedDateTime has no zone",
    expected="a date with a zone", mend="add Z", source="publishedDateTime: 2021-04-05 06:00",
)  # fmt: skip
HOSTILE = msgspec.structs.replace(
    PLAIN, path="a, b:c%\n::error::.md", file="a, b:c%\n::error::.md",
    message="100% \r\n::error file=x::owned \x1b[31m",
    text="\x1b[31m\u2028<b>", source="k: \x1b[31m\u2028<b>", column=4, end_column=11,
)  # fmt: skip


def valid(log: object) -> bool:
    import jsonschema

    return bool(jsonschema.Draft4Validator(SCHEMA).is_valid(log))


def test_text_shows_the_line_with_a_caret() -> None:
    assert formats.text([PLAIN]) == (
        "site/_news/a.md:12:20: warning KG009 date-without-zone: publishedDateTime has no zone\n"
        "     |\n"
        "  12 | publishedDateTime: 2021-04-05 06:00\n"
        "     |                    ^^^^^^^^^^^^^^^^\n"
        "     = expected: a date with a zone\n"
        "     = mend: add Z\n"
        "\n"
    )


def test_a_long_line_is_cut_around_the_place() -> None:
    long = msgspec.structs.replace(PLAIN, source="x" * 500 + "HERE" + "y" * 500, column=501, end_column=505)
    _, _, shown, caret, *_ = formats.text([long]).split("\n")
    assert len(shown) < 140
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "HERE"


def test_text_cannot_steer_a_terminal() -> None:
    assert "\x1b" not in formats.text([HOSTILE])
    assert len(formats.text([HOSTILE]).split("\n")) == len(formats.text([PLAIN]).split("\n"))


def test_json_has_all_that_is_known() -> None:
    content = json.loads(formats.as_json([PLAIN, HOSTILE], version="1"))
    assert content["counts"] == {"KG009": 2}
    assert content["severities"] == {"error": 0, "warning": 2, "note": 0}
    assert content["findings"][0] == {name: getattr(PLAIN, name) for name in Finding.__struct_fields__}


@pytest.mark.parametrize("findings", [[], [PLAIN], [HOSTILE, PLAIN]])
def test_sarif_is_valid_against_its_schema(findings: list[Finding]) -> None:
    log = json.loads(formats.sarif(findings, version="1"))
    assert valid(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CODES)
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [finding.code for finding in findings]


def test_the_schema_refuses_what_is_no_sarif() -> None:
    log = json.loads(formats.sarif([PLAIN]))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not valid(log)


def test_annotations_have_one_line_each_whatever_the_file_holds() -> None:
    plain, hostile = formats.github([PLAIN, HOSTILE]).splitlines()
    assert plain.startswith(
        "::warning file=site/_news/a.md,line=12,endLine=12,col=20,endColumn=36,title=KG009 date-without-zone::"
    )
    match = re.fullmatch(r"::warning ([^:]*)::([^\r\n]*)", hostile)
    assert match is not None
    assert "file=a%2C b%3Ac%25%0A%3A%3Aerror%3A%3A.md" in match[1].split(",")
    assert match[2].startswith("100%25 %0D%0A::error file=x::owned")
