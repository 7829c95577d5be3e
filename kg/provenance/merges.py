"""What files say -> what became one thing, and what could have: by which rule, and where both are said.

Worked out when asked, from the records that the graph was built from. Of a merge that `differs`, the records do not say
the same; of one that does not, all records agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kg.entities.pins import FORBID, PIN, Pin, Pins
from kg.entities.shared_paths import MEND, several
from kg.identity import article_iri, provider_iri, topic_iri, topic_slug
from kg.model import Article, Image, Origin, Reading
from kg.provenance.statements import provider_lines

if TYPE_CHECKING:
    from kg.provenance import Provenance

MERGED, POSSIBLE, PINNED, APART = "merged", "possible", "pinned", "kept-apart"
KINDS = (PINNED, APART, POSSIBLE, MERGED)
SHARED = "same path, no address"
IMAGES = "same address of an image"
IRIS: dict[str, Callable[[str], str]] = {"articles": article_iri, "providers": provider_iri, "topics": topic_iri}
MOST_FORMS = 5  # of a name or an address that are quoted
_SIGNS = re.compile(r"[\W_]+")
_Value = TypeVar("_Value")
Placed = Sequence[tuple[_Value, Origin]]  # what records say, and where each stands
Articles = Mapping[str, Placed[Article]]  # by their keys


class Merge(msgspec.Struct, frozen=True, kw_only=True):
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


def merges(provenance: Provenance) -> list[Merge]:
    """Return what became one thing in a graph, and what could have, kind by kind, sorted by rule and thing.

    Args:
        provenance: of the graph.
    """
    statements = provenance.statements
    pins, owners, readings = statements.pins, statements.owners, statements.readings
    articles = _articles(readings)
    found = chain(
        _pinned(statements.given, pins),
        _same_bytes(statements.obeyed, readings),
        _same_address(articles, owners),
        _amp(articles, owners),
        _claimed(articles, owners),
        _same_domain(readings),
        _same_topic(readings),
        _same_image(articles),
        _same_report(articles, owners, pins),
        _same_name(readings, pins),
        _alike_topics(readings, pins),
    )
    return sorted(found, key=_order)


def _order(merge: Merge) -> tuple[object, ...]:
    is_image = merge.rule == IMAGES  # there are many, and they matter least
    kind = KINDS.index(merge.kind)
    return (kind, is_image, merge.rule, not merge.differs, merge.label.casefold(), merge.things, merge.sources)


def _same_bytes(readings: Sequence[Reading], once: Sequence[Reading]) -> Iterator[Merge]:
    counted = {(reading.file.path, reading.file.sha256) for reading in once}
    copies: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if (reading.file.path, reading.file.sha256) not in counted:
            copies[reading.file.sha256].append(reading)
    for reading in once:
        if same := copies.get(reading.file.sha256):
            yield Merge(
                kind=MERGED,
                rule="same bytes",
                label=reading.file.path,
                things=(f"source/{reading.file.sha256[:16]}",),
                evidence=(f"SHA-256 {reading.file.sha256}",),
                sources=tuple(one.origin(1) for one in sorted((reading, *same), key=lambda one: one.file.path)),
                differs=False,
            )


def _same_address(articles: Articles, owners: Mapping[str, str]) -> Iterator[Merge]:
    """Yield the articles of which several records speak under one canonical URL."""
    shared = several(articles)
    for key, records in articles.items():
        if len(records) < 2:
            continue
        urls, titles = _forms(article.url for article, _ in records), _forms(article.title for article, _ in records)
        own = sum(article.full for article, _ in records)
        known_by = f"canonical URL {key}"
        if key in shared:
            known_by = f"path {key.partition(':')[2]} in several folders: {MEND}"
        evidence = [known_by, f"{own:,} with a file of its own, {len(records) - own:,} in related lists"]
        evidence += [f"addresses: {', '.join(urls)}"] if len(urls) > 1 else []
        evidence += [f"titles: {', '.join(titles)}"] if len(titles) > 1 else []
        yield Merge(
            kind=MERGED,
            rule=SHARED if key in shared else "same canonical URL",
            label=_title(records),
            things=(article_iri(owners.get(key, key)),),
            evidence=tuple(evidence),
            sources=_places(records),
            differs=len(urls) > 1 or len(titles) > 1 or own > 1,
        )


def _amp(articles: Articles, owners: Mapping[str, str]) -> Iterator[Merge]:
    for alias, key in owners.items():
        claims = [(article, origin) for article, origin in articles[key] if alias in article.aliases]
        records = [*articles[alias], *claims]
        yield Merge(
            kind=MERGED,
            rule="AMP address",
            label=_title(records),
            things=(article_iri(key),),
            evidence=(f"{alias} is the AMP address of {key}",),
            sources=_places(records),
        )


def _claimed(articles: Articles, owners: Mapping[str, str]) -> Iterator[Merge]:
    """Yield the articles that claim the address of another, and are not believed."""
    for key, records in articles.items():
        claims = sorted({alias for article, _ in records for alias in article.aliases if alias in articles} - {key})
        for alias in claims:
            if owners.get(alias, alias) == owners.get(key, key):
                continue
            claiming = [(article, origin) for article, origin in records if alias in article.aliases]
            yield Merge(
                kind=POSSIBLE,
                rule="claimed address",
                label=_title(claiming),
                things=(article_iri(owners.get(key, key)), article_iri(owners.get(alias, alias))),
                evidence=(f"{key} claims {alias}, which has a file of its own or is at another publisher",),
                sources=_places([*claiming, *articles[alias]]),
            )


def _same_domain(readings: Iterable[Reading]) -> Iterator[Merge]:
    for domain, names in _provider_names(readings).items():
        yield from _same("same domain", names, label=domain, thing=provider_iri(domain), what="names")


def _same_topic(readings: Iterable[Reading]) -> Iterator[Merge]:
    for slug, names in _topic_names(readings).items():
        yield from _same("same name of a topic", names, label=names[0][0], thing=topic_iri(slug), what="spellings")


def _same_image(articles: Articles) -> Iterator[Merge]:
    found: dict[str, list[tuple[str, Origin]]] = defaultdict(list)
    for records in articles.values():
        for article, origin in records:
            for image in article.images:
                found[image.iri].append((_described(image), origin))
    for iri, descriptions in found.items():
        yield from _same(IMAGES, descriptions, label=iri, thing=iri, what="as")


def _same(rule: str, values: Placed[str | None], *, label: str, thing: str, what: str) -> Iterator[Merge]:
    """Yield that several records became one thing, if there are several; they differ if their values do."""
    forms = _forms(value for value, _ in values)
    if len(values) > 1:
        yield Merge(
            kind=MERGED,
            rule=rule,
            label=label,
            things=(thing,),
            evidence=(f"{what}: {', '.join(forms)}",),
            sources=_places(values),
            differs=len(forms) > 1,
        )


def _same_report(articles: Articles, owners: Mapping[str, str], pins: Pins) -> Iterator[Merge]:
    """Yield articles under several addresses that have one title, one provider and one day."""
    alike: dict[tuple[str, str, str], dict[str, list[tuple[Article, Origin]]]] = defaultdict(lambda: defaultdict(list))
    for key, records in articles.items():
        for article, origin in records:
            if article.title and article.published and article.provider:
                report = _plain(article.title), article.provider, article.published.date().isoformat()
                alike[report][owners.get(key, key)].append((article, origin))
    for (_, provider, day), group in alike.items():
        evidence = (f"one title, provider {provider}, {day}", f"addresses: {', '.join(sorted(group))}")
        label = _title([record for records in group.values() for record in records])
        yield from _possible("articles", "same title, provider and day", group, label, evidence, pins=pins)


def _same_name(readings: Iterable[Reading], pins: Pins) -> Iterator[Merge]:
    """Yield providers under several domains that have one name."""
    alike: dict[str, dict[str, list[tuple[str, Origin]]]] = defaultdict(lambda: defaultdict(list))
    for domain, names in _provider_names(readings).items():
        for name, origin in names:
            if name:
                alike[_plain(name)][domain].append((name, origin))
    for group in alike.values():
        forms = [name for placed in group.values() for name, _ in placed]
        evidence = (f"names: {', '.join(_forms(forms))}", f"domains: {', '.join(sorted(group))}")
        yield from _possible("providers", "same name of a provider", group, forms[0], evidence, pins=pins)


def _alike_topics(readings: Iterable[Reading], pins: Pins) -> Iterator[Merge]:
    """Yield topics whose names differ only in signs, or in a last s."""
    alike: dict[str, dict[str, Placed[str]]] = defaultdict(dict)
    for slug, names in _topic_names(readings).items():
        if plain := _plain(slug).removesuffix("s"):
            alike[plain][slug] = names
    for group in alike.values():
        forms = [name for placed in group.values() for name, _ in placed]
        evidence = (f"spellings: {', '.join(_forms(forms))}",)
        yield from _possible("topics", "names of topics that are alike", group, forms[0], evidence, pins=pins)


def _possible(
    kind: str,
    rule: str,
    group: Mapping[str, Placed[_Value]],
    label: str,
    evidence: tuple[str, ...],
    *,
    pins: Pins,
) -> Iterator[Merge]:
    """Yield that kg left several things of a group apart; of what ``merges.yaml`` forbids, that line."""
    if len(group) < 2:
        return
    keys = sorted(group)
    line = next((p for p in pins.lines if p.verb == FORBID and p.kind == kind and set(keys) <= set(p.keys)), None)
    yield Merge(
        kind=POSSIBLE if line is None else APART,
        rule=rule,
        label=label,
        things=tuple(map(IRIS[kind], keys)),
        evidence=evidence if line is None else (*evidence, f"forbidden by {_where(line)}"),
        sources=_places(record for records in group.values() for record in records),
    )


def _pinned(readings: Iterable[Reading], pins: Pins) -> Iterator[Merge]:
    """Yield what ``merges.yaml`` made one, and what it kept apart."""
    if not pins.lines:
        return
    readings = list(readings)
    places: dict[str, Mapping[str, Placed[object]]] = {
        "articles": _articles(readings),
        "providers": _provider_names(readings),
    }
    for pin in pins.lines:
        keys = pin.keys[:1] if pin.verb == PIN else tuple(dict.fromkeys(pin.keys))
        yield Merge(
            kind=PINNED if pin.verb == PIN else APART,
            rule=f"{pin.verb} {pin.kind}",
            label=pin.names[0],
            things=tuple(map(IRIS[pin.kind], keys)),
            evidence=(_where(pin), *pin.names),
            sources=_places(record for key in pin.keys for record in places[pin.kind].get(key, ())),
        )


def _articles(readings: Iterable[Reading]) -> dict[str, list[tuple[Article, Origin]]]:
    found: dict[str, list[tuple[Article, Origin]]] = defaultdict(list)
    for reading in readings:
        for article, line in zip(reading.articles, reading.lines, strict=True):
            found[article.key].append((article, reading.origin(line)))
    return found


def _provider_names(readings: Iterable[Reading]) -> dict[str, list[tuple[str | None, Origin]]]:
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
    return {slug: names for slug, names in found.items() if slug}


def _places(placed: Iterable[tuple[object, Origin]]) -> tuple[Origin, ...]:
    return tuple(sorted({origin for _, origin in placed}, key=lambda origin: (origin.path, origin.line)))


def _title(records: Placed[Article]) -> str:
    return next((article.title for article, _ in records if article.title), records[0][0].name)


def _forms(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return the forms of a value with how often each stands somewhere, the most frequent first."""
    counts = Counter(value for value in values if value)
    ordered = sorted(counts, key=lambda value: (-counts[value], value))
    quoted = [f"{value!r} ({counts[value]:,})" for value in ordered[:MOST_FORMS]]
    return (*quoted, *([f"and {len(ordered) - MOST_FORMS:,} more"] if len(ordered) > MOST_FORMS else []))


def _described(image: Image) -> str:
    return f"{image.width or '?'}x{image.height or '?'} {image.caption or ''}".strip()


def _where(pin: Pin) -> str:
    return f"{pin.origin.path}:{pin.origin.line}"


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
