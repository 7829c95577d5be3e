"""Values -> HTML: nothing in a text is markup, links lead to the web only, templates say all that they name."""

from __future__ import annotations

import html.parser
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup, escape

from kg.exporters.site import pages
from kg.html import card, document, environment, link, load, script_json, tag, visible
from kg.server import views
from server_support import BAD_ADDRESS, NASTY


class Parsed(html.parser.HTMLParser):
    """The elements, the texts and what is in scripts, as a browser would find them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((name, dict(attributes)))

    def handle_data(self, text: str) -> None:
        self.text += text


def template(folder: Path, text: str) -> Path:
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", NASTY)
def test_texts_are_escaped_and_json_ends_no_script(text: str) -> None:
    assert Parsed(tag("p", text, title=text)).text == text
    assert Parsed(tag("p", text, title=text)).elements == [("p", {"title": text})]
    held = Parsed(tag("script", script_json(text), type="application/json"))
    assert [name for name, _ in held.elements] == ["script"]
    assert json.loads(held.text) == text


@pytest.mark.parametrize(
    "address",
    [
        BAD_ADDRESS,
        "JaVaScRiPt:x",
        "\tjavascript:x",
        "data:text/html,x",
        "//x.example",
        "file:///etc/passwd",
        "http://[",
    ],
)
def test_links_lead_only_to_the_web(address: str) -> None:
    assert link("x", address) == "x"
    assert "<a" not in card(("x", address))


def test_a_link_to_the_web_is_escaped_as_all_is() -> None:
    assert 'href="https://x.example/?a&amp;b"' in link("x", "https://x.example/?a&b")


def test_markup_is_not_escaped_twice() -> None:
    assert escape(tag("b", "a & b")) == tag("b", "a & b") == "<b>a &amp; b</b>"
    assert escape(Markup("<br>")) == "<br>"
    assert escape(7) == "7"


@given(st.text())
def test_what_is_visible_is_read_as_it_was_but_for_signs_that_are_none(text: str) -> None:
    shown = html.unescape(visible(text))
    assert len(shown) == len(text)
    assert all(one in (other, "\ufffd") for one, other in zip(shown, text, strict=True))


def test_a_template_escapes_what_it_is_given(tmp_path: Path) -> None:
    page = document(template(tmp_path, '<p title="{{ text }}">{{ text }}{{ more }}</p>'), text=NASTY[0], more=tag("br"))
    assert Parsed(page).elements == [("p", {"title": NASTY[0]}), ("br", {})]
    assert Parsed(page).text == NASTY[0]


def test_a_name_that_a_template_is_not_given_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError, match="'text' is undefined"):
        document(template(tmp_path, "{{ text }}"))


def test_what_a_thing_does_not_have_is_an_error_even_where_it_is_only_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError, match="no attribute 'text'"):
        document(template(tmp_path, "{% if thing.text %}{% endif %}"), thing="")


@pytest.mark.parametrize("folder", [pages.TEMPLATES, views.TEMPLATES], ids=["site", "server"])
def test_templates_are_in_the_package_and_are_read_before_they_are_needed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = environment(folder).list_templates()
    assert "base.html" in names
    load(folder)
    loader = environment(folder).loader
    assert loader is not None
    monkeypatch.setattr(loader, "get_source", None)
    for name in names:
        assert environment(folder).get_template(name).name == name
