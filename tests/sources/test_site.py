"""Folders -> what their sites say of themselves; pages -> addresses."""

from __future__ import annotations

import os
import pickle
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.codes import BAD_SETTING, FOREIGN_SETTING
from kg.errors import UsageError
from kg.identity import canonical_url
from kg.sources.site import NO_SITE, Site, address_of, is_jekyll, site_of
from kg.sources.sites import GENERATORS, others
from kg.sources.sites.folder import Config, address

DAY = datetime(2020, 6, 11, 3, 30, tzinfo=UTC)
CONFIGS: dict[str, dict[str, str]] = {  # of each generator, a site that says the same as all others, as far as it can
    "jekyll": {
        "_config.yml": "title: Harbor Notes\nurl: https://harbor-notes.example\nbaseurl: /blog\n"
        "timezone: America/New_York\nlang: en_US\n"
    },
    "hexo": {
        "_config.yml": "title: Harbor Notes\nurl: https://harbor-notes.example/blog/\nroot: /blog/\n"
        "public_dir: public\ntimezone: America/New_York\nlanguage: [en-US, fr]\n"
    },
    "hugo": {
        "hugo.toml": "baseURL = 'https://harbor-notes.example/blog/'\ntitle = 'Harbor Notes'\nlanguageCode = 'en-US'\n"
        "timeZone = 'America/New_York'\n"
    },
    "zola": {
        "config.toml": "base_url = 'https://harbor-notes.example/blog'\ntitle = 'Harbor Notes'\n"
        "default_language = 'en-US'\n"
    },
    "pelican": {
        "pelicanconf.py": "import os\nSITEURL = ''\nSITENAME = u'Harbor Notes'\nTIMEZONE = 'America/New_York'\n"
        "DEFAULT_LANG = 'en-US'\nOTHER = os.environ['X']\n",
        "publishconf.py": "from pelicanconf import *\nSITEURL = 'https://harbor-notes.example/blog'\n",
    },
    "eleventy": {".eleventy.js": "module.exports = () => ({});"},
    "astro": {
        "astro.config.mjs": "// site: 'https://old.example'\nexport default defineConfig({\n  site: 'https://harbor-notes.example',"
        "\n  base: '/blog',\n  i18n: {defaultLocale: 'en-US'},\n});\n"
    },
    "gatsby": {
        "gatsby-config.js": 'module.exports = {siteMetadata: {title: "Harbor Notes", siteUrl: `https://harbor-notes.example/blog`}}'
    },
    "next": {
        "next.config.mjs": "export default {}",
        "data/siteMetadata.js": "const m = {\n title: 'Harbor Notes',\n siteUrl: 'https://harbor-notes.example/blog',\n}",
    },
    "nikola": {
        "conf.py": "BLOG_TITLE = 'Harbor Notes'\nSITE_URL = 'https://harbor-notes.example/blog/'\n"
        "TIMEZONE = 'America/New_York'\nDEFAULT_LANG = 'en'\n"
    },
    "mkdocs": {"mkdocs.yml": "site_name: Harbor Notes\nsite_url: https://harbor-notes.example/blog/\n"},
    "obsidian": {".obsidian/app.json": "{}"},
}
FILES = sorted({name for files in CONFIGS.values() for name in files} | {
    "hugo.yaml", "hugo.json", "config.yaml", "config.json", "_config.toml", "kg.toml", "next-sitemap.config.js",
})  # fmt: skip


