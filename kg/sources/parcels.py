"""Readings -> packed bytes for another process, and back; what many of them say in the same words goes along once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from kg.model import Article, Origin, Provider, Reading, Rejected, RelatedLink, SourceFile, Topic, Warned

Record = TypeVar("Record", Article, Provider)


class _Slim(msgspec.Struct, frozen=True, array_like=True):
    """A reading whose articles (with the line of each) and providers stand in the lists of the parcel."""

    file: SourceFile
    articles: list[tuple[int, int]]
    providers: list[int]
    topics: tuple[Topic, ...]
    rejected: tuple[Rejected, ...]
    warned: tuple[Warned, ...]


class _Parcel(msgspec.Struct, frozen=True, array_like=True):
    articles: list[Article]
    providers: list[Provider]
    readings: list[_Slim | None]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Parcel).decode


def pack(readings: Iterable[Reading | None]) -> bytes:
    """Return readings as bytes: a third of what they take one by one, for the articles of a story list each other.

    Args:
        readings: as the readers of this package make them: each of a reading's articles has one origin, in its file,
            and all but the first are related to that.

    >>> unpack(pack([None]))
    [None]
    """
    articles: dict[Article, int] = {}
    providers: dict[Provider, int] = {}
    slim = [
        None
        if reading is None
        else _Slim(
            reading.file,
            [
                (_place(articles, msgspec.structs.replace(article, origins=())), article.origins[0].line)
                for article in reading.articles
            ],
            [_place(providers, provider) for provider in reading.providers],
            reading.topics,
            reading.rejected,
            reading.warned,
        )
        for reading in readings
    ]
    return _encode(_Parcel(list(articles), list(providers), slim))


def unpack(data: bytes) -> list[Reading | None]:
    """Return the readings that were packed; they share the texts that they have in common."""
    parcel = _decode(data)
    return [None if slim is None else _reading(slim, parcel) for slim in parcel.readings]


def _reading(slim: _Slim, parcel: _Parcel) -> Reading:
    path, sha256 = slim.file.path, slim.file.sha256
    articles = tuple(
        msgspec.structs.replace(parcel.articles[i], origins=(Origin(path=path, line=line, sha256=sha256),))
        for i, line in slim.articles
    )
    return Reading(
        file=slim.file,
        articles=articles,
        providers=tuple(parcel.providers[i] for i in slim.providers),
        topics=slim.topics,
        related=tuple(
            RelatedLink(source=articles[0].key, target=stub.key, origins=stub.origins) for stub in articles[1:]
        ),
        rejected=slim.rejected,
        warned=slim.warned,
    )


def _place(known: dict[Record, int], record: Record) -> int:
    return known.setdefault(record, len(known))
