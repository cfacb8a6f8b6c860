"""All pattern and cued rules in one pass over a text, in time linear in its length.

An automaton finds the context words and a RE2 set tells which distinctive patterns occur at all; only then are
single expressions run, and only validators of what they found. A rule that counts for nothing without a context
word is not even looked at where no such word stands, so hundreds of national numbers cost nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import re2

from pii_guard.detect.folding import fold
from pii_guard.detect.links import Links
from pii_guard.detect.packs import Scores
from pii_guard.detect.prefilter import Prefilter, options
from pii_guard.detect.reading import Reading
from pii_guard.detect.types import Detection
from pii_guard.detect.validators import VALIDATORS
from pii_guard.detect.words import Hit, Words
from pii_guard.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pii_guard.detect.packs import Pack, Pattern, Recognizer

REPORT_FROM = 0.4
CUE_REACH = 160
CUE_BACK = 48
UNLESS_REACH = 24
LIST_REACH = 12
MOST_LISTED = 20
PART_DEPTH = 5
DIGIT_REACH = 40
_DIGIT = re.compile(r"\d")
_PART = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class _Compiled:
    """A rule with one of its expressions, which is compiled when it is first needed."""

    rule: Recognizer
    scores: Scores
    expression: str
    groups: frozenset[str]
    rejected: frozenset[str]
    tail: _Compiled | None = None

    @cached_property
    def regex(self) -> re2._Regexp:
        return re2.compile(self.expression.encode(), options())

    @cached_property
    def value(self) -> int:
        """The number of the group that holds the value."""
        number: int = self.regex.groupindex.get(b"value", 0)
        return number


class Scanner:
    """The rules of all packs, compiled once; safe to share between threads.

    Args:
        packs: Recognizer packs.

    Raises:
        PolicyError: An expression is not RE2, or a validator or part is unknown.
    """

    def __init__(self, packs: Sequence[Pack]) -> None:
        rules = [rule for pack in packs for rule in pack.recognizers]
        words: dict[str, list[str]] = defaultdict(list)
        for pack in packs:
            for group, by_language in pack.words.items():
                words[group].extend(w for ws in by_language.values() for w in ws)
        used = {g for rule in rules for g in (*rule.context, *rule.cues, *rule.unless, *rule.needs)}
        extra = {"phone", "not_phone"}
        self._words = Words({group: ws for group, ws in words.items() if group in used or group in extra})
        self._links = Links(words)
        self._parts = {name: part for pack in packs for name, part in pack.parts.items()}
        self._rejected = {
            g: frozenset(map(fold, ws)) for g, ws in words.items() if any(g in r.reject for r in rules)
        }
        self._always: list[_Compiled] = []
        self._weak: list[_Compiled] = []
        self._cued: dict[str, list[_Compiled]] = {}
        for rule in rules:
            self._take(rule)
        self._always_filter = Prefilter([compiled.expression for compiled in self._always])
        self._weak_filter = Prefilter([compiled.expression for compiled in self._weak])
        self._weak_by_group: dict[str, set[int]] = defaultdict(set)
        self._weak_by_region: dict[str, set[int]] = defaultdict(set)
        for number, compiled in enumerate(self._weak):
            for group in compiled.groups:
                self._weak_by_group[group].add(number)
            if compiled.rule.country and compiled.scores.region >= REPORT_FROM:
                self._weak_by_region[compiled.rule.country].add(number)

    def _take(self, rule: Recognizer) -> None:
        if rule.validator and rule.validator not in VALIDATORS:
            raise PolicyError(f"recognizer {rule.name!r}: unknown validator {rule.validator!r}")
        for pattern in rule.patterns:
            self._add(rule, pattern)
        if rule.value is None:
            return
        same = rule.score
        scores = Scores(form=same, valid=same, region=same, context=same, both=same)
        compiled = self._compile(rule, scores, rule.value)
        if rule.tail is not None:
            compiled = replace(compiled, tail=self._compile(rule, scores, rule.tail))
        for group in rule.cues:
            self._cued.setdefault(group, []).append(compiled)

    def _add(self, rule: Recognizer, pattern: Pattern) -> None:
        compiled = self._compile(rule, pattern.table, pattern.regex)
        if max(pattern.table.form, pattern.table.valid) >= REPORT_FROM:
            self._always.append(compiled)
        else:
            self._weak.append(compiled)

    def _compile(self, rule: Recognizer, scores: Scores, expression: str) -> _Compiled:
        expression = self._expand(rule, expression)
        expression = f"(?i){expression}" if rule.case == "any" else expression
        _check_syntax(rule, expression)
        rejected = frozenset[str]().union(*(self._rejected[group] for group in rule.reject))
        return _Compiled(rule, scores, expression, frozenset(rule.context), rejected)

    def _expand(self, rule: Recognizer, expression: str) -> str:
        """Put the parts in, which may hold parts themselves."""
        for _ in range(PART_DEPTH):
            names = [match[1] for match in _PART.finditer(expression)]
            if not names:
                return expression
            unknown = next((name for name in names if name not in self._parts), None)
            if unknown is not None:
                raise PolicyError(f"recognizer {rule.name!r}: unknown part {unknown!r}")
            expression = _PART.sub(lambda match: self._parts[match[1]], expression)
        raise PolicyError(f"recognizer {rule.name!r}: parts are nested too deep")

    def read(self, text: str, regions: frozenset[str] = frozenset(), folded: str | None = None) -> Reading:
        """Make a text ready for rules."""
        try:
            data = text.encode()
        except UnicodeEncodeError:  # lone surrogates; "?" keeps the offsets
            data = text.encode("utf-8", "replace")
            text = data.decode()
            folded = None
        folded = fold(text) if folded is None else folded
        hits: dict[str, list[Hit]] = defaultdict(list)
        for hit in self._words.find(folded):
            hits[hit.group].append(hit)
        for listed in hits.values():
            listed.sort()
        return Reading(text, data, folded, dict(hits), regions)

    def scan(self, text: str, regions: frozenset[str] = frozenset()) -> list[Detection]:
        """Return what the rules find, overlaps included; offsets in code points of `text`."""
        return self.find(self.read(text, regions))

    def find(self, reading: Reading) -> list[Detection]:
        """Return what the rules find in a prepared text; see `scan`."""
        found: list[Detection] = []
        for number in self._always_filter.occurring(reading.data):
            _run(self._always[number], reading, found)
        wanted: set[int] = set()
        for group in reading.hits:
            wanted |= self._weak_by_group.get(group, frozenset())
        for region in reading.regions:
            wanted |= self._weak_by_region.get(region, frozenset())
        if wanted:
            for number in self._weak_filter.occurring(reading.data, wanted):
                _run(self._weak[number], reading, found)
        for group in reading.hits:
            rules = self._cued.get(group)
            if rules:
                self._follow_all(rules, reading.hits[group], reading, found)
        return found

    def _follow_all(
        self, rules: list[_Compiled], hits: Sequence[Hit], reading: Reading, found: list[Detection]
    ) -> None:
        seen: set[int] = set()
        for hit in hits:
            if hit.end in seen:  # "order number" and "number": the longer one, which comes first, is enough
                continue
            seen.add(hit.end)
            starts: dict[str, list[int]] = {}
            for compiled in rules:
                reach = compiled.rule.reach
                if reach not in starts:
                    starts[reach] = list(self._links.starts(reading.text, hit.end, reach))
                self._follow(compiled, hit, starts[reach], reading, found)

    def _follow(
        self, compiled: _Compiled, hit: Hit, starts: Sequence[int], reading: Reading, found: list[Detection]
    ) -> None:
        """Match a cued rule's value after its cue, and the list that it may begin."""
        rule = compiled.rule
        for start in starts:
            if rule.digits and not _DIGIT.search(reading.text, start, start + DIGIT_REACH):
                continue
            span = _value_at(compiled, reading.text, start)
            if span is None:
                continue
            detection = _cued(compiled, hit, reading, *span)
            if detection is not None:
                found.append(detection)
                if rule.lists:
                    self._follow_list(compiled, hit, reading, span, found)
                return
        if rule.cue_after:
            self._look_back(compiled, hit, reading, found)

    def _follow_list(
        self, compiled: _Compiled, hit: Hit, reading: Reading, first: tuple[int, int], found: list[Detection]
    ) -> None:
        end = first[1]
        bracketed = reading.text[first[0] - 1 : first[0]] == "("
        for count in range(MOST_LISTED):
            place = self._links.next_start(reading.text, end)
            if place is None:
                return
            start, announced = place
            span = _value_at(compiled, reading.text, start)
            if span is None and compiled.tail is not None and (bracketed or (announced and count)):
                span = _value_at(compiled.tail, reading.text, start)
            detection = _cued(compiled, hit, reading, *span) if span else None
            if span is None or detection is None:
                return
            found.append(detection)
            end = span[1]

    def _look_back(self, compiled: _Compiled, hit: Hit, reading: Reading, found: list[Detection]) -> None:
        """Match a value that stands before its cue: "4896 is the code"."""
        low = max(0, hit.start - CUE_BACK)
        before = reading.text[low : hit.start]
        data = before.encode()
        for match in compiled.regex.finditer(data):
            start, end = match.span(compiled.value)
            start, end = low + _length(data[:start]), low + _length(data[:end])
            if start < end and self._links.leads_back(reading.text[end : hit.start]):
                detection = _cued(compiled, hit, reading, start, end)
                if detection is not None:
                    found.append(detection)