def make(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", GENERATORS)
def test_each_configuration_is_read(name: str, tmp_path: Path) -> None:
    site = site_of(make(tmp_path, CONFIGS[name]))
    assert site.generator == name
    said = "".join(CONFIGS[name].values())
    assert site.url == ("https://harbor-notes.example/blog" if "harbor-notes.example" in said else "")
    assert site.name == ("Harbor Notes" if "Harbor Notes" in said else "")
    assert site.timezone == ("America/New_York" if "New_York" in said else "")
    assert site.language == ("en-US" if "en-US" in said or "en_US" in said else "en" if "'en'" in said else "")
    assert pickle.loads(pickle.dumps(site)) == site
    assert hash(site) == hash(site_of(tmp_path))


@pytest.mark.parametrize(
    ("files", "url"),
    [
        ({"config.yaml": "baseURL: https://a.example\n"}, "https://a.example"),
        ({"hugo.json": '{"baseurl": "https://a.example/x/"}'}, "https://a.example/x"),
        ({"config/_default/hugo.toml": "baseURL = 'https://a.example/'"}, "https://a.example"),
        (
            {
                "config/_default/config.toml": "baseURL = 'http://localhost:1313/'",
                "config/production/config.toml": "baseURL = 'https://a.example/'",
            },
            "https://a.example",
        ),
        ({"config.toml": "title = 'a program of another kind'"}, ""),
        ({"_config.toml": "url = 'https://a.example'"}, "https://a.example"),
        ({"_config.yml": "url: a.example\n"}, "https://a.example"),
        ({"_config.yml": "url: //a.example/x\n"}, "https://a.example/x"),
        ({"_config.yml": "url: http://localhost:4000\n"}, ""),
        ({"_config.yml": "url: https://example.org/\n"}, ""),
        ({"_config.yml": "url: 'https://{{ host }}'\n"}, ""),
        ({"_config.yml": "url: [1, 2]\n"}, ""),
        ({"_config.yml": "url: 'https://a.example' # ours\nx: !ruby/regexp /a/\ny: {\n"}, "https://a.example"),
        ({"_config.yml": "y: {\nurl  : https://a.example/#x # ours\n  url: https://b.example"}, ""),
        ({"_config.yml": "root: /x/\nurl: https://a.example/x\n"}, "https://a.example/x"),
        ({"astro.config.ts": "export default {site: process.env.SITE}"}, ""),
        ({"astro.config.ts": "export default {site: `https://${host}`}"}, ""),
        ({"gatsby-config.ts": "const c = { pathPrefix: '/x' /* siteUrl: 'https://b.example' */ }"}, ""),
        ({"conf.py": "project = 'a manual'\nSITE_URL = 'https://a.example'"}, ""),
    ],
)
def test_what_address_a_configuration_gives(files: dict[str, str], url: str, tmp_path: Path) -> None:
    assert site_of(make(tmp_path, files)).url == url


def test_hexo_is_told_from_octopress(tmp_path: Path) -> None:
    assert site_of(make(tmp_path / "a", {"_config.yml": "root: /x/\npermalink: :title/\n"})).generator == "hexo"
    assert site_of(make(tmp_path / "b", {"_config.yml": "root: /\nsource: source\n"})).generator == "jekyll"


def test_a_configuration_is_not_run(tmp_path: Path) -> None:
    text = (
        "open('ran', 'w')\nSITEURL = 'https://a.example'\nif True:\n    SITEURL = 'https://b.example'\nSITENAME = str()"
    )
    site = site_of(make(tmp_path, {"pelicanconf.py": text}))
    assert (site.url, site.name) == ("https://a.example", "")
    assert os.listdir(tmp_path) == ["pelicanconf.py"]


def test_settings_come_before_the_configuration(tmp_path: Path) -> None:
    files = CONFIGS["jekyll"] | {
        "kg.toml": "[site]\nname = 'Notes'\ndates = 'mdy'\n[sources]\ndrafts = true\ninclude = ['_posts/**']\n"
        "exclude = ['x']\n[fields]\nurl = ['external-url']\nheat = false\n[terms]\nm = 'schema:timeRequired'\n"
        "[links]\nbody = false\n"
    }
    site = site_of(make(tmp_path, files))
    assert (site.name, site.url, site.dates) == ("Notes", "https://harbor-notes.example/blog", "mdy")
    assert (site.drafts, site.include, site.exclude, site.body_links) == (True, ("_posts/**",), ("x",), False)
    assert site.fields == (("url", ("external-url",)), ("heat", ()))
    assert [(term.key, term.property) for term in site.terms] == [("m", "https://schema.org/timeRequired")]
    assert site.problems == ()


def test_whichever_part_of_a_site_is_named_paths_are_the_same(tmp_path: Path) -> None:
    make(tmp_path / "site", {"kg.toml": "[site]\nname = 'One'\n", "links/2020/a.md": "", ".git/HEAD": ""})
    root = str(tmp_path / "site")
    for source, prefix in (
        ("", ""),
        ("links", "links"),
        ("links/2020", "links/2020"),
        ("links/2020/a.md", "links/2020"),
    ):
        site = site_of(tmp_path / "site" / source)
        assert (site.root, site.prefix, site.name) == (root, prefix, "One")
    assert site_of(tmp_path / "site").digest == site_of(tmp_path / "site" / "links").digest


def test_without_any_configuration_the_folder_named_is_the_root(tmp_path: Path) -> None:
    make(tmp_path, {"links/2020/a.md": ""})
    assert (site_of(tmp_path / "links").root, site_of(tmp_path / "links").prefix) == (str(tmp_path / "links"), "")
    assert site_of(tmp_path / "links" / "2020" / "a.md").root == str(tmp_path / "links" / "2020")


def test_settings_in_a_folder_above_that_of_the_site_are_the_root(tmp_path: Path) -> None:
    make(tmp_path, {"kg.toml": "", "web/_config.yml": "url: https://a.example\n", "web/_posts/2020-01-01-x.md": ""})
    site = site_of(tmp_path / "web" / "_posts")
    assert (site.root, site.prefix, site.within) == (str(tmp_path), "web/_posts", "web")
    assert address_of(site, "web/_posts/2020-01-01-x.md", {}) == "https://a.example/2020/01/01/x.html"
    assert address_of(site, "_posts/2020-01-01-x.md", {}) is None


def test_settings_in_a_folder_below_that_of_the_site_are_the_root(tmp_path: Path) -> None:
    make(tmp_path, {"_posts/kg.toml": "", "_config.yml": "url: https://a.example\n"})
    site = site_of(tmp_path / "_posts")
    assert (site.root, site.prefix, site.above) == (str(tmp_path / "_posts"), "", "_posts")
    assert address_of(site, "2020-01-01-x.md", {}) == "https://a.example/2020/01/01/x.html"


def test_no_folder_above_a_repository_or_home_is_looked_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(
        tmp_path,
        {"kg.toml": "[site]\nname = 'Above'\n", "clone/.git/HEAD": "", "clone/posts/a.md": "", "user/b/c.md": ""},
    )
    assert site_of(tmp_path / "clone" / "posts").name == ""
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    assert site_of(tmp_path / "user" / "b").name == ""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert site_of(tmp_path / "user" / "b").name == ""
    assert site_of(tmp_path).name == "Above"


def test_settings_of_the_working_directory_count_where_a_source_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, {"here/kg.toml": "[site]\nname = 'Here'\n", "one/a.md": "", "any.toml": "[site]\nname = 'Any'\n"})
    make(tmp_path, {"two/kg.toml": "[site]\nname = 'Two'\n"})
    monkeypatch.chdir(tmp_path / "here")
    assert [site_of(tmp_path / name).name for name in ("here", "one", "two")] == ["Here", "Here", "Two"]
    sites = [site_of(tmp_path / name, config=tmp_path / "any.toml") for name in ("here", "one", "two")]
    assert [(site.name, site.prefix) for site in sites] == [("Any", "")] * 3


