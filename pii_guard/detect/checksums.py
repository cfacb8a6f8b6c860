"""Check-digit algorithms that python-stdnum lacks, or that are wanted without the cost of importing it.

Every function takes the number as people write it, separators included, and returns whether it is well formed
and its check digit agrees. None of them raises, whatever the text.
"""

from __future__ import annotations

import datetime

_SEPARATORS = str.maketrans("", "", " \t\r\n\u00a0\u202f./-\u2010\u2011\u2012\u2013\u2014\u2212,:_|")
_LUHN_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)

# Lengths of the IBAN registry (SWIFT, release 98), by country.
_IBAN_LENGTHS = {
    code: length
    for length, codes in {
        15: "NO", 16: "BE", 18: "DK FI FO GL NL SD FK", 19: "MK SI", 20: "AT BA EE KZ LT LU XK MN",
        21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM TL SO",
        24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "LY PT ST", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HN HU LB NI PL SV", 29: "BR EG PS QA UA", 30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
    }.items()
    for code in codes.split()
}  # fmt: skip


def compact(value: str) -> str:
    """Return the value in upper case without the separators that people write."""
    return value.translate(_SEPARATORS).upper()


def digits(value: str, *lengths: int) -> list[int] | None:
    """Return the digits of a compacted value, or None when it is not that many ASCII digits."""
    number = compact(value)
    if not (number.isascii() and number.isdigit()) or (lengths and len(number) not in lengths):
        return None
    return [int(char) for char in number]


def is_date(year: int, month: int, day: int) -> bool:
    """Tell whether this is a day of the calendar."""
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def short_date(year: int, month: int, day: int) -> bool:
    """Tell whether a two-digit year, month and day are a day in some century."""
    return is_date(2000 + year, month, day) or is_date(1900 + year, month, day)


def luhn(value: str) -> bool:
    """ISO/IEC 7812-1 annex B, over all digits, the last being the check digit."""
    found = digits(value)
    return found is not None and len(found) > 1 and luhn_sum(found) % 10 == 0


def luhn_sum(number: list[int]) -> int:
    """Return the Luhn sum of digits of which the last is the check digit."""
    return sum(number[-1::-2]) + sum(_LUHN_DOUBLED[digit] for digit in number[-2::-2])


def iban(value: str) -> bool:
    """ISO 13616: the country's length, and ISO 7064 mod 97-10 over the rearranged number."""
    number = compact(value)
    if (
        not (number.isascii() and number.isalnum())
        or _IBAN_LENGTHS.get(number[:2]) != len(number)
        or not number[2:4].isdigit()
    ):
        return False
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1


def icao_731(number: str) -> int:
    """Return the check digit of ICAO Doc 9303 part 3 (weights 7, 3, 1; A is 10, `<` is 0) of letters and digits."""
    return sum(_icao(char) * (7, 3, 1)[place % 3] for place, char in enumerate(number)) % 10


def _icao(char: str) -> int:
    return 0 if char == "<" else int(char, 36)


def de_personalausweis(value: str) -> bool:
    """German identity card: nine characters and the ICAO 9303 check digit (Personalausweisverordnung, annex 3).

    Cards before November 2010 have ten digits, those after have letters without vowels.
    """
    number = compact(value).removesuffix("D")
    if (
        len(number) != 10
        or not number.isascii()
        or not number[-1].isdigit()
        or set(number) - set("0123456789CFGHJKLMNPRTVWXYZ")
    ):
        return False
    return icao_731(number[:9]) == int(number[9])


def de_kvnr(value: str) -> bool:
    """German health insurance number, first ten characters (§ 290 SGB V; GKV-Spitzenverband, "Vertrauensstelle").

    The letter stands for its two-digit place in the alphabet; weights 1, 2, 1, 2 …; digit sums; modulo 10.
    """
    number = compact(value)
    if len(number) != 10 or not number.isascii() or not number[0].isalpha() or not number[1:].isdigit():
        return False
    body = f"{ord(number[0]) - 64:02d}{number[1:9]}"
    return sum(sum(divmod(int(char) * (1 + place % 2), 10)) for place, char in enumerate(body)) % 10 == int(
        number[9]
    )


