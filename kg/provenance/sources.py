"""Where a fact comes from: a file, a line, and the rule that made the fact of what stands there."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kg import html, words
from kg.model import Origin

HEAD = ("said in", "rule", "evidence")  # of the card
MOST = 100  # places on a card
READ = "read"  # the line says it, and no other record says otherwise


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where a fact comes from.

    `path` is relative to the source folder, `line` that of the field or of the record that has it; `sha256` that of
    the file as it was read. `rule` is read, merged-best-of (other records of the thing say otherwise), or derived: and
    by what (mentions, stories, copies, organizations). `evidence` says why.
    """

    path: str
    line: int
    sha256: str
    rule: str = READ
    evidence: tuple[str, ...] = ()

    def __str__(self) -> str:
        why = f" ({'; '.join(self.evidence)})" if self.evidence else ""
        return f"{self.path}:{self.line}: {self.rule}{why}"

    def _repr_html_(self) -> str:
        """The place as a card, for notebooks."""
        return Sources((self,))._repr_html_()

    @classmethod
    def at(cls, origin: Origin, *, rule: str, evidence: tuple[str, ...] = ()) -> Source:
        """Return a place as a source."""
        return cls(path=origin.path, line=origin.line, sha256=origin.sha256, rule=rule, evidence=evidence)


class Sources(tuple[Source, ...]):
    """Where a fact comes from, sorted by path and line: a tuple that notebooks show as a card."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """The places as a card, for notebooks."""
        title = f"Said in {words.count(len(self), 'place')}" if self else "Nobody said it, as far as the graph tells"
        rows = [(f"{one.path}:{one.line}", one.rule, "; ".join(one.evidence)) for one in self[:MOST]]
        more = f"the first {MOST} of them" if len(self) > MOST else ""
        return html.card(title, (more,), rows=rows, head=HEAD if rows else ())


def in_order(sources: Iterable[Source]) -> Sources:
    """Return sources sorted by their places, each once."""
    return Sources(sorted(set(sources), key=lambda s: (s.path, s.line, s.sha256, s.rule, s.evidence)))
