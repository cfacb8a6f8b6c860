"""Postcodes: distinctive forms by themselves, plain numbers by a cue or a city beside them."""

# ruff: noqa: PLR2004, SIM905 - lengths of words are figures of the languages; long word sets read better as text
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pii_guard.detect.addresses.places import CA, GB, IE, Places, Span, Tail
from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FREE = lazy(
    r"(?<![\w@#/])(?<![\w][-./+])(?<!\d )(?:"
    rf"(?P<gb>{GB.replace(' ?', ' ')}|[a-pr-uwyz][a-hk-y]?\d{{1,2}} \d(?!nd|st|rd|th|gb|mb|km|pm|am"
    rf"|x|d)[abd-hjlnp-uw-z]{{2}})|(?P<ca>{CA})|(?P<ie>{IE.replace(' ?', ' ')})"
    r"|(?P<nl>[1-9]\d{3} [A-Z]{2})|(?P<pt>\d{4}-\d{3})|(?P<br>\d{5}-\d{3})|〒 ?(?P<jp>\d{3}-?\d{4})"
    r"|(?P<us>(?P<state>[A-Z]{2}) (?P<zip>\d{5}(?:-\d{4})?))|(?P<au>(?:NSW|VIC|QLD|SA|WA|TAS|ACT"
    r"|NT) (?P<aucode>\d{4}))"
    r"|(?P<pl>\d{2}-\d{3})|(?P<se>\d{3} \d{2})|(?P<cc>(?:A|B|CH|CZ|D|DE|DK|F|FR|HR|I|L|N|PL|S|SE"
    r"|SI|SK|AT|BE)-(?P<cccode>\d{3} ?\d{2}|\d{4}))"
    r"|(?P<plain>\d{4,5})"
    r")(?![\w])(?!-\d)(?![.,:/]\d)(?! \d)(?![ ]?[€%$£])"
)
_GB_AREAS = frozenset(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY"
    " E EC EH EN EX FK FY G GL "
    "GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N"
    " NE NG NN NP NR NW OL "
    "OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR"
    " TS TW UB W WA WC WD WF "
    "WN WR WS WV YO ZE".split()
)
_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM"
    " NY NC ND OH OK OR PA RI "
    "SC SD TN TX UT VT VA WA WV WI WY DC PR".split()
)
# Two letters after four digits that are a unit, a currency or a word instead of a Dutch postcode.
_NOT_NL = frozenset(
    (
        "MB GB TB KB KM CM MM ML CL DL KG MG KW KV HZ PX PM AM EU NL KR NO SE DK PL HR DE KN DM FT SA SD"
        " SS LB IN OZ BC AD MA GT HP CC RS"
    ).split()
)
_LINK = lazy(
    r"[ \t]*(?:[:=.,(–-]|\b(?:is|ar|ist|er|je|est|es|e|jest|on|to|number|nr|no|of|code|koden"
    r"|numret|numero|broj|der|som|als|var|was|nu|now)\b|[ \t]|\n){0,4}",
)
# Between a word for postcode and the code: a question, a few small words, no number.
_FURTHER = lazy(r"[ \t]*[?:,]?[^\d\n.!]{0,24}(?:\n[^\d\n]{0,16})?(?<![\w\-])(?=[\w])")
_PL_CUE = lazy(r"\bkod\w{0,4}(?: \w{1,5})?[ :]{1,2}$")
_IN_PLACE = lazy(
    r"\b(?:in|aus|nach|bei|von|iz|u|i|fra|från|fran|till?|a|da|à|de|en|w|z|do|v|ve|ze|from|to|near|uit|te"
    r"|naar)[ \t]$"
)
_NUMBERED = lazy(r"(?:#|№|\bn[ro°º]\.?|\bnum\.?|\bref\.?|\border|\bordre|\bsku|\bart\.?|\bid)[ :.]{0,2}$")
_BOX = lazy(
    r"(?:p\.? ?o\.? ?box|postfach|postboks|postbus|apartado(?: de correos)?|caixa postal|casella"
    r" postale|pb|box|b\.?p\.?|pl)[ ]?\d{1,4}(?:[ ]\d{1,3}){0,3}(?!\d)"
)


