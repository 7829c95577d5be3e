"""What is different -> text for people, JSON, and an RDF patch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import msgspec

from kg.analysis.diff import ChangedResource, Difference, Resource, ResourceChanges, StoryChange

WORDS = {  # of what became of a story
    "born": "{story} ({joined:,} articles)",
    "grown": "{story}: {joined:,} joined",
    "shrunk": "{story}: {left:,} left",
    "exchanged": "{story}: {joined:,} joined, {left:,} left",
    "continued": "{story}, was {other}",
    "split": "{story} ({joined:,} articles), from {other}",
    "merged": "{story} ({left:,} articles), into {other}",
    "ended": "{story} ({left:,} articles)",
    "relabelled": "{story}, was {was}",
}
SIGNS = {"added": "+", "changed": "~", "removed": "-"}


def text(found: Difference, *, limit: int | None = None) -> str:
    """Return what is different as lines for people.

    Args:
        found: the difference.
        limit: how many things of a kind to list at most; all if None.
    """
    if not found:
        return f"no difference: {found.triples[0]:,} triples, {found.old_sha256}\n"
    lines = [f"{found.old} -> {found.new}", *found.notes, summary(found), ""]
    for kind, things in found.things.items():
        for how, sign in SIGNS.items():
            items = list(_lines(getattr(things, how), sign))
            lines += _section(f"{kind} {how}", items, limit)
    for how, moved in found.stories.items():
        items = [[f"  {moved_text(how, one)}"] for one in moved]
        lines += _section(f"stories {how}", items, limit)
    return "\n".join(lines).rstrip("\n") + "\n"


def summary(found: Difference) -> str:
    """Return the counts in one line."""
    old, new = found.triples
    return f"triples: {old:,} -> {new:,}: {len(found.added):,} added, {len(found.removed):,} removed"


def _section(title: str, items: list[list[str]], limit: int | None) -> list[str]:
    if not items:
        return []
    shown = items if limit is None else items[:limit]
    more = len(items) - len(shown)
    lines = [line for item in shown for line in item]
    return [f"{title}: {len(items):,}", *lines, *([f"  and {more:,} more"] if more else []), ""]


def _lines(entries: Iterable[Resource | ChangedResource], sign: str) -> Iterator[list[str]]:
    for entry in entries:
        if isinstance(entry, Resource):
            yield [f"  {sign} {_named(entry)}"]
            continue
        lines = [f"  {sign} {_named(entry.thing)}"]
        for field in entry.fields:
            lines += [f"      {field.name}: - {value}" for value in field.old]
            lines += [f"      {field.name}: + {value}" for value in field.new]
        yield lines


def _named(thing: Resource) -> str:
    return f"{thing.label} <{thing.url}>" if thing.url and thing.url != thing.label else thing.label


def moved_text(how: str, moved: StoryChange) -> str:
    """Return what became of a story in words."""
    other = moved.other.label if moved.other else ""
    return WORDS[how].format(story=moved.story.label, joined=moved.joined, left=moved.left, other=other, was=moved.was)


def document(found: Difference) -> dict[str, object]:
    """Return what is different as JSON has it."""
    return {
        "equal": not found,
        "old": {"name": found.old, "triples": found.triples[0], "sha256": found.old_sha256},
        "new": {"name": found.new, "triples": found.triples[1], "sha256": found.new_sha256},
        "notes": list(found.notes),
        **{kind: _things(things) for kind, things in found.things.items()},
        "stories": {how: list(map(_moved, moved)) for how, moved in found.stories.items()},
        "triples": {"added": list(found.added), "removed": list(found.removed)},
    }


def as_json(found: Difference) -> str:
    """Return what is different as JSON text."""
    return json.dumps(document(found), ensure_ascii=False, indent=2) + "\n"


def _things(things: ResourceChanges) -> dict[str, object]:
    return {
        "added": msgspec.to_builtins(things.added),
        "changed": [
            msgspec.to_builtins(change.thing)
            | {"fields": {f.name: {"old": list(f.old), "new": list(f.new)} for f in change.fields}}
            for change in things.changed
        ],
        "removed": msgspec.to_builtins(things.removed),
    }


def _moved(moved: StoryChange) -> dict[str, object]:
    found = msgspec.to_builtins(moved)
    return {**found.pop("story"), **found}


def patch(found: Difference) -> str:
    """Return the triples that went and came as an RDF Patch (https://afs.github.io/rdf-patch/): D and A lines."""
    head = [f"H id <urn:sha256:{found.new_sha256}> .", f"H prev <urn:sha256:{found.old_sha256}> .", "TX ."]
    lines = [*(f"D {line}" for line in found.removed), *(f"A {line}" for line in found.added)]
    return "\n".join([*head, *lines, "TC ."]) + "\n"