def de_rvnr(value: str) -> bool:
    """German pension insurance number (§ 2 VKVV): area, date of birth, letter of the birth name, serial, check digit."""
    number = compact(value)
    if (
        len(number) != 12
        or not number.isascii()
        or not (number[:8] + number[9:]).isdigit()
        or not number[8].isalpha()
    ):
        return False
    day, month, year = int(number[2:4]), int(number[4:6]), int(number[6:8])
    if not short_date(year, month, day % 32 if day <= 31 else day - 31):
        return False
    body = number[:8] + f"{ord(number[8]) - 64:02d}" + number[9:11]
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    return sum(
        sum(divmod(int(char) * weight, 10)) for char, weight in zip(body, weights, strict=True)
    ) % 10 == int(number[11])


def se_personnummer(value: str) -> bool:
    """Swedish personal number (SKV 704): date and Luhn check digit over the last ten digits.

    Also takes interim numbers, whose first serial digit is a letter that counts as 1 (Ladok and the regions).
    """
    return _swedish(value, offset=0)


def se_samordningsnummer(value: str) -> bool:
    """Swedish coordination number (SKV 707): a personal number with 60 added to the day."""
    return _swedish(value, offset=60)


def _swedish(value: str, *, offset: int) -> bool:
    number = compact(value).replace("+", "")
    if len(number) not in {10, 12} or not number.isascii():
        return False
    short = number[-10:]
    if short[6] in "TRSUWXJKLMN":
        short = f"{short[:6]}1{short[7:]}"
    if not (number[:-4] + short[6:]).isdigit():
        return False
    month, day = int(short[2:4]), int(short[4:6]) - offset
    born = (
        is_date(int(number[:4]), month, day) if len(number) == 12 else short_date(int(short[:2]), month, day)
    )
    return born and short[6:9] != "000" and luhn_sum([int(char) for char in short]) % 10 == 0


def gb_nino(value: str) -> bool:
    """British National Insurance number: no check digit, but prefixes that are never given (HMRC NIM39110)."""
    number = compact(value)
    if (
        len(number) not in {8, 9}
        or not number.isascii()
        or not number[:2].isalpha()
        or not number[2:8].isdigit()
    ):
        return False
    if (
        number[0] in "DFIQUV"
        or number[1] in "DFIOQUV"
        or number[:2] in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}
    ):
        return False
    return number[8:] in {"", "A", "B", "C", "D"}


def hu_szemelyi(value: str) -> bool:
    """Hungarian personal number (1996. évi XX. törvény, annex): sex, YYMMDD, serial, check digit modulo 11.

    Weights rise from 1 to 10 for those born until the end of 1996 and fall from 10 to 1 after that.
    """
    number = digits(value, 11)
    if number is None or not short_date(
        number[1] * 10 + number[2], number[3] * 10 + number[4], number[5] * 10 + number[6]
    ):
        return False
    rising = sum(weight * digit for weight, digit in enumerate(number[:10], 1))
    falling = sum((11 - weight) * digit for weight, digit in enumerate(number[:10], 1))
    late = number[0] in {3, 4} or (number[1], number[2]) >= (9, 7)
    return (falling if late else rising) % 11 == number[10]


def hu_taj(value: str) -> bool:
    """Hungarian social security number (1996. évi XX. törvény): weights 3 and 7 in turn, modulo 10."""
    number = digits(value, 9)
    return number is not None and sum(d * (3, 7)[i % 2] for i, d in enumerate(number[:8])) % 10 == number[8]


def hu_adoazonosito(value: str) -> bool:
    """Hungarian tax number of a person (1996. évi XX. törvény): starts with 8, weights 1 to 9, modulo 11."""
    number = digits(value, 10)
    return (
        number is not None
        and number[0] == 8
        and sum(i * d for i, d in enumerate(number[:9], 1)) % 11 == number[9]
    )


def lu_matricule(value: str) -> bool:
    """Luxembourg national number (règlement grand-ducal du 21 décembre 1987, 13 digits since 2014).

    YYYYMMDD and a serial of three digits, then a Luhn digit and a Verhoeff digit, each over the first eleven.
    """
    number = digits(value, 13)
    if number is None:
        return False
    text = compact(value)
    if not is_date(int(text[:4]), int(text[4:6]), int(text[6:8])) or luhn_sum(number[:12]) % 10:
        return False
    return verhoeff([*number[:11], number[12]])


