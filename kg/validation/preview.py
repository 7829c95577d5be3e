"""Files under other settings -> what would be built of them: figures to compare, and how some articles would look."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from kg import settings, sources
from kg.entities.merge import merge
from kg.model import Article, Reading
from kg.sources import InputFile
from kg.sources.account import account
from kg.sources.files import below_root, kind_of
from kg.sources.pages import is_of_site
from kg.sources.site import is_selected, site_of, site_within
from kg.words import day, shorten

EXAMPLES = 3  # articles that are shown
LONGEST = 100  # characters of what is shown of one


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What would be built; of each figure but the last two more is better.

    Attributes:
        articles: with a file of their own.
        addressed: of these, with an address.
        elsewhere: of these, with the address of another site.
        dated: with a date.
        titled: with a title that their file gives.
        excerpts: with an excerpt.
        topics: with a topic, tag, category or keyword.
        authors: with an author.
        listed: other articles that they list.
        rejected: files of which something cannot be taken.
        left_out: files.
    """

    articles: int
    addressed: int
    elsewhere: int
    dated: int
    titled: int
    excerpts: int
    topics: int
    authors: int
    listed: int
    rejected: int
    left_out: int

    @property
    def rows(self) -> list[tuple[str, int]]:
        """The figures, each with what it is called."""
        return [
            ("articles with a file of their own", self.articles),
            ("with an address", self.addressed),
            ("with that of another site", self.elsewhere),
            ("with a date", self.dated),
            ("with a title", self.titled),
            ("with an excerpt", self.excerpts),
            ("with topics or tags", self.topics),
            ("with authors", self.authors),
            ("articles that these list", self.listed),
            ("files rejected", self.rejected),
            ("files left out", self.left_out),
        ]


def figures(files: Sequence[InputFile], readings: Sequence[Reading]) -> Figures:
    """Return what would be built of files.

    Args:
        files: all that were found.
        readings: what those say that are read, in their order.
    """
    own = [article for reading in readings for article, _ in reading.own]
    sites = [file.site for file in files if file.kind != sources.OTHER]
    pairs = [(a.url, site) for site, reading in zip(sites, readings, strict=True) for a, _ in reading.own]
    counts = account(files, readings).counts
    return Figures(
        articles=len(own),
        addressed=sum(article.url is not None for article in own),
        elsewhere=sum(url is not None and not is_of_site(url, site) for url, site in pairs),
        dated=sum(article.published is not None for article in own),
        titled=sum(article.title is not None for article in own),
        excerpts=sum(article.excerpt is not None for article in own),
        topics=sum(bool(a.topics or a.tags or a.categories or a.labels) for a in own),
        authors=sum(bool(article.authors) for article in own),
        listed=len({article.key for reading in readings for article, _ in reading.stubs}),
        rejected=counts["rejected"],
        left_out=counts["left_out"],
    )


def is_as_good(after: Figures, before: Figures) -> bool:
    """Return whether nothing is lost: no figure is smaller that should be large, and no more is rejected."""
    names = ("articles", "addressed", "dated", "titled", "excerpts", "topics", "authors")
    return after.rejected <= before.rejected and all(getattr(after, n) >= getattr(before, n) for n in names)


def with_settings(text: str, folder: Path, *, without: Path | None = None) -> list[InputFile]:
    """Return the files of a folder as they would be found if its kg.toml held a text. Nothing is written into it.

    Args:
        text: of a kg.toml.
        folder: that it would stand in.
        without: a folder to pass over.

    Raises:
        UsageError: the text is no kg.toml.
    """
    with tempfile.TemporaryDirectory(prefix="kg-init-") as scratch:
        config = Path(scratch, settings.FILE)
        config.write_text(text, encoding="utf-8")
        site = site_of(folder, config=config, settled=folder)
        within = functools.cache(functools.partial(site_within, site, folder, config=config))
        files = []
        for file in sources.find([folder], config=config, without=without):
            own = within(file.path.rpartition("/")[0])
            selected = is_selected(own, below_root(own, file.path))
            kind = kind_of(file.location, file.path) if selected else sources.OTHER
            files.append(InputFile(file.location, file.path, kind, own))
    return files


def examples(readings: Sequence[Reading]) -> Iterator[Article]:
    """Yield some articles as they would be in the graph: the first, the last, and those between at equal distance."""
    entities = merge(readings)
    own = [article for article in entities.articles if article.full]
    own.sort(key=lambda article: (min((o.path for o in article.origins), default=""), article.key))
    last = len(own) - 1
    places = dict.fromkeys(last * n // max(1, EXAMPLES - 1) for n in range(EXAMPLES)) if own else {}
    yield from (own[place] for place in places)


def looks(article: Article) -> list[tuple[str, str]]:
    """Return how an article would look: what is known of it, each with a name; what is missing is said, too."""
    file = next((origin.path for origin in article.origins), "")
    said = [
        ("title", article.title or "none"),
        ("address", article.url or "none: known by its path"),
        ("date", day(article.published, form="iso") or "none"),
        ("provider", article.provider or "none"),
        ("topics", ", ".join(article.topics) or "none"),
        ("authors", ", ".join(article.authors)),
        ("keywords", ", ".join(article.keywords)),
        ("excerpt", article.excerpt or ""),
        ("file", file),
    ]
    return [(name, shorten(value, most=LONGEST)) for name, value in said if value]
