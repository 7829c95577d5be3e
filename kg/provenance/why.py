"""A query and its answer -> the triples of the graph that each row comes from, and who said them.

The rows of a SELECT hold only what was asked for. So its pattern is asked again for all of its variables, and the
triples of the pattern are filled in from each solution that agrees with a row in the row's plain variables; of a count
or another aggregate these are all solutions that were counted. Only triples that the graph holds are named.

What cannot be told: patterns within a subquery, NOT EXISTS and MINUS (what is not there was said by nobody), SERVICE.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import pyoxigraph as ox

from kg.errors import QueryError
from kg.provenance import Provenance
from kg.provenance.sources import Source
from kg.rdf.store import Term, value_of
from kg.rdf.vocab import PREFIXES

MOST_SOLUTIONS = 100_000  # of a pattern that are looked at
NOTHING = "no triple of the graph can be told for this row"
_PART = re.compile(
    r"#[^\n]*|<[^<>\"{}|^`\\\s]*>|\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[A-Za-z]\w*|[?$]\w+|[{}()]|\s+|.",
    re.DOTALL,
)
_UNTRACED = frozenset(("Filter_expr", "ServiceGraphPattern", "ToMultiSet", "expr"))
_PARTS = ("p", "p1", "p2", "graph")  # of a node of the algebra that hold further patterns

Algebra = Any  # of rdflib, which has no types: a node of a query, a property path, a term, a variable
Pattern = tuple[Algebra, Algebra, Algebra]


class Reason(msgspec.Struct, frozen=True):
    """A triple that an answer rests upon (a line of N-Triples without its end), and who said it."""

    triple: str
    sources: tuple[Source, ...]


class Row(msgspec.Struct, frozen=True):
    """A row of an answer, and the triples that it comes from; `note` says what could not be told."""

    values: dict[str, object]
    reasons: tuple[Reason, ...]
    note: str | None = None


def why(provenance: Provenance, query: str) -> list[Row]:
    """Ask a query, and return for each row the triples that it comes from and who said them.

    Args:
        provenance: of the graph.
        query: in SPARQL.

    Raises:
        QueryError: the query is wrong, or cannot be taken apart.
    """
    result = provenance.ask(query)
    if not isinstance(result, ox.QuerySolutions | ox.QueryBoolean):
        return [_of_triple(provenance, triple) for triple in sorted(set(result), key=str)]
    head, pattern, values = _parts(query)
    asked = f"{head} SELECT * {pattern} {values}"
    patterns = _patterns(asked)
    every = f"{head} SELECT * {pattern} LIMIT {MOST_SOLUTIONS + 1} {values}"
    solutions = _solutions(provenance.store.select(every, functions=provenance.functions()))
    note = f"only {MOST_SOLUTIONS:,} of its solutions were looked at" if len(solutions) > MOST_SOLUTIONS else None
    if isinstance(result, ox.QueryBoolean):
        answers: list[dict[str, Term | None]] = [{}]
        shown: list[dict[str, object]] = [{"answer": bool(result)}]
        solutions = solutions[:1]
    else:
        answers = _solutions(result)
        shown = [{name: value_of(term) for name, term in row.items()} for row in answers]
    plain = [name for name in answers[0] if name in solutions[0]] if answers and solutions else []
    agreeing: dict[tuple[Term | None, ...], list[dict[str, Term | None]]] = defaultdict(list)
    for solution in solutions[:MOST_SOLUTIONS]:
        agreeing[tuple(solution[name] for name in plain)].append(solution)
    reasons_of: dict[ox.Triple, Reason] = {}
    rows = []
    for terms, values_of in zip(answers, shown, strict=True):
        group = agreeing.get(tuple(terms[name] for name in plain), [])
        found = {triple for solution in group for triple in _filled(provenance, patterns, solution)}
        reasons_of |= {triple: Reason(str(triple), provenance.of(triple)) for triple in found - reasons_of.keys()}
        reasons = tuple(reasons_of[triple] for triple in sorted(found, key=str))
        rows.append(Row(values_of, reasons, note if reasons else note or NOTHING))
    return rows


def _of_triple(provenance: Provenance, triple: ox.Triple) -> Row:
    row = {name: value_of(getattr(triple, name)) for name in ("subject", "predicate", "object")}
    nodes = isinstance(triple.subject, ox.NamedNode) and not isinstance(triple.object, ox.BlankNode)
    if nodes and provenance.store.query(f"ASK {{ {triple.subject} {triple.predicate} {triple.object} }}"):
        return Row(row, (Reason(str(triple), provenance.of(triple)),))
    return Row(row, (), "the query made this triple: the graph does not hold it")


def _parts(query: str) -> tuple[str, str, str]:
    """Return the prologue of a query with its FROM clauses, its pattern in braces, and its VALUES at the end."""
    depth = place = 0
    head = start = end = values = None
    for part in _PART.findall(query):
        word = part.upper()
        if part in "{(":
            if part == "{" and depth == 0 and head is not None and start is None:
                start = place
            depth += 1
        elif part in "})":
            depth -= 1
            if part == "}" and depth == 0 and start is not None and end is None:
                end = place + 1
        elif depth == 0 and word in ("SELECT", "ASK") and head is None:
            head = place
        elif depth == 0 and word == "VALUES" and end is not None:
            values = place
        place += len(part)
    if head is None or start is None or end is None:
        raise QueryError("only SELECT, ASK, CONSTRUCT and DESCRIBE can be asked why")
    return query[:head], query[start:end], "" if values is None else query[values:]


def _patterns(query: str) -> list[Pattern]:
    """Return the triple patterns of a query, as rdflib has them."""
    from rdflib.plugins.sparql import prepareQuery

    try:
        algebra = prepareQuery(query, initNs=PREFIXES).algebra
    except Exception as error:  # of pyparsing, and whatever else the parser meets
        raise QueryError(f"the query cannot be taken apart to tell why: {str(error)[:200]}") from error
    return list(_walk(algebra.p))


def _walk(node: Algebra) -> Iterator[Pattern]:
    name = getattr(node, "name", None)
    if name in _UNTRACED:
        return
    yield from node.get("triples") or [] if name == "BGP" else []
    for part in _PARTS:
        child = node.get(part)
        if hasattr(child, "name") and not (name == "Minus" and part == "p2"):
            yield from _walk(child)


def _solutions(result: ox.QuerySolutions) -> list[dict[str, Term | None]]:
    names = [variable.value for variable in result.variables]
    return [dict(zip(names, solution, strict=True)) for solution in result]


def _filled(
    provenance: Provenance, patterns: Sequence[Pattern], solution: dict[str, Term | None]
) -> Iterator[ox.Triple]:
    """Yield the triples of the graph that patterns mean under a solution."""
    from rdflib.term import BNode, Variable

    def term(value: Algebra) -> Term | None:
        if isinstance(value, Variable):
            return solution[str(value)]
        return None if isinstance(value, BNode) else _ox(value)

    for subject, predicate, object in patterns:
        if any(isinstance(end, Variable) and str(end) not in solution for end in (subject, object)):
            continue  # of an OPTIONAL, or a branch of a UNION, that was not taken
        path = solution.get(str(predicate)) if isinstance(predicate, Variable) else predicate
        yield from _steps(provenance, term(subject), path, term(object))


def _steps(provenance: Provenance, subject: Term | None, path: Algebra, object: Term | None) -> Iterator[ox.Triple]:
    """Yield the triples along a property path between two terms (None for any), one way of each length."""
    from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath

    if isinstance(path, InvPath):
        yield from _steps(provenance, object, path.arg, subject)
    elif isinstance(path, AlternativePath):
        for arg in path.args:
            yield from _steps(provenance, subject, arg, object)
    elif isinstance(path, SequencePath):
        first, rest = path.args[0], path.args[1:]
        if not rest:
            yield from _steps(provenance, subject, first, object)
            return
        for middle in sorted(_ends(provenance, subject, first), key=str):
            after = list(_steps(provenance, middle, SequencePath(*rest), object))
            if after:
                yield from _steps(provenance, subject, first, middle)
                yield from after
    elif isinstance(path, MulPath):
        yield from _chain(provenance, subject, path.path, object)
    elif isinstance(path, Path):
        return  # a negated property set
    else:
        yield from _matching(provenance, subject, _ox(path) if path is not None else None, object)


def _chain(provenance: Provenance, subject: Term | None, path: Algebra, object: Term | None) -> Iterator[ox.Triple]:
    """Yield the triples of a shortest chain of one path from a term to another."""
    came: dict[Term | None, Term | None] = {subject: None}
    edge: list[Term | None] = [subject]
    while edge and object not in came:
        following: list[Term | None] = []
        for term in edge:
            for end in sorted(_ends(provenance, term, path), key=str):
                if end not in came:
                    came[end] = term
                    following.append(end)
        edge = following
    last = object if object in came else None
    while last is not None and came[last] is not None:
        yield from _steps(provenance, came[last], path, last)
        last = came[last]


def _ends(provenance: Provenance, subject: Term | None, path: Algebra) -> set[Term]:
    """Return the terms that a path leads to from a term."""
    start = "?s" if subject is None else str(subject)
    text = path.n3() if hasattr(path, "n3") else f"<{path}>"
    return {row["o"] for row in provenance.store.select(f"SELECT DISTINCT ?o {{ {start} {text} ?o }}")}


def _matching(provenance: Provenance, *terms: Term | None) -> Iterator[ox.Triple]:
    if isinstance(terms[0], ox.Literal) or isinstance(terms[1], ox.Literal):
        return
    written = [f"?x{place}" if term is None else str(term) for place, term in enumerate(terms)]
    where = " ".join(written)
    yield from provenance.store.construct(f"CONSTRUCT {{ {where} }} WHERE {{ {where} }}")


def _ox(value: Algebra) -> Term:
    """Return a term of rdflib as one of pyoxigraph."""
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if hasattr(value, "datatype"):
        datatype = None if value.datatype is None else ox.NamedNode(str(value.datatype))
        return ox.Literal(str(value), datatype=datatype, language=value.language)
    return ox.NamedNode(str(value))