def test_what_is_wrong_in_the_settings_of_a_source_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "[site]\nname = 'One'\ntimezone = 'Nowhere'\n[build]\noutput = '/etc'\n"
    site = site_of(make(tmp_path, {"kg.toml": text, "a/b.md": ""}) / "a")
    assert site.name == "One"
    assert [(one.origin.path, one.origin.line, one.code, one.key) for one in site.problems] == [
        ("kg.toml", 3, BAD_SETTING, "site.timezone"), ("kg.toml", 5, FOREIGN_SETTING, "build.output"),
    ]  # fmt: skip
    assert len(site.problems[0].origin.sha256) == 64
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"kg.toml:3: timezone = 'Nowhere' is no time zone"):
        site_of(tmp_path)


def test_a_configuration_that_is_a_link_out_of_its_folder_is_not_followed(tmp_path: Path) -> None:
    make(tmp_path, {"other/_config.yml": "url: https://secret.example\n", "site/a.md": ""})
    (tmp_path / "site" / "_config.yml").symlink_to(tmp_path / "other" / "_config.yml")
    assert site_of(tmp_path / "site").url == ""


def test_the_zone_of_a_site_is_its_own(tmp_path: Path) -> None:
    site = site_of(make(tmp_path, {"_config.yml": "timezone: America/New_York\n", "_news/a.md": ""}) / "_news")
    assert (site.timezone, site.prefix) == ("America/New_York", "_news")
    assert site_of(make(tmp_path, {"_config.yml": "timezone: Mars/Olympus\n"})).timezone == ""


