"""The graph -> one HTML page to read it in: map, timeline and stories, complete in itself.

The script and the style of the page are made of `viewer/page/` by `scripts/bundle.py`.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from kg import words
from kg.exporters.html.fallback import escape, table

if TYPE_CHECKING:
    from kg.exporters.html.columns import Reading
    from kg.rdf.store import Store

TITLE = "News graph"
HERE = Path(__file__).parent
BUNDLE = HERE / "bundle"
POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; img-src data:; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)
EMPTY = '<main><p class="empty">There is nothing to show: this graph holds no articles.</p></main>'
BODY = """<div id="app"></div>
<noscript>
<main id="without">
<p>The map and the timeline of this page are drawn by a script that it holds; it does not run here.
This table has the same articles.</p>
{table}
</main>
</noscript>
<script type="application/json" id="graph">{payload}</script>
{excerpts}{sources}<script>{script}</script>"""
ASIDE = '<script type="application/json" id="{}">{}</script>\n'  # what the script reads when it is asked for


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
    from kg.exporters.html.columns import read

    reading = read(store.ntriples)
    script, style = ((BUNDLE / name).read_text(encoding="utf-8") for name in ("page.js", "page.css"))
    plain = table(reading)
    counts = _counts(reading)
    values = {
        "policy": escape(POLICY.format(script=_hash(script), style=_hash(style))),
        "title": TITLE,
        "summary": counts[0],
        "style": style,
        "counts": "".join(f"<span>{count}</span>" for count in counts),
        "body": _body(reading, plain, script) if plain else EMPTY,
    }
    template = (HERE / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda name: values[name[1]], template).encode()


def _body(reading: Reading, plain: str, script: str) -> str:
    from kg.exporters.html.atlas import atlas
    from kg.exporters.html.payload import excerpts, payload, sources

    said = {"excerpts": excerpts(reading), "sources": sources(reading)}
    asides = {name: ASIDE.format(name, text) if text else "" for name, text in said.items()}
    return BODY.format(
        table=plain,
        payload=payload(reading, atlas(reading)),
        script=script,
        **asides,
    )


def _counts(reading: Reading) -> list[str]:
    things = (
        (reading.articles, "article"),
        (reading.stories, "story"),
        (reading.providers, "provider"),
        (reading.topics, "topic"),
        (reading.organizations, "organization"),
    )
    return [words.count(len(kind.iris), noun) for kind, noun in things]


def _hash(text: str) -> str:
    """Return what a policy knows an inline script or style by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
