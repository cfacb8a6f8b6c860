"""Street and house number, with flat, floor and entrance.

A house number is the anchor: the words before it (after it in English and French) say whether it is one. A
number that is spelt out, or none at all, needs a street type.
"""

# ruff: noqa: PLR2004, SIM905 - lengths of words are figures of the languages; long word sets read better as text
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pii_guard.detect.addresses.places import Places, Tail
from pii_guard.detect.addresses.street_names import MAX_NAME, StreetNames
from pii_guard.detect.addresses.tokens import Token, after, before
from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pii_guard.detect.addresses.lexicon import Grade, Lexicon
    from pii_guard.detect.words import Hit

# 5, 18 B, 14 bis, 27/A, 14/II, 7/2/11, 40C, 1.190, 12-14, 45 # 12-34
HOUSE = lazy(
    r"(?<![\w@#€$£+/])(?<![\w][-.,:–])(?:\d{1,2}\.\d{3}(?![\d.])|\d{1,5})"
    r"(?:[ ]?(?:bis|ter|quater)\b)?(?:[A-Za-z](?![\w])|[ ][A-Z][ ]\d{1,3}(?=[,.\n]|$)"
    r"|[ ][A-Z](?=[,.;)\n]|$|[ ]\d))?"
    r"(?:[ ]?[/–-][ ]?(?:\d{1,4}[A-Za-z]?|[A-Za-z]|[IVX]{1,4})(?!\w)|[ ](?:#"
    r"|No\.?)[ ]?\d{1,3}[A-Z]?[ ]?-[ ]?\d{1,3}){0,3}(?!\w)"
)
_NOT_HOUSE = lazy(r"[ \t]?(?:[%€$£°]|kr\b)|:\d|[.,]\d|-\w")
_ABBREVIATED = lazy(r"(?:n[.º°o]{1,2}|nr\.?|br\.?|č\.|no\.?|numero|nummer|hnr\.?|nº)$")
_FLAT_FIRST = lazy(r",?[ ](?:\d|[A-Z][\w'-]+[ ])")
_NAME_ENDS = lazy(r"[^\W\d].?[ \t,]{1,2}$|[/)º°ª.-][ \t,]{0,2}$")
# A capitalised word right before, in the same sentence.
_AFTER_NOUN = lazy(r"[^\W\d_](?<=[A-ZÀ-ÖØ-ÞČŠŽĐĆ])[^\W\d_]{3,20} $")
_TERMINAL = lazy(r"[ \t]*(?:[,.;)\n]|$)")
_LINK = " \t\n:.=-–>aäeéijrst"  # marks, and the letters of "is", "är", "ist", "est", "es", "é", "er", "je"
_ARTICLES = frozenset("en et ett un une una um uma een ein i y e og und to de a of".split())


@dataclass(frozen=True, slots=True)
class Street:
    """A street line and what follows it.

    Attributes:
        start: First character.
        end: One past the last, flat and floor included.
        number: Span of the house number, None when there is none.
        tail: Postcode, city and country.
        why: How it was recognised.
    """

    start: int
    end: int
    number: tuple[int, int] | None
    tail: Tail
    why: str


