"""A small site, and the graph of it that all ways to name it must give."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Git = Callable[..., str]

FILES = {
    "_news/2020-06-11-tram.md": b"---\nwebUrl: https://a.example/tram\ntitle: A tram\ndate: 2020-06-11T01:06Z\n---\n",
    "_news/2020-06-12-ferry.md": b"---\nwebUrl: https://b.example/ferry\ntitle: A ferry\n---\n",
    "_data/organizations/a.md": b"---\ndomain: a.example\nname: The A\n---\n",
    "assets/logo.png": b"\x89PNG" + b"x" * 5000,
    "README.md": b"# A site\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site."""
    folder = tmp_path / "site"
    for name, data in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@pytest.fixture
def git() -> Git:
    """Return a function that runs git in a folder, as somebody who has no settings."""

    def run(folder: Path, *arguments: str, **environment: str) -> str:
        who = {f"GIT_{role}_{what}": "a@b.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        command = ["git", "-C", str(folder), "-c", "protocol.file.allow=always", *arguments]
        done = subprocess.run(
            command, env=os.environ | who | settings | environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    return run


@pytest.fixture
def repository(site: Path, git: Git) -> Path:
    """The site in a repository, and then a site that is another."""
    git(site, "init", "-q", "-b", "main")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "one")
    git(site, "tag", "-a", "v1", "-m", "v1")
    (site / "_news/2020-06-12-ferry.md").unlink()
    git(site, "commit", "-qam", "two")
    return site
