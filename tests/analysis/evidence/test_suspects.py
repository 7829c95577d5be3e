"""What an editor should look at: each kind on a corpus where it is known, and its numbers as it states them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.analysis import evidence
from kg.analysis.evidence import contrast, suspects
from kg.analysis.evidence.suspects import KINDS, Suspect
from kg.errors import UsageError
from kg.graph import suspects as suspected
from kg.model import Article, Origin

ANY = 10**6
GraphOf = Callable[..., kg.KnowledgeGraph]
Write = Callable[..., Path]


@pytest.fixture
def loose(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything be suspect that could be."""
    for name in ("CARRIES", "BARELY", "NEARLY_ONE", "NEARLY_ONE_LISTED", "LEAST_JOINED", "WORTH_A_LINK"):
        monkeypatch.setattr(suspects, name, 0.0)


def of(graph: kg.KnowledgeGraph, kind: str) -> list[Suspect]:
    return list(suspected(graph, kind, limit=ANY))


def titles(suspect: Suspect) -> list[str | None]:
    return [headline.title for headline in suspect.articles]


def test_a_story_of_one_provider(town: kg.KnowledgeGraph) -> None:
    (found,) = of(town, "one-provider")
    (museum,) = (story for story in town.stories if len(story.members) == 2)
    assert [headline.article for headline in found.articles] == list(museum.members)
    assert {headline.provider for headline in found.articles} == {"Tern Times"}
    assert found.stories == (museum.id,)
    assert re.fullmatch(
        r"Both articles are by Tern Times \(weight 0\.\d\d, 1 hour apart\): it may be news that nobody else has",
        found.reason,
    )


@pytest.mark.parametrize(
    ("weight", "hours", "what"), [(0.0, 0.5, "a series"), (2.0, 0.5, "news that nobody"), (0.0, -1.0, "one report in")]
)
def test_what_a_single_provider_may_have_done(
    town: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, weight: float, hours: float, what: str
) -> None:
    """The two articles on the museum are an hour apart."""
    monkeypatch.setattr(suspects, "VERSIONS", 0.0 if hours < 0 else 2.0)
    monkeypatch.setattr(suspects, "SERIES_HOURS", 2.0 if weight else hours)
    assert what in of(town, "one-provider")[0].reason


def test_an_article_without_provider_is_not_of_one(graph_of: GraphOf) -> None:
    told = [
        Article(key=f"https://a.example/{i}", url=f"https://a.example/{i}", title="Ferry aground", provider=provider)
        for i, provider in enumerate((None, None))
    ]
    assert of(graph_of(told), "one-provider") == []


def test_a_link_that_is_missing(town: kg.KnowledgeGraph) -> None:
    (found,) = of(town, "missing-link")
    owner, item = found.articles
    assert titles(found) == [
        "Passengers safe after ferry Skylark is pulled off sandbank",
        "Tugs free ferry Skylark from sandbank off northern harbor",
    ], "the newer one can list the other"
    assert found.reason.startswith(
        f"“{owner.title}” (Bay News) could list “{item.title}” (The Gull): one story, weight 0."
    )
    assert "2 hours apart, both say " in found.reason
    assert found.place == "ferry-passengers.md"
    assert found.score == round(town.article_network().edges[owner.article, item.article]["weight"], 3)


def test_what_a_list_joins_already_is_not_missing(example: kg.KnowledgeGraph, loose: None) -> None:
    network = example.article_network()
    found = of(example, "missing-link")
    assert found
    seen: set[str] = set()
    full = {row["a"] for row in example.query("SELECT ?a { ?a kg:full true }")}
    for suspect in found:
        a, b = (headline.article for headline in suspect.articles)
        edge = network.edges[a, b]
        assert not edge["related"]
        assert not edge["listed_together"]
        assert a in full, "a stub has no list"
        assert suspect.articles[0].provider != suspect.articles[1].provider
        assert not list(
            example.query(f"SELECT * {{ VALUES (?a ?b) {{ (<{a}> <{b}>) (<{b}> <{a}>) }} ?a kg:copyOf ?b }}")
        )
        assert not seen & {a, b}, "an article is in one suggestion only"
        seen |= {a, b}
        assert suspect.place
        assert suspect.place.startswith("facial-recognition-2020/_news/")


