"""Why two articles are, or are not, in one story: every number is checked against what it says it is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from itertools import combinations, pairwise
from operator import attrgetter
from pathlib import Path
from statistics import median

import msgspec
import networkx as nx
import numpy as np
import pytest

import kg
from kg.analysis import evidence
from kg.analysis.evidence import Evidence, Place, contrast, explain
from kg.analysis.evidence.explanation import Explanation
from kg.analysis.evidence.links import Link
from kg.errors import GraphError, UsageError
from kg.folder import OutputFolder
from kg.model import Article
from kg.stories import cut
from kg.stories.clustering import clusters
from kg.stories.similarity import HALF_DAYS, Columns

FERRY = "https://tern-times.example/ferry-aground"
COPY = "https://wire.example/skylark-aground"
FREE = "https://gull.example/skylark-free"
SAFE = "https://bay.example/skylark-passengers"
CAPTAIN = "https://post.example/captain-questioned"
PAINTING = "https://tern-times.example/museum-buys-painting"
ORCHARDS = "https://bay.example/orchards"
BUDGET = "https://post.example/budget"
CHOIR = "https://nobody.example/choir"
EXAMPLE = "facial-recognition-2020/_news"


@pytest.fixture(scope="module", params=["town", "example", "region"])
def graph(request: pytest.FixtureRequest) -> kg.KnowledgeGraph:
    graph: kg.KnowledgeGraph = request.getfixturevalue(request.param)
    return graph


@pytest.fixture(scope="module")
def gathered(graph: kg.KnowledgeGraph) -> Evidence:
    return evidence.gather(graph._store, folder=OutputFolder(graph.folder))


@pytest.fixture(scope="module")
def network(graph: kg.KnowledgeGraph) -> nx.Graph[str]:
    return graph.article_network()


@pytest.fixture(scope="module")
def together(graph: kg.KnowledgeGraph) -> list[Explanation]:
    """Explanations of all pairs of the largest story of each graph."""
    return [graph.explain(a, b) for a, b in combinations(graph.stories[0].members[:6], 2)]


@pytest.fixture(scope="module")
def apart(graph: kg.KnowledgeGraph) -> list[Explanation]:
    """Explanations of pairs from two stories, and of articles that stand alone."""
    firsts = [story.members[-1] for story in graph.stories]
    alone = sorted({*network_of(graph)} - {member for story in graph.stories for member in story.members})
    return [graph.explain(a, b) for a, b in combinations([*firsts[:3], *alone[:2]], 2)]


def network_of(graph: kg.KnowledgeGraph) -> list[str]:
    return [row["a"] for row in graph.query("SELECT ?a { ?a schema:url ?u ; kg:full ?f }")]


def ends(link: Link) -> tuple[str, str]:
    return link.a.article, link.b.article


def test_together_means_in_one_story(
    graph: kg.KnowledgeGraph, together: list[Explanation], apart: list[Explanation]
) -> None:
    for found in together:
        assert found.together
        assert found.stories == (graph.stories[0], graph.stories[0])
        assert found.between is None
        assert found.a.story == found.b.story == graph.stories[0].id
    homes = {member: story for story in graph.stories for member in story.members}
    for found in apart:
        assert not found.together
        assert found.stories == (homes.get(found.a.article), homes.get(found.b.article))
        assert (found.chain, found.parting, found.contrast) == ((), None, None)
    assert any(found.stories == (None, None) for found in apart)
    assert all(found.current and found.lines_known for found in (*together, *apart))


def test_weights_are_those_of_the_network_of_articles(together: list[Explanation], network: nx.Graph[str]) -> None:
    for found in together:
        for link in found.chain:
            edge = network.edges[ends(link)]
            assert link.weight == edge["weight"]
            assert link.text == edge["text"]
            assert link.hours == edge["hours"] or (link.hours is edge["hours"] is None)
            assert any(len(listing.items) == 1 for listing in link.listings) or not edge["related"]


def test_the_chain_is_the_widest_path_with_the_fewest_steps(
    together: list[Explanation], network: nx.Graph[str]
) -> None:
    for found in together:
        a, b = found.a.article, found.b.article
        assert found.stories[0]
        assert found.weakest
        inside = network.subgraph(found.stories[0].members)
        path = [found.chain[0].a.article, *(link.b.article for link in found.chain)]
        assert (path[0], path[-1]) == (a, b)
        assert [ends(link) for link in found.chain] == list(pairwise(path))
        widest = nx.maximum_spanning_tree(inside)
        steps = pairwise(nx.shortest_path(widest, a, b))
        bottleneck = min(inside.edges[step]["weight"] for step in steps)
        assert found.weakest.weight == bottleneck
        wide = inside.edge_subgraph(edge for edge in inside.edges if inside.edges[edge]["weight"] >= bottleneck)
        assert len(found.chain) == nx.shortest_path_length(wide, a, b)


def test_the_parting_link_parts_them_when_all_is_clustered_again(
    together: list[Explanation], gathered: Evidence
) -> None:
    assert {bool(found.parting) for found in together} == {True, False}
    for found in together:
        a, b = (gathered.place[end.article] for end in (found.a, found.b))
        weakest = sorted(found.chain, key=attrgetter("weight"))[: explain.MOST_TRIED]
        parted = []
        for link in weakest:
            groups = clusters(without(gathered, link))
            sides = [next(group for group in groups if end in group) for end in (a, b)]
            if sides[0] != sides[1]:
                story = set(gathered.groups[a])
                parted.append((link.weight, tuple(len(story.intersection(side)) for side in sides)))
        if found.parting:
            sizes = (found.parting.with_a, found.parting.with_b)
            assert (found.parting.link.weight, sizes) in parted
            assert found.parting.link.weight == min(parted)[0]
        else:
            assert parted == []
            assert found.tried == len(weakest)


def without(gathered: Evidence, link: Link) -> Columns:
    pairs = gathered.pairs
    a, b = sorted(gathered.place[end] for end in ends(link))
    kept = ~((pairs.a == a) & (pairs.b == b))
    assert kept.sum() == len(kept) - 1
    fields = {name: getattr(pairs, name) for name in pairs.__struct_fields__ if name not in {"report", "lender"}}
    return msgspec.structs.replace(pairs, **{name: column[kept] for name, column in fields.items() if name != "slots"})


def test_each_story_stands_out_and_no_two_would_as_one(gathered: Evidence) -> None:
    for story in gathered.stories:
        group = gathered.groups[gathered.place[story.first]]
        halves = contrast.halves(gathered, group)
        assert halves
        one, other = halves
        stands = contrast.contrast(gathered, one, other)
        assert sorted([*one, *other]) == evidence.reports(gathered, group)
        assert stands.inside == pytest.approx(cut.inside(stands.inner, stands.average), abs=1e-6)
        least = cut.needed(stands.surroundings, len([*one, *other]))
        assert stands.inside > stands.needed >= round(least, 6) - 1e-6
        assert stands.needed == pytest.approx(least, abs=1e-6) or len([*one, *other]) > 2, "two have no parts"
        assert contrast.parts_without(gathered, group, None) == [list(group)]


def test_what_is_between_two_stories_is_counted_right(apart: list[Explanation], gathered: Evidence) -> None:
    for found in apart:
        groups = [gathered.groups[gathered.place[end.article]] for end in (found.a, found.b)]
        one, other = (evidence.reports(gathered, group) for group in groups)
        weights = [gathered.weight[row] for a in one for b in other if (row := gathered.near[a].get(b)) is not None]
        between = found.between
        assert between
        assert (between.pairs, between.counted) == (len(one) * len(other), len(weights))
        assert [link.weight for link in between.strongest] == sorted(weights, reverse=True)[: explain.MOST_SHOWN]
        for link in between.strongest:
            assert gathered.place[link.a.article] in one
            assert gathered.place[link.b.article] in other
        if all(gathered.carried[item] == 1 for item in (*one, *other)):
            assert between.contrast
            assert between.contrast.average == pytest.approx(sum(weights) / between.pairs, abs=1e-6)
        dates = [[date for item in group if (date := gathered.articles[item].published)] for group in (one, other)]
        if all(dates):
            first, second = (median(date.timestamp() for date in group) for group in dates)
            assert between.hours == pytest.approx(abs(second - first) / 3600, abs=1e-3)
        else:
            assert between.hours is None


def test_the_lines_are_those_that_state_the_links(example: kg.KnowledgeGraph, examples: Path) -> None:
    seen = 0
    for a, b in combinations(example.stories[0].members[:6], 2):
        for listing in example.explain(a, b).direct.listings:
            urls = [example.query(f"SELECT ?url {{ <{item}> schema:url ?url }}") for item in listing.items]
            assert len(listing.places) >= len(listing.items)
            for (row,), place in zip(urls, listing.places, strict=False):
                lines = (examples / place.path).read_text(encoding="utf-8").splitlines()
                block = "\n".join(lines[place.line - 1 : place.line + 6])
                assert row["url"] in block
                assert lines[place.line - 1].lstrip().startswith("-")
                seen += 1
    assert seen > 10


def test_a_link_by_name_and_line(town: kg.KnowledgeGraph, town_site: Path) -> None:
    found = town.explain(FERRY, CAPTAIN)
    (listing,) = found.direct.listings
    lines = (town_site / "ferry-aground.md").read_text(encoding="utf-8").splitlines()
    (line,) = (number for number, text in enumerate(lines, 1) if "captain-questioned" in text)
    assert [(place.path, line - place.line) for place in listing.places] == [("ferry-aground.md", 1)]
    assert listing.owner.title == "Ferry Skylark runs aground off the northern harbor"
    assert (found.direct.text, found.direct.words, found.direct.hours) == (0.0, (), 12.0)
    assert found.direct.weight == pytest.approx(0.6 / (1 + 0.5 / HALF_DAYS))
    assert found.parting
    assert ends(found.parting.link) == (found.a.article, found.b.article)
    assert (found.parting.with_a, found.parting.with_b) == (4, 1)


def test_a_copy_is_weighed_as_its_report(town: kg.KnowledgeGraph) -> None:
    copy, report = town.explain(COPY, SAFE), town.explain(FERRY, SAFE)
    assert copy.direct.weight == report.direct.weight is not None
    assert copy.contrast
    assert copy.contrast.surroundings < 0.01, "a copy is not what surrounds its report"
    assert copy.direct.copies == (copy.a.article,)
    assert [end.article for end in (copy.chain[0].a, copy.chain[0].b)] == [copy.a.article, report.a.article]
    assert copy.chain[0].same_words
    assert copy.chain[0].one_report
    assert copy.chain[1:] == report.chain
    both = town.explain(COPY, FERRY)
    assert both.direct.same_words
    assert "They have the very same words, and are in one story whatever else there is." in str(both)


def test_the_names_do_not_matter(town: kg.KnowledgeGraph) -> None:
    one = town.explain(FERRY, "https://gull.example/skylark-free?utm_medium=x")
    assert one == town.explain("https://amp.tern-times.example/ferry-aground", FREE)
    assert one == town.explain(one.a.article, one.b.article.rsplit("/", 1)[-1][:9])
    assert str(one) == str(kg.open(town.folder).explain(FERRY, FREE))


def test_the_other_way_round_says_the_same(town: kg.KnowledgeGraph) -> None:
    for a, b in ((FERRY, CAPTAIN), (COPY, SAFE), (FERRY, PAINTING), (ORCHARDS, BUDGET)):
        there, back = town.explain(a, b), town.explain(b, a)
        assert (there.direct.weight, there.together, there.tried) == (back.direct.weight, back.together, back.tried)
        assert [link.weight for link in there.chain] == [link.weight for link in back.chain][::-1]
        assert bool(there.parting) == bool(back.parting)
        if there.between:
            assert back.between
            assert there.between.contrast == back.between.contrast


def test_the_same_article_twice_and_unknown_ones_are_errors(town: kg.KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="are the same article; name two"):
        town.explain(FERRY, "https://amp.tern-times.example/ferry-aground")
    with pytest.raises(UsageError, match=r"no article 'https://x\.example' in this graph"):
        town.explain(FERRY, "https://x.example")


@pytest.mark.parametrize("how", ["missing", "another version"])
def test_without_records_everything_but_the_lines_is_known(town: kg.KnowledgeGraph, tmp_path: Path, how: str) -> None:
    folder = Path(shutil.copytree(town.folder, tmp_path / "older"))
    if how == "missing":
        (folder / "records.bin").unlink()
    else:
        (folder / "records.bin").write_bytes(b"kg records 0\n")
    older, known = kg.open(folder).explain(FERRY, CAPTAIN), town.explain(FERRY, CAPTAIN)
    assert not older.lines_known
    assert older.direct.listings[0].places == ()
    assert older.parting
    assert known.parting
    assert (older.direct.weight, older.parting.with_a) == (known.direct.weight, known.parting.with_a)
    text = str(older)
    assert "A lists B\n" in text
    assert text.endswith("The graph has no records.bin, so the files and lines of related links are not known.\n")
    assert "records.bin" not in str(kg.open(folder).explain(FREE, SAFE)), "nothing is missing where there is no list"


def test_damaged_records_are_an_error(town: kg.KnowledgeGraph, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(town.folder, tmp_path / "damaged"))
    with (folder / "records.bin").open("ab") as file:
        file.write(b"\x00\x00\x00\xff")
    with pytest.raises(GraphError, match=r"records.bin is damaged .*; build the graph again"):
        kg.open(folder).explain(FERRY, CAPTAIN)


def test_a_graph_of_another_version_says_so(graph_of: Callable[..., kg.KnowledgeGraph]) -> None:
    titles = enumerate(("Ferry runs aground", "Museum buys painting", "Choir seeks tenors"))
    told = [Article(key=f"https://a.example/{i}", url=f"https://a.example/{i}", title=title) for i, title in titles]
    graph = graph_of(told[:2], alone=told[2:])
    found = graph.explain("a.example/0", "a.example/1")
    assert found.together
    assert not found.current
    assert (found.chain, found.parting, found.tried) == ((), None, 0)
    assert "was built by another version of kg" in str(found)
    assert not graph.explain("a.example/0", "a.example/2").current


def test_the_text_of_one_story(town: kg.KnowledgeGraph) -> None:
    found = town.explain(FERRY, CAPTAIN)
    story, stands, (listing,) = found.stories[0], found.contrast, found.direct.listings
    assert story
    assert stands
    assert (
        str(found)
        == f"""\
