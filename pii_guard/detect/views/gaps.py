"""What stands between two words of a spoken number."""

from __future__ import annotations

from enum import Enum
from typing import Final

MAX_GAP: Final = 6


class Gap(Enum):
    """How two words hang together."""

    GLUE = "glue"  # a space or a hyphen: one number or one group
    PAUSE = "pause"  # comma, ellipsis, line break: next group
    DASH = "dash"  # a dash with spaces: next group, and the writer meant the sign
    SLASH = "slash"
    STOP = "stop"  # a full stop: next sentence, unless the number goes on
    BREAK = "break"  # anything else


_PAUSES: Final = frozenset(",;…–—.-_()[]{}|*~+")
_HYPHENS: Final = frozenset("-‐‑")


def gap_between(text: str, start: int, end: int) -> Gap:
    """Classify `text[start:end]`, the characters between two words."""
    if end - start > MAX_GAP:
        return Gap.BREAK
    gap = text[start:end]
    sign = gap.strip()
    if not sign:
        return Gap.PAUSE if "\n" in gap else Gap.GLUE
    if sign in _HYPHENS:
        return Gap.GLUE if sign == gap else Gap.DASH
    if sign == "/":
        return Gap.SLASH
    if sign == ".":
        return Gap.STOP
    return Gap.PAUSE if all(char in _PAUSES for char in sign) else Gap.BREAK
