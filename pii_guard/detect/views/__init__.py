"""Readings of a text in which disguised values show: what detection runs on besides the original.

A value can hide behind invisible characters, encodings, markup, words for digits, or odd separators. Each family
has its module here; `Views` decides in one linear pass which of them a text calls for, and chains those. Every
view maps back to the original (`View.span`), whole: a decoded token is one span.

    original -> characters -> decoded -> markup -> address + spoken -> joined
                    \\-> reversed

At most `MAX_VIEWS` views come of one text, each linear in its length.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from pii_guard.detect.view import View
from pii_guard.detect.views.bidi import visual_order
from pii_guard.detect.views.characters import plain_characters
from pii_guard.detect.views.confusables import plain_identifiers
from pii_guard.detect.views.digits import joined as joined_digits
from pii_guard.detect.views.encodings import decoded
from pii_guard.detect.views.lexicon import Lexicon
from pii_guard.detect.views.lines import unbroken
from pii_guard.detect.views.mail import MailAddresses
from pii_guard.detect.views.markup import unmarked
from pii_guard.detect.views.spoken import SpokenNumbers
from pii_guard.detect.views.threads import Joined, joined
from pii_guard.detect.views.triggers import Triggers

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_VIEWS", "Joined", "Lexicon", "Views", "joined", "views"]

MAX_VIEWS: Final = 6


class Views:
    """Makes views; built once, used from any thread."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._triggers = Triggers(lexicon)
        self._mail = MailAddresses(lexicon)
        self._numbers = SpokenNumbers(lexicon)

    @classmethod
    def bundled(cls) -> Views:
        """Return the views with the bundled language data.

        Raises:
            PolicyError: A language file is wrong.
        """
        return cls(Lexicon.bundled())

    def of(self, text: str) -> list[View]:
        """Return the readings of a text other than the text itself; none for ordinary prose."""
        needed = self._triggers(text)
        if not needed:
            return []
        found: list[View] = []
        original = View(text)
        base = self._plain(original, needed)
        if base is not original:
            found.append(base)
            needed = needed | self._triggers(base.text)
        if "reversed" in needed or "backwards" in needed:
            _append(found, visual_order(original, cued="backwards" in needed), original)
            if found and found[-1].text != text:
                pass
        if "markup" in needed:
            bare = unmarked(base)
            _append(found, bare, base)
            if bare is not base:
                needed = needed | self._triggers(bare.text)
                base = bare
        self._words(found, base, needed)
        return found[:MAX_VIEWS]

    def _plain(self, view: View, needed: frozenset[str]) -> View:
        """Resolve characters, encodings and look-alikes."""
        if "characters" in needed or "reversed" in needed:
            view = plain_characters(view)
        if "encoded" in needed or (view.starts is not None and "&" in view.text):
            view = decoded(view)
            if not view.text.isascii():
                view = plain_characters(view)
        if "confusables" in needed:
            view = plain_identifiers(view)
        return view

    def _words(self, found: list[View], base: View, needed: frozenset[str]) -> None:
        """Resolve what is spoken, then what is broken up."""
        view = base
        if "broken" in needed:
            view = unbroken(view)
        if "address" in needed:
            view = self._mail.view(view)
        if "spoken" in needed:
            view = self._numbers.view(view)
        _append(found, view, base)
        if "broken" in needed or view is not base:
            _append(found, joined_digits(view), view)


def _append(found: list[View], view: View, base: View) -> None:
    if view is not base and view.text != base.text:
        found.append(view)


@cache
def _bundled() -> Views:
    return Views.bundled()


def views(text: str, *, lexicon: Lexicon | None = None) -> Iterator[View]:
    """Yield the readings of a text other than itself; for single use. `Views` is built once for many texts.

    Args:
        text: The original.
        lexicon: Words of spoken forms; the bundled ones when None.
    """
    yield from (_bundled() if lexicon is None else Views(lexicon)).of(text)
