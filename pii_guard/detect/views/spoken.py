"""Numbers, dates, plates and house numbers that were dictated, as digits."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy
from pii_guard.detect.views.dates import read_date, read_year
from pii_guard.detect.views.gaps import Gap, gap_between
from pii_guard.detect.views.lexicon import MAX_ENDING
from pii_guard.detect.views.numbers import NUMBER_KINDS, Reader
from pii_guard.detect.views.numberwords import NumberWords
from pii_guard.detect.views.plates import MAX_CAPITALS, read_plate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pii_guard.detect.view import View
    from pii_guard.detect.views.lexicon import Item, Language, Lexicon
    from pii_guard.detect.views.numbers import Run

Edit = tuple[int, int, str]
Word = tuple[int, int, str]

# Indic vowel signs are no word characters for `re`; an apostrophe joins in Ukrainian and parts elsewhere.
_WORD: Final = lazy("(?:[^\\W_]|[\u0900-\u0dff])+(?:'(?=[\u0400-\u04ff])[^\\W_]+)?")
_INDEXED: Final = NUMBER_KINDS | {"O", "OT", "ON", "MO", "DASH", "DOT", "SLASH"}
_STARTS: Final = NUMBER_KINDS | {"PLUS"}
_SIGNS: Final = frozenset({"DASH", "DOT", "SLASH"})
LONG_WORD: Final = 7
MAX_LANGUAGES: Final = 3
MIN_DIGITS: Final = 4
MIN_VALUES: Final = 3
STREET_REACH: Final = 4
CUE_REACH: Final = 5
MIN_WORD: Final = 3
MIN_CODE: Final = 3
MAX_CODE: Final = 6
MAX_HOUSE: Final = 999


class SpokenNumbers:
    """Rewrites dictated numbers; one object serves all texts."""

    def __init__(self, lexicon: Lexicon, words: NumberWords | None = None) -> None:
        self._lexicon = lexicon
        self._words = NumberWords(lexicon) if words is None else words

    def view(self, base: View, *, everywhere: bool = False) -> View:
        """Return `base` with dictated numbers as digits, or `base` itself if there are none.

        Args:
            base: What to read.
            everywhere: Read all of it, not only where number words stand together.
        """
        parts = [(0, len(base.text))] if everywhere else self._words.regions(base.text)
        if not parts:
            return base
        folded = fold(base.text)
        edits = [edit for part in parts for edit in self._edits(base.text, folded, *part)]
        return base.replaced("spoken", edits, whole=True) if edits else base

    def edits(self, text: str) -> Iterator[Edit]:
        """Yield the rewritings of a text, in order, the longest where languages disagree."""
        return self._edits(text, fold(text), 0, len(text))

    def _edits(self, text: str, folded: str, start: int, end: int) -> Iterator[Edit]:
        """Yield the rewritings of a part of a text; languages that a part speaks are its own."""
        words = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(folded, start, end)]
        found: list[Edit] = []
        for language in self._languages(words):
            found.extend(_edits(Reader(language, language.items(words), text)))
        found.sort(key=lambda edit: (edit[0], -edit[1]))
        yield from _longest(found)

    def _languages(self, words: list[Word]) -> list[Language]:
        """Return the languages in which most of the words are numbers."""
        index, built = self._indexes
        hits: Counter[int] = Counter()
        for _, _, word in words:
            hits.update(index.get(word) or _stem(index, word) or ())
            if len(word) > LONG_WORD:
                hits.update(place for pattern, place in built if pattern.search(word))
        best = sorted(hits, key=lambda place: (-hits[place], place))[:MAX_LANGUAGES]
        return [self._lexicon.languages[place] for place in best]

    @cached_property
    def _indexes(self) -> tuple[dict[str, tuple[int, ...]], list[tuple[re.Pattern[str], int]]]:
        """Number words and stems -> languages; and, with its language, what shows long number words."""
        index: dict[str, tuple[int, ...]] = {}
        built = []
        for place, language in enumerate(self._lexicon.languages):
            for word in language.number_words(_INDEXED):
                known = index.get(word, ())
                if place not in known:
                    index[word] = (*known, place)
            parts = language.morphemes()
            if parts:
                built.append((re.compile("|".join(map(re.escape, parts))), place))
        return index, built


def _stem(index: dict[str, tuple[int, ...]], word: str) -> tuple[int, ...] | None:
    """Return the languages in which an inflected word is an ordinal."""
    for cut in range(MAX_ENDING + 1):
        if cut < len(word) and (found := index.get(f"{word[: len(word) - cut]}+")):
            return found
    return None


def _longest(found: list[Edit]) -> Iterator[Edit]:
    """Drop rewritings that overlap a longer one."""
    kept: Edit | None = None
    for edit in found:
        if kept is not None and edit[0] < kept[1]:
            if edit[1] - edit[0] > kept[1] - kept[0]:
                kept = edit
            continue
        if kept is not None:
            yield kept
        kept = edit
    if kept is not None:
        yield kept


def _edits(reader: Reader) -> Iterator[Edit]:
    """Yield what one language makes of a text."""
    place, size = 0, len(reader.items)
    while place < size:
        item = reader.items[place]
        size_of = item.end - item.start
        lettered = size_of == 1 or (size_of <= MAX_CAPITALS and reader.text[item.start].isupper())
        if not item.kinds and not lettered:
            place += 1
            continue
        edit, place = _at(reader, place)
        if edit is not None:
            yield edit


def _at(reader: Reader, place: int) -> tuple[Edit | None, int]:
    """Return the rewriting that begins at an item, and the place to go on from."""
    items = reader.items
    kinds = items[place].kinds
    plate = read_plate(reader, place)
    if plate is not None:
        return plate
    if kinds.keys().isdisjoint(_INDEXED | {"PLUS"}):
        return None, place + 1
    date = read_date(reader, place)
    if date is not None:
        return (items[place].start, items[date.after - 1].end, date.text), date.after
    run = None if kinds.keys().isdisjoint(_STARTS) else reader.run(place)
    if run is None:
        return None, place + 1
    if _accepted(reader, run):
        return (items[run.first].start, items[run.after - 1].end, _grouped(reader, run.text)), run.after
    return _single(reader, place) or (None, run.after)


def _grouped(reader: Reader, digits: str) -> str:
    """Write a number said in one breath in the groups of the language's phone numbers."""
    sizes = [int(size) for size in reader.language.data.groups.split("-") if size]
    if not digits.isdigit() or len(digits) != sum(sizes) or digits[0] in "01":
        return digits
    cuts = [0, *accumulate(sizes)]
    return "-".join(digits[low:high] for low, high in pairwise(cuts))


