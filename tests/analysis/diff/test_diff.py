"""Two graphs -> what is different: as text, JSON, a page and a patch; of folders, files and revisions of git."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.analysis.diff import Snapshot, difference, page, texts
from kg.build import snapshots
from kg.cli import main
from kg.errors import GraphError, UsageError
from kg.rdf.store import Store

Write = Callable[..., Path]
FERRY, TUGS, MUSEUM = "https://a.example/ferry", "https://b.example/tugs", "https://c.example/museum"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


@pytest.fixture
def two(article_file: Write, tmp_path: Path) -> tuple[Path, Path]:
    """Two builds: a title, a topic and a provider change, an article goes and one comes."""
    post = {"name": "Post", "domain": "a.example"}
    article_file("in/a.md", webUrl=FERRY, title="Ferry aground", quality=3, topics=["Sea"], provider=post)
    article_file("in/b.md", webUrl=TUGS, title="Tugs pull")
    old = kg.build(tmp_path / "in", output=tmp_path / "old", formats=("turtle", "ntriples")).folder
    article_file("in/a.md", webUrl=FERRY, title="Ferry <b> aground & off", quality=4, topics=["Ships"],
                 provider={"name": "The Post", "domain": "a.example"})  # fmt: skip
    (tmp_path / "in" / "b.md").unlink()
    article_file("in/c.md", webUrl=MUSEUM, title="Museum <script>alert(1)</script>")
    new = kg.build(tmp_path / "in", output=tmp_path / "new", formats=("turtle", "ntriples")).folder
    return old, new


def test_articles_are_compared_field_by_field(two: tuple[Path, Path]) -> None:
    found = difference(*map(snapshots.read, map(str, two)))
    articles = found.things["articles"]
    assert [thing.url for thing in articles.added] == [MUSEUM]
    assert [thing.label for thing in articles.removed] == ["Tugs pull"]
    (change,) = articles.changed
    fields = {field.name: (field.old, field.new) for field in change.fields}
    assert fields == {
        "headline": (("Ferry aground",), ("Ferry <b> aground & off",)),
        "quality": (("3",), ("4",)),
        "topics": (("Sea",), ("Ships",)),
    }, "that its provider has another name is no change of the article"
    assert [thing.label for thing in found.things["topics"].added] == ["Ships"]
    (provider,) = found.things["providers"].changed
    assert [(field.name, field.old, field.new) for field in provider.fields] == [("name", ("Post",), ("The Post",))]


def test_people_are_compared_too_and_fields_have_words(article_file: Write, tmp_path: Path) -> None:
    article_file("in/a.md", webUrl=FERRY, title="Ferry aground", author="Ada Quill", lang="en", updated="2020-06-11")
    old = kg.build(tmp_path / "in", output=tmp_path / "old", formats=("turtle",)).folder
    article_file("in/a.md", webUrl=FERRY, title="Ferry aground", author="Piet Lund", lang="nl", updated="2020-06-12")
    new = kg.build(tmp_path / "in", output=tmp_path / "new", formats=("turtle",)).folder
    found = difference(snapshots.read(str(old)), snapshots.read(str(new)))
    people = found.things["people"]
    assert [thing.label for thing in (*people.added, *people.removed)] == ["Piet Lund", "Ada Quill"]
    (change,) = found.things["articles"].changed
    assert {field.name for field in change.fields} == {"authors", "language", "updated"}


def test_keywords_are_compared_one_by_one(article_file: Write, tmp_path: Path) -> None:
    page: dict[str, Any] = {"webUrl": FERRY, "title": "Ferry aground", "topics": ["Sea"]}  # so tags are no topics
    article_file("in/a.md", **page, tags=["harbor", "tides"])
    old = kg.build(tmp_path / "in", output=tmp_path / "old", formats=("turtle",)).folder
    article_file("in/a.md", **page, tags=["tides", "salvage"])
    new = kg.build(tmp_path / "in", output=tmp_path / "new", formats=("turtle",)).folder
    (change,) = difference(snapshots.read(str(old)), snapshots.read(str(new))).things["articles"].changed
    fields = [(field.name, field.old, field.new) for field in change.fields]
    assert fields == [("keywords", ("harbor",), ("salvage",))], "what stays is not told"
    text = run(old, new).stdout
    assert "keywords" in text
    assert "salvage" in text


def test_the_day_of_an_article_and_whether_it_is_shown_are_two_fields(article_file: Write, tmp_path: Path) -> None:
    article_file("in/a.md", webUrl=FERRY, published=True, publishedDateTime="2020-06-11T01:06:00Z")
    old = kg.build(tmp_path / "in", output=tmp_path / "old", formats=("turtle",)).folder
    article_file("in/a.md", webUrl=FERRY, published=False, publishedDateTime="2020-06-12T01:06:00Z")
    new = kg.build(tmp_path / "in", output=tmp_path / "new", formats=("turtle",)).folder
    found: Any = texts.document(difference(snapshots.read(str(old)), snapshots.read(str(new))))
    assert found["articles"]["changed"][0]["fields"] == {
        "is published": {"old": ["true"], "new": ["false"]},
        "published": {"old": ["2020-06-11 01:06:00"], "new": ["2020-06-12 01:06:00"]},
    }


def test_a_folder_its_turtle_and_its_ntriples_are_equal(two: tuple[Path, Path]) -> None:
    old, new = two
    for same in (old, old / "graph.ttl", old / "graph.nt"):
        done = run(old, same)
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout.startswith("no difference: ")
        assert run(same, new).exit_code == 0, "a difference is a result, not a failure"
        assert run(same, new, "--check").exit_code == 1
        assert run(old, same, "--check").exit_code == 0
    assert json.loads(run(old, old, "--format", "json").stdout)["equal"] is True
    assert "Nothing is different" in run(old, old, "--format", "html").stdout


def test_the_patch_makes_the_new_graph_of_the_old(two: tuple[Path, Path]) -> None:
    old, new = two
    lines = run(old, new, "--format", "patch").stdout.split("\n")
    assert [lines[0].split()[1], lines[1].split()[1], lines[2], lines[-2:]] == ["id", "prev", "TX .", ["TC .", ""]]
    graph = set((old / "graph.nt").read_text(encoding="utf-8").split("\n"))
    for line in lines[3:-2]:
        (graph.remove if line.startswith("D ") else graph.add)(line[2:])
    assert graph == set((new / "graph.nt").read_text(encoding="utf-8").split("\n"))


def test_json_text_and_page_tell_the_same(two: tuple[Path, Path], tmp_path: Path) -> None:
    told = json.loads(run(*two, "--format", "json").stdout)
    assert told["equal"] is False
    assert told["articles"]["changed"][0]["fields"]["quality"] == {"old": ["3"], "new": ["4"]}
    text = run(*two).stdout
    assert "articles changed: 1\n  ~ Ferry <b> aground & off <https://a.example/ferry>\n" in text
    assert "      quality: - 3\n      quality: + 4\n" in text
    assert "articles removed: 1\n  - Tugs pull" in text
    done = run(*two, "--format", "html", "--to", tmp_path / "page.html")
    assert (done.exit_code, done.stdout) == (0, "")
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "Ferry &lt;b&gt; aground &amp; off" in html
    assert "Museum &lt;script&gt;" in html
    assert "default-src 'none'" in html
    assert run(*two, "--to", tmp_path / "none" / "x").exit_code == 2


def test_what_cannot_be_compared_is_exit_code_2(two: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("no turtle")
    (tmp_path / "odd.txt").write_text("")
    for arguments, message in (
        ((two[0], tmp_path / "none"), "no such file or folder"),
        ((tmp_path / "in", two[0]), "holds no graph: name an output folder"),
        ((two[0], tmp_path / "bad.ttl"), "cannot be read"),
        ((two[0], tmp_path / "odd.txt"), "is no file of RDF"),
        ((two[0], two[1], "--git"), "--git takes two revisions and a folder"),
        ((two[0], two[1], "path"), "--git takes two revisions and a folder"),
        ((f"{tmp_path / 'in'}@HEAD", two[0]), "is in no git repository"),
        (("--git", "HEAD", "HEAD", tmp_path), "is in no git repository"),
    ):
        done = run(*arguments)
        assert (done.exit_code, done.stdout) == (2, ""), arguments
        assert message in done.stderr


def test_bases_do_not_make_everything_another_thing(two: tuple[Path, Path], tmp_path: Path) -> None:
    other = kg.build(tmp_path / "in", output=tmp_path / "other", base="https://n.example/", formats=())
    found = difference(snapshots.read(str(two[1])), snapshots.read(str(other.folder)))
    assert found
    assert not any(things.added or things.removed or things.changed for things in found.things.values())
    assert "the bases differ" in texts.text(found)


def stories(**groups: str) -> Snapshot:
    """A graph of stories: a="xyz" is the story a of the articles x, y and z; those of alone are in none."""
    schema, own, kind = (
        "https://schema.org/",
        "https://kg-news.example/ontology#",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    )
    lines = []
    for story, members in groups.items():
        if story != "alone":
            lines.append(f"<https://n.example/story/{story * 16}> <{kind}> <{own}Story> .\n")
        for member in members:
            article = f"<https://n.example/article/{member * 16}>"
            lines.append(f"{article} <{kind}> <{schema}NewsArticle> .\n")
            if story != "alone":
                lines.append(f"<https://n.example/story/{story * 16}> <{schema}hasPart> {article} .\n")
    return Snapshot("x", Store.load(lines).ntriples, "https://n.example/")


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (stories(alone="abcd"), stories(a="ab", alone="cd"), "born"),
        (stories(a="ab", alone="cd"), stories(a="abc", alone="d"), "grown"),
        (stories(a="abc", alone="d"), stories(a="ab", alone="cd"), "shrunk"),
        (stories(a="abc", alone="d"), stories(a="abd", alone="c"), "exchanged"),
        (stories(b="bcd", alone="a"), stories(a="abcd"), "continued"),
        (stories(a="abcdef"), stories(a="abcd", e="ef"), "split"),
        (stories(a="abcd", e="ef"), stories(a="abcdef"), "merged"),
        (stories(a="ab", alone="cd"), stories(alone="abcd"), "ended"),
    ],
)
def test_what_became_of_stories(old: Snapshot, new: Snapshot, kind: str) -> None:
    found = difference(old, new)
    assert len(found.stories[kind]) == 1
    assert f"stories {kind}: 1" in texts.text(found)
    assert f"{kind}: 1" in page.page(found)
    document: Any = texts.document(found)
    assert document["stories"][kind]
    others = {how for how, moved in found.stories.items() if moved} - {kind}
    assert others <= {"shrunk", "grown"}


def test_what_became_of_stories_of_the_default_base(article_file: Write, tmp_path: Path) -> None:
    words = "Ferry Skylark aground on a sandbank off Port Ellery, tugs on their way"
    for name in "abc":
        article_file(
            f"in/{name}.md", webUrl=f"https://{name}.example/x", title=words, date=f"2021-03-0{ord(name) - 96}"
        )
    old = kg.build(tmp_path / "in", output=tmp_path / "old", formats=())
    assert len(old.stories) == 1
    (tmp_path / "in" / "c.md").unlink()
    new = kg.build(tmp_path / "in", output=tmp_path / "new", formats=())
    found = difference(snapshots.read(str(old.folder)), snapshots.read(str(new.folder)))
    assert [(moved.story.label, moved.left) for moved in found.stories["shrunk"]] == [(new.stories[0].label, 1)]
    (tmp_path / "in" / "b.md").unlink()
    last = kg.build(tmp_path / "in", output=tmp_path / "last", formats=())
    assert len(difference(snapshots.read(str(new.folder)), snapshots.read(str(last.folder))).stories["ended"]) == 1


def test_rdf_of_other_tools_can_be_compared(tmp_path: Path) -> None:
    text = """@prefix schema: <https://schema.org/> .
        <https://n.example/article/0123456789abcdef> a schema:NewsArticle ;
            schema:url <https://a.example/x> ; schema:author [ schema:name "A" ] ; schema:headline "H"@en ."""
    (tmp_path / "a.ttl").write_text(text)
    (tmp_path / "b.ttl").write_text(text.replace("[ schema:name", "[ a schema:Person ; schema:name"))
    assert run(tmp_path / "a.ttl", tmp_path / "a.ttl", "--check").exit_code == 0
    done = run("--check", tmp_path / "a.ttl", tmp_path / "b.ttl")
    assert (done.exit_code, done.stderr) == (1, "")
    (tmp_path / "c.nt").write_text("_:a <urn:x> _:b .\n_:b <urn:x> _:a .\n")
    (tmp_path / "d.nt").write_text("_:one <urn:x> _:two .\n_:two <urn:x> _:one .\n")
    assert run(tmp_path / "c.nt", tmp_path / "d.nt", "--check").exit_code == 0


