"""A survey of a site -> the kg.toml that says what kg cannot know of it: what is sure is set, all else a comment."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from kg import sources
from kg.codes import NO_ZONE
from kg.identity import slug
from kg.model import Reading
from kg.settings.records import Term
from kg.settings.sections import WEB_ADDRESS
from kg.settings.table import is_within
from kg.settings.toml import contents
from kg.sources import InputFile
from kg.sources.articles import DRAFT
from kg.sources.fields import NEVER_OURS
from kg.sources.files import DATA_FOLDERS
from kg.sources.names import HOST
from kg.sources.pages import is_of_site
from kg.sources.site import NO_SITE, Site
from kg.sources.types import is_address
from kg.validation.keys import UNREAD
from kg.validation.kg_toml import Entry, comment
from kg.validation.survey import Survey
from kg.validation.surveyed_keys import AMBIGUOUS, MOST_VALUES, SurveyedKey
from kg.validation.wording import holds
from kg.words import count, folded, shorten

ORDERS = {"dmy": "day first", "mdy": "month first"}
OF_SITE = frozenset(("guid", "siteurl", "wpurl"))  # keys that hold an address of the site itself
MOST_TERMS = 12  # keys of the site's own that are shown as terms
MOST_FOLDERS = 20  # that are excluded by name
OTHER_HOSTS = 0.1  # hosts a file, from which on addresses lead to the sites of others
DEEP = 4  # one address of so many leads further than to a home page, if they are of articles
MOST_HOMES = 2  # sites of one's own, whose home pages an author may name in each file
LISTED = 1.5  # addresses a file, from which on a nested key is a list of links
EXAMPLE_SITE = "https://my-site.example"
CNAME = "CNAME"  # the file by which hosts of pages know the name of a site
LONGEST_CNAME = 300  # bytes
LONGEST_EXAMPLE = 60
ARTICLE_KINDS = ("article", "row")
# what fields of kg are called where keys are in the language of the site, without case and separators
NAMES = {
    "title": "titel titulo título titre titolo tytuł tytul başlık baslik otsikko überschrift заголовок название "  # noqa: RUF001 - a letter of Turkish
    "标题 標題 题目 題名 タイトル 題 제목",
    "published": "fecha data datum dato tarih päivä päivämäärä veröffentlicht publicado publicación publié дата "
    "日期 发布日期 發布日期 日付 公開日 投稿日 날짜 작성일 posted postedat postdate pubdate released day "
    "publication year jahr año année anno ano rok 年",
    "authors": "autor autora autores auteur auteurs autore författare forfatter verfasser автор "
    "作者 著者 筆者 저자 작성자 writer writers writtenby contributor contributors",
    "topics": "etiquetas etiqueta schlagworte schlagwörter schlagwort motscles étiquettes tagi etiketter теги "
    "метки 标签 標籤 关键词 關鍵詞 タグ 태그 keyphrases themes",
    "excerpt": "resumen resumo zusammenfassung résumé resume riassunto streszczenie özet описание аннотация "
    "摘要 概要 简介 要約 요약 blurb synopsis",
    "provider": "quelle fuente fonte fuentes źródło kaynak источник 来源 來源 出典 媒体 출처 magazine journal",
    "url": "adresse dirección direccion enlace enlaces lien indirizzo adres ссылка 链接 鏈接 网址 原文链接 原文 "
    "リンク 링크 원문",
}  # fmt: skip
_NAMED = {folded(name): field for field, names in NAMES.items() for name in names.split()}
COVERED_BY = {"topics": ("topics", "tags", "categories", "labels")}  # attributes that make a field needless
SUITED = {
    "title": ("text",),
    "published": ("date", "number"),
    "authors": ("text", "texts"),
    "topics": ("text", "texts"),
    "excerpt": ("text",),
    "provider": ("text", "address"),
    "url": ("address", "addresses"),
}
# parts of keys of dates that are not those of publication
NOT_PUBLISHED = frozenset(
    """
    saved save created create creation crawled crawl fetched fetch scraped slurped collected retrieved extracted
    ingested hydrated seen modified modify updated update reviewed review expires expiry expired accessed access clipped
    read optimization translation translated due end start event deadline birth born died reminder migration migrated
    id uid hash number no version
    checked verified archived added imported exported synced sync last next upload uploaded deleted hidden embargo
    """.split()
)
MACHINERY = frozenset(  # keys that speak to the program that makes the site
    """
    layout permalink comments toc weight sidebar nav navorder order math mathjax mermaid sticky pin pinned hidden
    template type slug url aliases alias redirectfrom redirect cssclass cssclasses publish share showtoc tocopen
    disqus commentsid katex highlight index uid id guid draft status visibility path menu menus parent haschildren
    grandparent secured excerptseparator classes searchexclude sitemap robots noindex pagination paginate
    pageclass body hash
    """.split()
)
KINDS = {  # keys whose values are things, and the property and the kind of these
    **dict.fromkeys(("companies", "company", "organizations", "organisations"), ("schema:mentions", "organization")),
    **dict.fromkeys(("people", "persons", "person", "speakers"), ("schema:mentions", "person")),
    **dict.fromkeys(("places", "place", "city", "country", "location", "locations"), ("schema:mentions", "place")),
}
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_PARTS = re.compile(r"[^\W_]+?(?=[A-Z]|[\W_]|$)")


def propose(found: Survey, files: Sequence[InputFile], readings: Sequence[Reading]) -> tuple[Entry, ...]:
    """Return what kg.toml could say of a site, section by section.

    Args:
        found: a survey of the files.
        files: all that were found.
        readings: what those say that are read, in their order.
    """
    site = files[0].site if files else NO_SITE
    fields = [*_fields(found)]
    taken = {key for entry in fields if isinstance(entry.value, tuple) for key in entry.value}
    return (
        *_site(found, site),
        *_sources(found, files, readings),
        *fields,
        *(term for term in _terms(found, site) if term.key not in taken),
        *_links(readings, site),
    )


def _site(found: Survey, site: Site) -> Iterator[Entry]:
    own = "as the site's own configuration has it: it counts without this line"
    named, (guessed, key) = _cname(site), _guid(found)
    if site.url:
        yield Entry(section="site", key="url", value=site.url, why=own)
    elif named:
        yield Entry(section="site", key="url", value=named, why=f"as the file {CNAME} has it", sure=True)
    elif found.account.known_by_path:
        why = "the address of the site, if these are its own posts" + (f"; {key} is there" if guessed else "")
        yield Entry(section="site", key="url", value=guessed or EXAMPLE_SITE, why=why)
    yield Entry(
        section="site", key="name", value=site.name or "My Site", why=own if site.name else "who publishes these posts"
    )
    naive = found.codes.get(NO_ZONE, 0)
    if site.timezone:
        yield Entry(section="site", key="timezone", value=site.timezone, why=own)
    else:
        why = f"of {count(naive, 'date')} without one, which are taken as UTC" if naive else "of dates without one"
        question = f"{why[:1].upper()}{why[1:]}. Time zone" if naive else ""
        yield Entry(section="site", key="timezone", value="America/New_York", why=why, question=question)
    if site.language or 2 * found.coverage.get("language", 0) < found.articles:
        yield Entry(
            section="site",
            key="language",
            value=site.language or "en",
            why=own if site.language else "of articles that do not say theirs",
        )
    yield from _order(found)


def _guid(found: Survey) -> tuple[str, str]:
    """Return the address of the site that its keys show, and the key; empty texts if none does."""
    for key in found.keys:
        if key.kind == "article" and folded(key.key) in OF_SITE and key.hosts == 1 and is_address(key.example):
            scheme, _, rest = key.example.partition("://")
            return f"{scheme}://{rest.partition('/')[0]}", key.key
    return "", ""


def _order(found: Survey) -> Iterator[Entry]:
    """Yield the order of ambiguous dates, if there are any, as those show it that are not ambiguous."""
    shown = {order: seen for order, seen in found.orders.items() if order in ORDERS}
    ambiguous = found.orders.get(AMBIGUOUS)
    if ambiguous is None:
        return
    of = f"{count(ambiguous[0], 'date')} such as {_quoted(ambiguous[1])}"
    if len(shown) == 1:
        ((order, (number, example)),) = shown.items()
        shows = f"{count(number, 'date')} {'shows' if number == 1 else 'show'}, such as {_quoted(example)}"
        why = f"{ORDERS[order]}, as {shows}; this settles {of}"
        yield Entry(section="site", key="dates", value=order, why=why, sure=True)
        return
    both = "; some dates are day first, others month first" if shown else ""
    yield Entry(
        section="site",
        key="dates",
        value="dmy",
        why=f"or mdy: {of} are left out until this says which comes first, day or month{both}",
        question=f"{of} can be read in two ways{both}. dmy (day first) or mdy (month first)",
    )


def _sources(found: Survey, files: Sequence[InputFile], readings: Sequence[Reading]) -> Iterator[Entry]:
    # a folder of data may get a list of links some day
    found_empty = _folders_of_nothing(files, readings).items()
    folders = {folder: number for folder, number in found_empty if DATA_FOLDERS.isdisjoint(folder.lower().split("/"))}
    if folders and found.account.read:
        why = f"folders of which nothing is read ({count(sum(folders.values()), 'file')})"
        patterns = tuple(f"{_literal(folder)}/**" for folder in folders)[:MOST_FOLDERS]
        yield Entry(section="sources", key="exclude", value=patterns, why=why, sure=True)
    else:
        yield Entry(section="sources", key="exclude", value=("drafts/**",), why="folders that are not to be read")
    drafts = next((group.files for group in found.account.left_out if group.why == DRAFT), 0)
    if drafts:
        every = not found.articles
        why = f"{count(drafts, 'draft')} {'is' if drafts == 1 else 'are'} left out"
        why += ", and there is nothing else" if every else ""
        yield Entry(section="sources", key="drafts", value=True, why=why, sure=every)


def _folders_of_nothing(files: Sequence[InputFile], readings: Sequence[Reading]) -> dict[str, int]:
    """Return the uppermost folders of which files are opened and nothing is read, with the number of these files.

    A draft is something, and so is what is rejected; a folder whose name a pattern cannot hold stays.
    """
    something: set[str] = set()
    nothing: dict[str, int] = defaultdict(int)
    opened = (file for file in files if file.kind != sources.OTHER)
    for file, reading in zip(opened, readings, strict=True):
        folders = file.path.split("/")[:-1]
        paths = ["/".join(folders[:n]) for n in range(1, len(folders) + 1)]
        if not reading.left_out or reading.left_out == DRAFT:
            something.update(paths)
        else:
            for path in paths:
                nothing[path] += 1
    whole = {path: number for path, number in nothing.items() if path not in something and path.isprintable()}
    return {path: whole[path] for path in sorted(whole) if path.rpartition("/")[0] not in whole}


def _literal(folder: str) -> str:
    return folder.replace("*", "?")


def _fields(found: Survey) -> Iterator[Entry]:
    yield from _address(found)
    taken: set[str] = set()
    for key in found.keys:
        field = _NAMED.get(folded(key.key))
        if field in (None, "url") or field in taken or key.kind not in ARTICLE_KINDS or key.read_as is not None:
            continue
        if key.usual == "number" and not YEAR.fullmatch(key.example.strip()):
            continue
        if key.usual in SUITED[field] and _is_missing(found, field) and _in_half(key, found):
            taken.add(field)
            yield Entry(section="fields", key=field, value=(key.key,), why=holds(key), sure=True)
    for key in found.keys:
        named = {folded(part) for part in _PARTS.findall(key.key)}
        is_date = key.kind == "article" and key.read_as is None and key.usual in ("date", "dates")
        if not is_date or not _is_missing(found, "published") or "published" in taken or not _in_half(key, found):
            continue
        if UNREAD in key.why_not and not (named & NOT_PUBLISHED) and key.usual == "date":
            sure = any(part in folded(key.key) for part in ("date", "publ", "post", "issue"))
            taken |= {"published"} if sure else set()
            question = "" if sure else f"{key.key} holds {holds(key)}. Is it the day of publication (y/n)"
            yield Entry(
                section="fields", key="published", value=(key.key,), why=holds(key), sure=sure, question=question
            )


def _is_missing(found: Survey, field: str) -> bool:
    """Return whether less than half of the articles have a value for a field."""
    covering = COVERED_BY.get(field, (field,))
    return 2 * max(found.coverage.get(name, 0) for name in covering) < found.articles or not found.articles


def _in_half(key: SurveyedKey, found: Survey) -> bool:
    return 2 * key.files >= found.looked_at[key.kind]


def _address(found: Survey) -> Iterator[Entry]:
    """Yield the keys that hold the address of articles which have none but what the site makes; the best first."""
    by_path, own = found.account.known_by_path, found.own.get("article", 0)
    candidates = [key for key in found.keys if key.kind == "article" and key.own and 2 * key.own >= own]
    candidates = [key for key in candidates if NEVER_OURS.isdisjoint(map(folded, _path(key.key)))]
    lists = [key for key in candidates if "[]." in key.key and key.count > LISTED * key.files]
    single = [key for key in candidates if key not in lists and _differs(key) and _leads_below(key)]
    single.sort(key=lambda key: (-key.own, key.key.count("."), key.key))
    sure = [key for key in single if 2 * key.by_path >= by_path > 0 or key.hosts >= max(2, key.files * OTHER_HOSTS)]
    for key in (*sure, *(key for key in single if key not in sure)):
        question = ""
        if len(single) > 1 and key is single[0]:
            question = f"The address of an article is in {', '.join(one.key for one in single)}. Key"
        why = f"an address in each of {count(key.own, 'file')} where no other key gives one"
        why += f", as {_quoted(key.example)}" if key.example else ""
        yield Entry(section="fields", key="url", value=(key.key,), why=why, sure=key in sure[:1], question=question)
    for key in lists:
        outer = key.key.partition("[]")[0]
        if "." not in outer:
            why = f"lists of addresses in {count(key.own, 'file')}"
            yield Entry(section="fields", key="links", value=(outer,), why=why, sure=key is lists[0])


def _differs(key: SurveyedKey) -> bool:
    """Return whether nearly every file has a value of its own for a key."""
    return 10 * key.values >= 9 * min(key.files, MOST_VALUES)


def _leads_below(key: SurveyedKey) -> bool:
    """Return whether the addresses under a key are not all home pages of one or two sites, such as the author's own."""
    return DEEP * key.deep >= key.own or key.hosts > MOST_HOMES


