"""Light triples -> lines of N-Triples: the one writer, which checks and escapes every term; and back.

Lines are canonical N-Triples (W3C RDF 1.2 N-Triples, section 4), so that the sorted lines of a graph are the graph.
"""

from __future__ import annotations

import functools
import io
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice

from pyoxigraph import Literal as TypedLiteral
from pyoxigraph import NamedNode, Quad, Store

from kg.errors import TermError
from kg.identity import DEFAULT_BASE, absolute
from kg.rdf.terms import IRI, Literal, Triple
from kg.rdf.vocab import PREFIXES, PROV, RDF, SCHEMA, XSD

_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)},
    ord('"'): '\\"',
    ord("\\"): "\\\\",
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
    ord("\b"): "\\b",
    ord("\f"): "\\f",
}
_SIGNS = {escape[1]: chr(code) for code, escape in _ESCAPES.items() if len(escape) == 2}
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_KEPT = 1 << 16
BLOCK = 1 << 20  # bytes that are cut into lines at a time
_LOOKED_AT = 1000  # articles and files, for the base
_CLASSES = "|".join(map(re.escape, (SCHEMA.NewsArticle, SCHEMA.VideoObject, PROV.Entity)))
_BASED = re.compile(
    rf"^<([^>]*[/#])(?:article|source)/[0-9a-f]{{16}}> <{re.escape(RDF.type)}> <(?:{_CLASSES})>".encode(), re.MULTILINE
)
_TEXTS = frozenset((XSD.string, XSD.anyURI))
_OF_LANGUAGES = frozenset(PREFIXES["rdf"] + name for name in ("langString", "dirLangString"))
_USUAL = {  # how kg itself writes values, which is how Oxigraph gives them back
    XSD.boolean: re.compile("true|false").fullmatch,
    XSD.integer: re.compile(r"0|-?[1-9]\d{0,17}", re.ASCII).fullmatch,
    XSD.decimal: re.compile(r"(?:0|-?[1-9]\d{0,14})(?:\.\d{0,2}[1-9])?", re.ASCII).fullmatch,
    XSD.dateTime: re.compile(
        r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{0,5}[1-9])?Z", re.ASCII
    ).fullmatch,
}


@functools.lru_cache(maxsize=_MOST_KEPT)
def _stored(value: str, datatype: str) -> str:
    """Return a value as the store gives it back: it keeps what numbers and dates mean, not how they were written."""
    if datatype in _OF_LANGUAGES:
        raise TermError(f"{value[:80]!r} is of the type {datatype}, but has no language: give that, and no datatype")
    store, term = Store(), NamedNode(datatype)
    try:
        store.add(Quad(term, term, TypedLiteral(value, datatype=term)))
    except ValueError as error:
        raise TermError(f"{value[:80]!r} is no text of the type {datatype}: {error}") from error
    return str(next(iter(store)).object.value)


@functools.lru_cache(maxsize=_MOST_KEPT)
def _tag(language: str) -> str:
    """Return a language tag in lower case, as the store gives it back."""
    try:
        return str(TypedLiteral("", language=language).language)
    except ValueError as error:
        raise TermError(f"{language!r} is not a language tag (BCP 47): {error}") from error


def _whole(value: str) -> str:
    """Return a text that holds no half of a surrogate pair."""
    if _SURROGATE.search(value):
        raise TermError(f"{value[:80]!r} holds half of a surrogate pair, which no RDF text may")
    return value


def _iri(iri: IRI, *, base: str) -> str:
    """Return an IRI as it is written, with the base before one that is relative."""
    if not isinstance(iri, IRI):
        raise TermError(f"{iri!r} is no term: give an IRI or a Literal of kg.rdf.terms")
    try:
        return str(NamedNode(absolute(iri, base=base)))
    except ValueError as error:
        raise TermError(f"{iri!r} is not a valid IRI: {error}") from error


def read_triples(text: bytes, *, predicates: Collection[str] | None = None) -> Iterator[tuple[str, str, str | Literal]]:
    r"""Yield the triples of canonical N-Triples, in their order; IRIs as plain texts.

    Faster than a parser of all N-Triples is from Python, and more so where few predicates are asked for.

    Args:
        text: as `Writer` writes it, or Oxigraph.
        predicates: only triples with one of these, absolute IRIs; all if None.

    >>> list(read_triples(b'<a:b> <a:c> "x"@en .\n<a:b> <a:d> <a:e> .\n', predicates=["a:c"]))
    [('a:b', 'a:c', Literal(value='x', datatype=None, language='en'))]
    """
    wanted = {f"<{predicate}>".encode(): str(predicate) for predicate in predicates or ()}
    last, subject = b"", ""
    for line in lines_of(text):
        first, second, rest = line.split(b" ", 2)
        predicate = wanted.get(second)
        if predicate is None:
            if predicates is not None:
                continue
            predicate = wanted[second] = second[1:-1].decode()
        if first != last:
            last, subject = first, first[1:-1].decode()
        if rest.startswith(b"<"):
            yield subject, predicate, rest[1:-4].decode()
            continue
        end = rest.rindex(b'"')
        value, kind = rest[1:end].decode(), rest[end + 1 : -3].decode()
        if "\\" in value:
            value = _ESCAPED.sub(_unescaped, value)
        datatype = IRI(kind[3:-1]) if kind.startswith("^") else None
        yield subject, predicate, Literal(value, datatype, kind[1:] if kind.startswith("@") else None)