def git(folder: Path, *arguments: str) -> None:
    own = ["-c", "user.name=x", "-c", "user.email=x@x.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", folder, *own, *arguments], check=True, capture_output=True)


def test_two_revisions_of_a_repository_of_articles(article_file: Write, tmp_path: Path) -> None:
    repository = tmp_path / "site"
    article_file("site/_news/a.md", webUrl=FERRY, title="Ferry aground")
    git(repository, "init", "-q")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "one")
    article_file("site/_news/a.md", webUrl=FERRY, title="Ferry afloat")
    article_file("site/_news/b.md", webUrl=TUGS, title="Tugs")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "two")
    for arguments in (
        ("--git", "HEAD~1", "HEAD", repository),
        ("--git", "HEAD~1", "HEAD", repository / "_news"),
        (f"{repository}@HEAD~1", f"{repository}@HEAD"),
    ):
        done = run(*arguments)
        assert done.exit_code == 0, done.output
        assert "headline: - Ferry aground\n" in done.stdout
        assert "articles added: 1\n  + Tugs" in done.stdout
    assert run("--git", "HEAD", "HEAD", repository, "--check").exit_code == 0
    out = kg.build(repository, output=tmp_path / "out", formats=())
    assert run(f"{repository}@HEAD", out.folder, "--check").exit_code == 0
    for wrong in ("nothing", "--output=x", "HEAD:_news/a.md"):
        assert run("--git", "--", wrong, "HEAD", repository).exit_code == 2
    assert run(f"{repository / '_news' / 'a.md'}@HEAD", out.folder).exit_code == 0


