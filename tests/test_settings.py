"""kg.toml and pyproject.toml -> settings, checked, with hints."""

from __future__ import annotations

import json
import os
import pickle
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import settings
from kg.codes import BAD_SETTING, FOREIGN_SETTING
from kg.errors import UsageError
from kg.settings import context, toml
from kg.settings.records import ADDRESS, Term, TermsSection

ALL = """\
[site]
url = "https://harbor-notes.example/blog/"
name = "Harbor Notes"
timezone = "America/New_York"
language = "pt-BR"
dates = "dmy"

[sources]
include = ["./_posts/**", "links/**"]
exclude = ["links/old/**"]
drafts = true

[fields]
url = ["external-url", "identifyer[].url"]
excerpt = "description"
heat = false
quality = []

[terms]
reading_time = "https://harbor-notes.example/terms#readingTime"
minutes = "schema:timeRequired"
companies = {property = "schema:mentions", kind = "organization"}

[build]
output = "out"
base = "https://harbor-notes.example/"
formats = ["turtle", "html"]
organizations = ["orgs.csv"]
extractors = []
facts = ["facts.ttl"]

[query]
folder = "queries"

[links]
body = true

[validate]
fail-on = "error"
"""

WORDS = st.lists(st.sampled_from([*ALL.split(), "\n"])).map(" ".join).map(str.encode)
NAMES = st.text() | st.sampled_from(["@context", "@vocab", "@id", "@type", "a"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.text() | st.sampled_from(["@id", "@vocab", "schema:a", "a:b"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def write(folder: Path, text: str, name: str = "kg.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(("name", "table"), [("kg.toml", "validate"), ("pyproject.toml", "tool.kg.validate")])
def test_settings_are_read_from_both_files(name: str, table: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(
        f'[{table}]\nignore = ["near-duplicate"]\nexclude = ["old/*"]\nfail-on = "error"\nbaseline = "b.json"\n'
        f'[{table}.per-file-ignores]\n"_news/2019-*" = ["KG009"]\n',
        encoding="utf-8",
    )
    found = settings.load(folder=tmp_path)
    assert found == settings.load(tmp_path / name)
    assert found.validate.ignore == ("KG019",)
    assert found.validate.per_file == (("_news/2019-*", ("KG009",)),)
    assert found.validate.baseline == str(tmp_path / "b.json")


def test_without_settings_warnings_count(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    found = settings.load(folder=tmp_path)
    assert found == settings.Settings()


def test_every_section_is_read(tmp_path: Path) -> None:
    found = settings.load(write(tmp_path, ALL))
    assert found.site == settings.SiteSection(
        url="https://harbor-notes.example/blog", name="Harbor Notes", timezone="America/New_York", language="pt-BR",
        dates="dmy",
    )  # fmt: skip
    assert found.sources.include == ("_posts/**", "links/**")
    assert found.sources.exclude == ("links/old/**",)
    assert found.sources.drafts
    assert found.fields == (
        ("url", ("external-url", "identifyer[].url")), ("excerpt", ("description",)), ("heat", ()), ("quality", ()),
    )  # fmt: skip
    assert found.terms == TermsSection(
        terms=(
            Term(key="reading_time", property="https://harbor-notes.example/terms#readingTime"),
            Term(key="minutes", property="https://schema.org/timeRequired"),
            Term(key="companies", property="https://schema.org/mentions", kind="organization"),
        )
    )
    assert found.build.output == str(tmp_path / "out")
    assert found.build.base == "https://harbor-notes.example/"
    assert found.build.formats == ("turtle", "html")
    assert found.build.organizations == (str(tmp_path / "orgs.csv"),)
    assert found.build.extractors == ()
    assert found.build.facts == (str(tmp_path / "facts.ttl"),)
    assert found.query.folder == str(tmp_path / "queries")
    assert found.links.body is True
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(settings.load(tmp_path / "kg.toml"))


def test_what_is_left_out_is_left_open() -> None:
    found = settings.Settings()
    assert (found.links.body, found.build.output, found.build.extractors, found.query.folder) == (None,) * 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[validate]\nignroe = []\n", "kg.toml:2: unknown setting 'ignroe'; did you mean ignore?"),
        ("[validate]\nignore = 'KG001'\n", "kg.toml:2: ignore is no list of texts"),
        ("[validate]\nignore = ['KG999']\n", "kg.toml:2: there is no code 'KG999'"),
        ("[validate]\nfail-on = 'all'\n", "it is one of note, warning, error"),
        ("[validate]\nbaseline = 1\n", "baseline is no text"),
        ("[validate]\nper-file-ignores = []\n", "per-file-ignores is no table"),
        ("[validate.per-file-ignores]\n\n'a/*' = ['KG999']\n", "kg.toml:3: there is no code"),
        ("validate = 1\n", "is no table"),
        ("[validate\n", "kg.toml:1: cannot be read as TOML"),
        ("[site]\n\nurl = \n", "kg.toml:3: cannot be read as TOML"),
        ("[source]\n", "kg.toml:1: unknown setting 'source'; did you mean sources?"),
        ("[colours]\n", "there are site, sources, fields"),
        ("[site]\nurl = 'my-site.example'\n", "kg.toml:2: url = 'my-site.example' is no address; write it in full"),
        ("[site]\nurl = 'https:///x'\n", "is no address"),
        ("[site]\nurl = 'https://a.example/?x'\n", "is no address"),
        ("[site]\nname = 3\n", "kg.toml:2: name is no text"),
        ("[site]\ntimezone = 'Europe/Berln'\n", 'did you mean "Europe/Berlin"?'),
        ("[site]\ntimezone = '../../etc/passwd'\n", "write its IANA name"),
        ("[site]\ntimezone = '+02:00'\n", "write its IANA name"),
        ("[site]\nlanguage = 'en_US.UTF-8'\n", 'write "en-US"'),
        ("[site]\nlanguage = 'the language of the sea'\n", 'write "en" or "pt-BR"'),
        ("[site]\ndates = 'ymd'\n", "it is dmy or mdy"),
        ("[sources]\ndrafts = 'yes'\n", "write drafts = true or drafts = false"),
        ("[sources]\ninclude = ['../other/**']\n", "matches nothing"),
        ("[fields]\nurl = [1]\n", "kg.toml:2: url is no list of keys"),
        ("[fields]\nurl = true\n", "url is no list of keys"),
        ("[fields.url]\nkeys = 1\n", "kg.toml:1: url is no list of keys"),
        ("[fields]\nurl = ['']\n", "url is no list of keys"),
        ("[terms]\nminutes = 'readingTime'\n", "kg.toml:2: 'readingTime' is no IRI; write it in full"),
        ("[terms]\nminutes = 'my:readingTime'\n", "known prefixes: schema, dcterms"),
        ("[terms]\nminutes = 'https://a.example/a b'\n", "is no IRI"),
        ("[terms]\nminutes = 3\n", "kg.toml:2: minutes is no IRI"),
        ("[terms]\nx = {property = 'schema:x', kind = 'organisation'}\n", "did you mean organization?"),
        ("[terms]\nx = {propery = 'schema:x'}\n", "did you mean property?"),
        ("[terms]\ncontext = 'https://schema.org/'\n", "is not fetched, nor is anything else"),
        ("context = 'none.jsonld'\n", "kg.toml:1: context none.jsonld: it cannot be read"),
        ("[links]\nbody = 1\n", "body is no truth value"),
        ("[build]\nformat = ['turtle']\n", "did you mean formats?"),
        ("[build]\nfacts = 'a.ttl'\n", "facts is no list of texts"),
        ("[query]\nfolders = 'a'\n", "did you mean folder?"),
    ],
)
def test_wrong_settings_say_what_is_wrong(text: str, message: str, tmp_path: Path) -> None:
    write(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        settings.load(folder=tmp_path)
    assert message in str(caught.value)


def test_all_that_is_wrong_is_said_at_once_by_line(tmp_path: Path) -> None:
    write(tmp_path, "[validate]\nbaseline = 1\n[site]\nurll = 'x'\ndates = 'x'\n")
    with pytest.raises(UsageError) as caught:
        settings.load(folder=tmp_path)
    assert [line.split(":")[1] for line in str(caught.value).splitlines()] == ["2", "4", "5"]


def test_a_source_speaks_for_itself_else_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "here", "[site]\nname = 'Here'\n")
    write(tmp_path / "one", "[site]\nname = 'One'\n")
    other = write(tmp_path / "other", "[site]\nname = 'Other'\n", "any.toml")
    (tmp_path / "two").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    names = [settings.of_source(tmp_path / folder)[0].site.name for folder in ("one", "two", "here")]
    assert names == ["One", "Here", "Here"]
    names = [settings.of_source(tmp_path / folder, config=other)[0].site.name for folder in ("one", "two", "here")]
    assert names == ["Other"] * 3


def test_of_what_came_with_a_source_only_what_speaks_of_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "site", ALL)
    found, problems = settings.of_source(tmp_path / "site")
    whole = settings.load(tmp_path / "site" / "kg.toml")
    for section in ("site", "sources", "fields", "terms", "links", "validate"):
        assert getattr(found, section) == getattr(whole, section)
    assert (found.build, found.query) == (settings.Settings().build, settings.Settings().query)
    assert {one.code for one in problems} == {FOREIGN_SETTING}
    assert [(one.line, one.key) for one in problems] == [
        (25, "build.output"), (26, "build.base"), (27, "build.formats"), (28, "build.organizations"),
        (29, "build.extractors"), (30, "build.facts"), (33, "query.folder"),
    ]  # fmt: skip
    assert "build.output counts only in the working directory or with --config" in problems[0].message
    monkeypatch.chdir(tmp_path / "site")
    found, problems = settings.of_source(tmp_path / "site")
    assert found.build.formats == ("turtle", "html")
    assert problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "[validate]\nbaseline = '../secret.json'\n",
        "[validate]\nbaseline = '/etc/passwd'\n",
        "[validate]\nbaseline = '~/secret.json'\n",
        "[validate]\nbaseline = 'way/out.json'\n",
        "[validate]\nbaseline = 'a\\u0000b'\n".replace("'", '"'),
        "[terms]\ncontext = '../context.jsonld'\n",
        "[sources]\ninclude = ['../other/**']\n",
        "[sources]\nexclude = ['/etc/**']\n",
        "[sources]\nexclude = ['C:\\other\\**']\n",
    ],
)
def test_a_path_that_leaves_the_folder_of_a_source_is_not_followed(text: str, tmp_path: Path) -> None:
    write(tmp_path / "site", text + "[site]\nname = 'One'\n")
    write(tmp_path, "{}", "context.jsonld")
    (tmp_path / "site" / "way").symlink_to(tmp_path)
    found, problems = settings.of_source(tmp_path / "site")
    assert found == settings.Settings(site=settings.SiteSection(name="One"))
    assert [(one.line, one.code) for one in problems] == [(2, FOREIGN_SETTING)]


def test_what_is_broken_in_a_source_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path, "[site]\nname = 'One'\ntimezone = 'Nowhere'\n[fields]\nurl = 'link'\nx = 1\n[colours]\n")
    found, problems = settings.of_source(tmp_path)
    assert (found.site.name, found.site.timezone, found.fields) == ("One", "", (("url", ("link",)),))
    assert [(one.line, one.key, one.code) for one in problems] == [
        (3, "site.timezone", BAD_SETTING), (6, "fields.x", BAD_SETTING), (7, "colours", BAD_SETTING),
    ]  # fmt: skip


def test_settings_of_a_source_that_are_no_toml_are_one_problem(tmp_path: Path) -> None:
    write(tmp_path, "[site]\nname = 'One\n")
    found, problems = settings.of_source(tmp_path)
    assert found == settings.Settings()
    assert [(one.line, one.code) for one in problems] == [(2, BAD_SETTING)]


def test_settings_that_are_no_file_are_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder" / "kg.toml").mkdir(parents=True)
    (tmp_path / "fifo").mkdir()
    os.mkfifo(tmp_path / "fifo" / "kg.toml")
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "kg.toml").symlink_to("/etc/hostname")
    (tmp_path / "large").mkdir()
    (tmp_path / "large" / "kg.toml").write_bytes(b"#" * (toml.MAX_BYTES + 1))
    for folder, word in (("folder", "regular"), ("fifo", "regular"), ("link", "leads out"), ("large", "larger")):
        found, problems = settings.of_source(tmp_path / folder)
        assert found == settings.Settings()
        assert word in problems[0].message


