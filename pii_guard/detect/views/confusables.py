"""Identifiers written with look-alike letters of another script (UTS 39)."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from pii_guard.detect.lazy import lazy
from pii_guard.resources import bundled, load_model

if TYPE_CHECKING:
    import re

    from pii_guard.detect.view import View

_TOKEN: Final = lazy(r"\S+")
_LATIN: Final = lazy(r"[A-Za-z]")
_LATIN_LIKE: Final = lazy("[\u0100-\u02af\u1d00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff]")
_LETTER_NAME: Final = lazy(
    r"LATIN (SMALL|CAPITAL) LETTER "
    r"(?:SCRIPT |TURNED |DOTLESS |OPEN |REVERSED |SMALL CAPITAL |BARRED |SMALL |CLOSED )?([A-Z])(?: |$)"
)
_DIGITS: Final = lazy(r"\d.*\d")


class Confusables(BaseModel):
    """`policies/taxonomy/confusables.yaml`: ASCII character -> characters that look like it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    letters: dict[str, str]


@cache
def _table() -> dict[int, str]:
    data = load_model(bundled("policies") / "taxonomy" / "confusables.yaml", Confusables)
    return {ord(like): plain for plain, likes in data.letters.items() for like in likes}


def _base_letter(match: re.Match[str]) -> str:
    """Read a letter of a mail address by its name: "latin small letter m with hook"."""
    named = _LETTER_NAME.match(unicodedata.name(match[0], ""))
    if named is None:
        return match[0]
    return named[2].lower() if named[1] == "SMALL" else named[2]


def plain_identifiers(base: View) -> View:
    """Return a view in which words that mix scripts, and mail addresses, are read in ASCII.

    A word wholly in one other script is left, so that Russian and Greek stay what they are.
    """
    table = _table()

    def plain(match: re.Match[str]) -> str:
        token = match[0]
        if token.isascii() or not ("@" in token or _LATIN.search(token) or _DIGITS.search(token)):
            return token
        read = token.translate(table)
        return _LATIN_LIKE.sub(_base_letter, read) if "@" in read else read

    text = _TOKEN.sub(plain, base.text)
    return base if text == base.text else base.mapped("confusables", text)
