"""The parts of an address -> those of the page that it is another spelling of: mobile, AMP, archives, trackers.

What is folded, what stays apart, and why: docs/decisions/0024-addresses.md. All parts are in their normal form
(`kg.addresses`). What is folded is an exact form that its maker documents, or that real pairs of addresses show; where
the same form has another meaning somewhere, the two stay apart: two articles too many are seen and can be pinned, one
too few is not.
"""

from __future__ import annotations

import functools
import re

# -- hosts -------------------------------------------------------------------------------------------------------------

EDITIONS = ("m", "mobile", "amp")  # labels before a site's own host, for other devices
WIKIMEDIA = (  # whose mobile hosts have the label in the middle: https://www.mediawiki.org/wiki/Extension:MobileFrontend
    "wikipedia.org", "wiktionary.org", "wikinews.org", "wikiquote.org", "wikisource.org", "wikivoyage.org",
    "wikibooks.org", "wikiversity.org",
)  # fmt: skip
# under which each label is another's site: the names that registries of countries sell below (`m.co.uk` is a site), ...
REGISTRIES = frozenset("ac co com edu gob gouv gov gv ltd mil ne net nom or org plc sch".split())
# ... and platforms; from the private part of https://publicsuffix.org/list/, and those known to give out names
PLATFORMS = frozenset(
    """
    github.io gitlab.io codeberg.page bitbucket.io netlify.app vercel.app pages.dev web.app firebaseapp.com
    herokuapp.com onrender.com fly.dev surge.sh neocities.org readthedocs.io glitch.me replit.app azurewebsites.net
    substack.com wordpress.com tumblr.com medium.com livejournal.com blogspot.com typepad.com ghost.io weebly.com
    wixsite.com squarespace.com webflow.io over-blog.com hatenablog.com hatenablog.jp hashnode.dev bearblog.dev
    micro.blog write.as altervista.org blogg.se blog.fc2.com livedoor.blog ameblo.jp jimdofree.com jimdosite.com
    myshopify.com beehiiv.com buttondown.email posthaven.com svbtle.com dreamwidth.org tistory.com canalblog.com
    wikidot.com fandom.com uk.com us.com eu.com de.com gb.net co.com
    """.split()
)
_ARCHIVES = ("archive.", "web.archive.", "wayback.archive.")
_EDITIONS = tuple(f"{label}." for label in EDITIONS)
HOST_BEGINNINGS = (*_EDITIONS, *_ARCHIVES, "google.")  # how the hosts begin that are looked at, ...
CACHES = (".ampproject.org", ".bing-amp.com")  # https://cdn.ampproject.org/caches.json
_WIKI_ENDS = tuple(f".m.{site}" for site in WIKIMEDIA)
INITIALS, IN_HOST, IN_URL = "agmw", ".m.", "mp"  # what is cheaper to look for: of those, of these, of `amp` and `Amp`
PATH_ENDS = ("amp", "Amp", "amp.html")

_EDITION = re.compile(rf"(?:(?:www|{'|'.join(EDITIONS)})\.)+(?=[^.]+\.[^.])")
_WIKI = re.compile(rf"([a-z-]+)\.m\.({'|'.join(map(re.escape, WIKIMEDIA))})")

# -- paths -------------------------------------------------------------------------------------------------------------

AMP_SEGMENTS = frozenset(("amp", "Amp", "amp.html"))
# the name of an article: several words, a long number, another script, or a word below the date
_NAME = re.compile(r"[A-Za-z0-9][-_][A-Za-z]|[A-Za-z][-_][A-Za-z0-9]|[0-9]{5}|(?:%[0-9A-F]{2}){12}")
_DATE = re.compile(r"(?:19|20)[0-9]{2}[-_]?[0-9]{2}(?:[-_]?[0-9]{2})?")
_DATED = re.compile(r"/(?:19|20)[0-9]{2}/[0-9]{1,2}/(?:[0-9]{1,2}/)?[^/]*[A-Za-z][^/]*\Z")
LONGEST_DATED = 1000  # signs of a path that are looked at