def test_a_damaged_store_is_a_message(two: tuple[Path, Path]) -> None:
    for path in (two[0] / "store").iterdir():
        path.unlink()
    with pytest.raises((GraphError, UsageError)):
        snapshots.read(str(two[0]))


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_is_escaped_on_the_page(one: str, other: str) -> None:
    from kg.analysis.diff import (
        ChangedField,
        ChangedResource,
        Difference,
        Resource,
        ResourceChanges,
        StoryChange,
    )

    thing = Resource(iri=one, label=other, url=f"javascript:{one}")
    change = ChangedResource(
        thing=Resource(iri=one, label=one, url=f"https://{other}"), fields=(ChangedField(name=one, old=(other,)),)
    )
    found = Difference(
        old=one, new=other, old_sha256="", new_sha256="", triples=(1, 2), added=(one,), removed=(other,), notes=(one,),
        things={"articles": ResourceChanges(added=(thing,), changed=(change,))},
        stories={"born": (StoryChange(story=thing),)},
    )  # fmt: skip
    html = page.page(found)
    tags = {tag.lower() for tag in re.findall(r"<\s*/?\s*([A-Za-z][A-Za-z0-9]*)", html)}
    assert tags <= set(
        "html head meta title style body h1 h2 p br table tr th td details summary ul li a ins del pre".split()
    )
    assert 'href="javascript' not in html
