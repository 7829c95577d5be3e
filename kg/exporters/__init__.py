"""The graph -> files: one module a format, each a function from the store to bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from kg.errors import UsageError
from kg.exporters import gexf, graphml, html, inline, jsonld, ntriples, turtle
from kg.store import Store

__all__ = ["FORMATS", "VIEWERS", "Format", "html", "inline", "known", "viewed", "write"]

Export = Callable[[Store], bytes]


class Format(msgspec.Struct, frozen=True):
    """A format: its file extension, the function that writes it, and what it is for."""

    extension: str
    export: Export
    purpose: str


FORMATS: dict[str, Format] = {
    "gexf": Format("gexf", gexf.export, "Gephi and NetworkX"),
    "graphml": Format("graphml", graphml.export, "NetworkX, Gephi, yEd, igraph and Cytoscape"),
    "html": Format("html", html.export, "a reader: one page that works offline"),
    "jsonld": Format("jsonld", jsonld.export, "web developers and JSON tools"),
    "ntriples": Format("nt", ntriples.export, "RDF tools, one triple a line, sorted: fit for diff"),
    "turtle": Format("ttl", turtle.export, "people who read RDF, and RDF tools"),
}
VIEWERS: dict[str, Format] = {  # what draws graph.html
    "sigma": FORMATS["html"],
    "pyvis": Format("html", html.pyvis.export, "notebooks and small graphs: the page as pyvis draws it"),
}
ALIASES = {"ttl": "turtle", "nt": "ntriples", "n-triples": "ntriples", "json-ld": "jsonld"}


def known(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of formats in their full form, each once.

    Raises:
        UsageError: a name is not known.

    >>> known(["ttl", "HTML"])
    ('turtle', 'html')
    """
    full = [ALIASES.get(name.strip().lower(), name.strip().lower()) for name in names if name.strip()]
    for name in full:
        if name not in FORMATS and name not in VIEWERS:
            raise UsageError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    return tuple(dict.fromkeys(full))


def viewed(names: Sequence[str], *, viewer: str) -> tuple[str, ...]:
    """Return the names of formats with the page drawn by another viewer.

    Raises:
        UsageError: a name or the viewer is not known.

    >>> viewed(["turtle", "html"], viewer="pyvis")
    ('turtle', 'pyvis')
    """
    if viewer not in VIEWERS:
        raise UsageError(f"no viewer {viewer!r}; there are {', '.join(VIEWERS)}")
    page = "html" if VIEWERS[viewer] is FORMATS["html"] else viewer
    return tuple(dict.fromkeys(page if name == "html" else name for name in known(names)))


def write(store: Store, names: Sequence[str], *, folder: Path) -> list[Path]:
    """Write the graph in several formats as ``graph.<extension>`` and return the paths.

    Each file is whole or not there: it is written under another name first.

    Args:
        store: the graph.
        names: of formats, as `known` returns them, and of viewers, as `viewed` does.
        folder: where to; it is made if it is not there.

    Raises:
        UsageError: the folder cannot be written.
    """
    paths = []
    for name in names:
        format = FORMATS.get(name) or VIEWERS[name]
        path = folder / f"graph.{format.extension}"
        part = path.with_name(f".{path.name}.part")
        data = format.export(store)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise UsageError(f"cannot write {path}: {error.strerror or error}; name another folder") from error
        paths.append(path)
    return paths
