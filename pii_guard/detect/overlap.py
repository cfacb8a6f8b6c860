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
# Facts told by the words around them. A look-alike says that a form is nothing ("a price"), which a fact
# never claimed to be; and an identifier inside an open phrase ("invoice for <name>, <number>") comes first.
_FACT = "_CUE"
_KNOWN = "known"
_CHECKED = frozenset({"CREDIT_CARD", "IBAN_CODE"})
_TENTATIVE = 0.6
# A rest of one or two characters is a separator or a quote, no part of a value.
_LEAST_REST = 3
_PHRASES = frozenset({"PURCHASE_CUE", "DELIVERY_CUE", "ACCOUNT_CUE"})


def resolve(found: Iterable[Detection], weak_types: Collection[str] = ()) -> list[Detection]:
    """Return detections of which no two overlap, in order of position.

    Of two that overlap, the one of a type that stands for personal data wins over one of `weak_types`; what
    is proven (a known value, a card or IBAN by its check digits) over what is not; a sure one over a
    tentative one; then the longer, then the one with the higher score, then the first by type name. What of
    the loser the winner does not cover stays a finding of its own, so that no half of a value is left. A
    look-alike removes what lies wholly inside it and is not surer than it is. When the loser says whose data
    the very same span is, the winner takes that over. docs/adr/0007 tells why.

    Args:
        found: Detections, overlapping or not.
        weak_types: Types that are no personal data by themselves (`URL`, `DATE_TIME`, `ORGANIZATION`).
    """
    real = _without_look_alikes(list(found))
    real.sort(
        key=lambda d: (
            d.entity_type in weak_types,
            d.entity_type in _PHRASES,
            not is_proven(d),
            d.score < _TENTATIVE,
            d.start - d.end,
            "checksum_ok" not in d.why,
            -d.score,
            d.entity_type,
            d.start,
            d.recognizer,
        )
    )
    starts: list[int] = []
    kept: list[Detection] = []
    losers: list[Detection] = []
    for detection in real:
        at, rivals = _rivals(starts, kept, detection)
        if not rivals:
            starts.insert(at, detection.start)
            kept.insert(at, detection)
            continue
        losers.append(detection)
        if detection.whose is not None:
            rival = kept[rivals[0]]
            if rival.whose is None and (rival.start, rival.end) == (detection.start, detection.end):
                kept[rivals[0]] = replace(
                    rival, whose=detection.whose, ref=detection.ref, why=(*rival.why, *detection.why)
                )
    for loser in losers:
        if loser.entity_type not in weak_types and not loser.entity_type.endswith(_FACT):
            _keep_rest(starts, kept, loser)
    return kept


def is_proven(detection: Detection) -> bool:
    """Tell whether a finding needs no further evidence: known, or with strong check digits."""
    return detection.recognizer == _KNOWN or (
        detection.entity_type in _CHECKED and "checksum_ok" in detection.why
    )


def _rivals(starts: list[int], kept: list[Detection], detection: Detection) -> tuple[int, list[int]]:
    """Return where a detection would stand among the kept ones, and which of its neighbours it overlaps."""
    at = bisect_left(starts, detection.start)
    first = at - 1 if at and kept[at - 1].end > detection.start else at
    last = at
    while last < len(kept) and kept[last].start < detection.end:
        last += 1
    return at, list(range(first, last))


def _keep_rest(starts: list[int], kept: list[Detection], loser: Detection) -> None:
    """Keep what of a loser no winner covers, as findings of their own."""
    _, rivals = _rivals(starts, kept, loser)
    edges = [loser.start, *(p for i in rivals for p in (kept[i].start, kept[i].end)), loser.end]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start >= _LEAST_REST:
            at = bisect_left(starts, start)
            starts.insert(at, start)
            kept.insert(at, replace(loser, start=start, end=end, why=(*loser.why, "rest")))


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