def _path(key: str) -> list[str]:
    return key.replace("[]", "").split(".")


def _terms(found: Survey, site: Site) -> Iterator[Entry]:
    base = f"{site.url if WEB_ADDRESS.fullmatch(site.url) else EXAMPLE_SITE}/terms#"
    number = 0
    for key in found.keys:
        is_own = key.kind == "article" and key.read_as is None and UNREAD in key.why_not and "." not in key.key
        if not is_own or folded(key.key) in MACHINERY or key.usual in ("null", "mapping", "list"):
            continue
        if 10 * key.files < found.looked_at["article"] or number == MOST_TERMS or not key.key.isprintable():
            continue
        number += 1
        known, kind = KINDS.get(folded(key.key), ("", ""))
        value = Term(key=key.key, property=known or base + slug(key.key), kind=kind)
        yield Entry(section="terms", key=key.key, value=value, why=holds(key))


def _links(readings: Sequence[Reading], site: Site) -> Iterator[Entry]:
    read = [reading for reading in readings if reading.own]
    urls = ((reading, reading.own[0][0].url) for reading in read)
    own = [reading for reading, url in urls if url is None or is_of_site(url, site)]
    listing = sum(bool(reading.listed) for reading in own)
    if listing and 2 * listing >= len(own) and 10 * len(own) >= 9 * len(read):
        why = f"{listing:,} of {count(len(own), 'file')} of the site's own list links"
        yield Entry(section="links", key="body", value=True, why=why, sure=True)
    else:
        why = f"{count(listing, 'file')} of many links {'is' if listing == 1 else 'are'} a list without this line"
        why = why if listing else "the text of each file lists articles"
        yield Entry(section="links", key="body", value=True, why=why)


def with_addresses(entries: Iterable[Entry], keys: Iterable[str]) -> tuple[Entry, ...]:
    """Return entries with further keys for the address, behind those that are there."""
    return tuple(
        msgspec.structs.replace(entry, value=tuple(dict.fromkeys((*entry.value, *keys))))
        if (entry.section, entry.key, entry.sure) == ("fields", "url", True) and isinstance(entry.value, tuple)
        else entry
        for entry in entries
    )


def _quoted(example: str) -> str:
    return shorten(comment(example), most=LONGEST_EXAMPLE)


def _cname(site: Site) -> str:
    """Return the address that the file CNAME in the folder of a site gives it; an empty text if there is none."""
    place = Path(site.root or os.curdir) / CNAME
    try:
        host = contents(place, most=LONGEST_CNAME).decode("ascii").strip() if is_within(place, place.parent) else ""
    except (OSError, UnicodeDecodeError):
        return ""
    return f"https://{host}" if HOST.fullmatch(host) else ""
