"""Words around a place in a text, in bounded windows, so that no text is slow."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from pii_guard.detect.lazy import lazy

WINDOW = 64  # characters looked at before or after a number
MOST = 9  # tokens on either side; a street name has six words at most
_TOKEN = lazy(r"[^\W_][\w'’.\-/ºª°]{0,40}|\S")


class Token(NamedTuple):
    """A word or mark: its place in the text, its text, and its folded text."""

    start: int
    end: int
    text: str
    folded: str

    @property
    def is_word(self) -> bool:
        """Whether it starts with a letter."""
        return self.text[0].isalpha()

    @property
    def is_capital(self) -> bool:
        """Whether it starts with a capital letter, or the script has none."""
        char = self.text[0]
        return char.isupper() or (char.isalpha() and not char.islower())


def before(text: str, folded: str, pos: int, newlines: bool = False) -> list[Token]:
    """Return the tokens before a place, on its line unless `newlines`."""
    start = max(0, pos - WINDOW)
    line = text.rfind("\n", start, pos)
    if line >= 0 and not newlines:
        start = line + 1
    elif start:  # not in the middle of a word
        while start < pos and not text[start].isspace():
            start += 1
    return _tokens(text, folded, start, pos)


def after(text: str, folded: str, pos: int, reach: int = WINDOW) -> list[Token]:
    """Return the first tokens after a place, on its line."""
    end = text.find("\n", pos, pos + reach)
    matches = _TOKEN.finditer(text, pos, end if end >= 0 else min(len(text), pos + reach))
    return [_token(match.span(), text, folded) for match in islice(matches, MOST)]


def _tokens(text: str, folded: str, start: int, end: int) -> list[Token]:
    spans = [match.span() for match in _TOKEN.finditer(text, start, end)]
    return [_token(span, text, folded) for span in spans[-MOST:]]


def _token(span: tuple[int, int], text: str, folded: str) -> Token:
    return Token(*span, text[slice(*span)], folded[slice(*span)])
