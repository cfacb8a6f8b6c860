"""The sentence around a fact: how far it goes, and what its other words say of whom it is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.detect.cues import Cues
    from pii_guard.detect.words import Hit

RECOGNIZER = "facts"
Groups = dict[str, "list[Hit]"]
# A full stop behind a digit is an ordinal's as a rule: "14. Mai", "am 3. 5."
SENTENCE = lazy(r"(?:(?<!\d)[.!?;]|(?<=\d)[!?;])(?=\s|$)|\n")
_WORD = lazy(r"[^\W_]+(?:['’-][^\W_]+)*")
_ACCOUNTS = frozenset(("account", "konto", "racun", "compte", "cuenta", "conto", "conta", "rekening"))
_ADDRESSED = 80
_SPOKEN = 90
CLOCK = lazy(
    r"(?<![\d.,/])(?:0?[1-9]|[12]\d|3[01])(?:[./][ ]?(?:0?[1-9]|1[0-2])[./](?!\d{1,2}[./])|[ ]May\b)|"
    r"(?<![\d.,])(?:[01]?\d|2[0-3])(?:[:.h][0-5]\d(?![\d.,])|[ ]?(?:am|pm|uhr|h|hrs|kl)\b"
    r"|[ ]?(?:-|–|and|to|och|til|till|bis|und|et|à|a|e|y|do|i|en|tot|og)[ ]?"
    r"(?:[01]?\d|2[0-4])\b(?![:.,]?\d))",
    re.IGNORECASE,
)
# About nobody in particular as far as the words go; about people in general, whatever surrounds it.
ABOUT_NOBODY = ("about:general",)
ABOUT_PEOPLE = ("about:general", "cue:general")
SCORES: dict[tuple[str, ...], float] = {(): 0.7, ABOUT_NOBODY: 0.45, ABOUT_PEOPLE: 0.4}


def sentence(text: str, start: int, end: int, reach: int) -> tuple[int, int]:
    """Return the part of the sentence around a span that lies within reach."""
    low, high = max(0, start - reach), min(len(text), end + reach)
    for match in SENTENCE.finditer(text, low, start):
        low = match.end()
    stop = SENTENCE.search(text, end, high)
    return low, stop.start() if stop else high


class InSentence:
    """Answers what stands in the sentences of one text.

    Args:
        text: The text.
        folded: The same, by `folding.fold`.
        groups: The cue words in it, by list.
        cues: All cue words.
    """

    def __init__(self, text: str, folded: str, groups: Groups, cues: Cues) -> None:
        self._text = text
        self._folded = folded
        self._groups = groups
        self._cues = cues
        self._starts: dict[str, list[int]] = {}

    def has(self, group: str, start: int, end: int) -> bool:
        """Tell whether a cue word of a list stands in the sentence of a span."""
        if group not in self._groups:
            return False
        low, high = sentence(self._text, start, end, _SPOKEN)
        starts = self.starts(group)
        return bisect_left(starts, low) < bisect_left(starts, high)

    def starts(self, group: str) -> Sequence[int]:
        """Return where the cue words of a list stand, in order."""
        if group not in self._starts:
            self._starts[group] = sorted(hit.start for hit in self._groups.get(group, ()))
        return self._starts[group]

    def timed(self, start: int, end: int) -> bool:
        """Tell whether the sentence of a span names a day or an hour."""
        if self.has("when", start, end):
            return True
        low, high = sentence(self._text, start, end, _SPOKEN)
        return CLOCK.search(self._text, low, high) is not None

    def about(self, start: int, end: int) -> tuple[str, ...]:
        """Return what a phrase that may be said of anybody is about; nothing where it is the reader."""
        if self.has("general", start, end):
            return ABOUT_PEOPLE
        return () if self.addressed(start, end) else ABOUT_NOBODY

    def addressed(self, start: int, end: int) -> bool:
        """Tell whether the sentence of a span speaks to or of a customer."""
        low, high = sentence(self._text, start, end, _ADDRESSED)
        words = _WORD.findall(self._folded[low:high])
        return any(word in self._cues.second or word in _ACCOUNTS for word in words)
