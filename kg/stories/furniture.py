"""Titles -> titles without what stands in many of a site's: its name, its sections, the numbers of its issues.

What a separator sets off at the end or the beginning of a title is furniture if it is the name of the provider, as its
domain has it, if it names a form or a section ('Opinion', 'WATCH'), or if enough titles of the provider that are else
different have it. Before a colon stands a subject as often ('Coronavirus: ...'): there the words must hardly stand
anywhere else in the corpus. A title that is but a name and a number or a date, as other titles of the provider are
('This Week 412'), is that of an issue, and says nothing.
"""

# ruff: noqa: RUF001 - separators of other scripts are meant

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain

import msgspec

from kg.model import Article
from kg.stories.languages import CALENDAR
from kg.stories.tongues import folded

FEWEST = 3  # titles of a provider, else different, that have a part in common
SHARE = {"|": 0.02, "-": 0.1, ":": 0.1}  # and of all its titles, by what sets the part off
ELSEWHERE = (
    0.5  # uses of the words before a colon outside of such places, for each within: more, and they are a subject
)
LONGEST = 60  # characters of a part
LONGEST_NAME = 6  # words of the name of a site or of a form, but for one
PARTS = 3  # that are taken from a title, at the most
ISSUE_WORDS = 4  # of the name of an issue, without numbers and dates
ISSUE_LENGTH = 10  # and of all of it
MORE = 2  # words behind the name of a site: 'CNN Politics', 'BBC News'

