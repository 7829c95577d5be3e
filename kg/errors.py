"""What can go wrong -> one tree of exceptions.

::

    KGError
    ├── UsageError        wrong arguments, or nothing that could be built
    ├── StrictError       the graph was built, but something was rejected
    ├── WorkerError       a process that shared the work was ended from outside
    ├── SourceError       one file that cannot be read (becomes a `Rejected`, never a stop)
    ├── NotAnArticleError a page of the site: not read, and no fault
    ├── IdentityError     a base that is not an absolute http(s) IRI
    ├── ExtractorError    an extractor that is missing, claimed twice, or broke
    ├── ExporterError     an exporter that is claimed twice, cannot be loaded, or broke
    ├── ReaderError       a reader of another package that is claimed twice, or cannot be loaded
    ├── TermError         a term that is not valid RDF
    ├── GraphError        an output folder that holds no graph, or a damaged one
    └── QueryError        a SPARQL query that is wrong; knows the line and the column
        └── TimeLimitError    it took longer than it was given
"""

from __future__ import annotations

from typing import Any

from kg.codes import SYNTAX


class KGError(Exception):
    """The root of all errors that `kg` raises on purpose."""


class UsageError(KGError):
    """Wrong arguments, or nothing that could be built."""


class StrictError(KGError):
    """The graph was built under ``strict``, but something was rejected; the report says what."""


class WorkerError(KGError):
    """A process that shared the work was ended from outside, as a system does that runs out of memory."""


class SourceError(KGError):
    """One file cannot be read; carries the reason, its code, line and column (1-based; 0: the whole line).

    `key` is the key that it speaks of, if any; `warned` is what was odd about the file up to there.
    """

    def __init__(
        self,
        reason: str,
        *,
        line: int = 1,
        column: int = 0,
        key: str = "",
        code: str = SYNTAX,
        warned: tuple[Any, ...] = (),
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column
        self.key = key
        self.code = code
        self.warned = warned


class NotAnArticleError(KGError):
    """A file has front matter, but is a page of the site or the like: not read, and no fault."""


class IdentityError(KGError):
    """A base that is not an absolute http(s) IRI."""


class ExtractorError(KGError):
    """An extractor is claimed twice, cannot be loaded, or broke on an entity."""


class ExporterError(KGError):
    """An exporter is claimed twice, cannot be loaded, or broke on a graph."""


class ReaderError(KGError):
    """A reader of another package is claimed twice, cannot be loaded, or does not say what it reads."""


class TermError(KGError):
    """A term is not valid RDF."""


class GraphError(KGError):
    """An output folder holds no graph, or a damaged one."""


class QueryError(KGError):
    """A SPARQL query is wrong, or its result does not have the form that was asked for.

    `line` and `column` (1-based) say where the query is wrong, where that is known, `hint` what the parser says of it.
    """

    def __init__(self, reason: str, *, line: int | None = None, column: int | None = None, hint: str = "") -> None:
        super().__init__(reason)
        self.line = line
        self.column = column
        self.hint = hint


class TimeLimitError(QueryError):
    """A query took longer than it was given, and was ended."""
