"""The bytes of XML -> UTF-8 without control characters, and without a document type, which could declare entities."""

from __future__ import annotations

import codecs
import contextlib
import re

from kg.errors import SourceError
from kg.sources.tables.row import Remark
from kg.sources.tables.text import pieces

LONGEST_TYPE = 1 << 16  # bytes of a document type
# encodings, by the beginnings of their names: all others are read as UTF-8
_ENCODINGS = re.compile(r"(?:iso-?8859|windows-|cp\d|koi8|gb|big5|euc|shift_?jis|latin|mac)[\w-]*", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_PROLOG = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_TYPE_PARTS = re.compile(rb"\"[^\"]*\"|'[^']*'|<!--.*?-->|<\?.*?\?>|[\[\]<>]", re.DOTALL)
_NO_LINE_END = re.compile(rb"[^\n]")


def utf8(data: bytes) -> tuple[bytearray, list[Remark]]:
    """Return XML as UTF-8 without control characters, and what was odd about it."""
    declared = _DECLARED.match(data.lstrip()[:1000])
    name = declared[1].decode() if declared else ""
    if _ENCODINGS.fullmatch(name) and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data.decode()  # which other encodings are only by the rarest chance: it is what it says that is wrong
        except UnicodeDecodeError:
            with contextlib.suppress(LookupError):
                data = data.decode(name, "replace").encode("utf-8", "replace")
    xml = bytearray()
    remarks: list[Remark] = []
    for part in pieces(data):
        xml += part.text.encode()
        remarks += part.odd
    return xml, remarks


def blank_type(xml: bytearray) -> None:
    """Blank out the document type of XML; lines and places stay as they are.

    Raises:
        SourceError: it does not end.
    """
    at = 0
    while found := _PROLOG.match(xml, at):
        at = found.end()
    if xml[at : at + 9].upper() != b"<!DOCTYPE":
        return
    depth = 0
    for part in _TYPE_PARTS.finditer(xml, at, at + LONGEST_TYPE):
        depth += (part[0] in b"[<") - (part[0] in b"]>")
        if depth == 0:
            xml[at : part.end()] = _NO_LINE_END.sub(b" ", xml[at : part.end()])
            return
    line = 1 + xml.count(b"\n", 0, at)
    raise SourceError("the document type (<!DOCTYPE) does not end; delete it", line=line)
