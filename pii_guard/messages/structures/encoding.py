"""Bytes to text and back, without losing one: UTF-8, with or without byte order mark, and UTF-16 with one."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from pii_guard.errors import BadInputError, TooLargeError

MAX_BYTES = 64 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HINT = "Save the file as UTF-8, then try again."


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a document was written: its codec and the byte order mark before it."""

    codec: str
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """Return the bytes of a document."""
        return self.mark + text.encode(self.codec, "surrogatepass")


def decoded(data: bytes) -> tuple[str, Encoding]:
    """Read a document; line ends, NUL and the rest stay as they are.

    Raises:
        TooLargeError: More than `MAX_BYTES`.
        BadInputError: Neither UTF-8 nor UTF-16 with a byte order mark; names the first bad byte's offset.
    """
    check_size(data)
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise BadInputError("UTF-32 is not read", hint=_HINT)
    mark, codec = next(((m, c) for m, c in _MARKS if data.startswith(m)), (b"", "utf-8"))
    body = data[len(mark) :]
    # Lone surrogates: UTF-16 files have them and must come back; in UTF-8 they are an error.
    errors = "strict" if codec == "utf-8" else "surrogatepass"
    try:
        return body.decode(codec, errors), Encoding(codec, mark)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        name = "UTF-8" if codec == "utf-8" else "UTF-16"
        place = len(mark) + error.start
        raise BadInputError(f"not {name}: byte {place} cannot be read", hint=_HINT, line=line) from None


def check_size(data: bytes) -> None:
    """Refuse a document over the limit.

    Raises:
        TooLargeError: More than `MAX_BYTES`.
    """
    if len(data) > MAX_BYTES:
        raise TooLargeError(
            f"{len(data)} bytes; the limit is {MAX_BYTES} a file", hint="Split the file, then try again."
        )
