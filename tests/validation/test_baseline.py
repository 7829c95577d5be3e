"""Settings and baselines -> which findings count."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kg import settings
from kg.errors import UsageError
from kg.validation import Finding, baseline

PLAIN = Finding(
    code="KG009", name="date-without-zone", severity="warning", path="a.md", file="a.md", line=12, column=20,
    end_line=12, end_column=36, text="x", message="m", expected="e", mend="d",
)  # fmt: skip


def of(code: str, path: str, text: str = "x") -> Finding:
    return msgspec.structs.replace(PLAIN, code=code, path=path, file=f"site/{path}", text=text)


FINDINGS = [of("KG009", "_news/2019-a.md"), of("KG009", "_news/2021-b.md"), of("KG019", "old/c.md")]


def test_findings_of_ignored_codes_and_of_excluded_files_do_not_count() -> None:
    chosen = settings.Validate(
        ignore=("KG019",), exclude=("old/*",), per_file=(("_news/2019-*", ("KG009",)),), fail_on="error"
    )
    assert baseline.kept(FINDINGS, chosen) == [FINDINGS[1]]
    assert not baseline.fails(FINDINGS, chosen)


def test_as_it_is_usually_warnings_count() -> None:
    assert baseline.kept(FINDINGS, settings.Validate()) == FINDINGS
    assert baseline.fails(FINDINGS, settings.Validate())


def test_a_baseline_holds_when_lines_move_but_not_for_one_more(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(baseline.write_baseline(FINDINGS), encoding="utf-8")
    moved = [msgspec.structs.replace(finding, line=finding.line + 7) for finding in FINDINGS]
    assert baseline.without_baseline(moved, path) == ([], 0)
    more = of("KG009", "_news/2019-a.md")
    assert baseline.without_baseline([*moved, more], path) == ([more], 0)
    assert baseline.without_baseline(moved[1:], path) == ([], 1)


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2, "findings": []}', '{"version": 1, "findings": [1]}'])
def test_a_damaged_baseline_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"b\.json: cannot be read"):
        baseline.without_baseline([], tmp_path / "b.json")
