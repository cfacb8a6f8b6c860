# ruff: noqa: SIM905 - word lists read best as text
"""Names that an e-mail address in the same text spells: "anna.berg@…" and "A. Berg rang", "ask for Anna"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pii_guard.detect.lazy import lazy
from pii_guard.detect.names.forms import NameForms
from pii_guard.detect.names.rules import Found

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pii_guard.detect.names.data import Lexicon
    from pii_guard.detect.names.tokens import Reader

SCORE = 0.75
_ADDRESS = lazy(r"([^\W_][\w.+-]{2,63})@([\w-]{1,63})")
_LETTERS = lazy(r"[^\W\d_]+")
_SHORTEST_FAMILY, _MOST_WORDS = 3, 3
# Words of boxes that belong to nobody.
_BOXES = frozenset(
    "info mail post office admin kontakt contact support service help hello hallo hej sales shop team web "
    "webmaster noreply reply donotreply kund kunde klant klient cliente client customer kundservice "
    "kundenservice bokning booking reservation reservations rezervacije order orders billing invoice "
    "faktura rechnung jobs hr press news newsletter accounts account user test example demo privacy legal "
    "security abuse data dpo marketing reception front desk recepcija store home the my mein moj min".split()
)


def find(reader: Reader, original: str, folded: str, lexicon: Lexicon) -> Iterable[Found]:
    """Yield the capitalised mentions of names that addresses spell; may overlap.

    Args:
        reader: Reads the text whose taken spans are masked.
        original: The text itself.
        folded: The text, folded, not masked.
        lexicon: Word lists of all languages.
    """
    names = {name for name in _names(folded, lexicon) if _mentioned(name, reader.folded)}
    if not names:
        return
    forms = NameForms(lexicon.common)
    for owner, name in enumerate(sorted(names)):
        forms.add(name, owner)
    for mention in forms.find(reader.text, reader.folded):
        if original[mention.start].isupper():
            subtype = "full" if mention.words > 1 else mention.part
            yield Found(mention.start, mention.end, SCORE, "cue:mailbox", subtype)


def _names(folded: str, lexicon: Lexicon) -> Iterable[str]:
    """Yield names out of local parts: two words or an initial and a word, or one frequent given name."""
    for match in _ADDRESS.finditer(folded):
        words = _LETTERS.findall(match.group(1))
        if not 1 <= len(words) <= _MOST_WORDS or any(
            _no_name(word, match.group(2), lexicon) for word in words
        ):
            continue
        if len(words) == 1:
            if words[0] in lexicon.given_only:
                yield words[0]
        elif len(words[-1]) >= _SHORTEST_FAMILY:
            yield " ".join(words)


def _no_name(word: str, domain: str, lexicon: Lexicon) -> bool:
    if word in lexicon.given:
        return False
    other = word in lexicon.org or word in lexicon.every_stop or word in lexicon.product
    return word in _BOXES or (other and word not in lexicon.common) or (len(word) > 1 and word in domain)


def _mentioned(name: str, folded: str) -> bool:
    """Whether some word of a name may stand in the text besides the address, judged by its first letters."""
    return any(word[:-2] in folded for word in name.split() if len(word) >= _SHORTEST_FAMILY)
