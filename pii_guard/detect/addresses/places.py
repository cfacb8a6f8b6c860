"""What follows a street: postcode, city, country; and cities by themselves."""

# ruff: noqa: PLR2004, SIM905 - lengths of words are figures of the languages; long word sets read better as text
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    from pii_guard.detect.addresses.lexicon import Lexicon

Span = tuple[int, int]

# Forms of postcodes, longest first (Universal Postal Union, addressing systems by country).
GB = (
    r"(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}"
    r"|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? \d[A-Z]{2})"
)
CA = r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d"
IE = r"(?:[AC-FHKNPRTV-Y]\d{2}|D6W) ?[\dAC-FHKNPRTV-Y]{4}"
NL = r"[1-9]\d{3} ?[A-RT-Z][A-Z]|[1-9]\d{3} ?S[BCE-RT-Z]"
ANY = (
    rf"(?:{GB}|{CA}|{IE}|(?:{NL})|\d{{5}}-\d{{3,4}}|\d{{4}}-\d{{3}}|\d{{2}}[ .]\d{{3}}-\d{{3}}"
    rf"|\d{{2}}-\d{{3}}|\d{{3}}[ -]?\d{{2}}|\d{{3}}-\d{{4}}|\d{{6}}|\d{{4}})"
)
_COUNTRY = (
    r"(?:(?:A|B|CH|CZ|D|DE|DK|E|F|FI|FIN|FR|HR|I|IT|L|LT|LV|N|NO|P|PL|S|SE|SI|SK|AT|BE|ES|NL|RS)[-–]\s?)?"
)
_END = r"(?![\w])(?!-\d)(?![.,]\d)"
POSTCODE = lazy(rf"{_COUNTRY}(?P<code>{ANY}){_END}", re.IGNORECASE)
_WORD = lazy(r"(?:['’]s-)?[^\W\d_](?:[\w'’\-]|\.(?=\w)){0,30}")
_PARTICLES = frozenset(
    "de del della dei di da do dos das la las los le les am an der im ob bei upon on sur sous in"
    " nad na pod aan den bij y "
    "i e of the vor v. a. d. u. op und".split()
)
_COUNTRY_GAP = lazy(r"[ \t]*[,·–(-]?[ \t]*\r?\n?[ \t]*")
_REGIONS = frozenset(("NSW", "VIC", "QLD", "TAS", "ACT"))
_GAP = lazy(r"[ \t]*[,;·|/(–—-]{0,2}[ \t]*(?:\r?\n[> \t]*)?(?:[–-][ \t]*)?")
_STATE = lazy(
    r"[ \t]*[,;/(–-]*[ \t]*(?:\r?\n[ \t]*)?(?:(?P<state>[A-Z]{2,3})\b"
    r"(?![ \t]?\d[A-Z\d]?[ \t]?\d?[A-Z]{2})[ \t]*[,.–)-]*[ \t]*)?"
    r"(?:(?:CEP|C\.?P\.?|PLZ|ZIP|CAP|cep|cp|c\.p\.|plz|zip|postcode|Postcode)[ \t]*[:.]?[ \t]*)?"
)
_BREAK = lazy(r"[ \t]*(?:[,.;:!?)\]\n|/–(]|$| - |[ ]\d{1,2}(?:er|e|eme)?(?!\w))")
_PREP = lazy(r"[ \t]+([^\W\d_]{1,4})[ \t]+")


@dataclass(frozen=True, slots=True)
class Tail:
    """The rest of an address after its street; None where a part is missing."""

    postcode: Span | None = None
    city: Span | None = None
    country: Span | None = None

    @property
    def end(self) -> int:
        """One past its last part, 0 when it is empty."""
        return max((span[1] for span in (self.postcode, self.city, self.country) if span), default=0)


def capital(char: str) -> bool:
    """Whether a character is a capital letter, or a letter of a script without capitals."""
    return char.isupper() or (char.isalpha() and not char.islower())


