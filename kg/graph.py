"""KnowledgeGraph: the small face on a graph that was built."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import exporters, network, output, questions, stories
from kg.errors import GraphError
from kg.model import Story
from kg.results import Answer
from kg.store import Store
from kg.stories import archive, figures
from kg.stories.evidence import explanation, suspects

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Graph

PAGE_HEIGHT = 640  # of an inline drawing, in pixels


class KnowledgeGraph:
    """A graph in its output folder: ask it, draw it, hand it on.

    Made by `kg.build` and `kg.open`.

    Args:
        store: its triples.
        folder: the output folder that it lies in.
    """

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self.folder = folder

    @classmethod
    def open(cls, folder: str | Path = "output") -> KnowledgeGraph:
        """Return the graph that an output folder holds.

        Raises:
            GraphError: it holds none, or a damaged one.
        """
        folder = Path(folder)
        return cls(Store.open(folder / output.STORE), folder)

    def __len__(self) -> int:
        return len(self._store)

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.folder}: triples: {len(self):,}, stories: {len(self.stories):,}>"

    def query(self, query: str) -> Answer:
        """Ask in SPARQL 1.1.

        Args:
            query: a query, or the name of a saved question; the prefixes kg, schema, skos, dcterms, prov, xsd, rdf and
                rdfs need no declaration.

        Returns:
            The answer; iterate it for rows as dicts.

        Raises:
            QueryError: the query is wrong; says where.
        """
        return Answer(self._store.query(questions.resolve(query)))

    def networkx(self, *, images: bool = True) -> nx.MultiDiGraph[str]:
        """Return the graph as a `networkx.MultiDiGraph`; see `kg.network.network` for what nodes and edges hold."""
        return network.network(self._store, images=images)

    def article_network(self) -> nx.Graph[str]:
        """Return the weighted network of articles that the stories were found on, with the evidence of each edge.

        See `kg.stories.article_network`; nodes are article IRIs.
        """
        return stories.article_network(*archive.articles(self._store))

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """The stories of two articles or more, the largest first; `members` are article IRIs in order of time."""
        return archive.stories(self._store)

    def story(self, id: str) -> figures.Figures:
        """Return one story with its key figures: who was first, how far behind the others were, bursts, copies.

        Args:
            id: of the story, or as much of its beginning as no other story shares; or its IRI.

        Raises:
            UsageError: no story has this id, or several do.
        """
        return figures.figures(self, id)

    def explain(self, a: str, b: str) -> explanation.Explanation:
        """Say why two articles are, or are not, in one story; print it, or read its fields.

        Args:
            a: the one article: its address, an AMP address, its IRI, or as much of the beginning of its id as no other
                article shares.
            b: the other.

        Raises:
            UsageError: an article is unknown (names the nearest), several are meant, or both are the same.
        """
        return explanation.explain(self._store, a, b, records=self.folder / output.RECORDS)

    def suspects(self, *kinds: str, limit: int = suspects.LIMIT) -> tuple[suspects.Suspect, ...]:
        """Return what an editor should look at, kind by kind, the surest first.

        Args:
            kinds: weak-link, one-story, one-provider, missing-link, odd-link; all of them if there is none.
            limit: how many of a kind.

        Raises:
            UsageError: an unknown kind.
        """
        return suspects.suspects(self._store, kinds=kinds, limit=limit, records=self.folder / output.RECORDS)

    @cached_property
    def report(self) -> dict[str, Any]:
        """The report of the build: counts, rejected files, warnings, timings."""
        try:
            found: dict[str, Any] = json.loads((self.folder / output.REPORT).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise GraphError(
                f"{self.folder / output.REPORT} cannot be read ({error}); build the graph again"
            ) from error
        return found

    def rdflib(self) -> Graph:
        """Return an `rdflib.Graph` over the same store: nothing is copied, SPARQL runs at Oxigraph's speed."""
        return self._store.rdflib()

    def export(self, *formats: str, to: str | Path | None = None) -> list[Path]:
        """Write the graph as ``graph.<extension>`` in one or more formats.

        Args:
            formats: turtle, ntriples, jsonld, graphml, gexf, html.
            to: the folder; the graph's own if None.

        Returns:
            The paths that were written.

        Raises:
            UsageError: an unknown format, or a folder that cannot be written.
        """
        return exporters.write(
            self._store, exporters.known(formats), folder=Path(to) if to is not None else self.folder
        )

    def show(self, *, height: int = PAGE_HEIGHT) -> exporters.inline.Frame:
        """Draw the graph inline in a notebook, offline.

        Args:
            height: of the drawing, in pixels.

        Returns:
            A frame that notebooks display.
        """
        return exporters.inline.Frame(exporters.html.export(self._store), height=height)
