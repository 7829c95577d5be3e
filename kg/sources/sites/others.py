"""Configurations of programs that make addresses by code -> what they say of the site, and no rule of addresses."""

from __future__ import annotations

import re
from typing import Any

from kg.sources.sites.folder import Config, address, language, pairs_of, text_of, value_of, zone

ASTRO = tuple(f"astro.config.{end}" for end in ("mjs", "js", "ts", "mts", "cjs"))
ELEVENTY = (".eleventy.js", *(f"eleventy.config.{end}" for end in ("js", "cjs", "mjs", "ts")))
GATSBY = tuple(f"gatsby-config.{end}" for end in ("js", "ts", "mjs"))
NEXT = tuple(f"next.config.{end}" for end in ("js", "mjs", "ts", "cjs"))
NEXT_DATA = ("siteMetadata.js", "data/siteMetadata.js", "next-sitemap.config.js")
NIKOLA = "conf.py"
NIKOLA_NAMES = ("BLOG_TITLE", "SITE_URL", "BASE_URL", "TIMEZONE", "DEFAULT_LANG", "POSTS", "PAGES", "TRANSLATIONS")
MKDOCS = ("mkdocs.yml", "mkdocs.yaml")
OBSIDIAN = ".obsidian"
_TEXT = r"""\s*["'`]([^"'`\n$]*)["'`]"""  # a text in JavaScript without parts that are worked out


def astro(config: Config) -> dict[str, Any] | None:
    """Return what Astro's configuration says of a site; None if there is none."""
    name = config.first(ASTRO)
    if not name:
        return None
    script = config.script(name)
    return {
        "url": address(_text(script, "site"), _text(script, "base")),
        "language": language(_text(script, "defaultLocale")),
    }


def eleventy(config: Config) -> dict[str, Any] | None:
    """Return that a site is Eleventy's; None if it has no such configuration, which is a program."""
    return {} if config.first(ELEVENTY) else None


def gatsby(config: Config) -> dict[str, Any] | None:
    """Return what Gatsby's configuration says of a site; None if there is none."""
    name = config.first(GATSBY)
    if not name:
        return None
    script = config.script(name)
    return {"url": address(_text(script, "siteUrl")), "name": _text(script, "title")}


def next_js(config: Config) -> dict[str, Any] | None:
    """Return what a site made with Next.js says of itself; None if it has no such configuration."""
    if not config.first(NEXT):
        return None
    script = " ".join(config.script(name) for name in NEXT_DATA)
    return {"url": address(_text(script, "siteUrl")), "name": _text(script, "title")}


def nikola(config: Config) -> dict[str, Any] | None:
    """Return what Nikola's configuration says of a site; None if there is none (Sphinx has a conf.py too)."""
    found = config.python(NIKOLA, NIKOLA_NAMES) if config.has(NIKOLA) else {}
    if not ("BLOG_TITLE" in found or ("SITE_URL" in found and "POSTS" in found)):
        return None
    return {
        "url": address(text_of(found, "BASE_URL") or text_of(found, "SITE_URL")),
        "name": text_of(found, "BLOG_TITLE"),
        "timezone": zone(text_of(found, "TIMEZONE")),
        "language": language(text_of(found, "DEFAULT_LANG")),
    }


def mkdocs(config: Config) -> dict[str, Any] | None:
    """Return what the configuration of MkDocs says of a site; None if there is none."""
    name = config.first(MKDOCS)
    if not name:
        return None
    tree = config.tree(name)
    theme = dict(pairs_of(tree, "theme"))
    return {
        "url": address(text_of(tree, "site_url")),
        "name": text_of(tree, "site_name"),
        "language": language(str(value_of(theme, "language") or "")),
    }


def obsidian(config: Config) -> dict[str, Any] | None:
    """Return that a folder is a vault of Obsidian; None if it is none."""
    return {} if config.has(OBSIDIAN) else None


def _text(script: str, key: str) -> str:
    """Return the first text that a key of an object has in JavaScript; an empty one if it has none."""
    found = re.search(rf"(?<![\w$.\"'-])[\"']?{key}[\"']?\s*:{_TEXT}", script)
    return found[1].strip() if found else ""
