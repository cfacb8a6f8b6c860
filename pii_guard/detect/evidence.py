"""Weighing one candidate: where it is, what touches it, which words stand near, what its checksum says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import re2

from pii_guard.detect.folding import fold
from pii_guard.detect.prefilter import options
from pii_guard.detect.types import Detection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pii_guard.detect.packs import Recognizer, Scores
    from pii_guard.detect.reading import Reading
    from pii_guard.detect.words import Hit

REPORT_FROM = 0.4
CUE_REACH = 160
UNLESS_REACH = 24
LIST_REACH = 12
_SHORT_YEAR = 2
_APOSTROPHES = ("'", "’")


@dataclass(frozen=True)
class Compiled:
    """A rule with one of its expressions, which is compiled when it is first needed."""

    rule: Recognizer
    scores: Scores
    expression: str
    groups: tuple[str, ...]
    rejected: frozenset[str]
    tail: Compiled | None = None

    @cached_property
    def regex(self) -> re2._Regexp:
        """The expression, compiled for bytes."""
        return re2.compile(self.expression.encode(), options())

    @cached_property
    def value(self) -> int:
        """The number of the group that holds the value."""
        number: int = self.regex.groupindex.get(b"value", 0)
        return number


def value_at(compiled: Compiled, text: str, start: int) -> tuple[int, int] | None:
    """Match a cued rule's value at a place."""
    data = text[start : start + CUE_REACH].encode()
    match = compiled.regex.match(data)
    if match is None:
        return None
    low, high = match.span(compiled.value)
    if low < 0 or low == high:
        return None
    if data.isascii():
        return start + low, start + high
    low_char = length(data[:low])
    return start + low_char, start + low_char + length(data[low:high])


def judge_cued(compiled: Compiled, hit: Hit, reading: Reading, start: int, end: int) -> Detection | None:
    """Judge the value of a cued rule."""
    rule = compiled.rule
    text = reading.text
    if end - start == _SHORT_YEAR and text[start - 1 : start] in _APOSTROPHES and text[start:end].isdigit():
        start -= 1  # "'82": the link took the apostrophe for a quote
    if not (_bounded(text, start, end, rule.boundary) and _worthy(compiled, text[start:end])):
        return None
    if rule.needs and not reading.within(rule.needs, start - rule.before, end + rule.after):
        return None
    if rule.unless and _other_cue(rule, reading, hit, start):
        return None
    why = [f"cued:{rule.name}", f"context:{hit.group}"]
    if rule.validator:
        passed = reading.passes(rule.validator, text[start:end])
        if not passed and rule.invalid == "veto":
            return None
        why.append("checksum_ok" if passed else "checksum_failed")
    subtype = rule.subtypes.get(hit.group, rule.subtype)
    return Detection(start, end, rule.entity_type, rule.score, rule.name, tuple(why), subtype=subtype)


def run(compiled: Compiled, reading: Reading, found: list[Detection]) -> None:
    """Run one pattern over a text."""
    text, boundary = reading.text, compiled.rule.boundary
    last: tuple[int, int] | None = None  # the last one that a word or a list supports
    for start, end in _spans(compiled, reading):
        if not _bounded(text, start, end, boundary) and not _proven(compiled, reading, start, end):
            continue
        listed = (
            last is not None
            and 0 <= start - last[1] <= LIST_REACH
            and _shape(text[start:end]) == _shape(text[slice(*last)])
        )
        detection = _judge(compiled, reading, start, end, listed=listed)
        if detection is not None:
            found.append(detection)
            if listed or any(why.startswith("context") for why in detection.why):
                last = start, end


def _shape(value: str) -> str:
    """Return how a value is written: items of one list are written alike."""
    return "".join("9" if char.isdigit() else "a" if char.isalpha() else char for char in value)


def _worthy(compiled: Compiled, value: str) -> bool:
    """Tell whether a value has the digits and letters that its rule wants, and is not a rejected word."""
    rule = compiled.rule
    if rule.digits and sum(map(str.isdigit, value)) < rule.digits:
        return False
    if rule.letters and sum(map(str.isalpha, value)) < rule.letters:
        return False
    return not compiled.rejected or fold(value) not in compiled.rejected


