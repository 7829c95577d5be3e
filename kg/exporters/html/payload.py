"""What the page tells -> JSON for its script: numbers in columns, things by their places, each name once.

Headlines and addresses of articles are not in it: the script takes them from the table (`kg.exporters.html.fallback`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from markupsafe import Markup

from kg.html import script_json
from kg.rdf.vocab import PREFIXES

if TYPE_CHECKING:
    from kg.exporters.html.atlas import Atlas
    from kg.exporters.html.columns import PageColumns, Things

PLACES = 2  # decimals of a cohesion, and of a confidence
ASKED = ("kg", "schema", "skos", "xsd")  # prefixes of the questions that the page writes


def payload(reading: PageColumns, atlas: Atlas) -> Markup:
    """Return what the script of the page works on, safe between the tags of a script."""
    data: dict[str, object] = {
        "prefixes": {name: PREFIXES[name] for name in ASKED},
        "articles": _ids(reading.articles)
        | {
            "minute": _steps(reading.minutes),
            "provider": [-1 if provider is None else provider for provider in reading.publishers],
            **{name: _known(column) for name, column in reading.columns.items()},
            "stub": reading.stubs,
            "video": reading.videos,
            "doubt": [place for place, _ in reading.doubts],
            "confidence": [round(value, PLACES) for _, value in reading.doubts],
            "about": _lists(reading.about),
            "mentions": _lists(reading.mentions),
        },
        "related": _pairs(reading.related),
        "copies": _pairs(reading.copies),
        "stories": _named(reading.stories)
        | {
            "title": _other(reading.titles, reading.stories.names),
            "series": reading.series,
            "size": reading.sizes,
            "cohesion": [None if value is None else round(value, PLACES) for value in reading.cohesion],
            "x": atlas.xs,
            "y": atlas.ys,
            "r": atlas.radii,
        },
        "lines": _pairs(atlas.lines),
        "storylines": _named(reading.storylines) | _lists(reading.parts),
        "providers": _named(reading.providers) | {"domain": reading.domains},
        "topics": _named(reading.topics) | {"broader": reading.broader},
        "organizations": _named(reading.organizations),
    }
    if reading.people.iris:
        data["authors"] = {"name": reading.people.names} | _lists(reading.authors)
    return script_json(data)


def excerpts(reading: PageColumns) -> Markup:
    """Return the excerpts by article, which the script reads when one is asked for; empty if there are none."""
    return script_json(reading.excerpts) if any(reading.excerpts) else Markup()


def sources(reading: PageColumns) -> Markup:
    """Return the files that said each article, which the script reads when one is asked for; empty if there are none.

    Each path stands there once, in the order in which articles first name it; and for each file of an article how many
    paths it is back from the newest one named before.
    """
    named = list(chain.from_iterable(reading.sources))
    if not named:
        return Markup()
    order = {place: at for at, place in enumerate(dict.fromkeys(named))}
    back, newest = [], -1
    for at in map(order.__getitem__, named):
        back.append(newest - at)
        newest = max(newest, at)
    return script_json(
        {"paths": [reading.paths[place] for place in order], "many": list(map(len, reading.sources)), "back": back}
    )


def _ids(things: Things) -> dict[str, object]:
    """Return IRIs as what they begin with and what each goes on with."""
    prefix = things.iris[0][: things.iris[0].rfind("/") + 1] if things.iris else ""
    if not all(iri.startswith(prefix) for iri in things.iris):
        prefix = ""
    return {"prefix": prefix, "id": [iri[len(prefix) :] for iri in things.iris]}


def _named(things: Things) -> dict[str, object]:
    return _ids(things) | {"name": things.names}


def _other(titles: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return titles; empty where they are the name."""
    return ["" if title == name else title for title, name in zip(titles, names, strict=True)]


def _known(values: Sequence[object]) -> Sequence[object]:
    """Return a column; an empty one if it holds nothing."""
    return values if any(value is not None for value in values) else ()


def _steps(minutes: Sequence[int | None]) -> list[int | None]:
    """Return each minute as the step from the last one known."""
    steps: list[int | None] = []
    last = 0
    for minute in minutes:
        steps.append(None if minute is None else minute - last)
        last = last if minute is None else minute
    return steps


def _lists(lists: Sequence[Sequence[int]]) -> dict[str, list[int]]:
    """Return lists as how long each is, and all of them one after the other."""
    return {"many": [len(values) for values in lists], "all": [value for values in lists for value in values]}


def _pairs(pairs: Sequence[tuple[int, int]]) -> dict[str, list[int]]:
    """Return sorted pairs as the steps from first to first, and from the first to the second of each."""
    firsts = [first for first, _ in pairs]
    return {
        "step": [first - before for before, first in zip([0, *firsts], firsts, strict=False)],
        "to": [second - first for first, second in pairs],
    }
