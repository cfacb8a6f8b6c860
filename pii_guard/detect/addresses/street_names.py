"""Recognising the name of a street in the words before or after a house number."""

# ruff: noqa: PLR2004, SIM905 - lengths of words are figures of the languages; long word sets read better as text
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pii_guard.detect.addresses.tokens import Token, after
from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    from pii_guard.detect.addresses.lexicon import Grade, Lexicon

_PARTICLES = frozenset(
    "de del della dei delle degli di da do dos das la las los le les du des d l der den dem sv".split()
)
MAX_NAME = 6


_NAME_STARTS = lazy(r",?[ \t]{1,2}(?:[^\W\d_]|\d{1,3}(?:st|nd|rd|th))")


class StreetNames:
    """Says whether words are the name of a street, and how sure that is.

    Args:
        lexicon: The words of addresses.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lex = lexicon

    def last(self, words: list[Token]) -> tuple[int, str, Grade] | None:
        """Recognise a street name before the number: (start, how, grade)."""
        comma = bool(words) and words[-1].text == ","
        if comma:
            words = words[:-1]
            if len(words) < 2:
                return None
        if not words or not words[-1].is_word:
            return None
        last = words[-1]
        if not comma:
            ending = self._ending(last)
            if ending in {"strong", "cap"}:
                return self._qualified(words), "street:ending", ending
            grade = self._lex.after.get(last.folded)
            name = self.name_before(words[:-1]) if grade else 0
            if grade and name and (grade == "strong" or last.is_capital or words[-2].is_capital):
                return words[-1 - name].start, "street:after", "strong" if words[-2].is_capital else "weak"
        found = self.typed(words)
        if found is None and not comma and self._ending(last) == "weak":
            return self._qualified(words), "street:weak_ending", "weak"
        return found

    def _ending(self, word: Token) -> Grade | None:
        folded = word.folded
        if folded in self._lex.whole:
            return "strong"
        if folded in self._lex.not_streets or len(folded) < 5:
            return None
        for grade, endings in self._lex.endings.items():
            if folded[2:].endswith(endings):
                return grade if grade == "strong" or word.is_capital else "weak"
        return None

    def _qualified(self, words: list[Token]) -> int:
        start, index = words[-1].start, len(words) - 2
        while index >= 0 and index >= len(words) - 3:
            word = words[index]
            if word.folded not in self._lex.qualifiers or (words[-1].is_capital and not word.is_capital):
                break
            start, index = word.start, index - 1
        return start

    def name_before(self, words: list[Token]) -> int:
        """Return how many words before a street type are its name."""
        count = 0
        for word in reversed(words[-4:]):
            if not word.is_word or not word.is_capital or word.folded.strip(".") in self._lex.stop:
                break
            if count and word.text.endswith(".") and len(word.text) > 4:
                break
            count += 1
        if (
            count == 0
            and words
            and words[-1].is_word
            and words[-1].folded not in self._lex.stop
            and words[-1].text.islower()
        ):
            return 1
        return count

    def typed(self, words: list[Token]) -> tuple[int, str, Grade] | None:
        """Look back for a street type that precedes the name."""
        best: tuple[int, str, Grade] | None = None
        for index in range(len(words) - 2, max(-1, len(words) - 2 - MAX_NAME), -1):
            word = words[index]
            if not words[index + 1].is_word and not words[index + 1].text.rstrip(".º°").isdigit():
                break
            grade = self._grade(words, index)
            if grade is None:
                continue
            if grade == "strong":
                return word.start, "street:before", self._named(words, index)
            if best is None or best[2] == "weak":
                best = word.start, "street:before", grade
        return best

    def _grade(self, words: list[Token], index: int) -> Grade | None:
        word, name = words[index], words[index + 1]
        grade = self._lex.before.get(word.folded)
        if grade is None and index + 2 < len(words):
            grade = self._lex.before.get(f"{word.folded} {name.folded}")
            name = words[index + 2]
        if name.folded in self._lex.stop and name.folded not in _PARTICLES and not name.is_capital:
            return None
        if grade is None or grade == "strong":
            return grade
        long = len(word.folded) > 3
        if name.folded in _PARTICLES and any(w.is_capital for w in words[index + 2 :]) and word.is_capital:
            return grade
        if grade == "cap" and name.is_capital and name.folded not in self._lex.stop:
            return "cap" if word.is_capital else "weak"
        if (
            grade == "cap"
            and word.is_capital
            and long
            and len(words) - index <= 4
            and name.folded not in self._lex.stop
        ):
            return "cap"
        return "weak" if name.folded not in self._lex.stop else None

    def _named(self, words: list[Token], index: int) -> Grade:
        names = [w for w in words[index + 1 :] if w.is_word]
        return "strong" if len(names) <= 3 or any(w.is_capital for w in names) else "weak"

    def first(self, text: str, folded: str, end: int, *, cued: bool) -> tuple[int, str] | None:
        """Recognise a street name after the number: (end, how)."""
        words = after(text, folded, end) if _NAME_STARTS.match(text, end) else []
        if words and words[0].text == ",":
            words = words[1:]
            if not words or words[0].folded not in self._lex.before_first:
                return None
        if not words:
            return None
        grade = self._lex.before_first.get(words[0].folded)
        if grade is not None and len(words) > 1:
            return self._french(words, grade)
        return self._english(words, cued)

    def _french(self, words: list[Token], grade: Grade) -> tuple[int, str] | None:
        stop, capitals = None, False
        for index, word in enumerate(words[1 : 2 + MAX_NAME]):
            if not word.is_word and not word.text.isdigit():
                break
            particle = word.folded in (
                "de",
                "du",
                "des",
                "la",
                "le",
                "les",
                "l",
                "d",
                "et",
                "aux",
                "au",
                "en",
                "sur",
            )
            if (
                word.is_capital
                or word.folded.startswith(("d'", "l'"))
                or (index and word.text.isdigit() and not capitals)
            ):
                stop, capitals = word, True
            elif not particle and not capitals and stop is None:
                stop = word
                if index + 2 < len(words) and not words[index + 2].is_capital:
                    break
            elif not particle:
                break
            if word.text.endswith((".", ",")) and len(word.text) > 3:
                break
        if stop is None or (grade != "strong" and not capitals):
            return None
        return stop.end - (stop.text.endswith(".") and len(stop.text) > 3), "street:number_first"

    def _english(self, words: list[Token], cued: bool) -> tuple[int, str] | None:
        for index, word in enumerate(words[:6]):
            grade = self._lex.after_first.get(word.folded) or self._lex.after_first.get(
                word.folded.rstrip(".")
            )
            if (
                index
                and grade is not None
                and self._english_name(words[:index], word, "strong" if cued else grade)
            ):
                following = words[index + 1] if index + 1 < len(words) else None
                if (
                    following is not None
                    and following.folded in self._lex.after_first
                    and following.is_capital == word.is_capital
                    and not word.text.endswith(".")
                ):
                    continue
                dot = word.text.endswith(".") and word.folded not in self._lex.after_first
                return word.end - dot, "street:number_first"
            plain = word.is_word or re.fullmatch(r"\d{1,3}(?:st|nd|rd|th)", word.folded)
            if not plain or word.folded in self._lex.stop - {"the", "st", "of", "e", "s", "n", "w"}:
                return None
            if word.text.endswith(".") and len(word.text) > 4:
                return None
        return None

    def _english_name(self, name: list[Token], kind: Token, grade: Grade) -> bool:
        if all(w.is_capital or w.text[0].isdigit() or w.folded in ("of", "the", "and", "de") for w in name):
            return name[0].is_capital or name[0].text[0].isdigit()
        return (
            grade == "strong"
            and kind.text.islower()
            and len(name) <= 2
            and name[0].folded not in self._lex.measures
        )
