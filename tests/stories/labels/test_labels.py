"""Stories -> labels: central names, then the telling phrase; no two of the same words."""

# ruff: noqa: RUF001 - the marks of other scripts are meant

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.build.pipeline import find_stories
from kg.model import UNDATED, Article, Organization
from kg.stories.labels import LONGEST, Corpus, keywords, label, learn, name_all
from kg.stories.labels.counts import story_words
from kg.stories.labels.ranking import MOST_NAMES, terms
from kg.stories.languages import CALENDAR, FILLERS, TITLES
from kg.stories.languages import STOP_WORDS as OTHER_STOP_WORDS
from kg.stories.words import STOP_WORDS, pieces

ROOT = Path(__file__).parents[3]
START = datetime(2021, 3, 4, 9, 30, tzinfo=UTC)


def article(
    number: int,
    title: str | None,
    excerpt: str | None = None,
    *,
    days: float | None = None,
    mentions: tuple[str, ...] = (),
) -> Article:
    key = f"https://a.example/{number}"
    published = None if days is None else START + timedelta(days=days)
    return Article(key=key, url=key, title=title, excerpt=excerpt, published=published, mentions=mentions)


def labels_all(stories: Sequence[Sequence[Article]], corpus: Corpus) -> list[str]:
    return [label for _, label in name_all(stories, corpus)]


def keywords_of(members: Sequence[Article], corpus: Corpus) -> str:
    ordered = sorted(members, key=lambda member: (member.published or UNDATED, member.key))
    return keywords(terms([ordered], story_words([ordered], corpus))[0])


def numbered(*titles: str | None) -> list[Article]:
    return [article(number, title) for number, title in enumerate(titles)]


FERRY = [
    article(0, "Ferry Runs Aground", "Late on Monday the Skylark hit a sandbank; its owner Norvik Lines is silent."),
    article(1, "Skylark ferry still on sandbank", "Tugs of Norvik Lines pull at the Skylark, so far for nothing."),
    article(2, "How the Ferry Left Its Channel", "Nobody on the bridge of the Skylark saw the sandbank, says Norvik."),
    article(3, "Mayor thanks those who rescued passengers of the Skylark", "He says the ferry was full."),
]
OTHERS = [
    article(4, "Orchards in blossom", "The cherry trees flower early, and growers fear a frost."),
    article(5, "Museum Finds Lost Painting", "A painting that was thought lost hung in the cellar all the time."),
    article(6, "Council votes on budget", "The budget of the town grows, and so do its debts, the council says."),
]
ALL = FERRY + OTHERS


def labels_of(*sources: Path) -> dict[str, int]:
    return {story.label: len(story.members) for story in find_stories(*sources, jobs=1)[1] if len(story.members) > 1}


def test_the_stories_of_the_examples_say_what_they_are() -> None:
    found = labels_of(ROOT / "examples")
    assert found["Verizon Joins the Advertisers Leaving Facebook"] == 5
    assert found["No Microsoft Store will reopen"] == 3
    assert any(text.startswith("Amazon, ") and text.endswith(": facial recognition, police") for text in found)
    assert any("The Mac Is Moving" in text for text in found)


def test_the_companies_come_first_in_the_order_in_which_most_reports_name_them() -> None:
    twin = ROOT / "tests" / "data" / "seed-twin"
    assert labels_of(twin) == {"Amazon, Microsoft, Clearview AI, IBM: facial recognition, police": 8}


def test_a_story_is_labelled_by_its_names_and_its_words() -> None:
    assert keywords_of(FERRY, learn(ALL)) == "Skylark, Norvik Lines: ferry, sandbank"


def test_what_the_gazetteer_found_is_a_name_whatever_the_text_looks_like() -> None:
    members = [
        article(0, "HARBOR FREIGHT RAISES TOLLS", mentions=("harbor-freight",)),
        article(1, "Harbor Freight Raises Tolls Again", mentions=("harbor-freight",)),
    ]
    known = learn(members, [Organization(slug="harbor-freight", name="Harbor Freight")])
    assert keywords_of(members, known) == "Harbor Freight: Tolls"


