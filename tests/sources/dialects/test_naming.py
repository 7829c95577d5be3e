"""Headers that are no front matter of one article, but an export of many."""

from __future__ import annotations

from kg import sources


def test_an_export_of_movable_type_is_named_and_not_read() -> None:
    entry = (
        "AUTHOR: Jo\nTITLE: A pier\nDATE: 06/11/2020 08:30:00 AM\n-----\nBODY:\nText.\n-----\nCOMMENT:\nAUTHOR: Al\n"
    )
    for path in ("x.txt", "x.md"):
        reading = sources.read_bytes(f"\n{entry}-----\n--------\n{entry}-----\n--------\n".encode(), path)
        ((rejected,), readings) = reading.rejected, reading.articles
        assert (rejected.origin.line, readings) == (2, ())
        assert "Movable Type" in rejected.reason
        assert "2 entries" in rejected.reason
    assert sources.read_bytes(b"Title: A pier\n----\nDate: 2020-06-11\n----\nText:\n\nBODY:\nText.\n", "x.txt").articles
