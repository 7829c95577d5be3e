"""Zola's configuration and addresses (https://www.getzola.org/documentation/content/page/)."""

from __future__ import annotations

import re
from typing import Any

from kg.sources.sites.folder import Config, address, language, pairs_of, text_of, within
from kg.sources.sites.patterns import INDEX, Fields, hyphened, name_in_language, text
from kg.sources.sites.record import Site

NAME = "zola"
FILES = ("config.toml", "zola.toml")
SECTION = "_index"
DATED = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[^-_]*?Z?)?[-_ ]+(.+)")  # a day before a name is no part of the address
FOLLOWS_FILES = ("off", "safe")  # ways of `slugify.paths` other than "on"


def read(config: Config) -> dict[str, Any] | None:
    """Return what Zola's configuration says, as attributes of a `Site`; None if the folder is none of Zola's."""
    name = config.first(FILES)
    tree = config.tree(name) if name else {}
    if "base_url" not in tree:
        return None
    default = text_of(tree, "default_language") or "en"
    return {
        "url": address(text_of(tree, "base_url")),
        "name": text_of(tree, "title"),
        "language": language(default),
        "content": within(text_of(tree, "content_dir")) or "content",
        "rules": (("paths", text_of(tree, "slugify", "paths")),),
        "languages": tuple(dict.fromkeys((default, *(key for key, _ in pairs_of(tree, "languages"))))),
    }


def path_of(site: Site, path: str, fields: Fields) -> str | None:
    """Return the path that Zola gives a page; None where it is in another language, or in letters that it romanizes.

    Args:
        site: of the page.
        path: of its file below the content folder.
        fields: what it says of itself.
    """
    *folders, _ = path.split("/")
    name = name_in_language(site, path)
    if name is None:
        return None
    if name == INDEX and folders:
        name = folders.pop()
    elif name in (INDEX, SECTION):
        name = ""
    dated = DATED.fullmatch(name)
    own = text(fields, "slug") or (dated[1] if dated else name)
    parts = [_part(site, part) for part in (*folders, own) if part]
    return None if None in parts else "/".join(("", *map(str, parts), ""))


def _part(site: Site, name: str) -> str | None:
    if dict(site.rules).get("paths") in FOLLOWS_FILES:
        return name
    return hyphened(name) if name.isascii() else None
