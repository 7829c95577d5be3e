"""A text -> the articles that speak of it, ranked: SQLite FTS5 beside the store, made when it is first asked for.

The index lies in the folder of the store and is made of what the store holds; a new build replaces both. An article is
found by its headline, its abstract, its keywords, and the names of its provider, its authors, its topics and the
organizations that it mentions; after all of these, by the text of its own file (`kg.query.bodies`). Words are compared
without case, accents and English endings (Porter's stemmer). The rank is Okapi BM25 (Robertson and Zaragoza, 2009, as
SQLite has it), with a word of the headline worth four of the abstract; what only the text of a file has is ranked below
all others.
"""

from __future__ import annotations

import functools
import os
import re
import sqlite3
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg.errors import QueryError
from kg.folder import OutputFolder
from kg.query.answer import Answer
from kg.query.bodies import bodies
from kg.query.parameters import terms
from kg.query.values import Row, typed
from kg.rdf import ntriples
from kg.rdf.properties import literals_of, names_of, properties_of
from kg.rdf.store import Functions, Store
from kg.rdf.terms import Literal
from kg.rdf.vocab import KG, PROV, SCHEMA, XSD

FILE = "search.sqlite"  # in the folder of the store
VERSION = 2  # of what the file holds
LIMIT = 20  # articles that are found, unless told otherwise
TEXTS = tuple(each for each in literals_of("article") if each.search)  # what is searched of an article itself
NAMED = tuple(
    each for each in properties_of("article") if each.value in ("provider", "person", "topic", "organization")
)
WEIGHTS = {**{each.name: each.search for each in TEXTS}, "names": 2.0}  # of a word in each part of an article
PARTS = ", ".join(WEIGHTS)
TOKENIZER = "porter unicode61 remove_diacritics 2"
PASSAGE = 24  # words of the text that are shown
COLUMNS = ("score", "published", "provider", "headline", "passage", "url", "article", "story")
IRI = COLUMNS.index("article")
ALL = -1  # rows, as SQLite has it
FILTERS = {  # of the search -> the kind of its value (`kg.query.parameters.KINDS`), and what must hold
    "provider": ("provider", "a.publisher IN ({})"),
    "topic": ("topic", "a.id IN (SELECT article FROM about WHERE topic IN ({}))"),
    "story": ("story", "a.story IN ({})"),
    "since": ("since", "rtrim(a.published, 'Z') >= rtrim({}, 'Z')"),
    "until": ("until", "rtrim(a.published, 'Z') < rtrim({}, 'Z')"),
}
SCHEMA_OF_FILE = f"""
CREATE TABLE made_of (version INTEGER, store TEXT, records INTEGER);
CREATE TABLE articles (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, url TEXT, published TEXT, publisher TEXT, provider TEXT,
                       story TEXT);
CREATE TABLE about (topic TEXT, article INTEGER, PRIMARY KEY (topic, article)) WITHOUT ROWID;
CREATE VIRTUAL TABLE texts USING fts5({PARTS}, tokenize = '{TOKENIZER}');
CREATE VIRTUAL TABLE bodies USING fts5(head, body, tokenize = '{TOKENIZER}');
"""
INSERT = f"INSERT INTO texts (rowid, {PARTS}) VALUES (?{{}})"  # noqa: S608 - made of the names above
INSERT_BODY = f"""
INSERT INTO bodies (rowid, head, body)
SELECT rowid, {" || ' ' || ".join(WEIGHTS)}, ?2 FROM texts WHERE rowid = ?1"""  # noqa: S608 - the same
RANK = f"-bm25(texts, {', '.join(map(str, WEIGHTS.values()))})"
FOUND = """
SELECT {rank} AS score, a.published, a.provider, {headline} AS headline,
       snippet({table}, {column}, '', '', '…', {words}) AS passage, a.url, a.iri, a.story
FROM {table} JOIN articles AS a ON a.id = {table}.rowid
WHERE {table} MATCH ?1{{also}}
ORDER BY score DESC, a.iri LIMIT {{limit}}"""
OTHERS = " AND a.id NOT IN (SELECT rowid FROM texts WHERE texts MATCH ?1)"
WITHOUT = " AND a.id NOT IN (SELECT rowid FROM bodies WHERE bodies MATCH ?)"
IN_TEXTS = FOUND.format(rank=RANK, table="texts", headline="texts.headline", column=-1, words=PASSAGE)
IN_BODIES = FOUND.format(
    rank="-bm25(bodies)", table="bodies", column=1, words=PASSAGE,
    headline="(SELECT headline FROM texts WHERE texts.rowid = a.id)",
).replace("{also}", OTHERS + "{also}")  # fmt: skip
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
        self._built = folder and OutputFolder(folder.parent)
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
        with self._lock:
            rows = self._found(text, also, values, limit=limit + 1)
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
        with self._lock:
            if text not in self._scores:
                self._scores[text] = {row[IRI]: row[0] for row in self._found(text)}
            return self._scores[text]

    def _found(self, text: str, also: str = "", values: Iterable[str] = (), *, limit: int = ALL) -> list[Any]:
        """Return the rows that a text finds, the best first: after all others, what only the text of a file has.

        Args:
            text: that is searched for.
            also: what must hold too, in SQL.
            values: of that.
            limit: of rows; a negative number for all.
        """
        every, without = _matches(text)
        if without:
            also, values = also + WITHOUT, (*values, without)
        for words in every:
            rows = self._index.execute(IN_TEXTS.format(also=also, limit=limit), (words, *values)).fetchall()
            if not 0 <= limit <= len(rows):
                rest = limit - len(rows) if limit > 0 else ALL
                lowest = rows[-1][0] if rows else 1.0
                more = self._index.execute(IN_BODIES.format(also=also, limit=rest), (words, *values))
                rows += [(lowest * row[0] / (1 + row[0]), *row[1:]) for row in more]
            if rows:
                return rows
        return []

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
            if opened.execute("SELECT * FROM made_of").fetchall() == [(VERSION, self.identity, self._records)]:
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
        database.execute("INSERT INTO made_of VALUES (?, ?, ?)", (VERSION, self.identity, self._records))
        numbers: dict[str, int] = {}
        full = set()
        for number, article in enumerate(_articles(self.store), 1):
            numbers[article.row[0]] = number
            if article.full:
                full.add(article.row[0])
            database.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *article.row))
            database.executemany("INSERT INTO about VALUES (?, ?)", [(topic, number) for topic in article.about])
            database.execute(INSERT.format(", ?" * len(article.texts)), (number, *article.texts))
        derived = functools.partial(_derived, self.store, full)
        for iri, body in bodies(self._built, base=self._base, derived=derived) if self._built else ():
            database.execute(INSERT_BODY, (numbers[iri], body))
        for table in ("texts", "bodies"):
            database.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - the names above
        database.commit()

    @property
    def _base(self) -> str:
        return (self._built and self._built.base) or ntriples.base_of(self.store.ntriples)

    @property
    def _records(self) -> int:
        """The size of what the files said, which the graph of the store was made of; 0 if it is not there."""
        with suppress(OSError):
            return self._built.records.stat().st_size if self._built else 0
        return 0


