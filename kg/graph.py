"""KnowledgeGraph: the small face on a graph that was built."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from msgspec.structs import asdict

from kg import exporters, html, words
from kg.analysis import archive, coverage, figures
from kg.analysis.evidence import suspects as suspicions
from kg.analysis.evidence.explain import explain
from kg.analysis.evidence.links import strongest
from kg.analysis.network import article_network
from kg.errors import GraphError, QueryError
from kg.folder import OutputFolder
from kg.identity import DEFAULT_BASE
from kg.model import Story, Storyline
from kg.provenance import Provenance, Sources
from kg.provenance.why import why
from kg.query import questions
from kg.query.answer import PAGE_HEIGHT, Answer
from kg.query.search import LIMIT, Index
from kg.query.worker import Worker
from kg.rdf import network
from kg.rdf.outside import NOT_OUTSIDE, asks_outside
from kg.rdf.store import Store

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Graph

    from kg.analysis.coverage import Coverage
    from kg.analysis.evidence.explanation import Explanation
    from kg.build.progress import Stages
    from kg.exporters.inline import Frame
    from kg.provenance.why import Row
    from kg.rdf.remote import Remote
    from kg.sources.opening import Named

MOST_SHOWN = 10  # stories on the card of a graph
Source = str | os.PathLike[str]
Queries = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def build(  # noqa: PLR0913 - an argument an option
    *source: Named | Iterable[Named],
    output: Source = "output",
    base: str = DEFAULT_BASE,
    jobs: int | None = None,
    strict: bool = False,
    formats: Sequence[str] = ("turtle", "html"),
    organizations: Source | Iterable[Source] = (),
    organizations_from: str = "gazetteer",
    merges: Source | Iterable[Source] = (),
    stories: Source | Iterable[Source] = (),
    config: Source | None = None,
    drafts: bool = False,
    anew: bool = False,
    without: Source | None = None,
    progress: Stages | None = None,
) -> KnowledgeGraph:
    """Build the graph of one or more sources into an output folder, and open it.

    Where the folder holds the last build of the same sources, only files that changed are read; if nothing changed, the
    folder stays as it is. The result is that of a build from nothing, byte for byte.

    Args:
        source: files, folders or sites, one after the other or in a list; also ``-`` (standard input), archives (tar,
            zip), ``repo@rev`` (a revision of git), and dicts, `kg.Article` or data frames of pandas, polars or Arrow.
        output: the folder; it is replaced as a whole, and stays as it was if anything fails.
        base: the IRI that all IRIs of the graph begin with.
        jobs: processes that share the work on many files, and threads that compare texts; as many as the machine has
            cores if None. The result is the same.
        strict: raise if anything was rejected (the folder is written all the same).
        formats: to write beside the store, as ``kg export --list`` names them.
        organizations: files of organizations to look for beside those that come with the package, Turtle or CSV.
        organizations_from: what finds their names: gazetteer, or spacy to have a model propose more (kg-news[spacy]).
        merges: files that pin what is one thing, or forbid it, beside the merges.yaml of a source.
        stories: files of what an editor decided of stories, beside the stories.yaml of a source.
        config: a file of settings, in place of the kg.toml of each source and of the working directory.
        drafts: read drafts as well.
        anew: take nothing over from the last build.
        without: a folder within the sources that is not read, in place of the output folder.
        progress: times the stages, and draws them if it was told to. The logger ``kg`` is told of them, too.

    Returns:
        The graph, opened for reading.

    Raises:
        UsageError: a source or a file of organizations is missing or wrong, a format unknown, the folder cannot be
            replaced, or nothing could be built.
        StrictError: `strict`, and something was rejected.
        WorkerError: one of the processes was ended from outside.
    """
    from kg.build import pipeline

    built = pipeline.build(
        *source,
        output=output,
        base=base,
        jobs=jobs,
        strict=strict,
        formats=formats,
        organizations=organizations,
        organizations_from=organizations_from,
        merges=merges,
        stories=stories,
        config=config,
        drafts=drafts,
        anew=anew,
        without=without,
        progress=progress,
    )
    graph = KnowledgeGraph(Store.open(OutputFolder(built.folder).store, ntriples=built.ntriples), built.folder)
    graph.files = built.paths
    return graph


def open(folder: str | os.PathLike[str] = "output", *, queries: Queries = ()) -> KnowledgeGraph:
    """Return the graph that an output folder holds, or the one behind a SPARQL 1.1 endpoint.

    Args:
        folder: the output folder of a build, or the address of an endpoint (``https://...``).
        queries: folders of saved questions of your own, beside those that come along; so does the environment variable
            KG_QUERIES.

    Raises:
        GraphError: it holds none, or a damaged one.
    """
    own = (queries,) if isinstance(queries, str | os.PathLike) else tuple(queries)
    if isinstance(folder, str) and _ADDRESS.match(folder):
        from kg.rdf.remote import Remote

        return KnowledgeGraph(Remote(folder), Path(), queries=own)
    return KnowledgeGraph(Store.open(OutputFolder(Path(folder)).store), Path(folder), queries=own)


def suspects(graph: KnowledgeGraph, *kinds: str, limit: int = suspicions.LIMIT) -> tuple[suspicions.Suspect, ...]:
    """Return what an editor should look at, kind by kind, the surest first.

    Args:
        graph: the graph.
        kinds: weak-link, one-story, one-provider, missing-link, odd-link; all of them if there is none.
        limit: how many of a kind.

    Raises:
        UsageError: an unknown kind.
        GraphError: the records are damaged.
    """
    return suspicions.suspects(graph._store, kinds=kinds, limit=limit, folder=graph._built)


class StoryInGraph(figures.Figures, frozen=True, kw_only=True, dict=True):
    """The key figures of a story, which can be drawn from the graph that it is in."""

    def show(self, *, height: int = PAGE_HEIGHT) -> Frame:
        """Draw the story inline in a notebook, offline: its articles, and what they are about.

        Args:
            height: of the drawing, in pixels.
        """
        store: Store = vars(self)["store"]
        triples = store.query(figures.STORY_GRAPH.format(first=self.story.first))
        return Answer(triples, source=store).show(height=height)


class KnowledgeGraph:
    """A graph in its output folder, or behind an endpoint: ask it, draw it, hand it on.

    Made by `kg.build` and `kg.open`.

    Args:
        store: its triples.
        folder: the output folder that it lies in; of an endpoint, the folder that exports go to.
        queries: folders of saved questions of one's own.
    """

    def __init__(self, store: Store, folder: Path, *, queries: Iterable[str | os.PathLike[str]] = ()) -> None:
        self._store = store
        self.folder = folder
        self.files: tuple[Path, ...] = ()  # that `kg.build` has read just now; written nowhere
        self._queries = tuple(queries)
        self._built = None if store.url else OutputFolder(folder)
        self._index = Index(store, folder=self._built.store if self._built else None)
        self._worker = Worker(self._index)

    def __len__(self) -> int:
        return len(self._store)

    def __repr__(self) -> str:
        place = self._store.url or self.folder
        return f"<KnowledgeGraph {place}: triples: {len(self):,}, stories: {len(self.stories):,}>"

    def _repr_html_(self) -> str:
        """Return the card that a notebook shows: what there is, and the largest stories."""
        counts = archive.counts(self._store.rows)
        facts = [f"{counts[name]:,} {name}" for name in counts] + [f"{len(self):,} triples"]
        rows = [
            (words.count(len(story.members), "article"), words.span(story.start, story.end, form="long"), story.name)
            for story in self.stories[:MOST_SHOWN]
        ]
        if len(self.stories) > MOST_SHOWN:
            rows.append((f"... and {len(self.stories) - MOST_SHOWN:,} more stories", "", ""))
        return html.card(repr(self).partition(":")[0].strip("<"), facts, rows=rows)

    def query(
        self, query: str, *, timeout: float | None = None, limit: int | None = None, service: bool = False
    ) -> Answer:
        """Ask in SPARQL 1.1.

        Args:
            query: a query, or the name of a saved question; the prefixes kg, schema, skos, dcterms, prov, xsd, rdf and
                rdfs need no declaration. kg:matches(?article, "words") and kg:score(?article, "words") search.
            timeout: how long it may take, in seconds; as long as it needs if None.
            limit: how many rows (or triples) to take at most; `Answer.cut` says whether there were more.
            service: let the query ask other endpoints (SERVICE), which learn what is joined with their answers.

        Returns:
            The answer; iterate it for rows as dicts.

        Raises:
            QueryError: the query is wrong; says where.
            TimeLimitError: the time is over.
        """
        return self.ask(query, timeout=timeout, limit=limit, service=service)

    def ask(
        self,
        question: str,
        *,
        timeout: float | None = None,
        limit: int | None = None,
        service: bool = False,
        **parameters: object,
    ) -> Answer:
        """Ask a saved question, with parameters.

        Args:
            question: its name (``kg query --list``), the path of a file ``.rq``, or SPARQL.
            timeout: how long the answer may take, in seconds; as long as it needs if None.
            limit: how many rows (or triples) to take at most; `Answer.cut` says whether there were more.
            service: let it ask other endpoints; an endpoint that is asked itself decides that itself.
            parameters: by name: ``story="33dbcc3c"``, ``provider="wired.com"``, ``since="2020-06-11"``; a list stands
                for each of its values. They are bound as terms.

        Raises:
            QueryError: no such question or parameter, a value that is not of its kind or not in the graph.
            TimeLimitError: the time is over.
        """
        query = self._asked(question, parameters, service=service)
        if self._store.url is not None:
            result = cast("Remote", self._store).query(query, seconds=timeout)
        elif timeout is not None:
            return self._worker.answer(query, seconds=timeout, limit=limit)
        else:
            result = self._store.query(query, functions=self._index.functions())
        return Answer(result, limit=limit, source=self._store)

    def why(self, question: str, *, files: Iterable[str | os.PathLike[str]] = (), **parameters: Any) -> list[Row]:
        """Ask a question, and return for each row the triples that it comes from, and who said them.

        Args:
            question: as `ask` takes it.
            files: as `sources` takes it.
            parameters: as `ask` takes them.

        Raises:
            QueryError: as `ask` says, or the query cannot be taken apart.
            GraphError: there is no record of what the files said.
        """
        return why(self.provenance.with_files(files), self._asked(question, parameters))

    def _asked(self, question: str, parameters: Mapping[str, Any], *, service: bool = False) -> str:
        """Return what is asked, if it sends nothing to other endpoints or may; one that is asked itself decides."""
        query = self._bound(question, parameters)
        if not service and self._store.url is None and asks_outside(query):
            raise QueryError(NOT_OUTSIDE)
        return query

    def _bound(self, question: str, parameters: Mapping[str, Any]) -> str:
        return questions.bind(questions.find(question, own=self._queries), parameters, store=self._store)

    def search(
        self,
        text: str,
        *,
        provider: str | None = None,
        topic: str | None = None,
        story: str | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        limit: int = LIMIT,
    ) -> Answer:
        """Find articles by words of their headline, their abstract, or the names of what they are about.

        The first search makes an index beside the store. Articles that have all of the words are found, or, if none
        has, those that have any.

        Args:
            text: words; "several words" in quotes go together, ``polic*`` is every word that begins so, ``-word`` rules
                out.
            provider: only of this provider, by its domain or name.
            topic: only about this topic.
            story: only of this story.
            since: only from this day (or moment) on.
            until: only up to this day, or before this moment.
            limit: how many at most.

        Returns:
            The best first, with the columns score, published, provider, headline, passage, url, article, story.

        Raises:
            QueryError: no word to search for, or a filter that names nothing in the graph.
        """
        filters = {"provider": provider, "topic": topic, "story": story, "since": since, "until": until}
        return self._index.search(text, limit=limit, **filters)

    def networkx(self, *, images: bool = True) -> nx.MultiDiGraph[str]:
        """Return the graph as a `networkx.MultiDiGraph`; see `kg.rdf.network.network` for what nodes and edges hold."""
        return network.network(self._store, images=images)

    def article_network(self) -> nx.Graph[str]:
        """Return the weighted network of articles that the stories were found on, with the evidence of each edge.

        See `kg.analysis.network.article_network`; nodes are article IRIs.
        """
        return article_network(*archive.articles(self._store.rows))

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """The stories of two articles or more, the largest first; `members` are article IRIs in order of time."""
        return archive.stories(self._store.rows)

    @cached_property
    def storylines(self) -> tuple[Storyline, ...]:
        """The storylines, those of most stories first; `stories` are ids, in the order in which they began."""
        return archive.storylines(self._store.rows)

    def story(self, id: str) -> StoryInGraph:
        """Return one story with its key figures: who was first, how far behind the others were, bursts, copies.

        Args:
            id: of the story, or as much of its beginning as no other story shares; or its IRI.

        Raises:
            UsageError: no story has this id, or several do.
        """
        found = figures.figures(self._store, figures.find_story(self.stories, id))
        story = StoryInGraph(**asdict(found))
        vars(story)["store"] = self._store
        return story

    @cached_property
    def coverage(self) -> Coverage:
        """What the graph says of its providers, for the functions of `kg.analysis.coverage`."""
        return coverage.read_coverage(self._store, self.stories)

    def sources(self, triple: object, *, files: Iterable[str | os.PathLike[str]] = ()) -> Sources:
        """Return who said a triple: files and lines, and the rule that made the triple of what stands there.

        Args:
            triple: subject, predicate and object (texts, terms, None for any), or a line of N-Triples. Prefixes of kg
                need no declaration; a literal may be given by its value.
            files: the folders that were built from; a graph from `kg.build` knows them. Where a file in them still is
                what was read, a line is that of the field itself; else it is that of the article or the related item.

        Returns:
            Sorted by path and line; none if the graph does not hold the triple. Notebooks show a card of them.

        Raises:
            GraphError: there is no record of what the files said.
            UsageError: it is no triple.
        """
        return self.provenance.with_files(tuple(files) or self.files).sources(triple)

    @cached_property
    def provenance(self) -> Provenance:
        """What tells for each triple who said it, and what binds the articles of a story.

        Raises:
            GraphError: there is no record of what the files said.
        """
        if self._built is None:
            raise GraphError("an endpoint has no records of files: open the output folder of the build")
        bond = strongest(self._store, folder=self._built)
        return Provenance(self._store, self._built, bond=bond, functions=self._index.functions)

    def explain(self, a: str, b: str) -> Explanation:
        """Say why two articles are, or are not, in one story; print it, or read its fields.

        Args:
            a: the one article: its address, an AMP address, its IRI, or as much of the beginning of its id as no other
                article shares.
            b: the other.

        Raises:
            UsageError: an article is unknown (names the nearest), several are meant, or both are the same.
            GraphError: the records are damaged.
        """
        return explain(self._store, a, b, folder=self._built)

    @cached_property
    def report(self) -> dict[str, Any]:
        """The report of the build: counts, rejected files, warnings, timings."""
        if self._built is None:
            raise GraphError("an endpoint has no report: open the output folder of the build")
        return self._built.read_report()

    def rdflib(self) -> Graph:
        """Return an `rdflib.Graph` over the same store: nothing is copied, SPARQL runs at Oxigraph's speed."""
        return self._store.rdflib()

    def export(
        self, *formats: str, to: str | Path | None = None, picture: str | None = None, story: str | None = None
    ) -> list[Path]:
        """Write the graph as ``graph.<extension>``, or as the folder ``graph-<format>``, in one or more formats.

        Args:
            formats: such as turtle, html (or pyvis), csv, site; ``kg export --list`` says what there is.
            to: the folder; the graph's own if None.
            picture: what svg and png show: map, timeline (of one story) or coverage (which providers share stories).
            story: of the timeline: its id, or as much of its beginning as no other story shares; the largest if None.

        Returns:
            The paths that were written.

        Raises:
            UsageError: an unknown format, picture or story, or a folder that cannot be written.
            ExporterError: an exporter of another package does not work.
        """
        from kg.exporters import pictures

        names = exporters.known(formats)
        options = {"built": self._built, **pictures.chosen(self.stories, picture, story)}
        return exporters.write(self._store, names, folder=self.folder if to is None else Path(to), **options)

    def show(self, *, height: int = PAGE_HEIGHT, viewer: str = "pyvis") -> Frame:
        """Draw the graph inline in a notebook, offline.

        Args:
            height: of the drawing, in pixels.
            viewer: pyvis, a drawing of everything in a small graph; sigma, the page for readers with its map, timeline
                and stories, for a graph of any size.

        Returns:
            A frame that notebooks display.

        Raises:
            UsageError: no such viewer.
        """
        from kg.exporters.inline import Frame

        exporters.viewed([], viewer=viewer)
        page = exporters.VIEWERS[viewer].export(self._store)
        return Frame(cast(bytes, page), height=height)
