"""The graph -> files: one module a format, each a function from the store to bytes, loaded when it is used.

Those of other packages come through the entry point group ``kg.exporters`` (see `kg.exporters.plugins`), by the same
door: a `Format`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

from kg.errors import ExporterError, KGError, UsageError
from kg.exporters import plugins
from kg.exporters.format import PICTURE_FILE, Export, Extra, Format, stem
from kg.folder import Files, write_whole
from kg.rdf.store import Store

__all__ = [
    "FORMATS",
    "PICTURE_FILE",
    "VIEWERS",
    "Extra",
    "Format",
    "catalogue",
    "file_names",
    "known",
    "named",
    "viewed",
    "write",
]


def _in(module: str, name: str = "export") -> Export:
    """Return a function of a module that is loaded when it is first called: a build writes two formats of all."""

    def export(store: Store, **options: object) -> bytes | Files:
        written: bytes | Files = getattr(import_module(f"{__name__}.{module}"), name)(store, **options)
        return written

    return export


PNG, PARQUET = Extra("png", "resvg_py"), Extra("parquet", "pyarrow")
PICTURE, BUILT = ("picture", "story"), ("built",)  # the options that some formats have
FORMATS: dict[str, Format] = {
    "csv": Format("", _in("csvtables"), "spreadsheets, pandas and databases: a table a kind, with a schema"),
    "cytoscape": Format("cyjs", _in("cytoscape"), "Cytoscape, Cytoscape.js and NetworkX"),
    "gexf": Format("gexf", _in("gexf"), "Gephi and NetworkX, with positions and colours"),
    "graphml": Format("graphml", _in("graphml"), "NetworkX, Gephi, yEd, igraph and Cytoscape"),
    "graphology": Format("graphology.json", _in("graphology"), "graphology and sigma.js"),
    "html": Format("html", _in("html"), "a reader: one page that works offline"),
    "jsonld": Format("jsonld", _in("jsonld"), "web developers and JSON tools"),
    "neo4j": Format("", _in("neo4j"), "Neo4j: CSV files, and the neo4j-admin line that imports them"),
    "nquads": Format("nq", _in("quads", "nquads"), "RDF tools: each triple with the file that says it", BUILT),
    "ntriples": Format("nt", _in("ntriples"), "RDF tools, one triple a line, sorted: fit for diff"),
    "obsidian": Format("", _in("obsidian"), "Obsidian and the like: Markdown notes with links"),
    "parquet": Format("", _in("parquet"), "pandas, Polars, DuckDB and Spark: a table a kind", (), PARQUET),
    "png": Format("png", _in("pictures", "png"), "slides: what svg shows, as pixels", PICTURE, PNG),
    "site": Format("", _in("site"), "a web host: pages of stories and an Atom feed, without script"),
    "svg": Format("svg", _in("pictures", "svg"), "papers and slides: --picture map, timeline or coverage", PICTURE),
    "trig": Format("trig", _in("quads", "trig"), "people who read RDF: each triple with the file that says it", BUILT),
    "turtle": Format("ttl", _in("turtle"), "people who read RDF, and RDF tools"),
}
VIEWERS: dict[str, Format] = {  # what draws graph.html
    "sigma": FORMATS["html"],
    "pyvis": Format("html", _in("html.pyvis"), "notebooks and small graphs: the page as pyvis draws it"),
}
ALIASES = {"ttl": "turtle", "nt": "ntriples", "n-triples": "ntriples", "json-ld": "jsonld", "nq": "nquads",
           "n-quads": "nquads", "cyjs": "cytoscape"}  # fmt: skip


def known(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of formats in their full form, each once, if all of them can be written.

    Raises:
        UsageError: a name is not known, or needs an extra that is not installed.
        ExporterError: another package offers it, and does it wrong.

    >>> known(["ttl", "HTML"])
    ('turtle', 'html')
    """
    full = [ALIASES.get(name.strip().lower(), name.strip().lower()) for name in names if name.strip()]
    for name in full:
        named(name).check(name)
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


def catalogue() -> dict[str, Format | ExporterError]:
    """Return all formats by name, sorted; in the place of one that cannot be used, why."""
    found: dict[str, Format | ExporterError] = {}
    for name in sorted({*FORMATS, *plugins.offered()}):
        try:
            found[name] = named(name)
        except ExporterError as error:
            found[name] = error
    return found


def write(store: Store, names: Iterable[str], *, folder: Path, **options: object) -> list[Path]:
    """Write the graph in several formats as ``graph.<extension>``, or ``graph-<format>/``, and return the paths.

    Each is whole or as it was: it is written under another name first.

    Args:
        store: the graph.
        names: of formats, as `known` returns them, and of viewers, as `viewed` does.
        folder: where to; it is made if it is not there.
        options: for those formats that have them; see `Format`.

    Raises:
        UsageError: the folder cannot be written.
        ExporterError: an exporter of another package broke.
    """
    paths = []
    for name in names:
        format = named(name)
        own = {key: options[key] for key in format.options if key in options}
        path = folder / format.path(name, stem(own))
        write_whole(path, _data(name, format, store, own), parents=True)
        paths.append(path)
    return paths


def file_names() -> frozenset[str]:
    """Return the names that exported files have in an output folder; folders say themselves what was written there."""
    formats = {name: format for name, format in catalogue().items() if isinstance(format, Format) and format.extension}
    return frozenset(format.path(name) for name, format in formats.items())


def named(name: str) -> Format:
    """Return the format of a name, those of other packages among them.

    Raises:
        UsageError: the name is not known.
        ExporterError: another package offers it, and does it wrong.
    """
    points = plugins.offered().get(name, [])
    built_in = VIEWERS | FORMATS
    if not points and name in built_in:
        return built_in[name]
    if not points:
        raise UsageError(f"no format {name!r}; there are {', '.join(sorted({*FORMATS, *plugins.offered()}))}")
    return plugins.load(name, points, built_in=built_in)


def _data(name: str, format: Format, store: Store, options: dict[str, object]) -> bytes | Files:
    """Return what a format writes; one of another package is not trusted to do it right."""
    if format.origin == "kg":
        return format.export(store, **options)
    try:
        data = format.export(store, **options)
    except KGError:
        raise
    except Exception as error:
        raise ExporterError(
            f"the exporter {name!r} of {format.origin} broke: {type(error).__name__}: {error}"
        ) from error
    whole = isinstance(data, bytes) if format.extension else isinstance(data, dict)
    if not whole:
        wanted = "bytes" if format.extension else "a dict of paths and bytes"
        raise ExporterError(f"the exporter {name!r} of {format.origin} returned {data!r:.80}, not {wanted}")
    return data
