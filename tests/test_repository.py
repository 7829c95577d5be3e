"""The files that those who work on kg go by: they can be read, and what they name is there."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FORMS = sorted(set((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")) - {ROOT / ".github/ISSUE_TEMPLATE/config.yml"})
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
DECISIONS = sorted((ROOT / "docs" / "decisions").iterdir())
STATUS = re.compile(r"\d{4}-\d\d-\d\d · (?:accepted|superseded by \[(\d{4})\]\(\1-[\w-]+\.md\)(?:, but for .+)?)")
PRIVATE = re.compile(r"\b([a-zA-Z]\w*)(?:\.[a-zA-Z]\w*)*\._[a-z]\w*")
FENCED = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def commands(path: Path) -> list[str]:
    """The commands of the hooks of a file."""
    found = read(path)
    hooks = [hook for repo in found["repos"] for hook in repo["hooks"]] if "repos" in found else found
    return [hook["entry"] for hook in hooks]


@pytest.mark.parametrize("command", commands(ROOT / ".pre-commit-config.yaml"))
def test_a_hook_runs_what_is_there(command: str) -> None:
    program, *arguments = shlex.split(command)
    if program == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in arguments)
    else:
        assert program.startswith(".venv/bin/")
        assert shutil.which(Path(program).name, path=Path(sys.executable).parent)
        assert all((ROOT / argument).is_file() for argument in arguments if "/" in argument)


def test_a_hook_of_users_runs_a_command_of_the_package() -> None:
    for command in commands(ROOT / ".pre-commit-hooks.yaml"):
        assert command.split()[0] in PROJECT["scripts"]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_has_what_a_form_needs(path: Path) -> None:
    form = read(path)
    assert form["name"]
    assert form["description"]
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in asked} <= {"input", "textarea", "dropdown", "checkboxes"}
    assert all(part["attributes"]["label"] for part in asked)
    assert len({part["id"] for part in asked}) == len(asked)
    assert any(part.get("validations", {}).get("required") for part in asked)


def test_other_files_can_be_read() -> None:
    assert read(ROOT / ".github/ISSUE_TEMPLATE/config.yml")["blank_issues_enabled"] is True
    editor = configparser.ConfigParser()
    editor.read_string("[top]\n" + (ROOT / ".editorconfig").read_text(encoding="utf-8"))
    assert editor["top"]["root"] == "true"


def test_the_dev_container_has_what_ci_installs() -> None:
    folder = ROOT / ".devcontainer"
    container = json.loads((folder / "devcontainer.json").read_text(encoding="utf-8"))
    made = (folder / container["build"]["dockerfile"]).read_text(encoding="utf-8")
    needed = re.findall(r"packages\+=\((.*?)\)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    packages = {name for names in needed for name in names.split()} - {"python3-venv"}  # the image has it
    assert packages <= set(made.split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_links_to_is_there(page: Path) -> None:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    for target, place in re.findall(r"\]\(([^)#:\s]*)(?:#([^)\s]+))?\)", text):
        file = page.parent / target if target else page
        assert file.exists(), target
        if place and file.suffix == ".md":
            assert place in headings(file), f"{target}#{place}"


def headings(page: Path) -> set[str]:
    """The places in a page, as they are linked to: its headings in lower case, without signs."""
    lines = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_begins_with_its_number_its_date_and_its_status(path: Path) -> None:
    title, _, status, _, _ = path.read_text(encoding="utf-8").split("\n", 4)
    assert title.startswith(f"# {int(path.name[:4])}. ")
    assert STATUS.fullmatch(status)


def test_no_two_decisions_have_one_number() -> None:
    assert len({path.name[:4] for path in DECISIONS}) == len(DECISIONS)


def test_a_package_whose_private_parts_are_used_has_an_upper_bound() -> None:
    bounds = {re.split(r"[^\w.-]", line)[0].lower(): line for line in PROJECT["dependencies"]}
    names = metadata.packages_distributions()
    used = {name for path in (ROOT / "kg").rglob("*.py") for name in PRIVATE.findall(path.read_text(encoding="utf-8"))}
    packages = {package.lower() for name in used & names.keys() for package in names[name]} & bounds.keys()
    assert packages >= {"igraph", "pyyaml", "sparse-dot-topn"}
    assert not [package for package in packages if "<" not in bounds[package]]
