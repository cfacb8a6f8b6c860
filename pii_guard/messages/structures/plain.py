"""Plain text and Markdown: the source as it is written is what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pii_guard.messages.structures.edits import Edit, Redactor, whole

if TYPE_CHECKING:
    from collections.abc import Sequence


def edits(text: str, redact: Redactor) -> Sequence[Edit]:
    """Return the edits of a plain text; any length."""
    return whole(text, 0, len(text)).edits(redact)
