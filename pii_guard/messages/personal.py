"""Facts whose words may be anybody's, and that the conversation makes the reader's own.

"The walnut sideboard went out this morning" and "two bills are unpaid" name nobody. Said to a customer whose
record lies open, beside their name or handle, they are facts out of that customer's file. A sentence that
speaks of people in general ("free for anyone with asthma") stays general whoever is greeted in it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from pii_guard.messages.record import HANDLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.messages.asking.sentences import Sentence
    from pii_guard.messages.held import Held
    from pii_guard.messages.whose import Holders

_NOBODY, _SOMEBODY = "about:general", "about:person"
_PEOPLE = "cue:general"
_DEBT = "BALANCE_CUE"
_FACTS = frozenset({"PURCHASE_CUE", "DELIVERY_CUE"})
_GREETING = 40  # characters; a sentence of this length that names the reader greets, and the next goes on


def personal(held: Sequence[Held], holders: Holders, *, known: bool, public: bool) -> list[Held]:
    """Return the findings, those that are the reader's after all marked so.

    Args:
        held: The findings with their holders.
        holders: Tells sentences.
        known: Whether there is a record of the person written to.
        public: Whether strangers read the draft; a customer alone may be told of things.
    """
    if not any(_open(one) for one in held):
        return list(held)
    named = _naming(held, holders)
    result: list[Held] = []
    for one in held:
        sentence = holders.sentence_of(one.detection.start)
        if _open(one) and _about_reader(one, sentence, named, known=known, public=public):
            one = replace(one, detection=replace(one.detection, why=_settled(one.detection.why)))  # noqa: PLW2901
        result.append(one)
    return result


def _open(one: Held) -> bool:
    """Tell whether a finding's words leave open whom it is about."""
    why = one.detection.why
    return _NOBODY in why and _PEOPLE not in why


def _settled(why: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_SOMEBODY if code == _NOBODY else code for code in why)


def _naming(held: Sequence[Held], holders: Holders) -> frozenset[int]:
    """Return the starts of the sentences that name the reader, and of those that a mere greeting opens."""
    begin = [sentence.start for sentence in holders.sentences]
    starts: set[int] = set()
    for one in held:
        kind = one.detection.entity_type
        if one.whose != "requester" or not (kind == "PERSON" or kind in HANDLES):
            continue
        sentence = holders.sentence_of(one.detection.start)
        if sentence is None:
            continue
        starts.add(sentence.start)
        if sentence.end - sentence.start <= _GREETING:
            at = bisect_right(begin, sentence.start)
            starts.update(begin[at : at + 1])
    return frozenset(starts)


def _about_reader(
    one: Held, sentence: Sentence | None, named: frozenset[int], *, known: bool, public: bool
) -> bool:
    kind, why = one.detection.entity_type, one.detection.why
    mentioned = sentence is not None and sentence.start in named
    if kind == _DEBT:
        return known or mentioned
    if kind in _FACTS:
        return public and known and (mentioned or "cue:addressed" in why)
    # Who writes to one person says of nobody else that something is theirs on a day.
    return (mentioned and "cue:state" in why) or (not public and known and "cue:dated" in why)
