"""Deciding whether a text spells a number, a date or a house number, before anything is parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ahocorasick_rs

from pii_guard.detect.folding import fold
from pii_guard.detect.views.lexicon import MIN_STREET, raw_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pii_guard.detect.views.lexicon import Lexicon, Spoken

NUMBER: Final = 1
MONTH: Final = 2
CUE: Final = 4  # a word after which one house number or year counts: "lives at", "born"
STREET: Final = 8
OPEN: Final = 16  # the word may go on: "fyrtio|två", "šest|og"

MAX_GAP: Final = 7
CUE_REACH: Final = 60
MIN_WORD: Final = 3
_NUMBERS: Final = ("zero", "zeros", "ones", "teens", "hundred", "hundreds", "thousand", "repeat", "compounds")


class NumberWords:
    """An automaton of the number words of all languages; shared by all threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        kinds: dict[str, int] = {}
        parts: set[str] = set()
        for data in lexicon.data.values():
            for word, kind in _entries(data):
                for form in {word, fold(word)}:
                    kinds[form] = kinds.get(form, 0) | kind
            if data.glued:
                parts.update(raw_forms(data, "hundred", "thousand", "joiner", "tens", "ones"))
                parts.update(data.ordinal_endings.split())
        self._kinds = list(kinds.values())
        self._heads = frozenset(part[:2] for part in parts | {"ën"})
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(kinds),
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.DFA,
        )

    def occur(self, low: str) -> bool:
        """Say whether a lower-case text has two number words in a row, or one after an address cue."""
        spaced = f" {low.replace('-', ' ').replace(chr(10), ' ')}"
        hits = self._automaton.find_matches_as_indexes(spaced)
        if not hits:
            return False
        return self._in_reach(spaced, hits)

    def _in_reach(self, text: str, hits: list[tuple[int, int, int]]) -> bool:
        last, cue = -MAX_GAP, -CUE_REACH
        for index, start, end in hits:
            kind = self._kinds[index]
            if (
                not kind & OPEN
                and text[end : end + 1].isalpha()
                and not self._goes_on(kind, text[end : end + 2])
            ):
                continue
            if kind & (CUE | STREET):
                cue = end
            if not kind & (NUMBER | MONTH):
                continue
            if start - last < MAX_GAP:
                return True
            if kind & NUMBER:
                last = end
                if start - cue < CUE_REACH or text[end : end + 3].lstrip()[:1].isdigit():
                    return True
        return False

    def _goes_on(self, kind: int, head: str) -> bool:
        """Say whether a number word that does not end here may be the first part of a longer one."""
        return bool(kind & NUMBER) and head in self._heads


def _entries(data: Spoken) -> Iterator[tuple[str, int]]:
    """Yield (pattern, kind); a pattern with a leading space begins a word."""
    yield from _marked(raw_forms(data, *_NUMBERS), NUMBER)
    yield from _marked(raw_forms(data, "ordinals", "ordinal_tens"), NUMBER)
    yield from _marked(raw_forms(data, "months"), MONTH)
    yield from _marked(raw_forms(data, "lives", "born"), CUE)
    for ten in raw_forms(data, "tens"):
        yield f" {ten}", NUMBER | (OPEN if data.glued in ("tens_first", "both") else 0)
        if data.elide:
            yield f" {ten[:-1]}", NUMBER | OPEN
    for street in raw_forms(data, "streets"):
        yield (street if len(street) > MIN_STREET else f" {street}"), STREET


def _marked(forms: Iterable[str], kind: int) -> Iterator[tuple[str, int]]:
    """Yield words of three letters and more; a shorter one fits into the gap that is allowed between two.

    "to", "en" and "on" are numbers in one language and much else in others.
    """
    for form in forms:
        if len(form) >= MIN_WORD:
            yield (f" {form[:-1]}", kind | OPEN) if form.endswith("+") else (f" {form}", kind)
