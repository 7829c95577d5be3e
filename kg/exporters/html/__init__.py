"""The graph -> one HTML page that draws it, complete in itself."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.exporters.html import words
from kg.exporters.html.drawing import Drawing, draw
from kg.exporters.html.layout import positions, springs
from kg.exporters.html.style import KINDS, LINES, OPTIONS, groups, size, symbol
from kg.network import network

if TYPE_CHECKING:
    from pyvis.network import Network

    from kg.store import Store

LARGEST = 1500  # nodes; of a larger graph the stories are drawn, not every article
TITLE = "News graph"
HINT = "Click an article to read it, the rest to see what belongs to it."
LOOSE_HINT = "Links to very common topics and providers are drawn when you point at them."
COUNTED = ("article", "provider", "topic", "story")
HERE = Path(__file__).parent
DRAWING_LIBRARY = "lib/vis-9.1.2/vis-network.min.js"  # within the templates of pyvis
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)


def export(store: Store) -> bytes:
    """Return the graph as one HTML page (UTF-8) that needs nothing else: no network, no other file.

    The page draws articles, providers, topics and stories; of a graph with more than `LARGEST` of them, the stories
    and who carried them. The same graph gives the same bytes.

    Args:
        store: the graph.
    """
    drawing = draw(network(store, images=False), largest=LARGEST)
    return _page(_pyvis(drawing), drawing).encode()


def _pyvis(drawing: Drawing) -> Network:
    """Return the drawing as a network of pyvis."""
    from pyvis.network import Network

    sizes = [size(node.kind, node.weight) for node in drawing.nodes]
    strengths = springs(drawing.links)
    places = positions(sizes, drawing.links, strengths)
    net = Network(directed=True, cdn_resources="in_line", heading=TITLE)
    for i, (node, radius, (x, y)) in enumerate(zip(drawing.nodes, sizes, places, strict=True)):
        net.nodes.append(
            {
                "id": i, "label": node.label, "group": node.kind, "x": x, "y": y, "size": radius,
                "name": node.name, "facts": node.facts, "cards": node.cards,
            }
        )
    net.node_ids = [node["id"] for node in net.nodes]
    net.node_map = {node["id"]: node for node in net.nodes}
    # Network.add_edge looks at all edges for each new one
    net.edges = [
        {"id": i, "from": link.source, "to": link.target, "kind": link.kind}
        | ({"articles": link.articles} if link.articles > 1 else {})
        | ({} if strength else {"hidden": True})
        for i, (link, strength) in enumerate(zip(drawing.links, strengths, strict=True))
    ]
    net.options = OPTIONS | {"groups": groups({node.kind for node in drawing.nodes})}
    return net


def _page(net: Network, drawing: Drawing) -> str:
    """Return the page: pyvis fills the template of this package instead of its own, which loads scripts from elsewhere."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    library = (Path(net.template_dir) / DRAWING_LIBRARY).read_text(encoding="utf-8").partition("//# sourceMappingURL")[0]
    script, style = ((HERE / name).read_text(encoding="utf-8") for name in ("page.js", "page.css"))
    kinds = {node.kind for node in drawing.nodes}
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":")}
    environment.globals |= {
        "library": library,
        "script": script,
        "style": style,
        "policy": POLICY.format(scripts=f"{_hash(library)} {_hash(script)}", styles=_hash(style)),
        "note": drawing.note,
        "hint": f"{HINT} {LOOSE_HINT}" if any("hidden" in edge for edge in net.edges) else HINT,
        "counts": [words.count(drawing.counts.get(kind, 0), KINDS[kind].one, KINDS[kind].many) for kind in COUNTED],
        "cards": [[c.headline, c.provider, c.when, c.url] for c in drawing.cards],
        "lines": {kind: {"color": line.color, "width": line.width, "arrow": line.arrow} for kind, line in LINES.items()},
        "legend": _legend(drawing),
    }
    net.templateEnv, net.path = environment, "page.html"
    return net.generate_html()


def _legend(drawing: Drawing) -> list[dict[str, str]]:
    drawn = {node.kind for node in drawing.nodes}
    return [{"kind": kind, "words": look.legend, "symbol": symbol(kind)} for kind, look in KINDS.items() if kind in drawn]


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
