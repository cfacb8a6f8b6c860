"""The language data of names (`policies/languages/<language>/names.yaml`), compiled for one pass over a text.

In these files a list is one string: phrases separated by `|` (cues) or words separated by blanks (word
lists). A YAML list of the same words takes ten times as long to read, which every cold start would pay. For
the same reason all strings are folded in one go, and what only some messages need (word sets, the languages
of a cue) is made when first asked for.

Notation of cues: a phrase that starts with a capital counts only when capitalised in the text (`Miss`); a
comma at the end asks for a comma or a line break (`best,`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick_rs
from pydantic import BaseModel, ConfigDict

from pii_guard.detect.folding import fold
from pii_guard.detect.names.tokens import LEADING
from pii_guard.vocabulary.languages import load_languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


KINDS = (
    "intro",
    "am",
    "here",
    "greet",
    "title",
    "signoff",
    "label",
    "behalf",
    "relation",
    "ask",
    "named",
    "speaker",
    "role",
    "about",
)


_WORD_SETS = ("stop", "org", "product", "pets", "common", "given")


class NameData(BaseModel):
    """The names.yaml of one language.

    Attributes:
        intro: Says that a name follows, beyond doubt: "my name is". The name may be in lower case.
        am: Often introduces a name, but need not: "I am". The name must be capitalised.
        here: Follows a name: "Kofi here".
        greet: Greets or thanks somebody: "Dear", "Thanks".
        title: Stands before a surname: "Mrs".
        signoff: Closes a message: "Kind regards".
        label: Field names, followed by a colon: "Account holder".
        behalf: "In the name of".
        relation: Kin and trades: "wife", "landlord", "engineer".
        ask: "Speak to".
        named: "Is called"; no name when an animal is.
        speaker: Labels in transcripts: "AGENT".
        role: What somebody is to the organisation: "tenant", "patient".
        about: Opens an example or a request to a language model: "for example", "summarise".
        stop: Words that begin no name after this language's cues.
        org: Words that make a line an organisation's or a heading.
        product: Nouns that make the name before them a product's.
        pets: Animals, whose names are not personal data.
        common: Names that are also common words, in any case and number.
        given: Frequent given names, as evidence where case says nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    intro: str = ""
    am: str = ""
    here: str = ""
    greet: str = ""
    title: str = ""
    signoff: str = ""
    label: str = ""
    behalf: str = ""
    relation: str = ""
    ask: str = ""
    named: str = ""
    speaker: str = ""
    role: str = ""
    about: str = ""
    stop: str = ""
    org: str = ""
    product: str = ""
    pets: str = ""
    common: str = ""
    given: str = ""


class LanguageWords:
    """Word sets of some languages together, made when first asked for."""

    def __init__(
        self, languages: frozenset[str], stop: list[str], given: list[str], lexicon: Lexicon
    ) -> None:
        """Take ISO 639-1 codes and these languages' folded words, one string a language."""
        self.languages = languages
        self._stop, self._given, self._lexicon = stop, given, lexicon

    @cached_property
    def stop(self) -> frozenset[str]:
        """Stop words."""
        return frozenset(" ".join(self._stop).split())

    @cached_property
    def widest_stop(self) -> frozenset[str]:
        """Stop words of these languages, and of the others where they are no given names."""
        return self.stop | self._lexicon.stop

    @cached_property
    def given(self) -> frozenset[str]:
        """Given names that are not words as well."""
        return frozenset(" ".join(self._given).split()) - self._lexicon.common - self.stop


