"""What many processes read and find is what one does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg import sources
from kg.build import reading, workers
from kg.entities import organizations
from kg.entities.merge import Entities
from kg.entities.organizations.gazetteer import Gazetteer
from kg.entities.organizations.rules import mentions
from kg.model import Article, Provider, Reading
from kg.rdf import ontology

ARTICLE = b"---\nwebUrl: https://a.example/1\ntitle: One\n---\n"
TITLES = (
    "Amazon and Apple",
    "Nobody at all",
    "Microsoft hires",
    "The Hill Post reports",
    "IBM",
    "Of Nokia and Siemens",
    "",
)


def article(number: int) -> Article:
    url = f"https://paper.example/{number}"
    return Article(key=url, url=url, title=TITLES[number % len(TITLES)])


def test_two_processes_read_what_one_reads(tmp_path: Path, examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / os.fsdecode(b"caf\xe9.md")).write_bytes(ARTICLE)
    (tmp_path / "odd/rejected.md").write_bytes(b"\xff")
    (tmp_path / "odd/README.md").write_text("none of ours")
    (tmp_path / "odd/gone.md").symlink_to("nowhere")
    (tmp_path / "odd/page.md").write_text("---\nlayout: page\n---\n")
    (tmp_path / "odd/warned.md").write_bytes(
        b"---\nwebUrl: https://a.example/\x97\npublished: maybe\ndate: 2020-01-01\n---\n"
    )
    files = [file for file in sources.find([examples, tmp_path]) if file.kind != sources.OTHER]
    one = list(map(sources.read_file, files))
    monkeypatch.setattr(workers, "FEWEST", 2)
    monkeypatch.setattr(reading, "CHUNK", 7)
    here: list[sources.InputFile] = []
    read = sources.read_file

    def counted(found: sources.InputFile) -> Reading:
        here.append(found)
        return read(found)

    monkeypatch.setattr(sources, "read_file", counted)
    with workers.Workers(2) as two_processes:
        two = list(reading.read_files(files, workers=two_processes))
    assert 0 < len(here) < len(files)  # the others were read elsewhere
    assert two == one
    assert len(two) == len(files) > 30
    assert sum(bool(said.left_out) for said in two) >= 3, "READMEs, drafts, labels"
    assert sum(len(said.rejected) for said in two) == 2
    assert all(isinstance(article, Article) for said in two for article in said.articles)


@pytest.mark.parametrize("jobs", [2, 3])
def test_what_workers_find_is_what_one_process_finds(monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    known = organizations.known([ontology.folder() / ontology.ORGANIZATIONS])
    articles = [article(number) for number in range(40)]
    entities = Entities(articles=tuple(articles), providers=(Provider(domain="hill.example", name="The Hill Post"),))
    alone = organizations.find(entities, known)
    assert len(alone.organizations) >= 4
    here: list[Article] = []
    monkeypatch.setattr(workers, "FEWEST", len(articles))

    def counted(one: Article, names: Gazetteer) -> tuple[str, ...]:
        here.append(one)
        return mentions(one, names)

    monkeypatch.setattr(organizations, "mentions_of_article", counted)
    with workers.Workers(jobs) as shared:
        assert reading.find_organizations(entities, known, workers=shared) == alone
    assert len(here) == -(-len(articles) // jobs)
