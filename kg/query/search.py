"""A text -> the articles that speak of it, ranked: SQLite FTS5 beside the store, made when it is first asked for.

The index lies in the folder of the store and is made of what the store holds; a new build replaces both. An article is
found by its headline, its abstract, and the names of its provider, its topics and the organizations that it mentions.
Words are compared without case, accents and English endings (Porter's stemmer). The rank is Okapi BM25 (Robertson and
Zaragoza, 2009, as SQLite has it), with a word of the headline worth four of the abstract.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.query.answer import Answer
from kg.query.parameters import terms
from kg.query.values import Row, typed
from kg.rdf import ntriples
from kg.rdf.properties import literals_of, names_of, properties_of
from kg.rdf.store import Functions, Store
from kg.rdf.terms import Literal
from kg.rdf.vocab import KG, SCHEMA, XSD

FILE = "search.sqlite"  # in the folder of the store
VERSION = 1  # of what the file holds
LIMIT = 20  # articles that are found, unless told otherwise
TEXTS = tuple(each for each in literals_of("article") if each.search)  # what is searched of an article itself
NAMED = tuple(each for each in properties_of("article") if each.value in ("provider", "topic", "organization"))
WEIGHTS = {**{each.name: each.search for each in TEXTS}, "names": 2.0}  # of a word in each part of an article
PARTS = ", ".join(WEIGHTS)
PASSAGE = 24  # words of the text that are shown
COLUMNS = ("score", "published", "provider", "headline", "passage", "url", "article", "story")
FILTERS = {  # of the search -> the kind of its value (`kg.query.parameters.KINDS`), and what must hold
    "provider": ("provider", "a.publisher IN ({})"),
    "topic": ("topic", "a.id IN (SELECT article FROM about WHERE topic IN ({}))"),
    "story": ("story", "a.story IN ({})"),
    "since": ("since", "rtrim(a.published, 'Z') >= rtrim({}, 'Z')"),
    "until": ("until", "rtrim(a.published, 'Z') < rtrim({}, 'Z')"),
}
SCHEMA_OF_FILE = f"""
CREATE TABLE made_of (version INTEGER, store TEXT);
CREATE TABLE articles (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, url TEXT, published TEXT, publisher TEXT, provider TEXT,
                       story TEXT);
CREATE TABLE about (topic TEXT, article INTEGER, PRIMARY KEY (topic, article)) WITHOUT ROWID;
CREATE VIRTUAL TABLE texts USING fts5({PARTS}, tokenize = 'porter unicode61 remove_diacritics 2');
"""
INSERT = f"INSERT INTO texts (rowid, {PARTS}) VALUES (?{{}})"  # noqa: S608 - made of the names above
RANK = f"-bm25(texts, {', '.join(map(str, WEIGHTS.values()))})"
FOUND = f"""
SELECT {RANK} AS score, a.published, a.provider, texts.headline,
       snippet(texts, -1, '', '', '…', {PASSAGE}) AS passage, a.url, a.iri, a.story
FROM texts JOIN articles AS a ON a.id = texts.rowid
WHERE texts MATCH ?{{also}}
ORDER BY score DESC, a.iri LIMIT ?"""  # noqa: S608 - made of the numbers above
SCORES = f"""
SELECT a.iri, {RANK} FROM texts JOIN articles AS a ON a.id = texts.rowid WHERE texts MATCH ?"""  # noqa: S608 - the same
CALLED = names_of(each.value for each in NAMED)[::-1]  # the best last
READ = {
    *(each.iri for each in (*TEXTS, *NAMED)), *CALLED, SCHEMA.url, SCHEMA.datePublished, SCHEMA.publisher, SCHEMA.about,
    SCHEMA.hasPart, KG.full,
}  # fmt: skip
_WORDS = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
_LETTER = re.compile(r"[^\W_]")


class Index:
    """The full-text index of one graph; nothing is read or made before the first search.

    Args:
        store: the graph.
        folder: of the store, where the index is kept; None to keep it in memory.

    Attributes:
        identity: of the store that lies in the folder now, as `identity` gives it.
    """

    def __init__(self, store: Store, *, folder: Path | None = None) -> None:
        self.store = store
        self.folder = folder
        self.identity = identity(folder)
        self._opened: sqlite3.Connection | None = None
        self._scores: dict[str, Mapping[str, float]] = {}
        self._lock = threading.RLock()

    def search(self, text: str, *, limit: int = LIMIT, **filters: object) -> Answer:
        """Return the articles that a text finds, the best first; see `kg.KnowledgeGraph.search`."""
        if unknown := sorted(filters.keys() - FILTERS.keys()):
            raise QueryError(f"no filter {unknown[0]!r}; there are {', '.join(FILTERS)}")
        if limit < 1:
            raise QueryError(f"a limit of {limit} articles: give 1 or more")
        also, values = "", []
        for name, value in filters.items():
            if value is not None:
                kind, condition = FILTERS[name]
                wanted = [term.value for term in terms(kind, value, name=name, store=self.store)]
                if len(wanted) != 1 and "IN" not in condition:
                    raise QueryError(f"{name}: give one day or moment")
                also += f" AND {condition.format(', '.join('?' * len(wanted)))}"
                values += wanted
        rows = self._found(FOUND.format(also=also), text, *values, limit + 1)
        return Answer.of(COLUMNS, map(_terms, rows[:limit]), cut=len(rows) > limit)

    def functions(self) -> Functions:
        """Return the two functions of SPARQL that search: kg:matches and kg:score, of an article and a text."""

        def score(article: ox.NamedNode, text: ox.Literal) -> ox.Literal | None:
            found = self._scored(text.value).get(article.value)
            return None if found is None else typed(repr(found), "double")

        def matches(article: ox.NamedNode, text: ox.Literal) -> ox.Literal:
            return typed(str(article.value in self._scored(text.value)).lower(), "boolean")

        return {ox.NamedNode(KG.score): score, ox.NamedNode(KG.matches): matches}

    def _scored(self, text: str) -> Mapping[str, float]:
        if text not in self._scores:
            self._scores[text] = dict(self._found(SCORES, text))
        return self._scores[text]

    def _found(self, query: str, text: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of what has all words of a text or, if nothing has, any."""
        with self._lock:
            found = (self._index.execute(query, (words, *values)).fetchall() for words in _matches(text))
            return next(filter(None, found), [])

    @property
    def _index(self) -> sqlite3.Connection:
        if self._opened is None:
            self._opened = self._kept() or self._made()
        return self._opened

    def _kept(self) -> sqlite3.Connection | None:
        """Return the index that lies beside the store, if there is one and it is of this store."""
        if self.folder is None or not (self.folder / FILE).is_file():
            return None
        with suppress(sqlite3.Error):
            opened = _opened(self.folder / FILE)
            if opened.execute("SELECT version, store FROM made_of").fetchall() == [(VERSION, self.identity)]:
                return opened
            opened.close()
        return None

    def _made(self) -> sqlite3.Connection:
        """Make the index: under another name first, so that two who make it at once do not meet."""
        if self.folder is not None and identity(self.folder) == self.identity:
            with suppress(OSError, sqlite3.Error):
                handle, name = tempfile.mkstemp(prefix=f".{FILE}.", dir=self.folder)
                os.close(handle)
                try:
                    with closing(sqlite3.connect(name)) as fresh:
                        self._fill(fresh)
                    os.replace(name, self.folder / FILE)
                finally:
                    with suppress(OSError):
                        os.unlink(name)
                return _opened(self.folder / FILE)
        made = sqlite3.connect(":memory:", check_same_thread=False)
        self._fill(made)
        return made

    def _fill(self, database: sqlite3.Connection) -> None:
        database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA_OF_FILE}")
        database.execute("INSERT INTO made_of VALUES (?, ?)", (VERSION, self.identity))
        for number, (row, about, texts) in enumerate(_articles(self.store), 1):
            database.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *row))
            database.executemany("INSERT INTO about VALUES (?, ?)", [(topic, number) for topic in about])
            database.execute(INSERT.format(", ?" * len(texts)), (number, *texts))
        database.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        database.commit()


