"""A JSON-LD context, from a file that lies here -> the terms it gives to keys. Nothing is fetched.

Of JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/#the-context) what says which property a key is: terms, prefixes,
``@vocab``, ``@id`` and ``@type``. What would turn a property round (``@reverse``) and keywords beside the terms are not
obeyed, with a word.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from kg.settings.records import ADDRESS, Term
from kg.settings.toml import MAX_DEPTH, contents

KEY = "context"  # the key in [terms] that names the file
PREFIXES = {  # that need no declaration; as https://prefix.cc has them
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "kg": "https://kg-news.example/ontology#",
}
SCHEMES = frozenset("http https urn tag did info".split())  # of IRIs that need no // to be taken for one
DATATYPES = {
    "": "",
    "@none": "",
    "@json": "",
    "@id": ADDRESS,
    "@vocab": ADDRESS,
}  # of values of a keyword as their type
IRI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):[^\x00-\x20<>\"{}|\\^`]+")  # RFC 3987, as N-Triples has it
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


class Context(NamedTuple):
    """What a context says: its terms, the IRI that all other keys go behind, and what is wrong with it."""

    terms: tuple[Term, ...] = ()
    vocabulary: str = ""
    problems: tuple[str, ...] = ()


def expand(value: str, prefixes: dict[str, str] = PREFIXES) -> str | None:
    """Return an IRI in full, its prefix resolved; None if it is none.

    >>> expand("schema:timeRequired"), expand("https://my.example/terms#x"), expand("minutes"), expand("my:x")
    ('https://schema.org/timeRequired', 'https://my.example/terms#x', None, None)
    """
    prefix, colon, name = value.partition(":")
    if colon and prefix in prefixes and not name.startswith("//"):
        value = prefixes[prefix] + name
    match = IRI.fullmatch(value)
    if match is None:
        return None
    return value if match[1].lower() in SCHEMES or value[len(match[1]) :].startswith("://") else None


def read_context(path: str) -> Context:
    """Return what a file with a JSON-LD context says; one that cannot be read says what is wrong, and nothing else."""
    try:
        text = contents(path).decode("utf-8-sig")
        if _depth(text) > MAX_DEPTH:
            return Context(problems=(f"it is nested deeper than the limit of {MAX_DEPTH}",))
        value = json.loads(text)
    except OSError as error:
        return Context(problems=(f"it cannot be read: {error.strerror or error}",))
    except ValueError as error:
        return Context(problems=(f"it is no JSON: {error}",))
    return context_of(value)


def context_of(value: object) -> Context:
    """Return what a JSON-LD context says.

    Args:
        value: of a JSON file: a context, or an object that has one under ``@context``; a list counts in its order.

    >>> context_of({"@context": {"my": "https://my.example/", "minutes": "my:minutes"}}).terms[1].property
    'https://my.example/minutes'
    """
    inner = value.get("@context", value) if isinstance(value, dict) else value
    parts = inner if isinstance(inner, list) else [inner]
    problems = [_no_context(part) for part in parts if not isinstance(part, dict)]
    entries: dict[str, Any] = {}
    for part in parts:
        entries |= part if isinstance(part, dict) else {}
    prefixes = PREFIXES | _prefixes(entries)
    vocabulary = entries.get("@vocab") or ""
    if vocabulary and not (isinstance(vocabulary, str) and expand(vocabulary, prefixes)):
        problems.append(f"@vocab {vocabulary!r} is no IRI")
        vocabulary = ""
    vocabulary = expand(vocabulary, prefixes) or ""
    terms = []
    for key, entry in entries.items():
        if key.startswith("@"):
            if key not in ("@vocab", "@version"):
                problems.append(f"{key} is not obeyed")
            continue
        term = _term(key, entry, prefixes, vocabulary)
        if isinstance(term, Term):
            terms.append(term)
        elif term:
            problems.append(term)
    return Context(tuple(terms), vocabulary, tuple(problems))


def _depth(text: str) -> int:
    """Return how deep the brackets of a text in JSON stand in one another."""
    depth = deepest = 0
    for match in _BRACKET.finditer(text):
        depth += (match[0] in "[{") - (match[0] in "]}")
        deepest = max(deepest, depth)
    return deepest


def _no_context(part: object) -> str:
    if isinstance(part, str):
        return f"{part!r} is not fetched, nor is anything else; write its terms into the file"
    return f"{part!r} is no context; write an object of keys and IRIs"


def _prefixes(entries: dict[str, Any]) -> dict[str, str]:
    """Return the prefixes that a context declares, those that build on others resolved."""
    texts = {key: _id(entry) for key, entry in entries.items()}
    given = {key: text for key, text in texts.items() if text and not key.startswith("@")}
    found: dict[str, str] = {}
    for _ in range(MAX_DEPTH):
        known = PREFIXES | found
        more = {key: iri for key, text in given.items() if key not in found and (iri := expand(text, known))}
        if not more:
            break
        found |= more
    return found


def _id(entry: object) -> str:
    value = entry.get("@id", "") if isinstance(entry, dict) else entry
    return value if isinstance(value, str) else ""


def _term(key: str, entry: object, prefixes: dict[str, str], vocabulary: str) -> Term | str | None:
    """Return the term of an entry, what is wrong with it, or None for one that is another name of a keyword."""
    given = entry if isinstance(entry, dict) else {"@id": entry}
    if given.get("@id", "") is None:
        return Term(key=key, property="")
    if "@reverse" in given:
        return f"{key}: @reverse is not obeyed; the key is left out"
    named = _id(given)
    if named.startswith("@"):
        return None
    iri = prefixes.get(key) or expand(named, prefixes) or (expand(vocabulary + (named or key)) if vocabulary else None)
    kind = given.get("@type", "")
    datatype = DATATYPES[kind] if isinstance(kind, str) and kind in DATATYPES else expand(str(kind), prefixes)
    if iri is None or datatype is None:
        return f"{key}: {named or entry!r} is no IRI" if iri is None else f"{key}: @type {kind!r} is no IRI"
    return Term(key=key, property=iri, datatype=datatype)
