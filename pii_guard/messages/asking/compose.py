"""What several words ask for together: "a photo of your ID", "the last four digits of the card"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.messages.asking.lexicon import Word
    from pii_guard.messages.asking.model import AskingThings

_CARDS = frozenset(("card", "card_number"))
_PAPERS = frozenset(("payslip", "bank_statement", "id_document_copy"))


def things_of(words: Sequence[Word], known: AskingThings) -> tuple[str, ...]:
    """Return the things that a list of words asks for, in order, each once.

    A picture or copy and what it shows are one thing, and so are some digits and the number they are of.
    """
    asked: list[str] = []
    index = 0
    while index < len(words):
        word = words[index]
        following = words[index + 1] if index + 1 < len(words) else None
        if word.kind == "copies":
            things, taken = _pictured(word, words[index + 1 :], known)
        elif word.kind == "parts" or (
            following is not None and following.kind == "parts" and word.kind in ("card", "nouns")
        ):
            things, taken = _partial(word, following, known)
        else:
            things, taken = ([] if word.kind == "card" else [word.thing]), 1
        asked.extend(things)
        index += taken
    return tuple(dict.fromkeys(asked))


def _pictured(copy: Word, rest: Sequence[Word], known: AskingThings) -> tuple[list[str], int]:
    for taken, word in enumerate(
        rest[:2], start=2
    ):  # "a photo of both sides of your card" has a word between
        if word.thing in _CARDS:
            return ["card_number"], taken
        if word.thing in _PAPERS:
            return [word.thing], taken
        if word.thing in known.documents:
            return ["id_document_copy"], taken
        if word.kind != "copies":
            break
    return ([] if copy.thing == "copy" else [copy.thing]), 1


def _partial(word: Word, following: Word | None, known: AskingThings) -> tuple[list[str], int]:
    whole = following if word.kind == "parts" else word
    if whole is None or whole.kind not in ("card", "nouns"):
        return ["card_last4"], 1
    if whole.thing in _CARDS:
        return ["card_last4"], 2
    return [known.things[whole.thing].part or whole.thing], 2
