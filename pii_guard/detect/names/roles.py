# ruff: noqa: SIM905 - word lists read best as text
"""Names after a word for what somebody is to the organisation ("tenant", "patient"), and in given examples.

Such words also open headings and names of things ("Customer Reviews", "Patient Portal"), which kin words do
not; so more is asked of what follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pii_guard.detect.lazy import lazy
from pii_guard.detect.names.rules import (
    MEDIUM,
    PREPOSITION,
    RELATION_GAP,
    Found,
    after,
    and_another,
    found_at,
    line_after,
    of_organisation,
    opens,
    organisation,
)
from pii_guard.detect.names.tokens import WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pii_guard.detect.names.data import CueHit, Lexicon
    from pii_guard.detect.names.tokens import Name, Reader

# What stands after such a cue, as in "Translate it to German: …" or "e.g. …".
_ABOUT_GAP = lazy(r"((?: [^\W\d_]{1,14}){0,4}[ \u00a0]?[:：]|,|(?<=\.)|\.)[ \t\u00a0\r\n]{1,3}[\"'“„«»]?")
# First words of places, which a name of persons does not begin with.
PLACE_FIRST = frozenset("new los las san santa sankt saint nova novi novo novy nowy stara stari bad".split())
_LAST_WORD = lazy(r"([^\W\d_]+)[ \u00a0]$")


def _role(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    at = after(RELATION_GAP, reader, hit.end)
    if at == hit.end:
        return
    of = PREPOSITION.match(reader.text, at)
    at = of.end() if of is not None else at
    name = reader.read(at, hit.cue.stop, lower=2, limit=2 if reader.shouting else 5)
    if name is None or of_organisation(name, lexicon) or organisation(reader, name, lexicon):
        return
    if name.lower:
        if name.first not in hit.cue.given:
            return
    elif name.first not in lexicon.given and (
        of is not None or _heading(reader, hit, name) or thing(reader, name, lexicon)
    ):
        return
    if ":" in reader.text[hit.end : at] and name.parts == 1 and line_after(reader, name.end).strip(" .\r"):
        return  # a transcript: what follows the speaker is speech
    yield from found_at(name, "role", MEDIUM, None)
    yield from and_another(reader, name, hit.cue, "role", "given")


def _heading(reader: Reader, hit: CueHit, name: Name) -> bool:
    """Whether capitals say nothing here: "Customer Opinions", "Your Guest Lounge Access"."""
    if not reader.text[hit.start].isupper():
        return False
    if name.parts == 1:
        return True
    before = _LAST_WORD.search(reader.text, max(0, hit.start - 30), hit.start)
    if before is None or not before.group(1)[0].isupper():
        return False
    return not opens(reader, hit.start - len(before.group()))


def thing(reader: Reader, name: Name, lexicon: Lexicon) -> bool:
    """Whether a word of the name is a product's or place's and none of a person's."""
    words = WORD.findall(reader.folded[name.start : name.end])
    return any(word in lexicon.product and word not in lexicon.common for word in words)


def _about(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    """Find "Example: Oonagh Tierney orders …": a full name that opens the sentence after a colon."""
    gap = _ABOUT_GAP.match(reader.text, hit.end)
    if gap is None or reader.shouting:
        return ()
    name = reader.read(gap.end(), hit.cue.stop)
    if name is None or name.parts == 1 or name.first in PLACE_FIRST or name.first in lexicon.stop:
        return ()
    if organisation(reader, name, lexicon) or thing(reader, name, lexicon):
        return ()
    goes_on = WORD.match(reader.text, name.end + 1) if reader.text[name.end : name.end + 1] == " " else None
    if name.first not in lexicon.given and (goes_on is None or not goes_on.group()[0].islower()):
        return ()
    return found_at(name, "about", MEDIUM)


RULES: dict[str, Callable[[Reader, CueHit, Lexicon], Iterable[Found]]] = {"role": _role, "about": _about}
