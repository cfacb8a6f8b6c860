"""Numbers and words that were broken up: by spaces, odd separators, line ends, cells, letters for digits."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pii_guard.detect.lazy import lazy
from pii_guard.detect.views.checks import CARD, IBAN_SIZES, is_card, mod97, of_issuer
from pii_guard.detect.views.leet import digits_for_letters, numbers_in_letters
from pii_guard.detect.views.machines import machine_addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from pii_guard.detect.view import View
    from pii_guard.detect.views.pieces import Pieces

Edit = tuple[int, int, str]

MIN_SINGLES: Final = 5
MIN_DIGITS: Final = 7
MAX_DIGITS: Final = 16
MAX_LABEL: Final = 20

_JOINT: Final = (
    r"(?:[ \t]{0,2}(?:(?:=?\r?\n[ \t>|*•–-]{0,12}){1,3}|[ \t.,;:/_|\\*~+·•#'\"()\[\]-]{1,3})[ \t]{0,2})"
)
_GROUPS: Final = lazy(rf"(?<![\w@])\d{{1,19}}(?:{_JOINT}\d{{1,19}}){{1,24}}(?!\w)")
_GROUP: Final = lazy(r"\d+")
_SINGLES: Final = lazy(r"(?<!\S)(?:\S[ \t]{1,2}){4,200}\S(?!\S)")
_SINGLE_DIGITS: Final = lazy(r"(?<![\w.])\d(?:[ \t]?[-./,_*|·~\n][ \t]?\d){6,30}(?![\w.])")
_SINGLE_LETTERS: Final = lazy(r"(?<![\w-])[^\W\d_](?:[-–·][^\W\d_]){2,30}(?![\w-])")
_IBAN: Final = lazy(
    r"(?:(?<=iban)|(?<=IBAN)|(?<![^\W_]))"
    rf"[A-Za-z]{_JOINT}?[A-Za-z]{_JOINT}?[\dOoIlSBZ]{{2}}(?:{_JOINT}?[A-Za-z0-9]){{11,32}}"
)
_IBAN_USUAL: Final = lazy(r"[A-Z]{2}\d\d(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,4})?|[A-Z0-9]+")
_CARD_USUAL: Final = lazy(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}|\d{13,19}")
_GLUED: Final = lazy(r"(?<![\w@.-])[A-Za-z]{0,20}\d{9,19}(?:[A-Za-z]{1,12}\d{0,8}){0,4}(?![\w@.-])")
_EDGE: Final = lazy(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_NORTH_AMERICAN: Final = lazy(r"(?<!\d)([2-9]\d\d)([2-9]\d\d)(\d{4})(?!\d)")
_CALL: Final = lazy(r"call|text|ring|phone|tel|mob|cell|dial|fon|whats", re.IGNORECASE)
_ODD: Final = lazy(r"[\n/_|,;:\\*~+·•#'\"]")
_DATE: Final = lazy(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{4}([./-])\d{1,2}\2\d{1,2}")


def joined(base: View, pieces: Pieces, needed: Collection[str] | None = None) -> View:
    """Return a view with broken numbers and words put together, or `base` itself.

    Args:
        base: What to read.
        pieces: Finds values said in pieces.
        needed: Names of the steps that the text calls for (`triggers.BROKEN`); all when None. Once a step has
            changed the text, all that come after it are taken.
    """
    steps: tuple[tuple[str, Callable[[str], Iterator[Edit]]], ...] = (
        ("spaced", _spaced),
        ("singles", _single_digits),
        ("letters", _letters),
        ("lookalikes", numbers_in_letters),
        ("ibans", _ibans),
        ("machines", machine_addresses),
        ("groups", _numbers),
        ("pieces", pieces.edits),
        ("glued", _glued),
    )
    view = base
    for name, edits in steps:
        if needed is None or view is not base or name in needed:
            found = list(edits(view.text))
            if found:
                view = view.replaced("joined", found, whole=True)
    return view


def _matches(pattern: re.Pattern[str], text: str, read: Callable[[str], str | None]) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        plain = read(match[0])
        if plain is not None and plain != match[0]:
            yield match.start(), match.end(), plain


def _spaced(text: str) -> Iterator[Edit]:
    """Yield runs of single characters: "m a r i s o l . q u e n b y @ ..." and "4 1 1 1"."""

    def read(run: str) -> str | None:
        plain = re.sub(r"(?<=\S)[ \t](?=\S)", "", run)
        plain = re.sub(r"[ \t]{2,}", " ", plain)
        solid = sum(char.isalnum() for char in plain)
        return plain if solid >= MIN_SINGLES else None

    yield from _matches(_SINGLES, text, read)


def _single_digits(text: str) -> Iterator[Edit]:
    yield from _matches(_SINGLE_DIGITS, text, lambda run: "".join(_GROUP.findall(run)))


def _letters(text: str) -> Iterator[Edit]:
    """Yield spelled words: "S-T-I-G"."""

    def read(run: str) -> str | None:
        word = "".join(char for char in run if char.isalpha())
        return word.capitalize() if word.isupper() else None

    yield from _matches(_SINGLE_LETTERS, text, read)


def _ibans(text: str) -> Iterator[Edit]:
    """Yield account numbers with odd separators whose length and check digits are right (ISO 13616)."""
    for match in _IBAN.finditer(text):
        solid = [place for place, char in enumerate(match[0]) if char.isalnum()]
        size = IBAN_SIZES.get((match[0][0] + match[0][solid[1]]).upper(), 0)
        if not size or len(solid) < size:
            continue
        end = solid[size - 1] + 1
        written = match[0][:end]
        compact = "".join(char for char in written if char.isalnum()).upper()
        if mod97(compact):
            glued = text[match.start() - 1 : match.start()].isalpha()
            if glued or not _IBAN_USUAL.fullmatch(written):
                yield match.start(), match.start() + end, f" {compact} " if glued else compact
            continue
        read = next(filter(mod97, digits_for_letters(compact)), None)
        if read is not None:
            yield match.start(), match.start() + end, read


def _numbers(text: str) -> Iterator[Edit]:
    """Yield groups of digits with odd separators between them."""
    for match in _GROUPS.finditer(text):
        written = match[0]
        if not _ODD.search(written) and (len(written) < CARD[0] or _usual(written)):
            continue
        groups = [
            (match.start() + group.start(), match.start() + group.end()) for group in _GROUP.finditer(written)
        ]
        yield from _in_groups(text, groups)


def _in_groups(text: str, groups: list[tuple[int, int]]) -> Iterator[Edit]:
    place, found = 0, False
    while place < len(groups):
        count = _card_at(text, groups[place : place + CARD[-1]])
        if count:
            first, last = groups[place][0], groups[place + count - 1][1]
            if not _usual(text[first:last]):
                yield first, last, "".join(_GROUP.findall(text[first:last]))
            found = True
        place += count or 1
    if not found:
        yield from _other(text, groups)


def _card_at(text: str, groups: list[tuple[int, int]]) -> int:
    """Return how many groups from the first on make a card number; 0 if none do."""
    digits, best = "", 0
    for count, (start, end) in enumerate(groups, 1):
        digits += text[start:end]
        if len(digits) > CARD[-1]:
            break
        if count > 1 and is_card(digits) and _card_like(text, groups[:count]):
            best = count
    return best


def _card_like(text: str, groups: list[tuple[int, int]]) -> bool:
    """Say whether digits are one number: one kind of separator, and equal groups or a known issuer."""
    joints = {text[left[1] : right[0]].strip(" \t\r\n>=") for left, right in pairwise(groups)}
    sizes = [end - start for start, end in groups]
    regular = len(set(sizes[:-1])) == 1 and sizes[-1] <= sizes[0]
    return len(joints) == 1 and (regular or of_issuer("".join(text[start:end] for start, end in groups)))


def _usual(written: str) -> bool:
    """Say whether a card number is written as cards are: four groups, one separator."""
    return _CARD_USUAL.fullmatch(written) is not None


def _other(text: str, groups: list[tuple[int, int]]) -> Iterator[Edit]:
    """Yield phone and identity numbers with separators that nobody puts into an amount or a date."""
    start, end = groups[0][0], groups[-1][1]
    written = text[start:end]
    sizes = [stop - begin for begin, stop in groups]
    if not MIN_DIGITS <= sum(sizes) <= MAX_DIGITS or not _ODD.search(written) or _DATE.fullmatch(written):
        return
    if min(sizes) < 2 or max(sizes) == 2 or len(sizes) > 6:  # noqa: PLR2004
        return
    joints = {text[left[1] : right[0]].strip(" \t\r") for left, right in pairwise(groups)}
    if len(sizes) == 2 and written[0] != "0" and "\n" not in written:  # noqa: PLR2004
        return
    if (
        len(joints) > 1
        or not joints.isdisjoint("()[]")
        or (written[0] != "0" and _quantity(joints, sizes))
        or not _alone(text, start, end, written)
    ):
        return
    sign = "-" if sizes in ([3, 2, 4], [6, 4], [8, 4]) else " "
    yield start, end, sign.join(text[begin:stop] for begin, stop in groups)


def _quantity(joints: set[str], sizes: list[int]) -> bool:
    """Recognise thousands, decimals, times and fractions."""
    joint = next(iter(joints))
    if joint in ("+", "*", ":"):
        return True
    return joint in (",", "'") and (all(size == 3 for size in sizes[1:]) or len(sizes) == 2)  # noqa: PLR2004


def _alone(text: str, start: int, end: int, written: str) -> bool:
    """Say whether a number over several lines has these lines to itself."""
    if "\n" not in written:
        return True
    begin, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    after = text[end:] if stop < 0 else text[end:stop]
    before = text[begin:start].strip(" \t>|")
    labelled = len(before) <= MAX_LABEL and not any(char.isdigit() for char in before)
    return labelled and not after.strip(" \t>|.")


def _glued(text: str) -> Iterator[Edit]:
    """Yield card and phone numbers without a space to the word before or after."""

    def read(run: str) -> str | None:
        if run.isdigit() or len(_EDGE.findall(run)) > 8:  # noqa: PLR2004
            return None
        number = _NORTH_AMERICAN.search(run)
        if number is not None and _CALL.search(run):
            return f"{number[1]}-{number[2]}-{number[3]}"
        return _EDGE.sub(" ", run)

    yield from _matches(_GLUED, text, read)
