"""Text -> words: tokens, stems, and the words that tell nothing."""

from __future__ import annotations

import functools
import re

import Stemmer

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

_TOKEN = re.compile(r"[^\W_]+(?:[.'’&][^\W_]+)*")  # noqa: RUF001 - the typographic apostrophe is meant
_POSSESSIVE = re.compile(r"['’]s?$|['’](?=s$)")  # noqa: RUF001 - as above
_porter = Stemmer.Stemmer("english", 0)  # its own cache is slower than lru_cache


def tokens(text: str) -> list[str]:
    """Return the words of a text as they are written, possessives cut.

    >>> tokens("Amazon's U.S. police-contracts: AT&T")
    ['Amazon', 'U.S', 'police', 'contracts', 'AT&T']
    """
    return [_POSSESSIVE.sub("", token) or token for token in _TOKEN.findall(text)]


@functools.lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """Return the stem of a word in lower case (Porter 2, as the Snowball project has it).

    >>> stem("stores"), stem("store")
    ('store', 'store')
    """
    return str(_porter.stemWord(word))


def stems(text: str) -> list[str]:
    """Return the stems of the telling words of a text.

    >>> stems("The police were selling their recognition systems")
    ['polic', 'sell', 'recognit', 'system']
    """
    words = (token.lower() for token in tokens(text))
    return [stem(word) for word in words if word not in STOP_WORDS and len(word) > 1]
