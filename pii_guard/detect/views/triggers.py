"""Deciding, in microseconds, which readings a text needs: one linear pass with all triggers at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import re2

from pii_guard.detect.folding import fold
from pii_guard.detect.prefilter import Prefilter
from pii_guard.detect.views.characters import BLANKS
from pii_guard.detect.views.domains import PROVIDERS, SAFE_ENDS
from pii_guard.detect.views.eastern import SAID
from pii_guard.detect.views.signs import AT_LIKE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pii_guard.detect.views.lexicon import Lexicon
    from pii_guard.detect.views.numberwords import NumberWords

# Word characters, loosely: ASCII letters and all outside ASCII. Exact classes would make the automaton large.
_W: Final = r"[^\x00-@\[-`{-\x7f]"
_WD: Final = r"[^\x00-,/:-@\[-^`{-\x7f]"
_MARKS: Final = "\u00a0\u00ab\u00bb\u2013\u2014\u2018-\u201f\u2026"
_EDGE: Final = rf"(?:^|[\x00-/:-@\[-`{{-\x7f{_MARKS}])"
_END: Final = rf"(?:$|[\x00-/:-@\[-`{{-\x7f{_MARKS}])"
_GAP: Final = r"[\s,.;:\x{2026}\x{2013}\x{2014}/-]{1,4}"
_NEAR: Final = r"[\pL\p{Nd}@._+-]"
_LATIN: Final = "[0-9A-Za-z@._+-]"
_JOINERS: Final = "\u200c\u200d\ufe00-\ufe0f\u180b-\u180f"
_HIDDEN: Final = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u0084\u0086-\u009f\u00ad\u034f\u061c\u070f\u17b4\u17b5\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffc\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_LETTERS: Final = (
    "\u02b0-\u02b8\u1d00-\u1dbf\u2070-\u209f\u2100-\u2121\u2123-\u218b\u2460-\u24ff\u2776-\u2793\u3200-\u33ff"
    "\ua730-\ua731\ufb00-\ufb06\uff10-\uff19\uff20-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff\U0001f100-\U0001f189"
)

CHARACTERS: Final = (
    f"{_HIDDEN}{_NEAR}|{_NEAR}{_HIDDEN}",
    f"{_LATIN}[{_JOINERS}]|[{_JOINERS}]{_LATIN}",
    f"[{BLANKS}]",
    f"[{_LETTERS}]",
    r"[^\P{Nd}0-9]|[\x{b2}\x{b3}\x{b9}]",
    "[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]",
    r"[0-9@.][ ]?[^\P{Pd}-][ ]?[0-9]",
    r"[\pL\pN][\x{2010}\x{2011}\x{2212}\x{ff0d}\x{fe63}][\pL\pN]|[0-9][\x{2212}\x{2043}\x{2796}\x{30fc}\x{2500}][0-9]",
    r"[0-9][^\P{Zs} ][0-9A-Za-z]|[0-9A-Za-z@.][^\P{Zs} ][0-9@.]",
    "[A-Za-z0-9][\u2024\u3002\uff0e\uff61\u00b7\u2027\u2219\u22c5\ua4f8\u30fb\uff65\u066b\u066c\u2215\u2044\u29f8][A-Za-z0-9]",
    "[\ufe52\ufe6b\uff0e\uff0d\uff3f]",
    *SAID,
    f"[A-Za-z0-9_][{AT_LIKE}][A-Za-z0-9-]+[.\u2024\uff0e\u3002][A-Za-z]",
)
CONFUSABLES: Final = (
    r"[A-Za-z@][\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}]|[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}][A-Za-z@]",
    rf"[\p{{Cyrillic}}\p{{Greek}}\p{{Armenian}}]{_WD}{{0,20}}@|@{_WD}{{0,20}}[\p{{Cyrillic}}\p{{Greek}}\p{{Armenian}}]",
    rf"[^\x00-\x7f]{_WD}{{0,20}}@|@{_WD}{{0,20}}[^\x00-\x7f]",
    "[A-Za-z@.][\u0131\u0251\u0261\u026a\u01c0\u04cf\u0269][A-Za-z@.]",
    r"[0-9][ООоοΟЗзӀІ]{1,4}[0-9 -]|(?:^|[0-9 -])[\p{Cyrillic}\p{Greek}\p{Cherokee}]{1,4}[0-9]",
)
REVERSED: Final = (
    "\u202e",
    rf"(?:^|[\x00-,/:-?\[-`{{-\x7f{_MARKS}])(?i:moc|gro|ten|ofni|ude|vog|ue|oi|ku|ed|es|rh|ta|hc|rf|se|tp|ti|ln|kd|on|if|lp|ur|zc|ks|is|uh|or|rg|rt|xm|rb|ra|ac|ua|zn|elpmaxe)\.{_WD}{{1,80}}@",
)
ENCODED: Final = (
    r"&(?:#[0-9xX]|[A-Za-z]{2,24};)",
    r"%[0-9A-Fa-f]{2}|%u[0-9A-Fa-f]{4}",
    r"=[0-9A-F]{2}|=[0-9a-f]{2}|=[ \t]*\r?\n|=\?",
    r"\\(?:u\{?[0-9a-fA-F]|x[0-9a-fA-F]|U0|[0-3][0-7]{2}|/|00[0-9a-fA-F])",
    r"[A-Za-z0-9+/_-]{16}|[A-Za-z0-9+/_-]{12,15}=|eyJ",
    r"[0-9A-Fa-f]{2}(?:[ :][0-9A-Fa-f]{2}){7}|(?:[0-9]{2,3}[ ,] ?){8}|[01]{8} ?[01]{8} ?[01]{8}",
    r"(?i)xn--|\+A[A-P][A-Za-z0-9+/]",
)
MARKUP: Final = (
    r"<[A-Za-z/!]|\]\]>",
    r"\*\*|__|~~|`|[0-9A-Za-z@.]\*[0-9A-Za-z@.]|\\[@_.*-]|\[/?(?:b|i|u|url|email|color|code)[\]=]|\]\(|\\[a-z]{2,12}\{|\{\\[a-z]|(?:^|\s)\*[0-9A-Za-z]",
)
_ODD: Final = r"[ \t/_|,;:\\*~+#'\"·•()\[\]]"
_SIGN: Final = "[ \t/_|,;:\\\\*~+#'\"·•()\\[\\]=^<>&%$!?{}°\u2190-\u2bff\U0001f300-\U0001faff\ufe0f]"
# A gap that is more than one space: cards, phones and accounts as everybody writes them call for nothing.
_WIDE: Final = r"(?:[^0-9 ][^0-9]*|[ ][^0-9]+)"
_FAR: Final = rf"(?:[ ]{{0,3}}{_SIGN.replace(' ', '', 1)}{_SIGN}{{0,3}}|[ ]{{2,4}})"
_MARK: Final = rf"(?:[ \t]{{0,3}}{_ODD.replace(' ', '', 1)}{_ODD}{{0,3}})"
_BANK: Final = r"(?:[A-Z]{4}[^A-Za-z]{0,3})?[A-Z0-9]{0,3}[0-9]"
_UNEVEN: Final = "(?:[^A-Za-z0-9 ][^A-Za-z0-9]{0,2}|[ ][^A-Za-z0-9]{1,2})"
_OCTETS: Final = (r"[0-9OolI]{1,3}\\?", r"[0-9]{0,2}[OolI][0-9OolI]{0,2}\\?")  # any; with a letter in it
# What is broken up, by the step that puts it together (`lines` and `digits`).
BROKEN: Final = {
    "lines": (
        r"@[ \t]*=?\r?\n|\n[ \t>|]*@[\pL\pN]",
        r"@[0-9A-Za-z._-]*\r?\n[ \t>|]*[.A-Za-z]|[0-9A-Za-z]\.\r?\n[ \t>|]*[0-9A-Za-z._-]+@",
        r"\]\.join\(|[\"\'`][ ]{0,2}(?:\+|\.|&|\|\|)[ ]{0,2}[\"\'`]|(?:^|\n)(?:[^ \n]\r?\n){4}",
    ),
    "spaced": (r"(?:^|\s)(?:\S[ \t]{1,2}){4}\S(?:$|\s)",),
    "singles": (r"[0-9](?:[ ]?[-./,_*|·~ \n][ ]?[0-9]){6}",),
    "letters": (r"(?:^|[^\pL\pN-])\p{Lu}[-–·]\p{Lu}[-–·]\p{Lu}",),
    "lookalikes": (
        r"[0-9][IlOoSBZ][IlOoSBZ0-9 .-]|[IlOoSBZ0-9][IlOoSBZ][0-9]|(?:^|[ -])[IlOo][0-9]{2}",
        r"[0-9][IlOoSsBZzgqbGDATØø|!]{1,4}[-. ]?[0-9]",
        r"(?:^|[ :])[oOlIzZsS]{1,4}[0-9-][0-9oOlIsSzZ-]{3}|[0-9]-[oOlIzZsSgq]{2,4}-",
    ),
    "ibans": (
        r"[A-Z]{2}[0-9]{2}[A-Z0-9]{2,}[0-9][OIlSBZ][A-Z0-9]{4}",
        r"(?i)iban[a-z]{2}[0-9]{2}|[a-z]{2}[0-9]{2}\r?\n[ ]?[>*•–-]",
        rf"[A-Z]{{2}}[ ]?[0-9]{{2}}(?:[ ]?[A-Z0-9]{{1,6}}){{0,9}}{_UNEVEN}{_BANK}",
        r"(?:[a-z][a-zA-Z]|[A-Z][a-z])[ ]?[0-9]{2}\W{0,3}[A-Za-z0-9]{1,4}\W{1,3}[0-9]{2,4}\W{1,3}[0-9]{2}",
    ),
    "groups": (
        rf"[0-9]{{2,}}{_MARK}[0-9]{{2,}}{_ODD}{{1,4}}[0-9]{{2,}}|[0-9]{{2,}}{_ODD}{{1,4}}[0-9]{{2,}}{_MARK}[0-9]{{2,}}",
        r"[0-9]{3,}[/_|,;:\\*~#'·][0-9]{3,}",
        r"[0-9][ \t]*=?(?:\r?\n[ \t>|]*){1,3}[0-9]{2}",
        r"(?:[0-9]{1,3}[ .-]){5,}[0-9]",
        r"[0-9]{3,6}[ \t.()\[\]-]{1,3}[0-9]{3,7}[ \t.()\[\]-]{1,3}[0-9]{3,6}",
    ),
    "machines": (
        r"(?i)[0-9A-F][ ]?[\[({<][ ]?(?:[.:]|dot|punkt|point|punto|ponto|kropka|prik)[ ]?[\])}>]",
        r"://(?:[0-9]{8,10}|0x[0-9a-fA-F]{8})|[0-9] [.] [0-9]|[0-9]\r?\n\.[0-9]",
        r"[0-9]{1,3}\.[0-9]{1,3}\.\r?\n|[0-9]{1,3}\\[.][0-9]{1,3}",
        *(
            r"[.]".join(_OCTETS[place] for place in row)
            for row in ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1))
        ),
        r"[0-9](?:(?:[.] |, ?|-)[0-9]{1,3}){3}|[0-9a-f] ::? ?[0-9a-f]|[0-9a-f] (?:colon|doppelpunkt|kolon) ",
    ),
    "pieces": (
        rf"[0-9]{{2,}}{_FAR}[0-9]{{2,}}{_SIGN}{{1,4}}[0-9]{{2,}}|[0-9]{{2,}}{_SIGN}{{1,4}}[0-9]{{2,}}{_FAR}[0-9]{{2,}}",
        r"[0-9]{2,}[,;.]?[ ]?\r?\n[ \t>]*(?:[*+–•|-]|[0-9A-Za-z]{1,2}[.)])[ \t]*[0-9]{2}",
        r"[0-9]{2,}[,;][ ]?\r?\n[0-9]{2}",
        r"[0-9]{2}(?: [-.] |--|\.\.+|…)[0-9]{2,}(?: [-.] |--|\.\.+|…)[0-9]{2}|(?:[0-9]{2}[.-]){4}[0-9]{2}",
        rf"[0-9]{{4}}{_WIDE}[0-9]{{4}}[^0-9]+[0-9]{{4}}[^0-9]+[0-9]{{3}}|[0-9]{{3,4}}x[0-9]{{3,4}}x",
        rf"[0-9]{{4}} [0-9]{{4}}{_WIDE}[0-9]{{4}}[^0-9]+[0-9]{{3}}",
        rf"[0-9]{{4}} [0-9]{{4}} [0-9]{{4}}{_WIDE}[0-9]{{3}}",
        r"[0-9]{2,}[ ]?\|[ ]?\r?\n\|[ ]?[0-9]{1,2}[ ]?\|[ ]?[0-9]{2}",
        r"(?:[0-9][^0-9A-Za-z]{1,5}){6}[0-9]",
    ),
    "glued": (r"[A-Za-z][0-9]{9}|[0-9]{9}[A-Za-z]",),
}

FORMS: Final = {
    "characters": CHARACTERS,
    "confusables": CONFUSABLES,
    "reversed": REVERSED,
    "encoded": ENCODED,
    "markup": MARKUP,
    **BROKEN,
}
_NONE: Final[frozenset[str]] = frozenset()
_SPOKEN: Final = frozenset({"spoken"})


def _class(char: str) -> str:
    """Return an expression for a letter that also takes its form without diacritics."""
    plain = fold(char)
    if char == " ":
        return "[ -]"
    return re2.escape(char) if plain == char else f"[{char}{plain}]"


def _words(forms: Iterable[str]) -> str:
    """Return an alternation of words."""
    return "|".join("".join(map(_class, form)) for form in sorted(set(forms)))


def word_forms(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Return the expressions for words that stand for signs."""
    pieces, joiners = _words(lexicon.forms("fillers", "parts")), _words(lexicon.forms("joiner"))
    dots, at, weak = (_words(lexicon.forms(field)) for field in ("dot", "at", "weak_at"))
    signs = _words(lexicon.forms("dot", "dash", "slash"))
    backwards = _words(lexicon.forms("backwards"))
    return {
        "pieces": (
            *BROKEN["pieces"],
            rf"(?i)[0-9]{{2}}[\s,;.]{{1,3}}(?:{pieces})[\s,;:]",
            rf"(?i)[0-9]{{3}}[ ,]{{1,2}}(?:{joiners})[ ][0-9]{{2}}",
        ),
        "address": (
            rf"(?i)[ \t](?:{dots})[ \t,]+{_W}{{2,8}}{_END}",
            rf"(?i)[.][^ ]+[ \t]+(?:{weak})[ \t]+(?:{'|'.join(sorted(PROVIDERS))}){_END}",
            rf"(?i)[ \t](?:{dots})[ \t]+{_W}+[ \t]+(?:{weak})[ \t]+(?:{'|'.join(sorted(PROVIDERS))}){_END}",
            r"\\0{0,4}(?:40|2[eE])|\\'40|\\N\{COMM|\\char ?64|\\symbol|[a-z]\^@[a-z]|\$\(printf",
            rf"(?i)[\[({{<«*_|/#~=-]\s?(?:{at}|{weak}|a|@|\.|{dots})\s?[\])}}>»*_|/#~=-]",
            rf"(?i){_EDGE}(?:{at})[ \t]+{_W}",
            rf"@[ \t]|[ \t]@|@{_WD}+[ \t](?:{'|'.join(SAFE_ENDS)}){_END}",
            rf"(?i){_WD}[ \t]+(?:{weak})[ \t]+{_WD}+\.[a-z]{{2}}",
            rf"[a-z0-9]AT[a-z0-9-]+(?:DOT|\.)[a-z]|@@|@{_WD}+,[a-z]{{2,4}}{_END}|(?:[A-Za-z0-9@.][_/*|~+-]){{8}}",
            rf"@{_WD}+\.(?:[a-z]*[013@$][a-z013]*|corn){_END}",
        ),
        "signs": (rf"(?i)[0-9]{_GAP}(?:{signs}){_GAP}[0-9]",),
        "backwards": (rf"(?i){_EDGE}(?:{backwards}){_END}|<bdo|bidi-override|direction: ?rtl",),
    }


class Triggers:
    """All triggers: expressions for forms and signs in a few automata, and one automaton for number words."""

    def __init__(self, lexicon: Lexicon, numbers: NumberWords) -> None:
        families = {**FORMS, **word_forms(lexicon)}
        self._families = [family for family, patterns in families.items() for _ in patterns]
        self._forms = Prefilter([pattern for patterns in families.values() for pattern in patterns])
        self._numbers = numbers

    def __call__(self, text: str) -> frozenset[str]:
        """Return the families of readings that a text calls for; one too many does no harm."""
        try:
            data = text.encode()
        except UnicodeEncodeError:  # lone surrogates
            data = text.encode("utf-8", "replace")
            text = data.decode()
        forms = self._forms.occurring(data)
        spoken = self._numbers.occur(fold(text))
        if not forms:
            return _SPOKEN if spoken else _NONE
        found = frozenset([self._families[number] for number in forms])
        return found | _SPOKEN if spoken else found
