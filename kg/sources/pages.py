"""An address, or the path of a file -> what page of which site it is, and what it is called."""

from __future__ import annotations

from typing import Any

from kg.identity import canonical_url, host_of
from kg.sources.names import WIKI_LINK
from kg.sources.site import NO_SITE, Site
from kg.sources.sites import hexo

FEWEST_WORDS = 3  # of a file's name that is the title of an article with an address
PAGES = frozenset(  # what files are called that are no articles, if they have neither an address nor a date
    "404 about archive archives category categories contact imprint index _index links privacy search tag tags".split()
)


def is_of_site(url: str, site: Site) -> bool:
    """Return whether an address is one of a site's own.

    >>> is_of_site("https://www.my-site.example/2026/x", Site(url="https://my-site.example/blog"))
    True
    """
    return bool(site.url) and host_of(canonical_url(url) or "") == host_of(canonical_url(site.url) or "")


def page_of(name: str) -> str:
    """Return the page that a wiki link leads to; any other name as it is.

    >>> page_of("[[harbors/The pier#Today|a pier]]"), page_of(" the-pier ")
    ('harbors/The pier', 'the-pier')
    """
    link = WIKI_LINK.fullmatch(name.strip())
    return (link[1] if link else name).strip()


def is_page(path: str, values: dict[str, Any], site: Site = NO_SITE) -> bool:
    """Return whether a file is a page of its site by its name: it has no address, and no date either.

    The index of a folder has the name of the folder. Hexo dates pages too: there a date says nothing.

    >>> is_page("about/index.md", {}), is_page("2020/bridge/index.md", {}), is_page("about.md", {"published": 1})
    (True, False, False)
    """
    *folders, name = path.split("/")
    stem = name.partition(".")[0].lower()
    stem = folders[-1].lower() if stem == "index" and folders else stem
    is_dated = bool(values.get("published")) and (site.generator != hexo.NAME or hexo.POSTS in folders)
    return not is_dated and stem in PAGES


def is_home(key: str) -> bool:
    """Return whether a canonical address is that of a whole site.

    >>> is_home("https://a.example"), is_home("https://a.example/x"), is_home("https://a.example/?p=1")
    (True, False, False)
    """
    rest = key.partition("://")[2]
    return "?" not in rest and not rest.partition("/")[2]


def name_of(path: str, *, own: bool) -> str | None:
    """Return the title that the name of a file is, without date and ending; None if it is none.

    Args:
        path: of the file.
        own: whether the article is the site's own; the name of another's file is a title only if it has several words.

    >>> name_of("_posts/2016-01-21-new-bridge.md", own=True), name_of("Harbor bridge vote.md", own=False)
    ('new bridge', 'Harbor bridge vote')
    >>> name_of("1623196680.md", own=True), name_of("x.md", own=False)
    (None, None)
    """
    *folders, name = path.split("/")
    stem = name.rpartition(".")[0] or name
    if stem in ("index", "_index") and folders:
        stem = folders[-1]
    while stem[:1].isdigit() and "-" in stem and stem.partition("-")[0].isdigit():
        stem = stem.partition("-")[2]
    words = " ".join(stem.replace("_", " ").replace("-", " ").split())
    return words if any(map(str.isalpha, words)) and (own or len(words.split()) >= FEWEST_WORDS) else None