class Postcodes:
    """Finds postcodes that no street led to, with their cities."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def free(self, text: str, folded: str, cues: Sequence[int]) -> Iterator[tuple[Tail, str, float]]:
        """Yield (postcode and city, how, score) for the forms that stand by themselves.

        Args:
            text: The text.
            folded: The same, folded.
            cues: Ends of address and city cues.
        """
        for match in _FREE.finditer(text):
            kind = match.lastgroup or ""
            kind = next(
                k
                for k in ("gb", "ca", "ie", "nl", "pt", "br", "jp", "us", "au", "pl", "se", "cc", "plain")
                if match[k]
            )
            group = {"us": "zip", "au": "aucode", "cc": "cccode"}.get(kind, kind)
            span = match.span(group)
            found = self._judge(text, folded, kind, match, span, cues)
            if found is not None:
                yield found, f"postcode:{kind}", 0.65

    def _judge(  # noqa: PLR0911 - one return a form
        self, text: str, folded: str, kind: str, match: re.Match[str], span: Span, cues: Sequence[int]
    ) -> Tail | None:
        value = text[span[0] : span[1]]
        if kind == "gb":
            area = re.compile(r"[A-Za-z]+").match(value)
            return self._with_city(text, folded, span) if area and area[0].upper() in _GB_AREAS else None
        if kind == "us":
            return (
                self._with_city(text, folded, (match.start(), span[1]), span)
                if match["state"] in _STATES
                else None
            )
        if kind in ("ca", "au", "jp"):
            return self._with_city(text, folded, (match.start(), span[1]), span)
        if kind == "ie":
            digits = any(c.isdigit() for c in value[4:])
            return self._with_city(text, folded, span) if digits else None
        city = self._places.city_after(text, folded, span[1])
        country = self._places.country(text, folded, city[1]) if city else None
        numbered = _NUMBERED.search(folded, max(0, span[0] - 10), span[0])
        if kind == "nl" and value[-2:] not in _NOT_NL and not numbered:
            return Tail(span, city, country)
        if kind in ("pt", "br") and not numbered:
            return Tail(span, city or (self._before(text, folded, span[0])), country)
        if kind == "pl" and _PL_CUE.search(folded, max(0, span[0] - 16), span[0]):
            return Tail(span, city, country)
        if city is None or numbered:
            return None
        if kind in ("pl", "se", "cc"):
            return Tail(span, city, country)
        return Tail(span, city, country) if self._plain(text, span, city, cues) else None

    def _plain(self, text: str, span: Span, city: Span, cues: Sequence[int]) -> bool:
        """Whether `10435 Berlin` is an address line: after a cue, alone on its line, or after a comma."""
        if any(0 <= span[0] - cue <= 20 for cue in cues):
            return True
        if re.compile(r"(?:19|20)\d\d$").match(text[span[0] : span[1]]):
            return False
        line = text.rfind("\n", 0, span[0]) + 1
        left = text[line : span[0]].strip(" \t>")
        ends = re.compile(r"[ \t]*(?:[.,;)\n]|$)").match(text, city[1]) is not None
        if _IN_PLACE.search(left.lower() + " ") and not text[span[0] : span[1]].endswith("00"):
            return ends
        if not left:
            return ends and "\n" in text
        return ends and left.endswith(",") and span[1] - span[0] == 5

    def _with_city(self, text: str, folded: str, whole: Span, code: Span | None = None) -> Tail:
        """Add the city before a British, Irish, American or similar postcode, or the one after it."""
        city = self._before(text, folded, whole[0]) or self._places.city_after(text, folded, whole[1])
        return Tail(code or whole, city, self._places.country(text, folded, whole[1]))

    def _before(self, text: str, folded: str, pos: int) -> Span | None:
        """Return the capitalised words right before a postcode."""
        end = len(text[max(0, pos - 60) : pos].rstrip(" ,\t\n–-(")) + max(0, pos - 60)
        if "\n\n" in text[end:pos]:
            return None
        start, words = end, 0
        while words < 3:
            match = re.compile(r"[^\W\d_][\w'’-]{1,30}$").search(text, max(0, start - 32), start)
            if match is None:
                break
            span = self._places.city(text, folded, match.start())
            if span is None:
                break
            start, words = match.start(), words + 1
            if text[start - 1 : start] != " " or not start:
                break
            start -= 1
        start += text[start : start + 1] == " "
        return (start, end) if words else None

    def cued(self, text: str, folded: str, ends: Sequence[int]) -> Iterator[tuple[Tail, str, float]]:
        """Yield the postcodes that follow a word for postcode."""
        for end in ends:
            link = _LINK.match(folded, end)
            start = link.end() if link else end
            code = self._places.code(text, start)
            if code is None and (further := _FURTHER.match(folded, end)):
                code = self._places.code(text, further.end())
            if code is not None:
                yield Tail(code, self._places.city_after(text, folded, code[1])), "postcode:cue", 0.8

    def boxes(self, text: str, folded: str) -> Iterator[tuple[Span, Tail]]:
        """Yield the PO boxes that stand before a postcode or a city."""
        for match in _BOX.finditer(folded):
            if match.start() and folded[match.start() - 1].isalnum():
                continue
            tail = self._places.tail(text, folded, match.end())
            if tail.postcode or tail.city:
                yield match.span(), tail
