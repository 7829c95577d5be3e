"""The graph -> a NetworkX graph whose attributes any XML format can hold: texts, numbers and truth values."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.rdf.literals import utc_text
from kg.rdf.network import network

if TYPE_CHECKING:
    import networkx

    from kg.rdf.store import Store

SEPARATOR = " | "
RESERVED = frozenset(("id", "pid", "start", "end", "viz", "parents", "slices", "spells", "key"))  # GEXF means others
EXACT = 2**53 - 1  # of whole numbers, the largest that a double holds with all below it
_LINE_END = re.compile("\r\n?")  # which is one line feed to all that read XML
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def flat_network(store: Store) -> networkx.MultiDiGraph[str]:
    """Return the network with flat attributes: lists joined, dates as ISO 8601 in UTC, decimals as floats, no None.

    An attribute has one type: where some of its values are texts, all are. Each edge has its key as ``kind`` too, for
    a format that has no place for keys, and a ``weight``, 1 where the graph says none. Each article of a story has
    the ``story``'s IRI, to partition by.
    """
    graph = _converted(store, flat)
    for owners in ([data for _, data in graph.nodes(data=True)], [data for _, _, data in graph.edges(data=True)]):
        types: dict[str, set[type]] = defaultdict(set)
        for data in owners:
            for name in RESERVED & data.keys():
                data[f"{name}_"] = data.pop(name)
            for name, value in data.items():
                types[name].add(type(value))
        mixed = [name for name, found in types.items() if len(found) > 1]
        for data in owners if mixed else ():
            data.update((name, json.dumps(data[name])) for name in mixed if not isinstance(data.get(name, ""), str))
    return graph


def typed_network(store: Store) -> networkx.MultiDiGraph[str]:
    """Return the network with attributes as JSON has them: lists stay lists; else as `flat_network`.

    Whole numbers beyond what all readers of JSON hold exactly are texts.
    """
    return _converted(store, lambda value: list(map(_json, value)) if isinstance(value, list) else _json(value))


def _json(value: object) -> str | int | float | bool:
    plain = flat(value) if isinstance(value, bool | int | float | Decimal | datetime) else str(value)
    return str(plain) if isinstance(plain, int) and abs(plain) > EXACT else plain


def _converted(store: Store, convert: Callable[[Any], object]) -> networkx.MultiDiGraph[str]:
    """Return the network with what its edges and articles have beside, all attributes that are known converted."""
    graph = network(store)
    for source, target, key, data in graph.edges(keys=True, data=True):
        data["kind"] = key
        data.setdefault("weight", 1.0)
        if key == "part":
            graph.nodes[source].setdefault("story", source)
            graph.nodes[target]["story"] = source
    for data in (*(data for _, data in graph.nodes(data=True)), *(data for _, _, data in graph.edges(data=True))):
        known = {name: convert(value) for name, value in data.items() if value is not None}
        data.clear()
        data.update(known)
    return graph


def flat(value: object) -> str | int | float | bool:
    """Return a value as a text, a number or a truth value.

    >>> flat(["IBM", "Big Blue"])
    'IBM | Big Blue'
    """
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, list | tuple | set | frozenset):
        return SEPARATOR.join(str(flat(item)) for item in value if item is not None)
    return _LINE_END.sub("\n", _NOT_XML.sub("", str(value)))
