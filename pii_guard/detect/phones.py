"""Telephone numbers, by their written form, the words around them and the countries expected.

Reserved ranges (Ofcom's 07700 900xxx, NANP's 555-01xx, PTS's 070-174 06 xx) are not `is_valid` for
phonenumbers, and a check costs 19 us per region, so the form decides first: a leading plus, a leading zero
with usual groups, (xxx) xxx-xxxx. The library is only asked about bare digits in an expected country, two
regions at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pii_guard.detect.lazy import lazy
from pii_guard.detect.types import Detection

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from pii_guard.detect.reading import Reading

_GAP = r"[ .\-‐‑–—/\u00a0\u202f]"
_ONE = rf"(?:{_GAP}|[ \u00a0]?[\-–/.·][ \u00a0]?)"
_BEFORE = rf"(?<![\w+])(?<!\d{_GAP})(?<!\d:)(?<!\d,)(?<![#$€£])"
_AFTER = rf"(?![A-Za-z\d])(?!{_GAP}?\d)(?!,\d)(?!/\d(?!\d))"
_EXTENSION = r"(?:,? ?(?:ext\.?|x|extn\.?|#|dw|int\.?|Durchwahl) ?\d{1,5})?"

# Kind of form -> score alone, expression. No nested quantifier that could match the same text in two ways.
_KINDS: tuple[tuple[str, float, str], ...] = (
    ("prefixed", 0.9, rf"00 ?[1-9](?:[ .\-‐‑–—/()\u00a0\u202f]{{0,3}}\d){{6,13}}{_EXTENSION}"),
    ("bracket", 0.75, rf"(?:\+?1[ .\-])?\([2-9]\d\d\)[ .\-]{{0,2}}\d{{3}}[ .\-]?\d{{4}}{_EXTENSION}"),
    ("bracket_area", 0.6, r"\(0?\d{2,5}\)[ \-/.]{0,3}\d(?:[ \-–.\u00a0]?\d){5,8}"),
    ("nanp", 0.7, rf"(?:1[ .\-])?[2-9]\d\d(?P<s>[.\-])\d{{3}}(?P=s)\d{{4}}{_EXTENSION}"),
    ("trunk", 0.7, rf"0\d{{1,4}}{_ONE}\d(?:{_GAP}?\d){{4,8}}"),
    ("trunk_brackets", 0.6, r"0\(?\d{2,4}\)[ \-/]?\d(?:[ \-.]?\d){4,7}"),
    ("russian", 0.6, r"8[ \-]?\(?9\d\d\)?[ \-]?\d{3}[ \-]\d\d[ \-]?\d\d"),
    ("baltic", 0.5, r"8[ \-]\(?6\d\d\)?[ \-]?\d{5}|8[ \-]6\d\d[ \-]\d\d[ \-]\d{3}"),
    ("mobile_zero", 0.57, r"0(?:7\d{8,9}|6\d{8}|9\d{7,8}|1[5-7]\d{8,9}|4\d{8}|5\d{9})"),
    ("pairs", 0.5, r"[2-9]\d(?P<p>[ .])\d\d(?P=p)\d\d(?P=p)\d\d"),
    ("three_pairs", 0.55, r"[4-9]\d\d(?P<q>[ .\-])\d\d(?P=q)\d\d(?P=q)\d\d"),
    ("threes", 0.5, r"[2-9]\d\d(?P<t>[ .\-])\d{3}(?P=t)\d{3}"),
    ("three_three_four", 0.5, r"[2-9]\d\d[ /]\d{3}[ \-]\d{4}|3\d\d[ ./\-]\d{6,7}"),
    ("landline", 0.45, r"[1-9]\d \d{3} \d\d \d\d"),
    ("norwegian", 0.45, r"[49]\d\d \d\d \d{3}"),
    ("chinese", 0.5, r"1[3-9]\d[ \-]\d{4}[ \-]\d{4}"),
    ("indian", 0.5, r"[6-9]\d{4}[ \-]\d{5}"),
    ("brazilian", 0.5, r"[1-9]\d 9\d{4}[ \-]\d{4}"),
    ("freephone", 0.5, r"1[38]00[ \-]\d{3}[ \-]\d{3}"),
    ("reserved", 0.5, r"555-01\d\d"),
)
# A plus begins a number whatever stands before it, and ends with its last group.
_PLUS = (
    r"(?<![\w+])(?P<international>\+ ?[1-9](?:[ .\-‐‑–—/()\u00a0\u202f]{0,3}\d){6,13}"
    rf"{_EXTENSION})(?![A-Za-z\d])"
)
# Where a number may be at all; only there are the forms tried.
_RUN = lazy(r"\d(?:[ .\-‐‑–—/()\u00a0\u202f]{0,3}\d){5,40}")
_EXTENSION_ROOM = 18
_FORMS = lazy(f"{_PLUS}|{_BEFORE}(?:{'|'.join(f'(?P<{kind}>{form})' for kind, _, form in _KINDS)}){_AFTER}")
_SCORES = {"international": 0.9, **{kind: score for kind, score, _ in _KINDS}}
_STRONG = frozenset({"international", "bracket"})
# Any digits at all: for beside a telephone word, or in an expected country.
_DIGITS = lazy(
    r"(?<![\w+#])(?<!\d[.,/\-])\(?\d(?:[ .\-–/()\u00a0\u202f]{0,3}\d){4,13}"
    rf"{_EXTENSION}(?![A-Za-z\d])(?![.,/\-]\d)"
)
_BARE = lazy(r"(?<![\w.,/+#\-])[1-9]\d{6,10}(?![\w/]|[.,\-]\d)")
_NO_PHONE = lazy(
    r"\(?(?:\d{1,2}[./\-–] ?\d{1,2}[./\-–] ?(?:\d{4}|\d\d)\b(?![./\-]\d\d[./\-]\d\d\b)"
    r"|(?:19|20)\d\d[./\-–]\d{1,2}[./\-–]\d{1,2}\b"
    r"|(?:0?[1-9]|1[0-2])/(?:20)?[2-4]\d(?:\D|$)|\d\d[.:]\d\d ?[\-–] ?\d\d[.:]\d\d"
    r"|(?:19|20)\d\d ?[\-–/] ?(?:19|20)\d\d\b|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[\-+]\d{4}\b)"
)
_REACH_BEFORE = 34
_REACH_AFTER = 12
_LEAST, _MOST = 7, 15
# Words that say "number" and not of what, folded: after one, what has a telephone's form is one, and scores
# more than a bare reference.
_NUMBER_WORDS = frozenset(
    [
        "number",
        "num",
        "nummer",
        "nummeret",
        "numret",
        "numero",
        "nro",
        "numer",
        "numerem",
        "cislo",
        "broj",
        "stevilka",
        "szam",
        "numar",
        "номер",
        "број",
    ]
)
_UNSPACED = lazy("[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af]")
_NUMBERED, _LINK_REACH = 0.65, 12
_MOST_REGIONS = 2


class PhoneRecognizer:
    """Finds telephone numbers; holds no state, safe to share between threads."""

    def find(self, reading: Reading, /) -> list[Detection]:
        """Return telephone numbers; offsets of the reading's text.

        The words that speak for and against one are the groups `phone` and `not_phone` of the packs.
        """
        if not reading.text.isascii():
            # Scripts without spaces may touch a number; letters with spaces make it a code.
            reading = reading._replace(text=_UNSPACED.sub(" ", reading.text))
        text = reading.text
        found: list[Detection] = []
        for run in _RUN.finditer(text):
            end = min(len(text), run.end() + _EXTENSION_ROOM)
            for match in _FORMS.finditer(text, _opening(text, run.start()), end):
                detection = _by_form(reading, match)
                if detection is not None:
                    found.append(detection)
        if "phone" in reading.hits:
            found.extend(_by_word(reading))
        if reading.regions:
            found.extend(_by_region(reading))
        return found


def _opening(text: str, start: int) -> int:
    """Return where the plus or brackets before a first digit begin."""
    at = start - 1 if text[max(0, start - 1) : start] == " " else start
    for _ in range(2):
        if at and text[at - 1] in "+(":
            at -= 1
    return at


def _by_form(reading: Reading, match: re.Match[str]) -> Detection | None:
    kind = match.lastgroup or ""
    kind = kind if kind in _SCORES else next(name for name in _SCORES if match[name] is not None)
    start, end = match.span()
    digits = sum(map(str.isdigit, match[0]))
    if not (_LEAST <= digits <= _MOST + 5) or _NO_PHONE.match(match[0]):
        return None
    why = [f"pattern:phone_{kind}"]
    score = _SCORES[kind]
    word = reading.near(("phone",), start, end, _REACH_BEFORE, _REACH_AFTER)
    if word is not None:
        score = max(score, 0.88)
        why.append("context:phone")
    if match[0].startswith("00") and digits > _MOST + 2:  # the prefix, and what E.164 allows
        return None
    if kind not in _STRONG:  # "0038 2271 90" may be a meter
        other = reading.near(("not_phone",), start, end, 26, 0)
        if other is not None and (word is None or word.end <= other.start or word.start >= end):
            return None
    if word is None and _numbered(reading, start, end):
        score = max(score, _NUMBERED)
        why.append("context:number")
    return Detection(start, end, "PHONE_NUMBER", score, "phone", tuple(why))


def _numbered(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a word for any number stands right before: "mon num 06…", "my new number is 07…"."""
    hit = reading.near(("ref_number",), start, end, _LINK_REACH, 0)
    return hit is not None and reading.folded[hit.start : hit.end] in _NUMBER_WORDS