def _single(reader: Reader, place: int) -> tuple[Edit, int] | None:
    """Read a lone number where it counts: a year of birth, a house number."""
    items = reader.items
    if "D" in items[place].kinds:
        return None
    if _cued(reader, place, reader.language.born):
        year = read_year(reader, place)
        if year is not None and len(year[0]) == 4:  # noqa: PLR2004
            return (items[place].start, items[year[1] - 1].end, year[0]), year[1]
    if _cued(reader, place, reader.language.codes):
        code = reader.number(place)
        if code is not None and code.words and MIN_CODE <= len(code.digits) <= MAX_CODE:
            return (items[place].start, items[code.after - 1].end, code.digits), code.after
    if _is_house(reader, place):
        house = reader.cardinal(place)
        if house is not None and house[0] <= MAX_HOUSE:
            return (items[place].start, items[house[1] - 1].end, str(house[0])), house[1]
    return None


def _accepted(reader: Reader, run: Run) -> bool:
    """Say whether a run is long enough to be a number that someone dictates, and no time or amount."""
    if len(run.values) < 2 or not _is_spoken(reader, run):  # noqa: PLR2004 - a single spoken number is a quantity
        return False
    size = sum(map(len, run.values))
    if size < MIN_DIGITS:
        if size == MIN_CODE and _cued(reader, run.first, reader.language.codes):
            return True
        return len(run.values) >= MIN_VALUES and " " not in run.text
    return not _is_time(run) or _cued(reader, run.first, reader.language.codes)


def _is_spoken(reader: Reader, run: Run) -> bool:
    """Say whether words make the number: two of them, or one among single digits, or a spoken sign.

    One word among written numbers is mostly a word of another language, such as "to", which is two in Danish.
    """
    items = reader.items[run.first : run.after]
    if not run.words:
        return any(item.kinds.keys() & _SIGNS and not item.kinds.keys() & NUMBER_KINDS for item in items)
    longest = max((len(str(item.kinds["D"])) for item in items if "D" in item.kinds), default=0)
    return run.words > 1 or longest < 2  # noqa: PLR2004


def _is_time(run: Run) -> bool:
    """Recognise "twelve thirty" and "nineteen ninety": two numbers in one breath."""
    if len(run.values) != 2 or not run.text.isdigit():  # noqa: PLR2004
        return False
    return int(run.values[0]) <= 24 and len(run.values[1]) == 2 and run.values[0] != "0"  # noqa: PLR2004


def _cued(reader: Reader, place: int, cues: frozenset[str]) -> bool:
    """Say whether one of the words before an item is a cue."""
    near = reader.items[max(0, place - CUE_REACH) : place]
    return any(item.word in cues for item in near)


def _is_house(reader: Reader, place: int) -> bool:
    """Say whether the number at `place` follows the name of a street."""
    language, items, text = reader.language, reader.items, reader.text
    if not place or reader.gap(place) is not Gap.GLUE:
        return False
    before = items[max(0, place - STREET_REACH) : place]
    named = text[before[-1].start].isupper()
    if len(items[place].word) < MIN_WORD and not named:
        return False  # "to", "en", "on" are numbers in one language and much else in others
    for item in before:
        if _is_street(item.word, language) and (named or item is before[-1]):
            return _unbroken(text, [*before[before.index(item) :], items[place]])
    return named and _cued(reader, place, language.lives)


def _is_street(word: str, language: Language) -> bool:
    return word in language.streets or word.endswith(language.street_ends)


def _unbroken(text: str, items: Sequence[Item]) -> bool:
    return all(gap_between(text, left.end, right.start) is Gap.GLUE for left, right in pairwise(items))
