"""Rules of scope: which act reaches which things, and what takes it back.

An act reaches the nouns behind it up to the next break ("so", "if", "and we'll") or act; from the first noun
on, only what is linked to it as a list ("and", a comma) is asked as well: in "the code we sent to your
phone" the phone is not. A negator or warning between the beginning of the act's clause and the noun, or
right behind the noun ("schicken Sie Ihre PIN nie"), takes the asking back.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pii_guard.messages.asking.clause import Clause
    from pii_guard.messages.asking.lexicon import Word

_REACH = {"which": 40, "entering": 60}
_DEFAULT_REACH = 110
_BACK_REACH = 40
_LIST_REACH = 80
_LONGEST_LIST = 60
_NOUNS = ("nouns", "weak", "copies", "parts", "card")
_LEAD_REACH = 14
_WHICH_EXTRA = 3
_PLEASE_REACH = 34
_TAIL = 90


@dataclass(frozen=True, slots=True)
class Hit:
    """An act with the things it reaches."""

    start: int
    words: tuple[Word, ...]
    rule: str


class Rules:
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

    def run(self, *, follows: bool) -> Iterator[Hit]:
        """Yield what is asked; `follows`: the sentence before asked without naming anything."""
        yield from self._direct()
        yield from self._forward()
        yield from self._backward()
        yield from self._verb_final()
        yield from self._questions()
        yield from self._bare(follows=follows)
        yield from self._pronouns()

    def referred(self, before: Clause) -> list[Hit]:
        """Return what "send it here" asks when the sentence before named it."""
        acts = [act for act in self._clause.of("pronouns").words if not self._negated_act(act)]
        named = [
            word
            for word in before.named.words
            if word.kind == "nouns" or (word.kind == "weak" and before.owned(word))
        ]
        if not acts or not named or before.negators.words:
            return []
        return [Hit(acts[0].start, (named[-1],), "pronoun")]

    def _negated_act(self, act: Word) -> bool:
        return self._clause.negators.inside(self._clause.clause_start(act), act.start) is not None

    def _direct(self) -> Iterator[Hit]:
        clause = self._clause
        for word in clause.things.words:
            if word.kind != "direct" or word in self._used:
                continue
            start = clause.opening(word)
            asking = clause.sentence.question or clause.live or clause.loose_words(start, word.start) == 0
            if not asking:
                continue
            if clause.negators.inside(start, word.start):
                self.taken_back = True
                continue
            chain = self._chain(word)
            self._used.update(chain)
            yield Hit(self._lead(word), tuple(chain), "direct")

    def _forward(self) -> Iterator[Hit]:
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
            yield Hit(self._lead(act), tuple(chain), act.kind)

    def _first_behind(self, act: Word, following: Word | None) -> Word | None:
        """Return the first thing in an act's reach."""
        clause = self._clause
        limit = act.end + _REACH.get(act.kind, _DEFAULT_REACH)
        if following is not None:
            limit = min(limit, following.start)
        words = clause.things.words
        for index in range(clause.things.after(act.end), len(words)):
            word = words[index]
            if (
                word.start > limit
                or clause.breaks.inside(act.end, word.start)
                or clause.dead.inside(act.end, word.start)
            ):
                return None
            if act.kind == "which" and (
                clause.punctuated(act.end, word.start)
                or clause.loose_words(act.end, word.start) > _WHICH_EXTRA
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
        near = act is not None and act.end <= word.start and clause.loose_words(act.end, word.start) == 0
        return near or clause.owned(word)

    def _chain(self, first: Word) -> list[Word]:
        """Return a thing and what is listed with it, and what completes a picture or a part."""
        clause = self._clause
        words = clause.things.words
        index = clause.things.after(first.start)
        chain, previous = [first], first
        for word in words[index + 1 : index + _LONGEST_LIST]:
            if word.start - previous.end > _LIST_REACH or clause.breaks.inside(previous.end, word.start):
                break
            if clause.negators.inside(previous.end, word.start) or clause.acts.inside(
                previous.end, word.start
            ):
                break
            numbering = (
                word.kind == "weak" and word.start - previous.end <= 1
            )  # "National Insurance | number"
            if not numbering:
                if not (
                    clause.linked(previous, word) or (word.kind in _NOUNS and _completes(previous, word))
                ):
                    break
                chain.append(word)
            previous = word
        return chain

    def _backward(self) -> Iterator[Hit]:
        """Needs behind their nouns: "Ihre Kundennummer brauche ich noch"."""
        for act in self._clause.live:
            if act.kind == "needs":
                yield from self._reach_back(act, "needs_back", need_opener=False)

    def _verb_final(self) -> Iterator[Hit]:
        """A polite opening, nouns, and the verb of giving at the end: "Können Sie Ihre Adresse nennen?"."""
        for verb in self._clause.of("finals").words:
            yield from self._reach_back(verb, "verb_final", need_opener=True)

    def _reach_back(self, act: Word, rule: str, *, need_opener: bool) -> Iterator[Hit]:
        clause = self._clause
        words = clause.things.words
        index = clause.things.after(act.start) - 1
        if index < 0:
            return
        last = words[index]
        if (
            last in self._used
            or act.start - last.end > _BACK_REACH
            or clause.breaks.inside(last.end, act.start)
        ):
            return
        if clause.punctuated(last.end, act.start):
            return
        chain = [last]
        while (
            index > 0
            and words[index - 1] not in self._used
            and self._together(words[index - 1], words[index])
        ):
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
        yield Hit(opener.start if opener is not None else chain[0].start, tuple(chain), rule)

    def _together(self, left: Word, right: Word) -> bool:
        near = right.start - left.end <= _LIST_REACH
        return near and (self._clause.linked(left, right) or _completes(left, right))

    def _questions(self) -> Iterator[Hit]:
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
            if (
                opener is None
                or word.start - opener.end > _LIST_REACH
                or clause.breaks.inside(opener.end, word.start)
            ):
                continue
            if trait and clause.negators.inside(clause.opening(opener), word.start):
                continue
            if not trait and (clause.loose_words(opener.end, word.start) or not self._at_hand(word)):
                continue
            chain = self._chain(word)
            self._used.update(chain)
            yield Hit(opener.start, tuple(chain), "yes_no" if trait else "have")

    def _at_hand(self, word: Word) -> bool:
        clause = self._clause
        last = self._chain(word)[-1].end
        end = clause.next_boundary(last)
        return clause.loose_words(last, end) == 0 or clause.of("handy").inside(last, end) is not None

    def _bare(self, *, follows: bool) -> Iterator[Hit]:
        """Nouns with only "please" or a question mark: "Your date of birth?", "Order number, please"."""
        clause = self._clause
        please = clause.of("please")
        for word in clause.things.words:
            if word in self._used or word.kind not in ("nouns", "weak", "parts", "copies"):
                continue
            start = clause.opening(word)
            if clause.loose_words(start, word.start):
                continue
            chain = self._chain(word)
            last = chain[-1].end
            end = min(clause.sentence.end, last + _TAIL)
            polite = please.inside(start, min(end, last + _PLEASE_REACH)) is not None
            question = clause.sentence.question and clause.sentence.end - last <= _LEAD_REACH
            if (
                not (polite or question or follows)
                or clause.loose_words(last, clause.next_boundary(last)) > 1
            ):
                continue
            if any(clause.loose_words(left.end, right.start) > 1 for left, right in pairwise(chain)):
                continue
            if word.kind == "weak" and len(chain) == 1 and not (clause.owned(word) or polite):
                continue
            if clause.negated(clause.sentence.start, word.start, last):
                self.taken_back = True
                continue
            self._used.update(chain)
            yield Hit(min(start, word.start), tuple(chain), "bare")

    def _pronouns(self) -> Iterator[Hit]:
        """Requests for what was named before: "Find your order number and send it here"."""
        clause = self._clause
        for act in clause.of("pronouns").words:
            index = clause.named.after(act.start) - 1
            if index < 0 or self._negated_act(act):
                continue
            word = clause.named.words[index]
            if (
                word.kind not in ("nouns", "weak")
                or word in self._used
                or act.start - word.end > _DEFAULT_REACH
            ):
                continue
            if clause.negated(clause.opening(word), word.start, word.end):
                continue
            self._used.add(word)
            yield Hit(word.start, (word,), "pronoun")

    def _lead(self, act: Word) -> int:
        """Return where the polite lead-in of an act begins: "Could you please | send"."""
        start = act.start
        leads = self._clause.of("openers", "please")
        for _ in range(3):
            before = leads.before(start)
            if (
                before is None
                or start - before.end > _LEAD_REACH
                or self._clause.punctuated(before.end, start)
            ):
                break
            start = before.start
        return start


def _completes(left: Word, right: Word) -> bool:
    """Whether two words make one thing: a picture of a card, the last digits of a number."""
    near = right.start - left.end <= _BACK_REACH
    return near and (left.kind in ("copies", "parts") or right.kind == "parts" or left.thing == "selfie")
