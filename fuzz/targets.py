"""Any bytes -> records or a rejection, valid RDF, safe HTML: one function a promise, each raises where it is broken.

A target takes bytes and returns nothing. What it finds wrong is an `AssertionError`, or whatever escapes from kg: a
`KGError` counts as a clear answer only where a target says so.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import io
import lzma
import re
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pyoxigraph as ox
import rdflib
from rdflib.plugins.parsers.ntriples import DummySink, W3CNTriplesParser

from kg import exporters, extractors, identity, sources, stories
from kg.entities.merge import merge
from kg.errors import QueryError, SourceError, TermError, UsageError
from kg.identity import DEFAULT_BASE
from kg.model import Reading
from kg.query import questions
from kg.rdf.ntriples import Writer
from kg.rdf.store import Store
from kg.rdf.terms import IRI, Literal
from kg.sources import dialects, tables
from kg.sources.body import Body
from kg.sources.dated_paths import date_in_path
from kg.sources.dates import AmbiguousDateError, moment
from kg.sources.frontmatter import decode
from kg.sources.opening import opened, stdin
from kg.sources.site import Site, address_of, site_of
from kg.sources.tree import Mapping

ARCHIVES = (".tar", ".tar.gz", ".tar.xz", ".zip")  # a file of each is made of an input
SECONDS = 2.0  # of processor time that one input may take, whatever it is
EXTRACTORS = extractors.load(offered=())  # those of kg alone
KINDS = ("article", "organization", "topic", "person", "company", "page", "table")
FRONT = b"---\nwebUrl: https://a.example/1\ntitle: One\n"
FIELDS = (
    b"title excerpt publishedDateTime provider topics tags images related quality heat ampWebUrl type published".split()
)
NAME = IRI("https://schema.org/name")
CONFIGURATIONS = (
    "kg.toml", "_config.yml", "hugo.toml", "hugo.json", "config.toml", "pelicanconf.py", "astro.config.mjs", "conf.py",
    "gatsby-config.js", "mkdocs.yml",
)  # fmt: skip
PLACES = 8  # an input goes to every eighth parameter of the saved questions
SAFE = re.compile(r"[\x00-\x20]*(?:https?:|mailto:|data:image/|data:,$|#|\?|\./|\.\./|[\w/-]+(?:[./?#]|$)|$)", re.ASCII)


def _readings(data: bytes, kinds: Iterable[str] = KINDS) -> list[Reading]:
    return [sources.read_bytes(data, "x.md", kind=kind) for kind in kinds]


def _lines(readings: Iterable[Reading], *, with_stories: bool = False) -> list[str]:
    entities = merge(readings)
    found = stories.find(entities.articles, entities.related, ()).together if with_stories else ()
    parts = extractors.extract((*entities.in_order(), *found), extractors=EXTRACTORS)
    return [line for part in parts for line in Writer(DEFAULT_BASE).lines(part)]


def _is_rdf(text: bytes) -> None:
    """Hold that two parsers read N-Triples, and read the same."""
    count = sum(1 for _ in ox.parse(text, ox.RdfFormat.N_TRIPLES))
    sink = _Sink()
    W3CNTriplesParser(sink=sink).parse(io.StringIO(text.decode("utf-8"), newline="\n"))
    assert len(sink.found) == len(set(text.split(b"\n")) - {b""}) <= count, "the parsers do not read the same"


class _Sink(DummySink):
    """What rdflib's parser hands its triples to."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # rdflib has none here
        self.found: set[tuple[Any, Any, Any]] = set()

    def triple(self, *terms: Any) -> None:
        self.found.add((terms[0], terms[1], terms[2]))


def reader(data: bytes) -> None:
    """The bytes of a file give records whose every fact can be written, or a rejection with a line and a reason."""
    for reading in (*_readings(data), *_readings(b"---\n" + data + b"\n---\n")):
        assert all(rejected.reason and rejected.origin.line >= 1 for rejected in reading.rejected)
        assert all(warned.message and warned.origin.line >= 1 for warned in reading.warned)
        assert reading.rejected or not reading.articles or reading.articles[0].key
        if reading.articles or reading.providers or reading.topics:
            _lines([reading])


