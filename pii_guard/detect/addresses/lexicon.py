"""Words of postal addresses, all languages pooled: `policies/languages/<language>/addresses.yaml`.

No language has to be known: what a word proves is graded (`strong`, `cap`, `weak`) so that a word that is a
street type in one language and something common in another needs more evidence.
"""

# ruff: noqa: PLR2004 - lengths of words are figures of the languages; long word sets read better as text
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from pii_guard.detect.folding import fold
from pii_guard.detect.words import Words
from pii_guard.vocabulary.languages import load_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

Grade = Literal["strong", "cap", "weak"]
GRADES: tuple[Grade, ...] = ("strong", "cap", "weak")


def _split(value: object) -> object:
    """Turn `a, b, c` into a tuple; one long scalar is far cheaper to parse than a YAML list."""
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


WordList = Annotated[tuple[str, ...], BeforeValidator(_split)]


class Graded(BaseModel):
    """Words by how much they prove; see the head of `en/addresses.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    strong: WordList = ()
    cap: WordList = ()
    weak: WordList = ()


class AddressWords(BaseModel):
    """One language's words of postal addresses.

    Attributes:
        order: Where the house number stands: `last`, `first` (en) or `both` (fr).
        before: Street types that precede the name.
        after: Street types that follow the name as a word of their own.
        ending: Ends of one-word street names.
        whole: Whole street names, such as usual abbreviations.
        not_streets: Words with such an end that are something else.
        qualifiers: Words that may precede a one-word street name and belong to it.
        units: Words for a flat, floor or entrance, with a value after them.
        unit_before: The same, with the value before them.
        unit_alone: The same, without a value.
        named_units: Words for a house with a name after them.
        unit_first: Words for a flat that precedes the house number.
        buildings: Words that end the name of a building.
        numbers: Number words, for house numbers that are spelt out.
        postcode_cues: Words before a postcode.
        address_cues: Words before an address.
        city_cues: Phrases before the place where somebody lives.
        birth_cues: Words that open a phrase with a place of birth.
        preps: Words between a street and its city.
        stop: Words that are neither street nor city.
        measures: Words after a number that show that it is no house number.
        countries: Names of countries.
        premises: Words for a shop or office: a street without a number near one is not a person's address.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    order: Literal["last", "first", "both"] = "last"
    before: Graded = Graded()
    after: Graded = Graded()
    ending: Graded = Graded()
    whole: WordList = ()
    not_streets: WordList = ()
    qualifiers: WordList = ()
    units: WordList = ()
    unit_before: WordList = ()
    unit_alone: WordList = ()
    named_units: WordList = ()
    unit_first: WordList = ()
    buildings: WordList = ()
    numbers: WordList = ()
    postcode_cues: WordList = ()
    address_cues: WordList = ()
    city_cues: WordList = ()
    birth_cues: WordList = ()
    preps: WordList = ()
    stop: WordList = ()
    measures: WordList = ()
    countries: WordList = ()
    premises: WordList = ()


def alternation(words: Iterable[str]) -> str:
    """Return a regular expression that matches any of the folded words, longest first."""
    return "|".join(sorted({re.escape(word) for word in words}, key=lambda w: (-len(w), w))) or r"(?!)"


