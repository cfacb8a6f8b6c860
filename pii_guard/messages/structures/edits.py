"""Editing a document in place: what is outside an edit stays as it is, byte for byte.

A handler reads *leaves* (a cell, an attribute, the visible text of a page) out of a document. A leaf knows
where in the document each of its characters stands, so that what is found in it is cut from the source, and
markup, quoting and escapes around it stay.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from pii_guard.errors import DetectionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pii_guard.messages.types import RedactionItem

CORE = 200_000  # characters given to a redactor at a time
MARGIN = 4_000  # that it sees on both sides of them; no value is longer
_WINDOW = CORE + 2 * MARGIN


class Redactor(Protocol):
    """Replaces what must not stay in a text."""

    def __call__(self, text: str, *, context: str | None) -> tuple[str, Sequence[RedactionItem]]:
        """Return the new text and what was replaced, in order, with offsets of `text`.

        Args:
            text: A leaf's text.
            context: What the document calls it: field, column or header name, such as `email`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Edit:
    """A span of a document and what replaces it; `item` is None for the further pieces of one value."""

    start: int
    end: int
    new: str
    item: RedactionItem | None = None


Escape = Callable[[str], str]


class Leaf:
    """A text with the place in the document of each of its characters."""

    def __init__(self, context: str | None = None) -> None:
        self.context = context
        self._texts: list[str] = []
        self._length = 0
        self._starts: list[int] = []  # of runs, in the leaf
        self._runs: list[
            tuple[int, int, bool]
        ] = []  # document span; whether characters correspond one to one

    @property
    def text(self) -> str:
        """What a reader sees."""
        return "".join(self._texts)

    def plain(self, source: str, start: int, end: int) -> None:
        """Add a stretch of the document that reads as it is written."""
        if start < end:
            self._add(source[start:end], start, end, exact=True)

    def decoded(self, text: str, start: int, end: int) -> None:
        """Add what an escape sequence at `start` to `end` stands for."""
        if text:
            self._add(text, start, end, exact=False)

    def joint(self, text: str, at: int) -> None:
        """Add a separator that is not in the document as such, such as a line break between paragraphs."""
        if self._texts and not self._texts[-1].endswith(text):
            self._add(text, at, at, exact=False)

    def _add(self, text: str, start: int, end: int, *, exact: bool) -> None:
        self._starts.append(self._length)
        self._runs.append((start, end, exact))
        self._texts.append(text)
        self._length += len(text)

    def without(self, spans: Sequence[tuple[int, int]]) -> Leaf:
        """Return the leaf less what stands in some spans of the document, which are in order."""
        leaf = Leaf(self.context)
        begins = [start for start, _ in spans]
        for text, (low, high, exact) in zip(self._texts, self._runs, strict=True):
            at = bisect_right(begins, low) - 1
            if at < 0 or low >= spans[at][1]:
                leaf._add(text, low, high, exact=exact)
        return leaf

    def pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the document spans of a span of the leaf, in order, neighbours joined.

        Spaces that stand alone between two tags are left out: they tell nothing, and are the page's layout.
        """
        out: list[tuple[int, int, bool]] = []  # document span, whether there is anything but spaces
        at = bisect_right(self._starts, start) - 1
        while at < len(self._starts) and self._starts[at] < end:
            low, high, exact = self._runs[at]
            begin, text = self._starts[at], self._texts[at]
            if exact:
                text = text[max(start - begin, 0) : end - begin]
                low, high = low + max(start - begin, 0), min(high, low + end - begin)
            if low < high:
                told = not text.isspace()
                if out and out[-1][1] == low:
                    low, told = out[-1][0], told or out[-1][2]
                    out.pop()
                out.append((low, high, told))
            at += 1
        told_pieces = [(low, high) for low, high, told in out if told]
        return told_pieces or [(low, high) for low, high, _ in out]

    def edits(self, redact: Redactor, escape: Escape = str) -> list[Edit]:
        """Redact the leaf and return the edits of the document.

        Args:
            redact: Told the leaf's context.
            escape: Writes a replacement as the document must write it there.
        """
        if not self._length:
            return []
        out: list[Edit] = []
        for item in redact_long(self.text, redact, self.context):
            pieces = self.pieces(item.start, item.end)
            if not pieces:
                continue
            new = escape(item.placeholder)
            placed = replace(item, start=pieces[0][0], end=pieces[-1][1], placeholder=new)
            out.append(Edit(*pieces[0], new, placed))
            out.extend(Edit(start, end, "") for start, end in pieces[1:])
        return out


def whole(source: str, start: int, end: int, context: str | None = None) -> Leaf:
    """Return a leaf that is one stretch of the document, as it is written."""
    leaf = Leaf(context)
    leaf.plain(source, start, end)
    return leaf


def redact_long(text: str, redact: Redactor, context: str | None) -> list[RedactionItem]:
    """Redact a text of any length, in windows that overlap by more than any value is long (reliability R12).

    Returns:
        What is to be replaced, in order and apart, with `start` and `end` in `text`.
    """
    if len(text) <= _WINDOW:
        return _apart(text, redact(text, context=context)[1])
    out: list[RedactionItem] = []
    done = low = 0
    while low < len(text):
        high = min(low + CORE, len(text))
        if high < len(text):
            high = text.rfind("\n", low + CORE // 2, high) + 1 or high
        begin = max(0, low - MARGIN)
        _, items = redact(text[begin : high + MARGIN], context=context)
        for item in items:
            start, end = max(item.start + begin, done), item.end + begin
            if start < high and start < end:
                out.append(replace(item, start=start, end=end))
                done = end
        low, done = high, max(done, high)
    return out


def _apart(text: str, items: Sequence[RedactionItem]) -> list[RedactionItem]:
    last = 0
    for item in items:
        if not last <= item.start < item.end <= len(text):
            raise DetectionError("a redactor returned spans that overlap or leave the text")
        last = item.end
    return list(items)


def spliced(text: str, edits: Iterable[Edit]) -> tuple[str, tuple[RedactionItem, ...]]:
    """Apply edits to a document.

    Where two edits meet in one place of the source (one escape sequence that stands for characters of two
    values), the first wins what it covers.

    Returns:
        The new document and its items, with offsets in the document before and after.
    """
    pieces: list[str] = []
    items: list[RedactionItem] = []
    last = length = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        start = max(edit.start, last)
        if start >= edit.end and edit.item is None:
            continue
        length += start - last
        pieces += [text[last:start], edit.new]
        if edit.item is not None:
            items.append(replace(edit.item, new_start=length, new_end=length + len(edit.new)))
        length += len(edit.new)
        last = max(edit.end, start)
    return "".join([*pieces, text[last:]]), tuple(items)