def fields(data: bytes) -> None:
    """Bytes in the fields of an article give valid RDF, in valid UTF-8, that two parsers read alike."""
    parts = data.split(b"\x00")
    lines = [b"%s: %s\n" % (FIELDS[i % len(FIELDS)], part) for i, part in enumerate(parts[: 2 * len(FIELDS)])]
    readings = _readings(FRONT + b"".join(lines) + b"---\n", ["article"])
    _is_rdf("".join(_lines(readings)).encode("utf-8"))


def url(data: bytes) -> None:
    """The canonical form of an address is its own, ASCII, and a valid IRI without tracking, fragment or user."""
    text = data.decode("utf-8", "surrogateescape")
    for given in (text, f"https://a.example/{text}", f"http://{text}"):
        found = identity.canonical_url(given)
        if found is None:
            continue
        assert identity.canonical_url(found) == found, "not a fixed point"
        assert found.isascii(), "not ASCII"
        assert found.startswith("https://"), "not https"
        assert "#" not in found, "a fragment"
        ox.NamedNode(found)
    for mint in (identity.topic_iri, identity.provider_iri, identity.organization_iri, identity.image_iri):
        if (iri := mint(text)) is not None:
            ox.NamedNode(identity.absolute(iri, base=DEFAULT_BASE))


def dates(data: bytes) -> None:
    """A text is a moment in UTC, no date, or several; a date in a path is one that is read as a day or a month."""
    text = data.decode("utf-8", "surrogateescape")
    for order in ("", "dmy"):
        with contextlib.suppress(AmbiguousDateError):
            found = moment(text, zone="America/New_York", order=order)
            assert found is None or found.value.tzinfo is UTC, "not in UTC"
    if (written := date_in_path(text)) is not None:
        again = moment(written)
        assert again, "not read again"
        assert again.precision in ("day", "month"), "neither a day nor a month"


def terms(data: bytes) -> None:
    """A triple of any texts is refused, or written as a line that comes back as the same triple."""
    text = data.decode("utf-8", "surrogateescape" if len(data) % 2 else "replace")
    parts = f"{text}\x00\x00\x00".split("\x00")
    value, other, language = parts[0], parts[1], parts[2]
    writer = Writer(DEFAULT_BASE)
    objects: list[IRI | Literal] = [Literal(value), IRI(other), Literal(value, IRI(other))]
    objects += [Literal(value, language=language)] if language else []
    for obj in objects:
        try:
            (line,) = writer.lines([(IRI("article/1"), NAME, obj)])
        except TermError:
            continue
        assert line.endswith(" .\n"), "no whole line"
        assert line.count("\n") == 1, "more than a line"
        (quad,) = ox.parse(line.encode("utf-8"), ox.RdfFormat.N_TRIPLES)
        if isinstance(obj, Literal) and obj.datatype is None:
            assert quad.object.value == value, "another text"


def questions_(data: bytes) -> None:
    """A parameter of any text is refused, or changes no more of the question than the term in its place."""
    text = data.decode("utf-8", "replace")
    store = _graph()
    known = sorted(questions.saved().values(), key=lambda question: question.name)
    places = [(question, parameter.name) for question in known for parameter in question.parameters]
    for question, parameter in places[len(data) % PLACES :: PLACES]:
        try:
            bound = questions.bind(question, {parameter: text}, store=store)
        except QueryError:
            continue
        store.query(bound)  # it would be an error if it were another question


@functools.cache
def _graph() -> Store:
    front = FRONT + b"excerpt: text\nprovider: {name: N, domain: n.example}\ntopics: [AI]\n---\n"
    return Store.load(_lines(_readings(front, ["article"])))