class Places:
    """Reads cities, postcodes and countries at given places of a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._skip = lexicon.stop | lexicon.measures

    def city(self, text: str, folded: str, pos: int, lower: bool = False) -> Span | None:
        """Return the name of a city that starts at a place: capitalised words, with particles between them.

        Args:
            text: The text.
            folded: The same, folded.
            pos: Where the name would start.
            lower: Whether a single word in lower case will do.
        """
        first = _WORD.match(text, pos)
        if first is None or folded[pos : first.end()].strip(".") in self._skip or len(first[0]) < 2:
            return None
        letter = first[0].lstrip("'’s-")[:1] or "x"
        if not capital(letter):
            return first.span() if lower and len(first[0]) > 2 else None
        return pos, self._more(text, folded, first)

    def _more(self, text: str, folded: str, first: re.Match[str]) -> int:
        end, upper, words = first.end(), first[0].isupper(), 1
        while words < 4:
            match = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
            if match is None:
                break
            word = folded[match.start() : match.end()]
            if word in _PARTICLES and not (upper and word in ("a", "i", "e", "y")):
                nxt = _WORD.match(text, match.end() + 1)
                if nxt is None or not capital(nxt[0][0]) or folded[nxt.start() : nxt.end()] in self._skip:
                    break
                end, words = nxt.end(), words + 2
                continue
            if (
                not capital(match[0][0])
                or word in self._skip
                or match[0] in _REGIONS
                or (len(word) == 2 and match[0].isupper() and not upper)
            ):
                break
            end, words = match.end(), words + 1
        return end

    def code(self, text: str, pos: int) -> Span | None:
        """Return the postcode that starts at a place, without a country's letters."""
        match = POSTCODE.match(text, pos)
        return match.span("code") if match else None

    def tail(self, text: str, folded: str, pos: int, lower: bool = False) -> Tail:
        """Return what follows a street that ends at `pos`.

        Args:
            text: The text.
            folded: The same, folded.
            pos: Where the street ends.
            lower: Whether the street was written in lower case, so that a city may be, too.
        """
        prep = _PREP.match(folded, pos)
        if prep and prep[1] in self._lexicon.preps and not text[prep.start(1)].isupper():
            city = self.city(text, folded, prep.end(), lower=False)
            return Tail(city=city) if city else Tail()
        gap = _GAP.match(text, pos)
        start = gap.end() if gap else pos
        if start == pos:
            return Tail()
        code_at = _STATE.match(text, start)
        for place in (start, code_at.end() if code_at else start):
            code = self.code(text, place)
            if code:
                return self._after_code(text, folded, code, lower)
        return self._after_city(text, folded, start, lower, separated=text[pos:start].strip(" \t") != "")

    def _after_code(self, text: str, folded: str, code: Span, lower: bool) -> Tail:
        if folded[code[1] :].lstrip(" \t")[:1] in ("%", "€", "$", "£"):
            return Tail()
        city = self.city_after(text, folded, code[1], lower)
        plain = text[code[0] : code[1]].isdigit()
        if city is None and plain and not _BREAK.match(text, code[1]):
            return Tail()
        return Tail(code, city, self.country(text, folded, city[1] if city else code[1]))

    def city_after(self, text: str, folded: str, pos: int, lower: bool = False) -> Span | None:
        """Return the city that follows a postcode."""
        match = re.compile(r"[ \t]*[,–-]?[ \t]+|,").match(text, pos)
        if match is None:
            return None
        city = self.city(text, folded, match.end(), lower)
        if city and "," in match[0] and not _BREAK.match(text, city[1]):
            return None
        return city

    def _after_city(self, text: str, folded: str, start: int, lower: bool, separated: bool) -> Tail:
        """Read up to three names, the last of which before a postcode is the city."""
        first: Span | None = None
        pos = start
        for _ in range(3):
            city = self.city(text, folded, pos, lower=lower and first is None)
            if city is None:
                break
            state = _STATE.match(text, city[1])
            code = self.code(text, state.end()) if state else None
            if code is None:
                code = self.code(text, state.start("state")) if state and state["state"] else None
            if code and not (text[code[0] : code[1]].isdigit() and code[1] - code[0] > 5):
                return Tail(code, city, self.country(text, folded, code[1]))
            if first is None:
                first = city
            gap = re.compile(r"[ \t]*[,–-][ \t]*|[ \t]*\n").match(text, city[1])
            if gap is None:
                break
            pos = gap.end()
        if first is None or not self._alone(text, folded, start, first, lower, separated):
            return Tail()
        return Tail(city=first, country=self.country(text, folded, first[1]))

    def _alone(self, text: str, folded: str, start: int, city: Span, lower: bool, separated: bool) -> bool:
        """Whether a name after a street, without a postcode, stands alone as a city does."""
        if not capital(text[city[0]].lstrip("'’") or "X"):
            return lower and re.compile(r"[ \t]*(?:[,.!?)\n]|$)").match(text, city[1]) is not None
        if not separated:
            return _BREAK.match(text, city[1]) is not None and folded[city[0] : city[1]] not in self._skip
        if "\n" in text[max(0, start - 3) : start]:
            return (
                re.compile(r"[ \t]*(?:,[^\n:]{0,30})?\.?[ \t]*(?:\r?\n|$)").match(text, city[1]) is not None
            )
        return _BREAK.match(text, city[1]) is not None

    def country(self, text: str, folded: str, pos: int) -> Span | None:
        """Return the name of a country that follows the last part of an address."""
        match = _COUNTRY_GAP.match(text, pos)
        start = match.end() if match else pos
        found = self._lexicon.country.match(folded, start)
        return found.span() if found else None
