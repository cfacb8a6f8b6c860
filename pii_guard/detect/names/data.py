"""The language data of names (`policies/languages/<language>/names.yaml`), compiled for one pass over a text.

In these files a list is one string: phrases separated by `|` (cues) or words separated by blanks (word
lists). A YAML list of the same words takes ten times as long to read, which every cold start would pay.

Notation of cues: a phrase that starts with a capital counts only when capitalised in the text (`Miss`); a
comma at the end asks for a comma or a line break (`best,`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, NamedTuple

import ahocorasick_rs
from pydantic import BaseModel, BeforeValidator, ConfigDict

from pii_guard.detect.folding import fold
from pii_guard.vocabulary.languages import load_languages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def _phrases(value: object) -> object:
    return (
        tuple(part for raw in value.split("|") if (part := raw.strip())) if isinstance(value, str) else value
    )


def _words(value: object) -> object:
    return frozenset(fold(value).split()) if isinstance(value, str) else value


Phrases = Annotated[tuple[str, ...], BeforeValidator(_phrases)]
WordSet = Annotated[frozenset[str], BeforeValidator(_words)]

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
)


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
        relation: Kin, roles and trades: "wife", "landlord", "engineer".
        ask: "Speak to".
        named: "Is called"; no name when an animal is.
        speaker: Labels in transcripts: "AGENT".
        stop: Words that begin no name after this language's cues.
        org: Words that make a line an organisation's or a heading.
        product: Nouns that make the name before them a product's.
        pets: Animals, whose names are not personal data.
        common: Names that are also common words, in any case and number.
        given: Frequent given names, as evidence where case says nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    intro: Phrases = ()
    am: Phrases = ()
    here: Phrases = ()
    greet: Phrases = ()
    title: Phrases = ()
    signoff: Phrases = ()
    label: Phrases = ()
    behalf: Phrases = ()
    relation: Phrases = ()
    ask: Phrases = ()
    named: Phrases = ()
    speaker: Phrases = ()
    stop: WordSet = frozenset()
    org: WordSet = frozenset()
    product: WordSet = frozenset()
    pets: WordSet = frozenset()
    common: WordSet = frozenset()
    given: WordSet = frozenset()


class Cue(NamedTuple):
    """One phrase that announces a name.

    Attributes:
        kind: One of `KINDS`.
        phrase: The folded phrase.
        stop: Words that begin no name after it, in the languages that have the cue.
        given: Given names of these languages that are not words as well.
        languages: ISO 639-1 codes of these languages.
        capital: It counts only when capitalised.
        breaks: A comma or a line break must follow.
    """

    kind: str
    phrase: str
    stop: frozenset[str]
    given: frozenset[str]
    languages: frozenset[str]
    capital: bool = False
    breaks: bool = False


class CueHit(NamedTuple):
    """A cue that was found, in code points of the text."""

    start: int
    end: int
    cue: Cue


# Titles that are given names or common words as well: never skipped as titles when another cue stands
# before them.
_NAMES_TOO = frozenset({"don", "dona", "sir", "pan", "may", "miss", "me", "p"})
# Characters before which a cue may start: they read as blanks, so that keys can begin with one.
_BLANKS = str.maketrans(
    dict.fromkeys('\n\r\t\u00a0\u202f\u3000()[]{}<>,;:!?¡¿"“”„«»…·•|/\\*_^~=+&#>-–—\ufffc', " ")
)
_PHRASE_BLANKS = {code: char for code, char in _BLANKS.items() if code not in (ord("|"), ord(","))} | {
    ord(","): None
}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All languages' name data, compiled. Word sets hold folded words of all languages together.

    Attributes:
        stop: Stop words of all languages that are no given name in any; `every_stop` has those too.
        short_labels: Labels too short to be looked for everywhere ("De:"); they count at line starts.
        of_language: Word -> the languages in whose stop list it is; tells roughly what a text is written in.
    """

    cues: tuple[tuple[Cue, ...], ...]
    automaton: ahocorasick_rs.AhoCorasick
    stop: frozenset[str]
    every_stop: frozenset[str]
    org: frozenset[str]
    product: frozenset[str]
    pets: frozenset[str]
    common: frozenset[str]
    given: frozenset[str]
    titles: frozenset[str]
    relations: frozenset[str]
    short_labels: frozenset[str]
    of_language: Mapping[str, tuple[str, ...]]

    def find(self, folded: str) -> list[CueHit]:
        """Return the cues in a folded text, as whole words."""
        spaced = " " + folded.translate(_BLANKS)
        size = len(folded)
        hits: list[CueHit] = []
        for index, start, after in self.automaton.find_matches_as_indexes(spaced, overlapping=True):
            end = after - 1  # the keys and `spaced` both begin with a blank: start is right, end one too far
            if end < size and folded[end].isalnum() and folded[end - 1].isalnum():
                continue
            hits.extend(CueHit(start, end, cue) for cue in self.cues[index])
        return hits

    def languages(self, folded: str) -> dict[str, int]:
        """Return how many words of each language's stop list a text has."""
        counts: dict[str, int] = {}
        for word in folded[:4000].translate(_BLANKS).split():
            for language in self.of_language.get(word.strip("."), ()):
                counts[language] = counts.get(language, 0) + 1
        return counts


