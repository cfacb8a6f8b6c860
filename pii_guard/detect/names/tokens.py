# ruff: noqa: SIM905 - word lists read best as text
"""Reading a written name from a given place: how far it goes, and what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    import re
    from collections.abc import Set as AbstractSet

# What stands in the working text for spans that other recognisers have taken (OBJECT REPLACEMENT CHARACTER).
MASK = "\ufffc"

# Bounded, so that reading costs the same at every place of a hostile text.
WORD = lazy(r"[^\W\d_]{1,40}(?:['’ʼ‐-][^\W\d_]{1,30}){0,4}")
_NEXT_WORD = lazy(rf"[\W_]*({WORD.pattern})")
_APOSTROPHES = ("'", "’")
# First letters that can be capitals: a fast filter for patterns, exact only together with `str.isupper`.
CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ſƀ-ɏΆ-ΫЀ-ЯҐḀ-ỿ]"
_ANY_CAPITAL = lazy(CAPITAL)
_CAPITALISED = lazy(rf"{CAPITAL}(?<!\w.)")
PARTICLES = frozenset(
    "von van vd de der den del della dello di da do dos das du la le lo las los ten ter te zu zum zur af av "
    "bin ibn bint abu al el ben ould ap op 't in".split()
)
# Particles that may open a name.
LEADING = frozenset("von van vd de del della di el al bin ter ten".split())
_ABBREVIATIONS = frozenset("ma jos joh chr wm geo st th fco mª".split())
_SUFFIXES = frozenset("jr sr jun sen iii".split())
_UNUSUAL = PARTICLES | _ABBREVIATIONS | _SUFFIXES
_PLAIN = lazy(r"[A-ZÀ-ÖØ-Þ][^\W\d_]+")
_BETWEEN = (" ", "\u00a0")
_POSSESSIVE = ("'s", "’s", "ʼs")
_INNER_CAPITAL = lazy(r"[^\W\d_]['’](?=[^\W\d_])(?![a-zà-öø-ÿ])")
# "Sven-ole" may be a name; "Jacobsen-stolen" is a chair.
_LONGEST_SYLLABLE = 3
# Kinds of words in a name.
_NO_NAME, _UPPER, _LOWER, _PRODUCT = range(4)
_SHOUTING_SAMPLE, _SHOUTING_LEAST, _SHOUTING_SHARE = 2000, 20, 0.7
_BOUNDARY = frozenset(" \t\n\u00a0,.;:!?)]}\"'”’»…·|/-–—<(" + MASK)


class Name(NamedTuple):
    """A name that was read.

    Attributes:
        start: First code point.
        end: One past the last code point.
        parts: Number of its words, initials included, particles not.
        lower: Whether its first word is in lower case.
        first: Its first word, folded.
        joined: It goes on with a hyphen and a lower-case word ("Jacobsen-stolen"): a product, not a person.
    """

    start: int
    end: int
    parts: int
    lower: bool
    first: str
    joined: bool = False


class Reader:
    """Reads names from one text; `titles` are skipped before a name and never part of it."""

    def __init__(self, text: str, folded: str, titles: AbstractSet[str], common: AbstractSet[str]) -> None:
        """Take a text whose taken spans are masked, its folding, titles, and names that are also words."""
        self.text = text
        self.folded = folded
        self._titles = titles
        self._common = common
        self._shouting: bool | None = None
        # Several cues and shapes ask for the same places. (A frozen set keeps its hash.)
        self._read: dict[tuple[int, frozenset[str], int, int], Name | None] = {}
        # Where whole names start that cues have shown; shapes need not look there.
        self.named: frozenset[int] = frozenset()
        # Where capitalised words start.
        self.capitals = [m.start() for m in _CAPITALISED.finditer(text) if m.group().isupper()]

    @property
    def shouting(self) -> bool:
        """Whether the text is written in capitals, so that a capital says nothing."""
        if self._shouting is None:
            self._shouting = self._shouts()
        return self._shouting

    def _shouts(self) -> bool:
        sample = self.text[:_SHOUTING_SAMPLE]
        if len(_ANY_CAPITAL.findall(sample)) <= _SHOUTING_LEAST:
            return False
        upper, lower = sum(map(str.isupper, sample)), sum(map(str.islower, sample))
        return upper > _SHOUTING_LEAST and upper > _SHOUTING_SHARE * (upper + lower)

    def may_begin(self, at: int, beginnings: AbstractSet[str]) -> bool:
        """Whether the next word is capitalised, or one of the words that may begin a name all the same.

        Says no only where `read` finds no capitalised name, whatever stands between this place and the word.
        """
        match = _NEXT_WORD.match(self.text, at)
        if match is None:
            return False
        word = match.group(1)
        return (
            word[0].isupper()
            or word[1:2] in _APOSTROPHES
            or self.folded[match.start(1) : match.end()] in beginnings
        )

    def skip_titles(self, at: int) -> int:
        """Return the place after titles ("Prof. Dr. "), or `at`."""
        for _ in range(3):
            match = WORD.match(self.text, at)
            if match is None or self.folded[at : match.end()] not in self._titles:
                break
            after = match.end() + (self.text[match.end() : match.end() + 1] == ".")
            if self.text[after : after + 1] not in (" ", "\u00a0"):
                break
            at = after + 1
        return at

    def read(self, at: int, stop: frozenset[str], *, lower: int = 0, limit: int = 5) -> Name | None:
        """Read a name that starts at a place.

        Args:
            at: Where its first letter, or a title before it, must be.
            stop: Folded words that are no part of a name.
            lower: How many lower-case words may count as names.
            limit: Most words read.

        Returns:
            The name, or None when none starts here.
        """
        key = (at, stop, lower, limit)
        if key not in self._read:
            self._read[key] = None if self._no_name(at, stop, lower) else self._name(at, stop, lower, limit)
        return self._read[key]

    def _name(self, at: int, stop: AbstractSet[str], lower: int, limit: int) -> Name | None:
        at = start = self.skip_titles(at)
        end, parts, whole_words, first, is_lower = -1, 0, 0, "", False
        text = self.text
        while parts < limit:
            match = WORD.match(text, at)
            if match is None:
                break
            word, stops_at = match.group(), match.end()
            folded = self.folded[at:stops_at]
            follows = text[stops_at : stops_at + 1]
            # the usual word of a name, without the questions that only others raise
            if follows != "." and folded not in _UNUSUAL and _PLAIN.fullmatch(word) and folded not in stop:
                end, parts, whole_words, first = stops_at, parts + 1, whole_words + 1, first or folded
                if follows not in _BETWEEN:
                    break
                at = stops_at + 1
                continue
            if self._particle(folded, stops_at, begun=at > start):
                at = stops_at + 1 + (text[stops_at + 1 : stops_at + 2] == " ")
                continue
            kind = self._kind(match, parts, stop, lower if parts == 0 or is_lower else 0)
            if kind == _PRODUCT:
                return Name(start, stops_at, parts + 1, lower=False, first=folded, joined=True)
            if kind == _NO_NAME:
                break
            is_lower = is_lower or kind == _LOWER
            lower -= kind == _LOWER
            parts, first = parts + 1, first or folded
            end, at, goes_on, is_whole = self._after(match)
            whole_words += is_whole
            if not goes_on:
                break
        if end < 0 or (whole_words == 0 and parts == 1):
            return None
        return Name(start, end, parts, is_lower, first)

    def _no_name(self, at: int, stop: AbstractSet[str], lower: int) -> bool:
        """Whether the first word alone shows that no name starts here, as in most places."""
        match = WORD.match(self.text, at)
        if match is None:
            return True
        folded = self.folded[at : match.end()]
        if folded in self._titles or folded in LEADING:
            return False
        if not self.text[at].isupper():
            return lower <= 0 and self.text[at + 1 : at + 2] not in _APOSTROPHES
        return folded in stop and folded not in self._common and len(folded) > 1

    def _particle(self, folded: str, stops_at: int, *, begun: bool) -> bool:
        """Whether a "van" or "De" belongs to a name that goes on after it."""
        return folded in (PARTICLES if begun else LEADING) and self._upper_after(stops_at)

    def _kind(self, match: re.Match[str], parts: int, stop: AbstractSet[str], lower: int) -> int:
        """Tell what a word is in a name that has `parts` words before it."""
        word, stops_at = match.group(), match.end()
        folded = self.folded[match.start() : stops_at]
        single = len(word) == 1
        initial = single and self.text[stops_at : stops_at + 1] == "."
        if not (word[0].isupper() or _INNER_CAPITAL.match(word)):
            if single:
                return (
                    _LOWER
                    if lower > 0 and parts and folded not in stop and self._ends(stops_at)
                    else _NO_NAME
                )
            return _LOWER if lower > 0 and folded not in stop else _NO_NAME
        if single and not initial and not self._lone_initial(folded, stops_at, parts):
            return _NO_NAME
        if folded in stop and not initial and not self._name_after_all(folded, stops_at, stop):
            return _NO_NAME
        tail = word.rpartition("-")[2]
        return _PRODUCT if "-" in word and tail.islower() and len(tail) > _LONGEST_SYLLABLE else _UPPER

    def _after(self, match: re.Match[str]) -> tuple[int, int, bool, bool]:
        """Tell where a word ends and the next would start, if one may, and if it is more than an initial."""
        word, stops_at = match.group(), match.end()
        folded = self.folded[match.start() : stops_at]
        dot = self.text[stops_at : stops_at + 1] == "."
        whole = len(word) > 1 and folded not in _ABBREVIATIONS and folded not in _SUFFIXES
        if word.endswith(_POSSESSIVE):
            return stops_at - 2, stops_at, False, whole
        if whole and dot:
            return stops_at, stops_at, False, whole
        stops_at += dot
        if self.text[stops_at : stops_at + 1] in (" ", "\u00a0"):
            return stops_at, stops_at + 1, True, whole
        joined = dot and WORD.match(self.text, stops_at) is not None  # "R.J. King"
        return stops_at, stops_at, joined, whole

    def _name_after_all(self, folded: str, at: int, stop: AbstractSet[str]) -> bool:
        """Whether a stop word that is a name too ("Sauer", "Mai") is one here: nothing or a name follows."""
        if folded not in self._common:
            return False
        # "Sá" is not "sa": the mark tells the name from the other language's word
        if self.ends_at(at) or self.text[at - len(folded) : at].lower() != folded:
            return True
        word = WORD.match(self.text, at + 1) if self.text[at : at + 1] == " " else None
        return (
            word is not None
            and word.group()[0].isupper()
            and self.folded[word.start() : word.end()] not in stop
        )

    def _upper_after(self, at: int) -> bool:
        rest = self.text[at + 1 : at + 24].lstrip()
        if rest[:1].isupper():
            return self.text[at : at + 1] in (" ", ".", "\u00a0")
        word = WORD.match(rest)
        return (
            word is not None
            and fold(word.group()) in PARTICLES
            and rest[word.end() + 1 : word.end() + 2].isupper()
        )

    def _lone_initial(self, folded: str, at: int, parts: int) -> bool:
        """Whether a single letter without a dot is an initial: "Z Kowalczyk", "Dmitri V"."""
        if parts == 0:
            after = self.text[at + 1 : at + 3]
            return (
                folded not in "aioue"
                and self.text[at : at + 1] == " "
                and after[:1].isupper()
                and after[1:].islower()
            )
        return folded != "i" and self._ends(at)

    def _ends(self, at: int) -> bool:
        return (
            at >= len(self.text)
            or (self.text[at] in _BOUNDARY and self.text[at] != " ")
            or not self.text[at:].strip()
        )

    def ends_at(self, at: int) -> bool:
        """Whether a word's end here is also the end of a phrase."""
        return (
            at >= len(self.text) or self.text[at] in ",.!?:;…\n" + MASK or not self.text[at : at + 3].strip()
        )