@dataclass(frozen=True)
class Lexicon:
    """All languages' words, ready for look-up; every string is folded."""

    endings: dict[Grade, tuple[str, ...]]
    before: dict[str, Grade]
    after: dict[str, Grade]
    after_first: dict[str, Grade]
    before_first: dict[str, Grade]
    whole: frozenset[str]
    not_streets: frozenset[str]
    unit_words: frozenset[str]
    unit_first_words: frozenset[str]
    qualifiers: frozenset[str]
    buildings: frozenset[str]
    stop: frozenset[str]
    measures: frozenset[str]
    countries: frozenset[str]
    country: re.Pattern[str]
    preps: frozenset[str]
    units: re.Pattern[str]
    unit_first: re.Pattern[str]
    number: re.Pattern[str]
    words: Words


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Read and pool the words of all languages.

    Raises:
        PolicyError: A file is wrong.
    """
    languages = load_languages("addresses", AddressWords, folder).values()

    def pool(name: str) -> list[str]:
        words = [word for language in languages for word in getattr(language, name)]
        return fold("\n".join(words)).split("\n") if words else []

    def graded(name: str, orders: tuple[str, ...]) -> dict[str, Grade]:
        found: dict[str, Grade] = {}
        for grade in reversed(GRADES):
            for language in languages:
                if language.order in orders:
                    found.update(dict.fromkeys(map(fold, getattr(getattr(language, name), grade)), grade))
        return found

    after_first = graded("after", ("first",))
    before = graded("before", ("last", "both"))
    after = graded("after", ("last",))
    endings = {g: tuple(fold(w) for lang in languages for w in getattr(lang.ending, g)) for g in GRADES}
    return Lexicon(
        endings=endings,
        before=before,
        after=after,
        after_first=after_first,
        before_first=graded("before", ("both",)),
        whole=frozenset(pool("whole")),
        not_streets=frozenset(pool("not_streets")),
        unit_first_words=frozenset(word.rstrip(".") for word in pool("unit_first")),
        unit_words=frozenset(word.rstrip(".") for word in pool("units")),
        qualifiers=frozenset(pool("qualifiers")),
        buildings=frozenset(pool("buildings")),
        stop=frozenset(pool("stop")),
        measures=frozenset(pool("measures")),
        countries=frozenset(pool("countries")),
        country=re.compile(rf"(?:{alternation(pool('countries'))})(?!\w)"),
        preps=frozenset(pool("preps")),
        units=_unit_pattern(pool),
        unit_first=_unit_first_pattern(pool),
        number=re.compile(rf"(?:(?:{alternation(pool('numbers'))})[-]?){{1,6}}(?!\w)"),
        words=Words(
            {
                "street": _street_cues(endings, before, after, after_first),
                "postcode": pool("postcode_cues"),
                "address": pool("address_cues"),
                "city": pool("city_cues"),
                "birth": pool("birth_cues"),
                "premises": pool("premises"),
            }
        ),
    )


def _street_cues(
    endings: Mapping[Grade, Sequence[str]],
    before: Mapping[str, Grade],
    after: Mapping[str, Grade],
    after_first: Mapping[str, Grade],
) -> list[str]:
    """Return the words at which a street is looked for: strong ones, and weak ones that are long enough."""
    cues = [f"*{word}" for word in endings["strong"] if len(word) > 2]
    for words in (before, after, after_first):
        cues += [word for word, grade in words.items() if grade == "strong" and len(word) > 3]
    for words in (before, after):
        cues += [word for word, grade in words.items() if grade == "cap" and len(word) > 4]
    short = ("rd", "ave", "dr")
    return cues + [w for w, grade in after_first.items() if w.strip(".") in short and grade == "cap"]


def _unit_first_pattern(pool: Callable[[str], list[str]]) -> re.Pattern[str]:
    """Return the pattern of a flat or unit before the street, on folded text."""
    return re.compile(
        rf"\b(?:{alternation(pool('unit_first'))})\.?[ \t]*#?[ \t]*\w{{1,5}},?[ \t]+"
        rf"(?:(?:[\w'.-]{{1,30}}[ \t]+){{1,3}}(?:{alternation(pool('buildings'))}),?[ \t]+)?$"
    )


def _unit_pattern(pool: Callable[[str], list[str]]) -> re.Pattern[str]:
    """Return the pattern of one floor, flat or entrance after a house number, on folded text."""
    units, before = alternation(pool("units")), alternation(pool("unit_before"))
    alone, named = alternation(pool("unit_alone")), alternation(pool("named_units"))
    value = r"(?:\d{1,5}[a-z]?(?:[/.-]\d{1,4})?|[a-z]|[ivx]{1,4})(?![\w])"
    ordinal = r"\d{1,2}[ ]?(?:\.?[ºª°]|\.|st|nd|rd|th|eme|er|e|:a|:e|o|a)?"
    return re.compile(
        r"(?:[ \t]*[,·–-][ \t]*|[ \t]+)(?:"
        rf"(?:{units})(?<![a-z])[ \t]*{value}|(?:{units})(?:[.:][ \t]*|[ \t]+){value}"
        rf"|{ordinal}[ \t]?(?:{before})(?!\w)\.?"
        rf"|\d{{1,2}}\.?[ºª°](?:[ \t]*(?:{alone}|[a-z])(?!\w)\.?)?"
        rf"|(?:{alone})(?!\w)\.?"
        rf"|(?:{named})\.?[ \t]+(?P<named>[^\W\d_][\w'-]{{2,30}})"
        r")"
    )
