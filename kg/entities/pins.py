"""merges.yaml -> which records are one thing although kg would not say so, and which are not although it would.

    pin:                      # these are one: the first names it
      - providers: [wired.com, wired.co.uk]
      - articles: ["https://a.example/x", "https://mirror.example/x"]
    forbid:                   # these are never one
      - articles: ["https://a.example/x", "https://a.example/x/amp"]
      - providers: [post.example, post.test]

Pins change what records are known by, before they are merged; so all that follows agrees. A forbidden pair of articles
is kept apart where an AMP address would join the two, or where their addresses have one canonical form: then an address
that is not in that form is a key of its own. Providers are never merged but by a pin; to forbid it says that somebody
looked, and the ledger of merges asks no more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import msgspec

from kg.codes import CONTRADICTORY_MERGE, UNUSED_MERGE
from kg.errors import SourceError, UsageError
from kg.identity import canonical_url, domain_key
from kg.model import Article, Origin, Reading, Record, SourceFile, Warned
from kg.sources.frontmatter import decode, parse
from kg.sources.mappings import items
from kg.sources.tree import Mapping as Tree

NAME = "merges.yaml"  # in the folder of a source, or by --merges
PIN, FORBID = "pin", "forbid"
KINDS = ("articles", "providers")
FORM = "write it as in: pin: [{providers: [wired.com, wired.co.uk]}]"


class Pin(Record, frozen=True):
    """A line of ``merges.yaml``: what is one (`verb` pin), or never is (forbid); `names` as the file has them."""

    verb: str
    kind: str
    names: tuple[str, ...]
    origin: Origin

    @property
    def keys(self) -> tuple[str, ...]:
        """What the names go by: canonical URLs, or domains."""
        return tuple(key for name in self.names if (key := _key(self.kind, name)))


class Pins(Record, frozen=True):
    """All lines of the files of merges, what is odd about them, and the files."""

    lines: tuple[Pin, ...] = ()
    warned: tuple[Warned, ...] = ()
    files: tuple[SourceFile, ...] = ()


NOTHING = Pins()
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Pins).decode


def load(sources: Iterable[Path], files: Iterable[Path] = ()) -> Pins:
    """Return what the files of merges say: those in the folders of the sources, and further ones.

    Args:
        sources: that are built from.
        files: further files.

    Raises:
        UsageError: a file cannot be read, or is not of this form; names the line.
    """
    own = (Path(source) / NAME for source in sources if Path(source).is_dir())
    paths = [*(path for path in own if path.is_file()), *files]
    lines: list[Pin] = []
    warned: list[Warned] = []
    known: list[SourceFile] = []
    for path in dict.fromkeys(paths):
        data = _contents(path)
        known.append(SourceFile(path=path.name, sha256=hashlib.sha256(data).hexdigest()))
        found = list(read_merges(data, path))
        lines += [line for line in found if isinstance(line, Pin)]
        warned += [line for line in found if isinstance(line, Warned)]
    held, contradictions = _without_contradictions(lines)
    return Pins(lines=tuple(held), warned=(*warned, *contradictions), files=tuple(known))


def _contents(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise OSError(0, "it is no file")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error


def read_merges(data: bytes, path: Path) -> Iterator[Pin | Warned]:
    """Yield the lines of one file of merges, and a word on each that means nothing.

    Args:
        data: what it holds.
        path: of the file, for messages.

    Raises:
        UsageError: it is not of the form; names the line.
    """
    try:
        node = parse(decode(data).value) if data.strip() else None
    except SourceError as error:
        raise UsageError(f"{path}:{error.line}: {error.reason}") from error
    if node is None:
        return
    if not isinstance(node, Tree):
        raise UsageError(f"{path}:1: not a mapping; {FORM}")
    for verb, value in node.items():
        line = node.lines[verb]
        if verb not in (PIN, FORBID):
            raise UsageError(f"{path}:{line}: {verb!r} is neither {PIN} nor {FORBID}; {FORM}")
        for item, place in items(value, line):
            yield from _pins(verb, item, place, path)


def _pins(verb: str, item: Any, line: int, path: Path) -> Iterator[Pin | Warned]:
    kinds = [kind for kind in KINDS if isinstance(item, Tree) and kind in item]
    if len(kinds) != 1:
        raise UsageError(f"{path}:{line}: neither {' nor '.join(KINDS)}; {FORM}")
    (kind,) = kinds
    names = [name.strip() for name, _ in items(item[kind], line) if isinstance(name, str) and name.strip()]
    origin = Origin(path=path.name, line=line)
    wrong = [name for name in names if _key(kind, name) is None]
    if wrong:
        raise UsageError(f"{path}:{line}: {wrong[0]!r} is no absolute http(s) address; write it in full")
    if len(set(names)) < 2:
        yield Warned(origin=origin, message=f"{verb} names fewer than two {kind}: left out", code=UNUSED_MERGE)
        return
    yield Pin(verb=verb, kind=kind, names=tuple(dict.fromkeys(names)), origin=origin)


def _without_contradictions(lines: Sequence[Pin]) -> tuple[list[Pin], list[Warned]]:
    """Return the lines that can all be obeyed; a pin of what is forbidden is left out, with a word on it."""
    forbidden = {
        (pin.kind, frozenset(pair)): pin for pin in lines if pin.verb == FORBID for pair in combinations(pin.keys, 2)
    }
    held = [pin for pin in lines if pin.verb == FORBID]
    warned = []
    for pin in (pin for pin in lines if pin.verb == PIN):
        groups = _roots([*(other for other in held if other.verb == PIN), pin], pin.kind)
        clash = next(
            (
                other
                for (kind, pair), other in forbidden.items()
                if kind == pin.kind and len({groups.get(key, key) for key in pair}) == 1 and len(pair) == 2
            ),
            None,
        )
        if clash is None:
            held.append(pin)
            continue
        message = f"pins what {clash.origin.path}:{clash.origin.line} forbids: it is not obeyed; delete one of the two"
        warned.append(Warned(origin=pin.origin, message=message, code=CONTRADICTORY_MERGE))
    return held, warned


def _roots(pins: Iterable[Pin], kind: str) -> dict[str, str]:
    """Return for each key that pins speak of the one that stands for it: the first of the first line that has it."""
    root: dict[str, str] = {}
    for pin in pins:
        if pin.verb == PIN and pin.kind == kind:
            first = root.get(pin.keys[0], pin.keys[0])
            joined = {root.get(key, key) for key in pin.keys} | {first}
            root |= {key: first for key in (*root, *pin.keys) if root.get(key, key) in joined}
    return root


def obeyed(readings: Iterable[Reading], pins: Pins) -> list[Reading]:
    """Return what files say under the names that pins give; the same objects where nothing changes.

    Args:
        readings: one for each file; None is passed over.
        pins: as `load` returned them.
    """
    said = list(readings)
    if not pins.lines:
        return said
    renamed = {kind: _roots(pins.lines, kind) for kind in KINDS}
    forbidden = [pin for pin in pins.lines if pin.verb == FORBID and pin.kind == "articles"]
    apart = {name for pin in forbidden for name in _own_keys(pin)}
    unclaimed = {pair for pin in forbidden for pair in permutations(pin.keys, 2)}
    known: dict[int, Article] = {}

    def article(record: Article) -> Article:
        found = known.get(id(record))
        if found is None:
            found = known[id(record)] = _renamed(record, renamed, apart, unclaimed)
        return found

    return [_reading(reading, article, renamed["providers"]) for reading in said]


def _reading(reading: Reading, article: Callable[[Article], Article], domains: Mapping[str, str]) -> Reading:
    articles = tuple(map(article, reading.articles))
    providers = tuple(
        msgspec.structs.replace(provider, domain=domains[provider.domain]) if provider.domain in domains else provider
        for provider in reading.providers
    )
    if articles == reading.articles and providers == reading.providers:
        return reading
    return msgspec.structs.replace(reading, articles=articles, providers=providers)


def _renamed(
    record: Article, renamed: Mapping[str, Mapping[str, str]], apart: set[str], unclaimed: set[tuple[str, str]]
) -> Article:
    """Return the record of an article under the key that pins give it."""
    key = record.url if record.url in apart else renamed["articles"].get(record.key, record.key)
    provider = renamed["providers"].get(record.provider or "", record.provider)
    aliases = {alias for alias in record.aliases if (record.key, alias) not in unclaimed}
    if key != record.key and record.url not in apart:
        aliases.add(record.key)  # under which it can still be asked for
    kept = tuple(sorted(aliases - {key}))
    if (key, provider, kept) == (record.key, record.provider, record.aliases):
        return record
    return msgspec.structs.replace(record, key=key, provider=provider, aliases=kept)


def _own_keys(pin: Pin) -> list[str]:
    """Return the addresses that are keys of their own, because another of the line has the same canonical form."""
    return [
        name
        for name in pin.names
        if (key := canonical_url(name)) != name
        and any(other != name and canonical_url(other) == key for other in pin.names)
    ]


def unused(readings: Iterable[Reading], pins: Pins) -> tuple[Warned, ...]:
    """Return a word on each line that names something of which no file speaks, and what else is odd about the lines.

    Args:
        readings: as the files have them.
        pins: as `load` returned them.
    """
    if pins == NOTHING:
        return ()
    readings = list(readings)
    keys = {article.key for reading in readings for article in reading.articles}
    keys |= {alias for reading in readings for article in reading.articles for alias in article.aliases}
    domains = {provider.domain for reading in readings for provider in reading.providers}
    known = {"articles": keys, "providers": domains}
    found = []
    for pin in pins.lines:
        missing = [name for name in pin.names if _key(pin.kind, name) not in known[pin.kind]]
        if missing:
            message = f"{pin.verb}: no file speaks of {', '.join(missing)}: unused; correct or delete it"
            found.append(Warned(origin=pin.origin, message=message, code=UNUSED_MERGE))
    return (*pins.warned, *found)


def write_pins(pins: Pins, path: Path) -> None:
    """Write the pins that a graph is built with; no file if there are none."""
    if pins.lines:
        path.write_bytes(msgspec.json.format(_encode(pins), indent=1) + b"\n")


def read_pins(path: Path) -> Pins:
    """Return the pins that a graph was built with; none if there is no such file."""
    try:
        return _decode(path.read_bytes())
    except (OSError, msgspec.MsgspecError):
        return NOTHING


def _key(kind: str, name: str) -> str | None:
    return canonical_url(name) if kind == "articles" else domain_key(name) or None
