"""YAML and TOML lists of links (``_data/links.yml`` and its kin) -> rows; the name of a list is a topic of its rows."""

from __future__ import annotations

from collections.abc import Iterator

from kg.sources.dialects.toml import parse_toml
from kg.sources.frontmatter import YAML, decode, parse
from kg.sources.tables.exports import plain_row
from kg.sources.tables.row import Remark, Row, is_web, of_links, row_of, sequence
from kg.sources.tree import Mapping, Sequence

TOML = ".toml"
SUFFIXES = (*YAML, TOML)
NAMES = ("name", "title", "category", "class_name", "group", "section", "topic", "label", "heading")  # of a list


def rows(data: bytes, path: str = "") -> Iterator[Row] | None:
    r"""Return the rows of a YAML or TOML file with a list of links, or several by name; None if it has none.

    Args:
        data: the whole file.
        path: its path, which says which of the two it is, if any.

    Raises:
        SourceError: the file is empty, too large (4 MB), or not what its ending says.

    >>> list(rows(b"climate:\n- url: https://a.example/1\n  title: One\n", "_data/links.yml"))
    [{'url': 'https://a.example/1', 'title': 'One', 'topics': ['climate']}]
    """
    if not path.lower().endswith(SUFFIXES):
        return None
    text = decode(data)
    remarks = [Remark(line, message) for line, message in text.odd]
    tree = parse_toml(text.value) if path.lower().endswith(TOML) else parse(text.value)
    found = of_links(_rows(tree), inner=False)
    return None if found is None else _chained(remarks, found)


def _chained(remarks: list[Remark], found: Iterator[Row]) -> Iterator[Row]:
    yield from remarks
    yield from found


def _rows(tree: object) -> Iterator[Row]:
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            if isinstance(value, Sequence):
                yield from _of_list(value, name)
    elif isinstance(tree, Sequence):
        for item, line in zip(tree, tree.lines, strict=True):
            lists = (
                [value for value in item.values() if isinstance(value, Sequence)] if isinstance(item, Mapping) else []
            )
            links = [one for one in lists if any(isinstance(link, Mapping) for link in one)]
            if isinstance(item, Mapping) and links and not any(map(is_web, item.values())):
                name = next((item[key] for key in NAMES if isinstance(item.get(key), str)), "")
                for one in links:
                    yield from _of_list(one, name)
            else:
                yield plain_row(row_of(item, line))


def _of_list(values: Sequence, name: str) -> Iterator[Row]:
    for value, line in zip(values, values.lines, strict=True):
        row = plain_row(row_of(value, line))
        if isinstance(row, Mapping) and name.strip() and "topics" not in row:
            row["topics"], row.lines["topics"] = sequence([name], line), row.line
        yield row
