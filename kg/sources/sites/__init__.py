"""Programs that make sites -> what their configurations say, and the path that each gives a page; a module each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from kg.sources.sites import hexo, hugo, jekyll, others, pelican, zola
from kg.sources.sites.folder import Config
from kg.sources.sites.patterns import Fields
from kg.sources.sites.record import Site


class Generator(msgspec.Struct, frozen=True):
    """A program that makes sites.

    Attributes:
        name: by which a site knows it.
        read: returns what the configuration in a folder says, as attributes of a `Site`; None if there is none.
        path_of: returns the path that it gives a page, from the path of the file below the content folder and what the
            page says; None where that is not known. Missing where it is decided by code.
    """

    name: str
    read: Callable[[Config], dict[str, Any] | None]
    path_of: Callable[[Site, str, Fields], str | None] | None = None


_TABLE = (  # in the order in which they are looked for: what can be mistaken for another comes after it
    Generator("hexo", hexo.read, hexo.path_of),
    Generator("jekyll", jekyll.read, jekyll.path_of),
    Generator("zola", zola.read, zola.path_of),
    Generator("hugo", hugo.read, hugo.path_of),
    Generator("pelican", pelican.read, pelican.path_of),
    Generator("eleventy", others.eleventy),
    Generator("astro", others.astro),
    Generator("gatsby", others.gatsby),
    Generator("next", others.next_js),
    Generator("nikola", others.nikola),
    Generator("mkdocs", others.mkdocs),
    Generator("obsidian", others.obsidian),
)
GENERATORS = {generator.name: generator for generator in _TABLE}


def generator_in(folder: Config) -> tuple[str, dict[str, Any]] | None:
    """Return the program that makes the site in a folder, and what its configuration says; None if there is none."""
    for name, generator in GENERATORS.items():
        found = generator.read(folder)
        if found is not None:
            return name, found
    return None
