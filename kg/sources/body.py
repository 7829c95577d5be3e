"""The body of a file, in Markdown or HTML -> its first paragraph, and the links that it lists."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.identity import canonical_url
from kg.sources.markup import STRUCK, blocks, href_of
from kg.sources.values import as_prose, plain

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# an own text is a list of links if so many lead their items, or if it has so many, and one in so few characters;
# of a text that only cites its sources neither is true (docs/decisions/0025-lists-of-links.md)
MANY_LINKS = 3
CHARACTERS_A_LINK = 400
LONGEST_EXCERPT = 600  # characters
FEWEST_WORDS = 2  # of a link's text that can be a title: "here" is none
FEWEST_LETTERS = 6  # of one in a script without blanks
LONGEST_TITLE = 300  # characters; no title is longer

# what is looked at: Markdown takes up to 15 microseconds a sign, and 40 a line; no text that people write has as many
LONGEST = 1 << 19  # characters
MOST_LINES = 20_000
MOST_SIGNS = 1 << 16
NO_TITLES = frozenset(
    """
    read more|read on|read it|read the article|read this|read the full story|read the post|full article|full story|
    full post|click here|learn more|find out more|see more|see here|view more|more info|more information|this article|
    this post|this link|this one|this page|the article|the post|the link|go here|right here|over here|see also|
    permanent link|view online|view in browser|source code|edit this page
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico")
# where a page is handed on, and badges and licences: no article stands there
SHARING = re.compile(
    r"""
    https://(?:
        (?:twitter|x)\.com/(?:share|intent|home\?status) | facebook\.com/(?:sharer|share|dialog)
      | linkedin\.com/(?:share|sharing|cws) | reddit\.com/submit | pinterest\.[a-z.]+/pin/create
      | tumblr\.com/(?:share|widgets) | (?:t|telegram)\.me/share | (?:wa\.me|(?:api|web)\.whatsapp\.com)/
      | news\.ycombinator\.com/submitlink | getpocket\.com/(?:save|edit) | instapaper\.com/(?:hello|edit)
      | bufferapp\.com/add | b\.hatena\.ne\.jp/(?:add|entry/panel) | service\.weibo\.com/share | connect\.qq\.com
      | line\.me/R/msg | social-plugins\.line\.me | vk\.com/share | addtoany\.com | img\.shields\.io
      | creativecommons\.org/licenses
    )
    """,
    re.VERBOSE,
)

# what programs put in, and comments: how it begins and how it ends
_PUT_IN = {"{%": "%}", "{{": "}}", "<!--": "-->"}
_BEGINS = re.compile("|".join(map(re.escape, _PUT_IN)))
_CODE = re.compile(
    r"""^(?:import[ \t]+(?:[^\n]*[ \t]from[ \t]+)?["'][^\n]*|export[ \t]+(?:default|const)[ \t][^\n]*)$""", re.MULTILINE
)
_SIGN = re.compile(r"[\[\]!*_~<&`\\:]")  # of Markdown, within a line
# of scripts that have no blanks between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_BARE = re.compile(r"https?://[^\s<>\"'`]{3,2000}", re.IGNORECASE)  # an address that is no link
_AFTER = ".,;:!?)]}*_~\u3002\uff0c\u3001\uff09"  # what stands behind one and is no part of it
_BEFORE = "0123456789.)#\u3001\uff0e\uff09\u2022\u00b7\u2013\u2014*>- "  # what stands before the link of an item
_TAG = re.compile(r"<(/?)([a-z]+)([^<>]*)>", re.IGNORECASE)  # in a text
ORIGINAL = frozenset(  # what read-later tools call the link to what was read (Omnivore, Matter, Instapaper, ...)
    ("read original", "view original", "open original", "original", "original article", "original link")
)
HASHTAG = re.compile(r"#[^\W\d_]")
_LINKED = ("](", "://", "<a ", "<A ")  # without any of them, there is no link in a text
_TEXTS = ("text", "text_special")
_LINE_ENDS = ("softbreak", "hardbreak")
_BREAKS = (*_LINE_ENDS, "break")
_QUIET = ("image", "html_inline", "code_inline")  # parts of a paragraph that are no text of it


class BodyLink(NamedTuple):
    """A link of a body: its address, its text, the text of what stands around it, the heading above, its line."""

    url: str
    text: str
    around: str
    heading: str
    line: int
    is_heading: bool = False

    @property
    def title(self) -> str | None:
        """The text, if it can be the title of what is linked."""
        return self.text if can_be_title(self.text) else None

    @property
    def leads(self) -> bool:
        """Whether it stands at the beginning of its paragraph, item, heading or cell, as the links of a list do."""
        return bool(self.text) and self.around.lstrip(_BEFORE).startswith(self.text)

    @property
    def is_navigation(self) -> bool:
        """Whether the link leads to no text: an image, or where a page is handed on."""
        address = canonical_url(self.url) or ""
        return address.partition("?")[0].lower().endswith(IMAGES) or SHARING.match(address) is not None