# -- queries -----------------------------------------------------------------------------------------------------------

TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "oly_", "vero_", "guce_")
# whatever their value
TRACKING_PARAMETERS = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid yclid ttclid li_fat_id igshid igsh mc_cid mc_eid mkt_tok
    _hsenc _hsmi __hssc __hstc __hsfp hsctatracking _ga _gl _openstat ns_source ns_mchannel ns_campaign
    ns_linkname ns_fee sr_share wickedid s_cid at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4
    at_campaign_type at_link_id at_link_type at_link_origin at_format at_ptr_name at_bbc_team at_variant at_creation
    at_channel at_general at_detail_placement at_platform at_recipient_id at_recipient_list
    guccounter xtor __twitter_impression unlocked_article_code
    gad_source gad_campaignid srsltid mibextid _branch_match_id _branch_referrer
    """.split()
)
_RSS = "rss(?:[-_].*)?"
_AMP = "amp|amphtml|ampart"
_CHANNEL = ".*(?:rss|feed|share|mail|newsl|txtlnk|social|soc_|twitter|twt|tweet|facebook|fb|whatsapp|push|edlink).*"
# only with such a value, for the name means other things elsewhere; case is ignored
TRACKING_VALUES = {
    name: re.compile(value, re.I | re.S)
    for name, value in {
        "source": _RSS, "from": "rss", "src": "rss", "partner": "rss", "emc": "rss",
        "smid": ".*[a-z].*",  # tw-share, url-share, nytcore-ios-share: https://www.nytimes.com
        "spm": r"[a-z0-9_-]*\.[a-z0-9_.-]*",  # a position in a page of Alibaba's: a2700.7735675.0.0
        "cmp": _CHANNEL, "cmpid": _CHANNEL, "ncid": _CHANNEL, "maca": _CHANNEL,
        "ref_src": r"twsrc.*",
        "amp": "|1|true", "_amp": "|1|true", "outputtype": "amp", "context": _AMP, "template": _AMP, "platform": _AMP,
        "version": _AMP,
    }.items()
}  # fmt: skip
CAPITALS = re.compile(
    r"CMP=.*[A-Za-z].*", re.S
)  # the Guardian's name of a campaign; in small letters it is a company's too
# what `ref` says where it is who sent the reader, alone or together (`tw-share`)
REFERRERS = frozenset(
    """
    rss feed feeds newsletter newsletters email mail twitter twt tw facebook fb share shared sharing social linkedin
    whatsapp telegram reddit hackernews hackernewsletter hn producthunt flipboard pocket instapaper push notification
    """.split()
)
_SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,24}")  # or a site, as Ghost has it
_FILE = re.compile(r".*\.(?:html?|php|aspx?|jsp|pdf|txt|json|xml|csv|jpe?g|png|gif|svg|md|rst|py|js|ts|go|rs|sh|tex)")
# where `ref` is a branch
_CODE = re.compile(
    r"(?:[^/]*\.)?(?:git[a-z]*|codeberg|bitbucket|sourcehut|sr|code|svn|hg)\.[^/]*/.*"
    r"|[^/]*/(?:.*/)?(?:-|blob|tree|raw|contents|src|commits?|archive|repos|browse)(?:/.*)?|[^/]*/.*\.git(?:/.*)?",
    re.S,
)
# on these sites alone
OF_SITES = {
    "twitter.com": re.compile(r"s=[0-9]{2}|t=[A-Za-z0-9_-]{20,}"),
    "x.com": re.compile(r"s=[0-9]{2}|t=[A-Za-z0-9_-]{20,}"),
    "youtube.com": re.compile(r"si=.*|feature=(?:share|youtu\.be)"),
    "youtu.be": re.compile(r"si=.*|feature=(?:share|youtu\.be)"),
}
FROM_ANDROID = "s=09"  # what Twitter for Android added to any address that was shared; alone, or it is a season

# -- addresses in others -----------------------------------------------------------------------------------------------

MOST_ENCLOSED = 4  # an archive of a cache of an archive; what is deeper stays as it is
# each holds the host and the path of a page: not a front page, which is another thing each day
_GOOGLE = re.compile(r"google\.(?:com?\.)?[a-z]{2,3}")
_ARCHIVE_ORG = re.compile(r"(?:web\.|wayback\.)?archive\.org")
_ARCHIVE_TODAY = re.compile(r"archive\.(?:ph|today|is|li|vn|fo|md)")
# https://developers.google.com/amp/cache/overview: c a page, v the same in a viewer; s over https; no scheme
_CACHED = re.compile(r"/[cv]/(s/)?+([^/?]+/+[^/?].*)", re.S)
_GOOGLE_AMP = re.compile(r"/amp/(s/)?+([^/?]+/+[^/?].*)", re.S)
# a snapshot has a time of up to 14 digits, and may have a flag: https://web.archive.org/web/20260501120000id_/https://...
_SNAPSHOT = re.compile(r"/web/(?:[0-9]{1,14}(?:[a-z]{2}_)?/)?(https?):/{1,2}([^/?]+/+[^/?].*)", re.S)
_CAPTURE = re.compile(
    r"/(?:(?:[0-9]{4,14}|[0-9]{4}\.[0-9]{2}\.[0-9]{2}-[0-9]{6}|newest|oldest|timegate)/)?(https?):/{1,2}([^/?]+/+[^/?].*)",
    re.S,
)
_OF_VIEWER = re.compile(r"amp_[a-z_]+|usqp|aoh|csi|ampshare|visibilityState|viewerUrl")  # not the page's own


def enclosed(host: str, path: str, query: str) -> str | None:
    """Return the address that one of a cache or an archive holds, if it does: absolute, http or https.

    >>> enclosed("web.archive.org", "/web/20260501120000/https://a.example/x", "id=7")
    'https://a.example/x?id=7'
    >>> enclosed("archive.ph", "/AbC12", "") is None
    True
    """
    if host.endswith(CACHES) or host.startswith("google."):
        return _of_cache(host, path, query)
    if not host.startswith(_ARCHIVES):
        return None
    if _ARCHIVE_ORG.fullmatch(host):
        found = _SNAPSHOT.fullmatch(path)
    elif _ARCHIVE_TODAY.fullmatch(host):
        found = _CAPTURE.fullmatch(path)
    else:
        return None
    if found is None:
        return None
    return f"{found[1]}://{found[2]}" + (f"?{query}" if query else "")


def _of_cache(host: str, path: str, query: str) -> str | None:
    if host.endswith(CACHES):
        found = _CACHED.fullmatch(path)
    elif _GOOGLE.fullmatch(host):
        found = _GOOGLE_AMP.fullmatch(path)
    else:
        return None
    if found is None:
        return None
    scheme = "https" if found[1] else "http"
    if not query and "%" not in path:
        return f"{scheme}://{found[2]}"
    rest, _, encoded = found[2].partition("%3F")  # a query of the page's own, in the viewer's path
    own = [parameter for parameter in query.split("&") if not _OF_VIEWER.fullmatch(parameter.partition("=")[0])]
    query = "&".join((encoded.replace("%3D", "=").replace("%26", "&"), *own)).strip("&")
    return f"{scheme}://{rest}" + (f"?{query}" if query else "")


def own_host(host: str, path: str) -> str:
    """Return the host without the labels of its mobile and AMP editions.

    A front page keeps them, and so does a host below which each label is another's.

    >>> own_host("m.courier.example", "/x"), own_host("m.example", "/x"), own_host("mobile.substack.com", "/p/x")
    ('courier.example', 'm.example', 'mobile.substack.com')
    """
    return _own_host(host) if path else host


@functools.lru_cache(maxsize=1 << 12)
def _own_host(host: str) -> str:
    if IN_HOST in host and host.endswith(_WIKI_ENDS):
        wiki = _WIKI.fullmatch(host)
        return f"{wiki[1]}.{wiki[2]}" if wiki else host
    found = _EDITION.match(host) if host.startswith(_EDITIONS) else None
    if found is None:
        return host
    rest = host[found.end() :]
    return host if gives_out_names(rest) else rest


def gives_out_names(host: str) -> bool:
    """Return whether each label below this host is another's site.

    >>> gives_out_names("co.uk"), gives_out_names("substack.com"), gives_out_names("bbc.co.uk")
    (True, True, False)
    """
    name, _, country = host.partition(".")
    return host in PLATFORMS or name == "blogspot" or (len(country) == 2 and name in REGISTRIES)


def own_path(path: str) -> str:
    """Return the path without the ending of an AMP page, where what is before it can be the name of an article.

    >>> [own_path(path) for path in ("/port-strike-ends/amp", "/a-b.amp", "/a-b.amp.html", "/wiki/Amp", "/amp")]
    ['/port-strike-ends', '/a-b', '/a-b.html', '/wiki/Amp', '/amp']
    """
    end = path.rfind("/")
    if path[end + 1 :] in AMP_SEGMENTS and _is_named(path, end):
        path = path[:end]
    if ".amp" not in path:
        return path
    stem, _, ending = path.rpartition(".amp")
    if ending not in ("", ".html") or stem.endswith(".amp") or not _is_named(stem, len(stem)):
        return path
    return stem + ending


def _is_named(path: str, end: int) -> bool:
    """Return whether the segment of a path that ends there can be the name of an article."""
    start = path.rfind("/", 0, end) + 1
    if _NAME.search(path, start, end) and not (path[start] in "12" and _DATE.fullmatch(path, start, end)):
        return True
    return _DATED.search(path[max(0, end - LONGEST_DATED) : end]) is not None


def may_enclose(url: str) -> bool:
    """Return whether an address may hold another: nothing is missed, and it is soon said.

    >>> may_enclose("https://web.archive.org/web/2020/https://a.example/x"), may_enclose("https://a.example/x")
    (True, False)
    """
    url = url.lower()
    return "archive." in url or "google." in url or ".ampproject." in url or ".bing-amp." in url or "%" in url


def own_query(host: str, path: str, query: str) -> str:
    """Return the query without what says how the reader came, and without the choice of the AMP page.

    >>> own_query("a.example", "/x", "id=7&ref=newsletter&utm_source=rss&ref=main")
    'id=7&ref=main'
    """
    of_site = OF_SITES.get(host)
    kept = [
        parameter
        for parameter in query.split("&")
        if parameter and not _is_tracking(parameter) and not (of_site and of_site.fullmatch(parameter))
    ]
    if "ef=" in query.lower() and any(p[:4].lower() == "ref=" for p in kept) and not _CODE.fullmatch(host + path):
        kept = [p for p in kept if not (p[:4].lower() == "ref=" and is_referrer(p[4:].lower()))]
    if kept == [FROM_ANDROID] and path.strip("/"):
        return ""
    return "&".join(kept)


def _is_tracking(parameter: str) -> bool:
    given, _, value = parameter.partition("=")
    name = given.lower()
    if name in TRACKING_PARAMETERS or name.startswith(TRACKING_PREFIXES):
        return True
    values = TRACKING_VALUES.get(name)
    return values is not None and (values.fullmatch(value) is not None or CAPITALS.fullmatch(parameter) is not None)


def is_referrer(value: str) -> bool:
    """Return whether a value of `ref` says who sent the reader: a channel, or a site.

    >>> is_referrer("newsletter"), is_referrer("tw-share"), is_referrer("platformer.news"), is_referrer("main")
    (True, True, True, False)
    """
    words = [word for word in re.split(r"[-_]|%20|\+", value) if not word.isdecimal()]
    if words and all(word in REFERRERS for word in words):
        return True
    return _SITE.fullmatch(value) is not None and _FILE.fullmatch(value) is None
