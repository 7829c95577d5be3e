"""The graph -> a picture for papers and slides: the map of stories, the timeline of one, who shares stories."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.analysis import figures
from kg.errors import UsageError
from kg.exporters.pictures import coverage, stories, timeline
from kg.exporters.pictures.sheet import FAMILY
from kg.model import Story
from kg.rdf.store import Store

Draw = Callable[[Store, str | None], str]
PICTURES: dict[str, Draw] = {"map": stories.draw, "timeline": timeline.draw, "coverage": coverage.draw}
SCALE = 2  # pixels of a PNG to a unit of the drawing: sharp on a slide
PROOF = (  # that there are letters: resvg passes over a text that it has no font for
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
    f'<text y="16" font-size="16" font-family="{FAMILY}">{{}}</text></svg>'
)


def chosen(known: Sequence[Story], picture: str | None, story: str | None) -> dict[str, str]:
    """Return the options of svg and png: the picture, and of a timeline the whole id of its story.

    Raises:
        UsageError: there is no such picture or story, or the story is of no use to it.
    """
    name = picture or ("timeline" if story else "map")
    if name not in PICTURES:
        raise UsageError(f"no picture {name!r}; there are {', '.join(PICTURES)}")
    if name != "timeline" and story:
        raise UsageError(f"the picture {name} is not of one story: leave out --story, or take --picture timeline")
    if name != "timeline":
        return {"picture": name}
    if story:
        return {"picture": name, "story": figures.find_story(known, story).id}
    if not known:
        raise UsageError("there are no stories to draw the timeline of; take --picture map")
    return {"picture": name, "story": known[0].id}


def svg(store: Store, *, picture: str = "map", story: str | None = None) -> bytes:
    """Return a picture as SVG in UTF-8."""
    return PICTURES[picture](store, story).encode()


def png(store: Store, *, picture: str = "map", story: str | None = None) -> bytes:
    """Return a picture as PNG.

    Raises:
        UsageError: there are no fonts.
    """
    import resvg_py

    written, empty = (resvg_py.svg_to_bytes(svg_string=PROOF.format(letter)) for letter in ("x", ""))
    if written == empty:
        raise UsageError(
            f"png finds no font to write with; install one of {FAMILY.removesuffix(', sans-serif')}, or take svg"
        )
    drawing = PICTURES[picture](store, story)
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, zoom=SCALE, background="#ffffff"))
