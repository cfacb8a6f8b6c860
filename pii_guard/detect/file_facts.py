"""Facts out of a customer's file: what was bought, what it cost, what is owed, where it was left.

They count where a message is about to be published, so only the gate asks for them. Amounts, card digits
and places are found by words near them. What was bought is open vocabulary and is found by syntax: the
noun phrase between a possessive ("your …") and a state ("… are packed"), beside "you ordered", or in the
list after "the refund covers".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from pii_guard.detect.types import Detection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pii_guard.detect.cues import Cues
    from pii_guard.detect.words import Hit

RECOGNIZER = "facts"
Groups = dict[str, "list[Hit]"]
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*['’]?|&|[^\s]")
_SENTENCE = re.compile(r"[.!?;](?=\s|$)|\n")
_MONEY = re.compile(
    r"(?:[$€£¥₽₹]|US\$|R\$|A\$|C\$|(?<!\w)(?:USD|EUR|GBP|SEK|NOK|DKK|CHF|PLN|CZK|HUF|RSD|BAM|BRL"
    r"|HRK))[ \u00a0]?\d[\d.,'\u00a0\u202f]*(?:[ \u00a0]\d{3})*(?:[.,]\d{2})?"
    r"|(?<![\w.,])\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})*(?:[.,](?:\d{1,2}|-|–))?[ \u00a0]?"
    r"(?:€|£|\$|kr\b\.?|:-|kronor|kroner|zł|złotych|pln\b|kč|czk\b|ft\b|eur\b|euros?\b|eura\b"
    r"|evra\b|usd\b|sek\b|nok\b|dkk\b|chf\b|franken|francs|kn\b|kuna\b|din\b|dinara|rsd\b|pounds?"
    r"|dollars?|reais|pesos|brl\b|gbp\b|lei\b|ron\b|₽|руб\w*|динара|евра|円)"
    r"|(?<![\w.,])\d{1,3}(?:[ .,]\d{3})+[.,]\d{2}(?![\w.,]\d)",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"(?:\b(?:for|costs?|price|från|from|kostar|kostet|ab|für|pris|koster|prix|coûte|cuesta|precio"
    r"|costa|prezzo|custa|preço|kosztuje|cena|cijena|košta|hinta|maksaa|only|just|bara|nur|kun"
    r"|over|under|above|über|unter|mer än|more than|plus de|más de|od|do|boven|onder|vanaf"
    r"|via)[ :]{1,2})$",
    re.IGNORECASE,
)
_LAST4 = re.compile(
    r"[ ]{0,2}(?:in|with|på|med|auf|mit|en|par|con|em|com|op|na|s|digits?|is|are|är|sind|sont|son"
    r"|sono|são|zijn|er|su|to|:|\"|'|\.\.\.|…|[*•xX]{1,4}"
    r"|[ -]){0,4}(?P<value>\d{3,4})(?!\d)(?![.,]\d)"
)
_MASKED = re.compile(r"(?:[*•·]{2,}|(?<!\w)[xX]{2,}|(?:\.\.\.|…))[ -]?(?P<value>\d{4})(?!\d)")
_PIECE = re.compile(
    r"[ ]{1,2}(?:with[ ]|in[ ]|på[ ]|mit[ ]|par[ ]|por[ ]|con[ ])?(?P<value>[\w+-]*[.@][\w.+@-]*\w)"
)
_CAPITALS = re.compile(r"(?:[ ][^\W\d_a-zà-ÿ][\w'’-]+){1,3}")
_OF = frozenset("de di da do del della du des d of".split())  # noqa: SIM905 - reads better than a list of 20 strings
_HONORIFIC = frozenset(("pani", "pan", "pana", "panu"))
_DIGIT = re.compile(r"\d")
_MIN_WORD = 3
_MAX_PHRASE = 8  # words in a thing bought
_STATE_REACH = 70
_DEFINITE_REACH = 100
_ARTICLE_GAP = 8  # a second article or number may stand between: "the two copper pans"
_FIRST_WORDS = 4  # characters before which a sentence's first word begins
_SUFFIXED = ("et", "en", "na", "ne", "erne", "arna", "orna", "an", "on")
_MIN_SUFFIXED = 6
_CLOCK = re.compile(
    r"(?<![\d.,])(?:[01]?\d|2[0-3])(?:[:.h][0-5]\d(?![\d.,])|[ ]?(?:am|pm|uhr|h|hrs|kl)\b"
    r"|[ ]?(?:-|–|and|to|och|til|till|bis|und|et|à|a|e|y|do|i|en|tot|og)[ ]?(?:[01]?\d|2[0-4])\b(?![:.,]?\d))",
    re.IGNORECASE,
)
# About nobody in particular as far as the words go; about people in general, whatever surrounds it.
ABOUT_NOBODY = ("about:general",)
ABOUT_PEOPLE = ("about:general", "cue:general")
_SCORES: dict[tuple[str, ...], float] = {(): 0.7, ABOUT_NOBODY: 0.45, ABOUT_PEOPLE: 0.4}


class FileFacts:
    """Finds facts out of a customer's file.

    Args:
        cues: The cue words.
    """

    def __init__(self, cues: Cues) -> None:
        self._cues = cues

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
        yield from self._purchases(text, folded, groups)
        yield from self._things_at_hand(text, folded, groups)
        yield from self._events(text, folded, groups)
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
            about = self._about(text, folded, groups, start, hit.end)
            yield Detection(
                start, hit.end, "BALANCE_CUE", _SCORES[about], RECOGNIZER, ("cue:balance", *about)
            )
        for hit in groups.get("delivery", []):
            yield self._fact(hit.start, self._named(text, folded, hit), "DELIVERY_CUE", "cue:delivery")
        digits = _DIGIT.search(text) is not None
        for match in self._cues.spots.finditer(folded) if digits else ():
            if (not match[0].isdigit() and not match[0][-1:].isdigit()) or self._addressed(
                text, folded, match.start(), match.end()
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

    def _about(self, text: str, folded: str, groups: Groups, start: int, end: int) -> tuple[str, ...]:
        """Return what a phrase that may be said of anybody is about; nothing where it is the reader."""
        if within(text, start, end, groups.get("general", ())):
            return ABOUT_PEOPLE
        return () if self._addressed(text, folded, start, end) else ABOUT_NOBODY

    def _addressed(self, text: str, folded: str, start: int, end: int) -> bool:
        """Whether the sentence speaks to or of a customer."""
        low, high = sentence(text, start, end, 80)
        words = _WORD.findall(folded[low:high])
        return any(
            word in self._cues.second
            or word in ("account", "konto", "racun", "compte", "cuenta", "conto", "conta", "rekening")
            for word in words
        )

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

    def _events(self, text: str, folded: str, groups: Groups) -> Iterator[Detection]:
        """Yield appointments with a day or an hour: `a technician is booked for Thursday`."""
        days = groups.get("when", ())
        told = -1
        for hit in groups.get("event", ()):
            if hit.start < told:
                continue
            low, high = sentence(text, hit.start, hit.end, 90)
            day = next((d for d in days if low <= d.start and d.end <= high), None)
            clock = _CLOCK.search(text, low, high)
            if day is None and clock is None:
                continue
            ends = [hit.end, *([day.end] if day else []), *([clock.end()] if clock else [])]
            starts = [hit.start, *([day.start] if day else []), *([clock.start()] if clock else [])]
            told = max(ends)
            about = self._about(text, folded, groups, hit.start, hit.end)
            why = ("cue:event", *about)
            yield Detection(min(starts), told, "DELIVERY_CUE", _SCORES[about], RECOGNIZER, why)

    # -- what was bought ----------------------------------------------------------------------

    def _purchases(self, text: str, folded: str, groups: dict[str, list[Hit]]) -> Iterator[Detection]:
        states = sorted(h.start for h in groups.get("state", []))
        for hit in groups.get("your", []):
            if bisect_left(states, hit.end) == bisect_left(states, hit.end + 120 + _STATE_REACH):
                continue
            things, end = self._things(text, folded, hit.end)
            if folded[hit.start : hit.end] in _HONORIFIC:
                things = [span for span in things if not text[span[0]].isupper()]
            if not things and end == hit.end:
                things = self._noun_before(folded, hit.start)
            if things and self._bought(text, end, states):
                yield from self._named_things(things, "cue:your")
        refund = sorted(h.start for h in groups.get("money", []))
        for hit in groups.get("covers", []):
            low, _ = sentence(text, hit.start, hit.end, 160)
            if bisect_left(refund, low) < bisect_left(refund, hit.start + 3):
                yield from self._named_things(self._things(text, folded, hit.end)[0], "cue:covers")
        for hit in groups.get("bought", []):
            before = self._thing_before(text, folded, hit.start)
            things = before or self._things(text, folded, hit.end)[0]
            yield from self._named_things(things, "cue:bought")

    def _things_at_hand(self, text: str, folded: str, groups: Groups) -> Iterator[Detection]:
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
            if within(text, hit.start, hit.end, groups.get("please", ())):
                continue
            about = self._about(text, folded, groups, hit.start, hit.end)
            told = about or (*ABOUT_NOBODY, "cue:addressed")
            for start, end in self._definite(text, folded, low, high):
                why = ("cue:definite", *told)
                yield Detection(start, end, "PURCHASE_CUE", _SCORES[about or ABOUT_NOBODY], RECOGNIZER, why)

    def _definite(self, text: str, folded: str, low: int, high: int) -> Iterator[tuple[int, int]]:
        """Yield the noun phrases behind articles, and nouns with a Scandinavian article at their end."""
        until = low
        for match in _WORD.finditer(folded, low, high):
            if match.start() < until:
                continue
            if match[0] in self._cues.articles:
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
            yield self._fact(start, end, "PURCHASE_CUE", why)

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
        stop = _SENTENCE.search(text, end, high)
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


def sentence(text: str, start: int, end: int, reach: int) -> tuple[int, int]:
    """Return the part of the sentence around a span that lies within reach."""
    low, high = max(0, start - reach), min(len(text), end + reach)
    for match in _SENTENCE.finditer(text, low, start):
        low = match.end()
    stop = _SENTENCE.search(text, end, high)
    return low, stop.start() if stop else high


def within(text: str, start: int, end: int, hits: Sequence[Hit]) -> bool:
    """Whether one of some cue words stands in the sentence of a span."""
    if not hits:
        return False
    low, high = sentence(text, start, end, 90)
    return any(low <= hit.start and hit.end <= high for hit in hits)


def _general_price(text: str, start: int, cues: Sequence[int]) -> bool:
    """Whether a price word stands right before an amount and no word for a payment between them."""
    match = _PRICE.search(text, max(0, start - 14), start)
    return match is not None and bisect_left(cues, start - 30) == bisect_left(cues, start)