# forms and sections, as sites head or end titles with them; without accents
FORMS = frozenset(
    """
    analysis|analyses|blog|breaking|breaking news|comment|commentary|column|editorial|editorials|exclusive|explained
    explainer|fact check|fact-check|factbox|feature|gallery|in pictures|interview|just in|letter|letters|live
    live blog|live updates|live coverage|liveblog|long read|longread|news|news analysis|newsletter|obituary|op-ed
    opinion|opinions|perspective|photos|pictures|podcast|press release|q&a|quiz|recap|sponsored
    update|updated|updates|video|videos|view|viewpoint|voices|watch|watch live|listen|read|world|politics|business
    sport|sports|entertainment|lifestyle|technology|tech|science|health|u.s. news|us news|world news|uk news
    meinung|kommentar|kolumne|leitartikel|liveticker|ticker|eilmeldung|eil|exklusiv|faktencheck|glosse|podcast
    newsblog|news-ticker|newsticker|analyse|reportage|gastbeitrag|bilder|fotos|fotostrecke|bildergalerie|anzeige
    politik|wirtschaft|kultur|panorama|wissen|gesundheit|nachrichten|aktuell|im video|live-ticker
    en direct|direct|tribune|editorial|chronique|entretien|exclusif|en images|enquete|decryptage|avis|actualites
    opinion|en directo|directo|ultima hora|columna|entrevista|exclusiva|fotos|galeria|videos|noticias|deportes
    economia|cultura|diretta|in diretta|opinioni|editoriale|intervista|esclusiva|foto|ultime notizie|cronaca
    opiniao|ao vivo|entrevista|exclusivo|noticias|esportes|opinie|nieuws|sport|podcast|analyse|interview|column
    opinia|opinie|komentarz|wywiad|wideo|na zywo|relacja|pilne|galeria|felieton|sport|wiadomosci
    gorus|yorum|analiz|roportaj|son dakika|canli|foto galeri|video haber|haber|haberleri|foto-galeri
    asikt|ledare|kronika|debatt|meninger|kommentti|paakirjoitus|nazor|komentar|rozhovor|velemeny
    мнение|видео|фото|эксклюзив|интервью|срочно|аналитика|колонка|онлайн|новости|відео|думка|новини
    فيديو|رأي|عاجل|صور|דעה|וידאו|社説|速報|動画|特集|视频|快讯|评论|图集|사설|속보|영상|칼럼
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
) - {""}

_SETS_OFF = re.compile(r"\s+(?P<dash>[-–—·•«»]+)\s+|\s*(?P<bar>[|｜])\s*|(?P<colon>:\s+|\s*：\s*)")
_MAY_SET_OFF = re.compile(r"[|｜·•«»:：【\[《(]|\s[-–—]")
_BRACKETS = re.compile(r"^[【\[《(](?P<part>[^】\]》)]{1,40})[】\]》)]\s*(?P<rest>\S.*)$", re.S)
_NUMBER = re.compile(r"\d+")
_ISSUE = re.compile(r"(?:\b(?:no|nr|num|vol|n)\b\.?|[#№])?\s*\d+(?:st|nd|rd|th)?(?:[./:-]\d+)*", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")
_LEADING = frozenset("the der die das le la les el los il lo o a de het den".split())


class Part(msgspec.Struct, frozen=True):
    """A title parted in two: what may be furniture, what sets it off (`|`, `-` or `:`), at which end, and the rest."""

    part: str
    by: str
    ahead: bool
    rest: str


class Title(msgspec.Struct, frozen=True):
    """A title without furniture, and what was taken from it."""

    text: str
    removed: tuple[str, ...] = ()


def titles(articles: Sequence[Article]) -> list[Title]:
    """Return the title of each article without what tells nothing of it; "" where nothing is left.

    Args:
        articles: of a corpus, in any order; all of them, for furniture is learnt from them.
    """
    found = [Title((article.title or "").strip()) for article in articles]
    providers = [article.provider or "" for article in articles]
    sizes = Counter(provider for provider, title in zip(providers, found, strict=True) if title.text)
    uses = _Uses(articles)
    waiting = [*range(len(found))]
    for _ in range(PARTS):
        parts = {place: both for place in waiting if (both := _parts(found[place].text))}
        standing = _standing(parts, providers, sizes, uses)
        waiting = []
        for place, both in parts.items():
            for part in both:
                if _is_furniture(part, providers[place], standing):
                    found[place] = Title(part.rest.strip(), (*found[place].removed, part.part))
                    waiting.append(place)
                    break
    return _without_issues(found, providers)


def cleaned(articles: Sequence[Article]) -> list[Article]:
    """Return articles with their titles as `titles` has them.

    >>> article = Article(key="k", title="Ferry runs aground | Elmen Post", provider="elmen-post.example")
    >>> cleaned([article])[0].title
    'Ferry runs aground'
    """
    return [
        msgspec.structs.replace(article, title=title.text or None) if title.removed else article
        for article, title in zip(articles, titles(articles), strict=True)
    ]


def _parts(title: str) -> list[Part]:
    """Return the ways in which a title is parted: its end first."""
    if not _MAY_SET_OFF.search(title):
        return []
    found = []
    marks = [mark for mark in _SETS_OFF.finditer(title) if mark.start() > 0 and mark.end() < len(title)]
    ends = [mark for mark in marks if not mark["colon"]]
    if ends:
        found.append(Part(title[ends[-1].end() :], _by(ends[-1]), ahead=False, rest=title[: ends[-1].start()]))
    if marks:
        found.append(Part(title[: marks[0].start()], _by(marks[0]), ahead=True, rest=title[marks[0].end() :]))
    if bracketed := _BRACKETS.match(title):
        found.append(Part(bracketed["part"], "|", ahead=True, rest=bracketed["rest"]))
    return [part for part in found if len(part.part) <= LONGEST and _LETTER.search(part.rest)]


def _by(mark: re.Match[str]) -> str:
    return "-" if mark["dash"] else ":" if mark["colon"] else "|"


def _standing(
    parts: dict[int, list[Part]], providers: Sequence[str], sizes: Counter[str], uses: _Uses
) -> set[tuple[str, str, bool]]:
    """Return what stands in enough titles of a provider: the provider, the part and at which end."""
    rests: dict[tuple[str, str, bool], set[str]] = defaultdict(set)
    weakest: dict[tuple[str, str, bool], str] = {}
    heads: Counter[str] = Counter()
    ahead = []
    for place, both in parts.items():
        for part in both:
            key = (providers[place], _key(part.part), part.ahead)
            rests[key].add(part.rest)
            weakest[key] = max(weakest.get(key, ""), part.by, key=list(SHARE).index) if key in weakest else part.by
            if part.ahead:
                ahead.append(part.part)
    standing = set()
    for key, different in rests.items():
        by = weakest[key]
        if len(different) < FEWEST or len(different) < SHARE[by] * sizes[key[0]]:
            continue
        if not heads:
            heads.update(chain.from_iterable(set(_words(part)) for part in ahead))
        if by != "|" and key[2] and _is_subject(key[1], heads, uses):
            continue
        standing.add(key)
    return standing


def _is_subject(part: str, heads: Counter[str], uses: _Uses) -> bool:
    """Say whether a word of what heads titles stands elsewhere too: then it is what they are about."""
    words = [word for word in _words(part) if len(word) > 2 and word not in CALENDAR]
    return any(uses.of(word) - heads[word] > ELSEWHERE * heads[word] for word in words)


class _Uses:
    """In how many articles each word stands, no mark beside it, counted when it is first asked for."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles

    @functools.cached_property
    def _counted(self) -> Counter[str]:
        texts = (f"{article.title or ''} {article.excerpt or ''}" for article in self._articles)
        return Counter(chain.from_iterable({*text.casefold().split()} for text in texts))

    def of(self, word: str) -> int:
        return self._counted[word]


def _is_furniture(part: Part, provider: str, standing: set[tuple[str, str, bool]]) -> bool:
    if part.part.count(" ") > LONGEST_NAME:
        return bool(standing) and (provider, _key(part.part), part.ahead) in standing
    return _is_form(part.part) or is_name_of(part.part, provider) or (provider, _key(part.part), part.ahead) in standing


@functools.lru_cache(maxsize=1 << 14)
def _is_form(part: str) -> bool:
    return folded(part.casefold()).strip(" .!") in FORMS


@functools.lru_cache(maxsize=1 << 14)
def is_name_of(text: str, provider: str) -> bool:
    """Say whether a text is the name of a site, as its domain has it: whole words, or the first letters of some.

    >>> is_name_of("The New York Times", "nytimes.com"), is_name_of("CNN Politics", "edition.cnn.com")
    (True, True)
    >>> is_name_of("The Wire Journal", "wj.example"), is_name_of("Wireless", "wj.example")
    (True, False)
    """
    names = _names_of(provider)
    words = text.casefold().split()
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    if not words or not any(name[:1] in words[0] for name in names):
        return False
    words = re.findall(r"\w+", folded(" ".join(words)))
    if not words:
        return False
    for size in range(len(words), max(0, len(words) - MORE - 1), -1):
        if any(_spells(name, words[:size]) and (size == len(words) or len(name) > 2) for name in names):
            return len(words) > 1 or words[0] in names
    return False


@functools.lru_cache(maxsize=1 << 14)
def _names_of(provider: str) -> frozenset[str]:
    """Return what the name of a site may be, from its domain: without dots and hyphens, and each part of it."""
    domain = folded(provider.casefold())
    labels = {re.sub(r"\W", "", label) for label in (domain, *domain.split(".")[:-1])} - {"", "www"}
    return frozenset(labels | {label.removeprefix("the") for label in labels} - {""})


def _spells(name: str, words: Sequence[str]) -> bool:
    """Say whether a name is made of words in turn, each whole or by its first letter."""
    if not words:
        return not name
    word, rest = words[0], words[1:]
    return (name.startswith(word) and _spells(name[len(word) :], rest)) or (
        len(word) > 1 and name.startswith(word[0]) and _spells(name[1:], rest)
    )


def _without_issues(found: list[Title], providers: Sequence[str]) -> list[Title]:
    """Return titles, those of issues empty: a name and a number or a date, as others of the provider."""
    frames: dict[tuple[str, str], set[str]] = defaultdict(set)
    frame_of = {}
    for place, title in enumerate(found):
        if (frame := _frame(title.text)) is not None:
            frame_of[place] = (providers[place], frame)
            frames[frame_of[place]].add(title.text)
    return [
        Title("", (*title.removed, title.text))
        if place in frame_of and (not frame_of[place][1] or len(frames[frame_of[place]]) >= FEWEST)
        else title
        for place, title in enumerate(found)
    ]


def _frame(title: str) -> str | None:
    """Return the name of an issue, or of a day; None if a title is more than that.

    >>> _frame("This Week 412"), _frame("4 May 2020"), _frame("Fire in Elmen kills 3 people")
    ('this week', '', None)
    """
    if title.count(" ") > ISSUE_LENGTH:
        return None
    dated = any(word in _DAYS for word in _words(title))
    if not (dated or _NUMBER.search(title)):
        return None
    bare = _ISSUE.sub(" ", title)
    words = [word for word in _words(bare) if word not in _DAYS]
    if len(words) > ISSUE_WORDS or not (dated or _ISSUE.search(title[len(title) // 2 :]) or not words):
        return None
    ends = _words(title)
    last = ends[-1] if ends else ""
    ends_so = last in _DAYS or bool(_NUMBER.match(last)) or not words
    return " ".join(words) if ends_so else None


@functools.lru_cache(maxsize=1 << 14)
def _key(part: str) -> str:
    return _NUMBER.sub("#", folded(part.casefold()))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


# days and months, in the languages that the tables of labels have
_MONTHS = """montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli august
    september oktober november dezember lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril
    juin juillet août septembre octobre novembre décembre lunes martes miércoles jueves viernes sábado domingo enero
    febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio
    giugno luglio settembre ottobre dicembre janeiro fevereiro março maio junho julho setembro outubro dezembro
    januari februari maart mei juni juli augustus oktober maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
    ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря"""
_TIMES = frozenset("morning afternoon evening night noon midnight spring summer autumn winter tonight".split())
_DAYS = (CALENDAR - _TIMES) | frozenset(_MONTHS.split())