A  “Ferry Skylark runs aground off the northern harbor”
   Tern Times, 2021-03-04 08:00, https://www.tern-times.example/ferry-aground?utm_source=feed
B  “Captain questioned overnight”
   Harbor Post, 2021-03-04 20:00, https://post.example/captain-questioned

A and B are in one story: “{story.label}” ({story.id}, 5 articles). \
Its articles are alike by {stands.inside:.2f}: {stands.inner:.2f} to their nearest in it, \
and {stands.average:.2f} from the one half to the other. To stand out as one story {stands.needed:.2f} is needed, \
for they are alike by {stands.surroundings:.2f} to their nearest outside.

Between A and B themselves the evidence weighs {found.direct.weight:.2f} of 1:
   texts unlike, no telling word in common
   12 hours apart
   A lists B (ferry-aground.md:{listing.places[0].line})

Without the link of A and B ({found.direct.weight:.2f}) they would part: 4 articles would stay with A, 1 with B.
"""
    )


def test_the_text_of_a_chain_names_what_is_between(town: kg.KnowledgeGraph) -> None:
    found = town.explain(SAFE, CAPTAIN)
    text = str(found)
    steps = len(found.chain)
    assert steps > 1
    assert found.weakest
    assert f"The strongest way from A to B has {steps} steps, none weaker than {found.weakest.weight:.2f}:" in text
    names = re.findall(r"^   ([AB]|\d+) +“(.*)”$", text, re.MULTILINE)
    assert [name for name, _ in names] == ["A", *map(str, range(1, steps)), "B"]
    assert [title for _, title in names] == [found.a.title, *(link.b.title for link in found.chain)]
    last = found.chain[-1].weight
    assert f"Without the link of {steps - 1} and B ({last:.2f}) they would part" in text


def test_the_text_of_two_stories_says_what_is_missing(town: kg.KnowledgeGraph) -> None:
    text = str(town.explain(FERRY, PAINTING))
    assert "A and B are not in one story.\n   A is in “" in text
    assert re.search(r"To stand out as one \d\.\d\d is needed, for they are alike by \d\.\d\d to their nearest", text)
    assert text.endswith("   - a related link: no list joins them\n")
    assert "   - time: at the median they are 46" in str(town.explain(FERRY, ORCHARDS))
    alone = str(town.explain(ORCHARDS, BUDGET))
    assert "A and B both stand alone: neither is in a story." in alone
    assert "   - words: they share none that tells anything\n" in alone
    assert "   - time: they are 18.2 days apart, and the further apart, the less a pair weighs\n" in alone
    assert "no list joins them" not in alone
    assert "\n\nNothing that counts joins the two. As one story they would be alike by 0.00." in str(
        town.explain(CHOIR, BUDGET)
    )
    undated = str(town.explain(CHOIR, CAPTAIN))
    assert (
        "\n\nNothing that counts joins an article of the one to one of the other, in 4 pairs. As one story" in undated
    )
    assert "A stands alone" in undated
    assert "nobody.example, no date, https://nobody.example/choir" in undated
    assert "a date is not known, which counts neither way" in undated


def test_the_amazon_and_microsoft_articles_of_the_examples(example: kg.KnowledgeGraph) -> None:
    found = example.explain(
        "https://www.harbor-ledger.example/business/amazon-rekognition-hold.html",
        "https://www.northgate-wire.example/article/technology/microsoft-police-law-idNW0611K4",
    )
    assert found.together
    assert {"police", "facial", "recognition"} <= set(found.direct.words)
    assert found.direct.topics == ("AI", "Facial Recognition")
    assert found.direct.hours == pytest.approx(19.93, abs=0.01)
    path = f"{EXAMPLE}/2020-06-10-amazon-puts-rekognition-on-hold.md"
    assert found.direct.listings[0].places == (Place(path, 83),)
    assert f"A lists B ({path}:83)" in str(found)


def test_nothing_is_written_and_the_same_is_said_again(town: kg.KnowledgeGraph) -> None:
    before = {path: path.read_bytes() for path in town.folder.rglob("*") if path.is_file()}
    assert town.explain(FERRY, SAFE) == town.explain(FERRY, SAFE)
    assert {path: path.read_bytes() for path in town.folder.rglob("*") if path.is_file()} == before


def test_only_what_is_near_in_time_is_clustered_again(
    example: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a graph over years, a story is clustered again with its neighbours only; the outcome is the same."""
    found = evidence.gather(example._store)
    sizes: list[int] = []

    def counted(columns: Columns) -> list[list[int]]:
        sizes.append(len(columns.report))
        return clusters(columns)

    monkeypatch.setattr(contrast, "clusters", counted)
    for story in found.stories:
        group = found.groups[found.place[story.first]]
        rows = sorted({row for item in group for other, row in found.near[item].items() if other in group})
        for row in (None, *rows[:4]):
            parts = contrast.parts_without(found, group, row)
            kept = np.arange(len(found.pairs.a)) != (-1 if row is None else row)
            fields = {
                name: getattr(found.pairs, name)
                for name in found.pairs.__struct_fields__
                if name not in {"report", "lender", "slots"}
            }
            again = clusters(msgspec.structs.replace(found.pairs, **{name: c[kept] for name, c in fields.items()}))
            cut = [sorted({*group}.intersection(cluster)) for cluster in again]
            assert sorted(parts) == sorted(part for part in cut if part)
    assert min(sizes) < len(found.articles)
