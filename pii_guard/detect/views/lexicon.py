"""How numbers, symbols, letters and dates are spoken: `policies/languages/*/spoken.yaml`, compiled.

A file holds one line a kind of word. Its notation is short, because two dozen languages are read at every
start: positions are separated by spaces (`ones` has nine, from one to nine), ways of saying the same are
separated by `|`, a space inside a phrase is written `_`, `-` leaves a position out, and `+` after a stem
allows any ending.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from pii_guard.detect.folding import fold
from pii_guard.vocabulary.languages import load_languages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Kinds = dict[str, int | str]

# Meaning, field, value of the first position, step.
_RANKED: Final = (
    ("U", "ones", 1, 1), ("E", "teens", 10, 1), ("T", "tens", 20, 10), ("H", "hundreds", 100, 100),
    ("O", "ordinals", 1, 1), ("OT", "ordinal_tens", 20, 10), ("MO", "months", 1, 1),
)  # fmt: skip
_PLAIN: Final = (
    ("Z", "zero"), ("ZZ", "zeros"), ("C", "hundred"), ("M", "thousand"), ("J", "joiner"), ("F", "fillers"),
    ("DF", "date_fillers"), ("AS", "as_in"), ("PLUS", "plus"), ("DASH", "dash"), ("DOT", "dot"),
    ("SLASH", "slash"), ("US", "underscore"),
)  # fmt: skip

_ORDINAL_ENDS: Final = frozenset({"st", "nd", "rd", "th", "er", "re", "e", "de", "ste"})
MAX_ENDING: Final = 4
MAX_WORD: Final = 60
MIN_STREET: Final = 2
MIN_COMPOUND: Final = 6
TEN: Final = 10


class Spoken(BaseModel):
    """One `spoken.yaml`; every field is optional. See docs/explanation/views.md for what each one holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: str = ""
    weak_at: str = ""
    dot: str = ""
    dash: str = ""
    underscore: str = ""
    slash: str = ""
    plus: str = ""
    zero: str = ""
    zeros: str = ""
    ones: str = ""
    teens: str = ""
    tens: str = ""
    compounds: str = ""
    twenties: str = ""
    hundred: str = ""
    hundreds: str = ""
    thousand: str = ""
    joiner: str = ""
    glued: Literal["", "ones_first", "tens_first", "both"] = ""
    elide: bool = False
    groups: str = ""
    repeat: str = ""
    ordinals: str = ""
    ordinal_tens: str = ""
    ordinal_endings: str = ""
    months: str = ""
    fillers: str = ""
    parts: str = ""
    date_fillers: str = ""
    letters: str = ""
    alphabet: str = ""
    as_in: str = ""
    places: str = ""
    born: str = ""
    codes: str = ""
    lives: str = ""
    streets: str = ""
    backwards: str = ""
    not_local: str = ""


def forms(slot: str) -> list[str]:
    """Return the folded ways of saying one position; none for `-`."""
    return [] if slot == "-" else [fold(form.replace("_", " ")) for form in slot.split("|")]


def raw_forms(data: Spoken, *fields: str) -> list[str]:
    """Return the forms of some fields of one language in lower case, not folded."""
    return [
        form.replace("_", " ").lower()
        for field in fields
        for slot in getattr(data, field).split()
        for form in slot.partition("=")[0].split("|")
        if slot != "-"
    ]


def words_of(field: str) -> list[str]:
    """Return all folded forms of a field, whatever their position."""
    return [form for slot in field.split() for form in forms(slot)]


def _ranked(field: str, first: int, step: int = 1) -> Iterator[tuple[str, int]]:
    """Yield (form, value) of a field whose positions count up from `first`."""
    for place, slot in enumerate(field.split()):
        for form in forms(slot):
            yield form, first + place * step


def _assigned(field: str) -> Iterator[tuple[str, str]]:
    """Yield (form, value) of a field that is written `form=value`."""
    for slot in field.split():
        names, _, value = slot.partition("=")
        for form in forms(names):
            yield form, value


class Item(NamedTuple):
    """A word or phrase of a text, with all that it can mean in one language.

    Attributes:
        start: First code point.
        end: One past the last.
        word: Folded.
        kinds: Meanings, by the letters that `Language` gives them; `D` holds digits as written.
    """

    start: int
    end: int
    word: str
    kinds: Kinds


