"""Reads a draft sentence by sentence: what is asked, where to answer, and whether a purpose is said."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pii_guard.messages.asking.clause import Clause
from pii_guard.messages.asking.compose import things_of
from pii_guard.messages.asking.rules import Hit, Rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.messages.asking.lexicon import Word
    from pii_guard.messages.asking.model import AskingThings
    from pii_guard.messages.asking.sentences import Sentence

_TAIL = 90
_TOUCHING = 14


@dataclass(frozen=True, slots=True)
class Found:
    """As `Ask`, in code points of the matched text."""

    start: int
    end: int
    things: tuple[str, ...]
    where: str | None
    purpose_said: bool
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What one language makes of a sentence; `decided` also when something asks but is taken back."""

    found: list[Found]
    decided: bool


@dataclass(frozen=True, slots=True)
class _Marks:
    where: str | None
    purpose: bool


class Reader:
    """Reads the sentences of one draft in order."""

    def __init__(self, known: AskingThings, text: str, folded: str) -> None:
        self._known = known
        self._text = text
        self._folded = folded
        self._marks: dict[int, _Marks] = {}
        self._pending = -1

    def read(
        self,
        sentence: Sentence,
        words: Sequence[Word],
        previous: Sentence | None,
        before: Sequence[Word],
        language: str,
    ) -> Result:
        """Read one sentence in one language."""
        clause = Clause(sentence, words, self._folded, self._text)
        marks = _Marks(_where(clause, sentence.start, sentence.end), bool(clause.of("purpose").words))
        self._marks[sentence.start] = marks
        rules = Rules(clause, self._known.traits)
        hits = list(rules.run(follows=previous is not None and self._pending == previous.start))
        if not hits and previous is not None and clause.of("pronouns").words:
            hits = rules.referred(Clause(previous, before, self._folded, self._text))
        if rules.open_act and not hits:
            self._pending = sentence.start
        found = [item for hit in hits if (item := self._found(clause, hit, marks, language)) is not None]
        return Result(_merged(found), bool(hits) or rules.taken_back)

    def placed(self, found: list[Found], cut: Sequence[Sentence]) -> list[Found]:
        """Complete asks by the sentences beside them: "DM us. We need your postcode"."""
        starts = [sentence.start for sentence in cut]
        placed = []
        for item in found:
            index = bisect_right(starts, item.start) - 1
            beside = [self._marks.get(starts[i]) for i in (index + 1, index - 1) if 0 <= i < len(starts)]
            where, purpose = item.where, item.purpose_said
            if where is None and any(mark is not None and mark.where == "private" for mark in beside):
                where = "private"
            following = self._marks.get(starts[index + 1]) if index + 1 < len(starts) else None
            purpose = purpose or (following is not None and following.purpose)
            placed.append(replace(item, where=where, purpose_said=purpose))
        return placed

    def _found(self, clause: Clause, hit: Hit, marks: _Marks, language: str) -> Found | None:
        things = things_of(hit.words, self._known)
        if not things:
            return None
        start = min(hit.start, hit.words[0].start)
        last = max(word.end for word in hit.words)
        end = min(clause.next_boundary(last), last + _TAIL)
        while end > last and self._folded[end - 1].isspace():
            end -= 1
        if self._folded[end : end + 1] == "?":
            end += 1
        why = (f"rule:{hit.rule}", f"language:{language}", *(f"thing:{thing}" for thing in things))
        return Found(start, end, things, _where(clause, start, last), marks.purpose, why)


def _where(clause: Clause, start: int, end: int) -> str | None:
    """Return where the reader is told to answer what is asked from start to end.

    A private channel goes before a form, that before the open. A form counts only without a break between it
    and the things: in "give me your password so I can check it in the app" the answer goes nowhere safe.
    """
    for kind in ("private", "form", "here"):
        for word in clause.of(kind).words:
            if clause.negators.inside(clause.opening(word), word.start):
                continue
            low, high = min(word.end, end), max(word.start, start)
            if kind != "form" or clause.breaks.inside(low, high) is None:
                return kind
    return None


def _merged(found: list[Found]) -> list[Found]:
    """Join asks of one sentence that touch."""
    merged: list[Found] = []
    for item in sorted(found, key=lambda item: (item.start, item.end)):
        if merged and item.start - merged[-1].end <= _TOUCHING:
            last = merged[-1]
            things = tuple(dict.fromkeys((*last.things, *item.things)))
            why = tuple(dict.fromkeys((*last.why, *item.why)))
            merged[-1] = replace(last, end=max(last.end, item.end), things=things, why=why)
        else:
            merged.append(item)
    return merged