def _by_word(reading: Reading) -> Iterator[Detection]:
    """Yield digits of any form that a telephone word announces."""
    text = reading.text
    for hit in reading.hits["phone"]:
        match = _DIGITS.search(text, hit.end, min(len(text), hit.end + _REACH_BEFORE + 24))
        if (
            match is None
            or match.start() - hit.end > _REACH_BEFORE
            or "\n\n" in text[hit.end : match.start()]
        ):
            continue
        if (
            match[0].startswith("(") and ")" not in match[0]
        ):  # a bracket that only opens here: "(19510609-1175)"
            match = _DIGITS.search(text, match.start() + 1, match.end())
            if match is None:
                continue
        digits = sum(map(str.isdigit, match[0]))
        if not (6 <= digits <= _MOST) or _NO_PHONE.match(match[0]):  # noqa: PLR2004 - shortest subscriber number
            continue
        if reading.near(("phone",), *match.span(), _REACH_BEFORE, 0) is None or _taken(
            reading, hit.end, match
        ):
            continue
        yield Detection(
            *match.span(), "PHONE_NUMBER", 0.7, "phone", ("pattern:phone_digits", "context:phone")
        )


def _taken(reading: Reading, after: int, match: re.Match[str]) -> bool:
    """Tell whether a word between the telephone word and the digits says what else they are."""
    return reading.within(("not_phone",), after, match.start())


def _by_region(reading: Reading) -> Iterator[Detection]:
    """Yield bare digits that are a valid number in an expected country (design: detection 6)."""
    import phonenumbers  # noqa: PLC0415 - 20 ms, and few texts need it

    regions = sorted(reading.regions)[:_MOST_REGIONS]
    for match in _BARE.finditer(reading.text):
        start, end = match.span()
        if reading.near(("not_phone",), start, end, 30, 6) is not None:
            continue
        for region in regions:
            try:
                number = phonenumbers.parse(match[0], region)
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(number):
                why = ("pattern:phone_bare", f"region:{region}")
                yield Detection(start, end, "PHONE_NUMBER", 0.55, "phone", why)
                break
