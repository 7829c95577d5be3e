"""What files say -> the ledger of merges: what became one thing, what could have, by which rule, and who said both.

Worked out when asked, from the records that the graph was built from. An entry that `differs` joins records that do not
say the same; of one that does not, all records agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from kg.entities.merge import addresses
from kg.entities.pins import FORBID, PIN, Pin, Pins
from kg.identity import article_iri, provider_iri, topic_iri, topic_slug
from kg.model import Article, Image, Origin, Reading
from kg.provenance.statements import provider_lines

if TYPE_CHECKING:
    from kg.provenance import Provenance

MERGED, POSSIBLE, PINNED, APART = "merged", "possible", "pinned", "kept-apart"
KINDS = (PINNED, APART, POSSIBLE, MERGED)
IMAGES = "same address of an image"
MOST_FORMS = 5  # of a name or an address that are quoted
_SIGNS = re.compile(r"[\W_]+")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Records that became one thing, or could have.

    `kind` is merged, possible (kg left them apart), pinned or kept-apart (by ``merges.yaml``). `things` are relative
    IRIs: one of what is merged, several of what is not. `sources` are the places of all records.
    """

    kind: str
    rule: str
    label: str
    things: tuple[str, ...]
    evidence: tuple[str, ...]
    sources: tuple[Origin, ...]
    differs: bool = True


Said = tuple[Article, Origin]


def merges(known: Provenance) -> list[Entry]:
    """Return the ledger of merges of a graph, kind by kind, sorted by rule and thing.

    Args:
        known: of the graph.
    """
    readings, pins = known.statements.given, known.statements.pins
    once, owners = addresses(known.statements.obeyed)
    articles = _articles(once)
    found = chain(
        _pinned(readings, pins),
        _bytes(known.statements.obeyed, once),
        _addresses(articles, owners),
        _amp(articles, owners),
        _providers(once),
        _topics(once),
        _images(articles),
        _same_report(articles, owners, pins),
        _same_name(once, pins),
        _alike_topics(once),
    )
    return sorted(found, key=_order)


def _order(entry: Entry) -> tuple[object, ...]:
    is_image = entry.rule == IMAGES  # there are many, and they matter least
    kind = KINDS.index(entry.kind)
    return (kind, is_image, entry.rule, not entry.differs, entry.label.casefold(), entry.things, entry.sources)


