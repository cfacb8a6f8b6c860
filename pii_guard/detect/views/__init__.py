"""Readings of a text in which disguised values show: what detection runs on besides the original.

A value can hide behind invisible characters, encodings, markup, words for digits, or odd separators. Each
family has its module here; `Views` decides in one linear pass which of them a text calls for, and chains
those. Every view maps back to the original (`View.span`), whole: a decoded token is one span.

    original -> characters -> decoded -> markup -> address + spoken -> joined
             -> reversed

At most `MAX_VIEWS` views come of one text, each linear in its length.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from pii_guard.detect.view import View
from pii_guard.detect.views.bidi import visual_order
from pii_guard.detect.views.characters import plain_characters
from pii_guard.detect.views.confusables import plain_identifiers
from pii_guard.detect.views.digits import joined as joined_digits
from pii_guard.detect.views.encodings import decoded
from pii_guard.detect.views.lexicon import Lexicon
from pii_guard.detect.views.lines import concatenated, unbroken
from pii_guard.detect.views.mail import MailAddresses
from pii_guard.detect.views.markup import unmarked
from pii_guard.detect.views.numberwords import NumberWords
from pii_guard.detect.views.pieces import Pieces
from pii_guard.detect.views.said import SaidCodes
from pii_guard.detect.views.signs import at_signs, plain_signs
from pii_guard.detect.views.spoken import SpokenNumbers
from pii_guard.detect.views.threads import Joined, joined
from pii_guard.detect.views.triggers import BROKEN, Triggers

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_VIEWS", "Joined", "Lexicon", "Views", "joined", "views"]

MAX_VIEWS: Final = 5
_BROKEN: Final = frozenset(BROKEN)


class Views:
    """Makes views; built once, used from any thread.

    Args:
        lexicon: Words of spoken forms; the bundled ones when None.

    Raises:
        PolicyError: A language file is wrong.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        lexicon = Lexicon.bundled() if lexicon is None else lexicon
        words = NumberWords(lexicon)
        self._triggers = Triggers(lexicon, words)
        self._mail = MailAddresses(lexicon)
        self._numbers = SpokenNumbers(lexicon, words)
        self._pieces = Pieces(lexicon)
        self._said = SaidCodes(lexicon)

    def of(self, text: str) -> Iterator[View]:
        """Yield the readings of a text: the original, all there is for prose, then at most `MAX_VIEWS`."""
        original = View(text)
        yield original
        needed = self._triggers(text)
        if needed:
            yield from self._beyond(original, needed)

    def _beyond(self, original: View, needed: frozenset[str]) -> Iterator[View]:
        """Yield the readings other than the original, each if it differs from the one it is made of."""
        base = self._plain(original, needed)
        if base is not original:
            base = replace(base, clear=True)
            yield base
            needed |= self._triggers(base.text)
        if not needed.isdisjoint(("reversed", "backwards")):
            turned = visual_order(original, cued="backwards" in needed)
            if turned is not original:
                yield plain_characters(turned)
        if "markup" in needed:
            bare = unmarked(base)
            if bare is not base:
                base = replace(bare, clear=True)
                yield base
                needed |= self._triggers(base.text)
        yield from self._put_together(base, needed)

    def _plain(self, view: View, needed: frozenset[str]) -> View:
        """Resolve characters, encodings and look-alikes."""
        if not needed.isdisjoint(("characters", "reversed", "confusables")):
            view = plain_characters(at_signs(view))
        if "encoded" in needed or "&" in view.text:
            view = decoded(view)
            if not view.text.isascii():
                view = plain_characters(view)
        if not needed.isdisjoint(("confusables", "characters")):
            view = plain_identifiers(view)
        if "lines" in needed:
            view = unbroken(concatenated(view))
        return view

    def _put_together(self, base: View, needed: frozenset[str]) -> Iterator[View]:
        """Yield the text with what is spoken written out, and with what is broken up put together."""
        broken = needed & _BROKEN
        view = unbroken(base) if broken else base
        if "address" in needed:
            view = self._mail.view(plain_signs(self._said.spelled(view)))
        if "spoken" in needed or "machines" in needed:
            view = self._said.view(view)
        if not needed.isdisjoint(("spoken", "signs")):
            view = self._numbers.view(view, everywhere="signs" in needed)
        if view is not base:
            view = replace(view, clear=True)
            yield view
        if view is not base or broken:
            whole = joined_digits(view, self._pieces, broken if view is base else None)
            if whole is not view:
                yield replace(whole, clear=False)


@cache
def _bundled() -> Views:
    return Views()


def views(text: str, *, lexicon: Lexicon | None = None) -> Iterator[View]:
    """Yield the readings of a text, the original first; for single use. `Views` is built once for many texts.

    Args:
        text: The original.
        lexicon: Words of spoken forms; the bundled ones when None.
    """
    return (_bundled() if lexicon is None else Views(lexicon)).of(text)
