"""Entities -> triples, and the door for the extractors of other packages."""

from __future__ import annotations

import importlib
import importlib.metadata
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import kg
from kg import extractors
from kg.errors import ExtractorError, TermError
from kg.extractors import BUILT_IN, GROUP, extract, load
from kg.identity import article_id, path_key
from kg.model import (
    Article,
    Image,
    Organization,
    Origin,
    Person,
    Provider,
    Record,
    RelatedLink,
    SourceFile,
    Story,
    Storyline,
    TermValue,
    Topic,
)
from kg.rdf.literals import integer, text
from kg.rdf.ntriples import Writer
from kg.rdf.terms import IRI, Triple
from kg.rdf.vocab import PREFIXES, SCHEMA, XSD

KEY, OTHER = "https://a.example/1", "https://b.example/2"
ONE, TWO = (f"<article/{article_id(key)}>" for key in (KEY, OTHER))
TERM = "https://my.example/terms#x"
SHORT = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


def said(entity: Record, *more: extractors.Extractor) -> list[str]:
    """The triples of an entity, with the usual prefixes and without the base."""
    (triples,) = extract([entity], extractors=[*load(offered=()), *more])
    written = []
    for line in Writer("https://base.example/").lines(triples):
        short = line.removesuffix(" .\n").replace("https://base.example/", "")
        for prefix, space in SHORT:
            short = short.replace(f"<{space}", f"<{prefix}:")
        written.append(short.replace("<rdf:type>", "a"))
    return written


# -- built in --------------------------------------------------------------------------------------------------------


def test_what_is_said_of_an_article() -> None:
    article = Article(
        key=KEY,
        url="http://www.a.example/1",
        title='A "title"',
        excerpt="An excerpt",
        published=datetime(2020, 6, 11, 1, 6, tzinfo=UTC),
        updated=datetime(2020, 6, 12, tzinfo=UTC),
        quality=91,
        heat=-1,
        is_published=False,
        provider="p.example",
        topics=("Deep Sea", "C#"),
        tags=("x",),
        keywords=("left over",),
        authors=("Jane Roe", "Joe  Doe"),
        language="en-GB",
        precision="month",
        images=(Image(url="https://m.example/a b", iri="https://m.example/a%20b", width=5),),
        amp_url="https://a.example/amp",
        cdn_amp_url="https://cdn.example/a b",
        aliases=("https://a.example/amp",),
        full=True,
        origins=(Origin(path="x.md", line=2, sha256="ab" * 32), Origin(path="y.md", line=9, sha256="cd" * 32)),
    )
    assert sorted(said(article)) == sorted(
        [
            f"{ONE} a <schema:NewsArticle>",
            f'{ONE} <schema:url> "http://www.a.example/1"^^<xsd:anyURI>',
            f'{ONE} <kg:full> "true"^^<xsd:boolean>',
            f'{ONE} <schema:headline> "A \\"title\\""',
            f'{ONE} <schema:abstract> "An excerpt"',
            f'{ONE} <schema:datePublished> "2020-06-11T01:06:00Z"^^<xsd:dateTime>',
            f'{ONE} <schema:dateModified> "2020-06-12T00:00:00Z"^^<xsd:dateTime>',
            f'{ONE} <kg:datePrecision> "month"',
            f'{ONE} <schema:inLanguage> "en-GB"',
            f'{ONE} <schema:keywords> "left over"',
            f"{ONE} <schema:author> <person/jane-roe>",
            f"{ONE} <schema:author> <person/joe-doe>",
            f'{ONE} <kg:quality> "91"^^<xsd:integer>',
            f'{ONE} <kg:heat> "-1"^^<xsd:integer>',
            f'{ONE} <kg:published> "false"^^<xsd:boolean>',
            f'{ONE} <kg:ampUrl> "https://a.example/amp"^^<xsd:anyURI>',
            f'{ONE} <kg:cdnAmpUrl> "https://cdn.example/a b"^^<xsd:anyURI>',
            f"{ONE} <schema:publisher> <provider/p.example>",
            f"{ONE} <schema:about> <topic/deep-sea>",
            f"{ONE} <schema:about> <topic/c%23>",
            f"{ONE} <schema:image> <https://m.example/a%20b>",
            f"{ONE} <prov:wasDerivedFrom> <source/abababababababab>",
            f"{ONE} <prov:wasDerivedFrom> <source/cdcdcdcdcdcdcdcd>",
        ]
    )


