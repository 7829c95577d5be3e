"""What kg.toml can say: a frozen record a section. A section that is missing is the record as it is usually."""

from __future__ import annotations

import msgspec

KINDS = ("organization", "person", "topic", "place", "article")  # that the values of a term can be things of
DATES = ("dmy", "mdy")  # orders of an ambiguous date: 03/04/2021 is in April, or in March
ADDRESS = "@id"  # the datatype of values that are addresses themselves


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """The ground of all sections: frozen, hashable, keyword-only."""


class SiteSection(Section, frozen=True, kw_only=True):
    """[site]: what a site says of itself; each is empty where the section leaves it to the site's own configuration.

    Attributes:
        url: its address (http or https), which `permalink:` and the paths of its posts are joined to.
        name: what it is called, as a provider of its own articles.
        timezone: of dates without one, by its IANA name.
        language: of its articles, as BCP 47 has it.
        dates: the order of ambiguous dates, one of `DATES`.
    """

    url: str = ""
    name: str = ""
    timezone: str = ""
    language: str = ""
    dates: str = ""


class SourcesSection(Section, frozen=True, kw_only=True):
    """[sources]: which files of the folder are read.

    Attributes:
        include: patterns of paths below the folder of the settings; if there are any, all else is left out.
        exclude: patterns of paths that are left out, even where they are included.
        drafts: whether drafts are read.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    drafts: bool = False


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """What a key of front matter says in the graph.

    Attributes:
        key: as the files have it.
        property: the IRI of the property; empty where a context says that the key says nothing.
        kind: of the things that the values name, one of `KINDS`; empty where they are literals.
        datatype: the IRI of that of the literals, or `ADDRESS` where a value is an IRI itself; empty for plain ones.
    """

    key: str
    property: str
    kind: str = ""
    datatype: str = ""


class TermsSection(Section, frozen=True, kw_only=True):
    """[terms] and the JSON-LD context: keys that are in the graph beside those that kg knows.

    Attributes:
        terms: a term a key, those of [terms] before those of the context.
        vocabulary: the IRI that all other keys go behind (``@vocab``); empty if they are not in the graph.
    """

    terms: tuple[Term, ...] = ()
    vocabulary: str = ""


class BuildSection(Section, frozen=True, kw_only=True):
    """[build]: what the command line leaves open; None, or empty, where the section does too.

    Attributes:
        output: the folder to write.
        base: the IRI that all IRIs of the graph begin with.
        formats: names of exporters.
        organizations: lists of further organizations.
        extractors: names of those of other packages that are asked; None for all that are installed.
        facts: files of RDF that go into the graph as they are.
    """

    output: str | None = None
    base: str | None = None
    formats: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    extractors: tuple[str, ...] | None = None
    facts: tuple[str, ...] = ()


class QuerySection(Section, frozen=True, kw_only=True):
    """[query]: `folder` holds saved questions of one's own."""

    folder: str | None = None


class LinksSection(Section, frozen=True, kw_only=True):
    """[links]: whether links in the body list articles; None where each file decides by what it is."""

    body: bool | None = None


class Validate(Section, frozen=True, kw_only=True):
    """[validate]: which findings are reported, and from which severity on they make the exit code 1."""

    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fail_on: str = "warning"
    baseline: str | None = None


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the settings say, a record a section; paths are written out from the folder of their file.

    `fields` are pairs of a field of kg and the keys it goes by, before its own; none where it is not to be read.
    """

    site: SiteSection = SiteSection()
    sources: SourcesSection = SourcesSection()
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    terms: TermsSection = TermsSection()
    build: BuildSection = BuildSection()
    query: QuerySection = QuerySection()
    links: LinksSection = LinksSection()
    validate: Validate = Validate()


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a line of settings that came with a source, which goes on without it.

    `path` is that of the file as it was opened, `line` 1-based, `key` the setting, `code` one of `kg.codes`.
    """

    path: str
    line: int
    message: str
    key: str = ""
    code: str