def _check_syntax(rule: Recognizer, expression: str) -> None:
    """Refuse what RE2 refuses; parsing alone costs a tenth of compiling, which waits until it is needed."""
    try:
        re2.Set.SearchSet(options()).Add(expression.encode())
    except re2.error:
        try:
            re2.compile(expression.encode(), options())
            detail = "not RE2 syntax"
        except re2.error as error:
            detail = (
                error.args[0].decode()
                if error.args and isinstance(error.args[0], bytes)
                else "not RE2 syntax"
            )
        raise PolicyError(
            f"recognizer {rule.name!r}: {detail}", hint="Use RE2 syntax: no look-around, no back-references."
        ) from None


def _value_at(compiled: _Compiled, text: str, start: int) -> tuple[int, int] | None:
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
    low_char = _length(data[:low])
    return start + low_char, start + low_char + _length(data[low:high])


def _cued(compiled: _Compiled, hit: Hit, reading: Reading, start: int, end: int) -> Detection | None:
    """Judge the value of a cued rule."""
    rule = compiled.rule
    text = reading.text
    if not (_bounded(text, start, end, rule.boundary) and _worthy(compiled, text[start:end])):
        return None
    if rule.needs and not reading.within(rule.needs, start - rule.before, end + rule.after):
        return None
    if rule.unless and _other_cue(rule, reading, hit, start):
        return None
    why = [f"cued:{rule.name}", f"context:{hit.group}"]
    if rule.validator:
        passed = VALIDATORS[rule.validator](text[start:end])
        if not passed and rule.invalid == "veto":
            return None
        why.append("checksum_ok" if passed else "checksum_failed")
    subtype = rule.subtypes.get(hit.group, rule.subtype)
    return Detection(start, end, rule.entity_type, rule.score, rule.name, tuple(why), subtype=subtype)


