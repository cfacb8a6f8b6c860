# ruff: noqa: PLR2004 - lengths of words are the subject
"""Known values: what the caller's record already holds, found however it is written.

A record says more than any pattern: whose a value is, and that "the order 7KQ2MX" is order HA-7KQ2MX. All
values are looked for in one pass (Aho-Corasick) over the folded text and, for what is written with digits, in
one over the text without its separators. Every detection carries `whose` and `ref`, so that the policy can
tell the requester's own data from somebody else's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold
from pii_guard.detect.known_spans import (
    REMOVED,
    SEPARATING,
    Key,
    identifier_span,
    one_number,
    phone_span,
    text_span,
    with_house_number,
)
from pii_guard.detect.known_types import AddressParts, guess_type, split_address
from pii_guard.detect.lazy import lazy
from pii_guard.detect.names.data import lexicon
from pii_guard.detect.names.forms import Mention, NameForms
from pii_guard.detect.names.keys import automaton
from pii_guard.detect.types import Detection, KnownValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SCORES = {"exact": 0.99, "folded": 0.95, "inflected": 0.85, "part": 0.8}
_ADDRESS_TYPES = frozenset({"STREET_ADDRESS", "POSTCODE", "CITY", "ADDRESS", "LOCATION"})
_TOKEN = lazy(r"[^\W_]+")
_COUNTRY_CODE = lazy(r"(?:1|7|2[07]|3[0-46-9]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})")


class KnownIndex:
    """Finds known values in texts. Built once a conversation; safe to share between threads afterwards."""

    def __init__(self, values: Sequence[KnownValue], terms: Sequence[str] = ()) -> None:
        """Index the values.

        Args:
            values: What is known, and whose it is. Where `entity_type` is absent it is guessed from the form.
            terms: Product and brand names of the organisation: no name is reported inside one.
        """
        self._values = tuple(values)
        self._text: dict[str, list[Key]] = {}
        self._compact: dict[str, list[Key]] = {}
        self._names: NameForms | None = None
        self._places: NameForms | None = None
        self._place_keys: list[Key] = []
        self._addresses: dict[int, int] = {}
        for owner, value in enumerate(self._values):
            self._add(owner, value)
        self._terms = sorted({fold(term).strip() for term in terms if len(term.strip()) > 1})
        self._text_keys = list(self._text.values())
        self._compact_keys = list(self._compact.values())
        self._text_automaton = automaton(list(self._text)) if self._text else None
        self._compact_automaton = automaton(list(self._compact)) if self._compact else None
        self._term_automaton = automaton(self._terms) if self._terms else None

    def __repr__(self) -> str:
        return f"KnownIndex({len(self._values)} values, {len(self._terms)} terms)"

    def find(self, text: str, folded: str | None = None) -> list[Detection]:
        """Return where known values are written, in order, not overlapping for the same type and owner.

        Args:
            text: What is read.
            folded: `fold(text)`, when the caller has it already.
        """
        low = fold(text) if folded is None else folded
        found = [
            *self._find_text(text, low),
            *self._find_compact(low),
            *self._find_names(text, low),
            *self._find_places(text, low),
        ]
        if not found:
            return []
        inside = self.term_spans(text, low)
        return _resolve(d for d in found if not _in_term(d, inside))

    def term_spans(self, text: str, folded: str | None = None) -> list[tuple[int, int]]:
        """Return where the organisation's terms are written, in whole words (an ending may follow)."""
        if self._term_automaton is None:
            return []
        low = fold(text) if folded is None else folded
        spans = []
        for _, start, end in self._term_automaton.find_matches_as_indexes(low, overlapping=True):
            if not (start and low[start - 1].isalnum() and low[start].isalnum()):
                stop = end
                while stop < len(low) and low[stop].isalpha() and stop - end < 4:
                    stop += 1
                if stop == len(low) or not low[stop].isalnum():
                    spans.append((start, stop))
        return spans

    # -- building ------------------------------------------------------------------------------------------

    def _add(self, owner: int, value: KnownValue) -> None:
        written = value.value.strip()
        if len(written) < 2:
            return
        kind = value.entity_type or guess_type(written)
        if kind == "PERSON":
            if self._names is None:
                self._names = NameForms(lexicon().common)
            self._names.add(written, owner)
        elif kind in _ADDRESS_TYPES:
            self._add_address(owner, written, kind)
        elif kind == "EMAIL_ADDRESS":
            self._put_text(written, Key(owner, kind, "exact", "text"))
            local, _, domain = written.partition("@")
            if domain and len(local) > 3:
                self._put_text("@" + domain, Key(owner, kind, "part", "mail_domain", fold(local)))
                self._put_text(local[:4], Key(owner, kind, "part", "mail_cut", fold(written)))
                self._put_text(domain[-5:], Key(owner, kind, "part", "mail_tail", fold(written)))
        elif kind in ("SOCIAL_HANDLE", "USERNAME"):
            bare = written.lstrip("@")
            self._put_text(bare, Key(owner, kind, "exact", "handle"))
        elif kind == "PHONE_NUMBER":
            self._add_phone(owner, written)
        elif len(written) < 48 and any(char.isdigit() for char in written):
            self._add_identifier(owner, written, kind)
        else:
            self._put_text(written, Key(owner, kind, "exact", "text"))

    def _put_text(self, written: str, key: Key) -> None:
        self._text.setdefault(fold(written), []).append(key)

    def _put_compact(self, written: str, key: Key) -> None:
        self._compact.setdefault(written, []).append(key)

    def _add_phone(self, owner: int, written: str) -> None:
        digits = "".join(char for char in written if char.isdigit())
        if written.startswith("+") or digits.startswith("00"):
            digits = digits.removeprefix("00")
            code = _COUNTRY_CODE.match(digits)
            digits = digits[code.end() :] if code else digits
        national = digits.lstrip("0")
        if len(national) >= 6:
            self._put_compact(national, Key(owner, "PHONE_NUMBER", "exact", "phone", fold(written)))
        elif len(digits) >= 3:
            self._put_text(written, Key(owner, "PHONE_NUMBER", "exact", "text"))

    def _add_identifier(self, owner: int, written: str, kind: str) -> None:
        tokens = _TOKEN.findall(fold(written))
        whole = "".join(tokens)
        self._put_compact(whole, Key(owner, kind, "exact", "compact", fold(written)))
        parts = {"".join(tokens[index:]) for index in range(1, len(tokens))}
        prefix = re.match(r"[^\W\d_]+(?=\d)", whole)
        if prefix is not None:
            parts.add(whole[prefix.end() :])
        if kind in ("ORDER_ID", "TICKET_ID"):
            for part in parts:
                if len(part) >= 5 and any(char.isdigit() for char in part):
                    self._put_compact(part, Key(owner, kind, "part", "compact"))

    def _add_address(self, owner: int, written: str, kind: str) -> None:
        self._addresses[owner] = len(self._addresses) + 1
        if kind == "POSTCODE":
            self._add_postcode(owner, written)
            return
        parts = AddressParts((), "", "", written) if kind == "CITY" else split_address(written)
        for line in parts.streets:
            self._put_text(line.text, Key(owner, "STREET_ADDRESS", "exact" if line.whole else "part", "text"))
            if line.word and line.number:
                self._place(line.word, Key(owner, "STREET_ADDRESS", "part", "street", line.number))
            elif line.name and len(line.name) > 5:
                self._put_text(line.name, Key(owner, "STREET_ADDRESS", "part", "text"))
        if parts.postcode:
            self._add_postcode(owner, parts.postcode)
        if parts.city:
            self._place(parts.city, Key(owner, "CITY", "exact", "city"))

    def _add_postcode(self, owner: int, written: str) -> None:
        whole = "".join(_TOKEN.findall(fold(written)))
        if len(whole) > 3:
            self._put_compact(whole, Key(owner, "POSTCODE", "exact", "compact", fold(written)))

    def _place(self, name: str, key: Key) -> None:
        if self._places is None:
            self._places = NameForms(frozenset())
        self._places.add(name, len(self._place_keys))
        self._place_keys.append(key)

    # -- finding -------------------------------------------------------------------------------------------

    def _made(
        self, owner: int, span: tuple[int, int], entity_type: str, how: str, subtype: str | None = None
    ) -> Detection:
        value = self._values[owner]
        return Detection(
            *span,
            entity_type,
            _SCORES[how],
            "known",
            (f"known:{how}",),
            None,
            subtype,
            value.whose,
            value.ref,
            self._addresses.get(owner),
        )

    def _find_text(self, text: str, low: str) -> Iterable[Detection]:
        if self._text_automaton is None:
            return
        cut: set[int] = set()
        for index, start, end in self._text_automaton.find_matches_as_indexes(low, overlapping=True):
            for key in self._text_keys[index]:
                span = text_span(low, start, end, key)
                if key.rule == "mail_cut" and span is not None:
                    cut.add(key.owner)
                # an address's last letters mean it only where its first ones stand before them
                if span is not None and (key.rule != "mail_tail" or key.owner in cut):
                    written = text[span[0] : span[1]].removeprefix("@")
                    how = key.how
                    if how == "exact" and written not in self._values[key.owner].value:
                        how = "folded"
                    yield self._made(key.owner, span, key.entity_type, how)

    def _find_compact(self, low: str) -> Iterable[Detection]:
        if self._compact_automaton is None:
            return
        compact = low.translate(REMOVED)
        hits = self._compact_automaton.find_matches_as_indexes(compact, overlapping=True)
        if not hits:
            return
        places = [index for index, char in enumerate(low) if char not in SEPARATING]
        for index, first, last in hits:
            start, end = places[first], places[last - 1] + 1
            if not one_number(places, first, last):
                continue
            for key in self._compact_keys[index]:
                span = (
                    phone_span(low, start, end) if key.rule == "phone" else identifier_span(low, start, end)
                )
                if span is None:
                    continue
                how = key.how
                if how == "exact" and low[span[0] : span[1]] != key.extra:
                    how = "folded"
                yield self._made(key.owner, span, key.entity_type, how)

    def _find_names(self, text: str, low: str) -> Iterable[Detection]:
        if self._names is None:
            return
        for mention in self._names.find(text, low):
            how = (
                "part"
                if mention.how == "exact"
                and mention.words == 1
                and mention.part != "full"
                and not self._is_whole(mention, text)
                else mention.how
            )
            subtype = mention.part if mention.part in ("given", "family", "full") else None
            yield self._made(mention.owner, (mention.start, mention.end), "PERSON", how, subtype)

    def _is_whole(self, mention: Mention, text: str) -> bool:
        return text[mention.start : mention.end] == self._values[mention.owner].value.strip()

    def _find_places(self, text: str, low: str) -> Iterable[Detection]:
        if self._places is None:
            return
        for mention in self._places.find(text, low):
            key = self._place_keys[mention.owner]
            if key.rule == "street":
                span = with_house_number(low, mention.start, mention.end, key.extra)
                if span is not None:
                    yield self._made(key.owner, span, key.entity_type, "part")
            elif mention.how != "part":
                yield self._made(key.owner, (mention.start, mention.end), key.entity_type, mention.how)