class _Page(HTMLParser):
    """What a browser would make of a page: how many elements of each name, and where its links go."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.names: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names[tag] = self.names.get(tag, 0) + 1
        for name, value in attrs:
            assert not name.startswith("on"), f"a handler: {name}"
            assert name not in ("href", "src", "action") or SAFE.match(value or ""), f"an address: {value!r}"


def _hostile(data: bytes) -> Store:
    text = data.decode("utf-8", "replace")
    one = f"---\nwebUrl: https://a.example/1\ntitle: {_quoted(text)}\nexcerpt: {_quoted(text)}\n"
    one += f"publishedDateTime: 2020-06-11T01:00:00Z\nprovider: {{name: {_quoted(text)}, domain: n.example}}\n"
    one += f"topics: [{_quoted(text)}]\n"
    one += f"images: [{{url: {_quoted('https://i.example/' + text)}, caption: {_quoted(text)}}}]\n"
    one += f"related: [{{webUrl: {_quoted('https://b.example/' + text)}, title: {_quoted(text)}}}]\n---\n"
    return Store.load(_lines(_readings(one.encode("utf-8"), ["article"]), with_stories=True))


def _quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(char):08X}" if not char.isalnum() else char for char in text) + '"'


def page(data: bytes) -> None:
    """Text in every field of a page adds no element, no handler and no address that runs."""
    found, plain = _elements(data), _plain()
    assert found.keys() <= plain.keys(), "other elements than a page of plain text has"
    assert found["script"] <= plain["script"], "more scripts than a page of plain text has"


@functools.cache
def _plain() -> dict[str, int]:
    return _elements(b"plain")


def _elements(data: bytes) -> dict[str, int]:
    page = _Page()
    page.feed(_file("html", _hostile(data)).decode("utf-8"))
    page.close()
    return page.names


def _file(name: str, store: Store) -> bytes:
    file = exporters.FORMATS[name].export(store)
    assert isinstance(file, bytes)
    return file


def exports(data: bytes) -> None:
    """Text in every field gives files that the formats' own parsers read."""
    store = _hostile(data)
    for name in ("graphml", "gexf"):
        ElementTree.fromstring(_file(name, store))
    _is_rdf(_file("ntriples", store))
    turtle = set(ox.parse(_file("turtle", store), ox.RdfFormat.TURTLE))
    assert turtle == set(store.triples()), "Turtle is another graph"
    jsonld = _file("jsonld", store)
    assert len(rdflib.Graph().parse(data=jsonld, format="json-ld")) == len(store), "JSON-LD is another graph"


def site(data: bytes) -> None:
    """The bytes of settings and of configurations give a site that can be handed on, and problems with a line."""
    name = CONFIGURATIONS[len(data) % len(CONFIGURATIONS)]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        found = site_of(folder)
        assert msgspec.json.decode(msgspec.json.encode(found), type=Site) == found
        assert all(problem.message and problem.origin.line >= 1 for problem in found.problems)
        path = data.decode("utf-8", "replace")
        for where in (path, f"_posts/2020-06-11-{path}.md"):
            address = address_of(found, where, {"title": path, "slug": path, "permalink": path[:9]})
            assert address is None or identity.canonical_url(address), address


BEGINNINGS = ("", "---\n", "+++\n", "{", ";;;\n", "Title: ", ".. title: ", "T\n==\n\n:date: ", "<html><meta name=")


def dialects_(data: bytes) -> None:
    """Front matter in any dialect is a tree, a body that ends the text and places within it, or a refusal."""
    try:
        text = decode(data).value
    except SourceError:
        return
    for beginning in BEGINNINGS:
        whole = beginning + text
        root, _ = dialects.nodes(whole, "x.mdx")
        for node in root.nodes() if root is not None else ():
            assert 0 <= node.start <= node.end <= len(whole), "a node stands outside of the text"
        try:
            found = dialects.front_matter(whole, "x.mdx")
        except SourceError:
            continue
        assert whole.endswith(found.body), "a body that is not the end of the text"


TABLES = {  # the names of files of rows, and how each may begin
    "x.csv": b"url,title\nhttps://a.example/1,",
    "x.json": b'[{"url": "https://a.example/1"},',
    "x.jsonl": b'{"url": "https://a.example/1"}\n',
    "x.xml": b"<rss><channel><item><link>https://a.example/1</link>",
    "x.html": b"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF='https://a.example/1'",
    "x.yml": b"- url: https://a.example/1\n- ",
    "Bookmarks": b'{"roots": {"other": {"children": [',
}


def tables_(data: bytes) -> None:
    """The bytes of a feed, a table or a bookmark file give rows with texts and lines, or errors with a reason."""
    for path, start in TABLES.items():
        for given in (data, start + data):
            try:
                rows = list(tables.rows(given, path) or ())
            except SourceError as error:
                rows = [error]
            for row in rows:
                assert row.line >= 1, "no line"
                if isinstance(row, Mapping):
                    assert row.keys() == row.lines.keys(), "a key without a line"
                elif isinstance(row, SourceError):
                    assert row.reason, "no reason"


