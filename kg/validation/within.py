"""One file as it stands -> faults that only its text shows: keys that stand twice, and names of several vintages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.codes import DUPLICATE_KEY, MIXED_VINTAGES
from kg.errors import SourceError
from kg.model import Origin
from kg.sources.dialects import front_matter
from kg.sources.fields import fields_of
from kg.sources.mappings import DOUBLE
from kg.sources.tree import MAPPING, MOST_DOUBLES
from kg.validation.document import Document
from kg.validation.finding import Draft

# fields of an article whose keys are of several vintages; webUrl and originalUrl stand side by side in one
VINTAGES = {
    name: field.keys
    for name, field in {**fields_of("article"), **fields_of("reading")}.items()
    if len(field.keys) > 1 and name != "url"
}
MOST_NAMED = 3  # other files in a message


def duplicates(document: Document) -> Iterator[Draft]:
    """Yield a draft for each key that stood in its mapping before, of one mapping as many as reading knows."""
    for node in document.nodes():
        first: dict[str, int] = {}
        left = MOST_DOUBLES
        for key, _ in node.entries if node.kind == MAPPING else ():
            if key is None or key.value == "<<":
                continue
            if key.value in first and left:
                left -= 1
                message = DOUBLE.format(key.value, first[key.value])  # as reading it says, where that comes by
                yield Draft(DUPLICATE_KEY, document.origin(key.line), message, key=key.value)
            first[key.value] = key.line


def commented(document: Document) -> Iterator[Draft]:
    """Yield a draft for each value that a # cut off."""
    if " #" not in document.text:
        return
    try:
        odd = front_matter(document.text, document.path).odd
    except SourceError:
        return
    for line, key, message, code in odd:
        yield Draft(code, document.origin(line), message, key=key)


class Vintages:
    """The names that the fields of articles go by, file by file."""

    def __init__(self) -> None:
        self._places: dict[str, dict[str, list[Origin]]] = defaultdict(lambda: defaultdict(list))

    def add(self, document: Document) -> None:
        """Take the names of one article's file."""
        for field, keys in VINTAGES.items():
            pair = document.get(*keys)
            if pair is not None:
                self._places[field][pair[0].value].append(document.origin(pair[0].line))

    def drafts(self) -> Iterable[Draft]:
        """Yield a draft for each name that fewer files use than another name of the same field, at the first."""
        for places in self._places.values():
            usual = min(places, key=lambda name: (-len(places[name]), name))
            for name in sorted(set(places) - {usual}):
                first, *others = sorted(places[name], key=lambda origin: (origin.path, origin.line, origin.sha256))
                also = ", ".join(other.path for other in others[:MOST_NAMED])
                more = f" (also {also}{' and others' if len(others) > MOST_NAMED else ''})" if also else ""
                message = f"{name} in {len(places[name]):,} files, {usual} in {len(places[usual]):,}{more}"
                yield Draft(MIXED_VINTAGES, first, message, key=name, mend=f"write {usual}")
