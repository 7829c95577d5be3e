"""kg: curated news in front matter -> a knowledge graph to explore, ask and trust.

    >>> import kg
    >>> graph = kg.build("examples/facial-recognition-2020", output="output")    # doctest: +SKIP
    >>> graph.stories[0].label                                                   # doctest: +SKIP
    'Amazon, Microsoft, IBM, Clearview AI: facial recognition, police'

Heavy libraries load when they are used, not with ``import kg``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import KGError
    from kg.graph import KnowledgeGraph, build, open
    from kg.model import Article, Image, Provider, RelatedLink, Story, Topic
    from kg.rdf.terms import IRI, Literal, Triple

# the room is loaded first and its name let go, or whoever loads it later would put it in the place of the function
importlib.import_module("kg.build")
del globals()["build"]

_HOMES = {
    "Article": "kg.model",
    "IRI": "kg.rdf.terms",
    "Image": "kg.model",
    "KGError": "kg.errors",
    "KnowledgeGraph": "kg.graph",
    "Literal": "kg.rdf.terms",
    "Provider": "kg.model",
    "RelatedLink": "kg.model",
    "Story": "kg.model",
    "Topic": "kg.model",
    "Triple": "kg.rdf.terms",
    "build": "kg.graph",
    "open": "kg.graph",
}

__all__ = [  # noqa: RUF022 - sorted as Python sorts, so that sorted(kg.__all__) is it
    "Article",
    "IRI",
    "Image",
    "KGError",
    "KnowledgeGraph",
    "Literal",
    "Provider",
    "RelatedLink",
    "Story",
    "Topic",
    "Triple",
    "build",
    "open",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value: Any = getattr(importlib.import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    globals()[name] = value
    return value


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook the magics ``%kg`` and ``%%sparql``; called by ``%load_ext kg``."""
    from kg import notebook

    notebook.load_ipython_extension(shell)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
