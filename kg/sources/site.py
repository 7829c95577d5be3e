"""A folder -> what its site says of itself: kg.toml, and the configuration of the program that makes the site.

Configurations are data: read up to a limit, never run, and any bytes of one are an answer or none.
"""

from __future__ import annotations

import hashlib
import os

import msgspec

from kg.model import Warned
from kg.settings.records import Term


class Site(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a site says of itself; what it leaves open is empty. Hashable and picklable: one goes with each file.

    Attributes:
        root: the folder that paths are relative to, where it is on this machine; in no output.
        prefix: the path of the folder that was named below the root, with / and none at its end; empty for the root.
        generator: what makes the site (`kg.sources.sites.GENERATORS`), or empty.
        url: its address with the path it stands at (``https://my-site.example/blog``), no / at its end.
        name: what it is called.
        timezone: of dates without one, by its IANA name.
        language: of its articles, as BCP 47 has it.
        dates: the order of ambiguous dates, ``dmy`` or ``mdy``.
        content: the folder below the root that its pages stand in, with / and none at its end.
        permalink: the pattern of the addresses of its posts, in the generator's own words.
        permalinks: pairs of a section or collection and its pattern.
        ugly: whether pages are called ``x.html`` rather than ``x/``, where the generator knows both.
        drafts: whether drafts are read.
        include: patterns of paths below the root; if there are any, all else is left out.
        exclude: patterns of paths below the root that are left out.
        fields: pairs of a field of kg and the keys it goes by, before its own; none where it is not to be read.
        terms: keys that are in the graph beside those that kg knows.
        vocabulary: the IRI that all other keys go behind; empty if they are not in the graph.
        body_links: whether links in the body list articles; None where each file decides by what it is.
        problems: what is wrong with the kg.toml that came with the source.
    """

    root: str = ""
    prefix: str = ""
    generator: str = ""
    url: str = ""
    name: str = ""
    timezone: str = ""
    language: str = ""
    dates: str = ""
    content: str = ""
    permalink: str = ""
    permalinks: tuple[tuple[str, str], ...] = ()
    ugly: bool = False
    drafts: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    terms: tuple[Term, ...] = ()
    vocabulary: str = ""
    body_links: bool | None = None
    problems: tuple[Warned, ...] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of what decides what a file gives: not of where the site is, or which files are read."""
        same = msgspec.structs.replace(self, root="", prefix="", include=(), exclude=(), problems=())
        return hashlib.sha256(msgspec.json.encode(same)).hexdigest()


NO_SITE = Site()


def site_of(folder: str | os.PathLike[str], *, config: str | os.PathLike[str] | None = None) -> Site:  # noqa: ARG001 - soon
    """Return what the site that a folder or file stands in says of itself.

    Looks in the folder and upward for kg.toml, else for the configuration of a site; not beyond a repository, and not
    in the home folder or the root of the file system unless it is what is named.

    Args:
        folder: a folder, or a file; it is read as its own site gives it, whichever of the site's folders is named.
        config: a file of settings that counts in place of those of the site and of the working directory.

    Raises:
        UsageError: the settings that `config` names, or those of the working directory, are wrong.
    """
    return NO_SITE


def address_of(site: Site, path: str, fields: dict[str, object]) -> str | None:  # noqa: ARG001 - soon
    """Return the address of one of a site's own pages; None where its generator's rules are not known to us.

    Args:
        site: of the page.
        path: of its file below the root of the site (`Site.prefix` is part of it).
        fields: what its front matter says, as far as it does: ``permalink``, ``url`` (a path), ``slug``, ``title``
            (texts), ``date`` (a datetime), ``categories`` (texts).
    """
    return None


def is_jekyll(site: Site) -> bool:
    """Return whether a site is made by Jekyll, which parts tags and categories at blanks."""
    return site.generator == "jekyll"
