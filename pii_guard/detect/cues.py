"""Cue words of facts, all languages pooled: `policies/languages/<language>/cues.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from pii_guard.detect.folding import fold
from pii_guard.detect.words import Words
from pii_guard.vocabulary.languages import load_languages

if TYPE_CHECKING:
    from pathlib import Path


def _split(value: object) -> object:
    """Turn `a, b, c` into a tuple; one long scalar is far cheaper to parse than a YAML list."""
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


WordList = Annotated[tuple[str, ...], BeforeValidator(_split)]

SPECIAL = {
    "health": "HEALTH_CUE",
    "religion": "RELIGION_CUE",
    "union": "UNION_CUE",
    "politics": "POLITICS_CUE",
    "sexuality": "SEXUALITY_CUE",
}
PHRASES = (
    "your",
    "covers",
    "bought",
    "money",
    "balance",
    "ending",
    "affix",
    "delivery",
    "account",
    "customer",
    "opinion",
    "state",
    "general",
    "event",
    "when",
    "please",
)
# Inflections of the first word of a phrase, for words such as `cukrzyc~ typu`.
_ENDINGS = (
    "",
    "a",
    "e",
    "i",
    "o",
    "u",
    "y",
    "em",
    "om",
    "im",
    "ej",
    "ou",
    "ym",
    "ich",
    "os",
    "as",
    "s",
    "ne",
    "nu",
    "n",
    "ne",
    "nou",
)


class CueWords(BaseModel):
    """One language's cue words; a trailing `~` allows any ending.

    Attributes:
        health, religion, union, politics, sexuality: Words of the special categories (GDPR Article 9).
        opinion: Insults and remarks about a customer.
        criminal: Offences and convictions (GDPR Article 10).
        person: Words that show that a cue is about somebody.
        your: Possessives before what was bought.
        second: Words that address the customer.
        neutral: Nouns after a possessive that tell nothing.
        state: Words that show that the thing before them was bought, packed or sent.
        covers: Phrases after which a refund or invoice names its things.
        bought: Phrases for having bought, before or after the thing.
        verbs: Words that end a noun phrase.
        ands: Conjunctions between things.
        articles: Words that open a noun phrase and are no part of the fact.
        money: Words near an amount that show that it is the customer's.
        balance: Phrases for debt, arrears and balance.
        ending: Phrases before the last digits of a card.
        affix: Phrases before a part of an address or number.
        spots: Words before a seat, room or table.
        delivery: Phrases for where something was left, and for travel.
        kin: Neighbours and family who took something in.
        account: Phrases for the state of an account.
        customer: Phrases for being a customer.
        general: Words that show that a sentence is about people in general, or about a condition.
        event: Appointments and those who come for them.
        when: Days and months.
        please: Words that show that a sentence asks for something.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    health: WordList = ()
    religion: WordList = ()
    union: WordList = ()
    politics: WordList = ()
    sexuality: WordList = ()
    opinion: WordList = ()
    criminal: WordList = ()
    person: WordList = ()
    your: WordList = ()
    second: WordList = ()
    neutral: WordList = ()
    state: WordList = ()
    covers: WordList = ()
    bought: WordList = ()
    verbs: WordList = ()
    ands: WordList = ()
    articles: WordList = ()
    money: WordList = ()
    balance: WordList = ()
    ending: WordList = ()
    affix: WordList = ()
    spots: WordList = ()
    delivery: WordList = ()
    kin: WordList = ()
    account: WordList = ()
    customer: WordList = ()
    general: WordList = ()
    event: WordList = ()
    when: WordList = ()
    please: WordList = ()


class Bag:
    """Folded words and stems for membership tests of single words."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._whole = frozenset(word for word in words if not word.endswith("~"))
        self._stems = tuple({word[:-1] for word in words if word.endswith("~")})

    def __contains__(self, word: str) -> bool:
        return word in self._whole or word.startswith(self._stems)


@dataclass(frozen=True)
class Cues:
    """All languages' cue words, ready for look-up."""

    special: Words
    facts: Words
    person: Bag
    second: Bag
    neutral: Bag
    verbs: Bag
    ands: Bag
    articles: Bag
    state: Bag
    kin: Bag
    spots: re.Pattern[str]


def load_cues(folder: Path | None = None) -> Cues:
    """Read and pool the cue words of all languages.

    Raises:
        PolicyError: A file is wrong.
    """
    languages = load_languages("cues", CueWords, folder)
    names = tuple(CueWords.model_fields)
    pooled: dict[str, tuple[str, ...]] = {}
    for name in names:
        joined = "\n".join(word for cues in languages.values() for word in getattr(cues, name))
        pooled[name] = tuple(dict.fromkeys(fold(joined).split("\n"))) if joined else ()

    def entries(name: str) -> list[str]:
        return [form for word in pooled[name] for form in _forms(word)]

    spots = "|".join(sorted((re.escape(w) for w in pooled["spots"]), key=len, reverse=True)) or r"(?!)"
    return Cues(
        special=Words({name: entries(name) for name in SPECIAL}),
        facts=Words({name: entries(name) for name in (*PHRASES, "criminal")}),
        spots=re.compile(
            rf"(?<!\w)(?:{spots})[ ](?:nr\.?[ ]|no\.?[ ]|n[.º°]{{1,2}}[ ]?)?(?:\d{{1,4}}[a-z]?"
            rf"|[a-z]\d{{1,3}})(?![\w%])(?![.,:]\d)"
        ),
        **{
            name: Bag(pooled[name])
            for name in ("person", "second", "neutral", "verbs", "ands", "articles", "state", "kin")
        },
    )


def _forms(word: str) -> list[str]:
    """Return a word as the automaton wants it; a `~` inside a phrase becomes the usual endings."""
    last = word.endswith("~")
    body = word.rstrip("~")
    if "~" not in body:
        return [body + "*" if last else body]
    head, tail = body.split("~", 1)
    tail = tail.replace("~", "")
    return [f"{head}{ending}{tail}{'*' if last else ''}" for ending in dict.fromkeys(_ENDINGS)]
