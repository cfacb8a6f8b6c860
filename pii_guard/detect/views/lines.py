"""Mail addresses broken over lines, also inside quoted replies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pii_guard.detect.view import View

_BREAK: Final = r"[ \t]{0,4}=?\r?\n[ \t>|]{0,20}"
_BROKEN: Final = re.compile(
    rf"(?<=[\w.+-]@){_BREAK}(?=[\w-]+(?:\.|=?\r?\n))"  # name@ | example.com
    rf"|(?<=\w){_BREAK}(?=@[\w-]+\.[A-Za-z])"  # name | @example.com
    rf"|(?<=[\w-]\.){_BREAK}(?=(?:com|org|net|info|[a-z]{{2}})\b)"  # name@example. | com
    rf"|(?<=[\w-]){_BREAK}(?=\.(?:com|org|net|info|[a-z]{{2}})\b)"  # name@example | .com
    rf"|(?<=\w\.){_BREAK}(?=[\w-]{{1,40}}@[\w-]+\.)"  # first. | last@example.com
)
_ADDRESS_NEAR: Final = re.compile(r"@")
REACH: Final = 80


def unbroken(base: View) -> View:
    """Return a view in which addresses run over line ends, or `base` itself."""
    text = base.text
    if "\n" not in text or "@" not in text:
        return base
    edits = [
        (match.start(), match.end(), "")
        for match in _BROKEN.finditer(text)
        if _ADDRESS_NEAR.search(text, max(0, match.start() - REACH), match.end() + REACH)
    ]
    return base.replaced("unbroken", edits) if edits else base
