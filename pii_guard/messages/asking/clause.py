"""The words of one sentence in one language by position, and the questions that the rules put to them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from pii_guard.messages.asking.lexicon import CONTENT, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pii_guard.messages.asking.sentences import Sentence

ACTS = frozenset(("requests", "imperatives", "which", "needs", "entering"))
_THINGS = frozenset((*CONTENT, "parts", "card"))
_RANK = {"direct": 0, "nouns": 1, "traits": 2, "weak": 3}
_BOUNDARY = re.compile(r"[,;:()–—!?…]|\s-\s")
_CONNECTOR = re.compile(r"[,;/&+\n•]|\s-\s")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OTHERS_REACH = 15
_NEGATED_AFTER = 24
_OWN_SUBJECT = 8
_OPENER_REACH = 24
_USED_REACH = 24
_LINK_WORDS = 3
_LONG = 200
_STEPS_BACK = 4
_POSSESSIVE_REACH = 16


class Track:
    """Words of some kinds in order."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = sorted(words, key=lambda word: (word.start, word.end))
        self._starts = [word.start for word in self.words]
        self._ends = sorted(word.end for word in self.words)

    def inside(self, start: int, end: int) -> Word | None:
        """Return the first word that lies in a stretch."""
        index = bisect_left(self._starts, start)
        while index < len(self.words) and self._starts[index] < end:
            if self.words[index].end <= end:
                return self.words[index]
            index += 1
        return None

    def last_end(self, position: int, default: int) -> int:
        """Return where the last word before a position ends."""
        index = bisect_right(self._ends, position) - 1
        return self._ends[index] if index >= 0 else default

    def before(self, position: int) -> Word | None:
        """Return the last of the words that starts before a position and ends by it."""
        index = bisect_left(self._starts, position) - 1
        while index >= 0 and index >= bisect_left(self._starts, position) - 4:
            if self.words[index].end <= position:
                return self.words[index]
            index -= 1
        return None

    def after(self, position: int) -> int:
        """Return the index of the first word that starts at or after a position."""
        return bisect_left(self._starts, position)


_NO_WORDS = Track(())


