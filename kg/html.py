"""Values -> HTML: texts escaped, elements, links, JSON in scripts, the cards of notebooks, whole pages by templates."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from kg import words

if TYPE_CHECKING:
    from jinja2 import Environment, Template

VOID = frozenset(("meta", "link", "br", "hr", "img", "input"))  # elements without an end
# what orders text anew, or ends lines for some readers of the source
HIDDEN = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
# what is no sign at all: HTML has no number for it
NO_SIGN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
CARD = (  # colours of the notebook's own theme, so that it is readable in the light and in the dark
    "font:14px/1.45 system-ui,sans-serif;max-width:52rem;padding:.7rem 1rem;border:1px solid color-mix(in srgb,"
    "currentColor 25%,transparent);border-radius:8px;overflow-wrap:anywhere"
)
FAINT = "opacity:.72;font-size:.92em"
CELL = "text-align:left;vertical-align:top;padding:.15rem .8rem .15rem 0"
SHORT = 24  # characters of a cell that stays on one line
_HIDDEN, _NO_SIGN = re.compile(f"[{HIDDEN}]"), re.compile(f"[{NO_SIGN}]")
_IN_SCRIPT = re.compile(f"[<>&\x7f-\x9f{HIDDEN}]")
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))  # they would turn round what follows
_WEB = re.compile(r"https?://[^\x00-\x1f\x7f]+", re.IGNORECASE)

Cell = str | tuple[str, str | None]  # a text, or a text and the address that it links to
Child = str | None | Iterable["Child"]


def visible(text: str) -> Markup:
    r"""Return a text as `escape` does, with no sign in it that is not seen by who reads the source.

    >>> print(visible("a & b"), visible("a\u202eb"), visible("a\x07b"))
    a &amp; b a&#8238;b a\ufffdb
    """
    text = _NO_SIGN.sub("\ufffd", escape(text))
    return Markup(_HIDDEN.sub(lambda found: f"&#{ord(found[0])};", text))


def level(text: str) -> str:
    r"""Return a text without the signs that would turn round what follows it, with one sign for all controls.

    >>> level("a\u202eb"), level("a\x07b")
    ('ab', 'a\ufffdb')
    """
    return _NO_SIGN.sub("\ufffd", text.translate(_TURNING))


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
    """Return an element.

    Args:
        name: of the element.
        children: texts, which are escaped, and elements; lists of them; None is nothing.
        attributes: their values are escaped; ``class_`` is class, ``data_x`` is data-x; False and None leave one out.

    >>> print(tag("a", "1 < 2", href="/?a&b"))
    <a href="/?a&amp;b">1 &lt; 2</a>
    """
    inside = "".join(
        _attribute(key, value) for key, value in attributes.items() if value is not None and value is not False
    )
    opened = f"<{name}{inside}>"
    return Markup(opened if name in VOID else f"{opened}{joined(children)}</{name}>")


def joined(children: Iterable[Child]) -> Markup:
    """Return texts (escaped) and elements one after the other."""
    return Markup().join(
        "" if child is None else child if isinstance(child, str) else joined(child) for child in children
    )


def link(text: Child, address: str | None, *, target: str | None = None) -> Markup:
    """Return a link to another site if the address is one of the web, else the text alone.

    Args:
        text: what is shown.
        address: where it leads.
        target: the name of the window that it opens in.

    >>> print(link("a", "javascript:alert(1)"), link("a", "https://a.example/"))
    a <a href="https://a.example/" rel="noopener noreferrer">a</a>
    """
    if not is_web(address):
        return joined([text])
    return tag("a", text, href=address, target=target, rel="noopener noreferrer")


def is_web(address: str | None) -> bool:
    """Return whether an address is one of the web.

    >>> is_web("HTTPS://a.example/b"), is_web("//a.example"), is_web("http://[")
    (True, False, False)
    """
    try:
        return address is not None and bool(_WEB.fullmatch(address) and urlsplit(address).netloc)
    except ValueError:
        return False


def script_json(value: object) -> Markup:
    r"""Return a value as JSON that nothing in it can end, between the tags of a script.

    >>> print(script_json({"title": "</script>"}))
    {"title":"\u003c/script\u003e"}
    """
    import msgspec

    text = msgspec.json.encode(value).decode()
    return Markup(_IN_SCRIPT.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def card(
    title: Cell, facts: Iterable[str] = (), *, rows: Sequence[Sequence[Cell]] = (), head: Sequence[str] = ()
) -> Markup:
    """Return the card that notebooks show: text as text, links only to the web, no script.

    Args:
        title: its title, with the address that it links to if it has one.
        facts: short texts below the title, set apart by dots.
        rows: of a table below them.
        head: the names of its columns; none are shown if it is empty.
    """
    lines = [tag("tr", *(tag("th", level(name), scope="col", style=CELL) for name in head))] if head else []
    lines += [tag("tr", *(tag("td", _cell(cell), style=_style(cell)) for cell in row)) for row in rows]
    below = " · ".join(level(fact) for fact in facts if fact)
    return tag(
        "div",
        tag("strong", _cell(title)),
        tag("div", below, style=FAINT) if below else None,
        tag("table", lines, style="border-collapse:collapse;margin:.5rem 0 0") if lines else None,
        style=CARD,
        dir="auto",
    )


FILTERS = (words.count, words.day, words.moment, words.span, words.duration, words.shorten, visible, link)


@functools.cache
def environment(folder: Path) -> Environment:
    """Return what reads the templates of a folder.

    All that they show is escaped; a name that is not given is an error. Filters, which Jinja calls faster than
    functions, are those of `kg.words`, `visible`, `link` and `json` (`script_json`); a test is `web` (`is_web`).
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    found.filters |= {function.__name__: function for function in FILTERS} | {"json": script_json}
    found.tests["web"] = is_web
    return found


def load(folder: Path) -> None:
    """Read all templates of a folder, so that pages can be made where no file can be opened any more."""
    for name in environment(folder).list_templates():
        _template(folder / name)


def document(template: Path, /, **values: object) -> str:
    """Return a whole page.

    Args:
        template: its file.
        values: what the template names.

    Raises:
        jinja2.UndefinedError: the template names what is not given.
    """
    return _template(template).render(values)


@functools.cache
def _template(path: Path) -> Template:
    return environment(path.parent).get_template(path.name)


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'


def _style(cell: Cell) -> str:
    return f"{CELL};white-space:nowrap" if isinstance(cell, str) and len(cell) <= SHORT else CELL


def _cell(cell: Cell) -> Markup:
    text, address = (cell, None) if isinstance(cell, str) else cell
    return link(level(text), address, target="_blank")
