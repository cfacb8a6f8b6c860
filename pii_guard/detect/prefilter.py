"""Which of hundreds of expressions can occur in a text at all, in a few passes of RE2 sets.

A set's automaton grows with every new mixture of half-matched expressions that it meets; on a hostile text
each character may bring a new one. Three things keep it small: digits are not told apart, long counts have no
upper bound (a set may say yes where the exact expression then says no, never the other way round), and
expressions that begin alike share a set.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import re2

from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

LARGE = 200  # expressions of a set
SMALL = (40, 100, 15)  # the same, by how they begin: the more alike, the fewer mixtures
LONG = 4096  # bytes
LEAST_SPREAD = 3
MEMORY = 64 << 20
_DIGITS = "0123456789"
_TOKEN = lazy(
    r"[^\\\[\d{(]+|\\x\{[^}]*\}|\\[pP]\{[^}]*\}|\\[pP].|\\x[0-9A-Fa-f]{2}|\\.|\{\d+(?:,\d*)?\}|\(\?P<\w+>|\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]|.",
    re.DOTALL,
)
_COUNT = lazy(r"\{(\d+),(\d+)\}")
_OPENING = lazy(r"^(?:\(\?i\)|\\b|\(\?:|\(\?P<\w+>|\(|\^)+")
_CLASS_ESCAPE = lazy(r"\\[xpP]|\[:")
_CLASS_DIGITS = lazy(r"[0-9]-[0-9]|\\d|[0-9]")


def options() -> re2.Options:
    """Return RE2 options with room for large automata and no log lines."""
    chosen = re2.Options()
    chosen.max_mem = MEMORY
    chosen.log_errors = False
    return chosen


def widened(expression: str) -> str:
    """Return an expression that matches wherever the given one does, and with other digits and counts."""
    return "".join(_widened(match[0]) for match in _TOKEN.finditer(expression))


def _widened(piece: str) -> str:
    if len(piece) == 1:
        return "[0-9]" if piece in _DIGITS else piece
    if piece[0] == "{":
        count = _COUNT.fullmatch(piece)
        return f"{{{count[1]},}}" if count and int(count[2]) - int(count[1]) >= LEAST_SPREAD else piece
    if piece[0] != "[" or piece[1] == "^" or _CLASS_ESCAPE.search(piece):
        return piece
    body = piece[1:-1]
    rest = _CLASS_DIGITS.sub("", body)
    if rest == body or rest[:1] in ("-", "]") or "--" in rest:
        return piece if rest == body else f"(?:[0-9]|{piece})"
    return f"[0-9{rest}]"


def _kind(expression: str) -> int:
    """Tell how an expression begins: 0 with a digit, 1 with a given letter, 2 with one of many characters."""
    body = _OPENING.sub("", expression)
    if body.startswith(("[0-9]", r"\d")):
        return 0
    return 1 if body[:1].isalpha() else 2


class _Sets:
    """Expressions spread over sets, each built when it is first asked.

    Args:
        expressions: Widened.
        parts: Numbers of the expressions of each set.
    """

    def __init__(self, expressions: Sequence[str], parts: Sequence[Sequence[int]]) -> None:
        self._expressions = expressions
        self._parts = parts
        self._sets: list[re2.Set | None] = [None] * len(parts)

    def _set(self, part: int) -> re2.Set:
        """Return a set; two threads may both build it, with the same result."""
        one = self._sets[part]
        if one is None:
            one = re2.Set.SearchSet(options())
            for number in self._parts[part]:
                one.Add(self._expressions[number].encode())
            one.Add(b"")  # matches every text, see `occurring`
            one.Compile()
            self._sets[part] = one
        return one

    def occurring(self, data: bytes, wanted: AbstractSet[int] | None) -> Iterator[int]:
        """Yield the numbers of the expressions that may occur.

        RE2 answers None both for "none of them" and for "out of memory". The empty expression is in each set,
        so that the former cannot happen: None means that nothing is known, and all of the set are returned.
        """
        for part, numbers in enumerate(self._parts):
            if wanted is not None and wanted.isdisjoint(numbers):
                continue
            indexes = self._set(part).Match(data)
            if indexes is None:
                yield from numbers
            elif len(indexes) > 1:
                size = len(numbers)
                yield from [numbers[index] for index in indexes if index < size]


class Prefilter:
    """A list of expressions as RE2 sets: few large ones for messages, many small ones for what is long.

    A large set is quick once it has seen some messages. A small one takes each new mixture of characters at
    little cost, which is what a long hostile text is made of.

    Args:
        expressions: RE2 syntax, known to be right.
    """

    def __init__(self, expressions: Sequence[str]) -> None:
        plain = tuple(map(widened, expressions))
        alike: tuple[list[int], ...] = ([], [], [])
        for number, expression in enumerate(plain):
            alike[_kind(expression)].append(number)
        self._large = _Sets(plain, _split(range(len(plain)), LARGE))
        small = [part for numbers, size in zip(alike, SMALL, strict=True) for part in _split(numbers, size)]
        self._small = _Sets(plain, small)

    def occurring(self, data: bytes, wanted: AbstractSet[int] | None = None) -> list[int]:
        """Return the numbers of the expressions that may occur in UTF-8 data, in order.

        Args:
            data: The text.
            wanted: Numbers that matter; sets that hold none of them are not asked.
        """
        sets = self._large if len(data) <= LONG else self._small
        found = sorted(sets.occurring(data, wanted))
        return found if wanted is None else [number for number in found if number in wanted]


def _split(numbers: Sequence[int], size: int) -> list[Sequence[int]]:
    return [numbers[first : first + size] for first in range(0, len(numbers), size)]
