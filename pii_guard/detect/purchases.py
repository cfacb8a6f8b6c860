"""What was bought: open vocabulary, so it is found by syntax.

The noun phrase between a possessive ("your …") and a state ("… are packed") or a day, beside "you ordered",
in the list after "the refund covers", and whatever a sentence says is packed, sent or waiting.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from pii_guard.detect.lazy import lazy
from pii_guard.detect.reach import ABOUT_NOBODY, RECOGNIZER, SCORES, SENTENCE, sentence
from pii_guard.detect.types import Detection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pii_guard.detect.cues import Cues
    from pii_guard.detect.reach import Groups, InSentence

_WORD = lazy(r"[^\W_]+(?:['’-][^\W_]+)*")
_TOKEN = lazy(r"[^\W_]+(?:['’-][^\W_]+)*['’]?|&|[^\s]")
_OF = frozenset("de di da do del della du des d of".split())  # noqa: SIM905 - reads better than a list of 20 strings
_HONORIFIC = frozenset(("pani", "pan", "pana", "panu"))
_MIN_WORD = 3
_MAX_PHRASE = 8  # words in a thing bought
_STATE_REACH = 70
_DEFINITE_REACH = 100
# Articles of one language that are a frequent word of another: `to` ("two"), `i` ("the"), `en` ("a").
_AMBIGUOUS = frozenset(
    ("to", "i", "a", "o", "os", "as", "en", "et", "te", "ta", "ten", "ty", "di", "of", "su", "par")
)
_ENGLISH = lazy(r"(?<![^\W_])(?:the|you|your|we|our|it)(?![^\W_])")
_AFTER_STATE = 40  # characters from a state to the thing behind it: "we have sent you the boots"
_ARTICLE_GAP = 8  # a second article or number may stand between: "the two copper pans"
_FIRST_WORDS = 4  # characters before which a sentence's first word begins
_SUFFIXED = ("et", "en", "na", "ne", "erne", "arna", "orna", "an", "on")
_MIN_SUFFIXED = 6


class Purchases:
    """Finds what was bought.

    Args:
        cues: The cue words.
    """

    def __init__(self, cues: Cues) -> None:
        self._cues = cues

    def find(self, text: str, folded: str, groups: Groups, near: InSentence) -> Iterator[Detection]:
        """Yield the things, in no order; arguments as in `FileFacts.find`."""
        yield from self._owned(text, folded, groups, near)
        yield from self._named_by_deeds(text, folded, groups, near)
        yield from self._at_hand(text, folded, groups, near)

    def _owned(self, text: str, folded: str, groups: Groups, near: InSentence) -> Iterator[Detection]:
        """Yield what stands behind `your`, where the sentence goes on to its state or names a day or hour."""
        states = near.starts("state")
        for hit in groups.get("your", ()):
            timed = near.timed(hit.start, hit.end) and not (
                near.has("general", hit.start, hit.end) or near.has("please", hit.start, hit.end)
            )
            if not timed and bisect_left(states, hit.end) == bisect_left(
                states, hit.end + 120 + _STATE_REACH
            ):
                continue
            if folded[hit.start : hit.end] in _HONORIFIC and text[hit.end + 1 : hit.end + 2].isupper():
                continue
            things, end = self._things(text, folded, hit.end)
            if not things and end == hit.end:
                things = self._noun_before(folded, hit.start)
            if things and (timed or self._bought(text, end, states)):
                yield from self._named_things(things, "cue:your")

    def _named_by_deeds(
        self, text: str, folded: str, groups: Groups, near: InSentence
    ) -> Iterator[Detection]:
        """Yield what a refund is said to cover, and what was ordered or sent."""
        refund = near.starts("money")
        for hit in groups.get("covers", ()):
            low, _ = sentence(text, hit.start, hit.end, 160)
            if bisect_left(refund, low) < bisect_left(refund, hit.start + 3):
                yield from self._named_things(self._things(text, folded, hit.end)[0], "cue:covers")
        for hit in groups.get("bought", ()):
            before = self._thing_before(text, folded, hit.start)
            things = before or self._things(text, folded, hit.end)[0]
            yield from self._named_things(things, "cue:bought")

    def _at_hand(self, text: str, folded: str, groups: Groups, near: InSentence) -> Iterator[Detection]:
        """Yield things that a sentence says are packed, sent or waiting, without saying whose they are.

        `The walnut sideboard went out this morning` may be about anybody's sideboard; whoever knows to whom
        it is said decides.
        """
        done = -1
        for hit in groups.get("state", ()):
            low, high = sentence(text, hit.start, hit.end, _DEFINITE_REACH)
            if low < done:
                continue
            done = high
            if near.has("please", hit.start, hit.end):
                continue
            about = near.about(hit.start, hit.end)
            told = about or (*ABOUT_NOBODY, "cue:addressed")
            for start, end in self._definite(text, folded, low, high):
                if not _near_state(start, end, near.starts("state")):
                    continue
                why = ("cue:definite", *told)
                yield Detection(start, end, "PURCHASE_CUE", SCORES[about or ABOUT_NOBODY], RECOGNIZER, why)

    def _definite(self, text: str, folded: str, low: int, high: int) -> Iterator[tuple[int, int]]:
        """Yield the noun phrases behind articles, and nouns with a Scandinavian article at their end."""
        until = low
        english = _ENGLISH.search(folded, low, high) is not None  # elsewhere "a" is a preposition or "and"
        for match in _WORD.finditer(folded, low, high):
            if match.start() < until:
                continue
            if match[0] in self._cues.articles and (
                match[0] not in _AMBIGUOUS or (match[0] == "a" and english)
            ):
                things, until = self._things(text, folded, match.end())
                yield from (
                    span
                    for span in things[:1]
                    if span[0] - match.end() <= _ARTICLE_GAP
                    and span[1] <= high
                    and not self._told(folded, span)
                )
            elif (
                match.start() < low + _FIRST_WORDS
                and text[match.start()].isupper()
                and match[0].endswith(_SUFFIXED)
                and len(match[0]) > _MIN_SUFFIXED
                and not self._dull(folded, match.span())
                and match[0] not in self._cues.verbs
                and match[0] not in self._cues.state
                and not self._spoken_to(folded, match.end())
            ):
                yield match.span()

    def _spoken_to(self, folded: str, pos: int) -> bool:
        """Whether the reader is named right behind a word, which then is a verb: `Schreiben Sie`."""
        follower = _WORD.search(folded, pos, pos + 12)
        return follower is not None and follower[0] in self._cues.second

    def _told(self, folded: str, span: tuple[int, int]) -> bool:
        """Whether a relative clause about the reader stands before a word: `die Sie bestellt haben`."""
        before = folded[max(0, span[0] - 12) : span[0]].split()
        return bool(before) and before[-1] in self._cues.second

    def _noun_before(self, folded: str, pos: int) -> list[tuple[int, int]]:
        """Return the noun before a possessive that follows it: `løpeskoene dine er klare`."""
        match = re.compile(r"[^\W\d_]{4,30}(?=[ ]$)").search(folded, max(0, pos - 32), pos)
        if (
            match is None
            or match[0] in self._cues.verbs
            or match[0] in self._cues.second
            or self._dull(folded, match.span())
        ):
            return []
        return [match.span()] if folded[pos : pos + 3] in ("din", "dit", "min") else []

    def _named_things(self, things: Iterable[tuple[int, int]], why: str) -> Iterator[Detection]:
        for start, end in things:
            yield Detection(start, end, "PURCHASE_CUE", 0.7, RECOGNIZER, (why,))

    def _things(self, text: str, folded: str, pos: int) -> tuple[list[tuple[int, int]], int]:
        """Read `X and your Y` from a place on: the spans of the things that tell something, and the end."""
        things: list[tuple[int, int]] = []
        words: list[tuple[int, int]] = []
        end, count = pos, 0
        for match in _TOKEN.finditer(folded, pos, min(len(folded), pos + 120)):
            word = match[0]
            joint = word in self._cues.ands or word in ("&", ",")
            if not (joint or word[0].isalnum()) or "\n" in text[end : match.start()] or count > _MAX_PHRASE:
                break
            if joint and words:
                things.append(_span(folded, words))
                words, end = [], match.end()
                continue
            if word in _OF and words:
                words.append(match.span())
                continue
            if word in self._cues.articles or word in self._cues.second:
                if words:
                    break
                continue
            if word in self._cues.verbs or word in self._cues.state or joint:
                break
            words.append(match.span())
            end, count = match.end(), count + 1
        if words:
            things.append(_span(folded, words))
        return [span for span in things if not self._dull(folded, span)], end

    def _dull(self, folded: str, span: tuple[int, int]) -> bool:
        """Whether a noun phrase names nothing but `order`, `parcel`, `message` and the like."""
        words = _WORD.findall(folded[span[0] : span[1]])
        return (
            not words
            or words[-1] in self._cues.neutral
            or words[0] in self._cues.neutral
            or all(len(w) < _MIN_WORD for w in words)
        )

    @staticmethod
    def _bought(text: str, end: int, states: Sequence[int]) -> bool:
        """Whether the sentence goes on to say that the thing is packed, waiting or sent."""
        high = min(len(text), end + _STATE_REACH)
        stop = SENTENCE.search(text, end, high)
        high = stop.start() if stop else high
        return bisect_left(states, end) < bisect_left(states, high)

    def _thing_before(self, text: str, folded: str, pos: int) -> list[tuple[int, int]]:
        """Return the noun phrase right before `(that) you ordered`."""
        low, _ = sentence(text, pos, pos, 50)
        words = list(_WORD.finditer(folded, low, pos))
        while words and words[-1][0] in (
            "that",
            "which",
            "som",
            "die",
            "das",
            "den",
            "que",
            "che",
            "ktore",
            "ktory",
            "koje",
            "koju",
            "koji",
            "der",
            "jotka",
            "jonka",
        ):
            words.pop()
        if words and len(text[words[-1].end() : pos].strip(" ,").split()) > 1:
            return []
        taken: list[re.Match[str]] = []
        for match in reversed(words[-5:]):
            if match[0] in self._cues.articles:
                span = (taken[-1].start(), taken[0].end()) if taken else None
                return [span] if span and not self._dull(folded, span) else []
            apart = bool(taken) and text[match.end() : taken[-1].start()] != " "
            if apart or match[0] in self._cues.verbs or match[0] in self._cues.ands:
                break
            taken.append(match)
        return []


def _span(folded: str, words: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the span of a noun phrase, without a preposition that ends it."""
    while len(words) > 1 and folded[words[-1][0] : words[-1][1]] in _OF:
        words = words[:-1]
    return words[0][0], words[-1][1]


def _near_state(start: int, end: int, states: Sequence[int]) -> bool:
    """Whether a state follows a thing ("the boots are packed") or stands before it ("sent the boots")."""
    low, high = start - _AFTER_STATE, end + _STATE_REACH
    return bisect_left(states, low) < bisect_left(states, start) or bisect_left(states, end) < bisect_left(
        states, high
    )
