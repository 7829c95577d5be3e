"""The images that a field lists -> their records: mappings, or plain addresses."""

from __future__ import annotations

import re
from typing import Any

from kg.codes import BROKEN_URL
from kg.identity import image_iri
from kg.model import Image
from kg.sources.tree import Mapping
from kg.sources.types import MappedFields, OddError, Type
from kg.sources.values import plain

URL = "url"  # the key of an image's address
NO_URL = "the image has no usable url: left out; give its http(s) address"

_USUAL = re.compile(  # an image with its keys in their usual order, or a sign of what else
    r'( {0,8})- url: "([^"\\\n]++)"\n(?:\1  width: ([0-9]{1,9})\n)?(?:\1  height: ([0-9]{1,9})\n)?'
    r'(?:\1  isCached: \w++\n)?(?:\1  title: "([^"\\\n]++)"\n)?\n*+|(.)',
    re.ASCII | re.DOTALL,
)


def images(fields: MappedFields, name: str) -> tuple[Image, ...]:
    """Return the images of an article, an organization or a provider, each once."""
    found: dict[str, Image] = {}
    for item, line in fields.items(name):
        url = item.get(URL) if isinstance(item, Mapping) else item
        iri = image_iri(url) if isinstance(url, str) and url.strip() else None
        if iri is None or not isinstance(url, str):
            fields.note(name, NO_URL, line=line, code=BROKEN_URL)
        elif iri not in found:
            values = fields.of(item).values("image") if isinstance(item, Mapping) else {}
            found[iri] = _image(url, **values)
    return tuple(found.values())


def _image(url: str, **values: Any) -> Image:
    iri = image_iri(url)
    if iri is None:
        raise OddError(url)
    url = url.strip()
    same = url if iri == url else str(iri)  # most are: one text for both
    return Image(url=url, iri=same, **values)


def _of_lines(lines: str) -> tuple[Image, ...] | None:
    """Return the images in lines of the usual form, None for any other."""
    found: dict[str, Image] = {}
    usual = _USUAL.findall(lines)
    for indent, url, width, height, title, odd in usual:
        if odd or indent != usual[0][0]:
            return None
        image = _image(
            url,
            width=int(width) if width else None,
            height=int(height) if height else None,
            caption=(plain(title) or None) if title else None,
        )
        found.setdefault(image.iri, image)
    return tuple(found.values())


IMAGES = Type(
    read=images,
    of_text=lambda url: (_image(url),),
    of_lines=_of_lines,
    many=True,
    suits=lambda value: bool(value) and value not in ("true", "false"),
)
