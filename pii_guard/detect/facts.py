"""Facts about people that are no identifiers: special categories, and what a customer's file tells.

The first kind is found everywhere. The second only counts where a message is about to be published, so only
the gate asks for it; see `file_facts`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pii_guard.detect.cues import SPECIAL, load_cues
from pii_guard.detect.file_facts import FileFacts
from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy
from pii_guard.detect.reach import ABOUT_NOBODY, ABOUT_PEOPLE, RECOGNIZER, InSentence, sentence
from pii_guard.detect.types import Detection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Facts", "said"]

_NEAR = 60  # characters between a cue and the person it is about
_WORD = lazy(r"[^\W_]+(?:['’-][^\W_]+)*")
_NAMES = lazy(r"(?<![.!?] )(?<!^)\b[A-ZÀ-ÞĀ-Ž][\w'’-]+ [A-ZÀ-ÞĀ-Ž][\w'’-]+")
_ALLERGY = lazy(
    r"[ ](?:to|mot|na|aux?|à|al|alla|alle|alla|agli|a|gegen|auf|voor|på|overfor|för|ao"
    r"|à)[ ](?:las?[ ]|los[ ]|les[ ])?[^\W\d_]{3,}(?:[ ](?!(?:i|och|und|and|og|en|et|y|e|a|in"
    r"|u)\b)[^\W\d_]{5,}(?=[\s,.)]))?"
)
_TAIL = lazy(
    r"[ ](?:bolest\w*|disease|sjukdom\w*|prehran\w*|diet|kolica|treatment|tip\w* (?:\d|jedan|dva)"
    r"|typ[e]? (?:\d|one|two|ett|två|eins|zwei))(?!\w)"
)
_PART = lazy(r"[ ](?:da|do|de|de la|del|della|du|of the|dojke|pluca)(?:[ ][^\W\d_]{4,})?(?!\w)")
_PARTS = ("cancro", "cancer", "fratura", "fractura", "frattura", "fracture", "tumor")
_COUNT = lazy(
    r"(?:\b(?:early[- ]stage|late[- ]stage|severe|chronic|acute|\w*kronisk\w*|\w*chronisch\w*"
    r"|crónic\w*|chroni\w*|rizicn\w*|poczat\w*|rani\w* |type (?:1|2|one|two)|\d{1,2}(?:st|nd|rd"
    r"|th)? (?:months?|weeks?|mån\w*|veckor|monat\w*|wochen?|mois|meses|mesi|maanden|weken|måneder"
    r"|uger|uker|miesi\w*|tygodni\w*|mjesec\w*|tjedan\w*|kuukaut\w*|měsíc\w*))[ ])$"
)
_STEM = 5
_SHORTEST = 3


def said(words: str, thread: str) -> bool:
    """Whether all words of a fact occur in what the customer wrote, in any inflection.

    Args:
        words: Text of the fact.
        thread: The customer's own messages.
    """
    stems = {_stem(word) for word in _WORD.findall(fold(thread))}
    wanted = [word for word in _WORD.findall(fold(words)) if len(word) >= _SHORTEST or word.isdigit()]
    return bool(wanted) and all(_stem(word) in stems for word in wanted)


def _stem(word: str) -> str:
    return word if word.isdigit() else word[: max(3, min(_STEM, len(word) - 1))]


class Facts:
    """Finds facts by cue words, in any language at once.

    Args:
        folder: A folder laid out as `policies/languages/`; the bundled one when None.

    Raises:
        PolicyError: A language file is wrong.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._cues = load_cues(folder)
        self._file = FileFacts(self._cues)

    def find(self, text: str, folded: str, *, file_facts: bool = False) -> list[Detection]:
        """Return the facts in a text, in order.

        Args:
            text: The text.
            folded: The same, by `folding.fold`.
            file_facts: Whether to look for facts out of a customer's file, too, and for opinions.
        """
        found = list(self._special(text, folded))
        if file_facts:
            groups = self._file.groups(folded)
            facts = list(self._file.find(text, folded, groups))
            near = InSentence(text, folded, groups, self._cues)
            found = [_circumstances(item, near, facts) for item in found]
            found.extend(facts)
        return _untangled(found)

    # -- special categories -------------------------------------------------------------------

    def _special(self, text: str, folded: str) -> Iterator[Detection]:
        for hit in self._cues.special.find(folded):
            start, end = hit.start, hit.end
            while end < len(text) - 1 and text[end] == "-" and text[end + 1].isalpha():
                end = _WORD.match(text, end + 1).end()  # type: ignore[union-attr]
            if hit.group == "health":
                if folded.startswith("aller", start) or folded.startswith("alerg", start):
                    more = _ALLERGY.match(folded, end)
                    end = more.end() if more else end
                tail = _TAIL.match(folded, end) or (
                    _PART.match(folded, end) if folded.startswith(_PARTS, start) else None
                )
                end = tail.end() if tail else end
                adjective = _COUNT.search(folded, max(0, start - 24), start)
                start = adjective.start() if adjective else start
            about = self._about(text, folded, start, end)
            why = (f"cue:{hit.group}", "about:person" if about else "about:general")
            yield Detection(start, end, SPECIAL[hit.group], 0.7 if about else 0.45, RECOGNIZER, why)

    def _about(self, text: str, folded: str, start: int, end: int) -> bool:
        """Whether somebody is named or spoken of near a cue, in its sentence."""
        low, high = sentence(text, start, end, _NEAR)
        words = _WORD.findall(folded[low:start]) + _WORD.findall(folded[end:high])
        return any(word in self._cues.person for word in words) or _NAMES.search(text, low, high) is not None


def _circumstances(item: Detection, near: InSentence, facts: list[Detection]) -> Detection:
    """Add to a fact that may be anybody's whether its sentence tells a result, or of people in general."""
    if "about:general" not in item.why:
        everybody = near.has("general", item.start, item.end) and not near.addressed(item.start, item.end)
        return replace(item, why=(item.why[0], *ABOUT_PEOPLE)) if everybody else item
    bought = any(
        f.entity_type == "PURCHASE_CUE"
        and "about:general" not in f.why
        and f.start < item.end
        and item.start < f.end
        for f in facts
    )
    if bought or _dated(item, near):
        return replace(
            item, score=0.7, why=tuple("about:person" if c == ABOUT_NOBODY[0] else c for c in item.why)
        )
    more = [f"cue:{name}" for name in ("state", "general") if near.has(name, item.start, item.end)]
    more += ["cue:dated"] if near.timed(item.start, item.end) else []
    return replace(item, why=(*item.why, *more)) if more else item


def _dated(item: Detection, near: InSentence) -> bool:
    """Whether the sentence tells the reader, and not people in general, of an appointment or a day."""
    if near.has("general", item.start, item.end) or not near.addressed(item.start, item.end):
        return False
    return near.has("event", item.start, item.end) or near.timed(item.start, item.end)


def _untangled(found: list[Detection]) -> list[Detection]:
    """Drop a fact that lies within a longer one of its type."""
    out: list[Detection] = []
    for item in sorted(found, key=lambda d: (d.start, -d.end, d.entity_type)):
        if not any(
            o.entity_type == item.entity_type and o.start <= item.start and item.end <= o.end
            for o in out[-8:]
        ):
            out.append(item)
    return out
