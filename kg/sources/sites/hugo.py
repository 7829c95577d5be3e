"""Hugo's configuration and permalinks (https://gohugo.io/configuration/permalinks/)."""

from __future__ import annotations

import unicodedata
from typing import Any

from kg.sources.sites.folder import Config, address, language, pairs_of, text_of, value_of, within, zone
from kg.sources.sites.patterns import DATE_PARTS, INDEX, Fields, fill, moment_of, name_in_language, text
from kg.sources.sites.record import Site

NAME = "hugo"
FILES = tuple(f"{stem}.{end}" for stem in ("hugo", "config") for end in ("toml", "yaml", "yml", "json"))
FOLDERS = ("config/_default", "config/production")  # the second counts before the first
SPLIT = ("languages", "permalinks", "params", "taxonomies")  # that a file of their own can hold
# what no other program's config.toml has: one of them says that the file is Hugo's
MARKS = frozenset(
    """
    baseurl languagecode defaultcontentlanguage permalinks publishdir contentdir uglyurls builddrafts enablerobotstxt
    relativeurls canonifyurls disablekinds
    """.split()
)
SECTION = "_index"
ALLOWED = "./\\_#+~-@"  # in an address, beside letters, marks and digits
NAMES = r":([a-z]+(?:\[[^\]]*\])?)"
PARTS = {  # of a moment, by the names that Hugo has for them
    "year": "year", "month": "month", "monthname": "long_month", "day": "day", "weekday": "", "weekdayname": "long_day",
    "yearday": "", "hour": "hour", "minute": "minute", "second": "second",
}  # fmt: skip


def read(config: Config) -> dict[str, Any] | None:
    """Return what Hugo's configuration says, as attributes of a `Site`; None if the folder is none of Hugo's."""
    tree = _tree(config)
    if tree is None:
        return None
    default = text_of(tree, "defaultcontentlanguage") or "en"
    languages = dict(pairs_of(tree, "languages"))
    own = languages.get(default, {})
    pages = pairs_of(tree, "permalinks", "page") or pairs_of(tree, "permalinks")
    ugly = value_of(tree, "uglyurls")
    sections = [name for name, said in pairs_of(tree, "uglyurls") if text_of(said) == "true"]
    url = address(text_of(tree, "baseurl"))
    code = text_of(own, "languagecode") or text_of(own, "locale") or text_of(tree, "languagecode")
    return {
        "url": f"{url}/{default}" if url and text_of(tree, "defaultcontentlanguageinsubdir") == "true" else url,
        "name": text_of(own, "title") or text_of(tree, "title"),
        "timezone": zone(text_of(tree, "timezone")),
        "language": language(code or text_of(tree, "locale") or text_of(tree, "defaultcontentlanguage")),
        "content": within(text_of(own, "contentdir")) or within(text_of(tree, "contentdir")) or "content",
        "rules": tuple((name, pattern) for name, pattern in pages if isinstance(pattern, str)),
        "ugly": ("*",) if text_of({"ugly": ugly}, "ugly") == "true" else tuple(sections),
        "languages": tuple(dict.fromkeys((default, *languages))),
    }


def _tree(config: Config) -> dict[str, Any] | None:
    """Return the whole of a configuration, by keys in small letters; None if there is none."""
    found: dict[str, Any] = {}
    is_there = False
    for folder in ("", *FOLDERS):
        name = config.first(f"{folder}/{name}" if folder else name for name in FILES)
        tree = {str(key).lower(): value for key, value in config.tree(name).items()} if name else {}
        is_named = bool(folder) or name.startswith("hugo.")
        if not name or not (is_named or (MARKS & tree.keys() and "base_url" not in tree)):
            continue
        is_there = True
        found |= tree
        for part in SPLIT if folder else ():
            own = config.first(f"{folder}/{part}.{end}" for end in ("toml", "yaml", "yml", "json"))
            if own:
                found[part] = config.tree(own)
    return found if is_there else None


def path_of(site: Site, path: str, fields: Fields) -> str | None:
    """Return the path that Hugo gives a page; None where it is in a language that is not the site's.

    Args:
        site: of the page.
        path: of its file below the content folder.
        fields: what it says of itself.
    """
    *folders, _ = path.split("/")
    name = name_in_language(site, path)
    if name is None:
        return None
    if name == SECTION:
        return "/".join(("", *map(urlized, folders), ""))
    if name == INDEX:
        if not folders:
            return "/"
        name = folders.pop()
    slug = urlized(text(fields, "slug") or name)
    section = folders[0] if folders else ""
    pattern = dict(site.rules).get(section)
    if pattern:
        return _end(site, section, fill(pattern, _values(site, folders, name, fields), names=NAMES))
    return _end(site, section, "/".join(("", *map(urlized, folders), slug, "")))


def _end(site: Site, section: str, path: str | None) -> str | None:
    is_ugly = "*" in site.ugly or section in site.ugly
    return path.rstrip("/") + ".html" if path and is_ugly and not path.endswith(".html") else path


def _values(site: Site, folders: list[str], name: str, fields: Fields) -> dict[str, str | None]:
    moment = moment_of(site, fields)
    slug, title = text(fields, "slug"), text(fields, "title")
    values: dict[str, str | None] = {
        "section": urlized(folders[0]) if folders else "",
        "sections": "/".join(map(urlized, folders)),
        "sections[1:]": "/".join(map(urlized, folders[1:])),
        "sections[last]": urlized(folders[-1]) if folders else "",
        "title": urlized(title) or None,
        "slug": urlized(slug or title) or None,
        "filename": urlized(name),
        "slugorfilename": urlized(slug or name),
    }
    values |= {"contentbasename": values["filename"], "slugorcontentbasename": values["slugorfilename"]}
    if moment is not None:
        values |= {ours: DATE_PARTS[theirs](moment) for ours, theirs in PARTS.items() if theirs}
        values |= {"weekday": str(moment.isoweekday() % 7), "yearday": str(moment.timetuple().tm_yday)}
    return values


def urlized(name: str) -> str:
    """Return a title or the name of a folder or file as Hugo writes it in addresses.

    >>> urlized("What's New in  C++?"), urlized("Über uns")
    ('whats-new-in-c++', 'über-uns')
    """
    written: list[str] = []
    is_blank = False
    for char in name:
        if char in ALLOWED or char.isalnum() or unicodedata.category(char).startswith("M"):
            written += "-" * (is_blank and char != "-") + char
            is_blank = False
        elif char.isspace():
            is_blank = bool(written) and written[-1] != "-"
    return "".join(written).lower()
