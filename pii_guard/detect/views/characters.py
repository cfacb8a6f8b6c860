"""Characters that look like others or like nothing: invisible ones, compatibility forms, foreign digits.

Sources: Unicode Standard Annex 44 (properties, by `unicodedata`), UAX 15 (NFKC), and the property
`Default_Ignorable_Code_Point`, as ranges below because Python's database does not carry it.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from pii_guard.detect.lazy import lazy
from pii_guard.detect.views.eastern import said_in_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pii_guard.detect.view import View

# Format characters, joiners, fillers without width, selectors, tags, and controls that print nothing.
INVISIBLE: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u070f\u1806\u180b-\u180f\u17b4\u17b5\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Characters that are letters or symbols by property and show as an empty cell.
BLANKS: Final = "\u115f\u1160\u2800\u3164\uffa0"
_COMBINING: Final = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
_UNSEEN: Final = lazy(f"[{INVISIBLE}]+")
_MARKED: Final = lazy(f"[^\\W_]?[{_COMBINING}]+")
# Compatibility characters that stand for several: 20 in a circle, "tel" in one cell, ligatures, (a).
_MULTIPLE: Final = lazy(
    "[\u2100-\u214f\u2469-\u249b\u24ea-\u24f4\u3200-\u33ff\ufb00-\ufb06\U0001f100-\U0001f1ff]"
)
_SIGNS: Final = frozenset("@.-_/:+%&=#()[]<>,*'")
_KEPT: Final = frozenset("\u2122\u00aa\u00ba\u00b4\u00a8\u00af\u00b8\u2120\u2117")
_DOTS: Final = frozenset(
    "\u30fb\uff65\u066b\u066c\u3001\u2024\u3002\uff0e\uff61\u00b7\u2027\u2219\u22c5\ua4f8\u06d4\u0701\u0702"
)
_TAGS: Final = lazy("(?<!\U0001f3f4)[\U000e0020-\U000e007e]{5,}")
FIRST_FOREIGN: Final = 0xA0
_BY_CATEGORY: Final = {"Zs": " ", "Pd": "-"}
# Characters without a compatibility mapping, or with one of several characters.
_SPECIAL: Final = {
    **dict.fromkeys(BLANKS, " "),
    **dict.fromkeys("\u2043\u2212\u02d7\u2796\u2015\u207b\u208b", "-"),
    **dict.fromkeys("\u2044\u2215\u29f8\u2571", "/"),
    **{chr(0x249C + place): chr(97 + place) for place in range(26)},  # letters in parentheses
    **{chr(start + place): chr(65 + place) for start in (0x1F150, 0x1F170, 0x1F1E6) for place in range(26)},
}


def _read(code: int) -> str:
    """Return the plain character for a code point, or the same; one for one."""
    char = chr(code)
    if code < FIRST_FOREIGN or char in _KEPT:
        return char
    digit = unicodedata.digit(char, -1)
    if digit >= 0:
        return str(digit)
    return _BY_CATEGORY.get(unicodedata.category(char)) or _SPECIAL.get(char) or _compatible(char)


def _compatible(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) != 1 or plain == char:
        return _small_capital(char)
    return plain if plain.isalnum() or plain in _SIGNS or not plain.isascii() else char


def _small_capital(char: str) -> str:
    """Read the phonetic small capitals, which have no compatibility mapping."""
    name = unicodedata.name(char, "")
    prefix = "LATIN LETTER SMALL CAPITAL "
    return name[len(prefix) :].lower() if name.startswith(prefix) and len(name) == len(prefix) + 1 else char


class _Readings(dict[int, str]):
    """`str.translate` table that fills itself."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = _read(code)
        return plain


_READINGS: Final = _Readings()


def plain_characters(base: View) -> View:
    """Return a view with digits, letters, spaces and dashes in their plain forms, and nothing invisible.

    Decomposed letters are composed; marks that belong to no letter are dropped. Tag characters that spell
    something are read.
    """
    text = base.text
    if text.isascii():
        edits = [(match.start(), match.end(), "") for match in _UNSEEN.finditer(text)]
        return base.replaced("invisible", edits) if edits else base
    plain = text.translate(_READINGS)
    view = base if plain == text else base.mapped("characters", plain)
    edits = sorted(_edits(plain), key=lambda edit: (edit[0], -edit[1]))
    kept, last = [], 0
    for edit in edits:
        if edit[0] >= last:
            kept.append(edit)
            last = edit[1]
    return view.replaced("invisible", kept) if kept else view


def _edits(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _TAGS.finditer(text):
        yield match.start(), match.end(), "".join(chr(ord(char) - 0xE0000) for char in match[0])
    for match in _UNSEEN.finditer(text):
        yield match.start(), match.end(), ""
    for match in _MARKED.finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        kept = composed[:1] if match[0][0].isalnum() else ""
        if kept != match[0]:
            yield match.start(), match.end(), kept
    for match in _MULTIPLE.finditer(text):
        number = unicodedata.numeric(match[0], 0)
        spelled = str(int(number)) if number > 1 else unicodedata.normalize("NFKC", match[0])
        if len(spelled) > 1 and spelled.isascii():
            yield match.start(), match.end(), spelled
    yield from said_in_characters(text)
    for match in _LONG_MARK.finditer(text):
        yield match.start(), match.end(), "-"
    for match in _DOT_LIKE.finditer(text):
        yield match.start(), match.end(), "."


_DOT_LIKE: Final = lazy(f"(?<=[A-Za-z0-9])[{''.join(sorted(_DOTS))}](?=[A-Za-z0-9])")
_LONG_MARK: Final = lazy("(?<=[0-9])[\u30fc\u2500\u4e00](?=[0-9])")
