# ruff: noqa: PLR2004, SIM905 - lengths of words are the subject, and word lists read best as text
"""Where exactly a known value is written, once one of its keys was found: whole words, whole numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

from pii_guard.detect.lazy import lazy

# Before a phone number's national part: "+44 ", "0044", "(0)", "0".
_PREFIX = lazy(
    r"(?:(?:\+|00)[\s(]?\d{1,3}[\s\u00a0().-]{0,2}(?:\(?0\)?[\s\u00a0().-]{0,2})?|(?<!\d)\(?0[\s\u00a0().-]{0,1}|(?<!\d)\d{1,3}|\(|\+)$"
)
_MASKING = lazy(r"[*•…xX.]{2,}")
_WIDEST_GAP = 3
# What may stand between the groups of one number, and how much of it.
SEPARATING = frozenset(" \t\r\n\u00a0\u2009\u202f()./·‐‑‒–—_#:-")
REMOVED = {ord(char): None for char in SEPARATING}


class Key(NamedTuple):
    """What one key of an automaton stands for.

    Attributes:
        owner: Index of the known value.
        entity_type: Type of a detection made through it.
        how: `exact` for the value's own text, else `part`.
        rule: `text`, `handle`, `mail_domain`, `mail_cut`, `mail_tail`, `compact`, `phone` or `street`.
        extra: What the rule needs besides: the whole value, or a house number.
    """

    owner: int
    entity_type: str
    how: str
    rule: str
    extra: str = ""


def text_span(low: str, start: int, end: int, key: Key) -> tuple[int, int] | None:
    """Return the span of a literal hit when it stands there as a whole word, else None."""
    if key.rule in _MAIL_RULES:
        return _MAIL_RULES[key.rule](low, start, end, key.extra)
    if start and _wordly(low[start - 1]) and _wordly(low[start]):
        return None
    if end < len(low) and _wordly(low[end]) and _wordly(low[end - 1]):
        return None
    return _handle(low, start, end) if key.rule == "handle" else (start, end)


def _wordly(char: str) -> bool:
    return char.isalnum() or char == "_"


def _handle(low: str, start: int, end: int) -> tuple[int, int] | None:
    """Find a handle with its @; one without must be long enough, and no part of something longer."""
    at = start > 0 and low[start - 1] == "@"
    part_before = not at and start > 1 and low[start - 1] in ".-" and low[start - 2].isalnum()
    after = low[end : end + 1]
    part_after = after == "@" or (after in (".", "-") and low[end + 1 : end + 2].isalnum())
    if part_before or part_after or not (at or end - start > 3):
        return None
    return start - at, end


def _masked_mail(low: str, start: int, end: int, local: str) -> tuple[int, int] | None:
    """Find "m.k***@example.com": masked, and yet it names the person's address."""
    begin = start
    while (
        begin and start - begin < 64 and not low[begin - 1].isspace() and low[begin - 1] not in "<>()\"',;:"
    ):
        begin -= 1
    shown = low[begin:start]
    mask = _MASKING.search(shown)
    if mask is None or not local.startswith(shown[: mask.start()]) or not local.endswith(shown[mask.end() :]):
        return None
    return (begin, end) if len(shown) > mask.end() - mask.start() else None


def _cut_mail(low: str, start: int, end: int, address: str) -> tuple[int, int] | None:
    """Find "m.kea…": the beginning of an address, cut off inside a word and no word itself."""
    if start and (low[start - 1].isalnum() or low[start - 1] in "._-@"):
        return None
    stop = end
    while stop < len(low) and stop - start < len(address) and low[stop] == address[stop - start]:
        stop += 1
    shown = low[start:stop].rstrip(".")
    stop = start + len(shown)
    cut = len(shown) < len(address) and address[len(shown)].isalnum() and shown[-1].isalnum()
    follows = low[stop : stop + 1]
    if not cut or follows.isalnum() or not re.search(r"[._@\d-]", shown) or len(shown) < 4:
        return None
    return start, stop


def _mail_tail(low: str, start: int, end: int, address: str) -> tuple[int, int] | None:
    """Find "ple.com": the end of an address, cut off inside a word."""
    begin, left = start, len(address) - (end - start)
    while begin and left and low[begin - 1] == address[left - 1]:
        begin, left = begin - 1, left - 1
    cut = left > 0 and address[left - 1].isalnum() and low[begin].isalnum()
    touches = begin > 0 and (low[begin - 1].isalnum() or low[begin - 1] in "@_-")
    return None if not cut or touches or low[end : end + 1].isalnum() else (begin, end)


_MAIL_RULES = {"mail_domain": _masked_mail, "mail_cut": _cut_mail, "mail_tail": _mail_tail}


def one_number(places: list[int], first: int, last: int) -> bool:
    """Whether characters that follow one another in the compact text belong together in the original."""
    return all(places[i] - places[i - 1] <= _WIDEST_GAP + 1 for i in range(first + 1, last))


def identifier_span(low: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of an identifier that is not the middle of a longer one, else None."""
    if start and low[start - 1].isalnum() and not (low[start - 1].isalpha() and low[start].isdigit()):
        return None
    if end < len(low) and low[end].isalnum():
        return None
    return start, end


def phone_span(low: str, start: int, end: int) -> tuple[int, int] | None:
    """Widen a phone number's national part by its prefix, and refuse a longer number's middle."""
    if end < len(low) and low[end].isdigit():
        return None
    prefix = _PREFIX.search(low, max(0, start - 12), start)
    if prefix is not None:
        start = prefix.start()
    if start and low[start - 1].isdigit():
        return None
    return start, end


def with_house_number(low: str, start: int, end: int, number: str) -> tuple[int, int] | None:
    """Find a street's main word with its house number beside it: "27 Heron Close", "Portowej 3"."""
    after = re.compile(r"[^\n\d;:!?]{0,24}?(?<![^\W_])" + re.escape(number) + r"(?![^\W_])").match(low, end)
    if after is not None and ". " not in after.group():
        return start, after.end()
    before = re.compile(r"(?<![^\W_])" + re.escape(number) + r",? (?:[^\W\d_]{1,12}\.? ){0,2}$").search(
        low, max(0, start - 24), start
    )
    if before is None:
        return None
    word = re.compile(r" [^\W\d_]{2,14}").match(low, end)
    return before.start(), word.end() if word is not None and word.group().strip() in _STREET_WORDS else end


_STREET_WORDS = frozenset(
    "street st road rd avenue ave lane ln drive dr close court ct way place pl terrace gardens square "
    "crescent boulevard blvd walk cottages brae hill".split()
)
