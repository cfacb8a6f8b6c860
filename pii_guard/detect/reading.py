"""A text made ready for rules: encoded, folded, with its context words."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from pii_guard.detect.validators import VALIDATORS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pii_guard.detect.words import Hit

_FEW = 8
_LONGEST_WORD = 80
_NUMBER = 4
_start = attrgetter("start")


class Reading(NamedTuple):
    """A text made ready for rules.

    Attributes:
        text: The text of a view; lone surrogates are replaced, one character for one.
        data: The same in UTF-8.
        folded: The same folded; offsets equal those of `text`.
        hits: Context words by group, in order of their starts.
        regions: Countries that are expected here, ISO 3166 codes.
        checked: What validators said of values of this text; several rules ask the same.
    """

    text: str
    data: bytes
    folded: str
    hits: dict[str, list[Hit]]
    regions: frozenset[str]
    checked: dict[tuple[str, str], bool]

    def passes(self, validator: str, value: str) -> bool:
        """Tell whether a value passes a validator, which is asked once."""
        key = validator, value
        passed = self.checked.get(key)
        if passed is None:
            passed = self.checked[key] = VALIDATORS[validator](value)
        return passed

    def words(self, group: str, start: int, end: int) -> Iterable[Hit]:
        """Return a group's words that may touch a span; a few more may come along."""
        hits = self.hits.get(group, ())
        if len(hits) <= _FEW:
            return hits
        low = bisect_left(hits, start - _LONGEST_WORD, key=_start)
        return hits[low : bisect_left(hits, end + 1, low, key=_start)]

    def near(self, groups: Collection[str], start: int, end: int, before: int, after: int) -> Hit | None:
        """Return the context word nearest to a span, unless another number stands between the two."""
        best: Hit | None = None
        distance = before + after + 1
        for group in groups:
            if group not in self.hits:
                continue
            for hit in self.words(group, start - before, end + after):
                ahead = hit.end <= start
                gap = start - hit.end if ahead else hit.start - end
                if gap < 0 or gap > (before if ahead else after) or gap >= distance:
                    continue
                if gap >= _NUMBER and holds_number(
                    self.text[hit.end : start] if ahead else self.text[end : hit.start]
                ):
                    continue
                best, distance = hit, gap
        return best

    def within(self, groups: Collection[str], start: int, end: int) -> bool:
        """Tell whether a word of the groups lies in a span, whatever else does."""
        return any(
            hit.start >= start and hit.end <= end for group in groups for hit in self.words(group, start, end)
        )


def holds_number(text: str) -> bool:
    """Tell whether a text holds a number of four digits or more: it would use up the context word."""
    run = 0
    for char in text:
        if char.isdigit():
            run += 1
            if run >= _NUMBER:
                return True
        elif char not in " .-":
            run = 0
    return False
