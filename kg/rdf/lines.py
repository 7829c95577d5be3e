"""The text of a graph, sorted lines of N-Triples -> what changes in it when some go and others come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from kg.errors import KGError


class InconsistentError(KGError):
    """Lines are to go that the text does not hold."""


class Change(msgspec.Struct, frozen=True):
    """The lines that go and those that come, sorted, each with its line end."""

    gone: tuple[bytes, ...] = ()
    come: tuple[bytes, ...] = ()

    @property
    def subjects(self) -> list[bytes]:
        """The subjects of these lines, sorted, as they stand in the text."""
        return sorted({line[: line.index(b" ")] for line in (*self.gone, *self.come)})


def change(
    text: bytes, again: Mapping[str, int], *, before: Iterable[str], after: Iterable[str]
) -> tuple[Change, dict[str, int]]:
    r"""Return how a text changes where other lines are said, and how often lines come again afterwards.

    Args:
        text: as `kg.rdf.ntriples.Writer.text` gives it, like `again`.
        again: how often lines come again.
        before: the lines that are said no more, as often as they were said.
        after: those that are said instead.

    Raises:
        InconsistentError: lines are to go that nobody said.

    >>> text = b"<a:> <p:> <o:> .\n"
    >>> change(text, {text.decode(): 1}, before=["<a:> <p:> <o:> .\n"], after=["<b:> <p:> <o:> .\n"])
    (Change(gone=(), come=(b'<b:> <p:> <o:> .\n',)), {})
    """
    more = Counter(after)
    more.subtract(before)
    gone, come = [], []
    left = dict(again)
    for line, count in more.items():
        if not count:
            continue
        data = line.encode()
        was = has(text, data) + again.get(line, 0)
        now = was + count
        if now < 0:
            raise InconsistentError(f"a line is said less often than never: {line!r:.200}")
        if not was:
            come.append(data)
        elif not now:
            gone.append(data)
        left.pop(line, None)
        if now > 1:
            left[line] = now - 1
    return Change(tuple(sorted(gone)), tuple(sorted(come))), left


def changed(text: bytes, change: Change) -> bytes:
    r"""Return a text without the lines that go, and with those that come.

    >>> changed(b"<a:> <p:> <o:> .\n", Change(come=(b"<a:> <p:> <n:> .\n",)))
    b'<a:> <p:> <n:> .\n<a:> <p:> <o:> .\n'
    """
    parts, last = [], 0
    view = memoryview(text)
    for line, goes in sorted([(line, True) for line in change.gone] + [(line, False) for line in change.come]):
        at = place(text, line, start=last)
        parts.append(view[last:at])
        last = at + len(line) if goes else at
        if not goes:
            parts.append(memoryview(line))
    return b"".join((*parts, view[last:]))


def of_subjects(text: bytes, subjects: Sequence[bytes]) -> list[bytes]:
    r"""Return the lines of each subject, one after the other as one text; an empty one where there are none.

    >>> of_subjects(b"<a:> <p:> <o:> .\n<ab:> <p:> <o:> .\n", [b"<a:>", b"<c:>"])
    [b'<a:> <p:> <o:> .\n', b'']
    """
    found, last = [], 0
    for subject in subjects:
        start = place(text, subject + b" ", start=last)
        last = place(text, subject + b"!", start=start)  # the sign that follows a space
        found.append(text[start:last])
    return found


def has(text: bytes, line: bytes) -> bool:
    """Say whether a text holds a line."""
    at = place(text, line)
    return text.startswith(line, at)


def place(text: bytes, line: bytes, *, start: int = 0) -> int:
    """Return where the first line begins that is not before this one; the lines of the text are sorted."""
    low, high = start, len(text)  # both where a line begins
    while low < high:
        middle = text.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = text.index(b"\n", middle) + 1
        if text[middle:end] < line:
            low = end
        else:
            high = middle
    return low
