"""Entries of several sources -> a gazetteer: who claims which name, and a matcher for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from kg.entities.organizations.entries import AMBIGUOUS, DOUBTFUL, SURE, GazetteerEntry, plain, site_domain
from kg.identity import slug
from kg.model import Organization, Provider

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

FEWEST_LETTERS = 3  # of a provider's name, or it is passed over
FEWEST_CAPITALS = 4  # letters of a name that is looked for in capitals too (BOEING)
ARTICLE = "The "


class Gazetteer(msgspec.Struct, frozen=True):
    """Organizations and the names that they claim: form -> (index of the entry, grade)."""

    entries: tuple[GazetteerEntry, ...]
    names: Mapping[str, tuple[int, int]]
    capitals: frozenset[str]  # forms in capitals that are no name themselves, but a name's in a text of capitals
    forms: tuple[str, ...]
    matcher: AhoCorasick


def gazetteer(layers: Iterable[Sequence[GazetteerEntry]], providers: Iterable[Provider] = ()) -> Gazetteer:
    """Return the gazetteer of several layers; a name that two layers claim belongs to the first.

    What two organizations of one layer claim is left out: nobody could tell which is meant. An organization that two
    layers describe is joined. A provider with the domain of an organization is that organization; any other is one of
    its own, and its names are looked at with care, for many are common words.

    Args:
        layers: entries, the user's own before those that come with the package.
        providers: of the articles, merged.
    """
    import ahocorasick_rs

    entries: dict[str, GazetteerEntry] = {}
    names: dict[str, tuple[str, int]] = {}
    for layer in (*layers, None):
        part = _of_providers(providers, entries) if layer is None else layer
        claims: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for entry in part:
            slug = entry.organization.slug
            entries[slug] = _joined(entries[slug], entry) if slug in entries else entry
            for form, grade in entry.names:
                claims[form].add((slug, grade))
        for form, claimants in claims.items():
            if form not in names and len({slug for slug, _ in claimants}) == 1:
                names[form] = max(claimants)
    slugs = {slug: index for index, slug in enumerate(sorted(entries))}
    found = {form: (slugs[slug], grade) for form, (slug, grade) in names.items()}
    capitals = {
        form.upper(): owner
        for form, owner in sorted(found.items())
        if owner[1] == SURE and form != form.upper() and sum(map(str.isalpha, form)) >= FEWEST_CAPITALS
    }
    capitals = {form: owner for form, owner in capitals.items() if form not in found}
    forms = tuple(sorted({**found, **capitals}))
    # finds all forms in one pass (Aho and Corasick, 1975)
    matcher = ahocorasick_rs.AhoCorasick(list(forms), ahocorasick_rs.MatchKind.Standard, store_patterns=False)
    return Gazetteer(
        tuple(entries[slug] for slug in sorted(entries)), found | capitals, frozenset(capitals), forms, matcher
    )


def _joined(entry: GazetteerEntry, other: GazetteerEntry) -> GazetteerEntry:
    """Return what two layers say of one organization; where they differ, the first is right."""
    one, two = entry.organization, other.organization
    organization = msgspec.structs.replace(
        one,
        other_names=tuple(sorted({*one.other_names, two.name, *two.other_names} - {one.name})),
        url=one.url or two.url,
        wikidata=one.wikidata or two.wikidata,
        providers=tuple(sorted({*one.providers, *two.providers})),
    )
    return GazetteerEntry(
        organization=organization,
        names=tuple(sorted((dict(other.names) | dict(entry.names)).items())),
        confirmed_by=tuple(sorted({*entry.confirmed_by, *other.confirmed_by})),
        denied_by=tuple(sorted({*entry.denied_by, *other.denied_by})),
        domains=entry.domains | other.domains,
        is_media=entry.is_media or other.is_media,
    )


def _of_providers(providers: Iterable[Provider], entries: Mapping[str, GazetteerEntry]) -> list[GazetteerEntry]:
    """Return an entry for each provider: that of an organization it is, or one of its own under its name."""
    owners = {domain: entry for slug, entry in sorted(entries.items()) for domain in entry.domains}
    found = []
    for provider in providers:
        domain = site_domain(f"https://{provider.domain}") or provider.domain
        owner = owners.get(domain)
        told = [name for name in (provider.name, *provider.other_names) if name]
        names = tuple(sorted({form: grade for name in told for form, grade in _graded(name)}.items()))
        if owner is None and (not names or slug(told[0]) in entries):
            continue  # nameless, or of the name of another: a provider is never joined by its name
        organization = Organization(
            slug=owner.organization.slug if owner else slug(told[0]),
            name=owner.organization.name if owner else told[0],
            other_names=() if owner else tuple(sorted(set(told[1:]))),
            url=None if owner else f"https://{provider.domain}",
            providers=(provider.domain,),
        )
        found.append(
            GazetteerEntry(
                organization=organization,
                names=names,
                domains=frozenset((domain, provider.domain)),
                is_media=owner is None or owner.is_media,
            )
        )
    slugs: dict[str, list[GazetteerEntry]] = defaultdict(list)
    for entry in found:
        slugs[entry.organization.slug].append(entry)
    return [entry for slug in sorted(slugs) for entry in slugs[slug] if slug in entries or len(slugs[slug]) == 1]


def _graded(name: str) -> list[tuple[str, int]]:
    """Return the forms of a provider's name, with their grades.

    >>> _graded("TechCrunch"), _graded("Wired"), _graded("The Hill"), _graded("The Harbor Post")
    ([('TechCrunch', 0)], [('Wired', 2)], [('The Hill', 2)], [('Harbor Post', 1), ('The Harbor Post', 1)])
    """
    name = plain(name)
    short = name.removeprefix(ARTICLE)
    if sum(map(str.isalpha, name)) < FEWEST_LETTERS or (name.islower() and "." not in name):
        return []
    if " " in short:
        return [(form, AMBIGUOUS) for form in sorted({short, name})]
    if name != short or not _is_coined(name):
        return [(name, AMBIGUOUS if name.isupper() else DOUBTFUL)]
    return [(name, SURE)]


def _is_coined(word: str) -> bool:
    """Return whether a word is spelled as no common word is: with a capital inside, a digit or a dot."""
    inside = any(char.isupper() for char in word[1:]) and not word.isupper()
    return inside or any(char.isdigit() for char in word) or "." in word.strip(".")
