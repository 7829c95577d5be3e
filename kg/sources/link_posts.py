"""A post whose address no key gives -> the link in its title or its text that the post is about, if it is about one.

A post that only cites a page is its site's own: where nothing says that it is a link post, its link must say what its
title says. Whom the author has it from is never what the post is about.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from kg.identity import canonical_url
from kg.sources.body import Body, BodyLink, can_be_title
from kg.sources.mappings import Fields
from kg.sources.pages import is_home, is_of_site
from kg.sources.site import Site
from kg.sources.types import is_address, is_link_form
from kg.sources.values import plain

FEWEST_LETTERS = 3  # of a word of a title that is looked for in a link
FEWEST_SHARED = 2  # words of a title that a link must have, and no less than half of them
LONGEST_BEFORE = 40  # characters before a link that are looked at
TITLE_LINK = re.compile(r"\[([^\[\]]{1,400})\]\(<?(https?://[^\s<>]{3,2000}?)>?(?:\s+\"[^\"]*\")?\)", re.IGNORECASE)
# what stands before a link to the one who had it first, or to the source of a picture
CREDIT = re.compile(
    r"""
    (?: (?:^|[\W_]) (?: via | h/t | ht | hat[ -]tip(?:[ ]to)? | thanks[ ]to | credits?(?:[ ]to)? | photo(?:[ ]by)?
      | image(?:[ ]by)? | sources? | quellen? | fuentes? | fontes? | fonti | bron(?:nen)? | källa | kilde | lähde
      | źródło | zdroj | kaynak | источник | джерело | foto | bild | gefunden[ ](?:bei|auf) | vu[ ]chez | gracias[ ]a )
      | 出典 | 来源 | 來源 | 引用元 | 출처
    )
    [\s:\uff1a=>@"'(\[*_-]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ENDS_IN_CREDIT = re.compile(f"(?:{CREDIT.pattern})$", CREDIT.flags)
_VIA = re.compile(r"(?:via|h/t|ht|hat[ -]tip|source|quelle)\b", re.IGNORECASE)  # in the link itself
_WORD = re.compile(r"[^\W_]+")


class Linked(NamedTuple):
    """The address that a post is about, and the title that its link has, if any."""

    url: str
    title: str | None


def linked(
    fields: Fields, values: dict[str, Any], body: Body, site: Site, *, is_fronted: bool
) -> dict[str, str | None]:
    """Return the address that a post is about, by its title or its text, and its title; nothing if it is about none.

    Args:
        fields: of its front matter, none of which is an address.
        values: what they give for the record.
        body: its text.
        site: that it is a post of.
        is_fronted: whether it has front matter: without, only the link to the original of a clipping is looked for.
    """
    title = values.get("title") or ""
    if original := body.original:
        return {"url": original}
    if not is_fronted:
        return {}
    found = _of_title(title)
    if found is not None:
        title = found.title or ""
    elif _says_link(fields, values):
        found = _of_link_post(title, body, site)
    else:
        found = _of_text(title, body)
    if found is None or is_of_site(found.url, site):
        return {}
    return {"url": found.url, "title": ("" if is_address(title) else title) or body.heading or found.title}


def _says_link(fields: Fields, values: dict[str, Any]) -> bool:
    """Return whether a post says of itself that it is a link."""
    return bool(fields.value("is_link")) or any(map(is_link_form, values.get("categories", ())))


def _of_title(title: str) -> Linked | None:
    match = TITLE_LINK.fullmatch(title)
    return Linked(match[2], plain(match[1])) if match and is_address(match[2]) else None


def _of_link_post(title: str, body: Body, site: Site) -> Linked | None:
    """Return the link of a post that says that it is one: its title, all of its first block, or its only one."""
    if is_address(title):
        return Linked(title, body.heading)
    if body.is_list:
        return None
    first = body.first_link
    if first is None or is_of_site(first.url, site) or is_credit(first):
        outward = [link for link in body.links if not is_of_site(link.url, site)]
        first = outward[0] if len(outward) == 1 and not is_credit(outward[0]) else None
    return None if first is None else Linked(first.url, first.title)


def _of_text(title: str, body: Body) -> Linked | None:
    """Return the link that is all of the first block, if there is no other, and it says what the title says."""
    first = body.first_link
    key = canonical_url(first.url) if first else None
    if first is None or key is None or is_home(key) or len(body.links) != 1 or body.headings > first.is_heading:
        return None
    if is_same(title, first) if title else first.title is not None:
        return Linked(first.url, first.title)
    return None


def is_credit(link: BodyLink) -> bool:
    """Return whether a link leads to the one whom the author has something from: what stands before it says so."""
    shown = link.text or link.url
    before = link.around.partition(shown)[0][-LONGEST_BEFORE:]
    return _ENDS_IN_CREDIT.search(before) is not None or _VIA.match(link.text) is not None


def is_same(title: str, link: BodyLink) -> bool:
    """Return whether a link says what a title says: in its text, or in the words of its address.

    >>> link = BodyLink("https://a.example/2020/harbor-bridge-reopens", "", "", "", 1)
    >>> is_same("Harbor bridge reopens at last", link), is_same("My new boat", link)
    (True, False)
    """
    if title.casefold() == link.text.casefold():
        return can_be_title(title)
    path = unquote(urlsplit(link.url).path)
    theirs = set(_WORD.findall(f"{link.text} {path}".casefold()))
    ours = {word for word in _WORD.findall(title.casefold()) if len(word) >= FEWEST_LETTERS}
    return len(ours & theirs) >= max(FEWEST_SHARED, (len(ours) + 1) // 2)
