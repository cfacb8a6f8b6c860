"""Decoding: entities, percent signs, quoted-printable, escapes, base64, JWT, encoded words, punycode.

Decoded text serves detection only; output is always cut from the original (ASVS 1.1.1 asks to decode once).
A decoded token is used when it reads like text that could hold personal data: hashes and pictures stay.
"""

from __future__ import annotations

import codecs
import re
import sys
from html import unescape
from typing import TYPE_CHECKING, Final

from pii_guard.detect.lazy import lazy
from pii_guard.detect.views.tokens import base64_bytes, decoded_token, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pii_guard.detect.view import View

Edit = tuple[int, int, str]

MAX_ROUNDS: Final = 3
MAX_LABEL: Final = 63

_ENTITY: Final = lazy(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_PERCENT: Final = lazy(r"(?:%[0-9A-Fa-f]{2}|%u[0-9A-Fa-f]{4})+")
_QUOTED: Final = lazy(r"=[ \t]*\r?\n|(?:=[0-9A-F]{2}|=[0-9a-f]{2})+")
_ESCAPE: Final = lazy(
    r"(?:\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\}|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}"
    r"|\\00[0-9a-fA-F]{2} ?|\\[0-3][0-7]{2}|\\/)+"
)
_ONE_ESCAPE: Final = lazy(r"\\(?:u\{([0-9a-fA-F]+)\}|[uUx]([0-9a-fA-F]+)|([0-3][0-7]{2})|(/))")
_WORD: Final = lazy(
    r"=\?([\w-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?\s]{0,5000})\?=(?:[ \t\r\n]+(?==\?))?"
)
_PUNYCODE: Final = lazy(r"(?<![\w-])xn--[A-Za-z0-9-]{1,59}", re.IGNORECASE)
_UTF7: Final = lazy(r"\+A[A-P][A-Za-z0-9+/]{1,40}-?")
_TOKEN: Final = lazy(
    r"(?P<jwt>eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?)"
    r"|(?P<lines>[A-Za-z0-9+/]{40,100}(?:\r?\n[A-Za-z0-9+/]{40,100}){1,2000}(?:\r?\n[A-Za-z0-9+/]+)?={0,2})"
    r"|(?P<pairs>\b[0-9A-Fa-f]{2}(?:[ :][0-9A-Fa-f]{2}){7,}\b)"
    r"|(?P<codes>\b\d{2,3}(?:[ ,] ?\d{2,3}){7,}\b)"
    r"|(?P<bits>\b[01]{8}(?: ?[01]{8}){5,}\b)"
    r"|(?P<token>[A-Za-z0-9+/_-]{12,}={0,2})"
)
_QUERY: Final = lazy(r"[?&;][\w.%-]{1,40}$")
_DATA: Final = lazy(r"data:(?:image|audio|video|font)/[\w.+-]{1,40};base64,$")


def decoded(base: View) -> View:
    """Return a view with everything decoded that can be, in at most three rounds, or `base` itself."""
    for _ in range(MAX_ROUNDS):
        before = base
        for edits in (_words, _entities, _percents, _quoted, _escapes, _utf7, _punycodes, _tokens):
            found = list(edits(base.text))
            if found:
                base = base.replaced("decoded", found, whole=True)
        if base is before:
            break
    return base


def _rewritten(
    pattern: re.Pattern[str], text: str, decode: Callable[[re.Match[str]], str | None]
) -> Iterator[Edit]:
    """Yield a rewriting for each match that decodes to something else that can be read."""
    for match in pattern.finditer(text):
        plain = decode(match)
        if plain is not None and plain != match[0]:
            yield match.start(), match.end(), plain


def _entities(text: str) -> Iterator[Edit]:
    if "&" not in text:
        return

    def decode(match: re.Match[str]) -> str | None:
        plain = unescape(match[0])
        return plain if len(plain) <= 2 else None  # noqa: PLR2004

    yield from _rewritten(_ENTITY, text, decode)


def _percents(text: str) -> Iterator[Edit]:
    if "%" not in text:
        return
    for match in _PERCENT.finditer(text):
        raw = re.sub(r"%u([0-9A-Fa-f]{4})", lambda code: _quote(chr(int(code[1], 16))), match[0])
        plain = _bytes_text(bytes.fromhex(raw.replace("%", "")))
        if plain is not None:
            yield match.start(), match.end(), plain


def _quote(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))


