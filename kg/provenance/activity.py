"""A build -> what PROV calls an activity: with which version of kg, how configured, from which bytes.

No clock and no name of a machine is in it: the same build of the same files is the same activity, by the same IRI.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.identity import absolute, source_iri
from kg.model import SourceFile
from kg.rdf.store import Term, turtle
from kg.rdf.vocab import KG, PROV, RDF, SCHEMA

TOOL = "kg-news"
GRAPH = "graph"  # what a build makes, relative to the base

Triple = tuple[str, str, str | Term]
Description = dict[str, Any]  # of a build, as its report has it


def described(
    files: Iterable[SourceFile],
    *,
    version: str,
    base: str,
    configuration: Mapping[str, object],
    others: Mapping[str, str] = {},
) -> Description:
    """Return a build as it stands in ``report.json``.

    Args:
        files: that were read, with their hashes.
        version: of kg.
        base: of the graph.
        configuration: what else the result depends on, as JSON has it.
        others: files beside the sources that were read (gazetteers, pinned merges): their SHA-256 by name.

    Returns:
        ``id`` (of the activity, from all that follows), ``tool``, ``version``, ``configuration``, and ``inputs``: how
        many files, one SHA-256 over the sorted lines ``<sha256>  <path>`` of all of them, and each other file's.
    """
    lines = sorted({f"{file.sha256}  {file.path}\n" for file in files})
    made: Description = {
        "tool": TOOL,
        "version": version,
        "configuration": {"base": base, **configuration},
        "inputs": {
            "files": len(lines),
            "sha256": hashlib.sha256("".join(lines).encode()).hexdigest(),
            "others": [{"name": name, "sha256": sha256} for name, sha256 in sorted(others.items())],
        },
    }
    id = hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:16]
    return {"id": f"build/{id}", **made}


def statements(build: Description, files: Iterable[SourceFile], *, base: str) -> Iterator[Triple]:
    """Yield what PROV has to say of a build: subject and predicate IRIs, object (an IRI, or a term of pyoxigraph)."""
    activity, agent = absolute(build["id"], base=base), absolute(f"software/{TOOL}-{build['version']}", base=base)
    configuration = {**build["configuration"], "inputs": build["inputs"]["sha256"]}
    yield absolute(GRAPH, base=base), RDF.type, PROV.Entity
    yield absolute(GRAPH, base=base), PROV.wasGeneratedBy, activity
    yield activity, RDF.type, PROV.Activity
    yield activity, PROV.wasAssociatedWith, agent
    yield activity, KG.configuration, ox.Literal(json.dumps(configuration, ensure_ascii=False, sort_keys=True))
    yield agent, RDF.type, PROV.SoftwareAgent
    yield agent, SCHEMA.name, ox.Literal(TOOL)
    yield agent, SCHEMA.softwareVersion, ox.Literal(build["version"])
    for file in files:
        if file.sha256:
            source = absolute(source_iri(file.sha256), base=base)
            yield activity, PROV.used, source
            yield from of_file(source, file.path, file.sha256)
    for other in build["inputs"]["others"]:
        source = absolute(source_iri(other["sha256"]), base=base)
        yield activity, PROV.used, source
        yield from of_file(source, other["name"], other["sha256"])


def of_file(iri: str, path: str, sha256: str) -> Iterator[Triple]:
    """Yield what a graph says of a source file."""
    yield iri, RDF.type, PROV.Entity
    yield iri, KG.path, ox.Literal(path)
    yield iri, KG.sha256, ox.Literal(sha256)


def terms(triple: Triple) -> ox.Triple:
    """Return a triple of pyoxigraph."""
    subject, predicate, object = triple
    node = ox.NamedNode(object) if isinstance(object, str) else object
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), node)


def write(build: Description, files: Iterable[SourceFile], path: Path, *, base: str) -> None:
    """Write what PROV has to say of a build as TriG; what it says stands in the default graph."""
    triples = set(map(terms, statements(build, files, base=base)))
    path.write_bytes(turtle(sorted(triples, key=str)))
