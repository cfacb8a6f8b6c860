"""Overlaps, resolved the same way every time: personal before not, longest, then score, then type."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pii_guard.detect.types import Detection

# A rule of this type says "this is nothing": version numbers, article numbers, hashes (packs' look-alikes).
LOOK_ALIKE = "LOOK_ALIKE"
# Facts told by the words around them. A look-alike says that a form is nothing ("a price"), which a fact never
# claimed to be; and an identifier inside an open-ended phrase ("the invoice for <name>, <number>") comes first.
_FACT = "_CUE"
_PHRASES = frozenset({"PURCHASE_CUE", "DELIVERY_CUE", "ACCOUNT_CUE"})


def resolve(found: Iterable[Detection], weak_types: Collection[str] = ()) -> list[Detection]:
    """Return detections of which no two overlap, in order of position.

    Of two that overlap, the one of a type that stands for personal data wins over one of `weak_types`, then
    the longer, then the one with the higher score, then the first by type name. A look-alike removes what lies
    wholly inside it and is not surer than it is. When the loser says whose data the very same span is, the
    winner takes that over, so that it never gets lost.

    Args:
        found: Detections, overlapping or not.
        weak_types: Types that are no personal data by themselves (`URL`, `DATE_TIME`, `ORGANIZATION`).
    """
    real = _without_look_alikes(list(found))
    real.sort(
        key=lambda d: (
            d.entity_type in weak_types,
            d.entity_type in _PHRASES,
            d.start - d.end,
            -d.score,
            d.entity_type,
            d.start,
            d.recognizer,
        )
    )
    starts: list[int] = []
    kept: list[Detection] = []
    for detection in real:
        at = bisect_left(starts, detection.start)
        rivals = [
            i
            for i in (at - 1, at)
            if 0 <= i < len(kept) and kept[i].start < detection.end and detection.start < kept[i].end
        ]
        if not rivals:
            starts.insert(at, detection.start)
            kept.insert(at, detection)
        elif detection.whose is not None:
            rival = kept[rivals[0]]
            if rival.whose is None and (rival.start, rival.end) == (detection.start, detection.end):
                kept[rivals[0]] = replace(
                    rival, whose=detection.whose, ref=detection.ref, why=(*rival.why, *detection.why)
                )
    return kept


def _without_look_alikes(found: Sequence[Detection]) -> list[Detection]:
    """Drop look-alikes and what they explain, in one sweep over positions."""
    if not any(d.entity_type == LOOK_ALIKE for d in found):
        return list(found)
    active: list[Detection] = []
    real: list[Detection] = []
    for detection in sorted(found, key=lambda d: (d.start, d.entity_type != LOOK_ALIKE, -d.end)):
        active = [a for a in active if a.end > detection.start]
        if detection.entity_type == LOOK_ALIKE:
            active.append(detection)
        elif detection.entity_type.endswith(_FACT) or not any(
            detection.end <= a.end and detection.score <= a.score for a in active
        ):
            real.append(detection)
    return real