def test_the_digest_changes_with_what_decides_and_with_nothing_else() -> None:
    site = Site(url="https://a.example", fields=(("url", ("link",)),))
    assert site.digest == Site(url="https://a.example", fields=(("url", ("link",)),), root="/x", prefix="y").digest
    others = [Site(url="https://b.example"), Site(timezone="UTC"), Site(drafts=True), Site(body_links=False), NO_SITE]
    assert len({one.digest for one in (site, *others)}) == 6


@pytest.mark.parametrize(
    ("config", "path", "fields", "expected"),
    [
        ("", "_posts/2020-06-11-New-bridge.md", {}, "/2020/06/11/New-bridge.html"),
        (
            "permalink: pretty",
            "_posts/2020-06-11-x.md",
            {"categories": ["Town", "Harbor"]},
            "/town/harbor/2020/06/11/x/",
        ),
        ("permalink: ordinal", "_posts/2020-06-11-x.md", {}, "/2020/163/x.html"),
        ("permalink: weekdate", "_posts/2020-06-11-x.md", {}, "/2020/W24/Thu/x.html"),
        ("permalink: none", "_posts/2020-06-11-x.md", {"categories": "town"}, "/town/x.html"),
        ("permalink: /:year/:month/:title/", "_posts/2020-06-11-x.md", {"slug": "y"}, "/2020/06/y/"),
        ("permalink: :short_year-:i_month-:i_day/:slug", "_posts/2020-06-11-New X.md", {}, "/20-6-11/new-x"),
        (
            "permalink: /:year/:day/:title/",
            "town/_posts/2020-06-11-x.md",
            {"date": datetime(2020, 6, 12, 1, tzinfo=UTC)},
            "/2020/12/x/",
        ),
        (
            "permalink: /:categories/:title/",
            "town/_posts/2020-06-11-x.md",
            {"categories": ["news", "town"]},
            "/town/news/x/",
        ),
        ("permalink: /:title/\ntimezone: America/New_York", "_posts/2020-6-1-x.md", {}, "/x/"),
        (
            "permalink: /:year/:month/:day/\ntimezone: America/New_York",
            "_posts/2020-06-11-x.md",
            {"date": DAY},
            "/2020/06/10/",
        ),
        ("permalink: /:nothing/:title/", "_posts/2020-06-11-x.md", {}, None),
        ("", "_posts/x.md", {}, None),
        ("", "_posts/2020-13-99-x.md", {}, None),
        ("", "_drafts/x.md", {}, None),
        ("", "_news/x.md", {}, None),
        ("collections:\n  news:\n    output: true", "_news/town/x.md", {}, "/news/town/x.html"),
        ("permalink: pretty\ncollections: {news: {output: true}}", "_news/x.md", {}, "/news/x/"),
        ("collections: {news: {output: true, permalink: '/n/:name/'}}", "_news/x.md", {}, "/n/x/"),
        ("collections: {news: {output: false, permalink: '/n/:name/'}}", "_news/x.md", {}, None),
        ("collections: {posts: {permalink: ':year/:title.html'}}", "_posts/2020-06-11-x.md", {}, "/2020/x.html"),
        (
            "defaults: [{scope: {path: '', type: posts}, values: {permalink: /p/:title}}]",
            "_posts/2020-06-11-x.md",
            {},
            "/p/x",
        ),
        (
            "defaults: [{scope: {path: _posts/old}, values: {permalink: /o/:title}}]",
            "_posts/old/2020-06-11-x.md",
            {},
            "/o/x",
        ),
        ("collections: {posts: {output: true}}\npermalink: /:title/", "_posts/2020-06-11-x.md", {}, "/x/"),
        ("source: src", "src/_posts/2020-06-11-x.md", {}, "/2020/06/11/x.html"),
        ("source: src", "_posts/2020-06-11-x.md", {}, None),
        ("", "_posts/2020-06-11-x.md", {"permalink": "/own/:year/:title/"}, "/own/2020/x/"),
        ("", "_posts/2020-06-11-x.md", {"permalink": "pretty"}, "/2020/06/11/x/"),
        ("", "_posts/2020-06-11-x.md", {"permalink": "/own place/index.html"}, "/own%20place/"),
        ("", "links/x.md", {}, "/links/x.html"),
        ("permalink: pretty", "links/index.md", {}, "/links/"),
        ("", "_posts/2020-06-11-橋 .md", {}, "/2020/06/11/%E6%A9%8B.html"),
    ],
)
def test_addresses_of_jekyll(
    config: str, path: str, fields: dict[str, object], expected: str | None, tmp_path: Path
) -> None:
    site = site_of(make(tmp_path, {"_config.yml": f"url: https://a.example\nbaseurl: /b\n{config}\n"}))
    found = address_of(site, path, fields)
    assert found == (None if expected is None else "https://a.example/b" + expected)
    assert found is None or canonical_url(found)


