"""Coarser values: a year of birth, a postcode area, an age band, a network.

Each function returns None when it cannot be sure of the form; the caller then writes a placeholder.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata

_YEAR = re.compile(r"(?<![0-9])(?:1[89]|20)[0-9]{2}(?![0-9])")
_COUNTRY = re.compile(r"^[A-Z]{1,2}[- ](?=[0-9])")
_UK = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?[0-9][A-Z]{2}")
_THREE = re.compile(r"([A-Z][0-9][A-Z0-9]) ?(?:[0-9][A-Z][0-9]|[A-Z0-9]{4})")  # Canada, Ireland
_ZIP4 = re.compile(r"([0-9]{3})[0-9]{2}-[0-9]{4}")  # United States with +4: the three digits of HIPAA
_DIGITS = re.compile(r"([0-9]{2})[- ]?[0-9]{1,4}[- ]?[0-9]{0,4}(?: ?[A-Z]{2})?")
_AGES = ((0, 17), (18, 29), *((low, low + 9) for low in range(30, 90, 10)))
_OLD = 90
_OLDEST = 125


def generalised(entity_type: str, value: str) -> str | None:
    """Return a coarser form of a value, or None where there is none.

    Args:
        entity_type: DATE_OF_BIRTH, DATE_TIME, POSTCODE, AGE and IP_ADDRESS have one.
        value: As written.
    """
    make = _MAKERS.get(entity_type)
    return make(unicodedata.normalize("NFKC", value).strip()) if make else None


def _year(text: str) -> str | None:
    """Return the year; two-digit years are left, because the century would be a guess."""
    years = _YEAR.findall(_plain_digits(text))
    if not years:
        compact = re.fullmatch(r"((?:19|20)[0-9]{2})[0-9]{4}", text)
        return compact[1] if compact else None
    return str(years[0]) if len(years) == 1 else None


def _area(text: str) -> str | None:
    """Return the outward part (GB, IE, CA) or the first two or three digits of a postcode."""
    text = _COUNTRY.sub("", _plain_digits(text).upper())
    for form in (_UK, _THREE, _ZIP4, _DIGITS):
        match = form.fullmatch(text)
        if match:
            return match[1]
    return None


def _band(text: str) -> str | None:
    """Return the ten-year band; minors and the very old are one band each (HIPAA 164.514)."""
    numbers = re.findall(r"[0-9]+", _plain_digits(text))
    if len(numbers) != 1 or len(numbers[0]) > len(str(_OLDEST)) or int(numbers[0]) > _OLDEST:
        return None
    age = int(numbers[0])
    return next((f"{low}-{high}" for low, high in _AGES if low <= age <= high), f"{_OLD}+")


def _network(text: str) -> str | None:
    """Return the /24 (IPv4) or /48 (IPv6), written so that it is no address any more."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return ".".join(str(address).split(".")[:3]) + ".x"
    return ":".join(part.lstrip("0") or "0" for part in address.exploded.split(":")[:3]) + ":x"


def _plain_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c, c)) if c.isdigit() else c for c in text)


_MAKERS = {
    "DATE_OF_BIRTH": _year,
    "DATE_TIME": _year,
    "POSTCODE": _area,
    "AGE": _band,
    "IP_ADDRESS": _network,
}
