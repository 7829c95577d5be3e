"""What can be compared -> its triples: an output folder, a file of RDF, a folder of articles at a revision of git."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyoxigraph as ox

from kg.analysis.diff import Snapshot
from kg.errors import GraphError, UsageError
from kg.folder import OutputFolder
from kg.identity import DEFAULT_BASE
from kg.rdf.ntriples import base_of
from kg.rdf.store import Store

RDF_FILES = {
    ".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML, ".xml": ox.RdfFormat.RDF_XML, ".jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
BLANK = "urn:blank:"  # what names of blank nodes begin with


def read(place: str) -> Snapshot:
    """Return the graph that is meant: of an output folder, a file of RDF, or ``FOLDER@REVISION`` of a git repository.

    Args:
        place: a path; with an at sign and a revision behind it, of articles at that revision.

    Raises:
        UsageError: there is no such thing, or it is none of these.
        GraphError: it is damaged.
    """
    path = Path(place)
    folder, at, revision = place.rpartition("@")
    if not path.exists() and at and folder and revision:
        return at_revision(Path(folder), revision)
    if path.is_dir():
        if not OutputFolder(path).store.is_dir():
            raise UsageError(
                f"{path} holds no graph: name an output folder, a file of RDF, or FOLDER@REVISION for articles in git"
            )
        return _of_output(place, OutputFolder(path))
    if not path.is_file():
        raise UsageError(f"no such file or folder: {path}")
    text = _parsed(path)
    return Snapshot(place, text, base_of(text))


def at_revision(folder: Path, revision: str) -> Snapshot:
    """Return the graph of a folder of articles as it was at a revision of its git repository; nothing is checked out.

    Raises:
        UsageError: git is missing, the folder is in no repository, or there is no such revision or folder in it; see
            `kg.sources.opening.revisions`.
    """
    from kg.build import pipeline

    name = f"{folder}@{revision}"
    with tempfile.TemporaryDirectory(prefix="kg-diff-") as scratch:
        built = pipeline.build(name, output=Path(scratch, "out"), formats=())
        return _of_output(name, OutputFolder(built.folder))


def _parsed(path: Path) -> bytes:
    format = RDF_FILES.get(path.suffix.lower())
    if format is None:
        raise UsageError(f"{path} is no file of RDF; there are {', '.join(RDF_FILES)}")
    try:
        found = ox.Dataset(ox.parse(path.read_bytes(), format, base_iri=DEFAULT_BASE))
        found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)  # so that blank nodes have one name in both files
        lines = {f"{_named(quad.subject)} {quad.predicate} {_named(quad.object)} .\n" for quad in found}
    except (SyntaxError, ValueError, OSError) as error:
        raise GraphError(f"{path} cannot be read: {error}") from error
    return b"".join(sorted(line.encode() for line in lines))


def _named(term: object) -> object:
    """Return a term; a blank node under a name, for a patch cannot speak of it otherwise.

    Raises:
        ValueError: a triple as a term (RDF 1.2), which no graph of kg holds.
    """
    if isinstance(term, ox.Triple):
        raise ValueError("triples as terms (RDF 1.2) are not compared")
    return ox.NamedNode(f"{BLANK}{term.value}") if isinstance(term, ox.BlankNode) else term


def _of_output(name: str, folder: OutputFolder) -> Snapshot:
    text = Store.open(folder.store).ntriples
    return Snapshot(name, text, folder.base or base_of(text))
