"""A headline -> in how many ways it does not say what happened: it asks, speaks to the reader, comments, announces.

The tables are the question words, the pronouns of the first and second person, and the names that newsrooms give to
what is no report (live blogs, comments, lists, pictures), in the languages of `kg.stories.languages`.
"""

from __future__ import annotations

import re

FEWEST = 4  # words; what has fewer is a head
LONGEST_HEAD = 8  # words before a colon that name what is no report: 'Coronavirus live updates: ...'

ASKING = frozenset(
    """
    how what when where which who whose why
    wann warum was welche wer weshalb wie wieso wo
    comment combien est-ce où pourquoi quand que quel quelle quelles quels qui quoi
    adónde cómo cuál cuándo cuánto dónde qué quién quiénes
    che chi cosa dove perché quale quanto
    como onde porque qual quando quem
    hoe waar waarom wanneer wat welke
    czy dlaczego gdzie jak kiedy kto
    hangi neden nerede niçin
    """.split()
)
PERSONAL = frozenset(
    """
    i i'm i've my we we're our you you're your
    dein deine ich ihr mein meine unser unsere wir
    j'ai je mes notre nous votre vous
    nosotros nuestra nuestro yo
    noi nostra nostro
    meu minha nós nossa nosso você
    ik jij jouw mijn onze wij
    """.split()
)
NO_REPORT = re.compile(
    r"\b(?:live|updates?|live-?blog|live-?ticker|news-?ticker|ticker|explainers?|explained|analysis|opinion|editorial|"
    r"letters?|column|commentary|perspectives?|timeline|photos?|pictures|videos?|watch|listen|recap|round-?up|quiz|podcast|"
    r"newsletter|fact check|fact-check|the latest|what to know|things to know|need to know|what we know|"
    r"fast facts|takeaways|here's|in depth|"
    r"kommentar|meinung|bilder|überblick|faktencheck|"
    r"en direct|éditorial|tribune|chronique|vidéo|en vivo|en directo|opinión|última hora|in diretta|commento|ao vivo|"
    r"opinião|opinie|na żywo|opinia|felieton|canlı|yorum)\b"  # noqa: RUF001 - Turkish has an i without a dot
)
ADDRESS = re.compile(
    r"/(?:blogs?|column(?:ist)?s?|comment|commentaries|commentary|editorials?|letters|live|live-?blogs?|live-updates|"
    r"opinions?|perspectives?|kommentare?|meinung|idees|tribunes?|opinion|opinioni|opinie|opiniao|felietony|yazarlar)/"
)
_HEAD = re.compile(r"^([^:|–—?!]{1,80}?)(?::|\s[|–—-])\s+(?=\S)")  # noqa: RUF001 - dashes are meant
_LINE = re.compile(r"^[\"'“”„«‘’(\[]+|[\"'“”»‘’,:.;)\]]+$")  # noqa: RUF001 - quotes are meant


def count(text: str, url: str | None = None) -> int:
    """Return in how many ways a headline does not say what happened.

    Args:
        text: of one line.
        url: of its article.

    >>> count("Ferry runs aground at Elmen"), count("Why did the ferry run aground?"), count("Ferry updates")
    (0, 2, 2)
    """
    low = text.lower().replace("’", "'")  # noqa: RUF001 - typographic apostrophe
    words = [_LINE.sub("", word) for word in low.split()]
    ways = (
        any(mark in text for mark in "?？؟"),  # noqa: RUF001 - of other scripts
        bool(words) and words[0] in ASKING,
        not PERSONAL.isdisjoint(words),
        bool(NO_REPORT.search(low)),
        bool(ADDRESS.search(f"{url or ''}/")),
        text.isascii() and len(words) < FEWEST,
        text.endswith(("…", "...")),
        text.isupper() and not text.islower(),
    )
    return sum(ways)


def without_head(text: str) -> str:
    """Return a headline without a head that names what is no report.

    >>> without_head("Plague live updates: Ferries stop at Elmen"), without_head("Elmen: Ferries stop")
    ('Ferries stop at Elmen', 'Elmen: Ferries stop')
    """
    while (head := _HEAD.match(text)) and len(head[1].split()) <= LONGEST_HEAD:
        if not NO_REPORT.search(head[1].lower()) or len(text[head.end() :].split()) < FEWEST:
            break
        text = text[head.end() :]
    return text
