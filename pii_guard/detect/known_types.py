# ruff: noqa: PLR2004, SIM905 - lengths of words are the subject, and word lists read best as text
"""What a known value is, told by its form, and what a postal address consists of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Callable

_EMAIL = lazy(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_DIGIT = lazy(r"\d")
_IBAN = lazy(r"[A-Za-z]{2}\d{2}[ ]?(?:[A-Za-z0-9]{4}[ ]?){2,7}[A-Za-z0-9]{1,4}")
_IP = lazy(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]*::?[0-9a-fA-F:]+")
_PHONE = lazy(r"(?:\+|00|\(?0|\(\d{3}\))[\d\s()./·-]{5,22}|\d{2,4}(?:[ .-]\d{2,4}){2,4}")
_USERNAME = lazy(r"[a-z][a-z0-9]*[._][a-z0-9._]*")
_DATE = lazy(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}\.?")
# A postcode with its letters: UK, NL, CA; then by its punctuation: PL, BR, PT, JP, SE/CZ/SK/GR; then bare
# digits.
_POSTCODE = lazy(
    r"(?<![^\W_])(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4} ?[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d"
    r"|(?:[A-Z]{1,2}-)?\d{2}-\d{3}|\d{5}-\d{3,4}|\d{4}-\d{3}|\d{3}-\d{4}"
    r"|(?:[A-Z]{1,2}-)?\d{3} \d{2}|(?:[A-Z]{1,2}-)?\d{4,6})(?![^\W_])"
)
_STATE = lazy(r"^[A-Z]{2,3}$")
_NUMBER = lazy(r"(?<![^\W_])\d{1,5}[a-z]?(?:[/-]\d{1,4}[a-z]?)?(?![^\W_])", re.IGNORECASE)
_WORD = lazy(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Words that name the kind of street or dwelling and not which one.
_GENERIC = frozenset(
    "street st road rd avenue ave lane ln drive dr close court ct way place pl terrace gardens square "
    "crescent boulevard blvd flat apt unit suite floor house the "
    "rue avenue boulevard bd place chemin impasse allée quai bis ter bât via viale piazza corso largo "
    "calle avda av plaza paseo camino c rua travessa praça "
    "ul ulica al aleja pl os osiedle m trg cesta put obala de del della di da do dos das la le les el los "
    "der die das van den am im an zum zur på lgh vån "
    "straße strasse str weg allee platz gasse straat laan plein gade vej gate vei katu tie ulice třída "
    "náměstí ulica námestie hs bus apto ap esc piso izda dcha".split()
)


class StreetLine(NamedTuple):
    """One way to write the street part of an address.

    Attributes:
        text: As the record has it.
        name: The same without the house number.
        word: The word that tells which street it is, for other spellings and inflected forms.
        number: The house number, folded to lower case.
        whole: It is the whole street part, flat and floor included.
    """

    text: str
    name: str
    word: str
    number: str
    whole: bool


class AddressParts(NamedTuple):
    """A postal address taken apart."""

    streets: tuple[StreetLine, ...]
    postcode: str
    region: str
    city: str


def guess_type(value: str) -> str:
    """Return the entity type that a value's form suggests.

    E-mail, handle (`@…`), web address, IBAN, IP, card (Luhn), date, phone, address (a comma or two words, and
    a digit), order number (any other digits), and a person's name otherwise.
    """
    if "@" in value or "://" in value or value.startswith("www."):
        address = _EMAIL.fullmatch(value) is not None
        return "EMAIL_ADDRESS" if address else "SOCIAL_HANDLE" if value.startswith("@") else "URL"
    if _DIGIT.search(value) is None:
        return "PERSON" if "_" not in value else "USERNAME"
    return next((kind for kind, suits in _FORMS if suits(value)), "ORDER_ID")


def _is_ip(value: str) -> bool:
    return _IP.fullmatch(value) is not None and (value.count(".") == 3 or value.count(":") > 1)


def _is_card(value: str) -> bool:
    digits = value.replace(" ", "").replace("-", "")
    return digits.isdecimal() and 13 <= len(digits) <= 19 and luhn(digits)


def _is_phone(value: str) -> bool:
    return _PHONE.fullmatch(value) is not None and 7 <= sum(char.isdigit() for char in value) <= 15


def _is_address(value: str) -> bool:
    """Whether there are several words, and a comma, a line break, a word like "Rd" or one that is no code."""
    if " " not in value:
        return False
    telling = (
        (len(word) > 3 and not word.isupper()) or word.lower() in _GENERIC for word in _WORD.findall(value)
    )
    return "," in value or "\n" in value or any(telling)


_FORMS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("IBAN_CODE", lambda value: _IBAN.fullmatch(value) is not None and len(value.replace(" ", "")) >= 15),
    ("DATE_OF_BIRTH", lambda value: _DATE.fullmatch(value) is not None),
    ("IP_ADDRESS", _is_ip),
    ("CREDIT_CARD", _is_card),
    ("PHONE_NUMBER", _is_phone),
    ("STREET_ADDRESS", _is_address),
    ("USERNAME", lambda value: _USERNAME.fullmatch(value) is not None),
)


def luhn(digits: str) -> bool:
    """Whether the digits satisfy the Luhn check (ISO/IEC 7812-1)."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        number = int(char) * (1 + index % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def split_address(value: str) -> AddressParts:
    """Take an address on one line apart: "27 Heron Close, Stockport SK4 2XX".

    Segments are what commas and line breaks separate. The last segment with a postcode has the city, or else
    the last one without digits; what stands before is the street.
    """
    segments = [part.strip() for part in re.split(r"[,\n]", value) if part.strip()]
    postcode = region = city = ""
    street_until = len(segments)
    for index in range(len(segments) - 1, 0 if len(segments) > 1 else -1, -1):
        match = max(_POSTCODE.finditer(segments[index]), key=re.Match.start, default=None)
        if match is None:
            continue
        postcode, street_until = match.group(), index
        rest = (segments[index][: match.start()] + " " + segments[index][match.end() :]).strip(" -–")
        if not rest or _STATE.match(rest):
            region = rest
            if index > 1 and not any(char.isdigit() for char in segments[index - 1]):
                city, street_until = segments[index - 1], index - 1
            elif index + 1 < len(segments):
                city = segments[index + 1]
        else:
            city = rest
        break
    if not postcode and len(segments) > 1:
        plain = [i for i in range(1, len(segments)) if not any(char.isdigit() for char in segments[i])]
        if plain:
            city, street_until = segments[plain[0]], plain[0]
    return AddressParts(tuple(_street_lines(segments[:street_until], value)), postcode, region, city)


