"""Reading spoken dates: day, month and year in words, in the order in which a language says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pii_guard.detect.views.gaps import Gap

if TYPE_CHECKING:
    from pii_guard.detect.views.numbers import Reader

MAX_DAY: Final = 31
MAX_MONTH: Final = 12
CENTURIES: Final = range(1900, 2030)


class Date(NamedTuple):
    """A date that was read, written `dd.mm.yyyy` or, as spoken, `dd.mm.yy`."""

    first: int
    after: int
    text: str


class _Part(NamedTuple):
    value: int
    after: int
    ordinal: bool
    words: bool


def read_date(reader: Reader, place: int) -> Date | None:
    """Read the date that begins at `place`: day month year, or month day year; the year must be there."""
    month = _named_month(reader, place)
    if month is not None:
        day = _day(reader, _skip(reader, month.after))
        return None if day is None else _dated(reader, place, day, month, day.after)
    day = _day(reader, place)
    if day is None:
        return None
    at = _skip(reader, day.after)
    month = _named_month(reader, at) or (_ordinal(reader, at, MAX_MONTH) if day.ordinal else None)
    return None if month is None else _dated(reader, place, day, month, month.after)


def _dated(reader: Reader, first: int, day: _Part, month: _Part, after: int) -> Date | None:
    at = _skip(reader, after, pauses=True)
    year = read_year(reader, at)
    if year is None or not (day.words or month.ordinal or year[2]):
        return None
    return Date(first, year[1], f"{day.value:02}.{month.value:02}.{year[0]}")


def _fits(reader: Reader, place: int, *, pauses: bool = False) -> bool:
    if place >= len(reader.items):
        return False
    gap = reader.gap(place) if place else Gap.GLUE
    return gap is Gap.GLUE or (pauses and gap is Gap.PAUSE)


def _skip(reader: Reader, place: int, *, pauses: bool = False) -> int:
    """Return the place after "of", "the" and the like."""
    for _ in range(3):
        if not _fits(reader, place, pauses=pauses) or not reader.items[place].kinds.keys() & {"DF", "F"}:
            break
        place += 1
    return place


def _named_month(reader: Reader, place: int) -> _Part | None:
    if (
        place < len(reader.items)
        and "MO" in reader.items[place].kinds
        and (not place or _fits(reader, place) or reader.items[place - 1].kinds == {})
    ):
        return _Part(reader.value(place, "MO"), place + 1, ordinal=False, words=False)
    return None


def _ordinal(reader: Reader, place: int, limit: int) -> _Part | None:
    if place >= len(reader.items):
        return None
    kinds = reader.items[place].kinds
    if "ON" in kinds:
        value, after = int(kinds["ON"]), place + 1
    elif "T" in kinds and reader.has(_after_joiner(reader, place + 1), "O"):
        after = _after_joiner(reader, place + 1) + 1
        value = int(kinds["T"]) + reader.value(after - 1, "O")
    elif "OT" in kinds and reader.has(place + 1, "O") and reader.value(place + 1, "O") < 10:  # noqa: PLR2004
        value, after = int(kinds["OT"]) + reader.value(place + 1, "O"), place + 2
    elif "O" in kinds or "OT" in kinds:
        value, after = int(kinds.get("O") or kinds["OT"]), place + 1
    else:
        return None
    return _Part(value, after, ordinal=True, words=True) if value <= limit else None


def _after_joiner(reader: Reader, place: int) -> int:
    return place + 1 if reader.has(place, "J") else place


def _day(reader: Reader, place: int) -> _Part | None:
    if place >= len(reader.items):
        return None
    ordinal = _ordinal(reader, place, MAX_DAY)
    if ordinal is not None:
        return ordinal
    kinds = reader.items[place].kinds
    if "D" in kinds and 0 < int(str(kinds["D"])[:4]) <= MAX_DAY:
        return _Part(int(kinds["D"]), place + 1, ordinal=False, words=False)
    found = reader.cardinal(place)
    if found is None or not 0 < found[0] <= MAX_DAY:
        return None
    return _Part(found[0], found[1], ordinal=False, words=True)


def read_year(reader: Reader, place: int) -> tuple[str, int, bool] | None:
    """Read a year: four digits, "nineteen ninety", "two thousand six", or two digits as they are spoken.

    Returns:
        Digits, the place after it, and whether it was in words.
    """
    if place >= len(reader.items) or (place and reader.gap(place) not in (Gap.GLUE, Gap.PAUSE)):
        return None
    kinds = reader.items[place].kinds
    if "D" in kinds:
        digits = str(kinds["D"])
        return (digits, place + 1, False) if len(digits) in (2, 4) else None
    if "Z" in kinds and reader.has(place + 1, "U"):
        return f"0{reader.value(place + 1, 'U')}", place + 2, True
    ordinal = _ordinal_year(reader, place)
    if ordinal is not None:
        return ordinal
    found = reader.cardinal(place)
    return None if found is None else _full_year(reader, *found)


def _full_year(reader: Reader, value: int, after: int) -> tuple[str, int, bool] | None:
    if value in CENTURIES:
        return str(value), after, True
    if value in (19, 20):
        # "nineteen ninety", "twenty oh six"
        zero = reader.has(after, "Z")
        place = after + zero
        if (
            place < len(reader.items)
            and reader.gap(place) is Gap.GLUE
            and (after == place or reader.has(place, "U"))
        ):
            rest = reader.cardinal(place)
            if rest is not None and rest[0] < 100:  # noqa: PLR2004
                return f"{value}{rest[0]:02}", rest[1], True
        tail = reader.ordinal_tail(after)
        if tail is not None:
            return f"{value}{tail[0]:02}", tail[1], True
    return (f"{value:02}", after, True) if 10 <= value < 100 else None  # noqa: PLR2004


def _ordinal_year(reader: Reader, place: int) -> tuple[str, int, bool] | None:
    """Read the ordinal years of Slavic languages: "tisuću devetsto sedamdeset i sedme"."""
    base, at = reader.large_part(place)
    tail = reader.ordinal_tail(at)
    if tail is None:
        return None
    value = base + tail[0]
    if value not in CENTURIES if base else value < 10:  # noqa: PLR2004 - "sixth" alone is no year
        return None
    return (str(value) if base else f"{value:02}"), tail[1], True