def _spans(compiled: Compiled, reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the values' spans in code points."""
    data = reading.data
    plain = len(data) == len(reading.text)
    at_byte = at_char = 0
    for match in compiled.regex.finditer(data):
        start, end = match.span(compiled.value)
        if start < 0 or start == end:
            continue
        if plain:
            yield start, end
            continue
        at_char += length(data[at_byte:start])
        at_byte = start
        yield at_char, at_char + length(data[start:end])


def length(data: bytes) -> int:
    """Return the number of code points of UTF-8 data."""
    return len(data.decode())


def _bounded(text: str, start: int, end: int, boundary: str) -> bool:
    if boundary == "none":
        return True
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if boundary == "word":
        return not (_joins(before, text[start]) or _joins(text[end - 1], after))
    if before.isdigit() or after.isdigit():
        return False
    if before.isalpha() and start > 1 and text[start - 2].isdigit():
        return False  # the tail of a code such as 1Z999AA1...; "card4111" is a card
    if before in ".,-" and start > 1 and text[start - 2].isdigit():
        return False
    return not (after in ".,-" and end + 1 < len(text) and text[end + 1].isdigit())


def _proven(compiled: Compiled, reading: Reading, start: int, end: int) -> bool:
    """Tell whether a value that touches another number is proven by check digits: lists are written "1,2,3".

    A digit right beside it still rules it out: then it is part of a longer number.
    """
    rule, text = compiled.rule, reading.text
    if rule.boundary != "digit" or rule.validator is None or rule.invalid != "veto":
        return False
    if text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isdigit():
        return False
    return reading.passes(rule.validator, text[start:end])


def _joins(left: str, right: str) -> bool:
    """Tell whether two neighbours are part of one word; scripts without spaces never join with Latin ones."""
    if not ((left.isalnum() or left == "_") and (right.isalnum() or right == "_")):
        return False
    return ord(left) < 0x2E80 and ord(right) < 0x2E80  # noqa: PLR2004 - CJK and kana begin here


def _excused(rule: Recognizer, reading: Reading, start: int, end: int) -> bool:
    """Tell whether a look-alike word stands directly before the value, nearer than any context word."""
    if not rule.unless:
        return False
    word = reading.near(rule.unless, start, end, UNLESS_REACH, 0)
    if word is None:
        return False
    context = reading.near(rule.context, start, end, UNLESS_REACH, 0) if rule.context else None
    return context is None or context.end < word.end


def _other_cue(rule: Recognizer, reading: Reading, hit: Hit, start: int) -> bool:
    """Tell whether a look-alike word is joined to a cue: before it ("error code"), in it, or after it."""
    return any(
        word.end >= hit.start - 1 and word.start < start and word.end <= max(start, hit.end)
        for group in rule.unless
        for word in reading.words(group, hit.start - 1, start)
    )


def _judge(compiled: Compiled, reading: Reading, start: int, end: int, *, listed: bool) -> Detection | None:
    """Weigh the evidence for one candidate; see `packs.Scores`."""
    rule, scores = compiled.rule, compiled.scores
    hit = reading.near(compiled.groups, start, end, rule.before, rule.after) if compiled.groups else None
    supported = hit is not None or listed
    if _excused(rule, reading, start, end) or not _worthy(compiled, reading.text[start:end]):
        return None
    why = [f"pattern:{rule.name}"]
    passed: bool | None = None
    if rule.validator:
        passed = reading.passes(rule.validator, reading.text[start:end])
        if not passed and rule.invalid == "veto":
            return None
        why.append("checksum_ok" if passed else "checksum_failed")
    local = rule.country is not None and rule.country in reading.regions
    if supported:
        score = scores.both if passed else scores.context
        why.append(f"context:{hit.group}" if hit else "list")
    elif passed:
        score = max(scores.region, scores.valid) if local else scores.valid
    else:
        score = scores.form
    if local:
        why.append(f"region:{rule.country}")
    if score < REPORT_FROM:
        return None
    subtype = rule.subtypes.get(hit.group, rule.subtype) if hit and rule.subtypes else rule.subtype
    return Detection(start, end, rule.entity_type, score, rule.name, tuple(why), subtype=subtype)
