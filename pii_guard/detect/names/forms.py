# ruff: noqa: PLR2004, SIM905 - lengths of words are the subject, and word lists read best as text
"""The forms in which a known name is written: parts, initials, inflected endings, joined or split.

Used for names found in a text and for names that the caller knows. Names are inflected in many languages
("Ivana Horvata", "Karins", "Dawidzie"). The forms are not generated: a name's stem is looked for, and the
letters after it must be an ending that its last letter allows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy
from pii_guard.detect.names.keys import Finder, automaton
from pii_guard.detect.names.tokens import PARTICLES, WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

# After a consonant (sv/de genitive, the Slavic, Finnish, Hungarian, Baltic and Greek case endings, folded).
_AFTER_CONSONANT = frozenset(
    "s es a u e i y om em im ou ovi evi owi ovu ovo owie ie ze zie iem ia iu ego emu ym ich "
    "ov ova ove ovoj ovom evoj oj ej "
    "in ille illa issa ista ilta iin nak nek al el ert hez hoz tol rol ben ban "
    "а у е ом ем ы и ой ою ю я ым ого ому".split()
)
# After the stem of a name that ends in a vowel ("Ivan-a": Ivane, Ivani, Ivanu, Ivanom, Ivano).
_AFTER_STEM = frozenset(
    "a e i o u y as an ou om oj em im ie ii ę ei ina iny ine inu "
    "ego emu iego iemu iej ych ich ej ov ovi ova ove in inoj es ene "
    "alle alla assa asta alta aan lle lla lta ssa sta on en in "
    "и ы е у ю ой ей ою я а о".split()
)
_AFTER_SHORT_STEM = frozenset("a e o u y ę as ina ine inu и ы е у ю ой".split())
_AFTER_VOWEL = frozenset(
    "s n m h lle lla lta ssa sta ta ksi je ja ju jem jom t val vel ról tól nak nek".split()
)
_VOWELS = "aeiouyаеиоуыюя"
_STEM = {vowel: _AFTER_STEM - {vowel} for vowel in _VOWELS}
_SHORT_STEM = {vowel: _AFTER_SHORT_STEM - {vowel} for vowel in _VOWELS}
# "Marek", "Petar" lose their last vowel: Markiem, Petrom. With -k also Marka; Petra is another name.
_FLEETING = frozenset("u om em iem ovi owi kiem ku e i ie".split())
_FLEETING_KC = _FLEETING | {"a"}
_EI, _NEN = frozenset("ei"), frozenset("n lle lla lta ssa sta".split())
_CIE, _DZIE, _OS = frozenset({"cie"}), frozenset({"dzie"}), frozenset({"", "υ"})
_CHANGING = ("cha", "che", "chi", "cho", "chu", "chy", "nen")
_INITIAL_LEFT = lazy(r"(?<![^\W_])((?:[^\W\d_]\.?[ \u00a0-]?){1,3})$")
_INITIAL_RIGHT = lazy(r"[ \u00a0]([^\W\d_])(?:\.|(?![^\W_]))")
_CJK = lazy(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SEPARATE = lazy(r"[\s\u00a0]+")
_ARABIC_PREFIX = "وفبلك"


class _Key(NamedTuple):
    """One key of the automaton: what it says of which name.

    Attributes:
        owner: Index that the caller gave.
        part: `given`, `family` or `full`.
        endings: Endings that may follow the key.
        bare: Whether the key alone is a form of the name (a stem is not).
        head: For names without word boundaries: so many of the key's characters are the name; 0 for all.
    """

    owner: int
    part: str
    endings: frozenset[str] = frozenset()
    bare: bool = True
    head: int = 0


class Mention(NamedTuple):
    """A place where a known name is written.

    Attributes:
        start: First code point.
        end: One past the last code point.
        owner: Index of the name.
        part: `given`, `family` or `full`.
        words: How many parts of the name stand here.
        how: `exact`, `folded`, `inflected` or `part`.
    """

    start: int
    end: int
    owner: int
    part: str
    words: int
    how: str


def shared_beginning(word: str) -> str:
    """Return the letters with which every form of a folded word begins, or fewer."""
    if not word.isalpha():
        return word[:1]
    if word.endswith(_CHANGING):
        return word[:-3]
    fleeting = word[-1] in "krclnm" and word[-2:-1] in tuple("ea")
    alternating = word[-1] in _VOWELS and word[-2:-1] in tuple("tdrkghcl")
    return word[:-2] if fleeting or alternating else word[:-1]


class NameForms:
    """An index of names, built once and then searched; cheap to build."""

    def __init__(self, common: AbstractSet[str], *, sharing: int = 32) -> None:
        """Start empty.

        Args:
            common: Folded names that are also common words.
            sharing: How many names may share one part; further ones are found by their other parts.
        """
        self._sharing = sharing
        self._common = common
        self._keys: dict[str, list[_Key]] = {}
        self._wholes: dict[int, str] = {}
        self._automaton: Finder | None = None
        self._order: list[list[_Key]] = []

    def __iter__(self) -> Iterator[str]:
        """Go through the words and stems that are looked for, folded."""
        return iter(self._keys)

    def add(self, name: str, owner: int) -> None:
        """Add a name.

        Args:
            name: As written, with or without diacritics, "Given Family" or "Family, Given".
            owner: What `find` gives back.
        """
        folded = fold(name).strip()
        self._wholes[owner] = " ".join(name.split())
        if _CJK.search(folded):
            self._add_unspaced(folded, owner)
            return
        words = [w for w in _words_of(folded) if w not in PARTICLES]
        parts = [w for w in words if len(w) > 1]
        family_first = "," in name
        for index, word in enumerate(parts):
            first = index == 0 and len(words[0]) != 1
            part = "given" if first != family_first and len(words) > 1 else "family"
            if len(words) == 1:
                part = "given"
            self._add_word(word, owner, part)
            if "-" in word:
                for piece in word.split("-"):
                    if len(piece) > 2:
                        self._add_word(piece, owner, part)
                        if "'" in piece:
                            self._add_word(piece.replace("'", ""), owner, part)
                self._add_word(word.replace("-", ""), owner, part)
            if "'" in word:
                self._add_word(word.replace("'", ""), owner, part)

    def _add_word(self, word: str, owner: int, part: str) -> None:
        last = word[-1]
        endings = _AFTER_VOWEL if last in _VOWELS else _AFTER_CONSONANT
        if not word.isalpha() and "-" not in word and "'" not in word:
            endings = frozenset()
        self._put(word, _Key(owner, part, endings))
        if len(word) < 3:
            return
        if last in _VOWELS:
            stem = word[:-1]
            self._put(stem, _Key(owner, part, (_STEM if len(stem) > 2 else _SHORT_STEM)[last], bare=False))
            for ending, changed in _ALTERNATIONS if stem.endswith(_ALTERNATING) else ():
                if stem.endswith(ending):
                    self._put(stem[: len(stem) - len(ending)] + changed, _Key(owner, part, _EI, bare=False))
        elif len(word) > 3 and word[-2] in "ea" and last in "krclnm" and word[-3] not in _VOWELS:
            self._put(
                word[:-2] + last, _Key(owner, part, _FLEETING_KC if last in "kc" else _FLEETING, bare=False)
            )
        if word.endswith("nen"):
            self._put(word[:-3] + "se", _Key(owner, part, _NEN, bare=False))
        elif word.endswith(("t", "d")) and len(word) > 3:
            self._put(word[:-1], _Key(owner, part, _CIE if last == "t" else _DZIE, bare=False))
        elif word.endswith("ος"):
            self._put(word[:-1], _Key(owner, part, _OS, bare=False))

    def _add_unspaced(self, folded: str, owner: int) -> None:
        pieces = _SEPARATE.split(folded)
        exact = _Key(owner, "full")
        self._put("".join(pieces), exact)
        if len(pieces) > 1:
            self._put(folded, exact)
            for index, piece in enumerate(pieces):
                if len(piece) > 1:
                    self._put(piece, _Key(owner, "given" if index else "family"))
        elif len(folded) in (3, 4) and not re.match("[\u3040-\u30ff]", folded):
            for head in (1, 2):
                for honorific in _HONORIFICS:
                    self._put(folded[:head] + honorific, _Key(owner, "family", head=head))

    def _put(self, text: str, key: _Key) -> None:
        if text:
            keys = self._keys.get(text)
            if keys is None:
                self._keys[text] = [key]
            elif len(keys) < self._sharing:
                keys.append(key)

    def find(self, text: str, folded: str) -> list[Mention]:
        """Return where the names, or parts of them, are written; not resolved between owners."""
        if not self._keys:
            return []
        if self._automaton is None:
            self._order = list(self._keys.values())
            self._automaton = automaton(list(self._keys))
        hits = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        parts: dict[int, list[Mention]] = {}
        for index, start, end in hits:
            for key, stop in self._words_at(folded, start, end, self._order[index]):
                how = "exact" if (stop == end or stop < end) and key.bare else "inflected"
                parts.setdefault(key.owner, []).append(Mention(start, stop, key.owner, key.part, 1, how))
        out: list[Mention] = []
        for owner, mentions in parts.items():
            out.extend(self._joined(text, folded, owner, mentions))
        return out

    def _words_at(self, folded: str, start: int, end: int, keys: list[_Key]) -> Iterable[tuple[_Key, int]]:
        if _CJK.match(folded, start):
            for key in keys:
                yield key, start + key.head if key.head else end
            return
        if (
            start
            and folded[start - 1].isalpha()
            and not (folded[start - 1] in _ARABIC_PREFIX and (start < 2 or not folded[start - 2].isalpha()))
        ):
            return
        if start and (folded[start - 1].isdigit() or folded[start - 1] in "_@"):
            return
        stop = end
        size = min(len(folded), end + 8)
        while stop < size and folded[stop].isalpha():
            stop += 1
        if stop < len(folded) and (folded[stop].isdigit() or folded[stop] in "_@"):
            return
        rest = folded[end:stop]
        for key in keys:
            if (not rest and key.bare) or rest in key.endings:
                yield key, stop

    def _joined(self, text: str, folded: str, owner: int, mentions: list[Mention]) -> Iterable[Mention]:
        """Join neighbouring parts of one name, add initials, and drop what is too weak to stand alone."""
        mentions.sort(key=lambda m: (m.start, -m.end, m.how))
        runs: list[list[Mention]] = []
        for mention in mentions:
            if runs and mention.start < runs[-1][-1].end:
                continue
            if runs and _joins(text, runs[-1], mention):
                runs[-1].append(mention)
            else:
                runs.append([mention])
        whole = self._wholes[owner]
        whole_folded = fold(whole)
        for run in runs:
            start, end, words = run[0].start, run[-1].end, len(run)
            if not _CJK.match(text, start):
                initials = self._initials(owner, folded[run[0].start : run[0].end])
                start, end, words = _with_initials(text, (start, end), words, initials)
                if words == 1 and not self._stands_alone(text, folded, start, end, run[0].how):
                    continue
            written = text[start:end]
            if " ".join(written.split()) == whole:
                how = "exact"
            elif any(m.how == "inflected" for m in run):
                how = "inflected"
            else:
                how = "folded" if folded[start:end] == whole_folded else "part"
            part = run[0].part if words == 1 else "full"
            yield Mention(start, end, owner, part, words, how)

    def _initials(self, owner: int, word: str) -> frozenset[str]:
        whole = [w for w in _words_of(fold(self._wholes[owner])) if w not in PARTICLES]
        return frozenset(w[0] for w in whole if not word.startswith(w[:3])) if len(whole) > 1 else frozenset()

    def _stands_alone(self, text: str, folded: str, start: int, end: int, how: str) -> bool:
        """Whether one part of a name, alone, is taken for the name.

        A part of one or two letters never is. One that is also a common word, or of three letters, or
        inflected, must be capitalised, and not merely because a sentence starts with it.
        """
        word = folded[start:end]
        if len(word) < 3:
            return False
        capital = text[start].isupper() or text[start] == text[start].upper()
        if word in self._common:
            if not capital:
                return False
            before = text[max(0, start - 3) : start].rstrip(" \u00a0")
            opens = not before or before[-1] in ".!?…\n"
            return (
                not opens or end >= len(text) or text[end] in ",!.:;?\n)" or not text[end : end + 2].strip()
            )
        return capital or (how == "exact" and len(word) > 3)


# Polish and Czech change the consonant before the locative: Agata, Agacie; Olga, Oldze; Radka, Radce.
_ALTERNATIONS = (
    ("t", "ci"),
    ("d", "dzi"),
    ("r", "rz"),
    ("ł", "l"),
    ("k", "c"),
    ("g", "dz"),
    ("g", "z"),
    ("ch", "sz"),
    ("h", "z"),
)
_ALTERNATING = tuple(ending for ending, _changed in _ALTERNATIONS)
_HONORIFICS = ("様", "さん", "さま", "氏", "先生", "女士", "小姐", "님", "씨")


def _words_of(folded: str) -> list[str]:
    return WORD.findall(folded) or folded.split()


def _joins(text: str, run: list[Mention], mention: Mention) -> bool:
    """Whether a part goes on with the name that a run has begun; the same part twice is two mentions."""
    last = run[-1]
    if mention.start == last.end or mention.start - last.end > 24 or len(run) > 5:
        return False
    word = fold(text[mention.start : mention.end])
    if len(run) > 1 and any(fold(text[m.start : m.end]) == word for m in run):
        return False
    gap = text[last.end : mention.start]
    return _gap_ok(gap) and not (gap in (", ", "\n") and last.part == mention.part)


def _gap_ok(gap: str) -> bool:
    """Whether only a blank, a comma, a hyphen, particles or initials stand between two parts of a name."""
    if gap in (" ", "\u00a0", "-", "‐", ", ", "\n"):
        return True
    words = gap.split()
    if not words or gap[0] not in " \u00a0" or gap[-1] not in " \u00a0":
        return False
    return all(
        fold(word) in PARTICLES or (word[0].isupper() and len(word.rstrip(".")) == 1) for word in words
    )


def _with_initials(
    text: str, span: tuple[int, int], words: int, initials: frozenset[str]
) -> tuple[int, int, int]:
    """Widen a part by the name's initials beside it: "M. Quenby", "Joanne M."."""
    start, end = span
    if not initials:
        return start, end, words
    left = _INITIAL_LEFT.search(text, max(0, start - 9), start)
    if (
        left
        and all(c in initials for c in fold(left.group(1)) if c.isalpha())
        and left.group(1)[0].isupper()
        and left.group(1)[-1] in ".- \u00a0"
    ):
        start, words = left.start(1), words + 1
    right = _INITIAL_RIGHT.match(text, end)
    if right and fold(right.group(1)) in initials and right.group(1).isupper():
        end, words = right.end(), words + 1
    return start, end, words
