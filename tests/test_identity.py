"""What a thing is -> its one name."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg import identity
from kg.errors import IdentityError
from kg.identity import (
    DEFAULT_BASE,
    TOPICS,
    TRACKING_PARAMETERS,
    VERSION,
    absolute,
    article_id,
    article_iri,
    canonical_url,
    checked_base,
    domain_key,
    image_iri,
    provider_iri,
    source_iri,
    story_iri,
    topic_iri,
    topic_slug,
)

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
        ("https://a.example/x", "https://m.a.example/x"),
        ("https://a.example/x", "https://amp.a.example/x"),
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


def test_the_rules_have_a_version() -> None:
    assert VERSION == 1


hostile_parts = st.text(alphabet="%/.?&=#:@[]\\ utm_fbclidwAZ012~é\t\u202e\U0001f600", max_size=30)
urls = st.one_of(
    st.text(max_size=40),
    hostile_parts,
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["http://a.example", "HTTPS://www.B.example:80", "https://[::1]"]),
        st.sampled_from("/?"),
        hostile_parts | st.text(max_size=30),
    ),
    st.builds("https://{}/".format, st.text(alphabet="aw.-_1é:@%[]", max_size=20)),
)


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


@pytest.mark.parametrize(
    "url",
    [
        "https://" + "www." * 250_000 + "a.example",
        "https://a.example/" + "%" * 500_000,
        "https://a.example/" + "a/../" * 200_000,
        "https://a.example/?" + "&" * 1_000_000,
        "https://" + "a." * 250_000 + "example",
    ],
    ids=["www", "percent", "dots", "ands", "labels"],
)
def test_an_address_of_a_megabyte_takes_no_time(url: str) -> None:
    start = time.process_time()
    canonical_url(url)
    image_iri(url)
    assert time.process_time() - start < 1.5


# -- IRIs ------------------------------------------------------------------------------------------------------------


def test_an_article_is_known_by_the_hash_of_its_canonical_url() -> None:
    key = "https://wired.com/story/x"
    assert article_id(key) == hashlib.sha256(key.encode()).hexdigest()[:16] == "db552837e7ab7fae"
    assert article_iri(key) == "article/db552837e7ab7fae"
    assert absolute(article_iri(key), base=DEFAULT_BASE) == "https://kg-news.example/article/db552837e7ab7fae"


def test_stories_sources_and_the_scheme_of_topics_have_their_places() -> None:
    assert story_iri("0123456789abcdef") == "story/0123456789abcdef"
    assert source_iri("0123456789abcdef" + "0" * 48) == "source/0123456789abcdef"
    assert TOPICS == "topics"


@pytest.mark.parametrize(
    ("domain", "key", "iri"),
    [
        ("Wired.com", "wired.com", "provider/wired.com"),
        (" BBC.co.uk\n", "bbc.co.uk", "provider/bbc.co.uk"),
        ("a example", "aexample", "provider/aexample"),
        ("Bücher.example", "bücher.example", "provider/bücher.example"),
        ("a.example/<b>?c#d%e", "a.example/<b>?c#d%e", "provider/a.example/%3Cb%3E%3Fc%23d%25e"),
        ("../../.b/a..", "../../.b/a..", "provider/%2E%2E/%2E%2E/.b/a.."),
    ],
)
def test_a_provider_is_known_by_its_domain_in_lower_case(domain: str, key: str, iri: str) -> None:
    assert (domain_key(domain), provider_iri(domain)) == (key, iri)


@pytest.mark.parametrize(
    ("name", "slug", "iri"),
    [
        ("  Computer   Vision ", "computer-vision", "topic/computer-vision"),
        ("AI", "ai", "topic/ai"),
        ("C++", "c++", "topic/c++"),
        ("C#", "c#", "topic/c%23"),
        ("100 %", "100-%", "topic/100-%25"),
        ("Straße", "strasse", "topic/strasse"),
        ("\uff21\uff29", "ai", "topic/ai"),
        ("日本", "日本", "topic/日本"),
        ("TCP/IP", "tcp/ip", "topic/tcp%2Fip"),
        ("../article/x", "../article/x", "topic/%2E%2E%2Farticle%2Fx"),
        ("No\u00a0Break", "no-break", "topic/no-break"),
        ("ß\u0301", "s\u015b", "topic/s\u015b"),
    ],
)
def test_a_topic_is_known_by_its_name_with_case_and_spaces_folded(name: str, slug: str, iri: str) -> None:
    assert (topic_slug(name), topic_iri(name)) == (slug, iri)


@given(st.text())
@example("\u00df\u0301")
@example("\u0130\u0323")
@example("\u1fb3\u0345")
def test_a_slug_is_its_own_slug(name: str) -> None:
    slug = topic_slug(name)
    assert topic_slug(slug) == slug
    assert topic_iri(slug) == topic_iri(name)
    assert slug.split() in ([], [slug])


@given(st.text(min_size=1), st.text(min_size=1))
def test_different_slugs_have_different_iris(one: str, other: str) -> None:
    assert (topic_iri(one) == topic_iri(other)) is (topic_slug(one) == topic_slug(other))
    assert (provider_iri(one) == provider_iri(other)) is (domain_key(one) == domain_key(other))


@given(st.text())
@example("%")
@example("a%zz")
@example("\ufdd0\ue000\U000e0001\U0010ffff")
@settings(max_examples=300)
def test_every_minted_iri_is_valid(text: str) -> None:
    for iri in (topic_iri(text), provider_iri(text), article_iri(text)):
        assert NamedNode(absolute(iri, base=DEFAULT_BASE)).value == DEFAULT_BASE + iri


@pytest.mark.parametrize(
    ("url", "iri"),
    [
        ("https://m.example/a.jpg", "https://m.example/a.jpg"),
        (" https://m.example/a.jpg ", "https://m.example/a.jpg"),
        ("http://www.m.example/A.jpg?x=1&utm_source=y", "http://www.m.example/A.jpg?x=1&utm_source=y"),
        ("https://m.example/é%20%2f", "https://m.example/é%20%2f"),
        ("https://m.example/a b|c.jpg", "https://m.example/a%20b%7Cc.jpg"),
        ("https://m.example/100%.jpg", "https://m.example/100%25.jpg"),
        ("https://m.example/a.jpg#x y", "https://m.example/a.jpg"),
        ("//m.example/a.jpg", "https://m.example/a.jpg"),
        ("https://m.example:٣٣/a.jpg", None),
        ("/assets/a b.jpg", "image/assets/a%20b.jpg"),
        ("assets/a.jpg?v=1#x", "image/assets/a.jpg?v=1"),
        ("../article/./a.jpg", "image/article/a.jpg"),
        ("../..", None),
        ("javascript:alert(1)", None),
        ("data:image/png;base64,eA==", None),
        ("mailto:a@a.example", None),
        ("", None),
        ("/", None),
    ],
)
def test_an_image_goes_by_its_address_and_one_of_the_site_by_its_path(url: str, iri: str | None) -> None:
    assert image_iri(url) == iri


@given(urls)
@example("https://m.example:\u0663\u0663/x")
@settings(max_examples=500)
def test_an_image_iri_is_always_valid(url: str) -> None:
    iri = image_iri(url)
    if iri is not None:
        assert iri.startswith(("http://", "https://", "image/"))
        assert NamedNode(absolute(iri, base=DEFAULT_BASE)).value.endswith(iri)
        assert iri.startswith("image/") or image_iri(iri) == iri


# -- bases -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "checked"),
    [
        (DEFAULT_BASE, "https://kg-news.example/"),
        ("https://n.example", "https://n.example/"),
        ("http://n.example:8080/graph", "http://n.example:8080/graph/"),
        ("https://n.example/graph#", "https://n.example/graph#"),
        ("https://n.example/grün/", "https://n.example/grün/"),
    ],
)
def test_a_base_ends_in_a_slash_or_a_hash(base: str, checked: str) -> None:
    assert checked_base(base) == checked
    assert NamedNode(absolute(topic_iri("ai"), base=checked)).value == f"{checked}topic/ai"


@pytest.mark.parametrize(
    "base",
    ["", "n.example", "/graph/", "urn:x:", "ftp://n.example/", "https://", "https://n.example/a b/", "https://n.example:٣/",
     "https://n.example/<", "https://n.example/%zz/", "https://n.example/#a#", "file:///x/"],
)  # fmt: skip
def test_a_base_that_is_no_absolute_web_iri_is_refused_by_name(base: str) -> None:
    with pytest.raises(IdentityError, match="is not an absolute http") as caught:
        checked_base(base)
    assert repr(base) in str(caught.value)


def test_an_iri_with_a_scheme_needs_no_base() -> None:
    assert absolute("https://a.example/x", base=DEFAULT_BASE) == "https://a.example/x"
    assert absolute("urn:x", base=DEFAULT_BASE) == "urn:x"
    assert absolute("topic/a:b", base=DEFAULT_BASE) == "https://kg-news.example/topic/a:b"


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
        patch.setattr(identity, "_NORMAL_URL", re.compile("(?!)"))
        assert canonical_url.__wrapped__(url) == short
