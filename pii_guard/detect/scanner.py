"""All pattern and cued rules in one pass over a text, in time linear in its length.

An automaton finds the context words and a RE2 set tells which distinctive patterns occur at all; only then are
single expressions run, and only validators of what they found. A rule that counts for nothing without a context
word is not even looked at where no such word stands, so hundreds of national numbers cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import re2

from pii_guard.detect.folding import fold
from pii_guard.detect.packs import Scores
from pii_guard.detect.types import Detection
from pii_guard.detect.validators import VALIDATORS
from pii_guard.detect.words import Hit, Words
from pii_guard.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pii_guard.detect.packs import Pack, Pattern, Recognizer

REPORT_FROM = 0.4
CUE_REACH = 160
UNLESS_REACH = 24
LIST_REACH = 12
_MEMORY = 64 << 20
_LINK = r"""(?:\s{0,3}(?:[:=#.,>(\["'“”„«»*\-–—|/]|(?:%s)\b)){0,5}\s{0,3}"""


class Reading(NamedTuple):
    """A text made ready for rules: encoded, folded, with its context words.

    Attributes:
        text: The text of a view.
        data: The same in UTF-8.
        folded: The same folded; offsets equal those of `text`.
        hits: Context words by group, in order.
        regions: Countries that are expected here, ISO 3166 codes.
    """

    text: str
    data: bytes
    folded: str
    hits: dict[str, list[Hit]]
    regions: frozenset[str]

    def near(self, groups: Collection[str], start: int, end: int, before: int, after: int) -> Hit | None:
        """Return the context word nearest to a span, unless another number stands between the two."""
        best: Hit | None = None
        distance = before + after + 1
        for group in groups:
            for hit in self.hits.get(group, ()):
                gap = start - hit.end if hit.end <= start else hit.start - end
                inside = hit.start < end and hit.end > start
                reach = before if hit.end <= start else after
                if inside or gap > reach or gap >= distance:
                    continue
                between = self.text[hit.end : start] if hit.end <= start else self.text[end : hit.start]
                if gap and _holds_number(between):
                    continue
                best, distance = hit, gap
        return best


def _holds_number(text: str) -> bool:
    """Tell whether a text holds a number of four digits or more: it would use up the context word."""
    run = 0
    for char in text:
        if char.isdigit():
            run += 1
            if run >= 4:  # noqa: PLR2004 - a year or more
                return True
        elif char not in " .-":
            run = 0
    return False


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Recognizer
    scores: Scores
    regex: re2._Regexp
    valued: bool
    groups: frozenset[str]


class Scanner:
    """The rules of all packs, compiled once; safe to share between threads.

    Args:
        packs: Recognizer packs.

    Raises:
        PolicyError: An expression is not RE2, or a validator is unknown.
    """

    def __init__(self, packs: Sequence[Pack]) -> None:
        rules = [rule for pack in packs for rule in pack.recognizers]
        words: dict[str, list[str]] = {}
        for pack in packs:
            for group, by_language in pack.words.items():
                words.setdefault(group, []).extend(w for ws in by_language.values() for w in ws)
        self._words = Words(words)
        self._link = _LINK % "|".join(sorted((re2.escape(w) for w in words.get("link", ["is"])), key=len, reverse=True))
        self._set = re2.Set.SearchSet(_options())
        self._always: list[_Compiled] = []
        self._by_region: list[_Compiled] = []
        self._by_group: dict[str, list[_Compiled]] = {}
        self._cued: dict[str, list[_Compiled]] = {}
        for rule in rules:
            if rule.validator and rule.validator not in VALIDATORS:
                raise PolicyError(f"recognizer {rule.name!r}: unknown validator {rule.validator!r}")
            for pattern in rule.patterns:
                self._add(rule, pattern)
            for group in rule.cues:
                self._cued.setdefault(group, []).append(self._compile_cued(rule))
        if self._always:
            self._set.Compile()

    def _add(self, rule: Recognizer, pattern: Pattern) -> None:
        expression = f"(?i){pattern.regex}" if rule.case == "any" else pattern.regex
        compiled = _compile(rule, pattern.table, expression)
        if max(pattern.table.form, pattern.table.valid) >= REPORT_FROM:
            self._set.Add(expression.encode())
            self._always.append(compiled)
            return
        if rule.country and pattern.table.region >= REPORT_FROM:
            self._by_region.append(compiled)
        for group in rule.context:
            self._by_group.setdefault(group, []).append(compiled)

    def _compile_cued(self, rule: Recognizer) -> _Compiled:
        link = self._link if rule.link is None else rule.link
        prefix = "(?i)" if rule.case == "any" else ""
        scores = Scores(form=rule.score, valid=rule.score, region=rule.score, context=rule.score, both=rule.score)
        return _compile(rule, scores, f"{prefix}^(?:(?i:{link}))(?P<value>{rule.value})")

    def read(self, text: str, regions: frozenset[str] = frozenset(), folded: str | None = None) -> Reading:
        """Make a text ready for rules."""
        folded = fold(text) if folded is None else folded
        hits: dict[str, list[Hit]] = {}
        for hit in self._words.find(folded):
            hits.setdefault(hit.group, []).append(hit)
        return Reading(text, text.encode("utf-8", "surrogatepass"), folded, hits, regions)

    def scan(self, text: str, regions: frozenset[str] = frozenset()) -> list[Detection]:
        """Return what the rules find, overlaps included; offsets in code points of `text`."""
        return self.find(self.read(text, regions))

    def find(self, reading: Reading) -> list[Detection]:
        """Return what the rules find in a prepared text; see `scan`."""
        found: list[Detection] = []
        done: set[int] = set()
        if self._always:
            for index in self._set.Match(reading.data):
                self._run(self._always[index], reading, found)
        for compiled in self._by_region:
            if compiled.rule.country in reading.regions and id(compiled) not in done:
                done.add(id(compiled))
                self._run(compiled, reading, found)
        for group in reading.hits:
            for compiled in self._by_group.get(group, ()):
                if id(compiled) not in done:
                    done.add(id(compiled))
                    self._run(compiled, reading, found)
            for compiled in self._cued.get(group, ()):
                for hit in reading.hits[group]:
                    self._follow(compiled, hit, reading, found)
        return found

    def _run(self, compiled: _Compiled, reading: Reading, found: list[Detection]) -> None:
        previous = -LIST_REACH
        for start, end in _spans(compiled, reading):
            if not _bounded(reading.text, start, end, compiled.rule.boundary):
                continue
            listed = 0 <= start - previous <= LIST_REACH
            detection = _judge(compiled, reading, start, end, listed=listed)
            if detection is not None:
                found.append(detection)
                if any(why.startswith(("context", "list")) for why in detection.why):
                    previous = end

    def _follow(self, compiled: _Compiled, hit: Hit, reading: Reading, found: list[Detection]) -> None:
        """Match a cued rule's value right after its cue."""
        rest = reading.text[hit.end : hit.end + CUE_REACH]
        match = compiled.regex.search(rest)
        if match is None:
            return
        start, end = (hit.end + offset for offset in match.span("value"))
        rule = compiled.rule
        if start == end or not _bounded(reading.text, start, end, rule.boundary) or _excused(rule, reading, start, end):
            return
        why = [f"cued:{rule.name}", f"context:{hit.group}"]
        if rule.validator:
            passed = VALIDATORS[rule.validator](reading.text[start:end])
            if not passed and rule.invalid == "veto":
                return
            why.append("checksum_ok" if passed else "checksum_failed")
        found.append(Detection(start, end, rule.entity_type, rule.score, rule.name, tuple(why), subtype=rule.subtype))


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return options


def _compile(rule: Recognizer, scores: Scores, expression: str) -> _Compiled:
    try:
        regex = re2.compile(expression.encode() if rule.patterns else expression, _options())
    except re2.error as error:
        detail = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else "not RE2 syntax"
        raise PolicyError(f"recognizer {rule.name!r}: {detail}", hint="Use RE2 syntax: no look-around, no back-references.") from None
    names = {name.decode() if isinstance(name, bytes) else name for name in regex.groupindex}
    return _Compiled(rule, scores, regex, "value" in names, frozenset(rule.context))


def _spans(compiled: _Compiled, reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the values' spans in code points."""
    data = reading.data
    plain = len(data) == len(reading.text)
    at_byte = at_char = 0
    group: str | int | bytes = "value" if compiled.valued else 0
    for match in compiled.regex.finditer(data):
        start, end = match.span(group)
        if start < 0 or start == end:
            continue
        if plain:
            yield start, end
            continue
        at_char += _length(data[at_byte:start])
        at_byte = start
        yield at_char, at_char + _length(data[start:end])


def _length(data: bytes) -> int:
    """Return the number of code points of UTF-8 data, lone surrogates included."""
    return len(data.decode("utf-8", "surrogatepass"))


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


def _judge(compiled: _Compiled, reading: Reading, start: int, end: int, *, listed: bool) -> Detection | None:
    """Weigh the evidence for one candidate; see `packs.Scores`."""
    rule, scores = compiled.rule, compiled.scores
    hit = reading.near(compiled.groups, start, end, rule.before, rule.after) if compiled.groups else None
    supported = hit is not None or listed
    if _excused(rule, reading, start, end):
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
    return Detection(start, end, rule.entity_type, score, rule.name, tuple(why), subtype=rule.subtype)


__all__ = ["REPORT_FROM", "Reading", "Scanner"]
