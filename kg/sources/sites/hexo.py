"""Hexo's configuration and permalinks (https://hexo.io/docs/permalinks)."""

from __future__ import annotations

import os
from typing import Any

from kg.sources.sites.folder import Config, address, items_of, language, text_of, value_of, within, zone
from kg.sources.sites.patterns import Fields, date_values, fill, moment_of, named_day, text, texts
from kg.sources.sites.record import Site

NAME = "hexo"
FILES = ("_config.yml", "_config.yaml")
MARKS = ("new_post_name", "public_dir", "source_dir", "skip_render", "post_asset_folder", "default_layout", "tag_dir")
OLD_MARK, NO_MARK = "root", "source"  # without the second, which is Octopress's, the first is an older Hexo's
POSTS = "_posts"
PERMALINK = ":year/:month/:day/:title/"
DEFAULT_CATEGORY = "uncategorized"


def read(config: Config) -> dict[str, Any] | None:
    """Return what Hexo's configuration says, as attributes of a `Site`; None if it is another's."""
    name = config.first(FILES)
    tree = config.tree(name) if name else {}
    if not any(mark in tree for mark in MARKS) and not (OLD_MARK in tree and NO_MARK not in tree):
        return None
    languages = items_of(tree, "language")
    source = within(text_of(tree, "source_dir")) or "source"
    return {
        "url": address(text_of(tree, "url")),
        "name": text_of(tree, "title"),
        "timezone": zone(text_of(tree, "timezone")),
        "language": language(str(languages[0]) if languages else text_of(tree, "language")),
        "content": source,
        "permalink": text_of(tree, "permalink") or PERMALINK,
        "rules": tuple(
            (name, text_of(value)) for name, value in (("category", value_of(tree, "default_category")),) if value
        ),
    }


def path_of(site: Site, path: str, fields: Fields) -> str | None:
    """Return the path that Hexo gives a post; None for what it makes none of.

    Args:
        site: of the post.
        path: of its file below the source folder.
        fields: what it says of itself.
    """
    folder, _, inner = path.partition("/")
    if folder != POSTS:
        return None if folder.startswith("_") else "/" + os.path.splitext(path)[0] + ".html"
    folders, slash, name = os.path.splitext(inner)[0].rpartition("/")
    day, name = named_day(name)
    name = text(fields, "slug") or name
    categories = texts(fields, "categories")
    return fill(
        site.permalink,
        {
            **date_values(moment_of(site, fields) or day),
            "title": folders + slash + name,
            "post_title": name,
            "name": name,
            "category": "/".join(categories) or dict(site.rules).get("category") or DEFAULT_CATEGORY,
        },
    )