def identity(folder: Path | None) -> str:
    """Return what tells the store in a folder from one of another build; empty if there is none."""
    if folder is None:
        return ""
    with suppress(OSError):
        return "".join(
            (folder / name).read_text(encoding="utf-8", errors="replace") for name in ("IDENTITY", "CURRENT")
        )
    return ""


class _Article(NamedTuple):
    """What the index holds of an article: its row, its topics, its texts, and whether it has a file of its own."""

    row: tuple[Any, ...]
    about: list[str]
    texts: list[str]
    full: bool


def _articles(store: Store) -> Iterator[_Article]:
    """Yield what the index holds of each article, sorted by IRI."""
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
        publisher = first.get(SCHEMA.publisher)
        speaks_of = [names[thing] for each in NAMED for thing in known.get(each.iri, ()) if thing in names]
        row = iri, first.get(SCHEMA.url), first.get(SCHEMA.datePublished), publisher, names.get(publisher or "")
        texts = [*(" \n".join(known.get(each.iri, ())) for each in TEXTS), " \n".join(speaks_of)]
        yield _Article((*row, stories.get(iri)), known.get(SCHEMA.about, []), texts, first[KG.full] == "true")


def _derived(store: Store, full: Set[str]) -> dict[str, set[str]]:
    """Return the articles with a file of their own, by the IRI of each file that speaks of them."""
    found: dict[str, set[str]] = defaultdict(set)
    for article, _, file in ntriples.read_triples(store.ntriples, predicates={PROV.wasDerivedFrom}):
        if article in full:
            found[str(file)].add(article)
    return found


def _matches(text: str) -> tuple[list[str], str]:
    """Return what FTS5 is asked, one after the other until something is found: all of the words, then any of them.

    And what must not be there, or nothing.

    >>> _matches('face "New York" polic* -zoom')[0]
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
    every = list(dict.fromkeys(f"({each.join(wanted)}){less}" for each in (" AND ", " OR ")))
    return every, " OR ".join(without)


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
