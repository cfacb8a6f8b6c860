"""All languages' words of asking in two automata: what can be asked, and how it is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pii_guard.detect.folding import fold
from pii_guard.detect.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pii_guard.messages.asking.model import AskingWords

SHARED = "*"
CONTENT = ("nouns", "weak", "traits", "direct", "copies")
ACTING = (
    *("requests", "imperatives", "entering", "openers", "finals", "which"),
    *("needs", "please", "pronouns", "yes_no", "have"),
)
FRAMING = (
    *(
        "handy",
        "others",
        "possessives",
        "fillers",
        "joins",
        "breaks",
        "negators",
        "uses",
        "warnings",
        "vetoes",
    ),
    *("here", "private", "form", "purpose"),
)


class Word(NamedTuple):
    """A word found in a draft, in code points of the matched text.

    Attributes:
        start: First code point.
        end: One past the last.
        kind: Key of `AskingWords`.
        language: ISO 639-1 code, or `SHARED`.
        thing: For the words of things, which.
    """

    start: int
    end: int
    kind: str
    language: str
    thing: str


class Lexicon:
    """One language's words in three automata, so that a draft without any costs one scan."""

    def __init__(self, language: str, words: AskingWords) -> None:
        self.language = language
        things = {(kind, thing): forms for kind in CONTENT for thing, forms in getattr(words, kind).items()}
        things |= {("parts", "part"): words.parts, ("card", "card"): words.card}
        self._things = _Group(language, things)
        self._acting = _Group(language, {(kind, ""): getattr(words, kind) for kind in ACTING})
        self._framing = _Group(language, {(kind, ""): getattr(words, kind) for kind in FRAMING})

    def things(self, folded: str) -> list[Word]:
        """Return the words for what can be asked in a folded text."""
        return self._things.find(folded)

    def acting(self, folded: str) -> list[Word]:
        """Return the words of asking."""
        return self._acting.find(folded)

    def framing(self, folded: str) -> list[Word]:
        """Return the words that decide what an act reaches."""
        return self._framing.find(folded)


class _Group:
    """Word groups in one automaton; adds to the notation of `Words` the `*` inside a phrase."""

    def __init__(self, language: str, groups: Mapping[tuple[str, str], Sequence[str]]) -> None:
        self._meaning: dict[str, tuple[str, str, str]] = {}
        self._tails: dict[str, tuple[str, ...]] = {}
        words: dict[str, list[str]] = {}
        for (kind, thing), forms in groups.items():
            plain = f"{kind}/{thing}"
            self._meaning[plain] = (kind, language, thing)
            words[plain] = []
            for form in forms:
                head, star, tail = form.partition("* ")
                if star:
                    group = f"{plain}/{form}"
                    self._meaning[group] = self._meaning[plain]
                    self._tails[group] = tuple(fold(" " + tail).split("* "))
                    words[group] = [head + "*"]
                else:
                    words[plain].append(form)
        self._words = Words(words)

    def find(self, folded: str) -> list[Word]:
        found: list[Word] = []
        for start, end, group in self._words.find(folded):
            tails = self._tails.get(group)
            stop = end if tails is None else _tail_end(folded, end, tails)
            if stop:
                found.append(Word(start, stop, *self._meaning[group]))
        return found


def _tail_end(folded: str, end: int, tails: Sequence[str]) -> int:
    """Return where a phrase with inner `*` ends, or 0; `end`: the end of its first, whole word."""
    for number, tail in enumerate(tails):
        part = tail if number == 0 else " " + tail
        body = part.rstrip("*")
        if not folded.startswith(body, end):
            return 0
        end += len(body)
        rest = end
        while end < len(folded) and folded[end].isalnum():
            end += 1
        if end > rest and not part.endswith("*") and number == len(tails) - 1:
            return 0
    return end


class Profile:
    """Chooses the languages to read a draft in, by the commonest words of each."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._languages: dict[str, tuple[str, ...]] = {}
        for language, forms in words.items():
            for form in forms:
                token = fold(form)
                self._languages[token] = (*self._languages.get(token, ()), language)

    def guess(self, folded: str) -> list[str]:
        """Return the languages whose words occur, leaving out those far behind the best; none when unsure."""
        scores: dict[str, int] = {}
        languages = self._languages
        for token in set(folded.split()).intersection(languages):
            for language in languages[token]:
                scores[language] = scores.get(language, 0) + 1
        best = max(scores.values(), default=0)
        if best < _SURE:
            return []
        return [language for language, score in scores.items() if score >= _FAR_BEHIND * best]


_SURE = 2
_FAR_BEHIND = 0.4
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_SQUEEZED = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]+| {2,}|[*_]{2,}")


class Squeezed:
    """A text with single spaces and without invisible or emphasis marks, and the way back."""

    def __init__(self, text: str) -> None:
        self.text = (
            text.replace("\t", " ").replace("\u2011", "-").replace("\u2010", "-").replace("\u00a0", " ")
        )
        self._map: list[int] | None = None
        marked = "  " in self.text or "**" in self.text or "__" in self.text
        if not marked and (self.text.isascii() or _INVISIBLE.search(self.text) is None):
            return
        keep: list[int] = []
        last = 0
        for match in _SQUEEZED.finditer(self.text):
            keep.extend(range(last, match.start()))
            if match.group()[0] == " ":
                keep.append(match.start())
            last = match.end()
        keep.extend(range(last, len(self.text)))
        self.text = "".join(self.text[i] for i in keep)
        self._map = keep

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Map a non-empty span back."""
        return (start, end) if self._map is None else (self._map[start], self._map[end - 1] + 1)
