"""The tables of kg.toml -> the records of its sections, and a word with its line on each setting that is wrong.

A new section is a record, a function here that makes it of a table, and a line in `SECTIONS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from kg.codes import CODES, FOREIGN_SETTING, SEVERITIES
from kg.errors import UsageError
from kg.settings import context
from kg.settings.records import (
    DATES,
    KINDS,
    BuildSection,
    LinksSection,
    QuerySection,
    SiteSection,
    SourcesSection,
    Term,
    TermsSection,
    Validate,
)
from kg.settings.table import Table
from kg.words import nearest
from kg.zones import known_zone, zone_names

WEB_ADDRESS = re.compile(r"https?://[^\s/?#@<>\"{}|\\^`]+(?:/[^\s?#<>\"{}|\\^`]*)?", re.IGNORECASE)
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")  # of RFC 5646 the shape, not its registry
FOREIGN = "counts only in the working directory or with --config: not obeyed in the settings of a source"


def _site(table: Table) -> SiteSection:
    table.check_keys(("url", "name", "timezone", "language", "dates"))
    url, language, dates = table.text("url"), table.text("language"), table.text("dates")
    if url and not WEB_ADDRESS.fullmatch(url):
        table.note("url", f'url = {url!r} is no address; write it in full, as "https://my-site.example"')
        url = ""
    if language and not LANGUAGE.fullmatch(language):
        meant = language_tag(language)
        hint = f'write "{meant}"' if meant else 'write "en" or "pt-BR"'
        table.note("language", f"language = {language!r} is no tag of a language (BCP 47); {hint}")
        language = ""
    if dates and dates not in DATES:
        table.note("dates", f"dates = {dates!r} is no order; it is {' or '.join(DATES)} (03/04 in April, or in March)")
        dates = ""
    zone = table.text("timezone")
    if zone and not known_zone(zone):
        zone_meant = nearest(zone, zone_names())
        hint = f'did you mean "{zone_meant}"?' if zone_meant else 'write its IANA name, as "America/New_York"'
        table.note("timezone", f"timezone = {zone!r} is no time zone; {hint}")
        zone = ""
    return SiteSection(url=url.rstrip("/"), name=table.text("name"), timezone=zone, language=language, dates=dates)


def language_tag(text: str) -> str:
    """Return a tag of a language (BCP 47) as a locale or a tag has it; an empty text if it is none.

    >>> language_tag("en_US.UTF-8"), language_tag("pt-BR"), language_tag("English, mostly")
    ('en-US', 'pt-BR', '')
    """
    tag = text.strip().partition(".")[0].replace("_", "-")
    return tag if LANGUAGE.fullmatch(tag) else ""


def _sources(table: Table) -> SourcesSection:
    table.check_keys(("include", "exclude", "drafts"))
    return SourcesSection(
        include=table.patterns("include"), exclude=table.patterns("exclude"), drafts=bool(table.truth("drafts"))
    )


def _fields(table: Table) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for ours, theirs in table.values.items():
        keys = [] if theirs is False else [theirs] if isinstance(theirs, str) else theirs
        if not isinstance(keys, list) or not all(isinstance(key, str) and key.strip() for key in keys):
            table.note(ours, f'{ours} is no list of keys; write {ours} = ["their-key"], or false to read none')
            continue
        found.append((ours, tuple(key.strip() for key in keys)))
    return tuple(found)


def _terms(table: Table) -> TermsSection:
    found: dict[str, Term] = {}
    for key, value in table.values.items():
        if key == context.KEY and isinstance(value, str):
            continue
        inner = {"property": value} if isinstance(value, str) else value
        if not isinstance(inner, dict):
            table.note(key, f'{key} is no IRI; write {key} = "https://my-site.example/terms#{key}"')
            continue
        one = table.over(inner, key)
        one.check_keys(("property", "kind"))
        iri, kind = context.expand(one.text("property")), one.text("kind")
        if iri is None:
            table.note(
                key,
                f"{one.text('property')!r} is no IRI; write it in full, as "
                f"https://my-site.example/terms#{key} (known prefixes: {', '.join(context.PREFIXES)})",
            )
        elif kind and kind not in KINDS:
            meant = None if table.is_full else nearest(kind, KINDS)
            hint = f"did you mean {meant}?" if meant else f"it is one of {', '.join(KINDS)}"
            one.note("kind", f"there is no kind {kind!r}; {hint}")
        else:
            found[key] = Term(key=key, property=iri, kind=kind)
    named = table.text(context.KEY) if isinstance(table.values.get(context.KEY), str) else ""
    if not named:
        return TermsSection(terms=tuple(found.values()))
    terms, vocabulary = _context(table, named)
    return TermsSection(terms=(*found.values(), *(t for t in terms if t.key not in found)), vocabulary=vocabulary)


def _context(table: Table, named: str) -> tuple[tuple[Term, ...], str]:
    if re.match(r"[a-z]+://", named, re.IGNORECASE):
        table.note(context.KEY, f"context {named!r} is not fetched, nor is anything else; save it beside the settings")
        return (), ""
    path = table.file(context.KEY, named)
    if path is None:
        return (), ""
    read = context.read_context(path)
    for problem in read.problems:
        table.note(context.KEY, f"context {named}: {problem}")
    return read.terms, read.vocabulary


def _build(table: Table) -> BuildSection:
    keys = ("output", "base", "formats", "organizations", "extractors", "facts")
    table.check_keys(keys)
    if _is_not_for_sources(table, keys):
        return BuildSection()
    output, base = table.text("output"), table.text("base")
    return BuildSection(
        output=table.file("output", output) if output else None,
        base=base or None,
        formats=table.texts("formats"),
        organizations=table.files("organizations"),
        extractors=table.texts("extractors") if "extractors" in table.values else None,
        facts=table.files("facts"),
    )


def _query(table: Table) -> QuerySection:
    table.check_keys(("folder",))
    folder = "" if _is_not_for_sources(table, ("folder",)) else table.text("folder")
    return QuerySection(folder=table.file("folder", folder) if folder else None)


def _is_not_for_sources(table: Table, keys: Iterable[str]) -> bool:
    for key in keys if table.foreign else ():
        if key in table.values:
            table.note(key, f"{'.'.join((*table.keys, key))} {FOREIGN}", code=FOREIGN_SETTING)
    return table.foreign


def _links(table: Table) -> LinksSection:
    table.check_keys(("body",))
    return LinksSection(body=table.truth("body"))


def _validate(table: Table) -> Validate:
    table.check_keys(("ignore", "exclude", "fail-on", "baseline", "per-file-ignores"))
    per_file = table.below("per-file-ignores") if "per-file-ignores" in table.values else None
    baseline = table.text("baseline")
    fail_on: object = table.values.get("fail-on", Validate().fail_on)
    try:
        fail_on = known_severity(fail_on)
    except UsageError as error:
        table.note("fail-on", str(error))
        fail_on = Validate().fail_on
    return Validate(
        ignore=_codes(table, "ignore"),
        exclude=table.texts("exclude"),
        per_file=tuple((p, _codes(per_file, p)) for p in sorted(per_file.values)) if per_file else (),
        fail_on=str(fail_on),
        baseline=table.file("baseline", baseline) if baseline else None,
    )


def _codes(table: Table, key: str) -> tuple[str, ...]:
    try:
        return known_codes(table.texts(key))
    except UsageError as error:
        table.note(key, str(error))
        return ()


SECTIONS: dict[str, Callable[[Table], Any]] = {
    "site": _site,
    "sources": _sources,
    "fields": _fields,
    "terms": _terms,
    "build": _build,
    "query": _query,
    "links": _links,
    "validate": _validate,
}


def known_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes that were given by code or by name, as codes.

    Raises:
        UsageError: there is no such code.

    >>> known_codes(["kg001", "date-without-zone"])
    ('KG001', 'KG009')
    """
    names = {code.name: code.code for code in CODES.values()}
    found = []
    for code in codes:
        known = code.upper() if code.upper() in CODES else names.get(code.lower())
        if known is None:
            raise UsageError(f"there is no code {code!r}; kg validate --codes lists them")
        found.append(known)
    return tuple(found)


def known_severity(severity: object) -> str:
    """Return a severity.

    Raises:
        UsageError: there is no such severity.
    """
    if severity not in SEVERITIES:
        raise UsageError(f"there is no severity {severity!r}; it is one of {', '.join(SEVERITIES)}")
    return str(severity)
