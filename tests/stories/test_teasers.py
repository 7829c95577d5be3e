"""A headline -> in how many ways it does not say what happened."""

from __future__ import annotations

import pytest

from kg.stories.teasers import count, without_head


@pytest.mark.parametrize(
    ("text", "url", "ways"),
    [
        ("Ferry runs aground near Elmen", "https://a.example/news/ferry", 0),
        ("Norvik sells ferry to U.S. navy", None, 0),  # 'us' speaks of the writer, 'U.S.' does not
        ("US navy buys ferry of Norvik", None, 0),
        ("Is the ferry of Elmen safe?", None, 1),
        ("Warum die Fähre auf Grund lief", None, 1),
        ("The ferry that broke my heart", None, 1),
        ("Ferry runs aground near Elmen", "https://a.example/opinion/ferry", 1),
        ("Ferry aground: live updates from Elmen", None, 1),
        ("Ferry aground", None, 1),
        ("Ferry runs aground near Elmen and then…", None, 1),
        ("FERRY RUNS AGROUND NEAR ELMEN", None, 1),
        ("渡轮搁浅", None, 0),
    ],
)
def test_what_does_not_say_what_happened_counts(text: str, url: str | None, ways: int) -> None:
    assert count(text, url) == ways


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("UPDATE: Ferry runs aground near Elmen", "Ferry runs aground near Elmen"),
        ("Opinion | The ferry has to go", "The ferry has to go"),
        ("The Latest: Elmen: Ferry runs aground", "Elmen: Ferry runs aground"),
        ("Elmen: Ferry runs aground", "Elmen: Ferry runs aground"),
        ("Live updates: Elmen", "Live updates: Elmen"),
    ],
)
def test_a_head_that_names_no_report_is_left_out(text: str, left: str) -> None:
    assert without_head(text) == left
