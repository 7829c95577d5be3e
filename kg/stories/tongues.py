"""Articles -> the language of each; a word of a language -> what it is known by.

What an article says of itself holds. Else its function words speak, and where they are few, as in a headline, those of
its provider, and then of the corpus: the share of each language among the texts of a provider is what is expected of
the next text before it is read (empirical Bayes: Robbins, 1956). A script that only one language uses needs no words.
"""

# ruff: noqa: RUF001, RUF002 - letters of other scripts are meant

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

import Stemmer

from kg.stories.function_words import FUNCTION_WORDS
from kg.stories.texts import spread

if TYPE_CHECKING:
    import numpy as np

    from kg.model import Article
    from kg.stories.texts import Words

EN = "en"
RATE = 0.12  # of the words of a headline or of an address are among the function words of its language, at the least
CHANCE = 0.03  # and of any other text
EXPECTED = 2.0  # texts that a provider counts as, before it is read, with the shares of the corpus
AT_FIRST = 4.0  # texts of English that a corpus counts as before it is read: so many that say nothing are English
SCRIPTS = {  # letters -> the language that is written so; Han without kana is Chinese
    "ja": "\u3040-\u30ff",
    "ko": "\u1100-\u11ff\uac00-\ud7af",
    "zh": "\u3400-\u9fff",
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f",
    "km": "\u1780-\u17ff",
    "ka": "\u10a0-\u10ff",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f",
    "bn": "\u0980-\u09ff",
    "gu": "\u0a80-\u0aff",
    "pa": "\u0a00-\u0a7f",
    "si": "\u0d80-\u0dff",
}
STEMMERS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch",
    "en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german",
    "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "no": "norwegian", "fa": "persian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# the same language, or one that is stemmed alike, under another code
