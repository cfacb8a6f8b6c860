"""Single encoded tokens: what they hold, if it reads like text."""

from __future__ import annotations

import re
import zlib
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import TYPE_CHECKING, Final

from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DECODED: Final = 65_536
MIN_TEXT: Final = 6
MIN_PRINTABLE: Final = 0.95
MIN_HEX: Final = 12
_GZIP: Final = b"\x1f\x8b"

# What makes decoded text worth reading: an @, five digits, words, or once more base64.
_WORTH: Final = lazy(r"@|\d{5}|(?:\d[ .-]?){7}|[^\W\d_] [^\W\d_]{2}|^[A-Za-z0-9+/]{16,}={0,2}$")
_HEX: Final = lazy(r"(?:0x)?((?:[0-9A-Fa-f]{2})+)")


def printable(text: str) -> bool:
    """Say whether nearly all characters of a text can be seen."""
    if not text:
        return False
    seen = sum(char.isprintable() or char in "\n\r\t" for char in text)
    return seen >= MIN_PRINTABLE * len(text)


def base64_bytes(token: str) -> bytes | None:
    """Decode base64 in either alphabet, padded or not; None if it is none."""
    compact = token.replace("-", "+").replace("_", "/").rstrip("=")
    compact = "".join(compact.split())
    if len(compact) % 4 == 1:
        return None
    try:
        return a2b_base64(compact + "=" * (-len(compact) % 4))
    except Base64Error:
        return None


def _as_text(data: bytes | None) -> str | None:
    """Return bytes as text that is worth reading, or None."""
    if data is None or len(data) < MIN_TEXT:
        return None
    if data[:2] == _GZIP:
        data = _unpacked(data)
    for codec in ("utf-8", "utf-16-le"):
        try:
            text = data[:MAX_DECODED].decode(codec)
        except UnicodeDecodeError:
            continue
        if printable(text) and _WORTH.search(text):
            return text
    return None


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, MAX_DECODED)
    except zlib.error:
        return b""


def decoded_token(kind: str, token: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield ((start, end), text) for what could be decoded in a token.

    Args:
        kind: `jwt`, `lines`, `pairs`, `codes`, `bits` or `token`.
        token: As it stands in the text.
    """
    if kind == "token":
        yield from _plain_token(token)
        return
    reader = {"jwt": _jwt, "lines": _base64, "pairs": _hex_pairs, "codes": _codes, "bits": _bits}[kind]
    text = reader(token)
    if text is not None:
        yield (0, len(token)), text


def _plain_token(token: str) -> Iterator[tuple[tuple[int, int], str]]:
    text = _hex(token) or _base64(token)
    if text is not None:
        yield (0, len(token)), text
        return
    if "/" not in token and "-" not in token and "_" not in token:
        return
    for part in re.finditer(
        r"[A-Za-z0-9+_-]{12,}={0,2}" if "/" in token else r"[A-Za-z0-9+]{12,}={0,2}", token
    ):
        if part[0] != token:
            text = _hex(part[0]) or _base64(part[0])
            if text is not None:
                yield part.span(), text


def _base64(token: str) -> str | None:
    return _as_text(base64_bytes(token))


def _jwt(token: str) -> str | None:
    parts = [_base64(part) for part in token.split(".")[:2]]
    found = [part for part in parts if part]
    return " ".join(found) or None


def _hex(token: str) -> str | None:
    match = _HEX.fullmatch(token)
    if match is None or len(match[1]) < MIN_HEX or (match[1].isdigit() and not token.startswith("0x")):
        return (
            None
            if match is None or not match[1].isdigit() or len(match[1]) < 2 * MIN_HEX
            else _mail_only(match[1])
        )
    return _as_text(bytes.fromhex(match[1]))


def _mail_only(digits: str) -> str | None:
    """Read a long run of digits as hexadecimal only if an address comes out."""
    text = _as_text(bytes.fromhex(digits))
    return text if text is not None and "@" in text else None


def _hex_pairs(token: str) -> str | None:
    return _as_text(bytes.fromhex(token.replace(":", " ")))


def _codes(token: str) -> str | None:
    codes = [int(code) for code in re.findall(r"\d+", token)]
    text = "".join(map(chr, codes))
    return text if "@" in text and text.isascii() and text.isprintable() else None


def _bits(token: str) -> str | None:
    bits = token.replace(" ", "")
    return _as_text(bytes(int(bits[place : place + 8], 2) for place in range(0, len(bits), 8)))
