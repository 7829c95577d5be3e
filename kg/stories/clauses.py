"""A headline -> the clauses of it that may stand for it: between its marks, and up to where it says when or where.

Nothing is cut within a word, a quotation, brackets, a name or a list; what is left out is a clause as well.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

from kg.stories.languages import ABBREVIATIONS, FILLERS, JOINTS, VERB_FORMS
from kg.stories.languages import STOP_WORDS as OTHER_STOP_WORDS
from kg.stories.words import STOP_WORDS as ENGLISH

LEAST = 5  # words of a clause that stands alone
LEAST_BESIDE = 3  # where what is left out is no more than a head ('Update:') or who said it (': study')
BESIDE = 2  # words of such
LISTED = 4  # words that a comma parts from a clause: of fewer it may be a list that is cut
LEAST_KEPT = 4  # words before the one that begins with when or where

# begin what says when, where or why: the subject of the headline stands behind such a part
OPENING = {
    "en": "after ahead against amid as at before by despite during following for from if in on over since upon when "
    "while with without",
    "de": "am an auf bei beim für gegen im in mit nach seit trotz vor wegen während wenn",
    "fr": "après avant avec dans depuis en face lors malgré pendant pour selon si",
    "es": "ante antes con contra desde después durante en mientras según si sin tras",
    "it": "con contro da dopo durante in mentre per prima secondo se senza",
    "pt": "após antes com contra depois desde durante em enquanto no na se sem",
    "nl": "bij door in met na ondanks sinds tegen tijdens toen voor wegens",
    "pl": "bez dla na od podczas po przed przeciw w wbrew z za",
}
# a headline may end before one of these, for what stands before is a clause
ENDING = {
    "en": "after ahead amid as because before but despite due during following if since unless until when while",
    "de": "nach seit trotz vor während wegen weil wenn",
    "fr": "après avant depuis malgré pendant",
    "es": "ante antes desde después durante mientras tras",
    "it": "dopo durante mentre prima",
    "pt": "após antes depois desde durante enquanto",
    "nl": "na nadat ondanks sinds tijdens wegens",
    "pl": "podczas przed",
}
# or before one of these, where a verb has been, and what stands before it is no part of that
NEARER = {
    "en": "across at by for from in near on outside over throughout with within",
    "de": "am bei im in mit",
}
# or, where there is no room for more, before one of these
LOOSER = {
    "en": "about against into of out that through to under where which who",
    "de": "auf aus dass die für gegen ob um von zu zum zur über",
    "fr": "au aux avec contre dans de des du en où par pour que qui sans selon sur à",
    "es": "a al con contra de del en para por que según sin sobre",
    "it": "a al alla che con contro da dal dalla di del della in per su",
    "pt": "a ao com contra da de do em no na para pela pelo por que sobre",
    "nl": "aan bij dat die door in met om op over te tegen uit van voor",
    "pl": "bez dla do na od w z za że",
}
# forms of English verbs that `kg.stories.languages` has not: auxiliaries, and those of irregular verbs
IRREGULAR = frozenset(
    """
    am are be been can could did do does had has have is may might must shall should to was were will would
    ate beat became began bent bet bid bit bled blew bought bound bred broke brought built burnt burst came cast caught
    chose clung cost crept cut dealt dug drank drew drove due dug fed fell felt fled flew forgot forgave fought found
    froze gave got grew held hid hit hung hurt kept knew laid led left lent let lit lost made meant met paid put quit
    ran rang read rid rode rose said sang sank sat saw sent set shed shone shook shot showed shrank shut slept slid sold
    sought spent split spoke sprang spread stole stood stuck struck stung sued swept swore swung taken taught thought
    asks get gets give gives go goes going make makes put puts say says saying see sees take takes use uses
    threw told took tore torn understood upset warned went wept woke won wore wound wrote
    """.split()
)
# and verbs that are nouns as often
VERBS_TOO = frozenset(
    "backs bans bars bids claims cuts eases faces fines fires files forms hosts names offers orders plans posts rates "
    "rules sets starts steps targets tests tops votes works".split()
)
SHORT = 4  # letters: 'shed' and 'king' are no forms of verbs
# a part that begins with one of these goes on with what stood before
JOINING = frozenset("and but or nor so und aber oder et mais ou y pero o e ma mas en maar of i ale ve ama".split())
NOUNS_IN_CAPITALS = frozenset(["de"])
BINDING = JOINTS - {"for", "the", "y"}  # bind what stands before them to what follows: 'Bank of England', 'rise & fall'

# scripts without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese
SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
_STRONG = re.compile(
    r"[:;|]\s+|\s[-–—]+\s+|—\s*|(?<=[.!?…])['’\"”»)]*\s+|[：；｜。！？]\s*|\s*——\s*"  # noqa: RUF001 - marks of all scripts are meant
)
_COMMA = re.compile(r"[,،]\s+|，\s*")  # noqa: RUF001 - as above
_PAIRS = ("“”", "„“", "«»", "()", "[]", "「」", "『』", "《》", "（）")  # noqa: RUF001 - as above
_EDGES = " \t\u3000,،，;；:：|｜-–—"  # noqa: RUF001 - as above
_MARKED = re.compile("[\"'‘’" + re.escape("".join(_PAIRS)) + "]")  # noqa: RUF001 - as above
_OPENS = re.compile(r"(?<!\w)['‘]")  # noqa: RUF001 - as above
_CLOSES = re.compile(r"['’](?!\w)")  # noqa: RUF001 - as above
_QUOTES = "'\"‘’“”„«»「」『』"  # noqa: RUF001 - as above


@functools.lru_cache(maxsize=1 << 14)
def clauses(text: str, language: str | None = "en") -> tuple[str, ...]:
    """Return the parts of a headline between its marks that may stand for it, the headline itself first.

    Args:
        text: of one line.
        language: that it is in, by its code; None if it is not known.

    >>> clauses("Elmen: Mayor leaves office of her own will")
    ('Elmen: Mayor leaves office of her own will', 'Mayor leaves office of her own will')
    """
    cuts = _cuts(text)
    found = {text: None}
    for one, (_, start, after) in enumerate(cuts[:-1]):
        for stop, _, before in cuts[one + 1 :]:
            part, head, tail = (side.strip(_EDGES) for side in (text[start:stop], text[:start], text[stop:]))
            if part and _stands(part, head, tail, language, after=after, before=before):
                found[part] = None
    return (*found,)


def shortened(
    text: str, language: str | None, *, binds: Callable[[Sequence[str], int], bool] | None = None, looser: bool = False
) -> Iterator[str]:
    """Yield the beginnings of a clause that end where it goes on with when, where or why, the longest first.

    Args:
        text: of one clause.
        language: that it is in; None yields nothing.
        binds: says of words and a place in them whether that and the one before it are parts of one name.
        looser: it may end before what belongs to it more closely too, where there is no room for that.

    >>> list(shortened("Train kills 14 migrant workers in India after dark", "en"))
    ['Train kills 14 migrant workers in India', 'Train kills 14 migrant workers']
    """
    words = text.split()
    tables = (_ENDING, _NEARER, _LOOSER) if looser else (_ENDING, _NEARER)
    after_clause, *others = (table.get(language or "", frozenset()) for table in tables)
    for place in range(len(words) - 1, LEAST_KEPT - 1, -1):
        next_word, before = words[place].lower(), words[:place]
        nearer = any(next_word in table for table in others)
        if next_word not in after_clause and not (nearer and _is_whole(before, language)):
            continue
        part = " ".join(before)
        if _may_end(before, language) and not (binds and binds(words, place)) and is_balanced(part):
            yield part


def length(text: str) -> int:
    """Return how many words a text has; of a script without spaces two characters count as one.

    >>> length("a bridge falls"), length("渡轮搁浅")
    (3, 2)
    """
    if text.isascii():
        return len(text.split())
    runs = SPACELESS.findall(text)
    return len(SPACELESS.sub(" ", text).split()) + sum((len(run) + 1) // 2 for run in runs)


def is_balanced(text: str) -> bool:
    """Say whether no quotation and no bracket of a text lacks its other end.

    >>> is_balanced("Mayor: 'We go on'"), is_balanced("'We go"), is_balanced("the girls' school")
    (True, False, True)
    """
    if not _MARKED.search(text):
        return True
    if text.count('"') % 2 or any(text.count(pair[0]) != text.count(pair[1]) for pair in _PAIRS):
        return False
    return len(_OPENS.findall(text)) <= len(_CLOSES.findall(text))


def _cuts(text: str) -> list[tuple[int, int, str]]:
    """Return where a headline may be cut: where the one part ends, where the next begins, and at what kind of mark."""
    marks = [(mark.start(), mark.end(), kind) for kind, form in _KINDS for mark in form.finditer(text)]
    marks = [mark for mark in sorted(marks) if not is_short(text[: mark[0]]) or mark[2] == ","]
    return [(0, 0, ""), *marks, (len(text), len(text), "")]


def _stands(part: str, head: str, tail: str, language: str | None, *, after: str, before: str) -> bool:
    """Say whether a part of a headline may stand for it, without what stands before and behind it."""
    if part[0] in _QUOTES or not is_balanced(part) or (head and _first(part).lower() in JOINING):
        return False
    beside = max(length(head), length(tail)) <= BESIDE
    if length(part) < (LEAST_BESIDE if beside else LEAST):
        return False
    # of two commas or more the first begins a list, or what the subject is besides
    if before == "," and (_COMMA.search(part) or _COMMA.search(tail) or _opens(part, language)):
        return False
    if before == "," and (length(tail) < LISTED or not _goes_on(tail, language)):
        return False
    return after != "," or _opens(head, language)


def _goes_on(tail: str, language: str | None) -> bool:
    """Say whether what stands behind a comma is a clause, not the next of a list: it begins with a verb or the like."""
    first = _first(tail)
    if language != "en":
        return first.islower()
    low = first.lower()
    return low in ENGLISH or low in FILLERS or low.endswith("ing") or low in _OPENING["en"]


def _first(text: str) -> str:
    return text.partition(" ")[0]


def _opens(text: str, language: str | None) -> bool:
    """Say whether a text begins with when, where or why."""
    return _first(text).strip(_QUOTES).lower() in _OPENING.get(language or "", frozenset())


def _may_end(words: Sequence[str], language: str | None) -> bool:
    """Say whether a clause may end so: not with a mark or a stop word, nor with a verb that begins something."""
    last, low = words[-1], words[-1].strip(_QUOTES).lower()
    stop = ENGLISH if language == "en" else OTHER_STOP_WORDS.get(language or "", frozenset())
    begins = language == "en" and words[-2].lower() == "to"  # 'to look after'
    return (last[-1].isalnum() or last[-1] in _QUOTES + "%") and low not in stop and low not in BINDING and not begins


def _is_whole(words: Sequence[str], language: str | None) -> bool:
    """Say whether words may be a clause, as far as can be seen: they have a verb, and do not end with it."""
    if language in NOUNS_IN_CAPITALS:
        return not words[-1].islower()
    *inner, last = (word.strip(_QUOTES).lower() for word in words[1:])
    if language != "en":
        return True
    return not _is_verb(last) and last not in FILLERS and any(_is_verb(low) or low in VERBS_TOO for low in inner)


def _is_verb(low: str) -> bool:
    """Say whether an English word may be the verb of a headline."""
    return low in VERB_FORMS or low in IRREGULAR or (low.endswith(("ed", "ing")) and len(low) > SHORT)


def is_short(text: str) -> bool:
    """Say whether a text ends with the dot of an abbreviation.

    >>> is_short("said Gov."), is_short("in the U.S."), is_short("it is over.")
    (True, True, False)
    """
    word = text.rstrip().rpartition(" ")[2]
    return word.endswith(".") and ("." in word[:-1] or len(word) == 2 or word[:-1].lower() in ABBREVIATIONS)


_KINDS = ((":", _STRONG), (",", _COMMA))
_OPENING = {language: frozenset(words.split()) for language, words in OPENING.items()}
_ENDING = {language: frozenset(words.split()) for language, words in ENDING.items()}
_NEARER = {language: frozenset(words.split()) for language, words in NEARER.items()}
_LOOSER = {language: frozenset(words.split()) for language, words in LOOSER.items()}
