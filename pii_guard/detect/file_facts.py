"""Facts out of a customer's file: what was bought, what it cost, what is owed, where it was left.

They count where a message is about to be published, so only the gate asks for them. Amounts, card digits
and places are found by words near them; `purchases` finds what was bought.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from pii_guard.detect.lazy import lazy
from pii_guard.detect.purchases import Purchases
from pii_guard.detect.reach import CLOCK, RECOGNIZER, SCORES, Groups, InSentence, sentence
from pii_guard.detect.types import Detection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pii_guard.detect.cues import Cues
    from pii_guard.detect.words import Hit

_WORD = lazy(r"[^\W_]+(?:['’-][^\W_]+)*")
_MONEY = lazy(
    r"(?:[$€£¥₽₹]|US\$|R\$|A\$|C\$|(?<!\w)(?:USD|EUR|GBP|SEK|NOK|DKK|CHF|PLN|CZK|HUF|RSD|BAM|BRL"
    r"|HRK))[ \u00a0]?\d[\d.,'\u00a0\u202f]*(?:[ \u00a0]\d{3})*(?:[.,]\d{2})?"
    r"|(?<![\w.,])\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})*(?:[.,](?:\d{1,2}|-|–))?[ \u00a0]?"
    r"(?:€|£|\$|kr\b\.?|:-|kronor|kroner|zł|złotych|pln\b|kč|czk\b|ft\b|eur\b|euros?\b|eura\b"
    r"|evra\b|usd\b|sek\b|nok\b|dkk\b|chf\b|franken|francs|kn\b|kuna\b|din\b|dinara|rsd\b|pounds?"
    r"|dollars?|reais|pesos|brl\b|gbp\b|lei\b|ron\b|₽|руб\w*|динара|евра|円)"
    r"|(?<![\w.,])\d{1,3}(?:[ .,]\d{3})+[.,]\d{2}(?![\w.,]\d)",
    re.IGNORECASE,
)
_PRICE = lazy(
    r"(?:\b(?:for|costs?|is|are|är|ist|est|es|è|je|jest|er|at|dès|desde|da|per|za|po|pour|por|voor|til|till|tot"
    r"|bis|hasta|até|stoji|stoje|stojí|stoi|stane|vale|valen|koste|priced at|price|från|from|kostar"
    r"|kostet|ab|für|pris|koster|prix|coûte|cuesta|precio"
    r"|costa|prezzo|custa|preço|kosztuje|cena|cijena|košta|hinta|maksaa|only|just|bara|nur|kun"
    r"|over|under|above|über|unter|mer än|more than|plus de|más de|od|do|boven|onder|vanaf"
    r"|via)[ :]{1,2})$",
    re.IGNORECASE,
)
_LAST4 = lazy(
    r"[ ]{0,2}(?:in|with|på|med|auf|mit|en|par|con|em|com|op|na|s|digits?|is|are|är|sind|sont|son"
    r"|sono|são|zijn|er|su|to|:|\"|'|\.\.\.|…|[*•xX]{1,4}"
    r"|[ -]){0,4}(?P<value>\d{3,4})(?!\d)(?![.,]\d)"
)
_MASKED = lazy(r"(?:[*•·]{2,}|(?<!\w)[xX]{2,}|(?:\.\.\.|…))[ -]?(?P<value>\d{4})(?!\d)")
_PIECE = lazy(
    r"[ ]{1,2}(?:with[ ]|in[ ]|på[ ]|mit[ ]|par[ ]|por[ ]|con[ ])?(?P<value>[\w+-]*[.@][\w.+@-]*\w)"
)
_CAPITALS = lazy(r"(?:[ ][^\W\d_a-zà-ÿ][\w'’-]+){1,3}")
# Last words of phrases for who took something in: "signed for by", "recebido por".
_BY = frozenset("by por av af von przez od da par door hos von recebeu firmó pela pelo".split())  # noqa: SIM905
_DIGIT = lazy(r"\d")


class FileFacts:
    """Finds facts out of a customer's file.

    Args:
        cues: The cue words.
    """

    def __init__(self, cues: Cues) -> None:
        self._cues = cues
        self._bought = Purchases(cues)

    def groups(self, folded: str) -> Groups:
        """Return the cue words in a text by their lists, in order of their ends."""
        groups: Groups = {}
        for hit in self._cues.facts.find(folded):
            groups.setdefault(hit.group, []).append(hit)
        return groups

    def find(self, text: str, folded: str, groups: Groups) -> Iterator[Detection]:
        """Yield the facts in a text, in no order.

        Args:
            text: The text.
            folded: The same, by `folding.fold`.
            groups: What `groups` gives for it.
        """
        near = InSentence(text, folded, groups, self._cues)
        yield from self._bought.find(text, folded, groups, near)
        yield from self._events(text, groups, near)
        yield from self._amounts(
            text, sorted(h.start for g in ("money", "balance") for h in groups.get(g, []))
        )
        yield from self._last_digits(text, groups)
        told = -1
        for hit in groups.get("balance", []):
            if hit.start < told:
                continue
            told = hit.end
            start = self._counted(folded, hit.start)
            about = near.about(start, hit.end)
            yield Detection(start, hit.end, "BALANCE_CUE", SCORES[about], RECOGNIZER, ("cue:balance", *about))
        for hit in groups.get("delivery", []):
            yield self._fact(hit.start, self._named(text, folded, hit), "DELIVERY_CUE", "cue:delivery")
        digits = _DIGIT.search(text) is not None
        for match in self._cues.spots.finditer(folded) if digits else ():
            if (not match[0].isdigit() and not match[0][-1:].isdigit()) or near.addressed(
                match.start(), match.end()
            ):
                yield self._fact(*match.span(), "DELIVERY_CUE", "cue:spot")
        for group, entity_type in (
            ("account", "ACCOUNT_CUE"),
            ("customer", "ACCOUNT_CUE"),
            ("criminal", "CRIME_CUE"),
            ("opinion", "OPINION_CUE"),
        ):
            for hit in groups.get(group, []):
                yield self._stated(folded, hit, entity_type)

    def _stated(self, folded: str, hit: Hit, entity_type: str) -> Detection:
        """Make a fact of a phrase; `your subscription` alone tells less than `account is blocked`."""
        bare = hit.group == "account" and folded[hit.start : hit.end].count(" ") <= 1
        score = 0.45 if bare else 0.7
        return Detection(hit.start, hit.end, entity_type, score, RECOGNIZER, (f"cue:{hit.group}",))

    @staticmethod
    def _fact(start: int, end: int, entity_type: str, why: str) -> Detection:
        return Detection(start, end, entity_type, 0.7, RECOGNIZER, (why,))

    def _counted(self, folded: str, start: int) -> int:
        """Include the number before `payments behind`."""
        match = re.compile(r"(?:\d{1,3}|[^\W\d_]{2,12})[ ]$").search(folded, max(0, start - 14), start)
        plural = folded.startswith(
            (
                "payment",
                "instal",
                "months",
                "rate",
                "rater",
                "raten",
                "mensual",
                "cuota",
                "prestac",
                "parcel",
                "termijn",
                "rat ",
                "month",
                "manad",
                "maned",
            ),
            start,
        )
        return match.start() if match and plural else start

    def _named(self, text: str, folded: str, hit: Hit) -> int:
        """Include the name of the neighbour who took something in, and a time."""
        end = hit.end
        last = folded[hit.start : end].rsplit(" ", 1)[-1]
        if last in self._cues.kin or last.startswith(
            (
                "vecin",
                "vizinh",
                "vicin",
                "voisin",
                "susjed",
                "sused",
                "soused",
                "sasiad",
                "nachbar",
                "grann",
                "nabo",
                "buur",
                "neighb",
                "naapuri",
                "komsi",
            )
        ):
            match = _CAPITALS.match(text, end)
            return match.end() if match else end
        if last in _BY:
            match = _CAPITALS.match(text, end)
            return match.end() if match else end
        clock = re.compile(r"[^.!?\n]{0,14}?\b\d{1,2}[:.h]\d{2}\b").match(text, end)
        return clock.end() if clock else end

    def _amounts(self, text: str, cues: Sequence[int]) -> Iterator[Detection]:
        if not cues or _DIGIT.search(text) is None:
            return
        for match in _MONEY.finditer(text):
            start, end = match.span()
            end -= len(match[0]) - len(match[0].rstrip(" .,'\u00a0\u202f"))
            low, high = sentence(text, start, end, 80)
            if bisect_left(cues, low) < bisect_left(cues, high) and not _general_price(text, start, cues):
                yield self._fact(start, end, "AMOUNT_CUE", "cue:money")

    def _last_digits(self, text: str, groups: dict[str, list[Hit]]) -> Iterator[Detection]:
        for hit in groups.get("ending", []):
            match = _LAST4.match(text, hit.end)
            if match:
                yield self._fact(*match.span("value"), "CARD_LAST4", "cue:ending")
        for match in _MASKED.finditer(text):
            yield self._fact(*match.span("value"), "CARD_LAST4", "cue:masked")
        for hit in groups.get("affix", []):
            match = _PIECE.match(text, hit.end)
            if match:
                yield self._fact(*match.span("value"), "ACCOUNT_CUE", "cue:piece")

    def _events(self, text: str, groups: Groups, near: InSentence) -> Iterator[Detection]:
        """Yield appointments with a day or an hour: `a technician is booked for Thursday`."""
        days = groups.get("when", ())
        told = -1
        for hit in groups.get("event", ()):
            if hit.start < told:
                continue
            low, high = sentence(text, hit.start, hit.end, 90)
            day = next((d for d in days if low <= d.start and d.end <= high), None)
            clock = CLOCK.search(text, low, high)
            if day is None and clock is None:
                continue
            ends = [hit.end, *([day.end] if day else []), *([clock.end()] if clock else [])]
            starts = [hit.start, *([day.start] if day else []), *([clock.start()] if clock else [])]
            told = max(ends)
            about = near.about(hit.start, hit.end)
            why = ("cue:event", *about)
            yield Detection(min(starts), told, "DELIVERY_CUE", SCORES[about], RECOGNIZER, why)


def _general_price(text: str, start: int, cues: Sequence[int]) -> bool:
    """Whether a price word stands right before an amount and no word for a payment between them."""
    match = _PRICE.search(text, max(0, start - 14), start)
    return match is not None and bisect_left(cues, start - 30) == bisect_left(cues, start)