def test_an_organization_is_not_named_twice_where_the_gazetteer_abstained() -> None:
    members = [
        article(number, "Norvik closes piers", "And so Norvik Air Lines says it.", mentions=("it",))
        for number in range(2)
    ]
    members += [article(number, "Norvik closes piers", "So it is with Norvik.") for number in (2, 3)]
    known = [Organization(slug="it", name="Norvik Air Lines", other_names=("Norvik",))]
    assert keywords_of(members, learn(members, known)) == "Norvik Air Lines: piers"


def test_a_mention_without_a_record_is_named_by_itself() -> None:
    members = [article(number, "Tolls at the bridge", mentions=("Harbor Freight",)) for number in range(2)]
    assert keywords_of(members, learn(members)).startswith("Harbor Freight: ")


@pytest.mark.parametrize(
    ("name", "others", "title", "shown"),
    [
        ("Northern Lighthouse and Pilotage Board", ("NLPB",), "NLPB closes piers", "NLPB"),
        ("Elmen Port and Pilotage Board", ("EPPB",), "Elmen Port and Pilotage Board, EPPB, closes piers", "EPPB"),
        ("Norvik Lines", ("NL",), "It closes piers", "Norvik Lines"),
        ("Norvik", ("Norvik Lines",), "Norvik Lines closes piers", "Norvik"),
        ("Skylark Holdings", ("Norvik",), "Norvik closes piers", "Norvik"),
        ("Coca-Cola", (), "Coca-Cola closes piers", "Coca-Cola"),
    ],
)
def test_an_organization_is_shown_by_a_short_name_that_people_use(
    name: str, others: tuple[str, ...], title: str, shown: str
) -> None:
    members = [article(number, title, f"They say that {title} soon.", mentions=("it",)) for number in range(3)]
    corpus = learn(members, [Organization(slug="it", name=name, other_names=others)])
    assert keywords_of(members, corpus) == f"{shown}: piers"


@pytest.mark.parametrize(
    ("texts", "start"),
    [
        (["then Coca-Cola sank", "we saw Coca-Cola rise", "and Coca-Cola wins"], "Coca-Cola"),
        (["that the U.S. ferry sank", "how the US ferry rose", "when the U.S. ferry ran"], "U.S.:"),
        (["in the F.B.I. ferry", "as the FBI ferry rose", "when the FBI ferry ran"], "FBI:"),
        (["then Donald Fisk sank", "we saw Fisk rise", "and so did Donald Fisk"], "Donald Fisk"),
        (["we saw the Bank of Elmen rise", "and the Bank of Elmen", "so the Bank of Elmen sank"], "Bank of Elmen"),
        (["in New Elmen it rose", "and New Elmen sank", "so New Elmen ran"], "New Elmen"),
        (["at St. Elmen it rose", "and St. Elmen sank", "so St Elmen ran"], "St. Elmen"),
        (["that Norwegian ferries rose", "and Norway sank", "so Norway ran"], "Norway"),
        (["that British Elmen rose", "and British Elmen sank", "so British Elmen ran"], "British Elmen:"),
        (["then AT&T sank", "we saw AT&T rise", "and AT&T wins"], "AT&T"),
        (["then NORVIK sank", "we saw Norvik rise", "and so Norvik wins"], "Norvik"),
    ],
)
def test_a_name_is_whole_and_written_as_most_write_it(texts: list[str], start: str) -> None:
    members = [article(number, None, f"{text} near the old harbor wall") for number, text in enumerate(texts)]
    found = keywords_of(members, learn(members))
    assert found.startswith(start)
    assert found.count(start.rpartition(" ")[2]) == 1


def test_north_and_south_are_two_names_but_a_person_is_one() -> None:
    text = "those who live in North Elmen and those in South Elmen know that Ann Fisk talks well, and Fisk knows them"
    members = [article(number, None, text) for number in range(3)]
    names = keywords_of(members, learn(members)).partition(":")[0].split(", ")
    assert sorted(names) == ["Ann Fisk", "North Elmen", "South Elmen"]