class Clause:
    """One sentence; `text` is the folded draft, `raw` the same with its line breaks."""

    def __init__(self, sentence: Sentence, words: Sequence[Word], text: str, raw: str) -> None:
        self.sentence = sentence
        self._text = text
        self._raw = raw
        words = _without_vetoed(words)
        kinds: dict[str, list[Word]] = {}
        for word in words:
            kinds.setdefault(word.kind, []).append(word)
        self._kinds = kinds
        self._tracks: dict[tuple[str, ...], Track] = {}
        self.named = Track(_longest([w for w in words if w.kind in _THINGS]))
        self.acts = Track(_longest([w for w in words if w.kind in ACTS]))
        self.breaks = self.of("breaks", "purpose")
        self.negators = self.of("negators", "warnings")
        self.joins = self.of("joins")
        self._fillers = self.of("possessives", "fillers", "joins", "please")
        self._boundaries = [m.start() for m in _BOUNDARY.finditer(text, sentence.start, sentence.end)]
        asking = self.of("have", "requests", "imperatives")  # "have you got" asks, "got" alone does not
        self._uses = Track(
            word for word in self.of("uses").words if asking.last_end(word.end, -1) != word.end
        )
        self.things = Track(word for word in self.named.words if not self._used(word))
        self._forget_asides()
        others = self.of("others")
        openers = self.of("openers", "please")
        opened = [verb for verb in self.of("finals").words if self._opened(verb, openers)]
        self.live = _longest(
            [*(act for act in self.acts.words if not self._taken_by_others(act, others)), *opened]
        )
        alive = set(self.live)
        self.dead = Track(act for act in self.acts.words if act not in alive)

    def of(self, *kinds: str) -> Track:
        """Return the words of some kinds."""
        track = self._tracks.get(kinds)
        if track is None:
            words = [word for kind in kinds for word in self._kinds.get(kind, ())]
            track = self._tracks[kinds] = Track(words) if words else _NO_WORDS
        return track

    def stretch(self, start: int, end: int) -> str:
        """Return folded text."""
        return self._text[start:end]

    def punctuated(self, start: int, end: int) -> bool:
        """Whether a comma or the like lies in a stretch."""
        index = bisect_left(self._boundaries, start)
        return index < len(self._boundaries) and self._boundaries[index] < end

    def next_boundary(self, position: int) -> int:
        """Return the first comma or the like, break or end of the sentence from a position on."""
        index = bisect_left(self._boundaries, position)
        stop = self._boundaries[index] if index < len(self._boundaries) else self.sentence.end
        following = self.breaks.after(position)
        if following < len(self.breaks.words):
            stop = min(stop, self.breaks.words[following].start)
        return stop

    def _last_boundary(self, position: int) -> int:
        index = bisect_left(self._boundaries, position) - 1
        return self._boundaries[index] + 1 if index >= 0 else self.sentence.start

    def clause_start(self, act: Word) -> int:
        """Return where the clause of an act begins, as far as negation reaches."""
        start = self.sentence.start
        position = act.start
        for _ in range(_STEPS_BACK):
            start = self._last_boundary(position)
            before = start - 1
            if start <= self.sentence.start or self.acts.last_end(before, -9) < before - 2:
                break
            position = before  # "never send, post or tell": a verb right before the comma goes on behind it
        start = max(start, self.breaks.last_end(act.start, start))
        if act.kind in ("requests", "needs", "which"):
            joined = self.joins.last_end(act.start, start)
            if act.start - joined <= _OWN_SUBJECT:
                start = max(start, joined)
        return start

    def negated(self, start: int, first: int, last: int) -> bool:
        """Whether a negator or warning stands from `start` up to a noun, or right after the noun."""
        if self.negators.inside(start, first) is not None:
            return True
        end = min(self.next_boundary(last), last + _NEGATED_AFTER)
        late = self.negators.inside(last, end)
        return late is not None and self.joins.inside(last, late.start) is None

    def linked(self, left: Word, right: Word) -> bool:
        """Whether two things stand in one list: a comma or "and" between them and little else."""
        gap = self._raw[left.end : right.start]
        cut = max((m.end() for m in _CONNECTOR.finditer(gap)), default=-1)
        joined = self.joins.last_end(right.start, left.end) - left.end
        if joined <= 0 and cut < 0:
            return False
        return self.loose_words(left.end + max(joined, cut, 0), right.start) <= _LINK_WORDS

    def loose_words(self, start: int, end: int) -> int:
        """Return how many words of a stretch are not possessives, articles, joins or "please"."""
        if end - start > _LONG:
            return _LONG
        spans = []
        index = self._fillers.after(start)
        while index < len(self._fillers.words) and self._fillers.words[index].start < end:
            spans.append(self._fillers.words[index][:2])
            index += 1
        count = 0
        for match in _WORD.finditer(self._text, start, end):
            count += not any(low <= match.start() and match.end() <= high for low, high in spans)
        return count

    def owned(self, word: Word) -> bool:
        """Whether a possessive stands closely before a word."""
        end = self.of("possessives").last_end(word.start, -99)
        return word.start - end <= _POSSESSIVE_REACH and not self.punctuated(end, word.start)

    def opening(self, word: Word) -> int:
        """Return where the stretch since the last comma or break before a word begins."""
        start = self._last_boundary(word.start)
        return max(start, self.breaks.last_end(word.start, start))

    def _forget_asides(self) -> None:
        """Drop the commas around "please": in "don't, please, tell me your PIN" they separate nothing."""
        gone: set[int] = set()
        for word in self.of("please").words:
            left = word.start - 1
            while left > self.sentence.start and self._text[left] == " ":
                left -= 1
            if self._text[left] == "," and self._text[word.end : word.end + 1] == ",":
                gone |= {left, word.end}
        if gone:
            self._boundaries = [place for place in self._boundaries if place not in gone]

    def _used(self, word: Word) -> bool:
        """Whether the reader is told to use or change a thing, not to give it: "change your password"."""
        end = self._uses.last_end(word.start, -99)
        return (
            word.start - end <= _USED_REACH
            and not self.punctuated(end, word.start)
            and not self.loose_words(end, word.start)
        )

    def _opened(self, verb: Word, openers: Track) -> bool:
        """Whether a polite opening stands closely before an infinitive: "Puede enviarnos"."""
        end = openers.last_end(verb.start, -99)
        return verb.start - end <= _OPENER_REACH and not self.punctuated(end, verb.start)

    def _taken_by_others(self, act: Word, others: Track) -> bool:
        if act.kind not in ("imperatives", "entering", "finals"):
            return False
        end = others.last_end(act.start, -99)
        return (
            act.start - end <= _OTHERS_REACH
            and end > self.sentence.start
            and not self.punctuated(end, act.start)
        )


def _without_vetoed(words: Sequence[Word]) -> list[Word]:
    vetoes = Track(word for word in words if word.kind == "vetoes")
    if not vetoes.words:
        return list(words)
    kept: list[Word] = []
    spans = _longest(vetoes.words)
    starts = [span.start for span in spans]
    for word in words:
        if word.kind == "vetoes":
            continue
        if word.kind in (
            "private",
            "form",
            "purpose",
        ):  # "send us a direct message" asks nothing, and still says where
            kept.append(word)
            continue
        index = bisect_right(starts, word.start) - 1
        contained = index >= 0 and word.end <= spans[index].end
        # "i need" before "need to" falls; "message with" behind "send us a message" stands.
        behind = spans[index + 1] if index + 1 < len(spans) else None
        crossing = word.kind in ACTS and behind is not None and behind.start < word.end <= behind.end
        if not (contained or crossing):
            kept.append(word)
    return kept


def _longest(words: Sequence[Word]) -> list[Word]:
    """Keep the longest of overlapping words; of equal ones the stronger kind."""
    kept: list[Word] = []
    for word in sorted(words, key=lambda w: (w.start, -w.end, _RANK.get(w.kind, 4))):
        while kept and word.start < kept[-1].end and word.end - word.start > kept[-1].end - kept[-1].start:
            kept.pop()
        if not kept or word.start >= kept[-1].end:
            kept.append(word)
    return kept
