"""National identifiers that python-stdnum lacks, each by its published algorithm.

Every function takes the number as people write it, separators included, tells whether form and check digit
agree, and never raises.
"""

from __future__ import annotations

import re

from pii_guard.detect.checksums import (
    compact,
    digit_sums,
    icao_digit,
    is_date,
    is_short_date,
    luhn_sum,
    verhoeff,
    weighted,
)


def _form(expression: str, value: str) -> re.Match[str] | None:
    """Match a whole value, compacted; digits and letters are ASCII."""
    return re.fullmatch(expression, compact(value), re.ASCII)


def _ordinal(letter: str) -> str:
    """Return a letter's place in the alphabet, two digits."""
    return f"{ord(letter) - ord('A') + 1:02d}"


def de_personalausweis(value: str) -> bool:
    """German identity card: nine characters and the check digit of ICAO 9303 (PAuswV, annex 3).

    Cards before November 2010 have ten digits, those after have letters without vowels.
    """
    match = _form(r"([0-9CFGHJKLMNPRTVWXYZ]{9})(\d)D?", value)
    return match is not None and icao_digit(match[1]) == match[2]


def de_kvnr(value: str) -> bool:
    """German health insurance number, the part that stays for life (§ 290 SGB V, GKV-Spitzenverband).

    The letter counts as its place in the alphabet; weights 1, 2, 1, 2 …; digit sums; modulo 10.
    """
    match = _form(r"([A-Z])(\d{8})(\d)", value)
    return match is not None and digit_sums(_ordinal(match[1]) + match[2], (1, 2) * 5) % 10 == int(match[3])


def de_rvnr(value: str) -> bool:
    """German pension insurance number (§ 2 VKVV): area, date of birth, initial, serial, check digit."""
    match = _form(r"(\d\d)(\d\d)(\d\d)(\d\d)([A-Z])(\d\d)(\d)", value)
    if match is None or not is_short_date(match[4] + match[3] + match[2]):
        return False
    body = match[1] + match[2] + match[3] + match[4] + _ordinal(match[5]) + match[6]
    return digit_sums(body, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)) % 10 == int(match[7])


def se_personnummer(value: str) -> bool:
    """Swedish personal number (SKV 704): date and Luhn check digit over the last ten digits.

    Also takes interim numbers, whose first serial digit is a letter that counts as 1 (Ladok, the regions).
    """
    return _swedish(value, offset=0)


def se_samordningsnummer(value: str) -> bool:
    """Swedish coordination number (SKV 707): a personal number with 60 added to the day."""
    return _swedish(value, offset=60)


def _swedish(value: str, *, offset: int) -> bool:
    match = _form(r"(\d\d)?(\d\d)(\d\d)(\d\d)([+]?)([\dTRSUWXJKLMN])(\d\d)(\d)", value)
    if match is None:
        return False
    century, year, month, day, _, serial, rest, check = match.groups()
    serial = serial if serial.isdigit() else "1"
    born = f"{int(day) - offset:02d}"
    if int(day) <= offset or serial + rest == "000":
        return False
    dated = (
        is_date(int(century + year), int(month), int(born)) if century else is_short_date(year + month + born)
    )
    return dated and luhn_sum(year + month + day + serial + rest + check) % 10 == 0


def gb_nino(value: str) -> bool:
    """British National Insurance number: no check digit, but prefixes never given (HMRC NIM39110)."""
    match = _form(r"([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])\d{6}[A-D]?", value)
    return match is not None and match[1] not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def hu_szemelyi(value: str) -> bool:
    """Hungarian personal number (1996. évi XX. törvény, annex): sex, YYMMDD, serial, modulo 11.

    Weights rise from 1 to 10 for those born until the end of 1996 and fall from 10 to 1 after that.
    """
    match = _form(r"([1-8])(\d{6})\d{3}(\d)", value)
    if match is None or not is_short_date(match[2]):
        return False
    late = match[1] in "34" or match[2][:2] in {"97", "98", "99"}
    weights = range(10, 0, -1) if late else range(1, 11)
    return weighted(match[0], weights) % 11 == int(match[3])


def hu_taj(value: str) -> bool:
    """Hungarian social security number (1996. évi XX. törvény): weights 3 and 7 in turn, modulo 10."""
    match = _form(r"(\d{8})(\d)", value)
    return match is not None and weighted(match[1], (3, 7) * 4) % 10 == int(match[2])


