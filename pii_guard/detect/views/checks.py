"""Check digits and issuers: they tell a number from digits that merely stand together."""

from __future__ import annotations

from typing import Final

from pii_guard.detect.lazy import lazy

CARD: Final = range(13, 20)
# Visa, Mastercard, American Express, Diners, JCB, UnionPay, Discover and Maestro, by first digits and length.
_ISSUER: Final = lazy(
    r"4\d{15}$|(?:5[1-5]|2[2-7])\d{14}$|3[47]\d{13}$|3[068]\d{12}$|35\d{14}$|6(?:011|[245])\d{12,13}$"
)

# Lengths by country, from the SWIFT IBAN registry (ISO 13616).
IBAN_SIZES: Final = {
    country: size
    for size, countries in {
        15: "NO", 16: "BE", 18: "DK FI FO GL NL", 19: "MK SI", 20: "AT BA EE KZ LT LU XK",
        21: "CH CR HR LI LV", 22: "BG BH DE GB GE IE ME RS", 23: "AE GI IL TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "PT ST", 26: "IS TR", 27: "FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HU LB PL", 29: "BR EG PS QA UA", 30: "JO KW MU", 31: "MT SC", 32: "LC",
    }.items()
    for country in countries.split()
}  # fmt: skip


def luhn(digits: str) -> bool:
    """Check digits by ISO/IEC 7812-1 annex B."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004
    return total % 10 == 0


def is_card(digits: str) -> bool:
    """Say whether digits have the length, the first digit and the check digit of a card number."""
    return len(digits) in CARD and digits[0] in "23456" and len(set(digits)) > 1 and luhn(digits)


def of_issuer(digits: str) -> bool:
    """Say whether a card number begins as one of the large issuers' does."""
    return _ISSUER.match(digits) is not None


def mod97(compact: str) -> bool:
    """Check an IBAN without spaces, in capitals (ISO 13616, ISO/IEC 7064 MOD 97-10)."""
    moved = compact[4:] + compact[:4]
    return (
        moved.isascii() and moved.isalnum() and int("".join(str(int(char, 36)) for char in moved)) % 97 == 1
    )
