"""Length-preserving folding: lower case and no diacritics, so that offsets stay what they were."""

from __future__ import annotations

import re
import unicodedata

_EXTRA = {"đ": "d", "ł": "l", "ø": "o", "ß": "s", "æ": "a", "œ": "o", "ı": "i", "ð": "d", "þ": "t", "ħ": "h", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "\u00a0": " ", "\u202f": " "}


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0x41, 0x250):
        char = chr(code)
        low = char.lower()
        base = unicodedata.normalize("NFD", low)[0] if low else char
        base = _EXTRA.get(base, base)
        if len(base) == 1 and base != char:
            table[code] = base
    for code in range(0x1E00, 0x1F00):
        base = unicodedata.normalize("NFD", chr(code).lower())[0]
        table[code] = _EXTRA.get(base, base)
    for code in range(0x370, 0x530):
        low = chr(code).lower()
        base = unicodedata.normalize("NFD", low)[0] if low != "й" else low
        if len(base) == 1 and base != chr(code):
            table[code] = base
    table.update({ord(k): v for k, v in _EXTRA.items()})
    table[ord("İ")] = "i"
    return table


_TABLE = _table()


def fold(text: str) -> str:
    """Return the text in lower case without diacritics, one character for one character.

    Latin, Greek and Cyrillic letters are folded; other scripts come back as they are.
    """
    return text.lower() if text.isascii() else text.translate(_TABLE)


_SURROGATES = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """Return the text with lone surrogates replaced, one character for one.

    JSON can carry half a surrogate pair; UTF-8, and so automata and RE2, cannot.
    """
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)
