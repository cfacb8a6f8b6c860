"""Identifiers written with look-alike letters of another script (UTS 39)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from pii_guard.resources import bundled, load_model

if TYPE_CHECKING:
    from pii_guard.detect.view import View

_TOKEN: Final = re.compile(r"\S+")
_LATIN: Final = re.compile(r"[A-Za-z]")
_DIGITS: Final = re.compile(r"\d.*\d")


class Confusables(BaseModel):
    """`policies/taxonomy/confusables.yaml`: ASCII character -> characters that look like it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    letters: dict[str, str]


@cache
def _table() -> dict[int, str]:
    data = load_model(bundled("policies") / "taxonomy" / "confusables.yaml", Confusables)
    return {ord(like): plain for plain, likes in data.letters.items() for like in likes}


def plain_identifiers(base: View) -> View:
    """Return a view in which words that mix scripts, and mail addresses, are read in ASCII.

    A word wholly in one other script is left, so that Russian and Greek stay what they are.
    """
    table = _table()

    def plain(match: re.Match[str]) -> str:
        token = match[0]
        if token.isascii() or not ("@" in token or _LATIN.search(token) or _DIGITS.search(token)):
            return token
        return token.translate(table)

    text = _TOKEN.sub(plain, base.text)
    return base if text == base.text else base.mapped("confusables", text)
