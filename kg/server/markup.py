"""Tags and texts -> HTML in which every text is escaped, for there is no other way to put one in."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

VOID = frozenset(("meta", "link", "br", "hr", "img", "input"))
# what ends a script, begins a comment in one, or ends a line in older JavaScript
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class Html(str):
    """Markup that was made by `tag`, and is not escaped again."""

    __slots__ = ()


Child = str | None | Iterable["Child"]


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Html:
    """Return an element.

    Args:
        name: of the element.
        children: texts, which are escaped, and elements; lists of them; None is nothing.
        attributes: their values are escaped; ``class_`` is class, ``data_x`` is data-x; False and None leave one out.

    >>> tag("a", "1 < 2", href="/?a&b")
    '<a href="/?a&amp;b">1 &lt; 2</a>'
    """
    inside = "".join(
        _attribute(key, value) for key, value in attributes.items() if value is not None and value is not False
    )
    opened = f"<{name}{inside}>"
    return Html(opened if name in VOID else f"{opened}{joined(children)}</{name}>")


def joined(children: Iterable[Child]) -> Html:
    """Return texts (escaped) and elements one after the other."""
    return Html("".join(map(_child, children)))


def _child(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Html):
        return child
    return html.escape(child) if isinstance(child, str) else joined(child)


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'


def json_script(value: Any, media: str, *, id: str | None = None) -> Html:
    """Return a script element that holds JSON, and that nothing in it can end."""
    text = json.dumps(value, ensure_ascii=False, indent=1).translate(_IN_SCRIPT)
    return tag("script", Html(text), type=media, id=id)


def link(text: Child, address: str) -> Html:
    """Return a link to another site if the address is one of the web, else the text alone.

    >>> link("x", "javascript:alert(1)")
    'x'
    """
    try:
        web = urlsplit(address).scheme in ("http", "https")
    except ValueError:
        web = False
    return tag("a", text, href=address, rel="noopener noreferrer") if web else joined([text])
