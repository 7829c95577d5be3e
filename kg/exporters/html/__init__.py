"""The graph -> one HTML page to read it in: map, timeline and stories, complete in itself.

The script and the style of the page are made of `viewer/page/` by `scripts/bundle.py`.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from kg import html, words
from kg.exporters.html.fallback import table
from kg.rdf.properties import KINDS

if TYPE_CHECKING:
    from kg.exporters.html.columns import PageColumns
    from kg.rdf.store import Store

TITLE = "News graph"
COUNTED = ("article", "story", "provider", "topic", "organization")  # in the head of the page
HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; img-src data:; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)


def export(store: Store) -> bytes:
    """Return the graph as one HTML page (UTF-8) that needs nothing else: no network, no other file.

    A map of stories that unfold, a timeline and a list of stories, linked with each other; without a script, a table.
    The same graph gives the same bytes. The drawing of pyvis is `kg.exporters.html.pyvis.export`.

    Args:
        store: the graph.

    >>> from kg.rdf.store import Store
    >>> export(Store.load([])).startswith(b"<!doctype html>")
    True
    """
    from kg.exporters.html.columns import read_columns

    reading = read_columns(store.ntriples)
    script, style = ((HERE / "bundle" / name).read_text(encoding="utf-8") for name in ("page.js", "page.css"))
    return html.document(
        HERE / "page.html",
        policy=policy(script, style=style),
        title=TITLE,
        counts=[words.count(len(getattr(reading, KINDS[kind].several).iris), kind) for kind in COUNTED],
        style=Markup(style),
        script=Markup(script),
        table=Markup(table(reading)),
        data=_data(reading) if reading.urls else {},
    ).encode()


def _data(reading: PageColumns) -> dict[str, str]:
    """Return what the script reads by the elements that hold it; all but the first only when it is asked for."""
    from kg.exporters.html.atlas import atlas
    from kg.exporters.html.payload import excerpts, payload, sources

    found = {"graph": payload(reading, atlas(reading)), "excerpts": excerpts(reading), "sources": sources(reading)}
    return {name: text for name, text in found.items() if text}


def policy(*scripts: str, style: str) -> str:
    """Return the content security policy of a page that runs only these scripts of its own, and asks for nothing."""
    return POLICY.format(script=" ".join(map(_hash, scripts)), style=_hash(style))


def _hash(text: str) -> str:
    """Return what a policy knows an inline script or style by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
