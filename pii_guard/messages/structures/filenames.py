"""File names in `Content-Type` and `Content-Disposition`, whole or split over parameters (RFC 2231)."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pii_guard.messages.structures.edits import Edit, Leaf, spliced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.messages.structures.edits import Redactor
    from pii_guard.messages.types import RedactionItem

CONTEXT = "filename"
_PARAMETER = re.compile(
    r"""(?<![\w-])(file)?name(?:\*([0-9]{1,4}))?(\*)?[ \t]*=[ \t\r\n]*(?:"((?:[^"\\]|\\.)*)"|([^\s";]+))""",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"([A-Za-z0-9_.:-]*)'[A-Za-z0-9-]*'")
_BYTE = re.compile(r"%([0-9A-Fa-f]{2})")
_SPACED = str.maketrans("_+", "  ")


def coded_names(value: str) -> bool:
    """Return whether a field has a name that is split or percent-coded."""
    return any(match[2] or match[3] for match in _PARAMETER.finditer(value))


def redact_coded(value: str, redact: Redactor) -> tuple[str, Sequence[RedactionItem]]:
    """Return a field, one character a byte, with its names redacted, each read as one text."""
    names: dict[str, list[re.Match[str]]] = {}
    for match in _PARAMETER.finditer(value):
        # `name` and `name*` may stand side by side, and so may `name*0`: each says it all.
        form = "split" if match[2] else "coded" if match[3] else "plain"
        names.setdefault(f"{match[1]} {form}".lower(), []).append(match)
    out: list[Edit] = []
    for pieces in names.values():
        pieces.sort(key=lambda match: int(match[2] or 0))
        out += _edits(value, pieces, redact)
    return spliced(value, out)


def _edits(value: str, pieces: Sequence[re.Match[str]], redact: Redactor) -> list[Edit]:
    leaf, codec = Leaf(CONTEXT), "utf-8"
    coded: list[tuple[int, int]] = []
    for match in pieces:
        start, end = match.span(match.lastindex or 0)
        if not match[3]:
            leaf.plain(value, start, end)
            continue
        charset = _CHARSET.match(value, start, end)
        if charset and match is pieces[0]:
            codec, start = _known(charset[1]), charset.end()
        _unquote_into(leaf, value, start, end, codec)
        coded.append((start, end))
    found = leaf.edits(readable(redact))
    return [_coded(edit) if any(s <= edit.start < e for s, e in coded) else edit for edit in found]


def readable(redact: Redactor) -> Redactor:
    """Return a redactor that takes `_` and `+` between the words of a file name for spaces."""

    def reading(text: str, *, context: str | None) -> tuple[str, Sequence[RedactionItem]]:
        return redact(text if "@" in text else text.translate(_SPACED), context=context)

    return reading


def _known(charset: str) -> str:
    try:
        return codecs.lookup(charset).name if charset else "utf-8"
    except LookupError:
        return "latin-1"


def _unquote_into(leaf: Leaf, value: str, start: int, end: int, codec: str) -> None:
    """Add percent-coded text; each character with the span of all its bytes."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    at = begun = start
    while at < end:
        match = _BYTE.match(value, at, end)
        byte = int(match[1], 16) if match else ord(value[at]) & 0xFF
        at = match.end() if match else at + 1
        char = decoder.decode(bytes([byte]))
        if char:
            leaf.decoded(char, begun, at)
            begun = at
    leaf.decoded(decoder.decode(b"", final=True), begun, end)


def _coded(edit: Edit) -> Edit:
    new = "".join(
        char
        if char.isascii() and (char.isalnum() or char in "._-")
        else "".join(f"%{b:02X}" for b in char.encode())
        for char in edit.new
    )
    return Edit(edit.start, edit.end, new, replace(edit.item, placeholder=new) if edit.item else None)
