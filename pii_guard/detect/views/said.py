"""Codes said sign by sign: letters by name or by spelling word ("golf bravo three three"), digits, "colon".

Only what proves itself is written out: an IBAN by length and check digits, an address of version 6 by its
colons. Before an "at", words of a spelling alphabet are the letters of a mail address.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy
from pii_guard.detect.views.checks import IBAN_SIZES, mod97
from pii_guard.detect.views.lexicon import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pii_guard.detect.view import View
    from pii_guard.detect.views.lexicon import Lexicon

Edit = tuple[int, int, str]

MIN_TOKENS: Final = 9
MAX_GAP: Final = 3
LETTERS: Final = 26
MAX_IBAN: Final = 34
MIN_SPELLED: Final = 3
_TOKEN: Final = lazy(r"[^\W_]+")
_COLONS: Final = ("colon", "doppelpunkt", "kolon", "dvotočka", "dvojtečka", "dwukropek", "dubbelepunt")
_HEXTET: Final = lazy(r"[0-9a-f]{1,4}")
_HEXTETS: Final = lazy(r"[0-9a-f]{1,4}(?::{1,2}[0-9a-f]{1,4}){2,7}|[0-9a-f]{1,4}::[0-9a-f]{1,4}")


class _Said(NamedTuple):
    start: int
    end: int
    text: str


class SaidCodes:
    """Reads codes said sign by sign; one object serves all texts.

    Args:
        lexicon: Number words and spelling alphabets.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def view(self, base: View) -> View:
        """Return `base` with codes written out, or `base` itself."""
        edits = list(self.edits(base.text))
        return base.replaced("spoken", edits, whole=True) if edits else base

    def edits(self, text: str) -> Iterator[Edit]:
        """Yield the rewritings of a text, in order."""
        run: list[_Said] = []
        for match in _TOKEN.finditer(fold(text)):
            said = self._signs.get(match[0]) or (
                match[0] if match[0].isascii() and _plain(match[0]) else None
            )
            if run and (said is None or match.start() - run[-1].end > MAX_GAP):
                yield from _codes(run)
                run = []
            if said is not None:
                run.append(_Said(match.start(), match.end(), said))
        yield from _codes(run)

    @cached_property
    def _signs(self) -> dict[str, str]:
        """Word -> what it stands for, over all languages; the first to name it counts."""
        signs = {fold(colon): ":" for colon in _COLONS}
        for word, letter in self.alphabet.items():
            signs.setdefault(word, letter)
        for data in self._lexicon.data.values():
            for place, slot in enumerate([data.zero, *data.ones.split()]):
                for form in words_of(slot):
                    if place < 10 and " " not in form:  # noqa: PLR2004 - digits
                        signs.setdefault(form, str(place))
        return signs

    @cached_property
    def alphabet(self) -> dict[str, str]:
        """Spelling word -> letter, over all languages; English first."""
        found: dict[str, str] = {}
        for data in sorted(
            self._lexicon.data.values(), key=lambda data: not data.alphabet.startswith("alpha")
        ):
            for place, slot in enumerate(data.alphabet.split()[:LETTERS]):
                for form in words_of(slot):
                    if len(form) > 1:
                        found.setdefault(form, chr(97 + place))
        return found

    @cached_property
    def _unit(self) -> re.Pattern[str]:
        """One letter: "k as in kilo", or a spelling word."""
        words = "|".join(sorted(map(re.escape, self.alphabet), key=lambda word: (-len(word), word)))
        as_in = "|".join(map(re.escape, self._lexicon.all("as_in")))
        return re.compile(
            rf"(?P<letter>[a-z])[ ,]{{1,2}}(?:{as_in})[ ][^\W\d_]{{2,15}}|(?P<word>{words})(?!\w)"
        )

    @cached_property
    def _spelled(self) -> re.Pattern[str]:
        unit = re.sub(r"\?P<\w+>", "?:", self._unit.pattern)
        ends = "|".join(map(re.escape, self._lexicon.all("at", "weak_at", "dot")))
        return re.compile(
            rf"(?<!\w)(?:{unit})(?:[ ,-]{{1,2}}(?:{unit})){{{MIN_SPELLED - 1},20}}"
            rf"(?=[ ,]{{1,2}}(?:(?:{ends})(?!\w)|@)|[ ]?[\[(@])"
        )

    @cached_property
    def _singles(self) -> re.Pattern[str]:
        """Single letters beside a word for a sign: "at e x a m p l e dot"."""
        ends = "|".join(map(re.escape, self._lexicon.all("at", "weak_at", "dot")))
        return re.compile(
            rf"(?<!\w)(?P<lead>(?:{ends})[ ,]{{1,2}})?(?P<run>[a-z](?:[ ][a-z]){{2,30}})(?!\w)"
            rf"(?=(?P<tail>,?[ ](?:{ends})(?!\w))?)"
        )

    def spelled(self, base: View) -> View:
        """Return a view in which words before an "at" that spell a name are its letters, or `base` itself."""
        edits = [
            (*match.span(), "".join(map(self._letter, self._unit.finditer(match[0]))))
            for match in self._spelled.finditer(fold(base.text))
        ]
        view = base.replaced("address", edits, whole=True) if edits else base
        singles = []
        for match in self._singles.finditer(fold(view.text)):
            if match["lead"] or match["tail"]:
                end = match.start("tail") + 1 if (match["tail"] or "").startswith(",") else match.end("run")
                singles.append((match.start("run"), end, match["run"].replace(" ", "")))
        return view.replaced("address", singles, whole=True) if singles else view

    def _letter(self, unit: re.Match[str]) -> str:
        return unit["letter"] or self.alphabet[unit["word"]]


def _plain(word: str) -> bool:
    """Say whether a token stands for itself: a letter, digits, or a part of a machine address."""
    return len(word) == 1 or word.isdigit() or _HEXTET.fullmatch(word) is not None


def _codes(run: Sequence[_Said]) -> Iterator[Edit]:
    """Yield the IBAN or the machine address that a run of signs makes."""
    colons = any(said.text == ":" for said in run)
    if len(run) < MIN_TOKENS and not colons:
        return
    for place in range(len(run)):
        found = _iban(run, place) or (_hextets(run, place) if colons else None)
        if found is not None:
            yield found
            return


def _iban(run: Sequence[_Said], place: int) -> Edit | None:
    text = ""
    for said in run[place : place + MAX_IBAN]:
        text += said.text
        size = IBAN_SIZES.get(text[:2].upper(), 0) if len(text) > 1 else 99
        if len(text) >= size:
            right = len(text) == size and mod97(text.upper())
            return (run[place].start, said.end, text.upper()) if right else None
    return None


def _hextets(run: Sequence[_Said], place: int) -> Edit | None:
    text = "".join(said.text for said in run[place : place + 48])
    match = _HEXTETS.match(text)
    if match is None or ("::" not in match[0] and match[0].count(":") != 7):  # noqa: PLR2004 - eight groups
        return None
    size, last = 0, place
    while size < match.end():
        size += len(run[last].text)
        last += 1
    return (run[place].start, run[last - 1].end, text[:size]) if size == match.end() else None
