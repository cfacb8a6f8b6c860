"""`[EMAIL_1]`: what stands where a value stood, and how it is known again.

A placeholder carries a short label and an ordinal, nothing else; length, form and spelling of the value do
not show (reliability R5). Three forms, one grammar:

    [EMAIL_1]               the first e-mail address of this conversation
    [EMAIL_1·k7f3]          the same, reversible: a tag bound to the vault that holds the value
    [EMAIL_k7f3m2q4b6t5]    a keyed pseudonym: the same value under the same key gives the same token

The grammar is exact: known labels, ordinals of at most six digits without leading zero, and tokens made of
letter-digit pairs, so that neither a word nor a number can hide in what a second pass leaves alone.
"""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from typing import TYPE_CHECKING

from pii_guard.errors import TooLargeError
from pii_guard.keys.handle import KeyHandle

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ORDINAL = 999_999
OTHER_LABEL = "DATA"

_LABELS = {
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "CREDIT_CARD": "CARD",
    "CVV": "CVV",
    "CARD_EXPIRY": "EXPIRY",
    "IBAN_CODE": "IBAN",
    "BANK_ACCOUNT": "ACCOUNT",
    "PERSON": "PERSON",
    "ORGANIZATION": "ORG",
    "STREET_ADDRESS": "ADDRESS",
    "POSTCODE": "POSTCODE",
    "CITY": "CITY",
    "COUNTRY": "COUNTRY",
    "LOCATION": "PLACE",
    "PASSPORT": "PASSPORT",
    "DRIVER_LICENCE": "LICENCE",
    "LICENCE_PLATE": "PLATE",
    "PASSWORD": "SECRET",
    "PIN": "SECRET",
    "OTP": "SECRET",
    "API_KEY": "SECRET",
    "SECRET": "SECRET",
    "USERNAME": "USER",
    "SOCIAL_HANDLE": "HANDLE",
    "PERSONAL_URL": "LINK",
    "URL": "LINK",
    "IP_ADDRESS": "IP",
    "MAC_ADDRESS": "MAC",
    "GEO_COORDINATES": "GEO",
    "DATE_OF_BIRTH": "DOB",
    "AGE": "AGE",
    "DATE_TIME": "DATE",
    "ORDER_ID": "ORDER",
    "HEALTH_CUE": "HEALTH",
    "RELIGION_CUE": "BELIEF",
    "UNION_CUE": "UNION",
    "POLITICS_CUE": "POLITICS",
    "SEXUALITY_CUE": "SEXUALITY",
    "PURCHASE_CUE": "PURCHASE",
    "AMOUNT_CUE": "AMOUNT",
    "BALANCE_CUE": "BALANCE",
}
LABELS = frozenset(_LABELS.values()) | {"ID", OTHER_LABEL}

_NATIONAL = re.compile(r"[A-Z]{2}_[A-Z0-9_]+")
_NAMES = "|".join(sorted(LABELS))
_ORDINAL = r"[1-9][0-9]{0,5}"
PLACEHOLDER_PATTERN = rf"\[(?:{_NAMES})_(?:{_ORDINAL}(?:·[a-z2-7]{{4}})?|(?:[a-z][2-7]){{6}})\]"
_ANY = re.compile(PLACEHOLDER_PATTERN)
_TAGGED = re.compile(rf"\[(?:{_NAMES})_{_ORDINAL}·[a-z2-7]{{4}}\]")
_NUMBERED = re.compile(rf"\[({_NAMES})_({_ORDINAL})(?:·[a-z2-7]{{4}})?\]")

# Compared by letters and digits alone: spaces, dashes, dots and brackets are writing habits there.
NUMBER_LABELS = frozenset(
    {"PHONE", "CARD", "CVV", "EXPIRY", "IBAN", "ACCOUNT", "ID", "PASSPORT", "LICENCE", "PLATE"}
    | {"ORDER", "POSTCODE", "MAC", "DOB"}
)


