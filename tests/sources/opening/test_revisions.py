"""repo@rev: what is read of a repository, and that nothing of it is run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg import sources
from kg.errors import UsageError
from kg.sources.opening import opened, revisions, unpacked

Git = Callable[..., str]
TRAM, FERRY = "_news/2020-06-11-tram.md", "_news/2020-06-12-ferry.md"
# the clock of a reflog, which @{...} goes by
OLD = {"GIT_COMMITTER_DATE": "2020-01-01T00:00:00Z"}


def paths(named: str) -> list[str]:
    with opened([named]) as found:
        return [file.path for file in sources.find(found)]


@pytest.mark.parametrize("revision", ["v1", "HEAD~1", "main^", "old", "@~1", "HEAD@{1}"])
def test_a_revision_gives_the_files_that_were_there(repository: Path, git: Git, revision: str) -> None:
    git(repository, "branch", "old", "v1")
    assert TRAM in paths(f"{repository}@{revision}")
    assert FERRY in paths(f"{repository}@{revision}")
    assert FERRY not in paths(f"{repository}@HEAD")
    id = git(repository, "rev-parse", "v1^{commit}")
    assert FERRY in paths(f"{repository}@{id}")
    assert FERRY in paths(f"{repository}@{id[:9]}")


def test_a_time_of_the_reflog_is_a_revision(repository: Path, git: Git) -> None:
    git(repository, "update-ref", "--create-reflog", "refs/heads/x", "v1^{commit}", **OLD)
    git(repository, "update-ref", "refs/heads/x", "HEAD")
    assert FERRY in paths(f"{repository}@x@{{1 week ago}}")
    assert FERRY not in paths(f"{repository}@x")


def test_the_graph_is_that_of_the_folder(site: Path, repository: Path, tmp_path: Path, git: Git) -> None:
    git(repository, "checkout", "-q", "v1")
    folder = kg.build(site, output=tmp_path / "a", formats=("turtle",)).folder
    git(repository, "checkout", "-q", "main")
    revision = kg.build(f"{repository}@v1", output=tmp_path / "b", formats=("turtle",)).folder
    for name in ("graph.ttl", "stories.csv", "records.bin"):
        assert (folder / name).read_bytes() == (revision / name).read_bytes()
    assert unpacked.GIT not in (revision / "report.json").read_text()


def test_a_folder_or_a_file_of_the_repository_can_be_named(repository: Path) -> None:
    assert paths(f"{repository / '_news'}@v1") == ["2020-06-11-tram.md", "2020-06-12-ferry.md"]
    assert paths(f"{repository / FERRY}@v1") == ["2020-06-12-ferry.md"]  # although it is gone now
    shutil.rmtree(repository / "_news")
    assert paths(f"{repository / '_news'}@v1") == ["2020-06-11-tram.md", "2020-06-12-ferry.md"]


def test_settings_above_the_folder_are_there(repository: Path, git: Git) -> None:
    (repository / "kg.toml").write_text('[site]\nname = "Harbor"\n')
    (repository / "config/_default").mkdir(parents=True)
    (repository / "config/_default/hugo.toml").write_text("")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "settings")
    with opened([f"{repository / '_news'}@HEAD"]) as found:
        assert (found[0].parent / "kg.toml").is_file()
        assert (found[0].parent / "config/_default/hugo.toml").is_file()
        assert not (found[0].parent / "README.md").exists()
        assert not (found[0].parent / "assets").exists()


def test_the_output_folder_is_passed_over_as_it_is_in_a_folder(repository: Path, git: Git) -> None:
    article = repository / "output/x.md"
    article.parent.mkdir()
    article.write_bytes(b"---\nwebUrl: https://c.example/x\n---\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "three")
    with opened([f"{repository}@HEAD"], without=repository / "output") as found:
        assert "output/x.md" not in [file.path for file in sources.find(found)]


def test_a_bare_repository_can_be_named(repository: Path, tmp_path: Path, git: Git) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(repository), "bare.git")
    assert FERRY in paths(f"{tmp_path / 'bare.git'}@v1")


def test_an_at_sign_may_stand_in_both(repository: Path, tmp_path: Path, git: Git) -> None:
    other = repository.rename(tmp_path / "site@home")
    git(other, "branch", "a@b", "v1")
    assert FERRY in paths(f"{other}@a@b")
    (tmp_path / "site@home@a@b").mkdir()
    assert paths(f"{other}@a@b") == []  # a path that exists wins


def test_what_cannot_be_read_says_what_to_do(
    repository: Path, tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    for named, message in (
        (f"{repository}@nowhere", "there is no revision nowhere"),
        (f"{repository}@--output=x", "is no revision"),
        (f"{repository}@HEAD..v1", "there is no revision"),
        (f"{repository}@^HEAD", "there is no revision"),
        (f"{repository}@HEAD:README.md", "is no commit"),
        (f"{repository / 'nothing'}@v1", "there is no nothing at that revision"),
        (f"{tmp_path / 'shallow'}@HEAD~1", "fetch --unshallow"),
        (f"{tmp_path}@HEAD", "is in no git repository"),
        (f"{tmp_path / 'gone'}@HEAD", "no such file or folder"),
    ):
        with pytest.raises(UsageError) as caught, opened([named]):
            pass
        assert message in str(caught.value), named
    monkeypatch.setattr(revisions, "GIT", "no-such-git")
    with pytest.raises(UsageError, match="git is not installed"), opened([f"{repository}@v1"]):
        pass


def test_a_shallow_or_partial_clone_is_read_as_far_as_it_goes(repository: Path, tmp_path: Path, git: Git) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    assert TRAM in paths(f"{tmp_path / 'shallow'}@HEAD")
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{repository}", "partial")
    with pytest.raises(UsageError, match=r"clone it whole|cannot read all"), opened([f"{tmp_path / 'partial'}@HEAD"]):
        pass


def test_links_and_submodules_are_left_out_with_a_word(repository: Path, git: Git) -> None:
    (repository / "_news/link.md").symlink_to("/etc/passwd")
    git(repository, "add", "-A")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{git(repository, 'rev-parse', 'HEAD')},sub")
    git(repository, "commit", "-qm", "links")
    with opened([f"{repository}@HEAD"]) as found:
        assert [remark.partition(": ")[2] for remark in found.remarks] == [
            "1 entry left out: a submodule",
            "1 entry left out: a symbolic link",
        ]
        assert not [*found[0].rglob("link.md")]


def test_nothing_of_a_hostile_repository_is_run(
    repository: Path, tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = tmp_path / "ran"
    ran.mkdir()

    def script(name: str) -> str:
        path = tmp_path / f"evil-{name}"
        path.write_text(f"#!/bin/sh\ntouch {ran}/{name}\ncat\n")
        path.chmod(0o755)
        return str(path)

    (repository / ".gitattributes").write_text(
        "*.md filter=evil diff=evil merge=evil export-subst working-tree-encoding=UTF-16\n_news/** export-ignore\n"
    )
    git(repository, "-c", "core.attributesFile=/dev/null", "add", ".gitattributes")
    git(repository, "commit", "-qm", "attributes")
    replaced = git(repository, "rev-parse", f"v1:{TRAM}")
    other = git(repository, "hash-object", "-w", "--no-filters", "README.md")
    git(repository, "replace", replaced, other)
    hooks = repository / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    names = "post-checkout pre-auto-gc reference-transaction post-index-change fsmonitor-watchman post-rewrite".split()
    for name in names:
        shutil.copy(script(f"hook-{name}"), hooks / name)
    for key in (
        "core.fsmonitor", "core.pager", "pager.ls-tree", "pager.rev-parse", "pager.cat-file", "core.editor",
        "core.sshCommand", "core.askPass", "core.alternateRefsCommand", "credential.helper", "diff.external",
        "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv", "diff.evil.command",
        "merge.evil.driver", "gpg.program", "remote.evil.uploadpack", "uploadpack.packObjectsHook",
    ):  # fmt: skip
        git(repository, "config", key, script(key))
    for alias in ("ls-tree", "cat-file", "rev-parse"):
        git(repository, "config", f"alias.{alias}", f"!{script('alias-' + alias)}")
    git(repository, "config", "core.hooksPath", str(hooks))
    git(repository, "config", "filter.evil.required", "true")
    # what is missing is fetched by a program
    git(repository, "config", "core.repositoryFormatVersion", "1")
    git(repository, "config", "extensions.partialClone", "evil")
    git(repository, "config", "remote.evil.url", f"ext::{script('ext')} x")
    git(repository, "config", "remote.evil.promisor", "true")
    git(repository, "config", "protocol.ext.allow", "always")
    for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_PROXY_COMMAND", "PAGER"):
        monkeypatch.setenv(name, script(name))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", script("environment"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))

    before = (repository / TRAM).read_bytes()
    subprocess.run(["git", "-C", repository, "status"], env=os.environ | {"GIT_DIR": ".git"}, check=False)
    assert os.listdir(ran)  # what is there would be run
    for name in os.listdir(ran):
        (ran / name).unlink()
    with opened([f"{repository}@HEAD", f"{repository}@v1"]) as found:
        assert (found[0] / TRAM).read_bytes() == before
        assert (found[1] / TRAM).read_bytes() == before
    lost = {replaced, git(repository, "rev-parse", f"v1:{FERRY}", GIT_DIR=".git")}
    for gone in repository.glob(".git/objects/??/*"):
        if gone.parent.name + gone.name in lost:
            gone.unlink()
    with pytest.raises(UsageError, match=r"clone it whole|cannot read all"), opened([f"{repository}@v1"]):
        pass
    assert os.listdir(ran) == []


def test_names_of_a_hostile_tree_stay_in_the_folder(repository: Path, tmp_path: Path, git: Git) -> None:
    blob = git(repository, "rev-parse", f"HEAD:{TRAM}")
    for at, name in enumerate(("..", ".git", "/etc", "a\\b")):
        entry = f"100644 {name}\0".encode() + bytes.fromhex(blob)
        (tmp_path / "tree").write_bytes(entry)
        tree = git(repository, "hash-object", "-t", "tree", "-w", "--literally", str(tmp_path / "tree"))
        commit = git(repository, "commit-tree", tree, "-m", "x")
        git(repository, "tag", f"evil{at}", commit)
        with opened([f"{repository}@evil{at}"]) as found:
            inside = {path for path in found[0].rglob("*") if path.is_file()}
            assert all(path.parent == found[0] for path in inside)
            assert {path.name for path in inside} <= {"a\\b", "etc"}


def test_a_tree_that_is_a_bomb_ends(
    repository: Path, tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacked, "MOST_FILES", 1000)
    tree = git(repository, "rev-parse", "HEAD^{tree}")
    for _ in range(12):
        (tmp_path / "tree").write_bytes(b"".join(f"40000 {n}\0".encode() + bytes.fromhex(tree) for n in range(9)))
        tree = git(repository, "hash-object", "-t", "tree", "-w", str(tmp_path / "tree"))
    git(repository, "tag", "bomb", git(repository, "commit-tree", tree, "-m", "x"))
    with pytest.raises(UsageError, match="more than 1,000 files"), opened([f"{repository}@bomb"]):
        pass


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give a repository to another user")
def test_a_repository_of_another_user_is_read(repository: Path) -> None:
    for path in (repository, *repository.rglob("*")):
        os.chown(path, 65534, 65534, follow_symlinks=False)
    assert FERRY in paths(f"{repository}@v1")