def hu_adoazonosito(value: str) -> bool:
    """Hungarian tax number of a person (1996. évi XX. törvény): 8, weights 1 to 9, modulo 11."""
    match = _form(r"(8\d{8})(\d)", value)
    return match is not None and weighted(match[1], range(1, 10)) % 11 == int(match[2])


def lu_matricule(value: str) -> bool:
    """Luxembourg national number (règlement grand-ducal of 1987; 13 digits since 2014).

    YYYYMMDD and three digits, then a Luhn digit and a Verhoeff digit, each over the first eleven.
    """
    match = _form(r"((\d{4})(\d\d)(\d\d)\d{3})(\d)(\d)", value)
    if match is None or not is_date(int(match[2]), int(match[3]), int(match[4])):
        return False
    return luhn_sum(match[1] + match[5]) % 10 == 0 and verhoeff(match[1] + match[6])


def pl_dowod(value: str) -> bool:
    """Polish identity card: three letters, six digits, weights 7 3 1 9 7 3 1 7 3, modulo 10."""
    match = _form(r"[A-Z]{3}\d{6}", value)
    return match is not None and weighted(match[0], (7, 3, 1, 9, 7, 3, 1, 7, 3)) % 10 == 0


_SG_LETTERS = {
    "S": "JZIHGFEDCBA",
    "T": "GFEDCBAJZIH",
    "F": "XWUTRQPNMLK",
    "G": "RQPNMLKXWUT",
    "M": "XWUTRQPNJLK",
}


def sg_nric(value: str) -> bool:
    """Singapore NRIC and FIN: weights 2, 7, 6, 5, 4, 3, 2, modulo 11 into a letter of the series.

    T and G (from 2000) are S and F with 4 added, M (from 2022) has 3 added; the tables are shifted by that.
    """
    match = _form(r"([STFGM])(\d{7})([A-Z])", value)
    if match is None:
        return False
    shift = 3 if match[1] == "M" else 0
    return _SG_LETTERS[match[1]][(weighted(match[2], (2, 7, 6, 5, 4, 3, 2)) + shift) % 11] == match[3]


def au_medicare(value: str) -> bool:
    """Australian Medicare card: ten digits (and one for the person), weights 1, 3, 7, 9 twice, modulo 10."""
    match = _form(r"([2-6]\d{7})(\d)\d{1,2}", value)
    return match is not None and weighted(match[1], (1, 3, 7, 9) * 2) % 10 == int(match[2])


def es_nss(value: str) -> bool:
    """Spanish social security number: province and serial modulo 97 (Tesorería General).

    A serial below ten million is joined to the province as seven digits.
    """
    match = _form(r"(\d\d)(\d)(\d{7})(\d\d)", value)
    if match is None:
        return False
    return int(match[1] + match[2].replace("0", "") + match[3]) % 97 == int(match[4])


def pt_niss(value: str) -> bool:
    """Portuguese social security number (Segurança Social): the primes from 29 down, 9 minus modulo 10."""
    match = _form(r"([12]\d{9})(\d)", value)
    return match is not None and 9 - weighted(match[1], (29, 23, 19, 17, 13, 11, 7, 5, 3, 2)) % 10 == int(
        match[2]
    )


def br_pis(value: str) -> bool:
    """Brazilian PIS, PASEP and NIS (Caixa): weights 3, 2, 9 … 2, 11 minus modulo 11, 10 and 11 count as 0."""
    match = _form(r"(\d{10})(\d)", value)
    return match is not None and -weighted(match[1], (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11 % 10 == int(
        match[2]
    )


def mrz_line(value: str) -> bool:
    """Second line of a passport's machine-readable zone (ICAO Doc 9303 part 4): number and both dates."""
    line = value.upper().replace(" ", "")
    if not re.fullmatch(r"[A-Z0-9<]{28,44}", line, re.ASCII):
        return False
    return all(icao_digit(line[start:end]) == line[end] for start, end in ((0, 9), (13, 19), (21, 27)))


def kr_rrn(value: str) -> bool:
    """Korean resident and foreigner registration numbers: weights 2 to 9 and 2 to 5, modulo 11.

    A foreigner's (seventh digit 5 to 8) adds 2 to the check digit. Numbers given out from October 2020 on
    have random digits and no check digit; those are found by the words beside them.
    """
    match = _form(r"(\d{6})(\d)\d{6}", value)
    if match is None:
        return False
    number = match.group(0)
    remainder = 11 - weighted(number[:12], (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11
    offset = 2 if match.group(2) in "5678" else 0
    return (remainder + offset) % 10 == int(number[12])