@given(data=st.one_of(st.binary(), st.text().map(str.encode), WORDS))
def test_any_bytes_are_settings_or_problems(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("site")
    (folder / "kg.toml").write_bytes(data)
    found, problems = settings.of_source(folder)
    assert hash(found) is not None
    assert all(one.line >= 1 and one.message for one in problems)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "{a=" * 50_000,
        ".".join("a" * 50_000) + " = 1",
        "[" + ".".join("a" * 50_000) + "]",
        "a = " + "1" * 50_000,
        '"""\\' * 40_000,
        "[site]\n" + "".join(f"languag{n} = 1\n" for n in range(10_000)),
        "[terms]\n" + "".join(f"a{n} = {{kind = 'organsation', property = 'schema:x'}}\n" for n in range(4_000)),
        "".join(f"languag{n} = 1\n" for n in range(10_000)),
        "'''" * 40_001,
        '"\\' * 60_000,
    ],
)
def test_no_text_takes_long(text: str, tmp_path: Path) -> None:
    write(tmp_path, text)
    start = time.process_time()
    assert settings.of_source(tmp_path)[1]
    assert time.process_time() - start < 2


def test_lines_are_those_of_keys_whatever_texts_hold() -> None:
    text = '# [a]\na = """\n[b]\nb = 1\n"""\n[c."d.e"]\nx = [\n  "y = 1", # z = 2\n]\nq.r = {s = 1}\n[[t]]\nu = 1'
    found = toml.parse(text)
    assert found.tables["c"]["d.e"]["q"] == {"r": {"s": 1}}
    assert found.lines == {
        ("a",): 2, ("c", "d.e"): 6, ("c", "d.e", "x"): 7, ("c", "d.e", "q", "r"): 10, ("t",): 11, ("t", "u"): 12,
    }  # fmt: skip
    assert found.line("c", "d.e", "q", "r", "s") == 10
    assert found.line("nowhere") == 1