@pytest.mark.parametrize(
    ("config", "path", "fields", "expected"),
    [
        ("", "content/posts/New Bridge.md", {}, "/posts/new-bridge/"),
        ("", "content/posts/What's new - now.md", {}, "/posts/whats-new-now/"),
        ("", "content/posts/2020/x.md", {"slug": "y"}, "/posts/2020/y/"),
        ("", "content/posts/x/index.md", {}, "/posts/x/"),
        ("", "content/posts/x/index.md", {"slug": "y"}, "/posts/y/"),
        ("", "content/posts/_index.md", {}, "/posts/"),
        ("", "content/about.md", {}, "/about/"),
        ("", "data/x.md", {}, None),
        ("uglyURLs = true", "content/posts/x.md", {}, "/posts/x.html"),
        ("uglyURLs = true", "content/posts/x/index.md", {}, "/posts/x.html"),
        ("[uglyURLs]\nposts = true", "content/news/x.md", {}, "/news/x/"),
        (
            "[permalinks]\nposts = '/:year/:month/:slug/'",
            "content/posts/x.md",
            {"date": DAY, "title": "New X"},
            "/2020/06/new-x/",
        ),
        ("[permalinks]\nposts = '/:year/:filename/'", "content/posts/x/index.md", {"date": DAY}, "/2020/x/"),
        ("[permalinks.page]\nposts = '/:sections[1:]/:slugorfilename'", "content/posts/town/x.md", {}, "/town/x"),
        ("[permalinks]\nposts = '/:year/:slug/'", "content/posts/x.md", {"title": "X"}, None),
        ("[permalinks]\nnews = '/:year/:slug/'", "content/posts/x.md", {}, "/posts/x/"),
        ("contentDir = 'src'", "src/posts/x.md", {}, "/posts/x/"),
        ("[languages.en]\n[languages.fr]", "content/posts/x.en.md", {}, "/posts/x/"),
        ("[languages.en]\n[languages.fr]", "content/posts/x.fr.md", {}, None),
        ("[languages.en]\ncontentDir = 'content/en'", "content/en/posts/x.md", {}, "/posts/x/"),
        ("", "content/posts/v1.2.md", {}, "/posts/v1.2/"),
        ("", "content/posts/x.md", {"url": "/own/x.html"}, "/own/x.html"),
        ("", "content/posts/x.md", {"url": "own/x/"}, "/own/x/"),
        ("", "content/posts/x.md", {"url": "/:year/x/"}, None),
    ],
)
def test_addresses_of_hugo(
    config: str, path: str, fields: dict[str, object], expected: str | None, tmp_path: Path
) -> None:
    site = site_of(make(tmp_path, {"hugo.toml": f"baseURL = 'https://a.example/b/'\n{config}\n"}))
    assert address_of(site, path, fields) == (None if expected is None else "https://a.example/b" + expected)


@pytest.mark.parametrize(
    ("config", "path", "fields", "expected"),
    [
        ("", "content/posts/New Bridge.md", {}, "/posts/new-bridge/"),
        ("", "content/posts/2020-06-11-x.md", {}, "/posts/x/"),
        ("", "content/posts/2020-06-11_x/index.md", {}, "/posts/x/"),
        ("", "content/posts/x.md", {"slug": "own"}, "/posts/own/"),
        ("", "content/posts/x.md", {"permalink": "own/path"}, "/own/path"),
        ("", "content/_index.md", {}, "/"),
        ("", "content/posts/橋.md", {}, None),
        ("[slugify]\npaths = 'safe'", "content/posts/橋.md", {}, "/posts/%E6%A9%8B/"),
        ("[languages.fr]", "content/posts/x.fr.md", {}, None),
    ],
)
def test_addresses_of_zola(
    config: str, path: str, fields: dict[str, object], expected: str | None, tmp_path: Path
) -> None:
    site = site_of(make(tmp_path, {"config.toml": f"base_url = 'https://a.example/b'\n{config}\n"}))
    assert address_of(site, path, fields) == (None if expected is None else "https://a.example/b" + expected)