def archives_(data: bytes) -> None:
    """The bytes of an archive, and those within one, give regular files in the folder, or a word that names it."""
    ending = ARCHIVES[len(data) % len(ARCHIVES)]
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / f"x{ending}"
        for content in (data, _packed(data, ending)):
            archive.write_bytes(content)
            problem = str(archive)
            try:
                with opened([archive], folder=folder) as found:
                    inside = [path for path in found[0].rglob("*") if not path.is_dir()]
                    assert all(path.is_file() and not path.is_symlink() for path in inside)
            except UsageError as error:
                problem = str(error)
            assert problem.startswith(str(archive)), problem
            assert [path.name for path in Path(folder).iterdir()] == [archive.name], "something is left, or got out"
    assert stdin.ending(data).startswith("."), "an ending without a dot"


def _packed(data: bytes, ending: str) -> bytes:
    """Return an archive in which the data is a name, an entry, and (in a tar) the archive after its first header."""
    name = data[:90].decode("utf-8", "surrogateescape").partition("\0")[0]
    file = io.BytesIO()
    if ending == ".zip":
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr(zipfile.ZipInfo(name.encode("utf-8", "replace").decode()), data)
        return file.getvalue()
    header = tarfile.TarInfo(f"{name}.md")
    header.size = len(data)
    tar = header.tobuf(tarfile.GNU_FORMAT) + data.ljust(-(-len(data) // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE, b"\0")
    odd = bytearray(header.tobuf(tarfile.GNU_FORMAT))
    odd[: len(data)] = data[: len(odd)]
    odd[148:156] = b"%06o\0 " % (sum(odd[:148]) + 8 * 32 + sum(odd[156:]))  # with the right checksum
    whole = tar + odd + data
    return {".tar.gz": gzip.compress(whole), ".tar.xz": lzma.compress(whole)}.get(ending, whole)


def body(data: bytes) -> None:
    """The body of a file gives links that are addresses on lines that it has, and an excerpt, or nothing."""
    text = re.sub(r"\r\n?", "\n", data.decode("utf-8", "replace"))  # as `decode` makes them one
    found = Body(text)
    for link in found.links:
        assert identity.canonical_url(link.url), "no address"
        assert 1 <= link.line <= text.count("\n") + 1, "a line that it has not"
        assert link.title is None or link.title.strip(), "an empty title"
    assert found.excerpt is None or found.excerpt.strip(), "an empty excerpt"
    assert found.heading is None or found.heading.strip(), "an empty heading"
    assert found.is_list in (True, False)


def articles(data: bytes) -> None:
    """The bytes of a file of any kind give records that can be written, the same when they are read again."""
    for kind in (*sources.READERS, "table", "prose"):
        for given in (data, b"---\ntitle: A\n" + data, b"---\ntitle: A\n---\n" + data):
            reading = sources.read_bytes(given, "x.md", kind=kind)
            assert reading == sources.read_bytes(given, "x.md", kind=kind), "not the same again"
            assert len(reading.articles) == len(reading.lines), "an article without a line"
            assert all(0 <= place < len(reading.articles) for place in reading.listed), "lists what is not there"
            assert all(warned.origin.line >= 1 for warned in reading.warned), "a word without a line"
            if reading.articles:
                _lines([reading])


TARGETS: dict[str, Callable[[bytes], None]] = {
    "reader": reader,
    "fields": fields,
    "url": url,
    "dates": dates,
    "terms": terms,
    "questions": questions_,
    "page": page,
    "exports": exports,
    "site": site,
    "dialects": dialects_,
    "tables": tables_,
    "body": body,
    "articles": articles,
    "archives": archives_,
}


def hold(name: str, data: bytes) -> None:
    """Run a target on one input, and hold that it took no longer than it may.

    Args:
        name: of a target.
        data: the input.

    Raises:
        AssertionError: a promise is broken, or the time was over.
    """
    start = time.process_time()
    try:
        TARGETS[name](data)
    except UsageError as error:
        raise AssertionError(f"a word about usage where there is no user: {error}") from error
    spent = time.process_time() - start
    allowed = SECONDS + len(data) / 100_000
    assert spent < allowed, f"{spent:.1f} s for {len(data)} bytes"
