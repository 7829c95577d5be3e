"""Files of configuration -> what they say, as texts in mappings.

They are data: read up to a limit, never run, and any bytes are an answer or none.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.settings.sections import WEB_ADDRESS, language_tag
from kg.settings.table import is_within
from kg.settings.toml import TomlError, contents
from kg.settings.toml import parse as parse_toml
from kg.sources.frontmatter import decode, parse
from kg.sources.json import parse_json
from kg.zones import known_zone

MAX_BRACKETS = 2_000  # in a configuration in Python; its parser recurses as deep as they are nested
MAX_PYTHON = 64 * 1024  # characters of one
# hosts of no site: this machine, those of RFC 2606, and what templates of sites have in their place
NO_HOSTS = frozenset(
    """
    localhost 127.0.0.1 0.0.0.0 [::1] example.com www.example.com example.org www.example.org example.net
    www.example.net yoursite.com yourdomain.com your-site.com your-domain.com yourwebsite.com username.github.io
    """.split()
)
_HOST = re.compile(r"(?:https?:)?(?://)?((?:[\w-]+\.)*[\w-]+|\[::1\])(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
_NO_SCHEME = re.compile(r"(?://)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/|$)", re.IGNORECASE)
_PLAIN_LINE = re.compile(r"([A-Za-z_]\w*)[ \t]*+:[ \t]++(.*)")
_NOT_PLAIN = tuple("[{|>&*!#")  # how a value begins that is no text as it stands
_COMMENT = re.compile(r"(?<![:\"'\w])//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)


class Config:
    """A folder that may be that of a site: what stands in it, and what its files say.

    Args:
        path: of the folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: dict[str, Any] = {}

    def has(self, name: str) -> bool:
        """Return whether a file or folder stands in it."""
        return os.path.lexists(self.path / name)

    def first(self, names: Iterable[str]) -> str:
        """Return the first of some names that is there; an empty text if none is."""
        return next((name for name in names if self.has(name)), "")

    def text(self, name: str) -> str:
        """Return the text of a file; an empty one if it cannot be read, is large, or a link that leaves the folder."""
        place = self.path / name
        if not self.has(name) or not is_within(place, self.path):
            return ""
        try:
            return decode(contents(place)).value
        except (OSError, ValueError, SourceError):
            return ""

    def tree(self, name: str) -> dict[str, Any]:
        """Return what a file in YAML, TOML or JSON says, by its ending; nothing if it is none, or says no mapping."""
        if name not in self._read:
            self._read[name] = _tree(self.text(name), name)
        found: dict[str, Any] = self._read[name]
        return found

    def python(self, name: str, wanted: Iterable[str]) -> dict[str, Any]:
        """Return the values of names that a file in Python gives literals to, outside of all else; it is not run."""
        if name not in self._read:
            self._read[name] = _literals(self.text(name))
        return {key: self._read[name][key] for key in wanted if key in self._read[name]}

    def script(self, name: str) -> str:
        """Return the text of a file in JavaScript, without its comments."""
        return _COMMENT.sub(" ", self.text(name))


def _tree(text: str, name: str) -> dict[str, Any]:
    try:
        if name.endswith(".toml"):
            found: object = parse_toml(text).tables
        elif name.endswith(".json"):
            found = parse_json(text)
        else:
            found = parse(text)
    except (SourceError, TomlError):
        return _plain_lines(text) if name.endswith((".yml", ".yaml")) else {}
    return found if isinstance(found, dict) else {}


def _plain_lines(text: str) -> dict[str, Any]:
    """Return the keys at the edge of a text that is no YAML, or has tags of a program's own, with their texts."""
    found: dict[str, Any] = {}
    for match in filter(None, map(_PLAIN_LINE.fullmatch, text.split("\n"))):
        value = match[2]
        if value[:1] in ('"', "'"):
            found[match[1]] = value[1:].partition(value[0])[0]
        elif not value.startswith(_NOT_PLAIN):
            found[match[1]] = re.split(r"\s#", value, maxsplit=1)[0].strip()
    return found


def _literals(text: str) -> dict[str, Any]:
    import ast
    import warnings

    if len(text) > MAX_PYTHON or sum(map(text.count, "([{")) > MAX_BRACKETS:
        return {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that another Python will refuse
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Any] = {}
    for statement in tree.body:
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets: list[ast.expr] = [statement.target]
        elif isinstance(statement, ast.Assign):
            targets = statement.targets
        else:
            continue
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        try:
            value = ast.literal_eval(statement.value) if names and statement.value is not None else None
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            continue
        found |= dict.fromkeys(names, value)
    return found


def value_of(tree: object, *keys: str) -> Any:
    """Return what stands under keys in one another, in any case; None if there is nothing.

    >>> value_of({"Params": {"dateForm": "x"}}, "params", "dateform")
    'x'
    """
    for key in keys:
        if not isinstance(tree, dict):
            return None
        tree = tree[key] if key in tree else next((v for k, v in tree.items() if str(k).lower() == key.lower()), None)
    return tree


def text_of(tree: object, *keys: str) -> str:
    """Return the text that stands under keys, as YAML would have it; an empty one if there is none."""
    value = value_of(tree, *keys)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip() if isinstance(value, (str, int)) else ""


def pairs_of(tree: object, *keys: str) -> list[tuple[str, Any]]:
    """Return the keys and values of the mapping under keys; none if there is no mapping."""
    value = value_of(tree, *keys)
    return [(str(key), inner) for key, inner in value.items()] if isinstance(value, dict) else []


def items_of(tree: object, *keys: str) -> list[Any]:
    """Return the items of the list under keys; none if there is no list."""
    value = value_of(tree, *keys)
    return list(value) if isinstance(value, (list, tuple)) else []


def address(text: str, path: str = "") -> str:
    """Return the address that a configuration gives its site; an empty text if it is none, or of no site.

    Args:
        text: as the configuration has it; without a scheme it is taken to be https.
        path: that the site stands at below it.

    >>> address("https://my-site.example/", "/blog"), address("my-site.example"), address("http://localhost:4000")
    ('https://my-site.example/blog', 'https://my-site.example', '')
    """
    host = _HOST.match(text)
    if host is None or host[1].lower() in NO_HOSTS:
        return ""
    whole = "https://" + text.removeprefix("//") if _NO_SCHEME.match(text) else text
    whole = whole.rstrip("/") + "/" + path.strip("/")
    return whole.rstrip("/") if WEB_ADDRESS.fullmatch(whole) else ""


def zone(text: str) -> str:
    """Return a time zone as a configuration has it; an empty text if there is no such."""
    return text if text and known_zone(text) else ""


def language(text: str) -> str:
    """Return the tag of a language as a configuration has it; an empty text if it is none."""
    return language_tag(text) if text else ""


def within(text: str) -> str:
    """Return the path of a folder in a site's own, without ./ and slashes around it; an empty text if it leads out.

    >>> within("./src/"), within("../x"), within(".")
    ('src', '', '')
    """
    parts = [part for part in text.replace("\\", "/").split("/") if part not in ("", ".")]
    return "" if ".." in parts else "/".join(parts)