class Streets:
    """Finds street lines."""

    def __init__(self, lexicon: Lexicon, places: Places) -> None:
        self._lex = lexicon
        self._places = places
        self._names = StreetNames(lexicon)

    # -- from a house number ------------------------------------------------------------------

    def by_number(self, text: str, folded: str, cues: Sequence[int]) -> Iterator[Street]:
        """Find the streets whose house number is written in digits.

        Args:
            text: The text.
            folded: The same, folded.
            cues: Ends of address cues.
        """
        done = 0
        for match in HOUSE.finditer(text):
            start, end = match.span()
            if start < done or _NOT_HOUSE.match(folded, end):
                continue
            street = self._at(text, folded, start, end, cues)
            if street is not None:
                done = max(street.end, street.tail.end)
                yield street

    def _at(self, text: str, folded: str, start: int, end: int, cues: Sequence[int]) -> Street | None:
        words = before(text, folded, start) if _NAME_ENDS.search(text, max(0, start - 4), start) else []
        if words and _ABBREVIATED.match(words[-1].folded):
            words.pop()
        if (
            words
            and words[-1].folded.rstrip(".") in self._lex.unit_first_words
            and _FLAT_FIRST.match(text, end)
        ):
            return None
        if words and "#" in text[start:end] and words[-1].folded in self._lex.before:
            return self._finish(
                text, folded, words[-1].start, (start, end), end, "street:grid", "strong", cues
            )
        if len(words) > 3 and words[-2].text == "," and words[-1].folded.rstrip(".") in self._lex.unit_words:
            found = self._names.last(words[:-2])
            if found is not None and found[2] != "weak":
                return self._finish(text, folded, found[0], (start, end), end, found[1], found[2], cues)
        if not self._measured(text, folded, end):
            found = self._names.last(words)
            postcode = end - start >= 4 and bool(words) and words[-1].text == "," and text[start] == "0"
            if found is not None and not postcode:
                street = self._finish(text, folded, found[0], (start, end), end, found[1], found[2], cues)
                if street is not None:
                    return street
        stop = self._names.first(text, folded, end, cued=self._cued(text, start, cues))
        if stop is not None:
            head = self._head(folded, text, start)
            return self._finish(text, folded, head, (start, end), stop[0], stop[1], "strong", cues)
        return (
            None
            if self._measured(text, folded, end)
            else self._generic(text, folded, words, start, end, cues)
        )

    def _measured(self, text: str, folded: str, end: int) -> bool:
        """Whether the number counts or dates something."""
        word = re.compile(r"[ \t]*([^\W\d_]{1,20})").match(folded, end)
        return bool(word and word[1] in self._lex.measures and "\n" not in text[end : word.start(1)])

    # -- number first -------------------------------------------------------------------------

    def _head(self, folded: str, text: str, start: int) -> int:
        """Return where a flat or building before the number starts: `Flat 2, 61 …`, `Attlee House, 5 …`."""
        low = max(0, start - 60)
        match = self._lex.unit_first.search(folded, low, start)
        if match:
            return match.start()
        words = before(text, folded, start)
        if len(words) >= 3 and words[-1].text == "," and words[-2].folded in self._lex.buildings:
            count = self._names.name_before(words[:-2])
            if count and words[-3].is_capital:
                return words[-2 - count].start
        return start

    # -- neither ------------------------------------------------------------------------------

    def _generic(
        self, text: str, folded: str, words: list[Token], start: int, end: int, cues: Sequence[int]
    ) -> Street | None:
        """Recognise `Solbacka 4` by an address cue before it, or a postcode and city after it."""
        if words and words[-1].text == ",":
            words = words[:-1]
        count = self._names.name_before(words)
        if count and count <= len(words):
            first = words[-count].start
            if not words[-1].is_capital:
                return None
            if self._cued(text, first, cues):
                return self._finish(text, folded, first, (start, end), end, "street:cue", "strong", cues)
            street = self._finish(text, folded, first, (start, end), end, "street:generic", "weak", cues)
            return street if street is not None and street.tail.postcode else None
        return self._generic_first(text, folded, start, end, cues)

    def _generic_first(
        self, text: str, folded: str, start: int, end: int, cues: Sequence[int]
    ) -> Street | None:
        if text[end : end + 1] != " ":
            return None
        name = self._places.city(text, folded, end + 1)
        if name is None or (start and text[start - 1] not in " \n\t(,"):
            return None
        head = self._head(folded, text, start)
        street = self._finish(text, folded, head, (start, end), name[1], "street:generic", "weak", cues)
        if street is None:
            return None
        digits = text[street.tail.postcode[0] : street.tail.postcode[1]] if street.tail.postcode else ""
        cued = self._cued(text, head, cues)
        return street if cued or any(c.isalpha() for c in digits) else None

    def _cued(self, text: str, start: int, cues: Sequence[int]) -> bool:
        return any(0 <= start - cue <= 12 and not text[cue:start].strip(_LINK) for cue in cues)

    def _finish(
        self,
        text: str,
        folded: str,
        start: int,
        number: tuple[int, int] | None,
        end: int,
        why: str,
        grade: Grade,
        cues: Sequence[int],
    ) -> Street | None:
        """Add the units and the tail, and ask for the support that the grade needs."""
        end = self._units(text, folded, end)
        lower = not any(c.isupper() for c in text[start:end]) and (
            grade == "strong" or why == "street:weak_ending"
        )
        tail = self._places.tail(text, folded, end, lower=lower)
        # "Tochter Irina 6 Vollmacht" is a sentence ("hat" is six in Hungarian), "jelsova 7 split" is none
        city = tail.city and (
            not text[end : tail.city[0]].isspace() or not _AFTER_NOUN.search(text, max(0, start - 24), start)
        )
        located = tail.postcode or city
        if grade == "weak" and not located and not self._supported(text, start, end, cues):
            return None
        if why == "street:before" and grade == "cap" and number and not tail.city:
            name = text[start : number[0]].split()[-1:]
            if name and name[0].islower() and not _TERMINAL.match(text, end):
                return None
        year = number is not None and re.fullmatch(r"(?:19|20)\d\d", text[number[0] : number[1]])
        if grade == "cap" and year and not tail.city:
            return None
        return Street(start, end, number, tail, why)

    def _supported(self, text: str, start: int, end: int, cues: Sequence[int]) -> bool:
        if any(0 <= start - cue <= 50 for cue in cues):
            return True
        alone_left = not text[:start].rsplit("\n", 1)[-1].strip() if start < 4000 else text[start - 1] == "\n"
        return alone_left and bool(start) and (end == len(text) or text[end] == "\n") and "\n" in text

    def _units(self, text: str, folded: str, end: int) -> int:
        for _ in range(4):
            match = self._lex.units.match(folded, end)
            if match is None or (match["named"] and not text[match.start("named")].isupper()):
                break
            if self._places.code(text, match.start() + len(match[0]) - len(match[0].lstrip(" ,\t"))):
                break
            end = match.end()
        return end - (
            text[end - 1] == "."
            and (end == len(text) or text[end : end + 1] == "\n")
            and text[end - 2].isdigit()
        )

    def by_cue(self, text: str, folded: str, cues: Sequence[int]) -> Iterator[Street]:
        """Find `wohnhaft Große Bleichen elf`: a name without a type and a number in words, after a cue."""
        for cue in cues:
            name = self._places.city(text, folded, cue + 1)
            number = self._number_word(text, folded, name[1]) if name else None
            if name and number:
                yield self._finish(
                    text, folded, name[0], number, number[1], "street:cue", "strong", ()
                ) or Street(name[0], number[1], number, Tail(), "street:cue")

    def before_tail(self, text: str, folded: str, pos: int) -> tuple[int, int] | None:
        """Return the line before a postcode that names a house, not a number: `Le Clos Fleuri, bât. C, `."""
        end = len(text[max(0, pos - 60) : pos].rstrip(" ,\t\n")) + max(0, pos - 60)
        if end == pos:
            return None
        words = before(text, folded, end)
        for index, word in enumerate(words):
            pair = f"{word.folded} {words[index + 1].folded}" if index + 1 < len(words) else ""
            if (word.folded in self._lex.before or pair in self._lex.before) and word.is_capital:
                names = [w for w in words[index + 1 :] if w.text != ","]
                if names and len(names) <= MAX_NAME and names[0].is_capital:
                    return word.start, end
        return None

    # -- from a street type -------------------------------------------------------------------

    def by_word(
        self, text: str, folded: str, hits: Sequence[Hit], premises: Sequence[int]
    ) -> Iterator[Street]:
        """Find the streets whose number is spelt out, or that have none but stand before their city.

        Args:
            text: The text.
            folded: The same, folded.
            hits: Street types that were found.
            premises: Ends of words for shops and offices.
        """
        for hit in hits:
            street = self._spelt(text, folded, hit) or self._numberless(text, folded, hit, premises)
            if street is not None:
                yield street

    def _spelt(self, text: str, folded: str, hit: Hit) -> Street | None:
        number = self._number_word(text, folded, hit.end)
        found = None
        if number is not None:
            found = self._names.last(before(text, folded, hit.end))
        elif folded[hit.start : hit.end] in self._lex.before:
            words = before(text, folded, hit.end)
            names = after(text, folded, hit.end, 50)[:5]
            for count, name in enumerate(names, 1):
                if not name.is_word or name.folded in self._lex.stop:
                    break
                number = self._number_word(text, folded, name.end)
                if number is not None:
                    found = self._names.typed([*words[-1:], *names[:count]])
                    break
        if number is None or found is None or found[2] == "weak":
            return None
        return self._finish(text, folded, found[0], number, number[1], found[1], found[2], ())

    def _number_word(self, text: str, folded: str, pos: int) -> tuple[int, int] | None:
        """Return the span of a number in words that starts after a place, or None."""
        start = pos + 1
        end, count = pos, 0
        while (
            count < 3
            and text[end : end + 1] in (" ", "-")
            and (match := self._lex.number.match(folded, end + 1))
        ):
            end, count = match.end(), count + 1
        while (
            end > start
            and folded[start:end].split()[-1:]
            and folded[start:end].rsplit(maxsplit=1)[-1] in _ARTICLES
        ):
            end = max(start, folded.rfind(" ", start, end))
        return (start, end) if end > start and folded[start:end].strip() else None

    def _numberless(self, text: str, folded: str, hit: Hit, premises: Sequence[int]) -> Street | None:
        kind = folded[hit.start : hit.end]
        if kind not in self._lex.after_first or kind.rstrip(".") == "dr":  # a doctor, without a number
            return None
        words = before(text, folded, hit.end)
        count = self._names.name_before(words[:-1])
        if not count or not words[-2].is_capital or not words[-1].is_capital:
            return None
        start = words[-1 - count].start
        head = self._head(folded, text, start)
        street = self._finish(text, folded, head, None, hit.end, "street:no_number", "strong", ())
        if street is None or head < start:
            return street
        near = any(0 <= start - end <= 40 for end in premises)
        return street if street.tail.city and not near else None
