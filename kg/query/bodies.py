"""What files said, and their graph -> the text of each article's own file, without marks of Markdown, to be searched.

The text is not in the graph: it is read from `records.bin`, a block at a time, when a search first asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import suppress

from kg.errors import GraphError
from kg.folder import OutputFolder
from kg.identity import absolute, article_iri, source_iri
from kg.model import Reading
from kg.sources.records import has_records, read_records
from kg.sources.values import as_prose

Derived = Mapping[str, Set[str]]
MDX = ".mdx"
CODE = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)  # of MDX
QUIET = (("<script", "</script>"), ("<style", "</style>"))  # what pages hold that nobody reads
# what goes, or is put in the place of a mark; each looks at a character a few times at most
MARKS = tuple(
    (re.compile(pattern, re.MULTILINE), instead)
    for pattern, instead in (
        (r"\{%[^%]*%\}|\{\{[^{}]*\}\}|\{:[^{}]*\}", " "),  # of templates
        (r"^[ \t]*(?:`{3,}|~{3,}).*$", ""),  # fences of code
        (r"^[ ]{0,3}\[[^\^\[\]\n][^\[\]\n]*\]:.*$", ""),  # where the links at the end lead to
        (r"\[\^[^\[\]\s]+\]:?", " "),  # footnotes
        (r"!?\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]*)\]\]", r"\1"),  # wiki links
        (r"!?\[([^\[\]]*)\]\(<?[^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+[\"'(][^\"'()]*[\"')])?\s*\)", r"\1"),  # links
        (r"!?\[([^\[\]]*)\]\(<?[^()\s]*(?:\([^()\s]*\)[^()\s]*)?\)", r"\1"),  # links around images
        (r"!?\[([^\[\]]*)\]\[[^\[\]]*\]", r"\1"),  # links that are said at the end
        (r"^[ \t]*[|:+=-][ \t|:+=-]*$", ""),  # rules, and lines below headings
        (r"^[ \t]*(?:>[ \t]?|#{1,6}[ \t]+|[*+-][ \t]+(?:\[[ xX]\][ \t])?|\d{1,9}[.)][ \t]+)+", ""),
        (r"[ \t]#+[ \t]*$", ""),
        (r"\\([!-/:-@\[-`{-~])", r"\1"),
        (r"[*`|]|~~|==|(?<!\w)_{1,3}(?=\w)|(?<=[\w.,!?)])_{1,3}(?!\w)", ""),
        (r"</?[A-Z][\w.]*(?:\s[^<>]*)?/?>", " "),  # parts of MDX
    )
)


def bodies(folder: OutputFolder, *, base: str, derived: Callable[[], Derived]) -> Iterator[tuple[str, str]]:
    """Yield the IRI of each article whose own file has a text, and the text; one file at a time is held.

    Args:
        folder: of the build; nothing is yielded if it has no records that this version of kg can read.
        base: of the graph.
        derived: returns the IRIs of the articles that have a file of their own, by that of each file that speaks of
            them; called if there is any text.
    """
    if not has_records(folder.records):
        return
    with suppress(GraphError):  # the rest of them are damaged: the search has what the graph says
        known: Derived | None = None
        for reading in read_records(folder.records, with_text=True):
            known = derived() if known is None else known
            article = _article(reading, base, known)
            if article is not None and (text := plain_text(reading.text, path=reading.file.path)):
                yield article, text


def _article(reading: Reading, base: str, derived: Derived) -> str | None:
    """Return the IRI of the article that a file is of, as the graph has it: it may go by another address there."""
    own = [article for article, _ in reading.own]
    known = derived.get(absolute(source_iri(reading.file.sha256), base=base), frozenset())
    if len(own) != 1 or not known:
        return None
    iri = absolute(article_iri(own[0].key), base=base)
    if iri in known:
        return iri
    left = known - {absolute(article_iri(stub.key), base=base) for stub, _ in reading.stubs}
    return min(left, default=None)


def plain_text(body: str, *, path: str = "") -> str:
    r"""Return the text of what stands below front matter, in one line, without marks of Markdown, templates and HTML.

    Args:
        body: as the file has it.
        path: of the file, whose ending says what it is.

    >>> plain_text("# Harbor\n\n* The [new *bridge*](https://a.example/b_c) is _open_, see `x_y`.")
    'Harbor The new bridge is open, see x_y.'
    """
    if path.lower().endswith(MDX):
        body = CODE.sub("", body)
    for opening, closing in QUIET:
        body = _without(body, opening, closing)
    for mark, instead in MARKS:
        body = mark.sub(instead, body)
    return as_prose(body) or ""


def _without(text: str, opening: str, closing: str) -> str:
    """Return a text without what stands between two marks; what is not closed stays."""
    lower = text.lower() if "<" in text else ""
    if len(lower) != len(text):  # a letter that is two in lower case
        return text
    kept, at = [], 0
    while (start := lower.find(opening, at)) >= 0 and (end := lower.find(closing, start)) >= 0:
        kept.append(text[at:start])
        at = end + len(closing)
    return " ".join((*kept, text[at:]))
