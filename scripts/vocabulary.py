"""ontology/kg.ttl -> kg/rdf/vocab.py, and the check that terms declared and terms used are the same.

python scripts/vocabulary.py            write kg/rdf/vocab.py
python scripts/vocabulary.py --check    fail if it is stale, or if a term is undeclared or unused
"""

from __future__ import annotations

import ast
import functools
import re
import sys
from collections import defaultdict
from pathlib import Path

import rdflib
from rdflib.namespace import OWL, RDF, RDFS

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology" / "kg.ttl"
VOCAB = ROOT / "kg" / "rdf" / "vocab.py"
OWN = "https://kg-news.example/ontology#"
PREFIXES = ("kg", "schema", "skos", "dcterms", "prov", "xsd", "rdf", "rdfs")  # what queries and Turtle may use
SPOKEN_IN = ("ontology/queries/*.rq", "README.md", "docs/**/*.md", "notebooks/*.ipynb", "kg/**/*.py", "tests/**/*.py")
DECLARING = (RDFS.label, RDFS.comment, RDFS.isDefinedBy)  # every own term has these
HEAD = '''"""The terms that a graph of kg speaks in. Made from ontology/kg.ttl by scripts/vocabulary.py: do not edit."""

from __future__ import annotations

from typing import Final

from kg.rdf.terms import IRI

PREFIXES: Final[dict[str, str]] = {{
{prefixes}
}}
'''


def declared(graph: rdflib.Graph) -> dict[str, list[str]]:
    """Return the declared local names by prefix: everything that says what it is defined by."""
    names = defaultdict(list)
    for term in set(graph.subjects(RDFS.isDefinedBy)):
        prefix, _, name = graph.compute_qname(str(term), generate=False)
        names[prefix].append(name)
    return {prefix: sorted(names[prefix]) for prefix in sorted(names)}


def render(graph: rdflib.Graph, names: dict[str, list[str]]) -> str:
    """Return the text of kg/rdf/vocab.py."""
    spaces = dict(graph.namespaces())
    prefixes = "\n".join(f'    "{prefix}": "{spaces[prefix]}",' for prefix in PREFIXES)
    text = HEAD.format(prefixes=prefixes)
    for prefix, members in names.items():
        text += f'\n\nclass {prefix.upper()}:\n    """Terms of {spaces[prefix]}."""\n\n'
        text += "".join(f'    {name}: Final = IRI("{spaces[prefix]}{name}")\n' for name in members)
    return text


@functools.cache
def _used_in(code: str) -> frozenset[tuple[str, str]]:
    """Return the (prefix, name) pairs that a module reads from kg.rdf.vocab."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id.isupper():
            found.add((node.value.id.lower(), node.attr))
    return frozenset(found)


def used_in_code() -> set[tuple[str, str]]:
    """Return the (prefix, name) pairs that the package's modules read from kg.rdf.vocab."""
    return {pair for path in (ROOT / "kg").rglob("*.py") for pair in _used_in(path.read_text(encoding="utf-8"))}


def faults(graph: rdflib.Graph, names: dict[str, list[str]]) -> list[str]:
    """Return what is wrong, one line a fault."""
    found = []
    own_names = set(names["kg"])
    if not VOCAB.exists() or VOCAB.read_text(encoding="utf-8") != render(graph, names):
        found.append("kg/rdf/vocab.py is stale: run python scripts/vocabulary.py")
    used = used_in_code()
    for prefix, members in names.items():
        found += [f"{prefix}:{name} is declared and never used" for name in members if (prefix, name) not in used]
    for pattern in SPOKEN_IN:
        for path in sorted(ROOT.glob(pattern)):
            for name in sorted(set(re.findall(r"\bkg:([A-Za-z]\w*)", path.read_text(encoding="utf-8"))) - own_names):
                found.append(f"{path.relative_to(ROOT)}: kg:{name} is used and not declared")
    for name in sorted(own_names):
        term = rdflib.URIRef(OWN + name)
        missing = [p for p in DECLARING if (term, p, None) not in graph]
        if (term, RDF.type, OWL.Class) not in graph:
            missing += [p for p in (RDFS.domain, RDFS.range) if (term, p, None) not in graph]
        found += [f"kg:{name} has no {graph.namespace_manager.qname(str(p))}" for p in missing]
    return found


def main() -> int:
    graph = rdflib.Graph().parse(ONTOLOGY)
    names = declared(graph)
    if "--check" in sys.argv[1:]:
        found = faults(graph, names)
        print("\n".join(found) or f"vocabulary: {sum(map(len, names.values()))} terms, declared and used")
        return 1 if found else 0
    VOCAB.write_text(render(graph, names), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
