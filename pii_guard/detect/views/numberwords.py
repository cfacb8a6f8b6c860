"""Deciding whether a text spells a number, a date or a house number, before anything is parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ahocorasick_rs

from pii_guard.detect.folding import encodable, fold
from pii_guard.detect.views.lexicon import MIN_STREET, raw_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pii_guard.detect.views.lexicon import Lexicon, Spoken

NUMBER: Final = 1
MONTH: Final = 2
CUE: Final = 4  # a word after which one house number or year counts: "lives at", "born"
STREET: Final = 8
OPEN: Final = 16  # the word may go on: "fyrtio|två", "šest|og"

MAX_GAP: Final = 7
CUE_REACH: Final = 60
REGION: Final = 160
MARGIN: Final = 60
MIN_WORD: Final = 3
# What stands for a space between number words.
_BREAKS: Final = str.maketrans(dict.fromkeys("-\n._()[]{}/|*~+", " "))
LONGEST_REST: Final = 30
_NUMBERS: Final = ("zero", "zeros", "ones", "teens", "hundred", "hundreds", "thousand", "repeat", "compounds")


class NumberWords:
    """An automaton of the number words of all languages; shared by all threads.

    Words count together only when one language has them both: "after five" holds an ending of streets in one
    language and a number in another, and means nothing.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        kinds: dict[str, int] = {}
        tongues: dict[str, int] = {}
        parts: set[str] = set()
        for place, data in enumerate(lexicon.data.values()):
            for word, kind in _entries(data):
                form = fold(word)
                kinds[form] = kinds.get(form, 0) | kind
                tongues[form] = tongues.get(form, 0) | 1 << place
            if data.glued:
                parts.update(raw_forms(data, "hundred", "thousand", "joiner", "tens", "ones"))
                parts.update(data.ordinal_endings.split())
        self._kinds = list(kinds.values())
        self._tongues = [_with_beginnings(form, tongues) for form in kinds]
        self._heads = frozenset(fold(part)[:2] for part in parts | {"ën"})
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(kinds),
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        )

    def occur(self, folded: str) -> bool:
        """Say whether a folded text has two number words in a row, or one after an address cue."""
        return next(self._places(folded), None) is not None

    def regions(self, text: str) -> list[tuple[int, int]]:
        """Return the parts of a text, in order and apart, in which numbers may be spoken."""
        folded = fold(encodable(text))
        found: list[tuple[int, int]] = []
        for place in self._places(folded):
            if found and place - found[-1][1] < 2 * REGION:
                found[-1] = (found[-1][0], place)
            else:
                found.append((place, place))
        return [(_before(text, start - REGION), _after(text, end + REGION)) for start, end in found]

    def _places(self, folded: str) -> Iterator[int]:
        """Yield where a number word follows another, or a cue, or precedes a digit."""
        text = f" {folded.translate(_BREAKS)}"
        numbers: list[tuple[int, int]] = []
        cues: list[tuple[int, int]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            kind = self._kinds[index]
            after = text[end : end + 1]
            if not kind & OPEN and after.isalpha() and not self._goes_on(kind, text[end : end + 2]):
                continue
            if kind & NUMBER:
                end = _word_end(text, end)  # noqa: PLW2901 - "acht" of "achtentwintig"
            tongues = self._tongues[index]
            if kind & (CUE | STREET):
                cues.append((end, tongues))
            if not kind & (NUMBER | MONTH):
                continue
            if _near(numbers, start - MAX_GAP, tongues):
                yield start
            if kind & NUMBER:
                numbers.append((end, tongues))
                if _near(cues, start - CUE_REACH, tongues) or text[end : end + 3].lstrip()[:1].isdigit():
                    yield start

    def _goes_on(self, kind: int, head: str) -> bool:
        """Say whether a number word that does not end here may be the first part of a longer one."""
        return bool(kind & NUMBER) and head in self._heads


def _word_end(text: str, end: int) -> int:
    """Return where the letters of a word end, soon at most."""
    for place in range(end, end + LONGEST_REST):
        if not text[place : place + 1].isalpha():
            return place
    return end


def _near(words: list[tuple[int, int]], least: int, tongues: int) -> bool:
    """Say whether one of the last words ends after a place and shares a language."""
    for end, others in reversed(words):
        if end <= least:
            return False
        if others & tongues:
            return True
    return False


def _with_beginnings(form: str, tongues: Mapping[str, int]) -> int:
    """Return the languages of a word and of the words that it begins with, which it hides."""
    found = tongues[form]
    for size in range(MIN_WORD, len(form)):
        found |= tongues.get(form[:size], 0)
    return found


def _before(text: str, place: int) -> int:
    """Return the end of the last white space before a place."""
    if place <= 0:
        return 0
    found = text.rfind(" ", max(0, place - MARGIN), place)
    return found + 1 if found >= 0 else place


def _after(text: str, place: int) -> int:
    """Return the first white space after a place."""
    found = text.find(" ", place, place + MARGIN)
    return found if found >= 0 else min(len(text), place)


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