def can_be_title(text: str) -> bool:
    """Return whether the text of a link can be the title of what is linked, and is no button.

    >>> can_be_title("The town votes"), can_be_title("PDF"), can_be_title("Read more"), can_be_title("https://a.example")
    (True, False, False, False)
    """
    if len(text) > LONGEST_TITLE or text.casefold().strip(_AFTER + "\u2192\u00bb\u2026>[( ") in NO_TITLES:
        return False
    is_long = len(text.split()) >= FEWEST_WORDS or len(_UNSPACED.findall(text)) >= FEWEST_LETTERS
    return is_long and canonical_url(text) is None


class Body:
    """What stands below front matter, as Markdown or HTML; parsed when it is first asked for.

    Args:
        text: all of it.
        line: the number of its first line in the file.
        html: whether all of it is HTML, and not Markdown, in which there may be some.

    `is_cut` says, after that, whether it is so long that its end was not looked at.
    """

    is_cut = False

    def __init__(self, text: str, *, line: int = 1, html: bool = False) -> None:
        self.text = text
        self.line = line
        self.html = html

        self._references: dict[str, Any] = {}  # what the definitions of links say

    @functools.cached_property
    def _tokens(self) -> list[Token]:
        """The blocks of the text; what stands in them is parsed when it is asked for, up to the bounds."""
        text = self.text[:LONGEST]
        if text.count("\n") > MOST_LINES:
            text = "\n".join(text.split("\n", MOST_LINES)[:MOST_LINES])
        text = _without_programs(text)
        tokens = [_of_html(text)] if self.html else _parser().parse(_CODE.sub("", text), self._references)
        is_cut = len(text) > MOST_SIGNS and _cut(tokens)
        self.is_cut = is_cut or len(text) < len(self.text)
        return tokens

    def _parts(self, block: Token) -> list[Token]:
        """Return the parts of a text, texts that stand side by side as one."""
        if not block.children:
            found: list[Token] = []
            _parser().inline.parse(block.content, _parser(), self._references, found)
            block.children = []
            for is_text, group in itertools.groupby(map(_tag, found), lambda part: part.type in _TEXTS):
                parts = list(group)
                if is_text:
                    parts[0].type, parts[0].content = "text", "".join(part.content for part in parts)
                block.children += parts[:1] if is_text else parts
        return block.children

    @property
    def heading(self) -> str | None:
        """The text of the first heading."""
        return next((text for kind, block in self._blocks() if (text := self._heading(kind, block))), None)

    def _heading(self, kind: str, block: Token) -> str:
        return plain(_text(self._parts(block))) if kind == "heading" else ""

    @property
    def excerpt(self) -> str | None:
        """The first paragraph that is a text, not all of it if it is long."""
        for kind, block in self._blocks():
            text = as_prose(_text(self._parts(block))) if kind == "paragraph" else ""
            if text and any(map(str.isalpha, text)) and not self._is_label(text, block):
                return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT].rpartition(' ')[0]}\u2026"
        return None

    @property
    def original(self) -> str | None:
        """The address that a link to the original leads to, where it is all that a paragraph has."""
        for kind, block in self._blocks():
            links = [*self._links(block, "")] if kind == "paragraph" and "](" in block.content else ()
            if len(links) == 1 and links[0].text == links[0].around and links[0].text.casefold() in ORIGINAL:
                return links[0].url
        return None

    @functools.cached_property
    def first_link(self) -> BodyLink | None:
        """The link that is all of the first block; None if that has other text, or is an item or a quotation."""
        for kind, block in self._blocks():
            links = [*self._links(block, "")]
            around = as_prose(_text(self._parts(block)))
            if not links and not around:
                continue  # a picture
            is_own = kind in ("paragraph", "heading") and block.level <= 1
            if not is_own or len(links) != 1 or canonical_url(links[0].url) is None or links[0].is_navigation:
                return None
            link = links[0]
            is_alone = (link.text or link.url) == (around or link.url)
            return link._replace(is_heading=kind == "heading") if is_alone else None
        return None

    @property
    def headings(self) -> int:
        """How many headings there are."""
        return sum(kind == "heading" for kind, _ in self._blocks())

    @functools.cached_property
    def links(self) -> tuple[BodyLink, ...]:
        """The links to absolute addresses, each address once: the first that has a title, or else the first."""
        found: dict[str, BodyLink] = {}
        heading = ""
        for kind, block in self._blocks():
            heading = self._heading(kind, block) or heading
            if not block.children and not self._references and not any(sign in block.content for sign in _LINKED):
                continue
            for link in self._links(block, heading):
                key = canonical_url(link.url)
                if (
                    key is not None
                    and not link.is_navigation
                    and (key not in found or (found[key].title is None and link.title is not None))
                ):
                    found[key] = link
        return tuple(found.values())

    def _is_label(self, text: str, block: Token) -> bool:
        """Return whether a paragraph is no sentence: hashtags alone, or one link alone."""
        is_link = block.type == "inline" and [link.text for link in self._links(block, "")] == [text]
        return is_link or all(map(HASHTAG.match, text.split()))

    @property
    def is_list(self) -> bool:
        """Whether the text is one that lists links, and does not only cite some."""
        links = self.links
        is_dense = len(self.text) <= CHARACTERS_A_LINK * len(links)
        return len(links) >= MANY_LINKS and (is_dense or sum(link.leads for link in links) >= MANY_LINKS)

    def line_of(self, text: str) -> int | None:
        """Return the line of the heading or paragraph that a title or an excerpt was taken from; None if of none."""
        begins = text.removesuffix("\u2026")
        for _, block in self._blocks():
            found = _text(self._parts(block))
            for form in (plain(found), as_prose(found) or ""):
                if block.map and form and (form == text or (begins != text and form.startswith(begins))):
                    return self.line + block.map[0]
        return None

    def _links(self, block: Token, heading: str) -> Iterator[BodyLink]:
        """Yield the links of a text."""
        parts = self._parts(block)
        at = self.line + (block.map[0] if block.map else 0)
        around = as_prose(_text(parts)) or ""
        opened: tuple[str, int, int] | None = None
        struck = 0
        for place, part in enumerate(parts):
            if part.type in _BREAKS:
                at += part.type in _LINE_ENDS
            elif part.type in ("s_open", "s_close"):  # what is struck out is listed no more
                struck += part.nesting
            elif struck:
                continue
            elif part.type == "text" and opened is None and "://" in part.content:
                for bare in _BARE.finditer(part.content):
                    yield BodyLink(bare[0].rstrip(_AFTER), "", around, heading, at)
            elif part.type == "link_open":
                opened = str(part.attrs.get("href", "")), place, at
            elif part.type == "link_close" and opened is not None:
                url, start, where = opened
                text = plain(_text(parts[start:place]))
                yield BodyLink(url, text, around, heading, where)
                opened = None

    def _blocks(self) -> Iterator[tuple[str, Token]]:
        """Yield what each text stands in (heading, paragraph, ...), and the text."""
        kind = ""
        for token in self._tokens:
            if token.type == "inline":
                yield kind, token
            elif token.type == "html_block":
                yield from blocks(token.content, line=token.map[0] if token.map else 0)
            elif token.nesting > 0:
                kind = token.type.removesuffix("_open")


