"""Text -> words: tokens, stems, and the words that tell nothing."""

from __future__ import annotations

import functools
import re

import Stemmer

from kg.stories.languages import ABBREVIATIONS, ENDINGS

STOP_WORDS = frozenset(
    """
    a about above after again against ago ain all almost already also although always am amid among an and any are
    aren around as ask asked asking asks at away back be because been before being below between billion both but by
    can cannot could couldn day days did didn do does doesn doing don done down during each early eight either else
    enough ever every far few first five for former four from further get gets getting give go goes going gone got had
    hadn has hasn have haven having he her here hers herself him himself his how however hundred i if in instead into
    is isn it its itself just last later latest least less let like ll made make makes making many may me might
    million more most much must my myself near need never new news next nine no nor not now of off often on once one
    ones only onto or other others our ours ourselves out over own per perhaps put quite rather re really report
    reported reports s said same say saying says see seen seven several shall she should shouldn since six so some
    soon still story such t take takes ten than that the their theirs them themselves then there these they thing
    things this those though thousand three through time to today together told too took toward two under until up
    update updated updates upon us use used uses using ve very via want wants was wasn way we week weeks well were
    weren what when where whether which while who whole whom whose why will with within without won would wouldn year
    years yes yet you your yours yourself yourselves
    """.split()
)

# Vowel signs and accents that are characters of their own are letters too, which \w does not know: Hebrew, Arabic, the
# scripts of India, Thai, Lao, Tibetan, Burmese, Khmer, and any letter that is written in two characters.
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0971-\u0de5\u0df2\u0df3"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f71-\u0f84\u0f8d-\u0fbc\u102b-\u103e\u1056-\u109d"
    "\u17b4-\u17d3\u3099\u309a"
)
_LETTERS = rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*"
TOKEN = rf"{_LETTERS}(?:[.'’&]{_LETTERS})*"  # noqa: RUF001 - the typographic apostrophe is meant
_TOKEN = re.compile(TOKEN)
_PIECE = re.compile(
    r"[^\W_]+(?:(?:[-‐‑'’&]|\.(?![A-Z][a-z]))[^\W_]+)*(?:(?<=\.[^\W\d_])\.)?"  # noqa: RUF001 - hyphens of all kinds
    r"|[.!?…:;|,()\[\]\"“”„«»/–—]+|-+|&"  # noqa: RUF001 - and typographic marks
)
_POSSESSIVE = re.compile(r"['’]s?$|['’](?=s$)")  # noqa: RUF001 - as above
_porter = Stemmer.Stemmer("english", 0)  # its own cache is slower than lru_cache


def tokens(text: str) -> list[str]:
    """Return the words of a text as they are written, possessives cut.

    >>> tokens("Amazon's U.S. police-contracts: AT&T")
    ['Amazon', 'U.S', 'police', 'contracts', 'AT&T']
    """
    return [without_possessive(token) for token in _TOKEN.findall(text)]


def pieces(text: str) -> list[str]:
    """Return the words and the marks of a text as they are written.

    A word that a hyphen joins to the next ends with it; what is one word to the eye stays one. A mark is a piece
    without a letter or digit: it ends a sentence, or sets its parts apart; '&' joins them. Dots of abbreviations and
    the endings of possessives are no pieces.

    >>> pieces("Gov. Li's U.S. trip: Coca-Cola, gone!")
    ['Gov', 'Li', 'U.S.', 'trip', ':', 'Coca-', 'Cola', ',', 'gone', '!']
    """
    return [piece for chunk in text.split() for piece in _pieces(chunk)]


def stems(text: str) -> list[str]:
    """Return the stems of the telling words of a text.

    >>> stems("The police were selling their recognition systems")
    ['polic', 'sell', 'recognit', 'system']
    """
    words = (token.lower() for token in tokens(text))
    return [stem(word) for word in words if word not in STOP_WORDS and len(word) > 1]


def without_possessive(word: str) -> str:
    """Return a word without the ending of its possessive.

    >>> without_possessive("Amazon's"), without_possessive("girls'")
    ('Amazon', 'girls')
    """
    return _POSSESSIVE.sub("", word) or word


@functools.lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """Return the stem of a word in lower case (Porter 2, as the Snowball project has it).

    >>> stem("stores"), stem("store")
    ('store', 'store')
    """
    return str(_porter.stemWord(word))


@functools.lru_cache(maxsize=1 << 16)
def _pieces(chunk: str) -> tuple[str, ...]:
    found = [without_possessive(piece) for piece in _PIECE.findall(chunk)]
    if "-" in chunk:
        found = [part for piece in found for part in _split(piece)]
    return tuple(found[:-1] if len(found) > 1 and found[-1] == "." and _is_short(found[-2]) else found)


def _is_short(word: str) -> bool:
    return not word.islower() and (len(word) == 1 or word.lower() in ABBREVIATIONS)


def _split(word: str) -> tuple[str, ...]:
    """Return the words that hyphens join, or the word itself if it is one to the eye.

    >>> _split("Coca-Cola"), _split("COVID-19"), _split("stay-at-home"), _split("US-led")
    (('Coca-', 'Cola'), ('COVID-19',), ('stay-at-home',), ('US', '-', 'led'))
    """
    parts = word.split("-")
    if len(parts) > 1 and parts[-1] in ENDINGS:
        return (word[: -len(parts[-1]) - 1], "-", parts[-1])
    if not word[0].isalnum() or any(map(_is_bound, parts[1:])):
        return (word,)
    if (parts[0].isupper() and len(parts[0]) > 1 and not word.isupper()) or (parts[0].isdigit() and word[-1].isalpha()):
        return (parts[0], "-", *parts[1:])  # 'US-led', and 'UPDATE 1-London' of news agencies
    return (word,) if _is_bound(parts[0]) else (*(f"{part}-" for part in parts[:-1]), parts[-1])


def _is_bound(part: str) -> bool:
    return len(part) < 2 or not part.isalpha() or (part.islower() and (len(part) < 3 or part in STOP_WORDS))