class Cue(NamedTuple):
    """One phrase that announces a name.

    Attributes:
        kind: One of `KINDS`.
        phrase: The folded phrase.
        words: Of the languages that have the cue.
        capital: It counts only when capitalised.
        breaks: A comma or a line break must follow.
    """

    kind: str
    phrase: str
    words: LanguageWords
    capital: bool = False
    breaks: bool = False

    @property
    def stop(self) -> frozenset[str]:
        """Words that begin no name after it, in the languages that have the cue."""
        return self.words.stop

    @property
    def given(self) -> frozenset[str]:
        """Given names of these languages that are not words as well."""
        return self.words.given

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes of these languages."""
        return self.words.languages


class CueHit(NamedTuple):
    """A cue that was found, in code points of the text."""

    start: int
    end: int
    cue: Cue


# Titles that are given names or common words as well: never skipped as titles when another cue stands
# before them.
_NAMES_TOO = frozenset({"don", "dona", "sir", "pan", "may", "miss", "me", "p"})
# Characters before which a cue may start: they read as blanks, so that keys can begin with one.
_BLANKS = '\n\r\t\u00a0\u202f\u3000()[]{}<>,;:!?¡¿"“”„«»…·•|/\\*_^~=+&#>-–—\ufffc'
_PHRASE_BLANKS = _BLANKS.replace("|", "").replace(",", "")
# Labels of so many letters are not looked for everywhere.
_SHORT = 2
# The language is told from so many characters.
_SAMPLE = 4000
# Between the strings of several languages, while they are handled as one.
_FIELD = "\x1e"


def spaced(folded: str) -> str:
    """Return a folded text with punctuation as blanks and one blank before it, for `Lexicon.find`."""
    for char in _BLANKS:
        if char in folded:
            folded = folded.replace(char, " ")
    return " " + folded


def fold_long(text: str) -> str:
    """Fold a long text of few different characters; gives what `fold` gives, several times as fast."""
    for char in set(text):
        low = fold(char)
        if low != char:
            text = text.replace(char, low)
    return text


def _bodies(fields: str) -> str:
    """Return cue phrases as they are looked for: no punctuation, single blanks."""
    for char in _PHRASE_BLANKS:
        fields = fields.replace(char, " ")
    fields = fields.replace(",", "")
    while "  " in fields:
        fields = fields.replace("  ", " ")
    return fields.replace("| ", "|").replace(" |", "|")


class Lexicon:
    """All languages' name data, compiled; word sets hold folded words. Safe to share between threads."""

    def __init__(self, data: Mapping[str, NameData]) -> None:
        """Compile the data of all languages (ISO 639-1 code -> data) into one automaton."""
        self._codes = tuple(data)
        self._raw = [getattr(data[code], kind) for kind in KINDS for code in self._codes]
        words = [getattr(data[code], kind) for kind in _WORD_SETS for code in self._codes]
        folded = fold_long(_FIELD.join([*self._raw, *words])).split(_FIELD)
        count = len(self._codes)
        self._words = {
            kind: folded[len(self._raw) + at * count : len(self._raw) + (at + 1) * count]
            for at, kind in enumerate(_WORD_SETS)
        }
        # Every phrase has a position; those of one kind and language follow one another.
        phrases: list[str] = []
        self._starts: list[int] = []
        for field in _bodies(_FIELD.join(folded[: len(self._raw)])).split(_FIELD):
            self._starts.append(len(phrases))
            phrases += field.strip().split("|")
        positions: dict[str, list[int]] = {}
        for position, phrase in enumerate(phrases):
            positions.setdefault(phrase, []).append(position)
        positions.pop("", None)
        self.short_labels = frozenset(
            phrase
            for phrase, places in positions.items()
            if len(phrase) <= _SHORT and all(self._kind(place) == "label" for place in places)
        )
        for phrase in self.short_labels:
            del positions[phrase]
        self._phrases, self._places = phrases, list(positions.items())
        self._cues: dict[int, tuple[Cue, ...]] = {}
        self._of: dict[tuple[int, ...], LanguageWords] = {}
        self._automaton = ahocorasick_rs.AhoCorasick([" " + phrase for phrase in positions])

    # -- cues ----------------------------------------------------------------------------------------------

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Return the cues in a text that `spaced` made, as whole words.

        Returns:
            Start and end in the folded text, and the number that `cues` takes.
        """
        hits: list[tuple[int, int, int]] = []
        size = len(text)
        # keys and text both begin with a blank: in the folded text the start is the same, the end one less
        for index, start, after in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if after < size and text[after].isalnum() and text[after - 1].isalnum():
                continue
            hits.append((start, after - 1, index))
        return hits

    def cues(self, index: int) -> tuple[Cue, ...]:
        """Return what a phrase that was found may mean: one cue for each kind and way of writing."""
        cues = self._cues.get(index)
        if cues is None:
            cues = self._cues[index] = tuple(self._make(*self._places[index]))
        return cues

    def _make(self, phrase: str, places: list[int]) -> Iterable[Cue]:
        owners: dict[tuple[str, bool, bool], list[int]] = {}
        for place in places:
            field = bisect_right(self._starts, place) - 1
            raw = self._raw[field].split("|")[place - self._starts[field]].strip()
            key = (KINDS[field // len(self._codes)], raw[0].isupper(), raw[-1] == ",")
            owners.setdefault(key, []).append(field % len(self._codes))
        for (kind, capital, breaks), languages in owners.items():
            yield Cue(kind, phrase, self._of_languages(tuple(languages)), capital, breaks)

    def _kind(self, place: int) -> str:
        return KINDS[(bisect_right(self._starts, place) - 1) // len(self._codes)]

    def _of_languages(self, languages: tuple[int, ...]) -> LanguageWords:
        made = self._of.get(languages)
        if made is None:
            made = self._of[languages] = LanguageWords(
                frozenset(self._codes[at] for at in languages),
                [self._words["stop"][at] for at in languages],
                [self._words["given"][at] for at in languages],
                self,
            )
        return made

    def languages(self, text: str) -> dict[str, int]:
        """Return how many words of each language's stop list a text that `spaced` made has."""
        known = Counter(map(self._of_word.get, text[:_SAMPLE].replace(". ", " ").rstrip(".").split()))
        counts: dict[str, int] = {}
        for languages, count in known.items():
            for language in languages or ():
                counts[language] = counts.get(language, 0) + count
        return counts

    @cached_property
    def _of_word(self) -> dict[str, tuple[str, ...]]:
        """Word -> the languages in whose stop list it is; tells roughly what a text is written in."""
        of_word: dict[str, tuple[str, ...]] = {}
        for code, words in zip(self._codes, self._words["stop"], strict=True):
            for word in set(words.split()):
                of_word[word] = (*of_word.get(word, ()), code)
        return of_word

    # -- word sets -----------------------------------------------------------------------------------------

    def _all(self, kind: str) -> frozenset[str]:
        return frozenset(" ".join(self._words[kind]).split())

    @cached_property
    def stop(self) -> frozenset[str]:
        """Stop words of all languages that are no given name in any."""
        return self.every_stop - self.given

    @cached_property
    def every_stop(self) -> frozenset[str]:
        """Stop words of all languages."""
        return self._all("stop")

    @cached_property
    def org(self) -> frozenset[str]:
        """Words of organisations and headings."""
        return self._all("org")

    @cached_property
    def product(self) -> frozenset[str]:
        """Nouns that make the name before them a product's."""
        return self._all("product")

    @cached_property
    def product_stems(self) -> frozenset[str]:
        """The same without the vowels at their ends, which change with the case in Slavic languages."""
        return frozenset(word.rstrip("aeiouy") for word in self.product)

    @cached_property
    def pets(self) -> frozenset[str]:
        """Animals."""
        return self._all("pets")

    @cached_property
    def common(self) -> frozenset[str]:
        """Names that are also common words."""
        return self._all("common")

    @cached_property
    def given(self) -> frozenset[str]:
        """Frequent given names."""
        return self._all("given")

    @cached_property
    def given_only(self) -> frozenset[str]:
        """Given names that are no stop word in any language."""
        return self.given - self.every_stop

    @cached_property
    def titles(self) -> frozenset[str]:
        """Titles of one word, skipped before a name."""
        return frozenset(title for title in self._single("title") if len(title) > 1) - _NAMES_TOO

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Words in lower case with which a name may begin: given names, titles, particles."""
        return self.given | self.titles | LEADING

    @cached_property
    def relations(self) -> frozenset[str]:
        """Kin, roles and labels of one word."""
        return frozenset(self._single("relation", "role", "speaker", "label"))

    def _single(self, *kinds: str) -> Iterator[str]:
        count = len(self._codes)
        ends = [*self._starts, len(self._phrases)]
        for kind in kinds:
            first = KINDS.index(kind) * count
            for phrase in self._phrases[ends[first] : ends[first + count]]:
                if phrase and " " not in phrase:
                    yield phrase.rstrip(".")


@cache
def lexicon(folder: Path | None = None) -> Lexicon:
    """Return the compiled name data of a folder of languages; the bundled one when None.

    Raises:
        PolicyError: A names.yaml is wrong.
    """
    return Lexicon(load_languages("names", NameData, folder))
