"""Postal addresses: street, postcode, city and country as separate detections with one ordinal."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from pii_guard.detect.addresses.lexicon import load_lexicon
from pii_guard.detect.addresses.places import Places, Tail
from pii_guard.detect.addresses.postcodes import Postcodes
from pii_guard.detect.addresses.streets import Street, Streets
from pii_guard.detect.lazy import lazy
from pii_guard.detect.types import Detection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["Addresses"]

_NAME = "address"
_DIGIT = lazy(r"\d")
_MAX_GAP = 24  # characters between two parts of one address


class Addresses:
    """Finds postal addresses in any language at once.

    Args:
        folder: A folder laid out as `policies/languages/`; the bundled one when None.

    Raises:
        PolicyError: A language file is wrong.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._lexicon = load_lexicon(folder)
        self._places = Places(self._lexicon)
        self._streets = Streets(self._lexicon, self._places)
        self._postcodes = Postcodes(self._places)

    def find(self, text: str, folded: str, taken: Sequence[tuple[int, int]] = ()) -> list[Detection]:
        """Return the parts of the addresses in a text, in order.

        Args:
            text: The text.
            folded: The same, by `folding.fold`.
            taken: Spans that are something else (a telephone number, a card); no postcode or number is taken
                from them.
        """
        hits = self._lexicon.words.find(folded)
        digits = _DIGIT.search(text) is not None
        if not hits and not digits:
            return []
        groups: dict[str, list[int]] = {}
        for hit in hits:
            groups.setdefault(hit.group, []).append(hit.end)
        parts = _Parts(taken)
        if digits:
            parts.streets(self._streets.by_number(text, folded, _both(groups)))
        types = [hit for hit in hits if hit.group == "street"]
        if types:
            parts.streets(self._streets.by_word(text, folded, types, groups.get("premises", [])))
        parts.streets(self._streets.by_cue(text, folded, groups.get("address", [])))
        if digits:
            self._codes(text, folded, groups, parts)
        for end in groups.get("city", []):
            self._city(text, folded, end, parts)
        for end in groups.get("birth", []):
            self._birthplace(text, folded, end, parts)
        return parts.numbered(text)

    def _codes(self, text: str, folded: str, groups: dict[str, list[int]], parts: _Parts) -> None:
        """Find the PO boxes and postcodes that no street led to."""
        for span, tail in self._postcodes.boxes(text, folded):
            parts.streets([Street(*span, span, tail, "street:box")])
        for tail, why, score in self._postcodes.cued(text, folded, groups.get("postcode", [])):
            parts.tail(tail, why, score)
        for tail, why, score in self._postcodes.free(text, folded, _both(groups)):
            code = tail.postcode if tail.city else None
            line = self._streets.before_tail(text, folded, code[0]) if code else None
            if line is not None:
                parts.streets([Street(*line, None, tail, "street:named")])
            parts.tail(tail, why, score)

    def _city(self, text: str, folded: str, end: int, parts: _Parts) -> None:
        if text[end : end + 1] != " ":
            return
        span = self._places.city(text, folded, end + 1)
        if span is not None and folded[span[0] : span[1]] not in self._lexicon.countries:
            parts.add(span, "CITY", 0.6, "city:cue")

    def _birthplace(self, text: str, folded: str, end: int, parts: _Parts) -> None:
        """Find `nato l'otto marzo a Palermo`: the place comes after the date."""
        match = re.compile(
            r"[^.!?;\n]{0,40}? (?:in|a|à|en|em|i|u|w|v|te|på) (?=[^\W\d_])", re.IGNORECASE
        ).match(text, end)
        if match is None:
            return
        span = self._places.city(text, folded, match.end())
        if span is not None and folded[span[0] : span[1]] not in self._lexicon.countries:
            parts.add(span, "CITY", 0.6, "city:birth")


def _both(groups: dict[str, list[int]]) -> list[int]:
    """Return where the cues of addresses and of cities end."""
    return sorted({*groups.get("address", []), *groups.get("city", [])})


class _Parts:
    """Parts of addresses as they are found; what is taken, or found before, is refused."""

    def __init__(self, taken: Sequence[tuple[int, int]]) -> None:
        self._taken = sorted(taken)
        self._found: list[Detection] = []

    def _free(self, start: int, end: int) -> bool:
        index = bisect_left(self._taken, (end,))
        if any(right > start for _, right in self._taken[max(0, index - 3) : index]):
            return False
        return not any(d.start < end and d.end > start for d in self._found[-12:])

    def add(self, span: tuple[int, int] | None, entity_type: str, score: float, why: str) -> None:
        """Keep one part, unless something else is there."""
        if span is not None and self._free(*span):
            self._found.append(Detection(*span, entity_type, score, _NAME, (why,)))

    def streets(self, streets: Iterable[Street]) -> None:
        """Keep streets with what follows them."""
        for street in streets:
            if not self._free(*(street.number or (street.start, street.end))):
                continue
            if any(d.start < street.end and d.end > street.start for d in self._found[-12:]):
                continue
            full = street.tail.postcode is not None or street.tail.city is not None
            score = 0.85 if full else 0.7
            self._found.append(
                Detection(street.start, street.end, "STREET_ADDRESS", score, _NAME, (street.why,))
            )
            self.tail(street.tail, "address:tail", 0.85)

    def tail(self, tail: Tail, why: str, score: float) -> None:
        """Keep a postcode with its city and country."""
        if tail.postcode is not None and not self._free(*tail.postcode):
            return
        self.add(tail.postcode, "POSTCODE", score, why)
        self.add(tail.city, "CITY", score, why)
        self.add(tail.country, "COUNTRY", score, why)

    def numbered(self, text: str) -> list[Detection]:
        """Return the parts in order, those of one address with one ordinal."""
        out: list[Detection] = []
        ordinal, seen, last = 0, set[str](), -1
        for part in sorted(self._found, key=lambda d: (d.start, d.end)):
            gap = text[last : part.start] if last >= 0 else ""
            if last < 0 or len(gap) > _MAX_GAP or part.entity_type in seen or ". " in gap or "\n\n" in gap:
                ordinal, seen = ordinal + 1, set()
            seen.add(part.entity_type)
            last = max(last, part.end)
            out.append(
                Detection(
                    part.start, part.end, part.entity_type, part.score, _NAME, part.why, address=ordinal
                )
            )
        return out