def test_what_is_said_of_a_stub_that_is_only_an_address() -> None:
    assert said(Article(key=KEY, url=KEY, kind="video")) == [
        f"{ONE} a <schema:VideoObject>",
        f'{ONE} <schema:url> "https://a.example/1"^^<xsd:anyURI>',
        f'{ONE} <kg:full> "false"^^<xsd:boolean>',
    ]


def test_an_article_without_an_address_has_no_url() -> None:
    key = path_key("_posts/2016-01-21-x.md")
    assert said(Article(key=key, title="X", full=True)) == [
        f"<article/{article_id(key)}> a <schema:NewsArticle>",
        f'<article/{article_id(key)}> <schema:headline> "X"',
        f'<article/{article_id(key)}> <kg:full> "true"^^<xsd:boolean>',
    ]


@pytest.mark.parametrize(
    ("term", "triples"),
    [
        (TermValue(predicate=TERM, value="7 min"), [f'{ONE} <{TERM}> "7 min"']),
        (TermValue(predicate=TERM, value="7", datatype=XSD.integer), [f'{ONE} <{TERM}> "7"^^<xsd:integer>']),
        (
            TermValue(predicate=TERM, value="https://b.example/x", datatype="@id"),
            [f'{ONE} <{TERM}> "https://b.example/x"^^<xsd:anyURI>'],
        ),
        (TermValue(predicate=TERM, value="Harbor Works", kind="organization"),
         [f"{ONE} <{TERM}> <organization/harbor-works>"]),
        (TermValue(predicate=TERM, value="Jane Roe", kind="person"), [f"{ONE} <{TERM}> <person/jane-roe>"]),
        (TermValue(predicate=TERM, value="Deep Sea", kind="topic"), [f"{ONE} <{TERM}> <topic/deep-sea>"]),
        (TermValue(predicate=TERM, value="http://www.a.example/1/", kind="article"), [f"{ONE} <{TERM}> {ONE}"]),
        (
            TermValue(predicate=TERM, value="Calder Bay", kind="place"),
            [
                f"{ONE} <{TERM}> <place/calder-bay>",
                "<place/calder-bay> a <schema:Place>",
                '<place/calder-bay> <schema:name> "Calder Bay"',
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_said_by_the_terms_of_a_site(term: TermValue, triples: list[str]) -> None:
    bare = said(Article(key=KEY, url=KEY))
    assert said(Article(key=KEY, url=KEY, terms=(term,))) == bare + triples


def test_what_is_said_of_a_person() -> None:
    person = Person(
        slug="jane-roe", name="Jane Roe", other_names=("J. Roe",), url="https://jane.example/", description="Writes."
    )
    assert sorted(said(person)) == sorted(
        [
            "<person/jane-roe> a <schema:Person>",
            '<person/jane-roe> <schema:name> "Jane Roe"',
            '<person/jane-roe> <schema:alternateName> "J. Roe"',
            '<person/jane-roe> <schema:url> "https://jane.example/"^^<xsd:anyURI>',
            '<person/jane-roe> <schema:description> "Writes."',
        ]
    )


def test_an_article_that_the_text_of_another_lists_is_not_related_to_it() -> None:
    assert said(RelatedLink(source=KEY, target=OTHER, listed=True)) == [f"{ONE} <kg:lists> {TWO}"]
    assert said(RelatedLink(source=KEY, target=OTHER)) == [f"{ONE} <kg:related> {TWO}"]


def test_what_is_said_of_a_provider() -> None:
    logo = Image(url="/l.png", iri="image/l.png")
    assert sorted(
        said(Provider(domain="p.example", name="P", other_names=("Q", "R"), description="D", images=(logo,)))
    ) == sorted(
        [
            "<provider/p.example> a <schema:NewsMediaOrganization>",
            '<provider/p.example> <kg:domain> "p.example"',
            '<provider/p.example> <schema:name> "P"',
            '<provider/p.example> <schema:alternateName> "Q"',
            '<provider/p.example> <schema:alternateName> "R"',
            '<provider/p.example> <schema:description> "D"',
            "<provider/p.example> <schema:logo> <image/l.png>",
        ]
    )


def test_a_provider_that_nobody_names_goes_by_its_domain() -> None:
    assert said(Provider(domain="p.example"))[2:] == ['<provider/p.example> <schema:name> "p.example"']


def test_what_is_said_of_an_organization() -> None:
    organization = Organization(
        slug="at&t",
        name="AT&T",
        other_names=("Ma Bell",),
        url="https://www.att.com",
        wikidata="Q35476",
        providers=("att.com",),
    )
    assert sorted(said(organization)) == sorted(
        [
            "<organization/at&t> a <schema:Organization>",
            '<organization/at&t> <schema:name> "AT&T"',
            '<organization/at&t> <schema:alternateName> "Ma Bell"',
            '<organization/at&t> <schema:url> "https://www.att.com"^^<xsd:anyURI>',
            "<organization/at&t> <schema:sameAs> <http://www.wikidata.org/entity/Q35476>",
            "<organization/at&t> <schema:sameAs> <provider/att.com>",
        ]
    )
    assert said(Organization(slug="acme", name="Acme"))[1:] == ['<organization/acme> <schema:name> "Acme"']


def test_what_an_article_mentions() -> None:
    assert said(Article(key=KEY, url=KEY, mentions=("at&t", "ibm")))[3:] == [
        f"{ONE} <schema:mentions> <organization/at&t>",
        f"{ONE} <schema:mentions> <organization/ibm>",
    ]


def test_what_is_said_of_a_topic() -> None:
    topic = Topic(
        slug="deep-sea",
        name="Deep Sea",
        short_name="Sea",
        parent="Big Ocean",
        keywords=("Deep Sea", "vent"),
        hashtags=("#x",),
    )
    assert sorted(said(topic)) == sorted(
        [
            "<topics> a <skos:ConceptScheme>",
            "<topic/deep-sea> a <skos:Concept>",
            "<topic/deep-sea> <skos:inScheme> <topics>",
            '<topic/deep-sea> <skos:prefLabel> "Deep Sea"',
            '<topic/deep-sea> <skos:altLabel> "Sea"',
            '<topic/deep-sea> <skos:altLabel> "vent"',
            '<topic/deep-sea> <kg:hashtag> "#x"',
            "<topic/deep-sea> <skos:broader> <topic/big-ocean>",
        ]
    )


def test_what_is_said_of_an_image() -> None:
    assert sorted(said(Image(url="/a b.jpg", iri="image/a%20b.jpg", width=5, height=0, caption="C"))) == sorted(
        [
            "<image/a%20b.jpg> a <schema:ImageObject>",
            '<image/a%20b.jpg> <schema:contentUrl> "/a b.jpg"^^<xsd:anyURI>',
            '<image/a%20b.jpg> <schema:width> "5"^^<xsd:integer>',
            '<image/a%20b.jpg> <schema:height> "0"^^<xsd:integer>',
            '<image/a%20b.jpg> <schema:caption> "C"',
        ]
    )


def test_what_is_said_of_a_related_link() -> None:
    origin = Origin(path="x.md", sha256="ab" * 32)
    assert said(RelatedLink(source=KEY, target=OTHER, origins=(origin,))) == [f"{ONE} <kg:related> {TWO}"]


def test_what_is_said_of_a_source_file() -> None:
    sha256 = "0123456789abcdef" * 4
    assert sorted(said(SourceFile(path="_news/x.md", sha256=sha256))) == sorted(
        [
            "<source/0123456789abcdef> a <prov:Entity>",
            '<source/0123456789abcdef> <kg:path> "_news/x.md"',
            f'<source/0123456789abcdef> <kg:sha256> "{sha256}"',
        ]
    )


def test_what_is_said_of_a_story() -> None:
    story = Story(
        id="0123456789abcdef",
        label="L",
        members=(KEY, OTHER),
        first=KEY,
        start=datetime(2020, 6, 11, tzinfo=UTC),
        end=datetime(2020, 6, 12, tzinfo=UTC),
        topics=("AI",),
        organizations=("ibm",),
        cohesion=0.5,
        confidence=0.25,
        series=True,
        doubts=((OTHER, 0.1),),
        decided=("stories.yaml:2 joins one and two",),
    )
    assert sorted(said(story)) == sorted(
        [
            "<story/0123456789abcdef> a <kg:Story>",
            '<story/0123456789abcdef> <skos:prefLabel> "L"',
            f"<story/0123456789abcdef> <kg:firstArticle> {ONE}",
            '<story/0123456789abcdef> <kg:cohesion> "0.5"^^<xsd:decimal>',
            '<story/0123456789abcdef> <kg:confidence> "0.25"^^<xsd:decimal>',
            '<story/0123456789abcdef> <schema:headline> "L"',
            '<story/0123456789abcdef> <kg:series> "true"^^<xsd:boolean>',
            '<story/0123456789abcdef> <kg:decided> "stories.yaml:2 joins one and two"',
            f'{TWO} <kg:confidence> "0.1"^^<xsd:decimal>',
            f"<story/0123456789abcdef> <schema:hasPart> {ONE}",
            f"<story/0123456789abcdef> <schema:hasPart> {TWO}",
            '<story/0123456789abcdef> <schema:startDate> "2020-06-11T00:00:00Z"^^<xsd:dateTime>',
            '<story/0123456789abcdef> <schema:endDate> "2020-06-12T00:00:00Z"^^<xsd:dateTime>',
            "<story/0123456789abcdef> <schema:about> <topic/ai>",
            "<story/0123456789abcdef> <schema:mentions> <organization/ibm>",
        ]
    )


def test_what_is_said_of_a_storyline() -> None:
    stories = ("0123456789abcdef", "fedcba9876543210")
    storyline = Storyline(id=stories[0], title="T", stories=stories, start=datetime(2020, 6, 11, tzinfo=UTC))
    assert sorted(said(storyline)) == sorted(
        [
            "<storyline/0123456789abcdef> a <kg:Storyline>",
            '<storyline/0123456789abcdef> <schema:headline> "T"',
            '<storyline/0123456789abcdef> <schema:startDate> "2020-06-11T00:00:00Z"^^<xsd:dateTime>',
            "<storyline/0123456789abcdef> <schema:hasPart> <story/0123456789abcdef>",
            "<storyline/0123456789abcdef> <schema:hasPart> <story/fedcba9876543210>",
        ]
    )


def test_an_extractor_reads_the_entities_of_its_annotation_and_no_others() -> None:
    assert {extractor.name: extractor.entity for extractor in load(offered=())} == {
        "articles": Article, "images": Image, "organizations": Organization, "people": Person,
        "providers": Provider, "related": RelatedLink, "sources": SourceFile, "stories": Story, "storylines": Storyline,
        "topics": Topic,
    }  # fmt: skip
    assert [extractor.name for extractor in load(offered=())] == sorted(BUILT_IN)


def test_what_two_extractors_say_is_said_once() -> None:
    again = extractors.Extractor("again", Image, BUILT_IN["images"])
    image = Image(url="/a", iri="image/a")
    assert said(image, again) == said(image)


def test_the_triples_of_each_entity_are_a_part_of_their_own() -> None:
    images = [Image(url=f"/{n}", iri=f"image/{n}") for n in range(3)]
    parts = list(extract(images, extractors=load(offered=())))
    assert [part[0][0] for part in parts] == ["image/0", "image/1", "image/2"]
    assert list(extract(images, extractors=())) == [[], [], []]


# -- of other packages -----------------------------------------------------------------------------------------------

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a package as pip would lay it out: a module, and a .dist-info with its entry points."""
    modules: list[str] = []

    def lay_out(distribution: str, points: str, code: str = "", *, module: str = "") -> None:
        folder = tmp_path / distribution
        info = folder / f"{distribution.replace('-', '_')}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{GROUP}]\n{points}\n")
        name = module or distribution.replace("-", "_")
        (folder / f"{name}.py").write_text(code)
        modules.append(name)
        monkeypatch.syspath_prepend(folder)

    yield lay_out
    for name in modules:
        sys.modules.pop(name, None)
    importlib.invalidate_caches()


WORDS = '''
from __future__ import annotations
from collections.abc import Iterator
from kg import IRI, Article, Triple
from kg.identity import article_iri
from kg.rdf.literals import integer

def extract(article: Article) -> Iterator[Triple]:
    """Say how many words a headline has."""
    yield article_iri(article.key), IRI("https://words.example/count"), integer(len((article.title or "").split()))
'''


def test_the_group_of_entry_points_has_its_promised_name() -> None:
    assert GROUP == "kg.extractors"


def test_an_extractor_of_another_package_is_found(install: Install) -> None:
    install("kg-words", "words = kg_words:extract", WORDS)
    (found,) = (extractor for extractor in load() if extractor.name == "words")
    assert (found.entity, found.origin) == (Article, "kg-words (kg_words:extract)")
    assert [extractor.name for extractor in load()] == sorted([*BUILT_IN, "words"])
    article = Article(key=KEY, url=KEY, title="Three words here")
    assert said(article, found)[-1] == f'{ONE} <https://words.example/count> "3"^^<xsd:integer>'


def test_its_triples_land_in_the_output(install: Install, tmp_path: Path) -> None:
    install("kg-words", "words = kg_words:extract", WORDS)
    (tmp_path / "x.md").write_text(f"---\nwebUrl: {KEY}\ntitle: Three words here\nrelated: [{OTHER}]\n---\n")
    graph = kg.build(tmp_path / "x.md", output=tmp_path / "out", formats=["turtle"], jobs=1)
    question = "SELECT ?url ?count { ?article <https://words.example/count> ?count ; schema:url ?url } ORDER BY ?url"
    assert [(row["url"], row["count"]) for row in graph.query(question)] == [(KEY, 3), (OTHER, 0)]
    assert "<https://words.example/count> 3" in (tmp_path / "out" / "graph.ttl").read_text()


def test_without_it_they_do_not(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(f"---\nwebUrl: {KEY}\n---\n")
    graph = kg.build(tmp_path / "x.md", output=tmp_path / "out", formats=["turtle"], jobs=1)
    assert not list(graph.query("SELECT ?a { ?a <https://words.example/count> ?count }"))


def test_two_that_claim_one_name_are_an_error_that_names_both(install: Install) -> None:
    install("kg-words", "words = kg_words:extract", WORDS)
    install("more-words", "words = more_words:extract", WORDS)
    with pytest.raises(ExtractorError) as caught:
        load()
    assert str(caught.value) == (
        "two extractors claim the name 'words': kg-words (kg_words:extract) and more-words (more_words:extract); "
        "rename one"
    )


def test_one_that_claims_the_name_of_a_built_in_is_an_error_that_names_both(install: Install) -> None:
    install("kg-words", "articles = kg_words:extract", WORDS)
    with pytest.raises(ExtractorError) as caught:
        load()
    assert str(caught.value) == (
        "two extractors claim the name 'articles': kg and kg-words (kg_words:extract); rename one"
    )


@pytest.mark.parametrize(
    ("point", "code", "why"),
    [
        ("kg_broken:extract", "raise RuntimeError('no luck')", "no luck"),
        ("kg_broken:extract", "import a_module_that_is_not_there", "No module named 'a_module_that_is_not_there'"),
        ("kg_broken:other", "x = 1", "module 'kg_broken' has no attribute 'other'"),
        ("kg_nowhere:extract", "", "No module named 'kg_nowhere'"),
    ],
)
def test_one_that_cannot_be_loaded_names_itself(install: Install, point: str, code: str, why: str) -> None:
    install("kg-broken", f"odd = {point}", code)
    with pytest.raises(ExtractorError) as caught:
        load()
    assert str(caught.value) == f"the extractor 'odd' of kg-broken ({point}) cannot be loaded: {why}"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("def extract(article): yield", "annotate its first parameter, as in (article: Article)"),
        ("def extract() -> None: ...", "annotate its first parameter, as in (article: Article)"),
        ("def extract(article: 'Nothing'): yield", "name 'Nothing' is not defined"),
        ("def extract(article: 'no type'): yield", ""),
        ("extract = 5", ""),
    ],
)
def test_one_that_does_not_say_what_it_reads_is_refused_by_name(install: Install, code: str, why: str) -> None:
    install("kg-silent", "odd = kg_silent:extract", code)
    with pytest.raises(ExtractorError) as caught:
        load()
    message = "the extractor 'odd' of kg-silent (kg_silent:extract) does not say what it reads: "
    assert str(caught.value).startswith(message + why)
    assert str(caught.value) != message


@pytest.mark.parametrize("annotation", ["str", "list[int]"])
def test_one_that_reads_no_record_is_refused_by_name(install: Install, annotation: str) -> None:
    install("kg-other", "odd = kg_other:extract", f"def extract(thing: {annotation}): yield")
    with pytest.raises(
        ExtractorError, match=r"^the extractor 'odd' of kg-other \(kg_other:extract\) reads .* no record of"
    ):
        load()


def bad(body: str) -> extractors.Extractor:
    scope: dict[str, object] = {"IRI": IRI, "integer": integer, "TermError": TermError}
    exec(f"def extract(image):\n    {body}", scope)
    return extractors.Extractor("odd", Image, scope["extract"], "kg-odd (kg_odd:extract)")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("yield 1 / 0", "ZeroDivisionError: division by zero"),
        ("yield image.nothing", "AttributeError: 'Image' object has no attribute 'nothing'"),
        ("return None", "TypeError: 'NoneType' object is not iterable"),
        ("yield [IRI('a')]", "TypeError: unhashable type: 'list'"),
    ],
)
def test_one_that_breaks_names_itself_and_the_entity(body: str, why: str) -> None:
    with pytest.raises(ExtractorError) as caught:
        said(Image(url="/a", iri="image/a"), bad(body))
    message = str(caught.value)
    assert message.startswith("the extractor 'odd' of kg-odd (kg_odd:extract) broke on Image(url='/a', iri='image/a'")
    assert message.endswith(why)


def test_an_error_of_kg_passes_through() -> None:
    with pytest.raises(TermError, match="mine"):
        said(Image(url="/a", iri="image/a"), bad("raise TermError('mine')"))


def test_what_is_no_triple_of_terms_is_refused_when_it_is_written() -> None:
    with pytest.raises(TermError):
        said(Image(url="/a", iri="image/a"), bad("yield IRI('a'), IRI('b'), 'not a term'"))


def test_an_extractor_sees_entities_that_cannot_be_changed() -> None:
    triples: list[Triple] = [(IRI("a"), SCHEMA.name, text("b"))]
    assert list(
        extract([Image(url="/a", iri="image/a")], extractors=[extractors.Extractor("x", Image, lambda _: triples)])
    ) == [triples]
    with pytest.raises(AttributeError):
        Image(url="/a", iri="image/a").url = "/b"  # type: ignore[misc]
