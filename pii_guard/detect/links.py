"""What may stand between a cue and its value: a colon, "is", "nr.", a few words, a line break."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from pii_guard.detect.said import first_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MARKS = r"""[:=>?("'“”„«»‘’`*|\[–—-]"""
_OPENERS = r"""["'“”„«»‘’`(\[*]"""
_TIGHT = r"""[:=(\["'“„«]"""
_AHEAD = 90
_MOST_STOPS = 3


class Links:
    """Finds where a value may begin after a cue, and goes on through lists.

    The expressions are ours and end in what may not fail, so the standard `re` takes linear time.

    Args:
        words: The groups `link`, `be` and `and`; missing ones get an English default.
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        link = _either(words.get("link", ("is",)))
        be = _either(words.get("be", ("is",)))
        joined = _either(words.get("and", ("and",)))
        # One word or mark at a time, five at most: "no. is: «". Words first: "'s" is one.
        self._direct = re.compile(
            rf"[.]?\s{{0,2}}(?:(?:{link})(?:[.:]\s{{0,2}}|\s{{1,2}}|(?={_TIGHT}))|{_MARKS}\s{{0,2}}){{0,5}}",
            re.IGNORECASE,
        )
        self._stop = re.compile(
            rf"[:=]\s{{0,2}}{_OPENERS}?|\s(?:{be})\s{{1,2}}{_OPENERS}?|{_OPENERS}", re.IGNORECASE
        )
        self._mark = re.compile(rf"[:=]|{_OPENERS}|\b(?:{be})\b", re.IGNORECASE)
        self._words = {n: re.compile(rf"(?: [^\W\d_]{{1,20}}){{{n}}} ") for n in (1, 2)}
        self._answer = re.compile(
            r"[^\n]{0,60}\n\s{0,3}[>*\-–—]?\s?(?:[^\W\d_][^\W\d_ ]{0,20}(?: [^\W\d_]{1,15})?:\s{0,2})?"
        )
        self._next = re.compile(
            rf"""["'”“»)]?\s{{0,2}}(?:[,;/&|+]\s{{0,3}}(?:(?P<last>{joined})\s)?|(?P<final>{joined})\s)\s{{0,2}}{_OPENERS}?""",
            re.IGNORECASE,
        )
        self._back = re.compile(
            rf"""["'”“»)]?\s{{0,2}}(?:(?:{be})\s{{1,2}}(?:[^\W\d_]+\s){{0,2}})?$""", re.IGNORECASE
        )

    def starts(self, text: str, end: int, reach: str) -> Iterator[int]:
        """Yield the places after a cue that ends at `end` where its value may begin, the likeliest first."""
        first = self._after_link(text, end)
        if reach != "marked" or self._mark.search(text, end, first):
            yield first
        if reach == "sentence":
            yield from (place for place in first_numbers(text, first) if place > first)
        elif reach == "line":
            yield from self._answers(text, end)
        elif reach not in ("direct", "marked"):
            yield from self._farther(text, end, first, reach)

    def _farther(self, text: str, end: int, first: int, reach: str) -> Iterator[int]:
        """Yield the places behind other words."""
        stop = _sentence_end(text, end)
        for place in islice(self._stop.finditer(text, end, stop), _MOST_STOPS):
            if place.end() > first:
                yield self._after_link(text, place.end())
        if reach == "words":
            for count in (1, 2):
                words = self._words[count].match(text, end, stop)
                if words:
                    yield words.end()
        if reach == "answer":
            yield from self._answers(text, end)

    def _answers(self, text: str, end: int) -> Iterator[int]:
        answer = self._answer.match(text, end)
        if answer:
            yield answer.end()

    def _after_link(self, text: str, start: int) -> int:
        match = self._direct.match(text, start)
        return match.end() if match else start

    def next_start(self, text: str, end: int) -> tuple[int, bool] | None:
        """Return where the next item of a list may begin, and whether a word such as "and" announces it."""
        match = self._next.match(text, end)
        return (match.end(), bool(match["last"] or match["final"])) if match else None

    def leads_back(self, between: str) -> bool:
        """Tell whether what stands between a value and a later cue joins the two ("4896 is the code")."""
        return self._back.fullmatch(between) is not None


def _sentence_end(text: str, start: int) -> int:
    """Return where the sentence after a cue ends, at most `_AHEAD` characters on."""
    limit = min(len(text), start + _AHEAD)
    for mark in ("\n", ". ", "? ", "! "):
        place = text.find(mark, start, limit)
        if place >= 0:
            limit = place
    return limit


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in set(words)), key=lambda word: (-len(word), word)))