@pytest.mark.parametrize(
    ("titles", "phrase"),
    [
        (
            ["Police drop facial recognition", "Towns ban facial recognition", "A ban on recognition"],
            "facial recognition",
        ),
        (["Facial-recognition row", "Facial recognition row grows", "Facial recognition"], "facial recognition"),
        (["Hiring freeze at the port", "Port announces hiring freeze"], "hiring freeze"),
        (["Record profit for the port", "The port reports record profit"], "record profit"),
        (["5G rollout begins", "Port plans 5G rollout"], "5G rollout"),
    ],
)
def test_a_phrase_says_more_than_its_words(titles: list[str], phrase: str) -> None:
    corpus = learn([*numbered(*titles), article(9, None, "facial recognition, a row, a profit, an order, the ban")])
    assert phrase.lower() in keywords_of(numbered(*titles), corpus).lower()


def test_no_two_parts_of_a_label_share_a_stem() -> None:
    members = numbered("Ferry strike", "Ferries: the strikes", "Strike on ferry", "Ferries and strike")
    parts = keywords_of(members, learn(members)).replace(",", " ").split()
    assert sorted(part.lower()[:4] for part in parts) == ["ferr", "stri"]


def test_a_first_name_does_not_stand_beside_its_surname() -> None:
    others = [article(10 + number, None, "it was said there that Fisk was not to be seen") for number in range(20)]
    members = [
        article(number, None, f"it was said in the town that {name} will not go")
        for number, name in enumerate(["Ann Fisk", "Ann Fisk", "Fisk", "Fisk", "Fisk"])
    ]
    assert keywords_of(members, learn(members + others)) == "Fisk: town"


def test_what_all_the_corpus_speaks_of_tells_nothing() -> None:
    crowd = [article(number, f"Plague hits shop {number}", "They say Plague rages on.") for number in range(60)]
    members = [article(100 + number, "Plague empties the ferry port of Elmen") for number in range(3)]
    assert "plague" not in keywords_of(members, learn(crowd + members)).lower()
    assert "plague" in keywords_of(members, learn(members)).lower()


def test_a_name_that_is_common_may_be_central_all_the_same() -> None:
    crowd = [
        article(number, f"The shop {number} of Norvik" if number % 3 else f"Shop {number}") for number in range(60)
    ]
    teacher = [article(99, None, "it was said that Norvik and Fisk and Grall have been there since the old days")]
    members = [article(100, "And now Fisk"), *(article(101 + i, "And now Fisk and Norvik") for i in range(3))]
    common = crowd[:40] + teacher + members
    assert keywords_of(members, learn(common)).startswith("Fisk")
    assert "Norvik" not in keywords_of(members, learn(crowd + teacher + members))  # that all the corpus speaks of
    fewer = [article(number, f"The shop {number} of Norvik" if number % 4 == 0 else None) for number in range(60)]
    assert keywords_of(members, learn(fewer + teacher + members)) == "Fisk, Norvik"


def test_a_word_that_fits_many_stories_comes_after_one_that_does_not() -> None:
    members = numbered("Agreement on a ferry", "Agreement on a ferry")
    assert keywords_of(members, learn([*members, article(9, None, "the agreement, the ferry")])) == "ferry, agreement"


def test_titles_count_more_than_excerpts() -> None:
    members = [article(number, "A sandbank", f"Of tugboats {number}") for number in range(2)]
    assert keywords_of(members, learn(members)) == "sandbank, tugboats"


def test_a_dateline_and_a_section_are_no_part_of_the_story() -> None:
    members = [
        article(0, "Ferry strike ends | Elmen News & Observer", "ELMEN (Reuters) - So Fisk said of the ferry strike."),
        article(
            1, "Ferry strike over | Elmen News & Observer", "ELMEN, June 3 (Reuters) - The strike, Fisk said, ends."
        ),
    ]
    assert keywords_of(members, learn(members)) == "Fisk: ferry strike"


def test_no_label_holds_a_stop_word_a_title_or_a_day() -> None:
    corpus = learn(ALL)
    for size in range(2, len(ALL) + 1):
        for seed in range(20):
            members = random.Random(seed).sample(ALL, size)
            found = keywords_of(members, corpus)
            words = set(found.replace(",", " ").replace(":", " ").lower().split()) - {"lines"}  # of Norvik
            if found not in {member.title for member in members}:
                assert not words & (STOP_WORDS | CALENDAR | TITLES | FILLERS)