CODES = {
    "nb": "no", "nn": "no", "hr": "sr", "bs": "sr", "sh": "sr", "iw": "he", "in": "id", "ms": "id", "ji": "yi",
    "fil": "tl", "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it",
    "por": "pt", "nld": "nl", "dut": "nl", "pol": "pl", "tur": "tr", "rus": "ru", "ukr": "uk", "swe": "sv",
}  # fmt: skip
LETTERS = str.maketrans({"ß": "ss", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ς": "σ", "ð": "d"})
_MARKS = re.compile(r"(?<!\u0438)[\u0300-\u036f]|[\u0591-\u05c7\u064b-\u065f\u0670\u0640\u200c]")  # but that of й
_DOTTED = str.maketrans({"I": "ı", "İ": "i"})


def languages(articles: Sequence[Article], words: Words) -> list[str]:
    """Return the language of each article (ISO 639-1, lower case); "" where nothing tells.

    Args:
        articles: in any order.
        words: of the title and the excerpt of each in turn.
    """
    import numpy as np

    names = sorted({*FUNCTION_WORDS, *SCRIPTS})
    hits, count = _hits(words, names, len(articles))
    known = np.array([_index(article.language, names) for article in articles], dtype=np.int64)
    gain, loss = np.log(RATE / CHANCE), np.log((1 - RATE) / (1 - CHANCE))
    likely = np.c_[hits * gain + (count[:, None] - hits) * loss, np.zeros(len(articles))]  # the last: none of them
    rows = np.flatnonzero(known >= 0)
    likely[rows] = -np.inf
    likely[rows, known[rows]] = 0.0
    first = np.zeros(len(names) + 1)
    first[names.index(EN)] = AT_FIRST
    corpus = first + _shares(likely, np.zeros(len(names) + 1)).sum(axis=0)
    corpus = (corpus + 0.01) / (corpus + 0.01).sum()
    number: dict[str | None, int] = {}
    provider = np.array([number.setdefault(article.provider, len(number)) for article in articles], dtype=np.int64)
    expected = np.zeros((len(number), len(names) + 1))
    np.add.at(expected, provider, _shares(likely, np.log(corpus)))
    expected = np.log(expected + EXPECTED * corpus)
    best = (likely + expected[provider]).argmax(axis=1)
    told = [*names, ""]
    return [told[place] for place in best.tolist()]


def _hits(words: Words, names: Sequence[str], size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return how many words of each article speak for each language, and how many words it has."""
    import numpy as np

    place = {name: number for number, name in enumerate(names)}
    speaking, letters = _speaking(), _letters()
    form: list[int] = []
    language: list[int] = []
    counts = np.zeros(len(words.forms), dtype=bool)
    for number, written in enumerate(words.forms):
        low = written.lower()
        counts[number] = written[0].isalpha()
        spoken = speaking.get(low, ()) if written == low or len(low) > 1 else ()  # 'S. A.' is no Czech
        if not spoken and not low.isascii():
            found = {match.lastgroup or "" for match in letters.finditer(low)}
            spoken = ("ja",) if "ja" in found else tuple(sorted(found))  # it writes Han too
        form += [number] * len(spoken)
        language += map(place.__getitem__, spoken)
    article = words.text // 2
    count = np.bincount(article[counts[words.word]], minlength=size)
    starts = np.searchsorted(np.array(form, dtype=np.int64), np.arange(len(words.forms) + 1))
    each = np.diff(starts)
    at = spread(starts[:-1][words.word], each[words.word])
    row = np.repeat(article, each[words.word])
    cell = row * len(names) + np.array(language, dtype=np.int64)[at]
    return np.bincount(cell, minlength=size * len(names)).reshape(size, len(names)).astype(float), count


def _shares(likely: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Return how probable each language is for each text, from logarithms."""
    import numpy as np

    both = likely + expected
    chance = np.exp(both - both.max(axis=1, keepdims=True))
    result: np.ndarray = chance / chance.sum(axis=1, keepdims=True)
    return result


@functools.cache
def _letters() -> re.Pattern[str]:
    """Return what finds the letters of each script that one language uses."""
    return re.compile("|".join(f"(?P<{name}>[{letters}])" for name, letters in SCRIPTS.items()))


@functools.cache
def _speaking() -> dict[str, tuple[str, ...]]:
    """Return for each function word the languages that it is of, however it is written in addresses ('für', 'fuer')."""
    found: dict[str, set[str]] = {}
    for name, table in FUNCTION_WORDS.items():
        for word in table:
            for spelled in _spellings(word, name):
                found.setdefault(spelled, set()).add(name)
    return {word: tuple(sorted(names)) for word, names in found.items()}


@functools.cache
def function_words(language: str) -> frozenset[str]:
    """Return the function words of a language, however they are written.

    >>> {"für", "fuer", "fur"} <= function_words("de")
    True
    """
    return frozenset(spelled for word in FUNCTION_WORDS.get(language, ()) for spelled in _spellings(word, language))


def _spellings(word: str, language: str) -> set[str]:
    spelled = {word, folded(word)}
    if language in ("de", "sv", "da", "no", "fi", "et"):
        spelled.add(folded(word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("å", "aa")))
    return spelled


def _index(tag: str | None, names: Sequence[str]) -> int:
    code = language_code(tag)
    return names.index(code) if code in names else -1


def language_code(tag: str | None) -> str:
    """Return the language of a tag (BCP 47), as this module names it; "" if there is none.

    >>> language_code("de-AT"), language_code("nb_NO"), language_code(None)
    ('de', 'no', '')
    """
    code = (tag or "").strip().lower().replace("_", "-").partition("-")[0]
    return CODES.get(code, code)


def lower(word: str, language: str) -> str:
    """Return a word in small letters; Turkish has two letters i.

    >>> lower("ISPARTA", "tr"), lower("ISPARTA", "en")
    ('ısparta', 'isparta')
    """
    return (word.translate(_DOTTED) if language in ("tr", "az") else word).lower()


def folded(word: str) -> str:
    """Return a word without accents and points, as addresses have it and as hasty people write.

    >>> folded("Größe"), folded("şirketi"), folded("йод")
    ('Grosse', 'sirketi', 'йод')
    """
    if word.isascii():
        return word
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", word.translate(LETTERS)))
    return unicodedata.normalize("NFC", bare)


@functools.lru_cache(maxsize=1 << 18)
def stem(word: str, language: str) -> str:
    """Return the stem of a word in small letters, without accents (Snowball).

    >>> stem("häuser", "de"), stem("haeuser", "de"), stem("stores", "en")
    ('haus', 'haus', 'store')
    """
    stemmer = _stemmer(language)
    return folded(str(stemmer.stemWord(word)) if stemmer else word)


@functools.cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    return Stemmer.Stemmer(STEMMERS[language], 0) if language in STEMMERS else None
