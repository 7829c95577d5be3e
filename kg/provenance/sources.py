"""Where a fact comes from: a file, a line, and the rule that made the fact of what stands there."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kg.model import Origin

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

    @classmethod
    def at(cls, origin: Origin, *, rule: str, evidence: tuple[str, ...] = ()) -> Source:
        """Return a place as a source."""
        return cls(path=origin.path, line=origin.line, sha256=origin.sha256, rule=rule, evidence=evidence)


def in_order(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return sources sorted by their places, each once."""
    return tuple(sorted(set(sources), key=lambda s: (s.path, s.line, s.sha256, s.rule, s.evidence)))