# Labels of so many letters are not looked for everywhere.
_SHORT = 2


def _bodies(phrases: Phrases) -> list[str]:
    """Return phrases as they are looked for, all folded in one go."""
    return [
        " ".join(body.split())
        for body in fold("|".join(phrases)).translate(_PHRASE_BLANKS).rstrip(",").split("|")
    ]


def _cues(data: Mapping[str, NameData]) -> dict[str, list[Cue]]:
    owners: dict[tuple[str, str, bool, bool], str] = {}
    for language, names in data.items():
        for kind in KINDS:
            phrases: Phrases = getattr(names, kind)
            for phrase, body in zip(phrases, _bodies(phrases), strict=False):
                key = (kind, body, phrase[0].isupper(), phrase[-1] == ",")
                owners[key] = owners.get(key, "") + " " + language
    common = frozenset[str]().union(*(names.common for names in data.values()))
    made: dict[str, tuple[frozenset[str], frozenset[str], frozenset[str]]] = {}
    cues: dict[str, list[Cue]] = {}
    for (kind, phrase, capital, breaks), codes in owners.items():
        if codes not in made:
            names_of = [data[code] for code in codes.split()]
            stop = (
                frozenset[str]().union(*(names.stop for names in names_of))
                if len(names_of) > 1
                else names_of[0].stop
            )
            given = frozenset[str]().union(*(names.given for names in names_of)) - common - stop
            made[codes] = (stop, given, frozenset(codes.split()))
        cues.setdefault(phrase, []).append(Cue(kind, phrase, *made[codes], capital, breaks))
    return cues


def compile_lexicon(data: Mapping[str, NameData]) -> Lexicon:
    """Compile the data of all languages into one automaton and its word sets."""
    cues = _cues(data)
    short = {p for p, found in cues.items() if len(p) <= _SHORT and all(c.kind == "label" for c in found)}
    searched = {p: tuple(found) for p, found in cues.items() if p not in short}

    def union(field: str) -> frozenset[str]:
        return frozenset[str]().union(*(getattr(names, field) for names in data.values()))

    def single(*kinds: str) -> frozenset[str]:
        return frozenset(
            p.rstrip(".") for p, found in cues.items() if " " not in p and any(c.kind in kinds for c in found)
        )

    of_language: dict[str, tuple[str, ...]] = {}
    for language, names in data.items():
        for word in names.stop:
            of_language[word] = (*of_language.get(word, ()), language)
    given = union("given")
    return Lexicon(
        cues=tuple(searched.values()),
        automaton=ahocorasick_rs.AhoCorasick([" " + phrase for phrase in searched]),
        stop=union("stop") - given,
        every_stop=union("stop"),
        org=union("org"),
        product=union("product"),
        pets=union("pets"),
        common=union("common"),
        given=given,
        titles=frozenset(t for t in single("title") if len(t) > 1) - _NAMES_TOO,
        relations=single("relation", "speaker", "label"),
        short_labels=frozenset(short),
        of_language=of_language,
    )


@cache
def lexicon(folder: Path | None = None) -> Lexicon:
    """Return the compiled name data of a folder of languages; the bundled one when None.

    Raises:
        PolicyError: A names.yaml is wrong.
    """
    return compile_lexicon(load_languages("names", NameData, folder))
