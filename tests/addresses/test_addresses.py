"""A web address as a file has it -> the one form that all its spellings share."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

import first_addresses
from kg import addresses, sources
from kg.addresses import canonical_url, host_of
from kg.addresses.spellings import MOST_ENCLOSED, TRACKING_PARAMETERS, TRACKING_PREFIXES
from web_addresses import urls

# -- canonical URLs --------------------------------------------------------------------------------------------------

SPELLINGS = {
    "https://a.example/x": (
        "https://a.example/x", "http://a.example/x", "HTTPS://A.Example/x", "hTTp://a.EXAMPLE/x", "//a.example/x",
        "https://www.a.example/x", "http://WWW.www.a.example/x", "https://a.example:443/x", "http://a.example:80/x",
        "http://a.example:443/x", "https://a.example./x", "https://a.example/x/", "https://a.example/x//",
        "https://a.example/x#top", "https://a.example/x/?#", "https://a.example/x?", "https://a.example/x?&&",
        "https://a.example/./x", "https://a.example/y/../x", "https://a.example/../../x", "https://a.example/%2e/x",
        "https://a.example/%78", "https://a.example/x?utm_source=a&utm_medium=b", "https://a.example/x?UTM_Source=a",
        "https://a.example/x?fbclid=1&gclid=2&_ga=3&mc_cid=4", "https://a.example/x?%75tm_source=a",
        "https://user:word@a.example/x", " https://a.example/x\n", "https:\\\\a.example\\x", "https://a.exa\tmple/\nx",
        "https:a.example/x",
    ),
    "https://a.example": ("https://a.example", "https://a.example/", "http://www.a.example//", "https://a.example/?utm_x=1"),
    "https://a.example?q": ("https://a.example?q", "https://a.example/?q&", "https://a.example/?fbclid=1&q#z"),
    "https://a.example/x?b=2&a=1": ("https://a.example/x/?b=2&a=1", "https://a.example/x?b=2&&utm_id=7&a=1&gclid"),
    "https://a.example/%C3%A9%20%2F": ("https://a.example/é %2f", "https://a.example/%c3%A9%20%2F/"),
    "https://a.example/100%25": ("https://a.example/100%", "https://a.example/100%25"),
    "https://a.example/%25zz%E2%82%AC": ("https://a.example/%zz€",),
    "https://a.example/-._~AZ09": ("https://a.example/%2D%2e%5F%7E%41%5A%30%39",),
    "https://a.example/a%22%3Cb%3E%7Bc%7D%7Cd%5Ee%60": ('https://a.example/a"<b>{c}|d^e`',),
    "https://a.example/x?q=%C3%9F%20%7By%7D": ("https://a.example/x?q=ß {y}",),
    "https://xn--bcher-kva.example/x": ("https://Bücher.example/x", "https://www.xn--bcher-kva.example/x"),
    "https://127.0.0.1/x": ("http://127.0.0.1/x", "http://127.1/x", "http://0x7f.0.0.1/x"),
    "https://[::1]:8080/x": ("http://[0:0::1]:8080/x/",),
}  # fmt: skip


@pytest.mark.parametrize(
    ("url", "canonical"), [(url, canonical) for canonical, urls in SPELLINGS.items() for url in urls]
)
def test_all_spellings_of_an_address_have_one_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x", "https://b.example/x"),
        ("https://a.example/x", "https://a.example/amp/x"),
        ("https://a.example/x", "https://a.example/X"),
        ("https://a.example/x", "https://a.example:8080/x"),
        ("https://a.example/x", "https://a.example/x?q=1"),
        ("https://a.example/x?a=1&b=2", "https://a.example/x?b=2&a=1"),
        ("https://a.example/x?id=1", "https://a.example/x?ID=1"),
        ("https://a.example/x", "https://a.example//x"),
        ("https://a.example/a/b", "https://a.example/a%2Fb"),
        ("https://a.example/x?q=a+b", "https://a.example/x?q=a%20b"),
        ("https://a.example/x?utm=1", "https://a.example/x"),
        ("https://www.example/x", "https://example/x"),
    ],
)
def test_different_addresses_stay_different(one: str, other: str) -> None:
    assert canonical_url(one) is not None
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url",
    ["", " ", "x", "/x", "?q", "#x", "a.example/x", "mailto:a@a.example", "javascript:alert(1)", "data:,x", "ftp://a.example/x",
     "file:///x", "https://", "https:///", "http://a b.example/", "http://a_é<.example/", "https://a.example:99999/x",
     "https://1.2.3.4.5/", "https://%zz/", "https://[::1/", "http://a..example:x/", "//", "urn:x:y"],
)  # fmt: skip
def test_what_is_no_absolute_web_address_has_no_canonical_url(url: str) -> None:
    assert canonical_url(url) is None


def test_tracking_parameters_are_one_explicit_list() -> None:
    assert {"fbclid", "gclid", "msclkid", "igshid", "mc_cid", "mc_eid", "_ga"} <= TRACKING_PARAMETERS
    for name in (*TRACKING_PARAMETERS, "utm_source", "utm_anything", "mtm_x", "pk_x"):
        assert canonical_url(f"https://a.example/x?q=1&{name}=z&r=2") == "https://a.example/x?q=1&r=2"
        assert canonical_url(f"https://a.example/x?{name.upper()}") == "https://a.example/x"


@given(urls)
@example("https://a.example/?%75tm_source=1")
@example("https://www.www.1.example//%2e%2e/?&%26")
@settings(max_examples=500)
def test_a_canonical_url_is_ascii_a_valid_iri_and_its_own_canonical_url(url: str) -> None:
    canonical = canonical_url(url)
    if canonical is not None:
        assert canonical.isascii()
        assert canonical.startswith("https://")
        assert NamedNode(canonical).value == canonical
        assert canonical_url(canonical) == canonical
        assert "#" not in canonical
        assert not canonical.partition("?")[0].endswith("/")


hosts = st.from_regex(r"[a-z][a-z0-9-]{0,6}[a-z](\.[a-z]{2,5}){0,2}\.example", fullmatch=True).filter(
    lambda host: not host.startswith("xn--") and ".xn--" not in host
)
segments = st.lists(
    st.text(alphabet="abXY019-._~é日 ", min_size=1, max_size=6).filter(lambda s: s.strip(". ") == s), max_size=4
)
queries = st.lists(st.from_regex(r"[a-c]{1,2}=[A-Za-z0-9]{0,3}", fullmatch=True), max_size=3)
trackers = st.lists(st.sampled_from(["utm_source=x", "fbclid=1", "GCLID=", "utm_x", "mc_eid=%20"]), max_size=3)


def escaped(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


WAYS: list[Callable[[str], str]] = [str, quote, escaped]  # to write a part of a path


@st.composite
def two_spellings(draw: st.DrawFn) -> tuple[str, str]:
    """One address, plainly written and in some other way that means the same."""
    host, parts, query = draw(hosts), draw(segments), draw(queries)
    plain = f"https://{host}" + "".join(f"/{quote(part)}" for part in parts) + ("?" + "&".join(query) if query else "")
    scheme, port = draw(st.sampled_from([("http", ""), ("HTTPS", ""), ("Http", ":80"), ("https", ":443")]))
    www = draw(st.sampled_from(["", "www.", "WWW."]))
    case = draw(st.sampled_from([str.lower, str.upper, str.title]))
    write = draw(st.sampled_from(WAYS))
    dots = draw(st.lists(st.sampled_from(["", "./", "x/../", "%2E/", "../"]), min_size=len(parts), max_size=len(parts)))
    if parts:
        dots = [dot if dot != "../" or number == 0 else "" for number, dot in enumerate(dots)]
    path = "".join(f"/{dot}{write(part)}" for dot, part in zip(dots, parts, strict=True))
    mixed = [*query]
    for tracker in draw(trackers):
        mixed.insert(draw(st.integers(0, len(mixed))), tracker)
    slash = draw(st.sampled_from(["", "/"]))
    odd = f"{scheme}://{www}{case(host)}{port}{path}{slash}" + ("?" + "&".join(mixed) if mixed else "")
    return plain, odd + draw(st.sampled_from(["", "#", "#top", "#/x?utm_source=1"]))


@given(two_spellings())
@settings(deadline=None, max_examples=300)
def test_two_spellings_of_an_address_are_one(spellings: tuple[str, str]) -> None:
    plain, odd = spellings
    assert canonical_url(plain) is not None
    assert canonical_url(odd) == canonical_url(plain)


# -- other spellings of a page: docs/decisions/0024-addresses.md -------------------------------------------------------

PAGE = "https://ferry.example/2024/09/pier-reopens"
OF_ONE_PAGE = [
    "https://m.ferry.example/2024/09/pier-reopens", "https://mobile.ferry.example/2024/09/pier-reopens/",
    "https://amp.ferry.example/2024/09/pier-reopens", "https://amp.www.ferry.example/2024/09/pier-reopens",
    "https://www.ferry.example/2024/09/pier-reopens/amp", "https://ferry.example/2024/09/pier-reopens/amp/",
    "https://ferry.example/2024/09/pier-reopens/Amp/", "https://ferry.example/2024/09/pier-reopens/amp.html",
    "https://ferry.example/2024/09/pier-reopens.amp", "https://ferry.example/2024/09/pier-reopens?amp",
    "https://ferry.example/2024/09/pier-reopens?amp=1", "https://ferry.example/2024/09/pier-reopens?_amp=true",
    "https://ferry.example/2024/09/pier-reopens?outputType=amp", "https://ferry.example/2024/09/pier-reopens?context=amp",
    "https://www.google.com/amp/s/www.ferry.example/2024/09/pier-reopens",
    "https://google.co.uk/amp/ferry.example/2024/09/pier-reopens/amp",
    "https://www.google.com/amp/s/ferry.example/2024/09/pier-reopens%3foutputType%3damp?usqp=mq331AQ",
    "https://ferry-example.cdn.ampproject.org/c/s/ferry.example/2024/09/pier-reopens",
    "https://ferry-example.cdn.ampproject.org/v/s/ferry.example/2024/09/pier-reopens/amp?amp_js_v=0.1&usqp=mq331AQ",
    "https://cdn.ampproject.org/c/amp.ferry.example/2024/09/pier-reopens",
    "https://ferry-example.bing-amp.com/c/s/ferry.example/2024/09/pier-reopens",
    "https://web.archive.org/web/20240912081500/https://www.ferry.example/2024/09/pier-reopens",
    "http://web.archive.org/web/2024id_/http://ferry.example:80/2024/09/pier-reopens/?utm_source=x",
    "https://web.archive.org/web/https:/ferry.example/2024/09/pier-reopens",
    "https://archive.org/web/20240912/https://ferry.example/2024/09/pier-reopens",
    "https://archive.ph/20240912081500/https://ferry.example/2024/09/pier-reopens",
    "https://archive.today/2024.09.12-081500/https://ferry.example/2024/09/pier-reopens",
    "https://archive.is/newest/https://ferry.example/2024/09/pier-reopens",
    "https://archive.li/https://ferry.example/2024/09/pier-reopens",
    "https://archive.ph/2024/https://www.google.com/amp/s/m.ferry.example/2024/09/pier-reopens/amp",
    *(
        f"https://ferry.example/2024/09/pier-reopens?{query}"
        for query in (
            "ref=newsletter", "ref=tw-share", "ref=platformer.news", "ref=rss", "smid=url-share", "CMP=Share_iOS",
            "cmp=defrss", "guccounter=1", "guce_referrer=aHR0&guce_referrer_sig=AQ", "spm=1001.2014.3001.5501",
            "xtor=CS1-31", "__twitter_impression=true", "unlocked_article_code=1.ab.cd&smid=url-share", "s=09",
            "s=09&utm_medium=x", "source=rss", "source=rss-8b1f------2", "source=rss_latest", "_gl=1*ab*_up*MQ",
            "at_medium=RSS&at_campaign=KARANGA", "at_link_id=1&at_bbc_team=editorial", "from=rss", "ncid=newsltus",
            "ref_src=twsrc%5Etfw", "srsltid=A", "partner=rss&emc=rss", "maca=en-rss-en-all-1573-rdf",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("url", OF_ONE_PAGE)
def test_editions_caches_archives_and_trackers_are_spellings_of_one_page(url: str) -> None:
    assert canonical_url(url) == PAGE


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://en.m.wikipedia.org/wiki/Pier", "https://en.wikipedia.org/wiki/Pier"),
        ("https://x.com/roe/status/1?s=20&t=Ab3dEf6hIj9lMn2pQr5t", "https://x.com/roe/status/1"),
        ("https://mobile.twitter.com/roe/status/1?s=19", "https://twitter.com/roe/status/1"),
        ("https://www.youtube.com/watch?v=a&si=b&t=42", "https://youtube.com/watch?v=a&t=42"),
        ("https://a.example/article_1f.amp.html", "https://a.example/article_1f.html"),
        ("https://a.example/live/%E6%A9%8B%E3%81%8C%E9%96%8B%E3%81%8F/amp", "https://a.example/live/%E6%A9%8B%E3%81%8C%E9%96%8B%E3%81%8F"),
        ("https://a.example/story/570342/amp", "https://a.example/story/570342"),
        ("https://web.archive.org/web/2024/https://a.example/x?id=7&utm_id=1#top", "https://a.example/x?id=7"),
    ],
)  # fmt: skip
def test_what_is_left_is_the_address_of_the_page(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        # hosts: no label to spare, another's site, a front page, another port
        "https://m.example/x", "https://amp.dev/x", "https://mobile.de/x", "https://m.co.uk/x", "https://amp.com.au/x",
        "https://mobile.substack.com/p/x", "https://m.github.io/x", "https://amp.blogspot.com/x", "https://m.blogspot.de/x",
        "https://m.ferry.example", "https://m.ferry.example?id=7", "https://m.ferry.example:8080/x",
        "https://mx.ferry.example/x", "https://e.amp.ferry.example/x", "https://touch.ferry.example/x",
        # paths: nothing before it that could be an article
        "https://ferry.example/amp", "https://ferry.example/wiki/amp", "https://ferry.example/wiki/AMP",
        "https://ferry.example/tag/amp", "https://ferry.example/2024/09/amp", "https://ferry.example/2024-09/amp",
        "https://ferry.example/20240912/amp", "https://ferry.example/amp/pier-reopens",
        "https://ferry.example/pier-reopens/ramp", "https://ferry.example/pier-reopens-amp",
        "https://ferry.example/presets/crunch.amp", "https://ferry.example/pier-reopens/lite",
        # caches and archives: no address, no page, a search, an image, one that is not absolute, no web address
        "https://archive.ph/AbC12", "https://archive.today", "https://archive.ph/2024/AbC12",
        "https://web.archive.org", "https://web.archive.org/web/2024/https://ferry.example",
        "https://archive.ph/2024/https://ferry.example", "https://web.archive.org/web/2024*/https://ferry.example/x",
        "https://web.archive.org/web/2024/ferry.example/x", "https://web.archive.org/web/2024/ftp://ferry.example/x",
        "https://web.archive.org/web/2024/javascript:alert/x", "https://web.archive.org/web/2024/https://a_%22/x",
        "https://archive.org/details/x", "https://archive.example/2024/https://ferry.example/x",
        "https://web.archive.example/web/2024/https://ferry.example/x", "https://archive.ph:8080/2024/https://a.example/x",
        "https://ferry-example.cdn.ampproject.org/i/s/ferry.example/x.jpg", "https://ampproject.org/c/s/ferry.example/x",
        "https://cdn.ampproject.org/c/s/ferry.example", "https://cdn.ampproject.org.evil.example/c/s/ferry.example/x",
        "https://google.com/amp", "https://google.com/search?q=amp", "https://google.example/amp/s/ferry.example/x",
        "https://evil.example/https://ferry.example/x", "https://evil.example/a?u=https://ferry.example/x",
        # queries: a branch, a place, a search, a season, a company, a format, the number of a document
        "https://git.ferry.example/jroe/pier/src?ref=newsletter", "https://ferry.example/jroe/pier/blob/x?ref=email",
        "https://github.com/jroe/pier?ref=share", "https://ferry.example/x?ref=main", "https://ferry.example/x?ref=v1.0.2",
        "https://ferry.example/x?ref=politics", "https://ferry.example/x?ref=index.html", "https://ferry.example/x?ref=4711",
        "https://ferry.example/x?s=1400", "https://ferry.example/x?s=20", "https://ferry.example?s=09",
        "https://ferry.example/x?s=09&e=03", "https://ferry.example/x?source=rsspage", "https://ferry.example/x?source=web",
        "https://ferry.example/x?cmp=4711", "https://ferry.example/x?CMP=4711", "https://ferry.example/x?cmp=acme",
        "https://ferry.example/x?smid=4711", "https://ferry.example/x?spm=7", "https://ferry.example/x?amp=10",
        "https://ferry.example/x?outputType=json", "https://ferry.example/x?context=1", "https://ferry.example/x?at_date=2024",
        "https://ferry.example/x?t=Ab3dEf6hIj9lMn2pQr5t", "https://ferry.example/x?si=b", "https://ferry.example/x?from=2024",
        "https://ferry.example/x?amp;id=7",
    ],
)  # fmt: skip
def test_what_may_be_another_page_stays_apart(url: str) -> None:
    assert canonical_url(url) == url


def test_every_tracking_parameter_goes_whatever_its_value_and_case() -> None:
    for name in (*TRACKING_PARAMETERS, *(f"{prefix}x" for prefix in TRACKING_PREFIXES)):
        assert canonical_url(f"{PAGE}?q=1&{name}=z&r=2") == f"{PAGE}?q=1&r=2"


def test_addresses_in_each_other_are_opened_up_to_a_bound() -> None:
    def wrapped(times: int) -> str:
        return "https://web.archive.org/web/2024/" * times + PAGE

    for times in range(MOST_ENCLOSED + 1):
        assert canonical_url(wrapped(times)) == PAGE
    for times in (MOST_ENCLOSED + 1, MOST_ENCLOSED + 2, 10_000):
        assert canonical_url(wrapped(times)) == wrapped(times)
    assert canonical_url(wrapped(2).replace("https://ferry.example", "ftp://ferry.example")) == wrapped(2).replace(
        "https://ferry.example", "ftp://ferry.example"
    ).removeprefix("https://web.archive.org/web/2024/")


@pytest.mark.parametrize(
    ("key", "host"),
    [
        (PAGE, "ferry.example"), ("https://ferry.example", "ferry.example"), ("https://a.example?id=7", "a.example"),
        ("https://m.ferry.example", "ferry.example"), ("https://amp.ferry.example?id=7", "ferry.example"),
        ("https://a.example:8080/x", "a.example"), ("https://[::1]:8080/x", "[::1]"), ("https://[::1]", "[::1]"),
        ("https://mobile.substack.com/p/x", "mobile.substack.com"), ("https://m.co.uk", "m.co.uk"),
        ("path:_posts/2024-09-12-x.md", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_host_of_a_key_is_that_of_its_provider(key: str, host: str) -> None:
    assert host_of(key) == host


odd_addresses = st.lists(
    st.sampled_from(
        """
        https:// http:/ m. amp. www. mobile. web.archive.org archive.ph google.com cdn.ampproject.org en.m.wikipedia.org
        a.example co.uk ferry-x / // /web/ /2024/ 05/ /amp /amp/ .amp .html amp.html /c/s/ /amp/s/ /v/ x pier-reopens
        12345 ? ?amp ?s=09 & ref=rss ref=main utm_x s=09 amp=1 %3F %2e %41 .. . : :80 :8080 # X Amp WEB.ARCHIVE.ORG
        """.split()
    ),
    max_size=14,
).map(lambda parts: "https://" + "".join(parts))


@given(odd_addresses)
@example("https://m.google.com/amp/s/a-b/amp")
@example("https://a-b.amp.html/2024/05/x.amp/amp")
@settings(max_examples=1500, deadline=None)
def test_the_page_of_an_odd_address_is_its_own_page(url: str) -> None:
    canonical = canonical_url(url)
    if canonical is not None:
        assert NamedNode(canonical).value == canonical
        assert canonical_url(canonical) == canonical
        assert not canonical.partition("?")[0].endswith("/")


@pytest.mark.parametrize(
    "url",
    [
        "https://" + "www." * 250_000 + "a.example",
        "https://a.example/" + "%" * 500_000,
        "https://a.example/" + "a/../" * 200_000,
        "https://a.example/?" + "&" * 1_000_000,
        "https://" + "a." * 250_000 + "example",
        "https://" + "m." * 500_000 + "example/x",
        "https://a.example/x-y" + "/amp" * 250_000,
        "https://a.example/x-y" + ".amp" * 250_000,
        "https://a.example/" + "2024/05/" * 125_000 + "amp",
        "https://a.example/x?" + "ref=rss-" * 125_000,
        "https://a.example/x?" + "ref=a." * 166_000,
        "https://a.example/x?" + "cmp=rs&" * 140_000,
        "https://a.example/" + ".git/blob" * 110_000 + "?ref=rss",
        "https://google.com" + "/amp/s/google.com" * 60_000,
        "https://WEB.ARCHIVE.ORG" + "/web/2024/https://WEB.ARCHIVE.ORG" * 30_000,
        "https://archive.ph/" + "1" * 1_000_000,
        "https://cdn.ampproject.org/c/s/a.example/x" + "%3F" * 330_000,
    ],
    ids="""
        www percent dots ands labels editions amp dotamp dates referrers sites channels code
        google archives capture queries
    """.split(),
)
def test_an_address_of_a_megabyte_takes_no_time(url: str) -> None:
    start = time.process_time()
    canonical_url(url)
    assert time.process_time() - start < 1.5


def test_no_two_articles_of_real_archives_become_one(shared: Path) -> None:
    """An address goes by the titles that records which name it have; VERSION 1 is what was one before."""
    roots = [
        root for room in ("corpus", "clustering") if (shared / room).is_dir() for root in (shared / room).iterdir()
    ]
    titles: dict[str, set[str]] = defaultdict(set)
    united: dict[str, set[str]] = defaultdict(set)
    articles: dict[str, set[str]] = defaultdict(set)
    for file in sources.find(roots):
        if file.kind == sources.OTHER:
            continue
        for article in getattr(sources.read_file(file), "articles", ()):
            for address in (article.url, article.amp_url, article.cdn_amp_url):
                before = first_addresses.canonical_url(address) if address else None
                after = canonical_url(address) if address else None
                assert (before is None) is (after is None)
                if before is not None and after is not None:
                    titles[before].add(article.title or "")
                    united[after].add(before)
                    if address == article.url:
                        articles[after].add(before)
    assert [group for group in articles.values() if len(group) > 1] == []  # each came with one address of its own
    new = [group for group in united.values() if len(group) > 1]
    assert len(new) > 1500
    wrong = [
        {url: titles[url] for url in group}
        for group in new
        if any(titles[one].isdisjoint(titles[other]) for one in group for other in group)
    ]
    assert wrong == []


odd_hosts = st.lists(
    st.sampled_from("www a m amp 1 255 0x7f xn--a xn--bcher-kva ab--cd -a a- x_y A co com example".split()), max_size=5
).map(".".join)
url_ends = st.lists(
    st.sampled_from("/ /a /. /.. // . ? & a=1 utm_source=x %41 %2e ' #top :443 :80 é |".split()), max_size=6
).map("".join)


@given(st.sampled_from(["http://", "https://", "HTTP://", "//"]), odd_hosts, url_ends)
@settings(max_examples=500, deadline=None)
def test_an_address_in_its_normal_form_needs_no_library(scheme: str, host: str, end: str) -> None:
    url = scheme + host + end
    short = canonical_url.__wrapped__(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "_NORMAL_URL", re.compile("(?!)"))
        assert canonical_url.__wrapped__(url) == short
