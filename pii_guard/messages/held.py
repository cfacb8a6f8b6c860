"""A finding with its holder, and how holders pass from one finding to its neighbours."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pii_guard.detect.types import Detection
    from pii_guard.messages.asking.sentences import Sentence
    from pii_guard.policy.channel import Form, Holder

# Reasons of detection by which somebody is spoken to.
_GREETED = frozenset({"cue:salutation", "cue:greet"})


@dataclass(frozen=True, slots=True)
class Held:
    """A finding with its holder.

    Attributes:
        detection: The finding.
        whose: Whose data it is.
        said: Whether the customer wrote it in the thread.
        on_file: Whether a record or known value says so, not only its place in the draft.
        form: For names: how much of it is written.
        surname: For a full name: where the surname stands.
    """

    detection: Detection
    whose: Holder
    said: bool = False
    on_file: bool = False
    form: Form | None = None
    surname: tuple[int, int] | None = None


def is_other(held: Held) -> bool:
    """Tell whether a name is surely another person's: a full name, one on file, or somebody greeted."""
    if held.detection.entity_type != "PERSON" or held.whose != "third_party":
        return False
    greeted = any(why in _GREETED for why in held.detection.why)
    return held.on_file or held.form == "full_name" or greeted or held.said


def whole_addresses(held: list[Held]) -> list[Held]:
    """Give all parts of one address to the holder of the part that is known."""
    ours = {
        h.detection.address
        for h in held
        if h.detection.entity_type == "STREET_ADDRESS"
        and h.whose == "organisation"
        and h.detection.address is not None
    }
    # A town that the customer lives in, too, is the organisation's behind its street.
    held = [
        replace(h, whose="organisation", on_file=False)
        if h.detection.entity_type == "CITY" and h.detection.address in ours
        else h
        for h in held
    ]
    known = {h.detection.address: h for h in held if h.detection.address is not None and h.whose != "unknown"}
    return [
        replace(h, whose=known[h.detection.address].whose, on_file=known[h.detection.address].on_file)
        if h.whose == "unknown" and h.detection.address in known
        else h
        for h in held
    ]


def beside_others(held: list[Held], grouped: Iterable[tuple[Sentence, Sequence[int]]]) -> list[Held]:
    """Give what stands in a sentence behind another person's name to that person."""
    result = list(held)
    for _sentence, inside in grouped:
        persons = [held[i] for i in inside if held[i].detection.entity_type == "PERSON"]
        if not any(is_other(person) for person in persons):
            continue
        nearest = persons[0]
        for i in inside:
            if held[i].detection.entity_type == "PERSON":
                nearest = held[i]
            elif held[i].whose == "unknown" and not held[i].said and is_other(nearest):
                result[i] = replace(held[i], whose="third_party")
    return result


class Spans:
    """Spans of a text that do not overlap, for asking quickly whether one more would touch them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def touch(self, start: int, end: int) -> bool:
        """Tell whether a span overlaps one of these."""
        after = bisect_left(self._spans, (end, 0))
        return after > 0 and self._spans[after - 1][1] > start

    def add(self, start: int, end: int) -> None:
        """Take one more, which must touch none."""
        insort(self._spans, (start, end))