_VERHOEFF_D = tuple(
    tuple((a + b) % 5 + 5 * (b // 5) if a < 5 else (a - b) % 5 + 5 * (1 - b // 5) for b in range(10))
    for a in range(10)
)
_VERHOEFF_P = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def verhoeff(number: list[int]) -> bool:
    """Verhoeff's dihedral check (1969) over digits of which the last is the check digit."""
    check = 0
    for place, digit in enumerate(reversed(number)):
        permuted = digit
        for _ in range(place % 8):
            permuted = _VERHOEFF_P[permuted]
        check = _VERHOEFF_D[check][permuted]
    return check == 0


def pl_dowod(value: str) -> bool:
    """Polish identity card: three letters and six digits, weights 7, 3, 1, 9, 7, 3, 1, 7, 3, modulo 10."""
    number = compact(value)
    if len(number) != 9 or not number.isascii() or not number[:3].isalpha() or not number[3:].isdigit():
        return False
    return (
        sum(int(char, 36) * weight for char, weight in zip(number, (7, 3, 1, 9, 7, 3, 1, 7, 3), strict=True))
        % 10
        == 0
    )


def sg_nric(value: str) -> bool:
    """Singapore NRIC and FIN: weights 2, 7, 6, 5, 4, 3, 2, plus 4 for T and G and 3 for M, modulo 11 into a letter."""
    number = compact(value)
    if len(number) != 9 or not number.isascii() or not number[1:8].isdigit() or number[0] not in "STFGM":
        return False
    total = sum(int(char) * weight for char, weight in zip(number[1:8], (2, 7, 6, 5, 4, 3, 2), strict=True))
    total += {"T": 4, "G": 4, "M": 3}.get(number[0], 0)
    letters = {
        "S": "JZIHGFEDCBA",
        "T": "JZIHGFEDCBA",
        "F": "XWUTRQPNMLK",
        "G": "XWUTRQPNMLK",
        "M": "KLJNPQRTUWX",
    }[number[0]]
    place = total % 11 if number[0] != "M" else 10 - total % 11
    return letters[place] == number[8]


def au_medicare(value: str) -> bool:
    """Australian Medicare card: ten digits (and one for the person), weights 1, 3, 7, 9 twice, modulo 10."""
    number = digits(value, 10, 11)
    if number is None or not 2 <= number[0] <= 6:
        return False
    return sum(d * w for d, w in zip(number[:8], (1, 3, 7, 9, 1, 3, 7, 9), strict=True)) % 10 == number[8]


def mrz_line(value: str) -> bool:
    """Second line of a passport's machine-readable zone (ICAO Doc 9303 part 4): check digits of number and dates."""
    line = value.upper().replace(" ", "")
    if len(line) < 28 or not line.isascii() or set(line) - set("<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        return False
    return all(str(icao_731(line[a:b])) == line[b] for a, b in ((0, 9), (13, 19), (21, 27)))


def es_nss(value: str) -> bool:
    """Spanish social security number: province, serial, and both modulo 97 (Orden TAS/2865/2003 and TGSS guides).

    A serial below ten million is joined to the province as seven digits.
    """
    number = compact(value)
    if len(number) != 12 or not number.isascii() or not number.isdigit():
        return False
    province, serial = int(number[:2]), int(number[2:10])
    joined = province * 10**7 + serial if serial < 10**7 else int(number[:10])
    return joined % 97 == int(number[10:])


def pt_niss(value: str) -> bool:
    """Portuguese social security number (Segurança Social): weights 29 down to 2 over primes, 9 minus modulo 10."""
    number = digits(value, 11)
    weights = (29, 23, 19, 17, 13, 11, 7, 5, 3, 2)
    return number is not None and 9 - sum(d * w for d, w in zip(number, weights, strict=False)) % 10 == number[10]


def br_pis(value: str) -> bool:
    """Brazilian PIS/PASEP/NIS (Caixa): weights 3, 2, 9 … 2, 11 minus modulo 11, ten and eleven count as 0."""
    number = digits(value, 11)
    weights = (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    return number is not None and -sum(d * w for d, w in zip(number, weights, strict=False)) % 11 % 10 == number[10]
