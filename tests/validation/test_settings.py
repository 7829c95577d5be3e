"""kg.toml, pyproject.toml and baselines -> which findings count."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kg.errors import UsageError
from kg.validation import Finding, settings

PLAIN = Finding(
    code="KG009", name="date-without-zone", severity="warning", path="a.md", file="a.md", line=12, column=20,
    end_line=12, end_column=36, text="x", message="m", expected="e", mend="d",
)  # fmt: skip


def of(code: str, path: str, text: str = "x") -> Finding:
    return msgspec.structs.replace(PLAIN, code=code, path=path, file=f"site/{path}", text=text)


FINDINGS = [of("KG009", "_news/2019-a.md"), of("KG009", "_news/2021-b.md"), of("KG019", "old/c.md")]


@pytest.mark.parametrize(("name", "table"), [("kg.toml", "validate"), ("pyproject.toml", "tool.kg.validate")])
def test_settings_are_read_from_both_files(name: str, table: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(
        f'[{table}]\nignore = ["near-duplicate"]\nexclude = ["old/*"]\nfail-on = "error"\nbaseline = "b.json"\n'
        f'[{table}.per-file-ignores]\n"_news/2019-*" = ["KG009"]\n',
        encoding="utf-8",
    )
    found = settings.load(folder=tmp_path)
    assert found == settings.load(tmp_path / name)
    assert found.baseline == str(tmp_path / "b.json")
    assert found.kept(FINDINGS) == [FINDINGS[1]]
    assert not found.fails(FINDINGS)


def test_without_settings_warnings_count(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    found = settings.load(folder=tmp_path)
    assert found == settings.Settings()
    assert found.kept(FINDINGS) == FINDINGS
    assert found.fails(FINDINGS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[validate]\nignroe = []\n", "did you mean ignore?"),
        ("[validate]\nignore = 'KG001'\n", "ignore is no list of texts"),
        ("[validate]\nignore = ['KG999']\n", "there is no code 'KG999'"),
        ("[validate]\nfail-on = 'all'\n", "it is one of note, warning, error"),
        ("[validate]\nbaseline = 1\n", "baseline is no text"),
        ("[validate]\nper-file-ignores = []\n", "per-file-ignores is no table"),
        ("validate = 1\n", "is no table"),
        ("[validate\n", "cannot be read as TOML"),
    ],
)
def test_wrong_settings_say_what_is_wrong(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message.replace("?", r"\?")):
        settings.load(folder=tmp_path)


def test_a_baseline_holds_when_lines_move_but_not_for_one_more(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(settings.write_baseline(FINDINGS), encoding="utf-8")
    moved = [msgspec.structs.replace(finding, line=finding.line + 7) for finding in FINDINGS]
    assert settings.without_baseline(moved, path) == ([], 0)
    more = of("KG009", "_news/2019-a.md")
    assert settings.without_baseline([*moved, more], path) == ([more], 0)
    assert settings.without_baseline(moved[1:], path) == ([], 1)


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2, "findings": []}', '{"version": 1, "findings": [1]}'])
def test_a_damaged_baseline_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"b\.json: cannot be read"):
        settings.without_baseline([], tmp_path / "b.json")
