"""kg eval: labels and stories -> scores."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kg
from kg.cli import main

FERRY = "Ferry Skylark runs aground off Port Ellery, all safe"


@pytest.fixture
def run() -> Callable[..., Result]:
    """Return a function that runs kg eval with arguments, in this process."""
    return lambda *arguments: CliRunner().invoke(main, ["eval", *map(str, arguments)])


@pytest.fixture
def site(tmp_path: Path, article_file: Callable[..., Path]) -> Path:
    """A folder with one story of three, of which one is not labelled, and others that share no word with any."""
    day = "2021-03-04T12:00:00Z"
    for name, title in {
        "ferry": FERRY,
        "ferry-again": f"{FERRY} again",
        "ferry-more": f"{FERRY} indeed",
        "volcano": "Ash volcano closes northern airports",
        "museum": "Museum buys painting thought lost",
        "orchard": "Blossom festival draws crowds",
    }.items():
        article_file(f"site/{name}.md", webUrl=f"https://www.a.example/{name}", title=title, publishedDateTime=day)
    return tmp_path / "site"


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Labels of which one does not agree with the site, and one is of an article that is not there."""
    path = tmp_path / "labels.csv"
    rows = {"ferry": "ferry", "ferry-again": "ferry", "volcano": "volcano", "museum": "museum", "gone": "museum"}
    path.write_text("webUrl,label\n" + "".join(f"https://a.example/{name},{label}\n" for name, label in rows.items()))
    return path


def test_a_source_is_scored_and_nothing_is_written(
    run: Callable[..., Result], site: Path, labels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    done = run(labels, site)
    assert (done.exit_code, done.stderr) == (0, "")
    assert sorted(tmp_path.rglob("*")) == before
    assert done.stdout == (
        "labelled    5 articles in 3 stories, 2 of them of two articles or more\n"
        "found       4 stories; 1 of the 2 are exactly right\n"
        "missing     1 labelled, but not there: counted as alone\n"
        "unknown     2 there, but not labelled: not counted\n"
        "\n"
        "            precision  recall     F1\n"
        "BCubed      1.0000     0.8000     0.8889\n"
        "pairs       1.0000     0.5000     0.6667\n"
        "V-measure   0.8839     (homogeneity 1.0000, completeness 0.7919)\n"
        "ARI         0.6154\n"
        "AMI         0.6154\n"
        "\n"
        "Worst: what a labelled story fell into (=), what came in with it (+), "
        "and how many articles' worth of BCubed it lost\n"
        "\n"
        " 1. museum: 2 articles, in 2 parts; 0.50 lost\n"
        "    alone\n"
        "      = 2021-03-04  Museum buys painting thought lost\n"
        "    not there\n"
        "      = no date     https://a.example/gone\n"
    )


def test_a_graph_is_scored_alike(run: Callable[..., Result], site: Path, labels: Path, tmp_path: Path) -> None:
    kg.build(site, output=tmp_path / "out", formats=["turtle"])
    graph, source = run(labels, "-g", tmp_path / "out"), run(labels, site)
    assert graph.exit_code == 0
    assert graph.stdout == source.stdout


def test_json_has_the_names_of_the_reference(run: Callable[..., Result], site: Path, labels: Path) -> None:
    document = json.loads(run(labels, site, "--format", "json", "--worst", 1).stdout)
    assert {name: document[name] for name in ("n", "gold_clusters", "pred_clusters", "missing", "unknown")} == {
        "n": 5,
        "gold_clusters": 3,
        "pred_clusters": 4,
        "missing": 1,
        "unknown": 2,
    }
    assert document["bcubed_f1"] == pytest.approx(8 / 9)
    (worst,) = document["worst"]
    assert (worst["label"], worst["size"], worst["lost"], len(worst["parts"])) == ("museum", 2, 0.5, 2)


def test_what_came_in_is_shown_with_its_label(run: Callable[..., Result], site: Path, labels: Path) -> None:
    labels.write_text(labels.read_text().replace("again,ferry", "again,again"))
    text = run(labels, site).stdout
    assert " 2. again: 1 article, 1 of other stories came in; 0.25 lost\n" in text
    assert f"      = 2021-03-04  {FERRY} again\n      + 2021-03-04  {FERRY} (ferry)\n" in text
    assert f"      + 2021-03-04  {FERRY} indeed (not labelled)\n" in text


def test_what_stands_alone_is_told_of_together_and_much_company_is_cut(
    run: Callable[..., Result], site: Path, labels: Path, article_file: Callable[..., Path]
) -> None:
    for number in range(8):
        title = f"{FERRY} {number}"
        article_file(f"site/{number}.md", webUrl=f"https://a.example/{number}", title=title)
    labels.write_text("id,label\n" + "".join(f"https://a.example/{n},all\n" for n in ("volcano", "museum", "ferry")))
    text = run(labels, site).stdout
    assert text.endswith(
        "    alone\n      = 2021-03-04  Museum buys painting thought lost\n"
        "      = 2021-03-04  Ash volcano closes northern airports\n"
    )
    assert "(not labelled)\n      + and 4 more\n    alone\n" in text


def test_no_story_is_told_of_where_none_is_asked_for(run: Callable[..., Result], site: Path, labels: Path) -> None:
    assert "Worst" not in run(labels, site, "--worst", 0).stdout


@pytest.mark.parametrize("arguments", [("-g", "there"), ("--graph", "output")])
def test_a_graph_and_a_source_are_one_too_many(
    run: Callable[..., Result], site: Path, labels: Path, arguments: tuple[str, ...]
) -> None:
    done = run(labels, site, *arguments)
    assert done.exit_code == 2
    assert "give a graph (-g) or a SOURCE, not both" in done.stderr


def test_faults_are_named_and_end_with_2(run: Callable[..., Result], site: Path, labels: Path, tmp_path: Path) -> None:
    for arguments, message in [
        ((tmp_path / "none.csv", site), "none.csv cannot be read: No such file or directory"),
        ((labels, tmp_path / "nowhere"), "nowhere"),
        ((labels, "-g", tmp_path), str(tmp_path)),
    ]:
        done = run(*arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith("kg: ")
        assert message in done.stderr


def test_rejected_files_and_doubtful_labels_are_told_of(run: Callable[..., Result], site: Path, labels: Path) -> None:
    (site / "odd.md").write_text("---\nwebUrl: no address\n---\n")
    labels.write_text(labels.read_text() + "http://www.a.example/ferry,other\n")
    done = run(labels, site)
    assert done.exit_code == 0
    rejected, warning = done.stderr.splitlines()
    assert rejected == f"rejected files: 1; kg build {site} names them"
    odd = "http://www.a.example/ferry is the article of line 2, under another label; both count"
    assert warning == f"warning: {labels}: line 7: {odd}"
