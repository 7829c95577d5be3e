"""One file as it stands -> faults that only its text shows: keys that stand twice, and names of several vintages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kg.codes import DUPLICATE_KEY, MIXED_VINTAGES
from kg.sources.fields import DOUBLE, fields_of
from kg.sources.tree import MAPPING
from kg.validation.document import Document
from kg.validation.finding import Draft

# fields of an article whose keys are of several vintages; webUrl and originalUrl stand side by side in one
VINTAGES = {
    name: field.keys
    for name, field in {**fields_of("article"), **fields_of("reading")}.items()
    if len(field.keys) > 1 and name != "url"
}
MOST_NAMED = 3  # other files in a message


def duplicates(document: Document, path: str, sha256: str) -> Iterator[Draft]:
    """Yield a draft for each key that stood in its mapping before."""
    for node in document.root.nodes() if document.root is not None else ():
        first: dict[str, int] = {}
        for key, _ in node.entries if node.kind == MAPPING else ():
            if key is None or key.value == "<<":
                continue
            line = document.place(key.start)[0]
            if key.value in first:
                message = DOUBLE.format(key.value, first[key.value])  # as reading it says, where that comes by
                yield Draft(DUPLICATE_KEY, path, line, message, sha256, key=key.value)
            first[key.value] = line


def names(document: Document) -> dict[str, tuple[str, int]]:
    """Return, for each field in `VINTAGES` that an article's file has, the name that it goes by, and its line."""
    found = {}
    for field, keys in VINTAGES.items():
        pair = document.root.get(*keys) if document.root is not None else None
        if pair is not None:
            found[field] = pair[0].value, document.place(pair[0].start)[0]
    return found


class Vintages:
    """The names that the fields of articles go by, file by file."""

    def __init__(self) -> None:
        self._files: dict[str, dict[str, list[tuple[str, int, str]]]] = defaultdict(lambda: defaultdict(list))

    def add(self, document: Document, path: str, sha256: str) -> None:
        """Take the names of one article's file."""
        for field, (name, line) in names(document).items():
            self._files[field][name].append((path, line, sha256))

    def drafts(self) -> Iterable[Draft]:
        """Yield a draft for each name that fewer files use than another name of the same field, at the first."""
        for files in self._files.values():
            counts = Counter({name: len(places) for name, places in files.items()})
            usual = min(counts, key=lambda name: (-counts[name], name))
            for name in sorted(set(counts) - {usual}):
                (path, line, sha256), *others = sorted(files[name])
                also = ", ".join(other for other, _, _ in others[:MOST_NAMED])
                more = f" (also {also}{' and others' if len(others) > MOST_NAMED else ''})" if also else ""
                message = f"{name} in {counts[name]:,} files, {usual} in {counts[usual]:,}{more}"
                yield Draft(MIXED_VINTAGES, path, line, message, sha256, key=name, mend=f"write {usual}")
