"""The words of asking as data: `policies/asking.yaml` and `policies/languages/<language>/asking.yaml`.

Word lists are single comma-separated strings, because a YAML list of ten thousand scalars takes longer to
load than the whole check may. In a list, `(a|b)` stands for either, a `*` at the end of a word for any ending
(at the beginning, for any beginning), and diacritics may be left out: `broj(|a|em) kreditn* kartic*`.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

MAX_FORMS = 600
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")


def expand(words: Any) -> tuple[str, ...]:
    """Read one comma-separated word list; see the module docstring for the notation.

    Raises:
        ValueError: Not a string, unbalanced brackets, or an entry that stands for too many forms.
    """
    if not isinstance(words, str):
        raise ValueError("a word list is one comma-separated string")  # noqa: TRY004 - pydantic reads ValueError
    if "(" not in words and ")" not in words:
        return tuple(word for part in words.split(",") if (word := " ".join(part.split())))
    forms: list[str] = []
    for part in words.split(","):
        entry = " ".join(part.split())
        if entry:
            forms.extend(_forms(entry))
    return tuple(forms)


def _forms(entry: str) -> list[str]:
    forms = [entry]
    while any("(" in form for form in forms):
        forms = [wider for form in forms for wider in _opened(form)]
        if len(forms) > MAX_FORMS:
            raise ValueError(f"a word list entry stands for more than {MAX_FORMS} forms")
    if any(")" in form for form in forms):
        raise ValueError("unbalanced brackets in a word list")
    return [" ".join(form.split()) for form in forms]


def _opened(form: str) -> list[str]:
    """Spell out the first innermost pair of brackets."""
    match = _ALTERNATIVES.search(form)
    if match is None:
        if "(" in form:
            raise ValueError("unbalanced brackets in a word list")
        return [form]
    return [form[: match.start()] + choice + form[match.end() :] for choice in match.group(1).split("|")]


WordList = Annotated[tuple[str, ...], BeforeValidator(expand)]
Things = dict[str, WordList]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Thing(_Strict):
    """Something that can be asked for.

    Attributes:
        category: Data category (fideslang key).
        secret: Never to be asked for, anywhere.
        label: How a reason names it, in English.
        part: What stands for it when only some digits of it are asked.
    """

    category: str
    label: str
    secret: bool = False
    part: str | None = None


class AskingThings(_Strict):
    """`policies/asking.yaml`: what can be asked, and the words for it that every language shares.

    Attributes:
        things: Key -> thing.
        documents: Things whose photograph or copy is an `id_document_copy`.
        traits: Things that a yes-or-no question about the reader asks for.
        aliases: Language codes that are read with another language's words.
        profile: Language -> its commonest words in such messages, to choose the languages to read a draft in.
        shared: Nouns and the like that are the same in all languages (PIN, IBAN, names of national numbers).
    """

    things: dict[str, Thing]
    documents: tuple[str, ...]
    traits: tuple[str, ...]
    aliases: dict[str, str]
    profile: Things
    shared: AskingWords


class AskingWords(_Strict):
    """`policies/languages/<language>/asking.yaml`: how people ask in one language.

    Attributes:
        requests: Whole requests that carry their own subject: "could I have", "reply with".
        imperatives: Verbs of giving that ask unless somebody else is the subject: "send", "tell me".
        entering: Verbs of filling in, which ask only with a `here`: "enter", "type".
        openers: Polite openings that need a verb of giving at the end: "können Sie", "bitte".
        finals: Such verbs at the end of a clause: "nennen", "mitteilen".
        which: Question words that reach the noun directly: "what is your".
        needs: "I need", before or after the noun.
        please: Makes a request of a bare noun: "order number, please".
        pronouns: A request for what was named before: "send it here".
        yes_no: Openings of questions about the reader: "are you", "do you have".
        have: "do you have", which asks for the noun right behind it.
        handy: What may follow such a noun: "at hand".
        others: Subjects that are not the reader: "we'll", "she", "to".
        possessives: Words that make a weak noun the reader's own: "your".
        fillers: Articles, adjectives and the like that may stand between act and noun.
        joins: "and", "or": what links a list.
        breaks: What ends the reach of an act: "so", "if", "and we'll".
        negators: "not", "never", "no need".
        uses: Verbs after which a noun is only named: "change your password", "check your e-mail".
        warnings: "beware", "anyone who asks".
        vetoes: Phrases that only look like one of the above: "check your email", "no problem".
        here: Told to answer in the open.
        private: Told to answer in a private channel.
        form: Told to use the organisation's own form, portal or terminal.
        purpose: Says what for.
        copies: `photo_of_item`, `screenshot` or `copy` -> words for pictures and copies.
        parts: "last four digits".
        card: "card", which is asked for only as a picture or in part.
        nouns: Thing -> words for it.
        weak: Thing -> words for it that count after a possessive or in a list only: "name".
        traits: Thing -> words for it that count after a `yes_no` only: "pregnant".
        direct: Thing -> phrases that ask for it by themselves: "how old are you".
    """

    requests: WordList = ()
    imperatives: WordList = ()
    entering: WordList = ()
    openers: WordList = ()
    finals: WordList = ()
    which: WordList = ()
    needs: WordList = ()
    please: WordList = ()
    pronouns: WordList = ()
    yes_no: WordList = ()
    have: WordList = ()
    handy: WordList = ()
    others: WordList = ()
    possessives: WordList = ()
    fillers: WordList = ()
    joins: WordList = ()
    breaks: WordList = ()
    negators: WordList = ()
    uses: WordList = ()
    warnings: WordList = ()
    vetoes: WordList = ()
    here: WordList = ()
    private: WordList = ()
    form: WordList = ()
    purpose: WordList = ()
    parts: WordList = ()
    card: WordList = ()
    copies: Things = {}
    nouns: Things = {}
    weak: Things = {}
    traits: Things = {}
    direct: Things = {}


AskingThings.model_rebuild()