def lines_of(text: bytes) -> Iterator[bytes]:
    """Yield the lines of N-Triples; bytes end a line at its end only, texts at U+2028 and the like too."""
    for piece in pieces(text, BLOCK):
        yield from piece.splitlines(keepends=True)


def pieces(text: bytes, size: int) -> Iterator[bytes]:
    """Yield whole lines of about this many bytes."""
    start = 0
    while start < len(text):
        end = text.find(b"\n", start + size - 1) + 1 or len(text)
        yield text[start:end]
        start = end


def base_of(ntriples: bytes) -> str:
    """Return what the IRIs of a graph begin with, going by most of its articles and files; the usual if it has none.

    Whoever has the output folder asks its report first (`kg.folder.OutputFolder.base`).

    >>> base_of(f"<https://n.example/article/0123456789abcdef> <{RDF.type}> <{SCHEMA.NewsArticle}> .".encode())
    'https://n.example/'
    """
    bases = Counter(match[1] for match in islice(_BASED.finditer(ntriples), _LOOKED_AT))
    return bases.most_common(1)[0][0].decode() if bases else DEFAULT_BASE


def _unescaped(match: re.Match[str]) -> str:
    number, sign = match[1] or match[2], match[3]
    return chr(int(number, 16)) if number else _SIGNS[sign]


class Writer:
    """Write triples of light terms as lines of N-Triples, with `base` before every relative IRI."""

    def __init__(self, base: str) -> None:
        self._iri = functools.lru_cache(maxsize=_MOST_KEPT)(functools.partial(_iri, base=base))

    def lines(self, triples: Iterable[Triple]) -> list[str]:
        r"""Return one line for each triple, each with its line end.

        Raises:
            TermError: a term is not valid RDF (an IRI with a space, say); names the triple.

        >>> Writer("https://n.example/").lines([(IRI("article/1"), IRI("https://schema.org/name"), Literal('a "b"'))])
        ['<https://n.example/article/1> <https://schema.org/name> "a \\"b\\"" .\n']
        """
        return [f"{subject} {rest}" for subject, rest in self._written(triples)]

    def text(self, blocks: Iterable[Sequence[Triple]]) -> bytes:
        r"""Return triples as the sorted lines of a graph in UTF-8, each once.

        Args:
            blocks: the triples, in blocks of any order and size.

        Raises:
            TermError: a term is not valid RDF (an IRI with a space, say); names the triple.

        >>> first, then = IRI("1"), IRI("2")
        >>> Writer("https://n.example/").text([[(then, IRI("a:b"), first)], [(first, IRI("a:b"), then)] * 2])
        b'<https://n.example/1> <a:b> <https://n.example/2> .\n<https://n.example/2> <a:b> <https://n.example/1> .\n'
        """
        lines: dict[str, list[str]] = defaultdict(list)  # but for their subject: less to sort, and less memory
        for subject, rest in self._written(chain.from_iterable(blocks)):
            lines[subject].append(rest)
        text = io.BytesIO()
        for subject in sorted(lines):
            head = f"{subject} "
            text.write((head + head.join(sorted(set(lines.pop(subject))))).encode())
        return text.getvalue()

    def _written(self, triples: Iterable[Triple]) -> Iterator[tuple[str, str]]:
        """Yield the subject of each triple, and the rest of its line."""
        iri, literal = self._iri, self._literal
        try:
            for s, p, o in triples:
                yield iri(s), f"{iri(p)} {iri(o) if type(o) is IRI else literal(o)} .\n"
        except (TypeError, ValueError, AttributeError) as error:
            raise TermError(f"not a triple of terms: {error}") from error

    def _literal(self, literal: Literal) -> str:
        value, datatype = literal.value, literal.datatype
        if datatype is not None and datatype not in _TEXTS:
            usual = _USUAL.get(datatype)
            if usual is None or not usual(value):
                value = _stored(_whole(value), self._iri(datatype)[1:-1])
        if not value.isprintable() or '"' in value or "\\" in value:  # all are fast to look for
            value = _whole(value).translate(_ESCAPES)
        if datatype is not None and datatype != XSD.string:
            return f'"{value}"^^{self._iri(datatype)}'
        if literal.language is not None:
            return f'"{value}"@{_tag(literal.language)}'
        return f'"{value}"'
