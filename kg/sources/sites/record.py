"""What a site says of itself: a record, the paths of its files, and addresses below its own."""

from __future__ import annotations

import hashlib
import posixpath
from urllib.parse import quote

import msgspec

from kg.model import Warned
from kg.settings.records import Term


class Site(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a site says of itself; what it leaves open is empty. Hashable and picklable: one goes with each file.

    Attributes:
        root: the folder that paths are relative to, where it is on this machine; in no output.
        prefix: the path of the folder that was named below the root, with / and none at its end; empty for the root.
        inner: the path of the root below the folder that was named, where the site is only a part of what that holds.
        generator: what makes the site (`kg.sources.sites.GENERATORS`), or empty.
        url: its address with the path it stands at (``https://my-site.example/blog``), no / at its end.
        name: what it is called.
        timezone: of dates without one, by its IANA name.
        language: of its articles, as BCP 47 has it.
        dates: the order of ambiguous dates, ``dmy`` or ``mdy``.
        within: the path of the generator's folder below the root.
        above: the path of the root below the generator's folder, where that is the upper one.
        content: the path below the generator's folder of what its pages stand in.
        permalink: the pattern of the addresses of its posts, in the generator's own words.
        rules: pairs of a section, collection or /folder and its pattern, or of what else its addresses depend on.
        ugly: the sections whose pages are called ``x.html`` rather than ``x/``; ``*`` for all.
        languages: those that end names of files (``x.fr.md``), that of the site itself among them.
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
    inner: str = ""
    generator: str = ""
    url: str = ""
    name: str = ""
    timezone: str = ""
    language: str = ""
    dates: str = ""
    within: str = ""
    above: str = ""
    content: str = ""
    permalink: str = ""
    rules: tuple[tuple[str, str], ...] = ()
    ugly: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
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


def path_in(site: Site, path: str) -> str | None:
    """Return the path of a file below the folder that the site's pages stand in; None if it is elsewhere.

    >>> path_in(Site(within="site", content="content"), "site/content/posts/x.md")
    'posts/x.md'
    """
    if site.within:
        if not path.startswith(site.within + "/"):
            return None
        path = path[len(site.within) + 1 :]
    path = posixpath.join(site.above, path)
    if not site.content:
        return path
    return path[len(site.content) + 1 :] if path.startswith(site.content + "/") else None


def join(site: Site, path: str, *, quoted: bool = False) -> str | None:
    """Return the address of a path below that of the site; None if the site has none.

    Args:
        site: whose address it is.
        path: with or without / at its beginning; ``index.html`` at its end is left out.
        quoted: whether it is percent-encoded already.

    >>> join(Site(url="https://a.example/blog"), "/2020/ein tag/index.html")
    'https://a.example/blog/2020/ein%20tag/'
    """
    if not site.url:
        return None
    parts = [part for part in path.split("/") if part not in ("", ".")]
    end = "/" if path.endswith("/") or parts[-1:] == ["index.html"] else ""
    if ".." in parts:
        return None
    if parts[-1:] == ["index.html"]:
        del parts[-1]
    whole = "/".join(parts)
    encoded = quote(whole, safe="/!$&'()*+,;=:@~" + "%" * quoted, errors="replace")
    return f"{site.url}/{encoded}{end if parts else ''}"