@functools.cache
def _parser() -> MarkdownIt:
    """Return a parser that finds blocks, and leaves open what stands in them."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 20}).enable(["table", "strikethrough"])
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


def _of_html(text: str) -> Token:
    """Return a text that is HTML as the block that it is."""
    from markdown_it.token import Token

    return Token("html_block", "", 0, content=text, map=[0, text.count("\n")])


def _tag(part: Token) -> Token:
    """Return a part of a text; of a tag that begins or ends a link, or what is struck out, as Markdown has these."""
    tag = _TAG.fullmatch(part.content) if part.type == "html_inline" else None
    name = tag[2].lower() if tag else ""
    if tag is None or name not in ("a", *STRUCK):
        return part
    part.type = f"{'link' if name == 'a' else 's'}_{'close' if tag[1] else 'open'}"
    part.nesting = -1 if tag[1] else 1
    part.content = ""
    if name == "a" and not tag[1]:
        part.attrs["href"] = href_of(tag[3])
    return part


def _cut(tokens: Iterable[Token]) -> bool:
    """Take from blocks what is beyond the most signs; return whether there was something."""
    left, is_cut = MOST_SIGNS, False
    for token in tokens:
        if token.type != "inline":
            continue
        beyond = next(itertools.islice(_SIGN.finditer(token.content), left, None), None)
        if beyond is not None:
            token.content = token.content[: beyond.start()]
            left, is_cut = 0, True
        else:
            left -= len(_SIGN.findall(token.content))
    return is_cut


def _without_programs(text: str) -> str:
    r"""Return a text without what programs put in and without comments; of those, the line ends stay.

    >>> _without_programs("a {% b\n %}c {{ d }} {{ e")
    'a \nc  {{ e'
    """
    parts, done, endless = [], 0, set[str]()
    for begins in _BEGINS.finditer(text):
        if begins.start() < done or begins[0] in endless:
            continue
        end = text.find(_PUT_IN[begins[0]], begins.end())
        if end < 0:
            endless.add(begins[0])
            continue
        parts += [text[done : begins.start()], "\n" * text.count("\n", begins.start(), end)]
        done = end + len(_PUT_IN[begins[0]])
    return "".join((*parts, text[done:]))


def _text(parts: Iterable[Token]) -> str:
    """Return the text of the parts of a paragraph."""
    return "".join(" " if part.type in _BREAKS else "" if part.type in _QUIET[:2] else part.content for part in parts)
