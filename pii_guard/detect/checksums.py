"""Check-digit methods that many kinds of number share: Luhn, Verhoeff, mod 97, ICAO, weighted sums.

Written here where python-stdnum lacks them, or where its import (some 50 ms) would be paid by almost
every run.
No function raises, whatever the text.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SEPARATORS = str.maketrans("", "", " \t\r\n\u00a0\u202f./-\u2010\u2011\u2012\u2013\u2014\u2212,:_|")
_LUHN_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)

# Lengths of the IBAN registry (SWIFT, release 98), by country.
_IBAN_LENGTHS = {
    code: length
    for length, codes in {
        15: "NO", 16: "BE", 18: "DK FI FO GL NL SD FK", 19: "MK SI", 20: "AT BA EE KZ LT LU XK MN",
        21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM TL SO",
        24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "LY PT ST", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HN HU LB NI PL SV", 29: "BR EG PS QA UA", 30: "JO KW MU YE", 31: "MT SC",
        32: "LC", 33: "RU",
    }.items()
    for code in codes.split()
}  # fmt: skip


def compact(value: str) -> str:
    """Return the value in upper case without the separators that people write."""
    return value.translate(_SEPARATORS).upper()


def ascii_digits(number: str) -> bool:
    """Tell whether a text is digits 0 to 9 and nothing else."""
    return number.isascii() and number.isdigit()


def is_date(year: int, month: int, day: int) -> bool:
    """Tell whether this is a day of the calendar."""
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def is_short_date(yymmdd: str) -> bool:
    """Tell whether six digits are year, month and day in this century or the last."""
    year, month, day = int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:6])
    return is_date(2000 + year, month, day) or is_date(1900 + year, month, day)


def weighted(number: str, weights: Iterable[int]) -> int:
    """Return the sum of digits times weights, as far as both reach; letters count as in base 36."""
    return sum(int(char, 36) * weight for char, weight in zip(number, weights, strict=False))


def digit_sums(number: str, weights: Sequence[int]) -> int:
    """Return the sum of the digit sums of digits times weights."""
    return sum(sum(divmod(int(char) * weight, 10)) for char, weight in zip(number, weights, strict=False))


def luhn_sum(number: str) -> int:
    """Return the Luhn sum of digits of which the last is the check digit."""
    found = [int(char) for char in number]
    return sum(found[-1::-2]) + sum(_LUHN_DOUBLED[digit] for digit in found[-2::-2])


def luhn(value: str) -> bool:
    """ISO/IEC 7812-1 annex B, over all digits, the last being the check digit."""
    number = compact(value)
    return len(number) > 1 and ascii_digits(number) and luhn_sum(number) % 10 == 0


def iban(value: str) -> bool:
    """ISO 13616: the country's length, and ISO 7064 mod 97-10 over the rearranged number."""
    number = compact(value)
    if not (number.isascii() and number.isalnum() and number[2:4].isdigit()):
        return False
    if _IBAN_LENGTHS.get(number[:2]) != len(number):
        return False
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1


def icao_digit(number: str) -> str:
    """Return the check digit of ICAO Doc 9303 part 3: weights 7, 3, 1, letters from A as 10, `<` as 0."""
    return str(weighted(number.replace("<", "0"), (7, 3, 1) * len(number)) % 10)


_DIHEDRAL = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_PERMUTATION = "1576283094"


def verhoeff(number: str) -> bool:
    """Verhoeff's dihedral check (1969) over digits of which the last is the check digit."""
    check = 0
    for place, char in enumerate(reversed(number)):
        digit = int(char)
        for _ in range(place % 8):
            digit = int(_PERMUTATION[digit])
        check = int(_DIHEDRAL[check][digit])
    return check == 0
