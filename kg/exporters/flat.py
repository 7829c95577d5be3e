"""The graph -> a NetworkX graph whose attributes any XML format can hold: texts, numbers and truth values."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.literals import utc_text
from kg.network import network

if TYPE_CHECKING:
    import networkx

    from kg.store import Store

SEPARATOR = " | "
RESERVED = frozenset(("id", "pid", "start", "end", "viz", "parents", "slices", "spells", "key"))  # GEXF means others
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def flat_network(store: Store) -> networkx.MultiDiGraph[str]:
    """Return the network with flat attributes: lists joined, dates as ISO 8601 in UTC, decimals as floats, no None.

    Each edge has its key as ``kind`` too, for a format that has no place for keys.
    """
    graph = network(store)
    for _, data in graph.nodes(data=True):
        _flatten(data)
    for _, _, key, data in graph.edges(keys=True, data=True):
        data["kind"] = key
        _flatten(data)
    return graph


def _flatten(data: dict[str, Any]) -> None:
    for name in list(data):
        value = data.pop(name)
        if value is not None:
            data[f"{name}_" if name in RESERVED else name] = flat(value)


def flat(value: Any) -> str | int | float | bool:
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
    return _NOT_XML.sub("", str(value))
