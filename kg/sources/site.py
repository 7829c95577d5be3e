"""A folder -> what its site says of itself; a page of the site -> its address.

What kg.toml says comes before the configuration of the program that makes the site (`kg.sources.sites`).
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from kg import settings
from kg.identity import canonical_url
from kg.model import Origin, Warned
from kg.settings.toml import contents
from kg.sources.sites import GENERATORS, generator_in, jekyll
from kg.sources.sites.folder import Config
from kg.sources.sites.record import NO_SITE, Site, join, path_in

__all__ = ["NO_SITE", "Site", "address_of", "is_jekyll", "is_selected", "site_of", "site_within"]

REPOSITORY = ".git"  # in the uppermost folder that is looked in
DEEPEST = 3  # folders below the source in which the configuration of a site is looked for
MARKS = (  # files that show that a site begins here
    settings.FILE, "_config.yml", "hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "config.yaml", "pelicanconf.py",
    "astro.config.mjs", "astro.config.ts", ".eleventy.js", "eleventy.config.js", "mkdocs.yml", "gatsby-config.js",
)  # fmt: skip
GIVEN = ("permalink", "url")  # by which a page says its own path
NO_PAGE = ("false", "null", "~")  # values by which a page says that it has no path
PLACEHOLDER = re.compile(r":[a-z]")
TEMPLATE = re.compile(r"[{}<>]|\$\(")  # in a path that is worked out when the site is made


def site_of(
    source: str | os.PathLike[str],
    *,
    config: str | os.PathLike[str] | None = None,
    settled: str | os.PathLike[str] | None = None,
) -> Site:
    """Return what the site that a folder or file stands in says of itself.

    Looks in the folder and upward for kg.toml and for the configuration of a site; not beyond a repository, and in the
    home folder and the root of the file system only if it is they that are named. The root of the site is the nearest
    folder with kg.toml, else with a configuration, else the folder that was named.

    Args:
        source: a folder or a file; whichever of a site's is named, the paths below its root are the same.
        config: a file of settings that counts in place of those of the site and of the working directory.
        settled: the folder that is the root of the site, as if a kg.toml stood in it.

    Raises:
        UsageError: the settings that `config` names, or those of the working directory, are wrong.

    >>> site_of("/nowhere/posts").prefix
    ''
    """
    place = Path(os.path.abspath(source))
    named = place if place.is_dir() or not place.exists() else place.parent
    with_settings = None if settled is None else Path(os.path.abspath(settled))
    made: tuple[Path, str, dict[str, Any]] | None = None
    for folder in _upward(named):
        if with_settings is None and os.path.lexists(folder / settings.FILE):
            with_settings = folder
        found = generator_in(Config(folder)) if made is None else None
        made = (folder, *found) if found else made
    root = with_settings or (made[0] if made else named)
    chosen, problems = settings.of_source(root, config=None if config is None else Path(config))
    facts = _made(root, made) if made else {}
    facts |= {name: value for name in settings.SiteSection.__struct_fields__ if (value := getattr(chosen.site, name))}
    if "generator" not in facts and (jekyll.POSTS in place.parts or (root / jekyll.POSTS).is_dir()):
        facts["generator"] = jekyll.NAME
    return Site(
        **facts,
        root=str(root),
        prefix=_below(named, root),
        drafts=chosen.sources.drafts,
        include=chosen.sources.include,
        exclude=chosen.sources.exclude,
        fields=chosen.fields,
        terms=chosen.terms.terms,
        vocabulary=chosen.terms.vocabulary,
        body_links=chosen.links.body,
        problems=_warned(problems, root),
    )


def site_within(
    site: Site, source: str | os.PathLike[str], folder: str, *, config: str | os.PathLike[str] | None = None
) -> Site:
    """Return the site that a folder of a source is of: its own, if the source has none and it or one above it has.

    Where settings stand in the source, they count for all of it, and the configuration below is that of a part.

    Args:
        site: of the source.
        source: the folder that was named.
        folder: the path of the folder below it.
        config: a file of settings in place of those of the source.
    """
    top = os.path.abspath(source)
    if site.generator or site.root != top:
        return site
    parts = folder.split("/")[:DEEPEST] if folder else []
    for depth in range(1, len(parts) + 1):
        inner = "/".join(parts[:depth])
        if any(os.path.lexists(os.path.join(top, inner, name)) for name in MARKS):
            found = site_of(os.path.join(top, inner), config=config, settled=None if config is None else top)
            if found.root == top and found.generator:
                return msgspec.structs.replace(found, prefix=site.prefix, drafts=found.drafts or site.drafts)
            if found.root != top and (found.generator or found.fields or found.url):
                return msgspec.structs.replace(found, inner=inner, drafts=found.drafts or site.drafts)
    return site


def address_of(site: Site, path: str, fields: Mapping[str, object]) -> str | None:
    """Return the address of one of a site's own pages; None where it has none, or none that is known.

    Args:
        site: of the page.
        path: of its file below the root of the site (`Site.prefix` is part of it).
        fields: what it says of itself, as far as it does: ``permalink`` or ``url`` (a path), ``slug``, ``title``
            (texts), ``date`` (a datetime, aware), ``categories`` (texts).

    >>> site = Site(generator="jekyll", url="https://my-site.example", permalink="pretty")
    >>> address_of(site, "_posts/2020-06-11-new-bridge.md", {"categories": ["town"]})
    'https://my-site.example/town/2020/06/11/new-bridge/'
    """
    given = next((fields[name] for name in GIVEN if str(fields.get(name) or "").strip()), None)
    given = given.strip() if isinstance(given, str) else None
    if given is not None and canonical_url(given):
        return given
    is_pattern = given is not None and (given in jekyll.STYLES or PLACEHOLDER.search(given) is not None)
    if given is not None and not is_pattern:
        return None if TEMPLATE.search(given) or given in NO_PAGE else join(site, given, quoted=True)
    inner = path_in(site, path)
    generator = GENERATORS.get(site.generator)
    if inner is None or not site.url or generator is None or generator.path_of is None:
        return None
    if is_pattern and site.generator != jekyll.NAME:
        return None
    found = generator.path_of(site, inner, fields)
    return None if found is None else join(site, found)


def is_jekyll(site: Site, path: str = "") -> bool:
    """Return whether a page is Jekyll's, which parts tags and categories at blanks.

    Args:
        site: of the page.
        path: of its file, if it is known.
    """
    return site.generator == jekyll.NAME or (not site.generator and jekyll.POSTS in path.split("/"))


def is_selected(site: Site, path: str) -> bool:
    """Return whether [sources] of a site lets a file be read; whether it is a draft is another question.

    A ``*`` stands for any characters, ``/`` among them, ``**/`` for any folders or none; a folder stands for all in it.

    Args:
        site: of the file.
        path: of it below the root of the site.

    >>> site = Site(include=("links/**", "_posts"), exclude=("**/old/*",))
    >>> [is_selected(site, path) for path in ("links/a/b.md", "_posts/x.md", "x.md", "links/old/x.md", "old/x.md")]
    [True, True, False, False, False]
    """
    is_included = not site.include or any(_matches(path, pattern) for pattern in site.include)
    return is_included and not any(_matches(path, pattern) for pattern in site.exclude)


def _matches(path: str, pattern: str) -> bool:
    pattern = pattern.rstrip("/")
    patterns = (pattern, f"{pattern}/*", pattern.replace("**/", ""))
    return any(fnmatch.fnmatchcase(path, one) for one in patterns)


def _upward(folder: Path) -> list[Path]:
    """Return a folder and those above it that may be the root of its site."""
    home = Path(os.path.expanduser("~"))
    found = []
    for one in (folder, *folder.parents):
        if one != folder and one in (home, Path(one.anchor)):
            break
        found.append(one)
        if os.path.lexists(one / REPOSITORY):
            break
    return found


def _made(root: Path, made: tuple[Path, str, dict[str, Any]]) -> dict[str, Any]:
    """Return what a configuration says, with the way from the root to the folder that it stands in."""
    folder, name, said = made
    return said | {"generator": name, "within": _below(folder, root), "above": _below(root, folder)}


def _below(folder: Path, root: Path) -> str:
    """Return the path of a folder in another; an empty text if it is the same, or not in it."""
    return _text("" if folder == root or root not in folder.parents else folder.relative_to(root).as_posix())


def _text(path: str) -> str:
    """Return a path as a text that any output can hold, whatever its bytes are."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _warned(problems: tuple[settings.Problem, ...], root: Path) -> tuple[Warned, ...]:
    if not problems:
        return ()
    try:
        sha256 = hashlib.sha256(contents(root / settings.FILE)).hexdigest()
    except OSError:
        sha256 = ""
    return tuple(
        Warned(
            origin=Origin(path=settings.FILE, line=one.line, sha256=sha256),
            message=one.message,
            code=one.code,
            key=one.key,
        )
        for one in problems
    )