def _bytes_text(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text if printable(text) else None


def _quoted(text: str) -> Iterator[Edit]:
    if "=" not in text:
        return
    for match in _QUOTED.finditer(text):
        start, end = match.span()
        if match[0][-1] == "\n":
            yield start, end, ""
            continue
        plain = _bytes_text(bytes.fromhex(match[0].replace("=", "")))
        if plain is not None and not _assignment(text, start, end, plain):
            yield start, end, plain


def _assignment(text: str, start: int, end: int, plain: str) -> bool:
    """Tell `?p=20…` and `id=41…` from an encoded character; letters and digits are never encoded alone."""
    if _QUERY.search(text, max(0, start - 60), start):
        return True
    alone = end - start < 9 and plain.isascii()  # noqa: PLR2004
    return alone and (plain.isalnum() or (plain.isspace() and text[end : end + 1].isdigit()))


def _escapes(text: str) -> Iterator[Edit]:
    if "\\" not in text:
        return

    def one(match: re.Match[str]) -> str:
        if match[4]:
            return "/"
        code = int(match[3], 8) if match[3] else int(match[1] or match[2], 16)
        return chr(code) if code <= sys.maxunicode else "\ufffd"

    def decode(match: re.Match[str]) -> str | None:
        plain = re.sub(r"\\00([0-9a-fA-F]{2}) ?", lambda code: chr(int(code[1], 16)), match[0])
        plain = _ONE_ESCAPE.sub(one, plain)
        plain = plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return plain if printable(plain) else None

    yield from _rewritten(_ESCAPE, text, decode)


def _words(text: str) -> Iterator[Edit]:
    if "=?" not in text:
        return

    def decode(match: re.Match[str]) -> str | None:
        try:
            codec = codecs.lookup(match[1])
        except LookupError:
            return None
        data = base64_bytes(match[3]) if match[2] in "bB" else _q_bytes(match[3])
        if data is None or not getattr(codec, "_is_text_encoding", False):
            return None
        return codec.decode(data, "replace")[0]

    yield from _rewritten(_WORD, text, decode)


def _q_bytes(text: str) -> bytes:
    """Decode the Q encoding of RFC 2047."""
    data = text.replace("_", " ").encode("utf-8", "replace")
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda code: bytes.fromhex(code[1].decode("ascii")), data)


def _utf7(text: str) -> Iterator[Edit]:
    if "+A" not in text:
        return

    def decode(match: re.Match[str]) -> str | None:
        try:
            plain = match[0].encode("ascii").decode("utf-7")
        except UnicodeDecodeError:
            return None
        return plain if plain.isascii() and printable(plain) else None

    yield from _rewritten(_UTF7, text, decode)


def _punycodes(text: str) -> Iterator[Edit]:
    if "xn--" not in text.lower():
        return

    def decode(match: re.Match[str]) -> str | None:
        try:
            return match[0][4:].encode("ascii").decode("punycode")
        except (UnicodeError, ValueError):
            return None

    yield from _rewritten(_PUNYCODE, text, decode)


def _tokens(text: str) -> Iterator[Edit]:
    """Yield base64, hexadecimal, binary, character codes and JWT, as whole tokens."""
    last = 0
    for match in _TOKEN.finditer(text):
        if match.start() < last or _DATA.search(text, max(0, match.start() - 80), match.start()):
            continue
        for start, plain in decoded_token(match.lastgroup or "token", match[0]):
            yield match.start() + start[0], match.start() + start[1], plain
        last = match.end()