def test_a_label_has_so_many_names_and_words_at_most_and_no_word_twice() -> None:
    text = "The firms Alva, Brix, Corto, Dunlo and Egret sell boats, sails, ropes and anchors to the islands."
    members = [article(i, None, text) for i in range(4)]
    names, _, words = keywords_of(members, learn(members)).partition(": ")
    assert len(names.split(", ")) == MOST_NAMES
    assert len(words.split(", ")) == 2
    parts = f"{names}, {words}".lower().replace(",", "").split()
    assert len(parts) == len(set(parts))


def test_a_long_label_gives_up_its_last_names_first() -> None:
    names = ["Constantinopolitan Railways", "Aberystwyth Shipbuilders", "Kirkcudbright Breweries"]
    text = f"it is said that then {names[0]} and also {names[1]} and with them all of {names[2]} built sandbanks"
    members = [article(number, None, text) for number in range(3)]
    found = keywords_of(members, learn(members))
    assert len(found) <= LONGEST
    assert found.count(", ") == 1
    assert "sandbanks" in found


@pytest.mark.parametrize(
    ("members", "text"),
    [
        (numbered(None, "Alone"), "Alone"),
        (numbered(None, None), "a.example"),
        (numbered("  ", None), "a.example"),
        (numbered("the and of", "the and of"), "The and of"),
        (numbered("渡轮搁浅，乘客获救", "渡轮搁浅"), "渡轮搁浅"),
        (numbered("جنحت العبارة قرب الميناء", "جنحت العبارة"), "جنحت العبارة"),
        (numbered("フェリーが座礁", "フェリーが座礁"), "フェリーが座礁"),
        (numbered("Same old song", "Same old song"), "Same old song"),
        (numbered("Says 12 in May", "May says 12"), "Says 12 in May"),
        (numbered("Ferry aground near Ellery", "Museum buys art"), "Ferry aground near Ellery"),
        (
            numbered("Statki w porcie nie mogą się ruszyć i nie ma na to rady", "Statki w porcie i nie ma na to rady"),
            None,
        ),
        (numbered("渡" * 200, "渡" * 200), "渡" * (LONGEST - 1) + "…"),
    ],
)
def test_where_nothing_tells_the_first_headline_does(members: list[Article], text: str | None) -> None:
    found = label(members, learn(members))
    assert found == (members[0].title if text is None else text)


@pytest.mark.parametrize(
    ("titles", "label_is"),
    [
        (
            ["Die Bundesregierung stellt die Warn-App für alle vor", "Was die Warn-App der Bundesregierung nicht kann"],
            {"Warn-App", "Bundesregierung"},
        ),
        (
            ["Le gouvernement retire la réforme des retraites", "Pourquoi la réforme des retraites est retirée"],
            {"réforme", "retraites"},
        ),
        (
            ["El gobierno aprueba la reforma de las pensiones", "La reforma de las pensiones no es para todos"],
            {"reforma", "pensiones"},
        ),
    ],
)
def test_other_languages_have_stop_words_too(titles: list[str], label_is: set[str]) -> None:
    members = numbered(*titles)
    assert set(keywords_of(members, learn(members)).split(", ")) == label_is


def test_german_nouns_are_no_names() -> None:
    text = "Wie die Regierung sagt, fährt die Fähre nicht, und der Hafen ist zu, weil das Wasser fehlt."
    assert learn([article(0, None, text)]).names == frozenset()


def test_headlines_in_capitals_give_small_words() -> None:
    members = [
        article(0, "FERRY STRIKE IN NORVIK"),
        article(1, "FERRY STRIKE IN NORVIK"),
        article(2, None, "we go to Norvik"),
    ]
    assert keywords_of(members[:2], learn(members)) == "Norvik: ferry strike"


@pytest.mark.parametrize(
    ("excerpts", "name"),
    [
        (["They met in La Loche", "and those in La Loche say so"], "La Loche"),
        (["It began on Memorial Day and so", "then on Memorial Day it ended"], "Memorial Day"),
        (["It began in New York and so", "then in New York it ended"], "New York"),
    ],
)
def test_names_are_not_cut(excerpts: list[str], name: str) -> None:
    members = [article(number, None, f"{text} near the ferry wall") for number, text in enumerate(excerpts)]
    assert keywords_of(members, learn(members)).startswith(name)