@pytest.mark.parametrize(
    ("config", "path", "fields", "expected"),
    [
        ("", "content/x.md", {"title": "What's new, 665"}, "/whats-new-665.html"),
        ("", "content/x.md", {"slug": "own"}, "/own.html"),
        ("", "content/x.md", {"title": "橋"}, None),
        ("", "content/x.md", {}, None),
        ("SLUGIFY_SOURCE = 'basename'", "content/x.md", {"title": "Y"}, "/x.html"),
        ("PATH = 'src'", "src/x.md", {"slug": "x"}, "/x.html"),
        (
            "ARTICLE_URL = 'blog/{date:%Y}/{date:%m}/{date:%d}/{slug}/'",
            "content/x.md",
            {"slug": "x", "date": DAY},
            "/blog/2020/06/11/x/",
        ),
        ("ARTICLE_URL = '{date:%Y-%b}/{slug}'", "content/2020-06-11-x.md", {"slug": "x"}, "/2020-Jun/x"),
        ("ARTICLE_URL = '{date:%U}/{slug}'", "content/x.md", {"slug": "x", "date": DAY}, None),
        ("ARTICLE_URL = '{category}/{slug}'", "content/town/x.md", {"slug": "x"}, "/town/x"),
        (
            "ARTICLE_URL = '{category}/{slug}'",
            "content/x.md",
            {"slug": "x", "categories": ["This week"]},
            "/this-week/x",
        ),
        ("ARTICLE_URL = '{author}/{slug}'", "content/x.md", {"slug": "x"}, None),
    ],
)
def test_addresses_of_pelican(
    config: str, path: str, fields: dict[str, object], expected: str | None, tmp_path: Path
) -> None:
    site = site_of(make(tmp_path, {"pelicanconf.py": f"SITEURL = 'https://a.example/b'\n{config}\n"}))
    assert address_of(site, path, fields) == (None if expected is None else "https://a.example/b" + expected)


@pytest.mark.parametrize(
    ("config", "path", "fields", "expected"),
    [
        ("", "source/_posts/x.md", {"date": DAY}, "/2020/06/11/x/"),
        ("", "source/_posts/x.md", {}, None),
        ("", "source/_posts/2020-06-11-x.md", {}, "/2020/06/11/x/"),
        ("permalink: :category/:title.html", "source/_posts/town/x.md", {}, "/uncategorized/town/x.html"),
        ("permalink: posts/:abbrlink/", "source/_posts/x.md", {}, None),
        ("", "source/_drafts/x.md", {}, None),
    ],
)
def test_addresses_of_hexo(
    config: str, path: str, fields: dict[str, object], expected: str | None, tmp_path: Path
) -> None:
    site = site_of(make(tmp_path, {"_config.yml": f"url: https://a.example/b\nsource_dir: source\n{config}\n"}))
    assert address_of(site, path, fields) == (None if expected is None else "https://a.example/b" + expected)


@pytest.mark.parametrize(
    ("site", "given", "expected"),
    [
        (Site(url="https://a.example"), {"permalink": "/x/"}, "https://a.example/x/"),
        (
            Site(url="https://a.example/b", generator="eleventy"),
            {"permalink": "x/index.html"},
            "https://a.example/b/x/",
        ),
        (Site(url="https://a.example", generator="eleventy"), {"permalink": "/{{ slug }}/"}, None),
        (Site(url="https://a.example"), {"permalink": "false"}, None),
        (Site(url="https://a.example"), {"permalink": "/a/../../x"}, None),
        (Site(url="https://a.example"), {"permalink": ["/x/"]}, None),
        (Site(url="https://a.example"), {"permalink": "https://b.example/x"}, "https://b.example/x"),
        (Site(url="https://a.example"), {"permalink": "/x%20y/"}, "https://a.example/x%20y/"),
        (Site(url="https://a.example"), {}, None),
        (Site(url="https://a.example", generator="astro"), {"slug": "x"}, None),
        (Site(), {"permalink": "/x/"}, None),
    ],
)
def test_a_path_that_a_page_gives_itself_is_joined_to_the_address(
    site: Site, given: dict[str, object], expected: str | None
) -> None:
    assert address_of(site, "posts/x.md", given) == expected


