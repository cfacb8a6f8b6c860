"""All pattern and cued rules in one pass over a text, in time linear in its length.

An automaton finds the context words and RE2 sets tell which patterns can occur at all; only then are single
expressions run, and only validators of what they found. A rule that counts for nothing without a context word
is not even looked at where no such word stands, so hundreds of national numbers cost nothing.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import re2

from pii_guard.detect.evidence import REPORT_FROM, Compiled, judge_cued, length, run, value_at
from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy
from pii_guard.detect.links import Links
from pii_guard.detect.packs import Scores
from pii_guard.detect.prefilter import Prefilter, options
from pii_guard.detect.reading import Reading
from pii_guard.detect.validators import VALIDATORS
from pii_guard.detect.words import Hit, Words
from pii_guard.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.detect.packs import Pack, Pattern, Recognizer
    from pii_guard.detect.types import Detection

# Where a value may begin after a cue, by the cue's end and the reach of the rule; for all rules of one text.
Starts = dict[tuple[int, str], list[int]]

SPEAKER = "speaker"  # a word group of the packs
CUE_BACK = 48
PART_DEPTH = 5
DIGIT_REACH = 40
FARTHEST = 320  # how far after a cue a value can begin, generously, and its digits
_DIGIT = lazy(r"\d")
_PART = lazy(r"\{\{(\w+)\}\}")


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
        extra = {"phone", "not_phone", SPEAKER}
        self._words = Words({group: ws for group, ws in words.items() if group in used or group in extra})
        self._links = Links(words)
        self._parts = {name: part for pack in packs for name, part in pack.parts.items()}
        self._rejected = {
            g: frozenset(map(fold, ws)) for g, ws in words.items() if any(g in r.reject for r in rules)
        }
        self._always: list[Compiled] = []
        self._weak: list[Compiled] = []
        self._cued: dict[str, list[Compiled]] = {}
        for pack in packs:
            for number, rule in enumerate(pack.recognizers):
                try:
                    self._take(rule)
                    if pack.is_users:
                        self._refuse_empty(rule)
                except PolicyError as error:
                    raise PolicyError(f"{pack.place(number)}{error.message}", hint=error.hint) from None
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

    def _refuse_empty(self, rule: Recognizer) -> None:
        """Refuse an expression that matches nothing at all; ours are spared the cost of compiling."""
        for expression in (*(p.regex for p in rule.patterns), rule.value, rule.tail):
            if expression is None:
                continue
            if re2.compile(self._expand(rule, expression).encode(), options()).search(b"") is not None:
                raise PolicyError(f"recognizer {rule.name!r}: an expression matches the empty text")

    def _add(self, rule: Recognizer, pattern: Pattern) -> None:
        compiled = self._compile(rule, pattern.table, pattern.regex)
        if max(pattern.table.form, pattern.table.valid) >= REPORT_FROM:
            self._always.append(compiled)
        else:
            self._weak.append(compiled)

    def _compile(self, rule: Recognizer, scores: Scores, expression: str) -> Compiled:
        expression = self._expand(rule, expression)
        expression = f"(?i){expression}" if rule.case == "any" else expression
        _check_syntax(rule, expression)
        rejected = frozenset[str]().union(*(self._rejected[group] for group in rule.reject))
        return Compiled(rule, scores, expression, rule.context, rejected)

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
        hits: dict[str, list[Hit]] = {}
        for hit in self._words.find(folded):
            listed = hits.get(hit[2])
            if listed is None:
                hits[hit[2]] = [hit]
            else:
                listed.append(hit)
        for listed in hits.values():
            if len(listed) > 1:
                listed.sort()
        if len(hits.get(SPEAKER, ())) > 1:
            _drop_speakers(folded, hits)
        return Reading(text, data, folded, hits, regions, {})

    def scan(self, text: str, regions: frozenset[str] = frozenset()) -> list[Detection]:
        """Return what the rules find, overlaps included; offsets in code points of `text`."""
        return self.find(self.read(text, regions))

    def find(self, reading: Reading) -> list[Detection]:
        """Return what the rules find in a prepared text; see `scan`."""
        found: list[Detection] = []
        for number in self._always_filter.occurring(reading.data):
            run(self._always[number], reading, found)
        wanted: set[int] = set()
        for group in reading.hits:
            wanted |= self._weak_by_group.get(group, frozenset())
        for region in reading.regions:
            wanted |= self._weak_by_region.get(region, frozenset())
        if wanted:
            for number in self._weak_filter.occurring(reading.data, wanted):
                run(self._weak[number], reading, found)
        starts: Starts = {}
        done: set[tuple[int, int, int]] = set()
        for group, hits in reading.hits.items():
            rules = self._cued.get(group)
            if rules:
                self._follow_all(rules, hits, starts, done, reading, found)
        return found

    def _follow_all(
        self,
        rules: list[Compiled],
        hits: Sequence[Hit],
        starts: Starts,
        done: set[tuple[int, int, int]],
        reading: Reading,
        found: list[Detection],
    ) -> None:
        """Follow the rules of a group's words; a word of several groups leads a rule to its value once."""
        seen: set[int] = set()
        for hit in hits:
            end = hit.end
            if end in seen:  # "order number" and "number": the longer one, which comes first, is enough
                continue
            seen.add(end)
            number = _DIGIT.search(reading.text, end, end + FARTHEST)
            for compiled in rules:
                rule = compiled.rule
                if number is None and rule.digits and not rule.cue_after:
                    continue
                step = id(compiled), hit.start, end
                if step in done:
                    continue
                done.add(step)
                reach = rule.reach
                places = starts.get((end, reach))
                if places is None:
                    places = starts[end, reach] = list(self._links.starts(reading.text, end, reach))
                self._follow(compiled, hit, places, reading, found)

    def _follow(
        self, compiled: Compiled, hit: Hit, starts: Sequence[int], reading: Reading, found: list[Detection]
    ) -> None:
        """Match a cued rule's value after its cue, and the list that it may begin."""
        rule = compiled.rule
        for start in starts:
            if rule.digits and not _DIGIT.search(reading.text, start, start + DIGIT_REACH):
                continue
            span = value_at(compiled, reading.text, start)
            if span is None:
                continue
            detection = judge_cued(compiled, hit, reading, *span)
            if detection is not None:
                found.append(detection)
                if rule.lists:
                    self._follow_list(compiled, hit, reading, span, found)
                return
        if rule.cue_after:
            self._look_back(compiled, hit, reading, found)

    def _follow_list(
        self, compiled: Compiled, hit: Hit, reading: Reading, first: tuple[int, int], found: list[Detection]
    ) -> None:
        end = first[1]
        bracketed = reading.text[first[0] - 1 : first[0]] == "("
        for count in itertools.count():
            place = self._links.next_start(reading.text, end)
            if place is None:
                return
            start, announced = place
            span = value_at(compiled, reading.text, start)
            if span is None and compiled.tail is not None and (bracketed or (announced and count)):
                span = value_at(compiled.tail, reading.text, start)
            detection = judge_cued(compiled, hit, reading, *span) if span else None
            if span is None or detection is None:
                return
            found.append(detection)
            end = span[1]

    def _look_back(self, compiled: Compiled, hit: Hit, reading: Reading, found: list[Detection]) -> None:
        """Match a value that stands before its cue: "4896 is the code"."""
        low = max(0, hit.start - CUE_BACK)
        before = reading.text[low : hit.start]
        data = before.encode()
        for match in compiled.regex.finditer(data):
            start, end = match.span(compiled.value)
            start, end = low + length(data[:start]), low + length(data[:end])
            if start < end and self._links.leads_back(reading.text[end : hit.start]):
                detection = judge_cued(compiled, hit, reading, start, end)
                if detection is not None:
                    found.append(detection)


def _drop_speakers(folded: str, hits: dict[str, list[Hit]]) -> None:
    """Drop the words that say who speaks: in a transcript "Customer: 88213" is no customer number."""
    labels = {
        hit.start
        for hit in hits[SPEAKER]
        if folded[hit.end : hit.end + 1] == ":"
        and not folded[folded.rfind("\n", 0, hit.start) + 1 : hit.start].strip()
    }
    if len(labels) < 2:  # noqa: PLR2004 - one line like it may be a form's
        return
    for group, listed in hits.items():
        hits[group] = [hit for hit in listed if hit.start not in labels]


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


__all__ = ["REPORT_FROM", "Reading", "Scanner"]