class Language:
    """The words of one language, ready to be looked up.

    Meanings: U 1-9, E 10-19, T 20-90, N 21-99 in one word, C hundred, H 100-900 in one word, M thousand, G a
    larger number in one word, Z zero, ZZ zeros, J joiner, R repeat, O ordinal 1-19, OT ordinal 20-90, ON
    ordinal above 20 in one word, MO month, F filler, DF filler in dates, L letter, A letter by its spelling
    word, AS "as in", P place for plate letters, and the signs PLUS, DASH, DOT, SLASH, US.
    """

    def __init__(self, code: str, data: Spoken) -> None:
        self.code = code
        self.data = data
        self.twenties = frozenset(words_of(data.twenties))
        self.streets = frozenset(words_of(data.streets))
        self.street_ends = tuple(street for street in self.streets if len(street) > MIN_STREET)
        self.lives = frozenset(words_of(data.lives))
        self.born = frozenset(words_of(data.born))
        self.codes = frozenset(words_of(data.codes))
        self._entries: dict[str, Kinds] = {}
        self._open: dict[str, Kinds] = {}
        self._longest: dict[str, int] = {}
        self._fill()

    def _add(self, form: str, kind: str, value: int | str) -> None:
        if form.endswith("+"):
            self._open.setdefault(form[:-1], {})[kind] = value
            return
        self._entries.setdefault(form, {}).setdefault(kind, value)
        first, _, rest = form.partition(" ")
        if rest:
            self._longest[first] = max(self._longest.get(first, 1), form.count(" ") + 1)

    def _fill(self) -> None:
        data = self.data
        for kind, name, first, step in _RANKED:
            for form, value in _ranked(getattr(data, name), first, step):
                self._add(form, kind, value)
        for kind, name in _PLAIN:
            for form in words_of(getattr(data, name)):
                self._add(form, kind, 0)
        for kind, field in (("L", data.letters), ("A", data.alphabet)):
            for form, place in _ranked(field, 0):
                self._add(form, kind, chr(65 + place))
        for form, text in _assigned(data.places):
            self._add(form, "P", text)
        for kind, field in (("R", data.repeat), ("N", data.compounds)):
            for form, text in _assigned(field):
                self._add(form, kind, int(text))
        self._fill_compounds()

    def _fill_compounds(self) -> None:
        data = self.data
        compounds = list(self._compounds())
        for form, value in compounds:
            self._add(form, "N", value)
        for form, value in [*compounds, *_ranked(data.tens, 20, 10)]:
            for ending in data.ordinal_endings.split():
                self._add(form + ending, "ON", value)
        for form, value in self._ordinal_compounds():
            self._add(form, "ON", value)

    def _compounds(self) -> Iterator[tuple[str, int]]:
        """Yield the numbers 21-99 that the language writes in one word."""
        data = self.data
        for ten, value in _ranked(data.tens, 20, 10):
            for one, unit in _ranked(data.ones, 1):
                if data.glued in ("ones_first", "both"):
                    for joiner in words_of(data.joiner):
                        yield f"{one}{joiner}{ten}", value + unit
                if data.glued in ("tens_first", "both"):
                    yield f"{ten}{one}", value + unit
                    if data.elide and one[0] in "aeiou":
                        yield f"{ten[:-1]}{one}", value + unit

    def _ordinal_compounds(self) -> Iterator[tuple[str, int]]:
        """Yield ordinals above 20 in one word: ten and ordinal of the unit."""
        if self.data.glued in ("tens_first", "both"):
            for ten, value in _ranked(self.data.tens, 20, 10):
                for one, unit in _ranked(self.data.ordinals, 1):
                    if unit < TEN and not one.endswith("+"):
                        yield f"{ten}{one}", value + unit

    def number_words(self, kinds: frozenset[str]) -> Iterator[str]:
        """Yield the first words of all entries that mean one of `kinds`, and stems with `+`."""
        for form, entry in self._entries.items():
            if not entry.keys().isdisjoint(kinds):
                yield form.partition(" ")[0]
        for stem in self._open:
            yield f"{stem}+"

    def small_numbers(self) -> Iterator[tuple[str, int]]:
        """Yield (word, value) of the single words for 0 to 99."""
        for form, entry in self._entries.items():
            value = next((entry[kind] for kind in ("Z", "U", "E", "T", "N") if kind in entry), None)
            if value is not None and " " not in form and len(form) > 1:
                yield form, int(value)

    def morphemes(self) -> list[str]:
        """Return the parts by which a long number word shows: hundred, thousand, endings of ordinals."""
        if not self.data.glued:
            return []
        return words_of(self.data.hundred) + words_of(self.data.thousand)

    def kinds(self, word: str) -> Kinds | None:
        """Return what a folded word or phrase means, or None."""
        found = self._entries.get(word)
        if found is not None:
            return found
        for cut in range(1, MAX_ENDING + 1):
            found = self._open.get(word[:-cut])
            if found is not None and cut < len(word):
                return found
        return self._open.get(word) or self._built(word)

    def _built(self, word: str) -> Kinds | None:
        """Read a long word: `neunhundertdreiundfünfzig`."""
        if not self.data.glued or not MIN_COMPOUND <= len(word) <= MAX_WORD:
            return None
        value = self._large(word)
        return None if value is None else {"G": value}

    def _large(self, word: str) -> int | None:
        for thousand in words_of(self.data.thousand):
            head, found, tail = word.partition(thousand)
            if found and (head or tail):
                return _scaled(self._hundreds(head), 1000, self._hundreds(self._unjoined(tail)), head, tail)
        return self._hundreds(word) if len(word) > MAX_ENDING else None

    def _hundreds(self, word: str) -> int | None:
        for hundred in words_of(self.data.hundred):
            head, found, tail = word.partition(hundred)
            value = (
                _scaled(self._small(head), 100, self._small(self._unjoined(tail)), head, tail)
                if found
                else None
            )
            if value is not None:
                return value
        return self._small(word)

    def _small(self, word: str) -> int | None:
        entry = self._entries.get(word, {})
        return next((int(entry[kind]) for kind in "UETN" if kind in entry), None)

    def _unjoined(self, word: str) -> str:
        for joiner in words_of(self.data.joiner):
            if word.startswith(joiner) and self._hundreds(word[len(joiner) :]) is not None:
                return word[len(joiner) :]
        return word

    def items(self, words: list[tuple[int, int, str]]) -> list[Item]:
        """Resolve the words of a text; phrases become one item.

        Args:
            words: (start, end, folded word) in order.
        """
        out: list[Item] = []
        memo: dict[str, Kinds] = {}
        place = 0
        while place < len(words):
            start, end, word = words[place]
            taken, kinds = 1, memo.get(word)
            if kinds is None:
                kinds = memo[word] = self._digits(word) or self.kinds(word) or {}
            for count in range(self._longest.get(word, 1), 1, -1):
                last = place + count - 1
                if last >= len(words) or words[last][1] - start > MAX_WORD:
                    continue
                phrase = " ".join(entry[2] for entry in words[place : last + 1])
                if phrase in self._entries and len(phrase) == words[last][1] - start:
                    taken, kinds, end, word = count, self._entries[phrase], words[last][1], phrase
                    break
            out.append(Item(start, end, word, kinds))
            place += taken
        return out

    @staticmethod
    def _digits(word: str) -> Kinds | None:
        if not word[0].isdigit() or not word.isascii():
            return None
        digits = word.rstrip("stndrhe") if word[2:] in _ORDINAL_ENDS or word[1:] in _ORDINAL_ENDS else word
        return {"D": digits} if digits.isdigit() else None