@pytest.mark.parametrize(
    ("title", "copied", "missing"),
    [
        ("Tugs free ferry Skylark from sandbank", False, True),
        ("Tugs free ferry Skylark from sandbank", True, False),
        ("Ferry Skylark runs aground on the sandbank off harbor", False, False),
    ],
)
def test_one_report_twice_is_no_link_to_add(
    graph_of: GraphOf, loose: None, title: str, copied: bool, missing: bool
) -> None:
    """Neither what the graph calls a copy, nor nearly the same words."""
    one, other = (
        Article(
            key=f"https://{by}/1",
            url=f"https://{by}/1",
            title=title,
            provider=by,
            full=True,
            origins=(Origin(path="x"),),
        )
        for by, title in (
            ("a.example", "Ferry Skylark runs aground on a sandbank off the harbor"),
            ("b.example", title),
        )
    )
    rest = [
        Article(key=f"https://c.example/{i}", url=f"https://c.example/{i}", title=f"{word} quarrel in town")
        for i, word in enumerate(("Council", "Choir", "Orchard", "Museum", "Budget"))
    ]
    graph = graph_of([one, other], alone=rest, copies={other.key: one.key} if copied else {})
    assert bool(of(graph, "missing-link")) == missing


def test_a_link_that_looks_wrong(town: kg.KnowledgeGraph, town_site: Path) -> None:
    (found,) = of(town, "odd-link")
    assert titles(found) == ["Late frost threatens apple blossom in valley orchards", "Council quarrels"]
    assert "18.2 days apart, but they share no telling word, and nothing joins the second" in found.reason
    assert found.score == 1.0
    assert found.stories == ()
    assert found.place is not None
    path, _, line = found.place.partition(":")
    block = (town_site / path).read_text(encoding="utf-8").splitlines()[int(line) - 1 : int(line) + 2]
    assert "https://post.example/budget" in "".join(block)


def test_a_link_to_what_the_rest_of_the_list_is_about_is_not_odd(article_file: Write, tmp_path: Path) -> None:
    """The owner's words are others, but the second item reports what the first does."""
    tugs = {"webUrl": "https://b.example/1", "title": "Tugs free ferry Skylark", "publishedDateTime": "2021-03-04"}
    ferry = {
        "webUrl": "https://c.example/1",
        "title": "Ferry Skylark free, tugs leave",
        "publishedDateTime": "2021-03-04",
    }
    owner = {"webUrl": "https://a.example/1", "title": "What a week", "publishedDateTime": "2021-03-09"}
    article_file("both/a.md", **owner, related=[tugs, ferry])
    article_file("one/a.md", **owner, related=[tugs])
    both, one = (kg.build(tmp_path / name, output=tmp_path / f"{name}.out", formats=()) for name in ("both", "one"))
    assert of(both, "odd-link") == []
    assert len(of(one, "odd-link")) == 1


def test_links_of_one_day_or_without_dates_are_not_odd(article_file: Write, tmp_path: Path) -> None:
    other = {"webUrl": "https://b.example/1", "title": "Museum buys painting"}
    article_file(
        "in/a.md", webUrl="https://a.example/1", title="Ferry", publishedDateTime="2021-03-04", related=[other]
    )
    assert of(kg.build(tmp_path / "in", output=tmp_path / "out", formats=()), "odd-link") == []


def test_stories_that_one_link_holds_together(region: kg.KnowledgeGraph, town: kg.KnowledgeGraph, loose: None) -> None:
    """That they would split is tried for each: all articles are clustered again without the link."""
    checked = 0
    for graph in (region, town):
        gathered = evidence.gather(graph._store)
        for found in of(graph, "weak-link"):
            a, b = (gathered.place[headline.article] for headline in found.articles)
            group = gathered.groups[a]
            assert b in group
            assert len(contrast.parts_without(gathered, group, gathered.near[a][b])) > 1
            one, other = contrast.halves(gathered, group) or ([], [])
            stands = contrast.contrast(gathered, one, other)
            assert f"where {stands.needed:.2f} is needed" in found.reason
            assert f"One link ({gathered.weight[gathered.near[a][b]]:.2f}) is " in found.reason
            assert 0 < found.score < 1
            checked += 1
    assert checked > 10


def test_several_links_that_share_the_burden_are_not_weak(
    region: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suspects, "BARELY", 0.0)
    monkeypatch.setattr(suspects, "CARRIES", 0.0)
    every = of(region, "weak-link")
    monkeypatch.setattr(suspects, "CARRIES", 0.75)
    found = of(region, "weak-link")
    assert 0 < len(found) < len(every)
    shares = [int(share) for suspect in found for share in re.findall(r"is (\d+)% of what joins", suspect.reason)]
    assert min(shares) >= 75
    others = [suspect.reason for suspect in every if suspect not in found]
    assert max(int(re.findall(r"is (\d+)% of what joins", reason)[0]) for reason in others) <= 75


