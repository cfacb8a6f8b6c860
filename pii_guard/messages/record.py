"""Comparing what a draft says with what the record says, in whatever way either is written."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pii_guard.messages.types import Person

HANDLES = frozenset({"USERNAME", "SOCIAL_HANDLE"})
ADDRESS = frozenset({"STREET_ADDRESS", "POSTCODE", "CITY", "COUNTRY"})
LINKS = frozenset({"URL", "PERSONAL_URL"})
CUES = frozenset(
    {"PURCHASE_CUE", "AMOUNT_CUE", "BALANCE_CUE", "DELIVERY_CUE", "ACCOUNT_CUE", "OPINION_CUE", "CARD_LAST4"}
)
_LETTERS = re.compile(r"[^\W\d_]+")
_PLAIN = re.compile(r"[^\w]|_")
_MIN_PHONE = 7
_MIN_NUMBER = 6
_MIN_STEM = 4
_MAX_ENDING = 3
_MIN_CODE = 5
_MIN_PIECE = 3


def words(text: str) -> list[str]:
    """Return the words of a text, folded; hyphenated names give several."""
    return _LETTERS.findall(fold(text))


def digits(text: str) -> str:
    """Return the digits of a text in ASCII, whatever script they are written in."""
    return "".join(str(int(char)) for char in text if char.isdigit() and char.isdecimal())


def plain(text: str) -> str:
    """Return letters and digits only, folded."""
    return _PLAIN.sub("", fold(text))


def same_word(written: str, known: str) -> bool:
    """Tell whether a word is a known name, inflection allowed (`Karins`, `Dawidzie`)."""
    if written == known:
        return True
    if len(known) < _MIN_STEM:
        return False
    return written.startswith(known[:-1]) and len(written) <= len(known) + _MAX_ENDING


def same_phone(one: str, other: str) -> bool:
    """Tell whether two digit strings are one number, with or without the country's prefix."""
    shorter, longer = sorted((one.lstrip("0"), other.lstrip("0")), key=len)
    return len(shorter) >= _MIN_PHONE and longer.endswith(shorter)


class Name:
    """A known person's name."""

    def __init__(self, name: str) -> None:
        parts = name.split()
        self.given = tuple(words(parts[0])) if parts else ()
        self.family = tuple(word for part in parts[1:] for word in words(part) if len(word) > 1)

    @property
    def all(self) -> tuple[str, ...]:
        """Every word of it."""
        return (*self.given, *self.family)

    def is_given(self, word: str) -> bool:
        """Tell whether a word is the first name, or a short form of it (`Jo` of Joanne)."""
        return any(same_word(word, known) for known in self.given) or (
            len(word) > 1 and any(known.startswith(word) for known in self.given)
        )

    def is_family(self, word: str) -> bool:
        """Tell whether a word is a surname."""
        return any(same_word(word, known) for known in self.family)

    def matches(self, written: Sequence[str]) -> bool:
        """Tell whether every word written belongs to the name; single letters count as initials."""
        real = [word for word in written if len(word) > 1]
        return bool(real) and all(self.is_given(word) or self.is_family(word) for word in real)


class Said:
    """What the customer wrote in the thread, for asking whether a value was in it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)

    @cached_property
    def _stems(self) -> frozenset[str]:
        """Every beginning, up to the length of a stem, of every word said."""
        said = {word for text in self._texts for word in words(text)}
        return frozenset(word[:size] for word in said for size in range(1, _MIN_CODE + 1))

    @cached_property
    def _digits(self) -> tuple[str, ...]:
        return tuple(digits(text) for text in self._texts)

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        return tuple(plain(text) for text in self._texts)

    def value(self, text: str) -> bool:
        """Tell whether a number, code, address or name was written."""
        number = digits(text)
        letters = plain(text)
        if len(number) >= _MIN_PHONE and len(number) * 2 >= len(letters):
            return any(same_or_in(number, said) for said in self._digits)
        if number:
            return len(letters) > 1 and any(letters in said for said in self._plain)
        return self.topic(text)

    def topic(self, text: str) -> bool:
        """Tell whether every longer word of a phrase was written, in any form of it."""
        numbers = re.findall(r"\d+", text)
        if any(not any(n in said for said in self._plain) for n in numbers):
            return False
        longer = [word for word in words(text) if len(word) > _MIN_PIECE] or words(text)
        return bool(longer or numbers) and all(word[:_MIN_CODE] in self._stems for word in longer)


def same_or_in(number: str, said: str) -> bool:
    """Tell whether a number was said, with or without a country's prefix."""
    short = number.lstrip("0")
    return short in said or short[2:] in said if len(short) > _MIN_PHONE + 1 else short in said


def same_code(written: str, known: str) -> bool:
    """Tell whether an order number is a known one, or the telling part of it."""
    one, other = plain(written), plain(known)
    if not one or not other:
        return False
    return one == other or (min(len(one), len(other)) >= _MIN_CODE and (one in other or other in one))


def in_address(written: str, address: str) -> bool:
    """Tell whether a street, postcode or town is part of an address."""
    one, other = plain(written), plain(address)
    if len(one) >= _MIN_PIECE and one in other:
        return True
    known = words(address)
    mine = [word for word in words(written) if len(word) >= _MIN_PIECE]
    numbers = re.findall(r"\d+", written)
    return (
        bool(mine)
        and all(any(same_word(word, k) for k in known) for word in mine)
        and all(number in re.findall(r"\d+", address) for number in numbers)
    )


def belongs(kind: str, text: str, person: Person) -> bool:
    """Tell whether a value is in a person's record."""
    if kind in HANDLES:
        return fold(text).lstrip("@") in [fold(handle).lstrip("@") for handle in person.handles]
    if kind in LINKS:
        return any(len(h.lstrip("@")) > 3 and fold(h).lstrip("@") in fold(text) for h in person.handles)  # noqa: PLR2004
    if kind == "EMAIL_ADDRESS":
        return person.email is not None and re.sub(r"\s", "", fold(text)) == fold(person.email)
    if kind in ADDRESS:
        return person.address is not None and in_address(text, person.address)
    if any(same_code(text, order) for order in person.order_ids) and kind not in CUES:
        return True
    number = digits(text)
    return (
        person.phone is not None and len(number) >= _MIN_NUMBER and same_phone(number, digits(person.phone))
    )


def on_domain(text: str, domain: str) -> bool:
    """Tell whether a link or mail address is on a domain or below it."""
    host = (
        re.split(r"[/?#]", re.sub(r"^\w+://", "", fold(text).strip()), maxsplit=1)[0]
        .rpartition("@")[2]
        .split(":")[0]
    )
    return host == fold(domain) or host.endswith("." + fold(domain))
