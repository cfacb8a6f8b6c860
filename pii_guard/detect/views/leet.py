"""Letters that stand for digits, as a scanner misreads them or a prankster writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pii_guard.detect.lazy import lazy
from pii_guard.detect.views.checks import is_card

if TYPE_CHECKING:
    from collections.abc import Iterator

Edit = tuple[int, int, str]

MIN_DIGITS: Final = 2
MIN_SIZE: Final = 9
MAX_SIZE: Final = 16
# Beyond doubt in a number; and those that only count where the whole has the form of a number.
_SURE: Final = "IlOo"
_MAYBE: Final = "|!i\u00d8\u00f8QDSsBZzgqbGTAE"
_LOOKS: Final = str.maketrans(f"{_SURE}{_MAYBE}", "11001110000558229966743")
_LETTERS: Final = lazy(rf"[{_SURE}{_MAYBE}]")
_DIGIT_LIKE: Final = rf"[\d{_SURE}{_MAYBE}]"
_MIXED: Final = lazy(rf"(?<![\w.|]){_DIGIT_LIKE}{{1,19}}(?:[ .-]{_DIGIT_LIKE}{{1,19}}){{0,8}}(?![\w.])")
_BARS: Final = frozenset("|!")
_CAPITALS: Final = frozenset("IlOoSBZ")
# Sizes of groups: telephone and social security numbers.
_SHAPES: Final = frozenset(
    {
        (3, 2, 4),
        (3, 3, 4),
        (1, 3, 3, 4),
        (3, 4, 4),
        (5, 6),
        (5, 3, 3),
        (4, 3, 3),
        (2, 2, 2, 2, 2),
        (6, 4),
        (8, 4),
    }
)
_IBAN_LOOKS: Final = str.maketrans("OQDILSBZG", "000115826")
_BANK: Final = slice(4, 8)


def numbers_in_letters(text: str) -> Iterator[Edit]:
    """Yield numbers with letters for some of their digits.

    A card number must pass its check; what else is likely a number keeps its dashes only where the letters
    leave no doubt, else it becomes bare digits, which count beside a word that announces them.
    """
    for match in _MIXED.finditer(text):
        plain = _read(match[0])
        if plain is not None:
            yield match.start(), match.end(), plain


def _read(run: str) -> str | None:
    digits = sum(char.isdigit() for char in run)
    size = sum(char not in " .-" for char in run)
    if not digits or digits == size:
        return None
    plain = run.translate(_LOOKS)
    bare = "".join(char for char in plain if char.isdigit())
    if is_card(bare):
        return plain if set(_LETTERS.findall(run)) <= _CAPITALS else bare
    if digits < MIN_DIGITS or not MIN_SIZE <= size <= MAX_SIZE:
        return None
    groups = re.split(r"[ .-]", run)
    mixed = all(any(char.isdigit() for char in group) for group in groups)
    sure = set(_LETTERS.findall(run)) <= set(_SURE)
    if sure and mixed and digits * 5 >= size * 2:
        return plain
    shaped = tuple(map(len, groups)) in _SHAPES
    if (shaped and (" " not in run or digits * 3 >= size)) or (
        len(groups) == 1 and digits * 2 >= size and not _BARS & set(run)
    ):
        return bare
    return None


def digits_for_letters(compact: str) -> Iterator[str]:
    """Yield readings of an account number in which letters are digits: all, or all but the bank's code."""
    if not any(char in "OQDILSBZG" for char in compact[2:]):
        return
    read = compact.translate(_IBAN_LOOKS)
    yield compact[:2] + read[2:]
    yield compact[:2] + read[2 : _BANK.start] + compact[_BANK] + read[_BANK.stop :]