def _run(compiled: _Compiled, reading: Reading, found: list[Detection]) -> None:
    """Run one pattern over a text."""
    previous = -LIST_REACH - 1
    shape = ""
    for start, end in _spans(compiled, reading):
        if not _bounded(reading.text, start, end, compiled.rule.boundary):
            continue
        listed = 0 <= start - previous <= LIST_REACH and _shape(reading.text[start:end]) == shape
        detection = _judge(compiled, reading, start, end, listed=listed)
        if detection is not None:
            found.append(detection)
            if "list" in detection.why or any(why.startswith("context") for why in detection.why):
                previous, shape = end, _shape(reading.text[start:end])


def _shape(value: str) -> str:
    """Return how a value is written: items of one list are written alike."""
    return "".join("9" if char.isdigit() else "a" if char.isalpha() else char for char in value)


def _worthy(compiled: _Compiled, value: str) -> bool:
    """Tell whether a value has the digits and letters that its rule wants, and is not a rejected word."""
    rule = compiled.rule
    if rule.digits and sum(map(str.isdigit, value)) < rule.digits:
        return False
    if rule.letters and sum(map(str.isalpha, value)) < rule.letters:
        return False
    return not compiled.rejected or fold(value) not in compiled.rejected


def _spans(compiled: _Compiled, reading: Reading) -> Iterator[tuple[int, int]]:
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
        at_char += _length(data[at_byte:start])
        at_byte = start
        yield at_char, at_char + _length(data[start:end])


def _length(data: bytes) -> int:
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
    if before in ".,-" and start > 1 and text[start - 2].isdigit():
        return False
    return not (after in ".,-" and end + 1 < len(text) and text[end + 1].isdigit())


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
    """Tell whether a look-alike word is joined to a cue: right before it ("error code"), in it, or after it."""
    return any(
        word.end >= hit.start - 1 and word.start < start and word.end <= max(start, hit.end)
        for group in rule.unless
        for word in reading.words(group, hit.start - 1, start)
    )


def _judge(compiled: _Compiled, reading: Reading, start: int, end: int, *, listed: bool) -> Detection | None:
    """Weigh the evidence for one candidate; see `packs.Scores`."""
    rule, scores = compiled.rule, compiled.scores
    hit = reading.near(compiled.groups, start, end, rule.before, rule.after) if compiled.groups else None
    supported = hit is not None or listed
    if _excused(rule, reading, start, end) or not _worthy(compiled, reading.text[start:end]):
        return None
    why = [f"pattern:{rule.name}"]
    passed: bool | None = None
    if rule.validator:
        passed = VALIDATORS[rule.validator](reading.text[start:end])
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


__all__ = ["REPORT_FROM", "Reading", "Scanner"]
