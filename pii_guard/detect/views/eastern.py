"""Numbers said digit by digit in Chinese, Japanese and Korean, where words stand without spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

Edit = tuple[int, int, str]

_HAN: Final = "〇零一二三四五六七八九"
_HANGUL: Final = "영공일이삼사오육칠팔구"
_VALUES: Final = "00123456789"
_KANA: Final = {
    "ゼロ": "0", "れい": "0", "まる": "0", "いち": "1", "に": "2", "さん": "3", "よん": "4", "し": "4",
    "ご": "5", "ろく": "6", "なな": "7", "しち": "7", "はち": "8", "きゅう": "9", "く": "9",
}  # fmt: skip
_KANA_WORD: Final = "|".join(sorted(_KANA, key=len, reverse=True))
# What a text must hold for any of them; RE2 syntax.
SAID: Final = (
    f"[{_HAN}]{{4}}|[{_HAN}]{{3}}[ -][{_HAN}]{{3}}|(?:[{_HANGUL}][ -]?){{7}}",
    f"(?:(?:{_KANA_WORD})[ 、-]?){{7}}",
)
_IN_HAN: Final = lazy(f"(?:ゼロ|[{_HAN}])(?:[ -]?[{_HAN}]){{4,30}}")
_IN_HANGUL: Final = lazy(f"(?<![가-힣])[{_HANGUL}](?:[ -]?[{_HANGUL}]){{6,30}}(?![가-힣])")
_IN_KANA: Final = lazy(
    f"(?<![\u3040-\u30ff])(?:{_KANA_WORD})(?:[ 、-]?(?:{_KANA_WORD})){{6,30}}(?![\u3040-\u30ff])"
)
_WORD: Final = lazy(_KANA_WORD)
_HAN_DIGITS: Final = str.maketrans(_HAN, _VALUES)
_HANGUL_DIGITS: Final = str.maketrans(_HANGUL, _VALUES)


def said_in_characters(text: str) -> Iterator[Edit]:
    """Yield such numbers with their digits."""
    for match in _IN_HAN.finditer(text):
        yield *match.span(), match[0].replace("ゼロ", "0").translate(_HAN_DIGITS)
    for match in _IN_HANGUL.finditer(text):
        yield *match.span(), match[0].translate(_HANGUL_DIGITS)
    for match in _IN_KANA.finditer(text):
        yield *match.span(), _WORD.sub(lambda word: _KANA[word[0]], match[0])
