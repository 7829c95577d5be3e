"""ontology/kg.ttl -> docs/ontology.md, and the check that the page is current and every term has label and comment.

python scripts/ontology.py            write docs/ontology.md
python scripts/ontology.py --check    fail if it is stale, or if a term has no label or no comment
"""

from __future__ import annotations

import sys
from pathlib import Path

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology" / "kg.ttl"
PAGE = ROOT / "docs" / "ontology.md"
OWN = "https://kg-news.example/ontology"
ALIGNED = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch, RDFS.seeAlso)
HEAD = """# The terms of a graph

Made from `ontology/kg.ttl` by `scripts/ontology.py` (`make vocabulary`): do not edit. What each thing must have
is stated in SHACL, in `ontology/shapes.ttl`; `kg validate --shacl` holds a graph against it.

{comment}
"""


def terms(graph: rdflib.Graph) -> list[rdflib.URIRef]:
    """Return all declared terms: those that say what they are defined by."""
    return sorted({term for term in graph.subjects(RDFS.isDefinedBy) if isinstance(term, rdflib.URIRef)})


def faults(graph: rdflib.Graph) -> list[str]:
    """Return what is wrong, one line a fault."""
    found = [
        f"{short(graph, term)} has no {short(graph, what)}"
        for term in terms(graph)
        for what in (RDFS.label, RDFS.comment)
        if len(list(graph.objects(term, what))) != 1
    ]
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != render(graph):
        found.append("docs/ontology.md is stale: run python scripts/ontology.py")
    return found


def render(graph: rdflib.Graph) -> str:
    """Return the text of the page."""
    own = [term for term in terms(graph) if term.startswith(f"{OWN}#")]
    others = [term for term in terms(graph) if not term.startswith(f"{OWN}#")]
    classes = [term for term in own if (term, RDF.type, OWL.Class) in graph]
    text = HEAD.format(comment=words(graph, rdflib.URIRef(OWN), RDFS.comment))
    text += "\n## Own classes\n" + "".join(_entry(graph, term) for term in classes)
    text += "\n## Own properties\n" + "".join(_entry(graph, term) for term in own if term not in classes)
    text += "\n## Terms of others\n\n| term | label | what it says here |\n|---|---|---|\n"
    for term in others:
        label, comment = words(graph, term, RDFS.label), words(graph, term, RDFS.comment)
        text += f"| [{short(graph, term)}]({term}) | {label} | {comment} |\n"
    return text


def _entry(graph: rdflib.Graph, term: rdflib.URIRef) -> str:
    rows = [f"\n### {short(graph, term)}\n", f"{words(graph, term, RDFS.comment)}\n"]
    domain, range_ = (", ".join(names(graph, term, what)) for what in (RDFS.domain, RDFS.range))
    if domain or range_:
        rows.append(f"- from {domain} to {range_}")
    aligned = {short(graph, what): names(graph, term, what) for what in ALIGNED}
    rows += [f"- {what} {', '.join(others)}" for what, others in aligned.items() if others]
    return "\n".join(rows) + "\n"


def names(graph: rdflib.Graph, term: rdflib.URIRef, what: rdflib.URIRef) -> list[str]:
    return sorted(short(graph, value) for value in graph.objects(term, what) if isinstance(value, rdflib.URIRef))


def words(graph: rdflib.Graph, term: rdflib.URIRef, what: rdflib.URIRef) -> str:
    return str(graph.value(term, what) or "").replace("|", "\\|")


def short(graph: rdflib.Graph, term: rdflib.URIRef) -> str:
    return graph.namespace_manager.qname(str(term))


def main() -> int:
    graph = rdflib.Graph().parse(ONTOLOGY)
    if "--check" in sys.argv[1:]:
        found = faults(graph)
        print(
            "\n".join(found) or f"ontology: {len(terms(graph))} terms with label and comment, and the page is current"
        )
        return 1 if found else 0
    PAGE.write_text(render(graph), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
