"""What is different -> one HTML page, complete in itself: no script, no other file, all texts escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from kg.analysis.diff import Change, Difference, Thing
from kg.analysis.diff.texts import SIGNS, WORDS, moved_text, summary

MOST_TRIPLES = 2000  # of each side on the page; the patch has all
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
:root { color-scheme: light dark; --line: #8884; --came: #1a7f37; --went: #b3261e; --quiet: #666; }
@media (prefers-color-scheme: dark) { :root { --came: #4ac26b; --went: #ff8a80; --quiet: #aaa; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; border-bottom: 1px solid var(--line); }
summary { cursor: pointer; margin: .6rem 0; font-weight: 600; }
ul { padding-left: 1.2rem; } li { margin: .25rem 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .3rem 0 .8rem; table-layout: fixed; }
td, th { text-align: left; vertical-align: top; padding: .25rem .5rem; border: 1px solid var(--line); }
td, th { overflow-wrap: anywhere; }
td:first-child, th:first-child { width: 8rem; color: var(--quiet); font-weight: normal; }
ins { color: var(--came); text-decoration: none; } del { color: var(--went); }
pre { overflow-x: auto; font-size: 12px; } .quiet { color: var(--quiet); }
"""


def page(found: Difference) -> str:
    """Return what is different as a page."""
    sections = [_kind(kind, found) for kind in found.things] + [_stories(found), _triples(found)]
    body = "".join(filter(None, sections)) if found else "<p>Nothing is different.</p>"
    title = escape(f"{found.old} → {found.new}")
    notes = "".join(f"<p>{escape(note)}</p>" for note in found.notes)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n<p>{escape(summary(found))}</p>"
        f'<p class="quiet">SHA-256 {found.old_sha256}<br>SHA-256 {found.new_sha256}</p>{notes}\n'
        f"{_counts(found) if found else ''}{body}</body></html>\n"
    )


def _counts(found: Difference) -> str:
    rows = [("", *SIGNS)]
    rows += [(kind, *(f"{len(getattr(things, how)):,}" for how in SIGNS)) for kind, things in found.things.items()]
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>\n"


def _kind(kind: str, found: Difference) -> str:
    things = found.things[kind]
    parts = []
    for how in SIGNS:
        entries: Sequence[Thing | Change] = getattr(things, how)
        if entries:
            inner = "".join(map(_entry, entries))
            opened = " open" if len(entries) <= 50 else ""
            parts.append(f"<details{opened}><summary>{how}: {len(entries):,}</summary><ul>{inner}</ul></details>\n")
    return f"<h2>{kind.capitalize()}</h2>\n{''.join(parts)}" if parts else ""


def _entry(entry: Thing | Change) -> str:
    if isinstance(entry, Thing):
        return f"<li>{_named(entry)}</li>"
    rows = "".join(
        f"<tr><th>{escape(f.name)}</th><td>{_values(f.old, 'del')}</td><td>{_values(f.new, 'ins')}</td></tr>"
        for f in entry.fields
    )
    return f"<li>{_named(entry.thing)}<table>{rows}</table></li>"


def _values(values: Iterable[str], tag: str) -> str:
    return "<br>".join(f"<{tag}>{escape(value)}</{tag}>" for value in values)


def _named(thing: Thing) -> str:
    """Return a label with a link to the address, if that is one of the web."""
    label = escape(thing.label)
    if thing.url and thing.url.lower().startswith(("https://", "http://")):
        return f'<a href="{escape(thing.url)}" rel="noreferrer noopener">{label}</a>'
    return label


def _stories(found: Difference) -> str:
    parts = []
    for how in WORDS:
        moved = getattr(found.stories, how)
        if moved:
            inner = "".join(f"<li>{escape(moved_text(how, one))}</li>" for one in moved)
            parts.append(f"<details open><summary>{how}: {len(moved):,}</summary><ul>{inner}</ul></details>\n")
    return f"<h2>Stories</h2>\n{''.join(parts)}" if parts else ""


def _triples(found: Difference) -> str:
    parts = []
    for how, tag, lines in (("removed", "del", found.removed), ("added", "ins", found.added)):
        if lines:
            shown = "\n".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines[:MOST_TRIPLES])
            more = len(lines) - MOST_TRIPLES
            rest = f'<p class="quiet">and {more:,} more: kg diff --format patch has all</p>' if more > 0 else ""
            parts.append(f"<details><summary>{how}: {len(lines):,}</summary><pre>{shown}</pre>{rest}</details>\n")
    return f"<h2>Triples</h2>\n{''.join(parts)}"