def _in_term(found: Detection, terms: Sequence[tuple[int, int]]) -> bool:
    return found.entity_type in ("PERSON", "CITY") and any(
        s <= found.start and found.end <= e for s, e in terms
    )


_RANK = {"known:exact": 0, "known:folded": 1, "known:inflected": 2, "known:part": 3}


def _resolve(found: Iterable[Detection]) -> list[Detection]:
    """Keep the longest of overlapping findings of one kind, then the closest; other owners' equal spans stay.

    Two persons may share a name: both owners are reported, and the policy decides on the stricter one.
    """
    kept: list[Detection] = []
    ordered = sorted(
        set(found),
        key=lambda d: (d.start, -d.end, _RANK[d.why[0]], d.entity_type, d.whose or "", d.ref or ""),
    )
    open_until: list[Detection] = []
    for item in ordered:
        open_until = [k for k in open_until if k.end > item.start]
        shadowed = False
        for other in open_until:
            same_span = (other.start, other.end) == (item.start, item.end)
            if same_span:
                closer = _RANK[other.why[0]] < _RANK[item.why[0]]
                same_owner = (other.whose, other.ref) == (item.whose, item.ref)
                shadowed |= other.entity_type == item.entity_type and (closer or same_owner)
            else:
                shadowed |= other.start <= item.start and item.end <= other.end
        if not shadowed:
            kept.append(item)
            open_until.append(item)
    return kept
