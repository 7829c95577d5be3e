"""The frame that all pages share, the page to ask, and the one that says that nothing is here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from kg.query.questions import Question
from kg.rdf.vocab import PREFIXES
from kg.server.markup import Child, Html, joined, json_script, tag

PLACES = {"Stories": "/", "Map": "/map", "Query": "/query"}


def document(title: str, *body: Child, head: Child = None, here: str = "", wide: bool = False) -> Html:
    """Return a whole page.

    Args:
        title: of it.
        body: what is in its main part.
        head: further elements of its head.
        here: which of `PLACES` it is.
        wide: take all of the window.
    """
    places = [
        tag("a", name, href=place, aria_current="page" if place == here else None) for name, place in PLACES.items()
    ]
    return joined(
        [
            Html("<!doctype html>\n"),
            tag(
                "html",
                tag(
                    "head",
                    tag("meta", charset="utf-8"),
                    tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
                    tag("meta", name="color-scheme", content="light dark"),
                    tag("title", title),
                    tag("link", rel="stylesheet", href="/static/page.css"),
                    tag("link", rel="icon", href="data:,"),
                    head,
                ),
                tag(
                    "body",
                    tag("a", "To the content", href="#content", class_="skip"),
                    tag("header", tag("nav", *places, aria_label="Places")),
                    tag("main", *body, id="content", class_="whole" if wide else None),
                ),
                lang="en",
            ),
            "\n",
        ]
    )


def query(questions: Sequence[Question], *, base: str) -> Html:
    """Return the page to ask: the editor, and the saved questions.

    Args:
        questions: that can be chosen.
        base: what the IRIs of the graph begin with: they have pages here.
    """
    about: dict[str, Any] = {"base": base, "prefixes": PREFIXES, "questions": msgspec.to_builtins(questions)}
    return document(
        "Query",
        tag("h1", "Query", class_="unseen"),
        tag(
            "div",
            tag("label", "Saved questions ", for_="question"),
            tag("select", tag("option", f"Choose one of {len(questions)}", value=""), id="question"),
            tag("p", id="told", class_="quiet"),
            tag("form", id="parameters", hidden=True),
            tag("p", id="wrong", role="alert"),
            class_="ask",
        ),
        tag("noscript", tag("p", "This page needs JavaScript. The endpoint at /sparql does not.")),
        tag("div", id="yasgui"),
        tag("footer", tag("p", "The editor is YASGUI. ", tag("a", "Licences", href="/static/LICENSES.txt"), ".")),
        head=[
            tag("link", rel="stylesheet", href="/static/query.css"),
            json_script(about, "application/json", id="about"),
            tag("script", src="/static/query.js", defer=True),
        ],
        here="/query",
        wide=True,
    )


def missing(what: str) -> Html:
    """Return the page that says that there is nothing here."""
    return document("Not here", tag("h1", "Not here"), tag("p", what))
