"""Mail addresses broken over lines, also inside quoted replies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    import re

    from pii_guard.detect.view import View

_BREAK: Final = r"[ \t]{0,4}=?(?:\r?\n[ \t>|]{0,20}){1,3}"
_BROKEN: Final = lazy(
    rf"(?<=[\w.+\n-]@){_BREAK}(?=[\w-]+(?:\.|=?\r?\n))"  # name@ | example.com
    rf"|(?<=\w){_BREAK}(?=@(?:{_BREAK})?[\w-]+\.[A-Za-z])"  # name | @example.com
    rf"|(?<=[\w-]\.){_BREAK}(?=(?:com|org|net|info|[a-z]{{2}})\b)"  # name@example. | com
    rf"|(?<=[\w-]){_BREAK}(?=\.(?:com|org|net|info|[a-z]{{2}})\b)"  # name@example | .com
    rf"|(?<=\w\.){_BREAK}(?=[\w-]{{1,40}}@(?:{_BREAK})?[\w-]+\.)"  # first. | last@example.com
)
# Parts of a program's text: "anna" + "@" + "example.org".
_PIECES: Final = lazy(r"""["'`][ \t]{0,2}(?:\+|\.|&|\|\|)[ \t]{0,2}["'`]""")
# The two parts of an address in a list that a program joins.
_JOINED: Final = lazy(
    r"""\[\s?["']([\w.+-]{1,64})["'],\s?["']([\w-]+(?:\.[\w-]+)+)["']\s?\]\.join\(["'](@|&#64;)["']\)"""
)
# A character a line.
_COLUMN: Final = lazy(r"(?<![^\n])\S(?:\r?\n\S){4,80}(?!\S)")
_ADDRESS_NEAR: Final = lazy(r"@")
REACH: Final = 80


def concatenated(base: View) -> View:
    """Return a view in which an address that a program puts together is whole, or `base` itself."""
    text = base.text
    if "@" not in text:
        return base
    edits = [(*match.span(), "") for match in _PIECES.finditer(text) if _near(text, match)]
    edits += [(*match.span(), f"{match[1]}@{match[2]}") for match in _JOINED.finditer(text)]
    return base.replaced("unbroken", sorted(edits)) if edits else base


def _near(text: str, match: re.Match[str]) -> bool:
    return _ADDRESS_NEAR.search(text, max(0, match.start() - REACH), match.end() + REACH) is not None


def unbroken(base: View) -> View:
    """Return a view in which addresses run over line ends, or `base` itself."""
    text = base.text
    if "@" not in text:
        return base
    edits = [(match.start(), match.end(), "") for match in _BROKEN.finditer(text) if _near(text, match)]
    view = base.replaced("unbroken", sorted(edits)) if edits else base
    columns = [
        (*match.span(), "".join(match[0].split()))
        for match in _COLUMN.finditer(view.text)
        if _ADDRESS_NEAR.search(match[0])
    ]
    return view.replaced("unbroken", columns, whole=True) if columns else view
