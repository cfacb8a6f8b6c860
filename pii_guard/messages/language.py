"""Guesses the language of a draft by a stop-word profile, and holds what replies need in each language."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from pii_guard.vocabulary.languages import load_languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SCRIPTS = (
    (re.compile("[\u3040-\u30ff]"), "ja"),
    (re.compile("[\u4e00-\u9fff]"), "zh"),
    (re.compile("[\u0370-\u03ff]"), "el"),
    (re.compile("[іїєґІЇЄҐ]"), "uk"),
    (re.compile("[ыэёЫЭЁ]"), "ru"),
    (re.compile("[ђјљњћџЂЈЉЊЋЏ]"), "sr"),
)
# A letter that few languages write tells more than a short word that many share.
_LETTERS = {
    "ß": "de",
    "ñ": "es",
    "¿": "es",
    "¡": "es",
    "ã": "pt",
    "õ": "pt",
    "ø": "da no",
    "æ": "da no",
    "å": "sv da no",
}
_LETTERS |= {
    "đ": "hr sr",
    "ř": "cs",
    "ě": "cs",
    "ů": "cs",
    "ľ": "sk",
    "ĺ": "sk",
    "ł": "pl",
    "ż": "pl",
    "ę": "pl",
    "ą": "pl",
}
_LETTERS |= {
    "ő": "hu",
    "ű": "hu",
    "ș": "ro",
    "ț": "ro",
    "ş": "tr",
    "ğ": "tr",
    "ı": "tr",
    "ä": "sv de fi",
    "ö": "sv de fi",
}
_LETTERS |= {"ë": "nl fr", "ê": "fr pt", "œ": "fr", "ù": "fr it", "ć": "hr sr pl"}
_LETTER_WEIGHT = 1.2
_DRAFT_WEIGHT = 2.0
_ENOUGH = 2.0
_MAX_READ = 4000


def _listed(value: Any) -> tuple[str, ...]:
    if not isinstance(value, str):
        raise ValueError("a list here is one string")  # noqa: TRY004 - pydantic reads ValueError
    parts = value.split("|") if "|" in value else [value]
    return tuple(part.strip() for part in parts if part.strip())


Bars = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Reply(BaseModel):
    """`policies/languages/<language>/reply.yaml`.

    Attributes:
        stub_to: Public text that invites into the private channel and greets `{to}`.
        stub: The same without a greeting of somebody.
        short: The invitation alone.
        stopwords: Frequent words of the language, between spaces.
        roles: Public and professional roles that stand beside the names of those who hold them.
        samples: Names that stand for nobody, as in specimen forms.
        specimens: Invented persons and test accounts; what stands in a sentence with them is nobody's.
        company: Words by which a number is a company's.
        stock: Words by which a sentence is about goods, whose names may look like people's.
        ours: Words by which the contact that follows is the organisation's own.
        open: Words by which a sentence tells where and when to visit the organisation.
        goods: Words by which a customer asks about goods in general.
        mine: Words by which a customer asks about their own things, or about somebody.
        deeds: Words for what only people do and are, by which a name beside goods is a person's all the same.
        yours: Possessives of the reader, by which a role beside a name is no public one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    stub_to: str
    stub: str
    short: str
    stopwords: str
    roles: Bars = ()
    samples: Bars = ()
    specimens: Bars = ()
    company: Bars = ()
    stock: Bars = ()
    ours: Bars = ()
    open: Bars = ()
    goods: Bars = ()
    mine: Bars = ()
    deeds: Bars = ()
    yours: Bars = ()


@cache
def replies() -> Mapping[str, Reply]:
    """Return the reply data of every language that has some."""
    return load_languages("reply", Reply)


@cache
def _speakers() -> Mapping[str, tuple[str, ...]]:
    """Return the languages of every stop word."""
    speakers: dict[str, list[str]] = {}
    for language, reply in replies().items():
        for word in dict.fromkeys(reply.stopwords.split()):
            speakers.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in speakers.items()}


def guess_language(
    draft: str, thread: Iterable[str] = (), *, hint: str | None = None, default: str = "en"
) -> str:
    """Return the language that a reply should be in.

    Args:
        draft: The draft; it counts twice.
        thread: Earlier messages.
        hint: What the caller says; taken if there is a reply in it.
        default: For drafts that tell nothing.

    Returns:
        An ISO 639-1 code of a language that has a `reply.yaml`, or the default.
    """
    if hint is not None and hint in replies():
        return hint
    scores: dict[str, float] = {}
    for text, weight in ((draft, _DRAFT_WEIGHT), *((text, 1.0) for text in thread)):
        for language, score in _scores(text[:_MAX_READ]).items():
            scores[language] = scores.get(language, 0.0) + score * weight
    if not scores:
        return default
    best = max(scores.values())
    # A tie goes to the default, then to the alphabet, so that the answer never depends on chance.
    first = min(scores, key=lambda code: (-scores[code], code != default, code))
    return first if best >= _ENOUGH else default


def _scores(text: str) -> dict[str, float]:
    for script, language in _SCRIPTS:
        if script.search(text):
            return {language: 10.0}
    lowered = text.lower().replace("’", "'")
    speakers = _speakers()
    scores: dict[str, float] = {}
    for word in _WORD.findall(lowered):
        for language in speakers.get(word, ()):
            scores[language] = scores.get(language, 0.0) + 1.0
    for letter in _LETTERS.keys() & set(lowered):
        for language in _LETTERS[letter].split():
            scores[language] = scores.get(language, 0.0) + _LETTER_WEIGHT
    return scores