def test_a_story_that_stands_well_is_not_suspect(town: kg.KnowledgeGraph) -> None:
    """The captain is in the story by one link, but by three times of what is needed."""
    assert of(town, "weak-link") == []


def test_a_story_of_another_version_is_passed_over(graph_of: GraphOf, loose: None) -> None:
    told = [
        Article(key=f"https://a.example/{i}", url=f"https://a.example/{i}", title=title)
        for i, title in enumerate(("Ferry", "Museum", "Choir"))
    ]
    assert of(graph_of(told), "weak-link") == []


def test_two_stories_that_look_like_one(region: kg.KnowledgeGraph, loose: None) -> None:
    gathered = evidence.gather(region._store)
    found = of(region, "one-story")
    assert found
    ids = {story.id: gathered.groups[gathered.place[story.first]] for story in region.stories}
    pairs = set()
    for suspect in found:
        one, other = (ids[id] for id in suspect.stories)
        stands = contrast.contrast(gathered, one, other)
        assert suspect.score == round(min(1.0, stands.inside / stands.needed), 3)
        assert f"alike by {stands.inside:.2f} as one, where {stands.needed:.2f} makes one story" in suspect.reason
        assert [headline.story for headline in suspect.articles] == list(suspect.stories)
        pairs.add(frozenset(suspect.stories))
    linked = {
        frozenset((gathered.story[a.key].id, gathered.story[b.key].id))
        for i, a in enumerate(gathered.articles)
        for j in gathered.near[i]
        if a.key in gathered.story and (b := gathered.articles[j]).key in gathered.story
    }
    assert pairs == {pair for pair in linked if len(pair) == 2}


def test_a_related_link_lets_stories_look_like_one_sooner(
    region: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suspects, "NEARLY_ONE", 2.0)
    monkeypatch.setattr(suspects, "NEARLY_ONE_LISTED", 0.0)
    monkeypatch.setattr(suspects, "LEAST_JOINED", 0.0)
    gathered = evidence.gather(region._store)
    between = {
        frozenset((gathered.story[owner].id, gathered.story[item].id))
        for owner, items in gathered.targets.items()
        for item in items
        if owner in gathered.story and item in gathered.story
    }
    listed = {pair for pair in between if len(pair) == 2}
    found = of(region, "one-story")
    assert {frozenset(suspect.stories) for suspect in found} == listed
    assert all("related link" in suspect.reason for suspect in found)


def test_kinds_come_in_order_the_surest_first_and_no_more_than_asked_for(
    example: kg.KnowledgeGraph, loose: None
) -> None:
    found = suspected(example, limit=2)
    kinds = [suspect.kind for suspect in found]
    assert kinds == sorted(kinds, key=list(KINDS).index)
    assert all(kinds.count(kind) <= 2 for kind in KINDS)
    for kind in set(kinds):
        every = of(example, kind)
        scores = [suspect.score for suspect in every]
        assert scores == sorted(scores, reverse=True)
        assert [suspect for suspect in found if suspect.kind == kind] == every[:2]


def test_only_the_kinds_that_are_asked_for(town: kg.KnowledgeGraph) -> None:
    assert {suspect.kind for suspect in suspected(town, "odd-link", "missing-link")} == {"odd-link", "missing-link"}
    with pytest.raises(UsageError, match="no kind 'odd' of suspects; there are weak-link, one-story, one-provider, "):
        suspected(town, "odd")


def test_without_records_the_places_are_unknown_and_the_rest_is_the_same(
    town: kg.KnowledgeGraph, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(town.folder, tmp_path / "older"))
    (folder / "records.bin").unlink()
    older, known = suspected(kg.open(folder)), suspected(town)
    assert all(suspect.place is None for suspect in older)
    assert [(s.kind, s.reason, s.score) for s in older] == [(s.kind, s.reason, s.score) for s in known]


@pytest.mark.parametrize("articles", [[], [Article(key="https://a.example/1", url="https://a.example/1")]])
def test_where_there_is_little_nothing_is_suspect(graph_of: GraphOf, articles: list[Article]) -> None:
    assert suspected(graph_of(alone=articles)) == ()


def test_a_real_site_has_suspects_of_all_kinds(shared: Path, coronavirus: Path) -> None:
    """Checked by eye, see docs/stories.md; here that there are some, and that they name files that are there."""
    source = shared / "corpus" / "coronavirus"
    found = suspected(kg.open(coronavirus), limit=40)
    assert {suspect.kind for suspect in found} == set(KINDS)
    places = [suspect.place.partition(":")[0] for suspect in found if suspect.place]
    assert len(places) > 20
    assert all((source / place).is_file() for place in places)
