"""The first number in what is said after a cue: in the rest of its sentence, or in what answers it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

_AHEAD = 90
_ANSWER_SENTENCES = 2
_DIGIT = lazy(r"\d")
_STOP = lazy(r"\?|\n|[.!](?=\s+[^\W\d_a-z])")
# The next speaker of a transcript: "\nCustomer: ".
_SPEAKER = lazy(r"[.!]?\s{0,2}\n\s{0,3}[>*\-–—]?\s?[^\W\d_][^\W\d_ ]{0,20}(?: [^\W\d_]{1,15})?\s?:\s{1,2}")
_OPENING = "([{<\"'“”„«»‘’|=:,;"
_CURRENCY = ("€", "$", "£", "kr", "zł")
_UNITS = (
    r"kr|eur|euro?s?|usd|gbp|chf|pln|z[lł]|kč|ft|lei|tl|sek|nok|dkk|gb|mb|kb|kg|km|cm|mm|ml|kwh|min|mins?|minut\w*|minuut"
    r"|minuten|sec|sek|stunden?|hours?|hrs?|tim|timmar|timer|dagar|dage?|dager|days?|tage?|jours?|d[ií]as?|giorni|dias"
    r"|dni|dana|dagen|päivää|dní|weeks?|veckor|wochen|semaines|months?|years?|år|jahre?|ans|años|anni|anos|jaar|lat|let"
    r"|times|gånger|gange|mal|fois|veces|volte|vezes|keer|razy|krát|puta|x|st|stk|pcs"
)
_QUANTITY = lazy(rf"\d[\d.,]*[ \u00a0]?(?:%|€|\$|£|°|(?:{_UNITS})(?!\w))", re.IGNORECASE)


def first_numbers(text: str, start: int) -> Iterator[int]:
    """Yield where the first token with a digit may begin: the token before it ("May 3"), it, the digit.

    A question hands on to its answer, a speaker to the next one, a label alone on its line to the next line.
    A quantity ("15 minutes") is no such number, and uses up the cue.
    """
    digit = _DIGIT.search(text, start, _said_until(text, start))
    if digit is None or _is_quantity(text, digit.start()):
        return
    token = _token_start(text, start, digit.start())
    before = _token_start(text, start, token - 1) if token - 1 > start else token
    if before < token:
        yield before
    yield token
    if token < digit.start():
        yield digit.start()


def _token_start(text: str, low: int, place: int) -> int:
    """Return where the token that holds a place begins."""
    while place > low and not (text[place - 1].isspace() or text[place - 1] in _OPENING):
        place -= 1
    return place


def _is_quantity(text: str, place: int) -> bool:
    """Tell whether a number counts or measures something: "20 %", "15 minutes", "€ 12"."""
    return _QUANTITY.match(text, place) is not None or text[max(0, place - 2) : place].strip() in _CURRENCY


def _said_until(text: str, start: int) -> int:
    """Return where a sentence ends, with its answer."""
    limit = min(len(text), start + _AHEAD)
    answers = 0
    place = start
    while (stop := _STOP.search(text, place, limit)) is not None:
        place = stop.end()
        speaker = _SPEAKER.match(text, stop.start(), limit) if stop[0] != "?" else None
        if speaker and not answers:
            place, answers = speaker.end(), 1
        elif stop[0] == "?":
            answers = _ANSWER_SENTENCES
        elif stop[0] == "\n" and (answers or not text[start : stop.start()].strip(" :*-|\t")):
            answers = max(answers, 1)
        elif answers:
            answers -= 1
        else:
            return stop.start()
    return limit
