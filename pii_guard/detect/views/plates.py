"""Dictated letters mixed with digits: number plates and postcodes such as "H91 X2F7"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pii_guard.detect.views.gaps import Gap
from pii_guard.detect.views.numbers import NUMBER_KINDS

if TYPE_CHECKING:
    from pii_guard.detect.views.numbers import Reader

MIN_SIZE: Final = 5
MIN_SPELLED: Final = 4  # "Tango four seven kilo"
MAX_SIZE: Final = 10
MIN_STEPS: Final = 4
MAX_STEPS: Final = 12
MAX_CAPITALS: Final = 3


class _Step(NamedTuple):
    text: str
    after: int
    letters: bool
    spoken: bool
    sure: bool = True


def read_plate(reader: Reader, place: int) -> tuple[tuple[int, int, str], int] | None:
    """Read letters and digits that were dictated together, from an item on.

    Returns:
        The rewriting, and the place after it; None if this is no such thing.
    """
    steps: list[tuple[str, _Step]] = []
    at = place
    while at < len(reader.items) and len(steps) < MAX_STEPS:
        gap = reader.gap(at) if steps else Gap.GLUE
        if gap not in (Gap.GLUE, Gap.PAUSE, Gap.DASH) or (steps and reader.new_line(at)):
            break
        step = _letter(reader, at) or _digits(reader, at)
        if step is None:
            break
        steps.append((" " if gap is not Gap.GLUE else "", step))
        at = step.after
    if not _is_plate([step for _, step in steps]):
        return None
    text = _written(steps)
    return (reader.items[place].start, reader.items[at - 1].end, text), at


def _is_plate(steps: list[_Step]) -> bool:
    letters = sum(len(step.text) for step in steps if step.letters)
    digits = sum(len(step.text) for step in steps if not step.letters)
    words = sum(step.spoken for step in steps if not step.letters)
    spelled = sum(step.spoken for step in steps if step.letters and step.sure)
    dictated = words > 1 or spelled > 1
    least = MIN_SPELLED if spelled > 1 else MIN_SIZE
    sized = least <= letters + digits <= MAX_SIZE and len(steps) >= MIN_STEPS
    return dictated and sized and letters > 0 and digits > 1


def _written(steps: list[tuple[str, _Step]]) -> str:
    out = ""
    before: _Step | None = None
    for pause, step in steps:
        wide = (
            before is not None
            and before.letters != step.letters
            and max(len(before.text), len(step.text)) > 1
        )
        apart = wide and (len(step.text) > 1 if step.letters else before is not None and len(before.text) > 1)
        out += (pause or (" " if apart else "")) + step.text
        before = step
    return out


def _letter(reader: Reader, place: int) -> _Step | None:
    item = reader.items[place]
    raw = reader.text[item.start : item.end]
    as_in = _as_in(reader, place, item.word)
    if as_in is not None:
        return as_in
    if raw.isalpha() and raw.isupper() and len(raw) <= MAX_CAPITALS:
        return _Step(raw, place + 1, letters=True, spoken=False)
    kinds = item.kinds
    if "P" in kinds and raw[0].isupper() and reader.has(place + 1, "A", glued=False):
        return _Step(str(kinds["P"]), place + 1, letters=True, spoken=True)
    if "A" in kinds and (raw[0].isupper() or reader.text.islower()):
        return _Step(str(kinds["A"]), place + 1, letters=True, spoken=True)
    if "L" in kinds and not kinds.keys() & NUMBER_KINDS:
        return _Step(str(kinds["L"]), place + 1, letters=True, spoken=True, sure=False)
    return None


def _as_in(reader: Reader, place: int, word: str) -> _Step | None:
    """Read "h as in hotel"."""
    if (
        not reader.has(place + 1, "AS")
        or place + 2 >= len(reader.items)
        or reader.gap(place + 2) is not Gap.GLUE
    ):
        return None
    letter = word.upper() if len(word) == 1 else str(reader.items[place].kinds.get("L", ""))
    if letter and reader.items[place + 2].word[:1].upper() == letter:
        return _Step(letter, place + 3, letters=True, spoken=True)
    return None


def _digits(reader: Reader, place: int) -> _Step | None:
    number = reader.number(place)
    if number is None:
        return None
    return _Step(number.digits, number.after, letters=False, spoken=number.words > 0)
