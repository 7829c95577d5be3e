"""Pelican's configuration and addresses (https://docs.getpelican.com/en/latest/settings.html#url-settings)."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from kg.sources.sites.folder import Config, address, language, within, zone
from kg.sources.sites.patterns import Fields, date_values, moment_of, named_day, stem, text, texts
from kg.sources.sites.record import Site

NAME = "pelican"
FILES = ("pelicanconf.py", "publishconf.py")  # the second is for the site as it is published, and counts first
NAMES = ("SITEURL", "SITENAME", "TIMEZONE", "DEFAULT_LANG", "PATH", "ARTICLE_URL", "ARTICLE_SAVE_AS", "SLUGIFY_SOURCE",
         "USE_FOLDER_AS_CATEGORY", "DEFAULT_CATEGORY", "FILENAME_METADATA")  # fmt: skip
ARTICLE_URL = "{slug}.html"
DEFAULT_CATEGORY = "misc"
FROM_NAME = "basename"  # a slug is made of the name of the file, not of the title
_PART = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
DATE_PARTS = {  # of a moment, by the names of strftime
    "%Y": "year", "%y": "short_year", "%m": "month", "%-m": "i_month", "%b": "short_month", "%B": "long_month",
    "%d": "day", "%-d": "i_day", "%j": "y_day", "%H": "hour", "%M": "minute", "%S": "second",
}  # fmt: skip


def read(config: Config) -> dict[str, Any] | None:
    """Return what Pelican's configuration says, as attributes of a `Site`; None if the folder is none of Pelican's."""
    if not config.first(FILES):
        return None
    found: dict[str, Any] = {}
    for name in FILES:
        found |= {key: value for key, value in config.python(name, NAMES).items() if value not in ("", None)}
    said = {key: value for key, value in found.items() if isinstance(value, str)}
    slugs = [("slug", said.get("SLUGIFY_SOURCE", "title"))]
    if "slug" in said.get("FILENAME_METADATA", ""):
        slugs = [("slug", "")]  # by an expression of theirs
    if found.get("USE_FOLDER_AS_CATEGORY", True):
        slugs.append(("folder", "category"))
    return {
        "url": address(said.get("SITEURL", "")),
        "name": said.get("SITENAME", ""),
        "timezone": zone(said.get("TIMEZONE", "")),
        "language": language(said.get("DEFAULT_LANG", "")),
        "content": within(said.get("PATH", "content")),
        "permalink": said.get("ARTICLE_URL", ARTICLE_URL),
        "rules": (*slugs, ("category", said.get("DEFAULT_CATEGORY", DEFAULT_CATEGORY))),
    }


def path_of(site: Site, path: str, fields: Fields) -> str | None:
    """Return the path that Pelican gives an article; None where it is spelt in letters that it romanizes.

    Args:
        site: of the article.
        path: of its file below the content folder.
        fields: what it says of itself.
    """
    rules = dict(site.rules)
    *folders, _ = path.split("/")
    source = stem(path) if rules.get("slug") == FROM_NAME else text(fields, "title") if rules.get("slug") else ""
    slug = text(fields, "slug") or slugified(source)
    category = next(iter(texts(fields, "categories")), "")
    if not category:
        category = folders[-1] if folders and "folder" in rules else rules.get("category", "")
    values = {"slug": slug, "category": slugified(category), "lang": site.language}
    dates = date_values(moment_of(site, fields) or named_day(stem(path))[0])
    is_known = True

    def written(match: re.Match[str]) -> str:
        nonlocal is_known
        if match[1] == "date":
            parts = re.findall(r"%-?\w|[^%]", match[2] or "")
            found = [dates.get(DATE_PARTS.get(part, "")) if part.startswith("%") else part for part in parts]
        else:
            found = [values.get(match[1]) or None]
        is_known = is_known and bool(found) and None not in found
        return "".join(part or "" for part in found)

    whole = _PART.sub(written, site.permalink)
    return whole if is_known else None


def slugified(value: str) -> str | None:
    """Return a title as Pelican writes it in addresses; None where it romanizes letters.

    >>> slugified("This week in Harbors, 665: what's new"), slugified("Café"), slugified("橋")
    ('this-week-in-harbors-665-whats-new', 'cafe', None)
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", value) if not unicodedata.combining(c))
    plain = re.sub(r"[^\w\s-]", "", plain)
    return re.sub(r"[-\s]+", "-", plain.strip()).lower() if plain.isascii() else None