def _scaled(head: int | None, scale: int, tail: int | None, head_text: str, tail_text: str) -> int | None:
    """Return head x scale + tail, where either text may be missing but not unreadable."""
    if (head is None and head_text) or (tail is None and tail_text):
        return None
    return (1 if head is None else head) * scale + (tail or 0)


class Lexicon:
    """All languages together."""

    def __init__(self, data: Mapping[str, Spoken]) -> None:
        self.data = dict(data)

    @classmethod
    def bundled(cls, folder: Path | None = None) -> Lexicon:
        """Load the bundled files, or those of another folder laid out alike.

        Raises:
            PolicyError: A file is wrong.
        """
        return cls(load_languages("spoken", Spoken, folder))

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The compiled languages; built when a text first needs them."""
        return tuple(Language(code, data) for code, data in self.data.items())

    @cached_property
    def common(self) -> frozenset[str]:
        """Words that are never the local part of an address before a weak "at"."""
        return frozenset(self.all("not_local"))

    def all(self, *fields: str) -> list[str]:
        """Return the folded forms of some fields in all languages, longest first, without repetition."""
        found = {
            form for data in self.data.values() for field in fields for form in words_of(getattr(data, field))
        }
        return sorted(found, key=lambda form: (-len(form), form))

    def forms(self, *fields: str) -> list[str]:
        """Return the forms of some fields as written, in lower case, for matching text that is not folded."""
        return [form for data in self.data.values() for form in raw_forms(data, *fields)]
