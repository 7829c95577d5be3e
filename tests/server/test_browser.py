"""The pages in a real Chromium: read, asked, and attacked; nothing goes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import pytest

from kg.identity import DEFAULT_BASE, article_id
from server_support import NASTY, PATIENCE, Served, article_path

STORY = f"/story/{article_id('https://paper0.example/a/0')}"
ARTICLE = article_path("https://paper0.example/a/0")
PATHS = ("/", STORY, ARTICLE, "/provider/paper0.example", "/nowhere", "/query")
WIDTHS = {"desktop": 1280, "phone": 390}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# Chromium reports what DOMPurify, in a document of its own that runs nothing, parses to throw it away
PURIFIED = "Executing inline event handler violates"
pytestmark = pytest.mark.browser


@contextmanager
def opened(browser: Any, served: Served, path: str, **options: Any) -> Iterator[tuple[Any, list[str]]]:
    """Open a page; what it asks of others is refused and, like each error, noted."""
    context = browser.new_context(**options)
    tab = context.new_page()
    troubles: list[str] = []

    def route(route: Any) -> None:
        if route.request.url.startswith((served.address + "/", "data:", "blob:")):
            route.continue_()
            return
        troubles.append(f"asks {route.request.url}")
        route.abort()

    context.route("**/*", route)

    def said(message: Any) -> None:
        if message.type == "error" and not message.text.startswith(PURIFIED):
            troubles.append(message.text)

    tab.on("console", said)
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("dialog", lambda _: troubles.append("dialog"))
    tab.on("dialog", lambda dialog: dialog.dismiss())
    try:
        tab.goto(served.address + path)
        yield tab, troubles
    finally:
        context.close()


def chosen(tab: Any, question: str) -> None:
    """Choose a saved question, and wait for its answer."""
    tab.select_option("#question", question)
    tab.wait_for_selector("#yasgui .active .yasr_results table tbody tr", timeout=PATIENCE * 1000)


@pytest.mark.parametrize(("width", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_pages_fit_are_accessible_and_run_nothing(browser: Any, served: Served, width: str, scheme: str) -> None:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    size = {"width": WIDTHS[width], "height": 800}
    for path in PATHS:
        with opened(browser, served, path, viewport=size, color_scheme=scheme) as (tab, troubles):
            if path == "/query":
                chosen(tab, "first-reports")
            tab.evaluate(axe)
            found = tab.evaluate("tags => axe.run({exclude: [['#yasgui']]}, {runOnly: tags})", WCAG)["violations"]
            assert not [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found], path
            assert tab.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width], path
            assert tab.evaluate("window.pwned") is None
            assert [each for each in troubles if "404" not in each] == [], path


def test_hostile_texts_are_read_as_they_are(browser: Any, served: Served) -> None:
    with opened(browser, served, STORY) as (tab, troubles):
        assert tab.text_content("h1") == NASTY[0]
        links = tab.eval_on_selector_all("main a", "links => links.map(link => link.protocol)")
        assert set(links) <= {"http:", "https:"}
        tab.click(f"a[href='{ARTICLE}']")
        assert tab.url == served.address + ARTICLE
        assert troubles == []


def test_a_saved_question_is_asked_and_its_answer_leads_on(browser: Any, served: Served) -> None:
    with opened(browser, served, "/query") as (tab, troubles):
        chosen(tab, "stories")
        assert NASTY[0] in tab.text_content("#yasgui .active .yasr_results")
        assert tab.evaluate("window.pwned") is None
        editor = tab.evaluate("document.querySelector('#yasgui .active .CodeMirror').CodeMirror.getValue()")
        assert editor.startswith("PREFIX "), "the editor is shown the prefixes that it does not know"
        assert tab.locator("#yasgui .active .parseErrorIcon").count() == 0
        assert troubles == []


def test_parameters_are_filled_in_and_what_is_wrong_with_them_is_said(browser: Any, served: Served) -> None:
    with opened(browser, served, "/query") as (tab, troubles):
        chosen(tab, "first-reports")
        tab.fill("#parameters input[name=story]", "no such story")
        tab.click("#parameters button")
        tab.wait_for_selector("#wrong:text('is no story')", timeout=PATIENCE * 1000)
        tab.fill("#parameters input[name=story]", STORY.rpartition("/")[2][:6])
        tab.click("#parameters button")
        tab.wait_for_selector("#wrong:text-is('')", state="attached", timeout=PATIENCE * 1000)
        written = "document.querySelector('#yasgui .active .CodeMirror').CodeMirror.getValue().includes(story)"
        tab.wait_for_function(f"story => {written}", arg=f"VALUES ?story {{ <{DEFAULT_BASE[:-1]}{STORY}> }}")
        assert [each for each in troubles if "400" not in each] == []


def test_a_query_in_the_address_is_asked_at_once(browser: Any, served: Served) -> None:
    for query, sees in (
        ("SELECT ?s { ?s a kg:Story }", STORY),
        ("CONSTRUCT { ?s a kg:Story } WHERE { ?s a kg:Story }", STORY),
        ("SELECT ?s {\n ?s a }", "line 2"),
    ):
        target = f"/query#query={quote(query)}"
        with opened(browser, served, target) as (tab, troubles):
            tab.wait_for_function(
                "text => document.querySelector('#yasgui .active .yasr').innerHTML.includes(text)",
                arg=sees,
                timeout=PATIENCE * 1000,
            )
            assert [each for each in troubles if "400" not in each] == [], query


def test_things_of_the_graph_lead_to_their_pages(browser: Any, served: Served) -> None:
    with opened(browser, served, f"/query#query={quote('SELECT ?s { ?s a kg:Story }')}") as (tab, troubles):
        with tab.context.expect_page(timeout=PATIENCE * 1000) as shown:
            tab.click(f"#yasgui .active .yasr_results a[href='{STORY}']", timeout=PATIENCE * 1000)
        assert shown.value.url == served.address + STORY
        assert shown.value.text_content("h1") == NASTY[0]
        assert troubles == []