def test_an_address_is_in_no_label() -> None:
    text = "Read more of Elmen at https://www.elmen-journal.example/ferry or www.elmen-journal.example or a@b.example"
    members = [article(number, None, f"The ferry strike. {text}") for number in range(3)]
    found = f"{keywords_of(members, learn(members))} {label(members, learn(members))}"
    assert "example" not in found
    assert "http" not in found


def test_two_stories_never_have_the_same_words() -> None:
    stories = [[article(10 * i + j, "Ferry strike in the harbor", days=i) for j in range(2)] for i in range(3)]
    stories += [[article(90 + j, "In the harbor: ferry strikes", days=9) for j in range(2)]]
    found = labels_all(stories, learn([member for story in stories for member in story]))
    assert found == [
        "Ferry strike in the harbor",
        "Ferry strike in the harbor (2021-03-05)",
        "Ferry strike in the harbor (2021-03-06)",
        "In the harbor: ferry strikes (2021-03-13)",
    ]


def test_marks_do_not_tell_two_labels_apart() -> None:
    stories = [[article(10 * i + j, title, days=i) for j in range(2)] for i, title in enumerate(["12: May", "12 May"])]
    found = labels_all(stories, learn([member for story in stories for member in story]))
    assert found == ["12: May", "12 May (2021-03-05)"]


def test_stories_of_one_moment_or_of_none_are_told_apart_by_their_ids() -> None:
    stories = [[article(10 * i + j, "Ferry strike", days=0 if i < 3 else None) for j in range(2)] for i in range(6)]
    found = labels_all(stories, learn([member for story in stories for member in story]))
    assert len(set(found)) == 6
    assert all(text.startswith("Ferry strike") for text in found)


def test_a_story_that_comes_in_takes_no_label_away() -> None:
    first = [[article(10 * i + j, "Ferry strike", days=i) for j in range(2)] for i in range(3)]
    late = [article(99 + j, "Ferry strike", days=7) for j in range(2)]
    corpus = learn([member for story in [*first, late] for member in story])
    assert labels_all([late, *first], corpus)[1:] == labels_all(first, corpus)


WORDS = (
    "Ferry strike Norvik harbor the of says Elmen U.S. new painting May 12 渡轮 die est Coca-Cola AT&T's ! … -".split()
)
TEXTS = st.none() | st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(max_size=40)
ARTICLES = st.builds(
    lambda title, excerpt, days, mentions: (title, excerpt, days, mentions),
    TEXTS,
    TEXTS,
    st.none() | st.integers(0, 2),
    st.sets(st.sampled_from(["norvik", "elmen", "!!!"])).map(lambda slugs: tuple(sorted(slugs))),
)
KNOWN = [
    Organization(slug="norvik", name="Norvik", other_names=("Norvik Lines",)),
    Organization(slug="!!!", name="!!!"),
]


def stories_from(rows: Sequence[tuple[str | None, str | None, int | None, tuple[str, ...]]]) -> list[list[Article]]:
    found = [article(i, row[0], row[1], days=row[2], mentions=row[3]) for i, row in enumerate(rows)]
    return [found[i : i + 2] for i in range(0, len(found) - 1, 2)]


@given(st.lists(ARTICLES, min_size=2, max_size=10), st.randoms(use_true_random=False))
def test_labels_are_short_and_differ_and_do_not_depend_on_any_order(
    rows: list[tuple[str | None, str | None, int | None, tuple[str, ...]]], rand: random.Random
) -> None:
    stories = stories_from(rows)
    members = [member for story in stories for member in story]
    found = labels_all(stories, learn(members, KNOWN))
    assert len(set(found)) == len(found)
    words = [frozenset(piece.lower() for piece in pieces(text) if piece[0].isalnum()) for text in found]
    assert len(set(words)) == len(words) or frozenset() in words
    assert all(text.strip() and len(text) <= LONGEST for text in found)
    alone = STOP_WORDS.union(*OTHER_STOP_WORDS.values())
    titles = {" ".join((member.title or "").split()).lower() for member in members}
    assert all(text.lower() not in alone for text in found if text.lower() not in titles)
    order = rand.sample(range(len(stories)), len(stories))
    shuffled = [rand.sample(stories[place], len(stories[place])) for place in order]
    again = labels_all(shuffled, learn(rand.sample(members, len(members)), KNOWN))
    assert [again[order.index(place)] for place in range(len(stories))] == found
