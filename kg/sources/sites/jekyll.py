"""Jekyll's configuration and permalinks (https://jekyllrb.com/docs/permalinks/); Octopress has the same."""

from __future__ import annotations

import os
from typing import Any

from kg.sources.sites.folder import Config, address, items_of, language, pairs_of, text_of, value_of, within, zone
from kg.sources.sites.patterns import (
    INDEX,
    Fields,
    date_values,
    fill,
    hyphened,
    moment_of,
    named_day,
    stem,
    text,
    texts,
)
from kg.sources.sites.record import Site

NAME = "jekyll"
FILES = ("_config.yml", "_config.yaml", "_config.toml")
POSTS = "_posts"
DRAFTS = "_drafts"
STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
PLAIN_STYLES = ("date", "ordinal", "weekdate", "none")  # whose pages end in .html
KEPT = "._~!$&'()+,;=@"  # in what Jekyll calls a pretty slug
EXTENSION = ".html"


def read(config: Config) -> dict[str, Any] | None:
    """Return what Jekyll's configuration says, as attributes of a `Site`; None if the folder is none of Jekyll's."""
    name = config.first(FILES)
    if not name:
        return None
    tree = config.tree(name)
    kept = dict(_collections(tree))
    values = [(value_of(one, "scope"), value_of(one, "values")) for one in items_of(tree, "defaults")]
    lang = text_of(tree, "lang") or text_of(tree, "locale") or text_of(tree, "language")
    for scope, said in values:
        path, kind = within(text_of(scope, "path")), text_of(scope, "type")
        permalink = text_of(said, "permalink")
        if permalink and (path or kind):
            kept["/" + path if path else kind] = permalink
        if not path and kind in ("", "posts"):
            lang = lang or text_of(said, "lang")
    return {
        "url": address(text_of(tree, "url"), text_of(tree, "baseurl")),
        "name": text_of(tree, "title") or text_of(tree, "name"),
        "timezone": zone(text_of(tree, "timezone")),
        "language": language(lang),
        "content": within(text_of(tree, "source")),
        "permalink": text_of(tree, "permalink") or "date",
        "rules": tuple(kept.items()),
    }


def _collections(tree: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the collections whose pages have addresses, each with its pattern, which may be empty."""
    pairs = pairs_of(tree, "collections")
    made = [(name, said) for name, said in pairs if name == "posts" or text_of(said, "output") == "true"]
    return [(name, text_of(said, "permalink")) for name, said in made]


def path_of(site: Site, path: str, fields: Fields) -> str | None:
    """Return the path that Jekyll gives a page; None for what it makes none of.

    Args:
        site: of the page.
        path: of its file below the source folder.
        fields: what it says of itself.
    """
    patterns = dict(site.rules)
    *folders, _ = path.split("/")
    marked = [folder for folder in folders if folder.startswith("_")]
    given = text(fields, "permalink")
    if DRAFTS in marked and not given:
        return None
    collection = marked[0][1:] if marked else ""
    scoped = [key for key in patterns if key.startswith("/") and ("/" + path).startswith(key + "/")]
    pattern = given or (patterns[max(scoped, key=len)] if scoped else "")
    if not collection:
        return _page(path, pattern, site)
    is_post = collection == "posts"
    is_made = named_day(stem(path))[0] is not None if is_post else collection in patterns
    if not (is_made or given):
        return None
    pattern = pattern or patterns.get(collection, "")
    pattern = pattern or (site.permalink if is_post else _suffixed("/:collection/:path", site.permalink))
    return fill(STYLES.get(pattern, pattern), _values(site, path, fields)) if pattern else None


def _page(path: str, pattern: str, site: Site) -> str | None:
    """Return the path of a page that is in no collection."""
    folder, base = os.path.dirname(path), stem(path)
    if not pattern:
        pattern = "/:path/" if base == INDEX else _suffixed("/:path/:basename", site.permalink)
    return fill(pattern, {"path": folder, "basename": base, "output_ext": EXTENSION, "title": base, "name": base})


def _suffixed(pattern: str, style: str) -> str:
    """Return a pattern of pages with the end that those of posts have."""
    if style in PLAIN_STYLES or style.endswith(":output_ext"):
        return pattern + ":output_ext"
    return pattern + "/" if style == "pretty" or style.endswith("/") else pattern


def _values(site: Site, path: str, fields: Fields) -> dict[str, str | None]:
    before, _, after = ("/" + path).partition("/_")
    collection, _, inner = after.partition("/")
    day, name = named_day(stem(path)) if collection == "posts" else (None, stem(path))
    name = text(fields, "slug") or name
    folders = [folder for folder in before.split("/") if folder]
    categories = dict.fromkeys(one.lower() for one in (*folders, *texts(fields, "categories")))
    return {
        **date_values(moment_of(site, fields) or day),
        "title": hyphened(name, keep=KEPT, lower=False),
        "slug": hyphened(name),
        "name": hyphened(stem(path), keep=KEPT, lower=False),
        "categories": "/".join(categories),
        "slugified_categories": "/".join(dict.fromkeys(map(hyphened, categories))),
        "collection": collection,
        "path": os.path.splitext(inner)[0],
        "output_ext": EXTENSION,
    }
