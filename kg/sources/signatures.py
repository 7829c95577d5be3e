"""Bytes that are no text -> what they are: an image, an archive, a program."""

from __future__ import annotations

import re

# how files that are no text begin; from the list of signatures of file(1), as Wikipedia has them
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF87a", "an image (GIF)"),
    (b"GIF89a", "an image (GIF)"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"\x00\x00\x01\x00", "an image (icon)"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive, or an office document or book that is one inside"),
    (b"\x1f\x8b", "compressed data (gzip)"),
    (b"BZh", "compressed data (bzip2)"),
    (b"\xfd7zXZ\x00", "compressed data (xz)"),
    (b"(\xb5/\xfd", "compressed data (zstd)"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"ID3", "sound (MP3)"),
    (b"OggS", "sound (Ogg)"),
    (b"bplist00", "a binary property list"),
)
FIRST = 4096  # bytes that show what a file is
NULS = 8  # in so many bytes one that is zero: no text
SHORTEST = 64  # bytes of which that can be said

_MP4 = re.compile(rb"....ftyp", re.DOTALL)
_RIFF = re.compile(rb"RIFF....(WEBP|WAVE|AVI )", re.DOTALL)
_OF_RIFF = {b"WEBP": "an image (WebP)", b"WAVE": "sound (WAVE)", b"AVI ": "a film (AVI)"}


def _is_printable(head: bytes) -> bool:
    return " ".join(head.decode("utf-8", "ignore").split()).isprintable() and head.isascii()


def binary(data: bytes) -> str:
    r"""Return what a file is whose bytes are no text; nothing if they may be one.

    >>> binary(b"\x89PNG\r\n\x1a\n"), binary(b"---\n")
    ('an image (PNG)', '')
    """
    for signature, name in SIGNATURES:
        if data.startswith(signature) and not _is_printable(data[:FIRST]):
            return name
    riff = _RIFF.match(data)
    if riff is not None:
        return _OF_RIFF[riff[1]]
    if _MP4.match(data):
        return "a film (MP4), or an image (HEIF, AVIF)"
    head = data[:FIRST]
    is_utf_16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "binary data" if len(head) >= SHORTEST and head.count(0) * NULS > len(head) and not is_utf_16 else ""
