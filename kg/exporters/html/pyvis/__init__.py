"""The graph -> one HTML page that draws it, complete in itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

from kg import html, words
from kg.exporters.html import TITLE, policy
from kg.exporters.html.pyvis.drawing import Drawing, draw
from kg.exporters.html.pyvis.layout import positions, springs
from kg.exporters.html.pyvis.style import KINDS, LINES, OPTIONS, groups, symbol
from kg.exporters.view import view

if TYPE_CHECKING:
    from pyvis.network import Network

    from kg.rdf.store import Store

LARGEST = 1500  # nodes; of a larger graph the stories are drawn, not every article
HINT = "Click an article to read it, the rest to see what belongs to it."
STORIES_HINT = "Click a story to see its articles, a provider to see what it carried."
LOOSE_HINT = "Links to very common topics and providers are drawn when you point at them."
COUNTED = ("article", "provider", "topic", "organization", "story")  # in the head of the page
HERE = Path(__file__).parent
LIBRARY = "lib/vis-9.1.2/vis-network.min.js"  # that draws; in the templates of pyvis
SOURCE_MAP = "//# sourceMappingURL"  # the last line of the library, which would ask for another file


def export(store: Store) -> bytes:
    """Return the graph as one HTML page (UTF-8) that needs nothing else: no network, no other file.

    It draws articles, providers, topics, organizations and stories; of a graph with more than `LARGEST` of them, the
    stories and who carried them. The same graph gives the same bytes.

    Args:
        store: the graph.

    >>> from kg.rdf.store import Store
    >>> export(Store.load([])).startswith(b"<!doctype html>")
    True
    """
    news = view(store)
    drawing = draw(news, largest=LARGEST)
    net = _pyvis(drawing)
    _set_template(net, drawing, counts=news.counts)
    return str(net.generate_html()).encode()


def _pyvis(drawing: Drawing) -> Network:
    """Return the drawing as a network of pyvis."""
    from pyvis.network import Network

    strengths = springs(drawing.links)
    places = positions([node.size for node in drawing.nodes], drawing.links, strengths)
    net = Network(directed=True, cdn_resources="in_line", heading=TITLE)
    net.nodes = [
        {"id": i, "x": x, "y": y} | msgspec.to_builtins(node)
        for i, (node, (x, y)) in enumerate(zip(drawing.nodes, places, strict=True))
    ]
    # Network.add_edge would look through all edges for each new one
    net.edges = [
        {"id": i} | msgspec.to_builtins(link) | ({} if strength else {"hidden": True})
        for i, (link, strength) in enumerate(zip(drawing.links, strengths, strict=True))
    ]
    net.options = OPTIONS | {"groups": groups({node.kind for node in drawing.nodes})}
    return net


def _set_template(net: Network, drawing: Drawing, *, counts: Mapping[str, int]) -> None:
    """Let pyvis fill the template of this package; its own loads scripts and styles from elsewhere."""
    library = (Path(net.template_dir) / LIBRARY).read_text(encoding="utf-8").partition(SOURCE_MAP)[0]
    script, style = ((HERE / name).read_text(encoding="utf-8") for name in ("page.js", "page.css"))
    kinds = {node.kind for node in drawing.nodes}
    loose = any("hidden" in edge and LINES[edge["kind"]].spring for edge in net.edges)
    hint = HINT if "article" in kinds else STORIES_HINT
    net.templateEnv = html.environment(HERE).overlay()
    net.templateEnv.globals = net.templateEnv.globals | {
        "policy": policy(library, script, style=style),
        "library": Markup(library),
        "script": Markup(script),
        "style": Markup(style),
        "counts": [words.count(counts[kind], kind) for kind in COUNTED],
        "legend": [(kind, look.legend, symbol(kind)) for kind, look in KINDS.items() if kind in kinds],
        "note": drawing.note,
        "hint": f"{hint} {LOOSE_HINT}" if loose else hint,
        "cards": drawing.cards,
        "lines": {
            kind: {"color": line.color, "width": line.width, "arrow": line.arrow}
            for kind, line in LINES.items()
            if kind in {link.kind for link in drawing.links}
        },
    }
    net.path = "page.html"