def _street_lines(segments: list[str], value: str) -> list[StreetLine]:
    if not segments:
        return []
    whole = value[
        value.find(segments[0]) : value.find(segments[-1], value.find(segments[0])) + len(segments[-1])
    ]
    lines = [_street_line(whole, whole=True)]
    for count, segment in enumerate(segments):
        line = lines[0]._replace(whole=False) if segment == whole else _street_line(segment, whole=False)
        if line.word and line.number and segment != whole:
            lines.append(line)
        elif (
            line.word
            and not line.number
            and count + 1 < len(segments)
            and re.fullmatch(r"\d{1,5}\w?", segments[count + 1])
        ):
            start = value.find(segment)
            stop = value.find(segments[count + 1], start) + len(segments[count + 1])
            lines.append(_street_line(value[start:stop], whole=False))
    return lines


def _street_line(text: str, *, whole: bool) -> StreetLine:
    words = [word for word in _WORD.findall(text) if word.lower() not in _GENERIC and len(word) > 2]
    word = max(words, key=len, default="")
    at = text.find(word)
    numbers = list(_NUMBER.finditer(text))
    # the house number is the one closest to the street's name ("Flat 6, 118 Larch Road")
    number = min(numbers, key=lambda m: min(abs(m.start() - at - len(word)), abs(at - m.end())), default=None)
    name = text if number is None else (text[: number.start()] + text[number.end() :]).strip(" ,")
    return StreetLine(text, name, word, number.group().lower() if number is not None else "", whole)
