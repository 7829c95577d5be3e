"""Sources -> findings: what is wrong, where to the character, what is expected and how to mend it.

A build reports what it comes across (`of_build`); `check` reads each file a second time, for what only its text shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from kg import sources
from kg.entities.merge import Entities, merge
from kg.errors import NotAnArticleError
from kg.model import Reading
from kg.sources import InputFile
from kg.validation import across, similar, within
from kg.validation.finding import Draft, Files, Finding, located, order

__all__ = ["Draft", "Files", "Finding", "as_report", "check", "located", "of_build", "order"]

MOST_OF_BUILD = 1000  # findings that a build looks up in their files, and lists in its report


def check(files: Sequence[InputFile], *, changed: Mapping[str, bytes] = {}) -> list[Finding]:
    """Return all findings of some files, sorted by file and place.

    Args:
        files: as `kg.sources.find` gives them.
        changed: bytes to take for those of some files, by location.
    """
    known = [file for file in files if file.kind != sources.OTHER]
    read = [reading for file in known if (reading := _read(file, changed)) is not None]
    drafts = [*across.drafts(read, merge(read)), *similar.drafts(read)]
    vintages, opened = within.Vintages(), Files(known, changed=changed)
    for reading in read:
        if not reading.file.sha256:
            continue
        _, document = opened.open(reading.file.path, reading.file.sha256)
        if document is None:
            continue
        drafts += [*within.duplicates(document), *within.commented(document)]
        if reading.articles:
            vintages.add(document)
    drafts += vintages.drafts()
    return located(drafts, opened)


def _read(file: InputFile, changed: Mapping[str, bytes]) -> Reading | None:
    if file.location not in changed:
        return sources.read_file(file)
    try:
        return sources.read_bytes(changed[file.location], file.path, kind=file.kind)
    except NotAnArticleError:
        return None


def of_build(readings: Iterable[Reading | None], entities: Entities, files: Iterable[InputFile]) -> dict[str, object]:
    """Return the part of a build's report on findings: how many of each code, and the first of them with their places.

    What would cost a build more than a few hundredths of its time is left to `check`: vintages and near duplicates.
    """
    read = [reading for reading in readings if reading is not None]
    drafts = sorted(set(across.drafts(read, entities)), key=lambda d: (d.origin.path, d.origin.line, d.code, d.message))
    counts = Counter(draft.code for draft in drafts)
    found = located(drafts[:MOST_OF_BUILD], Files(files))
    return {"counts": dict(sorted(counts.items())), "findings": [as_report(finding) for finding in found]}


def as_report(finding: Finding, *, file: bool = False) -> Mapping[str, object]:
    """Return a finding as plain values for JSON; with the path of this machine only if it is asked for."""
    values = msgspec.structs.asdict(finding)
    del values["source"]
    place = values.pop("file")
    return {**values, "file": place} if file else values
