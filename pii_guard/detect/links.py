"""What may stand between a cue and its value: a colon, "is", "nr.", a few words, a line break."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MARKS = r"""[:=>?("'“”„«»‘’`*|\[–—-]"""
_OPENERS = r"""["'“”„«»‘’`(\[*]"""
_TIGHT = r"""[:=(\["'“„«]"""
_AHEAD = 90
_MOST_STOPS = 3
_ANSWER_SENTENCES = 2
_DIGIT = re.compile(r"\d")
_STOP = re.compile(r"\?|\n|[.!](?=\s+[^\W\d_a-z])")
# The next speaker of a transcript: "\nCustomer: ".
_SPEAKER = re.compile(r"[.!]?\s{0,2}\n\s{0,3}[>*\-–—]?\s?[^\W\d_][^\W\d_ ]{0,20}(?: [^\W\d_]{1,15})?\s?:\s{1,2}")
_BRACKETS = "([{<\"'“”„«»‘’|=:,;"
_CURRENCY = ("€", "$", "£", "kr", "zł")
_QUANTITY = re.compile(
    r"\d[\d.,]*[ \u00a0]?(?:%|€|\$|£|°|(?:kr|eur|euro?s?|usd|gbp|chf|pln|z[lł]|kč|ft|lei|tl|sek|nok|dkk|gb|mb|kb|kg|km|cm"
    r"|mm|ml|kwh|min|mins?|minut\w*|minuut|minuten|sec|sek|stunden?|hours?|hrs?|tim|timmar|timer|dagar|dage?|dager|days?"
    r"|tage?|jours?|d[ií]as?|giorni|dias|dni|dana|dagen|päivää|dní|weeks?|veckor|wochen|semaines|months?|years?|år|jahre?"
    r"|ans|años|anni|anos|jaar|lat|let|times|gånger|gange|mal|fois|veces|volte|vezes|keer|razy|krát|puta|x|st|stk|pcs)"
    r"(?![\w]))",
    re.IGNORECASE,
)


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
        # One mark or word at a time, five at most: "no. is: «".
        self._direct = re.compile(
            rf"[.]?\s{{0,2}}(?:{_MARKS}\s{{0,2}}|(?:{link})(?:[.:]\s{{0,2}}|\s{{1,2}}|(?={_TIGHT}))){{0,5}}",
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
        if reach in ("direct", "marked"):
            return
        if reach == "sentence":
            yield from (place for place in self._first_numbers(text, first) if place > first)
            return
        stop = _sentence_end(text, end)
        for place in islice(self._stop.finditer(text, end, stop), _MOST_STOPS):
            if place.end() > first:
                yield self._after_link(text, place.end())
        if reach == "words":
            for count in (1, 2):
                words = self._words[count].match(text, end, stop)
                if words:
                    yield words.end()
        if reach == "answer" and (answer := self._answer.match(text, end)):
            yield answer.end()

    def _first_numbers(self, text: str, start: int) -> Iterator[int]:
        """Yield where the first token with a digit begins in the rest of what is said, and the token before it.

        A question hands on to its answer, in the same line or the next; a label alone on its line to the next line.
        """
        end = _said_until(text, start)
        digit = _DIGIT.search(text, start, end)
        if digit is None:
            return
        token = _token_start(text, start, digit.start())
        if _is_quantity(text, digit.start()):
            return
        before = _token_start(text, start, token - 1) if token - 1 > start else token
        if before < token:
            yield before
        yield token
        if token < digit.start():
            yield digit.start()

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


def _token_start(text: str, low: int, place: int) -> int:
    """Return where the token that holds a place begins."""
    while place > low and not (text[place - 1].isspace() or text[place - 1] in _BRACKETS):
        place -= 1
    return place


def _is_quantity(text: str, place: int) -> bool:
    """Tell whether a number counts or measures something: "20 %", "15 minutes", "€ 12"."""
    return _QUANTITY.match(text, place) is not None or text[max(0, place - 2) : place].strip() in _CURRENCY


def _said_until(text: str, start: int) -> int:
    """Return where a sentence ends, with the answer if it is a question, or the next line after a label."""
    limit = min(len(text), start + _AHEAD)
    answers = 0
    place = start
    while (stop := _STOP.search(text, place, limit)) is not None:
        place = stop.end()
        speaker = _SPEAKER.match(text, stop.start(), limit) if stop[0] != "?" else None
        if speaker and not answers:
            place, answers = speaker.end(), 1
        elif stop[0].startswith("?"):
            answers = _ANSWER_SENTENCES
        elif stop[0][0] == "\n" and (not text[start : stop.start()].strip(" :*-|\t") or answers):
            answers = max(answers, 1)
        elif answers:
            answers -= 1
        else:
            return stop.start()
    return limit


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
