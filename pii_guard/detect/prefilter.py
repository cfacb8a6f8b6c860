"""Which of hundreds of expressions can occur in a text at all, in a few passes of RE2 sets.

A set's automaton grows with every new mixture of half-matched expressions that it meets. Two things keep it
small, so that the first thousand messages are fast too: digits are not told apart (a set may say yes where
the exact expression then says no, never the other way round), and expressions are spread over several sets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import re2

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

CHUNK = 120
MEMORY = 64 << 20
_DIGITS = "0123456789"
_TOKEN = re.compile(
    r"[^\\\[\d{(]+|\\x\{[^}]*\}|\\[pP]\{[^}]*\}|\\[pP].|\\x[0-9A-Fa-f]{2}|\\.|\{\d+(?:,\d*)?\}|\(\?P<\w+>|\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]|.",
    re.DOTALL,
)
_CLASS_ESCAPE = re.compile(r"\\[xpP]|\[:")
_CLASS_DIGITS = re.compile(r"[0-9]-[0-9]|\\d|[0-9]")


def options() -> re2.Options:
    """Return RE2 options with room for large automata and no log lines."""
    chosen = re2.Options()
    chosen.max_mem = MEMORY
    chosen.log_errors = False
    return chosen


def widened(expression: str) -> str:
    """Return an expression that matches wherever the given one does, without telling digits apart."""
    return "".join(_widened(match[0]) for match in _TOKEN.finditer(expression))


def _widened(piece: str) -> str:
    if len(piece) == 1:
        return "[0-9]" if piece in _DIGITS else piece
    if piece[0] != "[" or piece[1] == "^" or _CLASS_ESCAPE.search(piece):
        return piece
    body = piece[1:-1]
    rest = _CLASS_DIGITS.sub("", body)
    if rest == body or rest[:1] in ("-", "]") or "--" in rest:
        return piece if rest == body else f"(?:[0-9]|{piece})"
    return f"[0-9{rest}]"


class Prefilter:
    """A list of expressions as RE2 sets.

    Args:
        expressions: RE2 syntax, known to be right.
    """

    def __init__(self, expressions: Sequence[str]) -> None:
        self._expressions = tuple(expressions)
        size = len(expressions)
        self._parts = [range(first, min(first + CHUNK, size)) for first in range(0, size, CHUNK)]
        self._sets: list[re2.Set | None] = [None] * len(self._parts)

    def _set(self, part: int) -> re2.Set:
        """Return a set, built when it is first asked; two threads may both build it, with the same result."""
        one = self._sets[part]
        if one is None:
            one = re2.Set.SearchSet(options())
            for number in self._parts[part]:
                one.Add(widened(self._expressions[number]).encode())
            one.Add(b"")  # matches every text, see `occurring`
            one.Compile()
            self._sets[part] = one
        return one

    def occurring(self, data: bytes, wanted: Collection[int] | None = None) -> list[int]:
        """Return the numbers of the expressions that may occur in UTF-8 data.

        RE2 answers None both for "none of them" and for "out of memory". The empty expression is in each set,
        so that the former cannot happen: None means that nothing is known, and all of the set are returned.

        Args:
            data: The text.
            wanted: Numbers that matter; sets that hold none of them are not asked.
        """
        found: list[int] = []
        for part, numbers in enumerate(self._parts):
            if wanted is not None and not any(number in numbers for number in wanted):
                continue
            indexes = self._set(part).Match(data)
            if indexes is None:
                found.extend(numbers)
            else:
                first, size = numbers.start, len(numbers)
                found.extend(first + index for index in sorted(indexes) if index < size)
        return found if wanted is None else [number for number in found if number in wanted]
