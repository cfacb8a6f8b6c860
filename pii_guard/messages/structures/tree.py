"""JSON and JSON Lines: every string value; keys, order, spacing and the writing of numbers stay.

The source is edited in place, never written anew. A number that is personal data (a card number without
quotes) becomes a string, because no number can say what stood there; that is the one change of form.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pii_guard.errors import BadInputError, TooLargeError
from pii_guard.messages.structures.edits import Edit, Leaf, Redactor, redact_long, spliced

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_DEPTH = 500
_MIN_NUMBER = 3  # digits; no personal number is shorter
_TOKEN = re.compile(
    r'(?P<string>"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\x00-\x1f]*)*")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<word>true|false|null|NaN|-?Infinity)"
    r"|(?P<mark>[{}\[\],:])"
)
_SPACE = re.compile(r"[ \t\r\n]*")
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\(?:u[0-9A-Fa-f]{4}|.)")
_CLOSES = {"{": "}", "[": "]"}
_HINT = "Correct the JSON at the line named, or pass the file as text."


def edits(text: str, redact: Redactor) -> Sequence[Edit]:
    """Return the edits of one JSON document.

    Raises:
        BadInputError: Not JSON; with line.
        TooLargeError: Nested more than `MAX_DEPTH` deep.
    """
    return _Document(text, redact).read(0, len(text))


def line_edits(text: str, redact: Redactor) -> Sequence[Edit]:
    """Return the edits of JSON Lines; empty lines are allowed.

    Raises:
        BadInputError: A line is not JSON; with line.
        TooLargeError: Nested more than `MAX_DEPTH` deep.
    """
    document, at, out = _Document(text, redact), 0, []
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip(" \t\r"):
            out += document.read(at, end)
        at = end + 1
    return out


class _Document:
    """One pass over the tokens, with a stack instead of recursion."""

    def __init__(self, source: str, redact: Redactor) -> None:
        self._source = source
        self._redact = redact

    def read(self, start: int, end: int) -> list[Edit]:
        """Read one value that fills the span, spaces aside."""
        self._stack: list[tuple[str, str | None]] = []  # open bracket and its key
        self._key: str | None = None
        self._want = "value"
        out: list[Edit] = []
        at = self._skip(start, end)
        while at < end:
            match = _TOKEN.match(self._source, at, end)
            if match is None or (self._want == "next" and not self._stack):
                raise self._wrong(at)
            if match.lastgroup == "mark":
                self._mark(match[0], at)
            elif match.lastgroup == "string" and self._want.startswith("key"):
                self._key, self._want = json.loads(match[0]), "colon"
            elif self._want.startswith("value"):
                out += self._value(match, self._key)
                self._want = "next"
            else:
                raise self._wrong(at)
            at = self._skip(match.end(), end)
        if self._stack or self._want != "next":
            raise self._wrong(end)
        return out

    def _mark(self, mark: str, at: int) -> None:
        """Follow a bracket, comma or colon."""
        inside, key = self._stack[-1] if self._stack else ("", None)
        if mark in _CLOSES and self._want.startswith("value"):
            if len(self._stack) >= MAX_DEPTH:
                raise TooLargeError(f"JSON nested more than {MAX_DEPTH} deep", line=self._line(at))
            self._stack.append((mark, self._key))
            self._want = "key or end" if mark == "{" else "value or end"
        elif mark == _CLOSES.get(inside) and (self._want == "next" or self._want.endswith("or end")):
            self._stack.pop()
            self._want = "next"
        elif mark == "," and self._want == "next" and inside:
            self._want = "key" if inside == "{" else "value"
            self._key = key if inside == "[" else None
        elif mark == ":" and self._want == "colon":
            self._want = "value"
        else:
            raise self._wrong(at)

    def _skip(self, at: int, end: int) -> int:
        space = _SPACE.match(self._source, at, end)
        return space.end() if space else at

    def _value(self, match: re.Match[str], key: str | None) -> list[Edit]:
        if match.lastgroup == "string":
            leaf = Leaf(key)
            _unescape_into(leaf, self._source, match.start() + 1, match.end() - 1)
            return leaf.edits(self._redact, self._escaped)
        if match.lastgroup == "number":
            return self._number(match, key)
        return []

    def _number(self, match: re.Match[str], key: str | None) -> list[Edit]:
        text = match[0]
        if len(text) < _MIN_NUMBER:
            return []
        items = redact_long(text, self._redact, key)
        if not items:
            return []
        new, _ = spliced(text, [Edit(item.start, item.end, item.placeholder) for item in items])
        written = json.dumps(new, ensure_ascii=False)
        item = replace(items[0], start=match.start(), end=match.end(), placeholder=written)
        return [Edit(match.start(), match.end(), written, item)]

    @staticmethod
    def _escaped(text: str) -> str:
        """Write a replacement in a string; as UTF-8, so that `restore` knows placeholders again."""
        return json.dumps(text, ensure_ascii=False)[1:-1]

    def _line(self, at: int) -> int:
        return self._source.count("\n", 0, at) + 1

    def _wrong(self, at: int) -> BadInputError:
        column = at - self._source.rfind("\n", 0, at)
        return BadInputError(f"not JSON at column {column}", hint=_HINT, line=self._line(at))


def _unescape_into(leaf: Leaf, source: str, start: int, end: int) -> None:
    at = start
    if source.find("\\", start, end) >= 0:
        for match in _ESCAPE.finditer(source, start, end):
            leaf.plain(source, at, match.start())
            leaf.decoded(json.loads(f'"{match[0]}"'), *match.span())
            at = match.end()
    leaf.plain(source, at, end)
