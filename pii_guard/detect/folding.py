"""Length-preserving folding: lower case and no diacritics, so that offsets stay what they were."""

from __future__ import annotations

import unicodedata

from pii_guard.detect.lazy import lazy

_EXTRA = {
    "đ": "d", "ł": "l", "ø": "o", "ß": "s", "æ": "a", "œ": "o", "ı": "i", "ð": "d", "þ": "t", "ħ": "h",
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip


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
_FOREIGN = lazy(r"[^\x00-\x7f]")
_MOST_KINDS = 64


def fold(text: str) -> str:
    """Return the text in lower case without diacritics, one character for one character.

    Latin, Greek and Cyrillic letters are folded; other scripts come back as they are.
    """
    if text.isascii():
        return text.lower()
    kinds = set(_FOREIGN.findall(text))
    if len(kinds) > _MOST_KINDS or any(ord(char) not in _TABLE and char.lower() != char for char in kinds):
        return text.translate(_TABLE)
    # A replacement a kind of letter takes a fifth of the time of a table that is asked for each character.
    for char in kinds:
        base = _TABLE.get(ord(char))
        if base is not None:
            text = text.replace(char, base)
    return text.lower()


_SURROGATES = lazy("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """Return the text with lone surrogates replaced, one character for one.

    JSON can carry half a surrogate pair; UTF-8, and so automata and RE2, cannot.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text