def _articles(readings: Iterable[Reading]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for reading in readings:
        for article, line in zip(reading.articles, reading.lines, strict=True):
            found[article.key].append((article, reading.origin(line)))
    return found


def _places(said: Iterable[tuple[object, Origin]]) -> tuple[Origin, ...]:
    return tuple(sorted({origin for _, origin in said}, key=lambda origin: (origin.path, origin.line)))


def _label(said: Sequence[Said]) -> str:
    return next((article.title for article, _ in said if article.title), said[0][0].url)


def _forms(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return the forms of a value with how often each stands somewhere, the most frequent first."""
    counts = Counter(value for value in values if value)
    ordered = sorted(counts, key=lambda value: (-counts[value], value))
    told = [f"{value!r} ({counts[value]:,})" for value in ordered[:MOST_FORMS]]
    return (*told, *([f"and {len(ordered) - MOST_FORMS:,} more"] if len(ordered) > MOST_FORMS else []))


def _bytes(readings: Sequence[Reading], once: Sequence[Reading]) -> Iterator[Entry]:
    counted = {(reading.file.path, reading.file.sha256) for reading in once}
    copies: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if (reading.file.path, reading.file.sha256) not in counted:
            copies[reading.file.sha256].append(reading)
    for reading in once:
        if same := copies.get(reading.file.sha256):
            sources = tuple(one.origin(1) for one in sorted((reading, *same), key=lambda one: one.file.path))
            evidence = (f"SHA-256 {reading.file.sha256}",)
            yield Entry(
                kind=MERGED,
                rule="same bytes",
                label=reading.file.path,
                things=(f"source/{reading.file.sha256[:16]}",),
                evidence=evidence,
                sources=sources,
                differs=False,
            )


def _addresses(articles: dict[str, list[Said]], owners: dict[str, str]) -> Iterator[Entry]:
    """Yield the articles of which several records speak under one canonical URL."""
    for key, said in articles.items():
        if len(said) < 2:
            continue
        urls, titles = _forms(a.url for a, _ in said), _forms(a.title for a, _ in said)
        own = sum(article.full for article, _ in said)
        evidence = [f"canonical URL {key}", f"{own:,} with a file of its own, {len(said) - own:,} in related lists"]
        evidence += [f"addresses: {', '.join(urls)}"] if len(urls) > 1 else []
        evidence += [f"titles: {', '.join(titles)}"] if len(titles) > 1 else []
        differs = len(urls) > 1 or len(titles) > 1 or own > 1
        yield Entry(
            kind=MERGED,
            rule="same canonical URL",
            label=_label(said),
            things=(article_iri(owners.get(key, key)),),
            evidence=tuple(evidence),
            sources=_places(said),
            differs=differs,
        )


def _amp(articles: dict[str, list[Said]], owners: dict[str, str]) -> Iterator[Entry]:
    for alias, key in owners.items():
        claims = [(a, o) for a, o in articles[key] if alias in a.aliases]
        said = [*articles[alias], *claims]
        evidence = (f"{alias} is the AMP address of {key}",)
        yield Entry(
            kind=MERGED,
            rule="AMP address",
            label=_label(said),
            things=(article_iri(key),),
            evidence=evidence,
            sources=_places(said),
        )


def _providers(readings: Iterable[Reading]) -> Iterator[Entry]:
    said = _by_domain(readings)
    for domain, group in said.items():
        names = _forms(name for name, _ in group)
        if len(group) > 1:
            yield Entry(
                kind=MERGED,
                rule="same domain",
                label=domain,
                things=(provider_iri(domain),),
                evidence=(f"names: {', '.join(names)}",),
                sources=_places(group),
                differs=len(names) > 1,
            )


def _by_domain(readings: Iterable[Reading]) -> dict[str, list[tuple[str | None, Origin]]]:
    found: dict[str, list[tuple[str | None, Origin]]] = defaultdict(list)
    for reading in readings:
        for provider, line in provider_lines(reading):
            found[provider.domain].append((provider.name, reading.origin(line)))
    return found


def _topic_names(readings: Iterable[Reading]) -> dict[str, list[tuple[str, Origin]]]:
    found: dict[str, list[tuple[str, Origin]]] = defaultdict(list)
    for reading in readings:
        for topic in reading.topics:
            found[topic.slug].append((topic.name, reading.origin(1)))
        for article, line in zip(reading.articles, reading.lines, strict=True):
            for name in article.topics:
                found[topic_slug(name)].append((name, reading.origin(line)))
    return found


def _topics(readings: Iterable[Reading]) -> Iterator[Entry]:
    for slug, group in _topic_names(readings).items():
        names = _forms(name for name, _ in group)
        if slug and len(group) > 1:
            yield Entry(
                kind=MERGED,
                rule="same name of a topic",
                label=group[0][0],
                things=(topic_iri(slug),),
                evidence=(f"spellings: {', '.join(names)}",),
                sources=_places(group),
                differs=len(names) > 1,
            )


def _images(articles: dict[str, list[Said]]) -> Iterator[Entry]:
    found: dict[str, list[tuple[Image, Origin]]] = defaultdict(list)
    for said in articles.values():
        for article, origin in said:
            for image in article.images:
                found[image.iri].append((image, origin))
    for iri, group in found.items():
        if len(group) > 1:
            told = _forms(_described(image) for image, _ in group)
            yield Entry(
                kind=MERGED,
                rule=IMAGES,
                label=iri,
                things=(iri,),
                evidence=(f"as: {', '.join(told)}",),
                sources=_places(group),
                differs=len(told) > 1,
            )


def _described(image: Image) -> str:
    return f"{image.width or '?'}x{image.height or '?'} {image.caption or ''}".strip()


def _same_report(articles: dict[str, list[Said]], owners: dict[str, str], pins: Pins) -> Iterator[Entry]:
    """Yield articles under several addresses that have one title, one provider and one day."""
    alike: dict[tuple[str, str, str], dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    for key, said in articles.items():
        for article, origin in said:
            if article.title and article.published and article.provider:
                known = _plain(article.title), article.provider, article.published.date().isoformat()
                alike[known][owners.get(key, key)].append((article, origin))
    for (_, provider, day), group in alike.items():
        if len(group) > 1:
            said = [entry for records in group.values() for entry in records]
            evidence = (f"one title, provider {provider}, {day}", f"addresses: {', '.join(sorted(group))}")
            yield _left(
                pins,
                "articles",
                "same title, provider and day",
                _label(said),
                article_iri,
                sorted(group),
                evidence,
                _places(said),
            )


def _same_name(readings: Iterable[Reading], pins: Pins) -> Iterator[Entry]:
    """Yield providers under several domains that have one name."""
    alike: dict[str, dict[str, list[tuple[str | None, Origin]]]] = defaultdict(lambda: defaultdict(list))
    for domain, group in _by_domain(readings).items():
        for name, origin in group:
            if name:
                alike[_plain(name)][domain].append((name, origin))
    for domains in alike.values():
        if len(domains) > 1:
            said = [entry for records in domains.values() for entry in records]
            evidence = (
                f"names: {', '.join(_forms(name for name, _ in said))}",
                f"domains: {', '.join(sorted(domains))}",
            )
            yield _left(
                pins,
                "providers",
                "same name of a provider",
                str(said[0][0]),
                provider_iri,
                sorted(domains),
                evidence,
                _places(said),
            )


def _alike_topics(readings: Iterable[Reading]) -> Iterator[Entry]:
    """Yield topics whose names differ only in signs, or in a last s."""
    alike: dict[str, dict[str, list[tuple[str, Origin]]]] = defaultdict(lambda: defaultdict(list))
    for slug, group in _topic_names(readings).items():
        if slug and (plain := _plain(slug).removesuffix("s")):
            alike[plain][slug] += group
    for slugs in alike.values():
        if len(slugs) > 1:
            said = [entry for records in slugs.values() for entry in records]
            evidence = (f"spellings: {', '.join(_forms(name for name, _ in said))}",)
            yield Entry(
                kind=POSSIBLE,
                rule="names of topics that are alike",
                label=said[0][0],
                things=tuple(map(topic_iri, sorted(slugs))),
                evidence=evidence,
                sources=_places(said),
            )


def _left(
    pins: Pins,
    kind: str,
    rule: str,
    label: str,
    iri: Callable[[str], str],
    keys: Sequence[str],
    evidence: tuple[str, ...],
    sources: tuple[Origin, ...],
) -> Entry:
    """Return what kg left apart; of what ``merges.yaml`` forbids, that line."""
    line = next((p for p in pins.lines if p.verb == FORBID and p.kind == kind and set(keys) <= set(p.keys)), None)
    if line is not None:
        evidence = (*evidence, f"forbidden by {_where(line)}")
    return Entry(
        kind=POSSIBLE if line is None else APART,
        rule=rule,
        label=label,
        things=tuple(map(iri, keys)),
        evidence=evidence,
        sources=sources,
    )


def _pinned(readings: Iterable[Reading], pins: Pins) -> Iterator[Entry]:
    """Yield what ``merges.yaml`` made one, and what it kept apart."""
    if not pins.lines:
        return
    readings = list(readings)
    places: dict[tuple[str, str], list[tuple[None, Origin]]] = defaultdict(list)
    for reading in readings:
        for article, line in zip(reading.articles, reading.lines, strict=True):
            places["articles", article.key].append((None, reading.origin(line)))
    for domain, group in _by_domain(readings).items():
        places["providers", domain] += [(None, origin) for _, origin in group]
    for pin in pins.lines:
        said = [entry for key in pin.keys for entry in places.get((pin.kind, key), [])]
        iri = article_iri if pin.kind == "articles" else provider_iri
        keys = pin.keys[:1] if pin.verb == PIN else tuple(dict.fromkeys(pin.keys))
        yield Entry(
            kind=PINNED if pin.verb == PIN else APART,
            rule=f"{pin.verb} {pin.kind}",
            label=pin.names[0],
            things=tuple(map(iri, keys)),
            evidence=(_where(pin), *pin.names),
            sources=_places(said),
        )


def _where(pin: Pin) -> str:
    return f"{pin.origin.path}:{pin.origin.line}"


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
