"""kg.toml and pyproject.toml -> settings, checked, with hints."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import settings
from kg.errors import UsageError


@pytest.mark.parametrize(("name", "table"), [("kg.toml", "validate"), ("pyproject.toml", "tool.kg.validate")])
def test_settings_are_read_from_both_files(name: str, table: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(
        f'[{table}]\nignore = ["near-duplicate"]\nexclude = ["old/*"]\nfail-on = "error"\nbaseline = "b.json"\n'
        f'[{table}.per-file-ignores]\n"_news/2019-*" = ["KG009"]\n',
        encoding="utf-8",
    )
    found = settings.load(folder=tmp_path)
    assert found == settings.load(tmp_path / name)
    assert found.validate.ignore == ("KG019",)
    assert found.validate.per_file == (("_news/2019-*", ("KG009",)),)
    assert found.validate.baseline == str(tmp_path / "b.json")


def test_without_settings_warnings_count(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    found = settings.load(folder=tmp_path)
    assert found == settings.Settings()


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
