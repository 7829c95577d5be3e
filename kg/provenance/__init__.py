"""A triple -> the lines that said it, or what it was derived from: worked out when it is asked for.

Nothing of it is kept while a graph is built but `records.bin`, which has what each file said. From that, `statements`
finds the lines that alone would yield a triple; `derived` tells what a build added and from what.
"""

from __future__ import annotations

import copy
import functools
import os
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from kg import extractors
from kg.entities import pins
from kg.folder import OutputFolder
from kg.identity import absolute
from kg.model import Origin
from kg.provenance import derived, fields, terms
from kg.provenance.derived import Bond
from kg.provenance.sources import READ, Source, Sources, in_order
from kg.provenance.statements import Statements
from kg.rdf.ntriples import base_of
from kg.rdf.store import Functions, Result, Store, text_of
from kg.sources.records import read_records

__all__ = ["BEST_OF", "READ", "Bond", "Provenance", "Source", "Sources"]

BEST_OF = "merged-best-of"  # several records of one thing say different things, and this one's counts
MOST_QUOTED = 3  # records that say otherwise
END = " .\n"  # of a line of N-Triples
Folder = str | os.PathLike[str]
SUBJECTS = 1 << 10  # whose lines are remembered


class Provenance:
    """What tells for each triple of a graph who said it; `kg.KnowledgeGraph.provenance` has it.

    What the files said is read once.

    Args:
        store: of the graph.
        folder: the output folder that it lies in.
        bond: returns what binds an article (its IRI) most to one of others; None if nothing that counts does.
        functions: gives the functions that queries may use beside those of SPARQL.

    Raises:
        GraphError: there are no records, or they are damaged.
    """

    _folders: tuple[Folder, ...] = ()

    def __init__(
        self,
        store: Store,
        folder: OutputFolder,
        *,
        bond: Callable[[str, Iterable[str]], Bond | None],
        functions: Callable[[], Functions],
    ) -> None:
        self.store = store
        self.base = folder.base or base_of(store.ntriples)
        self.statements = Statements(
            read_records(folder.records),
            base=self.base,
            extractors=extractors.load(),
            pinned=pins.read_pins(folder.pins),
        )
        self.bond = bond
        self.functions = functions
        self._lines = functools.lru_cache(maxsize=SUBJECTS)(self.statements.lines)
        self._held = functools.lru_cache(maxsize=SUBJECTS)(self._lines_held)

    def ask(self, query: str) -> Result:
        """Ask a query as the graph itself does, with the functions that search; see `kg.rdf.store.Store.query`."""
        return self.store.query(query, functions=self.functions())

    def with_files(self, folders: Iterable[Folder]) -> Provenance:
        """Return the same, with the lines of fields looked up in files of these folders.

        Where a file in them still is what was read, a fact's line is that of its field; else it is that of the record
        (an article, a related item).
        """
        folders = tuple(folders)
        if folders == self._folders:
            return self
        other = copy.copy(self)
        other._folders = folders
        return other

    def sources(self, triple: object) -> Sources:
        """Return who said a triple; see `kg.KnowledgeGraph.sources`."""
        return in_order(source for match in self.match(self.pattern(triple)) for source in self.of(match))

    def pattern(self, triple: object) -> terms.Pattern:
        """Return the triple that is meant; see `sources` for how it may be given."""
        return terms.pattern(triple, base=self.base)

    def match(self, pattern: terms.Pattern) -> Iterator[ox.Triple]:
        """Yield the triples of the graph (pyoxigraph's) that a pattern means, sorted."""
        s, p = ("?s" if pattern.subject is None else str(pattern.subject)), pattern.predicate
        where = f"{s} {'?p' if p is None else p} ?o"
        for triple in sorted(self.store.construct(f"CONSTRUCT {{ {where} }} WHERE {{ {where} }}"), key=str):
            if pattern.means(triple.object):
                yield triple

    def of(self, triple: ox.Triple, *, deep: bool = True) -> tuple[Source, ...]:
        """Return who said a triple that the graph holds.

        Args:
            triple: a triple of pyoxigraph.
            deep: work out what holds a story together, which takes as long as to find it; else name its articles.
        """
        subject, start = self.relative(text_of(triple.subject)), f"{triple.subject} {triple.predicate} "
        line = f"{start}{triple.object}{END}"
        lines = self._lines(subject)
        origins = lines.get(line) or self.statements.other_names(subject).get(line)
        if not origins and (hosts := self.statements.by_host(subject).get(line)):
            return in_order(Source.at(origin, rule=derived.ADDRESSES, evidence=(derived.HOST,)) for origin in hosts)
        if not origins:
            return derived.sources(self, subject, triple, deep=deep)
        rivals = sorted(other for other in lines if other.startswith(start) and other not in self._held(start))
        evidence = _quoted(lines, rivals, start)
        found = in_order(Source.at(o, rule=BEST_OF if rivals else READ, evidence=evidence) for o in origins)
        if not self._folders:
            return found
        value = self.relative(text_of(triple.object))
        return fields.refined(found, subject, triple.predicate.value, value, folders=self._folders)

    def places(self, subject: str) -> list[Origin]:
        """Return where a thing is spoken of, by its IRI: an article in its own file, or where it is listed."""
        records = self.statements.records(self.relative(subject))
        own = [origin for record, origin in records if getattr(record, "full", False)]
        return own or [origin for _, origin in records]

    def relative(self, iri: str) -> str:
        """Return an IRI without the base of the graph."""
        return iri.removeprefix(self.base)

    def absolute(self, iri: str) -> str:
        """Return an IRI with the base of the graph."""
        return absolute(iri, base=self.base)

    def _lines_held(self, start: str) -> frozenset[str]:
        found = self.store.construct(f"CONSTRUCT {{ {start} ?o }} WHERE {{ {start} ?o }}")
        return frozenset(f"{start}{triple.object}{END}" for triple in found)


def _quoted(lines: dict[str, list[Origin]], rivals: list[str], start: str) -> tuple[str, ...]:
    """Return what other records say instead."""
    quoted = [
        f"{origin.path}:{origin.line} says {line.removeprefix(start).removesuffix(END)}"
        for line in rivals
        for origin in lines[line]
    ]
    more = len(quoted) - MOST_QUOTED
    return (*quoted[:MOST_QUOTED], *([f"and {more:,} more say otherwise"] if more > 0 else []))
