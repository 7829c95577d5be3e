"""CSV and TSV -> rows: the first line names the columns; its commas, semicolons, tabs or bars say what parts cells."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, deque
from collections.abc import Iterator

from kg.codes import WRONG_TYPE
from kg.errors import SourceError
from kg.sources.tables.exports import plain_row
from kg.sources.tables.row import Remark, Row, is_web, of_links, sequence
from kg.sources.tables.text import head, pieces
from kg.sources.tree import Mapping

SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
DELIMITERS = (",", ";", "\t", "|")  # of two that part the header into as many cells, the first
LONGEST_ROW = 1 << 20  # characters; of a cell, what `csv.field_size_limit` allows, which is an eighth
MOST_AGAIN = 50  # rows of a file that are read again from their second line
MOST_COLUMNS = 1_000
LONGEST_HEADER = 1 << 16  # characters
LONGEST_NAME = 60  # characters of a column's name, in a file that is not called a table
SEPARATOR = re.compile(r"sep=(.)\n?", re.IGNORECASE)  # the first line, as Excel writes and reads it
_QUOTED = re.compile(r"'([^'\\]*(?:\\.[^'\\]*)*)'|\"([^\"\\]*(?:\\.[^\"\\]*)*)\"")
LONGEST_LIST = 10_000  # characters of a list in a cell


def rows(data: bytes, path: str = "") -> Iterator[Row] | None:
    r"""Return the rows of a CSV or TSV file; None if no address stands in the first of them.

    Args:
        data: the whole file.
        path: its path; without a suffix of `SUFFIXES`, the first lines must look like a table too.

    Raises:
        SourceError: the file is empty, too large, or its first line does not name the columns.

    >>> list(rows(b"url;title\nhttps://a.example/1;One\n", "x.csv"))
    [{'url': 'https://a.example/1', 'title': 'One'}]
    """
    called = path.lower().endswith(SUFFIXES)
    if not called and not _looks_delimited(head(data)):
        return None
    try:
        return of_links(_rows(data))
    except SourceError:
        if called:
            raise
        return None


def _rows(data: bytes) -> Iterator[Row]:
    lines = _Lines(data)
    try:
        reader, delimiter = _reader(lines)
        names = _names(next(reader, []))
    except csv.Error as error:
        raise SourceError(f"the first line of the table cannot be read: {error}; close its quotes") from None
    again = 0
    while True:
        lines.begin_row()
        try:
            cells = next(reader)
            wrong = _misfit(names, cells) or _unclosed(lines.taken, delimiter)
        except StopIteration:
            break
        except csv.Error as error:
            wrong = f"a row of the table cannot be read: {error}; close its quotes"
        yield from lines.remarks()
        if not wrong:
            yield from _row(names, cells, lines.first)
            continue
        yield SourceError(wrong, line=lines.first)
        if again < MOST_AGAIN and lines.begin_again():  # a quote that nothing closes has taken the lines after it
            again += 1
    yield from lines.remarks()


def _reader(lines: _Lines) -> tuple[Iterator[list[str]], str]:
    """Return what reads the cells of all lines from the first that names columns on, and what parts them."""
    first = next((line for line in lines if line.strip()), "")
    separator = SEPARATOR.fullmatch(first)
    if separator:
        first = next((line for line in lines if line.strip()), "")
    lines.put_back(first)
    delimiter = separator[1] if separator else delimiter_of(first)
    return csv.reader(lines, delimiter=delimiter), delimiter


class _Lines:
    """The lines of a file as the csv module asks for them, and the number of the first of each row."""

    def __init__(self, data: bytes) -> None:
        self.first = 1  # line of the row
        self.taken: list[str] = []  # lines of the row
        self._again: deque[str] = deque()
        self._size = self._line = 0
        self._odd: deque[Remark] = deque()
        self._texts = self._split(data)

    def _split(self, data: bytes) -> Iterator[str]:
        rest = ""
        for piece in pieces(data):
            self._odd += piece.odd
            *parts, rest = (rest + piece.text).split("\n")
            for part in parts:
                yield part + "\n"
        if rest:
            yield rest

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        text = self._again.popleft() if self._again else next(self._texts)
        self._line += 1
        if not self.taken:
            self.first = self._line
        self.taken.append(text)
        self._size += len(text)
        if self._size > LONGEST_ROW:
            raise csv.Error(f"it is longer than {LONGEST_ROW:,} characters")
        return text

    def put_back(self, *texts: str) -> None:
        """Give lines that were taken once more."""
        self._again.extendleft(reversed(texts))
        self._line -= len(texts)

    def begin_row(self) -> None:
        """Note that the next line is the first of a row."""
        self.taken, self._size = [], 0

    def begin_again(self) -> bool:
        """Give all lines of the row but its first once more; return whether there are any."""
        self.put_back(*self.taken[1:])
        return len(self.taken) > 1

    def remarks(self) -> Iterator[Remark]:
        """Yield what was odd about the bytes so far."""
        while self._odd:
            yield self._odd.popleft()


def _misfit(names: list[str], cells: list[str]) -> str:
    """Return what is wrong with a row that has more cells than its table has columns; nothing of one that fits."""
    if not any(cell.strip() for cell in cells[len(names) :]):
        return ""
    row = f"a row of {len(cells)} cells in a table of {len(names)} columns"
    return f"{row}; put quotes round a cell that has the sign in it which parts them"


def _unclosed(lines: list[str], delimiter: str) -> str:
    """Return what is wrong with a row of several lines whose quotes do not fit: it has taken those of other rows."""
    if len(lines) < 2:
        return ""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return "a quote of the row is not closed; close it, or write quotes within a cell twice"
    return ""


def delimiter_of(header: str) -> str:
    """Return what parts the cells of a table: what parts its first line into most.

    >>> delimiter_of("title;url"), delimiter_of("url"), delimiter_of('"a;b;c",url')
    (';', ',', ',')
    """
    found = {sign: len(_parted(header[:LONGEST_HEADER], sign)) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: found[sign])


def _parted(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _names(cells: list[str]) -> list[str]:
    """Return the names of the columns; one without a name, as data frames have for their index, is left out.

    Raises:
        SourceError: the first line is no header.
    """
    what = "add a first line with the names of the columns, as url,title,published"
    names = [cell.strip() for cell in cells]
    if not any(names):
        raise SourceError(f"the first line of the table names no columns; {what}")
    if len(names) > MOST_COLUMNS:
        raise SourceError(f"the table has more than {MOST_COLUMNS:,} columns; leave out those that are not needed")
    if value := next(filter(is_web, names), None):
        raise SourceError(f"the first line of the table is no header, {value[:60]} stands in it; {what}")
    if double := next((name for name, count in Counter(names).items() if name and count > 1), None):
        raise SourceError(f"two columns of the table are called {double[:60]!r}; rename one", key=double)
    return names


def _row(names: list[str], cells: list[str], line: int) -> Iterator[Row]:
    if not any(cells):
        return
    if len(cells) < len(names):
        message = f"a row of {len(cells)} cells in a table of {len(names)} columns: the last are taken as empty"
        yield Remark(line, message, WRONG_TYPE)
    row = Mapping(line)
    for name, cell in zip(names, cells, strict=False):
        if name:
            row[name] = _value(cell, line)
    row.lines = dict.fromkeys(row, line)
    yield plain_row(row)


def _value(cell: str, line: int) -> object:
    """Return what a cell holds: a text, None if it is empty, or a list as JSON or Python write one."""
    if not cell or cell.isspace():
        return None
    if cell[0] != "[" or cell[-1] != "]" or cell[1] not in "'\"]" or len(cell) > LONGEST_LIST:
        return cell
    try:
        found = json.loads(cell)
    except ValueError:
        found = [one or other for one, other in _QUOTED.findall(cell)]
    except RecursionError:
        return cell
    return sequence([item for item in found if isinstance(item, str)], line) if isinstance(found, list) else cell


def _looks_delimited(text: str) -> bool:
    """Return whether a text begins as a table does: short names, and as many cells in the next line, one an address."""
    lines = [line for line in text.splitlines()[:3] if line.strip()]
    if len(lines) < 2:
        return False
    delimiter = delimiter_of(lines[0])
    header, first = (_parted(line, delimiter) for line in lines[:2])
    named = all(0 < len(name.strip()) <= LONGEST_NAME for name in header) and not any(map(is_web, header))
    return named and len(header) == len(first) > 1 and any(map(is_web, first))
