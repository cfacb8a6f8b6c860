"""Signs of a mail address written otherwise: a circled a, "AT" without spaces, "@@", a comma for the dot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pii_guard.detect.lazy import lazy
from pii_guard.detect.views.domains import SAFE_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pii_guard.detect.view import View

Edit = tuple[int, int, str]

# Circled, squared and bracketed a, and signs that look like "@".
AT_LIKE: Final = (
    "\u24d0\u24b6\U0001f150\U0001f170\u249c\U0001f110\U0001f130\u00a9"
    "\u24b8\u2202\uff20\ufe6b\U0001f300\u2295\u229a"
)
_AT_SIGN: Final = lazy(
    rf"(?<=[A-Za-z0-9_])[{AT_LIKE}](?=(?:[A-Za-z0-9-]{{1,63}}[.\u2024\uff0e\u3002]){{1,4}}[A-Za-z]{{2,24}}(?![\w@]))"
)
_DOUBLED: Final = lazy(r"(?<=[\w])@{2,4}(?=[\w])")
_GLUED: Final = lazy(
    r"(?<![\w.-])(?P<local>[a-z0-9][a-z0-9._-]*(?:DOT[a-z0-9_-]+)*)AT(?P<domain>[a-z0-9-]+(?:(?:DOT|\.)[a-z0-9-]+)+)(?![\w.-]\w)"
)
_COMMA: Final = lazy(
    rf"(?<![\w.,@-])[\w.,+-]{{1,64}}@[\w-]{{1,63}},(?:{'|'.join(SAFE_ENDS)}|de|se|it|es|no)(?!\w)"
)
# Single characters with one and the same sign between them.
_SINGLES: Final = lazy(r"(?<![^\s:])[^\W_](?:([_/*|~+-])[^\s_]){4,120}(?!\w)")
MIN_LETTERS: Final = 5
# The code of the sign as style sheets, TeX, RTF, Python and shells write it.
_CODED: Final = lazy(
    r"(?<=\w)(?:\\0{0,4}40 ?|\\'40|\\N\{COMMERCIAL AT\}|\\char ?64 ?|\\symbol\{64\}"
    r"|\$\(printf ['\"]?\\?x?\w{0,4}@?['\"]?\)|\^@)(?=\w)"
)
_CODED_DOT: Final = lazy(r"(?<=\w)\\0{0,4}2[eE] ?(?=\w)")


def at_signs(base: View) -> View:
    """Return a view in which what looks like the sign is the sign, or `base` itself."""
    edits = [(*match.span(), "@") for match in _AT_SIGN.finditer(base.text)]
    return base.replaced("characters", edits) if edits else base


def plain_signs(base: View) -> View:
    """Return a view in which the signs of mail addresses are as usual, or `base` itself."""
    edits, last = [], 0
    for edit in sorted(_edits(base.text)):
        if edit[0] >= last:
            edits.append(edit)
            last = edit[1]
    return base.replaced("address", edits, whole=True) if edits else base


def _edits(text: str) -> Iterator[Edit]:
    for match in _DOUBLED.finditer(text):
        yield *match.span(), "@"
    for match in _CODED.finditer(text):
        yield *match.span(), "@"
    for match in _CODED_DOT.finditer(text):
        yield *match.span(), "."
    for match in _GLUED.finditer(text):
        yield *match.span(), f"{match['local']}@{match['domain']}".replace("DOT", ".")
    for match in _COMMA.finditer(text):
        if not match[0].startswith(","):
            yield *match.span(), match[0].replace(",", ".")
    for match in _SINGLES.finditer(text):
        plain = match[0].replace(match[1], "")
        if "@" in plain and len(plain) * 2 - 1 == len(match[0]) and len(plain) > MIN_LETTERS:
            yield *match.span(), plain
