"""The graph -> a folder of Markdown notes that link to each other, for Obsidian and the like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import yaml

from kg import words
from kg.exporters.flat import flat
from kg.exporters.view import ArticleView, StorylineView, StoryView, Thing, View, plain, view
from kg.rdf.properties import KINDS
from kg.rdf.store import Store

FOLDERS: dict[str, str] = {name: kind.several.capitalize() for name, kind in KINDS.items()}
LONGEST = 80  # letters of a file name
MOST_BYTES = 180  # of one: file systems hold 255, and what is added
DIGITS = 8  # of the IRI, that tell apart two things of one name
_FORBIDDEN = re.compile(r'[\\/:*?"<>|#^\[\]%{}`$!]+')  # by Windows, or with a meaning in links of Obsidian
# of Windows: no file may have these names, whatever their extension
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~=$%^&@+-])")
_ORDERED = re.compile(r"^(\d+)([.)])")

Names = dict[str, str]  # IRI -> path of the note, without its extension


def export(store: Store) -> dict[str, bytes]:
    """Return a note for each story, article, provider, topic, organization and person, and ``Start here.md``."""
    news = view(store)
    names = _names(news)
    backlinks = news.items_of()
    line_of = news.storyline_of()
    notes = {names[story.iri]: _story(story, line_of.get(story.iri), names) for story in news.stories}
    notes |= {names[line.iri]: _storyline(line, names) for line in news.storylines}
    story_of = {item.iri: story for story in news.stories for item in story.items}
    for item in news.items.values():
        notes[names[item.iri]] = _article(item, story_of.get(item.iri), news, names)
    for kind, things in news.things.items():
        for thing in things.values():
            notes[names[thing.iri]] = _thing(kind, thing, backlinks.get(thing.iri, []), names)
    notes["Start here"] = _start(news, names)
    return {f"{path}.md": text.encode() for path, text in notes.items()}


def file_name(text: str) -> str:
    """Return a text as a file name that Windows, macOS and Linux all take, and links of Obsidian too.

    >>> file_name('Who? "IBM": yes/no #1'), file_name("CON"), file_name("...")
    ('Who IBM yes no 1', 'CON_', 'untitled')
    """
    name = " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", plain(text))).split())[:LONGEST]
    name = name.encode()[:MOST_BYTES].decode(errors="ignore").strip(" .")
    return (f"{name}_" if _RESERVED.fullmatch(name) else name) or "untitled"


def _names(news: View) -> Names:
    """Return the path of each note; things whose names a file system may take for one get a piece of their IRI."""
    labels: list[tuple[str, str, str]] = [("story", story.iri, story.title) for story in news.stories]
    labels += [("storyline", line.iri, line.title) for line in news.storylines]
    labels += [("article", item.iri, item.headline) for item in news.items.values()]
    labels += [(kind, thing.iri, thing.name) for kind, things in news.things.items() for thing in things.values()]
    wished = {iri: f"{FOLDERS[kind]}/{file_name(label)}" for kind, iri, label in labels}
    groups: dict[str, list[str]] = {}
    for iri, path in wished.items():
        groups.setdefault(_folded(path), []).append(iri)
    names: Names = {}
    taken = set(groups)
    for iri in sorted(wished):
        path = wished[iri]
        if len(groups[_folded(path)]) > 1:
            path = f"{path} ({file_name(iri.rsplit('/', 1)[-1])[:DIGITS]})"
            number = 2
            while _folded(path) in taken:
                path, number = f"{wished[iri]} ({number})", number + 1
            taken.add(_folded(path))
        names[iri] = path
    return names


def _folded(path: str) -> str:
    return unicodedata.normalize("NFKC", path).casefold()


def _story(story: StoryView, line: StorylineView | None, names: Names) -> str:
    lines = [_entry(item, names) for item in story.items]
    other = story.label if story.label != story.title else ""
    return _note(
        story.title,
        {
            "kind": "story", "iri": story.iri, "aliases": [other] if other else None, "series": story.series or None,
            "start": story.start, "end": story.end, "articles": len(story.items),
            "cohesion": story.values.get("cohesion"), "confidence": story.values.get("confidence"),
        },
        *([escaped(other)] if other else ()),
        *([f"Storyline: {_link(line.iri, line.title, names)}"] if line else ()),
        *_links("Topics", story.topics, names),
        *_links("Organizations", story.organizations, names),
        *_links("Providers", story.providers, names),
        "## Articles\n\n" + "\n".join(lines),
    )  # fmt: skip


def _storyline(line: StorylineView, names: Names) -> str:
    facts = {
        "kind": "storyline", "iri": line.iri, "start": line.values.get("startDate"), "end": line.values.get("endDate"),
        "stories": len(line.stories),
    }  # fmt: skip
    lines = [_of_story(story, names, when=f"{story.start:%Y-%m-%d} " if story.start else "") for story in line.stories]
    return _note(line.title, facts, "## Stories\n\n" + "\n".join(lines))


def _of_story(story: StoryView, names: Names, *, when: str = "") -> str:
    """Return a line of a list of stories."""
    return f"- {when}{_link(story.iri, story.title, names)}: {words.count(len(story.items), 'article')}"


def _article(item: ArticleView, story: StoryView | None, news: View, names: Names) -> str:
    values = item.values
    facts = {
        "kind": "article", "iri": item.iri, "url": values.get("url"), "published": item.published,
        "updated": values.get("dateModified"), "language": values.get("inLanguage"), "keywords": values.get("keywords"),
        "quality": values.get("quality"), "heat": values.get("heat"), "full": values.get("full"),
        "confidence": values.get("confidence"),
    }  # fmt: skip
    body = [escaped(item.abstract)] if item.abstract else []
    if item.link:
        body.append(f"<{item.link}>")
    if story:
        body.append(f"Story: {_link(story.iri, story.title, names)}")
    if item.provider:
        body.append(f"Provider: {_link(item.provider.iri, item.provider.name, names)}")
    body += _links("Authors", item.authors, names)
    body += _links("Topics", item.topics, names)
    body += _links("Organizations", item.organizations, names)
    if item.copy_of in news.items:
        body.append(f"Copy of: {_link(item.copy_of, news.items[item.copy_of].headline, names)}")
    for title, iris in (("Related", item.related), ("Lists", item.listed)):
        others = [news.items[iri] for iri in iris if iri in news.items]
        if others:
            body.append(f"## {title}\n\n" + "\n".join(_entry(other, names) for other in others))
    return _note(item.headline, facts, *body)


def _thing(kind: str, thing: Thing, items: Sequence[ArticleView], names: Names) -> str:
    values = thing.values
    others = values.get("alternateName") or values.get("altLabel") or []
    facts = {"kind": kind, "iri": thing.iri, "domain": values.get("domain"), "url": values.get("url"),
             "aliases": others or None}  # fmt: skip
    body = [escaped(str(values["description"]))] if values.get("description") else []
    if items:
        body.append("## Articles\n\n" + "\n".join(_entry(item, names) for item in items))
    return _note(thing.name, facts, *body)


def _start(news: View, names: Names) -> str:
    lines = [_of_story(story, names) for story in news.stories]
    facts = {
        KINDS[kind].several: number or None if kind == "person" else number for kind, number in news.counts.items()
    }
    return _note("Start here", facts, "## Stories\n\n" + "\n".join(lines) if lines else "There are no stories.")


def _entry(item: ArticleView, names: Names) -> str:
    """Return a line of a list of articles: when, who, what."""
    when = f"{item.published:%Y-%m-%d %H:%M} " if item.published else ""
    who = f" ({_link(item.provider.iri, item.provider.name, names)})" if item.provider else ""
    return f"- {when}{_link(item.iri, item.headline, names)}{who}"


def _links(title: str, things: Iterable[Thing], names: Names) -> Iterator[str]:
    found = [_link(thing.iri, thing.name, names) for thing in things]
    if found:
        yield f"{title}: {', '.join(found)}"


def _link(iri: str, text: str, names: Names) -> str:
    """Return a link of Obsidian; its text has no sign that would end it."""
    return f"[[{names[iri]}|{' '.join(re.sub(r'[][|<>`#^]+', ' ', plain(text)).split()) or 'untitled'}]]"


def _note(title: str, facts: Mapping[str, object], *body: str) -> str:
    known = {name: _yaml(value) for name, value in facts.items() if value is not None}
    dumper: Callable[..., str] = yaml.dump
    head = dumper(
        known, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True, sort_keys=False, width=1 << 20
    )
    return "\n\n".join([f"---\n{head}---", f"# {escaped(title)}", *body]) + "\n"


def _yaml(value: object) -> object:
    if isinstance(value, list):
        return [_yaml(item) for item in value]
    return flat(value) if isinstance(value, bool | int | float | Decimal | datetime) else plain(value)


def escaped(text: str) -> str:
    r"""Return a text that Markdown shows as it is.

    >>> print(escaped("1. <b>*Not* bold</b>"))
    1\. \<b\>\*Not\* bold\</b\>
    """
    return _ORDERED.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", plain(text)))