def test_a_context_gives_terms(tmp_path: Path) -> None:
    write(
        tmp_path,
        json.dumps(
            {
                "@context": [
                    {"my": "https://my.example/", "sub": "my:sub/", "@vocab": "https://my.example/any#"},
                    {
                        "minutes": "schema:timeRequired",
                        "day": {"@id": "sub:day", "@type": "xsd:date"},
                        "seeAlso": {"@id": "rdfs:seeAlso", "@type": "@id"},
                        "plain": "word",
                        "secret": None,
                        "id": "@id",
                    },
                ]
            }
        ),
        "context.jsonld",
    )
    write(tmp_path, "context = 'context.jsonld'\n[terms]\nminutes = 'https://mine.example/minutes'\n")
    found, problems = settings.of_source(tmp_path)
    assert problems == ()
    assert found.terms.vocabulary == "https://my.example/any#"
    assert {term.key: (term.property, term.datatype) for term in found.terms.terms} == {
        "minutes": ("https://mine.example/minutes", ""),
        "my": ("https://my.example/", ""),
        "sub": ("https://my.example/sub/", ""),
        "day": ("https://my.example/sub/day", "http://www.w3.org/2001/XMLSchema#date"),
        "seeAlso": ("http://www.w3.org/2000/01/rdf-schema#seeAlso", ADDRESS),
        "plain": ("https://my.example/any#word", ""),
        "secret": ("", ""),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"@context": "https://schema.org"}', "'https://schema.org' is not fetched"),
        ('["https://schema.org", {"a": "schema:a"}]', "is not fetched"),
        ('{"a": "nothing"}', "a: 'nothing' is no IRI"),
        ('{"a": {"@reverse": "schema:a"}}', "a: @reverse is not obeyed"),
        ('{"a": {"@id": "schema:a", "@type": "nothing"}}', "a: @type 'nothing' is no IRI"),
        ('{"a": {"@id": "schema:a", "@type": []}}', "a: @type [] is no IRI"),
        ('{"a": 1}', "a: 1 is no IRI"),
        ('{"@vocab": "word"}', "@vocab 'word' is no IRI"),
        ('{"@base": "https://a.example/"}', "@base is not obeyed"),
        ('{"a": "b:x", "b": "a:x"}', "is no IRI"),
        ("1", "1 is no context"),
        ("{", "it is no JSON"),
        ("[" * 100_000, "it is nested deeper"),
        ("\x00", "it is no JSON"),
    ],
)
def test_what_a_context_cannot_say_is_said(text: str, message: str, tmp_path: Path) -> None:
    found = context.read_context(str(write(tmp_path, text, "context.jsonld")))
    assert message in "; ".join(found.problems)


@given(value=VALUES)
def test_any_value_is_a_context_or_a_word(value: object) -> None:
    found = context.context_of(value)
    assert all(context.IRI.fullmatch(term.property) or not term.property for term in found.terms)


def test_the_file_in_the_documentation_is_right(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "settings.md").read_text(encoding="utf-8")
    text = page.partition("```toml\n")[2].partition("```")[0]
    write(tmp_path, '{"@context": {"read": "schema:dateRead"}}', "context.jsonld")
    found = settings.load(write(tmp_path, text))
    usual = settings.Settings()
    assert [name for name in found.__struct_fields__ if getattr(found, name) == getattr(usual, name)] == []
    assert [term.key for term in found.terms.terms] == ["reading_time", "minutes", "companies", "read"]
    assert set(tomllib.loads(text)) == {*settings.SECTIONS, settings.CONTEXT}
