"""Rules of scope: which act reaches which things, what takes it back, and where the answer is to go.

An act reaches the nouns behind it up to the next break ("so", "if", "and we'll") or act; from the first noun
on, only what is linked to it as a list ("and", a comma) is asked as well: in "the code we sent to your
phone" the phone is not. A negator or warning between the beginning of the act's clause and the noun, or
right behind the noun ("schicken Sie Ihre PIN nie"), takes the asking back.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pii_guard.messages.asking.clause import ACTS, Clause
from pii_guard.messages.asking.compose import things_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pii_guard.messages.asking.lexicon import Word
    from pii_guard.messages.asking.model import AskingThings
    from pii_guard.messages.asking.sentences import Sentence

_REACH = {"which": 40, "entering": 60}
_DEFAULT_REACH = 110
_BACK_REACH = 40
_LIST_REACH = 80
_LEAD_REACH = 14
_WHICH_EXTRA = 3
_PLEASE_REACH = 34
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
class _Hit:
    """An act with the things it reaches."""

    start: int
    words: tuple[Word, ...]
    rule: str


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
        marks = _Marks(_where(clause), bool(clause.of("purpose").words))
        self._marks[sentence.start] = marks
        rules = _Rules(clause, self._known.traits)
        hits = list(rules.run(follows=previous is not None and self._pending == previous.start))
        if not hits and previous is not None and clause.of("pronouns").words:
            hits = rules.referred(Clause(previous, before, self._folded, self._text))
        if rules.open_act and not hits:
            self._pending = sentence.start
        found = [item for hit in hits if (item := self._found(clause, hit, marks, language)) is not None]
        return Result(_merged(found), bool(hits) or rules.taken_back)

    def placed(self, found: list[Found], cut: Sequence[Sentence]) -> list[Found]:
        """Complete asks by the sentences beside them: "DM us. We need your postcode", "We'll only use it for this"."""
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

    def _found(self, clause: Clause, hit: _Hit, marks: _Marks, language: str) -> Found | None:
        things = things_of(hit.words, self._known)
        if not things:
            return None
        last = max(word.end for word in hit.words)
        end = min(clause.next_boundary(last), last + _TAIL)
        while end > last and self._folded[end - 1].isspace():
            end -= 1
        if self._folded[end : end + 1] == "?":
            end += 1
        why = (f"rule:{hit.rule}", f"language:{language}", *(f"thing:{thing}" for thing in things))
        return Found(min(hit.start, hit.words[0].start), end, things, marks.where, marks.purpose, why)


class _Rules:
    """The rules on one sentence.

    Attributes:
        taken_back: A negation was what kept something from being asked.
        open_act: An act found nothing in this sentence; the next may name it.
    """

    def __init__(self, clause: Clause, traits: tuple[str, ...]) -> None:
        self._clause = clause
        self._traits = traits
        self._used: set[Word] = set()
        self.taken_back = False
        self.open_act = False

    def run(self, *, follows: bool) -> Iterator[_Hit]:
        """Yield what is asked; `follows`: the sentence before asked without naming anything."""
        yield from self._direct()
        yield from self._forward()
        yield from self._backward()
        yield from self._verb_final()
        yield from self._questions()
        yield from self._bare(follows=follows)
        yield from self._pronouns()

    def referred(self, before: Clause) -> list[_Hit]:
        """Return what "send it here" asks when the sentence before named it."""
        acts = [act for act in self._clause.of("pronouns").words if not self._negated_act(act)]
        named = [word for word in before.named.words if word.kind == "nouns" or (word.kind == "weak" and before.owned(word))]
        if not acts or not named or before.negators.words:
            return []
        return [_Hit(acts[0].start, (named[-1],), "pronoun")]

    def _negated_act(self, act: Word) -> bool:
        return self._clause.negators.inside(self._clause.clause_start(act), act.start) is not None

    def _direct(self) -> Iterator[_Hit]:
        clause = self._clause
        for word in clause.things.words:
            if word.kind != "direct" or word in self._used:
                continue
            start = clause.opening(word)
            asking = clause.sentence.question or clause.live or clause.extra(start, word.start) == 0
            if not asking:
                continue
            if clause.negators.inside(start, word.start):
                self.taken_back = True
                continue
            chain = self._chain(word)
            self._used.update(chain)
            yield _Hit(self._lead(word), tuple(chain), "direct")

    def _forward(self) -> Iterator[_Hit]:
        clause = self._clause
        live = clause.live
        for number, act in enumerate(live):
            first = self._first_behind(act, live[number + 1] if number + 1 < len(live) else None)
            if act.kind == "entering" and not clause.of("here").words:
                continue
            if first is None:
                self.open_act = self.open_act or not self._negated_act(act)
                continue
            if clause.negated(clause.clause_start(act), first.start, first.end):
                self.taken_back = True
                continue
            chain = self._chain(first)
            self._used.update(chain)
            yield _Hit(self._lead(act), tuple(chain), act.kind)

    def _first_behind(self, act: Word, following: Word | None) -> Word | None:
        """Return the first thing in an act's reach."""
        clause = self._clause
        limit = act.end + _REACH.get(act.kind, _DEFAULT_REACH)
        if following is not None:
            limit = min(limit, following.start)
        words = clause.things.words
        for index in range(clause.things.after(act.end), len(words)):
            word = words[index]
            if word.start > limit or clause.breaks.inside(act.end, word.start) or clause.dead.inside(act.end, word.start):
                return None
            if act.kind == "which" and (
                clause.punctuated(act.end, word.start) or clause.extra(act.end, word.start) > _WHICH_EXTRA
            ):
                return None
            if word not in self._used and self._counts(word, act):
                return word
        return None

    def _counts(self, word: Word, act: Word | None) -> bool:
        """Whether a word can be the first thing asked."""
        if word.kind in ("nouns", "copies", "parts", "card"):
            return True
        if word.kind != "weak":
            return False
        clause = self._clause
        near = act is not None and act.end <= word.start and clause.extra(act.end, word.start) == 0
        return near or clause.owned(word)

    def _chain(self, first: Word) -> list[Word]:
        """Return a thing and what is listed with it, and what completes a picture or a part."""
        clause = self._clause
        words = clause.things.words
        index = clause.things.after(first.start)
        chain, previous, asked = [first], first, True
        for word in words[index + 1 :]:
            if word.start - previous.end > _LIST_REACH or clause.breaks.inside(previous.end, word.start):
                break
            if clause.negators.inside(previous.end, word.start) or clause.acts.inside(previous.end, word.start):
                break
            if word.kind in ("traits", "direct"):
                asked = asked and clause.linked(previous, word)
            elif word.kind == "weak" and word.start - previous.end <= 1:
                pass  # "National Insurance | number": one thing
            elif clause.linked(previous, word):
                pass  # as its neighbour in the list
            else:
                asked = asked and _completes(previous, word)
            if asked and not (word.kind == "weak" and word.start - previous.end <= 1):
                chain.append(word)
            previous = word
        return chain

    def _backward(self) -> Iterator[_Hit]:
        """Needs behind their nouns: "Ihre Kundennummer brauche ich noch"."""
        for act in self._clause.live:
            if act.kind == "needs":
                yield from self._reach_back(act, "needs_back", need_opener=False)

    def _verb_final(self) -> Iterator[_Hit]:
        """A polite opening, the nouns, and the verb of giving at the end: "Können Sie Ihre Adresse nennen?"."""
        for verb in self._clause.of("finals").words:
            yield from self._reach_back(verb, "verb_final", need_opener=True)

    def _reach_back(self, act: Word, rule: str, *, need_opener: bool) -> Iterator[_Hit]:
        clause = self._clause
        words = clause.things.words
        index = clause.things.after(act.start) - 1
        if index < 0:
            return
        last = words[index]
        if last in self._used or act.start - last.end > _BACK_REACH or clause.breaks.inside(last.end, act.start):
            return
        if clause.punctuated(last.end, act.start):
            return
        chain = [last]
        while index > 0 and words[index - 1] not in self._used and self._together(words[index - 1], words[index]):
            index -= 1
            chain.insert(0, words[index])
        start = clause.opening(chain[0])
        opener = clause.of("openers", "please").inside(start, chain[0].start)
        if (need_opener and opener is None) or not any(self._counts(word, opener) for word in chain):
            return
        if clause.negators.inside(start, act.start) or clause.negated(start, chain[0].start, act.end):
            self.taken_back = True
            return
        self._used.update(chain)
        yield _Hit(opener.start if opener is not None else chain[0].start, tuple(chain), rule)

    def _together(self, left: Word, right: Word) -> bool:
        near = right.start - left.end <= _LIST_REACH
        return near and (self._clause.linked(left, right) or _completes(left, right))

    def _questions(self) -> Iterator[_Hit]:
        """Questions about the reader: "Are you pregnant?", "Do you have your order number at hand?"."""
        clause = self._clause
        asked = clause.sentence.question or bool(clause.live)
        if not asked:
            return
        for word in clause.things.words:
            if word in self._used or word.kind not in ("traits", "nouns", "weak", "parts"):
                continue
            trait = word.kind == "traits" or word.thing in self._traits
            opener = clause.of(*(("yes_no", "have") if trait else ("have",))).before(word.start)
            if opener is None or word.start - opener.end > _LIST_REACH or clause.breaks.inside(opener.end, word.start):
                continue
            if trait and clause.negators.inside(clause.opening(opener), word.start):
                continue
            if not trait and (clause.extra(opener.end, word.start) or not self._at_hand(word)):
                continue
            chain = self._chain(word)
            self._used.update(chain)
            yield _Hit(opener.start, tuple(chain), "yes_no" if trait else "have")

    def _at_hand(self, word: Word) -> bool:
        clause = self._clause
        last = self._chain(word)[-1].end
        end = clause.next_boundary(last)
        return clause.extra(last, end) == 0 or clause.of("handy").inside(last, end) is not None

    def _bare(self, *, follows: bool) -> Iterator[_Hit]:
        """Nouns with nothing but "please" or a question mark: "Your date of birth?", "Order number, please"."""
        clause = self._clause
        please = clause.of("please")
        for word in clause.things.words:
            if word in self._used or word.kind not in ("nouns", "weak", "parts", "copies"):
                continue
            start = clause.opening(word)
            if clause.extra(start, word.start):
                continue
            chain = self._chain(word)
            last = chain[-1].end
            end = min(clause.sentence.end, last + _TAIL)
            polite = please.inside(start, min(end, last + _PLEASE_REACH)) is not None
            question = clause.sentence.question and clause.sentence.end - last <= _LEAD_REACH
            if not (polite or question or follows) or clause.extra(last, clause.next_boundary(last)) > 1:
                continue
            if any(clause.extra(left.end, right.start) > 1 for left, right in pairwise(chain)):
                continue
            if word.kind == "weak" and len(chain) == 1 and not (clause.owned(word) or polite):
                continue
            if clause.negated(clause.sentence.start, word.start, last):
                self.taken_back = True
                continue
            self._used.update(chain)
            yield _Hit(start if start < word.start else word.start, tuple(chain), "bare")

    def _pronouns(self) -> Iterator[_Hit]:
        """ "Find your order number and send it here"."""
        clause = self._clause
        for act in clause.of("pronouns").words:
            index = clause.named.after(act.start) - 1
            if index < 0 or self._negated_act(act):
                continue
            word = clause.named.words[index]
            if word.kind not in ("nouns", "weak") or word in self._used or act.start - word.end > _DEFAULT_REACH:
                continue
            if clause.negated(clause.opening(word), word.start, word.end):
                continue
            self._used.add(word)
            yield _Hit(word.start, (word,), "pronoun")

    def _lead(self, act: Word) -> int:
        """Return where the polite lead-in of an act begins: "Could you please | send"."""
        start = act.start
        leads = self._clause.of("openers", "please")
        for _ in range(3):
            before = leads.before(start)
            if before is None or start - before.end > _LEAD_REACH or self._clause.punctuated(before.end, start):
                break
            start = before.start
        return start


def _completes(left: Word, right: Word) -> bool:
    """Whether two words make one thing: a picture of a card, the last digits of a number."""
    near = right.start - left.end <= _BACK_REACH
    return near and (left.kind in ("copies", "parts") or right.kind == "parts" or left.thing == "selfie")


def _where(clause: Clause) -> str | None:
    """Return where the reader is told to answer; a private channel before a form before the open."""
    for kind in ("private", "form", "here"):
        for word in clause.of(kind).words:
            if not clause.negators.inside(clause.opening(word), word.start):
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


__all__ = ["ACTS", "Found", "Reader", "Result"]