def identity(folder: Path | None) -> str:
    """Return what tells the store in a folder from one of another build; empty if there is none."""
    if folder is None:
        return ""
    with suppress(OSError):
        return "".join(
            (folder / name).read_text(encoding="utf-8", errors="replace") for name in ("IDENTITY", "CURRENT")
        )
    return ""


def _articles(store: Store) -> Iterator[tuple[tuple[str | None, ...], list[str], list[str]]]:
    """Yield of each article its row, its topics and its texts, sorted by IRI."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    stories: dict[str, str] = {}
    for subject, predicate, obj in ntriples.read_triples(store.ntriples, predicates=READ):
        if predicate == SCHEMA.hasPart:
            stories[str(obj)] = subject
        else:
            found[subject][predicate].append(obj.value if isinstance(obj, Literal) else obj)
    names = {thing: known[p][0] for thing, known in found.items() for p in CALLED if p in known}
    for iri in sorted(found):
        known = found[iri]
        if KG.full not in known:
            continue
        first = {predicate: values[0] for predicate, values in known.items()}
        publisher, about = first.get(SCHEMA.publisher), known.get(SCHEMA.about, [])
        speaks_of = [names[thing] for each in NAMED for thing in known.get(each.iri, ()) if thing in names]
        row = iri, first.get(SCHEMA.url), first.get(SCHEMA.datePublished), publisher, names.get(publisher or "")
        texts = [*(first.get(each.iri, "") for each in TEXTS), " \n".join(speaks_of)]
        yield (*row, stories.get(iri)), about, texts


def _matches(text: str) -> list[str]:
    """Return what FTS5 is asked, one after the other until something is found: all of the words, then any of them.

    >>> _matches('face "New York" polic* -zoom')
    ['("face" AND "New York" AND "polic" *) NOT "zoom"', '("face" OR "New York" OR "polic" *) NOT "zoom"']
    """
    wanted: list[str] = []
    without: list[str] = []
    for minus, phrase, word in _WORDS.findall(text.replace("\0", " ").encode(errors="replace").decode()):
        if _LETTER.search(phrase or word):
            star = " *" if word.endswith("*") else ""
            (without if minus else wanted).append(f'"{phrase or word.rstrip("*")}"{star}')
    if not wanted:
        raise QueryError(f"nothing to search for in {text!r}: give a word")
    less = "".join(f" NOT {word}" for word in without)
    return list(dict.fromkeys(f"({each.join(wanted)}){less}" for each in (" AND ", " OR ")))


def _terms(row: tuple[Any, ...]) -> Row:
    score, published, provider, headline, passage, url, article, story = row
    return (
        typed(f"{score:.3f}", "decimal"),
        published and typed(published, "dateTime"),
        provider and ox.Literal(provider),
        (headline and ox.Literal(headline)) or None,
        ox.Literal(" ".join(passage.split())),
        url and ox.Literal(url, datatype=ox.NamedNode(XSD.anyURI)),
        ox.NamedNode(article),
        story and ox.NamedNode(story),
    )


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