def test_who_parts_tags_at_blanks(tmp_path: Path) -> None:
    assert is_jekyll(site_of(make(tmp_path / "a", {"_config.yml": ""})))
    assert is_jekyll(site_of(make(tmp_path / "b", {"_posts/x.md": ""})))
    assert is_jekyll(site_of(tmp_path / "b" / "_posts" / "x.md"))
    assert is_jekyll(NO_SITE, "old/_posts/x.md")
    assert not is_jekyll(site_of(make(tmp_path / "c", {"hugo.toml": "", "_posts/x.md": ""})), "_posts/x.md")
    assert not is_jekyll(site_of(make(tmp_path / "d", {"x.md": ""})), "x.md")


def test_an_address_of_no_site_is_none() -> None:
    assert address("https://my-site.example/a b") == ""
    assert address("ftp://my-site.example") == ""
    assert address("https://user@my-site.example") == ""
    assert address("/") == ""
    assert address("https://my-site.example/?x") == ""


WORDS = st.lists(
    st.sampled_from(
        sorted({word for files in CONFIGS.values() for text in files.values() for word in text.split()} | {"\n"})
    )
).map(lambda words: " ".join(words).encode())
ANY = st.one_of(st.binary(), st.text().map(str.encode), WORDS)
SAID = st.dictionaries(
    st.sampled_from(["permalink", "url", "slug", "title", "categories"]),
    st.text() | st.none() | st.lists(st.text()) | st.integers(),
)


@given(name=st.sampled_from(FILES), data=ANY, path=st.text(), said=SAID, day=st.datetimes(timezones=st.just(UTC)))
def test_any_bytes_are_a_site(
    name: str, data: bytes, path: str, said: dict[str, object], day: datetime, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("site")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    site = site_of(folder)
    assert pickle.loads(pickle.dumps(site)) == site
    assert len(site.digest) == 64
    found = address_of(site, path, {"date": day, **said})
    assert found is None or found.startswith("http")


@given(
    generator=st.sampled_from(sorted(GENERATORS)), permalink=st.text() | st.sampled_from([":year/:title", "{date:%Y}"]),
    path=st.text(), slug=st.text(), title=st.text(), day=st.datetimes(timezones=st.just(UTC)),
    above=st.text(), rules=st.lists(st.tuples(st.text(), st.text())).map(tuple),
)  # fmt: skip
def test_any_page_has_an_address_or_none(
    generator: str, permalink: str, path: str, slug: str, title: str, day: datetime, above: str,
    rules: tuple[tuple[str, str], ...],
) -> None:  # fmt: skip
    site = Site(
        url="https://a.example/b", generator=generator, permalink=permalink, above=above, rules=rules,
        timezone="America/New_York",
    )  # fmt: skip
    for where in (path, f"_posts/2020-06-11-{path}.md", f"posts/{path}/index.md"):
        found = address_of(site, where, {"date": day, "slug": slug, "title": title})
        assert found is None or (found.startswith("https://a.example/b/") and canonical_url(found))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "text",
    [
        "[" * 60_000,
        "{a: " * 50_000,
        "a = " + "(" * 1_900 + ")" * 1_900,
        "a = " + "-" * 60_000 + "1",
        "a = " + "1+" * 30_000 + "1",
        "a = " + "not " * 15_000 + "1",
        "a = " + "lambda: " * 7_000 + "1",
        "a" + ".a" * 30_000 + " = 1",
        "a = " + "b if c else " * 5_000 + "d",
        "if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 99)),
        "url: &a [" + "*a, " * 50_000,
        '{"a":' * 40_000,
        "site: '" * 30_000,
        "siteUrl" * 30_000,
        "/*" * 100_000,
        "\\" * 200_000,
        "a" * 200_000,
        "]\na: x" + " \t" * 100_000 + "'",
        "site: " + " " * 200_000,
        "site" + " " * 200_000,
    ],
)
def test_no_configuration_takes_long(name: str, text: str, tmp_path: Path) -> None:
    make(tmp_path, {"next.config.js": "", name: text})
    start = time.process_time()
    site_of(tmp_path)
    assert time.process_time() - start < 2


def test_every_generator_has_a_case() -> None:
    assert CONFIGS.keys() == GENERATORS.keys()
    assert others.NIKOLA == "conf.py"
    assert Config(Path("/nowhere")).text("x") == ""
