"""Reading number words: one spoken number, and runs of them as in a phone or card number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pii_guard.detect.views.gaps import Gap, gap_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.detect.views.lexicon import Item, Language

NUMBER_KINDS: Final = frozenset("UETNHCMGZRD") | {"ZZ"}
_SIGNS: Final = {"DASH": "-", "DOT": ".", "SLASH": "/", "F": " "}
_SIGN_OF_GAP: Final = {Gap.GLUE: "", Gap.PAUSE: " ", Gap.DASH: "-", Gap.SLASH: "/", Gap.STOP: " "}
MAX_ITEMS: Final = 60
TEN: Final = 10
MAX_ZEROS: Final = 4
# Groups as written where a pause was spoken: Nordic and Czech numbers of persons, US social security.
_DASHED: Final = {(6, 4), (8, 4), (3, 2, 4)}


class Number(NamedTuple):
    """A number that was read: its digits, the index after it, and how many words it took."""

    digits: str
    after: int
    words: int


class Run(NamedTuple):
    """A run of numbers: items from `first` up to `after`, as digits and signs."""

    first: int
    after: int
    text: str
    values: tuple[str, ...]
    words: int


class Reader:
    """Reads the items of one text in one language."""

    def __init__(self, language: Language, items: Sequence[Item], text: str) -> None:
        self.language = language
        self.items = items
        self.text = text

    def gap(self, place: int) -> Gap:
        """Classify what stands before the item at `place`."""
        return gap_between(self.text, self.items[place - 1].end, self.items[place].start)

    def new_line(self, place: int) -> bool:
        """Say whether the item at `place` begins a line."""
        return "\n" in self.text[self.items[place - 1].end : self.items[place].start]

    def has(self, place: int, kind: str, *, glued: bool = True) -> bool:
        """Say whether there is an item of that kind, joined to the one before it."""
        if place >= len(self.items) or kind not in self.items[place].kinds:
            return False
        return not glued or self.gap(place) is Gap.GLUE

    def value(self, place: int, kind: str) -> int:
        """Return the value of an item as that kind."""
        return int(self.items[place].kinds[kind])

    def _joined(self, place: int) -> int:
        """Return the place after an optional joiner ("and") at `place`."""
        return place + 1 if self.has(place, "J") else place

    def _below_100(self, place: int) -> tuple[int, int] | None:
        kinds = self.items[place].kinds
        if "N" in kinds:
            return int(kinds["N"]), place + 1
        if "T" in kinds:
            return self._tens(place)
        if "E" in kinds:
            return int(kinds["E"]), place + 1
        if "U" not in kinds:
            return None
        unit = int(kinds["U"])
        if (
            self.language.data.glued in ("ones_first", "both")
            and self.has(place + 1, "J")
            and self.has(place + 2, "T")
        ):
            return self.value(place + 2, "T") + unit, place + 3
        return unit, place + 1

    def _tens(self, place: int) -> tuple[int, int]:
        ten = self.value(place, "T")
        after = self._joined(place + 1)
        if after == place + 1 and self.language.data.glued:
            return ten, after  # such a language writes 21 to 99 in one word: two words are two numbers
        if self.has(after, "U") and not self._scales(after + 1):
            return ten + self.value(after, "U"), after + 1
        if self.has(after, "E") and self.items[place].word in self.language.twenties:
            return ten + self.value(after, "E"), after + 1
        return ten, place + 1

    def _scales(self, place: int) -> bool:
        return self.has(place, "C") or self.has(place, "ZZ")

    def _below_1000(self, place: int) -> tuple[int, int] | None:
        kinds = self.items[place].kinds
        if "H" in kinds:
            return self._rest(int(kinds["H"]), place + 1)
        if "C" in kinds:
            return self._rest(100, place + 1)
        small = self._below_100(place)
        if small is not None and self.has(small[1], "C"):
            return self._rest(small[0] * 100, small[1] + 1)
        return small

    def _rest(self, value: int, place: int) -> tuple[int, int]:
        after = self._joined(place)
        if after < len(self.items) and self.gap(after) is Gap.GLUE:
            small = self._below_100(after)
            if small is not None and not (small[0] < TEN and self.has(small[1], "C")):
                return value + small[0], small[1]
        return value, place

    def cardinal(self, place: int) -> tuple[int, int] | None:
        """Read one spoken number; returns its value and the place after it."""
        kinds = self.items[place].kinds
        if "G" in kinds:
            value = int(kinds["G"])
            return (value, place + 1) if value % 100 else self._rest(value, place + 1)
        if "M" in kinds:
            return self._thousands(1, place + 1)
        small = self._below_1000(place)
        if small is not None and self.has(small[1], "M"):
            return self._thousands(small[0], small[1] + 1)
        return small

    def _thousands(self, count: int, place: int) -> tuple[int, int]:
        after = self._joined(place)
        if after < len(self.items) and self.gap(after) is Gap.GLUE:
            small = self._below_1000(after)
            if small is not None:
                return count * 1000 + small[0], small[1]
        return count * 1000, place

    def number(self, place: int) -> Number | None:
        """Read digits, a zero, a repetition ("triple five") or a spoken number."""
        kinds = self.items[place].kinds
        if "D" in kinds:
            return Number(str(kinds["D"]), place + 1, 0)
        if "R" in kinds and place + 1 < len(self.items) and self.gap(place + 1) in (Gap.GLUE, Gap.PAUSE):
            return self._repeated(int(kinds["R"]), place + 1)
        if "U" in kinds and self.has(place + 1, "ZZ") and int(kinds["U"]) <= MAX_ZEROS:
            return Number("0" * int(kinds["U"]), place + 2, 2)
        if "Z" in kinds:
            return Number("0", place + 1, 1)
        found = self.cardinal(place)
        return None if found is None else Number(str(found[0]), found[1], found[1] - place)

    def _repeated(self, times: int, place: int) -> Number | None:
        kinds = self.items[place].kinds
        if "Z" in kinds or "ZZ" in kinds:
            return Number("0" * times, place + 1, 2)
        if "U" in kinds:
            return Number(str(kinds["U"]) * times, place + 1, 2)
        if "D" in kinds and len(str(kinds["D"])) == 1:
            return Number(str(kinds["D"]) * times, place + 1, 1)
        return None

    def run(self, place: int) -> Run | None:
        """Read the longest run of numbers that begins at `place`."""
        first, pieces = place, ["+"] if "PLUS" in self.items[place].kinds else []
        if pieces:
            place += 1
        values: list[str] = []
        words = 0
        sign = ""
        limit = min(len(self.items), first + MAX_ITEMS)
        after = place
        while place < limit:
            number = self.number(place)
            if number is None:
                break
            both_digits = bool(values) and not number.words and "D" in self.items[after - 1].kinds
            alone = len(number.digits) == 1 or (bool(values) and len(values[-1]) == 1)
            pieces += (
                self._literal(after, place) if both_digits and not alone and not sign.strip() else sign,
                number.digits,
            )
            values.append(number.digits)
            words += number.words
            place = after = number.after
            step = self._sign(place, limit)
            if step is None:
                break
            sign, place = step
        if not values:
            return None
        return Run(first, after, _dashed("".join(pieces)), tuple(values), words)

    def large_part(self, place: int) -> tuple[int, int]:
        """Read the thousands and hundreds that precede an ordinal; (0, place) if there are none."""
        value, at = 0, place
        if self.has(at + 1, "M") and "U" in self.items[at].kinds:
            value, at = self.value(at, "U") * 1000, at + 2
        elif "M" in self.items[at].kinds:
            value, at = 1000, at + 1
        if self.has(at, "H", glued=at > place):
            value, at = value + self.value(at, "H"), at + 1
        return value, at

    def ordinal_tail(self, place: int) -> tuple[int, int] | None:
        """Read an ordinal below 100 in which only the last word is one; returns value and place after it."""
        if place >= len(self.items):
            return None
        kinds = self.items[place].kinds
        if "ON" in kinds:
            return int(kinds["ON"]), place + 1
        if "OT" in kinds or "T" in kinds:
            ten = int(kinds.get("OT") or kinds["T"])
            after = self._joined(place + 1)
            if self.has(after, "O") and self.value(after, "O") < 10:  # noqa: PLR2004
                return ten + self.value(after, "O"), after + 1
            return (ten, place + 1) if "OT" in kinds else None
        return (int(kinds["O"]), place + 1) if "O" in kinds else None

    def _literal(self, after: int, place: int) -> str:
        return self.text[self.items[after - 1].end : self.items[place].start]

    def _sign(self, place: int, limit: int) -> tuple[str, int] | None:
        """Return what to write before the next number, and where that is; None: the run ends here."""
        if place >= limit:
            return None
        gap = self.gap(place)
        if gap is Gap.BREAK or (gap is Gap.STOP and not self._goes_on(place)):
            return None
        kinds = self.items[place].kinds
        if not kinds.keys().isdisjoint(NUMBER_KINDS):
            return _SIGN_OF_GAP[gap], place
        written = next((sign for kind, sign in _SIGNS.items() if kind in kinds), None)
        return (written, place + 1) if written and self._number_follows(place + 1, limit) else None

    def _number_follows(self, place: int, limit: int) -> bool:
        if place >= limit or self.gap(place) in (Gap.BREAK, Gap.STOP):
            return False
        return not self.items[place].kinds.keys().isdisjoint(NUMBER_KINDS)

    def _goes_on(self, place: int) -> bool:
        """Say whether a number of at least three words or digits follows a full stop."""
        ahead = self.items[place : place + 3]
        return len(ahead) == 3 and all(item.kinds.keys() & NUMBER_KINDS for item in ahead)  # noqa: PLR2004


def _dashed(text: str) -> str:
    groups = text.split(" ")
    return "-".join(groups) if tuple(map(len, groups)) in _DASHED else text