def label_of(entity_type: str) -> str:
    """Return the short label of an entity type; national numbers share `ID`, unknown types `DATA`."""
    label = _LABELS.get(entity_type)
    if label is not None:
        return label
    return "ID" if entity_type == "NATIONAL_ID" or _NATIONAL.fullmatch(entity_type) else OTHER_LABEL


def find_placeholders(text: str) -> list[tuple[int, int]]:
    """Return the spans of our own placeholders, in order; foreign ones such as `<EMAIL_1>` are plain text."""
    return [match.span() for match in _ANY.finditer(text)] if "[" in text else []


def find_tagged(text: str) -> Iterator[re.Match[str]]:
    """Yield what has the form of a reversible placeholder, whoever wrote it."""
    return _TAGGED.finditer(text)


def numbered(label: str, ordinal: int, tag: str = "") -> str:
    """Return the placeholder of an ordinal.

    Raises:
        TooLargeError: More than `MAX_ORDINAL` values of one label.
    """
    if ordinal > MAX_ORDINAL:
        raise TooLargeError(f"more than {MAX_ORDINAL} values of one type in one conversation")
    return f"[{label}_{ordinal}·{tag}]" if tag else f"[{label}_{ordinal}]"


def ordinals_in(text: str) -> set[tuple[str, int]]:
    """Return (label, ordinal) of every numbered placeholder in a text."""
    return {(m[1], int(m[2])) for m in _NUMBERED.finditer(text)} if "[" in text else set()


def normalised(label: str, value: str) -> str:
    """Return the form in which two writings of one value are equal: NFKC, case folded, nothing hidden."""
    text = "".join(c for c in unicodedata.normalize("NFKC", value) if unicodedata.category(c) != "Cf")
    text = text.casefold()
    if label == "EMAIL" and "%" in text:  # as it stands in a link
        from urllib.parse import unquote  # noqa: PLC0415 - start-up time

        text = unquote(text)
    if label in NUMBER_LABELS:
        kept = "".join(str(unicodedata.digit(c, c)) for c in text if c.isalnum())
        if label == "PHONE":
            kept = kept.removeprefix("00")
        return kept or text
    return " ".join(text.split())


def token(tag: bytes) -> str:
    """Return twelve characters of a keyed tag: six pairs of letter and digit, 43 bits."""
    number = int.from_bytes(tag, "big")
    out = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        number, digit = divmod(number, 6)
        out.append(f"{chr(ord('a') + letter)}{digit + 2}")
    return "".join(out)


class PlaceholderBook:
    """Which value has which ordinal, within one conversation; safe to share between threads.

    No value is kept: values are known again by a hash under a random key of this book, so that two books
    cannot be linked and a dump of one tells nothing.
    """

    def __init__(self) -> None:
        self._key = KeyHandle(secrets.token_bytes(32))
        self._ordinals: dict[bytes, int] = {}
        self._taken: set[tuple[str, int]] = set()
        self._last: dict[str, int] = {}
        self._lock = threading.Lock()

    @property
    def key(self) -> KeyHandle:
        """The random key of this conversation, for pseudonyms that hold within it only."""
        return self._key

    def reserve(self, text: str) -> None:
        """Keep the ordinals of placeholders that a text already has from being given to other values."""
        found = ordinals_in(text)
        if found:
            with self._lock:
                self._taken |= found

    def placeholder(self, entity_type: str, value: str) -> str:
        """Return the placeholder of a value; the same for every writing of the same value.

        Raises:
            TooLargeError: More than `MAX_ORDINAL` values of one label.
        """
        label = label_of(entity_type)
        ident = self._key.hmac_tag(label.encode(), normalised(label, value).encode("utf-8", "surrogatepass"))
        with self._lock:
            ordinal = self._ordinals.get(ident)
            if ordinal is None:
                ordinal = self._last.get(label, 0) + 1
                while (label, ordinal) in self._taken:
                    ordinal += 1
                self._ordinals[ident] = self._last[label] = ordinal
        return numbered(label, ordinal)

    def __repr__(self) -> str:
        return f"PlaceholderBook({len(self._ordinals)} values)"
