"""Light triples -> lines of N-Triples: the one writer, which checks and escapes every term.

Lines are canonical N-Triples (W3C RDF 1.2 N-Triples, section 4), so that the sorted lines of a graph are the graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.errors import TermError
from kg.identity import absolute
from kg.terms import IRI, Literal, Triple

_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    ord('"'): '\\"',
    ord("\\"): "\\\\",
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
    ord("\b"): "\\b",
    ord("\f"): "\\f",
}
_NEEDS_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f]').search
_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_MOST_KEPT = 1 << 16


class Writer:
    """Write triples of light terms as lines of N-Triples, with `base` before every relative IRI."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._known: dict[IRI, str] = {}

    def lines(self, triples: Iterable[Triple]) -> list[str]:
        r"""Return one line for each triple, each with its line end.

        Raises:
            TermError: a term is not valid RDF (an IRI with a space, say); names the triple.

        >>> Writer("https://n.example/").lines([(IRI("article/1"), IRI("https://schema.org/name"), Literal('a "b"'))])
        ['<https://n.example/article/1> <https://schema.org/name> "a \\"b\\"" .\n']
        """
        iri, literal = self._iri, self._literal
        try:
            return [f"{iri(s)} {iri(p)} {literal(o) if isinstance(o, Literal) else iri(o)} .\n" for s, p, o in triples]
        except (TypeError, ValueError, AttributeError) as error:
            raise TermError(f"not a triple of terms: {error}") from error

    def _iri(self, iri: IRI) -> str:
        known = self._known.get(iri)
        if known is None:
            if not isinstance(iri, IRI):
                raise TermError(f"{iri!r} is no term: give an IRI or a Literal of kg.terms")
            try:
                known = str(NamedNode(absolute(iri, base=self._base)))
            except ValueError as error:
                raise TermError(f"{iri!r} is not a valid IRI: {error}") from error
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[iri] = known
        return known

    def _literal(self, literal: Literal) -> str:
        value = literal.value
        if _NEEDS_ESCAPE(value):
            value = value.translate(_ESCAPES)
        if not value.isascii() and _SURROGATE.search(value):
            raise TermError(f"{value[:80]!r} holds half of a surrogate pair, which no RDF text may")
        if literal.datatype is not None:
            return f'"{value}"^^{self._iri(literal.datatype)}'
        if literal.language is not None:
            if not _LANGUAGE.fullmatch(literal.language):
                raise TermError(f"{literal.language!r} is not a language tag (BCP 47)")
            return f'"{value}"@{literal.language.lower()}'
        return f'"{value}"'
