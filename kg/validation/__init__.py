"""Sources -> findings: what is wrong, where to the character, what is expected and how to mend it.

A build reports what it comes across (`of_build`); `check` reads each file a second time, for what only its text shows.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from kg import sources
from kg.codes import NOTHING_READ
from kg.entities.merge import Entities, merge
from kg.model import Origin, Reading
from kg.settings import FILE
from kg.sources import InputFile
from kg.sources.account import Account, problems
from kg.validation import across, similar, within
from kg.validation.finding import Draft, Files, Finding, finding, located, order

__all__ = [
    "Draft", "Files", "Finding", "as_report", "check", "findings_of", "located", "nothing_read", "of_build", "order",
    "readings_of",
]  # fmt: skip

MOST_OF_BUILD = 1000  # findings that a build looks up in their files, and lists in its report


def check(files: Sequence[InputFile], *, changed: Mapping[str, bytes] = {}) -> list[Finding]:
    """Return all findings of some files, sorted by file and place.

    Args:
        files: as `kg.sources.find` gives them.
        changed: bytes to take for those of some files, by location.
    """
    return findings_of(files, readings_of(files, changed=changed), changed=changed)


def readings_of(files: Iterable[InputFile], *, changed: Mapping[str, bytes] = {}) -> list[Reading]:
    """Return what the files say that are read at all, in their order."""
    return [_read(file, changed) for file in files if file.kind != sources.OTHER]


def findings_of(
    files: Sequence[InputFile], read: Sequence[Reading], *, changed: Mapping[str, bytes] = {}
) -> list[Finding]:
    """Return all findings of some files, sorted by file and place.

    Args:
        files: as `kg.sources.find` gives them.
        read: what they say (`readings_of`).
        changed: bytes to take for those of some files, by location.
    """
    known = [file for file in files if file.kind != sources.OTHER]
    drafts = [*across.drafts(read, merge(read)), *similar.drafts(read)]
    drafts += [Draft(one.code, one.origin, one.message, key=one.key) for one in problems(files)]
    settings = [InputFile(os.path.join(site.root, FILE), FILE, sources.OTHER) for site in {file.site for file in files}]
    vintages, opened = within.Vintages(), Files([*known, *settings], changed=changed)
    for reading in read:
        if not reading.file.sha256:
            continue
        _, document = opened.open(reading.file.path, reading.file.sha256)
        if document is None:
            continue
        drafts += [*within.duplicates(document), *within.commented(document)]
        if reading.own:
            vintages.add(document)
    drafts += vintages.drafts()
    return located(drafts, opened)


def nothing_read(found: Account, readings: Iterable[Reading], source: str) -> list[Finding]:
    """Return the finding that a source holds nothing which could be read; none if something was read or rejected.

    Args:
        found: what became of its files.
        readings: what they say.
        source: what was named.
    """
    if any(r.articles or r.providers or r.topics or r.people or r.organizations or r.rejected for r in readings):
        return []
    why = "; ".join(found.lines(every=True)) or "there is no file in it"
    return [finding(Draft(NOTHING_READ, Origin(path=source), f"nothing in it can be read: {why}"), None, source)]


def _read(file: InputFile, changed: Mapping[str, bytes]) -> Reading:
    if file.location not in changed:
        return sources.read_file(file)
    return sources.read_bytes(changed[file.location], file.path, kind=file.kind, site=file.site, named=file.named)


def of_build(readings: Iterable[Reading], entities: Entities, files: Iterable[InputFile]) -> dict[str, object]:
    """Return the part of a build's report on findings: how many of each code, and the first of them with their places.

    What would cost a build more than a few hundredths of its time is left to `check`: vintages and near duplicates.
    """
    drafts = sorted(
        set(across.drafts([*readings], entities)), key=lambda d: (d.origin.path, d.origin.line, d.code, d.message)
    )
    counts = Counter(draft.code for draft in drafts)
    first = located(drafts[:MOST_OF_BUILD], Files(files))
    return {"counts": dict(sorted(counts.items())), "findings": [as_report(finding) for finding in first]}


def as_report(finding: Finding, *, file: bool = False) -> Mapping[str, object]:
    """Return a finding as plain values for JSON; with the path of this machine only if it is asked for."""
    values = msgspec.structs.asdict(finding)
    del values["source"]
    place = values.pop("file")
    return {**values, "file": place} if file else values
